#include <bilateral/numeric/slope_rank.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("slope rank: slopes that vary in their group, less what the ones before say") {
  const std::vector<std::int32_t> codes = {0, 0, 0, 1, 1, 2};
  const std::vector<double> x = {1990, 1991, 1993, 5, 5, 7}, twice = {3980, 3982, 3986, 10, 10, 14},
                            other = {1, 0, 0, 2, 3, 1}, zero(6, 0.0);
  const auto alone = group_terms::slopes_only;
  CHECK(slope_rank(grouping{codes, 3}) == 0);
  CHECK(slope_rank(grouping{codes, 3, {x}}) == 1);         // constant in the groups 1 and 2
  CHECK(slope_rank(grouping{codes, 3, {x}, alone}) == 3);  // no level: not zero is enough
  CHECK(slope_rank(grouping{codes, 3, {x, twice}}) == 1);
  CHECK(slope_rank(grouping{codes, 3, {x, other}}) == 3);         // two in group 0, one in group 1
  CHECK(slope_rank(grouping{codes, 3, {x, other}, alone}) == 5);  // a row holds one
  CHECK(slope_rank(grouping{codes, 3, {zero}, alone}) == 0);
  CHECK(slope_rank<long double>(grouping{codes, 4, {x, other}}) == 3);  // a level without rows
}

TEST_CASE("slope rank: refusals") {
  const std::vector<std::int32_t> codes = {0, 1};
  const std::vector<double> bad = {1};
  CHECK_REFUSES(argument_error, "slope 1 of effect 1 has 1 values",
                (void)slope_rank(grouping{codes, 2, {bad}}));
}
