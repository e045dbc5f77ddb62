#pragma once
/// Orders of an ARDL chosen by AIC, BIC or HQ over the full grid on one common sample.

#include <bilateral/econometrics/dynamics/ardl.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace bilateral {

enum class order_criterion { aic, bic, hq };

struct ardl_order_options {
  order_criterion criterion = order_criterion::aic;
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  int hold_back = 0;          ///< rows left out at the start; at least the largest order is
  std::size_t keep_best = 20; ///< length of the ranking
};

struct ardl_order_candidate {
  ardl_orders orders;
  double criterion = 0;
  double residual_sum_of_squares = 0;
  int parameters = 0;  ///< coefficients, sigma not among them
};

struct ardl_order_selection {
  ardl_orders orders;                      ///< the best
  std::vector<ardl_order_candidate> best;  ///< ranked, the best first
  std::size_t models = 0;
  std::size_t observations = 0;            ///< of the common sample
  int hold_back = 0;                       ///< give it to ardl() to refit on the common sample
};

namespace detail {

// Visits RSS and rank of y on every prefix of every block by Householder steps on a triangle.
template <class Scalar>
class order_grid {
 public:
  struct block {
    Eigen::Index columns;
    int least;  // smallest order to visit
  };

  order_grid(std::vector<block> blocks, double tolerance)
      : blocks_(std::move(blocks)), tolerance_(tolerance), orders_(blocks_.size(), 0) {
    levels_.resize(blocks_.size() + 1);
  }

  // work: rows x (all blocks' columns, y last), norms of the columns for the rank decision
  template <class Visit>
  void run(const dense_matrix<Scalar>& triangle, const dense_vector<Scalar>& norms, int rank,
           Visit&& visit) {
    norms_ = norms;
    levels_[0] = triangle;
    descend(0, 0, 0, rank, visit);
  }

 private:
  // the columns of block `level` on are in levels_[level], whose first `used` rows are spent
  template <class Visit>
  void descend(std::size_t level, Eigen::Index offset, Eigen::Index used, int rank, Visit& visit) {
    using std::sqrt;
    if (level == blocks_.size()) {
      const auto& y = levels_[level];
      visit(orders_, static_cast<double>(y.col(0).tail(y.rows() - used).squaredNorm()), rank);
      return;
    }
    const auto [columns, least] = blocks_[level];
    auto& work = levels_[level];
    const Eigen::Index all = work.cols();
    const bool last = level + 1 == blocks_.size();
    for (Eigen::Index c = 0; c <= columns; ++c) {
      // c columns of this block are in
      if (c >= least) {
        orders_[level] = static_cast<int>(c);
        if (last) {
          visit(orders_,
                static_cast<double>(work.col(all - 1).tail(work.rows() - used).squaredNorm()),
                rank);
        } else {
          levels_[level + 1] = work.rightCols(all - columns);
          descend(level + 1, offset + columns, used, rank, visit);
        }
      }
      if (c == columns) break;
      const Eigen::Index left = work.rows() - used;
      if (left <= 0) continue;
      auto v = work.col(c).tail(left);
      const Scalar length = sqrt(Scalar(v.squaredNorm()));
      if (!(length > Scalar(tolerance_) * norms_[offset + c])) continue;  // collinear: adds nothing
      const Scalar top = v[0];
      const Scalar beta = top > Scalar(0) ? Scalar(-length) : length;
      v[0] = top - beta;
      const Scalar factor = Scalar(-1) / (beta * v[0]);
      for (Eigen::Index l = c + 1; l < all; ++l) {
        auto other = work.col(l).tail(left);
        other += (factor * -v.dot(other)) * v;
      }
      ++used;
      ++rank;
    }
  }

  std::vector<block> blocks_;
  double tolerance_;
  std::vector<int> orders_;
  std::vector<dense_matrix<Scalar>> levels_;
  dense_vector<Scalar> norms_;
};

}  // namespace detail

