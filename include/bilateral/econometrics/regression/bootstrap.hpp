#pragma once
/// Bootstraps of least squares: rows, blocks, residuals, wild, clusters.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/regression/detail/wild_draws.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/econometrics/regression/wild_weight.hpp>
#include <bilateral/stats/bootstrap.hpp>

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Whole clusters with replacement, as many as there are.
struct cluster_resampling {
  factor by;
};
/// y* = X b + e*, e* the residuals with replacement, scaled by sqrt(n / (n - k)) and centred.
struct residual_resampling {};
/// y* = X b + v u, v with mean 0 and variance 1, one for each row or each cluster.
struct wild_resampling {
  wild_weight weight = wild_weight::rademacher;
  factor by{};  ///< clusters that share a weight; empty: every row its own
};

namespace detail {

// runs of rows, one a cluster; a draw has as many runs as there are, so that its length varies
struct cluster_runs {
  std::vector<Eigen::Index> begin;
};
template <class Emit>
void resample(const cluster_runs& s, std::size_t, philox& stream, Emit&& take) {
  const std::size_t runs = s.begin.size() - 1;
  for (std::size_t i = 0; i < runs; ++i) {
    const std::size_t g = stream.index(runs);
    take(to_size(s.begin[g]), to_size(s.begin[g + 1] - s.begin[g]));
  }
}

template <class Scalar>
void check_full_rank(const char* function, const regression<Scalar>& model,
                     const ols_result<Scalar>& fit) {
  require(fit.omitted.empty(), function, fit.omitted.empty() ? "" : fit.omitted.front().name,
          " is collinear with the columns before it; leave it out");
  require(fit.observations > fit.parameters, function, "there are ", model.rows(),
          " observations for ", fit.coefficients.size(), " coefficients");
}

// Sums of products of z = (columns about their means but for the intercept, residuals of the full fit)
// over the first 0..n rows: the normal equations of a run of rows are a difference of two. With
// residuals in place of y no digits are lost, and a draw solves for the change of b.
template <class Scalar>
struct running_products {
  dense_matrix<Scalar> sums;    // (products x n + 1): z_a z_b, a <= b, row by row, but the last
  dense_vector<Scalar> centre;  // (k) means that were taken off
};

template <class Scalar>
running_products<Scalar> products_of(const regression<Scalar>& model,
                                     const dense_vector<Scalar>& residuals) {
  const Eigen::Index n = model.design.rows(), k = model.design.cols();
  running_products<Scalar> out{dense_matrix<Scalar>((k + 1) * (k + 2) / 2 - 1, n + 1),
                               dense_vector<Scalar>::Zero(k)};
  dense_matrix<Scalar> z(n, k + 1);
  const Scalar count(static_cast<double>(n));
  for (Eigen::Index j = 0; j < k; ++j) {
    if (model.intercept && j > 0) out.centre[j] = model.design.col(j).sum() / count;
    z.col(j) = model.design.col(j).array() - out.centre[j];
  }
  z.col(k) = residuals;
  out.sums.col(0).setZero();
  for (Eigen::Index i = 0; i < n; ++i) {
    Eigen::Index at = 0;
    for (Eigen::Index a = 0; a < k; ++a) {
      for (Eigen::Index b = a; b <= k; ++b, ++at) {
        out.sums(at, i + 1) = out.sums(at, i) + z(i, a) * z(i, b);
      }
    }
  }
  return out;
}

// the sums of products over the rows of one draw
template <class Scalar, class Scheme>
dense_vector<Scalar> drawn_products(const dense_matrix<Scalar>& sums, const Scheme& scheme,
                                    philox& stream) {
  dense_vector<Scalar> out = dense_vector<Scalar>::Zero(sums.rows());
  resample(scheme, to_size(sums.cols() - 1), stream, [&](std::size_t first, std::size_t run) {
    const Scalar* from = sums.col(to_index(first)).data();
    const Scalar* to = sums.col(to_index(first + run)).data();
    for (Eigen::Index p = 0; p < out.size(); ++p) out[p] += to[p] - from[p];
  });
  return out;
}

// the change of b that the normal equations of a draw ask for; none where they are singular
template <class Scalar>
std::optional<dense_vector<Scalar>> change_of(const dense_vector<Scalar>& products,
                                              Eigen::Index k) {
  dense_matrix<Scalar> gram(k, k);
  dense_vector<Scalar> moment(k);
  Eigen::Index at = 0;
  for (Eigen::Index a = 0; a < k; ++a) {
    for (Eigen::Index b = a; b < k; ++b) gram(b, a) = products[at++];
    moment[a] = products[at++];
  }
  const Eigen::LLT<dense_matrix<Scalar>, Eigen::Lower> factorised(gram);
  if (factorised.info() != Eigen::Success) return std::nullopt;
  for (Eigen::Index j = 0; j < k; ++j) {
    const Scalar pivot = factorised.matrixLLT()(j, j);
    if (!(pivot * pivot > Scalar(1e-10) * gram(j, j))) return std::nullopt;
  }
  return dense_vector<Scalar>(factorised.solve(moment));
}

}  // namespace detail

