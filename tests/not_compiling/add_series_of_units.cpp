// expect: different_units_do_not_add && 'U', 'S', 'D' && tonne
#include <bilateral/series/convert.hpp>

using namespace bilateral;

int main() {
  const series<monthly, usd> m;
  const series<monthly, usd> n;
  (void)sizeof(decltype(m + n));
#ifdef BILATERAL_MUST_FAIL
  const series<monthly, tonne> t;
  m + t;
#endif
}
