#pragma once
/// Linkages of an input-output table: backward, forward, dispersion, key sectors, extraction.

#include <bilateral/trade/input_output/system.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

namespace bilateral {

enum class linkage_kind { key, backward_oriented, forward_oriented, weak };

/// The kind of a sector in words: "key", "weak".
[[nodiscard]] constexpr const char* name_of(linkage_kind k) {
  return k == linkage_kind::key                 ? "key"
         : k == linkage_kind::backward_oriented ? "backward oriented"
         : k == linkage_kind::forward_oriented  ? "forward oriented"
                                                : "weak";
}

template <class Scalar>
struct linkage_result {
  dense_vector<Scalar> backward;             ///< (n) column sums of L
  dense_vector<Scalar> forward;              ///< (n) row sums of the Ghosh inverse
  dense_vector<Scalar> normalised_backward;  ///< backward / its mean
  dense_vector<Scalar> normalised_forward;   ///< forward / its mean
  std::vector<linkage_kind> kind;            ///< key: both normalised linkages above 1
};

/// Total backward and forward linkages by two solves.
///
///   backward_j = sum_i l_ij,  forward_i = sum_j g_ij,  G = (I - B)^-1, b_ij = z_ij / x_i
///
/// G = diag(x)^-1 L diag(x), so that G 1 = (L x) / x: no second factorisation.
/// @param output  (n) x; a sector without output has the forward linkage 1
/// @see  Rasmussen (1956), Studies in Intersectoral Relations; Jones (1976), QJE 90; Miller & Blair (2009),
///       ch. 12
template <class Scalar>
[[nodiscard]] linkage_result<Scalar> linkages(const leontief_system<Scalar>& open,
                                              const dense_vector<Scalar>& output) {
  detail::check_vector("linkages", "output", output, open.size());
  linkage_result<Scalar> r;
  r.backward = open.output_multipliers;
  r.forward = open.output_for(output);
  for (Eigen::Index i = 0; i < output.size(); ++i) {
    r.forward[i] = output[i] == Scalar(0) ? Scalar(1) : Scalar(r.forward[i] / output[i]);
  }
  r.normalised_backward = r.backward / r.backward.mean();
  r.normalised_forward = r.forward / r.forward.mean();
  for (Eigen::Index i = 0; i < output.size(); ++i) {
    const bool back = r.normalised_backward[i] > Scalar(1);
    const bool ahead = r.normalised_forward[i] > Scalar(1);
    r.kind.push_back(back && ahead ? linkage_kind::key
                     : back        ? linkage_kind::backward_oriented
                     : ahead       ? linkage_kind::forward_oriented
                                   : linkage_kind::weak);
  }
  return r;
}

/// Rasmussen's indices of dispersion of the Leontief inverse.
template <class Scalar>
struct dispersion_result {
  dense_vector<Scalar> power;           ///< (n) column mean of L / mean of L
  dense_vector<Scalar> power_cv;        ///< (n) coefficient of variation of the column
  dense_vector<Scalar> sensitivity;     ///< (n) row mean of L / mean of L
  dense_vector<Scalar> sensitivity_cv;  ///< (n) of the row
};

/// @throws argument_error  a single sector
/// @note  the coefficients of variation need all of L: n solves, blocked; standard deviations with n - 1
/// @see   Rasmussen (1956); Miller & Blair (2009), section 12.2.3
template <class Scalar>
[[nodiscard]] dispersion_result<Scalar> dispersion(const leontief_system<Scalar>& open) {
  using std::sqrt;
  const auto n = std::ssize(open);
  require(n > 1, "dispersion", "there is a single sector");
  const dense_matrix<Scalar> inverse =
      open.factorised.solve(dense_matrix<Scalar>(dense_matrix<Scalar>::Identity(n, n)));
  const Scalar all = inverse.mean();
  const Scalar count(static_cast<double>(n));
  dispersion_result<Scalar> r;
  r.power = inverse.colwise().mean().transpose() / all;
  r.sensitivity = inverse.rowwise().mean() / all;
  r.power_cv.resize(n);
  r.sensitivity_cv.resize(n);
  for (Eigen::Index j = 0; j < n; ++j) {
    const Scalar column = inverse.col(j).mean();
    const Scalar row = inverse.row(j).mean();
    r.power_cv[j] =
        sqrt(Scalar((inverse.col(j).array() - column).square().sum() / (count - Scalar(1)))) /
        column;
    r.sensitivity_cv[j] =
        sqrt(Scalar((inverse.row(j).array() - row).square().sum() / (count - Scalar(1)))) / row;
  }
  return r;
}

/// Output lost when a sector neither buys nor sells any more and its final demand is imported.
template <class Scalar>
struct extraction_result {
  dense_vector<Scalar> output;  ///< (n) without the sector
  Scalar loss{0};               ///< fall of total output
  Scalar loss_elsewhere{0};     ///< of it in the other sectors
};

/// Hypothetical extraction of one sector.
/// @param final_demand  (n) f; the table's output is L f
/// @throws argument_error  shapes, the sector's number
/// @see    Dietzenbacher, van der Linden & Steenge (1993), Economic Systems Research 5; Miller & Blair
///         (2009), section 12.2.6
template <class Scalar>
[[nodiscard]] extraction_result<Scalar> extract(const leontief_system<Scalar>& open,
                                                const dense_vector<Scalar>& final_demand,
                                                Eigen::Index sector) {
  const auto n = std::ssize(open);
  require(sector >= 0 && sector < n, "extract", "there is no sector ", sector + 1, " among ", n);
  const dense_vector<Scalar> before = open.output_for(final_demand);
  dense_matrix<Scalar> rest = open.coefficients;
  rest.row(sector).setZero();
  rest.col(sector).setZero();
  dense_vector<Scalar> demand = final_demand;
  demand[sector] = Scalar(0);
  const dense_matrix<Scalar> system = dense_matrix<Scalar>::Identity(n, n) - rest;
  extraction_result<Scalar> r;
  r.output = Eigen::PartialPivLU<dense_matrix<Scalar>>(system).solve(demand);
  r.loss = before.sum() - r.output.sum();
  r.loss_elsewhere = r.loss - before[sector];
  return r;
}

}  // namespace bilateral
