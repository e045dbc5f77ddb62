#pragma once
/// A scenario from estimates to outcomes with their intervals.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/descriptive.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/trade/equilibrium/detail/uncertainty.hpp>
#include <bilateral/trade/equilibrium/estimates.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>
#include <bilateral/trade/equilibrium/partial_effect.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace bilateral {

/// What changes: log B_ij = sum_k b_k z_k,ij - theta log tau_ij.
struct trade_scenario {
  std::vector<std::string> columns;           ///< names of the terms b_k
  std::vector<dense_matrix<double>> changes;  ///< z_k: the change of each column, pair by pair
  dense_matrix<double> log_cost;  ///< log tau_ij; (0 x 0): no costs change by themselves
};

/// What is reported of a country, as ratios new / old.
enum class country_outcome : std::size_t {
  real_income,
  output_price,
  exports,
  imports,
  trade,
  inward_resistance,
  outward_resistance,
  home_share,
  real_output,
  partial_exports,  ///< partial_flows: the shock alone, nothing answers it
  partial_imports,
  partial_trade
};
inline constexpr std::size_t outcome_count = 12;

struct outcome_interval {
  double estimate = 0, low = 0, high = 0;
};

struct counterfactual_options {
  equilibrium_options equilibrium{};
  std::size_t draws = 0;  ///< seeded draws; 0: the delta method where something is uncertain
  std::uint64_t seed = 1;
  unsigned threads = 1;
  double level = 0.95;
  progress_hook progress{};  ///< hears how far the work is and may stop it: core/progress.hpp
};

struct counterfactual_result {
  one_sector_result<double> point;
  /// by country, then by outcome: empty where the outcome is undefined
  std::vector<std::array<std::optional<outcome_interval>, outcome_count>> countries;
  bool intervals = false;  ///< whether low and high differ from the estimate
  std::string method;      ///< in words
  std::size_t draws = 0, failed_draws = 0;
  std::vector<std::string> failures;  ///< the first few reasons
  std::vector<std::string> notes;
};

/// Values of the outcomes of one solution, in the order of `country_outcome`.
template <class Scalar>
[[nodiscard]] std::array<std::optional<Scalar>, outcome_count> outcomes_of(
    const one_sector_result<Scalar>& r, Eigen::Index i) {
  const auto at = to_size(i);
  const bool moves = r.model.adjusts == equilibrium_closure::endowment;
  const auto if_moves = [&](const Scalar& v) {
    return moves ? std::optional<Scalar>(v) : std::nullopt;
  };
  return {if_moves(r.real_income[i]),
          if_moves(r.output_price[i]),
          r.exports[at],
          r.imports[at],
          r.trade[at],
          r.price_index[i],
          r.outward[i],
          r.home_share[i],
          if_moves(r.real_output[i]),
          r.partial.exports[at],
          r.partial.imports[at],
          r.partial.trade[at]};
}

/// The ease of trade B at given coefficients and elasticity.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> ease_of(const trade_scenario& scenario,
                                           const dense_vector<Scalar>& coefficients,
                                           const Scalar& theta, Eigen::Index countries) {
  dense_matrix<Scalar> log_ease = dense_matrix<Scalar>::Zero(countries, countries);
  for (std::size_t k = 0; k < scenario.changes.size(); ++k) {
    log_ease += coefficients[to_index(k)] * scenario.changes[k];
  }
  if (scenario.log_cost.size() > 0) log_ease -= theta * scenario.log_cost;
  return log_ease.array().exp();
}

/// How every outcome moves with one parameter, by the implicit function theorem.
///
/// Markets f(x, b) = 0 at log prices x give dx/db = -(df/dx)^-1 df/db; the derivatives of the log
/// outcomes follow.
///
/// @param direct  (n x n) d log X'_ij / db at given prices, price indices and spending: z_ij for a
///                coefficient, log P_j - log p_i - log tau_ij for theta
/// @param supply  whether b is psi, which moves supply itself by log p_i - log P_i
/// @return        d log outcome / db by country, in the order of `country_outcome`; empty where
///                undefined
template <class Scalar>
[[nodiscard]] std::vector<std::array<std::optional<Scalar>, outcome_count>> outcome_derivatives(
    const one_sector_result<Scalar>& r, const dense_matrix<Scalar>& direct,
    std::optional<Eigen::Index> reference = std::nullopt, bool supply = false);

