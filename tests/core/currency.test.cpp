#include <bilateral/core/currency.hpp>

#include <doctest/doctest.h>

#include <type_traits>

TEST_CASE("currency: ISO 4217 codes") {
  CHECK(bilateral::currency_code("USD").view() == "USD");
  CHECK(bilateral::is_currency_code("CNY"));
  CHECK_FALSE(bilateral::is_currency_code("usd"));
  CHECK_FALSE(bilateral::is_currency_code("D A"));
}

TEST_CASE("currency: the type of a code has its three letters") {
  CHECK(bilateral::currency_of<"EUR">::code() == "EUR");
  CHECK(std::is_same_v<bilateral::currency_of<"USD">, bilateral::currency<'U', 'S', 'D'>>);
}
