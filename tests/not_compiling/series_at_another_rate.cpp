// expect: rate_is_between_other_currencies && 'E', 'U', 'R' && 'C', 'N', 'Y'
#include <bilateral/series/convert.hpp>

using namespace bilateral;

int main() {
  const series<monthly, cny> m;
  const series<monthly, per<usd, cny>> r;
  (void)sizeof(decltype(convert<"USD">(m, r)));
#ifdef BILATERAL_MUST_FAIL
  const series<monthly, money<"EUR">> e;
  convert<"USD">(e, r);
#endif
}
