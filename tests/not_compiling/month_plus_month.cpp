// expect: operator+
#include <bilateral/core/period.hpp>

using namespace bilateral;

int main() {
  (void)(period<monthly>(2016) + 1);
#ifdef BILATERAL_MUST_FAIL
  (void)(period<monthly>(2016) + period<monthly>(2016));
#endif
}
