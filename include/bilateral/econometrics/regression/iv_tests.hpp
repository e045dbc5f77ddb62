#pragma once
/// Tests after instrumental variables: over-identification, endogeneity, instrument strength, and
/// inference that is valid whatever that strength.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/regression/detail/iv_statistics.hpp>
#include <bilateral/econometrics/regression/gmm.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/test_result.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Sargan's test: n u'P_Z u / u'u, chi-squared(L - k); only for 2SLS or LIML with iid errors.
/// @return  none when the equation is exactly identified
/// @see     Sargan (1958), Econometrica 26
template <class Scalar>
[[nodiscard]] std::optional<test_result> sargan_test(const iv_result<Scalar>& r) {
  const Eigen::Index extra = r.instruments.cols() - r.endogenous.cols();
  if (extra == 0) return std::nullopt;
  const dense_matrix<Scalar> z = beside(r.exogenous, r.instruments);
  const dense_vector<Scalar> u =  // of the columns as the fit has them, weighted where they are
      extended_residual(beside(r.exogenous, r.endogenous), r.coefficients, r.response);
  const auto fit = least_squares(z, u);
  test_result t;
  t.name = "Sargan test";
  t.null = "the instruments are valid";
  t.statistic = r.observations *
                (1 - static_cast<double>(fit.residual_sum_of_squares / r.residual_sum_of_squares));
  t.distribution = text("chi-squared(", extra, ")");
  t.p_value = chi_squared_upper_tail(t.statistic, static_cast<double>(extra));
  return t;
}

/// Hansen's J of a GMM fit, chi-squared(L - k). @return  none when exactly identified
/// @see  Hansen (1982), Econometrica 50(4)
template <class Scalar>
[[nodiscard]] std::optional<test_result> hansen_j_test(const gmm_result<Scalar>& r) {
  const Eigen::Index extra = r.instruments.cols() - r.endogenous.cols();
  if (extra == 0) return std::nullopt;
  test_result t;
  t.name = "Hansen J test";
  t.null = "the moment conditions hold";
  t.statistic = r.j_statistic;
  t.distribution = text("chi-squared(", extra, ")");
  t.p_value = chi_squared_upper_tail(t.statistic, static_cast<double>(extra));
  return t;
}

namespace detail {

// what absorbed effects add to scores made of the columns within them
template <class Scalar>
void count_absorbed(estimation_scores<Scalar>& s, const iv_result<Scalar>& r, bool want_leverage) {
  if (r.absorbed == 0) return;
  require(r.scores.has_value(), "iv",
          "the fit kept no scores: estimate with .keep_parts = "
          "keep::scores");
  require(!want_leverage, "iv", "HC2 to HC4 are not offered with instruments and effects");
  s.parameters += r.absorbed;
  s.absorbed = r.absorbed;
  s.effects = r.scores->effects;
  s.kept = r.scores->kept;
  s.given = r.scores->given;
}

// least squares on the rows of an equation with instruments, its effects counted
template <class Scalar, class Spec>
ols_result<Scalar> auxiliary_fit(const iv_result<Scalar>& r, regression<Scalar> model,
                                 const Spec& spec) {
  model.intercept = r.intercept;
  model.time = r.time;
  model.entity = r.entity;
  if (r.absorbed == 0) return ols(model, spec);
  auto fit = ols(model, iid{}, {.keep_parts = keep::scores});
  count_absorbed(*fit.scores, r, wants_leverage(spec));
  fit.parameters = fit.scores->parameters;
  return with_covariance(std::move(fit), spec);
}

}  // namespace detail

