#pragma once
/// Tail probabilities and quantiles of the distributions of test statistics, never as 1 - cdf.

#include <bilateral/core/check.hpp>
#include <bilateral/core/instantiate.hpp>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/complement.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/policies/policy.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

namespace bilateral {

namespace detail {

// without promotion to long double: it doubles what is compiled for digits that no p-value needs
using plain_policy = boost::math::policies::policy<boost::math::policies::promote_double<false>,
                                                   boost::math::policies::promote_float<false>>;

template <class Real>
void require_probability(const char* function, Real p) {
  require(p > 0 && p < 1, function, "p is ", static_cast<double>(p),
          "; it must lie between 0 and 1");
}
template <class Real>
void require_dof(const char* function, Real dof) {
  require(dof > 0, function, "the degrees of freedom are ", static_cast<double>(dof),
          "; they must be above zero");
}

}  // namespace detail

/// P(Z > z) for the standard normal.
/// @throws argument_error  z is NaN
template <class Real>
[[nodiscard]] Real normal_upper_tail(Real z) {
  require(!std::isnan(z), "normal_upper_tail", "the statistic is NaN");
  return boost::math::cdf(
      boost::math::complement(boost::math::normal_distribution<Real, detail::plain_policy>(), z));
}

/// P(|Z| > |z|).
template <class Real>
[[nodiscard]] Real normal_two_sided(Real z) {
  return 2 * normal_upper_tail(std::abs(z));
}

/// z with P(Z <= z) = p.
/// @throws argument_error  p outside 0 to 1
template <class Real>
[[nodiscard]] Real normal_quantile(Real p) {
  detail::require_probability("normal_quantile", p);
  return boost::math::quantile(boost::math::normal_distribution<Real, detail::plain_policy>(), p);
}

/// P(|t| > |statistic|) for Student's t; an infinite `dof` is the normal.
/// @throws argument_error  NaN, dof not above zero
template <class Real>
[[nodiscard]] Real student_t_two_sided(Real statistic, std::type_identity_t<Real> dof) {
  require(!std::isnan(statistic), "student_t_two_sided", "the statistic is NaN");
  detail::require_dof("student_t_two_sided", dof);
  if (std::isinf(statistic)) return 0;
  if (std::isinf(dof)) return normal_two_sided(statistic);
  return 2 * boost::math::cdf(boost::math::complement(
                 boost::math::students_t_distribution<Real, detail::plain_policy>(dof),
                 std::abs(statistic)));
}

/// Quantile of Student's t; an infinite `dof` is the normal.
/// @throws argument_error  p outside 0 to 1, dof not above zero
template <class Real>
[[nodiscard]] Real student_t_quantile(Real p, std::type_identity_t<Real> dof) {
  detail::require_probability("student_t_quantile", p);
  detail::require_dof("student_t_quantile", dof);
  if (std::isinf(dof)) return normal_quantile(p);
  return boost::math::quantile(
      boost::math::students_t_distribution<Real, detail::plain_policy>(dof), p);
}

/// P(X > x) for chi-squared; 1 where x <= 0.
/// @throws argument_error  NaN, dof not above zero
template <class Real>
[[nodiscard]] Real chi_squared_upper_tail(Real x, std::type_identity_t<Real> dof) {
  require(!std::isnan(x), "chi_squared_upper_tail", "the statistic is NaN");
  detail::require_dof("chi_squared_upper_tail", dof);
  if (x <= 0) return 1;
  if (std::isinf(x)) return 0;
  return boost::math::cdf(boost::math::complement(
      boost::math::chi_squared_distribution<Real, detail::plain_policy>(dof), x));
}

/// x with P(chi-squared(dof) <= x) = p. @throws argument_error  p outside 0 to 1, dof not above 0
template <class Real>
[[nodiscard]] Real chi_squared_quantile(Real p, std::type_identity_t<Real> dof) {
  detail::require_probability("chi_squared_quantile", p);
  detail::require_dof("chi_squared_quantile", dof);
  return boost::math::quantile(
      boost::math::chi_squared_distribution<Real, detail::plain_policy>(dof), p);
}

/// Quantile of the non-central chi-squared with non-centrality `lambda`.
/// @throws argument_error  p outside 0 to 1, dof not above zero, lambda negative or not finite
template <class Real>
[[nodiscard]] Real non_central_chi_squared_quantile(Real p, std::type_identity_t<Real> dof,
                                                    std::type_identity_t<Real> lambda) {
  detail::require_probability("non_central_chi_squared_quantile", p);
  detail::require_dof("non_central_chi_squared_quantile", dof);
  require(std::isfinite(lambda) && lambda >= 0, "non_central_chi_squared_quantile",
          "the non-centrality is ", static_cast<double>(lambda), "; it must not be negative");
  return boost::math::quantile(
      boost::math::non_central_chi_squared_distribution<Real, detail::plain_policy>(dof, lambda),
      p);
}

/// P(F > x) for Fisher's F; an infinite second dof is chi-squared(d1) / d1. 1 where x <= 0.
/// @throws argument_error  NaN, d1 or d2 not above zero
template <class Real>
[[nodiscard]] Real f_upper_tail(Real x, std::type_identity_t<Real> d1,
                                std::type_identity_t<Real> d2) {
  require(!std::isnan(x), "f_upper_tail", "the statistic is NaN");
  detail::require_dof("f_upper_tail", d1);
  detail::require_dof("f_upper_tail", d2);
  if (x <= 0) return 1;
  if (std::isinf(x)) return 0;
  if (std::isinf(d2)) return chi_squared_upper_tail(x * d1, d1);
  return boost::math::cdf(boost::math::complement(
      boost::math::fisher_f_distribution<Real, detail::plain_policy>(d1, d2), x));
}

/// x with P(F(d1, d2) <= x) = p. @throws argument_error  p outside 0 to 1, d1 or d2 not above 0
template <class Real>
[[nodiscard]] Real f_quantile(Real p, std::type_identity_t<Real> d1,
                              std::type_identity_t<Real> d2) {
  detail::require_probability("f_quantile", p);
  detail::require_dof("f_quantile", d1);
  detail::require_dof("f_quantile", d2);
  if (std::isinf(d2)) return chi_squared_quantile(p, d1) / d1;
  return boost::math::quantile(
      boost::math::fisher_f_distribution<Real, detail::plain_policy>(d1, d2), p);
}

BILATERAL_INSTANTIATE(double normal_upper_tail(double))
BILATERAL_INSTANTIATE(double normal_quantile(double))
BILATERAL_INSTANTIATE(double student_t_two_sided(double, double))
BILATERAL_INSTANTIATE(double student_t_quantile(double, double))
BILATERAL_INSTANTIATE(double chi_squared_upper_tail(double, double))
BILATERAL_INSTANTIATE(double chi_squared_quantile(double, double))
BILATERAL_INSTANTIATE(double non_central_chi_squared_quantile(double, double, double))
BILATERAL_INSTANTIATE(double f_upper_tail(double, double, double))
BILATERAL_INSTANTIATE(double f_quantile(double, double, double))

}  // namespace bilateral
