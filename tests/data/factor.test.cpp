#include <bilateral/data/factor.hpp>

#include "support/close.hpp"

#include <array>

using namespace bilateral;

TEST_CASE("factor: codes are dense and levels sorted, numbers as numbers") {
  const std::vector<std::int64_t> years{2010, 2008, 2010, 9}, wide{1, 1000000000000, 1};
  const auto f = make_factor("year", std::span<const std::int64_t>(years));
  CHECK(f.levels == 3);
  CHECK(f.codes == std::vector<std::int32_t>{2, 1, 2, 0});
  CHECK(f.label(0) == "9");
  CHECK(make_factor("id", std::span<const std::int64_t>(wide)).codes ==
        std::vector<std::int32_t>{0, 1, 0});
  const std::vector<std::string> names{"b", "a", "b"};
  CHECK(make_factor("n", std::span<const std::string>(names)).codes ==
        std::vector<std::int32_t>{1, 0, 1});
}

TEST_CASE("factor: interactions have a level for each pair that occurs") {
  const std::vector<std::int64_t> a{1, 1, 2, 2}, b{5, 6, 5, 5};
  const auto f = interact(make_factor("a", std::span<const std::int64_t>(a)),
                          make_factor("b", std::span<const std::int64_t>(b)));
  CHECK(f.name == "a^b");
  CHECK(f.codes == std::vector<std::int32_t>{0, 1, 2, 2});
  const std::vector<double> bad{1, std::nan("")};
  CHECK_REFUSES(argument_error, "x is missing", make_factor("x", std::span<const double>(bad)));
}

TEST_CASE("factor: on some of the rows, levels without any are closed up") {
  const std::vector<std::string> names = {"b", "a", "d", "c", "b"};
  const factor f = make_factor("who", std::span<const std::string>(names));
  const std::vector<std::size_t> rows = {4, 2, 0};
  const factor g = subset(f, rows);
  CHECK(g.codes == std::vector<std::int32_t>{0, 1, 0});
  CHECK(g.levels == 2);
  CHECK(g.labels == std::vector<std::string>{"b", "d"});
  CHECK(g.name == "who");
  const std::vector<std::size_t> beyond = {5};
  CHECK_REFUSES(argument_error, "row 6 of who, which has 5", subset(f, beyond));
}

TEST_CASE("factor: nested in another") {
  const std::vector<std::int64_t> pair = {1, 1, 2, 3, 3}, country = {7, 7, 7, 9, 9};
  const factor a = make_factor("pair", std::span<const std::int64_t>(pair));
  const factor b = make_factor("country", std::span<const std::int64_t>(country));
  CHECK(is_nested(a, b));
  CHECK_FALSE(is_nested(b, a));
  CHECK(is_nested(a, a));
}

TEST_CASE("factor: integers of any type, codes with their labels") {
  const factor wide = make_factor("c", std::vector<std::int64_t>{3, 1, 3});
  for (const factor& f :
       {make_factor("c", std::vector<short>{3, 1, 3}), make_factor("c", std::vector<int>{3, 1, 3}),
        make_factor("c", std::array<std::uint8_t, 3>{3, 1, 3}),
        make_factor("c", std::vector<std::size_t>{3, 1, 3})}) {
    CHECK(f.codes == wide.codes);
    CHECK(f.labels == wide.labels);
  }
  CHECK_REFUSES(argument_error, "c holds 18446744073709551615, beyond 64-bit integers",
                (void)make_factor("c", std::vector<std::uint64_t>{~std::uint64_t{0}}));
  // R: factor(c("b","a","b"), levels = c("b","z","a")) has the codes 1, 3, 1
  const factor r = factor_of_codes("g", std::vector<int>{1, 3, 1}, {"b", "z", "a"}, 1);
  CHECK(r.levels == 2);
  CHECK(r.labels == std::vector<std::string>{"b", "a"});
  CHECK(r.codes == std::vector<std::int32_t>{0, 1, 0});
  const factor pandas = factor_of_codes("g", std::vector<std::int8_t>{0, 2, 0}, {"b", "z", "a"});
  CHECK(pandas.codes == r.codes);
  CHECK_REFUSES(argument_error, "g has the code -1 in row 2 for 3 labels from 0",
                (void)factor_of_codes("g", std::vector<std::int8_t>{0, -1}, {"b", "z", "a"}));
}

TEST_CASE("factor: slopes go with the rows of a subset, and are named") {
  const factor f =
      make_factor("pair", std::span<const std::int64_t>(std::vector<std::int64_t>{4, 9, 4, 7}));
  const factor both = with_slope(f, "year", {1, 2, 3, 4});
  const factor alone = with_slope(f, "year", {1, 2, 3, 4}, group_terms::slopes_only);
  CHECK(both.name == "pair[year]");
  CHECK(alone.name == "pair[[year]]");
  const std::vector<std::size_t> rows = {2, 3};
  const factor some = subset(alone, rows);
  CHECK(some.terms == group_terms::slopes_only);
  REQUIRE(some.slopes.size() == 1);
  CHECK(some.slopes[0].values == std::vector<double>{3, 4});
  CHECK(some.levels == 2);
}