/// Durbin-Wu-Hausman by the auxiliary regression: residuals of the first stages added to the
/// equation must not matter. Under iid it is the Wu-Hausman F; under any other covariance the Wald
/// test of the same coefficients.
/// @see  Hausman (1978), Econometrica 46; Wooldridge (2010), 6.3.1
template <class Scalar, class Spec = iid>
[[nodiscard]] test_result durbin_wu_hausman_test(const iv_result<Scalar>& r,
                                                 const Spec& spec = {}) {
  const dense_matrix<Scalar> z = beside(r.exogenous, r.instruments);
  const checked_qr<Scalar> qr(z);
  regression<Scalar> model;
  model.response_name = r.response_name;
  model.response = r.response;
  model.names = r.names;
  model.design =
      beside(beside(r.exogenous, r.endogenous), detail::residuals_on(qr, z, r.endogenous));
  std::vector<std::string> added;
  for (const auto& name : r.endogenous_names) added.push_back("residual(" + name + ")");
  model.names.insert(model.names.end(), added.begin(), added.end());
  test_result t = wald_test(detail::auxiliary_fit(r, std::move(model), spec), added);
  t.name = "Durbin-Wu-Hausman test";
  t.null = "the regressors are exogenous";
  return t;
}

/// The first stage of one endogenous regressor.
struct first_stage_result {
  std::string endogenous;
  test_result f;          ///< excluded instruments are zero, under the covariance asked for
  double partial_r2 = 0;  ///< of the excluded instruments, exogenous columns partialled out
  double shea_r2 = 0;     ///< Shea's, which allows for the other endogenous regressors
};

/// First-stage F, partial R2 and Shea's partial R2 of each endogenous regressor.
/// @see  Shea (1997), Review of Economics and Statistics 79
template <class Scalar, class Spec = iid>
[[nodiscard]] std::vector<first_stage_result> first_stage(const iv_result<Scalar>& r,
                                                          const Spec& spec = {}) {
  std::vector<first_stage_result> out;
  const Eigen::Index kw = r.exogenous.cols();
  const dense_matrix<Scalar> z = beside(r.exogenous, r.instruments);
  const dense_matrix<Scalar> x = beside(r.exogenous, r.endogenous);
  const checked_qr<Scalar> qx(x);
  const dense_matrix<Scalar> x_gram = qx.inverse_gram();
  dense_matrix<Scalar> fitted = x;
  const checked_qr<Scalar> qz(z);
  fitted.rightCols(r.endogenous.cols()) -= detail::residuals_on(qz, z, r.endogenous);
  const checked_qr<Scalar> qf(fitted);
  const dense_matrix<Scalar> f_gram = qf.inverse_gram();
  for (Eigen::Index j = 0; j < r.endogenous.cols(); ++j) {
    first_stage_result one;
    one.endogenous = r.endogenous_names[to_size(j)];
    regression<Scalar> stage;
    stage.response_name = one.endogenous;
    stage.response = r.endogenous.col(j);
    stage.design = z;
    stage.names.assign(r.names.begin(), r.names.begin() + kw);
    stage.names.insert(stage.names.end(), r.instrument_names.begin(), r.instrument_names.end());
    const auto fit = detail::auxiliary_fit(r, stage, spec);
    one.f = wald_test(fit, r.instrument_names);
    one.f.name = "first-stage F";
    one.f.null = "the excluded instruments do not explain " + one.endogenous;
    Scalar outer = stage.response.squaredNorm();
    if (kw > 0) {
      const dense_vector<Scalar> y = stage.response;
      outer = least_squares(r.exogenous, y).residual_sum_of_squares;
    }
    one.partial_r2 = 1 - static_cast<double>(fit.residual_sum_of_squares / outer);
    if (qf.dropped().empty() && qx.dropped().empty()) {
      one.shea_r2 = static_cast<double>(x_gram(kw + j, kw + j) / f_gram(kw + j, kw + j));
    }
    out.push_back(std::move(one));
  }
  return out;
}

