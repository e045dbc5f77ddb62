#include <bilateral/core/when_called.hpp>

#include <doctest/doctest.h>

using namespace bilateral;

namespace {

template <class = when_called>
int answer() {
  return 42;
}

// a body that no compiler accepts: this file compiles because nobody calls it
template <class Called = when_called>
int never_called() {
  return int(sizeof(Called));
}

}  // namespace

TEST_CASE("a function is called without naming the argument, its body compiled only then") {
  CHECK(answer() == 42);
  CHECK(requires { never_called(); });  // declared, and nothing more asked
}
