// What an agreement's effect on trade would do to real income, in the world of 2000.
#include "china_peru_brief/agreement_panels.hpp"
#include "china_peru_brief/world.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/equilibrium/counterfactual.hpp>

#include <array>

namespace china_peru {

void agreement_income(const std::string& folder, const world_effects& effect, brief& b) {
  const trade_economy<double> world = world_of_2000(folder);
  const auto peru = country_index(world, "PER"), china = country_index(world, "CHN");
  trade_scenario scenario;
  scenario.columns = {"agreement"};
  scenario.changes = {dense_matrix<double>::Zero(world.size(), world.size())};
  scenario.changes[0](peru, china) = scenario.changes[0](china, peru) = 1;
  const named_estimates estimates{
      {"agreement"},
      dense_vector<double>::Constant(1, effect.total),
      dense_matrix<double>::Constant(1, 1, effect.error * effect.error)};
  const auto r = counterfactual(world, scenario, estimates, {},
                                {.value = 6, .how = spread_kind::uniform, .first = 4, .second = 8},
                                {}, {.draws = 400});
  const auto income = [&](Eigen::Index country) {
    const auto& x =
        r.countries[bilateral::to_size(country)][bilateral::to_size(country_outcome::real_income)];
    return std::array<double, 3>{100 * (x->estimate - 1), 100 * (x->low - 1), 100 * (x->high - 1)};
  };
  const auto of_peru = income(peru), of_china = income(china);
  const auto said = [](const std::array<double, 3>& x) {
    return text(fixed_text(x[0], 3), " [", fixed_text(x[1], 3), ", ", fixed_text(x[2], 3), "]");
  };
  b.say(text(
      "Carried to real income: if that effect were China's and Peru's, Peru's real income would "
      "change by ",
      said(of_peru), " percent and China's by ", said(of_china),
      ". Assumed: the effect of manufactures holds for all goods, the world is that of 2000, "
      "one sector with a trade elasticity between 4 and 8, deficits kept; intervals of 95 "
      "percent from ",
      r.draws, " draws of effect and elasticity."));
  b.figure("agreement_income_peru", of_peru[0], "percent");
  b.figure("agreement_income_peru_low", of_peru[1], "percent");
  b.figure("agreement_income_peru_high", of_peru[2], "percent");
  b.figure("agreement_income_china", of_china[0], "percent");
}

}  // namespace china_peru
