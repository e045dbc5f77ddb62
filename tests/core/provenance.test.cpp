#include <bilateral/core/provenance.hpp>

#include <doctest/doctest.h>

TEST_CASE("provenance: printed and joined") {
  const bilateral::provenance a{"SUNAT", "2017-02-01", "definitive"}, b{"World Bank", "", ""};
  CHECK(to_string(a) == "SUNAT (2017-02-01): definitive");
  CHECK(joined(a, b).source == "SUNAT; World Bank");
  CHECK(joined(a, a) == a);
  CHECK(bilateral::provenance{}.empty());
}
