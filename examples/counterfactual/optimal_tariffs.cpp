// Tariffs that the countries named by --optimal-tariffs would set for themselves.
#include "counterfactual/request.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/equilibrium/optimal_tariff.hpp>

#include <cmath>

namespace counterfactual_program {

using namespace bilateral;

namespace {

tariff_choice choice_of(const request& want) {
  if (want.tariff_choice == "partner") return tariff_choice::by_partner;
  return want.tariff_choice == "sector" ? tariff_choice::by_sector : tariff_choice::all_imports;
}

// the rates of a player, one for each partner or sector from which it imports
std::vector<chosen_tariff> rates_of(const sector_data<double>& data, const tariff_war& war,
                                    std::size_t player, tariff_choice choice) {
  const auto& name = war.players[player];
  Eigen::Index at = 0;
  while (data.countries[to_size(at)] != name) ++at;
  std::vector<chosen_tariff> out;
  const auto add = [&](const std::string& of, Eigen::Index partner, std::size_t sector) {
    if (!(data.flows[sector](partner, at) > 0) || partner == at) return false;
    out.push_back({name, of, 100 * war.tariffs[sector](partner, at), war.slope[to_index(player)]});
    return true;
  };
  const auto partners = std::ssize(data.countries);
  if (choice == tariff_choice::by_partner) {
    for (Eigen::Index i = 0; i < partners; ++i) {
      for (std::size_t s = 0; s < data.sectors.size(); ++s) {
        if (add(data.countries[to_size(i)], i, s)) break;
      }
    }
    return out;
  }
  for (std::size_t s = 0; s < data.sectors.size(); ++s) {
    const std::string of = choice == tariff_choice::by_sector ? data.sectors[s] : "all imports";
    for (Eigen::Index i = 0; i < partners; ++i) {
      if (add(of, i, s)) break;
    }
    if (choice == tariff_choice::all_imports && !out.empty()) break;
  }
  return out;
}

void check_flags(const request& want) {
  const auto refuse = [](const char* flag, const char* why) {
    throw example::usage_error(text("--optimal-tariffs: ", flag, " ", why));
  };
  if (!want.new_tariffs.empty()) refuse("--new-tariffs", "names the new tariffs already");
  if (!want.shock.empty()) refuse("--shock", "is another change");
  if (!want.policy.empty()) refuse("--policy", "is another change");
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
    for (auto& rate : rates_of(data, war, k, options.choice)) out.rates.push_back(std::move(rate));
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
