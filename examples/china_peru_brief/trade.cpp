// Trade of 2015 and of January to August 2016.
#include "china_peru_brief/brief.hpp"

#include <bilateral/series/growth.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/trade/flow/bilateral_flow.hpp>

#include <cmath>

namespace china_peru {

namespace {

// how a reading that fails or holds lies to the claim
std::string relation(const claim_reading& r) {
  if (r.holds == decision::yes) return "as claimed";
  if (r.holds == decision::undetermined) return "near the claim";
  return r.gap > 0 ? "above the claim" : "below the claim";
}

bounds trade_2015(const brief_data& d, bool cut) {  // Peru's side, million USD
  return grown_from(d.number("trade_2016", "million USD"),
                    cut ? d.as_cut("trade_growth_2016", "percent")
                        : d.as_rounded("trade_growth_2016", "percent"));
}

// A total of a whole year from its first months, by the share that these had in the years before.
struct nowcast {
  double estimate = 0, low = 0, high = 0, came = 0;  // million USD
  int years = 0, inside = 0;  // leaving out each year in turn, the year itself included
};

nowcast nowcast_of(const series<monthly, usd_fob>& s, int year, int through) {
  const auto log_share = [&](int y) {
    return std::log(year_to_date(s, y, through).value / full_year(s, y).value);
  };
  // estimate and interval from the years but one: the mean log share with t(n - 1)
  const auto from_years_but = [&](int left_out, double so_far) {
    double n = 0, sum = 0, squares = 0;
    for (int y = s.start.year(); y <= year; ++y) n += y == left_out ? 0 : 1;
    for (int y = s.start.year(); y <= year; ++y) sum += y == left_out ? 0 : log_share(y);
    const double mean = sum / n;
    for (int y = s.start.year(); y <= year; ++y)
      squares += y == left_out ? 0 : std::pow(log_share(y) - mean, 2);
    const double half =
        student_t_quantile(0.975, n - 1) * std::sqrt(squares / (n - 1) * (1 + 1 / n));
    const double log_total = std::log(so_far) - mean;
    return nowcast{
        std::exp(log_total), std::exp(log_total - half), std::exp(log_total + half), 0, 0, 0};
  };
  nowcast out = from_years_but(year, in_millions(year_to_date(s, year, through).value));
  out.came = in_millions(full_year(s, year).value);
  for (int y = s.start.year(); y <= year; ++y) {
    const nowcast one = from_years_but(y, in_millions(year_to_date(s, y, through).value));
    const double came = in_millions(full_year(s, y).value);
    ++out.years;
    out.inside += came >= one.low && came <= one.high ? 1 : 0;
  }
  return out;
}

void show_nowcast(const brief_data& d, int through, brief& b) {
  const nowcast n = nowcast_of(d.to_china, 2016, through);
  b.say(text("Nowcast of exports in 2016 from ", months_text(through),
             ", by the share that these months had in other years: ", grouped_text(n.estimate),
             " million USD FOB, 95 percent interval ", grouped_text(n.low), " to ",
             grouped_text(n.high), " (t interval on log shares); the year came out at ",
             grouped_text(n.came), ", ", n.came >= n.low && n.came <= n.high ? "inside" : "outside",
             ". Leaving out each year in turn the interval held ", n.inside, " of ", n.years,
             " years."));
  b.figure("nowcast_2016", n.estimate, "million USD FOB");
  b.figure("nowcast_2016_low", n.low, "million USD FOB");
  b.figure("nowcast_2016_high", n.high, "million USD FOB");
}

// what growth of imports total and exports imply, at the share of exports on either side
void show_implied_imports(const brief_data& d, const bounds& peru_share, brief& b) {
  table t(text("Growth of imports implied by trade ", up_or_down(d.figure("claim_trade_growth")),
               " percent and exports ", up_or_down(d.figure("claim_export_growth")), ", percent"),
          {{"share of exports in trade, percent", -1, alignment::left}, {"from", 1}, {"to", 1}});
  const bounds china_share = bounds(d.number("china_imports_2013", "million USD CIF")) /
                             bounds(d.number("china_trade_2013", "million USD"));
  for (const auto& [whose, share] :
       {std::pair{"Peru's of 2015", peru_share}, std::pair{"China's of 2013", china_share}}) {
    const bounds m =
        implied_component_growth(d.as_rounded("claim_trade_growth", "percent"),
                                 d.as_rounded("claim_export_growth", "percent"), share);
    t.row({text(whose, ": ", from_to(share, 0.01, 0)), m.low(), m.high()});
  }
  b.show(t);
}

// Trade of 2015 on one side: the figure claimed, and above the year before that the side reports.
struct side_of_record {
  std::string name;
  bounds trade;  // million USD
  double before = 0;
  std::string year_before;

