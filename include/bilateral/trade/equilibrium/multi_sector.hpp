#pragma once
/// Many sectors with intermediate inputs and tariffs: Caliendo & Parro (2015).

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/detail/multi_sector_system.hpp>
#include <bilateral/trade/equilibrium/detail/newton_krylov.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/gravity_model.hpp>
#include <bilateral/trade/equilibrium/sector_economy.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace bilateral {

/// Changes are ratios new / old; levels are in units of world value added before the change.
template <class Scalar>
struct multi_sector_result {
  sector_economy<Scalar> before, after;
  sector_policy<Scalar> policy;      ///< from the one to the other
  dense_vector<Scalar> wage;         ///< w_n
  dense_vector<Scalar> labour;       ///< L_n = (w_n / P_n)^eta
  dense_matrix<Scalar> cost;         ///< (country x sector) c_n^j, price of output
  dense_matrix<Scalar> price;        ///< (country x sector) P_n^j
  dense_vector<Scalar> price_index;  ///< P_n = prod_j (P_n^j)^alpha_n^j
  dense_vector<Scalar> income;       ///< I_n
  dense_vector<Scalar> real_income;  ///< I_n / P_n
  dense_vector<Scalar> real_wage;    ///< w_n / P_n
  /// First-order parts of d log W, not ratios; empty where revenue is kept by the state
  dense_vector<Scalar> terms_of_trade, volume;
  dense_matrix<Scalar> terms_by_sector, volume_by_sector;
  equilibrium_certificate certificate;

  /// d log W_n = terms of trade + volume of trade
  [[nodiscard]] dense_vector<Scalar> welfare() const { return terms_of_trade + volume; }
};

namespace detail {

/// The economy as it is at a solution: its new flows are data again.
template <class Scalar>
[[nodiscard]] sector_economy<Scalar> economy_at(const sector_economy<Scalar>& before,
                                                const multi_sector_system<Scalar>& system,
                                                const sector_policy<Scalar>& policy) {
  sector_data<Scalar> d;
  d.countries = before.data.countries;
  d.sectors = before.data.sectors;
  d.value_added = before.data.value_added;
  d.inputs = before.data.inputs;
  d.theta = before.data.theta;
  d.revenue = before.data.revenue;
  d.labour_supply = before.data.labour_supply;
  d.tariffs = policy.tariffs.empty() ? before.data.tariffs : policy.tariffs;
  for (Eigen::Index j = 0; j < before.sectors(); ++j) d.flows.push_back(system.flows(j));
  sector_economy<Scalar> after = sector_economy_of(std::move(d));
  after.final_share = before.final_share;  // what it is by assumption, not by subtraction
  after.negative_final.clear();
  return after;
}

/// d log W_n = sum (E_ni d log c_n - M_in d log c_i) / I_n + sum t M (d log M - d log c_i) / I_n
template <class Scalar>
void split_welfare(multi_sector_result<Scalar>& r) {
  if (r.before.data.revenue != tariff_revenue::rebated) return;
  const auto n = r.before.countries(), s = r.before.sectors();
  const dense_vector<Scalar> income = r.before.income();
  r.terms_by_sector = r.volume_by_sector = dense_matrix<Scalar>::Zero(n, s);
  for (Eigen::Index j = 0; j < s; ++j) {
    const auto at = to_size(j);
    const auto& flow = r.before.data.flows[at];
    const auto& then = r.after.data.flows[at];
    for (Eigen::Index b = 0; b < n; ++b) {
      for (Eigen::Index a = 0; a < n; ++a) {
        if (a == b || flow(a, b) == Scalar(0)) continue;
        const Scalar dearer = r.cost(a, j) - Scalar(1);
        r.terms_by_sector(a, j) += flow(a, b) * dearer / income[a];
        r.terms_by_sector(b, j) -= flow(a, b) * dearer / income[b];
        if (r.before.data.tariffs.empty()) continue;
        const Scalar duty = r.before.data.tariffs[at](a, b);
        r.volume_by_sector(b, j) += duty * (then(a, b) - flow(a, b) * r.cost(a, j)) / income[b];
      }
    }
  }
  r.terms_of_trade = r.terms_by_sector.rowwise().sum();
  r.volume = r.volume_by_sector.rowwise().sum();
}

}  // namespace detail

/// The world after its deficits are set to those given (zero: closed), tariffs and costs as they
/// were.
template <class Scalar>
[[nodiscard]] sector_economy<Scalar> with_deficits(const sector_economy<Scalar>& economy,
                                                   const dense_vector<Scalar>& deficits,
                                                   const equilibrium_options& options = {}) {
  require(deficits.size() == economy.countries(), "with_deficits", "there are ", deficits.size(),
          " deficits for ", economy.countries(), " countries");
  detail::multi_sector_system<Scalar> system(economy, {}, deficits);
  dense_vector<Scalar> z = system.start();
  equilibrium_certificate certificate;
  detail::solve_sectors(system, z, options, certificate);
  return detail::economy_at(economy, system, {});
}

