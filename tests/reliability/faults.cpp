// Memory that runs out at the n-th request and streams that fail at the k-th byte: an error, no leak, nothing
// half made. A program of its own, since it replaces operator new.
#include <bilateral/data/index.hpp>
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/estimator/formula.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/io/table_csv.hpp>
#include <bilateral/report/summary.hpp>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <sstream>
#include <string>

namespace {

long live = 0;         // blocks given and not returned
long until_none = -1;  // requests left before one fails; below 0: none fails

void* granted(std::size_t size) {
  if (until_none == 0) throw std::bad_alloc();
  if (until_none > 0) --until_none;
  void* p = std::malloc(size == 0 ? 1 : size);
  if (p == nullptr) throw std::bad_alloc();
  ++live;
  return p;
}
void returned(void* p) noexcept {
  if (p == nullptr) return;
  --live;
  std::free(p);
}

}  // namespace

void* operator new(std::size_t size) { return granted(size); }
void* operator new[](std::size_t size) { return granted(size); }
void operator delete(void* p) noexcept { returned(p); }
void operator delete[](void* p) noexcept { returned(p); }
void operator delete(void* p, std::size_t) noexcept { returned(p); }
void operator delete[](void* p, std::size_t) noexcept { returned(p); }

namespace {

using namespace bilateral;

const char* const file =
    "firm,year,y,x\na,2001,1,2\na,2002,3,1\na,2003,2,5\nb,2001,4,3\nb,2002,6,4\nb,2003,5,7\nc,2001,1,1\nc,2002,2,3\n";

std::size_t characters_of_a_study(byte_source source) {
  csv_reader rows(std::move(source), "d.csv");
  data_table table = read_table(rows, {.numbers = {"y", "x"}, .texts = {"firm", "year"}});
  index_panel(table, "firm", "year");
  const model_frame frame = frame_of(std::move(table), parse_formula("y ~ x + l(x, 1)"));
  return summary(ols(frame.model, clustered{.by = {frame.group("firm")}}), "y").size();
}

int failures = 0;
void check(bool ok, const std::string& what) {
  if (ok) return;
  std::printf("FAILED: %s\n", what.c_str());
  ++failures;
}

// the n-th request fails, for n = 1, 2, ... until all are granted
long exhaust_memory(std::size_t expected) {
  for (long n = 0;; ++n) {
    const long before = live;
    std::size_t size = 0;
    until_none = n;
    try {
      size = characters_of_a_study(bytes_of(std::string(file)));
    } catch (const std::bad_alloc&) {
    }
    until_none = -1;
    const bool kept = live == before;  // before the message is made
    check(kept, "blocks are lost where request " + std::to_string(n + 1) + " fails");
    if (size > 0) {
      check(size == expected, "another result after failures");
      return n;
    }
  }
}

// a source that throws behind k bytes: its error passes through, for every k
void break_streams(std::size_t expected) {
  const std::string text = file;
  for (std::size_t k = 0; k <= text.size(); ++k) {
    const long before = live;
    bool broke = false;
    try {
      std::size_t at = 0;
      const byte_source source = [&](char* to, std::size_t) -> std::size_t {
        if (at == k && k < text.size()) throw data_error("d.csv: cannot be read to its end");
        if (at == text.size()) return 0;
        *to = text[at++];
        return 1;
      };
      check(characters_of_a_study(source) == expected, "another result from single bytes");
    } catch (const data_error& e) {
      broke = std::string(e.what()).find("cannot be read to its end") != std::string::npos;
    }
    const bool kept = live == before;
    check(broke == (k < text.size()), "a stream that fails at byte " + std::to_string(k));
    check(kept, "blocks are lost where the stream fails at byte " + std::to_string(k));
  }
}

}  // namespace

int main() {
  const std::size_t expected = characters_of_a_study(bytes_of(std::string(file)));
  const long requests = exhaust_memory(expected);
  check(requests > 50, "too few requests to be a test");
  break_streams(expected);
  std::printf("%ld requests for memory and %zu bytes failed in turn\n", requests,
              std::string(file).size());
  return failures == 0 ? 0 : 1;
}
