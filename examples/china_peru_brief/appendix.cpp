// Reports against each other, one flow of two reporters, small figures.
#include "china_peru_brief/brief.hpp"

#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/trade/flow/mirror.hpp>
#include <bilateral/trade/structure/concentration.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace china_peru {

namespace {

constexpr const char* fob = "million USD FOB";
constexpr const char* cif = "million USD CIF";
constexpr const char* money_unit = "million USD";

// a figure of the year before against the figure of now and its growth, rounded or cut off
std::vector<claim_reading> base_readings(const brief_data& d, double stated, const std::string& now,
                                         const char* unit, const std::string& growth_key) {
  std::vector<claim_reading> out;
  for (const bool cut : {false, true}) {
    const bounds base = grown_from(d.number(now, unit), cut ? d.as_cut(growth_key, "percent")
                                                            : d.as_rounded(growth_key, "percent"));
    out.push_back(level_reading(cut ? "the " + d.figure(growth_key) + " percent was cut off" : "",
                                base, exactly(stated), "the base that a year later implies", unit));
  }
  return out;
}

double customs_year(const brief_data& d, int y) {
  return in_millions(y <= d.to_china.last().year() ? full_year(d.to_china, y).value
                                                   : d.to_china_later.value(period<annual>(y)));
}

void first_halves(const brief_data& d, brief& b) {
  const double customs = in_millions(year_to_date(d.to_china, 2016, 6).value);
  struct reported {
    const char *what, *key, *now, *growth, *unit;
  };
  for (const reported& r :
       {reported{"trade", "h1_2016_trade", "h1_2017_trade", "h1_2017_trade_growth", money_unit},
        {"exports", "h1_2016_exports", "h1_2017_exports", "h1_2017_exports_growth", fob},
        {"imports", "h1_2016_imports", "h1_2017_imports", "h1_2017_imports_growth", cif}}) {
    const auto v = check_claim(text("The embassy: ", r.what, " of ", d.figure(r.key),
                                    " million USD in the first half of 2016"),
                               base_readings(d, d.number(r.key, r.unit), r.now, r.unit, r.growth));
    b.claim(v, v.sentence, d.reporter(r.now));
  }
  const auto v =
      check_claim(text("Customs' months: exports of ", fixed_text(customs, 1),
                       " million USD FOB in the first half of 2016"),
                  base_readings(d, customs, "h1_2017_exports", fob, "h1_2017_exports_growth"));
  b.claim(v, v.sentence, d.reporter("h1_2017_exports"));
}

void yearly_growth(const brief_data& d, brief& b) {
  auto readings = growth_readings(
      d, "exports_growth_2017",
      exactly(*growth_rate(d.number("exports_2016", fob), d.number("exports_2017", fob))),
      "growth on " + d.figure("exports_2016"), "the chamber's years");
  for (auto& r :
       growth_readings(d, "exports_growth_2017",
                       exactly(*growth_rate(customs_year(d, 2016), customs_year(d, 2017))),
                       "growth", "customs' years")) {
    readings.push_back(std::move(r));
  }
  const auto year_2017 =
      check_claim(text("Exports of ", d.figure("exports_2017"), " million USD in 2017, ",
                       up_or_down(d.figure("exports_growth_2017")), " percent"),
                  readings);
  b.claim(year_2017, year_2017.sentence, d.reporter("exports_2017"));
  const auto year_2016 = check_claim(
      text("Exports of ", d.figure("exports_2016"), " million USD in 2016, ",
           up_or_down(d.figure("exports_growth_2016")), " percent"),
      growth_readings(d, "exports_growth_2016",
                      exactly(*growth_rate(customs_year(d, 2015), d.number("exports_2016", fob))),
                      "growth on customs' 2015"));
  b.claim(year_2016, year_2016.sentence, d.reporter("exports_2016"));
  const bounds world_2017 =
      bounds(d.number("exports_2017", fob) * 100) / d.as_rounded("share_2017", "percent");
  b.say(text("That report's share of ", d.figure("share_2017"),
             " percent implies exports to the world of ", from_to(world_2017, 1, 0),
             " million USD in 2017, ",
             from_to((world_2017 / bounds(in_millions(d.to_world.value(period<annual>(2016)))) -
                      bounds(1)) *
                         bounds(100),
                     1, 1),
             " percent above 2016."));
}

// exports from total and balance, and the two sides of 2010
void totals_and_balances(const brief_data& d, brief& b) {
  const double trade = d.number("trade_2018", money_unit),
               balance = d.number("balance_2018", money_unit);
  const double exports = (trade + balance) / 2;
  const bounds before = grown_from(trade, d.as_rounded("trade_growth_2018", "percent"));
  b.say(text("Trade of ", d.figure("trade_2018"), " million USD with a balance of ",
             d.figure("balance_2018"), " in 2018 makes exports of ", fixed_text(exports, 1),
             " (customs ", fixed_text(customs_year(d, 2018), 1), ", ",
             percent_text(*growth_rate(customs_year(d, 2018), exports), 2), ") and imports of ",
             fixed_text(trade - exports, 1), "; ", up_or_down(d.figure("trade_growth_2018")),
             " percent, trade in 2017 was ", from_to(before, 1, 0), ", of which imports ",
             from_to(before - d.number("exports_2017", fob), 1, 0), "."));
  b.say(text("Exports of ", d.figure("exports_2010"), " and imports of ", d.figure("imports_2010"),
             " million USD in 2010: customs' exports are ", fixed_text(customs_year(d, 2010), 1),
             " (the report is ",
             percent_text(*growth_rate(customs_year(d, 2010), d.number("exports_2010", fob)), 2),
             "), the balance ",
             fixed_text(d.number("exports_2010", fob) - d.number("imports_2010", cif), 0), "."));
}

void china_side(const brief_data& d, brief& b) {
  const double exports = d.number("china_exports_2013", fob),
               imports = d.number("china_imports_2013", cif);
  const bounds before = grown_from(exports, d.as_rounded("china_exports_growth_2013", "percent")) +
                        grown_from(imports, d.as_rounded("china_imports_growth_2013", "percent"));
  const auto v = check_claim(
      text("China's side: trade of ", d.figure("china_trade_2013"), " million USD in 2013, ",
           up_or_down(d.figure("china_trade_growth_2013")), " percent"),
      {both_readings(
          level_reading("", exactly(exports + imports),
                        about(d.number("china_trade_2013", money_unit), 1), "the sum of its parts",
                        money_unit),
          level_reading(
              "", decreasing([&](double x) { return 100 * ((exports + imports) / x - 1); }, before),
              d.as_rounded("china_trade_growth_2013", "percent"), "their growth", "percent"))});
  b.claim(v, v.sentence, d.reporter("china_trade_2013"));
  const auto& later = d.to_china_later;
  const int last = 2023;
  const double start = in_millions(full_year(d.to_china, 2016).value);
  const double a_year =
      *compound_growth(start, in_millions(later.value(period<annual>(last))), last - 2016);
  const auto growth = check_claim(
      text("Trade ", up_or_down(d.figure("china_growth_2016_2023")), " percent a year 2016-", last),
      {level_reading("Peru's exports alone stand for trade", exactly(a_year),
                     d.as_rounded("china_growth_2016_2023", "percent a year"),
                     "growth a year of exports FOB (SUNAT)", "percent")});
  b.claim(growth,
          text("Exports alone grew ", fixed_text(a_year, 1),
               " percent a year; imports are not among these figures"),
          "SUNAT");
}

// yuan: the rate that a report implies, and whether trade passed a round figure
void in_yuan(const brief_data& d, brief& b) {
  const bounds rate = d.as_rounded("china_trade_2024_yuan", "billion CNY") /
                      d.as_rounded("china_trade_2024", "billion USD");
  b.say(text("In January-October 2024 trade was ", d.figure("china_trade_2024"), " billion USD, ",
             percent_text(d.number("china_trade_2024_growth", "percent")), ", or ",
             d.figure("china_trade_2024_yuan"), " billion yuan: ", from_to(rate, 1, 2),
             " yuan a dollar."));
  const auto passed = d.phrase("china_yuan_2016", "billion CNY");
  const double trade =
      d.number("trade_2016", "billion USD") * d.number("yuan_rate_2016", "CNY per USD");
  const auto v =
      check_claim(text("Trade in 2016: ", d.figure("china_yuan_2016")),
                  {level_reading("", exactly(trade), passed.literal,
                                 "Peru's figure at the year's mean rate", "billion CNY")});
  b.claim(v,
          text(fixed_text(trade, 1), " billion yuan at ", d.figure("yuan_rate_2016"), " a dollar"),
          text(d.reporter("trade_2016"), ", ", d.reporter("yuan_rate_2016")));
  b.figure("yuan_2016", trade, "billion CNY");
}

}  // namespace

