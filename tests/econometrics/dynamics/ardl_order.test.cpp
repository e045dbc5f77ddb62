#include <bilateral/econometrics/dynamics/ardl_order.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;

namespace {

ardl_data<double> made_up() {
  const auto c = read_cells(reference("dynamics_data.csv"));
  return {{"y", column_of(c, "y")}, {{"x", column_of(c, "x")}, {"z", column_of(c, "z")}}, {}};
}
}  // namespace

TEST_CASE("the grid finds what a loop of lm finds, by every criterion") {
  const reference_values want("dynamics_R.csv");
  const auto data = made_up();
  const char* names[] = {"aic", "bic", "hq"};
  for (const auto criterion : {order_criterion::aic, order_criterion::bic, order_criterion::hq}) {
    const auto found = ardl_order(data, {4, {4, 4}}, {.criterion = criterion});
    CHECK(found.models == 100);
    CHECK(found.observations == 156);
    for (int i = 1; i <= 3; ++i) {
      const std::string key = text("grid ", names[static_cast<int>(criterion)], " ", i);
      const auto& c = found.best[static_cast<std::size_t>(i) - 1];
      CHECK(c.orders.response == static_cast<int>(want(key, 1)));
      CHECK(c.orders.regressors[0] == static_cast<int>(want(key, 2)));
      CHECK(c.orders.regressors[1] == static_cast<int>(want(key, 3)));
      CHECK_CLOSE_REL(c.criterion, want(key, 4), 1e-9);  // digits cancel in n log(RSS / n)
    }
  }
}

TEST_CASE("every cell of the grid is the fit of its own model") {
  auto data = made_up();
  data.fixed.push_back({"w", column_of(read_cells(reference("dynamics_data.csv")), "w")});
  const auto found =
      ardl_order(data, {3, {2, 3}},
                 {.deterministics = deterministic_case::restricted_trend, .keep_best = 1000});
  CHECK(found.best.size() == 36);
  for (const auto& c : found.best) {
    const auto fit = ardl(
        data, c.orders, iid{},
        {.deterministics = deterministic_case::restricted_trend, .hold_back = found.hold_back});
    CHECK_CLOSE_REL(c.residual_sum_of_squares, fit.residual_sum_of_squares, 1e-12);
    CHECK(c.parameters == fit.coefficients.size());
    CHECK_CLOSE_REL(c.criterion, *fit.aic, 1e-11);
  }
}

TEST_CASE("a collinear regressor adds no parameter to the grid") {
  auto data = made_up();
  data.regressors.push_back({"copy", (2 * data.regressors[0].second).eval()});
  const auto found = ardl_order(data, {2, {1, 0, 1}}, {.keep_best = 100});
  for (const auto& c : found.best) {
    const auto fit = ardl(data, c.orders, iid{}, {.hold_back = found.hold_back});
    CHECK(c.parameters == fit.coefficients.size());
    CHECK_CLOSE_REL(c.residual_sum_of_squares, fit.residual_sum_of_squares, 1e-11);
  }
}

TEST_CASE("a grid without residual degrees of freedom is refused") {
  CHECK_REFUSES(argument_error, "coefficients of the largest model",
                ardl_order(made_up(), {60, {60, 60}}));
}

TEST_CASE("a grid too large to visit is refused with its size") {
  CHECK_REFUSES(argument_error, "make 12 models; at most 10 are compared",
                ardl_order(made_up(), {3, {1, 1}}, {.most_models = 10}));
}
