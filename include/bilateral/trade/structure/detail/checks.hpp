#pragma once
// Checks and values that every index shares.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace bilateral::detail {

template <class Scalar>
constexpr Scalar undefined = std::numeric_limits<Scalar>::quiet_NaN();

// values that are finite and not negative; their sum
template <class Scalar>
Scalar total_of(const char* function, const char* name, std::span<const Scalar> values) {
  require_finite(function, name, values);
  Scalar total(0);
  bool negative = false;
  for (const Scalar& v : values) {
    negative |= v < Scalar(0);
    total += v;
  }
  for (std::size_t i = 0; negative && i < values.size(); ++i) {
    require(!(values[i] < Scalar(0)), function, name, " is ", static_cast<double>(values[i]),
            " in row ", i + 1, "; it must not be negative");
  }
  return total;
}

template <class Scalar>
void require_trade_matrix(const char* function, const char* name, const dense_matrix<Scalar>& m) {
  require(m.rows() > 0 && m.cols() > 0, function, name, " is ", m.rows(), " x ", m.cols());
  const auto size = to_size(m.size());
  require_finite(function, name, std::span<const Scalar>(m.data(), size));
  if (!(m.minCoeff() < Scalar(0))) return;
  Eigen::Index i = 0, j = 0;
  const Scalar least = m.minCoeff(&i, &j);
  require(!(least < Scalar(0)), function, name, " is ", static_cast<double>(least), " in row ",
          i + 1, ", column ", j + 1, "; it must not be negative");
}

// What is summed beside the rows of a matrix of trade.
enum class also_summed { nothing, columns, squares };

template <class Scalar>
struct trade_sums {
  dense_vector<Scalar> rows;
  dense_vector<Scalar> columns;
  dense_vector<Scalar> squares;  // of the rows
};

// Checks as require_trade_matrix does and sums, in one pass over memory: a column stays in cache while
// it is summed. The sums tell whether all is finite, each column its least element; which element is
// wrong is looked for afterwards.
template <class Scalar>
trade_sums<Scalar> sums_of_trade(const char* function, const char* name,
                                 const dense_matrix<Scalar>& m, also_summed also) {
  require(m.rows() > 0 && m.cols() > 0, function, name, " is ", m.rows(), " x ", m.cols());
  const bool columns = also == also_summed::columns, squares = also == also_summed::squares;
  trade_sums<Scalar> out{dense_vector<Scalar>::Zero(m.rows()),
                         dense_vector<Scalar>(columns ? m.cols() : 0),
                         dense_vector<Scalar>::Zero(squares ? m.rows() : 0)};
  Scalar least(0);
  for (Eigen::Index k = 0; k < m.cols(); ++k) {
    const auto column = m.col(k);
    out.rows += column;
    if (columns) out.columns[k] = column.sum();
    if (squares) out.squares += column.cwiseAbs2();
    least = (std::min)(least, column.minCoeff());
  }
  const Scalar all = out.rows.sum();
  if (least < Scalar(0) || !(all - all == Scalar(0))) require_trade_matrix(function, name, m);
  return out;
}

template <class Scalar>
void require_same_shape(const char* function, const dense_matrix<Scalar>& a,
                        const dense_matrix<Scalar>& b) {
  require(a.rows() == b.rows() && a.cols() == b.cols(), function, "the matrices are ", a.rows(),
          " x ", a.cols(), " and ", b.rows(), " x ", b.cols(), "; they must have one shape");
}

// reasons for the lines whose total is zero
template <class Scalar>
std::vector<std::string> reasons_of(const dense_vector<Scalar>& totals, const char* reason) {
  std::vector<std::string> out(to_size(totals.size()));
  for (Eigen::Index i = 0; i < totals.size(); ++i) {
    if (totals[i] == Scalar(0)) out[to_size(i)] = reason;
  }
  return out;
}

}  // namespace bilateral::detail
