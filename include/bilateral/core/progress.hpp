#pragma once
/// What long work tells its caller, and how the caller stops it. The library prints nothing itself.

#include <bilateral/core/error.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace bilateral {

/// Where long work is.
struct work_state {
  std::string_view stage;          ///< "reading", "ppml", "bootstrap", ...
  std::uint64_t done = 0;          ///< bytes, iterations or draws, as the stage counts
  std::uint64_t all = 0;           ///< of them in all; 0 where nobody knows
  std::optional<double> figure{};  ///< what an iteration watches: the deviance

  /// From 0 to 1; none where the end is not known.
  [[nodiscard]] std::optional<double> share() const {
    if (all == 0) return std::nullopt;
    return (std::min)(1.0, static_cast<double>(done) / static_cast<double>(all));
  }
};

/// Called now and then by long work, by one thread at a time; false asks it to stop, which it does
/// by interrupted_error. Options carry one as `progress`; none by default. Results do not depend on
/// it.
///
///   ppml(model, effects, hc::hc1, {.progress = [](const work_state& w) {
///     std::cerr << w.stage << " " << w.done << "\r";
///     return !stop_was_pressed;
///   }});
using progress_hook = std::function<bool(const work_state&)>;

/// Work that its caller stopped.
class interrupted_error : public error {
 public:
  using error::error;
};

/// Tells the hook, where there is one. @throws interrupted_error  it asks to stop
inline void report_progress(const progress_hook& hook, const work_state& state) {
  if (hook && !hook(state))
    throw interrupted_error(std::string(state.stage) + ": stopped by the caller");
}

/// Pieces of work counted over threads: the hook hears of about two hundred of them.
class progress_counter {
 public:
  progress_counter(const progress_hook& hook, std::string_view stage, std::uint64_t all)
      : hook_(hook), stage_(stage), all_(all), stride_((std::max)(std::uint64_t{1}, all / 200)) {}

  /// One piece more. @throws interrupted_error  the hook asks to stop
  void step() {
    if (!hook_) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (++done_ % stride_ == 0 || done_ == all_) report_progress(hook_, {stage_, done_, all_, {}});
  }

 private:
  const progress_hook& hook_;
  std::string_view stage_;
  std::uint64_t all_, stride_, done_ = 0;
  std::mutex mutex_;
};

}  // namespace bilateral
