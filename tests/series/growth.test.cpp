#include <bilateral/series/growth.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
series<monthly, usd_fob> two_years() {  // Peru's exports to China, SUNAT, million USD
  return {"exports",
          period<monthly>(2015, 1),
          {537.1, 495.2, 461.7, 368.6, 551.4, 782.9, 573.7, 822.7, 537.1, 797.0, 704.8, 759.2,
           508.8, 541.1, 637.9, 614.6, 681.2, 479.8, 930.8, 671.3, 627.7, 948.7, 832.3, 1017.9}};
}
}  // namespace

TEST_CASE("growth: January-August 2016 of Peru's exports to China is +10.28 percent") {
  const auto y = growth_year_to_date(two_years(), 8);
  CHECK(y.start == period<annual>(2016));
  CHECK_CLOSE_ABS(y.values[0], 10.28, 0.005);
  const auto a = year_to_date(two_years(), 2015, 8), b = year_to_date(two_years(), 2016, 8);
  CHECK_CLOSE_REL(a.value, 4593.3, 1e-14);
  CHECK_CLOSE_REL(b.value, 5065.5, 1e-14);
  CHECK(*growth(a, b) == y.values[0]);
  CHECK_REFUSES(alignment_error, "not comparable", growth(a, year_to_date(two_years(), 2016, 7)));
  CHECK_CLOSE_REL(full_year(two_years(), 2015).value, 7391.4, 1e-14);
}

TEST_CASE("growth: over a year, a month, annualised") {
  const auto s = two_years();
  CHECK_CLOSE_REL(growth(s).values[0], 100 * (508.8 / 537.1 - 1), 1e-13);
  CHECK_CLOSE_REL(growth(s, {.periods = 1}).values[0], 100 * (495.2 / 537.1 - 1), 1e-13);
  CHECK_CLOSE_REL(growth(s, {.periods = 3, .annualised = true}).values[0],
                  100 * (std::pow(368.6 / 537.1, 4) - 1), 1e-13);
  CHECK_CLOSE_REL(log_growth(s, 12).values[0], std::log(508.8 / 537.1), 1e-12);
}

TEST_CASE("growth: across zero or a sign it is undefined, with the reason") {
  const series<annual, usd> s("x", period<annual>(2000), {1, 0, 2, -1, -2});
  const auto g = growth(s);
  CHECK(g.values[0] == -100);
  CHECK(g.reason(1) == "growth from zero is undefined");
  CHECK(g.reason(2) == "growth across a change of sign is undefined");
  CHECK(g.values[3] == 100);
  CHECK_FALSE(growth_rate(-1, 0).has_value());
  CHECK(undefined_growth(-1, 0) == "growth across a change of sign is undefined");
  CHECK_FALSE(growth_rate(0, 1).has_value());
  CHECK_FALSE(growth_rate(0, 0).has_value());
  CHECK(undefined_growth(0, 1) == "growth from zero is undefined");
}

TEST_CASE("growth on a base that is all but zero is undefined, not infinite") {
  const series<annual, usd> s("x", period<annual>(2000), {5e-324, 1, 1e-300, 1e300, 5e299});
  const auto g = growth(s, {.periods = 1});
  CHECK(g.missing[0]);
  CHECK(g.reason(0) == "growth is beyond the range of a double");
  CHECK(g.values[1] == -100);
  CHECK(g.missing[2]);
  CHECK_CLOSE_REL(g.values[3], -50, 1e-15);
  // a rate that is in range, annualised beyond it
  std::vector<double> months(14, 1.0);
  months[0] = 1e-30;
  const series<monthly, usd> m("m", period<monthly>(2000, 1), months);
  CHECK(growth(m, {.periods = 1}).values[0] > 1e31);
  const auto annualised = growth(m, {.periods = 1, .annualised = true});
  CHECK(annualised.reason(0) == "growth is beyond the range of a double");
  CHECK_FALSE(compound_growth(5e-324, 1e10, 2).has_value());
  CHECK_FALSE(compound_growth(1e-300, 1e300, 0.5).has_value());
  const double part[] = {1.0}, later[] = {1e300};
  CHECK_REFUSES(argument_error, "growth is beyond the range of a double",
                contributions(part, later, 1e-300, 1e300));
}

