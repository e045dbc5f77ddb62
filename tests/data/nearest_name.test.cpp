#include <bilateral/data/nearest_name.hpp>

#include <doctest/doctest.h>

using namespace bilateral;

TEST_CASE("nearest name: distances count edits and exchanged neighbours") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("price", "price") == 0);
  CHECK(edit_distance("pirce", "price") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("", "abc") == 3);
  for (const char* a : {"a", "trade", "exporter"}) {
    for (const char* b : {"trade", "rate", "x"}) CHECK(edit_distance(a, b) == edit_distance(b, a));
  }
}

TEST_CASE("nearest name: a suggestion, or the names that exist") {
  const std::vector<std::string> names = {"exporter", "importer", "trade"};
  CHECK(suggestion("exportre", names) == "; did you mean exporter?");
  CHECK(suggestion("gdp", names) == " among exporter, importer, trade");
  CHECK(suggestion("x", std::vector<std::string>{}).empty());
  CHECK(suggestion("zzz", std::vector<std::string>(25, "column")).ends_with("column, and 5 more"));
}
