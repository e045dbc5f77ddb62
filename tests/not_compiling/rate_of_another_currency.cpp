// expect: rate_is_between_other_currencies && 'P', 'E', 'N' && 'C', 'N', 'Y'
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  (void)convert<"USD">(quantity<cny>(1), quantity<per<usd, cny>>(2));
#ifdef BILATERAL_MUST_FAIL
  (void)convert<"USD">(quantity<pen>(1), quantity<per<usd, cny>>(2));
#endif
}
