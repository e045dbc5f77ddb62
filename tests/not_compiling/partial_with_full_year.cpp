// expect: delete
#include <bilateral/series/growth.hpp>

using namespace bilateral;

int main() {
  const year_to_date_total<monthly, usd> a{2015, 8, 1}, b{2016, 8, 2};
  (void)growth(a, b);
#ifdef BILATERAL_MUST_FAIL
  growth(full_year_total<usd>{2015, 1}, b);
#endif
}
