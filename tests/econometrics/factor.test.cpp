#include <bilateral/econometrics/factor.hpp>

#include "support/close.hpp"

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
