#pragma once
/// Negative binomial regression (NB2) with absorbed fixed effects, the dispersion estimated or given.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/regression/detail/generalised_fit.hpp>
#include <bilateral/econometrics/regression/generalised_linear.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

template <class Scalar>
struct negative_binomial_options {
  std::optional<double> theta{};  ///< V = mu + mu^2 / theta; none: by maximum likelihood
  int max_rounds = 100;           ///< of theta and coefficients in turn
  generalised_linear_options<Scalar> fit{};
};

namespace detail {

// what the likelihood of theta needs of the rows
struct dispersion_sample {
  std::vector<double> y, mu, weight;
};
struct theta_step {
  double slope = 0, information = 0;
};

// first derivative of the log likelihood by theta, and minus the second
template <class = when_called>
theta_step theta_slope(const dispersion_sample& s, double theta) {
  constexpr double counted =
      500;  // sums of reciprocals below, where they lose nothing to cancellation
  const double digamma = boost::math::digamma(theta);
  const double trigamma = boost::math::trigamma(theta);
  theta_step out;
  for (std::size_t i = 0; i < s.y.size(); ++i) {
    const double y = s.y[i];
    double first = 0, second = 0;
    if (y <= counted && std::floor(y) == y) {
      for (double j = 0; j < y; j += 1) {
        first += 1 / (theta + j);
        second += 1 / ((theta + j) * (theta + j));
      }
    } else {
      first = boost::math::digamma(y + theta) - digamma;
      second = trigamma - boost::math::trigamma(y + theta);
    }
    const double total = s.mu[i] + theta;
    // log theta - log(theta + mu) + (mu - y) / (theta + mu)
    out.slope += s.weight[i] * (first - std::log1p(s.mu[i] / theta) + (s.mu[i] - y) / total);
    out.information +=
        s.weight[i] * (second - 1 / theta + 2 / total - (y + theta) / (total * total));
  }
  return out;
}

// maximum of the likelihood over theta, means given; infinity where it grows without end
template <class = when_called>
double best_theta(const dispersion_sample& s, double start) {
  constexpr double most = 18;  // of log theta
  double low = -most, high = most;
  double at = std::log(start);
  if (theta_slope(s, std::exp(most)).slope >= 0) return std::numeric_limits<double>::infinity();
  for (int k = 0; k < 200; ++k) {
    const double theta = std::exp(at);
    const theta_step d = theta_slope(s, theta);
    (d.slope > 0 ? low : high) = at;
    // Newton in log theta where the likelihood curves, else the middle
    const double curvature = theta * theta * d.information - theta * d.slope;
    double next = curvature > 0 ? at + theta * d.slope / curvature : (low + high) / 2;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const double change = std::abs(next - at);
    at = next;
    if (change < 1e-14 || high - low < 1e-14) break;
  }
  return std::exp(at);
}

template <class Scalar>
dispersion_sample dispersion_of(const generalised_linear_result<Scalar>& fit,
                                const regression<Scalar>& model,
                                const dense_vector<Scalar>& weights) {
  dispersion_sample s;
  for (Eigen::Index i = 0; i < fit.fitted.size(); ++i) {
    const Eigen::Index from =
        fit.sample.kept.empty() ? i : to_index(fit.sample.kept[std::size_t(i)]);
    s.y.push_back(static_cast<double>(model.response[from]));
    s.mu.push_back(static_cast<double>(fit.fitted[i]));
    s.weight.push_back(weights.size() > 0 ? static_cast<double>(weights[from]) : 1.0);
  }
  return s;
}

// log theta at which theta is the best for the means that it implies: secant steps
template <class Scalar>
double estimate_theta(const regression<Scalar>& model, const std::vector<factor>& effects,
                      const negative_binomial_options<Scalar>& options) {
  generalised_linear_options<Scalar> fit_options = options.fit;
  fit_options.keep_parts = keep::residuals;
  const auto& o = options.fit;
  const dense_vector<Scalar>& weights =
      o.frequency_weights.size() > 0 ? o.frequency_weights : o.weights;
  double at = 0, before = 0, gap_before = 0;
  std::vector<double> trace;
  for (int round = 0; round < options.max_rounds; ++round) {
    estimation_scores<Scalar> scores;
    const negative_binomial_family<Scalar> family(Scalar(std::exp(at)));
    const auto fit =
        generalised_fit<Scalar>("negative_binomial", model, effects, family, fit_options)
            .estimate(false, false, scores);
    const double best = best_theta(dispersion_of(fit, model, weights), std::exp(at));
    if (!(best < 1e7)) {
      throw numerical_error(text("negative_binomial: ", model.response_name,
                                 " is no more dispersed than "
                                 "a Poisson: theta has no finite estimate; ppml is the model"));
    }
    const double gap = std::log(best) - at;
    trace.push_back(best);
    if (std::abs(gap) < 1e-11) return best;
    double next = at + gap;
    if (round > 0 && gap != gap_before) {
      const double secant = at - gap * (at - before) / (gap - gap_before);
      if (std::abs(secant - next) < 3 * std::abs(gap)) next = secant;
    }
    // rounding of the fits is all that is left
    const bool stalled = round > 3 && std::abs(gap) < 1e-9 && std::abs(gap) >= std::abs(gap_before);
    if (std::abs(next - at) < 1e-12 || stalled) {
      return std::exp(next);
    }
    before = at;
    gap_before = gap;
    at = next;
  }
  throw convergence_error(
      text("negative_binomial: theta not found in ", options.max_rounds, " rounds"), trace);
}

}  // namespace detail

