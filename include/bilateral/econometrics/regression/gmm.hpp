#pragma once
/// Efficient GMM for an equation with instruments: two-step, iterated, continuously updated.

#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/regression/detail/iv_statistics.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/minimise.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

enum class gmm_weight { two_step, iterated, continuously_updated };

template <class Scalar>
struct gmm_options {
  gmm_weight weight = gmm_weight::two_step;
  int max_iterations = 200;
  double tolerance = 1e-12;  ///< on the relative change of the coefficients; on the gradient of the
                             ///< criterion in units of the errors (1e-9 at least) where updated
  bool accept_unconverged = false;  ///< a flagged result in place of convergence_error
};

template <class Scalar>
struct gmm_result : iv_result<Scalar> {
  double j_statistic = 0;  ///< g' S^-1 g
  int iterations = 0;
  bool converged = true;
};

namespace detail {

// The moments Z'(y - X b) and their covariance. Z is made orthonormal: the estimator is invariant,
// and S is well scaled.
template <class Scalar, class Spec>
class moment_conditions {
 public:
  moment_conditions(const iv_result<Scalar>& r, const Spec& spec)
      : r_(r), spec_(spec), x_(beside(r.exogenous, r.endogenous)) {
    z_ = beside(r.exogenous, r.instruments);
    const dense_matrix<Scalar> triangle = checked_qr<Scalar>(z_).triangle();
    for (Eigen::Index j = 0; j < z_.cols(); ++j) {  // Q = Z R^-1, column by column
      for (Eigen::Index i = 0; i < j; ++i) z_.col(j) -= triangle(i, j) * z_.col(i);
      z_.col(j) /= triangle(j, j);
    }
    zx_ = z_.transpose() * x_;
    zy_ = z_.transpose() * r.response;
  }

  [[nodiscard]] const dense_matrix<Scalar>& regressors() const { return x_; }

  // S at b
  [[nodiscard]] covariance_estimate<Scalar> covariance_at(const dense_vector<Scalar>& b) const {
    const dense_vector<Scalar> u = r_.response - x_ * b;
    auto s = moment_scores(r_, u, z_);
    s.parameters = 0;  // moments, not estimates: no parameters are counted
    s.intercept = r_.intercept;
    s.normal_inference = true;
    return covariance(s, spec_);
  }

  [[nodiscard]] static dense_matrix<Scalar> inverse(const dense_matrix<Scalar>& s) {
    const auto e = symmetric_eigen<Scalar>(s);
    if (!(e.values[0] > e.values[e.values.size() - 1] * Scalar(1e-13))) {
      throw rank_deficiency_error(
          "iv_gmm: the covariance of the moments is singular (too few clusters for the moments?)");
    }
    return e.vectors * e.values.cwiseInverse().asDiagonal() * e.vectors.transpose();
  }

  // S^-1 at b
  [[nodiscard]] dense_matrix<Scalar> weight_at(const dense_vector<Scalar>& b) const {
    return inverse(covariance_at(b).matrix);
  }

  // argmin g'W g
  [[nodiscard]] dense_vector<Scalar> solve(const dense_matrix<Scalar>& weight) const {
    const dense_matrix<Scalar> gram = zx_.transpose() * weight * zx_;
    const checked_qr<Scalar> solver(gram);
    if (!solver.dropped().empty()) {
      throw rank_deficiency_error("iv_gmm: the equation is not identified by these instruments");
    }
    const dense_vector<Scalar> right = zx_.transpose() * (weight * zy_);
    return solver.solve(gram, right);
  }

  // g(b)'W g(b)
  [[nodiscard]] Scalar criterion(const dense_vector<Scalar>& b,
                                 const dense_matrix<Scalar>& weight) const {
    const dense_vector<Scalar> g = zy_ - zx_ * b;
    return g.dot(weight * g);
  }

  // (X'Z W Z'X)^-1
  [[nodiscard]] dense_matrix<Scalar> variance(const dense_matrix<Scalar>& weight) const {
    return symmetric_part(inverse(zx_.transpose() * weight * zx_));
  }

