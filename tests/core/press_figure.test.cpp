#include <bilateral/core/press_figure.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>

using namespace bilateral;

TEST_CASE("press figures of the China-Peru report") {
  const auto investment = parse_phrase("more than 14 billion USD"),
             firms = parse_phrase("over 170"), jobs = parse_phrase("tens of thousands");
  CHECK(investment.unit == "USD");
  CHECK(investment.literal == more_than(14e9));
  CHECK(investment.conventional == bounds(14e9, 15e9, false, true));
  CHECK(firms.conventional == bounds(170, 180, false, true));
  CHECK(jobs.literal == bounds(1e4, 1e5, false, true));
  const bounds per_firm = investment.conventional / firms.conventional;
  CHECK_CLOSE_REL(per_firm.low(), 14e9 / 180, 1e-15);
  CHECK_CLOSE_REL(per_firm.high(), 15e9 / 170, 1e-15);
  CHECK(per_firm.low_open());
  CHECK(per_firm.high_open());
  CHECK(investment.literal / firms.literal == bounds(0, HUGE_VAL, true, true));  // no information
  CHECK(parse_phrase("nearly 15 billion").conventional == bounds(14e9, 15e9, false, true));
  CHECK(parse_phrase("over 4,000").conventional == bounds(4000, 5000, false, true));
  CHECK(parse_phrase("more than 14e9 USD").literal == more_than(14e9));
  CHECK(parse_phrase("between 3 and 5 million").literal == between(3e6, 5e6));
  CHECK(parse_phrase("around 50").literal == bounds(45, 55, false, true));
}

TEST_CASE("ranges, scales, money in front, spelled numbers") {
  const auto literal = [](const char* words) { return parse_phrase(words).literal; };
  CHECK(literal("3 to 5 million USD") == between(3e6, 5e6));
  CHECK(parse_phrase("3 to 5 million USD").unit == "USD");
  CHECK(literal("from 3 million to 5 million") == between(3e6, 5e6));
  CHECK(literal("3-5 bn") == between(3e9, 5e9));
  CHECK(literal("3\xE2\x80\x93"
                "5") == between(3, 5));
  CHECK(literal("about 3 to 5 thousand") == between(3e3, 5e3));
  CHECK(literal("between -5 bn and 5 mn") == between(-5e9, 5e6));
  CHECK(literal("between -5 and 5 mn") == between(-5e6, 5e6));
  CHECK(literal("between 10,000 and 1 million") == between(1e4, 1e6));
  CHECK(literal("between 1,500 and 2,000 million") == between(1.5e9, 2e9));
  CHECK(literal("between USD 3 and USD 5 million") == between(3e6, 5e6));
  CHECK(parse_phrase("$14bn").number == 14e9);
  CHECK(parse_phrase("US$ 1,234.5 million").measured_in == parse_unit("USD"));
  CHECK(parse_phrase("14 billion dollars").measured_in.of.currency == "USD");
  CHECK(parse_phrase("2 trillion yuan").number == 2e12);
  CHECK(literal("half a million") == bounds(0.5e6));
  CHECK(literal("more than a million") == more_than(1e6));
  CHECK(literal("six sectors") == bounds(6));
  CHECK(literal("170+ firms") == at_least(170));
  CHECK(literal("170 or more") == at_least(170));
  CHECK(literal("70%") == bounds(70));
  CHECK(parse_phrase("70%").measured_in.of.kind == unit_kind::percent);
  CHECK(literal("hundreds of firms") == bounds(100, 1000, false, true));
  CHECK(literal("dozens of clinics") == bounds(24, 100, false, true));
  CHECK(parse_phrase("tens of thousands of jobs").unit == "jobs");
  CHECK(parse_phrase("tens of thousands").spoken_scale == 1e3);
  CHECK(parse_phrase("14 billion").spoken_scale == 1e9);
  CHECK(parse_phrase("4,000").spoken_scale == 1);
  CHECK(parse_phrase("1.234,5 million", {',', '.'}).number == 1234.5e6);
  CHECK(parse_phrase("1,5 billion", {',', '.'}).number == 1.5e9);
}

