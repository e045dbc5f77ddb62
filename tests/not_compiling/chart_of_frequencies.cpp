// expect: different_frequencies_do_not_combine && monthly && annual
#include <bilateral/report/series.hpp>

using namespace bilateral;

int main() {
  const series<monthly, usd> m;
  const series<monthly, usd> n;
  (void)sizeof(decltype(line_chart(m, n)));
#ifdef BILATERAL_MUST_FAIL
  const series<annual, usd> y;
  line_chart(m, y);
#endif
}
