// expect: include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

using namespace bilateral;

int main() {
  const regression<double> model;
  (void)sizeof(ols(model, iid{}));
#ifdef BILATERAL_MUST_FAIL
  const std::vector<factor> effects;
  (void)ols(model, effects);
#endif
}
