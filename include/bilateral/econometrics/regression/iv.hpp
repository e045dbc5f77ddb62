#pragma once
/// Instrumental variables: 2SLS, LIML, Fuller and other k-class estimators.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/regression/detail/projection.hpp>
#include <bilateral/econometrics/regression/detail/units.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>

#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// y = X b + u with some columns of X endogenous and excluded instruments for them.
template <class Scalar>
struct iv_regression {
  regression<Scalar> exogenous;                   ///< response and included exogenous columns W
  std::vector<named_column<Scalar>> endogenous;   ///< (n) each
  std::vector<named_column<Scalar>> instruments;  ///< excluded ones, (n) each
};

enum class k_class { two_stage, liml, fuller };

template <class Scalar>
struct iv_options {
  k_class method = k_class::two_stage;
  double fuller_constant = 1;      ///< alpha of Fuller (1977): kappa = kappa_liml - alpha / (n - L)
  std::optional<double> kappa{};   ///< any k-class; replaces what `method` says
  keep keep_parts = keep::scores;  ///< diagnostics need the scores' ingredients
};

/// A fit; `names` has the exogenous columns first, then the endogenous, `omitted` instruments too.
template <class Scalar>
struct iv_result : result_head<Scalar> {
  std::string method;
  double kappa = 1;
  double observations = 0;
  double parameters = 0;
  Scalar residual_sum_of_squares{0};
  std::optional<Scalar> sigma;  ///< sqrt(RSS / (n - k))
  std::optional<double> r2;     ///< 1 - RSS / TSS: may be negative
  bool intercept = true;
  dense_vector<Scalar> residuals;
  std::optional<estimation_scores<Scalar>> scores;

  // what the diagnostics work on, exogenous columns partialled out by QR
  dense_matrix<Scalar> exogenous;    ///< (n x kw) W, collinear columns removed
  dense_matrix<Scalar> endogenous;   ///< (n x m) Y
  dense_matrix<Scalar> instruments;  ///< (n x l) excluded Z, collinear columns removed
  dense_vector<Scalar> response;     ///< (n)
  std::vector<std::string> endogenous_names, instrument_names;
  std::vector<std::int64_t> time;    ///< (n) of the rows; empty is 1..n
  std::vector<std::int32_t> entity;  ///< (n) of the rows, in a panel
};

