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

#include "support/gzip.hpp"
#include "support/matrix.hpp"
#include "support/program.hpp"

#include <map>

using namespace bilateral;

namespace {

struct reported_figure {
  std::string figure, unit, reporter, date, what;
};

// the files of one folder
struct brief_data {
  series<monthly, usd_fob> to_china, copper;      // million USD
  series<monthly, per<usd, tonne>> price;
  series<annual, usd_fob> to_world, to_china_later;
  std::map<std::string, reported_figure> reported;

  explicit brief_data(const std::string& folder) {
    read(folder + "/exports_to_china.csv", "exports to China", to_china);
    read(folder + "/copper_exports.csv", "copper exports", copper);
    read(folder + "/copper_price.csv", "copper price", price);
    read(folder + "/exports_to_world.csv", "exports to the world", to_world);
    read(folder + "/exports_to_china_later.csv", "exports to China", to_china_later);
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
  static void read(const std::string& path, const std::string& name, series<F, U>& into) {
    csv_reader rows(open_file(path), path);
    const auto date = rows.column("date");
    const std::size_t value = 1 - date;
    std::vector<double> values;
    period<F> first;
    while (rows.next()) {
      const auto p = parse_period<F>(rows[date]);
      if (values.empty()) first = p;
      if (p != first + static_cast<std::int64_t>(values.size())) {
        throw data_error(path, rows.line(), 0, to_string(p) + " is out of order");
      }
      values.push_back(rows.number(value));
    }
    into = series<F, U>(name, first, values, {path, "", ""});
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
      const std::string line = (r.assumption.empty() ? "" : "if " + r.assumption + ": ") + r.finding +
                               (r.holds == decision::yes  ? " (holds)"
                                : r.holds == decision::no ? " (does not hold)"
                                                          : " (open)");
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
  const double exports = full_year(d.to_china, 2015).value;
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
                     "growth by Peru's customs (" + fixed_text(before.value, 1) + " to " +
                         fixed_text(now.value, 1) + " million USD FOB)")}));
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
  const double came = full_year(d.to_china, 2016).value;
  w.say("Nowcast of the full year from data through " + month_name(through) + ": " +
        fixed_text(n.estimate, 0) + " million USD (range over past years " +
        to_string(n.range, 5) + "); the year came out at " + fixed_text(came, 1) + ", " +
        (n.range.contains(came) ? "inside" : "outside") + " the range.");
  const double world0 = d.number("world_ytd_2015"), world1 = d.number("world_ytd_2016");
  const std::vector<double> b{before.value}, a{now.value};
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
    t.row({years.back(), c.values[i], share.values[i]});
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
  const double customs = year_to_date(d.to_china, 2016, 6).value;
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
  w.claim(check_claim("customs' months: exports of " + fixed_text(customs, 1) +
                          " million in the first half of 2016",
                      {level_reading("", exactly(customs), exports, "the sum of the months")}));
  w.claim(check_claim(
      "exports of " + d.row("exports_2017").figure + " million in 2017, up " +
          d.row("exports_growth_2017").figure + " percent",
      {level_reading("", exactly(*growth_rate(d.number("exports_2016"), d.number("exports_2017"))),
                     d.as_rounded("exports_growth_2017"),
                     "growth on " + d.row("exports_2016").figure)}));
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
  const auto n = static_cast<Eigen::Index>(d.to_china.size());
  Eigen::VectorXd time(n), since(n), since_time(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const bool on = d.to_china.at(static_cast<std::size_t>(i)) >= start;
    time[i] = static_cast<double>(i) / 12;
    since[i] = on ? 1 : 0;
    since_time[i] = on ? static_cast<double>(i - (start - d.to_china.start)) / 12 : 0;
  }
  const Eigen::VectorXd y =
      Eigen::Map<const Eigen::VectorXd>(complete(d.to_china).data(), n).array().log();
  const auto fit = ols(regress(y, {{"trend", time}, {"level since", since}, {"trend since", since_time}}),
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
  const auto n = static_cast<Eigen::Index>(price.size());
  const Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXd>(complete(trade).data(), n).array().log();
  const Eigen::VectorXd p = Eigen::Map<const Eigen::VectorXd>(complete(price).data(), n).array().log();
  const auto dummies = seasonal_dummies(12, price.start.part(), price.size());
  std::vector<named_column<double>> season;
  for (std::size_t j = 0; j < dummies.names.size(); ++j) {
    season.emplace_back(dummies.names[j], dummies.values.col(static_cast<Eigen::Index>(j)));
  }
  std::vector<named_column<double>> columns{{"price", p}};
  columns.insert(columns.end(), season.begin(), season.end());
  const auto model = regress<double>(y, columns);
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
  const auto step = engle_granger<double>({"trade", y}, {{"price", p}});
  const std::string together = "Engle-Granger p = " + significant_text(*step.test.p_value, 2);
  t.row({"log-log, Newey-West errors", "", with_interval(level), together});
  t.row({"dynamic OLS", "", with_interval(row(dols<double>({"trade", y}, {{"price", p}}), "price")), together});
  const ardl_data<double> data{{"trade", y}, {{"price", p}}, season};
  const auto orders = ardl_order(data, {6, {6}}).orders;
  const auto fit = ardl<double>(data, orders);
  const auto ecm = error_correction(fit);
  const auto test = bounds_test(fit, {.replications = 10000});
  const bool related = *test.f.p_upper < 0.05;
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
      mapped<tonne>(value / price, "implied volume", [](double v) { return v * 1e6; }),
      aggregation::sum);
  table t("Copper exports by price and implied volume (value / world price)",
          {{"year"}, {"million USD", 1}, {"USD per tonne", 0}, {"thousand tonnes, implied", 0}});
  std::vector<std::string> years;
  for (int y = 2011; y <= 2016; ++y) {
    const period<annual> p(y);
    t.row({std::to_string(y), year_value.value(p), year_price.value(p), volume.value(p) / 1000});
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
  const double at = full_year(d.to_china, 2016).value;
  const double sunat = *compound_growth(at, later.value(period<annual>(2023)), 7);
  w.claim(check_claim("trade grew " + d.row("china_growth_2016_2023").figure +
                          " percent a year 2016-2023 (China's customs)",
                      {level_reading("Peru's exports alone (SUNAT) stand for trade",
                                     exactly(sunat), d.as_rounded("china_growth_2016_2023"),
                                     "growth a year of exports")}));
  w.say("Exports reached " + fixed_text(later.values.back(), 0) + " million USD in " +
        to_string(later.last()) + ", " + fixed_text(later.values.back() / at, 2) +
        " times those of 2016; China's customs report " + d.row("china_trade_2024").figure +
        " billion of trade in January-October 2024, " +
        percent_text(d.number("china_trade_2024_growth"), 1) + ".");
}

// What was to be expected in 2016 of the years since, and what came.
void prospects(const brief_data& d, writer& w) {
  w.section("Huge growth potential: what 2005-2016 let expect of 2017-2024");
  const auto annual_exports = aggregate<annual>(d.to_china, aggregation::sum);
  std::vector<double> logs;
  for (const double v : annual_exports.values) logs.push_back(std::log(v));
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
    const double came = d.to_china_later.values[at];
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
  const bounds million(1e6);
  line("jobs per million USD", jobs.literal / (money.literal / million),
       jobs.conventional / (money.conventional / million), 1);
  t.note("Conventional: a writer who had passed the next round figure would have said it.");
  w.show(t);
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
