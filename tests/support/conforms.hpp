#pragma once
// The questions that every result type answers in the same way.

#include <bilateral/econometrics/estimator/result.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace bilateral_test {

using namespace bilateral;

template <class Result>
void conforms(const std::string& what, const Result& r) {
  static_assert(estimation_result<Result>);
  INFO(what);
  const auto k = static_cast<std::size_t>(r.coefficients.size());
  REQUIRE(k > 0);
  CHECK(r.names.size() == k);
  REQUIRE(r.covariance.has_value());
  CHECK(static_cast<std::size_t>(r.covariance->rows()) == k);
  CHECK(static_cast<std::size_t>(r.covariance->cols()) == k);
  CHECK((*r.covariance - r.covariance->transpose()).cwiseAbs().maxCoeff() == 0);
  CHECK_FALSE(r.covariance_label.empty());
  CHECK(r.inference_dof > 0);
  CHECK(r.sample.used > 0);
  CHECK(r.coefficients.allFinite());
  const auto rows = coefficient_table(r, 0.9);
  REQUIRE(rows.size() == k);
  for (std::size_t j = 0; j < k; ++j) {
    const coefficient_row& row = rows[j];
    const auto at = static_cast<Eigen::Index>(j);
    CHECK(row.name == r.names[j]);
    CHECK(position(r, row.name) == at);
    CHECK(row.estimate == coefficient(r, row.name));
    REQUIRE(row.std_error.has_value());
    CHECK_CLOSE_REL(*row.std_error, std::sqrt((*r.covariance)(at, at)), 1e-15);
    CHECK_CLOSE_REL(*row.statistic, row.estimate / *row.std_error, 1e-14);
    CHECK_UNARY(*row.p_value >= 0 && *row.p_value <= 1);
    // the interval is symmetric, and its end has the p-value of the level
    CHECK_CLOSE_REL(*row.high - row.estimate, row.estimate - *row.low, 1e-9);
    CHECK_CLOSE_REL(
        student_t_two_sided((*row.high - row.estimate) / *row.std_error, r.inference_dof), 0.1,
        1e-9);
    // one restriction: Wald's statistic is t squared, with the same p
    const auto wald = wald_test(r, std::vector<std::string>{row.name});
    CHECK_CLOSE_REL(wald.statistic, *row.statistic * *row.statistic, 1e-9);
    CHECK_CLOSE_ABS(*wald.p_value, *row.p_value, 1e-10);
  }
  CHECK_REFUSES(argument_error, "there is no nothing", coefficient(r, "nothing"));
  if (k > 1) {  // a combination of two coefficients by hand
    const auto c = linear_combination(r, {{r.names[0], 2.0}, {r.names[1], -1.0}});
    CHECK_CLOSE_REL(c.estimate, 2 * r.coefficients[0] - r.coefficients[1], 1e-13);
    const auto& v = *r.covariance;
    CHECK_CLOSE_REL(*c.std_error * *c.std_error, 4 * v(0, 0) + v(1, 1) - 4 * v(0, 1), 1e-9);
  }
}

}  // namespace bilateral_test
