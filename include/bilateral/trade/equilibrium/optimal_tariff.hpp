#pragma once
/// Tariffs that serve the country that sets them, and the war of tariffs when several do.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/minimise.hpp>
#include <bilateral/trade/equilibrium/multi_sector.hpp>
#include <bilateral/trade/equilibrium/sector_response.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What a country sets one rate for.
enum class tariff_choice { all_imports, by_partner, by_sector };

struct tariff_war_options {
  tariff_choice choice = tariff_choice::all_imports;
  double tolerance = 1e-8;       ///< of the largest change of log(1 + t) in a round
  std::size_t max_rounds = 100;  ///< of replies to one another
  equilibrium_options equilibrium{.tolerance = 1e-13};
};

/// Chosen tariffs and the world with them.
struct tariff_war {
  std::vector<std::string> players;
  std::vector<std::vector<std::string>>
      instruments;                            ///< by player: a partner, a sector, or "all imports"
  std::vector<dense_vector<double>> rates;    ///< by player: one rate for each of its instruments
  std::vector<dense_matrix<double>> tariffs;  ///< by sector, exporter x importer
  multi_sector_result<double> equilibrium;
  dense_vector<double> slope;  ///< by player: largest |d log real income / d log(1 + t)| left
  std::size_t rounds = 0;
};

namespace detail {

/// Rates of a country that move together.
struct tariff_instrument {
  std::string on;                           // a partner, a sector or all imports
  std::vector<dense_matrix<double>> where;  // by sector, exporter x importer: 1 at these rates
};

template <class = when_called>
std::vector<tariff_instrument> instruments_of(const sector_economy<double>& e, Eigen::Index player,
                                              tariff_choice choice) {
  const auto n = e.countries();
  const auto s = e.data.sectors.size();
  const std::vector<dense_matrix<double>> none(s, dense_matrix<double>::Zero(n, n));
  const auto& partners = e.data.countries;
  const auto& sectors = e.data.sectors;
  const std::vector<std::string> names = choice == tariff_choice::by_partner ? partners
                                         : choice == tariff_choice::by_sector
                                             ? sectors
                                             : std::vector<std::string>{"all imports"};
  std::vector<tariff_instrument> out;
  for (const std::string& name : names) out.push_back({name, none});
  std::vector<char> used(out.size(), 0);
  for (std::size_t j = 0; j < s; ++j) {
    for (Eigen::Index i = 0; i < n; ++i) {
      if (i == player || e.data.flows[j](i, player) == 0) continue;
      const std::size_t g = choice == tariff_choice::by_partner  ? to_size(i)
                            : choice == tariff_choice::by_sector ? j
                                                                 : 0;
      out[g].where[j](i, player) = 1;
      used[g] = 1;
    }
  }
  std::vector<tariff_instrument> kept;
  for (std::size_t g = 0; g < out.size(); ++g) {
    if (used[g] != 0) kept.push_back(std::move(out[g]));
  }
  return kept;
}

template <class = when_called>
void set_rates(std::vector<dense_matrix<double>>& tariffs,
               const std::vector<tariff_instrument>& instruments,
               const dense_vector<double>& log_rates) {
  for (std::size_t k = 0; k < instruments.size(); ++k) {
    const double rate = std::expm1(log_rates[to_index(k)]);
    for (std::size_t j = 0; j < tariffs.size(); ++j) {
      tariffs[j] = (instruments[k].where[j].array() != 0).select(rate, tariffs[j]);
    }
  }
}

}  // namespace detail

