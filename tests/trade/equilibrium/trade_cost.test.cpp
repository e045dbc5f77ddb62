// Changes of trade costs in words.
#include <bilateral/trade/equilibrium/trade_cost.hpp>

#include <cmath>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("The grammar of shocks") {
  const auto s = parse_shocks(" PER>CHN,-10% ; A + B<>C,5%;*>D,+2.5%;");
  REQUIRE(s.size() == 3);
  CHECK(s[0].exporters == std::vector<std::string>{"PER"});
  CHECK(s[0].importers == std::vector<std::string>{"CHN"});
  CHECK(s[0].percent == -10);
  CHECK_FALSE(s[0].both_ways);
  CHECK(s[1].exporters == std::vector<std::string>{"A", "B"});
  CHECK(s[1].both_ways);
  CHECK(s[2].exporters == std::vector<std::string>{"*"});
  CHECK(s[2].percent == 2.5);
}

TEST_CASE("Shocks as log costs: pairs once, home never, several add up") {
  const std::vector<std::string> abc{"A", "B", "C"};
  const auto one = log_cost_change(abc, parse_shocks("A>B,-10%"));
  CHECK(one(0, 1) == std::log1p(-0.1));
  CHECK(one.cwiseAbs().sum() == std::abs(one(0, 1)));
  const auto both = log_cost_change(abc, parse_shocks("A<>B,-10%"));
  CHECK(both(0, 1) == both(1, 0));
  const auto all = log_cost_change(abc, parse_shocks("*<>*,10%"));
  CHECK(all.diagonal().isZero());
  CHECK(all(2, 1) == std::log1p(0.1));                     // both ways, yet once
  CHECK(log_cost_change(abc, {{{"A"}, {"B"}}}).isZero());  // no percentage is no change
  const auto group = log_cost_change(abc, parse_shocks("A+B>B+C,10%"));
  CHECK(group(0, 1) > 0);
  CHECK(group(0, 2) > 0);
  CHECK(group(1, 2) > 0);
  CHECK(group(1, 1) == 0);
  const auto twice = log_cost_change(abc, parse_shocks("A>B,-10%;A>*,-10%"));
  CHECK_CLOSE_ABS(twice(0, 1), 2 * std::log1p(-0.1), 1e-16);
}

TEST_CASE("Sentences for shocks that name nothing") {
  const std::vector<std::string> abc{"A", "B", "C"};
  CHECK_REFUSES(argument_error, "'AB,-10%' is not of the form", parse_shocks("AB,-10%"));
  CHECK_REFUSES(argument_error, "is not of the form", parse_shocks(""));
  CHECK_REFUSES(argument_error, "is not of the form", parse_shocks("A>B"));
  CHECK_REFUSES(argument_error, "does not end in %", parse_shocks("A>B,-10"));
  CHECK_REFUSES(argument_error, "'x' is not a number", parse_shocks("A>B,x%"));
  CHECK_REFUSES(argument_error, "is not a number", parse_shocks("A>B,%"));
  CHECK_REFUSES(argument_error, "must be above -100", parse_shocks("A>B,-100%"));
  CHECK_REFUSES(argument_error, "a name is missing", parse_shocks(">B,-10%"));
  CHECK_REFUSES(argument_error, "a name is missing", parse_shocks("A+>B,-10%"));
  CHECK_REFUSES(argument_error, "names 'Q'", log_cost_change(abc, parse_shocks("Q>B,-10%")));
  CHECK_REFUSES(argument_error, "changes no pair", log_cost_change(abc, parse_shocks("A>A,-10%")));
}
