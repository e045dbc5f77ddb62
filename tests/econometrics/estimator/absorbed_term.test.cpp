#include <bilateral/econometrics/estimator/absorbed_term.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

TEST_CASE("absorbed term: groups, with a slope, a slope alone") {
  const auto plain = parse_absorbed("exporter^year");
  CHECK(plain.group == "exporter^year");
  CHECK(plain.slope.empty());
  const auto both = parse_absorbed("exporter^importer[year]");
  CHECK(both.group == "exporter^importer");
  CHECK(both.slope == "year");
  CHECK(both.terms == group_terms::level_and_slopes);
  const auto alone = parse_absorbed("pair[[ year ]]");
  CHECK(alone.group == "pair");
  CHECK(alone.slope == "year");
  CHECK(alone.terms == group_terms::slopes_only);
  CHECK(parse_absorbed("\"a[b]\"[x]").group == "\"a[b]\"");
  CHECK(parse_absorbed("a[\"x ]\"]").slope == "x ]");
}

TEST_CASE("absorbed term: what cannot be read") {
  for (const char* bad : {"a[x", "a[x]]", "a[[x]", "a[x]b", "a[x][z]", "a]"}) {
    CHECK_THROWS_AS((void)parse_absorbed(bad), argument_error);
  }
  CHECK_REFUSES(argument_error, "the slope is missing in 'a[]'", (void)parse_absorbed("a[]"));
  CHECK_REFUSES(argument_error, "the slope is missing in 'a[[]]'", (void)parse_absorbed("a[[]]"));
  CHECK_REFUSES(argument_error, "the group is missing in '[x]'", (void)parse_absorbed("[x]"));
  CHECK_REFUSES(argument_error, "'a[x' is not GROUP[SLOPE] or GROUP[[SLOPE]]",
                (void)parse_absorbed("a[x"));
  CHECK_REFUSES(argument_error, "is not one column", (void)parse_absorbed("a[x^z]"));
}

TEST_CASE("absorbed factor: of a table") {
  data_table table;
  table.add(number_column{"firm", {3, 1, 3}});
  table.add(number_column{"year", {2001, 2002, 2003}});
  table.add(number_column{"gap", {2001, std::nan(""), 2003}});
  const factor f = absorbed_factor(table, "firm[year]");
  CHECK(f.name == "firm[year]");
  CHECK(f.levels == 2);
  REQUIRE(f.slopes.size() == 1);
  CHECK(f.slopes[0].values == std::vector<double>{2001, 2002, 2003});
  CHECK(absorbed_factor(table, "firm").slopes.empty());
  CHECK_REFUSES(data_error, "month", (void)absorbed_factor(table, "firm[month]"));
  CHECK_REFUSES(argument_error, "gap is missing (NaN) in row 2",
                (void)absorbed_factor(table, "firm[gap]"));
}