/// d log real income of a country / d log(1 + t) of each of its instruments, at given tariffs.
///
/// @param tariffs  by sector, exporter x importer: those of everyone
/// @param player   the country, by its position
/// @note   one solve of the equilibrium and one of its Jacobian for each instrument
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> tariff_gradient(const sector_economy<Scalar>& economy,
                                                   const std::vector<dense_matrix<Scalar>>& tariffs,
                                                   Eigen::Index player, tariff_choice choice,
                                                   const equilibrium_options& options = {}) {
  require(player >= 0 && player < economy.countries(), "tariff_gradient",
          "there is no country of the number ", player);
  const auto instruments = detail::instruments_of(economy, player, choice);
  const sector_response<Scalar> at(economy, {tariffs, {}}, economy.deficit, options);
  dense_vector<Scalar> g(std::ssize(instruments));
  for (std::size_t k = 0; k < instruments.size(); ++k) {
    g[to_index(k)] = at.along({{}, instruments[k].where, {}}).real_income[player];
  }
  return g;
}

namespace detail {

/// log(1 + t) of the player that raise its real income most, the others' tariffs given.
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> best_reply(const sector_economy<Scalar>& economy,
                                              std::vector<dense_matrix<Scalar>> tariffs,
                                              Eigen::Index player,
                                              const dense_vector<Scalar>& start,
                                              const tariff_war_options& options) {
  const auto instruments = instruments_of(economy, player, options.choice);
  const auto loss = [&](const dense_vector<Scalar>& x) {
    set_rates(tariffs, instruments, x);
    const sector_response<Scalar> at(economy, {tariffs, {}}, economy.deficit, options.equilibrium);
    return -at.level().real_income[player];
  };
  const auto gradient = [&](const dense_vector<Scalar>& x) {
    set_rates(tariffs, instruments, x);
    return dense_vector<Scalar>(
        -tariff_gradient(economy, tariffs, player, options.choice, options.equilibrium));
  };
  // values are flat at the top: BFGS ends at half the digits, its Hessian with the exact gradient
  // finds the others
  const auto top =
      minimise(loss, gradient, start, {.gradient_tolerance = 1e-7, .accept_unconverged = true});
  dense_vector<Scalar> x = top.point, g = gradient(x);
  for (int step = 0; step < 20 && g.cwiseAbs().maxCoeff() > 1e-12; ++step) {
    const dense_vector<Scalar> next = x - top.inverse_hessian * g;
    const dense_vector<Scalar> left = gradient(next);
    if (!(left.cwiseAbs().maxCoeff() < g.cwiseAbs().maxCoeff())) break;
    x = next;
    g = left;
  }
  return x;
}

template <class Scalar>
[[nodiscard]] tariff_war war_start(const sector_economy<Scalar>& economy,
                                   const std::vector<Eigen::Index>& players,
                                   const tariff_war_options& options,
                                   std::vector<dense_vector<Scalar>>& log_rates) {
  tariff_war r;
  r.tariffs = economy.data.tariffs;
  if (r.tariffs.empty()) {
    r.tariffs.assign(economy.data.sectors.size(),
                     dense_matrix<Scalar>::Zero(economy.countries(), economy.countries()));
  }
  for (const auto p : players) {
    r.players.push_back(economy.data.countries[to_size(p)]);
    r.instruments.emplace_back();
    for (const auto& i : instruments_of(economy, p, options.choice)) {
      r.instruments.back().push_back(i.on);
    }
    const auto k = r.instruments.back().size();
    require(k > 0, "nash_tariffs", r.players.back(), " imports nothing: it has no tariff to set");
    // from the middle of what theory has for one sector: 1 / theta
    log_rates.push_back(
        dense_vector<Scalar>::Constant(to_index(k), std::log1p(1 / economy.data.theta.mean())));
  }
  return r;
}

}  // namespace detail

