// expect: different_frequencies_do_not_combine && monthly && annual
#include <bilateral/series/convert.hpp>

using namespace bilateral;

int main() {
  const series<monthly, usd> m;
  const series<monthly, index_points> d;
  (void)sizeof(decltype(deflate<2010>(m, d)));
#ifdef BILATERAL_MUST_FAIL
  const series<annual, index_points> y;
  deflate<2010>(m, y);
#endif
}
