// What the plug-in bandwidth of a kernel's sandwich looks at: every column but the intercept, and the
// intercept where it is alone.
#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

namespace {

Eigen::VectorXd correlated(double phi) {
  Eigen::VectorXd e(120);
  double last = 0;
  for (Eigen::Index i = 0; i < 120; ++i)
    e[i] = last = phi * last + std::sin(3.0 * double((i + 1) * (i + 1)));
  return e;
}

// floor of the plug-in of Newey and West (1994) for these scores and weights
long lags_of(const Eigen::MatrixXd& scores, const Eigen::VectorXd& weights) {
  return long(std::floor(automatic_bandwidth<double>(scores, weights, kernel::bartlett,
                                                     bandwidth_rule::newey_west_1994,
                                                     double(scores.rows()), false)));
}

}  // namespace

TEST_CASE("a mean alone: its own scores choose the lags, not a weight of zero") {
  const Eigen::VectorXd y = correlated(0.8);
  const Eigen::VectorXd u = y.array() - y.mean();
  const long lags = lags_of(u, Eigen::VectorXd::Ones(1));
  REQUIRE(lags > 0);
  const auto fit = ols(regress<double>(y, {}), newey_west{});
  CHECK(fit.covariance_label == text("Newey-West, ", lags, " lags (Newey-West 1994)"));
  CHECK_CLOSE_REL((*fit.covariance)(0, 0),
                  (*ols(regress<double>(y, {}), newey_west{.lags = lags}).covariance)(0, 0), 1e-14);
}

TEST_CASE("beside a regressor the intercept does not count") {
  const Eigen::VectorXd x = correlated(0.3), y = 2 * x + correlated(0.9);
  const auto model = regress<double>(y, {{"x", x}});
  const auto plain = ols(model);
  Eigen::MatrixXd scores = model.design;
  scores.array().colwise() *= plain.residuals.array();
  Eigen::VectorXd weights(2);
  weights << 0, 1;
  const auto fit = ols(model, newey_west{});
  CHECK(fit.covariance_label ==
        text("Newey-West, ", lags_of(scores, weights), " lags (Newey-West 1994)"));
}
