#pragma once
/// Orders of an ARDL chosen by AIC, BIC or HQ over the full grid on one common sample.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

namespace bilateral {

struct ardl_order_options {
  order_criterion criterion = order_criterion::aic;
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  int hold_back = 0;           ///< rows left out at the start; at least the largest order is
  std::size_t keep_best = 20;  ///< length of the ranking
  double most_models = 2e7;    ///< a larger grid is refused
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
  std::size_t observations = 0;  ///< of the common sample
  int hold_back = 0;             ///< give it to ardl() to refit on the common sample
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

// All lags of the largest model beside the columns that every model has, the response last.
template <class Scalar>
struct order_design {
  dense_matrix<Scalar> work;  // (rows x columns + 1)
  Eigen::Index always = 0;    // columns of every model, first
  std::vector<typename order_grid<Scalar>::block> blocks;
};

template <class Scalar>
order_design<Scalar> order_design_of(const ardl_data<Scalar>& data, const ardl_orders& largest,
                                     deterministic_case deterministics, int first) {
  const Eigen::Index rows = data.response.second.size() - first;
  const bool constant = has_constant(deterministics), trend = has_trend(deterministics);
  order_design<Scalar> d;
  d.always = (constant ? 1 : 0) + (trend ? 1 : 0) + std::ssize(data.fixed);
  Eigen::Index columns = d.always + largest.response;
  for (const int q : largest.regressors) columns += q + 1;
  require(rows > columns, "ardl_order", "there are ", rows, " observations for the ", columns,
          " coefficients of the largest model");
  d.work.resize(rows, columns + 1);
  Eigen::Index at = 0;
  if (constant) d.work.col(at++).setOnes();
  if (trend) d.work.col(at++) = trend_column<Scalar>(first, rows);
  for (const auto& column : data.fixed) d.work.col(at++) = lagged_rows(column.second, first, 0);
  for (int l = 1; l <= largest.response; ++l)
    d.work.col(at++) = lagged_rows(data.response.second, first, l);
  d.blocks.push_back({largest.response, 1});
  for (std::size_t j = 0; j < data.regressors.size(); ++j) {
    for (int l = 0; l <= largest.regressors[j]; ++l) {
      d.work.col(at++) = lagged_rows(data.regressors[j].second, first, l);
    }
    d.blocks.push_back({largest.regressors[j] + 1, 1});
  }
  d.work.col(columns) = lagged_rows(data.response.second, first, 0);
  return d;
}

// What the grid searches: the triangle of the lags once the common columns are spent.
template <class Scalar>
struct order_triangle {
  dense_matrix<Scalar> reduced;
  dense_vector<Scalar> norms;
  int rank = 0;  // of the common columns
};

// the QR of the design drops collinear columns; for the grid every column is needed, so the
// triangle is made here by the same Householder steps, unscaled
template <class Scalar>
order_triangle<Scalar> order_triangle_of(order_design<Scalar>& d, double tolerance) {
  using std::sqrt;
  auto& work = d.work;
  const Eigen::Index rows = work.rows(), columns = work.cols() - 1;
  order_triangle<Scalar> out;
  dense_vector<Scalar> norms(columns), v(rows);
  for (Eigen::Index j = 0; j < columns; ++j) norms[j] = work.col(j).norm();
  Eigen::Index used = 0;
  for (Eigen::Index c = 0; c < columns; ++c) {
    const Eigen::Index left = rows - used;
    v.head(left) = work.col(c).tail(left);
    const Scalar length = sqrt(Scalar(v.head(left).squaredNorm()));
    if (!(length > Scalar(tolerance) * norms[c])) {
      if (c < d.always) work.col(c).tail(left).setZero();
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
    if (c < d.always) ++out.rank;
  }
  // rows below `used` hold only what is left of y: its norm goes into one row
  const Eigen::Index spent = out.rank, lags = columns - d.always;
  out.reduced = dense_matrix<Scalar>::Zero(used - spent + 1, lags + 1);
  out.reduced.topRows(used - spent) = work.block(spent, d.always, used - spent, lags + 1);
  if (rows > used) out.reduced(used - spent, lags) = work.col(columns).tail(rows - used).norm();
  out.norms = norms.tail(lags);
  return out;
}

// the ranking of the models visited
class order_ranking {
 public:
  order_ranking(order_criterion criterion, double n, std::size_t keep)
      : n_(n),
        penalty_(criterion == order_criterion::aic   ? 2.0
                 : criterion == order_criterion::bic ? std::log(n)
                                                     : 2 * std::log(std::log(n))),
        keep_((std::max)(keep, std::size_t{1})) {}

  void visit(const std::vector<int>& counts, double rss, int k) {
    ++models;
    const double log_two_pi = std::log(2 * std::numbers::pi);
    const double value = rss > 0 ? n_ * (std::log(rss / n_) + log_two_pi + 1) + penalty_ * (k + 1)
                                 : -std::numeric_limits<double>::infinity();
    if (best.size() == keep_ && !(value < best.back().criterion)) return;
    ardl_order_candidate c{{counts[0], {}}, value, rss, k};
    for (std::size_t j = 1; j < counts.size(); ++j) c.orders.regressors.push_back(counts[j] - 1);
    best.insert(std::upper_bound(best.begin(), best.end(), c, better), std::move(c));
    if (best.size() > keep_) best.pop_back();
  }

  std::vector<ardl_order_candidate> best;
  std::size_t models = 0;

 private:
  static bool better(const ardl_order_candidate& a, const ardl_order_candidate& b) {
    if (a.criterion != b.criterion) return a.criterion < b.criterion;
    return a.parameters < b.parameters;
  }
  double n_, penalty_;
  std::size_t keep_;
};

}  // namespace detail

/// Chooses p = 1..P and q_j = 0..Q_j by an information criterion over all (P) (Q_1+1) ... models.
///
///   n log(RSS / n) + n (log 2 pi + 1) + (k + 1) {2, log n, 2 log log n}
///
/// @param data     as for ardl(); @param largest  P and Q_j
/// @return         the best orders, a ranking, the number of models
/// @throws argument_error  as ardl(); the largest model has no residual degree of freedom; the grid has
///                         more models than `most_models`
/// @note  every model on the sample that the largest order leaves (statsmodels' hold_back,
///        R ARDL auto_ardl(grid = TRUE)); one QR of all lags, then Householder steps on its
///        triangle: no normal equations, a collinear column adds no parameter
/// @see   Lutkepohl (2005), New Introduction to Multiple Time Series Analysis, 4.3
/// Example: ardl(data, ardl_order(data, {5, {5, 5, 5}}).orders)
template <class Scalar>
[[nodiscard]] ardl_order_selection ardl_order(const ardl_data<Scalar>& data,
                                              const ardl_orders& largest,
                                              const ardl_order_options& options = {}) {
  require_ardl("ardl_order", data, largest,
               {.deterministics = options.deterministics, .hold_back = options.hold_back});
  const int first = largest_order(largest, options.hold_back);
  const Eigen::Index rows = data.response.second.size() - first;
  require(rows > 0, "ardl_order", "there are ", data.response.second.size(),
          " rows and lags use up ", first);
  double models = largest.response;
  for (const int q : largest.regressors) models *= q + 1;
  require(models <= options.most_models, "ardl_order", "orders up to these make ", models,
          " models; at most ", options.most_models, " are compared");
  auto design = detail::order_design_of(data, largest, options.deterministics, first);
  const double tolerance = rank_tolerance<Scalar>(rows);
  const auto triangle = detail::order_triangle_of(design, tolerance);
  detail::order_ranking ranking(options.criterion, static_cast<double>(rows), options.keep_best);
  detail::order_grid<Scalar> grid(design.blocks, tolerance);
  grid.run(
      triangle.reduced, triangle.norms, triangle.rank,
      [&](const std::vector<int>& counts, double rss, int k) { ranking.visit(counts, rss, k); });
  ardl_order_selection out;
  out.observations = to_size(rows);
  out.hold_back = first;
  out.models = ranking.models;
  out.orders = ranking.best.front().orders;
  out.best = std::move(ranking.best);
  return out;
}

}  // namespace bilateral
