#pragma once
/// Covariance clustered by one, two or more dimensions.

#include <bilateral/core/instantiate.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace bilateral {

enum class cluster_adjustment {
  stata,    ///< G/(G-1) (n-1)/(n-K), the smallest G for every term (Stata, fixest, reghdfe)
  groups,   ///< Gmin/(Gmin-1) only (ppmlhdfe)
  by_term,  ///< G/(G-1) (n-1)/(n-K) with each term's own G (R sandwich, statsmodels)
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
  std::vector<factor> by;
  cluster_adjustment adjustment = cluster_adjustment::stata;
  bool repair = true;
  bool count_effects = true;  ///< absorbed effects in K; false counts the coefficients (R plm vcovHC)
};

/// @throws argument_error  no dimension, other lengths, a single cluster
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const clustered& spec) {
  require(!spec.by.empty() && spec.by.size() <= 6, "clustered", "there are ", spec.by.size(),
          " dimensions; from 1 to 6");
  const auto n = static_cast<std::size_t>(s.scores.rows());
  double least = 0;
  std::vector<double> groups;
  std::string names;
  std::vector<factor> by;
  for (const factor& whole : spec.by) {
    by.push_back(of_sample("clustered", s, whole));
    const factor& f = by.back();
    require(f.levels > 1, "clustered", f.name, " has ", f.levels,
            " cluster; at least 2 are needed");
    groups.push_back(f.levels);
    least = least == 0 ? f.levels : (std::min)(least, double(f.levels));
    names += (names.empty() ? "" : ", ") + f.name + " (" + std::to_string(f.levels) + ")";
  }
  const double parameters =
      spec.count_effects ? unnested_parameters(s, by) : s.parameters - s.absorbed;
  const double small_sample = (s.observations - 1) / (s.observations - parameters);
  covariance_estimate<Scalar> out;
  out.recipe.kind = "clustered";
  out.recipe.groups = groups;
  if (spec.adjustment != cluster_adjustment::none && spec.adjustment != cluster_adjustment::groups) {
    out.recipe.parameters = parameters;
  }
  dense_matrix<Scalar> meat = dense_matrix<Scalar>::Zero(s.scores.cols(), s.scores.cols());
  for (unsigned chosen = 1; chosen < 1U << by.size(); ++chosen) {
    factor group;
    int size = 0;
    for (std::size_t d = 0; d < by.size(); ++d) {
      if ((chosen >> d & 1U) == 0) continue;
      group = size++ == 0 ? by[d] : interact(group, by[d]);
    }
    dense_matrix<Scalar> sums = dense_matrix<Scalar>::Zero(s.scores.cols(), group.levels);
    for (std::size_t i = 0; i < n; ++i) {
      sums.col(group.codes[i]) += s.scores.row(static_cast<Eigen::Index>(i)).transpose();
    }
    const bool own = spec.adjustment == cluster_adjustment::by_term ||
                     spec.adjustment == cluster_adjustment::by_term_multi0;
    const double g = own ? group.levels : least;
    double factor_value = 1;
    if (spec.adjustment == cluster_adjustment::groups) factor_value = g / (g - 1);
    if (spec.adjustment == cluster_adjustment::stata || own) factor_value = g / (g - 1) * small_sample;
    if (spec.adjustment == cluster_adjustment::observations) {
      factor_value = s.observations / (s.observations - parameters);
    }
    if (spec.adjustment == cluster_adjustment::by_term_multi0 && size > 1 &&
        chosen + 1 == 1U << by.size()) {
      factor_value = 1;
    }
    if (chosen == 1) out.recipe.factor = factor_value;
    meat += Scalar(size % 2 == 1 ? factor_value : -factor_value) * (sums * sums.transpose());
  }
  out.matrix = sandwich<Scalar>(s.bread, meat);
  out.label = "clustered by " + names;
  out.label += spec.adjustment == cluster_adjustment::stata    ? ", factor G/(G-1) (n-1)/(n-k)"
               : spec.adjustment == cluster_adjustment::groups ? ", factor G/(G-1)"
               : spec.adjustment == cluster_adjustment::by_term
                   ? ", factor G/(G-1) (n-1)/(n-k) by term"
               : spec.adjustment == cluster_adjustment::by_term_multi0
                   ? ", factor G/(G-1) (n-1)/(n-k) by term, none for the intersection"
               : spec.adjustment == cluster_adjustment::observations ? ", factor n/(n-k)"
                                                                     : ", no factor";
  out.inference_dof = least - 1;
  if (least < 30) {
    out.notes.push_back(text("only ", least, " clusters: the errors are likely too small"));
  }
  if (spec.by.size() > 1 && spec.repair) {
    const auto e = symmetric_eigen<Scalar>(out.matrix);
    const Scalar top = e.values[e.values.size() - 1];
    if (e.values[0] < -top * Scalar(1e-12)) {
      const dense_vector<Scalar> clipped = e.values.cwiseMax(Scalar(0));
      out.matrix = e.vectors * clipped.asDiagonal() * e.vectors.transpose();
      out.notes.push_back("the variance was not positive semi-definite: negative eigenvalues were "
                          "set to zero");
    }
  }
  return out;
}

BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&, const clustered&))

}  // namespace bilateral
