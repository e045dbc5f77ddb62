#include <bilateral/core/unit.hpp>

#include <bilateral/core/currency.hpp>

#include "support/close.hpp"

#include <sstream>

using namespace bilateral;

// units of a caller's own, in a namespace of its own
namespace energy {
struct barrels {
  static constexpr const char* name = "barrels";
  static constexpr const char* one = "barrel";
};
struct megawatt_hours {
  static constexpr const char* name = "MWh";
};
struct containers {
  static std::string name() { return "TEU"; }
};
}  // namespace energy

static_assert(unit<energy::barrels> && unit<per<usd, energy::megawatt_hours>> &&
              unit<log_of<energy::containers>>);
static_assert(!unit<int> && !unit<per<usd, int>> && !unit<log_of<int>>);

// what cannot be written is known to concepts too
template <class A, class B>
concept adds = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept orders = requires(A a, B b) {
  a < b;
};
template <class A, class B>
concept multiplies = requires(A a, B b) {
  a* b;
};
static_assert(adds<quantity<usd>, quantity<usd>> && !adds<quantity<usd>, quantity<cny>>);
static_assert(orders<quantity<usd>, quantity<usd>> && !orders<quantity<usd>, quantity<usd_fob>>);
static_assert(!multiplies<quantity<usd>, quantity<usd>>);

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
  CHECK(unit_name<per<usd_fob, tonne>>() == "USD FOB per tonne");
  CHECK(unit_name<money<"USD", valuation::unstated, constant_prices<2010>>>() ==
        "USD at prices of 2010");
  CHECK(unit_name<usd_mixed>() == "USD (exports FOB, imports CIF)");
}

TEST_CASE("unit: an amount at a rate of exchange keeps its valuation and basis") {
  using cny_cif = money<"CNY", valuation::cif>;
  using real_cny = money<"CNY", valuation::fob, constant_prices<2010>>;
  const quantity<cny_cif> imports(700);
  const quantity<per<usd, cny>> dollars_per_yuan(0.15);
  const quantity<per<cny, usd>> yuan_per_dollar(6.644);
  static_assert(std::same_as<decltype(imports * dollars_per_yuan), quantity<usd_cif>>);
  static_assert(std::same_as<decltype(dollars_per_yuan * imports), quantity<usd_cif>>);
  static_assert(std::same_as<decltype(imports / yuan_per_dollar), quantity<usd_cif>>);
  static_assert(std::same_as<unit_product<real_cny, per<usd, cny>>,
                             money<"USD", valuation::fob, constant_prices<2010>>>);
  static_assert(std::same_as<unit_product<cny, per<usd, cny>>, usd>);
  static_assert(!units_multiply<money<"EUR">, per<usd, cny>>);  // the rate of another currency
  CHECK((imports * dollars_per_yuan).value == 700 * 0.15);
  CHECK((imports / yuan_per_dollar).value == 700 / 6.644);
  CHECK(imports * dollars_per_yuan == convert<"USD">(imports, dollars_per_yuan));
}

TEST_CASE("unit: quantities print their figure and unit") {
  const auto said = [](auto q) {
    std::ostringstream out;
    out << q;
    CHECK(out.str() == to_string(q));
    return out.str();
  };
  CHECK(said(quantity<usd_fob>(8492321437.5)) == "8,492,321,438 USD FOB");
  CHECK(said(quantity<per<usd, energy::barrels>>(52.3)) == "52.3 USD per barrel");
  CHECK(said(quantity<percent>(-14.94512345)) == "-14.9451 percent");
  CHECK(said(quantity<dimensionless>(0.46)) == "0.46");
  CHECK(said(quantity<unspecified>(3)) == "3 unit not stated");
  CHECK(said(quantity<jobs>(0)) == "0 jobs");
  CHECK(said(quantity<percent>(100)) == "100 percent");
  CHECK(said(quantity<percent>(1e-9)) == "1e-09 percent");
  CHECK(said(quantity<percent>(0.00123456789)) == "0.00123457 percent");
  CHECK(said(quantity<usd>(1e20)) == "1e+20 USD");
  CHECK(in_millions(quantity<usd_fob>(8492321437.5)) == "8,492.3 million USD FOB");
  CHECK(in_millions(quantity<usd>(-1234567), 2) == "-1.23 million USD");
}
