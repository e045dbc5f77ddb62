#pragma once
/// What a reader need not believe: how exactly a fit with absorbed effects solves its equations.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/effects_rank.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

struct estimation_certificate {
  double effects_error = 0;  ///< largest |sum of a group's u| / sum of its |y| + |u|
  /// Largest |x_k' u| / |x_k|' |u|; of a fit without residuals, |u| within 1e-10 of |y|, / |x_k|' |y|.
  double score_norm = 0;
  /// How far the kept rows are from the coefficients and the data: largest |y - fitted - residual|,
  /// after Poisson |fitted - exp(index)|, and distance of the fitted index less x b from what the effects
  /// can make, as shares of their sizes.
  /// None where the fit has no fitted rows, or coefficients of columns that are not the model's.
  std::optional<double> index_error;
  double rank = 0;  ///< of slopes and effects together
  bool rank_is_exact = true;
  std::optional<double> separation_residual;  ///< of the witness; none where no row was separated
  std::string
      signature;  ///< 64 bits of the coefficients, covariance and fitted values, hexadecimal
};

namespace detail {

// what the equations of the maximum hold orthogonal: generalised residuals where a fit has some
template <class Result>
const auto& orthogonal_residuals(const Result& fit) {
  if constexpr (requires { fit.score_residuals; }) {
    return fit.score_residuals;
  } else if constexpr (requires { fit.moment_residuals; }) {
    return fit.moment_residuals;
  } else {
    return fit.residuals;
  }
}

template <class = when_called>
std::string hexadecimal(std::uint64_t v) {
  std::string out(16, '0');
  for (std::size_t i = 16; i-- > 0; v >>= 4U) out[i] = "0123456789abcdef"[v & 15U];
  return out;
}

}  // namespace detail

/// A number of 64 bits that differs when any bit of a result does.
template <class Result>
[[nodiscard]] std::string signature_of(const Result& fit) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  const auto take = [&](double v) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &v, sizeof bits);
    for (int i = 0; i < 8; ++i) {
      hash ^= (bits >> (8 * i)) & 255U;
      hash *= 1099511628211ULL;
    }
  };
  for (Eigen::Index j = 0; j < fit.coefficients.size(); ++j) take(double(fit.coefficients[j]));
  if (fit.covariance) {
    for (Eigen::Index j = 0; j < fit.covariance->size(); ++j)
      take(double(fit.covariance->data()[j]));
  }
  for (Eigen::Index i = 0; i < fit.fitted.size(); ++i) take(double(fit.fitted[i]));
  return detail::hexadecimal(hash);
}