namespace detail {

// exogenous columns partialled out of Y and Z; Z replaced by an orthonormal basis
template <class Scalar>
struct partialled_iv {
  dense_matrix<Scalar> y;  // (n x m)
  dense_matrix<Scalar> q;  // (n x l), q'q = 1
  dense_matrix<Scalar> v;  // M_Z Y
};

template <class Scalar>
partialled_iv<Scalar> partial_out(const iv_result<Scalar>& r) {
  partialled_iv<Scalar> p;
  p.y = r.endogenous;
  p.q = r.instruments;
  if (r.exogenous.cols() > 0) {
    const checked_qr<Scalar> qw(r.exogenous);
    p.y = residuals_on(qw, r.exogenous, p.y);
    p.q = residuals_on(qw, r.exogenous, p.q);
  }
  for (int pass = 0; pass < 2; ++pass) {  // modified Gram-Schmidt, twice is enough
    for (Eigen::Index j = 0; j < p.q.cols(); ++j) {
      for (Eigen::Index i = 0; i < j; ++i) {
        p.q.col(j) -= p.q.col(i).dot(p.q.col(j)) * p.q.col(i);
      }
      p.q.col(j) /= p.q.col(j).norm();
    }
  }
  p.v = p.y - p.q * (p.q.transpose() * p.y);
  return p;
}

// scores z_i u_i of the reduced form in some directions of the instruments, for any covariance
template <class Scalar>
estimation_scores<Scalar> reduced_form_scores(const iv_result<Scalar>& r,
                                              const dense_vector<Scalar>& u,
                                              const dense_matrix<Scalar>& z, bool want_leverage) {
  auto s = moment_scores(r, u, z);
  s.parameters = static_cast<double>(r.exogenous.cols() + r.instruments.cols());
  s.intercept = false;
  count_absorbed(s, r, want_leverage);
  if (want_leverage) {
    const dense_matrix<Scalar> all = beside(r.exogenous, r.instruments);
    s.leverage = leverage_of(all, checked_qr<Scalar>(all).inverse_gram());
  }
  return s;
}

// B with B'AB = 1
template <class Scalar>
dense_matrix<Scalar> whitening(const dense_matrix<Scalar>& a) {
  const auto e = symmetric_eigen<Scalar>(a);
  return e.vectors * e.values.cwiseSqrt().cwiseInverse().asDiagonal();
}

}  // namespace detail

/// Cragg-Donald Wald F: the smallest eigenvalue of Sigma^-1/2 Y'P Y Sigma^-1/2 / L2 with
/// Sigma = V'V / (n - L), exogenous columns partialled out. With one endogenous regressor it is the
/// first-stage F.
/// @see  Cragg & Donald (1993), Econometric Theory 9; Stock & Yogo (2005)
template <class Scalar>
[[nodiscard]] double cragg_donald(const iv_result<Scalar>& r) {
  const auto p = detail::partial_out(r);
  const Scalar dof(r.observations - r.absorbed - double(r.exogenous.cols() + r.instruments.cols()));
  const dense_matrix<Scalar> w =
      detail::whitening<Scalar>(dense_matrix<Scalar>(p.v.transpose() * p.v / dof));
  const dense_matrix<Scalar> cross = p.q.transpose() * p.y * w;
  return static_cast<double>(
      symmetric_eigen<Scalar>(dense_matrix<Scalar>(cross.transpose() * cross)).values[0] /
      Scalar(static_cast<double>(p.q.cols())));
}

/// Kleibergen-Paap rank test that the first stages have rank m - 1: the rk LM-type Wald statistic,
/// chi-squared(L2 - m + 1), and its F form, rk / L2 with the small-sample factor of `spec`.
struct kleibergen_paap_result {
  test_result wald;  ///< chi-squared(L2 - m + 1)
  double f = 0;      ///< wald / L2
};

