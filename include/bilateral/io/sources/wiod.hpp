#pragma once
/// The World Input-Output Database, release of 2016, in CSV.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/column_reader.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/sources/detail/multi_region_cells.hpp>
#include <bilateral/io/sources/multi_region_file.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

struct wiod_options {
  std::optional<int> year = {};  ///< none: the only year that the file has
};

namespace detail {

// numbers of the release of 2016: 56 industries, then five kinds of final use
inline constexpr std::int64_t wiod_industries = 56;
inline constexpr std::array<std::string_view, 5> wiod_final = {"CONS_h", "CONS_np", "CONS_g",
                                                               "GFCF", "INVEN"};

struct wiod_column {
  std::size_t at;
  std::string region;
  std::int64_t number;  // from 1
};

// "AUS1" is industry 1 of AUS; none: another column
template <class = when_called>
std::optional<wiod_column> wiod_column_of(const std::string& name, std::size_t at) {
  std::size_t digits = name.size();
  while (digits > 0 && name[digits - 1] >= '0' && name[digits - 1] <= '9') --digits;
  if (digits != 3 || digits == name.size()) return std::nullopt;
  const auto number = parse_integer(std::string_view(name).substr(digits));
  if (!number || number.value < 1 ||
      number.value > wiod_industries + static_cast<std::int64_t>(wiod_final.size())) {
    return std::nullopt;
  }
  return wiod_column{at, name.substr(0, digits), number.value};
}

class wiod_reader {
 public:
  wiod_reader(const csv_reader& rows, const wiod_options& options)
      : cells_(rows.name()),
        options_(options),
        file_(rows.name()),
        code_(rows.column("IndustryCode")),
        country_(rows.column("Country")),
        number_(rows.column("RNr")),
        year_(rows.column("Year")) {
    for (std::size_t j = 0; j < rows.names().size(); ++j) {
      if (auto column = wiod_column_of(rows.names()[j], j)) columns_.push_back(*std::move(column));
    }
    for (const wiod_column& c : columns_) {
      if (c.number <= wiod_industries) cells_.declare_line(c.region, std::to_string(c.number));
    }
    for (const std::string_view category : wiod_final) {
      cells_.declare_category(std::string(category));
    }
    cells_.allocate();
  }

  void add(const csv_reader& rows) {
    const auto year = static_cast<int>(rows.integer(year_));
    if (options_.year && year != *options_.year) {
      ++other_years_;
      return;
    }
    if (seen_.empty()) first_year_ = year;
    if (year != first_year_) rows.refuse(year_, "is another year than the rows before; name one");
    const std::string country(rows[country_]);
    const std::int64_t number = rows.integer(number_);
    if (!seen_.emplace(country, number).second)
      rows.refuse(number_, "is there twice for " + country);
    const Eigen::Index from = cells_.line(country, std::to_string(number));
    if (from >= 0) {
      name_sector(rows, number);
      add_line(rows, from);
    } else if (number > wiod_industries) {
      add_other(rows);
    } else {
      rows.refuse(country_, "has a row but no columns");
    }
  }

  [[nodiscard]] multi_region_file finish() {
    if (seen_.empty()) throw data_error(file_ + ": there are no rows of the year");
    if (other_years_ > 0) cells_.note(text(other_years_, " rows left out: of other years"));
    multi_region_file out = cells_.finish("million USD", {"VA"});
    for (std::string& sector : out.table.sectors) {
      const std::string& code = names_[to_size(parse_integer(sector).value)];
      if (!code.empty()) sector = code;
    }
    return out;
  }

 private:
  void name_sector(const csv_reader& rows, std::int64_t number) {
    std::string& name = names_[to_size(number)];
    if (!name.empty() && name != rows[code_]) {
      rows.refuse(code_, text("is another code than ", name, " for the same RNr"));
    }
    name = std::string(rows[code_]);
  }

  void add_line(const csv_reader& rows, Eigen::Index from) {
    for (const wiod_column& c : columns_) {
      const double value = rows.number(c.at);
      if (c.number <= wiod_industries) {
        cells_.add_transaction(from, cells_.line(c.region, std::to_string(c.number)), value);
      } else if (const Eigen::Index user = cells_.region(c.region); user >= 0) {
        cells_.add_final(from, to_index(c.number - wiod_industries - 1), user, value);
      } else {
        throw data_error(file_, rows.line(), 0, c.region + " has final use but no industries");
      }
    }
  }

  // totals of intermediates (II_fob) are the sum of what is there; output is GO
  void add_other(const csv_reader& rows) {
    const std::string code(rows[code_]);
    if (code == "II_fob") return;
    for (const wiod_column& c : columns_) {
      if (c.number > wiod_industries) continue;
      const Eigen::Index to = cells_.line(c.region, std::to_string(c.number));
      const double value = rows.number(c.at);
      if (code == "GO") {
        cells_.add_output(to, value);
      } else {
        cells_.add_primary(code, to, value);
      }
    }
  }

  multi_region_cells cells_;
  wiod_options options_;
  std::string file_;
  std::size_t code_, country_, number_, year_;
  std::vector<wiod_column> columns_;
  std::set<std::pair<std::string, std::int64_t>> seen_;
  std::array<std::string, 62> names_;
  int first_year_ = 0;
  std::size_t other_years_ = 0;
};

}  // namespace detail

/// Reads tables of the World Input-Output Database, release of 2016: rows by IndustryCode, Country,
/// RNr and Year, columns AUS1 to ROW61.
///
/// @return  the table in million USD at current prices, sectors by IndustryCode; the rows of taxes,
///          margins and value added (TXSP, EXP_adj, PURR, PURNR, VA, IntTTM) as primary inputs
/// @throws data_error  a column that is not there, several years without options.year, a row twice,
///                     a cell that is no number
/// @see     Timmer et al. (2015), Review of International Economics 23(3)
template <class = when_called>
[[nodiscard]] multi_region_file read_wiod(csv_input input, const wiod_options& options = {}) {
  csv_reader rows(std::move(input.bytes), input.name);
  detail::wiod_reader table(rows, options);
  while (rows.next()) table.add(rows);
  return table.finish();
}

}  // namespace bilateral
