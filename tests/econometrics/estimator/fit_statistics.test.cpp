#include <bilateral/econometrics/estimator/fit_statistics.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

namespace {
ols_result<double> fit_of(double rss, double tss) {
  ols_result<double> r;
  r.response_name = "y";
  r.observations = 10;
  r.parameters = 2;
  r.total_sum_of_squares = tss;
  describe_fit(r, rss, tss, 0.0, 1e-28);
  return r;
}
}  // namespace

TEST_CASE("fit statistics: the textbook's formulas") {
  const auto r = fit_of(2, 8);
  CHECK(*r.r2 == 0.75);
  CHECK_CLOSE_REL(*r.adjusted_r2, 1 - 0.25 * 9 / 8, 1e-15);
  CHECK(*r.sigma == 0.5);
  CHECK_CLOSE_REL(*r.log_likelihood, -5 * (std::log(2 * 3.14159265358979323846 * 0.2) + 1), 1e-15);
  CHECK_CLOSE_REL(*r.aic, -2 * *r.log_likelihood + 4, 1e-15);
  CHECK_CLOSE_REL(*r.bic, -2 * *r.log_likelihood + 2 * std::log(10.0), 1e-15);
}

TEST_CASE("fit statistics: what is undefined is absent, and says why") {
  const auto flat = fit_of(0, 0);
  CHECK_FALSE(flat.r2);
  CHECK(flat.notes[0] == "y does not vary: r2 is undefined");
  const auto exact = fit_of(0, 8);
  CHECK(*exact.r2 == 1);
  CHECK_FALSE(exact.log_likelihood);
  CHECK(exact.notes[0] == "the fit is exact: the likelihood is unbounded");
}
