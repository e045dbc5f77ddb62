#pragma once
/// ITPD-E: the international trade and production database for estimation.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/flows_csv.hpp>
#include <bilateral/io/flows_table.hpp>
#include <bilateral/io/source_table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What a country sells to itself, which ITPD-E holds beside trade.
enum class domestic_sales { leave_out, keep };

struct itpd_options {
  std::vector<int> years = {};  ///< only these; empty: all
  domestic_sales domestic = domestic_sales::leave_out;
  missing_flows unknown_zeros = missing_flows::leave_out;  ///< zeros that stand for "not reported"
  unsigned threads = 0;
};

namespace detail {

template <class = when_called>
source_schema itpd_schema() {
  using enum column_presence;
  return {"ITPD-E",
          {{"exporter_iso3", column_kind::text},
           {"importer_iso3", column_kind::text},
           {"year", column_kind::number},
           {"industry_id", column_kind::text},
           {"trade", column_kind::number, "million current USD"},
           {"flag_mirror", column_kind::number, "", optional},
           {"flag_zero", column_kind::text, "", optional}},
          {"NA", "."}};
}

// a row is left out for its flag only where the flag can be true
template <class = when_called>
void require_known_zeros(const data_table& table) {
  const text_column& flag = table.text("flag_zero");
  const auto value = table["trade"];
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const std::string f = text_at(flag, i);
    if (f != "p" && f != "r" && f != "u" && !f.empty())
      throw table.at_row(i, text("'", f, "' is none of p, r and u"), "flag_zero");
    if ((f == "u" || f == "r") && value[i] > 0)
      throw table.at_row(i, text("the flag ", f, " says zero, the value is above it"), "flag_zero");
  }
}

}  // namespace detail

/// Reads ITPD-E (R01 to R03): trade and domestic sales by exporter, importer, industry and year.
///
/// @return  flows by ISO alpha-3 code and industry_id in million current USD. Sales of a country to
///          itself are left out unless kept, since indices of trade would count them as exports;
///          so are zeros that the database put where nothing was reported (flag_zero u)
/// @throws data_error  a column that is not there, a flow twice, a value that is missing or
///                     negative, a flag of zeros that is unknown or contradicts the value, unknown
///                     zeros where they are refused, no rows of a year
/// @note   notes say how many flows are mirrored (flag_mirror): taken from the exporter's report
/// @see    Borchert, Larch, Shikher & Yotov (2021), International Economics 166; usitc.gov
template <class = when_called>
[[nodiscard]] flow_file read_itpd(csv_input input, const itpd_options& options = {}) {
  source_table file = read_source(std::move(input), detail::itpd_schema(), {}, options.threads);
  flow_file out;
  out.rows = file.rows;
  const auto year = file.table["year"];
  row_selection asked(file.table.rows());
  std::vector<std::string> unsaid;
  asked.leave_out("", [&](std::size_t i) {
    return !options.years.empty() &&
           std::find(options.years.begin(), options.years.end(), year[i]) == options.years.end();
  });
  data_table table = asked.apply(std::move(file.table), unsaid);
  out.other_periods = out.rows - table.rows();
  for (const int y : options.years) {
    const auto there = table["year"];
    if (std::find(there.begin(), there.end(), y) == there.end()) {
      throw data_error(text(table.source(), ": there are no rows of ", y));
    }
  }
  row_selection rows(table.rows());
  if (table.has_text("flag_zero")) {
    detail::require_known_zeros(table);
    const text_column& flag = table.text("flag_zero");
    const auto unknown = labels_where(flag, [](const std::string& f) { return f == "u"; });
    const auto is_unknown = [&](std::size_t i) { return unknown[to_size(flag.codes[i])] != 0; };
    for (std::size_t i = 0; options.unknown_zeros == missing_flows::refuse && i < table.rows();
         ++i) {
      if (is_unknown(i))
        throw table.at_row(i, "the zero stands for a missing report (u)", "flag_zero");
    }
    rows.leave_out("zeros that stand for a missing report (flag_zero u)", is_unknown);
  }
  if (options.domestic == domestic_sales::leave_out) {
    const text_column &from = table.text("exporter_iso3"), &to = table.text("importer_iso3");
    rows.leave_out("sales of a country to itself",
                   [&](std::size_t i) { return text_at(from, i) == text_at(to, i); });
  }
  std::vector<std::string> notes;
  const std::size_t before = table.rows();
  table = rows.apply(std::move(table), notes);
  out.left_out = before - table.rows();
  if (table.rows() == 0) throw data_error(table.source() + ": there are no flows");
  if (const auto twice =
          find_repeated(table, {"exporter_iso3", "importer_iso3", "year", "industry_id"})) {
    throw table.at_row(twice->row, text("repeats the flow of row ", table.file_row(twice->first)),
                       "trade");
  }
  if (table.has_number("flag_mirror")) {
    const auto mirrored = table["flag_mirror"];
    const auto count = std::count(mirrored.begin(), mirrored.end(), 1.0);
    if (count > 0) notes.push_back(text(count, " flows are mirrored (flag_mirror)"));
  }
  out.flows =
      flows_from(table, {"exporter_iso3", "importer_iso3", "industry_id", "trade", "", "year"});
  out.flows.notes = std::move(notes);
  return out;
}

}  // namespace bilateral
