// The 2016 news report on China and Peru, claim by claim, against the figures in examples/data (or
// --data DIR). Every number and every verdict is computed from those files.
#include "china_peru_brief/brief.hpp"

#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/align.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/trade/flow/bilateral_flow.hpp>
#include <bilateral/trade/structure/concentration.hpp>
#include <bilateral/trade/flow/mirror.hpp>

#include "support/program.hpp"

using namespace china_peru;

namespace {

void record_trade(const brief_data& d, writer& w) {
  w.section("A record high of " + d.row("claim_trade_2015").figure + " in 2015");
  const bounds stated = bounds(0, d.phrase("claim_trade_2015").number / 1e6, true, true);
  const bounds before = exactly(d.number("trade_2014"));
  std::vector<claim_reading> readings;
  for (const bool cut : {false, true}) {
    const bounds growth = cut ? d.as_cut("trade_growth_2016") : d.as_rounded("trade_growth_2016");
    const bounds trade = grown_from(d.number("trade_2016"), growth);
    const std::string side = cut ? "Peru's side counts and its " + d.row("trade_growth_2016").figure + " percent was cut off"
                                 : "Peru's side counts and its " + d.row("trade_growth_2016").figure + " percent was rounded";
    readings.push_back(both_readings(
        record_reading(side, trade, before, "trade in 2015, million USD,"),
        level_reading(side, trade, stated, "trade in 2015")));
  }
  // China's side: its record of 2013 stands between the claim's level and itself
  const bounds china(d.number("china_trade_2013"), stated.high(), true, true);
  readings.push_back(record_reading(
      "China's side counts and 2015 lay between its 2013 and " + significant_text(stated.high(), 6) + " million", china,
      exactly(d.number("china_trade_2013")), "trade in 2015, million USD,"));
  w.claim(check_claim("two-way trade hit a record high of " + d.row("claim_trade_2015").figure +
                          " in 2015",
                      readings));
  const double exports = in_millions(full_year(d.to_china, 2015).value);
  const bounds total = grown_from(d.number("trade_2016"), d.as_rounded("trade_growth_2016"));
  w.say("Customs' exports of 2015 are " + fixed_text(exports, 1) +
        " million USD FOB; on Peru's side " + to_string(total - exports, 5) +
        " million would be imports CIF (exports FOB and imports CIF: a mixed valuation).");
  table t("Balance on Peru's side, million USD (exports FOB less imports CIF)",
          {{"year"}, {"balance", 0}, {"sign", -1, alignment::left}});
  for (const int y : {2012, 2013, 2016}) {
    const double b = d.number("balance_" + std::to_string(y));
    t.row({std::to_string(y), b, b > 0 ? "surplus" : b < 0 ? "deficit" : "balanced"});
  }
  w.show(t);
}

void eight_months(const brief_data& d, writer& w) {
  const int through = static_cast<int>(d.number("ytd_through"));
  w.section("+" + d.row("claim_trade_growth").figure + " percent in " + months_text(through) +
            " 2016, exports +" + d.row("claim_export_growth").figure);
  const auto before = year_to_date(d.to_china, 2015, through),
             now = year_to_date(d.to_china, 2016, through);
  const double g = *growth(before, now);
  w.claim(check_claim(
      "Peru's exports to China up " + d.row("claim_export_growth").figure + " percent, " +
          months_text(through) + " 2016",
      {level_reading("", exactly(g), d.as_rounded("claim_export_growth"),
                     "growth by Peru's customs (" + fixed_text(in_millions(before.value), 1) + " to " +
                         fixed_text(in_millions(now.value), 1) + " million USD FOB)")}));
  w.say("Imports CIF on China's side, timing and volume against value could reconcile the two; "
        "which does cannot be decided from these figures.");
  w.claim(check_claim("two-way trade up " + d.row("claim_trade_growth").figure + " percent, " +
                          months_text(through) + " 2016",
                      {}));
  table t("Growth of imports that total and exports imply, percent",
          {{"export share"}, {"low", 1}, {"high", 1}});
  std::vector<std::string> shares;
  std::vector<double> middle;
  for (int s = 30; s <= 60; s += 10) {
    const bounds m = implied_component_growth(d.as_rounded("claim_trade_growth"),
                                              d.as_rounded("claim_export_growth"), s / 100.0);
    t.row({std::to_string(s) + "%", m.low(), m.high()});
    shares.push_back(std::to_string(s) + "%");
    middle.push_back((m.low() + m.high()) / 2);
  }
  w.show(t);
  w.draw(bar_chart(shares, {{"implied growth of imports", middle}},
                   {.title = "Implied growth of imports by export share",
                    .subtitle = "percent, from +" + d.row("claim_trade_growth").figure +
                                " in total and +" + d.row("claim_export_growth").figure +
                                " in exports"}));
  const auto n = nowcast_full_year(d.to_china, 2016, through);
  const double came = in_millions(full_year(d.to_china, 2016).value);
  const bounds range = n.range / bounds(million);
  w.say("Nowcast of the full year from data through " + month_name(through) + ": " +
        fixed_text(in_millions(n.estimate), 0) + " million USD (range over past years " +
        to_string(range, 5) + "); the year came out at " + fixed_text(came, 1) + ", " +
        (range.contains(came) ? "inside" : "outside") + " the range.");
  const double world0 = d.number("world_ytd_2015"), world1 = d.number("world_ytd_2016");
  const std::vector<double> b{in_millions(before.value)}, a{in_millions(now.value)};
  const auto c = contributions(b, a, world0, world1);
  w.say("China contributed " + fixed_text(c.points[0], 2) + " points to the " +
        percent_text(c.total) + " of Peru's exports in " + months_text(through) +
        "; all other partners " + fixed_text(c.residual, 2) + ".");
}

void partner_share(const brief_data& d, writer& w) {
  w.section("Largest partner and export market");
  const auto china = aggregate<annual>(d.to_china, aggregation::sum);
  const auto both = common_span(china, d.to_world);
  const auto& c = std::get<0>(both.series);
  const auto share = mapped<percent>(c / std::get<1>(both.series), "share",
                                     [](double s) { return 100 * s; });
  std::vector<std::string> years;
  table t("China in Peru's exports", {{"year"}, {"to China, million USD", 1}, {"share, percent", 1}});
  for (std::size_t i = 0; i < share.size(); ++i) {
    years.push_back(to_string(share.at(i)));
    t.row({years.back(), in_millions(c.values[i]), share.values[i]});
  }
  w.show(t);
  w.draw(line_chart(years, {{"share", share.values}},
                    {.title = "China's share of Peru's exports", .subtitle = "percent, FOB, SUNAT",
                     .events = {{std::to_string(parse_period<monthly>(d.row("agreement_start").figure).year()),
                                 "free-trade agreement"}}}));
  claim_reading r;
  r.finding = "China took " + fixed_text(share.values.back(), 1) + " percent of exports in " +
              years.back() + "; a partner is the largest for certain only above 50";
  r.holds = share.values.back() > 50 ? decision::yes : decision::undetermined;
  w.claim(check_claim("China is Peru's largest export market", {r}));
}

void reports_against_each_other(const brief_data& d, writer& w) {
  w.section("Reports against each other");
  const double customs = in_millions(year_to_date(d.to_china, 2016, 6).value);
  const bounds trade = grown_from(d.number("h1_2017_trade"), d.as_rounded("h1_2017_trade_growth"));
  const bounds exports =
      grown_from(d.number("h1_2017_exports"), d.as_rounded("h1_2017_exports_growth"));
  w.claim(check_claim("the embassy: trade of " + d.row("h1_2016_trade").figure +
                          " million in the first half of 2016",
                      {level_reading("", exactly(d.number("h1_2016_trade")), trade,
                                     "the embassy's figure")}));
  w.claim(check_claim("the embassy: exports of " + d.row("h1_2016_exports").figure +
                          " million in the first half of 2016",
                      {level_reading("", exactly(d.number("h1_2016_exports")), exports,
                                     "the embassy's figure")}));
  w.claim(check_claim("the embassy: imports of " + d.row("h1_2016_imports").figure +
                          " million in the first half of 2016",
                      {level_reading("", exactly(d.number("h1_2016_imports")),
                                     grown_from(d.number("h1_2017_imports"), d.as_rounded("h1_2017_imports_growth")),
                                     "the embassy's figure")}));
  w.claim(check_claim("customs' months: exports of " + fixed_text(customs, 1) +
                          " million in the first half of 2016",
                      {level_reading("", exactly(customs), exports, "the sum of the months")}));
  w.claim(check_claim(
      "exports of " + d.row("exports_2017").figure + " million in 2017, up " +
          d.row("exports_growth_2017").figure + " percent",
      {level_reading("", exactly(*growth_rate(d.number("exports_2016"), d.number("exports_2017"))),
                     d.as_rounded("exports_growth_2017"),
                     "growth on " + d.row("exports_2016").figure)}));
  const auto customs_year = [&](int y) {
    const period<annual> p(y);
    return in_millions(y <= d.to_china.last().year() ? full_year(d.to_china, y).value : d.to_china_later.value(p));
  };
  // the same source's other growth rate, against customs: was it rounded or cut off?
  const double exports_growth = *growth_rate(customs_year(2015), d.number("exports_2016"));
  const auto by = [&](const char* how, const bounds& stated) {
    return level_reading(text("the source's percentages are ", how), exactly(exports_growth), stated,
                         "growth on customs' 2015");
  };
  w.claim(check_claim("exports of " + d.row("exports_2016").figure + " million in 2016, up " +
                          d.row("exports_growth_2016").figure + " percent",
                      {by("rounded", d.as_rounded("exports_growth_2016")), by("cut off", d.as_cut("exports_growth_2016"))}));
  const bounds world_2017 = bounds(d.number("exports_2017") * 100) / d.as_rounded("share_2017");
  w.say("That report's share of " + d.row("share_2017").figure + " percent implies exports to the world of " +
        to_string(world_2017, 5) + " million in 2017, " +
        to_string((world_2017 / bounds(in_millions(d.to_world.value(period<annual>(2016)))) - bounds(1)) * bounds(100), 3) +
        " percent above 2016.");
  // exports from total and balance
  const double exports_2018 = (d.number("trade_2018") + d.number("balance_2018")) / 2;
  const bounds trade_2017 = grown_from(d.number("trade_2018"), d.as_rounded("trade_growth_2018"));
  w.say(text("Trade of ", d.row("trade_2018").figure, " million with a balance of ", d.row("balance_2018").figure,
             " in 2018 makes exports of ", fixed_text(exports_2018, 1), " (customs ", fixed_text(customs_year(2018), 1), ", ",
             percent_text(*growth_rate(customs_year(2018), exports_2018)), ") and imports of ",
             fixed_text(d.number("trade_2018") - exports_2018, 1), "; its +", d.row("trade_growth_2018").figure,
             " percent makes trade in 2017 ", to_string(trade_2017, 5), ", of which imports ",
             to_string(trade_2017 - d.number("exports_2017"), 5), "."));
  w.say(text("Exports of ", d.row("exports_2010").figure, " and imports of ", d.row("imports_2010").figure,
             " million in 2010: customs' exports are ", fixed_text(customs_year(2010), 1), " (the report is ",
             percent_text(*growth_rate(customs_year(2010), d.number("exports_2010"))), "), the balance ",
             fixed_text(d.number("exports_2010") - d.number("imports_2010"), 0), "."));
  // China's side: do the parts and their growth make the total and its growth?
  const double parts = d.number("china_exports_2013") + d.number("china_imports_2013");
  const bounds before = grown_from(d.number("china_exports_2013"), d.as_rounded("china_exports_growth_2013")) +
                        grown_from(d.number("china_imports_2013"), d.as_rounded("china_imports_growth_2013"));
  w.claim(check_claim("China's side: trade of " + d.row("china_trade_2013").figure + " million in 2013, up " +
                          d.row("china_trade_growth_2013").figure + " percent",
                      {both_readings(level_reading("", exactly(parts), about(d.number("china_trade_2013"), 1), "the sum of its parts"),
                                     level_reading("", decreasing([&](double x) { return 100 * (parts / x - 1); }, before),
                                                   d.as_rounded("china_trade_growth_2013"), "their growth"))}));
}

// Two reporters of one flow: Peru's exports and China's, each against the other side's imports.
void two_reporters(const brief_data& d, writer& w) {
  w.section("One flow, two reporters");
  const double missing = std::numeric_limits<double>::quiet_NaN();
  const auto exports = aggregate<annual>(d.to_china, aggregation::sum);
  const series<annual, usd_cif> china_imports("China's imports from Peru", period<annual>(2013),
                                              {d.number("china_imports_2013") * million}, {"China's customs", "", ""});
  // Peru's imports where its exports and balance are reported
  const auto implied = [&](int year) {
    return exports.value(period<annual>(year)) - d.number("balance_" + std::to_string(year)) * million;
  };
  const series<annual, usd_fob> china_exports(
      "China's exports to Peru", period<annual>(2012),
      {d.number("comtrade_china_exports_2012") * million, d.number("china_exports_2013") * million, missing, missing,
       d.number("comtrade_china_exports_2016") * million});
  const series<annual, usd_cif> peru_imports("Peru's imports from China", period<annual>(2012),
                                             {implied(2012), implied(2013), missing, missing,
                                              d.number("imports_2016") * million});
  table t("Reports of the exporter (FOB) and of the importer (CIF), million USD",
          {{"flow", -1, alignment::left}, {"year"}, {"exporter", 1}, {"importer", 1}, {"implied CIF/FOB", 3},
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
  t.note("gap: of the mean of the two; Peru's imports of 2012 and 2013 are its customs' exports less the reported balance");
  w.show(t);
  const double margin = d.number("cif_margin") / 100;
  const auto above = std::count_if(ratios.begin(), ratios.end(), [&](double r) { return r > 1 + margin; });
  const auto one = reconcile(copper_side, margin, 1, 1);
  w.say(text(above, " of ", ratios.size(), " importers' figures exceed the exporter's by more than the ",
             d.row("cif_margin").figure, " percent allowed for freight and insurance: what else separates them ",
             "(timing, goods by way of third countries) these figures do not tell. A reconciled flow from Peru to China in ",
             to_string(one.flow.start), " is ", fixed_text(in_millions(one.flow.values[0]), 0), " million USD FOB: ",
             one.assumed, "."));
  table c("Peru's exports to China, million USD FOB", {{"year"}, {"Comtrade", 1}, {"customs' months", 1}, {"gap, percent", 2}});
  for (const int y : {2008, 2012, 2016}) {
    const double there = d.number("comtrade_peru_exports_" + std::to_string(y)),
                 here = in_millions(exports.value(period<annual>(y)));
    c.row({std::to_string(y), there, here, 100 * (there / here - 1)});
  }
  w.show(c);
}

void agreements(const brief_data& d, writer& w) {
  const int sectors = static_cast<int>(d.number("agreement_sectors"));
  w.section(text(d.row("agreements").figure, " of procurement agreements across ", sectors,
                 " sectors"));
  const bounds trade = grown_from(d.number("trade_2016"), d.as_rounded("trade_growth_2016"));
  const bounds share = bounds(d.number("agreements") / 1e6 * 100) / trade;
  w.say("Against Peru's trade with China in 2015 that is " + to_string(share, 4) + " percent.");
  w.say("When only the number of sectors is known, the Herfindahl index lies in " +
        to_string(herfindahl_bounds(sectors), 4) + ".");
}

void investment(const brief_data& d, writer& w) {
  w.section("Firms: " + d.row("firms").figure + "; investment: " + d.row("investment").figure +
            "; jobs: " + d.row("jobs").figure);
  const auto money = d.phrase("investment"), firms = d.phrase("firms"), jobs = d.phrase("jobs");
  table t("", {{"", -1, alignment::left}, {"literal", -1, alignment::left},
               {"conventional (an assumption)", -1, alignment::left}});
  const auto line = [&](const std::string& name, const bounds& literal, const bounds& conventional,
                        double scale) {
    const bool nothing = literal.low() <= 0 && std::isinf(literal.high());
    t.row({name, nothing ? "no information" : to_string(literal / bounds(scale), 3),
           to_string(conventional / bounds(scale), 3)});
  };
  line("million USD per firm", money.literal / firms.literal,
       money.conventional / firms.conventional, 1e6);
  line("thousand USD per job", money.literal / jobs.literal,
       money.conventional / jobs.conventional, 1e3);
  line("jobs per million USD", jobs.literal / (money.literal / bounds(million)),
       jobs.conventional / (money.conventional / bounds(million)), 1);
  t.note("Conventional: a writer who had passed the next round figure would have said it.");
  w.show(t);
  const auto later = d.phrase("investment_2017"), firms_later = d.phrase("firms_2017");
  w.say("In 2017 " + d.row("firms_2017").figure + " firms and " + d.row("investment_2017").figure +
        " were reported: by convention " +
        to_string(later.conventional / firms_later.conventional / bounds(million), 3) +
        " million USD per firm, and " + to_string(later.conventional / money.conventional, 3) +
        " times the investment a year before.");
}

void tourists(const brief_data& d, writer& w) {
  w.section("Tourists: " + d.row("tourists_2015").figure + ", heading for " +
            d.row("tourists_target").figure);
  const double years = d.number("tourists_target_years"), target = d.number("tourists_target");
  const auto now = d.phrase("tourists_2015");
  const bounds needed = decreasing(
      [&](double x) { return 100 * (std::pow(target / x, 1 / years) - 1); }, now.conventional);
  w.say("From " + now.words + " to " + d.row("tourists_target").figure + " takes " +
        to_string(needed, 3) + " percent a year; 2015 grew by " +
        d.row("tourists_growth_2015").figure + ", the first quarter of 2016 by " +
        d.row("tourists_growth_q1_2016").figure + ".");
  w.claim(check_claim("another report: " + d.row("tourists_2015_other").figure + " tourists in 2015",
                      {level_reading("", exactly(d.number("tourists_2015_other")),
                                     now.conventional, "that report's figure")}));
  const bounds base = d.phrase("tourists_2016_other").literal /
                      increasing([](double r) { return 1 + r / 100; },
                                 d.as_rounded("tourists_2016_growth_other"));
  w.claim(check_claim(d.row("tourists_2016_other").figure + " tourists in 2016, up " +
                          d.row("tourists_2016_growth_other").figure + " percent",
                      {level_reading("", base, now.conventional, "2015 implied by it")}));
  const bounds ten_years = decreasing(
      [&](double x) { return 100 * (std::pow(d.phrase("tourists_2015").number / x, 0.1) - 1); },
      d.phrase("tourists_2005_other").conventional);
  w.say(d.row("tourists_2005_other").figure + " ten years before makes up to " + to_string(ten_years, 3) +
        " percent a year to 2015.");
  w.claim(check_claim(d.row("tourists_target").figure + " tourists in 2017",
                      {level_reading("", d.phrase("tourists_2017_other").conventional,
                                     exactly(target), "what was later reported")}));
}

void small_ratios(const brief_data& d, writer& w) {
  w.section("People, institutes, clinics");
  const bounds descent = d.phrase("chinese_descent").conventional /
                         d.phrase("population").conventional * bounds(100);
  w.say(d.row("chinese_descent").figure + " of " + d.row("population").figure + ": " +
        to_string(descent, 3) + " percent.");
  w.say(d.row("students").figure + " students of " + d.row("institutes").figure + " institutes: " +
        to_string(d.phrase("students").literal / bounds(d.number("institutes")), 4) +
        " each by the words, " +
        to_string(d.phrase("students").conventional / bounds(d.number("institutes")), 4) +
        " by convention.");
  w.say(d.row("clinics").figure + " clinics, " + d.row("clinics_local").figure +
        " percent of them local: " +
        to_string(d.phrase("clinics").conventional * d.as_rounded("clinics_local") / bounds(100), 3) +
        " set up by local doctors.");
  w.claim(check_claim("e-commerce will carry more trade", {}));
  w.claim(check_claim("a railway between two oceans would cut transport costs", {}));
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("china_peru_brief", "The 2016 report on China and Peru, claim by claim.",
                       "china_peru_brief --html china_peru_brief.html");
  std::string folder = BILATERAL_EXAMPLE_DATA, html = "china_peru_brief.html", tables;
  std::string country = "an unnamed country";
  app.option("--data", folder, "Folder with files of the same layout as examples/data");
  app.option("--html", html, "The page to write");
  app.option("--input-output", tables, "Files of another country's table, TRANSACTIONS,OUTPUT,JOBS, to illustrate jobs");
  app.option("--country", country, "Whose table it is");
  return app.run(argc, argv, [&](std::ostream& out) {
    const brief_data data(folder);
    writer w;
    record_trade(data, w);
    eight_months(data, w);
    partner_share(data, w);
    reports_against_each_other(data, w);
    two_reporters(data, w);
    agreement(data, w);
    copper(data, w);
    prospects(data, w);
    agreements(data, w);
    investment(data, w);
    tourists(data, w);
    small_ratios(data, w);
    if (!tables.empty()) {
      const auto files = example::split_list(tables);
      if (files.size() != 3) throw example::usage_error("--input-output: three files, TRANSACTIONS,OUTPUT,JOBS");
      other_country(files, country, w);
    }
    w.summary();
    out << w.text();
    example::program::write_file(html, to_html(w.html()));
  });
}
