// The 2016 news report on China and Peru, claim by claim, against the figures in examples/data (or
// --data DIR). Every number and every verdict is computed from those files.
#include <bilateral/core/bounds.hpp>
#include <bilateral/econometrics/ardl_order.hpp>
#include <bilateral/econometrics/bounds_test.hpp>
#include <bilateral/econometrics/cointegrating_regression.hpp>
#include <bilateral/econometrics/cointegration.hpp>
#include <bilateral/econometrics/error_correction.hpp>
#include <bilateral/econometrics/forecast.hpp>
#include <bilateral/econometrics/nardl.hpp>
#include <bilateral/econometrics/newey_west.hpp>
#include <bilateral/econometrics/stability.hpp>
#include <bilateral/econometrics/structural_break.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/series_csv.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/align.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/series/transform.hpp>
#include <bilateral/stats/seasonal.hpp>
#include <bilateral/trade/bilateral_flow.hpp>
#include <bilateral/trade/claim.hpp>
#include <bilateral/trade/concentration.hpp>
#include <bilateral/trade/elasticity.hpp>
#include <bilateral/trade/input_output_multipliers.hpp>
#include <bilateral/trade/mirror.hpp>

#include "support/gzip.hpp"
#include "support/matrix.hpp"
#include "support/program.hpp"

#include <map>

using namespace bilateral;

namespace {

constexpr double million = 1e6;  // series hold whole dollars; the report and its tables speak of millions
double in_millions(double dollars) { return dollars / million; }

struct reported_figure {
  std::string figure, unit, reporter, date, what;
};

// the files of one folder
struct brief_data {
  series<monthly, usd_fob> to_china, copper;
  series<monthly, per<usd, tonne>> price;
  series<annual, usd_fob> to_world, to_china_later;
  std::map<std::string, reported_figure> reported;  // as printed: a trade figure in millions

  explicit brief_data(const std::string& folder) {
    read(folder + "/exports_to_china.csv", "exports to China", million, to_china);
    read(folder + "/copper_exports.csv", "copper exports", million, copper);
    read(folder + "/copper_price.csv", "copper price", 1, price);
    read(folder + "/exports_to_world.csv", "exports to the world", million, to_world);
    read(folder + "/exports_to_china_later.csv", "exports to China", million, to_china_later);
    const std::string name = folder + "/reported.csv";
    csv_reader rows(open_file(name), name);
    const auto key = rows.column("key"), figure = rows.column("figure"), unit = rows.column("unit"),
               reporter = rows.column("reporter"), date = rows.column("date"),
               what = rows.column("what");
    while (rows.next()) {
      reported[std::string(rows[key])] = {std::string(rows[figure]), std::string(rows[unit]),
                                          std::string(rows[reporter]), std::string(rows[date]),
                                          std::string(rows[what])};
    }
  }
  const reported_figure& row(const std::string& key) const {
    const auto found = reported.find(key);
    if (found == reported.end()) throw data_error("reported.csv: there is no " + key);
    return found->second;
  }
  press_figure phrase(const std::string& key) const { return parse_phrase(row(key).figure); }
  double number(const std::string& key) const { return phrase(key).number; }
  // what a printed number may have been before rounding
  int decimals(const std::string& key) const {
    const std::string& f = row(key).figure;
    const auto point = f.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(f.size() - point - 1);
  }
  bounds as_rounded(const std::string& key) const { return rounded(number(key), decimals(key)); }
  bounds as_cut(const std::string& key) const { return truncated(number(key), decimals(key)); }

