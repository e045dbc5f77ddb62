#pragma once
// Columns, effects and weights of one step of iteratively reweighted least squares.
//
// ppml has a fast path of its own (detail/poisson_work.hpp): its working response and weights need one
// exponential a row, and its time is what users measure.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/regression/detail/separation.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/least_squares.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace bilateral::detail {

// Rows stand in the order of the absorber throughout.
template <class Scalar>
class weighted_work {
 public:
  dense_vector<Scalar> delta;    // slopes of the latest projection
  dense_vector<Scalar> fitted;   // of columns and effects, at the latest projection
  dense_matrix<Scalar> inverse;  // of the weighted products of the columns within the effects
  bool degenerate = false;       // the weights made columns collinear
  absorb_report report;          // of the latest projection
  double witness_residual = 0;   // of the latest certificate of separation

  weighted_work(dense_matrix<Scalar> x, std::unique_ptr<absorber<Scalar>> effects)
      : x_(std::move(x)), effects_(std::move(effects)) {
    load();
  }

  [[nodiscard]] Eigen::Index rows() const { return x_.rows(); }
  [[nodiscard]] const dense_matrix<Scalar>& design() const { return x_; }
  [[nodiscard]] const absorber<Scalar>* effects() const { return effects_.get(); }

  // weighted least squares of a response on columns and effects
  void project(const dense_vector<Scalar>& weights, const dense_vector<Scalar>& response,
               double tolerance, const absorb_options& options) {
    const dense_matrix<Scalar> left = residuals(weights, &response, tolerance, options);
    const Eigen::Index k = x_.cols();
    dense_vector<Scalar> rest = left.col(0);
    delta = dense_vector<Scalar>::Zero(k);
    inverse = dense_matrix<Scalar>::Zero(k, k);
    degenerate = false;
    if (k > 0) {
      const dense_vector<Scalar> root = weights.cwiseSqrt();
      const checked_qr<Scalar> qr(dense_matrix<Scalar>(root.asDiagonal() * left.rightCols(k)));
      degenerate = qr.rank() < k;
      const dense_vector<Scalar> b = qr.unrefined(root.cwiseProduct(left.col(0)));
      const dense_matrix<Scalar> g = qr.inverse_gram();
      for (Eigen::Index j = 0; j < qr.rank(); ++j) {
        const Eigen::Index to = qr.kept()[to_size(j)];
        delta[to] = b[j];
        for (Eigen::Index l = 0; l < qr.rank(); ++l) {
          inverse(to, qr.kept()[to_size(l)]) = g(j, l);
        }
      }
      rest -= left.rightCols(k) * delta;
    }
    fitted = response - rest;
  }

  // columns within the effects at these weights
  [[nodiscard]] dense_matrix<Scalar> within(const dense_vector<Scalar>& weights,
                                            const absorb_options& options) {
    return residuals(weights, nullptr, options.tolerance, options).rightCols(x_.cols());
  }

  // leaves only these columns
  void select(const std::vector<Eigen::Index>& columns) {
    dense_matrix<Scalar> some(x_.rows(), std::ssize(columns));
    for (std::size_t j = 0; j < columns.size(); ++j) {
      some.col(to_index(j)) = x_.col(columns[j]);
    }
    x_ = std::move(some);
    load();
  }

