#pragma once
/// Typed series as the columns of a regression: one frequency, one span, no gaps.

#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/series/series.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// A series of any unit as a column; made from a series where one is asked for.
template <frequency F>
struct series_column {
  std::string name;
  period<F> start;
  dense_vector<double> values;

  /// @throws data_error  a missing period, named
  template <unit U>
  series_column(const series<F, U>& s)  // NOLINT(google-explicit-constructor): a column is a series
      : name(s.name),
        start(s.start),
        values(Eigen::Map<const Eigen::VectorXd>(complete(s).data(), std::ssize(s))) {}
  /// A series of another frequency does not compile.
  template <frequency G, unit U>
  requires(!std::same_as<F, G>)
      series_column(const series<G, U>&) {  // NOLINT(google-explicit-constructor)
    static_assert(
        std::same_as<F, G>,
        "series of different frequencies do not enter one regression: aggregate the finer one first");
  }
};

/// Terms by the caller's names, each a series of one frequency.
template <frequency F>
using series_terms = std::vector<std::pair<std::string, series_column<F>>>;

/// Columns that all cover the span of the first. @throws alignment_error  a column does not
template <frequency F>
[[nodiscard]] std::vector<named_column<double>> columns_of(const series_column<F>& first,
                                                           const series_terms<F>& terms) {
  std::vector<named_column<double>> out;
  for (const auto& [name, column] : terms) {
    if (column.start != first.start || column.values.size() != first.values.size()) {
      const auto last = [](const series_column<F>& c) {
        return to_string(c.start + static_cast<std::int64_t>(c.values.size() - 1));
      };
      throw alignment_error(text("regress: ", name, " covers ", to_string(column.start), " to ",
                                 last(column), ", ", first.name, " covers ", to_string(first.start),
                                 " to ", last(first), "; cut them with common_span"));
    }
    out.emplace_back(name, column.values);
  }
  return out;
}

/// A regression of typed series; the time index of its rows is that of the series.
///
///   y_t = a + b'x_t + u_t
///
/// @param response  the dependent series, without gaps
/// @param terms     regressors by name, on the same periods and of the same frequency
/// @param options   response_name is taken from the series
/// @throws data_error       a missing period, named
/// @throws alignment_error  another span
/// Example:
///   ols(regress(log(volume), {{"price", log(unit_value)}, {"activity", log(activity)}}), newey_west{.lags = 4});
template <frequency F, unit U>
[[nodiscard]] regression<double> regress(const series<F, U>& response,
                                         const std::type_identity_t<series_terms<F>>& terms,
                                         regress_options options = {}) {
  const series_column<F> y(response);
  options.response_name = response.name;
  regression<double> out = regress<double>(y.values, columns_of(y, terms), options);
  for (std::size_t i = 0; i < response.size(); ++i) out.time.push_back(response.at(i).ordinal());
  return out;
}

}  // namespace bilateral