/// Exact changes in the model of Caliendo & Parro after a change of tariffs or trade costs.
///
///   c_n^j = w_n^gamma prod_k (P_n^k)^(g^kj (1 - gamma))
///   (P_n^j)^-theta = sum_i pi_in^j (kappa_in^j c_i^j)^-theta
///   X_n^j = sum_k g^jk (1 - gamma^k) Y_n^k + alpha_n^j (w_n L_n + R_n + D_n)
///   I_n = w_n L_n + R_n + D_n (revenue rebated),  w_n L_n + D_n (kept by the state)
///   L_n = (w_n / P_n)^eta
///
/// @param economy  sector_economy_of; where negative_final is not empty the data are not an
///                 equilibrium of their own shares: pass with_deficits(economy, economy.deficit)
///                 instead
/// @param policy   new tariffs and the ease of trade, by sector
/// @param deficits keep: D_n stays in units of world value added. zero: closed first
/// @return         changes by country and sector, both economies, welfare split into terms and
///                 volume of trade
/// @throws argument_error     multiplicative deficits, shapes, a tariff of -100 percent
/// @throws convergence_error  no equilibrium found
/// @note   unknowns are log wages, log prices and spending, N + 2 N J of them; Newton's method with
///         GMRES, a product costs O(N J^2 + N^2 J) and no matrix of the whole system is formed
/// @note   welfare = terms + volume is their first-order equation 18 with relative changes (c - 1)
///         as their programs have it; the exact change of real income stands beside it. A change of
///         iceberg costs is in the latter only: the split is that of tariffs with revenue rebated
/// @note   a state that keeps its revenue buys the same basket alpha with it: prices and flows are
///         those of the rebate, consumers' real income I/P is not
/// @note   where labour answers the real wage (eta > 0), real income holds what more work earns, not
///         what leisure was worth, and so does not the split: dI has w dL. One sector without inputs and
///         tariffs is then universal gravity with psi = eta, one_sector_equilibrium
/// @see    Caliendo & Parro (2015), Review of Economic Studies 82(1), eqs. 2-18; labour supply:
///         Arkolakis & Esposito (2014), Endogenous labor supply and the gains from international trade,
///         working paper
template <class Scalar>
[[nodiscard]] multi_sector_result<Scalar> multi_sector_equilibrium(
    const sector_economy<Scalar>& economy, const sector_policy<Scalar>& policy,
    deficit_rule deficits = deficit_rule::keep, const equilibrium_options& options = {}) {
  constexpr auto f = "multi_sector_equilibrium";
  require(deficits != deficit_rule::multiplicative, f,
          "with sectors deficits are kept or set to zero");
  require(policy.tariffs.empty() || policy.tariffs.size() == economy.data.sectors.size(), f,
          "there are new tariffs of ", policy.tariffs.size(), " sectors for ",
          economy.data.sectors.size());
  require(policy.ease.empty() || policy.ease.size() == economy.data.sectors.size(), f,
          "there is an ease of trade of ", policy.ease.size(), " sectors for ",
          economy.data.sectors.size());
  for (const auto& t : policy.tariffs) {
    require(t.minCoeff() > Scalar(-1), f, "a new tariff is ",
            static_cast<double>(t.minCoeff()) * 100, " percent; it must be above -100");
  }
  for (const auto& b : policy.ease) {
    require(b.minCoeff() > Scalar(0), f, "the ease of trade must be above 0");
  }
  using vector = dense_vector<Scalar>;
  multi_sector_result<Scalar> r;
  const bool close = deficits == deficit_rule::zero;
  r.before =
      close ? with_deficits(economy, vector(vector::Zero(economy.countries())), options) : economy;
  detail::multi_sector_system<Scalar> system(
      r.before, policy, close ? vector(vector::Zero(economy.countries())) : r.before.deficit);
  vector z = system.start();
  detail::solve_sectors(system, z, options, r.certificate);
  r.policy = policy;
  r.after = detail::economy_at(r.before, system, policy);
  r.wage = system.log_wage().array().exp();
  r.cost = system.log_cost().array().exp();
  r.price = system.log_price().array().exp();
  r.price_index =
      system.log_price().cwiseProduct(r.before.final_share).rowwise().sum().array().exp();
  r.income = system.income().cwiseQuotient(r.before.income());
  r.real_income = r.income.cwiseQuotient(r.price_index);
  r.real_wage = r.wage.cwiseQuotient(r.price_index);
  r.labour = r.real_wage.array().pow(r.before.data.labour_supply);
  detail::split_welfare(r);
  r.certificate.largest_excess_demand = (std::max)(system.labour_gap(), system.demand_gap());
  r.certificate.price_residual = system.price_gap();
  r.certificate.uniqueness =
      "with tariffs and inputs the equilibrium is not known to be unique; this one was reached "
      "from the data";
  return r;
}

}  // namespace bilateral
