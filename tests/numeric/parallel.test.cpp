#include <bilateral/core/error.hpp>
#include <bilateral/numeric/parallel.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace bilateral;

TEST_CASE("each piece is done once, whatever the number of threads") {
  for (const unsigned threads : {0U, 1U, 2U, 3U, 16U}) {
    std::vector<int> done(101, 0);
    parallel_for(done.size(), threads, [&](std::size_t i) { done[i] += static_cast<int>(i) + 1; });
    for (std::size_t i = 0; i < done.size(); ++i) CHECK(done[i] == static_cast<int>(i) + 1);
  }
  parallel_for(0, 4, [](std::size_t) { FAIL("there is nothing to do"); });
}

TEST_CASE("a failure on a thread reaches the caller") {
  for (const unsigned threads : {1U, 4U}) {
    CHECK_THROWS_WITH_AS(parallel_for(8, threads,
                                      [](std::size_t i) {
                                        if (i == 5) throw argument_error("piece 5 failed");
                                      }),
                         "piece 5 failed", argument_error);
  }
}