TEST_CASE("growth: targets, doubling, contributions and shares add up") {
  CHECK_CLOSE_REL(*growth_needed(25000, 50000, 2), 100 * (std::sqrt(2.0) - 1), 1e-14);
  CHECK_CLOSE_REL(*doubling_time(100), 1, 1e-15);
  CHECK_FALSE(doubling_time(-1).has_value());
  const std::vector<double> before{10, 20, 30}, now{12, 19, 36};
  const auto c = contributions(before, now, 70, 78);
  CHECK_CLOSE_ABS(c.points[0] + c.points[1] + c.points[2] + c.residual, c.total, 1e-13);
  const auto s = shift_share(10, 15, 100, 120);
  CHECK_CLOSE_REL(s.share + s.shift, 5, 1e-14);
  const auto r = decompose_ratio(2, 3, 5, 4);
  CHECK_CLOSE_REL(r.numerator + r.denominator, r.ratio, 1e-14);
  const std::vector<double> thirds{100.0 / 3, 100.0 / 3, 100.0 / 3};
  const auto shown = rounded_to_total(thirds, 1);
  CHECK_CLOSE_ABS(shown[0] + shown[1] + shown[2], 100, 1e-12);
  CHECK_CLOSE_ABS(shown[0], 33.4, 1e-12);
}

TEST_CASE("growth: records and runs") {
  const auto s = two_years();
  CHECK(*record_high(s, period<monthly>(2016, 12)));
  CHECK_FALSE(*record_high(s, period<monthly>(2016, 11)));
  CHECK_FALSE(record_high(s, period<monthly>(2015, 1)).has_value());
  CHECK(run_length(s, period<monthly>(2016, 12)) == 1);
  CHECK(run_length(s, period<monthly>(2016, 3)) == 2);
}

TEST_CASE("growth from zero and from below zero has no rate, growth to zero is minus 100") {
  CHECK_FALSE(growth_rate(0, 5).has_value());
  CHECK_FALSE(growth_rate(0, 0).has_value());
  CHECK_FALSE(growth_rate(-5, 0).has_value());  // a change of sign's edge: no rate of 100 either
  CHECK_FALSE(growth_rate(-5, 5).has_value());
  CHECK_FALSE(growth_rate(5, -5).has_value());
  CHECK(*growth_rate(5, 0) == -100);
  CHECK_CLOSE_REL(*growth_rate(-5, -2), -60, 1e-15);
  CHECK(undefined_growth(0, 5) == "growth from zero is undefined");
  CHECK(undefined_growth(-5, 5) == "growth across a change of sign is undefined");
}

TEST_CASE("a total of part of a year prints with the months that it holds") {
  const series<monthly, usd_fob> x("x", period<monthly>(2016, 1), {1000, 500, 1.5});
  CHECK(to_string(year_to_date(x, 2016, 3)) == "January-March 2016: 1,501.5 USD FOB");
  CHECK(to_string(year_to_date(x, 2016, 1)) == "January 2016: 1,000 USD FOB");
  const series<quarterly, usd_fob> q("q", period<quarterly>(2016, 1), {10, 5});
  CHECK(to_string(year_to_date(q, 2016, 2)) == "2016, 1 to 2: 15 USD FOB");
}

