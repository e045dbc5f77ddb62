#include <bilateral/trade/structure/duration.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;

TEST_CASE("Kaplan-Meier equals R survival") {
  const bilateral_test::reference_values ref("duration.csv");
  std::vector<trade_spell> spells;
  for (int i = 0; i < 60; ++i) {
    spells.push_back(
        {static_cast<std::size_t>(i), 1 + (i * 37 + 11) % 13, (i * 29 + 5) % 7 != 0, false});
  }
  const survival_curve c = kaplan_meier(spells);
  CHECK(c.spells == 60);
  int k = 0;
  for (const survival_step& s : c.steps) {
    ++k;
    CHECK(s.time == ref("time", k));
    CHECK(static_cast<double>(s.at_risk) == ref("n.risk", k));
    CHECK(static_cast<double>(s.ended) == ref("n.event", k));
    CHECK_CLOSE_ABS(s.survival, ref("surv", k), 1e-13);  // R multiplies in logs
    if (!s.std_error) continue;
    CHECK_CLOSE_REL(*s.std_error, ref("std.err", k), 1e-12);
    CHECK_CLOSE_REL(*s.low, ref("lower", k), 1e-11);
    CHECK_CLOSE_REL(*s.high, ref("upper", k), 1e-11);
  }
  CHECK_REFUSES(std::runtime_error, "no reference value",
                ref("time", k + 1));  // R has no further step
}

TEST_CASE("without censoring the curve is the empirical one; order and limits") {
  std::vector<trade_spell> spells;
  for (int i = 0; i < 40; ++i) spells.push_back({0, 1 + (i * 7) % 10, true, false});
  const survival_curve c = kaplan_meier(spells);
  double before = 1;
  for (const survival_step& s : c.steps) {
    double longer = 0;
    for (const trade_spell& t : spells) longer += t.length > s.time ? 1 : 0;
    CHECK_CLOSE_ABS(s.survival, longer / 40, 1e-14);
    CHECK(s.survival < before);
    before = s.survival;
    if (s.std_error) {
      CHECK_CLOSE_REL(*s.std_error, std::sqrt(s.survival * (1 - s.survival) / 40),
                      1e-12);  // binomial
      CHECK(*s.low < s.survival);
      CHECK(*s.high > s.survival);
    }
  }
  CHECK(c.steps.back().survival == 0);
  CHECK_FALSE(c.steps.back().std_error);
  CHECK(c.median == 5);
  std::vector<trade_spell> open(5, trade_spell{0, 3, false, false});
  CHECK(kaplan_meier(open).steps.empty());
  CHECK_FALSE(kaplan_meier(open).median);
}

TEST_CASE("spells of relations, with censoring on both sides") {
  const std::vector<bool> active{true,  true,  false, true,
                                 false, false, false, true};  // two relations, four periods
  const auto s = trade_spells(active, 4);
  REQUIRE(s.size() == 3);
  CHECK(s[0].length == 2);
  CHECK(s[0].ended);
  CHECK(s[0].from_the_start);
  CHECK(s[1].length == 1);
  CHECK_FALSE(s[1].ended);
  CHECK(s[2].relation == 1);
  CHECK_FALSE(s[2].from_the_start);
  CHECK(kaplan_meier(s).left_out == 1);
  CHECK(kaplan_meier(s, left_censored::keep).ended == 1);
  CHECK_REFUSES(argument_error, "no multiple of 3", trade_spells(active, 3));
  CHECK_REFUSES(argument_error, "periods is 0", trade_spells(active, 0));
  CHECK_REFUSES(argument_error, "whose beginning is known",
                kaplan_meier(std::span<const trade_spell>(s).first(1)));
  const std::vector<trade_spell> bad{{7, 0, true, false}};
  CHECK_REFUSES(argument_error, "a spell of relation 7 has length 0", kaplan_meier(bad));
}
