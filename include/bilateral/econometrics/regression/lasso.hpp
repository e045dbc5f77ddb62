#pragma once
/// Which of many regressors matter: the lasso and ridge with absorbed effects, of least squares and of
/// Poisson pseudo maximum likelihood, with a plug-in penalty that knows of clusters.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/covariance/iid.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/penalised_quadratic.hpp>
#include <bilateral/stats/distribution.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

enum class shrinkage { lasso, ridge };

/// What the penalty of a given value is multiplied by for each regressor.
enum class penalty_scale {
  standard_deviation,  ///< of the regressor over the sample: its unit does not matter
  none
};

template <class Scalar>
struct lasso_options {
  std::optional<double> penalty{};  ///< lambda; none: the plug-in value
  shrinkage kind = shrinkage::lasso;
  penalty_scale scale = penalty_scale::standard_deviation;  ///< with a given penalty
  factor cluster{};                        ///< plug-in: (n); without codes each row is its own
  std::vector<std::string> unpenalised{};  ///< regressors that stay in any case
  double c = 1.1;                          ///< plug-in
  std::optional<double> gamma{};           ///< plug-in; none: 0.1 / log n
  int max_rounds = 15;                     ///< plug-in: refreshments of the loadings
  double tolerance = 1e-9;                 ///< of the last step of the linear predictor
  int max_iterations = 500;
  absorb_options absorb{};
};

/// A penalised fit: every candidate with its coefficient, zero where it is not selected.
template <class Scalar>
struct lasso_result {
  std::vector<std::string> names;     ///< candidates, in the order of the model
  dense_vector<Scalar> coefficients;  ///< (k)
  std::vector<std::string> selected;  ///< not zero, the unpenalised included
  std::vector<omitted_term> omitted;  ///< the effects determine them: no candidates
  double lambda = 0;                  ///< as given, or c sqrt(n) Phi^-1(1 - gamma / (2 k))
  dense_vector<Scalar> loadings;      ///< (k) phi; zero where not penalised
  dense_vector<Scalar> penalties;  ///< (k) of |b_k| (ridge: of b_k^2 / 2) beside the sums of rows
  dense_vector<Scalar> score;      ///< (k) sum of x_k (y - fitted), x within the effects
  double violation = 0;            ///< largest miss of the conditions, a share of the largest |x|'y
  int iterations = 0;              ///< of reweighted least squares, all rounds
  int rounds = 0;                  ///< of loadings
  bool converged = true;           ///< the loadings stand still
  std::size_t clusters = 0;        ///< of the loadings; zero with a given penalty
  sample_summary sample;
  std::vector<std::string> notes;
};

/// The penalised Poisson fit and, for its selection, PPML without penalty.
template <class Scalar>
struct ppml_lasso_result {
  lasso_result<Scalar> lasso;
  ppml_result<Scalar> post;
};

/// Correlates of a selected regressor among those not selected.
template <class Scalar>
struct iceberg_result {
  std::string name;
  lasso_result<Scalar> lasso;
};

namespace detail {

template <class Scalar>
regression<Scalar> only_columns(const regression<Scalar>& model,
                                const std::vector<std::string>& names,
                                const std::vector<std::size_t>& rows) {
  regression<Scalar> out;
  out.response_name = model.response_name;
  out.intercept = false;
  const auto n = to_index(rows.empty() ? model.rows() : rows.size());
  const auto row = [&](Eigen::Index i) { return rows.empty() ? i : to_index(rows[to_size(i)]); };
  out.response.resize(n);
  for (Eigen::Index i = 0; i < n; ++i) out.response[i] = model.response[row(i)];
  out.design.resize(n, std::ssize(names));
  for (std::size_t j = 0; j < names.size(); ++j) {
    const auto found = std::find(model.names.begin(), model.names.end(), names[j]);
    require(found != model.names.end(), "lasso", "there is no regressor ", names[j]);
    const Eigen::Index from = found - model.names.begin();
    for (Eigen::Index i = 0; i < n; ++i) {
      out.design(i, to_index(j)) = model.design(row(i), from);
    }
    out.names.push_back(names[j]);
  }
  if (rows.empty()) out.time = model.time;
  return out;
}

// The sample of a lasso, its penalties, and the steps that least squares and Poisson share.
template <class Scalar>
class lasso_work {
 public:
  lasso_work(const char* function, regression<Scalar> model, std::vector<factor> effects,
             const factor& cluster, const lasso_options<Scalar>& options)
      : function_(function),
        model_(std::move(model)),
        effects_(std::move(effects)),
        options_(options),
        cluster_(cluster) {
    const Eigen::Index k = model_.design.cols();
    penalised_.assign(to_size(k), 1);
    for (const std::string& name : options_.unpenalised) {
      const auto found = std::find(model_.names.begin(), model_.names.end(), name);
      require(found != model_.names.end(), function_, "unpenalised: there is no regressor ", name);
      penalised_[to_size(found - model_.names.begin())] = 0;
    }
    out_.names = model_.names;
    out_.coefficients = dense_vector<Scalar>::Zero(k);
    out_.loadings = out_.penalties = out_.score = out_.coefficients;
    out_.sample.used = model_.rows();
  }

