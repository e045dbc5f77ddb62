// expect: returns a number, or a std::vector or Eigen vector
#include <bilateral/stats/bootstrap.hpp>

#include <optional>

using namespace bilateral;

int main() {
  const auto first = [](std::span<const std::size_t> rows) { return double(rows[0]); };
  (void)bootstrap(10, first, pair_resampling{});
#ifdef BILATERAL_MUST_FAIL
  const auto none = [](std::span<const std::size_t>) { return std::optional<double>(); };
  (void)bootstrap(10, none, pair_resampling{});
#endif
}
