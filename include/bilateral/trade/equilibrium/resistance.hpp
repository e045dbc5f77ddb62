#pragma once
/// Multilateral resistances: from trade costs, and from the fixed effects of an estimated gravity
/// equation.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace bilateral {

/// Levels, normalised so that the reference's inward resistance is one.
template <class Scalar>
struct resistances {
  dense_vector<Scalar> inward;   ///< P_j
  dense_vector<Scalar> outward;  ///< Pi_i
  dense_matrix<Scalar>
      flows;  ///< Y_i E_j (t_ij / (Pi_i P_j))^-theta: structural gravity's own flows
  equilibrium_certificate certificate;
};

namespace detail {

template <class Scalar>
void check_margins(const char* f, const dense_vector<Scalar>& output,
                   const dense_vector<Scalar>& spending) {
  using std::abs;
  require_same_size(f, "spending", to_size(spending.size()), "output", to_size(output.size()));
  require(output.size() >= 2, f, "trade needs two countries");
  for (Eigen::Index i = 0; i < output.size(); ++i) {
    require(output[i] > Scalar(0) && spending[i] > Scalar(0), f,
            "output or spending is not above zero in row ", i + 1);
  }
  const double gap = static_cast<double>(abs(Scalar(output.sum() / spending.sum() - Scalar(1))));
  require(gap <= 1e-9, f, "the world's output is ", static_cast<double>(output.sum()),
          " but its spending ", static_cast<double>(spending.sum()),
          "; scale one of them to the other first");
}

}  // namespace detail

/// Resistances out of trade costs, output and spending.
///
///   Pi_i^-theta = sum_j (t_ij / P_j)^-theta E_j,   P_j^-theta = sum_i (t_ij / Pi_i)^-theta Y_i
///
/// @param ease      (n x n) t_ij^-theta: exp(sum_k b_k z_k,ij) of an estimated equation, above zero
/// @param reference its P is one; the pair (Pi, P) is identified up to a factor k, 1/k
/// @return          resistances and the flows that structural gravity has with them
/// @throws argument_error  shapes; output, spending or ease not above zero; world output is not
///                         world spending
/// @note   with a PPML estimate with exporter and importer effects these flows are its fitted
///         values (Fally)
/// @see    Anderson & van Wincoop (2003), American Economic Review 93(1), eqs. 9-11
template <class Scalar>
[[nodiscard]] resistances<Scalar> resistances_of_costs(const dense_vector<Scalar>& output,
                                                       const dense_vector<Scalar>& spending,
                                                       const dense_matrix<Scalar>& ease,
                                                       const Scalar& theta,
                                                       Eigen::Index reference = 0,
                                                       const equilibrium_options& options = {}) {
  constexpr auto f = "resistances_of_costs";
  using std::pow;
  detail::check_margins(f, output, spending);
  const auto n = output.size();
  require(ease.rows() == n && ease.cols() == n, f, "the ease of trade is ", ease.rows(), " x ",
          ease.cols(), " for ", n, " countries");
  require(ease.minCoeff() > Scalar(0), f, "the ease of trade is ",
          static_cast<double>(ease.minCoeff()), " somewhere; it must be above 0");
  require(reference >= 0 && reference < n, f,
          "there is no country of that number for the reference");
  const gravity_model<Scalar> model{theta, Scalar(0), equilibrium_closure::conditional,
                                    deficit_rule::keep};
  require_gravity_model(f, model);
  trade_economy<Scalar> e;
  e.output = output;
  e.spending = spending * (output.sum() / spending.sum());
  e.shares = ease * ease.colwise().sum().cwiseInverse().asDiagonal();
  e.countries.assign(to_size(n), "");
  const dense_matrix<Scalar> ones = dense_matrix<Scalar>::Ones(n, n);
  detail::one_sector_system<Scalar> system(e, model, ones);
  resistances<Scalar> r;
  const dense_vector<Scalar> x = detail::clear_markets(
      system, ones, dense_vector<Scalar>(dense_vector<Scalar>::Zero(n)), options, r.certificate);
  const dense_matrix<Scalar> shares = system.shares();
  r.flows = shares * e.spending.asDiagonal();
  // P_j^-theta = sum_i t^-theta Pi_i^theta Y_i with Pi^theta Y = exp(-theta x) up to the
  // normalisation
  const dense_vector<Scalar> weight = (-theta * x).array().exp();
  const dense_vector<Scalar> column = ease.transpose() * weight;
  const Scalar unit = column[reference];
  r.inward = (column / unit).array().pow(Scalar(-1) / theta);
  r.outward = (weight.cwiseQuotient(output) / unit).array().pow(Scalar(1) / theta);
  r.certificate.largest_excess_demand = static_cast<double>(
      (r.flows.rowwise().sum().cwiseQuotient(output).array() - Scalar(1)).abs().maxCoeff());
  r.certificate.price_residual =
      static_cast<double>((shares.colwise().sum().array() - Scalar(1)).abs().maxCoeff());
  return r;
}

/// Resistances out of the fixed effects of PPML.
///
///   Pi_i^-theta = Y_i E_R exp(-a_i - b_R),   P_j^-theta = (E_j / E_R) exp(b_R - b_j)
///
/// @param exporter_effects (n) a_i, @param importer_effects (n) b_j, whatever their normalisation
/// @param output, spending (n) Y and E, the sums of the fitted flows
/// @throws argument_error  shapes, theta <= 0, output or spending not above zero
/// @note   exact for Poisson pseudo-maximum likelihood with both effects, whose fitted flows add up
///         to Y and E
/// @see    Fally (2015), Journal of International Economics 97(1)
template <class Scalar>
[[nodiscard]] resistances<Scalar> resistances_of_effects(
    const dense_vector<Scalar>& exporter_effects, const dense_vector<Scalar>& importer_effects,
    const dense_vector<Scalar>& output, const dense_vector<Scalar>& spending, const Scalar& theta,
    Eigen::Index reference = 0) {
  constexpr auto f = "resistances_of_effects";
  detail::check_margins(f, output, spending);
  const auto n = output.size();
  require(exporter_effects.size() == n && importer_effects.size() == n, f, "there are ",
          exporter_effects.size(), " exporter and ", importer_effects.size(),
          " importer effects for ", n, " countries");
  require(theta > Scalar(0), f, "theta is ", static_cast<double>(theta), "; it must be above 0");
  require(reference >= 0 && reference < n, f,
          "there is no country of that number for the reference");
  const Scalar b = importer_effects[reference], e = spending[reference];
  resistances<Scalar> r;
  r.outward = ((output * e).array().log() - exporter_effects.array() - b).array() / (-theta);
  r.outward = r.outward.array().exp();
  r.inward = ((spending / e).array().log() + b - importer_effects.array()).array() / (-theta);
  r.inward = r.inward.array().exp();
  return r;
}

}  // namespace bilateral
