#include <bilateral/core/unit.hpp>

#include <bilateral/core/currency.hpp>

#include "support/close.hpp"

using namespace bilateral;

static_assert(std::same_as<unit_quotient<usd_fob, tonne>, per<usd_fob, tonne>>);
static_assert(std::same_as<unit_quotient<usd, usd>, dimensionless>);
static_assert(std::same_as<unit_product<per<usd_fob, tonne>, tonne>, usd_fob>);
static_assert(std::same_as<mixed_valuation<usd_fob, usd_cif>, usd_mixed>);
static_assert(is_currency_code("PEN") && !is_currency_code("PES") && !is_currency_code("US"));

TEST_CASE("unit: quantities and conversions") {
  const quantity<usd_fob> value(5000);
  const quantity<tonne> weight(2);
  CHECK((value / weight).value == 2500);
  CHECK((value / weight * weight) == value);
  CHECK(convert<"CNY">(value, quantity<per<cny, usd>>(6.5)).value == 32500);
  CHECK_CLOSE_REL(to_fob(to_cif(value, 0.1), 0.1).value, 5000, 1e-15);
  CHECK(deflate<2010>(value, quantity<index_points>(125)).value == 4000);
  CHECK(unit_name<per<usd_fob, tonne>>() == "USD FOB per tonnes");
  CHECK(unit_name<money<"USD", valuation::unstated, constant_prices<2010>>>() ==
        "USD at prices of 2010");
  CHECK(unit_name<usd_mixed>() == "USD (exports FOB, imports CIF)");
}
