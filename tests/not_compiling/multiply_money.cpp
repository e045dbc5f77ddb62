// expect: units_whose_product_has_no_name && 'U', 'S', 'D'
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  (void)(quantity<usd>(1) * quantity<per<cny, usd>>(2));
#ifdef BILATERAL_MUST_FAIL
  (void)(quantity<usd>(1) * quantity<usd>(2));
#endif
}
