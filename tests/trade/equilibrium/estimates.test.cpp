// A fit of this library as what a counterfactual takes.
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/trade/equilibrium/counterfactual.hpp>
#include <bilateral/trade/equilibrium/estimates.hpp>

#include "support/close.hpp"
#include "support/economies.hpp"

using namespace bilateral;

namespace {

auto some_fit() {
  dense_vector<double> y(8);
  y << 1, 2.2, 2.9, 4.3, 4.8, 6.1, 7.2, 7.7;
  dense_vector<double> x(8);
  x << 1, 2, 3, 4, 5, 6, 7, 9;
  return ols(regress(y, {{"deal", x}}));
}

}  // namespace

TEST_CASE("Names, coefficients and covariance of a fit are kept") {
  const auto fit = some_fit();
  const auto e = named_estimates_of(fit);
  REQUIRE(e.names == fit.names);
  for (Eigen::Index i = 0; i < e.coefficients.size(); ++i) {
    CHECK(e.coefficients[i] == fit.coefficients[i]);
    CHECK(e.covariance(i, i) == (*fit.covariance)(i, i));
  }
}

TEST_CASE("A counterfactual of a fit is that of its estimates") {
  const auto fit = some_fit();
  const auto economy = bilateral_test::random_economy(4, 2);
  dense_matrix<double> z = dense_matrix<double>::Zero(4, 4);
  z(0, 1) = 1;
  const trade_scenario deal{{"deal"}, {z}, {}};
  const auto a = counterfactual(economy, deal, fit, {}, {4.0});
  const auto b = counterfactual(economy, deal, named_estimates_of(fit), {}, {4.0});
  CHECK(a.intervals);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(a.countries[i][0]->estimate == b.countries[i][0]->estimate);
    CHECK(a.countries[i][0]->low == b.countries[i][0]->low);
    CHECK(a.countries[i][0]->low < a.countries[i][0]->high);
  }
}

TEST_CASE("A fit without covariance is refused") {
  auto fit = some_fit();
  fit.covariance.reset();
  CHECK_REFUSES(argument_error, "the fit has no covariance", named_estimates_of(fit));
}
