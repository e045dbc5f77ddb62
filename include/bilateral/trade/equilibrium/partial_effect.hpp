#pragma once
/// What a change of trade costs or tariffs does to trade before anything answers it.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/sector_economy.hpp>

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <vector>

namespace bilateral {

/// Trade abroad of every country, new / old; empty where there was none.
template <class Scalar>
struct trade_change {
  std::vector<std::optional<Scalar>> exports, imports, trade;
};

/// Sums of flows over partners abroad, after over before.
///
/// @param before, after (n x n) exporter x importer; the diagonal is left out
/// @throws argument_error  shapes
template <class Scalar>
[[nodiscard]] trade_change<Scalar> change_of_trade(const dense_matrix<Scalar>& before,
                                                   const dense_matrix<Scalar>& after) {
  require(before.rows() == before.cols() && after.rows() == before.rows() &&
              after.cols() == before.cols(),
          "change_of_trade", "the flows are ", before.rows(), " x ", before.cols(), " before and ",
          after.rows(), " x ", after.cols(), " after; they must be square and of one size");
  const auto ratio = [](const Scalar& was, const Scalar& is) {
    return was > Scalar(0) ? std::optional<Scalar>(is / was) : std::nullopt;
  };
  trade_change<Scalar> out;
  for (Eigen::Index i = 0; i < before.rows(); ++i) {
    Scalar sold(0), bought(0), sells(0), buys(0);
    for (Eigen::Index j = 0; j < before.rows(); ++j) {
      if (i == j) continue;
      sold += before(i, j);
      sells += after(i, j);
      bought += before(j, i);
      buys += after(j, i);
    }
    out.exports.push_back(ratio(sold, sells));
    out.imports.push_back(ratio(bought, buys));
    out.trade.push_back(ratio(sold + bought, sells + buys));
  }
  return out;
}

/// Flows after a change of trade costs with resistances, output and spending as they were: the
/// partial effect.
///
///   X'_ij = X_ij B_ij
///
/// @param ease  (n x n) B = tau^-theta exp(sum_k b_k z_k)
/// @throws argument_error  shapes, an ease that is not above zero
/// @see    Yotov, Piermartini, Monteiro & Larch (2016), An Advanced Guide to Trade Policy Analysis,
///         chapter 2: partial, conditional and full effects; Head & Mayer (2014), Handbook of
///         International Economics 4: the partial trade impact
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> partial_flows(const trade_economy<Scalar>& economy,
                                                 const dense_matrix<Scalar>& ease) {
  constexpr auto f = "partial_flows";
  require(ease.rows() == economy.size() && ease.cols() == economy.size(), f,
          "the ease of trade is ", ease.rows(), " x ", ease.cols(), " but there are ",
          economy.size(), " countries");
  require(ease.minCoeff() > Scalar(0), f, "the ease of trade must be above 0");
  return economy.flows.cwiseProduct(ease);
}

/// Flows by sector, net of tariffs, after a policy with costs of production, price indices and
/// spending as they were.
///
///   M'_in^j = M_in^j B_in^j ((1 + t'_in^j) / (1 + t_in^j))^(-theta^j - 1)
///
/// One of theta + 1 is the duty itself: what is spent, tariffs included, falls by theta.
///
/// @throws argument_error  shapes, an ease that is not above zero, a tariff of -100 percent
/// @see    Caliendo & Parro (2015), Review of Economic Studies 82(1), eq. 6
template <class Scalar>
[[nodiscard]] std::vector<dense_matrix<Scalar>> partial_flows(const sector_economy<Scalar>& economy,
                                                              const sector_policy<Scalar>& policy) {
  constexpr auto f = "partial_flows";
  std::vector<dense_matrix<Scalar>> out = economy.data.flows;
  const auto n = economy.countries();
  const auto fits = [&](const std::vector<dense_matrix<Scalar>>& by_sector, const char* what) {
    require(by_sector.empty() || by_sector.size() == out.size(), f, "there is ", what, " of ",
            by_sector.size(), " sectors for ", out.size());
    for (const auto& m : by_sector) {
      require(m.rows() == n && m.cols() == n, f, "the ", what, " is ", m.rows(), " x ", m.cols(),
              " in a sector of ", n, " countries");
    }
  };
  fits(policy.tariffs, "tariff");
  fits(policy.ease, "ease of trade");
  for (std::size_t j = 0; j < out.size(); ++j) {
    if (!policy.ease.empty()) {
      require(policy.ease[j].minCoeff() > Scalar(0), f, "the ease of trade must be above 0");
      out[j].array() *= policy.ease[j].array();
    }
    if (policy.tariffs.empty()) continue;
    require(policy.tariffs[j].minCoeff() > Scalar(-1), f, "a new tariff is ",
            static_cast<double>(policy.tariffs[j].minCoeff()) * 100,
            " percent; it must be above -100");
    dense_matrix<Scalar> dearer = (Scalar(1) + policy.tariffs[j].array()).matrix();
    if (!economy.data.tariffs.empty()) {
      dearer.array() /= Scalar(1) + economy.data.tariffs[j].array();
    }
    out[j].array() *= dearer.array().pow(-economy.data.theta[to_index(j)] - Scalar(1));
  }
  return out;
}

}  // namespace bilateral
