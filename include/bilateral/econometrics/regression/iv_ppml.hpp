#pragma once
/// Poisson pseudo maximum likelihood with instruments and absorbed fixed effects: GMM on additive or
/// multiplicative moments.

#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/regression/detail/instrumented.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// What is orthogonal to the instruments.
enum class poisson_moment {
  additive,       ///< y - mu: the error is added to the mean; with X as instruments it is ppml
  multiplicative  ///< y / mu - 1: the error multiplies it; with X as instruments it is gamma_pml
};

template <class Scalar>
struct iv_ppml_options {
  poisson_moment moment = poisson_moment::additive;
  bool two_step = true;            ///< efficient weights where over-identified; else those of 2SLS
  dense_vector<Scalar> weights{};  ///< of a row's moments; empty is none
  dense_vector<Scalar> frequency_weights{};  ///< counts
  dense_vector<Scalar> offset{};
  separation separated = separation::refuse;
  bool keep_singletons = false;
  keep keep_parts = keep::residuals;  ///< `scores` allows with_covariance
  double tolerance = 1e-8;            ///< of the last step: coefficients against their error
  int max_iterations = 200;
  absorb_options absorb{};
};

/// A fit; `names` has the exogenous columns first, then the endogenous, `omitted` instruments too.
template <class Scalar>
struct iv_ppml_result : result_head<Scalar> {
  std::string method;
  double observations = 0;
  double parameters = 0;
  bool intercept = true;
  std::vector<std::string> endogenous_names, instrument_names;
  std::vector<absorbed_effect> effects;
  std::size_t singletons = 0, separated = 0;
  std::optional<double> separation_residual;
  ppml_convergence convergence;         ///< `deviances` are empty: nothing is maximised
  std::optional<test_result> hansen_j;  ///< of the over-identifying restrictions, with two steps

  dense_vector<Scalar> fitted;            ///< (n) mu
  dense_vector<Scalar> predictor;         ///< (n) log mu
  dense_vector<Scalar> residuals;         ///< (n) y - mu
  dense_vector<Scalar> moment_residuals;  ///< (n) y - mu or y / mu - 1
  std::optional<estimation_scores<Scalar>> scores;
};

namespace detail {

// inverse of a symmetric positive matrix, its diagonal brought to one
template <class Scalar>
dense_matrix<Scalar> inverse_of_moments(const char* function, const dense_matrix<Scalar>& s) {
  const dense_vector<Scalar> unit = s.diagonal().cwiseSqrt().cwiseInverse();
  const dense_matrix<Scalar> scaled = unit.asDiagonal() * s * unit.asDiagonal();
  const checked_qr<Scalar> qr(scaled);
  if (!qr.dropped().empty()) {
    throw rank_deficiency_error(text(function, ": the covariance of the ", s.rows(),
                                     " moments has rank ", qr.rank(),
                                     ": there are too few clusters for so many instruments, "
                                     "or instruments repeat each other"));
  }
  dense_matrix<Scalar> inverse(s.rows(), s.rows());
  for (Eigen::Index j = 0; j < s.cols(); ++j) {
    const dense_vector<Scalar> e = dense_vector<Scalar>::Unit(s.rows(), j);
    inverse.col(j) = qr.solve(scaled, e);
  }
  inverse = symmetric_part(inverse);
  return unit.asDiagonal() * inverse * unit.asDiagonal();
}

template <class Scalar>
class iv_poisson_fit {
 public:
  using vector = dense_vector<Scalar>;
  using matrix = dense_matrix<Scalar>;

  iv_poisson_fit(const iv_regression<Scalar>& model, const std::vector<factor>& effects,
                 const iv_ppml_options<Scalar>& options)
      : options_(options), all_(without_instruments("iv_ppml", model)) {
    require(options_.tolerance > 0 && options_.tolerance <= 1e-4, "iv_ppml", "tolerance is ",
            options_.tolerance, "; it must be above 0 and at most 1e-4");
    require(!model.endogenous.empty() || model.instruments.empty(), "iv_ppml",
            "there are instruments but no endogenous regressor");
    require(!all_.names.empty(), "iv_ppml", "there are no regressors");
    start_from_ppml(model, effects);
  }

  template <class Spec>
  iv_ppml_result<Scalar> estimate(const Spec& spec, estimation_scores<Scalar>& scores) {
    const bool over = rows_.z.cols() > rows_.x.cols();
    const bool additive = options_.moment == poisson_moment::additive;
    result_.method = text("IV-PPML, ", additive ? "additive" : "multiplicative", " moments");
    iterate({});
    if (over && options_.two_step) {
      result_.method += ", two-step GMM";
      const matrix weight = inverse_of_moments<Scalar>("iv_ppml", moment_covariance(spec));
      iterate(weight);
      judge(weight);
    } else if (over) {
      result_.method += ", weights of 2SLS";
    }
    describe(scores);
    return std::move(result_);
  }

