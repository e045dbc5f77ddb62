#include <bilateral/econometrics/regression/families.hpp>

#include "support/close.hpp"

#include <memory>
#include <vector>

using namespace bilateral;
using bilateral_test::close_abs;
using bilateral_test::close_rel;

namespace {

std::vector<std::unique_ptr<response_family<double>>> all_families() {
  std::vector<std::unique_ptr<response_family<double>>> out;
  out.push_back(std::make_unique<gamma_family<double>>());
  out.push_back(std::make_unique<negative_binomial_family<double>>(0.8));
  out.push_back(std::make_unique<logit_family<double>>());
  out.push_back(std::make_unique<probit_family<double>>());
  out.push_back(std::make_unique<cloglog_family<double>>());
  return out;
}

}  // namespace

TEST_CASE("families: score and information are derivatives of the objective") {
  for (const auto& f : all_families()) {
    for (const double y : {0.0, 0.3, 1.0}) {
      for (const double eta : {-6.0, -3.2, -0.4, 0.0, 0.7, 1.3, 2.4}) {
        CAPTURE(f->name());
        CAPTURE(y);
        CAPTURE(eta);
        const double h = 1e-5;
        const auto up = f->at(y, eta + h), down = f->at(y, eta - h), here = f->at(y, eta);
        const double size = 1 + std::abs(here.objective);
        // central differences: error h^2 of the third derivative and epsilon / h of rounding
        CHECK(close_abs(here.score, (up.objective - down.objective) / (2 * h), 1e-8 * size));
        CHECK(close_abs(here.observed, (down.score - up.score) / (2 * h), 1e-8 * size));
        CHECK(here.observed >= 0);  // concave
        // (y - mu)^2 / V = score^2 / expected, so that the expected information is that of the slope
        const double slope = (up.mean - down.mean) / (2 * h);
        CHECK(close_abs(here.score * slope, here.expected * (y - here.mean), 1e-8 * size));
      }
    }
  }
}

TEST_CASE("families: the mean maximises the objective; the saturated one is its value there") {
  for (const auto& f : all_families()) {
    CAPTURE(f->name());
    for (const double y : {0.2, 0.7}) {
      CAPTURE(y);
      double eta = 0;  // root of the score, by bisection
      double low = -20, high = 20;
      for (int k = 0; k < 200; ++k) {
        eta = (low + high) / 2;
        (f->at(y, eta).score > 0 ? low : high) = eta;
      }
      CHECK(close_rel(f->at(y, eta).mean, y, 1e-12));
      CHECK(close_abs(f->at(y, eta).objective, f->saturated(y), 1e-12));
    }
  }
}

TEST_CASE("families: far tails keep their digits") {
  for (const auto& f : all_families()) {
    for (const double eta : {-200.0, -37.0, -30.0, 30.0, 37.0, 200.0}) {
      CAPTURE(f->name());
      CAPTURE(eta);
      const auto end = f->at(eta < 0 ? 0.0 : 1.0, eta);  // the likely outcome
      CHECK(std::isfinite(end.objective));
      CHECK(std::isfinite(end.score));
      CHECK(end.observed >= 0);
    }
  }
  // log Phi(-40) and log Phi(-30.5), R 4.2.2: pnorm(-40, log.p = TRUE), pnorm(-30.5, log.p = TRUE)
  const probit_family<double> probit;
  CHECK(close_rel(probit.at(1.0, -40.0).objective, -804.6084420137538, 1e-13));
  CHECK(close_rel(probit.at(1.0, -29.5).objective, -439.42947460915025, 1e-13));
  // the two formulas of the tail meet
  const double left = probit.at(1.0, -30.000001).objective,
               right = probit.at(1.0, -29.999999).objective;
  CHECK(close_abs(right - left, 2e-6 * probit.at(1.0, -30.0).score, 1e-9));
}

TEST_CASE("families: a negative binomial with a large theta is a Poisson") {
  const negative_binomial_family<double> f(1e9);
  const auto row = f.at(3.0, 0.4);
  CHECK(close_rel(row.score, 3 - std::exp(0.4), 1e-8));  // the distance is of order mu / theta
  CHECK(close_rel(row.expected, std::exp(0.4), 1e-8));
}
