// expect: this is no covariance
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

using namespace bilateral;

int main() {
  const regression<double> model;
  (void)ols(model, hc::hc1);
#ifdef BILATERAL_MUST_FAIL
  (void)ols(model, "hc1");
#endif
}