/// Nash equilibrium in tariffs: each player's rates raise its own real income most, given those of
/// the others. One player alone: its optimal tariff.
///
///   t_n = argmax_t log(I_n / P_n)(t, t_-n)
///
/// @param economy  sector_economy_of; its tariffs are those of everyone who does not play
/// @param players  names, each once
/// @return         rates, the equilibrium with them, and the slopes that are left
/// @throws argument_error     an unknown name, one twice, none; revenue kept by the state, labour that
///                            answers wages
/// @throws convergence_error  the replies do not settle
/// @note   revenue is rebated lump-sum; deficits stay as they are. Best replies by BFGS with the
///         exact gradient (tariff_gradient), one player after the other; the slopes certify a
///         stationary point of each, not that no better one exists elsewhere
/// @note   one sector, two countries, balanced: t_H = 1 / (theta d_F), d_F the share of F's output
///         that F buys itself; d_F is near 1, and t_H near 1 / theta, where H is small
/// @see    Gros (1987), Journal of International Economics 23(3-4); Felbermayr, Jung & Larch
///         (2013), Journal of International Economics 89(1); Ossa (2014), American Economic Review
///         104(12)
template <class Scalar>  // double: a template so that a program pays for it only where it calls it
[[nodiscard]] tariff_war nash_tariffs(const sector_economy<Scalar>& economy,
                                      const std::vector<std::string>& players,
                                      const tariff_war_options& options = {}) {
  constexpr auto f = "nash_tariffs";
  require(!players.empty(), f, "no country sets tariffs");
  require(economy.data.revenue == tariff_revenue::rebated, f,
          "the tariffs chosen are those of a country that rebates their revenue");
  require(economy.data.labour_supply == Scalar(0), f,
          "with labour that answers wages real income is no welfare to choose tariffs by");
  std::vector<Eigen::Index> at;
  for (const auto& name : players) {
    const auto& names = economy.data.countries;
    const auto found = std::find(names.begin(), names.end(), name);
    require(found != names.end(), f, "there is no country '", name, "' among the flows");
    at.push_back(found - names.begin());
    require(std::count(at.begin(), at.end(), at.back()) == 1, f, name, " is named twice");
  }
  std::vector<dense_vector<Scalar>> log_rates;
  tariff_war r = detail::war_start(economy, at, options, log_rates);
  for (std::size_t k = 0; k < at.size(); ++k) {
    detail::set_rates(r.tariffs, detail::instruments_of(economy, at[k], options.choice),
                      log_rates[k]);
  }
  std::vector<double> trace;
  do {
    if (r.rounds == options.max_rounds) {
      throw convergence_error(
          text(f, ": the replies do not settle in ", r.rounds,
               " rounds; the last moved log(1 + t) by ", significant_text(trace.back(), 3)),
          trace);
    }
    double moved = 0;
    for (std::size_t k = 0; k < at.size(); ++k) {
      const auto next = detail::best_reply(economy, r.tariffs, at[k], log_rates[k], options);
      moved = (std::max)(moved, (next - log_rates[k]).cwiseAbs().maxCoeff());
      log_rates[k] = next;
      detail::set_rates(r.tariffs, detail::instruments_of(economy, at[k], options.choice), next);
    }
    trace.push_back(moved);
    ++r.rounds;
  } while (at.size() > 1 && trace.back() > options.tolerance);
  r.slope.resize(std::ssize(at));
  for (std::size_t k = 0; k < at.size(); ++k) {
    r.rates.push_back((log_rates[k].array().exp() - 1).matrix());
    r.slope[to_index(k)] =
        tariff_gradient(economy, r.tariffs, at[k], options.choice, options.equilibrium)
            .cwiseAbs()
            .maxCoeff();
  }
  r.equilibrium =
      multi_sector_equilibrium(economy, {r.tariffs, {}}, deficit_rule::keep, options.equilibrium);
  return r;
}

/// The optimal tariff of one country against given tariffs of everyone else: nash_tariffs of it
/// alone.
template <class Scalar>
[[nodiscard]] tariff_war optimal_tariff(const sector_economy<Scalar>& economy,
                                        const std::string& country,
                                        const tariff_war_options& options = {}) {
  return nash_tariffs(economy, {country}, options);
}

}  // namespace bilateral
