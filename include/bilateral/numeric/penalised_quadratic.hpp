#pragma once
/// A quadratic form plus a sum of absolute values, minimised: the kernel of the lasso.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

namespace bilateral {

template <class Scalar>
struct penalised_quadratic_result {
  dense_vector<Scalar> solution;
  /// Largest amount by which the conditions of the minimum are missed, as a share of the largest |c|.
  double violation = 0;
  int passes = 0;  ///< over all coordinates
};

struct penalised_quadratic_options {
  double tolerance = 1e-12;  ///< of the violation
  int max_passes = 100000;
};

namespace detail {

template <class Scalar>
class coordinate_descent {
 public:
  coordinate_descent(const dense_matrix<Scalar>& gram, const dense_vector<Scalar>& right,
                     const dense_vector<Scalar>& absolute, const dense_vector<Scalar>& square,
                     dense_vector<Scalar> start)
      : gram_(gram), right_(right), absolute_(absolute), square_(square), b_(std::move(start)) {
    left_ = right_ - gram_ * b_;
  }

  // one pass: each coordinate to its minimum, the others held
  void pass() {
    for (Eigen::Index j = 0; j < b_.size(); ++j) {
      const Scalar curvature = gram_(j, j) + square_[j];
      if (!(curvature > Scalar(0))) continue;
      const Scalar pull = left_[j] + gram_(j, j) * b_[j];
      const Scalar now = shrunk(pull, absolute_[j]) / curvature;
      if (now == b_[j]) continue;
      left_ -= gram_.col(j) * (now - b_[j]);
      b_[j] = now;
    }
  }

  // with the signs as they are: the exact minimum, kept where no sign changes
  void finish() {
    std::vector<Eigen::Index> active;
    for (Eigen::Index j = 0; j < b_.size(); ++j) {
      if (b_[j] != Scalar(0)) active.push_back(j);
    }
    const auto m = std::ssize(active);
    if (m == 0) return;
    dense_matrix<Scalar> g(m, m);
    dense_vector<Scalar> c(m);
    for (Eigen::Index i = 0; i < m; ++i) {
      const Eigen::Index at = active[to_size(i)];
      for (Eigen::Index j = 0; j < m; ++j) g(i, j) = gram_(at, active[to_size(j)]);
      g(i, i) += square_[at];
      c[i] = right_[at] - (b_[at] > Scalar(0) ? absolute_[at] : Scalar(-absolute_[at]));
    }
    const Eigen::LLT<dense_matrix<Scalar>> factor(g);
    if (factor.info() != Eigen::Success) return;
    const dense_vector<Scalar> exact = factor.solve(c);
    dense_vector<Scalar> trial = dense_vector<Scalar>::Zero(b_.size());
    for (Eigen::Index i = 0; i < m; ++i) {
      const Eigen::Index at = active[to_size(i)];
      const bool crosses = absolute_[at] > Scalar(0) && !(exact[i] * b_[at] > Scalar(0));
      if (crosses || !(exact[i] == exact[i])) return;
      trial[at] = exact[i];
    }
    const double before = violation();
    std::swap(trial, b_);
    left_ = right_ - gram_ * b_;
    if (violation() <= before) return;
    std::swap(trial, b_);
    left_ = right_ - gram_ * b_;
  }

  [[nodiscard]] double violation() const {
    using std::abs;
    Scalar worst(0), largest(0);
    for (Eigen::Index j = 0; j < b_.size(); ++j) {
      largest = (std::max)(largest, Scalar(abs(right_[j])));
      const Scalar slope = left_[j] - square_[j] * b_[j];
      const Scalar miss = b_[j] == Scalar(0)  ? Scalar(abs(slope) - absolute_[j])
                          : b_[j] > Scalar(0) ? Scalar(abs(slope - absolute_[j]))
                                              : Scalar(abs(slope + absolute_[j]));
      if (gram_(j, j) + square_[j] > Scalar(0)) worst = (std::max)(worst, miss);
    }
    return largest > Scalar(0) ? static_cast<double>(worst / largest) : 0.0;
  }

  [[nodiscard]] const dense_vector<Scalar>& solution() const { return b_; }

 private:
  static Scalar shrunk(const Scalar& v, const Scalar& by) {
    if (v > by) return v - by;
    if (v < -by) return v + by;
    return Scalar(0);
  }

  const dense_matrix<Scalar>& gram_;
  const dense_vector<Scalar>&right_, &absolute_, &square_;
  dense_vector<Scalar> b_, left_;  // left: c - G b
};

}  // namespace detail

/// The minimum of a quadratic form with absolute values added.
///
///   min over b of  b'G b / 2 - c'b + sum_j p_j |b_j| + sum_j r_j b_j^2 / 2
///
/// by passes over the coordinates, each to its own minimum; when the signs stand still the equations
/// that remain are solved exactly. A coordinate without curvature (G_jj + r_j = 0) stays at its start.
///
/// @param gram      G (k x k), symmetric positive semi-definite
/// @param right     c (k); @param absolute  p (k), zero or above; @param square  r (k), zero or above
/// @param start     (k); empty is zero
/// @throws argument_error     shapes, a penalty below zero
/// @throws convergence_error  the limit of passes
/// @see    Friedman, Hastie & Tibshirani (2010), J. Statistical Software 33(1), section 2
template <class Scalar>
[[nodiscard]] penalised_quadratic_result<Scalar> penalised_quadratic(
    const dense_matrix<Scalar>& gram, const dense_vector<Scalar>& right,
    const dense_vector<Scalar>& absolute, const dense_vector<Scalar>& square,
    const dense_vector<Scalar>& start = {}, const penalised_quadratic_options& options = {}) {
  const Eigen::Index k = right.size();
  require(gram.rows() == k && gram.cols() == k && absolute.size() == k && square.size() == k &&
              (start.size() == 0 || start.size() == k),
          "penalised_quadratic", "the matrix is ", gram.rows(), " x ", gram.cols(),
          ", the vectors have ", k, ", ", absolute.size(), ", ", square.size(), " and ",
          start.size(), " entries");
  for (Eigen::Index j = 0; j < k; ++j) {
    require(absolute[j] >= Scalar(0) && square[j] >= Scalar(0), "penalised_quadratic",
            "the penalties of ", j + 1, " are ", static_cast<double>(absolute[j]), " and ",
            static_cast<double>(square[j]), "; they must not be negative");
  }
  detail::coordinate_descent<Scalar> descent(
      gram, right, absolute, square,
      start.size() > 0 ? start : dense_vector<Scalar>::Zero(k).eval());
  penalised_quadratic_result<Scalar> out;
  std::vector<double> trace;
  for (out.violation = descent.violation(); out.violation > options.tolerance;) {
    if (out.passes == options.max_passes) {
      throw convergence_error(
          text("penalised_quadratic: the minimum is not found after ", out.passes, " passes"),
          trace);
    }
    descent.pass();
    ++out.passes;
    if (out.passes % 10 == 0) descent.finish();
    out.violation = descent.violation();
    if (out.passes % 1000 == 0) trace.push_back(out.violation);
  }
  out.solution = descent.solution();
  return out;
}

}  // namespace bilateral