namespace detail {

/// Log prices in units of world output, whatever the numeraire of the result.
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> log_prices(const one_sector_result<Scalar>& r) {
  using std::log;
  if (r.model.adjusts == equilibrium_closure::endowment) {
    const Scalar unit = log(r.output.dot(r.before.output) / r.before.output.sum());
    return (r.output_price.array().log() - unit).matrix();
  }
  dense_vector<Scalar> x = -r.outward.array().log();
  const Scalar level = r.before.output.dot(x) / r.before.output.sum();
  x.array() -= level;
  return x;
}

template <class Scalar>
[[nodiscard]] std::optional<Scalar> share_weighted(const dense_matrix<Scalar>& flows,
                                                   const dense_matrix<Scalar>& change,
                                                   Eigen::Index i, bool out, bool in) {
  Scalar total(0), moved(0);
  for (Eigen::Index j = 0; j < flows.rows(); ++j) {
    if (j == i) continue;
    if (out) {
      total += flows(i, j);
      moved += flows(i, j) * change(i, j);
    }
    if (in) {
      total += flows(j, i);
      moved += flows(j, i) * change(j, i);
    }
  }
  if (!(total > Scalar(0))) return std::nullopt;
  return Scalar(moved / total);
}

/// d log of what the shock alone does, `direct` being d log B.
template <class Scalar>
void set_partial_derivatives(const one_sector_result<Scalar>& r, const dense_matrix<Scalar>& direct,
                             std::vector<std::array<std::optional<Scalar>, outcome_count>>& out) {
  const dense_matrix<Scalar> flows = partial_flows(r.before, r.ease);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto at = to_index(i);
    out[i][to_size(country_outcome::partial_exports)] =
        share_weighted(flows, direct, at, true, false);
    out[i][to_size(country_outcome::partial_imports)] =
        share_weighted(flows, direct, at, false, true);
    out[i][to_size(country_outcome::partial_trade)] = share_weighted(flows, direct, at, true, true);
  }
}

}  // namespace detail

template <class Scalar>
std::vector<std::array<std::optional<Scalar>, outcome_count>> outcome_derivatives(
    const one_sector_result<Scalar>& r, const dense_matrix<Scalar>& direct,
    std::optional<Eigen::Index> reference, bool supply) {
  using vector = dense_vector<Scalar>;
  const auto n = r.before.size();
  const Scalar& theta = r.model.theta;
  detail::one_sector_system<Scalar> system(r.before, r.model, r.ease);
  const vector prices = detail::log_prices(r);
  (void)system.evaluate(prices);
  const dense_matrix<Scalar> shares = system.shares();
  const dense_matrix<Scalar> levels = shares * system.spending().asDiagonal();
  // what moves at given log prices: index, supply, demand
  const vector index = -shares.cwiseProduct(direct).colwise().sum().transpose() / theta;
  vector output = system.output_response(vector::Zero(n), index);
  supply = supply && system.moves();  // where output is given, so is supply
  if (supply) output += prices - system.log_index();
  const vector own_supply = supply ? vector(prices - system.log_index()) : vector(vector::Zero(n));
  const vector demand =
      levels.cwiseProduct(direct).rowwise().sum().cwiseQuotient(levels.rowwise().sum()) / (-theta);
  const vector gap = system.respond(vector::Zero(n), index, own_supply, demand);
  const Scalar accuracy = Scalar(100) * std::numeric_limits<Scalar>::epsilon();
  const vector x = detail::gmres<Scalar>([&](const vector& v) { return system.apply(v); },
                                         vector(-gap), accuracy, Eigen::Index{400});
  const vector p = index + system.index_response(x);
  output = system.output_response(x, p) + own_supply;
  const vector spending = system.spending_response(output);
  const Scalar unit = reference ? Scalar(-p[*reference]) : Scalar(0);
  const bool moves = system.moves();
  const Scalar value = moves ? unit : Scalar(0);
  dense_matrix<Scalar> flow = direct;  // d log X'_ij
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i) flow(i, j) += theta * (p[j] - x[i]) + spending[j] + value;
  }
  std::vector<std::array<std::optional<Scalar>, outcome_count>> out(to_size(n));
  for (Eigen::Index i = 0; i < n; ++i) {
    // Pi = Y'^(-1/theta) / p: with the elasticity itself the exponent moves too, by log Y' /
    // theta^2, which `direct` does not know; theta_derivative below adds it
    const Scalar outward = -(output[i] + value) / theta - x[i] - unit;
    const auto if_moves = [&](const Scalar& v) {
      return moves ? std::optional<Scalar>(v) : std::nullopt;
    };
    out[to_size(i)] = {if_moves(spending[i] - p[i]),
                       if_moves(x[i] + unit),
                       detail::share_weighted(r.flows, flow, i, true, false),
                       detail::share_weighted(r.flows, flow, i, false, true),
                       detail::share_weighted(r.flows, flow, i, true, true),
                       p[i] + unit,
                       outward,
                       flow(i, i) - spending[i] - value,
                       if_moves(output[i] - p[i])};
  }
  detail::set_partial_derivatives(r, direct, out);
  return out;
}