/// @param spec  covariance of the reduced form vec(Z'V): any type with scores
/// @see   Kleibergen & Paap (2006), J. Econometrics 133, eq. 1-14. With one endogenous regressor F
///        is the first-stage F under the same covariance
template <class Scalar, class Spec>
[[nodiscard]] kleibergen_paap_result kleibergen_paap(const iv_result<Scalar>& r, const Spec& spec) {
  const auto p = detail::partial_out(r);
  const Eigen::Index l = p.q.cols();
  const Eigen::Index m = p.y.cols();
  const dense_matrix<Scalar> f =
      detail::whitening<Scalar>(dense_matrix<Scalar>(p.y.transpose() * p.y));  // F'(Y'Y)F = 1
  // Theta = Q'Y F (l x m); smallest singular direction from the eigenvectors of both Grams
  const dense_matrix<Scalar> theta = p.q.transpose() * p.y * f;
  const auto right = symmetric_eigen<Scalar>(dense_matrix<Scalar>(theta.transpose() * theta));
  const auto left = symmetric_eigen<Scalar>(dense_matrix<Scalar>(theta * theta.transpose()));
  const dense_vector<Scalar> b = right.vectors.col(0);              // m
  const dense_matrix<Scalar> a = left.vectors.leftCols(l - m + 1);  // l x (l - m + 1)
  const dense_vector<Scalar> lambda = a.transpose() * theta * b;
  // covariance of A' Q'V F b: scores are (A'q_i) (v_i'F b)
  const dense_vector<Scalar> u = p.v * (f * b);
  const auto s = detail::reduced_form_scores<Scalar>(r, u, p.q * a, wants_leverage(spec));
  const auto v = covariance(s, spec);
  const checked_qr<Scalar> solver(v.matrix);
  kleibergen_paap_result out;
  out.wald.name = "Kleibergen-Paap rk Wald test";
  out.wald.null = "the equation is under-identified";
  out.wald.statistic = static_cast<double>(lambda.dot(solver.solve(v.matrix, lambda)));
  out.wald.distribution = text("chi-squared(", l - m + 1, ")");
  out.wald.p_value = chi_squared_upper_tail(out.wald.statistic, static_cast<double>(l - m + 1));
  out.wald.notes.push_back("covariance: " + v.label);
  out.f = out.wald.statistic / static_cast<double>(l);
  return out;
}

/// Effective F of Montiel Olea and Pflueger for one endogenous regressor.
///
///   F_eff = Y'Q Q'Y / tr(W),  W = covariance of Q'v under `spec`
///
/// with the critical value of the simplified (conservative) test that the Nagar bias of 2SLS exceeds
/// a share tau of the worst case: the 1 - alpha quantile of a non-central chi-squared(K, x K) / K,
/// x = 1 / tau, K = tr(W)^2 (1 + 2x) / (tr(W'W) + 2x tr(W) maxeig(W)).
struct effective_f_result {
  double f = 0;
  double effective_dof = 0;
  double critical_value = 0;
  double tau = 0.10;
};

/// @throws argument_error  more than one endogenous regressor
/// @see   Montiel Olea & Pflueger (2013), JBES 31(3), eq. 4 and theorem 1; with K = 1, tau = 0.1 the
///        critical value is 23.1
template <class Scalar, class Spec>
[[nodiscard]] effective_f_result effective_f(const iv_result<Scalar>& r, const Spec& spec,
                                             double tau = 0.10, double alpha = 0.05) {
  require(r.endogenous.cols() == 1, "effective_f", "there are ", r.endogenous.cols(),
          " endogenous regressors; the effective F is for one");
  const auto p = detail::partial_out(r);
  const auto s = detail::reduced_form_scores<Scalar>(r, p.v.col(0), p.q, wants_leverage(spec));
  const dense_matrix<Scalar> w = covariance(s, spec).matrix;
  const double trace = static_cast<double>(w.trace());
  const double squares = static_cast<double>((w.transpose() * w).trace());
  const double largest = static_cast<double>(symmetric_eigen<Scalar>(w).values[w.rows() - 1]);
  const double x = 1 / tau;
  effective_f_result out;
  out.tau = tau;
  out.f = static_cast<double>((p.q.transpose() * p.y).squaredNorm()) / trace;
  out.effective_dof = trace * trace * (1 + 2 * x) / (squares + 2 * x * trace * largest);
  out.critical_value =
      non_central_chi_squared_quantile(1 - alpha, out.effective_dof, x * out.effective_dof) /
      out.effective_dof;
  return out;
}

