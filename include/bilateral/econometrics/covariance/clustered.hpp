#pragma once
/// Covariance clustered by one, two or more dimensions.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <string>
#include <vector>

namespace bilateral {

enum class cluster_adjustment {
  stata,           ///< G/(G-1) (n-1)/(n-K), the smallest G for every term (Stata, fixest, reghdfe)
  groups,          ///< Gmin/(Gmin-1) only (ppmlhdfe)
  by_term,         ///< G/(G-1) (n-1)/(n-K) with each term's own G (R sandwich, statsmodels)
  by_term_multi0,  ///< as by_term, but the intersection of all dimensions has none (sandwich multi0)
  observations,    ///< n/(n-K) (R plm vcovHC(type = "HC1"))
  none             ///< (R plm vcovHC(type = "HC0"))
};

/// Cameron-Gelbach-Miller: sum over the subsets of the dimensions, signs alternating, of the one-way
/// meats of their intersections.
///
/// With absorbed fixed effects K leaves out those nested in a dimension.
///
/// @param by      one factor a dimension, of the rows of the sample or of the data given to the
///                estimator, which may have left some out
/// @param repair  a variance that is not positive semi-definite has its negative eigenvalues set to
///                zero, and says so
/// @note  t(Gmin - 1); equals Stata vce(cluster), fixest, R sandwich vcovCL(type = "HC1") (by_term)
/// @see   Cameron, Gelbach & Miller (2011), JBES 29(2), eq. 2.11-2.14
struct clustered {
  factor_list by;
  cluster_adjustment adjustment = cluster_adjustment::stata;
  bool repair = true;
  bool count_effects =
      true;  ///< absorbed effects in K; false counts the coefficients (R plm vcovHC)
};

namespace detail {

// the dimensions as the sample has them, and their sizes
struct cluster_dimensions {
  std::vector<factor> by;
  std::vector<double> groups;
  double least = 0;
  std::string names;
};

template <class Scalar>
cluster_dimensions dimensions_of(const estimation_scores<Scalar>& s, const clustered& spec) {
  require(!spec.by.empty() && spec.by.size() <= 6, "clustered", "there are ", spec.by.size(),
          " dimensions; from 1 to 6");
  cluster_dimensions out;
  for (const factor& given : spec.by) {
    out.by.push_back(of_sample("clustered", s, given));
    const factor& f = out.by.back();
    require(f.levels > 1, "clustered", f.name, " has ", f.levels,
            " cluster; at least 2 are needed");
    out.groups.push_back(f.levels);
    out.least = out.least == 0 ? f.levels : (std::min)(out.least, double(f.levels));
    out.names += (out.names.empty() ? "" : ", ") + f.name + " (" + std::to_string(f.levels) + ")";
  }
  return out;
}

// the factor of one term, an intersection of `size` dimensions with `own` clusters
template <class Scalar>
double cluster_factor(const estimation_scores<Scalar>& s, cluster_adjustment adjustment,
                      double least, double own, double parameters, bool whole_intersection) {
  const double small_sample = (s.observations - 1) / (s.observations - parameters);
  switch (adjustment) {
    case cluster_adjustment::none: return 1;
    case cluster_adjustment::groups: return least / (least - 1);
    case cluster_adjustment::stata: return least / (least - 1) * small_sample;
    case cluster_adjustment::observations: return s.observations / (s.observations - parameters);
    case cluster_adjustment::by_term: break;
    case cluster_adjustment::by_term_multi0:
      if (whole_intersection) return 1;
  }
  return own / (own - 1) * small_sample;
}

template <class = when_called>
const char* cluster_factor_text(cluster_adjustment adjustment) {
  switch (adjustment) {
    case cluster_adjustment::stata: return ", factor G/(G-1) (n-1)/(n-k)";
    case cluster_adjustment::groups: return ", factor G/(G-1)";
    case cluster_adjustment::by_term: return ", factor G/(G-1) (n-1)/(n-k) by term";
    case cluster_adjustment::by_term_multi0:
      return ", factor G/(G-1) (n-1)/(n-k) by term, none for the intersection";
    case cluster_adjustment::observations: return ", factor n/(n-k)";
    case cluster_adjustment::none: break;
  }
  return ", no factor";
}

// the sums of the scores of each cluster of the intersection of the chosen dimensions
template <class Scalar>
dense_matrix<Scalar> cluster_sums(const estimation_scores<Scalar>& s, const std::vector<factor>& by,
                                  unsigned chosen) {
  factor group;
  bool first = true;
  for (std::size_t d = 0; d < by.size(); ++d) {
    if ((chosen >> d & 1U) == 0) continue;
    group = first ? by[d] : interact(group, by[d]);
    first = false;
  }
  dense_matrix<Scalar> sums = dense_matrix<Scalar>::Zero(s.scores.cols(), group.levels);
  for (Eigen::Index i = 0; i < s.scores.rows(); ++i) {
    sums.col(group.codes[to_size(i)]) += s.scores.row(i).transpose();
  }
  return sums;
}

template <class Scalar>
void clip_negative_eigenvalues(covariance_estimate<Scalar>& out) {
  const auto e = symmetric_eigen<Scalar>(out.matrix);
  const Scalar top = e.values[e.values.size() - 1];
  if (!(e.values[0] < -top * Scalar(1e-12))) return;
  const dense_vector<Scalar> clipped = e.values.cwiseMax(Scalar(0));
  const dense_matrix<Scalar> scaled = e.vectors * clipped.asDiagonal();
  out.matrix = matrix_product(scaled, transposed(e.vectors));
  out.notes.push_back(
      "the variance was not positive semi-definite: negative eigenvalues were "
      "set to zero");
}

}  // namespace detail

/// @throws argument_error  no dimension, other lengths, a single cluster
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const clustered& spec) {
  const auto dimensions = detail::dimensions_of(s, spec);
  const auto& by = dimensions.by;
  const double parameters =
      spec.count_effects ? unnested_parameters(s, by) : s.parameters - s.absorbed;
  covariance_estimate<Scalar> out;
  out.recipe.kind = "clustered";
  out.recipe.groups = dimensions.groups;
  if (spec.adjustment != cluster_adjustment::none &&
      spec.adjustment != cluster_adjustment::groups) {
    out.recipe.parameters = parameters;
  }
  dense_matrix<Scalar> meat = dense_matrix<Scalar>::Zero(s.scores.cols(), s.scores.cols());
  const unsigned terms = (1U << by.size()) - 1;
  for (unsigned chosen = 1; chosen <= terms; ++chosen) {
    const dense_matrix<Scalar> sums = detail::cluster_sums(s, by, chosen);
    const double factor_value = detail::cluster_factor(s, spec.adjustment, dimensions.least,
                                                       static_cast<double>(sums.cols()), parameters,
                                                       by.size() > 1 && chosen == terms);
    if (chosen == 1) out.recipe.factor = factor_value;
    const double sign = std::popcount(chosen) % 2 == 1 ? 1 : -1;
    meat += Scalar(sign * factor_value) * matrix_product(sums, transposed(sums));
  }
  out.matrix = sandwich<Scalar>(s.bread, meat);
  out.label = "clustered by " + dimensions.names + detail::cluster_factor_text(spec.adjustment);
  out.inference_dof = dimensions.least - 1;
  if (dimensions.least < 30) {
    out.notes.push_back(
        text("only ", dimensions.least, " clusters: the errors are likely too small"));
  }
  if (by.size() > 1 && spec.repair) detail::clip_negative_eigenvalues(out);
  return out;
}

BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&,
                                                             const clustered&))

}  // namespace bilateral