  [[nodiscard]] claim_reading reading(const std::string& assumed, const bounds& stated) const {
    const std::string what = "trade in 2015", unit = "million USD";
    return both_readings(level_reading(assumed, trade, stated, what, unit, name),
                         record_reading(assumed, trade, exactly(before), what, unit, name));
  }
  // the words as they stand, and by convention where that says more
  void read(const press_figure& stated, std::vector<claim_reading>& into) const {
    into.push_back(reading("", stated.literal));
    if (stated.conventional != stated.literal)
      into.push_back(reading(by_convention, stated.conventional));
  }
  [[nodiscard]] std::string lead(const press_figure& stated) const {
    const decision record = greater(trade, before);
    if (record == decision::no) return "No record.";
    const decision figure = level_reading("", trade, stated.literal, "").holds;
    return text(record == decision::yes ? "A record" : "Perhaps a record",
                figure == decision::yes  ? ", and of that figure."
                : figure == decision::no ? ", but not of that figure."
                                         : ", of about that figure.");
  }
  [[nodiscard]] std::string finding(const press_figure& stated) const {
    const claim_reading words = level_reading("", trade, stated.literal, ""),
                        usual = level_reading("", trade, stated.conventional, "");
    std::string out = relation(words);
    if (words.holds == decision::yes && usual.holds == decision::no)
      out += text(" by its words, ", usual.gap > 0 ? "above" : "below", " what they usually mean");
    if (greater(trade, before) == decision::yes) return out;
    const std::string then = text(year_before, "'s ", from_to(before, 1000, 1));
    return out + (words.holds == decision::yes ? ", but " : ", and ") +
           (trade.high() < before ? "below " + then : "not surely above " + then);
  }
};

}  // namespace

void record_trade(const brief_data& d, brief& b) {
  b.section("A record in 2015?");
  const std::string unit = "million USD";
  const press_figure stated = d.phrase("claim_trade_2015", unit);
  const side_of_record peru{"Peru's side", trade_2015(d, false), d.number("trade_2014", unit),
                            "2014"};
  std::vector<claim_reading> readings;
  peru.read(stated, readings);
  const side_of_record cut{peru.name, trade_2015(d, true), peru.before, peru.year_before};
  readings.push_back(cut.reading(
      "the " + d.figure("trade_growth_2016") + " percent of 2016 was cut off", stated.literal));
  const double china_before = d.number("china_trade_2013", unit);
  std::string there = "China's side: no figure";
  if (d.has("china_trade_2015")) {
    const side_of_record china{"China's side", d.number("china_trade_2015", unit), china_before,
                               "2013"};
    china.read(stated, readings);
    there = text("China's side: ", from_to(china.trade, 1000, 1), ", ", china.finding(stated));
  } else {
    readings.push_back(
        no_figure("China's side", text("there is no figure of 2015, its latest is ",
                                       grouped_text(china_before), " million USD in 2013")));
  }
  const bounds& trade = peru.trade;
  b.claim(check_claim("Two-way trade hit a record of " + d.figure("claim_trade_2015") + " in 2015",
                      readings),
          text("Peru's side: ", from_to(trade, 1000, 1), " billion USD, ", peru.finding(stated),
               "; ", there),
          d.reporter("trade_2016"));
  b.lead(peru.lead(stated));
  const double exports = in_millions(full_year(d.to_china, 2015).value);
  b.say(
      text("Of it customs' exports are ", grouped_text(exports, 1), " million USD FOB; ",
           from_to(trade - exports, 1, 0),
           " million USD would be imports CIF (exports FOB and imports CIF: a mixed valuation)."));
  table t("Balance on Peru's side, million USD (exports FOB less imports CIF)",
          {{"year"}, {"balance", 0}, {"sign", -1, alignment::left}});
  for (const int y : {2012, 2013, 2016}) {
    const double v = d.number("balance_" + std::to_string(y), unit);
    t.row({std::to_string(y), v, v > 0 ? "surplus" : v < 0 ? "deficit" : "balanced"});
  }
  b.show(t);
  b.figure("trade_2015_low", trade.low(), unit);
  b.figure("trade_2015_high", trade.high(), unit);
}

namespace {

void total_growth(const brief_data& d, int through, double exports_growth, const bounds& share,
                  brief& b) {
  const bounds stated = d.as_rounded("claim_trade_growth", "percent");
  const bounds needed = implied_component_growth(stated, exactly(exports_growth), share);
  const bounds imports_2015 = trade_2015(d, false) - in_millions(full_year(d.to_china, 2015).value);
  const bounds change = decreasing(
      [&](double x) { return 100 * (d.number("imports_2016", "million USD CIF") / x - 1); },
      imports_2015);
  const bounds total = share * exactly(exports_growth) + (bounds(1) - share) * change;
  const std::string peru = "Peru's side";
  const std::vector<claim_reading> readings{
      level_reading("imports went in " + months_text(through) + " as over the year", total, stated,
                    "growth of trade", "percent", peru),
      no_figure("China's side", "there is no figure of these months")};
  const bool apart = !intersection(needed, change).has_value();
  const auto moved = [](const bounds& x) {
    if (x.high() <= 0) return "fallen " + from_to(-x, 1, 0);
    return (x.low() >= 0 ? "risen " : "changed by ") + from_to(x, 1, 0);
  };
  b.claim(check_claim(text("Trade ", up_or_down(d.figure("claim_trade_growth")), " percent in ",
                           months_text(through)),
                      readings),
          text(apart ? "Unlikely" : "Possible", ": Peru's imports must have ", moved(needed),
               " percent; over 2016 they had ", moved(change)),
          text("SUNAT, ", d.reporter("imports_2016")));
  b.figure("imports_needed_low", needed.low(), "percent");
  b.figure("imports_needed_high", needed.high(), "percent");
}

// What China added to the growth of all exports; of the same months, or not at all.
void say_contribution(const brief_data& d, double before, double now, int through, brief& b) {
  const int of_world = static_cast<int>(d.number("world_ytd_through", "month"));
  if (of_world != through) {
    b.say(text("What China contributed to the growth of all exports in ", months_text(through),
               " is not among these figures: those of all exports are of ", months_text(of_world),
               "."));
    b.figure("contribution_of_china", std::nullopt, "percentage points");
    return;
  }
  const auto c = contributions(std::vector<double>{before}, std::vector<double>{now},
                               in_millions(d.number("world_ytd_2015", "USD FOB")),
                               in_millions(d.number("world_ytd_2016", "USD FOB")));
  b.say(text("China contributed ", fixed_text(c.points[0], 2), " percentage points to the ",
             percent_text(c.total, 2), " of Peru's exports in ", months_text(through),
             "; all other partners ", fixed_text(c.residual, 2), "."));
  b.figure("contribution_of_china", c.points[0], "percentage points");
}

}  // namespace

void eight_months(const brief_data& d, brief& b) {
  const int through = static_cast<int>(d.number("ytd_through", "month"));
  b.section(months_text(through) + " 2016");
  const auto before = year_to_date(d.to_china, 2015, through),
             now = year_to_date(d.to_china, 2016, through);
  const double g = *growth(before, now);
  const bounds share =
      bounds(in_millions(full_year(d.to_china, 2015).value)) / trade_2015(d, false);
  total_growth(d, through, g, share, b);
  std::vector<claim_reading> readings = growth_readings(
      d, "claim_export_growth", exactly(g),
      text("growth of exports FOB from ", grouped_text(in_millions(before.value), 1), " to ",
           grouped_text(in_millions(now.value), 1), " million USD"),
      "Peru's customs");
  std::string there = "China's side: no figure";
  if (d.has("china_imports_growth_ytd_2016")) {
    const bounds value = d.as_rounded("china_imports_growth_ytd_2016", "percent");
    for (auto& r : growth_readings(d, "claim_export_growth", value, "growth of imports CIF",
                                   "China's customs")) {
      readings.push_back(std::move(r));
    }
    there = "China's customs: " + up_or_down(d.figure("china_imports_growth_ytd_2016"));
  } else {
    readings.push_back(no_figure("China's customs", "there is no figure of these months"));
  }
  b.claim(check_claim(
              "Peru's exports to China " + up_or_down(d.figure("claim_export_growth")) + " percent",
              readings),
          text("Peru's customs: ", percent_text(g), "; ", there), "SUNAT");
  b.lead(text("Exports were ", up_or_down(fixed_text(g, 1)), " percent",
              readings.front().holds == decision::yes
                  ? std::string(", as claimed")
                  : ", not " + up_or_down(d.figure("claim_export_growth")),
              "."));
  show_implied_imports(d, share, b);
  b.say(
      "Freight in China's CIF, timing, and volume for value could each join the two figures of "
      "exports; which does "
      "is not among these data.");
  say_contribution(d, in_millions(before.value), in_millions(now.value), through, b);
  show_nowcast(d, through, b);
  b.figure("exports_growth_ytd", g, "percent");
}

}  // namespace china_peru