/// Bootstrap of the coefficients by resampling rows, blocks of rows or clusters.
///
/// Each draw is the solution of normal equations summed from cumulative products of the columns, centred
/// where there is an intercept: O(blocks k^2 + k^3) a draw, whatever the length of the blocks.
///
/// @param scheme  pair_resampling{}, moving_block{12}, circular_block, stationary_block
/// @throws argument_error   collinear columns, block length, draws
/// @throws numerical_error  a draw whose design is singular: the draw is named
/// @note   accurate to about condition^2 epsilon: for draws, not for estimates
/// @see    Kuensch (1989), Annals of Statistics 17
template <class Scalar, class Scheme>
[[nodiscard]] bootstrap_result<Scalar> bootstrap(const regression<Scalar>& model,
                                                 const Scheme& scheme,
                                                 const bootstrap_options& options = {}) {
  const auto n = to_size(model.response.size());
  require_draws("bootstrap", n, options.draws);
  require_scheme(scheme, n);
  const auto fit = ols(model);
  detail::check_full_rank("bootstrap", model, fit);
  const Eigen::Index k = model.design.cols();
  const auto products = detail::products_of(model, fit.residuals);
  bootstrap_result<Scalar> out;
  out.estimate = fit.coefficients;
  out.draws.resize(options.draws, k);
  parallel_for(
      to_size(options.draws), options.threads, options.progress, "bootstrap",
      [&](std::size_t draw) {
        philox stream(options.seed, draw);
        auto change = detail::change_of(detail::drawn_products(products.sums, scheme, stream), k);
        if (!change) {
          throw numerical_error(text("bootstrap: the design of draw ", draw + 1, " is singular"));
        }
        if (model.intercept) {
          (*change)[0] -= products.centre.tail(k - 1).dot(change->tail(k - 1));
        }
        out.draws.row(to_index(draw)) = (fit.coefficients + *change).transpose();
      });
  set_moments(out);
  return out;
}

/// By whole clusters: the rows are put in order of their cluster and runs of rows drawn.
template <class Scalar>
[[nodiscard]] bootstrap_result<Scalar> bootstrap(const regression<Scalar>& model,
                                                 const cluster_resampling& scheme,
                                                 const bootstrap_options& options = {}) {
  require_same_size("bootstrap", scheme.by.name, scheme.by.size(), model.response_name,
                    model.rows());
  require(scheme.by.levels > 1, "bootstrap", scheme.by.name, " has a single cluster");
  std::vector<Eigen::Index> begin(to_size(scheme.by.levels) + 1, 0);
  for (const std::int32_t c : scheme.by.codes) ++begin[to_size(c) + 1];
  for (std::size_t g = 1; g < begin.size(); ++g) begin[g] += begin[g - 1];
  std::vector<Eigen::Index> next(begin.begin(), begin.end() - 1);
  regression<Scalar> sorted = model;
  sorted.time.clear();
  for (std::size_t i = 0; i < model.rows(); ++i) {
    const Eigen::Index to = next[to_size(scheme.by.codes[i])]++;
    sorted.response[to] = model.response[to_index(i)];
    sorted.design.row(to) = model.design.row(to_index(i));
  }
  return bootstrap(sorted, detail::cluster_runs{begin}, options);
}