  // Rows that a combination z of columns and effects predicts perfectly: sign_i z_i >= 0 everywhere, z_i
  // = 0 where the sign is zero, and z_i is not zero in the rows returned. The cone and the space are
  // projected on in turn: what that leaves converges to a witness where there is one and to zero where
  // there is none; the rows that stand out are then judged exactly.
  // Correia, Guimaraes & Zylkin (2021), arXiv 1903.01633; Bauschke & Borwein (1996), SIAM Review 38(3)
  std::vector<std::size_t> separated(const std::vector<int>& sign, const absorb_options& options) {
    constexpr std::size_t most = 300;
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < sign.size(); ++i) {
      if (sign[i] != 0) candidates.push_back(i);
    }
    if (candidates.size() <= most) return judged(candidates, sign, options);
    std::vector<std::size_t> found;
    const dense_vector<Scalar> u = alternate(sign, options, found);
    if (!found.empty()) return found;
    std::sort(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
      const Scalar p = Scalar(sign[a]) * u[Eigen::Index(a)];
      const Scalar q = Scalar(sign[b]) * u[Eigen::Index(b)];
      return p != q ? p > q : a < b;
    });
    candidates.resize(most);
    std::sort(candidates.begin(), candidates.end());
    return judged(candidates, sign, options);
  }

 private:
  static constexpr std::size_t lanes = 4;

  // panels of the columns, a place for the response first
  void load() {
    const auto columns = to_size(x_.cols()) + 1;
    panels_.assign((columns + lanes - 1) / lanes, {});
    for (std::size_t p = 0; p < panels_.size(); ++p) {
      panels_[p].assign(to_size(rows()) * lanes, Scalar(0));
      for (std::size_t l = 0; l < lanes; ++l) {
        const std::size_t j = p * lanes + l;
        if (j == 0 || j >= columns) continue;
        for (Eigen::Index i = 0; i < rows(); ++i) {
          panels_[p][to_size(i) * lanes + l] = x_(i, Eigen::Index(j) - 1);
        }
      }
    }
  }

  // Response (zero without one) and columns within the effects. The columns start from what an earlier
  // step left of them: the same within, since it differs by effects.
  dense_matrix<Scalar> residuals(const dense_vector<Scalar>& weights,
                                 const dense_vector<Scalar>* response, double tolerance,
                                 const absorb_options& options) {
    report = {};
    dense_matrix<Scalar> out(rows(), x_.cols() + 1);
    if (!effects_) {
      if (response != nullptr)
        out.col(0) = *response;
      else
        out.col(0).setZero();
      out.rightCols(x_.cols()) = x_;
      return out;
    }
    effects_->set_weights({weights.data(), to_size(weights.size())});
    for (Eigen::Index i = 0; i < rows(); ++i) {
      panels_[0][to_size(i) * lanes] = response != nullptr ? (*response)[i] : Scalar(0);
    }
    absorb_options now = options;
    now.tolerance = tolerance;
    for (auto& panel : panels_) {
      const absorb_report r = effects_->residualise(panel.data(), static_cast<int>(lanes), now);
      report.converged = report.converged && r.converged;
      report.iterations += r.iterations;
      report.error = (std::max)(report.error, r.error);
      report.sparse = report.sparse || r.sparse;
    }
    for (Eigen::Index j = 0; j < out.cols(); ++j) {
      const auto c = to_size(j);
      for (Eigen::Index i = 0; i < rows(); ++i) {
        out(i, j) = panels_[c / lanes][to_size(i) * lanes + c % lanes];
      }
    }
    return out;
  }

  // alternating projections from the signs; rows of a witness, if one was reached
  dense_vector<Scalar> alternate(const std::vector<int>& sign, const absorb_options& options,
                                 std::vector<std::size_t>& found) {
    constexpr int most = 200;
    constexpr double tolerance = 1e-5;
    const dense_vector<Scalar> ones = dense_vector<Scalar>::Ones(rows());
    dense_vector<Scalar> u(rows());
    for (Eigen::Index i = 0; i < rows(); ++i) u[i] = Scalar(sign[to_size(i)]);
    absorb_options loose = options;
    loose.accept_unconverged = true;
    load();
    for (int k = 0; k < most; ++k) {
      project(ones, u, 1e-9, loose);
      double highest = 0, outside = 0;
      for (Eigen::Index i = 0; i < rows(); ++i) {
        const int s = sign[to_size(i)];
        const double f = static_cast<double>(fitted[i]);
        if (s == 0) {
          outside = (std::max)(outside, std::abs(f));
          u[i] = Scalar(0);
        } else {
          highest = (std::max)(highest, s * f);
          outside = (std::max)(outside, -s * f);
          u[i] = s * f > 0 ? fitted[i] : Scalar(0);
        }
      }
      if (highest < tolerance) break;
      if (outside > tolerance * highest) continue;
      for (Eigen::Index i = 0; i < rows(); ++i) {
        const int s = sign[to_size(i)];
        if (s * static_cast<double>(fitted[i]) > 10 * tolerance * highest) {
          found.push_back(to_size(i));
        }
      }
      witness_residual = outside / highest;
      break;
    }
    load();
    return u;
  }

  // the certificate on the candidates alone: see find_separated
  std::vector<std::size_t> judged(const std::vector<std::size_t>& candidates,
                                  const std::vector<int>& sign, const absorb_options& options) {
    const auto m = std::ssize(candidates);
    if (m == 0) return {};
    dense_matrix<Scalar> g = left_of_units(candidates, options);
    for (Eigen::Index a = 0; a < m; ++a) {
      for (Eigen::Index b = 0; b < m; ++b) {
        const int s = sign[candidates[std::size_t(a)]] * sign[candidates[std::size_t(b)]];
        g(a, b) *= Scalar(s);
      }
    }
    const dense_matrix<Scalar> symmetric = symmetric_part(g);
    const separation_witness witness = find_separated<Scalar>(symmetric);
    witness_residual = witness.residual;
    std::vector<std::size_t> found;
    for (const std::size_t i : witness.rows) found.push_back(candidates[i]);
    return found;
  }

  // I - P of columns and effects, restricted to the candidates
  dense_matrix<Scalar> left_of_units(const std::vector<std::size_t>& candidates,
                                     const absorb_options& options) {
    const auto m = std::ssize(candidates);
    absorb_options tight = options;
    tight.tolerance = 1e-13;
    tight.accept_unconverged = true;
    load();
    dense_matrix<Scalar> x =
        residuals(dense_vector<Scalar>::Ones(rows()), nullptr, 1e-13, tight).rightCols(x_.cols());
    load();
    dense_matrix<Scalar> g = dense_matrix<Scalar>::Identity(m, m);
    if (effects_) {
      std::vector<Scalar> unit(to_size(rows()));
      for (Eigen::Index j = 0; j < m; ++j) {
        std::fill(unit.begin(), unit.end(), Scalar(0));
        unit[candidates[std::size_t(j)]] = Scalar(1);
        effects_->residualise(unit.data(), 1, tight);
        for (Eigen::Index i = 0; i < m; ++i) g(i, j) = unit[candidates[std::size_t(i)]];
      }
    }
    if (x.cols() == 0) return g;
    for (Eigen::Index j = 0; j < x.cols(); ++j) {
      const Scalar top = x.col(j).cwiseAbs().maxCoeff();
      if (top > Scalar(0)) x.col(j) /= top;
    }
    const checked_qr<Scalar> qr(x);
    if (qr.rank() == 0) return g;
    const dense_matrix<Scalar> kept = qr.kept_columns(x);
    dense_matrix<Scalar> q(m, qr.rank());
    for (Eigen::Index i = 0; i < m; ++i) {
      q.row(i) = kept.row(to_index(candidates[std::size_t(i)]));
    }
    qr.triangle().template triangularView<Eigen::Upper>().template solveInPlace<Eigen::OnTheRight>(
        q);
    return g - q * q.transpose();
  }

  dense_matrix<Scalar> x_;
  std::unique_ptr<absorber<Scalar>> effects_;
  std::vector<std::vector<Scalar>> panels_;  // response and columns, four side by side
};

}  // namespace bilateral::detail