namespace detail {
template <class Scalar>
dense_matrix<Scalar> columns_of(const std::vector<named_column<Scalar>>& columns, Eigen::Index n) {
  dense_matrix<Scalar> x(n, std::ssize(columns));
  for (Eigen::Index j = 0; j < x.cols(); ++j) x.col(j) = columns[to_size(j)].second;
  return x;
}

// smallest eigenvalue of B^-1 A for symmetric A and positive definite B, through B = L L'
template <class Scalar>
Scalar smallest_generalised(const dense_matrix<Scalar>& a, const dense_matrix<Scalar>& b) {
  using std::sqrt;
  const auto e = symmetric_eigen<Scalar>(b);
  const dense_matrix<Scalar> w = e.vectors * e.values.cwiseSqrt().cwiseInverse().asDiagonal();
  return symmetric_eigen<Scalar>(dense_matrix<Scalar>(w.transpose() * a * w)).values[0];
}

// checks shapes, removes collinear columns of W and of Z given W, and fills the parts of the result
template <class Scalar>
void prepare_iv(const char* function, const iv_regression<Scalar>& model, iv_result<Scalar>& r) {
  const auto n = to_index(model.exogenous.rows());
  require(n > 0, function, "there are no observations");
  require(!model.endogenous.empty(), function, "there is no endogenous regressor; use ols");
  for (const auto* list : {&model.endogenous, &model.instruments}) {
    for (const auto& [name, values] : *list) {
      require_same_size(function, model.exogenous.response_name, model.exogenous.rows(), name,
                        to_size(values.size()));
      const std::span<const Scalar> column(values.data(), to_size(n));
      require_finite(function, name, column);
      require_squares(function, name, column);
    }
  }
  require_squares<Scalar>(function, model.exogenous.response_name,
                          {model.exogenous.response.data(), model.exogenous.rows()});
  for (Eigen::Index j = 0; j < model.exogenous.design.cols(); ++j) {
    require_squares(function, model.exogenous.names[to_size(j)],
                    column_span(model.exogenous.design, j));
  }
  r.response_name = model.exogenous.response_name;
  r.response = model.exogenous.response;
  r.time = model.exogenous.time;
  r.entity = model.exogenous.entity;
  r.endogenous = columns_of(model.endogenous, n);
  for (const auto& [name, values] : model.endogenous) r.endogenous_names.push_back(name);

  // instruments after the exogenous columns, so that the latter win
  const Eigen::Index kw = model.exogenous.design.cols();
  dense_matrix<Scalar> all(n, kw + std::ssize(model.instruments));
  all.leftCols(kw) = model.exogenous.design;
  all.rightCols(all.cols() - kw) = columns_of(model.instruments, n);
  std::vector<std::string> names = model.exogenous.names;
  for (const auto& [name, values] : model.instruments) names.push_back(name);
  require(all.cols() < n, function, "there are ", n, " observations for ", all.cols(),
          " instruments");
  const checked_qr<Scalar> qr(all);
  for (const dropped_column& d : qr.dropped()) {
    r.omitted.push_back({names[to_size(d.column)], d.ratio});
  }
  std::vector<Eigen::Index> w, z;
  for (const Eigen::Index j : qr.kept()) (j < kw ? w : z).push_back(j);
  r.exogenous.resize(n, std::ssize(w));
  for (std::size_t j = 0; j < w.size(); ++j) {
    r.exogenous.col(to_index(j)) = all.col(w[j]);
    r.names.push_back(names[to_size(w[j])]);
  }
  r.instruments.resize(n, std::ssize(z));
  for (std::size_t j = 0; j < z.size(); ++j) {
    r.instruments.col(to_index(j)) = all.col(z[j]);
    r.instrument_names.push_back(names[to_size(z[j])]);
  }
  r.intercept = model.exogenous.intercept && !w.empty() && w.front() == 0;
  require(r.instruments.cols() >= r.endogenous.cols(), function, "there are ", r.instruments.cols(),
          " excluded instruments (collinear ones removed) for ", r.endogenous.cols(),
          " endogenous regressors");
  r.names.insert(r.names.end(), r.endogenous_names.begin(), r.endogenous_names.end());
  r.sample.used = to_size(n);
  r.observations = static_cast<double>(n);
  r.parameters = static_cast<double>(r.names.size());
}

// fit statistics from coefficients: residuals of y - X b, not of the projected X
template <class Scalar>
void finish_iv(iv_result<Scalar>& r, const dense_matrix<Scalar>& x) {
  using std::sqrt;
  r.residuals = extended_residual(x, r.coefficients, r.response);
  r.residual_sum_of_squares = r.residuals.squaredNorm();
  const double dof = r.observations - r.parameters;
  if (dof > 0) r.sigma = sqrt(Scalar(r.residual_sum_of_squares / Scalar(dof)));
  const Scalar mean = r.intercept ? r.response.mean() : Scalar(0);
  const Scalar tss = (r.response.array() - mean).matrix().squaredNorm();
  if (tss > Scalar(0)) r.r2 = 1 - static_cast<double>(r.residual_sum_of_squares / tss);
}

}  // namespace detail