 private:
  template <frequency F, unit U>
  static void read(const std::string& path, const std::string& name, double scale, series<F, U>& into) {
    csv_reader rows(open_file(path), path);
    const std::string value = rows.names().at(1 - rows.column("date"));
    into = read_series<F, U>(rows, "date", value, {.scale = scale});
    into.name = name;
  }
};

std::string percent_text(double x, int decimals = 2) {
  return (x >= 0 ? "+" : "") + fixed_text(x, decimals) + " percent";
}
bounds grown_from(double now, const bounds& rate) {  // the base that `now` and its growth imply
  return decreasing([now](double r) { return now / (1 + r / 100); }, rate);
}
std::string months_text(int through) { return "January-" + month_name(through); }

// text and page at once
class writer {
 public:
  writer() : page_("China and Peru, 2016: the claims and the figures",
                   "Each claim of a 2016 news report, what the figures say, and a verdict computed "
                   "from them.") {}
  void section(const std::string& title) {
    text_ += "\n" + title + "\n" + std::string(title.size(), '=') + "\n";
    page_.heading(title);
  }
  void say(const std::string& sentence) {
    text_ += "  " + sentence + "\n";
    page_.paragraph(sentence);
  }
  void claim(const claim_verdict& v) {
    text_ += "  claim    " + v.words + "\n";
    std::vector<std::string> items;
    for (const auto& r : v.readings) {
      const std::string line = (r.assumption.empty() ? "" : "if " + r.assumption + ": ") + r.finding + " (" +
                               in_words(r.holds) + ")";
      text_ += "    data   " + line + "\n";
      items.push_back(line);
    }
    text_ += "  verdict  " + v.sentence + "\n";
    page_.paragraph("Claim: " + v.words);
    if (!items.empty()) page_.list(items);
    page_.paragraph("Verdict: " + v.sentence);
    verdicts_.row({v.words, v.sentence});
  }
  void show(const table& t) {
    text_ += to_text(t);
    page_.add(t);
  }
  void draw(const chart& c) { page_.add(c); }
  void summary() {
    section("All verdicts");
    show(verdicts_);
  }
  const std::string& text() const { return text_; }
  const page& html() const { return page_; }

