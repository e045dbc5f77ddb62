// expect: do not enter one regression: aggregate the finer one first
#include <bilateral/econometrics/estimator/series_design.hpp>

using namespace bilateral;

int main() {
  const series<monthly, usd> m("m", {2020, 1}, {1.0, 2.0}), n("n", {2020, 1}, {3.0, 5.0});
  (void)regress(m, {{"n", n}});
#ifdef BILATERAL_MUST_FAIL
  const series<annual, usd> y("y", period<annual>(2020), {1.0, 2.0});
  (void)regress(m, {{"y", y}});
#endif
}