/// k-class instrumental variables.
///
///   b = (X'(I - kappa M_Z) X)^-1 X'(I - kappa M_Z) y,   M_Z = I - Z (Z'Z)^-1 Z'
///
/// kappa = 1 is 2SLS; LIML takes the smallest eigenvalue of (Y*'M_Z Y*)^-1 Y*'M_W Y*, Y* = [y Y];
/// Fuller subtracts alpha / (n - L). Scores are rows of (I - kappa M_Z) X times u, bread the inverse
/// above; for 2SLS that is the usual sandwich on the fitted regressors.
///
/// @param model    exogenous part from regress(), endogenous columns, excluded instruments
/// @param spec     covariance, as for ols; iid uses sigma^2 = RSS / (n - k) with the true regressors
/// @throws argument_error  fewer instruments than endogenous regressors, shapes, missing values
/// @throws rank_deficiency_error  fitted regressors collinear: the equation is not identified
/// @note   2SLS equals Stata ivregress 2sls (small), AER ivreg, gretl tsls and linearmodels with
///         debiased = True
/// @see    Davidson & MacKinnon (1993), Estimation and Inference in Econometrics, ch. 18; Fuller
///         (1977), Econometrica 45
/// Example: examples/regress/instruments.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] iv_result<Scalar> iv(const iv_regression<Scalar>& model, const Spec& spec = {},
                                   const std::type_identity_t<iv_options<Scalar>>& options = {}) {
  iv_result<Scalar> r;
  detail::prepare_iv("iv", model, r);
  const Eigen::Index kw = r.exogenous.cols();
  const Eigen::Index m = r.endogenous.cols();
  const dense_matrix<Scalar> z = beside(r.exogenous, r.instruments);
  const checked_qr<Scalar> qr(z);
  const dense_matrix<Scalar> v = detail::residuals_on(qr, z, r.endogenous);  // M_Z Y

  r.kappa = 1;
  r.method = "2SLS";
  if (options.kappa) {
    r.kappa = *options.kappa;
    r.method = text("k-class, kappa ", *options.kappa);
  } else if (options.method != k_class::two_stage) {
    dense_matrix<Scalar> both(r.response.size(), m + 1);
    both.col(0) = r.response;
    both.rightCols(m) = r.endogenous;
    dense_matrix<Scalar> outer = both;
    if (kw > 0) {
      const checked_qr<Scalar> qw(r.exogenous);
      outer = detail::residuals_on(qw, r.exogenous, both);
    }
    const dense_matrix<Scalar> inner = detail::residuals_on(qr, z, both);
    const dense_matrix<Scalar> a = outer.transpose() * outer;
    const dense_matrix<Scalar> b = inner.transpose() * inner;
    r.kappa = r.instruments.cols() == m
                  ? 1.0  // exactly identified: LIML is 2SLS
                  : static_cast<double>(detail::smallest_generalised<Scalar>(a, b));
    r.method = text("LIML, kappa ", significant_text(r.kappa, 6));
    if (options.method == k_class::fuller) {
      r.kappa -= options.fuller_constant / (r.observations - static_cast<double>(z.cols()));
      r.method =
          text("Fuller(", options.fuller_constant, "), kappa ", significant_text(r.kappa, 6));
    }
  }

  const dense_matrix<Scalar> x = beside(r.exogenous, r.endogenous);
  // (I - kappa M_Z) X: the exogenous columns stay as they are
  dense_matrix<Scalar> projected = x;
  projected.rightCols(m) -= Scalar(r.kappa) * v;
  dense_matrix<Scalar> bread;
  if (r.kappa == 1) {
    const checked_qr<Scalar> fitted(projected);
    if (!fitted.dropped().empty()) {
      throw rank_deficiency_error(
          text("iv: the equation is not identified: given the instruments, ",
               r.names[to_size(fitted.dropped().front().column)],
               " is determined by the other regressors (ratio ",
               significant_text(fitted.dropped().front().ratio, 3), ")"));
    }
    r.coefficients = fitted.solve(projected, r.response);
    bread = fitted.inverse_gram();
  } else {
    // X'(I - kappa M_Z) X is symmetric; scaled columns, then a checked QR as a solver
    const dense_matrix<Scalar> gram = projected.transpose() * x;
    const dense_vector<Scalar> scale = x.colwise().norm().cwiseInverse().transpose();
    const dense_matrix<Scalar> scaled = scale.asDiagonal() * gram * scale.asDiagonal();
    const checked_qr<Scalar> solver(scaled);
    if (!solver.dropped().empty()) {
      throw rank_deficiency_error("iv: the equation is not identified by these instruments");
    }
    bread.resize(x.cols(), x.cols());
    for (Eigen::Index j = 0; j < x.cols(); ++j) {
      dense_vector<Scalar> unit = dense_vector<Scalar>::Zero(x.cols());
      unit[j] = Scalar(1);
      bread.col(j) = scale.asDiagonal() * solver.solve(scaled, unit) * scale[j];
    }
    bread = ((bread + bread.transpose()) / Scalar(2)).eval();
    r.coefficients = bread * (projected.transpose() * r.response);
    r.coefficients +=
        bread * (projected.transpose() * extended_residual(x, r.coefficients, r.response));
  }
  detail::finish_iv(r, x);

  estimation_scores<Scalar> scores;
  scores.bread = bread;
  scores.scores = r.residuals.asDiagonal() * projected;
  scores.residuals = r.residuals;
  scores.residual_sum_of_squares = r.residual_sum_of_squares;
  scores.observations = r.observations;
  scores.parameters = r.parameters;
  scores.intercept = r.intercept;
  scores.time = r.time;
  scores.entity = r.entity;
  if (wants_leverage(spec)) scores.leverage = leverage_of(projected, bread);
  apply_covariance(r, scores, spec);
  if (options.keep_parts == keep::scores) r.scores = std::move(scores);
  return r;
}

enum class gmm_weight { two_step, iterated, continuously_updated };

template <class Scalar>
struct gmm_options {
  gmm_weight weight = gmm_weight::two_step;
  int max_iterations = 200;
  double tolerance = 1e-12;         ///< on the relative change of the coefficients
  bool accept_unconverged = false;  ///< a flagged result in place of convergence_error
};

