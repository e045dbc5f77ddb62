// expect: printable_result
#include <bilateral/report/results.hpp>

using namespace bilateral;

struct measured {
  double value = 1;
};
struct stranger {
  std::string words = "of no result";
};

int main() {
  (void)summary(measured{});
#ifdef BILATERAL_MUST_FAIL
  (void)summary(stranger{});
#endif
}
