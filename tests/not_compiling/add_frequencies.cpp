// expect: different_frequencies_do_not_combine && monthly && annual
#include <bilateral/series/convert.hpp>

using namespace bilateral;

int main() {
  const series<monthly, usd> m;
  const series<monthly, usd> n;
  (void)sizeof(decltype(m + n));
#ifdef BILATERAL_MUST_FAIL
  const series<annual, usd> y;
  m + y;
#endif
}
