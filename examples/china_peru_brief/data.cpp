// The files of one folder, in their units.
#include "china_peru_brief/brief.hpp"

#include <bilateral/core/product.hpp>
#include <bilateral/io/column_unit.hpp>
#include <bilateral/io/series_csv.hpp>

#include <cmath>
#include <sstream>

namespace china_peru {

namespace {

template <frequency F, unit U>
void read(const std::string& path, const std::string& name, series<F, U>& into) {
  csv_reader rows(open_file(path), path);
  if (rows.width() != 2)
    throw data_error(text(path, ": a column of dates and one of values are expected"));
  const std::string value = rows.names().at(1 - rows.column("date"));
  into = read_series<F, U>(rows, "date", value, {.scale = column_scale<U>(rows, value)});
  into.name = name;
}

std::vector<destination> read_parts(const std::string& path, const std::string& what) {
  csv_reader rows(open_file(path), path);
  std::vector<destination> out;
  std::vector<double> scales;
  for (const std::string& column : rows.names()) {
    if (column != "date") scales.push_back(column_scale<usd_fob>(rows, column));
  }
  for (auto& s : read_wide_series<annual, usd_fob>(rows, "date")) {
    const double scale = scales[out.size()];
    for (double& v : s.values) v *= scale;
    const std::string name = s.name.substr(0, s.name.find(" ("));
    s.name = what + name;
    out.push_back({name, std::move(s)});
  }
  if (out.size() < 2)
    throw data_error(path + ": the whole and at least one part of it are expected");
  return out;
}

std::vector<online_good> read_online(const std::string& path) {
  csv_reader rows(open_file(path), path);
  const auto good = rows.column("good"), seller = rows.column("seller"),
             codes = rows.column("hs_codes"), what = rows.column("what");
  std::vector<online_good> out;
  while (rows.next()) {
    online_good one{
        std::string(rows[good]), std::string(rows[seller]), {}, std::string(rows[what])};
    std::istringstream words{std::string(rows[codes])};
    for (std::string code; words >> code;) {
      try {
        one.codes.emplace_back(hs_code(code).code());
      } catch (const error& e) {
        throw data_error(path, rows.line(), 0, e.what(), "hs_codes");
      }
    }
    if (one.codes.empty()) throw data_error(path, rows.line(), 0, "there is no code", "hs_codes");
    out.push_back(std::move(one));
  }
  if (out.empty()) throw data_error(path + ": there are no goods");
  return out;
}

}  // namespace

brief_data::brief_data(const std::string& folder) : file_(folder + "/reported.csv") {
  read(folder + "/exports_to_china.csv", "exports to China", to_china);
  read(folder + "/copper_exports.csv", "copper exports", copper);
  read(folder + "/copper_price.csv", "copper price", price);
  read(folder + "/exports_to_world.csv", "exports to the world", to_world);
  read(folder + "/exports_to_china_later.csv", "exports to China", to_china_later);
  destinations = read_parts(folder + "/peru_destinations.csv", "exports to ");
  sectors = read_parts(folder + "/peru_exports_by_sector.csv", "exports of ");
  online = read_online(folder + "/online_goods.csv");
  csv_reader rows(open_file(file_), file_);
  const auto key = rows.column("key"), figure = rows.column("figure"), unit = rows.column("unit"),
             reporter = rows.column("reporter"), date = rows.column("date"),
             what = rows.column("what");
  while (rows.next()) {
    const std::string name(rows[key]);
    reported_figure f{std::string(rows[figure]),
                      std::string(rows[unit]),
                      std::string(rows[reporter]),
                      std::string(rows[date]),
                      std::string(rows[what]),
                      {},
                      rows.line()};
    const auto [at, added] = reported_.emplace(name, std::move(f));
    if (!added) {
      throw data_error(file_, rows.line(), 0,
                       text("it is there twice, first on line ", at->second.line), "key " + name);
    }
    try {
      at->second.measured_in = parse_unit(at->second.unit);
    } catch (const error& e) {
      refuse(name, e.what());
    }
  }
}

const reported_figure& brief_data::row(const std::string& key) const {
  const auto found = reported_.find(key);
  if (found == reported_.end()) throw data_error(text(file_, ": there is no ", key));
  return found->second;
}

void brief_data::refuse(const std::string& key, const std::string& why) const {
  throw data_error(file_, row(key).line, 0, why, "key " + key);
}

press_figure brief_data::phrase(const std::string& key, std::string_view unit) const {
  const reported_figure& r = row(key);
  press_figure f;
  try {
    f = parse_phrase(r.figure);
  } catch (const error& e) {
    refuse(key, e.what());
  }
  stated_unit stated = r.measured_in;
  if (f.spoken_scale != 1 && stated.scale != 1) {
    refuse(key, text("'", r.figure, "' in '", r.unit, "' has its scale twice"));
  }
  if (f.measured_in.stated()) {
    const unit_match match = match_units(f.measured_in, stated);
    if (stated.stated() && !match.factor)
      refuse(key, text("'", r.figure, "' in '", r.unit, "': ", match.reason));
    if (!stated.stated()) stated = f.measured_in;
  }
  const stated_unit needed = parse_unit(unit);
  const unit_match match = match_units(stated, needed);
  const auto wrong = [&](const std::string& why) {
    refuse(key, text("'", r.figure, "' in '", to_string(stated), "' where ", to_string(needed),
                     " is needed: ", why));
  };
  if (!match.factor) wrong(match.reason);
  const valuation v = stated.of.valued, w = needed.of.valued;
  if (v != w && v != valuation::unstated && w != valuation::unstated) wrong(match.caveat);
  f.number *= *match.factor;
  f.literal = f.literal * bounds(*match.factor);
  f.conventional = f.conventional * bounds(*match.factor);
  f.measured_in = needed;
  return f;
}

press_figure brief_data::above_zero(const std::string& key, std::string_view unit) const {
  press_figure f = phrase(key, unit);
  for (bounds* b : {&f.literal, &f.conventional}) {
    if (b->high() <= 0 || b->low() < 0)
      refuse(key, text("'", row(key).figure, "' is divided by and must be above zero"));
    if (b->low() == 0) *b = bounds(0, b->high(), true, b->high_open());
  }
  return f;
}

bounds brief_data::printed(const std::string& key, std::string_view unit, bool round) const {
  const press_figure f = phrase(key, unit);
  const std::string& words = row(key).figure;
  const auto as_printed = parse_number(words, {'.', ','});
  if (!as_printed) return f.conventional;
  const auto point = words.find('.');
  const int decimals = point == std::string::npos ? 0 : static_cast<int>(words.size() - point - 1);
  const double x = as_printed.value;
  const bounds read = round ? rounded(x, decimals) : truncated(x, decimals);
  return x == 0 ? read : read * bounds(f.number / x);
}

std::string range_text(const bounds& b, int digits) {
  const auto grouped = [&](double x) {
    if (std::abs(x) < 1000 || std::isinf(x)) return significant_text(x, digits);
    return grouped_text(parse_number(significant_text(x, digits)).value);
  };
  if (b.exact()) return grouped(b.low());
  return text(b.low_open() ? "(" : "[", grouped(b.low()), ", ", grouped(b.high()),
              b.high_open() ? ")" : "]");
}

std::vector<claim_reading> growth_readings(const brief_data& d, const std::string& key,
                                           const bounds& computed, const std::string& what,
                                           const std::string& source) {
  return {level_reading("", computed, d.as_rounded(key, "percent"), what, "percent", source),
          level_reading("its decimals were cut off", computed, d.as_cut(key, "percent"), what,
                        "percent", source)};
}

}  // namespace china_peru
