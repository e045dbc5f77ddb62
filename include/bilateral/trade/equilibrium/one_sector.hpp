#pragma once
/// One-sector gravity in general equilibrium: Armington, Eaton-Kortum, Krugman, universal gravity.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/trade/equilibrium/detail/one_sector_system.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/gravity_model.hpp>
#include <bilateral/trade/equilibrium/partial_effect.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Every change is a ratio new / old ("hat").
template <class Scalar>
struct one_sector_result {
  trade_economy<Scalar> before;  ///< the world that the change starts from
  gravity_model<Scalar> model;
  dense_matrix<Scalar> ease;          ///< B_ij
  dense_matrix<Scalar> flows;         ///< new X_ij, in the numeraire
  dense_vector<Scalar> output_price;  ///< p_i
  dense_vector<Scalar> price_index;   ///< P_j, the inward resistance
  dense_vector<Scalar> outward;       ///< Pi_i, the outward resistance
  dense_vector<Scalar> output;        ///< Y_i
  dense_vector<Scalar> spending;      ///< E_j
  dense_vector<Scalar> real_income;   ///< E_j / P_j
  dense_vector<Scalar> real_output;   ///< Y_i / P_i, real GDP
  dense_vector<Scalar> home_share;    ///< pi_ii
  std::vector<std::optional<Scalar>> exports, imports,
      trade;                           ///< abroad; empty where there were none
  trade_change<Scalar> partial;        ///< abroad, the shock alone: partial_flows
  Scalar spending_factor = Scalar(1);  ///< k of the multiplicative rule
  equilibrium_certificate certificate;
};