 private:
  // sample, separation, collinear regressors and the start are those of ppml
  void start_from_ppml(const iv_regression<Scalar>& model, const std::vector<factor>& effects) {
    ppml_options<Scalar> start;
    start.weights = options_.weights;
    start.frequency_weights = options_.frequency_weights;
    start.offset = options_.offset;
    start.separated = options_.separated;
    start.keep_singletons = options_.keep_singletons;
    start.absorb = options_.absorb;
    const auto fit = [&] {
      try {
        return ppml(all_, effects, heteroskedastic{hc::hc0}, start);
      } catch (const separation_error& e) {  // it speaks for ppml
        throw separation_error(text("iv_", e.what()));
      }
    }();
    rows_ = rows_kept(model, all_, effects, fit);
    counts_ = options_.frequency_weights.size() > 0;
    const vector& given = counts_ ? options_.frequency_weights : options_.weights;
    weight_ = vector::Ones(rows_.y.size());
    for (Eigen::Index i = 0; i < weight_.size() && given.size() > 0; ++i) {
      weight_[i] =
          given[fit.sample.kept.empty() ? i : Eigen::Index(fit.sample.kept[std::size_t(i)])];
    }
    eta_ = fit.predictor;
    b_ = fit.coefficients;
    auto& r = result_;
    r.response_name = fit.response_name;
    r.names = fit.names;
    r.sample = fit.sample;
    r.omitted = fit.omitted;
    r.notes = fit.notes;
    r.observations = fit.observations;
    r.parameters = fit.parameters;
    r.intercept = fit.intercept;
    r.effects = fit.effects;
    r.singletons = fit.singletons;
    r.separated = fit.separated;
    r.separation_residual = fit.separation_residual;
    if (!model.endogenous.empty()) {
      choose_instruments("iv_ppml", rows_, vector(weight_.cwiseProduct(fit.fitted)),
                         options_.absorb, r.omitted);
    }
    r.endogenous_names.assign(rows_.names.begin() + rows_.exogenous, rows_.names.end());
    r.instrument_names.assign(rows_.instrument_names.begin() + rows_.exogenous,
                              rows_.instrument_names.end());
    absorbed_ = fit.parameters - static_cast<double>(fit.names.size());
  }

  // moment residual u and -du / d eta of each row
  void evaluate() {
    using std::exp;
    mu_ = eta_.unaryExpr([](const Scalar& e) { return Scalar(exp(e)); });
    if (options_.moment == poisson_moment::additive) {
      u_ = rows_.y - mu_;
      slope_ = mu_;
    } else {
      slope_ = rows_.y.cwiseQuotient(mu_);
      u_ = slope_.array() - Scalar(1);
    }
  }

  // working response, regressors and instruments within the effects, at the weights of the step
  struct step_parts {
    matrix x, z, jacobian;                   // z' w x
    vector working, left, weights, moments;  // z' u
  };
  step_parts parts_at(double floor) const {
    step_parts p;
    p.weights = weight_.cwiseProduct(slope_.cwiseMax(Scalar(floor)));
    p.working = weight_.cwiseProduct(u_).cwiseQuotient(p.weights);
    const Eigen::Index k = rows_.x.cols(), l = rows_.z.cols();
    matrix columns(rows_.y.size(), 1 + k + l);
    columns.col(0) = p.working;
    columns.middleCols(1, k) = rows_.x;
    columns.rightCols(l) = rows_.z;
    const matrix within = rows_.within(columns, p.weights, options_.absorb).residuals;
    p.left = within.col(0);
    p.x = within.middleCols(1, k);
    p.z = within.rightCols(l);
    p.jacobian = p.z.transpose() * p.weights.asDiagonal() * p.x;
    p.moments = p.z.transpose() * weight_.cwiseProduct(u_);
    return p;
  }

  // (A' V A)^-1 A' V: what turns moments into coefficients; V is that of 2SLS where none is given
  [[nodiscard]] matrix solution_of(const step_parts& p, const matrix& given) const {
    const matrix& a = p.jacobian;
    const matrix v = given.size() > 0
                         ? given
                         : inverse_of_moments<Scalar>(
                               "iv_ppml", matrix(p.z.transpose() * p.weights.asDiagonal() * p.z));
    const matrix gram = a.transpose() * v * a;
    const vector unit = gram.diagonal().cwiseSqrt().cwiseInverse();
    const matrix scaled = unit.asDiagonal() * gram * unit.asDiagonal();
    const checked_qr<Scalar> qr(scaled);
    if (!qr.dropped().empty()) {
      throw rank_deficiency_error("iv_ppml: the equation is not identified by these instruments");
    }
    const matrix right = unit.asDiagonal() * a.transpose() * v;
    matrix out(a.cols(), a.rows());
    for (Eigen::Index j = 0; j < out.cols(); ++j)
      out.col(j) = qr.solve(scaled, vector(right.col(j)));
    return unit.asDiagonal() * out;
  }

