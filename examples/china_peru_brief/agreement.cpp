// The free-trade agreement of 2010: China against all other destinations, before and since.
#include "china_peru_brief/agreement_panels.hpp"
#include "china_peru_brief/brief.hpp"

#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/estimator/series_design.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/align.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/series/transform.hpp>

namespace china_peru {

namespace {

// growth a year of exports to China and to all others between two years, percent
struct compared_growth {
  double china = 0, others = 0;
  [[nodiscard]] double lead() const { return china - others; }
};

compared_growth between_years(const series<annual, usd_fob>& china,
                              const series<annual, usd_fob>& world, int from, int to) {
  const auto others = world - china;
  const auto rate = [&](const series<annual, usd_fob>& s) {
    const auto g =
        compound_growth(s.value(period<annual>(from)), s.value(period<annual>(to)), to - from);
    if (!g) throw data_error(text(s.name, ": there is no growth from ", from, " to ", to));
    return *g;
  };
  return {rate(china), rate(others)};
}

// the slope of log exports on time by regime: a first look at a break
void first_look(const brief_data& d, period<monthly> start, brief& b) {
  const auto counted = [&](const std::string& name, auto value) {
    std::vector<double> values;
    for (std::size_t i = 0; i < d.to_china.size(); ++i) values.push_back(value(d.to_china.at(i)));
    return series<monthly, dimensionless>(name, d.to_china.start, values);
  };
  const auto years_from = [](period<monthly> from) {
    return
        [from](period<monthly> m) { return (std::max)(0.0, static_cast<double>(m - from) / 12); };
  };
  const auto fit =
      ols(regress(log(d.to_china),
                  {{"trend", counted("trend", years_from(d.to_china.start))},
                   {"level since",
                    counted("since", [&](period<monthly> m) { return m >= start ? 1.0 : 0.0; })},
                   {"trend since", counted("trend since", years_from(start))}}),
          heteroskedastic{});
  const auto test = wald_test(fit, std::vector<std::string>{"level since", "trend since"});
  const double trend = coefficient(fit, "trend"), since = trend + coefficient(fit, "trend since");
  b.say(text(
      "Trend of exports to China before ", to_string(start), " ",
      percent_text(100 * std::expm1(trend)), " a year, since ",
      percent_text(100 * std::expm1(since)), " (F of level and trend ",
      significant_text(test.statistic, 3), ", p ",
      *test.p_value < 1e-4 ? std::string("< 0.0001") : "= " + significant_text(*test.p_value, 2),
      "). The date was chosen beforehand and the errors allow for no serial correlation: a first "
      "look, not a test "
      "of the agreement; exports to all others slowed as well."));
}

double in_percent(double log_change) { return 100 * std::expm1(log_change); }

// "the agreement facilitated bilateral cooperation", as far as cooperation is trade
void cooperation(const destination_effects& peru, const std::optional<world_effects>& world,
                 brief& b) {
  claim_reading r;
  r.assumption = "cooperation is trade";
  r.holds = decision::undetermined;
  r.unit = "percent";
  r.finding = text("exports to China since are ", percent_text(in_percent(peru.china.first), 0),
                   " against other destinations, ", percent_text(in_percent(peru.china.second), 0),
                   " beside China's own trend, place ", peru.place, " of ", peru.destinations,
                   " when each destination is given the same date");
  if (world) {
    r.finding += text("; agreements in general bring ", percent_text(in_percent(world->total), 0),
                      " in twelve years");
  }
  const bool usual = world && world->total > 1.96 * world->error;
  const bool stands_out = peru.place == 1 && peru.china.second > 0;
  b.claim(check_claim("The agreement facilitated bilateral cooperation", {r}),
          text(usual ? "Agreements usually raise trade; " : "",
               stands_out ? "China's rise stands out, agreement or demand"
                          : "this one's part cannot be told from China's demand"),
          usual ? "SUNAT, AGTPA" : "SUNAT");
}

}  // namespace

void agreement(const brief_data& d, const std::string& folder, brief& b) {
  b.section("The trade agreement");
  const auto start = parse_period<monthly>(d.figure("agreement_start"));
  const auto both = common_span(aggregate<annual>(d.to_china, aggregation::sum), d.to_world);
  const auto& china = std::get<0>(both.series);
  const auto& world = std::get<1>(both.series);
  const int first = china.start.year(), last = china.last().year(), year = start.year();
  table t("Growth of Peru's exports, percent a year", {{"years", -1, alignment::left},
                                                       {"to China", 1},
                                                       {"to all others", 1},
                                                       {"lead, percentage points", 1}});
  compared_growth before, after;
  for (const int base : {year, year - 1}) {
    const auto one = between_years(china, world, first, base),
               two = between_years(china, world, base, last);
    if (base == year) before = one;
    if (base == year) after = two;
    t.row({text(first, "-", base), one.china, one.others, one.lead()});
    t.row({text(base, "-", last), two.china, two.others, two.lead()});
  }
  claim_reading r;
  r.assumption = "nothing but the agreement moved China's lead over other destinations";
  r.holds = decision::undetermined;
  r.unit = "percentage points";
  r.finding =
      text("China's lead in growth was ", fixed_text(before.lead(), 1),
           " percentage points a year to ", year, " and ", fixed_text(after.lead(), 1), " since");
  const bool same = fixed_text(before.lead(), 1) == fixed_text(after.lead(), 1);
  b.claim(check_claim(text("The agreement of ", year, " lifted trade"), {r}),
          same ? text("No sign: exports to others lagged by ", fixed_text(before.lead(), 1),
                      " percentage points before and since")
               : text("Exports to others lagged by ", fixed_text(before.lead(), 1),
                      " percentage points before, ", fixed_text(after.lead(), 1), " since"),
          "SUNAT");
  b.show(t);
  first_look(d, start, b);
  const destination_effects peru = among_destinations(folder, "China", year, b);
  const std::optional<world_effects> everywhere = among_all_countries(folder, b);
  if (everywhere) agreement_income(folder, *everywhere, b);
  cooperation(peru, everywhere, b);
  b.figure("lead_before", before.lead(), "percentage points");
  b.figure("lead_since", after.lead(), "percentage points");
}

}  // namespace china_peru
