// Tourists, people of Chinese descent, and what no figure bears on.
#include "china_peru_brief/product_trade.hpp"
#include "china_peru_brief/sectors.hpp"

#include <cmath>

namespace china_peru {

void tourists(const brief_data& d, brief& b) {
  b.section("Tourists");
  const auto ministry = d.phrase("tourists_2015", "persons");
  const bounds other = d.phrase("tourists_2015_other", "persons").conventional;
  const bounds implied = d.phrase("tourists_2016_other", "persons").literal /
                         increasing([](double r) { return 1 + r / 100; },
                                    d.as_rounded("tourists_2016_growth_other", "percent"));
  const std::vector<reported_value> reports{{d.reporter("tourists_2015"), ministry.conventional},
                                            {d.reporter("tourists_2015_other"), other},
                                            {d.reporter("tourists_2016_other"), implied}};
  const claim_verdict v = compare_reports(
      capital(d.figure("tourists_2015")) + " Chinese tourists in 2015", reports, "persons");
  std::string said;
  for (const auto& r : reports) {
    said += text(said.empty() ? "" : ", ", from_to(r.value, 1000, 1), " (", r.source, ")");
  }
  b.claim(v, "Thousands: " + said, "as named");
  const double years = d.number("tourists_target_years", "years"),
               target = d.number("tourists_target", "persons");
  const auto came = d.phrase("tourists_2017_other", "persons");
  b.claim(check_claim(capital(d.figure("tourists_target")) + " tourists in 2017",
                      {level_reading("", came.conventional, exactly(target),
                                     "what was later reported of 2017", "persons")}),
          text("Later reported: ", came.words, " tourists"), d.reporter("tourists_2017_other"));
  const bounds needed = decreasing(
      [&](double x) { return 100 * (std::pow(target / x, 1 / years) - 1); }, ministry.conventional);
  b.say(text("From ", ministry.words, " to ", d.figure("tourists_target"), " takes ",
             to_string(needed, 3), " percent a year; 2015 grew by ",
             d.figure("tourists_growth_2015"), " percent, the first quarter of 2016 by ",
             d.figure("tourists_growth_q1_2016"), "."));
  b.say(text("The ", d.reporter("tourists_2016_other"), "'s figure of 2015 is implied by ",
             d.figure("tourists_2016_other"), " in 2016, up ",
             d.figure("tourists_2016_growth_other"), " percent."));
  const bounds ten_years =
      decreasing([&](double x) { return 100 * (std::pow(ministry.number / x, 0.1) - 1); },
                 d.phrase("tourists_2005_other", "persons").conventional);
  b.say(text(capital(d.figure("tourists_2005_other")), " ten years before makes up to ",
             to_string(ten_years, 3), " percent a year to 2015."));
  b.figure("tourists_growth_needed_low", needed.low(), "percent");
  b.figure("tourists_growth_needed_high", needed.high(), "percent");
}

namespace {

// What e-commerce sells, against what each is good at.
void online_trade(const brief_data& d, const product_trade* trade, brief& b) {
  const std::string claim = "E-commerce and a railway would carry more trade";
  if (trade != nullptr) {
    const online_finding found = online_advantage(d, *trade, b);
    b.claim(check_claim(claim, {found.reading}), found.words, trade->source);
    return;
  }
  std::string names;
  for (std::size_t i = 0; i < d.online.size(); ++i) {
    names += (i == 0 ? "" : i + 1 == d.online.size() ? " or " : ", ") + d.online[i].name;
  }
  b.claim(check_claim(claim, {}),
          text("No figure names ", names, "; farm products are ",
               fixed_text(share_of(d, "farm products", all_sectors(d).size() - 1), 0),
               " percent of exports"),
          "SUNAT");
  b.say(text("What e-commerce sells, ", names,
             ", cannot be set against comparative advantage here: these figures name sectors of "
             "Peru's exports only; --structure FILE does it for a year of CEPII's BACI."));
}

}  // namespace

void people(const brief_data& d, const product_trade* trade, brief& b) {
  b.section("People and plans");
  const bounds share = d.phrase("chinese_descent", "persons").conventional /
                       bounds(d.number("population", "persons")) * bounds(100);
  b.claim(
      check_claim(capital(d.figure("chinese_descent")) + " of " + d.figure("population") +
                      " are of Chinese descent",
                  {no_figure("", text("by the words that is ", to_string(share, 3),
                                      " percent; no census is among these figures"))}),
      text("At most ", significant_text(share.high(), 3), " percent of Peruvians by these words"),
      d.reporter("chinese_descent"));
  online_trade(d, trade, b);
  b.figure("descent_share_high", share.high(), "percent");
}

}  // namespace china_peru
