#include <bilateral/numeric/grouping.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

TEST_CASE("grouping: unknowns of a group are its level and its slopes") {
  const std::vector<std::int32_t> codes = {0, 1, 1};
  const std::vector<double> a = {1, 2, 3}, b = {4, 5, 7};
  CHECK(grouping{codes, 2}.columns() == 1);
  CHECK(grouping{codes, 2, {a, b}}.columns() == 3);
  CHECK(grouping{codes, 2, {a, b}, group_terms::slopes_only}.columns() == 2);
  CHECK_FALSE(grouping{codes, 2, {a}, group_terms::slopes_only}.has_level());
  CHECK_NOTHROW(require_groupings("f", {{codes, 2}, {codes, 3, {a}}}));
}

TEST_CASE("grouping: refusals") {
  const std::vector<std::int32_t> codes = {0, 1, 1}, two = {0, 1}, negative = {0, -1, 1}, none;
  const std::vector<double> shorter = {1, 2}, gap = {1, std::nan(""), 3};
  CHECK_REFUSES(argument_error, "f: there are no fixed effects", require_groupings("f", {}));
  CHECK_REFUSES(argument_error, "no observations", require_groupings("f", {{none, 1}}));
  CHECK_REFUSES(argument_error, "effect 2 has 2 values",
                require_groupings("f", {{codes, 2}, {two, 2}}));
  CHECK_REFUSES(argument_error, "a code of effect 1 lies outside 0..0",
                require_groupings("f", {{codes, 1}}));
  CHECK_REFUSES(argument_error, "outside 0..1", require_groupings("f", {{negative, 2}}));
  CHECK_REFUSES(argument_error, "neither a level nor a slope",
                require_groupings("f", {{codes, 2, {}, group_terms::slopes_only}}));
  CHECK_REFUSES(argument_error, "slope 1 of effect 1 has 2 values",
                require_groupings("f", {{codes, 2, {shorter}}}));
  CHECK_REFUSES(argument_error, "slope 1 of effect 1 is missing (NaN) in row 2",
                require_groupings("f", {{codes, 2, {gap}}}));
}

TEST_CASE("grouping: one level of all rows is a set, none is not") {
  const std::vector<std::int32_t> all = {0, 0, 0};
  CHECK_NOTHROW(require_groupings("f", {{all, 1}}));
  CHECK_NOTHROW(require_groupings("f", {{all, 5}}));  // levels without rows
  CHECK_REFUSES(argument_error, "lies outside 0..-1", require_groupings("f", {{all, 0}}));
}