/// d log outcome / d theta: the coefficients b_k stay, iceberg costs keep tau.
template <class Scalar>
[[nodiscard]] std::vector<std::array<std::optional<Scalar>, outcome_count>> theta_derivatives(
    const one_sector_result<Scalar>& r, const dense_matrix<Scalar>& log_cost,
    std::optional<Eigen::Index> reference = std::nullopt) {
  using std::log;
  const auto n = r.before.size();
  const dense_vector<Scalar> x = detail::log_prices(r);
  detail::one_sector_system<Scalar> system(r.before, r.model, r.ease);
  (void)system.evaluate(x);
  dense_matrix<Scalar> direct(n, n);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i) {
      direct(i, j) =
          system.log_index()[j] - x[i] - (log_cost.size() > 0 ? log_cost(i, j) : Scalar(0));
    }
  }
  auto out = outcome_derivatives(r, direct, reference);
  constexpr auto at = to_size(country_outcome::outward_resistance);
  for (Eigen::Index i = 0; i < n; ++i) {
    *out[to_size(i)][at] += log(r.output[i]) / (r.model.theta * r.model.theta);
  }
  // resistances stay where the shock alone is meant: of `direct` only the costs are its own
  detail::set_partial_derivatives(r,
                                  log_cost.size() > 0
                                      ? dense_matrix<Scalar>(-log_cost)
                                      : dense_matrix<Scalar>(dense_matrix<Scalar>::Zero(n, n)),
                                  out);
  return out;
}

