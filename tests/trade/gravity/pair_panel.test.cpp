// What it arranges is tested in bias_correction.test.cpp, against rows.
#include <bilateral/trade/gravity/pair_panel.hpp>

#include <doctest/doctest.h>

using namespace bilateral;

TEST_CASE("a fit without its fitted values is refused") {
  regression<double> model;
  model.response = dense_vector<double>::Ones(2);
  ppml_result<double> fit;
  fit.sample.used = 2;
  const factor f{"i", {0, 1}, 2, {}};
  CHECK_THROWS_WITH_AS((void)arrange_pairs(model, fit, {f, f, {}}),
                       "pair_panel: the fit has not kept its fitted values", argument_error);
}
