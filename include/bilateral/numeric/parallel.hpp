#pragma once
/// Independent pieces of work on several threads, with results that do not depend on their number.

#include <bilateral/core/progress.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <new>
#include <string_view>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// How `parallel_for` gets a thread: one of the standard library. Another launcher is a callable of
/// the same form; one that throws std::system_error or std::bad_alloc has no thread to give.
struct start_thread {
  template <class Task>
  std::thread operator()(Task&& task) const {
    return std::thread(std::forward<Task>(task));
  }
};

namespace detail {

// Threads that are waited for whatever happens.
class thread_pool {
 public:
  explicit thread_pool(std::size_t capacity) { threads_.reserve(capacity); }
  ~thread_pool() { join(); }
  thread_pool(const thread_pool&) = delete;
  thread_pool& operator=(const thread_pool&) = delete;

  // false where the system has no further thread
  template <class Launch, class Task>
  bool start(Launch& launch, Task task) {
    try {
      threads_.push_back(launch(std::move(task)));
    } catch (const std::system_error&) {
      return false;
    } catch (const std::bad_alloc&) {
      return false;
    }
    return true;
  }
  void join() {
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  std::vector<std::thread> threads_;
};

// Pieces handed out in ascending order, a run of them at a time, and the first failure. As a run is
// handed out before all higher ones, the failure kept is that of the lowest failing piece.
template <class Work>
class piece_queue {
 public:
  piece_queue(std::size_t count, std::size_t run, Work& work)
      : count_(count), run_(run), work_(work) {}

  void drain() noexcept {
    std::size_t i = 0;
    while (!failed_.load(std::memory_order_relaxed)) {
      const std::size_t first = next_.fetch_add(run_, std::memory_order_relaxed);
      if (first >= count_) return;
      try {
        for (i = first; i < (std::min)(first + run_, count_); ++i) work_(i);
      } catch (...) {
        keep(i, std::current_exception());
        return;
      }
    }
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void keep(std::size_t piece, std::exception_ptr failure) noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!failure_ || piece < piece_) {
      failure_ = std::move(failure);
      piece_ = piece;
    }
    failed_.store(true, std::memory_order_relaxed);
  }

  std::size_t count_;
  std::size_t run_;
  Work& work_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::size_t piece_ = 0;
};

}  // namespace detail

/// Calls work(i) for i = 0..count-1.
///
/// @param threads  the calling one among them; 0 is as many as the machine has. Where the system
///                 gives fewer, the work is done by those that it gives, at worst by the caller alone
/// @param launch   what starts a thread
/// @throws  what work(i) throws for the lowest i that fails, whatever the number of threads; no
///          further piece is begun after a failure
/// @note  each piece writes to a slot of its own, so that the outcome is the same, to the last bit,
///        for every number of threads
template <class Work, class Launch = start_thread>
void parallel_for(std::size_t count, unsigned threads, Work&& work, Launch launch = {}) {
  if (threads == 0) threads = std::thread::hardware_concurrency();
  if (threads < 1) threads = 1;
  if (threads > count) threads = static_cast<unsigned>(count == 0 ? 1 : count);
  if (threads == 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  const std::size_t run = (std::max)(std::size_t{1}, count / (std::size_t{32} * threads));
  detail::piece_queue<std::remove_reference_t<Work>> queue(count, run, work);
  {
    detail::thread_pool pool(threads - 1);
    for (unsigned t = 1; t < threads; ++t) {
      if (!pool.start(launch, [&queue] { queue.drain(); })) break;
    }
    queue.drain();
  }
  queue.rethrow();
}

/// The same, telling the hook how many pieces are done.
/// @throws interrupted_error  the hook asks to stop
template <class Work>
void parallel_for(std::size_t count, unsigned threads, const progress_hook& hook,
                  std::string_view stage, Work&& work) {
  if (!hook) return parallel_for(count, threads, work);
  progress_counter counter(hook, stage, count);
  parallel_for(count, threads, [&](std::size_t i) {
    work(i);
    counter.step();
  });
}

}  // namespace bilateral
