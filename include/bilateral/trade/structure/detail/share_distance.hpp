#pragma once
// How far the baskets of all pairs of countries are apart.

#include <bilateral/trade/structure/detail/checks.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <algorithm>

namespace bilateral::detail {

// (products x countries) shares, a country a column; a country without trade is left at zero
template <class Scalar>
dense_matrix<Scalar> share_columns(const dense_matrix<Scalar>& trade,
                                   const dense_vector<Scalar>& totals) {
  dense_matrix<Scalar> shares = trade.transpose();
  for (Eigen::Index i = 0; i < shares.cols(); ++i) {
    if (totals[i] > Scalar(0)) shares.col(i) /= totals[i];
  }
  return shares;
}

// sum_k |s_ik - w_jk| of every row i of a and j of b, in tiles that stay in the cache
template <class Scalar>
index_matrix<Scalar> share_distances(const char* function, const dense_matrix<Scalar>& a,
                                     const char* a_name, const dense_matrix<Scalar>& b,
                                     const char* b_name, const char* a_reason,
                                     const char* b_reason) {
  require_trade_matrix(function, a_name, a);
  require_trade_matrix(function, b_name, b);
  require(a.cols() == b.cols(), function, a_name, " has ", a.cols(), " products and ", b_name,
          " has ", b.cols());
  const dense_vector<Scalar> x = a.rowwise().sum(), m = b.rowwise().sum();
  const dense_matrix<Scalar> s = share_columns(a, x), w = share_columns(b, m);
  index_matrix<Scalar> out;
  out.row_reasons = reasons_of(x, a_reason);
  out.column_reasons = reasons_of(m, b_reason);
  out.values = dense_matrix<Scalar>::Zero(a.rows(), b.rows());
  constexpr Eigen::Index tile = 256, block = 8;
  for (Eigen::Index first = 0; first < s.rows(); first += tile) {
    const Eigen::Index length = (std::min)(tile, s.rows() - first);
    for (Eigen::Index from = 0; from < w.cols(); from += block) {
      const Eigen::Index to = (std::min)(from + block, w.cols());
      for (Eigen::Index i = 0; i < s.cols(); ++i) {
        for (Eigen::Index j = from; j < to; ++j) {
          out.values(i, j) +=
              (s.col(i).segment(first, length) - w.col(j).segment(first, length)).cwiseAbs().sum();
        }
      }
    }
  }
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    if (x[i] == Scalar(0)) out.values.row(i).setConstant(undefined<Scalar>);
  }
  for (Eigen::Index j = 0; j < m.size(); ++j) {
    if (m[j] == Scalar(0)) out.values.col(j).setConstant(undefined<Scalar>);
  }
  return out;
}

}  // namespace bilateral::detail