namespace detail {

// What the equations of a fit are about, in the rows that it kept.
struct equation_rows {
  std::vector<std::size_t> source;  // positions in the model
  dense_vector<double> residual;    // u: generalised and weighted
  dense_vector<double> size;        // |y| + |u|
};

template <class Result, class Scalar>
equation_rows rows_of_equations(const Result& fit, const regression<Scalar>& model,
                                const dense_vector<Scalar>& weights) {
  const auto& residuals = orthogonal_residuals(fit);
  const auto n = to_size(residuals.size());
  require(n == fit.sample.used, "verify", "the fit has not kept its residuals");
  require(weights.size() == 0 || weights.size() == model.response.size(), "verify", "there are ",
          weights.size(), " weights for ", model.response.size(), " rows");
  equation_rows out{fit.sample.kept, dense_vector<double>(to_index(n)),
                    dense_vector<double>(to_index(n))};
  if (out.source.empty()) {
    out.source.resize(n);
    std::iota(out.source.begin(), out.source.end(), std::size_t{0});
  }
  for (Eigen::Index i = 0; i < residuals.size(); ++i) {
    const auto row = to_index(out.source[to_size(i)]);
    const double w = weights.size() > 0 ? static_cast<double>(weights[row]) : 1.0;
    out.residual[i] = w * static_cast<double>(residuals[i]);
    out.size[i] = std::abs(static_cast<double>(model.response[row])) + std::abs(out.residual[i]);
  }
  return out;
}

// largest |sum v u| / sum |v| (|y| + |u|) of the groups of a set
template <class Value>
double worst_group(const factor& f, const equation_rows& rows, Value&& value) {
  std::vector<double> sum(to_size(f.levels), 0), scale(sum);
  for (Eigen::Index i = 0; i < rows.residual.size(); ++i) {
    const auto g = to_size(f.codes[to_size(i)]);
    const double v = value(to_size(i));
    sum[g] += v * rows.residual[i];
    scale[g] += std::abs(v) * rows.size[i];
  }
  double worst = 0;
  for (std::size_t g = 0; g < sum.size(); ++g) {
    if (scale[g] > 0) worst = (std::max)(worst, std::abs(sum[g]) / scale[g]);
  }
  return worst;
}

// the same over the levels and slopes of every set; factors in the rows that were kept
template <class = when_called>
double worst_effect(const std::vector<factor>& effects, const equation_rows& rows) {
  double worst = 0;
  for (const factor& f : effects) {
    if (f.terms == group_terms::level_and_slopes) {
      worst = (std::max)(worst, worst_group(f, rows, [](std::size_t) { return 1.0; }));
    }
    for (const varying_slope& s : f.slopes) {
      worst = (std::max)(worst, worst_group(f, rows, [&](std::size_t i) { return s.values[i]; }));
    }
  }
  return worst;
}

// largest |x_k' u| / |x_k|' |u|; none of a regressor that is zero wherever u is not; of an exact fit,
// whose u is rounding, relative to y
template <class Scalar>
double worst_score(const std::vector<std::string>& names, const regression<Scalar>& model,
                   const equation_rows& rows) {
  const bool exact = rows.residual.cwiseAbs().sum() <= 1e-10 * rows.size.sum();
  const dense_vector<double> reach = exact ? rows.size : rows.residual.cwiseAbs().eval();
  const double all = reach.sum();
  double worst = 0;
  for (const std::string& name : names) {
    const Scalar* x =
        model.design.data() + column_position("verify", model, name) * model.design.rows();
    double top = 0, sum = 0, scale = 0;
    for (const std::size_t row : rows.source) top = (std::max)(top, std::abs(double(x[row])));
    if (!(top > 0)) continue;
    for (std::size_t i = 0; i < rows.source.size(); ++i) {
      const double share = double(x[rows.source[i]]) / top;
      sum += share * rows.residual[to_index(i)];
      scale += std::abs(share) * reach[to_index(i)];
    }
    if (scale > 1e-12 * all) worst = (std::max)(worst, std::abs(sum) / scale);
  }
  return worst;
}

// the fitted index of a fit: log mu of a Poisson one, x b and effects of a linear one
template <class Result>
const auto& fitted_index(const Result& fit) {
  if constexpr (requires { fit.predictor; }) {
    return fit.predictor;
  } else {
    return fit.fitted;
  }
}

// largest |y - fitted - residual| as a share of the three; fits on y itself. After Poisson also that of
// |fitted - exp(index)|; other families have links of their own
template <class Result, class Scalar>
double worst_row(const Result& fit, const regression<Scalar>& model, const equation_rows& rows) {
  double worst = 0;
  for (Eigen::Index i = 0; i < fit.fitted.size(); ++i) {
    const double y = static_cast<double>(model.response[to_index(rows.source[to_size(i)])]);
    const double mean = static_cast<double>(fit.fitted[i]);
    const double rest = static_cast<double>(fit.residuals[i]);
    const double size = std::abs(y) + std::abs(mean) + std::abs(rest);
    if (size > 0) worst = (std::max)(worst, std::abs(y - mean - rest) / size);
    if constexpr (
        requires { fit.predictor; } && !requires { fit.score_residuals; }) {
      const double made = std::exp(static_cast<double>(fit.predictor[i]));
      worst = (std::max)(worst, std::abs(mean - made) / (std::max)(mean, made));
    }
  }
  return worst;
}

// the fitted index less x b, its effects taken out again: nothing should be left
template <class Result, class Scalar>
double index_distance(const Result& fit, const regression<Scalar>& model,
                      const std::vector<factor>& used, const equation_rows& rows,
                      const dense_vector<Scalar>& offset) {
  const auto& index = fitted_index(fit);
  std::vector<Eigen::Index> columns;  // of the coefficients
  for (const std::string& name : fit.names) {
    columns.push_back(column_position("verify", model, name));
  }
  dense_matrix<double> rest(index.size(), 1);
  double size = 0;
  for (Eigen::Index i = 0; i < index.size(); ++i) {
    const auto row = to_index(rows.source[to_size(i)]);
    rest(i, 0) = static_cast<double>(index[i]);
    if (offset.size() > 0) rest(i, 0) -= static_cast<double>(offset[row]);
    double parts = std::abs(rest(i, 0));
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const double part =
          static_cast<double>(model.design(row, columns[k]) * fit.coefficients[to_index(k)]);
      rest(i, 0) -= part;
      parts += std::abs(part);
    }
    size = (std::max)(size, parts);
  }
  if (!used.empty()) {
    rest = absorb(rest, groupings_of(used), {}, {.accept_unconverged = true}).residuals;
  }
  return size > 0 ? rest.cwiseAbs().maxCoeff() / size : 0;
}