template <class Scalar>
struct gmm_result : iv_result<Scalar> {
  double j_statistic = 0;  ///< g' S^-1 g
  int iterations = 0;
  bool converged = true;
};

/// Linear GMM with moments Z'(y - X b) and efficient weights.
///
///   b = (X'Z S^-1 Z'X)^-1 X'Z S^-1 Z'y,   V = (X'Z S^-1 Z'X)^-1,   J = u'Z S^-1 Z'u
///
/// S is the covariance of the moments under `spec` (any covariance type, with its own small-sample
/// factor): at the 2SLS estimate in two steps, to the fixed point when iterated, inside the criterion
/// when continuously updated. V takes S at the final estimate. Inference is normal.
///
/// @throws convergence_error  iterated or continuously updated without convergence
/// @see    Hansen (1982), Econometrica 50; Hansen, Heaton & Yaron (1996), JBES 14
template <class Scalar, class Spec>
[[nodiscard]] gmm_result<Scalar> iv_gmm(
    const iv_regression<Scalar>& model, const Spec& spec,
    const std::type_identity_t<gmm_options<Scalar>>& options = {}) {
  gmm_result<Scalar> r;
  static_cast<iv_result<Scalar>&>(r) = iv(model, iid{});
  const dense_matrix<Scalar> x = beside(r.exogenous, r.endogenous);
  // an orthonormal basis of the instruments: the estimator is invariant and S well scaled
  dense_matrix<Scalar> z = beside(r.exogenous, r.instruments);
  const checked_qr<Scalar> qr(z);
  {
    const dense_matrix<Scalar> triangle = qr.triangle();
    for (Eigen::Index j = 0; j < z.cols(); ++j) {  // Q = Z R^-1, column by column
      for (Eigen::Index i = 0; i < j; ++i) z.col(j) -= triangle(i, j) * z.col(i);
      z.col(j) /= triangle(j, j);
    }
  }
  const dense_matrix<Scalar> zx = z.transpose() * x;
  const dense_vector<Scalar> zy = z.transpose() * r.response;
  const auto moments = [&](const dense_vector<Scalar>& b) {
    const dense_vector<Scalar> u = r.response - x * b;
    estimation_scores<Scalar> s;
    s.bread = dense_matrix<Scalar>::Identity(z.cols(), z.cols());
    s.scores = u.asDiagonal() * z;
    s.residuals = u;
    s.residual_sum_of_squares = u.squaredNorm();
    s.observations = r.observations;
    s.parameters = 0;  // moments, not estimates: no parameters are counted
    s.intercept = r.intercept;
    s.time = model.exogenous.time;
    s.entity = model.exogenous.entity;
    s.normal_inference = true;
    return covariance(s, spec);
  };
  const auto inverse = [&](const dense_matrix<Scalar>& s) {
    const auto e = symmetric_eigen<Scalar>(s);
    if (!(e.values[0] > e.values[e.values.size() - 1] * Scalar(1e-13))) {
      throw rank_deficiency_error(
          "iv_gmm: the covariance of the moments is singular (too few clusters for the moments?)");
    }
    return dense_matrix<Scalar>(e.vectors * e.values.cwiseInverse().asDiagonal() *
                                e.vectors.transpose());
  };
  dense_matrix<Scalar> variance;
  const auto step = [&](const dense_matrix<Scalar>& weight) {
    const dense_matrix<Scalar> gram = zx.transpose() * weight * zx;
    const checked_qr<Scalar> solver(gram);
    if (!solver.dropped().empty()) {
      throw rank_deficiency_error("iv_gmm: the equation is not identified by these instruments");
    }
    return dense_vector<Scalar>(
        solver.solve(gram, dense_vector<Scalar>(zx.transpose() * (weight * zy))));
  };
  const auto criterion = [&](const dense_vector<Scalar>& b, const dense_matrix<Scalar>& weight) {
    const dense_vector<Scalar> g = zy - zx * b;
    return Scalar(g.dot(weight * g));
  };

  dense_vector<Scalar> b = r.coefficients;
  dense_matrix<Scalar> weight = inverse(moments(b).matrix);
  std::vector<double> trace;
  if (options.weight == gmm_weight::two_step) {
    b = step(weight);
    r.iterations = 1;
    r.method = "two-step GMM";
  } else {
    const bool updating = options.weight == gmm_weight::continuously_updated;
    r.method = updating ? "continuously updated GMM" : "iterated GMM";
    r.converged = false;
    for (r.iterations = 1; r.iterations <= options.max_iterations; ++r.iterations) {
      dense_vector<Scalar> next;
      if (!updating) {
        next = step(weight);
      } else {
        // Newton on Q(b) = g(b)' S(b)^-1 g(b): gradient and Hessian by central differences
        const auto q = [&](const dense_vector<Scalar>& at) {
          return criterion(at, inverse(moments(at).matrix));
        };
        const Eigen::Index k = b.size();
        dense_vector<Scalar> h(k), gradient(k);
        dense_matrix<Scalar> hessian(k, k);
        for (Eigen::Index i = 0; i < k; ++i) {
          using std::sqrt;
          h[i] = Scalar(1e-3) * sqrt((*r.covariance)(i, i));
        }
        const Scalar here = q(b);
        for (Eigen::Index i = 0; i < k; ++i) {
          dense_vector<Scalar> up = b, down = b;
          up[i] += h[i];
          down[i] -= h[i];
          const Scalar qu = q(up), qd = q(down);
          gradient[i] = (qu - qd) / (Scalar(2) * h[i]);
          hessian(i, i) = (qu - Scalar(2) * here + qd) / (h[i] * h[i]);
          for (Eigen::Index j = 0; j < i; ++j) {
            dense_vector<Scalar> pp = up, pm = up, mp = down, mm = down;
            pp[j] += h[j];
            pm[j] -= h[j];
            mp[j] += h[j];
            mm[j] -= h[j];
            hessian(i, j) = hessian(j, i) =
                (q(pp) - q(pm) - q(mp) + q(mm)) / (Scalar(4) * h[i] * h[j]);
          }
        }
        const dense_vector<Scalar> d = h;  // scaled unknowns: steps in units of the errors
        const dense_matrix<Scalar> scaled = d.asDiagonal() * hessian * d.asDiagonal();
        const auto e = symmetric_eigen<Scalar>(scaled);
        dense_vector<Scalar> along = e.vectors.transpose() * (d.asDiagonal() * gradient);
        const Scalar floor = e.values.cwiseAbs().maxCoeff() * Scalar(1e-10);
        for (Eigen::Index i = 0; i < k; ++i) {
          const Scalar curvature = e.values[i] < Scalar(0) ? Scalar(-e.values[i]) : e.values[i];
          along[i] /= curvature > floor ? curvature : floor;
        }
        const dense_vector<Scalar> direction = d.asDiagonal() * (e.vectors * along);
        Scalar length(1);
        next = b - direction;
        while (q(next) > here && length > Scalar(1e-8)) {
          length /= Scalar(2);
          next = b - length * direction;
        }
      }
      const double change = static_cast<double>((next - b).norm() / (Scalar(1e-300) + next.norm()));
      trace.push_back(change);
      b = next;
      weight = inverse(moments(b).matrix);
      // central differences leave about eps^(1/2) of noise in the continuously updated step
      if (change < (updating ? (std::max)(options.tolerance, 1e-9) : options.tolerance)) {
        r.converged = true;
        break;
      }
    }
    if (!r.converged && !options.accept_unconverged) {
      throw convergence_error(text("iv_gmm: no convergence in ", options.max_iterations,
                                   " iterations (last relative change ", trace.back(), ")"),
                              trace);
    }
    if (!r.converged) r.notes.push_back("did not converge");
  }
  r.coefficients = b;
  r.j_statistic = static_cast<double>(criterion(b, weight));
  detail::finish_iv(static_cast<iv_result<Scalar>&>(r), x);
  const covariance_estimate<Scalar> at_end = moments(b);
  const dense_matrix<Scalar> gram = zx.transpose() * inverse(at_end.matrix) * zx;
  const dense_matrix<Scalar> v = inverse(gram);
  r.covariance = dense_matrix<Scalar>((v + v.transpose()) / Scalar(2));
  std::string moment_label = at_end.label;  // moments have no parameters: n/(n-k) is one
  const std::string factor_text = ", factor n/(n-k)";
  const std::size_t at_factor = moment_label.find(factor_text);
  if (at_factor != std::string::npos && at_end.recipe.factor == 1) {
    moment_label.erase(at_factor, factor_text.size());
  }
  r.covariance_label = "efficient GMM, moments: " + moment_label;
  r.inference_dof = std::numeric_limits<double>::infinity();
  r.notes.insert(r.notes.end(), at_end.notes.begin(), at_end.notes.end());
  r.scores.reset();
  return r;
}

}  // namespace bilateral