 private:
  const iv_result<Scalar>& r_;
  const Spec& spec_;
  dense_matrix<Scalar> x_, z_, zx_;
  dense_vector<Scalar> zy_;
};

// weights and coefficients in turn until the latter rest; returns the relative changes
template <class Scalar, class Moments>
std::vector<double> iterate_weights(gmm_result<Scalar>& r, const Moments& moments,
                                    const gmm_options<Scalar>& options) {
  std::vector<double> changes;
  r.converged = false;
  for (r.iterations = 1; r.iterations <= options.max_iterations && !r.converged; ++r.iterations) {
    const dense_vector<Scalar> next = moments.solve(moments.weight_at(r.coefficients));
    changes.push_back(static_cast<double>((next - r.coefficients).norm() /
                                          ((std::numeric_limits<Scalar>::min)() + next.norm())));
    r.coefficients = next;
    r.converged = changes.back() < options.tolerance;
  }
  --r.iterations;
  return changes;
}

// the minimum of g(b)'S(b)^-1 g(b) in units of the errors of 2SLS; returns the values on the way
template <class Scalar, class Moments>
std::vector<double> update_continuously(gmm_result<Scalar>& r, const Moments& moments,
                                        const gmm_options<Scalar>& options) {
  const dense_vector<Scalar> start = r.coefficients;
  const dense_vector<Scalar> errors = r.covariance->diagonal().cwiseSqrt();
  const auto at = [&](const dense_vector<Scalar>& step) {
    return dense_vector<Scalar>(start + errors.cwiseProduct(step));
  };
  const auto criterion = [&](const dense_vector<Scalar>& step) {
    const dense_vector<Scalar> b = at(step);
    return moments.criterion(b, moments.weight_at(b));
  };
  const minimise_options search{.max_iterations = options.max_iterations,
                                .gradient_tolerance = (std::max)(options.tolerance, 1e-9),
                                .accept_unconverged = true};
  const dense_vector<Scalar> none = dense_vector<Scalar>::Zero(start.size());
  auto best = minimise(criterion, none, search);
  r.coefficients = at(best.point);
  r.iterations = best.iterations;
  r.converged = best.converged;
  return std::move(best.trace);
}

// coefficients by weights in turn or in the criterion
template <class Scalar, class Moments>
void repeat_weights(gmm_result<Scalar>& r, const Moments& moments,
                    const gmm_options<Scalar>& options) {
  const bool updating = options.weight == gmm_weight::continuously_updated;
  r.method = updating ? "continuously updated GMM" : "iterated GMM";
  auto trace =
      updating ? update_continuously(r, moments, options) : iterate_weights(r, moments, options);
  if (r.converged) return;
  if (!options.accept_unconverged) {
    throw convergence_error(
        text("iv_gmm: no convergence in ", options.max_iterations, " iterations (the last ",
             updating ? "value" : "relative change", " is ", trace.back(), ")"),
        trace);
  }
  r.notes.push_back("did not converge");
}

// what the covariance of the moments is called: they have no parameters, and n/(n-k) is one
template <class Scalar>
std::string label_of_moments(const covariance_estimate<Scalar>& moments) {
  const std::string factor_text = ", factor n/(n-k)";
  std::string label = moments.label;
  const std::size_t at = label.find(factor_text);
  if (at != std::string::npos && moments.recipe.factor == 1) label.erase(at, factor_text.size());
  return "efficient GMM, moments: " + label;
}

}  // namespace detail

/// Linear GMM with moments Z'(y - X b) and efficient weights.
///
///   b = (X'Z S^-1 Z'X)^-1 X'Z S^-1 Z'y,   V = (X'Z S^-1 Z'X)^-1,   J = u'Z S^-1 Z'u
///
/// S is the covariance of the moments under `spec` (any covariance type, with its own small-sample
/// factor): at the 2SLS estimate in two steps, to the fixed point when iterated, inside the criterion
/// when continuously updated. V takes S at the final estimate. Inference is normal.
///
/// @throws convergence_error  iterated or continuously updated without convergence
/// @see    Hansen (1982), Econometrica 50; Hansen, Heaton & Yaron (1996), JBES 14
template <class Scalar, class Spec>
[[nodiscard]] gmm_result<Scalar> iv_gmm(
    const iv_regression<Scalar>& model, const Spec& spec,
    const std::type_identity_t<gmm_options<Scalar>>& options = {}) {
  gmm_result<Scalar> r;
  static_cast<iv_result<Scalar>&>(r) = iv(model, iid{});
  const detail::moment_conditions<Scalar, Spec> moments(r, spec);
  std::optional<dense_matrix<Scalar>>
      first;  // two steps judge the moments by the weights of the first
  if (options.weight == gmm_weight::two_step) {
    r.method = "two-step GMM";
    first = moments.weight_at(r.coefficients);
    r.coefficients = moments.solve(*first);
    r.iterations = 1;
  } else {
    detail::repeat_weights(r, moments, options);
  }
  const covariance_estimate<Scalar> at_end = moments.covariance_at(r.coefficients);
  const dense_matrix<Scalar> weight = moments.inverse(at_end.matrix);
  r.j_statistic = static_cast<double>(moments.criterion(r.coefficients, first ? *first : weight));
  detail::describe_iv(r, moments.regressors());
  r.covariance = moments.variance(weight);
  r.covariance_label = detail::label_of_moments(at_end);
  r.inference_dof = std::numeric_limits<double>::infinity();
  r.notes.insert(r.notes.end(), at_end.notes.begin(), at_end.notes.end());
  r.scores.reset();
  return r;
}

}  // namespace bilateral