/// Chooses p = 1..P and q_j = 0..Q_j by an information criterion over all (P) (Q_1+1) ... models.
///
///   n log(RSS / n) + n (log 2 pi + 1) + (k + 1) {2, log n, 2 log log n}
///
/// @param data     as for ardl(); @param largest  P and Q_j
/// @return         the best orders, a ranking, the number of models
/// @throws argument_error  as ardl(); the largest model has no residual degree of freedom
/// @note  every model on the sample that the largest order leaves (statsmodels' hold_back,
///        R ARDL auto_ardl(grid = TRUE)); one QR of all lags, then Householder steps on its
///        triangle: no normal equations, a collinear column adds no parameter
/// @see   Lutkepohl (2005), New Introduction to Multiple Time Series Analysis, 4.3
/// Example: ardl(data, ardl_order(data, {5, {5, 5, 5}}).orders)
template <class Scalar>
[[nodiscard]] ardl_order_selection ardl_order(const ardl_data<Scalar>& data,
                                              const ardl_orders& largest,
                                              const ardl_order_options& options = {}) {
  detail::check_ardl("ardl_order", data, largest,
                     {.deterministics = options.deterministics, .hold_back = options.hold_back});
  const int first = detail::largest_order(largest, options.hold_back);
  const Eigen::Index rows = data.response.second.size() - first;
  require(rows > 0, "ardl_order", "there are ", data.response.second.size(),
          " rows and lags use up ", first);
  std::vector<typename detail::order_grid<Scalar>::block> blocks;
  const bool constant = has_constant(options.deterministics);
  const bool trend = has_trend(options.deterministics);
  Eigen::Index columns = (constant ? 1 : 0) + (trend ? 1 : 0) +
                         static_cast<Eigen::Index>(data.fixed.size()) + largest.response;
  for (const int q : largest.regressors) columns += q + 1;
  require(rows > columns, "ardl_order", "there are ", rows, " observations for the ", columns,
          " coefficients of the largest model");
  dense_matrix<Scalar> x(rows, columns);
  Eigen::Index at = 0;
  if (constant) x.col(at++).setOnes();
  if (trend) x.col(at++) = detail::trend_from<Scalar>(first, rows);
  for (const auto& column : data.fixed) x.col(at++) = detail::lagged(column.second, first, 0);
  const Eigen::Index always = at;
  for (int l = 1; l <= largest.response; ++l) {
    x.col(at++) = detail::lagged(data.response.second, first, l);
  }
  blocks.push_back({largest.response, 1});
  for (std::size_t j = 0; j < data.regressors.size(); ++j) {
    for (int l = 0; l <= largest.regressors[j]; ++l) {
      x.col(at++) = detail::lagged(data.regressors[j].second, first, l);
    }
    blocks.push_back({largest.regressors[j] + 1, 1});
  }
  // the QR of the design drops collinear columns; for the grid every column is needed, so the
  // triangle is made here by the same Householder steps, unscaled
  dense_matrix<Scalar> work(rows, columns + 1);
  work.leftCols(columns) = x;
  work.col(columns) = detail::lagged(data.response.second, first, 0);
  dense_vector<Scalar> norms(columns);
  for (Eigen::Index j = 0; j < columns; ++j) norms[j] = x.col(j).norm();
  const double tolerance = rank_tolerance<Scalar>(rows);
  Eigen::Index used = 0;
  int rank = 0;
  dense_vector<Scalar> v(rows);
  for (Eigen::Index c = 0; c < columns; ++c) {
    using std::sqrt;
    const Eigen::Index left = rows - used;
    v.head(left) = work.col(c).tail(left);
    const Scalar length = sqrt(Scalar(v.head(left).squaredNorm()));
    if (!(length > Scalar(tolerance) * norms[c])) {
      if (c < always) work.col(c).tail(left).setZero();
      continue;
    }
    const Scalar beta = v[0] > Scalar(0) ? Scalar(-length) : length;
    v[0] -= beta;
    const Scalar factor = Scalar(-1) / (beta * v[0]);
    work(used, c) = beta;
    work.col(c).tail(left - 1).setZero();
    for (Eigen::Index l = c + 1; l <= columns; ++l) {
      auto other = work.col(l).tail(left);
      other += (factor * -v.head(left).dot(other)) * v.head(left);
    }
    ++used;
    if (c < always) ++rank;
  }
  // rows below `used` hold only what is left of y: its norm goes into one row
  dense_matrix<Scalar> reduced = dense_matrix<Scalar>::Zero(used - rank + 1, columns - always + 1);
  reduced.topRows(used - rank) =
      work.block(rank, always, used - rank, columns - always + 1);
  if (rows > used) reduced(used - rank, columns - always) = work.col(columns).tail(rows - used).norm();

  const double n = static_cast<double>(rows);
  const double penalty = options.criterion == order_criterion::aic   ? 2.0
                         : options.criterion == order_criterion::bic ? std::log(n)
                                                                     : 2 * std::log(std::log(n));
  ardl_order_selection out;
  out.observations = static_cast<std::size_t>(rows);
  out.hold_back = first;
  std::vector<ardl_order_candidate> best;
  const std::size_t keep_best = (std::max)(options.keep_best, std::size_t{1});
  const auto better = [](const ardl_order_candidate& a, const ardl_order_candidate& b) {
    if (a.criterion != b.criterion) return a.criterion < b.criterion;
    return a.parameters < b.parameters;
  };
  detail::order_grid<Scalar> grid(blocks, tolerance);
  grid.run(reduced, norms.tail(columns - always).eval(), rank,
           [&](const std::vector<int>& counts, double rss, int k) {
             ++out.models;
             constexpr double log_two_pi = 1.8378770664093454836;
             const double value =
                 rss > 0 ? n * (std::log(rss / n) + log_two_pi + 1) + penalty * (k + 1)
                         : -std::numeric_limits<double>::infinity();
             if (best.size() == keep_best && !(value < best.back().criterion)) return;
             ardl_order_candidate c{{counts[0], {}}, value, rss, k};
             for (std::size_t j = 1; j < counts.size(); ++j) {
               c.orders.regressors.push_back(counts[j] - 1);
             }
             best.insert(std::upper_bound(best.begin(), best.end(), c, better), std::move(c));
             if (best.size() > keep_best) best.pop_back();
           });
  out.orders = best.front().orders;
  out.best = std::move(best);
  return out;
}

}  // namespace bilateral