TEST_CASE("a phrase that is not understood is refused in words") {
  struct refused {
    const char *words, *because;
  };
  const refused all[] = {
      {"", "it is empty"},
      {"   ", "it is empty"},
      {"many", "'many' is not a number"},
      {"more than", "there is no number"},
      {"between 3", "'and' and a second number"},
      {"12..5", "not a number"},
      {"1e", "not a number"},
      {"1,5 billion",
       "'1,5' is not a number here: the decimal sign is '.', ',' separates groups of three"},
      {"1.234,5 million", "not a number here"},
      {"12,34,5", "not a number here"},
      {"1e99999999999999999999", "too large"},
      {"1e-400", "too small"},
      {"1e308 billion", "too large"},
      {"1e5-3", "from 1e+05 down to 3"},
      {"between 5 and 2", "from 5 down to 2"},
      {"between 5 million and 2 million", "down to"},
      {"14 bilion USD", "'bilion' is no word"},
      {"14 billion USD in 2016", "'in' is no word"},
      {"USD 14 EUR", "two units"},
      {"more than 3 to 5 million", "a bound and a range"},
      {"over 170 or more", "two bounds"},
      {"14 billion EUR USD", "on top of another unit"},
      {"nan", "not a number"},
      {"inf", "not a number"},
      {"0x10", "not a number"},
      {"14 USD billion", "scale apart"},
      {"half a", "half of what"}};
  for (const refused& r : all) {
    INFO(std::string(r.words));
    CHECK_REFUSES(data_error, "is not a figure that can be read", parse_phrase(r.words));
    CHECK_REFUSES(data_error, r.because, parse_phrase(r.words));
  }
}

TEST_CASE("what is written is what is read, over a grid of figures") {
  for (const double scale : {1.0, 1e3, 1e6, 1e9, 1e12}) {
    const char* word = scale == 1     ? ""
                       : scale == 1e3 ? " thousand"
                       : scale == 1e6 ? " mn"
                       : scale == 1e9 ? " bn"
                                      : " trillion";
    for (double x = 0.25; x < 5000; x *= 3) {
      const auto f = parse_phrase("more than " + grouped_text(x, 2) + word + " EUR");
      CHECK_CLOSE_REL(f.number, std::stod(fixed_text(x, 2)) * scale, 1e-15);  // one product
      CHECK(f.conventional.low() == f.number);
      CHECK(f.conventional.high() > f.number);
      CHECK(f.unit == "EUR");
    }
  }
}

TEST_CASE("press figures: bounds from above, in both readings") {
  for (const char* words : {"at most 5 million", "up to 5 million", "no more than 5 million",
                            "as much as 5 million", "5 million or less", "5 million or fewer"}) {
    CAPTURE(words);
    const auto f = parse_phrase(words);
    CHECK(f.number == 5e6);
    CHECK(f.literal == between(0, 5e6));
    CHECK(f.conventional == bounds(4e6, 5e6, true, false));
  }
  for (const char* words : {"less than 3 million", "under 3 million", "below 3 million"}) {
    CAPTURE(words);
    const auto f = parse_phrase(words);
    CHECK(f.literal == bounds(0, 3e6, false, true));
    CHECK(f.conventional == bounds(2e6, 3e6, false, true));
  }
  for (const char* words : {"at least 170", "no less than 170", "170 or more"}) {
    CAPTURE(words);
    const auto f = parse_phrase(words);
    CHECK(f.literal == at_least(170));
    CHECK(f.conventional == bounds(170, 180, false, true));
  }
  const auto plain = parse_phrase("170");
  CHECK(plain.literal == exactly(170));
  CHECK(plain.conventional == bounds(165, 175, false, true));
  CHECK_REFUSES(data_error, "it has two bounds", parse_phrase("at least 5 million or more"));
  CHECK_REFUSES(data_error, "it has two bounds", parse_phrase("at least 5 million or less"));
  CHECK_REFUSES(data_error, "a bound and a range", parse_phrase("more than 3 to 5 million"));
}
