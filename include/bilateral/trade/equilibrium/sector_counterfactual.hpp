#pragma once
/// A scenario in the model of many sectors, with intervals.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/descriptive.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/trade/equilibrium/counterfactual.hpp>
#include <bilateral/trade/equilibrium/detail/uncertainty.hpp>
#include <bilateral/trade/equilibrium/estimates.hpp>
#include <bilateral/trade/equilibrium/multi_sector.hpp>
#include <bilateral/trade/equilibrium/sector_response.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

namespace bilateral {

/// What changes: log B_in^j = sum_k b_k z_k,in^j - theta^j log tau_in, and tariffs.
struct sector_scenario {
  std::vector<std::string> columns;                        ///< names of the terms b_k
  std::vector<std::vector<dense_matrix<double>>> changes;  ///< z_k by sector
  dense_matrix<double> log_cost;              ///< log tau of all sectors; (0 x 0): none
  std::vector<dense_matrix<double>> tariffs;  ///< new ones by sector; empty: unchanged
};

/// An elasticity that several sectors share, drawn once for all of them.
struct sector_elasticity {
  uncertain_value value;
  std::vector<Eigen::Index> sectors;
};

/// What is reported of a country, as ratios new / old.
enum class sector_outcome : std::size_t { real_income, real_wage, wage, price_index };
inline constexpr std::size_t sector_outcome_count = 4;

struct sector_counterfactual_result {
  multi_sector_result<double> point;
  std::vector<std::array<outcome_interval, sector_outcome_count>> countries;
  bool intervals = false;
  std::string method;  ///< in words
  std::size_t draws = 0, failed_draws = 0;
  std::vector<std::string> failures;  ///< the first few reasons
};

namespace detail {

using sector_values = std::vector<std::array<double, sector_outcome_count>>;

/// The problem at given parameters: the data with their elasticities and the policy.
template <class Scalar>
struct sector_problem {
  const sector_data<Scalar>& data;
  const sector_scenario& scenario;
  const std::vector<sector_elasticity>& thetas;
  deficit_rule deficits;
  equilibrium_options options;

