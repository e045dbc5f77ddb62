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
  using vector = dense_vector<Scalar>;
  using matrix = dense_matrix<Scalar>;
  detail::check_ease(f, economy, ease);
  require(theta > Scalar(0), f, "theta is ", static_cast<double>(theta), "; it must be above 0");
  require(options.stop > 0, f, "stop is ", options.stop, "; it must be above 0");
  require(reference >= 0 && reference < economy.size(), f,
          "there is no country of that number for the reference");
  const matrix structure = economy.flows.cwiseProduct(ease);
  const detail::guide_fit<Scalar> base(economy.flows, economy.flows, reference);
  detail::guide_fit<Scalar> now(economy.flows, structure, reference);
  const vector &output = economy.output, &spending = economy.spending;
  const vector phi = spending.cwiseQuotient(output);
  const auto root = [&](const vector& v) { return vector(v.array().pow(Scalar(-1) / theta)); };
  guide_result<Scalar> r;
  r.conditional_exports =
      detail::sold_abroad(now.fitted).cwiseQuotient(detail::sold_abroad(economy.flows));
  Scalar reference_spending = spending[reference];
  vector outward = (output * reference_spending).cwiseQuotient(now.exporter);
  vector inward = spending.cwiseQuotient(now.importer * reference_spending);
  vector step = root(now.exporter.cwiseQuotient(base.exporter)), last = vector::Zero(output.size());
  vector out_step = vector::Ones(output.size()), in_step = out_step;
  std::vector<double> trace;
  for (;;) {
    const matrix trade = step.cwiseQuotient(out_step).asDiagonal() * now.fitted *
                         step.cwiseQuotient(in_step).asDiagonal();
    const detail::guide_fit<Scalar> next(trade, structure, reference);
    const vector sales = next.fitted.rowwise().sum();
    const vector bought = phi.cwiseProduct(sales);
    const vector price =
        root(next.exporter.cwiseQuotient(now.exporter) * (reference_spending / bought[reference]));
    const vector new_outward = (sales * bought[reference]).cwiseQuotient(next.exporter);
    const vector new_inward = bought.cwiseQuotient(next.importer * bought[reference]);
    out_step = new_outward.cwiseQuotient(outward);
    in_step = new_inward.cwiseQuotient(inward);
    r.last_step = detail::size_of_step<Scalar>(step - last);
    trace.push_back(r.last_step);
    last = step;
    step = price;
    outward = new_outward;
    inward = new_inward;
    reference_spending = bought[reference];
    now = next;
    if (++r.iterations; r.last_step <= options.stop) break;
    if (r.iterations == options.max_iterations) {
      throw convergence_error(text(f, ": no rest after ", r.iterations,
                                   " rounds; the last step is ", significant_text(r.last_step, 3)),
                              trace);
    }
  }
  r.output_price =
      root(now.exporter.cwiseQuotient(base.exporter) * (spending[reference] / reference_spending));
  r.inward =
      root(inward.cwiseQuotient(spending.cwiseQuotient(base.importer * spending[reference])));
  r.real_output = r.output_price.cwiseQuotient(r.inward);
  const vector scale = phi.cwiseProduct(r.output_price.cwiseProduct(output))
                           .cwiseQuotient(phi.cwiseProduct(vector(now.fitted.rowwise().sum())));
  r.exports = detail::sold_abroad(matrix(now.fitted * scale.asDiagonal()))
                  .cwiseQuotient(detail::sold_abroad(economy.flows));
  return r;
}

}  // namespace bilateral
