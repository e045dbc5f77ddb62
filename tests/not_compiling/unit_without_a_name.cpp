// expect: unit && nameless
#include <bilateral/core/unit.hpp>

using namespace bilateral;

struct barrels {
  static constexpr const char* name = "barrels";
};
struct nameless {};

int main() {
  (void)quantity<barrels>(1);
#ifdef BILATERAL_MUST_FAIL
  (void)quantity<nameless>(1);
#endif
}