  /// whether the world that the change starts from depends on the elasticities
  [[nodiscard]] static bool start_moves(const sector_economy<Scalar>& e, deficit_rule rule) {
    return rule == deficit_rule::zero || !e.negative_final.empty();
  }
  [[nodiscard]] multi_sector_result<Scalar> solve(const dense_vector<double>& b,
                                                  const std::vector<double>& theta) const {
    sector_data<Scalar> d = data;
    for (std::size_t g = 0; g < thetas.size(); ++g) {
      for (const Eigen::Index j : thetas[g].sectors) d.theta[j] = theta[g];
    }
    const sector_policy<Scalar> policy = policy_of(d, b);
    auto world = sector_economy_of(std::move(d));
    if (deficits == deficit_rule::keep && !world.negative_final.empty())
      world = with_deficits(world, dense_vector<Scalar>(world.deficit), options);
    return multi_sector_equilibrium(world, policy, deficits, options);
  }
  [[nodiscard]] sector_policy<Scalar> policy_of(const sector_data<Scalar>& d,
                                                const dense_vector<double>& b) const {
    sector_policy<Scalar> p;
    p.tariffs = scenario.tariffs;
    if (scenario.changes.empty() && scenario.log_cost.size() == 0) return p;
    const auto n = std::ssize(d.countries);
    for (std::size_t j = 0; j < d.sectors.size(); ++j) {
      dense_matrix<Scalar> log_ease = dense_matrix<Scalar>::Zero(n, n);
      for (std::size_t k = 0; k < scenario.changes.size(); ++k)
        log_ease += b[to_index(k)] * scenario.changes[k][j];
      if (scenario.log_cost.size() > 0) log_ease -= d.theta[to_index(j)] * scenario.log_cost;
      p.ease.push_back(log_ease.array().exp());
    }
    return p;
  }
  [[nodiscard]] std::vector<double> point_thetas() const {
    std::vector<double> out;
    for (const auto& t : thetas) out.push_back(t.value.value);
    return out;
  }
};

template <class Scalar>
[[nodiscard]] sector_values values_of(const multi_sector_result<Scalar>& r) {
  sector_values out;
  for (Eigen::Index i = 0; i < r.before.countries(); ++i)
    out.push_back({r.real_income[i], r.real_wage[i], r.wage[i], r.price_index[i]});
  return out;
}

template <class Scalar>
[[nodiscard]] sector_values slopes_of(const sector_derivative<Scalar>& d) {
  sector_values out;
  for (Eigen::Index i = 0; i < d.wage.size(); ++i)
    out.push_back({d.real_income[i], d.real_wage[i], d.wage[i], d.price_index[i]});
  return out;
}

/// d log outcome / d theta of a group from two solutions, where the start moves too.
template <class Scalar>
[[nodiscard]] sector_values theta_differences(const sector_problem<Scalar>& problem,
                                              const dense_vector<double>& b, std::size_t group) {
  auto up = problem.point_thetas(), down = up;
  const double step = 1e-5 * up[group];
  up[group] += step;
  down[group] -= step;
  auto high = values_of(problem.solve(b, up));
  const auto low = values_of(problem.solve(b, down));
  for (std::size_t i = 0; i < high.size(); ++i) {
    for (std::size_t o = 0; o < sector_outcome_count; ++o)
      high[i][o] = std::log(high[i][o] / low[i][o]) / (2 * step);
  }
  return high;
}

template <class Scalar>
[[nodiscard]] sector_values theta_slopes(const sector_problem<Scalar>& problem,
                                         const sector_response<Scalar>& at, std::size_t group) {
  const auto s = problem.data.sectors.size();
  const auto n = std::ssize(problem.data.countries);
  sector_direction<Scalar> move;
  move.theta = dense_vector<Scalar>::Zero(to_index(s));
  if (problem.scenario.log_cost.size() > 0) move.ease.assign(s, dense_matrix<Scalar>::Zero(n, n));
  for (const Eigen::Index j : problem.thetas[group].sectors) {
    move.theta[j] = Scalar(1);
    if (!move.ease.empty()) move.ease[to_size(j)] = -problem.scenario.log_cost;
  }
  return slopes_of(at.along(move));
}

/// Derivatives with every coefficient, then with every group's elasticity (none where it is fixed).
template <class Scalar>
[[nodiscard]] std::vector<sector_values> sector_slopes(const sector_problem<Scalar>& problem,
                                                       const dense_vector<double>& b,
                                                       const multi_sector_result<Scalar>& point) {
  const auto policy = problem.policy_of(point.before.data, b);
  const sector_response<Scalar> at(point.before, policy, point.before.deficit, problem.options);
  const bool differences = sector_problem<Scalar>::start_moves(
      sector_economy_of(sector_data<Scalar>(problem.data)), problem.deficits);
  std::vector<sector_values> out;
  for (const auto& z : problem.scenario.changes) out.push_back(slopes_of(at.along({z, {}, {}})));
  for (std::size_t g = 0; g < problem.thetas.size(); ++g) {
    if (!(variance_of(problem.thetas[g].value) > 0)) {
      out.emplace_back();
    } else {
      out.push_back(differences ? theta_differences(problem, b, g) : theta_slopes(problem, at, g));
    }
  }
  return out;
}

template <class Scalar>
void sector_intervals_by_delta(const sector_problem<Scalar>& problem, const named_estimates& b,
                               double level, sector_counterfactual_result& r) {
  const auto slopes = sector_slopes(problem, b.coefficients, r.point);
  const auto k = b.coefficients.size(), m = std::ssize(slopes);
  dense_matrix<double> v = dense_matrix<double>::Zero(m, m);
  if (b.covariance.size() > 0) v.topLeftCorner(k, k) = b.covariance;
  for (Eigen::Index g = k; g < m; ++g) v(g, g) = variance_of(problem.thetas[to_size(g - k)].value);
  const double z = normal_quantile((1 + level) / 2);
  for (std::size_t i = 0; i < r.countries.size(); ++i) {
    for (std::size_t o = 0; o < sector_outcome_count; ++o) {
      dense_vector<double> g = dense_vector<double>::Zero(m);
      for (std::size_t p = 0; p < slopes.size(); ++p) {
        if (!slopes[p].empty()) g[to_index(p)] = slopes[p][i][o];
      }
      const double half = z * std::sqrt((std::max)(0.0, g.dot(v * g)));
      auto& cell = r.countries[i][o];
      cell.low = cell.estimate * std::exp(-half);
      cell.high = cell.estimate * std::exp(half);
    }
  }
}

template <class Scalar>
void sector_intervals_by_draws(const sector_problem<Scalar>& problem, const named_estimates& b,
                               const counterfactual_options& options,
                               sector_counterfactual_result& r) {
  const dense_matrix<double> root = covariance_root(b.covariance);
  std::vector<sector_values> all(options.draws);
  std::vector<std::string> reasons(options.draws);
  parallel_for(options.draws, options.threads, [&](std::size_t d) {
    philox random(options.seed, d);
    dense_vector<double> z(root.rows());
    for (Eigen::Index k = 0; k < z.size(); ++k) z[k] = random.normal();
    dense_vector<double> coefficients = b.coefficients;
    if (root.size() > 0) coefficients += root * z;
    std::vector<double> theta;
    for (const auto& t : problem.thetas) theta.push_back(draw_of(t.value, random));
    try {
      all[d] = values_of(problem.solve(coefficients, theta));
    } catch (const error& e) {
      reasons[d] = e.what();
    }
  });
  for (const auto& reason : reasons) {
    if (!reason.empty() && r.failed_draws++ < 3) r.failures.push_back(reason);
  }
  require(options.draws >= r.failed_draws + 2, "sector_counterfactual", "only ",
          options.draws - r.failed_draws, " of ", options.draws,
          " draws have a solution: ", r.failures.empty() ? "" : r.failures.front());
  for (std::size_t i = 0; i < r.countries.size(); ++i) {
    for (std::size_t o = 0; o < sector_outcome_count; ++o) {
      std::vector<double> values;
      for (const auto& one : all) {
        if (!one.empty()) values.push_back(one[i][o]);
      }
      std::sort(values.begin(), values.end());
      r.countries[i][o].low = sorted_quantile(values, (1 - options.level) / 2);
      r.countries[i][o].high = sorted_quantile(values, (1 + options.level) / 2);
    }
  }
}

template <class = when_called>
void check_sector_scenario(const sector_scenario& scenario,
                           const std::vector<sector_elasticity>& thetas, std::size_t sectors,
                           const counterfactual_options& options) {
  constexpr auto f = "sector_counterfactual";
  require(scenario.columns.size() == scenario.changes.size(), f, "there are ",
          scenario.changes.size(), " changes for ", scenario.columns.size(), " terms");
  for (const auto& z : scenario.changes) {
    require(z.size() == sectors, f, "a term changes in ", z.size(), " sectors of ", sectors);
  }
  require(options.level > 0 && options.level < 1, f, "level is ", options.level,
          "; it must lie between 0 and 1");
  require(options.draws != 1, f, "an interval needs at least 2 draws");
  for (const auto& t : thetas) {
    check_uncertain("theta", t.value);
    for (const Eigen::Index j : t.sectors) {
      require(j >= 0 && to_size(j) < sectors, f, "an elasticity names the sector number ", j,
              " of ", sectors);
    }
  }
}

}  // namespace detail

/// From estimates and elasticities to real income in the model of many sectors, with intervals.
///
/// @param data      flows, shares and elasticities; those of `thetas` are replaced
/// @param scenario  new tariffs, trade costs and the columns that change
/// @param estimates at least the coefficients that the scenario names, with their covariance
/// @param thetas    elasticities with what is believed about them, each of one or more sectors
/// @return          ratios new / old; quantiles of the draws where options.draws > 0, else the
///                  delta method on the logarithm
/// @throws argument_error  shapes, a term that was not estimated, sector_economy_of's
/// @note   where implied final demand is negative the change starts from the equilibrium with it at
///         zero, as with_deficits makes it; that start, and one without deficits, move with theta,
///         whose derivative then is a central difference of two solutions
/// @note   draw d takes stream d of the seed: figures do not depend on threads; a draw without a
///         solution is counted and left out, never replaced
/// @see    Caliendo & Parro (2015), Review of Economic Studies 82(1)
template <class Scalar>  // double: a template so that a program pays for it only where it calls it
[[nodiscard]] sector_counterfactual_result sector_counterfactual(
    const sector_data<Scalar>& data, const sector_scenario& scenario,
    const named_estimates& estimates, const std::vector<sector_elasticity>& thetas,
    deficit_rule deficits = deficit_rule::keep, const counterfactual_options& options = {}) {
  detail::check_sector_scenario(scenario, thetas, data.sectors.size(), options);
  const named_estimates b = detail::selected(estimates, scenario.columns);
  const detail::sector_problem<Scalar> problem{data, scenario, thetas, deficits,
                                               options.equilibrium};
  sector_counterfactual_result r;
  r.point = problem.solve(b.coefficients, problem.point_thetas());
  for (const auto& values : detail::values_of(r.point)) {
    auto& row = r.countries.emplace_back();
    for (std::size_t o = 0; o < sector_outcome_count; ++o)
      row[o] = {values[o], values[o], values[o]};
  }
  r.intervals = b.covariance.size() > 0 && b.covariance.cwiseAbs().maxCoeff() > 0;
  for (const auto& t : thetas) r.intervals = r.intervals || detail::variance_of(t.value) > 0;
  if (!r.intervals) return r;
  if (options.draws > 0) {
    r.draws = options.draws;
    r.method = "quantiles of seeded draws";
    detail::sector_intervals_by_draws(problem, b, options, r);
  } else {
    r.method = "delta method on the logarithm, by the implicit function theorem";
    detail::sector_intervals_by_delta(problem, b, options.level, r);
  }
  return r;
}

}  // namespace bilateral
