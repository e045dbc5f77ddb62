#pragma once
/// A column of an indexed table as a typed series.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/period.hpp>
#include <bilateral/core/unit.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/series/series.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// A column on its time index; periods that no row has are masked.
///
/// @throws argument_error  a table without dates or with entities, another frequency
template <frequency F, unit U>
[[nodiscard]] series<F, U> series_of(const data_table& table, std::string_view column) {
  const time_index& index = table.time();
  require(index.dated && !table.entity(), "series_of", table.source(),
          " is not one series by date");
  require(index.every == kind_of<F> && index.step == 1, "series_of", table.source(), " is not ",
          F::name);
  require(table.rows() > 0, "series_of", table.source(), " has no rows");
  const number_column& c = table.number(column);
  const auto [low, high] = std::minmax_element(index.time.begin(), index.time.end());
  const date first = index.date_at(*low);
  std::vector<double> values(to_size(*high - *low) + 1, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    values[to_size(index.time[i] - *low)] = c.values[i];
  }
  return series<F, U>(c.name, period<F>(static_cast<int>(year_of(first)), part_of(first)),
                      std::move(values));
}

}  // namespace bilateral
