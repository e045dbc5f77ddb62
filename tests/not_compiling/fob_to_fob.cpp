// expect: amount_is_fob_already
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  (void)to_fob(quantity<usd_cif>(1), 0.1);
#ifdef BILATERAL_MUST_FAIL
  (void)to_fob(quantity<usd_fob>(1), 0.1);
#endif
}