namespace detail {

using drawn_outcomes = std::vector<std::array<std::optional<double>, outcome_count>>;

/// One solution for each draw: slot d is empty where it failed, with the reason in `reasons`.
template <class Scalar>
std::vector<drawn_outcomes> solve_draws(const trade_economy<Scalar>& economy,
                                        const trade_scenario& scenario, const named_estimates& b,
                                        const gravity_model<double>& model,
                                        const uncertain_value& theta, const uncertain_value& psi,
                                        const counterfactual_options& options,
                                        std::vector<std::string>& reasons) {
  const dense_matrix<double> root = covariance_root(b.covariance);
  std::vector<drawn_outcomes> all(options.draws);
  reasons.assign(options.draws, {});
  equilibrium_options inner = options.equilibrium;
  inner.starts = 1;
  parallel_for(options.draws, options.threads, options.progress, "draws", [&](std::size_t d) {
    philox random(options.seed, d);
    dense_vector<double> z(root.rows());
    for (Eigen::Index k = 0; k < z.size(); ++k) z[k] = random.normal();
    dense_vector<double> coefficients = b.coefficients;
    if (root.size() > 0) coefficients += root * z;
    gravity_model<double> drawn = model;
    drawn.theta = draw_of(theta, random);
    drawn.psi = draw_of(psi, random);
    try {
      const auto r = one_sector_equilibrium(
          economy, ease_of(scenario, coefficients, drawn.theta, economy.size()), drawn, inner);
      for (Eigen::Index i = 0; i < economy.size(); ++i) all[d].push_back(outcomes_of(r, i));
    } catch (const error& e) {
      all[d].clear();
      reasons[d] = e.what();
    }
  });
  return all;
}

template <class = when_called>
void intervals_from_draws(const std::vector<drawn_outcomes>& all,
                          const std::vector<std::string>& reasons, double level,
                          counterfactual_result& r) {
  for (const auto& reason : reasons) {
    if (reason.empty()) continue;
    if (r.failed_draws++ < 3) r.failures.push_back(reason);
  }
  require(reasons.size() >= r.failed_draws + 2, "counterfactual", "only ",
          reasons.size() - r.failed_draws, " of ", reasons.size(),
          " draws have a solution: ", r.failures.empty() ? "" : r.failures.front());
  for (std::size_t i = 0; i < r.countries.size(); ++i) {
    for (std::size_t o = 0; o < outcome_count; ++o) {
      if (!r.countries[i][o]) continue;
      std::vector<double> values;
      for (const auto& one : all) {
        if (!one.empty() && one[i][o]) values.push_back(*one[i][o]);
      }
      std::sort(values.begin(), values.end());
      r.countries[i][o]->low = sorted_quantile(values, (1 - level) / 2);
      r.countries[i][o]->high = sorted_quantile(values, (1 + level) / 2);
    }
  }
}

/// d log outcome / d theta (or psi) from two solutions: where the elasticity also moves the world
/// that the change starts from.
template <class Scalar>
[[nodiscard]] drawn_outcomes elasticity_differences(
    const trade_economy<Scalar>& economy, const trade_scenario& scenario, const named_estimates& b,
    const gravity_model<double>& model, const counterfactual_options& options, bool is_psi) {
  const double step = 1e-5 * model.theta;
  const double below = is_psi ? (std::min)(step, model.psi) : step;
  const auto solved = [&](double change) {
    gravity_model<double> m = model;
    (is_psi ? m.psi : m.theta) += change;
    equilibrium_options inner = options.equilibrium;
    inner.starts = 1;
    return one_sector_equilibrium(
        economy, ease_of(scenario, b.coefficients, m.theta, economy.size()), m, inner);
  };
  const auto up = solved(step), down = solved(-below);
  drawn_outcomes slopes;
  for (Eigen::Index i = 0; i < economy.size(); ++i) {
    auto high = outcomes_of(up, i);
    const auto low = outcomes_of(down, i);
    for (std::size_t o = 0; o < outcome_count; ++o) {
      if (high[o]) high[o] = std::log(*high[o] / *low[o]) / (step + below);
    }
    slopes.push_back(high);
  }
  return slopes;
}

/// Delta method: the log outcomes' derivatives with every uncertain parameter.
template <class Scalar>
void intervals_by_delta(const trade_economy<Scalar>& economy, const trade_scenario& scenario,
                        const named_estimates& b, const uncertain_value& theta,
                        const uncertain_value& psi, const counterfactual_options& options,
                        counterfactual_result& r) {
  const auto reference = options.equilibrium.reference;
  const auto k = std::ssize(scenario.changes);
  std::vector<drawn_outcomes> slopes;
  dense_matrix<double> v = dense_matrix<double>::Zero(k + 2, k + 2);
  if (b.covariance.size() > 0) v.topLeftCorner(k, k) = b.covariance;
  v(k, k) = variance_of(theta);
  v(k + 1, k + 1) = variance_of(psi);
  const auto n = r.point.before.size();
  const drawn_outcomes none(r.countries.size());
  for (const auto& z : scenario.changes)
    slopes.push_back(outcome_derivatives(r.point, z, reference));
  // the world without deficits depends on the elasticities too
  const bool world_moves = r.point.model.deficits == deficit_rule::zero &&
                           r.point.model.adjusts == equilibrium_closure::endowment;
  const auto slope_of = [&](bool is_psi) {
    if (world_moves)
      return elasticity_differences(economy, scenario, b, r.point.model, options, is_psi);
    if (!is_psi) return theta_derivatives(r.point, scenario.log_cost, reference);
    return outcome_derivatives(r.point, dense_matrix<double>(dense_matrix<double>::Zero(n, n)),
                               reference, true);
  };
  slopes.push_back(v(k, k) > 0 ? slope_of(false) : none);
  slopes.push_back(v(k + 1, k + 1) > 0 ? slope_of(true) : none);
  const double z = normal_quantile((1 + options.level) / 2);
  for (std::size_t i = 0; i < r.countries.size(); ++i) {
    for (std::size_t o = 0; o < outcome_count; ++o) {
      if (!r.countries[i][o]) continue;
      dense_vector<double> g(k + 2);
      for (Eigen::Index m = 0; m < k + 2; ++m) g[m] = slopes[to_size(m)][i][o].value_or(0);
      const double half = z * std::sqrt((std::max)(0.0, g.dot(v * g)));
      auto& cell = *r.countries[i][o];
      cell.low = cell.estimate * std::exp(-half);
      cell.high = cell.estimate * std::exp(half);
    }
  }
}

}  // namespace detail