  // columns within the effects at these weights
  [[nodiscard]] dense_matrix<Scalar> within(const dense_matrix<Scalar>& columns,
                                            const dense_vector<Scalar>& weights) const {
    return absorb(columns, groupings_of(effects_), weights, options_.absorb).residuals;
  }

  // columns that the effects determine leave the model
  void leave_out_absorbed() {
    const dense_vector<Scalar> one = dense_vector<Scalar>::Ones(model_.response.size());
    const dense_matrix<Scalar> left = within(model_.design, one);
    std::vector<std::string> stay;
    std::vector<char> penalised;
    for (Eigen::Index j = 0; j < left.cols(); ++j) {
      const dense_vector<Scalar> x = model_.design.col(j);
      const Scalar spread = (x.array() - x.mean()).matrix().norm();
      const Scalar ratio = spread > Scalar(0) ? Scalar(left.col(j).norm() / spread) : Scalar(0);
      const std::string& name = model_.names[to_size(j)];
      if (ratio > Scalar(1e-7)) {
        stay.push_back(name);
        penalised.push_back(penalised_[to_size(j)]);
      } else {
        out_.omitted.push_back({name, static_cast<double>(ratio), "determined by the effects"});
      }
    }
    if (out_.omitted.empty()) return;
    model_ = only_columns(model_, stay, {});
    penalised_ = penalised;
    out_.names = stay;
    out_.coefficients = dense_vector<Scalar>::Zero(model_.design.cols());
    out_.loadings = out_.penalties = out_.score = out_.coefficients;
  }

  // penalties of a given lambda; `size` is what the sum over the rows is divided by
  void set_given(const Scalar& size) {
    out_.lambda = *options_.penalty;
    for (Eigen::Index j = 0; j < model_.design.cols(); ++j) {
      if (penalised_[to_size(j)] == 0) continue;
      const dense_vector<Scalar> x = model_.design.col(j);
      using std::sqrt;
      const Scalar spread = sqrt(Scalar((x.array() - x.mean()).square().mean()));
      const Scalar phi = options_.scale == penalty_scale::none ? Scalar(1) : spread;
      out_.loadings[j] = phi;
      out_.penalties[j] = Scalar(out_.lambda) * size * phi;
      if (options_.kind == shrinkage::ridge) out_.penalties[j] *= phi;
    }
  }

  // the plug-in lambda, and loadings from scores x_k u summed by cluster
  void set_plugin(const dense_matrix<Scalar>& left, const dense_vector<Scalar>& u) {
    using std::sqrt;
    const auto n = static_cast<double>(model_.rows());
    const auto candidates =
        static_cast<double>(std::count(penalised_.begin(), penalised_.end(), 1));
    const double gamma = options_.gamma ? *options_.gamma : 0.1 / std::log(n);
    out_.lambda = options_.c * std::sqrt(n) * normal_quantile(1 - gamma / (2 * candidates));
    const bool clustered = !cluster_.codes.empty();
    out_.clusters = clustered ? to_size(cluster_.levels) : model_.rows();
    dense_vector<Scalar> sum(to_index(out_.clusters));
    for (Eigen::Index j = 0; j < left.cols(); ++j) {
      if (penalised_[to_size(j)] == 0) continue;
      sum.setZero();
      for (Eigen::Index i = 0; i < left.rows(); ++i) {
        sum[clustered ? Eigen::Index(cluster_.codes[to_size(i)]) : i] += left(i, j) * u[i];
      }
      out_.loadings[j] = sqrt(Scalar(sum.squaredNorm() / Scalar(n)));
      out_.penalties[j] = Scalar(out_.lambda) * out_.loadings[j];
    }
  }