  // Newton steps to A' V g = 0, the moments of the effects held at zero
  void iterate(const matrix& given) {
    using std::isfinite;
    using std::sqrt;
    ppml_convergence& convergence = result_.convergence;
    std::vector<double> trace;
    evaluate();
    double last = 1;
    for (int count = 1; count <= options_.max_iterations; ++count) {
      // a step of y / mu has no slope where y is zero: the expected one from afar, a small one nearby
      const bool additive = options_.moment == poisson_moment::additive;
      const double floor = additive ? 0 : (last < 0.1 ? 1e-3 : 1.0);
      const step_parts p = parts_at(floor);
      const step_parts exact = floor == 1e-3 ? parts_at(least_slope()) : step_parts{};
      const step_parts& equation = floor == 1e-3 ? exact : p;
      const matrix h = solution_of(equation, given);
      const vector delta = h * equation.moments;
      vector change = p.working - p.left + p.x * delta;
      const double size =
          static_cast<double>(sqrt(Scalar(change.cwiseAbs2().dot(p.weights) / p.weights.sum())));
      const double step = size > 1 ? 1 / size : 1;  // means move by a factor of e at most
      eta_ += Scalar(step) * change;
      b_ += Scalar(step) * delta;
      evaluate();
      last = step * size;
      ++convergence.iterations;
      convergence.change = last;
      trace.push_back(last);
      if (!isfinite(u_.sum())) break;
      if (step == 1 && settled(delta, h, equation, last)) return;
    }
    throw convergence_error(text("iv_ppml: not converged after ", trace.size(),
                                 " iterations (the last one "
                                 "changed the linear predictor by ",
                                 significant_text(trace.back(), 3),
                                 "): the moments have no solution, or the instruments are weak"),
                            trace);
  }

  [[nodiscard]] bool settled(const vector& delta, const matrix& h, const step_parts& p,
                             double rms) const {
    using std::abs;
    using std::sqrt;
    if (rms > 1e2 * options_.tolerance) return false;
    const matrix meat = p.z.transpose() * (weight_.cwiseProduct(u_)).cwiseAbs2().asDiagonal() * p.z;
    for (Eigen::Index j = 0; j < delta.size(); ++j) {
      const Scalar error = sqrt(Scalar(h.row(j) * meat * h.row(j).transpose()));
      const Scalar size = (std::max)(Scalar(abs(b_[j])), error);
      if (abs(delta[j]) > Scalar(options_.tolerance) * size) return false;
    }
    return true;
  }

  // covariance of the moments under a spec; they have no parameters
  template <class Spec>
  [[nodiscard]] matrix moment_covariance(const Spec& spec) const {
    const step_parts p = parts_at(least_slope());
    estimation_scores<Scalar> s = context();
    s.parameters = 0;
    s.absorbed = 0;
    s.effects.clear();
    if (wants_scores(spec)) {
      s.bread = matrix::Identity(p.z.cols(), p.z.cols());
      s.scores = weight_.cwiseProduct(u_).asDiagonal() * p.z;
      s.residuals = u_;
    } else {
      s.bread = model_covariance(p);
      s.dispersion = dispersion();
    }
    covariance_estimate<Scalar> v = covariance(s, spec);
    return v.matrix;
  }
  // variance of the moments where that of y is mu (additive) or mu^2 phi (multiplicative)
  [[nodiscard]] matrix model_covariance(const step_parts& p) const {
    const vector variance =
        options_.moment == poisson_moment::additive ? vector(weight_.cwiseProduct(mu_)) : weight_;
    return p.z.transpose() * variance.asDiagonal() * p.z;
  }
  [[nodiscard]] double dispersion() const {
    if (options_.moment == poisson_moment::additive) return 1;
    const double dof = result_.observations - result_.parameters;
    return static_cast<double>(weight_.dot(vector(u_.cwiseAbs2()))) / dof;
  }
  // slopes of zero weigh nothing beside the others in the Jacobian
  [[nodiscard]] double least_slope() const {
    return options_.moment == poisson_moment::additive ? 0 : 1e-12;
  }