/// Anderson-Rubin test of b = b0 for the endogenous coefficients: the instruments must not explain
/// y - Y b0. Valid however weak the instruments are.
/// @see  Anderson & Rubin (1949), Annals of Mathematical Statistics 20
template <class Scalar, class Spec = iid>
[[nodiscard]] test_result anderson_rubin_test(const iv_result<Scalar>& r,
                                              const std::type_identity_t<dense_vector<Scalar>>& b0,
                                              const Spec& spec = {}) {
  require_same_size("anderson_rubin_test", "b0", to_size(b0.size()), "the endogenous regressors",
                    to_size(r.endogenous.cols()));
  regression<Scalar> model;
  model.response_name = r.response_name;
  model.response = r.response - r.endogenous * b0;
  model.design = beside(r.exogenous, r.instruments);
  model.names.assign(r.names.begin(), r.names.begin() + r.exogenous.cols());
  model.names.insert(model.names.end(), r.instrument_names.begin(), r.instrument_names.end());
  test_result t = wald_test(detail::auxiliary_fit(r, std::move(model), spec), r.instrument_names);
  t.name = "Anderson-Rubin test";
  t.null = "the endogenous coefficients are b0";
  return t;
}

/// A confidence set on the line: the union of these intervals, possibly empty or the whole line.
struct confidence_set {
  std::vector<std::pair<double, double>> intervals;  ///< ascending; ends may be infinite
  bool bounded = true;
  std::string text;  ///< in words: "[a, b]", "empty", "(-inf, a] or [b, inf)", "the whole line"
};

/// Anderson-Rubin confidence set for one endogenous coefficient under iid errors: the b0 that the
/// test does not reject, a quadratic inequality solved exactly. It may be unbounded or empty.
/// @throws argument_error  other than one endogenous regressor
/// @see  Dufour & Taamouti (2005), Econometrica 73(4)
template <class Scalar>
[[nodiscard]] confidence_set anderson_rubin_set(const iv_result<Scalar>& r, double level = 0.95) {
  require(r.endogenous.cols() == 1, "anderson_rubin_set", "there are ", r.endogenous.cols(),
          " endogenous regressors; the set is for one");
  dense_matrix<Scalar> both(r.response.size(), 2);
  both.col(0) = r.response;
  both.col(1) = r.endogenous.col(0);
  dense_matrix<Scalar> outer = both;
  if (r.exogenous.cols() > 0) {
    const checked_qr<Scalar> qw(r.exogenous);
    outer = detail::residuals_on(qw, r.exogenous, both);
  }
  const dense_matrix<Scalar> z = beside(r.exogenous, r.instruments);
  const dense_matrix<Scalar> inner = detail::residuals_on(checked_qr<Scalar>(z), z, both);
  const double l = static_cast<double>(r.instruments.cols());
  const double dof = r.observations - r.absorbed - static_cast<double>(z.cols());
  const Scalar c(f_quantile(level, l, dof) * l / dof);
  // AR(b) <= F: e'(M_W - M_Z) e <= c e' M_Z e with e = y - Y b
  const dense_matrix<Scalar> g =
      outer.transpose() * outer - (Scalar(1) + c) * (inner.transpose() * inner);
  const double qa = static_cast<double>(g(1, 1));
  const double qb = -static_cast<double>(g(0, 1));
  const double qc = static_cast<double>(g(0, 0));
  const double discriminant = qb * qb - qa * qc;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  confidence_set set;
  if (discriminant <= 0) {
    if (qa > 0) {
      set.text = "empty: the model is rejected at every value";
    } else {
      set.bounded = false;
      set.intervals = {{-infinity, infinity}};
      set.text = "the whole line: the instruments say nothing";
    }
    return set;
  }
  const double root = std::sqrt(discriminant);
  const double q = qb > 0 ? -qb - root : -qb + root;  // no cancellation
  double low = q / qa;
  double high = qc / q;
  if (low > high) std::swap(low, high);
  if (qa > 0) {
    set.intervals = {{low, high}};
    set.text = text("[", significant_text(low, 6), ", ", significant_text(high, 6), "]");
  } else {
    set.bounded = false;
    set.intervals = {{-infinity, low}, {high, infinity}};
    set.text = text("(-inf, ", significant_text(low, 6), "] or [", significant_text(high, 6),
                    ", inf): unbounded, the instruments are weak");
  }
  return set;
}

}  // namespace bilateral
