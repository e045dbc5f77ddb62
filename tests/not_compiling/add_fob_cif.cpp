// expect: different_units_do_not_add && valuation::fob && valuation::cif
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  (void)(quantity<usd_fob>(1) + quantity<usd_fob>(2));
#ifdef BILATERAL_MUST_FAIL
  (void)(quantity<usd_fob>(1) + quantity<usd_cif>(2));
#endif
}
