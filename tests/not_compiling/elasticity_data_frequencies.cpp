// expect: different_frequencies_do_not_combine && deleted
#include <bilateral/trade/elasticity.hpp>

using namespace bilateral;

int main() {
  const series<monthly, usd> m("m", {2020, 1}, {1.0, 2.0}), n("n", {2020, 1}, {3.0, 5.0});
  (void)elasticity_data(m, n);
#ifdef BILATERAL_MUST_FAIL
  const series<annual, usd> y("y", period<annual>(2020), {1.0, 2.0});
  elasticity_data(m, y);
  elasticity_data(m, y, {}, {});
#endif
}
