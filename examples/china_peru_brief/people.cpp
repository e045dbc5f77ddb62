// Tourists, people of Chinese descent, and what no figure bears on.
#include "china_peru_brief/product_trade.hpp"
#include "china_peru_brief/sectors.hpp"

#include <cmath>

namespace china_peru {

namespace {

// What was later reported of a target: as the words stand, and by convention where that says more.
// Words that are open on one side decide nothing about a figure on it.
std::vector<claim_reading> reported_later(const press_figure& came, double target) {
  const std::string what = "what was later reported of 2017", unit = "persons";
  std::vector<claim_reading> out{level_reading("", came.literal, exactly(target), what, unit)};
  if (one_sided(came.literal) && out[0].holds == decision::yes)
    out[0].holds = decision::undetermined;
  if (came.conventional != came.literal)
    out.push_back(level_reading(by_convention, came.conventional, exactly(target), what, unit));
  return out;
}

}  // namespace

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
  b.claim(v, "Thousand tourists: " + said, "as named");
  const auto came = d.phrase("tourists_2017_other", "persons");
  b.lead(v.outcome == verdict::consistent ? "The reports of 2015 agree."
                                          : "The reports of 2015 do not agree.");
  const double years = d.number("tourists_target_years", "years"),
               target = d.number("tourists_target", "persons");
  b.claim(check_claim(capital(d.figure("tourists_target")) + " tourists in 2017",
                      reported_later(came, target)),
          text("Later reported: ", came.words, " tourists"), d.reporter("tourists_2017_other"));
  const bounds needed = decreasing(
      [&](double x) { return 100 * (std::pow(target / x, 1 / years) - 1); }, ministry.conventional);
  b.say(text("From ", ministry.words, " to ", d.figure("tourists_target"), " takes ",
             range_text(needed, 3), " percent a year by convention; 2015 was ",
             up_or_down(d.figure("tourists_growth_2015")), " percent, the first quarter of 2016 ",
             up_or_down(d.figure("tourists_growth_q1_2016")), "."));
  b.say(text("The ", d.reporter("tourists_2016_other"), "'s figure of 2015 is implied by ",
             d.figure("tourists_2016_other"), " in 2016, ",
             up_or_down(d.figure("tourists_2016_growth_other")), " percent."));
  const bounds ten_years =
      decreasing([&](double x) { return 100 * (std::pow(ministry.number / x, 0.1) - 1); },
                 d.phrase("tourists_2005_other", "persons").conventional);
  b.say(text(capital(d.figure("tourists_2005_other")), " ten years before makes up to ",
             range_text(ten_years, 3), " percent a year to 2015."));
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
  b.claim(check_claim(claim, {}), "No figure names " + names, "SUNAT");
  b.say(text("What e-commerce sells, ", names,
             ", cannot be set against comparative advantage here: these figures name sectors of "
             "Peru's exports only, farm products with ",
             fixed_text(share_of(d, "farm products", all_sectors(d).size() - 1), 0),
             " percent of them; --structure FILE does it for a year of CEPII's BACI."));
}

}  // namespace

void people(const brief_data& d, const product_trade* trade, brief& b) {
  b.section("People and plans");
  const bounds share = d.phrase("chinese_descent", "persons").literal /
                       bounds(d.number("population", "persons")) * bounds(100);
  const bool endless = std::isinf(share.high());
  const std::string part =
      text(endless ? "at least " : "at most ",
           significant_text(endless ? share.low() : share.high(), 3), " percent");
  b.lead("No census is among these figures.");
  b.claim(
      check_claim(capital(d.figure("chinese_descent")) + " of " + d.figure("population") +
                      " are of Chinese descent",
                  {no_figure("", text("by the words that is ", range_text(share, 3), " percent"))}),
      capital(part) + " of Peruvians by these words", d.reporter("chinese_descent"));
  online_trade(d, trade, b);
  b.figure("descent_share_high", endless ? std::nullopt : std::optional<double>(share.high()),
           "percent");
}

}  // namespace china_peru
