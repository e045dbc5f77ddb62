#include <bilateral/trade/gravity/policy_effect.hpp>

#include "support/close.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace bilateral;

namespace {

struct fit_of_one {
  std::vector<std::string> names = {"rta"};
  dense_vector<double> coefficients = dense_vector<double>::Constant(1, 0.5);
  std::optional<dense_matrix<double>> covariance = dense_matrix<double>::Constant(1, 1, 0.01);
  std::string covariance_label;
  double inference_dof = std::numeric_limits<double>::infinity();
  sample_summary sample;
  std::vector<std::string> notes;
};

}  // namespace

TEST_CASE("percent and trade of a policy, with delta errors and intervals carried through") {
  dense_vector<double> x(3), mean(3);
  x << 0, 1, 1;
  mean << 10, 20, 30;
  const auto e = policy_effect(fit_of_one{}, "rta", x, mean);
  CHECK(e.rows == 2);
  CHECK_CLOSE_REL(e.percent.estimate, 100 * (std::exp(0.5) - 1), 1e-14);
  CHECK_CLOSE_REL(*e.percent.std_error, 100 * std::exp(0.5) * 0.1, 1e-14);
  CHECK_CLOSE_REL(e.currency.estimate, 50 * (1 - std::exp(-0.5)), 1e-14);
  CHECK_CLOSE_REL(*e.currency.std_error, 50 * std::exp(-0.5) * 0.1, 1e-14);
  // 1.959964: the normal quantile to seven digits
  CHECK_CLOSE_REL(*e.percent.low, 100 * (std::exp(0.5 - 0.1959964) - 1), 1e-6);
  CHECK(*e.currency.low < *e.currency.high);
}

TEST_CASE("a policy that is nowhere in force, and other lengths, are refused") {
  const dense_vector<double> none = dense_vector<double>::Zero(3);
  CHECK_THROWS_AS((void)policy_effect(fit_of_one{}, "rta", none, none), argument_error);
  CHECK_THROWS_AS(
      (void)policy_effect(fit_of_one{}, "rta", none, dense_vector<double>::Zero(2).eval()),
      argument_error);
}
