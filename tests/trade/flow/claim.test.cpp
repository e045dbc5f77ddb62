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
