#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/bootstrap.hpp>

#include "support/close.hpp"

#include <vector>

using namespace bilateral;

TEST_CASE("progress: pieces are counted whatever the threads, the last one always told") {
  for (const unsigned threads : {1U, 2U, 3U}) {
    std::vector<std::uint64_t> told;
    const progress_hook hook = [&](const work_state& w) {
      CHECK(w.stage == "draws");
      CHECK(w.all == 1000);
      told.push_back(w.done);
      return true;
    };
    std::vector<int> done(1000, 0);
    parallel_for(1000, threads, hook, "draws", [&](std::size_t i) { done[i] = 1; });
    CHECK(told.size() == 200);
    CHECK(std::is_sorted(told.begin(), told.end()));
    CHECK(told.back() == 1000);
    CHECK(std::count(done.begin(), done.end(), 1) == 1000);
  }
  CHECK(*work_state{"x", 1, 4, {}}.share() == 0.25);
  CHECK(*work_state{"x", 9, 4, {}}.share() == 1);
  CHECK_FALSE(work_state{"x", 9, 0, {}}.share());
}

TEST_CASE("progress: a hook that says stop ends the work with an error of its own") {
  int calls = 0;
  std::size_t begun = 0;
  const progress_hook stop = [&](const work_state&) { return ++calls < 3; };
  CHECK_REFUSES(interrupted_error, "draws: stopped by the caller",
                parallel_for(1000, 1, stop, "draws", [&](std::size_t) { ++begun; }));
  CHECK(calls == 3);
  CHECK(begun == 15);  // the hook hears of every fifth
  CHECK_REFUSES(interrupted_error, "stopped",
                parallel_for(
                    1000, 2, [](const work_state&) { return false; }, "draws", [](std::size_t) {}));
}

TEST_CASE("progress: a bootstrap tells its draws, which do not depend on who listens") {
  const auto mean = [](std::span<const std::size_t> rows) {
    double sum = 0;
    for (const std::size_t i : rows) sum += static_cast<double>(i * i % 7);
    return dense_vector<double>(
        dense_vector<double>::Constant(1, sum / static_cast<double>(rows.size())));
  };
  std::size_t heard = 0;
  const auto quiet = bootstrap(20, mean, pair_resampling{}, {.draws = 400});
  const auto loud =
      bootstrap(20, mean, pair_resampling{}, {.draws = 400, .progress = [&](const work_state&) {
                                                ++heard;
                                                return true;
                                              }});
  CHECK(heard == 200);
  CHECK(quiet.draws == loud.draws);
}