namespace detail {

// draws of y* with the design fixed: b* = b + (X'X)^-1 X'e*, one e* for each draw by `shock`
template <class Scalar, class Shock>
bootstrap_result<Scalar> fixed_design(const regression<Scalar>& model,
                                      const ols_result<Scalar>& fit,
                                      const bootstrap_options& options, Shock&& shock) {
  const checked_qr<Scalar> qr(model.design);
  const dense_matrix<Scalar> operation = qr.inverse_gram() * model.design.transpose();
  bootstrap_result<Scalar> out;
  out.estimate = fit.coefficients;
  out.draws.resize(options.draws, fit.coefficients.size());
  parallel_for(to_size(options.draws), options.threads, options.progress, "bootstrap",
               [&](std::size_t draw) {
                 philox stream(options.seed, draw);
                 const dense_vector<Scalar> e = shock(stream);
                 out.draws.row(to_index(draw)) = (fit.coefficients + operation * e).transpose();
               });
  set_moments(out);
  return out;
}

}  // namespace detail

/// By residuals: iid errors are assumed.
template <class Scalar>
[[nodiscard]] bootstrap_result<Scalar> bootstrap(const regression<Scalar>& model,
                                                 const residual_resampling&,
                                                 const bootstrap_options& options = {}) {
  require_draws("bootstrap", model.rows(), options.draws);
  const auto fit = ols(model);
  detail::check_full_rank("bootstrap", model, fit);
  const Scalar scale(std::sqrt(fit.observations / (fit.observations - fit.parameters)));
  const Scalar mean = fit.residuals.sum() / Scalar(fit.observations);
  const dense_vector<Scalar> pool = (fit.residuals.array() - mean) * scale;
  return detail::fixed_design(model, fit, options, [&](philox& stream) {
    dense_vector<Scalar> e(pool.size());
    for (Eigen::Index i = 0; i < e.size(); ++i) {
      e[i] = pool[to_index(stream.index(to_size(pool.size())))];
    }
    return e;
  });
}

/// Wild: heteroskedasticity of unknown form, within clusters any dependence.
template <class Scalar>
[[nodiscard]] bootstrap_result<Scalar> bootstrap(const regression<Scalar>& model,
                                                 const wild_resampling& scheme,
                                                 const bootstrap_options& options = {}) {
  require_draws("bootstrap", model.rows(), options.draws);
  if (scheme.by.size() > 0) {
    require_same_size("bootstrap", scheme.by.name, scheme.by.size(), model.response_name,
                      model.rows());
  }
  const auto fit = ols(model);
  detail::check_full_rank("bootstrap", model, fit);
  return detail::fixed_design(model, fit, options, [&](philox& stream) {
    dense_vector<Scalar> e(fit.residuals.size());
    if (scheme.by.size() == 0) {
      for (Eigen::Index i = 0; i < e.size(); ++i) {
        e[i] = fit.residuals[i] * Scalar(detail::draw_weight(scheme.weight, stream));
      }
      return e;
    }
    std::vector<double> v(to_size(scheme.by.levels));
    for (double& x : v) x = detail::draw_weight(scheme.weight, stream);
    for (Eigen::Index i = 0; i < e.size(); ++i) {
      e[i] = fit.residuals[i] * Scalar(v[to_size(scheme.by.codes[to_size(i)])]);
    }
    return e;
  });
}

