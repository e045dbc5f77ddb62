#pragma once
/// What an estimator hands to a covariance, and what it gets back.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

/// What an estimator hands to `covariance(scores, spec)`, found by argument-dependent lookup.
///
/// For least squares bread is (X'WX)^-1 and row i of the scores is w_i u_i x_i'; for maximum
/// likelihood bread is the inverse of minus the Hessian. The sandwich is bread meat bread.
template <class Scalar>
struct estimation_scores {
  dense_matrix<Scalar> bread;          ///< (k x k)
  dense_matrix<Scalar> scores;         ///< (n x k); empty where the spec does not use them
  dense_vector<Scalar> residuals;      ///< (n), unweighted
  dense_vector<Scalar> leverage;       ///< (n), h_i; empty where the spec does not use it
  dense_vector<Scalar> frequency;      ///< (n), counts; empty is one each
  std::vector<std::int64_t> time;      ///< (n), time index; empty is 1..n
  std::vector<std::int32_t> entity{};  ///< (n), whose time it is; empty: all rows are one series
  Scalar residual_sum_of_squares{0};   ///< sum of w_i u_i^2
  double observations = 0;             ///< n, or the sum of the frequency weights
  double parameters = 0;               ///< K of small-sample factors, absorbed effects included
  double absorbed = 0;                 ///< part of `parameters` that was absorbed
  bool intercept = true;               ///< the first column is the constant
  double dispersion = -1;              ///< phi of bread phi under iid; below 0: RSS / (n - K)
  bool normal_inference = false;       ///< z in place of t(n - K) (maximum likelihood)
  std::vector<factor> effects{};       ///< absorbed fixed effects, of these rows
  std::vector<std::size_t> kept{};  ///< (n), position of each row in the data given; empty is all
  std::size_t given = 0;            ///< rows of the data given, where some were left out
  std::vector<std::int32_t>
      merged_into{};  ///< (given), the row of the sample that each became part
                      ///< of, where rows are means of rows; empty otherwise

  [[nodiscard]] double residual_dof() const { return observations - parameters; }
  [[nodiscard]] double default_dof() const {
    return normal_inference ? std::numeric_limits<double>::infinity() : residual_dof();
  }
};

/// How a covariance was made, so that two of them can be set against each other.
struct covariance_recipe {
  std::string kind;                 ///< "iid", "HC1", "Newey-West", "clustered", ...
  double factor = 1;                ///< small-sample factor on the variance
  double parameters = 0;            ///< K that the factor counts; 0 where it counts none
  std::vector<double> groups;       ///< clusters of each dimension, or periods
  std::optional<double> bandwidth;  ///< of a kernel; Bartlett with L lags has L + 1
  bool is_prewhitened = false;
};

template <class Scalar>
struct covariance_estimate {
  dense_matrix<Scalar> matrix;     ///< (k x k)
  std::string label;               ///< what a table prints: kind, lags or clusters, factor
  double inference_dof = 0;        ///< of t; infinity is the normal
  std::vector<std::string> notes;  ///< warnings and repairs
  covariance_recipe recipe{};
};

/// A grouping of the rows of the sample, from one of these rows or of all the data given.
/// @throws argument_error  another length; a grouping that differs within rows that were merged
template <class Scalar>
[[nodiscard]] factor of_sample(const char* function, const estimation_scores<Scalar>& s,
                               const factor& f) {
  const auto n = to_size(s.scores.rows());
  if (f.size() != n && f.size() == s.merged_into.size()) {
    for (std::size_t i = 0; i < f.size(); ++i) {
      const std::size_t first = s.kept[to_size(s.merged_into[i])];
      require(f.codes[i] == f.codes[first], function, f.name, " is ", f.label(f.codes[first]),
              " in row ", first + 1, " and ", f.label(f.codes[i]), " in row ", i + 1,
              ", which were merged into one mean: it must not vary within");
    }
  }
  if (f.size() != n && !s.kept.empty() && f.size() == s.given) return subset(f, s.kept);
  require_same_size(function, f.name, f.size(), "the sample", n);
  return f;
}

/// K without the effects that are nested in one of the groupings: coefficients + 1 + sum of (levels - 1)
/// over the effects that are not, and their slopes by group.
/// @note  equals fixest (K.fixef = "nonnested") and Stata's reghdfe
template <class Scalar>
[[nodiscard]] double unnested_parameters(const estimation_scores<Scalar>& s,
                                         const std::vector<factor>& by) {
  double k = s.parameters;
  for (const factor& effect : s.effects) {
    for (const factor& f : by) {
      if (!is_nested(effect, f)) continue;
      k -= absorbed_coefficients(effect);
      break;
    }
  }
  return k;
}

/// bread meat bread, symmetric to the last bit.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> sandwich(const dense_matrix<Scalar>& bread,
                                            const dense_matrix<Scalar>& meat) {
  return symmetric_part(matrix_product(matrix_product(bread, meat), bread));
}

/// Whether a covariance looks at the scores: as its `uses_scores(spec)` says, yes where there is
/// none. Found by argument-dependent lookup, as `covariance` is.
template <class Spec>
[[nodiscard]] bool wants_scores(const Spec& spec) {
  if constexpr (requires { uses_scores(spec); }) return uses_scores(spec);
  return true;
}
/// Whether a covariance looks at the leverage: where its `uses_leverage(spec)` says so.
template <class Spec>
[[nodiscard]] bool wants_leverage(const Spec& spec) {
  if constexpr (requires { uses_leverage(spec); }) return uses_leverage(spec);
  return false;
}

/// What stands for a covariance: a value for which covariance(scores, spec) is found by name.
template <class Spec, class Scalar = double>
concept covariance_spec = requires(const estimation_scores<Scalar>& scores, const Spec& spec) {
  { covariance(scores, spec) } -> std::convertible_to<covariance_estimate<Scalar>>;
};

/// Time and entity of the rows that take part: those of the model, by position in the data given
/// where some rows were left out and the model states no time.
/// With absorbed effects rows are those of many groups: no position is a time then.
/// @param kept  positions of the rows used; empty is all
template <class Scalar>
void set_time(estimation_scores<Scalar>& s, const regression<Scalar>& model,
              const std::vector<std::size_t>& kept) {
  if (model.time.empty() && s.absorbed > 0) return;
  if (kept.empty()) {
    s.time = model.time;
    s.entity = model.entity;
    return;
  }
  s.time.clear();
  s.entity.clear();
  s.time.reserve(kept.size());
  for (const std::size_t i : kept) {
    s.time.push_back(model.time.empty() ? static_cast<std::int64_t>(i) + 1 : model.time[i]);
    if (!model.entity.empty()) s.entity.push_back(model.entity[i]);
  }
}

}  // namespace bilateral
