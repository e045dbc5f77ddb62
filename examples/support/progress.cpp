#include "support/progress.hpp"

#include <bilateral/core/number.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#if defined(_WIN32)
#include <io.h>
#else
#include <unistd.h>
#endif

namespace example {

namespace {

using clock_type = std::chrono::steady_clock;

bool on_terminal() {
#if defined(_WIN32)
  return _isatty(_fileno(stderr)) != 0;
#else
  return isatty(fileno(stderr)) != 0;
#endif
}

double seconds_since(clock_type::time_point then) {
  return std::chrono::duration<double>(clock_type::now() - then).count();
}

// One line, rewritten at most five times a second.
class progress_line {
 public:
  void tell(const bilateral::work_state& w) {
    const std::string stage(w.stage);
    if (stage != stage_) {
      stage_ = stage;
      stage_began_ = clock_type::now();
    }
    if (seconds_since(began_) < 2 || (written_ > 0 && seconds_since(last_) < 0.2)) return;
    last_ = clock_type::now();
    write(words(w));
  }
  void end() {
    if (written_ == 0) return;
    std::fprintf(stderr, "\r%*s\r", static_cast<int>(written_), "");
    std::fflush(stderr);
    written_ = 0;
  }

 private:
  [[nodiscard]] std::string words(const bilateral::work_state& w) const {
    std::string line = stage_ + ": ";
    const double passed = seconds_since(stage_began_);
    if (const auto share = w.share()) {
      line += bilateral::fixed_text(100 * *share, 0) + " percent";
      if (*share > 0.01)
        line += ", about " + bilateral::fixed_text(passed * (1 - *share) / *share, 0) + " s left";
    } else {
      line += bilateral::grouped_text(static_cast<double>(w.done));
    }
    if (w.figure) line += ", deviance " + bilateral::significant_text(*w.figure, 8);
    return line;
  }
  void write(const std::string& line) {
    std::fprintf(stderr, "\r%-*s", static_cast<int>(written_), line.c_str());
    std::fflush(stderr);
    written_ = line.size() > written_ ? line.size() : written_;
  }

  clock_type::time_point began_ = clock_type::now(), stage_began_ = began_, last_ = began_;
  std::string stage_;
  std::size_t written_ = 0;
};

progress_line& line() {
  static progress_line one;
  return one;
}

}  // namespace

bilateral::progress_hook shown_progress() {
  if (!on_terminal()) return {};
  (void)line();
  return [](const bilateral::work_state& w) {
    line().tell(w);
    return true;
  };
}

void end_progress() {
  if (on_terminal()) line().end();
}

}  // namespace example