/// Wild cluster bootstrap-t of one coefficient with the null imposed.
///
/// Restricted residuals u~ are multiplied by one weight a cluster; the cluster-robust t of each draw is
/// set against that of the sample: p = share of draws with |t*| >= |t| (those equal count). With
/// Rademacher weights all 2^G combinations are taken where they are no more than `draws`.
///
/// @param coefficient  its name
/// @return  t with its p-value; the note says how many draws
/// @see     Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90(3); Roodman,
///          MacKinnon, Nielsen & Webb (2019), Stata Journal 19(1), for the computation by clusters
template <class Scalar>
[[nodiscard]] test_result wild_cluster_test(const regression<Scalar>& model, const factor& by,
                                            const std::string& coefficient,
                                            const wild_cluster_options& options = {}) {
  require_draws("wild_cluster_test", model.rows(), options.draws);
  require_same_size("wild_cluster_test", by.name, by.size(), model.response_name, model.rows());
  require(by.levels > 1, "wild_cluster_test", by.name, " has a single cluster");
  const auto fit = ols(model, clustered{.by = {by}, .adjustment = cluster_adjustment::none});
  detail::check_full_rank("wild_cluster_test", model, fit);
  const Eigen::Index j = position(fit, coefficient);
  const Eigen::Index k = model.design.cols();
  const auto groups = to_index(by.levels);
  // restricted fit, and x_j cleared of the other columns
  dense_matrix<Scalar> others(model.design.rows(), k - 1);
  for (Eigen::Index c = 0, to = 0; c < k; ++c) {
    if (c != j) others.col(to++) = model.design.col(c);
  }
  const dense_vector<Scalar> target =
      model.response - Scalar(options.null_value) * model.design.col(j);
  dense_vector<Scalar> restricted = target;
  dense_vector<Scalar> cleared = model.design.col(j);
  if (k > 1) {
    restricted = least_squares(others, target).residuals;
    cleared = least_squares(others, dense_vector<Scalar>(model.design.col(j))).residuals;
  }
  const checked_qr<Scalar> qr(model.design);
  const dense_matrix<Scalar> gram_inverse = qr.inverse_gram();
  const Scalar norm = cleared.squaredNorm();
  dense_matrix<Scalar> scores = dense_matrix<Scalar>::Zero(k, groups);  // X_g' u~_g
  dense_matrix<Scalar> cross = dense_matrix<Scalar>::Zero(k, groups);   // X_g' x_g
  dense_vector<Scalar> own = dense_vector<Scalar>::Zero(groups);        // x_g' u~_g
  for (Eigen::Index i = 0; i < model.design.rows(); ++i) {
    const auto g = to_index(by.codes[to_size(i)]);
    scores.col(g) += restricted[i] * model.design.row(i).transpose();
    cross.col(g) += cleared[i] * model.design.row(i).transpose();
    own[g] += cleared[i] * restricted[i];
  }
  const dense_matrix<Scalar> fitted = cross.transpose() * gram_inverse;  // (G x k)
  const auto statistic = [&](const dense_vector<Scalar>& v) {
    const dense_vector<Scalar> sums = v.cwiseProduct(own) - fitted * (scores * v);
    return static_cast<double>(v.dot(own) / norm) /
           std::sqrt(static_cast<double>(sums.squaredNorm() / (norm * norm)));
  };
  test_result t;
  t.name = "wild cluster bootstrap";
  t.null = text(coefficient, " is ", significant_text(options.null_value, 6));
  t.statistic = static_cast<double>(fit.coefficients[j] - Scalar(options.null_value)) /
                static_cast<double>(*std_error(fit, j));
  detail::judge_by_weights<Scalar>(t, groups, options, statistic);
  // the sample's own t carries Stata's factor in print; the comparison does not depend on it
  const double g = static_cast<double>(groups);
  t.statistic /=
      std::sqrt(g / (g - 1) * (fit.observations - 1) / (fit.observations - fit.parameters));
  return t;
}

}  // namespace bilateral
