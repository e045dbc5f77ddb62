// The agreement by gravity: Peru's exports by destination with their agreements, and what agreements do
// among 69 countries.
#include "china_peru_brief/agreement_panels.hpp"

#include "support/gzip.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/io/table_csv.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/trade/gravity/bias_correction.hpp>
#include <bilateral/trade/gravity/event_study.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

namespace china_peru {

namespace {

using column = dense_vector<double>;
constexpr int never = (std::numeric_limits<int>::max)();

column column_of(const data_table& t, const std::string& name) {
  const std::vector<double>& v = t.number(name).values;
  return Eigen::Map<const column>(v.data(), std::ssize(v));
}

// Peru's exports: a row for each destination and year
struct destination_panel {
  column exports, agreement;
  factor destination, year;
  std::vector<std::int64_t> when;
  std::vector<int>
      start;  // of each destination's agreement; the first year where it was always there

  explicit destination_panel(const std::string& path) {
    const data_table t =
        read_table(csv_file(path),
                   {.numbers = {"million_usd_fob", "agreement", "year"}, .texts = {"destination"}});
    exports = column_of(t, "million_usd_fob");
    agreement = column_of(t, "agreement");
    destination = group(t, "destination");
    year = group(t, "year");
    start.assign(bilateral::to_size(destination.levels), never);
    for (std::size_t i = 0; i < destination.size(); ++i) {
      when.push_back(static_cast<std::int64_t>(t.number("year").values[i]));
      if (agreement[bilateral::to_index(i)] == 0) continue;
      int& first = start[bilateral::to_size(destination.codes[i])];
      first = (std::min)(first, static_cast<int>(when.back()));
    }
  }

