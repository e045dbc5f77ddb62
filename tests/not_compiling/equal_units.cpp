// expect: different_units_do_not_compare && tonne && kilogram
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  (void)(quantity<tonne>(1) == quantity<tonne>(2));
#ifdef BILATERAL_MUST_FAIL
  (void)(quantity<tonne>(1) == quantity<kilogram>(2));
#endif
}
