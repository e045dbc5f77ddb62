#include <bilateral/numeric/row_blocks.hpp>

#include "support/close.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

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

TEST_CASE("row blocks: pieces of 16,384 rows, for sums too") {
  using piece = std::pair<std::size_t, std::size_t>;
  const auto pieces = [](std::size_t n) {
    std::vector<piece> out;
    for_row_blocks(n, 1,
                   [&](std::size_t first, std::size_t last) { out.emplace_back(first, last); });
    std::vector<piece> summed;
    const auto total =
        sum_row_blocks(n, 1, std::size_t{0}, [&](std::size_t first, std::size_t last) {
          summed.emplace_back(first, last);
          return last - first;
        });
    CHECK(total == n);
    CHECK(summed == out);
    return out;
  };
  CHECK(pieces(0).empty());
  CHECK(pieces(1) == std::vector<piece>{{0, 1}});
  CHECK(pieces(16384) == std::vector<piece>{{0, 16384}});
  CHECK(pieces(16385) == std::vector<piece>{{0, 16384}, {16384, 16385}});
  CHECK(pieces(32768) == std::vector<piece>{{0, 16384}, {16384, 32768}});
  CHECK(pieces(32769) == std::vector<piece>{{0, 16384}, {16384, 32768}, {32768, 32769}});
  // what a sum starts from is there once
  const auto nothing = [](std::size_t, std::size_t) { return std::size_t{0}; };
  CHECK(sum_row_blocks(40000, 1, std::size_t{5}, nothing) == 5);
}