  // b for the working response, both within the effects at these weights
  dense_vector<Scalar> step(const dense_matrix<Scalar>& left, const dense_vector<Scalar>& response,
                            const dense_vector<Scalar>& weights) const {
    const dense_matrix<Scalar> weighted = weights.asDiagonal() * left;
    const dense_matrix<Scalar> gram = left.transpose() * weighted;
    const dense_vector<Scalar> right = weighted.transpose() * response;
    const dense_vector<Scalar> none = dense_vector<Scalar>::Zero(right.size());
    const bool ridge = options_.kind == shrinkage::ridge;
    return penalised_quadratic<Scalar>(gram, right, ridge ? none : out_.penalties,
                                       ridge ? out_.penalties : none, out_.coefficients)
        .solution;
  }

  [[nodiscard]] Scalar penalty_of(const dense_vector<Scalar>& b) const {
    if (options_.kind == shrinkage::ridge) return out_.penalties.dot(b.cwiseAbs2()) / Scalar(2);
    return out_.penalties.dot(b.cwiseAbs());
  }

  // the conditions of the minimum at u = y - fitted
  void describe(const dense_matrix<Scalar>& left, const dense_vector<Scalar>& u) {
    using std::abs;
    out_.score = left.transpose() * u;
    out_.selected.clear();
    Scalar worst(0), largest(0);
    for (Eigen::Index j = 0; j < left.cols(); ++j) {
      const Scalar b = out_.coefficients[j], p = out_.penalties[j], s = out_.score[j];
      const Scalar pull = options_.kind == shrinkage::ridge ? Scalar(p * b)
                          : b > Scalar(0)                   ? p
                                                            : Scalar(-p);
      const Scalar miss = b == Scalar(0) ? Scalar(abs(s) - p) : Scalar(abs(s - pull));
      worst = (std::max)(worst, miss);
      largest = (std::max)(largest, Scalar(left.col(j).cwiseAbs().dot(model_.response.cwiseAbs())));
      if (b != Scalar(0)) out_.selected.push_back(model_.names[to_size(j)]);
    }
    out_.violation = largest > Scalar(0) ? static_cast<double>(worst / largest) : 0.0;
  }

  [[nodiscard]] std::vector<std::string> always() const {
    std::vector<std::string> names;
    for (std::size_t j = 0; j < penalised_.size(); ++j) {
      if (penalised_[j] == 0) names.push_back(model_.names[j]);
    }
    return names;
  }
  [[nodiscard]] const regression<Scalar>& model() const { return model_; }
  [[nodiscard]] const std::vector<factor>& effects() const { return effects_; }
  [[nodiscard]] const lasso_options<Scalar>& options() const { return options_; }
  [[nodiscard]] lasso_result<Scalar>& out() { return out_; }
  [[nodiscard]] bool plugin() const { return !options_.penalty; }
  [[nodiscard]] const char* function() const { return function_; }