  // 1 from the year on in which each destination starts
  [[nodiscard]] column since(const std::vector<int>& years) const {
    column out(exports.size());
    for (std::size_t i = 0; i < when.size(); ++i) {
      out[bilateral::to_index(i)] =
          when[i] >= years[bilateral::to_size(destination.codes[i])] ? 1.0 : 0.0;
    }
    return out;
  }
  [[nodiscard]] std::vector<int> only(std::int32_t one, int from) const {
    std::vector<int> years(start.size(), never);
    years[bilateral::to_size(one)] = from;
    return years;
  }
  // years since the first one, in one destination; zero in the others
  [[nodiscard]] column trend(std::int32_t one) const {
    const std::int64_t first = *std::min_element(when.begin(), when.end());
    column out(exports.size());
    for (std::size_t i = 0; i < when.size(); ++i) {
      out[bilateral::to_index(i)] =
          destination.codes[i] == one ? static_cast<double>(when[i] - first) : 0.0;
    }
    return out;
  }
  [[nodiscard]] ppml_result<double> fit(const std::vector<named_column<double>>& columns) const {
    return ppml(regress<double>(exports, columns, {.intercept = false, .response_name = "exports"}),
                {destination, year}, clustered{{destination}}, {.separated = separation::drop});
  }
};

double percent_of(double b) { return 100 * std::expm1(b); }

struct rank_of_china {
  std::size_t place = 1, of = 0;  // from the largest
};

// the agreement's date given to each destination in turn, with and without a trend of its own
std::pair<rank_of_china, rank_of_china> each_in_turn(const destination_panel& p,
                                                     const std::string& country, int from, table& t,
                                                     destination_effects& found) {
  std::vector<std::pair<std::string, std::pair<double, double>>> effects;
  for (std::int32_t d = 0; d < p.destination.levels; ++d) {
    const column since = p.since(p.only(d, from));
    const double plain = coefficient(p.fit({{"since", since}}), "since");
    const double beside = coefficient(p.fit({{"since", since}, {"trend", p.trend(d)}}), "since");
    effects.push_back({p.destination.label(d), {plain, beside}});
    if (effects.back().first == country) found.china = effects.back().second;
  }
  std::stable_sort(effects.begin(), effects.end(),
                   [](const auto& a, const auto& b) { return a.second.first > b.second.first; });
  std::pair<rank_of_china, rank_of_china> rank;
  for (auto* r : {&rank.first, &rank.second}) r->of = effects.size();
  for (auto& [name, effect] : effects) {
    rank.first.place += effect.first > found.china.first;
    rank.second.place += effect.second > found.china.second;
    std::replace(name.begin(), name.end(), '_', ' ');
    t.row({name, percent_of(effect.first), percent_of(effect.second)});
  }
  return rank;
}

// the dates dealt anew among the destinations: how often is an effect as far from none
double share_as_large(const destination_panel& p, double estimate, int deals) {
  int as_large = 1;
  for (int deal = 0; deal < deals; ++deal) {
    philox random(2010, static_cast<std::uint64_t>(deal));
    std::vector<int> years = p.start;
    for (std::size_t i = years.size(); i > 1; --i) std::swap(years[i - 1], years[random.index(i)]);
    const double b = coefficient(p.fit({{"agreement", p.since(years)}}), "agreement");
    as_large += std::abs(b) >= std::abs(estimate);
  }
  return static_cast<double>(as_large) / (deals + 1);
}

std::string interval_text(double low, double high, int decimals = 0) {
  return text("[", fixed_text(low, decimals), ", ", fixed_text(high, decimals), "]");
}

void show_event_study(const destination_panel& p, brief& b) {
  const event_dummies dummies =
      event_study("agreement", p.agreement, p.destination, p.when, {3, 5});
  std::vector<named_column<double>> columns;
  for (std::size_t d = 0; d < dummies.names.size(); ++d) {
    columns.emplace_back(dummies.names[d], dummies.values[d]);
  }
  const event_path path = path_of(p.fit(columns), "agreement", dummies);
  table t("Peru's exports around agreements, percent against the year before",
          {{"years from the start", -1, alignment::left}, {"effect", 0}, {"from", 0}, {"to", 0}});
  std::vector<double> at, estimate, low, high;
  for (const event_point& point : path.points) {
    at.push_back(static_cast<double>(point.at));
    estimate.push_back(percent_of(point.estimate));
    low.push_back(percent_of(point.low.value_or(0)));
    high.push_back(percent_of(point.high.value_or(0)));
    const bool first = &point == &path.points.front(), last = &point == &path.points.back();
    t.row({text(point.at, first  ? " and before"
                          : last ? " and after"
                                 : ""),
           estimate.back(), low.back(), high.back()});
  }
  if (path.leads_are_zero && path.leads_are_zero->p_value) {
    t.note("before the start: no different, p = " +
           significant_text(*path.leads_are_zero->p_value, 2));
  }
  t.note(text(
      path.treated,
      " destinations; intervals of 95 percent by destination, too narrow where they are so few"));
  const std::string in_the_end = low.back() > 0    ? "rose against those elsewhere"
                                 : high.back() < 0 ? "fell against those elsewhere"
                                                   : "cannot be told to have changed";
  b.draw(band_chart(at, estimate, low, high,
                    {.title = "After an agreement Peru's exports " + in_the_end,
                     .subtitle = "percent, against the year before and all other destinations",
                     .decimals = 0,
                     .source = "SUNAT"}));
  b.show(t);
}

csv_input packed(const std::string& path) { return {example::open_input(path), path, 0}; }

struct world_panel {
  regression<double> model;
  std::vector<factor> effects;
  factor pair;
  gravity_index index;
};

world_panel read_world(const std::string& path, const std::vector<std::string>& columns) {
  table_columns wanted{.numbers = {"trade"}, .texts = {"exporter", "importer", "year", "pair_id"}};
  for (const std::string& name : columns) wanted.numbers.push_back(name);
  const data_table t = read_table(packed(path), wanted);
  std::vector<named_column<double>> named;
  for (const std::string& name : columns) named.emplace_back(name, column_of(t, name));
  world_panel out;
  out.model =
      regress<double>(column_of(t, "trade"), named, {.intercept = false, .response_name = "trade"});
  out.effects = {group(t, "exporter^year"), group(t, "importer^year"),
                 group(t, "exporter^importer")};
  out.pair = group(t, "pair_id");
  out.index = {group(t, "exporter"), group(t, "importer"), group(t, "year")};
  return out;
}

// estimates and what they are without their bias
bias_corrected_result<double> three_way(const world_panel& w) {
  const auto fit = ppml(w.model, w.effects, clustered{{w.pair}}, {.separated = separation::drop});
  return correct_bias(w.model, fit, w.index);
}

}  // namespace

destination_effects among_destinations(const std::string& folder, const std::string& country,
                                       int from, brief& b) {
  const destination_panel p(folder + "/peru_exports_by_destination.csv");
  destination_effects found;
  const auto fit = p.fit({{"agreement", p.agreement}});
  found.average = coefficient(fit, "agreement");
  const auto ci = *confidence_interval(fit, 0, 0.95);
  constexpr int deals = 199;
  const double share = share_as_large(p, found.average, deals);
  show_event_study(p, b);
  table t(
      text("If the agreement of ", from, " had been each destination's: exports since, percent"),
      {{"destination", -1, alignment::left},
       {"against all others", 0},
       {"beside its own trend", 0}});
  const auto [plain, beside] = each_in_turn(p, country, from, t, found);
  b.show(t);
  found.place = beside.place;
  found.destinations = beside.of;
  b.say(
      text("Peru's agreements together, by Poisson with effects of destination and year: exports ",
           percent_text(percent_of(found.average), 0), " after an agreement, ",
           interval_text(percent_of(ci.first), percent_of(ci.second)),
           " with errors clustered by destination. With the dates dealt anew among the ",
           p.destination.levels, " destinations an effect as far from zero comes up in ",
           fixed_text(100 * share, 0), " of 100 deals (", deals, " deals)."));
  b.say(text(country, " since ", from, ": ", percent_text(percent_of(found.china.first), 0),
             " against all other destinations, place ", plain.place, " of ", plain.of, "; ",
             percent_text(percent_of(found.china.second), 0), " beside a trend of its own, place ",
             beside.place, " of ", beside.of, "."));
  const auto with = std::count_if(p.start.begin(), p.start.end(), [](int y) { return y != never; });
  b.say(text(
      "What one exporter's data cannot tell: whether a destination bought more from Peru or more from "
      "everyone, since nothing here measures its demand; whether the trade came from other sellers; what "
      "a price did where a single product is most of the trade. By the end ",
      with == p.destination.levels ? "all" : text(with), " of these ", p.destination.levels,
      " destinations have an agreement, so that later ones are compared with earlier ones, "
      "and they are too few for the usual errors."));
  b.figure("agreements_of_peru", percent_of(found.average), "percent");
  b.figure("agreements_of_peru_placebo", share, "share of deals");
  b.figure("china_since_agreement", percent_of(found.china.first), "percent");
  b.figure("china_since_agreement_beside_trend", percent_of(found.china.second), "percent");
  return found;
}

std::optional<world_effects> among_all_countries(const std::string& folder, brief& b) {
#if defined(BILATERAL_HAS_ZLIB)
  const std::string path = folder + "/agtpa.csv.gz";
  const auto phased = three_way(read_world(path, {"rta", "rta_lag4", "rta_lag8", "rta_lag12"}));
  const auto before = three_way(read_world(path, {"rta", "rta_lead4"}));
  table t("What an agreement does to trade of two of 69 countries, 1986-2006",
          {{"term", -1, alignment::left}, {"estimate", 3}, {"without its bias", 3}, {"error", 3}});
  const char* const labels[] = {"at once", "after 4 years", "after 8 years", "after 12 years"};
  for (Eigen::Index j = 0; j < phased.estimates.size(); ++j) {
    t.row({labels[j], phased.estimates[j], phased.coefficients[j],
           std::sqrt((*phased.covariance)(j, j))});
  }
  world_effects found;
  found.total = phased.coefficients.sum();
  found.error = std::sqrt(phased.covariance->sum());
  found.lead = before.coefficients[1];
  found.lead_error = std::sqrt((*before.covariance)(1, 1));
  t.row({"together", phased.estimates.sum(), found.total, found.error});
  t.row({"4 years before, beside at once", before.estimates[1], found.lead, found.lead_error});
  t.note(
      "three-way Poisson: effects of exporter and of importer by year, and of the pair; own trade included");
  t.note("bias and errors: Weidner and Zylkin (2021), clustered by pair");
  b.show(t);
  const double low = found.total - 1.96 * found.error, high = found.total + 1.96 * found.error;
  b.say(text("Agreements in general (manufactures, 69 countries): trade of the two ",
             percent_text(percent_of(found.total), 0), " after twelve years, ",
             interval_text(percent_of(low), percent_of(high)), "; four years before the start ",
             std::abs(found.lead) < 1.96 * found.lead_error ? "nothing that stands out from zero"
                                                            : "there is something already",
             " (", fixed_text(found.lead, 2), ", error ", fixed_text(found.lead_error, 2), ")."));
  b.figure("agreements_in_general", percent_of(found.total), "percent");
  b.figure("agreements_in_general_low", percent_of(low), "percent");
  b.figure("agreements_in_general_high", percent_of(high), "percent");
  return found;
#else
  (void)folder;
  b.say(
      "agtpa.csv.gz, the panel of 69 countries, was not read: this program was built without zlib.");
  return std::nullopt;
#endif
}

}  // namespace china_peru
