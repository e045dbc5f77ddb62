// expect: ISO 4217
#include <bilateral/core/unit.hpp>

using namespace bilateral;

int main() {
  (void)quantity<money<"PEN">>(1);
#ifdef BILATERAL_MUST_FAIL
  (void)quantity<money<"PES">>(1);
#endif
}
