#pragma once
/// Gains from trade from observed shares: Arkolakis, Costinot & Rodriguez-Clare.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/multi_sector.hpp>

#include <Eigen/Core>
#include <Eigen/LU>

#include <cmath>
#include <cstddef>
#include <vector>

namespace bilateral {

/// The change of real income that a change of the home share stands for, in one sector.
///
///   W = lambda^(-1/theta)
///
/// @param home_share  lambda, new / old, above zero
/// @return            new / old real output (real income where trade is balanced)
/// @throws argument_error  home_share or theta not above zero
/// @see    Arkolakis, Costinot & Rodriguez-Clare (2012), American Economic Review 102(1),
///         proposition 2
template <class Scalar>
[[nodiscard]] Scalar home_share_gain(const Scalar& home_share, const Scalar& theta) {
  using std::pow;
  require(home_share > Scalar(0), "home_share_gain", "the home share changes by the factor ",
          static_cast<double>(home_share), "; it must be above 0");
  require(theta > Scalar(0), "home_share_gain", "theta is ", static_cast<double>(theta),
          "; it must be above 0");
  return pow(home_share, Scalar(-1) / theta);
}

/// Share of real income that each country would lose in autarky, in one sector.
///
///   G_j = 1 - pi_jj^((1 + psi)/theta)
///
/// @param psi  elasticity of supply to the real price of output
/// @throws argument_error  theta not above zero, psi below it
/// @note   with trade deficits it is the loss of real output, which autarky spends
/// @see    Arkolakis, Costinot & Rodriguez-Clare (2012), corollary 1; Costinot & Rodriguez-Clare
///         (2014), eq. 11; psi: Allen, Arkolakis & Takahashi (2020)
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> gains_from_trade(const trade_economy<Scalar>& economy,
                                                    const Scalar& theta,
                                                    const Scalar& psi = Scalar(0)) {
  using std::pow;
  require(theta > Scalar(0), "gains_from_trade", "theta is ", static_cast<double>(theta),
          "; it must be above 0");
  require(!(psi < Scalar(0)), "gains_from_trade", "psi is ", static_cast<double>(psi),
          "; it cannot be negative");
  const Scalar power = (Scalar(1) + psi) / theta;
  return (Scalar(1) - economy.shares.diagonal().array().pow(power)).matrix();
}

namespace detail {

/// What of every sector k goes, through all rounds of inputs, into one unit of final demand.
///
///   (I - (g_n diag(1 - gamma_n)))^-1 alpha_n
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> content_of_demand(const sector_economy<Scalar>& economy,
                                                     Eigen::Index country) {
  const auto s = economy.sectors();
  // rows: inputs k, columns: users j; cost shares of produced inputs
  const dense_matrix<Scalar> shares =
      economy.data.inputs[to_size(country)] *
      (Scalar(1) - economy.data.value_added.row(country).array()).matrix().asDiagonal();
  const dense_matrix<Scalar> own = dense_matrix<Scalar>::Identity(s, s) - shares;
  return own.partialPivLu().solve(
      dense_vector<Scalar>(economy.final_share.row(country).transpose()));
}

/// Share of what a country spends on a sector that it buys at home.
template <class Scalar>
[[nodiscard]] Scalar home_share_of(const sector_economy<Scalar>& economy, Eigen::Index country,
                                   std::size_t sector) {
  const Scalar duty =
      economy.data.tariffs.empty() ? Scalar(0) : economy.data.tariffs[sector](country, country);
  return economy.data.flows[sector](country, country) * (Scalar(1) + duty) /
         economy.spending(country, to_index(sector));
}

}  // namespace detail

/// What autarky would cost a country in each sector, with inputs.
///
///   G_n = 1 - prod_j prod_k lambda_nk^(alpha_nj a_nkj / theta_k),   A_n = (I - (g_n diag(1 -
///   gamma_n)))^-1
///
/// lambda_nk is the home share of country n in sector k and a_nkj what of sector k goes, through
/// all rounds of inputs, into one unit of cost of sector j.
///
/// @param country  by its position
/// @return         (sector) minus the exponents times log lambda: contributions; log(1 - G_n) is
///                 minus their sum
/// @throws argument_error  a home share of zero (autarky would be infinitely costly)
/// @note   with deficits and tariffs in the data it is the cost in real wages: real income also has
///         what of it is no wage. Labour that answers wages (eta) multiplies the cost in real income
///         by 1 + eta
/// @see    Costinot & Rodriguez-Clare (2014), Handbook of International Economics 4, eq. 29
///         (perfect competition)
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> autarky_cost_of(const sector_economy<Scalar>& economy,
                                                   Eigen::Index country) {
  using std::log;
  constexpr auto f = "autarky_cost_of";
  require(country >= 0 && country < economy.countries(), f, "there is no country of the number ",
          country);
  const dense_vector<Scalar> content = detail::content_of_demand(economy, country);
  dense_vector<Scalar> out(economy.sectors());
  for (Eigen::Index k = 0; k < out.size(); ++k) {
    const Scalar home = detail::home_share_of(economy, country, to_size(k));
    require(home > Scalar(0), f, "nothing of ", economy.data.sectors[to_size(k)],
            " is made at home in ", economy.data.countries[to_size(country)],
            ": in autarky it would be infinitely dear");
    out[k] = -content[k] * log(home) / economy.data.theta[k];
  }
  return out;
}

/// autarky_cost_of every country: (country x sector).
///
/// @throws argument_error  a home share of zero
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> autarky_cost_by_sector(const sector_economy<Scalar>& economy) {
  dense_matrix<Scalar> out(economy.countries(), economy.sectors());
  for (Eigen::Index c = 0; c < out.rows(); ++c) {
    out.row(c) = autarky_cost_of(economy, c).transpose();
  }
  return out;
}

/// The log change of real income by country and where it comes from; the parts add up to it.
template <class Scalar>
struct real_income_split {
  dense_matrix<Scalar> wage_by_sector;  ///< (country x sector) of the real wage, log w_n / P_n
  dense_vector<Scalar> labour;          ///< log L_n: more work
  dense_vector<Scalar> other;           ///< log(I_n / (w_n L_n)): revenue and deficits
  dense_vector<Scalar> total;           ///< log of the change of I_n / P_n
};

/// Contributions of sectors to the exact change of real income.
///
///   log(I_n/P_n) = sum_k b_nk + log L_n + log(I_n / (w_n L_n)),
///   b_nk = (sum_j alpha_nj a_nkj) log(c_nk / P_nk) = -(sum_j alpha_nj a_nkj) log(pi_nn^k) / theta_k
///
/// a_nkj as in autarky_cost_of; the second form, with the change pi_nn^k of the home share, where the
/// sector is made at home and nothing changes the ease of trade there.
///
/// @see    Caliendo & Parro (2015), Review of Economic Studies 82(1), eq. 15; Arkolakis, Costinot &
///         Rodriguez-Clare (2012)
template <class Scalar>
[[nodiscard]] real_income_split<Scalar> split_real_income(const multi_sector_result<Scalar>& r) {
  real_income_split<Scalar> out;
  out.wage_by_sector = (r.cost.array() / r.price.array()).log();
  for (Eigen::Index c = 0; c < r.before.countries(); ++c) {
    const dense_vector<Scalar> content = detail::content_of_demand(r.before, c);
    out.wage_by_sector.row(c).array() *= content.transpose().array();
  }
  out.labour = r.labour.array().log();
  out.other = (r.income.array() / (r.wage.array() * r.labour.array())).log();
  out.total = r.real_income.array().log();
  return out;
}

/// What a change does to imports from preferred partners and from others.
template <class Scalar>
struct creation_and_diversion {
  Scalar creation = Scalar(0);   ///< change of imports from the partners
  Scalar diversion = Scalar(0);  ///< fall of imports from everyone else abroad
  Scalar domestic = Scalar(0);   ///< fall of domestic sales
};

/// Trade created and diverted by importer, from flows before and after.
///
/// @param before, after (n x n) exporter x importer
/// @param partners      (n x n) 1 where the exporter is a preferred partner of the importer, else 0
/// @throws argument_error  shapes
/// @see    Viner (1950), The Customs Union Issue
template <class Scalar>
[[nodiscard]] std::vector<creation_and_diversion<Scalar>> trade_creation(
    const dense_matrix<Scalar>& before, const dense_matrix<Scalar>& after,
    const dense_matrix<Scalar>& partners) {
  require(before.rows() == after.rows() && before.cols() == after.cols() &&
              before.rows() == before.cols() && partners.rows() == before.rows() &&
              partners.cols() == before.cols(),
          "trade_creation", "the matrices before, after and of partners differ in shape");
  std::vector<creation_and_diversion<Scalar>> out(to_size(before.cols()));
  for (Eigen::Index j = 0; j < before.cols(); ++j) {
    auto& c = out[to_size(j)];
    for (Eigen::Index i = 0; i < before.rows(); ++i) {
      const Scalar change = after(i, j) - before(i, j);
      if (i == j) {
        c.domestic -= change;
      } else if (partners(i, j) != Scalar(0)) {
        c.creation += change;
      } else {
        c.diversion -= change;
      }
    }
  }
  return out;
}

}  // namespace bilateral