 private:
  const char* function_;
  regression<Scalar> model_;
  std::vector<factor> effects_;
  lasso_options<Scalar> options_;
  factor cluster_;
  std::vector<char> penalised_;
  lasso_result<Scalar> out_;
};

template <class Scalar>
void check_lasso(const char* function, const regression<Scalar>& model,
                 const lasso_options<Scalar>& options) {
  require(model.design.cols() > (model.intercept ? 1 : 0), function, "there are no regressors");
  require(!options.penalty || *options.penalty >= 0, function, "the penalty is ",
          options.penalty.value_or(0), "; it must not be negative");
  require(options.penalty || options.kind == shrinkage::lasso, function,
          "ridge has no plug-in penalty: give its value");
  require(options.c > 0 && (!options.gamma || (*options.gamma > 0 && *options.gamma < 1)), function,
          "c is ", options.c, " and gamma ", options.gamma.value_or(0),
          "; c must be above 0, gamma between 0 and 1");
  require(options.max_rounds >= 1 && options.tolerance > 0, function, "max_rounds is ",
          options.max_rounds, " and tolerance ", options.tolerance, "; at least 1 and above 0");
  require(options.cluster.codes.empty() || options.cluster.size() == model.rows(), function,
          options.cluster.name, " has ", options.cluster.size(), " rows, ", model.response_name,
          " ", model.rows());
}

template <class Scalar>
std::vector<std::string> slopes_of(const regression<Scalar>& model) {
  return {model.names.begin() + (model.intercept ? 1 : 0), model.names.end()};
}

inline std::vector<factor> or_constant(const std::vector<factor>& effects, std::size_t rows) {
  if (!effects.empty()) return effects;
  return {factor{"(all)", std::vector<std::int32_t>(rows, 0), 1, {}}};
}

template <class Scalar>
void note_rounds(lasso_result<Scalar>& out, int most) {
  if (out.converged) return;
  out.notes.push_back(text("the selection still changes after ", most,
                           " rounds of loadings; this is the last one"));
}

// minimum of sum(mu - y eta) + penalties at fixed penalties, from eta; eta is left at the minimum
template <class Scalar>
dense_matrix<Scalar> penalised_poisson(lasso_work<Scalar>& work, dense_vector<Scalar>& eta) {
  using std::sqrt;
  const dense_vector<Scalar>& y = work.model().response;
  dense_vector<Scalar>& b = work.out().coefficients;
  const auto objective = [&](const dense_vector<Scalar>& e, const dense_vector<Scalar>& at) {
    return Scalar((e.array().exp() - y.array() * e.array()).sum() + work.penalty_of(at));
  };
  std::vector<double> trace;
  for (int i = 0; i < work.options().max_iterations; ++i) {
    const dense_vector<Scalar> mu = eta.array().exp().matrix();
    dense_matrix<Scalar> both(y.size(), work.model().design.cols() + 1);
    const dense_vector<Scalar> z = eta + ((y - mu).array() / mu.array()).matrix();
    both << z, work.model().design;
    both = work.within(both, mu);
    const dense_vector<Scalar> rest = both.col(0);
    const dense_matrix<Scalar> left = both.rightCols(both.cols() - 1);
    const dense_vector<Scalar> to = work.step(left, rest, mu);
    const dense_vector<Scalar> change = (z - rest + left * to) - eta;
    const dense_vector<Scalar> turn = to - b;
    const Scalar before = objective(eta, b);
    Scalar share(1);
    // a longer step than 5 overflows long before it helps
    if (const Scalar top = change.cwiseAbs().maxCoeff(); top > Scalar(5)) share = Scalar(5) / top;
    const Scalar noise = Scalar(1e-13) * mu.sum();
    while (share > Scalar(1e-6) &&
           !(objective(eta + share * change, b + share * turn) <= before + noise)) {
      share /= Scalar(2);
    }
    eta += share * change;
    b += share == Scalar(1) ? turn : dense_vector<Scalar>(share * turn);
    if (share == Scalar(1)) b = to;
    ++work.out().iterations;
    trace.push_back(static_cast<double>(sqrt(Scalar(mu.dot(change.cwiseAbs2()) / mu.sum()))));
    if (trace.back() <= work.options().tolerance) {
      return work.within(work.model().design, eta.array().exp().matrix());
    }
  }
  throw convergence_error(text(work.function(), ": the penalised maximum is not found after ",
                               work.options().max_iterations, " iterations"),
                          trace);
}

// residuals and regressors within the effects of PPML on some columns, for the loadings
template <class Scalar>
void poisson_loadings(lasso_work<Scalar>& work, const std::vector<std::string>& columns) {
  ppml_options<Scalar> plain;
  plain.separated = separation::drop;
  plain.keep_singletons = true;
  plain.absorb = work.options().absorb;
  const auto post = ppml(only_columns(work.model(), columns, {}), work.effects(), iid{}, plain);
  dense_vector<Scalar> u = dense_vector<Scalar>::Zero(work.model().response.size());
  // a separated row has a mean of zero: next to nothing stands for it
  dense_vector<Scalar> mu =
      dense_vector<Scalar>::Constant(u.size(), post.fitted.minCoeff() * Scalar(1e-6));
  for (Eigen::Index i = 0; i < post.fitted.size(); ++i) {
    const auto& kept = post.sample.kept;
    const Eigen::Index at = kept.empty() ? i : to_index(kept[to_size(i)]);
    u[at] = post.residuals[i];
    mu[at] = post.fitted[i];
  }
  work.set_plugin(work.within(work.model().design, mu), u);
}

template <class Scalar>
void poisson_lasso(lasso_work<Scalar>& work, const dense_vector<Scalar>& start) {
  lasso_result<Scalar>& out = work.out();
  dense_vector<Scalar> eta = start;
  const dense_vector<Scalar>& y = work.model().response;
  if (!work.plugin()) {
    work.set_given(y.sum());
    const dense_matrix<Scalar> left = penalised_poisson(work, eta);
    work.describe(left, y - eta.array().exp().matrix());
    return;
  }
  std::vector<std::string> selected = work.always();
  out.converged = false;
  while (!out.converged && out.rounds < work.options().max_rounds) {
    poisson_loadings(work, selected);
    const dense_matrix<Scalar> left = penalised_poisson(work, eta);
    work.describe(left, y - eta.array().exp().matrix());
    ++out.rounds;
    // loadings follow from the selection: where that stands still they do
    out.converged = out.selected == selected;
    selected = out.selected;
  }
  note_rounds(out, work.options().max_rounds);
}

// least squares on the selected columns within the effects: what is left of the response
template <class Scalar>
dense_vector<Scalar> left_by(const dense_matrix<Scalar>& left, const dense_vector<Scalar>& y,
                             const std::vector<std::string>& names,
                             const std::vector<std::string>& selected) {
  dense_matrix<Scalar> x(left.rows(), std::ssize(selected));
  for (std::size_t s = 0; s < selected.size(); ++s) {
    const auto at = std::find(names.begin(), names.end(), selected[s]) - names.begin();
    x.col(to_index(s)) = left.col(at);
  }
  if (x.cols() == 0) return y;
  const checked_qr<Scalar> qr(x);
  dense_vector<Scalar> u = y;
  // by the kept columns only: the span is the same
  const dense_vector<Scalar> none = dense_vector<Scalar>::Zero(x.cols());
  const dense_matrix<Scalar> gram = x.transpose() * x;
  const dense_vector<Scalar> right = x.transpose() * y;
  if (qr.rank() == x.cols()) {
    u -= x * penalised_quadratic<Scalar>(gram, right, none, none).solution;
    return u;
  }
  const auto inverse = semidefinite_inverse(gram, dense_vector<Scalar>(gram.diagonal()), 1e-12);
  return u - x * (inverse.inverse * right);
}

template <class Scalar>
void linear_lasso(lasso_work<Scalar>& work) {
  lasso_result<Scalar>& out = work.out();
  const dense_vector<Scalar> one = dense_vector<Scalar>::Ones(work.model().response.size());
  const dense_matrix<Scalar> left = work.within(work.model().design, one);
  const dense_vector<Scalar> y = work.within(work.model().response, one).col(0);
  const auto minimum = [&] {
    out.coefficients = work.step(left, y, one);
    ++out.iterations;
    work.describe(left, y - left * out.coefficients);
  };
  if (!work.plugin()) {
    work.set_given(Scalar(static_cast<double>(work.model().rows())));
    return minimum();
  }
  std::vector<std::string> selected = work.always();
  out.converged = false;
  while (!out.converged && out.rounds < work.options().max_rounds) {
    work.set_plugin(left, left_by(left, y, work.model().names, selected));
    minimum();
    ++out.rounds;
    out.converged = out.selected == selected;
    selected = out.selected;
  }
  note_rounds(out, work.options().max_rounds);
}

}  // namespace detail