/// Negative binomial regression with absorbed fixed effects.
///
///   E[y_i | x_i] = mu_i = exp(offset_i + x_i b + effects),   V[y_i | x_i] = mu_i + mu_i^2 / theta
///
/// theta by maximum likelihood, in turn with the coefficients, unless given.
///
/// @param model    response (n), not negative (the mean is right whatever the counts; the likelihood is of
///                 whole numbers)
/// @param options  theta; weights, offset and the rest in `fit`
/// @return         as generalised_linear, with `theta` and its error; aic counts theta where estimated
/// @throws argument_error   theta that is not positive; as generalised_linear
/// @throws numerical_error  y no more dispersed than a Poisson: theta runs to infinity
/// @note  equals MASS glm.nb (theta's error too) and fixest fenegbin; errors of b take theta as known, as
///        they do. With many effects b and theta are biased (generalised_linear); ppml is not, and needs no
///        theta.
/// @see   Cameron & Trivedi (2013), Regression Analysis of Count Data, 3.3; Allison & Waterman (2002),
///        Sociological Methodology 32 (effects)
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] generalised_linear_result<Scalar> negative_binomial(
    const regression<Scalar>& model, const std::vector<factor>& effects = {}, const Spec& spec = {},
    const std::type_identity_t<negative_binomial_options<Scalar>>& options = {}) {
  require(!options.theta || (*options.theta > 0 && std::isfinite(*options.theta)),
          "negative_binomial", "theta is ", options.theta.value_or(0), "; it must be above zero");
  const double theta =
      options.theta ? *options.theta : detail::estimate_theta(model, effects, options);
  auto result = generalised_linear(model, effects, negative_binomial_family<Scalar>(Scalar(theta)),
                                   spec, options.fit, "negative_binomial");
  result.theta = theta;
  if (options.theta) return result;
  if (result.aic) *result.aic += 2;
  if (result.bic) *result.bic += std::log(result.observations);
  if (result.fitted.size() == 0) return result;
  const auto& o = options.fit;
  const auto rows = detail::dispersion_of(
      result, model, o.frequency_weights.size() > 0 ? o.frequency_weights : o.weights);
  const double information = detail::theta_slope(rows, theta).information;
  if (information > 0) result.theta_error = 1 / std::sqrt(information);
  return result;
}

}  // namespace bilateral
