// The slump: copper by price and volume, and what exports would have been at the price of before.
#include "china_peru_brief/brief.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/align.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/series/transform.hpp>
#include <bilateral/stats/seasonal.hpp>
#include <bilateral/trade/elasticity.hpp>

#include <algorithm>
#include <cmath>

namespace china_peru {

namespace {

// "0.68 [0.47, 0.90]"
std::string with_interval(const coefficient_row& r) {
  std::string out = fixed_text(r.estimate, 2);
  if (r.low && r.high) out += " [" + fixed_text(*r.low, 2) + ", " + fixed_text(*r.high, 2) + "]";
  return out;
}

dynamic_elasticity response(const series<monthly, usd_fob>& trade,
                            const series<monthly, per<usd, tonne>>& price) {
  const auto span = common_span(trade, price);
  const auto& paid = std::get<1>(span.series);
  const auto dummies = seasonal_dummies(12, paid.start.part(), paid.size());
  std::vector<named_column<double>> season;
  for (std::size_t j = 0; j < dummies.names.size(); ++j) {
    season.emplace_back(dummies.names[j], dummies.values.col(bilateral::to_index(j)));
  }
  return elasticity(elasticity_data(std::get<0>(span.series), paid, {}, season));
}

void show_responses(const brief_data& d, const dynamic_elasticity& to_china, brief& b) {
  table t(
      "Elasticity of exports (value) to the copper price, monthly dummies, 95 percent intervals",
      {{"", -1, alignment::left},
       {"model", -1, alignment::left},
       {"same month", -1, alignment::right},
       {"long run", -1, alignment::right},
       {"adjustment a month", 2}});
  const dynamic_elasticity copper = response(d.copper, d.price);
  for (const auto& [name, e] :
       {std::pair{"exports to China", &to_china}, std::pair{"copper exports", &copper}}) {
    t.row({name, e->model, with_interval(e->short_run),
           e->long_run_supported ? with_interval(e->long_run) : std::string("\xE2\x80\x93"),
           e->relation.adjustment});
    t.note(text(name, ": ", e->relation.verdict, "."));
    if (e->trend) t.note(text(name, ": ", e->trend->reason, "."));
  }
  t.note(
      "The elasticity of value is one more than that of volume. \xE2\x80\x93: the tests support no "
      "long run.");
  b.show(t);
}

// a year's value, implied volume and the unit value that joins them
struct copper_year {
  int year = 0;
  double value = 0, tonnes = 0;  // USD, tonnes
  [[nodiscard]] double unit_value() const { return value / tonnes; }
};

}  // namespace

copper_totals copper_by_year(const brief_data& d) {
  const auto both = common_span(d.copper, d.price);
  const auto& value = std::get<0>(both.series);
  const auto volume =
      mapped<tonne>(value / std::get<1>(both.series), "implied volume", [](double v) { return v; });
  return {aggregate<annual>(value, aggregation::sum), aggregate<annual>(volume, aggregation::sum)};
}

namespace {

std::vector<copper_year> copper_years(const brief_data& d) {
  const auto [yearly, tonnes] = copper_by_year(d);
  std::vector<copper_year> out;
  for (int y = 2011; y <= 2016; ++y)
    out.push_back({y, yearly.value(period<annual>(y)), tonnes.value(period<annual>(y))});
  return out;
}

std::string moved(double change) {
  return text(change < 0 ? "fell" : "rose", " by ", fixed_text(std::abs(change), 0), " percent");
}

void show_copper(const brief_data& d, brief& b) {
  const auto years = copper_years(d);
  const copper_year &first = years.front(), &last = years.back();
  const double price = 100 * (last.unit_value() / first.unit_value() - 1),
               volume = 100 * (last.tonnes / first.tonnes - 1);
  table t(
      "Copper exports: value = unit value x implied volume",
      {{"year"}, {"million USD FOB", 1}, {"USD per tonne", 0}, {"thousand tonnes, implied", 0}});
  std::vector<std::string> names;
  std::vector<double> unit_values, tonnes;
  for (const copper_year& y : years) {
    names.push_back(std::to_string(y.year));
    unit_values.push_back(y.unit_value());
    tonnes.push_back(y.tonnes / 1e3);
    t.row({names.back(), in_millions(y.value), y.unit_value(), y.tonnes / 1e3});
  }
  t.note(
      "Implied by the exchange price month by month; concentrate sells below it, so that tonnes "
      "are understated.");
  b.draw(panel_chart(names,
                     {{"USD per tonne", {{"price", unit_values}}, {}, 0},
                      {"thousand tonnes, implied", {{"volume", tonnes}}, {}, 0}},
                     {.title = text("Copper: the price ", moved(price), ", volume ", moved(volume)),
                      .decimals = 0,
                      .source = "SUNAT, World Bank"}));
  b.show(t);
  b.say(text("From ", first.year, " to ", last.year, " copper exports ",
             moved(100 * (last.value / first.value - 1)), ": the price ", moved(price),
             ", implied volume ", moved(volume), "."));
  b.figure("copper_price_change", price, "percent");
  b.figure("copper_volume_change", volume, "percent");
}

}  // namespace

void slump(const brief_data& d, brief& b) {
  b.section("The slump");
  const dynamic_elasticity e = response(d.to_china, d.price);
  const auto price = aggregate<annual>(d.price, aggregation::mean);
  const double before = (price.value(period<annual>(2011)) + price.value(period<annual>(2012))) / 2,
               now = price.value(period<annual>(2016));
  const auto at_old_price = [&](double elasticity) {
    return 100 * (std::pow(before / now, elasticity) - 1);
  };
  const double more = at_old_price(e.long_run.estimate),
               lost = -100 * (std::pow(0.9, e.long_run.estimate) - 1);
  const bool effect = e.long_run_supported && e.long_run.low && *e.long_run.low > 0;
  const double low = at_old_price(e.long_run.low.value_or(0)),
               high = at_old_price(e.long_run.high.value_or(0));
  claim_reading r;
  r.holds = !effect ? decision::undetermined : before > now ? decision::yes : decision::no;
  r.exact = false;
  r.unit = "percent";
  r.gap = more;
  r.finding =
      effect
          ? text("at the copper price of 2011-12 (", grouped_text(before), " USD per tonne, ",
                 grouped_text(now), " in 2016) exports of 2016 would have changed by ",
                 percent_text(more, 0), ", 95 percent interval ",
                 fixed_text((std::min)(low, high), 0), " to ", fixed_text((std::max)(low, high), 0))
          : std::string("the tests support no tie of exports to the copper price: ") +
                e.relation.verdict;
  b.claim(check_claim("The commodity slump dampened growth", {r}),
          effect ? text("At copper's price of 2011-12, exports of 2016 would be ",
                        fixed_text(std::abs(more), 0), " percent ", more >= 0 ? "higher" : "lower")
                 : "No tie of exports to copper's price is supported",
          "SUNAT, World Bank");
  claim_reading lasting;
  lasting.finding = effect ? text("a price lower by 10 percent takes ", fixed_text(lost, 0),
                                  " percent off exports for as long as it lasts; how long it lasts "
                                  "is not among these figures")
                           : std::string("without a long run there is nothing to say");
  b.claim(check_claim("It left long-term prospects untouched", {lasting}),
          effect ? text("A 10 percent lower price costs ", fixed_text(lost, 0),
                        " percent of exports while it lasts")
                 : "No long run is supported",
          "SUNAT, World Bank");
  show_copper(d, b);
  show_responses(d, e, b);
  b.figure("long_run_elasticity",
           e.long_run_supported ? std::optional<double>(e.long_run.estimate) : std::nullopt,
           "ratio");
  b.figure("exports_at_old_price", effect ? std::optional<double>(more) : std::nullopt, "percent");
}

}  // namespace china_peru