/// The lasso or ridge of least squares with absorbed effects (without any: with a constant).
///
///   min over a, b of  sum_i (y_i - x_i b - a[c(i)])^2 / 2 + sum_k p_k |b_k|       (ridge: p_k b_k^2 / 2)
///   p_k = lambda n phi_k (ridge: phi_k^2)       lambda given, phi_k the regressor's standard deviation
///   p_k = lambda phi_k                          plug-in: lambda = c sqrt(n) Phi^-1(1 - gamma / (2 k)),
///         phi_k^2 = (1/n) sum over clusters of (sum x_k u)^2, x within the effects, u what least squares
///         on the selected leave; refreshed until the selection stands still
///
/// @param model    response and candidates; @param effects  of the n rows; none for a constant
/// @param options  penalty, loadings, what is not penalised
/// @throws argument_error  shapes, penalties out of range, no regressors, a name that is not there
/// @note   lambda is that of R glmnet(standardize = TRUE) where phi is the standard deviation
/// @see    Belloni, Chernozhukov, Hansen & Kozbur (2016), J. Business & Economic Statistics 34(4)
template <class Scalar>
[[nodiscard]] lasso_result<Scalar> lasso(
    const regression<Scalar>& model, const std::vector<factor>& effects = {},
    const std::type_identity_t<lasso_options<Scalar>>& options = {}) {
  detail::check_lasso("lasso", model, options);
  detail::lasso_work<Scalar> work(
      "lasso", detail::only_columns(model, detail::slopes_of(model), {}),
      detail::or_constant(effects, model.rows()), options.cluster, options);
  work.leave_out_absorbed();
  detail::linear_lasso(work);
  return std::move(work.out());
}