/// From estimates of a gravity equation to prices, trade and real income, with intervals.
///
///   log B_ij = sum_k b_k z_k,ij - theta log tau_ij;  outcomes from one_sector_equilibrium
///
/// @param economy    flows with domestic sales
/// @param scenario   which columns change, by how much, and which iceberg costs
/// @param estimates  at least the coefficients that the scenario names, with their covariance
/// @param model      what adjusts and what becomes of deficits; its elasticities are replaced by
/// @param theta, psi the elasticities with what is believed about them
/// @return           ratios new / old by country, each with an interval where anything is
///                   uncertain: quantiles of the draws where options.draws > 0, else the delta
///                   method on the logarithm
/// @throws argument_error  a term that was not estimated, a covariance that is none,
///                         one_sector_equilibrium's
/// @note   draw d takes stream d of the seed, so that figures do not depend on threads; a draw
///         without a solution is counted in failed_draws and left out of the quantiles, never
///         replaced
/// @see    Anderson & Yotov (2016), Journal of International Economics 99, for intervals of such
///         effects
template <class Scalar>  // double: a template so that a program pays for it only where it calls it
[[nodiscard]] counterfactual_result counterfactual(
    const trade_economy<Scalar>& economy, const trade_scenario& scenario,
    const named_estimates& estimates, gravity_model<double> model, const uncertain_value& theta,
    const uncertain_value& psi = {}, const counterfactual_options& options = {}) {
  static_assert(std::is_same_v<Scalar, double>,
                "counterfactual works on estimates, which are double");
  require(scenario.columns.size() == scenario.changes.size(), "counterfactual", "there are ",
          scenario.changes.size(), " matrices of changes for ", scenario.columns.size(), " terms");
  require(options.level > 0 && options.level < 1, "counterfactual", "level is ", options.level,
          "; it must lie between 0 and 1");
  require(options.draws != 1, "counterfactual", "an interval needs at least 2 draws");
  detail::check_uncertain("theta", theta);
  detail::check_uncertain("psi", psi);
  const named_estimates b = detail::selected(estimates, scenario.columns);
  model.theta = theta.value;
  model.psi = psi.value;
  counterfactual_result r;
  require_gravity_model("counterfactual", model);
  r.point = one_sector_equilibrium(economy,
                                   ease_of(scenario, b.coefficients, theta.value, economy.size()),
                                   model, options.equilibrium);
  for (Eigen::Index i = 0; i < economy.size(); ++i) {
    std::array<std::optional<outcome_interval>, outcome_count> row;
    const auto values = outcomes_of(r.point, i);
    for (std::size_t o = 0; o < outcome_count; ++o) {
      if (values[o]) row[o] = outcome_interval{*values[o], *values[o], *values[o]};
    }
    r.countries.push_back(row);
  }
  const bool uncertain = (b.covariance.size() > 0 && b.covariance.cwiseAbs().maxCoeff() > 0) ||
                         theta.how != spread_kind::fixed || psi.how != spread_kind::fixed;
  if (!uncertain) return r;
  r.intervals = true;
  if (options.draws > 0) {
    std::vector<std::string> reasons;
    const auto all = detail::solve_draws(economy, scenario, b, model, theta, psi, options, reasons);
    r.draws = options.draws;
    r.method = "quantiles of seeded draws";
    detail::intervals_from_draws(all, reasons, options.level, r);
  } else {
    r.method = "delta method on the logarithm, by the implicit function theorem";
    detail::intervals_by_delta(economy, scenario, b, theta, psi, options, r);
  }
  return r;
}

/// The same from a fit of this library, with its own covariance.
///
/// @throws argument_error  named_estimates_of's
template <class Scalar, estimation_result Fit>
[[nodiscard]] counterfactual_result counterfactual(const trade_economy<Scalar>& economy,
                                                   const trade_scenario& scenario, const Fit& fit,
                                                   const gravity_model<double>& model,
                                                   const uncertain_value& theta,
                                                   const uncertain_value& psi = {},
                                                   const counterfactual_options& options = {}) {
  return counterfactual(economy, scenario, named_estimates_of(fit), model, theta, psi, options);
}

}  // namespace bilateral
