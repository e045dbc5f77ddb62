// The files of one folder.
#include "china_peru_brief/brief.hpp"

#include <bilateral/io/series_csv.hpp>

namespace china_peru {

namespace {

template <frequency F, unit U>
void read(const std::string& path, const std::string& name, double scale, series<F, U>& into) {
  csv_reader rows(open_file(path), path);
  const std::string value = rows.names().at(1 - rows.column("date"));
  into = read_series<F, U>(rows, "date", value, {.scale = scale});
  into.name = name;
}

}  // namespace

brief_data::brief_data(const std::string& folder) {
  read(folder + "/exports_to_china.csv", "exports to China", million, to_china);
  read(folder + "/copper_exports.csv", "copper exports", million, copper);
  read(folder + "/copper_price.csv", "copper price", 1, price);
  read(folder + "/exports_to_world.csv", "exports to the world", million, to_world);
  read(folder + "/exports_to_china_later.csv", "exports to China", million, to_china_later);
  const std::string name = folder + "/reported.csv";
  csv_reader rows(open_file(name), name);
  const auto key = rows.column("key"), figure = rows.column("figure"), unit = rows.column("unit"),
             reporter = rows.column("reporter"), date = rows.column("date"),
             what = rows.column("what");
  while (rows.next()) {
    reported[std::string(rows[key])] = {std::string(rows[figure]), std::string(rows[unit]),
                                        std::string(rows[reporter]), std::string(rows[date]),
                                        std::string(rows[what])};
  }
}

}  // namespace china_peru
