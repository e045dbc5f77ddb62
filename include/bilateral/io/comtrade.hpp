#pragma once
/// UN Comtrade in CSV, comtradeplus' columns and the older ones: both sides of the flows, one
/// level, no double counting.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/detail/comtrade_names.hpp>
#include <bilateral/io/detail/comtrade_records.hpp>
#include <bilateral/io/reported_flows.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bilateral {

/// What a file with several commodity levels means where none is named.
enum class comtrade_levels {
  refuse,    ///< they must not be added: an error
  coarsest,  ///< the one with the fewest digits, TOTAL first; the others are left out
};

struct comtrade_options {
  std::vector<std::string> periods = {};  ///< "2016", "201608"; only these; empty: all
  /// Digits of the commodity code to read: 2, 4, 6, or 0 for TOTAL. None: the only level that the
  /// file has.
  std::optional<int> level = {};
  comtrade_levels levels = comtrade_levels::refuse;

  /// Several levels are no error: the coarsest is taken.
  [[nodiscard]] bool takes_coarsest() const noexcept { return levels == comtrade_levels::coarsest; }
};

namespace detail {

// The record that a reader stands at, by Comtrade's fields.
class comtrade_csv_row {
 public:
  comtrade_csv_row(const csv_reader& rows, const comtrade_places& at, bool legacy)
      : rows_(rows), at_(at), legacy_(legacy) {}

  [[nodiscard]] bool has(comtrade_field f) const { return place(f).has_value(); }
  [[nodiscard]] std::string_view text(comtrade_field f) const {
    const std::string_view field = rows_[*place(f)];
    return legacy_ && f == comtrade_field::flow ? legacy_flow(field) : field;
  }
  [[noreturn]] void refuse(comtrade_field f, std::string_view what) const {
    rows_.refuse(*place(f), what);
  }

 private:
  [[nodiscard]] const std::optional<std::size_t>& place(comtrade_field f) const {
    return at_[to_size(f)];
  }

  const csv_reader& rows_;
  const comtrade_places& at_;
  bool legacy_;
};

template <class = when_called>
reported_flows collect_comtrade(csv_reader& rows, const comtrade_options& options,
                                const comtrade_places& at, bool legacy) {
  comtrade_collector<comtrade_options> records(rows.name(), options);
  const comtrade_csv_row row(rows, at, legacy);
  while (rows.next()) records.add(row);
  return records.finish();
}

}  // namespace detail

/// Reads a CSV file of Comtrade's columns (typeCode, freqCode, ..., primaryValue), in any order.
///
/// Of each flow the total over customs procedures (C00), modes of transport and supply (0) and
/// second partners (0) is taken, never parts beside it; re-exports are left out, and the partner
/// World unless it is the only one; commodity levels are never added up.
///
/// @return  both sides by ISO alpha-3 code (Comtrade's own where ISO has none, else the number),
///          values in current USD (exports FOB, imports CIF; a few reporters value imports FOB),
///          net weight in kg, NaN where 0 or missing (Comtrade writes 0 for unknown). Periods are
///          coded where there are several
/// @throws data_error  a missing column, several commodity levels without options.level, annual and
///                     monthly rows, several classifications, the same flow twice, a reporter whose
///                     totals (C00, 0) are missing, a value that is no number or negative
/// @see    UN Statistics Division, Comtrade, methodology and data availability
template <class = when_called>
[[nodiscard]] reported_flows read_comtrade(csv_reader& rows, const comtrade_options& options = {}) {
  detail::comtrade_places at;
  for (std::size_t f = 0; f < detail::comtrade_fields; ++f) {
    const std::string_view name = detail::comtrade_names[f];
    if (f < detail::comtrade_needed) {
      at[f] = rows.column(name);
    } else {
      at[f] = rows.find(name);
    }
  }
  return detail::collect_comtrade(rows, options, at, false);
}

/// Reads a CSV file of the older Comtrade: "Trade Flow Code", "Commodity Code", "Trade Value
/// (US$)", or the short names of its interface (rgCode, cmdCode, TradeValue), in any order and
/// spacing.
///
/// @return  as read_comtrade: imports (1) and exports (2); re-exports (3) and re-imports (4), which
///          they include, are left out. The older files give totals over customs procedures and
///          modes where those fields are empty
/// @throws data_error  as read_comtrade
/// @see    UN Statistics Division, Comtrade legacy, data file layout
template <class = when_called>
[[nodiscard]] reported_flows read_comtrade_legacy(csv_reader& rows,
                                                  const comtrade_options& options = {}) {
  return detail::collect_comtrade(rows, options, detail::legacy_places(rows), true);
}

}  // namespace bilateral