/// The lasso or ridge of Poisson pseudo maximum likelihood with absorbed effects, then PPML on what it
/// selects: which provisions of trade agreements matter.
///
///   min over a, b of  sum_i (mu_i - y_i log mu_i) + sum_k p_k |b_k|,   log mu_i = x_i b + a[c(i)]
///   p_k = lambda (sum y) phi_k                  lambda given, phi_k the regressor's standard deviation
///   p_k = lambda phi_k                          plug-in, as in `lasso`, with u = y - mu of PPML on the
///                                               selected and x within the effects at weights mu
///
/// Dividing by sum y makes a given lambda independent of the unit of y. The sample is that of PPML with
/// the effects alone; candidates that the effects determine are listed as omitted. The second result is
/// PPML without penalty on the selected (ridge selects all).
///
/// @param spec   covariance of that second step; it does not know that its terms were selected
/// @throws argument_error  as lasso; y negative
/// @throws convergence_error  a limit of iterations
/// @see    Breinlich, Corradi, Rocha, Ruta, Santos Silva & Zylkin (2021), World Bank WPS 9629
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] ppml_lasso_result<Scalar> ppml_lasso(
    const regression<Scalar>& model, const std::vector<factor>& effects, const Spec& spec = {},
    const std::type_identity_t<lasso_options<Scalar>>& options = {},
    const std::type_identity_t<ppml_options<Scalar>>& plain = {}) {
  detail::check_lasso("ppml_lasso", model, options);
  require(
      plain.weights.size() == 0 && plain.frequency_weights.size() == 0 && plain.offset.size() == 0,
      "ppml_lasso", "weights and an offset are not offered");
  const std::vector<factor> absorbed = detail::or_constant(effects, model.rows());
  ppml_options<Scalar> first = plain;
  first.separated = separation::drop;
  first.keep_parts = keep::residuals;
  const auto alone = ppml(detail::only_columns(model, {}, {}), absorbed, iid{}, first);
  const auto& kept = alone.sample.kept;
  std::vector<factor> some = absorbed;
  if (!kept.empty()) {
    for (factor& f : some) f = subset(f, kept);
  }
  const bool cut = !kept.empty() && !options.cluster.codes.empty();
  detail::lasso_work<Scalar> work(
      "ppml_lasso", detail::only_columns(model, detail::slopes_of(model), kept), std::move(some),
      cut ? subset(options.cluster, kept) : options.cluster, options);
  work.leave_out_absorbed();
  detail::poisson_lasso(work, alone.predictor);
  ppml_lasso_result<Scalar> out;
  out.lasso = std::move(work.out());
  out.lasso.sample = alone.sample;
  auto again = detail::only_columns(model, out.lasso.selected, {});
  again.entity = model.entity;
  first.keep_parts = plain.keep_parts;
  out.post = ppml(again, absorbed, spec, first);
  return out;
}

/// The iceberg's other part: each selected regressor on all that were not selected, by the plug-in
/// lasso; those it finds may stand behind what the selected one was chosen for.
///
/// @param selected  names of the model's columns, of lasso or ppml_lasso
/// @param effects   partialled out; none for a constant
/// @see    Breinlich and others (2021), section 3.3
template <class Scalar>
[[nodiscard]] std::vector<iceberg_result<Scalar>> iceberg(
    const regression<Scalar>& model, const std::vector<std::string>& selected,
    const std::vector<factor>& effects = {},
    const std::type_identity_t<lasso_options<Scalar>>& options = {}) {
  std::vector<std::string> others;
  for (const std::string& name : detail::slopes_of(model)) {
    if (std::find(selected.begin(), selected.end(), name) == selected.end()) others.push_back(name);
  }
  require(!others.empty(), "iceberg", "every regressor is selected: there are none to find");
  std::vector<iceberg_result<Scalar>> out;
  for (const std::string& name : selected) {
    regression<Scalar> one = detail::only_columns(model, others, {});
    one.response_name = name;
    one.response = detail::only_columns(model, {name}, {}).design.col(0);
    lasso_options<Scalar> own = options;
    own.unpenalised.clear();
    out.push_back({name, lasso(one, effects, own)});
  }
  return out;
}

}  // namespace bilateral
