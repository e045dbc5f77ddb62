#include <bilateral/trade/flow/claim.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("claim: the verdict follows the readings") {
  const auto yes = level_reading("", exactly(9.2), rounded(9, 0), "growth");
  const auto no = level_reading("", exactly(10.28), rounded(9, 0), "growth");
  CHECK(check_claim("+9 percent", {yes}).outcome == verdict::reproduced);
  const auto contradicted = check_claim("+9 percent", {no});
  CHECK(contradicted.outcome == verdict::contradicted);
  CHECK(bilateral_test::holds(contradicted.sentence, "contradicted by 0.78"));
  auto assumed = yes;
  assumed.assumption = "imports are counted CIF";
  const auto under = check_claim("+9 percent", {no, assumed});
  CHECK(under.outcome == verdict::under_assumption);
  CHECK(bilateral_test::holds(under.sentence, "imports are counted CIF"));
  CHECK(check_claim("+9 percent", {}).outcome == verdict::undecidable);
  const auto open = level_reading("", between(9, 10), rounded(9, 0), "growth");
  CHECK(check_claim("+9 percent", {open}).outcome == verdict::undecidable);
}

TEST_CASE("claim: records and joint readings") {
  const auto record = record_reading("rounded", between(16023, 16178), exactly(15954), "trade");
  CHECK(record.holds == decision::yes);
  const auto cut = record_reading("cut off", between(15946, 16100), exactly(15954), "trade");
  CHECK(cut.holds == decision::undetermined);
  const auto level = level_reading("rounded", between(16023, 16178), less_than(15000), "trade");
  CHECK(level.gap == 1023);
  CHECK(both_readings(record, level).holds == decision::no);
  CHECK(both_readings(record, cut).holds == decision::undetermined);
}

TEST_CASE("claim: consistent is what nothing is said against") {
  // the claim's rounding lies within what the data allow, or the data within the rounding
  const auto inside =
      level_reading("", bounds(6.09, 6.51, false, true), rounded(6.3, 1), "growth", "percent");
  CHECK(check_claim("+6.3 percent", {inside}).outcome == verdict::consistent);
  CHECK(bilateral_test::holds(inside.finding,
                              "[6.09, 6.51) percent, the claim [6.25, 6.35) percent"));
  CHECK(check_claim("9", {level_reading("", between(8.9, 9.1), rounded(9, 0), "growth")}).outcome ==
        verdict::consistent);
  CHECK(check_claim("9", {level_reading("", between(8, 9), rounded(9, 0), "growth")}).outcome ==
        verdict::undecidable);
}

TEST_CASE("claim: what needs an assumption never contradicts") {
  const auto assumed = level_reading("exports stand for trade", exactly(15.3), rounded(14.6, 1),
                                     "growth", "percent");
  const auto v = check_claim("+14.6 percent", {assumed});
  CHECK(v.outcome == verdict::undecidable);
  CHECK(bilateral_test::holds(v.sentence,
                              "missed by 0.65 percentage points if exports stand for trade"));
  // rounded and cut off: the plain reading fails, the other holds
  const auto plain = level_reading("", exactly(36.9), rounded(36, 0), "growth"),
             cut = level_reading("it was cut off", exactly(36.9), truncated(36, 0), "growth");
  CHECK(check_claim("+36", {plain, cut}).outcome == verdict::under_assumption);
  const auto cut_too =
      level_reading("it was cut off", exactly(35.1), truncated(36, 0), "growth", "percent");
  const auto both = check_claim(
      "+36", {level_reading("", exactly(35.1), rounded(36, 0), "growth", "percent"), cut_too});
  CHECK(both.outcome == verdict::contradicted);
  CHECK(bilateral_test::holds(both.sentence, "contradicted by 0.4 percentage points"));
}

TEST_CASE("claim: sources are judged one by one, and then together") {
  const auto peru = level_reading("", between(16023, 16178), bounds(14000, 15000, false, true),
                                  "trade", "million USD", "Peru");
  const auto china = no_figure("China", "there is none");
  const auto one = check_claim("nearly 15 billion", {peru, china});
  CHECK(one.outcome == verdict::contradicted_by_a_source);
  CHECK(one.sentence ==
        "Peru: contradicted by 1023 million USD; China: cannot be decided from these figures");
  const auto allowed = level_reading("", exactly(14500), bounds(14000, 15000, false, true), "trade",
                                     "million USD", "China");
  CHECK(check_claim("nearly 15 billion", {peru, allowed}).outcome == verdict::sources_disagree);
  auto other = allowed;
  other.source = "Peru";
  CHECK(check_claim("nearly 15 billion", {other, allowed}).outcome == verdict::reproduced);
  const auto allowing = check_claim("nearly 15 billion", {other, china});
  CHECK(allowing.outcome == verdict::consistent_with_a_source);
  CHECK(to_string(allowing.outcome) == "consistent with one source");
  CHECK(allowing.sentence == "Peru: reproduced; China: cannot be decided from these figures");
  other.assumption = "it was cut off";
  CHECK(check_claim("nearly 15 billion", {other, china}).outcome == verdict::under_assumption);
  auto against = peru;
  against.source = "China";
  CHECK(check_claim("nearly 15 billion", {peru, against}).outcome == verdict::contradicted);
  CHECK(check_claim("nearly 15 billion", {china, no_figure("Peru", "none")}).outcome ==
        verdict::undecidable);
}

TEST_CASE("claim: ranges that meet at an open end miss each other by no figure") {
  const auto end =
      level_reading("", bounds(40000, 50000, false, true), exactly(50000), "tourists", "persons");
  CHECK(end.holds == decision::no);
  CHECK(check_claim("50,000", {end}).sentence == "contradicted at the very end of the range");
  auto assumed = end;
  assumed.assumption = "no more was meant";
  CHECK(bilateral_test::holds(check_claim("50,000", {assumed}).sentence,
                              "missed at the very end of the range if no more was meant"));
}

TEST_CASE("claim: reports of one figure agree where one value is allowed by all") {
  const auto apart =
      compare_reports("tourists in 2015",
                      {{"A", bounds(19100)}, {"B", bounds(24000, 25000, false, true)}}, "persons");
  CHECK(apart.outcome == verdict::sources_disagree);
  CHECK(apart.sentence == "sources disagree: A 19100, B [24000, 25000) persons");
  CHECK(compare_reports("x", {{"A", between(1, 3)}, {"B", between(2, 4)}, {"C", exactly(3)}})
            .outcome == verdict::consistent);
  // pairwise overlap is not enough
  CHECK(compare_reports("x", {{"A", between(1, 2)}, {"B", between(2, 3)}, {"C", between(1, 3)}})
            .outcome == verdict::consistent);
  CHECK(compare_reports("x", {{"A", between(1, 1.5)}, {"B", between(2, 3)}, {"C", between(1, 3)}})
            .outcome == verdict::sources_disagree);
  CHECK_REFUSES(argument_error, "at least 2", compare_reports("x", {{"A", between(1, 2)}}));
}