template <class Result, class Scalar>
std::optional<double> index_error_of(const Result& fit, const regression<Scalar>& model,
                                     const std::vector<factor>& used, const equation_rows& rows,
                                     const dense_vector<Scalar>& offset) {
  const bool whole = std::all_of(fit.names.begin(), fit.names.end(), [&](const auto& name) {
    return std::find(model.names.begin(), model.names.end(), name) != model.names.end();
  });
  if (!whole || fit.fitted.size() != rows.residual.size() ||
      fitted_index(fit).size() != rows.residual.size() || fit.residuals.size() != fit.fitted.size())
    return std::nullopt;
  return (std::max)(worst_row(fit, model, rows), index_distance(fit, model, used, rows, offset));
}

}  // namespace detail

/// Recomputes from the data how exactly a fit satisfies the equations of its maximum: the residuals,
/// weighted, sum to zero in each group and are orthogonal to each regressor; and that these residuals
/// are those of the coefficients: with the fitted means they make y, the means are those of the index,
/// and the index less x b lies in the span of the effects.
///
/// @param fit      of ols, ppml, generalised_linear or with instruments (whose equations are those of the
///                 instruments, not of endogenous regressors), residuals kept
/// @param model    as it was given; @param effects  as they were given
/// @param weights  (n) of the model's rows; empty is none
/// @param offset   (n) of the model's rows; empty is none
/// @throws argument_error  shapes
/// @note   the shares are of sums of absolute values: 1e-16 is rounding, 1 is not solved at all
template <class Scalar, class Result>
[[nodiscard]] estimation_certificate verify(const Result& fit, const regression<Scalar>& model,
                                            const std::vector<factor>& effects,
                                            const dense_vector<Scalar>& weights = {},
                                            const dense_vector<Scalar>& offset = {}) {
  const auto rows = detail::rows_of_equations(fit, model, weights);
  const auto& kept = fit.sample.kept;
  std::vector<factor> used;
  for (const factor& f : effects) used.push_back(kept.empty() ? f : subset(f, kept));
  estimation_certificate out;
  out.effects_error = detail::worst_effect(used, rows);
  out.score_norm = detail::worst_score(fit.names, model, rows);
  out.index_error = detail::index_error_of(fit, model, used, rows, offset);
  out.rank = static_cast<double>(fit.names.size());
  if (!used.empty()) {
    const effects_rank_result r = effects_rank(used);
    out.rank += r.rank;
    out.rank_is_exact = r.exact;
  }
  if constexpr (requires { fit.separation_residual; })
    out.separation_residual = fit.separation_residual;
  out.signature = signature_of(fit);
  return out;
}

}  // namespace bilateral
