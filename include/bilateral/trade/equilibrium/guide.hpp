#pragma once
/// The Advanced Guide's own loop of repeated estimation, for comparison with its published tables.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace bilateral {

struct guide_options {
  double stop =
      0.01;  ///< of the change of log prices' step: their spread and the largest, as in the guide
  std::size_t max_iterations = 200;
};

/// Ratios new / old, as the guide's program prints them (in percent).
template <class Scalar>
struct guide_result {
  dense_vector<Scalar> conditional_exports;  ///< change_Xi_CDL
  dense_vector<Scalar> exports;              ///< change_Xi_FULL
  dense_vector<Scalar> output_price;         ///< change_price_FULL
  dense_vector<Scalar> inward;               ///< change_IMR_FULL
  dense_vector<Scalar> real_output;          ///< change_rGDP_FULL
  std::size_t iterations = 0;
  double last_step = 0;  ///< the larger of the two measures at the end
};

namespace detail {

/// PPML on `flows` with exporter and importer effects and log `structure` as offset: the fitted
/// flows have the sums of the data, and are a_i structure_ij b_j.
template <class Scalar>
struct guide_fit {
  dense_matrix<Scalar> fitted;
  dense_vector<Scalar> exporter, importer;  ///< exp of the effects; the reference importer's is one

  guide_fit(const dense_matrix<Scalar>& flows, const dense_matrix<Scalar>& structure,
            Eigen::Index reference) {
    trade_economy<Scalar> e;
    e.output = flows.rowwise().sum();
    e.spending = flows.colwise().sum().transpose();
    const dense_vector<Scalar> column = structure.colwise().sum().transpose();
    e.shares = structure * column.cwiseInverse().asDiagonal();
    const dense_matrix<Scalar> ones = dense_matrix<Scalar>::Ones(flows.rows(), flows.cols());
    one_sector_system<Scalar> system(
        e, {Scalar(1), Scalar(0), equilibrium_closure::conditional, deficit_rule::keep}, ones);
    equilibrium_certificate certificate;
    const dense_vector<Scalar> x =
        clear_markets(system, ones, dense_vector<Scalar>(dense_vector<Scalar>::Zero(flows.rows())),
                      {}, certificate);
    fitted = system.shares() * e.spending.asDiagonal();
    const dense_vector<Scalar> a = (-x).array().exp();
    const dense_vector<Scalar> b = e.spending.cwiseQuotient(structure.transpose() * a);
    exporter = a * b[reference];
    importer = b / b[reference];
  }
};

/// The larger of the spread over countries and the (signed) largest, as the guide's program has it.
template <class Scalar>
[[nodiscard]] double size_of_step(const dense_vector<Scalar>& moved) {
  const Scalar centre = moved.mean();
  const double spread_of = std::sqrt(static_cast<double>((moved.array() - centre).square().sum()) /
                                     static_cast<double>(moved.size() - 1));
  return (std::max)(spread_of, std::abs(static_cast<double>(moved.maxCoeff())));
}

template <class Scalar>
[[nodiscard]] dense_vector<Scalar> sold_abroad(const dense_matrix<Scalar>& flows) {
  return flows.rowwise().sum() - flows.diagonal();
}

/// v^(1/(1-sigma)): what a change of effects or resistances, to the power 1 - sigma, is in prices.
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> in_prices(const dense_vector<Scalar>& v, const Scalar& theta) {
  return v.array().pow(Scalar(-1) / theta);
}

/// An estimation with what its sales and spending say of resistances, and how far these and prices
/// moved from the estimation before.
template <class Scalar>
struct guide_round {
  guide_fit<Scalar> fit;
  Scalar reference_spending;
  dense_vector<Scalar> outward, inward;
  dense_vector<Scalar> price_step, outward_step, inward_step;