namespace detail {

template <class Scalar>
[[nodiscard]] std::string uniqueness_of(const gravity_model<Scalar>& model, bool balanced) {
  if (model.adjusts == equilibrium_closure::conditional) {
    return "the solution is unique up to the normalisation: resistances that balance a positive "
           "matrix to given margins";
  }
  if (balanced) {
    return "an equilibrium exists and is unique up to the numeraire (theta >= 0, psi >= 0, "
           "balanced trade: Allen, "
           "Arkolakis & Takahashi 2020, theorem 1)";
  }
  return "with trade deficits theory does not rule out other equilibria";
}

template <class Scalar>
void describe_trade(one_sector_result<Scalar>& r) {
  auto change = change_of_trade(r.before.flows, r.flows);
  r.exports = std::move(change.exports);
  r.imports = std::move(change.imports);
  r.trade = std::move(change.trade);
  r.partial = change_of_trade(r.before.flows, partial_flows(r.before, r.ease));
}

/// The solution in words, in the numeraire asked for.
template <class Scalar>
void describe(const one_sector_system<Scalar>& system, const dense_vector<Scalar>& x,
              const equilibrium_options& options, one_sector_result<Scalar>& r) {
  using std::abs;
  using std::exp;
  const Scalar& theta = r.model.theta;
  const Scalar unit =
      options.reference ? Scalar(exp(-system.log_index()[*options.reference])) : Scalar(1);
  const bool moves = system.moves();
  const Scalar value =
      moves ? unit : Scalar(1);  // output and spending are given in the conditional one
  const dense_matrix<Scalar> shares = system.shares();
  r.flows = value * (shares * system.spending().asDiagonal());
  const dense_vector<Scalar> price = unit * x.array().exp().matrix();
  r.price_index = unit * system.log_index().array().exp().matrix();
  r.output = value * system.output().cwiseQuotient(r.before.output);
  r.spending = value * system.spending().cwiseQuotient(r.before.spending);
  r.outward = (r.output.array().log() / (-theta) - price.array().log()).exp();
  r.output_price = moves ? price : dense_vector<Scalar>::Ones(x.size());
  r.real_income = r.spending.cwiseQuotient(r.price_index);
  r.real_output = r.output.cwiseQuotient(r.price_index);
  r.home_share = shares.diagonal().cwiseQuotient(r.before.shares.diagonal());
  r.spending_factor = system.factor();
  describe_trade(r);
  const dense_vector<Scalar> sales = r.flows.rowwise().sum(), wanted = value * system.output();
  r.certificate.largest_excess_demand =
      static_cast<double>((sales.cwiseQuotient(wanted).array() - Scalar(1)).abs().maxCoeff());
  r.certificate.price_residual =
      static_cast<double>((shares.colwise().sum().array() - Scalar(1)).abs().maxCoeff());
}

// the countries that country `from` reaches by sales, or by purchases
template <class Scalar>
[[nodiscard]] std::vector<bool> reached(const dense_matrix<Scalar>& flows, Eigen::Index from,
                                        bool by_sales) {
  std::vector<bool> seen(to_size(flows.rows()), false);
  std::vector<Eigen::Index> left{from};
  seen[to_size(from)] = true;
  while (!left.empty()) {
    const Eigen::Index i = left.back();
    left.pop_back();
    for (Eigen::Index j = 0; j < flows.rows(); ++j) {
      if (seen[to_size(j)] || !((by_sales ? flows(i, j) : flows(j, i)) > Scalar(0))) continue;
      seen[to_size(j)] = true;
      left.push_back(j);
    }
  }
  return seen;
}

// Without deficits whoever buys must sell to those who sell to whoever sold to it ...: what goes one
// way has a way back, or no prices clear the markets.
template <class Scalar>
void require_way_back(const trade_economy<Scalar>& economy) {
  const Eigen::Index n = economy.size();
  std::vector<bool> done(to_size(n), false);
  for (Eigen::Index i = 0; i < n; ++i) {
    if (done[to_size(i)]) continue;
    const auto ahead = reached(economy.flows, i, true), behind = reached(economy.flows, i, false);
    for (Eigen::Index j = 0; j < n; ++j) {
      const bool to = ahead[to_size(j)], from = behind[to_size(j)];
      if (to && from) done[to_size(j)] = true;
      if (to == from) continue;
      const auto& seller = economy.countries[to_size(to ? i : j)];
      const auto& buyer = economy.countries[to_size(to ? j : i)];
      throw argument_error(text("without_deficits: ", buyer, " buys from ", seller,
                                ", directly or through others, and nothing goes back: without "
                                "deficits it cannot pay"));
    }
  }
}

/// Other starting points must end where the first did.
template <class Scalar>
void try_other_starts(one_sector_system<Scalar>& system, const dense_matrix<Scalar>& ease,
                      const dense_vector<Scalar>& x, const equilibrium_options& options,
                      equilibrium_certificate& certificate) {
  std::size_t reached = 0;
  for (std::size_t s = 1; s < options.starts; ++s) {
    philox draw(options.seed, s);
    dense_vector<Scalar> start(x.size());
    for (Eigen::Index i = 0; i < x.size(); ++i) start[i] = Scalar(0.5 * draw.normal());
    ++certificate.starts;
    equilibrium_certificate other;
    try {
      const dense_vector<Scalar> y = clear_markets(system, ease, start, options, other);
      ++reached;
      const double gap = static_cast<double>((y - x).cwiseAbs().maxCoeff());
      certificate.start_distance = (std::max)(certificate.start_distance, gap);
    } catch (const convergence_error&) {  // counted in the sentence below
    }
    certificate.iterations += other.iterations;
  }
  if (certificate.starts == 1) return;
  certificate.uniqueness +=
      text("; of ", certificate.starts - 1, " other random starts ", reached,
           " reached an equilibrium, ",
           certificate.start_distance < 1e-6 ? "always this one" : "not always this one");
  system.change(ease);
  (void)system.evaluate(x);
}

}  // namespace detail

/// The world after its trade deficits are closed, all trade costs as they were.
/// @throws argument_error  a country buys from one to which nothing goes back: it could not pay
template <class Scalar>
[[nodiscard]] trade_economy<Scalar> without_deficits(const trade_economy<Scalar>& economy,
                                                     const gravity_model<Scalar>& model,
                                                     const equilibrium_options& options = {});

