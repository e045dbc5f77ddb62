#pragma once
/// Columns of a dynamic regression: lags, trends, their names and the rows that lags use up.

#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace bilateral {

/// What chooses between orders: Akaike's, Schwarz's or Hannan and Quinn's criterion.
enum class order_criterion { aic, bic, hq };

/// Name of the trend column, t = 1 in the first row of the data.
inline constexpr const char* trend_name = "trend";

/// Position of a name, or -1 where the term was left out.
template <class = when_called>
[[nodiscard]] Eigen::Index term_position(const std::vector<std::string>& names,
                                         const std::string& name) {
  for (std::size_t j = 0; j < names.size(); ++j) {
    if (names[j] == name) return to_index(j);
  }
  return -1;
}

/// The name of a lag in print: L1.price; the variable itself at lag 0.
template <class = when_called>
[[nodiscard]] std::string lag_name(const std::string& name, int lag) {
  return lag == 0 ? name : text("L", lag, ".", name);
}

/// Rows `first`.. of x shifted back by `lag`: (n - first).
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> lagged_rows(const dense_vector<Scalar>& x, int first, int lag) {
  return x.segment(first - lag, x.size() - first);
}

/// The trend t = first + 1, first + 2, ...: (rows), where the data count from 1.
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> trend_column(int first, Eigen::Index rows) {
  dense_vector<Scalar> t(rows);
  for (Eigen::Index i = 0; i < rows; ++i) t[i] = Scalar(double(first + i + 1));
  return t;
}

/// Says of a sample that its first `first` of `rows` rows serve as lags only.
template <class = when_called>
void note_rows_used_by_lags(sample_summary& sample, int first, Eigen::Index rows) {
  sample.dropped = to_size(first);
  for (int i = 0; i < first; ++i) {
    sample.rows.push_back({to_size(i) + 1, "used up by lags"});
  }
  sample.first = text("row ", first + 1);
  sample.last = text("row ", rows);
}

}  // namespace bilateral
