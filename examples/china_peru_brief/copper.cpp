// The slump: copper by price and volume, and what came after.
#include "china_peru_brief/brief.hpp"

#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/align.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/series/transform.hpp>

namespace china_peru {

void copper(const brief_data& d, writer& w) {
  w.section("The slump dampened growth but did not affect long-term prospects");
  const auto both = common_span(d.copper, d.price);
  const auto& value = std::get<0>(both.series);
  const auto& price = std::get<1>(both.series);
  const auto year_value = aggregate<annual>(value, aggregation::sum);
  const auto year_price = aggregate<annual>(price, aggregation::mean);
  const auto volume = aggregate<annual>(
      mapped<tonne>(value / price, "implied volume", [](double v) { return v; }), aggregation::sum);
  table t("Copper exports by price and implied volume (value / world price)",
          {{"year"}, {"million USD", 1}, {"USD per tonne", 0}, {"thousand tonnes, implied", 0}});
  std::vector<std::string> years;
  for (int y = 2011; y <= 2016; ++y) {
    const period<annual> p(y);
    t.row({std::to_string(y), in_millions(year_value.value(p)), year_price.value(p), volume.value(p) / 1000});
  }
  w.show(t);
  const auto split = decompose_ratio(year_value.value(period<annual>(2011)),
                                     year_value.value(period<annual>(2016)),
                                     year_price.value(period<annual>(2011)),
                                     year_price.value(period<annual>(2016)));
  w.say("From 2011 to 2016 the value changed by " + fixed_text(100 * split.numerator, 1) +
        " log points: " + fixed_text(-100 * split.denominator, 1) + " by price and " +
        fixed_text(100 * split.ratio, 1) + " by implied volume.");
  for (const auto* s : {&d.to_china, &d.copper}) {
    const auto span = common_span(*s, d.price);
    price_response(std::get<0>(span.series), std::get<1>(span.series), w);
  }
  std::vector<std::string> months;
  for (std::size_t i = 0; i < value.size(); ++i) months.push_back(to_string(value.at(i)));
  const auto index = [](const auto& s) { return index_to(s, s.start).values; };
  w.draw(line_chart(months, {{"copper price", index(price)}, {"copper exports", index(value)}},
                    {.title = "Copper: price and exports", .subtitle = "January 2005 = 100"}));
  const auto& later = d.to_china_later;
  const double at = in_millions(full_year(d.to_china, 2016).value);
  const double sunat = *compound_growth(at, in_millions(later.value(period<annual>(2023))), 7);
  w.claim(check_claim("trade grew " + d.row("china_growth_2016_2023").figure +
                          " percent a year 2016-2023 (China's customs)",
                      {level_reading("Peru's exports alone (SUNAT) stand for trade",
                                     exactly(sunat), d.as_rounded("china_growth_2016_2023"),
                                     "growth a year of exports")}));
  w.say("Exports reached " + fixed_text(in_millions(later.values.back()), 0) + " million USD in " +
        to_string(later.last()) + ", " + fixed_text(in_millions(later.values.back()) / at, 2) +
        " times those of 2016; China's customs report " + d.row("china_trade_2024").figure +
        " billion of trade in January-October 2024, " +
        percent_text(d.number("china_trade_2024_growth"), 1) + ".");
  const quantity<per<cny, usd>> rate(d.number("china_trade_2024_yuan") / d.number("china_trade_2024"));
  const quantity<cny> passed(d.phrase("china_yuan_2016").number);
  const quantity<usd> trade(d.number("trade_2016") * million);
  w.say("In yuan that was " + d.row("china_trade_2024_yuan").figure + " billion, " + fixed_text(rate.value, 2) +
        " a dollar. That trade passed " + d.row("china_yuan_2016").figure + " in 2016 needs " +
        fixed_text((passed / trade).value, 2) + " yuan a dollar or more on Peru's figures: the rate of 2016 is not among these.");
}

}  // namespace china_peru
