#include <bilateral/trade/structure/concentration.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("herfindahl: between 1/n and 1") {
  const std::vector<double> equal(6, 2.0), one{0, 5, 0}, none{0, 0};
  CHECK_CLOSE_REL(*herfindahl(equal), 1.0 / 6, 1e-14);
  CHECK(*herfindahl(one) == 1);
  CHECK_FALSE(herfindahl(none).has_value());
  CHECK(herfindahl_bounds(6) == bounds(1.0 / 6, 1, false, true));
  const std::vector<double> bad{1, -1};
  CHECK_REFUSES(argument_error, "value is -1 in row 2", herfindahl(bad));
}
