// Tariffs that the countries named by --optimal-tariffs would set for themselves.
#include "counterfactual/request.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/equilibrium/optimal_tariff.hpp>

namespace counterfactual_program {

using namespace bilateral;

namespace {

tariff_choice choice_of(const request& want) {
  if (want.tariff_choice == "partner") return tariff_choice::by_partner;
  return want.tariff_choice == "sector" ? tariff_choice::by_sector : tariff_choice::all_imports;
}

void check_flags(const request& want) {
  const auto refuse = [](const char* flag, const char* why) {
    throw example::usage_error(text("--optimal-tariffs: ", flag, " ", why));
  };
  if (!want.new_tariffs.empty()) refuse("--new-tariffs", "names the new tariffs already");
  if (!want.shock.empty()) refuse("--shock", "is another change");
  if (!want.policy.empty()) refuse("--policy", "is another change");
  if (want.rebate != "lump-sum") refuse("--rebate", "stays at lump-sum: the tariffs are chosen so");
  if (want.labour_supply > 0)
    refuse("--labour-supply", "leaves no welfare to choose by: leisure is worth something too");
  if (want.deficits != "keep") refuse("--deficits", "stays at keep: the tariffs are chosen so");
}

}  // namespace

chosen_tariffs choose_tariffs(const request& want, const sector_data<double>& data) {
  check_flags(want);
  tariff_war_options options;
  options.choice = choice_of(want);
  const tariff_war war =
      nash_tariffs(sector_economy_of(data), example::split_list(want.optimal_tariffs), options);
  chosen_tariffs out{war.tariffs, {}, war.rounds};
  for (std::size_t k = 0; k < war.players.size(); ++k) {
    const auto player = to_index(k);
    for (std::size_t i = 0; i < war.instruments[k].size(); ++i) {
      out.rates.push_back({war.players[k], war.instruments[k][i], 100 * war.rates[k][to_index(i)],
                           war.slope[player]});
    }
  }
  return out;
}

table table_of(const chosen_tariffs& chosen) {
  table t("Tariffs that raise each country's own real income most",
          {{"country", -1, alignment::left},
           {"on", -1, alignment::left},
           {"percent", 4},
           {"slope left", 2}});
  for (const chosen_tariff& c : chosen.rates) t.row({c.country, c.on, c.percent, c.slope});
  t.note(
      "given the tariffs of everyone else, revenue rebated; slope is the largest |d log real income "
      "/ d log(1 + t)| left");
  return t;
}

void write_json(json_writer& json, const chosen_tariffs& chosen) {
  json.member("tariff_rounds", chosen.rounds).key("optimal_tariffs").array();
  for (const chosen_tariff& c : chosen.rates) {
    json.object(true).member("name", c.country).member("on", c.on);
    json.member("percent", c.percent).member("slope", c.slope).end();
  }
  json.end();
}

}  // namespace counterfactual_program
