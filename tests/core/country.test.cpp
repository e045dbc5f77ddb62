#include <bilateral/core/country.hpp>

#include "support/close.hpp"

#include <type_traits>

static_assert(std::is_trivially_copyable_v<bilateral::country>);

TEST_CASE("country: three capital letters, nothing else") {
  CHECK(bilateral::country("PER").code() == "PER");
  CHECK(bilateral::country("CHN") < bilateral::country("PER"));
  for (const char* bad : {"", "PE", "per", "PERU", "P3R", "604"}) {
    CHECK_REFUSES(bilateral::argument_error, "ISO 3166", bilateral::country(bad));
  }
}
