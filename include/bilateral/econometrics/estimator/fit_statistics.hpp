#pragma once
/// What is said of a least-squares fit: r2, sigma, likelihood, information criteria.

#include <bilateral/core/number.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cmath>
#include <numbers>

namespace bilateral {

/// r2, sigma, likelihood and criteria of a fit whose K, observations and total sum of squares are set.
///
///   log L = -n/2 (log(2 pi RSS / n) + 1) + sum log(w) / 2,  AIC = -2 log L + 2 K,  BIC = -2 log L + K log n
///
/// @param squares      of the response; a residual share of it below `exact_share` is an exact fit, whose
///                     likelihood is unbounded and left out with a note
/// @see  Greene (2012), Econometric Analysis, 4.3 and 14.3
template <class Result, class Scalar>
void describe_fit(Result& result, const Scalar& rss, const Scalar& squares, double log_weights,
                  double exact_share) {
  using std::sqrt;
  const double n = result.observations;
  const double dof = n - result.parameters;
  result.residual_sum_of_squares = rss;
  const double residual_share = static_cast<double>(rss / squares);
  const bool exact = !(rss > Scalar(0)) || residual_share < exact_share;
  if (result.total_sum_of_squares > Scalar(0)) {
    result.r2 = 1 - static_cast<double>(rss / result.total_sum_of_squares);
    if (dof > 0) result.adjusted_r2 = 1 - (1 - *result.r2) * (n - (result.intercept ? 1 : 0)) / dof;
  } else {
    result.notes.push_back(text(result.response_name, " does not vary: r2 is undefined"));
  }
  if (dof > 0) result.sigma = sqrt(Scalar(rss / Scalar(dof)));
  if (exact) {
    result.notes.push_back("the fit is exact: the likelihood is unbounded");
    return;
  }
  const double ll =
      -n / 2 * (std::log(2 * std::numbers::pi * static_cast<double>(rss) / n) + 1) + log_weights;
  result.log_likelihood = ll;
  result.aic = -2 * ll + 2 * result.parameters;
  result.bic = -2 * ll + result.parameters * std::log(n);
}

}  // namespace bilateral