  guide_round(guide_fit<Scalar> estimated, const dense_vector<Scalar>& sales,
              const dense_vector<Scalar>& spending, Eigen::Index reference)
      : fit(std::move(estimated)),
        reference_spending(spending[reference]),
        outward((sales * reference_spending).cwiseQuotient(fit.exporter)),
        inward(spending.cwiseQuotient(fit.importer * reference_spending)) {}
};

/// The first estimation with the new trade costs: sales and spending are those of the baseline.
template <class Scalar>
[[nodiscard]] guide_round<Scalar> first_round(const trade_economy<Scalar>& economy,
                                              const dense_matrix<Scalar>& structure,
                                              const guide_round<Scalar>& base, const Scalar& theta,
                                              Eigen::Index reference) {
  guide_round<Scalar> out({economy.flows, structure, reference}, economy.output, economy.spending,
                          reference);
  out.price_step = in_prices<Scalar>(out.fit.exporter.cwiseQuotient(base.fit.exporter), theta);
  out.outward_step = dense_vector<Scalar>::Ones(economy.size());
  out.inward_step = out.outward_step;
  return out;
}

/// The estimation on the trade that the last moves predict.
template <class Scalar>
[[nodiscard]] guide_round<Scalar> next_round(const guide_round<Scalar>& now,
                                             const dense_matrix<Scalar>& structure,
                                             const dense_vector<Scalar>& phi, const Scalar& theta,
                                             Eigen::Index reference) {
  const dense_matrix<Scalar> trade = now.price_step.cwiseQuotient(now.outward_step).asDiagonal() *
                                     now.fit.fitted *
                                     now.price_step.cwiseQuotient(now.inward_step).asDiagonal();
  guide_fit<Scalar> fit(trade, structure, reference);
  const dense_vector<Scalar> sales = fit.fitted.rowwise().sum();
  guide_round<Scalar> next(std::move(fit), sales, phi.cwiseProduct(sales), reference);
  next.price_step = in_prices<Scalar>(next.fit.exporter.cwiseQuotient(now.fit.exporter) *
                                          (now.reference_spending / next.reference_spending),
                                      theta);
  next.outward_step = next.outward.cwiseQuotient(now.outward);
  next.inward_step = next.inward.cwiseQuotient(now.inward);
  return next;
}

template <class Scalar>
void check_guide(const char* function, const trade_economy<Scalar>& economy,
                 const dense_matrix<Scalar>& ease, const Scalar& theta, Eigen::Index reference,
                 const guide_options& options) {
  check_ease(function, economy, ease);
  require(theta > Scalar(0), function, "theta is ", static_cast<double>(theta),
          "; it must be above 0");
  require(options.stop > 0, function, "stop is ", options.stop, "; it must be above 0");
  require(reference >= 0 && reference < economy.size(), function,
          "there is no country of that number for the reference");
}

/// Prices, resistances and exports at the end of the loop as ratios to the baseline.
template <class Scalar>
void compare_with_baseline(guide_result<Scalar>& r, const trade_economy<Scalar>& economy,
                           const guide_round<Scalar>& base, const guide_round<Scalar>& end,
                           const dense_vector<Scalar>& phi, const Scalar& theta) {
  r.output_price = in_prices<Scalar>(end.fit.exporter.cwiseQuotient(base.fit.exporter) *
                                         (base.reference_spending / end.reference_spending),
                                     theta);
  r.inward = in_prices<Scalar>(end.inward.cwiseQuotient(base.inward), theta);
  r.real_output = r.output_price.cwiseQuotient(r.inward);
  const dense_vector<Scalar> sales = end.fit.fitted.rowwise().sum();
  const dense_vector<Scalar> scale = phi.cwiseProduct(r.output_price.cwiseProduct(economy.output))
                                         .cwiseQuotient(phi.cwiseProduct(sales));
  r.exports = sold_abroad<Scalar>(end.fit.fitted * scale.asDiagonal())
                  .cwiseQuotient(sold_abroad(economy.flows));
}

}  // namespace detail

/// The full endowment equilibrium as the Advanced Guide's programs compute it: PPML estimated again
/// and again on predicted trade until prices move by less than `stop`.
///
///   p_i = (exp(pi_i) / E_R)^(1/(1-sigma)),  X <- X p_i p_j / (Pi_i P_j),
///   Y_i = sum_j X_ij,  E_i = phi_i Y_i
///
/// @param flows     (n x n) fitted flows of the baseline, domestic sales included
/// @param ease      (n x n) change of trade costs t^-theta
/// @param reference the country whose inward resistance is the numeraire
/// @throws argument_error     shapes, theta <= 0, stop <= 0
/// @throws convergence_error  the loop did not settle
/// @note   the published tables are this loop at stop = 0.01, some steps away from its limit; and
///         because it holds E = phi Y while only the sums by exporter balance, its limit is not the
///         equilibrium of one_sector_equilibrium either. This function is for reading those tables,
///         the other for results
/// @see    Yotov, Piermartini, Monteiro & Larch (2016), An Advanced Guide to Trade Policy Analysis,
///         chapter 2
template <class Scalar>
[[nodiscard]] guide_result<Scalar> guide_procedure(const trade_economy<Scalar>& economy,
                                                   const dense_matrix<Scalar>& ease,
                                                   const Scalar& theta, Eigen::Index reference,
                                                   const guide_options& options = {}) {
  constexpr auto f = "guide_procedure";
  detail::check_guide(f, economy, ease, theta, reference, options);
  const dense_matrix<Scalar> structure = economy.flows.cwiseProduct(ease);
  const dense_vector<Scalar> phi = economy.spending.cwiseQuotient(economy.output);
  const detail::guide_round<Scalar> base({economy.flows, economy.flows, reference}, economy.output,
                                         economy.spending, reference);
  auto now = detail::first_round(economy, structure, base, theta, reference);
  guide_result<Scalar> r;
  r.conditional_exports =
      detail::sold_abroad(now.fit.fitted).cwiseQuotient(detail::sold_abroad(economy.flows));
  dense_vector<Scalar> last = dense_vector<Scalar>::Zero(economy.size());  // step of prices
  std::vector<double> trace;
  for (;;) {
    auto next = detail::next_round(now, structure, phi, theta, reference);
    r.last_step = detail::size_of_step<Scalar>(now.price_step - last);
    trace.push_back(r.last_step);
    last = now.price_step;
    now = std::move(next);
    if (++r.iterations; r.last_step <= options.stop) break;
    if (r.iterations == options.max_iterations) {
      throw convergence_error(text(f, ": no rest after ", r.iterations,
                                   " rounds; the last step is ", significant_text(r.last_step, 3)),
                              trace);
    }
  }
  detail::compare_with_baseline(r, economy, base, now, phi, theta);
  return r;
}

}  // namespace bilateral
