#include <bilateral/econometrics/estimator/absorbed.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("absorbed: sets of groups view the factors") {
  const factor f{"f", {0, 1, 1, 2}, 3, {}};
  const std::vector<factor> effects = {f,
                                       with_slope(f, "x", {1, 2, 3, 4}, group_terms::slopes_only)};
  const auto groups = groupings_of(effects);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].columns() == 1);
  CHECK(groups[1].columns() == 1);
  CHECK_FALSE(groups[1].has_level());
  CHECK(groups[1].slopes[0].data() == effects[1].slopes[0].values.data());
  CHECK(groups[0].codes.data() == effects[0].codes.data());
}

TEST_CASE("absorbed: the constant, and the coefficients besides") {
  const factor f{"f", {0, 1, 1, 2}, 3, {}};
  const factor level = with_slope(f, "x", {1, 2, 3, 4}),
               alone = with_slope(f, "x", {1, 2, 3, 4}, group_terms::slopes_only);
  CHECK(absorb_constant({f}));
  CHECK(absorb_constant({alone, level}));
  CHECK_FALSE(absorb_constant({alone}));
  CHECK_FALSE(absorb_constant({}));
  CHECK(absorbed_coefficients(f) == 2);
  CHECK(absorbed_coefficients(level) == 3);  // the slope of the group of two rows
  CHECK(absorbed_coefficients(alone) == 3);
}
