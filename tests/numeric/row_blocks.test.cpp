#include <bilateral/numeric/row_blocks.hpp>

#include "support/close.hpp"

#include <cmath>
#include <stdexcept>

using namespace bilateral;

TEST_CASE("row blocks: every row once, whatever the threads") {
  for (const std::size_t n :
       {std::size_t{0}, std::size_t{1}, rows_of_block, 3 * rows_of_block + 7}) {
    for (const unsigned threads : {1U, 2U, 5U}) {
      std::vector<int> seen(n, 0);
      for_row_blocks(n, threads, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) ++seen[i];
      });
      CHECK(std::count(seen.begin(), seen.end(), 1) == std::ptrdiff_t(n));
    }
  }
}

TEST_CASE("row blocks: sums have the same bits for any number of threads") {
  const std::size_t n = 5 * rows_of_block + 123;
  const auto sum = [&](unsigned threads) {
    return sum_row_blocks(n, threads, 0.0, [](std::size_t first, std::size_t last) {
      double part = 0;
      for (std::size_t i = first; i < last; ++i) part += std::sin(double(i)) / 3;
      return part;
    });
  };
  const double one = sum(1);
  CHECK(sum(2) == one);
  CHECK(sum(7) == one);
  double plain = 0;
  for (std::size_t i = 0; i < n; ++i) plain += std::sin(double(i)) / 3;
  CHECK_CLOSE_ABS(one, plain, 1e-10);  // 82,000 terms below one
  CHECK(sum_row_blocks(std::size_t{0}, 1, 4.0, [](std::size_t, std::size_t) { return 1.0; }) ==
        4.0);
}

TEST_CASE("row blocks: a failure reaches the caller") {
  CHECK_THROWS_AS(for_row_blocks(3 * rows_of_block, 2,
                                 [](std::size_t first, std::size_t) {
                                   if (first > 0) throw std::runtime_error("block");
                                 }),
                  std::runtime_error);
}