/// Exact changes of one-sector gravity after a change of bilateral trade costs.
///
///   P_j^-theta = sum_i pi_ij B_ij p_i^-theta,           B_ij = tau_ij^-theta
///   Y_i p_i (p_i/P_i)^psi = sum_j pi_ij B_ij p_i^-theta P_j^theta E'_j
///   E'_j = Y'_j + D_j (keep),  k E_j Y'_j/Y_j (multiplicative),  Y'_j (zero)
///   Pi_i = Y_i^(-1/theta) / p_i
///
/// Letters with a prime are new levels, the others changes new / old, except the data X, pi, Y, E,
/// D. Armington with sigma = theta + 1, Eaton-Kortum and Krugman with a given number of workers are
/// all this system.
///
/// @param economy  flows with domestic sales: economy_of
/// @param ease     (n x n) B, 1 where nothing changes
/// @param model    elasticities, what adjusts, what becomes of deficits
/// @return         changes by country, the new flows and a certificate
/// @throws argument_error     shapes, theta <= 0, psi < 0, B not above zero
/// @throws convergence_error  no prices found that clear the markets
/// @note   values are in units of world output (its change is 1) or of the price index of the
///         reference; X'_ij = Y'_i E'_j (t_ij / (Pi_i P_j))^-theta. The real income is E/P: real
///         output where deficits are zero, and k times it where they are multiplicative
/// @note   Newton's method on N log prices with GMRES on the analytic Jacobian, O(N^2) a product;
///         two products with pi B serve for residual and derivative, so no N x N matrix is factored
/// @see    Baier, Yotov & Zylkin (2019), Journal of International Economics 116; Allen, Arkolakis &
///         Takahashi (2020), Journal of Political Economy 128(2); Dekle, Eaton & Kortum (2008), IMF
///         Staff Papers 55(3); conditional: Yotov, Piermartini, Monteiro & Larch (2016), chapter 2
template <class Scalar>
[[nodiscard]] one_sector_result<Scalar> one_sector_equilibrium(
    const trade_economy<Scalar>& economy, const dense_matrix<Scalar>& ease,
    const gravity_model<Scalar>& model, const equilibrium_options& options = {}) {
  constexpr auto function = "one_sector_equilibrium";
  require_gravity_model(function, model);
  detail::check_ease(function, economy, ease);
  require(!options.reference || (*options.reference >= 0 && *options.reference < economy.size()),
          function, "there is no country of that number for the reference");
  const bool close =
      model.deficits == deficit_rule::zero && model.adjusts == equilibrium_closure::endowment;
  one_sector_result<Scalar> r;
  r.before = close ? without_deficits(economy, model, options) : economy;
  r.model = model;
  r.ease = ease;
  detail::one_sector_system<Scalar> system(r.before, model, ease);
  const dense_vector<Scalar> start = dense_vector<Scalar>::Zero(economy.size());
  const dense_vector<Scalar> x = detail::clear_markets(system, ease, start, options, r.certificate);
  const double imbalance = static_cast<double>(r.before.deficits().cwiseAbs().maxCoeff()) /
                           static_cast<double>(r.before.output.sum());
  const bool balanced = imbalance <= 1e-9;
  r.certificate.uniqueness = detail::uniqueness_of(model, balanced);
  if (!balanced && system.moves()) {
    detail::try_other_starts(system, ease, x, options, r.certificate);
  }
  detail::describe(system, x, options, r);
  return r;
}

template <class Scalar>
[[nodiscard]] trade_economy<Scalar> without_deficits(const trade_economy<Scalar>& economy,
                                                     const gravity_model<Scalar>& model,
                                                     const equilibrium_options& options) {
  require_gravity_model("without_deficits", model);
  detail::require_way_back(economy);
  // E' = Y' from E = Y + D: the columns of the data are scaled to output, then the markets are
  // cleared
  trade_economy<Scalar> start = economy;
  start.spending = economy.output;
  start.flows = economy.shares * economy.output.asDiagonal();
  gravity_model<Scalar> balanced = model;
  balanced.adjusts = equilibrium_closure::endowment;
  balanced.deficits = deficit_rule::keep;
  detail::one_sector_system<Scalar> system(
      start, balanced, dense_matrix<Scalar>::Ones(economy.size(), economy.size()));
  equilibrium_certificate certificate;
  const dense_vector<Scalar> x = detail::clear_markets(
      system, dense_matrix<Scalar>(dense_matrix<Scalar>::Ones(economy.size(), economy.size())),
      dense_vector<Scalar>(dense_vector<Scalar>::Zero(economy.size())), options, certificate);
  (void)x;
  return economy_of<Scalar>(system.shares() * system.spending().asDiagonal(), economy.countries);
}

}  // namespace bilateral