void reports_against_each_other(const brief_data& d, brief& b) {
  b.section("Reports against each other");
  first_halves(d, b);
  yearly_growth(d, b);
  totals_and_balances(d, b);
  china_side(d, b);
  in_yuan(d, b);
}

namespace {

void customs_against_comtrade(const brief_data& d, const series<annual, usd_fob>& exports,
                              brief& b) {
  table t("Peru's exports to China, million USD FOB",
          {{"year"}, {"Comtrade", 1}, {"customs' months", 1}, {"gap, percent", 2}});
  for (const int y : {2008, 2012, 2016}) {
    const double there = d.number("comtrade_peru_exports_" + std::to_string(y), fob),
                 here = in_millions(exports.value(period<annual>(y)));
    t.row({std::to_string(y), there, here, 100 * (there / here - 1)});
  }
  b.show(t);
}

}  // namespace

// Peru's exports and China's, each against the other side's imports.
void two_reporters(const brief_data& d, brief& b) {
  b.section("One flow, two reporters");
  const double missing = std::numeric_limits<double>::quiet_NaN();
  const auto exports = aggregate<annual>(d.to_china, aggregation::sum);
  const series<annual, usd_cif> china_imports("China's imports from Peru", period<annual>(2013),
                                              {d.number("china_imports_2013", "USD CIF")},
                                              {"China's customs", "", ""});
  const auto implied = [&](int year) {  // Peru's imports where its exports and balance are reported
    return exports.value(period<annual>(year)) - d.number("balance_" + std::to_string(year), "USD");
  };
  const series<annual, usd_fob> china_exports(
      "China's exports to Peru", period<annual>(2012),
      {d.number("comtrade_china_exports_2012", "USD FOB"),
       d.number("china_exports_2013", "USD FOB"), missing, missing,
       d.number("comtrade_china_exports_2016", "USD FOB")});
  const series<annual, usd_cif> peru_imports(
      "Peru's imports from China", period<annual>(2012),
      {implied(2012), implied(2013), missing, missing, d.number("imports_2016", "USD CIF")});
  table t("Reports of the exporter (FOB) and of the importer (CIF), million USD",
          {{"flow", -1, alignment::left},
           {"year"},
           {"exporter", 1},
           {"importer", 1},
           {"implied CIF/FOB", 3},
           {"gap, percent", 1}});
  std::vector<double> ratios;
  const auto show = [&](const std::string& flow, const auto& pair) {
    const auto ratio = implied_cif_fob(pair);
    const auto gap = asymmetry(pair);
    for (std::size_t i = 0; i < ratio.size(); ++i) {
      if (ratio.missing[i]) continue;
      t.row({flow, to_string(ratio.at(i)), in_millions(pair.exporter_side.values[i]),
             in_millions(pair.importer_side.values[i]), ratio.values[i], gap.values[i]});
      ratios.push_back(ratio.values[i]);
    }
  };
  const auto copper_side = mirror(exports, china_imports);
  show("Peru to China", copper_side);
  show("China to Peru", mirror(china_exports, peru_imports));
  t.note(
      "gap: of the mean of the two; Peru's imports of 2012 and 2013 are its customs' exports less "
      "the reported balance");
  b.show(t);
  const double margin = d.number("cif_margin", "percent") / 100;
  const auto above =
      std::count_if(ratios.begin(), ratios.end(), [&](double r) { return r > 1 + margin; });
  const auto one = reconcile(copper_side, margin, 1, 1);
  b.say(text(above, " of ", ratios.size(),
             " importers' figures exceed the exporter's by more than the ", d.figure("cif_margin"),
             " percent allowed for freight and insurance: what else separates them (timing, goods "
             "by way of third countries) these "
             "figures do not tell. A reconciled flow from Peru to China in ",
             to_string(one.flow.start), " is ", grouped_text(in_millions(one.flow.values[0])),
             " million USD FOB: ", one.assumed, "."));
  customs_against_comtrade(d, exports, b);
}

void small_ratios(const brief_data& d, brief& b) {
  b.section("Small figures");
  const int sectors = static_cast<int>(d.number("agreement_sectors", "sectors"));
  b.say(text("The agreements fall in ", sectors,
             " sectors; when only that is known, their Herfindahl index lies in ",
             range_text(herfindahl_bounds(sectors), 4), "."));
  const double institutes = d.number("institutes", "institutes");
  const auto students = d.phrase("students", "persons");
  b.say(text(capital(d.figure("students")), " students of ", d.figure("institutes"),
             " institutes: ", range_text(students.literal / bounds(institutes), 4),
             " each by the words, ", range_text(students.conventional / bounds(institutes), 4),
             " by convention."));
  b.say(text(capital(d.figure("clinics")), " clinics, ", d.figure("clinics_local"),
             " percent of them local: ",
             range_text(d.phrase("clinics", "clinics").conventional *
                            d.as_rounded("clinics_local", "percent") / bounds(100),
                        3),
             " set up by local doctors."));
}

}  // namespace china_peru
