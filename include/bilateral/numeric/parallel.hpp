#pragma once
/// Independent pieces of work on several threads, with results that do not depend on their number.

#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace bilateral {

/// Calls work(i) for i = 0..count-1.
///
/// @param threads  0 is as many as the machine has; piece i runs on thread i mod threads
/// @note  each piece writes to a slot of its own, so that the outcome is the same for every number of
///        threads. Of several failures that of the lowest thread is thrown.
template <class Work>
void parallel_for(std::size_t count, unsigned threads, Work&& work) {
  if (threads == 0) threads = std::thread::hardware_concurrency();
  if (threads < 1) threads = 1;
  if (threads > count) threads = static_cast<unsigned>(count == 0 ? 1 : count);
  if (threads == 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::vector<std::exception_ptr> failures(threads);
  std::vector<std::thread> pool;
  for (unsigned t = 0; t < threads; ++t) {
    pool.emplace_back([&, t] {
      try {
        for (std::size_t i = t; i < count; i += threads) work(i);
      } catch (...) {
        failures[t] = std::current_exception();
      }
    });
  }
  for (auto& thread : pool) thread.join();
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace bilateral
