// The railway between two oceans: what a stated cut in trade costs would do, in the world of 2000.
#include "china_peru_brief/brief.hpp"
#include "china_peru_brief/world.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/io/table_csv.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>
#include <bilateral/trade/equilibrium/trade_cost.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace china_peru {

namespace {

struct range {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void take(double x) {
    low = (std::min)(low, x);
    high = (std::max)(high, x);
  }
  [[nodiscard]] std::string text(int decimals) const {
    return fixed_text(low, decimals) + " to " + fixed_text(high, decimals);
  }
};

// Effects of one cut over the trade elasticities of the literature.
struct outcome {
  range peru, brazil, china, to_china, least;  // real income; exports of Peru and Brazil to China
  std::string loser;                           // the third country that loses most
};

outcome cut_by(const trade_economy<double>& world, double percent) {
  const auto at = [&](const char* name) { return country_index(world, name); };
  const auto peru = at("PER"), brazil = at("BRA"), china = at("CHN");
  const std::string cut = shortest(-percent) + "%";
  const dense_matrix<double> log_cost =
      log_cost_change(world.countries, parse_shocks("PER+BRA<>CHN," + cut + ";PER<>BRA," + cut));
  outcome out;
  for (const double theta : {4.0, 5.0, 6.0, 7.0, 8.0}) {
    const auto r = one_sector_equilibrium<double>(world, (-theta * log_cost).array().exp().matrix(),
                                                  {.theta = theta});
    const auto percent_of = [](double ratio) { return 100 * (ratio - 1); };
    out.peru.take(percent_of(r.real_income[peru]));
    out.brazil.take(percent_of(r.real_income[brazil]));
    out.china.take(percent_of(r.real_income[china]));
    out.to_china.take(percent_of((r.flows(peru, china) + r.flows(brazil, china)) /
                                 (world.flows(peru, china) + world.flows(brazil, china))));
    Eigen::Index worst = 0;
    (void)r.real_income.minCoeff(&worst);
    out.least.take(percent_of(r.real_income[worst]));
    out.loser = world.countries[bilateral::to_size(worst)];
  }
  return out;
}

}  // namespace

trade_economy<double> world_of_2000(const std::string& folder) {
  const std::string path = folder + "/flows_2000.csv";
  csv_reader rows(open_file(path), path);
  const data_table flows =
      read_table(rows, {.numbers = {"flow"}, .texts = {"exporter", "importer"}});
  const factor from = group(flows, "exporter"), to = group(flows, "importer");
  if (from.labels != to.labels) throw data_error(path + ": every country must sell and buy");
  dense_matrix<double> x = dense_matrix<double>::Zero(from.levels, from.levels);
  for (std::size_t i = 0; i < flows.rows(); ++i) x(from.codes[i], to.codes[i]) += flows["flow"][i];
  return economy_of(std::move(x), from.labels);
}

void railway(const std::string& folder, brief& b) {
  b.section("The railway");
  const trade_economy<double> world = world_of_2000(folder);
  table t("Change of real income, percent, over trade elasticities from 4 to 8",
          {{"cut, percent"},
           {"Peru"},
           {"Brazil"},
           {"China"},
           {"largest loss elsewhere"},
           {"exports of Peru, Brazil to China"}});
  outcome middle;
  bool rises = true;
  for (const double percent : {5.0, 10.0, 20.0}) {
    const outcome o = cut_by(world, percent);
    t.row({shortest(percent), o.peru.text(2), o.brazil.text(2), o.china.text(2),
           text(o.loser, " ", fixed_text(o.least.low, 3)), o.to_china.text(0)});
    rises = rises && o.to_china.low > 0;
    if (percent == 10) middle = o;
  }
  t.note(
      "assumed: costs fall by that much between Peru, Brazil and China, both ways; nothing is paid for the railway");
  t.note(
      "one-sector gravity in exact changes from the flows of 82 countries in 2000, deficits kept");
  claim_reading r;
  r.assumption = "trade costs between Peru, Brazil and China fall by a tenth";
  r.exact = false;
  r.holds = rises ? decision::yes : decision::undetermined;
  r.finding = text("exports to China would change by ", middle.to_china.text(0), " percent");
  b.claim(check_claim("A railway between two oceans will make it easier to reach China", {r}),
          text("A tenth off trade costs would raise these exports by ",
               fixed_text(middle.to_china.low, 0), " to ", fixed_text(middle.to_china.high, 0),
               " percent"),
          "flows of 2000");
  b.lead(text("A tenth off, Peru's income would change by ", middle.peru.text(2), " percent."));
  b.show(t);
  b.figure("railway_peru_low", middle.peru.low, "percent");
  b.figure("railway_peru_high", middle.peru.high, "percent");
  b.figure("railway_exports_low", middle.to_china.low, "percent");
  b.figure("railway_exports_high", middle.to_china.high, "percent");
}

}  // namespace china_peru