  [[nodiscard]] estimation_scores<Scalar> context() const {
    estimation_scores<Scalar> s;
    s.observations = result_.observations;
    s.parameters = result_.parameters;
    s.absorbed = absorbed_;
    s.intercept = result_.intercept;
    s.normal_inference = true;
    s.effects = rows_.effects;
    s.kept = result_.sample.kept;
    s.given = all_.rows();
    if (counts_) s.frequency = weight_;
    set_time(s, all_, result_.sample.kept);
    return s;
  }

  void judge(const matrix& weight) {
    weight_matrix_ = weight;
    const step_parts p = parts_at(least_slope());
    const double restrictions = static_cast<double>(rows_.z.cols() - rows_.x.cols());
    test_result t;
    t.name = "Hansen J";
    t.null = "the instruments are orthogonal to the error";
    t.statistic = static_cast<double>(p.moments.dot(weight * p.moments));
    t.distribution = text("chi-squared(", restrictions, ")");
    t.p_value = chi_squared_upper_tail(t.statistic, restrictions);
    result_.hansen_j = std::move(t);
  }

  // Scores that the covariances of the library understand: with psi_i = H z_i u_i the influence of row
  // i and B = H M H' the covariance of the model, bread is B and the scores B^-1 psi_i.
  void describe(estimation_scores<Scalar>& scores) {
    const step_parts p = parts_at(least_slope());
    const matrix h = solution_of(p, weight_matrix_);
    scores = context();
    const matrix bread = h * model_covariance(p) * h.transpose();
    scores.bread = symmetric_part(bread);
    scores.dispersion = dispersion();
    const matrix back = inverse_of_moments<Scalar>("iv_ppml", scores.bread) * h;
    scores.scores = weight_.cwiseProduct(u_).asDiagonal() * (p.z * back.transpose());
    scores.residuals = u_;
    auto& r = result_;
    r.coefficients = b_;
    r.fitted = mu_;
    r.predictor = eta_;
    r.residuals = rows_.y - mu_;
    r.moment_residuals = u_;
  }

  const iv_ppml_options<Scalar>& options_;
  regression<Scalar> all_;
  instrumented_rows<Scalar> rows_;
  bool counts_ = false;
  double absorbed_ = 0;
  vector weight_, eta_, mu_, u_, slope_, b_;
  matrix weight_matrix_;  // of two steps
  iv_ppml_result<Scalar> result_;
};

}  // namespace detail

/// Poisson pseudo maximum likelihood with endogenous regressors and absorbed fixed effects.
///
///   E[z_i (y_i - mu_i)] = 0 (additive) or E[z_i (y_i / mu_i - 1)] = 0 (multiplicative),
///   mu_i = exp(offset_i + x_i b + effects),   z_i exogenous regressors, instruments and the effects' dummies
///
/// Each Newton step is weighted two-stage least squares with the effects partialled out of regressors,
/// instruments and the working residual, so that the moments of the effects hold exactly whatever their
/// number. Over-identified models take the weights of 2SLS, then the inverse covariance of the moments
/// under `spec` (two-step GMM), with Hansen's J. Rows and regressors left out are those of ppml.
///
/// @param model    exogenous part from regress(), endogenous columns, excluded instruments; without
///                 either all regressors are their own instruments
/// @param effects  one factor for each set of effects; none is allowed
/// @param spec     covariance of estimates and, with two steps, of the moments
/// @throws argument_error  fewer instruments than endogenous regressors are left after the effects,
///                         instruments for no endogenous regressor, no regressors, shapes
/// @throws convergence_error  the moments have no solution that Newton's steps find
/// @note   The two moments are not both right: an omitted factor that multiplies the mean asks for the
///         multiplicative ones. Estimated effects bias the multiplicative estimator, and both where groups
///         keep few rows: split_panel_jackknife. With X as instruments the additive one equals ppml and
///         the multiplicative one gamma_pml; Stata ivpoisson gmm is the same without effects.
/// @see    Mullahy (1997), Review of Economics and Statistics 79(4); Windmeijer & Santos Silva (1997),
///         J. Applied Econometrics 12(3); Kwon, Larch, Yoon & Yotov (2026) (effects partialled out)
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] iv_ppml_result<Scalar> iv_ppml(
    const iv_regression<Scalar>& model, const std::vector<factor>& effects, const Spec& spec = {},
    const std::type_identity_t<iv_ppml_options<Scalar>>& options = {}) {
  require(!wants_leverage(spec), "iv_ppml", "HC2 to HC4 have no meaning with instruments");
  estimation_scores<Scalar> scores;
  auto result = detail::iv_poisson_fit<Scalar>(model, effects, options).estimate(spec, scores);
  apply_covariance(result, scores, spec);
  if (options.keep_parts == keep::scores) result.scores = std::move(scores);
  return result;
}

}  // namespace bilateral
