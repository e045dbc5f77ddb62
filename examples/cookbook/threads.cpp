// A bootstrap on two threads: the same draws, whatever the number of threads.
#include <bilateral/stats/bootstrap.hpp>

#include <cmath>
#include <iostream>
#include <span>
#include <vector>

int main() {
  using namespace bilateral;
  std::vector<double> growth;
  for (int i = 0; i < 120; ++i) growth.push_back(2 + std::sin(0.7 * i * i));
  const auto mean = [&](std::span<const std::size_t> rows) {
    double sum = 0;
    for (const std::size_t i : rows) sum += growth[i];
    return dense_vector<double>::Constant(1, sum / static_cast<double>(rows.size())).eval();
  };
  const auto one =
      bootstrap<double>(growth.size(), mean, stationary_block{12}, {.draws = 999, .threads = 1});
  const auto two =
      bootstrap<double>(growth.size(), mean, stationary_block{12}, {.draws = 999, .threads = 2});
  const auto [low, high] = percentile_interval(one, 0, 0.95);
  std::cout << "mean " << fixed_text(one.estimate[0], 3) << " [" << fixed_text(low, 3) << ", "
            << fixed_text(high, 3)
            << "]; the same on two threads: " << (one.draws == two.draws ? "yes" : "no") << "\n";
}
