#include <bilateral/series/convert.hpp>

#include "support/close.hpp"

#include <limits>

using namespace bilateral;

namespace {

const double none = std::numeric_limits<double>::quiet_NaN();
using cny_cif = money<"CNY", valuation::cif>;

series<annual, cny_cif> imports() {
  return {"imports", period<annual>(2014), {600, none, 700}, {"customs", "", ""}};
}
series<annual, per<usd, cny>> rate() {
  return {"rate", period<annual>(2014), {0.16, 0.159, 0.15}, {"IMF", "", ""}};
}

}  // namespace

TEST_CASE("converting a series is converting its figures") {
  const series<annual, usd_cif> dollars = convert<"USD">(imports(), rate());
  for (int year : {2014, 2016}) {
    const period<annual> p(year);
    CHECK(dollars[p] == convert<"USD">(*imports()[p], *rate()[p]));
  }
  CHECK_FALSE(dollars[period<annual>(2015)].has_value());
  CHECK(dollars.name == "imports");
  CHECK(dollars.source.source == "customs; IMF");
  static_assert(std::same_as<decltype(imports() * rate()), series<annual, usd_cif>>);
  static_assert(std::same_as<decltype(rate() * imports()), series<annual, usd_cif>>);
  CHECK((imports() * rate()).value(period<annual>(2016)) == dollars.value(period<annual>(2016)));
  const quantity<per<usd, cny>> fixed(0.15);
  CHECK(convert<"USD">(imports(), fixed).value(period<annual>(2016)) == 700 * 0.15);
  static_assert(std::same_as<decltype(imports() * fixed), series<annual, usd_cif>>);
  CHECK((imports() * fixed).value(period<annual>(2014)) == 600 * 0.15);
  CHECK((imports() / quantity<per<cny, usd>>(6.644)).value(period<annual>(2016)) == 700 / 6.644);
  CHECK((2 * imports()).value(period<annual>(2016)) == 1400);
  series<annual, per<usd, cny>> later = rate();
  later.start = period<annual>(2015);
  CHECK_REFUSES(alignment_error, "do not cover the same periods", convert<"USD">(imports(), later));
  CHECK_REFUSES(argument_error, "divided by zero", imports() / quantity<per<cny, usd>>(0));
}

TEST_CASE("CIF to FOB and back, with one margin and with one for each period") {
  const series<annual, money<"CNY", valuation::fob>> fob = to_fob(imports(), 0.06);
  CHECK(fob.value(period<annual>(2014)) == 600 / 1.06);
  // x / 1.06 * 1.06: two roundings
  CHECK_CLOSE_REL(to_cif(fob, 0.06).value(period<annual>(2014)), 600, 1e-15);
  const series<annual, dimensionless> margins("margin", period<annual>(2014), {0.05, 0.05, 0.1});
  CHECK(to_fob(imports(), margins).value(period<annual>(2016)) == 700 / 1.1);
  CHECK_CLOSE_REL(to_cif(to_fob(imports(), margins), margins).value(period<annual>(2016)), 700,
                  1e-15);
  CHECK(fob.missing[1]);
  CHECK_REFUSES(argument_error, "to_fob: margin is -1; it must be above -1", to_fob(imports(), -1));
  CHECK_REFUSES(argument_error, "to_cif: margin is nan", to_cif(fob, none));
}

TEST_CASE("deflating checks that the deflator is 100 in the base year") {
  const series<annual, index_points> prices("prices", period<annual>(2014), {96, 98, 100});
  const auto real = deflate<2016>(imports(), prices);
  static_assert(
      std::same_as<decltype(real)::unit_type, money<"CNY", valuation::cif, constant_prices<2016>>>);
  CHECK(real.value(period<annual>(2014)) == 600 * 100.0 / 96);
  CHECK(real[period<annual>(2016)] ==
        deflate<2016>(*imports()[period<annual>(2016)], quantity<index_points>(100)));
  CHECK_REFUSES(argument_error, "deflate: prices is 96 on average in 2014, not 100",
                deflate<2014>(imports(), prices));
  // a base year outside the data cannot be checked
  CHECK(deflate<2010>(imports(), prices).value(period<annual>(2016)) == 700);
  const series<annual, index_points> bad("prices", period<annual>(2014), {96, 0, 100});
  CHECK_REFUSES(argument_error, "prices is 0 in 2015; it must be above zero",
                deflate<2016>(imports(), bad));
}