TEST_CASE("means, contributions, shifts and ratios by hand") {
  series<annual, percent> g("g", period<annual>(2000), {3, 5, 100, 10});
  g.mask(2, "a strike");
  CHECK(*average_growth(g) == 6);
  CHECK_FALSE(
      average_growth(series<annual, percent>("none", period<annual>(2000), {})).has_value());
  CHECK(over_year<monthly>().periods == 12);
  CHECK(over_year<quarterly>().periods == 4);
  CHECK_FALSE(over_year<annual>().annualised);
  const std::vector<double> before{10, 20, 30}, now{12, 19, 36};
  const auto c = contributions(before, now, 50, 60);
  CHECK(c.total == doctest::Approx(20).epsilon(1e-14));
  CHECK_CLOSE_REL(c.points[0], 4, 1e-14);
  CHECK_CLOSE_REL(c.points[1], -2, 1e-14);
  CHECK_CLOSE_REL(c.points[2], 12, 1e-14);
  CHECK_CLOSE_REL(c.residual, 6, 1e-13);
  CHECK(contributions(before, now, 50, -10).total == -120);
  const auto s = shift_share(10, 15, 100, 120);
  CHECK_CLOSE_REL(s.share, 2, 1e-14);
  CHECK_CLOSE_REL(s.shift, 3, 1e-14);
  const auto r = decompose_ratio(2, 3, 5, 4);
  CHECK_CLOSE_REL(r.numerator, std::log(1.5), 1e-14);
  CHECK_CLOSE_REL(r.denominator, std::log(1.25), 1e-14);
  CHECK_CLOSE_REL(*compound_growth(100, 121, 2), 10, 1e-13);
  CHECK(*compound_growth(100, 0, 2) == -100);
  CHECK_FALSE(compound_growth(0, 5, 2).has_value());
  CHECK_FALSE(doubling_time(0).has_value());
  CHECK_CLOSE_REL(*doubling_time(7), std::log(2.0) / std::log(1.07), 1e-14);
  CHECK_REFUSES(argument_error, "n is 0", compound_growth(1, 2, 0));
  CHECK_REFUSES(argument_error, "before has 3 values but now has 1",
                contributions(before, std::vector<double>{1}, 60, 60));
  CHECK_REFUSES(argument_error, "the total before is 0", contributions(before, now, 0, 60));
  CHECK_REFUSES(argument_error, "the total before is 0", shift_share(1, 1, 0, 60));
  CHECK_REFUSES(argument_error, "values must be above zero", decompose_ratio(1, 1, 0, 1));
}

TEST_CASE("records and runs count ties, falls and gaps") {
  series<annual, usd> s("x", period<annual>(2000), {3, 2, 1, 1, 4, 4, 5});
  const auto at = [](int year) { return period<annual>(year); };
  CHECK(run_length(s, at(2000)) == 0);
  CHECK(run_length(s, at(2001)) == -1);
  CHECK(run_length(s, at(2002)) == -2);
  CHECK(run_length(s, at(2003)) == 0);  // neither rise nor fall
  CHECK(run_length(s, at(2004)) == 1);
  CHECK(*record_high(s, at(2004)));
  CHECK_FALSE(*record_high(s, at(2005)));  // equal to the record is none
  s.mask(4, "lost");
  CHECK(run_length(s, at(2005)) == 0);
  CHECK(run_length(s, at(2006)) == 1);
  CHECK(*record_high(s, at(2005)));
  CHECK_FALSE(record_high(s, at(2004)).has_value());
}

TEST_CASE("rounded parts add up, the largest remainders are raised, the earlier first") {
  CHECK(rounded_to_total(std::vector<double>{1.25, 2.5, 3.25}, 0) == std::vector<double>{1, 3, 3});
  CHECK(rounded_to_total(std::vector<double>{0.5, 0.5, 1}, 0) == std::vector<double>{1, 0, 1});
  CHECK(rounded_to_total(std::vector<double>{-1.5, 2.5}, 0) == std::vector<double>{-1, 2});
  CHECK(rounded_to_total(std::vector<double>{140, 260}, -2) == std::vector<double>{100, 300});
  CHECK_REFUSES(argument_error, "a part is missing",
                rounded_to_total(std::vector<double>{1, std::nan("")}, 0));
}

TEST_CASE("totals of parts of a year: refusals, and years that are not whole") {
  const auto s = two_years();
  CHECK_REFUSES(argument_error, "through is 13", year_to_date(s, 2015, 13));
  CHECK_REFUSES(argument_error, "through is 0", year_to_date(s, 2015, 0));
  CHECK_REFUSES(data_error, "exports has no", year_to_date(s, 2017, 1));
  // February 2015 to July 2017: the first whole year is 2016, January to August ends in 2016
  const series<monthly, usd> late("late", period<monthly>(2015, 2), std::vector<double>(30, 1.0));
  CHECK_REFUSES(argument_error, "does not cover two years", growth_year_to_date(late, 8));
  const auto july = growth_year_to_date(late, 7);
  CHECK(july.start == period<annual>(2017));
  CHECK(july.size() == 1);
  CHECK(july.values[0] == 0);
  CHECK(*growth(full_year(s, 2015), full_year(s, 2016)) ==
        growth_rate(full_year(s, 2015).value, full_year(s, 2016).value));
}
