#pragma once
/// Trade by exporter, importer and product from a file in long form, under whatever column names.

#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/detail/period_asked.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A row that was left out, and why.
struct flow_row_left_out {
  std::size_t row = 0;  ///< from 1, the header not counted
  std::string reason;
};

/// The flows of a file, and what became of its rows.
struct flow_file {
  product_flows flows;
  std::size_t rows = 0;                     ///< in the file
  std::size_t other_periods = 0;            ///< of periods that were not asked for
  std::size_t left_out = 0;                 ///< for a missing cell
  std::vector<flow_row_left_out> examples;  ///< the first of them
};

/// A row with an empty cell in a column that is used.
enum class missing_flows { refuse, leave_out };

/// Rows that repeat the exporter, importer, product and period of another: an error, or parts of one
/// flow that every matrix adds up.
enum class repeated_rows { refuse, add_up };

/// Refuses flows with importers that stand twice, where the rule is to.
/// @param file  for the message
/// @throws data_error  the flow, the row that repeats it and that repeated, counted among those used
template <class = when_called>
void require_distinct_flows(const std::string& file, const product_flows& f, repeated_rows rule) {
  if (rule == repeated_rows::add_up || f.importer.empty()) return;
  const repeated_flow_rows again = repeated_flows(f);
  if (again.count == 0) return;
  const auto name = [&](const std::vector<std::string>& names,
                        const std::vector<std::int32_t>& codes) {
    return names[codes.empty() ? 0 : to_size(codes[again.row])];
  };
  throw data_error(text(
      file, ": the flow from ", name(f.countries, f.exporter), " to ",
      name(f.countries, f.importer), " of ", name(f.products, f.product),
      f.periods.empty() ? "" : " in " + name(f.periods, f.period), " stands in rows ",
      again.first + 1, " and ", again.row + 1, " of those used",
      again.count > 1 ? text("; ", again.count, " rows repeat an earlier one") : std::string()));
}

/// The columns of a long file, and which rows to take.
struct flow_format {
  std::string exporter = "exporter";
  std::string importer = {};  ///< empty: exports to the world
  std::string product = "product";
  std::string value = "value";
  std::string quantity = {};              ///< empty: none
  std::string period = {};                ///< empty: one period
  std::vector<std::string> periods = {};  ///< only these; empty: all
  missing_flows missing = missing_flows::refuse;
  repeated_rows repeated = repeated_rows::refuse;  ///< of files with importers
};

/// Reads what is left of `rows` as flows.
///
/// @return  flows in the order of the file. Without a column of importers a row is a part of its
///          exporter's sales to the world, which every matrix adds up
/// @throws data_error  a missing column, an empty cell (unless left out), a value that is no number
///                     or negative, no rows of a period that was asked for, a flow twice
template <class = when_called>
[[nodiscard]] flow_file read_flows(csv_reader& rows, const flow_format& format) {
  struct used {
    std::size_t exporter, importer, product, value, quantity, period;
  };
  const auto position = [&](const std::string& name) {
    return name.empty() ? std::size_t{0} : rows.column(name);
  };
  const used at{rows.column(format.exporter), position(format.importer),
                rows.column(format.product),  rows.column(format.value),
                position(format.quantity),    position(format.period)};
  std::vector<std::size_t> needed{at.exporter, at.product, at.value};
  if (!format.importer.empty()) needed.push_back(at.importer);
  if (!format.period.empty()) needed.push_back(at.period);
  flow_builder builder(!format.importer.empty(), !format.quantity.empty(), !format.period.empty());
  flow_file out;
  while (rows.next()) {
    ++out.rows;
    std::optional<std::string> period;
    if (!format.period.empty() && !rows.empty(at.period)) {
      period = detail::period_asked(rows[at.period], format.periods);
      if (!period) {
        ++out.other_periods;
        continue;
      }
    }
    const auto hole =
        std::find_if(needed.begin(), needed.end(), [&](std::size_t c) { return rows.empty(c); });
    if (hole != needed.end()) {
      if (format.missing == missing_flows::refuse) rows.refuse(*hole, "is a missing value");
      if (out.left_out++ < 10)
        out.examples.push_back({rows.row(), rows.names()[*hole] + " is empty"});
      continue;
    }
    const double value = rows.number(at.value);
    if (value < 0) rows.refuse(at.value, "is negative");
    double quantity = std::numeric_limits<double>::quiet_NaN();
    if (!format.quantity.empty()) {
      if (const auto q = rows.optional_number(at.quantity)) quantity = *q;
      if (quantity < 0) rows.refuse(at.quantity, "is negative");
    }
    builder.add(rows[at.exporter], format.importer.empty() ? std::string_view() : rows[at.importer],
                rows[at.product], value, quantity,
                period ? std::string_view(*period) : std::string_view());
  }
  out.flows = builder.finish();
  for (const std::string& w : format.periods) {
    if (!position_in(out.flows.periods, w)) {
      throw data_error(text(rows.name(), ": there are no rows with ", format.period, " ", w));
    }
  }
  if (out.flows.size() == 0) throw data_error(rows.name() + ": there are no flows");
  require_distinct_flows(rows.name(), out.flows, format.repeated);
  return out;
}

}  // namespace bilateral