 private:
  std::string text_ = "China and Peru, 2016: the claims of a news report and the figures\n";
  page page_;
  table verdicts_{"", {{"claim", -1, alignment::left}, {"verdict", -1, alignment::left}}};
};

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

void agreement(const brief_data& d, writer& w) {
  w.section("The free-trade agreement of 2010");
  const auto start = parse_period<monthly>(d.row("agreement_start").figure);
  const auto china = aggregate<annual>(d.to_china, aggregation::sum);
  const double n0 = start.year() - china.start.year(), n1 = china.last().year() - start.year();
  const double first = china.values.front(), at = china.value(period<annual>(start.year())),
               end = china.values.back();
  w.say("Compound growth of exports to China: " + percent_text(*compound_growth(first, at, n0), 1) +
        " a year " + to_string(china.start) + "-" + std::to_string(start.year()) + ", " +
        percent_text(*compound_growth(at, end, n1), 1) + " a year since.");
  // a first look at a break: the slope of log exports on time by regime
  const auto counted = [&](const std::string& name, auto value) {
    std::vector<double> values;
    for (std::size_t i = 0; i < d.to_china.size(); ++i) values.push_back(value(d.to_china.at(i)));
    return series<monthly, dimensionless>(name, d.to_china.start, values);
  };
  const auto years_from = [](period<monthly> from) {
    return [from](period<monthly> m) { return (std::max)(0.0, static_cast<double>(m - from) / 12); };
  };
  const auto fit = ols(regress(log(d.to_china),
                               {{"trend", counted("trend", years_from(d.to_china.start))},
                                {"level since", counted("since", [&](period<monthly> m) { return m >= start ? 1.0 : 0.0; })},
                                {"trend since", counted("trend since", years_from(start))}}),
                       heteroskedastic{});
  const auto test = wald_test(fit, std::vector<std::string>{"level since", "trend since"});
  w.say("A break in level and trend at " + to_string(start) + ": F = " +
        significant_text(test.statistic, 4) + ", p = " + significant_text(*test.p_value, 2) +
        "; the trend went from " + percent_text(100 * std::expm1(coefficient(fit, "trend")), 1) +
        " a year by " + fixed_text(100 * coefficient(fit, "trend since"), 1) +
        " log points. The date was chosen beforehand and the errors allow for no serial "
        "correlation: a first look, not a test of the agreement.");
}

// "0.71 [0.32, 1.10]"
std::string with_interval(const coefficient_row& r) {
  std::string out = fixed_text(r.estimate, 2);
  if (r.low && r.high) out += " [" + fixed_text(*r.low, 2) + ", " + fixed_text(*r.high, 2) + "]";
  return out;
}

// One series' response to the copper price: what each method says and which tests stand behind it.
void price_response(const series<monthly, usd_fob>& trade, const series<monthly, per<usd, tonne>>& price,
                    writer& w) {
  const auto dummies = seasonal_dummies(12, price.start.part(), price.size());
  std::vector<named_column<double>> season;
  for (std::size_t j = 0; j < dummies.names.size(); ++j) {
    season.emplace_back(dummies.names[j], dummies.values.col(static_cast<Eigen::Index>(j)));
  }
  const ardl_data<double> data = elasticity_data(trade, price, {}, season);
  const auto& y = data.response;
  std::vector<named_column<double>> columns = data.regressors;
  columns.insert(columns.end(), season.begin(), season.end());
  const auto model = regress<double>(y.second, columns, {.response_name = y.first});
  const auto row = [](const auto& fit, const std::string& name) {
    for (const coefficient_row& r : coefficient_table(fit)) {
      if (r.name == name) return r;
    }
    return coefficient_row{};
  };
  table t(trade.name + " on the copper price, logarithms, monthly dummies, 95 percent intervals",
          {{"", -1, alignment::left}, {"short run", -1, alignment::right}, {"long run", -1, alignment::right},
           {"evidence", -1, alignment::left}});
  const auto level = row(ols(model, newey_west{}), "price");
  // levels without their seasonal pattern: what is left of each column beside the monthly dummies
  const auto adjusted = [&](const named_column<double>& c) {
    return named_column<double>(c.first, ols(regress<double>(c.second, season)).residuals);
  };
  const auto trade_level = adjusted(y);
  const std::vector<named_column<double>> price_level{adjusted(data.regressors[0])};
  const double residuals_p = *engle_granger<double>(trade_level, price_level).test.p_value;
  const double ratio_p = *phillips_ouliaris<double>(trade_level, price_level).z_t.p_value;
  const std::string together = "Engle-Granger p = " + significant_text(residuals_p, 2) +
                               ", Phillips-Ouliaris p = " + significant_text(ratio_p, 2);
  t.row({"log-log, Newey-West errors", "", with_interval(level), together});
  t.row({"dynamic OLS", "", with_interval(row(dols<double>(trade_level, price_level), "price")), together});
  const auto orders = ardl_order(data, {6, {6}}).orders;
  const auto fit = ardl<double>(data, orders);
  const auto ecm = error_correction(fit);
  const auto test = bounds_test(fit, {.replications = 10000});
  const bool related = *test.f.p_upper < 0.05;
  const bool disputed = !related && (residuals_p < 0.05 || ratio_p < 0.05);
  const coefficient_row now = row(fit, "price");
  t.row({text("ARDL(", orders.response, ",", orders.regressors[0], ")"), with_interval(now),
         related ? with_interval(row(ecm.long_run, "price")) : "not supported",
         "bounds F = " + significant_text(test.f.test.statistic, 3) + ", p = " +
             significant_text(*test.f.p_upper, 2)});
  const auto two = nardl<double>(data, {"price"}, {orders.response, {orders.regressors[0], orders.regressors[0]}});
  const auto& sides = two.asymmetry.front();
  t.row({"rises against falls (NARDL)",
         with_interval(row(two.fit, two.fit.data.regressors[0].first)) + " / " +
             with_interval(row(two.fit, two.fit.data.regressors[1].first)),
         "", sides.impact ? "equal on impact: p = " + significant_text(*sides.impact->p_value, 2) : ""});
  const auto path = break_f_tests(model);
  const auto found = bai_perron(model, {.max_breaks = 4});
  std::string dates;
  for (const auto at : found.models[static_cast<std::size_t>(found.selected)].after_row) {
    dates += (dates.empty() ? "" : ", ") + to_string(price.at(static_cast<std::size_t>(at - 1)));
  }
  t.note("Value on price is 1 + the elasticity of volume. Stability: sup F p = " +
         significant_text(*path.supremum.p_value, 2) + ", breaks by Bai and Perron (BIC) " +
         (dates.empty() ? "none" : "after " + dates) + ".");
  w.show(t);
  const bool moves = now.low && *now.low > 0;
  const bool symmetric = sides.impact && *sides.impact->p_value > 0.05;
  w.say(text(trade.name, ": a fall of the price by 10 percent ",
             moves ? "lowers the value in the same month by about " + fixed_text(-100 * std::expm1(now.estimate * std::log(0.9)), 1) +
                         " percent"
                   : std::string("has no effect in the same month that the data can tell from none"),
             "; falls and rises ", symmetric ? "are not told apart" : "differ", "; ",
             related ? "the levels belong together, and the long-run elasticity is " +
                           with_interval(row(ecm.long_run, "price")) + "."
             : disputed ? text("the tests disagree on a tie between the levels (a test of residuals finds one, "
                               "the bounds test none); if there is one, the long-run elasticity is ",
                               with_interval(row(dols<double>(trade_level, price_level), "price")), ": ",
                               symmetric && moves ? "\"dampened growth\" is borne out, \"long-term prospects\" is not "
                                                    "settled by these months."
                                                  : "neither part of the sentence is settled by these months.")
                     : std::string("no tie between the levels is found, so that the figures do not support a "
                                   "long-run elasticity: ") +
                           (symmetric && moves ? "\"dampened growth\" is borne out, \"long-term prospects\" is not a "
                                                 "statement these months can decide."
                                               : "neither part of the sentence is decided by these months.")));
}

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

// What was to be expected in 2016 of the years since, and what came.
void prospects(const brief_data& d, writer& w) {
  w.section("Huge growth potential: what 2005-2016 let expect of 2017-2024");
  const auto annual_exports = aggregate<annual>(d.to_china, aggregation::sum);
  std::vector<double> logs;
  for (const double v : annual_exports.values) logs.push_back(std::log(in_millions(v)));
  const int horizon = static_cast<int>(d.to_china_later.size());
  const auto drift = drift_forecast(logs, horizon);
  structural_options options;
  options.trend = trend_component::local_linear_trend;
  const auto structural = structural_forecast(fit_structural(logs, options), horizon);
  table t("Exports to China, million USD, forecast from the years to 2016",
          {{"year"}, {"random walk with drift", 0}, {"95% from", 0}, {"to", 0}, {"local linear trend", 0}, {"came", 0}});
  int inside = 0;
  double error = 0, naive = 0;
  for (int h = 0; h < horizon; ++h) {
    const auto at = static_cast<std::size_t>(h);
    const double came = in_millions(d.to_china_later.values[at]);
    t.row({to_string(d.to_china_later.at(at)), std::exp(drift.mean[at]), std::exp(drift.low[at]),
           std::exp(drift.high[at]), std::exp(structural.mean[at]), came});
    inside += came >= std::exp(drift.low[at]) && came <= std::exp(drift.high[at]) ? 1 : 0;
    error += std::abs(std::log(came) - drift.mean[at]) / horizon;
    naive += std::abs(std::log(came) - logs.back()) / horizon;
  }
  t.note("medians; intervals of the drift");
  w.show(t);
  w.say(text(inside, " of ", horizon, " years came inside the interval; the mean error is ",
             fixed_text(100 * error, 0), " log points with drift and ", fixed_text(100 * naive, 0),
             " had 2016 been repeated. The interval for ", to_string(d.to_china_later.last()), " is ",
             fixed_text(std::exp(drift.high.back() - drift.low.back()), 1),
             " times as high at its top as at its bottom, and ",
             drift.low.back() > logs.back() ? "all of it lies above 2016: growth was to be expected, how much was not."
                                            : "holds the value of 2016: standing still was inside it."));
}

// Jobs per unit of final demand in a table that the reader chose: another country's.
void other_country(const std::vector<std::string>& files, const std::string& name, writer& w) {
  w.section("An illustration with another country's input-output table: " + name);
  example::data_options format;
  const auto m = example::read_matrix(format, files[0]);
  const input_output_table<double> io{m.sectors, m.values, example::read_vector(format, files[1], m.sectors)};
  const auto open = leontief(io);
  const auto jobs = effects(open, direct_coefficients(io, "jobs", example::read_vector(format, files[2], m.sectors)));
  table t("Jobs per unit of final demand, in the units of that table",
          {{"sector", -1, alignment::left}, {"direct"}, {"with suppliers"}, {"type I multiplier"}});
  for (Eigen::Index j = 0; j < jobs.simple.size(); ++j) {
    t.row({m.sectors[static_cast<std::size_t>(j)], jobs.direct[j], jobs.simple[j], jobs.type_one(j)});
  }
  w.show(t);
  w.say("These are the jobs of " + name + ", not of Peru: they show by how much suppliers raise the jobs of "
        "a sector, and nothing about the number in the report.");
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
  std::string folder = BILATERAL_EXAMPLE_DATA, html = "china_peru_brief.html", scripts, tables;
  std::string country = "an unnamed country";
  app.option("--data", folder, "Folder with files of the same layout as examples/data");
  app.option("--html", html, "The page to write");
  app.option("--input-output", tables, "Files of another country's table, TRANSACTIONS,OUTPUT,JOBS, to illustrate jobs");
  app.option("--country", country, "Whose table it is");
  app.option("--vega", scripts, "Folder of npm packages to inline, for a page without a network");
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
    example::program::write_file(
        html, to_html(w.html(), scripts.empty() ? pinned_scripts() : inlined_scripts(scripts)));
  });
}
