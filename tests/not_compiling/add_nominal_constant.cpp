// expect: different_units_do_not_subtract && constant_prices<2010>
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  (void)(quantity<usd>(1) - quantity<usd>(2));
#ifdef BILATERAL_MUST_FAIL
  (void)(quantity<usd>(1) - quantity<money<"USD", valuation::unstated, constant_prices<2010>>>(2));
#endif
}
