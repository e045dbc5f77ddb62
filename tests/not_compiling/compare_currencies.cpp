// expect: different_units_do_not_compare && 'U', 'S', 'D' && 'C', 'N', 'Y'
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  (void)(quantity<usd>(1) < quantity<usd>(2));
#ifdef BILATERAL_MUST_FAIL
  (void)(quantity<usd>(1) < quantity<cny>(2));
#endif
}
