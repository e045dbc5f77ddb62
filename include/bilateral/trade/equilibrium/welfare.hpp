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
///   G_j = 1 - pi_jj^(1/theta)
///
/// @throws argument_error  theta not above zero
/// @see    Arkolakis, Costinot & Rodriguez-Clare (2012), corollary 1; Costinot & Rodriguez-Clare
///         (2014), eq. 11
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> gains_from_trade(const trade_economy<Scalar>& economy,
                                                    const Scalar& theta) {
  using std::pow;
  require(theta > Scalar(0), "gains_from_trade", "theta is ", static_cast<double>(theta),
          "; it must be above 0");
  return (Scalar(1) - economy.shares.diagonal().array().pow(Scalar(1) / theta)).matrix();
}

/// Share of real income that each country would lose in autarky, by many sectors with inputs.
///
///   G_n = 1 - prod_j prod_k lambda_nk^(alpha_nj a_nkj / theta_k),   A_n = (I - (g_n diag(1 -
///   gamma_n)))^-1
///
/// lambda_nk is the home share of country n in sector k and a_nkj what of sector k goes, through
/// all rounds of inputs, into one unit of cost of sector j.
///
/// @param economy  without deficits and tariffs: autarky has neither
/// @return         (country x sector) minus the exponents times log lambda: contributions; log(1 -
///                 G_n) is minus their sum by row
/// @throws argument_error  a home share of zero (autarky would be infinitely costly)
/// @see    Costinot & Rodriguez-Clare (2014), Handbook of International Economics 4, eq. 29
///         (perfect competition)
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> autarky_cost_by_sector(const sector_economy<Scalar>& economy) {
  using std::log;
  constexpr auto f = "autarky_cost_by_sector";
  const auto n = economy.countries(), s = economy.sectors();
  dense_matrix<Scalar> out(n, s);
  for (Eigen::Index c = 0; c < n; ++c) {
    // rows: inputs k, columns: users j; cost shares of produced inputs
    const dense_matrix<Scalar> shares =
        economy.data.inputs[to_size(c)] *
        (Scalar(1) - economy.data.value_added.row(c).array()).matrix().asDiagonal();
    const dense_matrix<Scalar> own = dense_matrix<Scalar>::Identity(s, s) - shares;
    const dense_vector<Scalar> content =
        own.partialPivLu().solve(dense_vector<Scalar>(economy.final_share.row(c).transpose()));
    for (Eigen::Index k = 0; k < s; ++k) {
      const Scalar home = economy.data.flows[to_size(k)](c, c) / economy.spending(c, k);
      require(home > Scalar(0), f, "nothing of ", economy.data.sectors[to_size(k)],
              " is made at home in ", economy.data.countries[to_size(c)],
              ": in autarky it would be infinitely dear");
      out(c, k) = -content[k] * log(home) / economy.data.theta[k];
    }
  }
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
