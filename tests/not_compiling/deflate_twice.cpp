// expect: amount_is_at_constant_prices_already && Year = 2010
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  [[maybe_unused]] const auto real = deflate<2010>(quantity<usd>(1), quantity<index_points>(90));
#ifdef BILATERAL_MUST_FAIL
  (void)deflate<2016>(real, quantity<index_points>(90));
#endif
}
