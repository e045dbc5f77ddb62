#include <bilateral/core/error.hpp>
#include <bilateral/numeric/parallel.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#if defined(__unix__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#define BILATERAL_TEST_LIMITED_CHILD 1
#endif

using namespace bilateral;

namespace {

std::vector<double> sines(unsigned threads) {
  std::vector<double> out(5000);
  parallel_for(out.size(), threads, [&](std::size_t i) { out[i] = std::sin(double(i)); });
  return out;
}

// a system that gives `left` threads and then none
struct scarce {
  int* left;
  int* refused;
  bool memory = false;
  template <class Task>
  std::thread operator()(Task&& task) const {
    if (*left > 0) {
      --*left;
      return std::thread(std::forward<Task>(task));
    }
    ++*refused;
    if (memory) throw std::bad_alloc();
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
  }
};

struct broken {
  int* left;
  template <class Task>
  std::thread operator()(Task&& task) const {
    if (--*left >= 0) return std::thread(std::forward<Task>(task));
    throw argument_error("no launcher");
  }
};

}  // namespace

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

TEST_CASE("of several failures that of the lowest piece, whatever the number of threads") {
  for (int repeat = 0; repeat < 50; ++repeat) {
    for (const unsigned threads : {1U, 2U, 7U, 64U}) {
      std::string said;
      try {
        parallel_for(1000, threads, [](std::size_t i) {
          if (i % 100 == 37) throw argument_error("piece " + std::to_string(i));
        });
      } catch (const argument_error& e) {
        said = e.what();
      }
      CHECK(said == "piece 37");
    }
  }
}

TEST_CASE("fewer threads than asked for give the same bits") {
  const std::vector<double> wanted = sines(1);
  for (const bool memory : {false, true}) {
    for (const int given : {0, 1, 3}) {
      std::vector<double> out(wanted.size());
      int left = given;
      int refused = 0;
      parallel_for(
          out.size(), 8, [&](std::size_t i) { out[i] = std::sin(double(i)); },
          scarce{&left, &refused, memory});
      CHECK(out == wanted);
      CHECK(refused == 1);  // a refusal is not asked for again
      CHECK(left == 0);
    }
  }
  int left = 2;
  int refused = 0;
  CHECK_THROWS_WITH_AS(parallel_for(
                           50, 8,
                           [](std::size_t i) {
                             if (i >= 20) throw argument_error(std::to_string(i));
                           },
                           scarce{&left, &refused}),
                       "20", argument_error);
}

TEST_CASE("a launcher that fails otherwise is the caller's failure, with no thread left behind") {
  std::atomic<int> done{0};
  int left = 3;
  CHECK_THROWS_WITH_AS(parallel_for(
                           100, 8, [&](std::size_t) { ++done; }, broken{&left}),
                       "no launcher", argument_error);
  CHECK(done.load() <= 100);
}

#ifdef BILATERAL_TEST_LIMITED_CHILD
TEST_CASE("a process without memory for 1,024 threads finishes with the same bits") {
  const std::vector<double> wanted = sines(1);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit memory{rlim_t{256} << 20, rlim_t{256} << 20};  // 1,024 stacks take 8 GB
    if (setrlimit(RLIMIT_AS, &memory) != 0) _exit(3);
    bool scarce_here = false;
    try {
      std::vector<std::thread> pool;
      std::atomic<bool> go{false};
      for (int t = 0; t < 1024 && !scarce_here; ++t) {
        try {
          pool.emplace_back([&go] {
            while (!go.load()) std::this_thread::yield();
          });
        } catch (const std::system_error&) {
          scarce_here = true;
        }
      }
      go = true;
      for (auto& thread : pool) thread.join();
      _exit(!scarce_here ? 4 : sines(1024) == wanted ? 0 : 5);
    } catch (...) {
      _exit(6);
    }
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));  // not std::terminate
  CHECK(WEXITSTATUS(status) == 0);
}
#endif
