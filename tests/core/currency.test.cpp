#include <bilateral/core/currency.hpp>

#include <doctest/doctest.h>

TEST_CASE("currency: ISO 4217 codes") {
  CHECK(bilateral::currency_code("USD").view() == "USD");
  CHECK(bilateral::is_currency_code("CNY"));
  CHECK_FALSE(bilateral::is_currency_code("usd"));
  CHECK_FALSE(bilateral::is_currency_code("D A"));
}
