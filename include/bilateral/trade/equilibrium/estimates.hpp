#pragma once
/// What a counterfactual knows of its parameters: estimates with covariance, elasticities with what
/// is believed about them.

#include <bilateral/core/check.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/dense.hpp>

#include <Eigen/Core>

#include <iterator>
#include <string>
#include <vector>

namespace bilateral {

/// Named estimates with their covariance, out of any gravity fit.
struct named_estimates {
  std::vector<std::string> names;
  dense_vector<double> coefficients;
  dense_matrix<double> covariance;  ///< (0 x 0): known without error
};

/// How a number that nobody estimated here is spread.
enum class spread_kind { fixed, normal, uniform };

/// An elasticity with what is believed about it.
struct uncertain_value {
  double value = 0;  ///< the point of the main result
  spread_kind how = spread_kind::fixed;
  double first = 0;   ///< standard deviation (normal) or lower end (uniform)
  double second = 0;  ///< upper end (uniform)
};

/// The estimates of a fit of this library: names, coefficients and whatever covariance it has.
///
/// @throws argument_error  the fit has no covariance and says why: nothing is taken as known without
///                         error for want of it
template <estimation_result Fit>
[[nodiscard]] named_estimates named_estimates_of(const Fit& fit) {
  named_estimates out;
  out.names = fit.names;
  const auto k = std::ssize(fit.coefficients);
  out.coefficients.resize(k);
  for (Eigen::Index i = 0; i < k; ++i)
    out.coefficients[i] = static_cast<double>(fit.coefficients[i]);
  require(fit.covariance.has_value(), "named_estimates_of",
          "the fit has no covariance, which an interval needs: ", fit.covariance_label);
  out.covariance = fit.covariance->template cast<double>();
  return out;
}

}  // namespace bilateral
