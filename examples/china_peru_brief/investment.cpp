// Agreements, firms, investment and jobs.
#include "china_peru_brief/brief.hpp"

#include <bilateral/trade/structure/concentration.hpp>

#include <cmath>

namespace china_peru {

namespace {

claim_reading without_figures(const std::string& finding) { return no_figure("", finding); }

void show_ratios(const press_figure& money, const press_figure& firms, const press_figure& jobs,
                 brief& b) {
  table t("What the words allow", {{"", -1, alignment::left},
                                   {"literal", -1, alignment::left},
                                   {"conventional (an assumption)", -1, alignment::left}});
  const auto line = [&](const std::string& name, const bounds& literal, const bounds& conventional,
                        double scale) {
    const bool nothing = literal.low() <= 0 && std::isinf(literal.high());
    t.row({name, nothing ? "no information" : range_text(literal / bounds(scale), 3),
           range_text(conventional / bounds(scale), 3)});
  };
  line("million USD per firm", money.literal / firms.literal,
       money.conventional / firms.conventional, 1e6);
  line("thousand USD per job", money.literal / jobs.literal, money.conventional / jobs.conventional,
       1e3);
  line("jobs per million USD", jobs.literal / (money.literal / bounds(million)),
       jobs.conventional / (money.conventional / bounds(million)), 1);
  t.note("Conventional: a writer who had passed the next round figure would have said it.");
  b.show(t);
}

}  // namespace

void investment(const brief_data& d, brief& b) {
  b.section("Agreements, firms and jobs");
  const bounds trade = grown_from(d.number("trade_2016", "million USD"),
                                  d.as_rounded("trade_growth_2016", "percent"));
  const bounds share = bounds(d.number("agreements", "million USD") * 100) / trade;
  b.claim(check_claim("Agreements of " + d.figure("agreements"),
                      {without_figures(text("against Peru's trade with China in 2015 that is ",
                                            range_text(share, 4), " percent"))}),
          text(from_to(share, 1, 0), " percent of two-way trade in 2015"),
          d.reporter("trade_2016"));
  b.lead("Nothing here counts firms or jobs.");
  const auto money = d.above_zero("investment", "USD"), count = d.above_zero("firms", "firms"),
             jobs = d.above_zero("jobs", "jobs");
  const bounds each = money.conventional / count.conventional / bounds(million);
  const bounds per_million = jobs.conventional / (money.conventional / bounds(million));
  b.claim(check_claim(
              text(capital(d.figure("firms")), " firms, ", d.figure("investment"), ", ",
                   d.figure("jobs"), " of jobs"),
              {without_figures("no register of firms, investment or jobs is among these figures")}),
          text("By convention ", from_to(each, 1, 0), " million USD a firm, ",
               from_to(per_million, 1, 1), " jobs a million USD"),
          d.reporter("investment"));
  show_ratios(money, count, jobs, b);
  const auto later = d.phrase("investment_2017", "USD"),
             firms_later = d.above_zero("firms_2017", "firms");
  b.say(text("In 2017 ", d.figure("firms_2017"), " firms and ", d.figure("investment_2017"),
             " were reported: by convention ",
             range_text(later.conventional / firms_later.conventional / bounds(million), 3),
             " million USD per firm, and ", range_text(later.conventional / money.conventional, 3),
             " times the investment a year before."));
  b.figure("million_usd_per_firm_low", each.low(), "million USD");
  b.figure("million_usd_per_firm_high", each.high(), "million USD");
}

}  // namespace china_peru
