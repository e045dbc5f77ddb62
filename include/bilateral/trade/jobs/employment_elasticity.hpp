#pragma once
/// The elasticity of employment to investment, and to growth: jobs follow with a lag.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/estimator/series_design.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/series/transform.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace bilateral {

/// Jobs and investment of entities (sectors, firms, regions) over time, rows in any order.
struct employment_panel {
  Eigen::VectorXd employment;      ///< (n) jobs, not negative
  Eigen::VectorXd investment;      ///< (n) above zero
  factor entity = {};              ///< (n); no codes: one series
  std::vector<std::int64_t> time;  ///< (n) period of each row; a lag is one less
};

/// What explains employment: its logarithm by least squares, or its count (which may be zero) by PPML.
enum class employment_form { logarithm, count };

struct employment_options {
  int lags = 0;  ///< of investment, besides the current one
  employment_form form = employment_form::logarithm;
};

/// The rows that have all their lags, ready for an estimator; clusters and effects are cut to
/// `sample.kept`.
struct employment_model {
  regression<double> equation;
  std::vector<factor> effects;
  sample_summary sample;
  employment_options options;
};

namespace detail {

template <class = when_called>
void check_employment(const char* function, const employment_panel& panel,
                      const std::vector<factor>& effects, const employment_options& options) {
  const auto n = to_size(panel.employment.size());
  require(n > 0, function, "there are no observations");
  require(options.lags >= 0, function, "lags is ", options.lags, "; it must not be negative");
  require_same_size(function, "employment", n, "investment", to_size(panel.investment.size()));
  require_same_size(function, "employment", n, "time", panel.time.size());
  if (!panel.entity.codes.empty()) {
    require_same_size(function, "employment", n, panel.entity.name, panel.entity.size());
  }
  for (const factor& f : effects) require_same_size(function, "employment", n, f.name, f.size());
  require_positive(function, "investment", std::span<const double>(panel.investment.data(), n));
  for (std::size_t i = 0; i < n; ++i) {
    const double jobs_there = panel.employment[to_index(i)];
    require(std::isfinite(jobs_there) && jobs_there >= 0, function, "employment is ", jobs_there,
            " in row ", i + 1, "; it must not be negative");
    require(jobs_there > 0 || options.form == employment_form::count, function,
            "employment is 0 in row ", i + 1,
            ": its logarithm is undefined; the form employment_form::count takes zero jobs");
  }
}

// The rows sorted by entity and period, and where each row stands there.
class panel_order {
 public:
  panel_order(const char* function, const employment_panel& panel) : panel_(panel) {
    const auto n = to_size(panel.employment.size());
    for (std::size_t i = 0; i < n; ++i) order_.emplace_back(entity(i), panel.time[i], i);
    std::sort(order_.begin(), order_.end());
    place_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      const auto& [who, when, row] = order_[i];
      place_[row] = i;
      if (i == 0 || who != std::get<0>(order_[i - 1])) continue;
      require(when != std::get<1>(order_[i - 1]), function,
              panel.entity.codes.empty() ? std::string("the series") : panel.entity.label(who),
              " is there twice in period ", when);
    }
  }

  // the row of the same entity `lag` periods before row i; the sorted rows before it are its
  // entity's earlier periods, the one sought at most `lag` places back
  [[nodiscard]] std::optional<std::size_t> before(std::size_t i, int lag) const {
    const std::size_t reach = (std::min)(to_size(lag), place_[i]);
    for (std::size_t back = 0; back <= reach; ++back) {
      const auto& [who, when, row] = order_[place_[i] - back];
      if (who == entity(i) && when == panel_.time[i] - lag) return row;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::int32_t entity(std::size_t i) const {
    return panel_.entity.codes.empty() ? 0 : panel_.entity.codes[i];
  }
  const employment_panel& panel_;
  std::vector<std::tuple<std::int32_t, std::int64_t, std::size_t>> order_;
  std::vector<std::size_t> place_;
};

// Logarithms of investment 0..lags periods before each row that has them all; the others are named.
template <class = when_called>
std::vector<std::vector<double>> lagged_investment(const char* function,
                                                   const employment_panel& panel, int lags,
                                                   sample_summary& sample) {
  const panel_order order(function, panel);
  std::vector<std::vector<double>> logs(to_size(lags) + 1);
  for (std::size_t i = 0; i < panel.time.size(); ++i) {
    std::vector<double> found;
    for (int l = 0; l <= lags; ++l) {
      const auto row = order.before(i, l);
      if (!row) {
        sample.rows.push_back(
            {i + 1, text("no investment ", l, l == 1 ? " period" : " periods", " before")});
        break;
      }
      found.push_back(std::log(panel.investment[to_index(*row)]));
    }
    if (found.size() != logs.size()) continue;
    for (std::size_t l = 0; l < logs.size(); ++l) logs[l].push_back(found[l]);
    sample.kept.push_back(i);
  }
  sample.used = sample.kept.size();
  sample.dropped = sample.rows.size();
  return logs;
}

}  // namespace detail

/// Columns of the equation
///
///   log E_it (or E_it) = effects + b_0 log I_it + b_1 log I_i,t-1 + ... + b_q log I_i,t-q
///
/// A lag is the same entity's value one period before, never the row before; rows without all lags are
/// left out and counted.
///
/// @param effects  fixed effects over all n rows (sector, year); none gives an intercept
/// @return         `sample.rows` names the rows left out, counted from 1; `sample.kept` holds positions
/// @throws argument_error  shapes, an entity twice in one period, zero jobs in logarithms, investment not
///                         above zero (row named), no row with all lags
template <class = when_called>
[[nodiscard]] employment_model employment_equation(const employment_panel& panel,
                                                   const std::vector<factor>& effects = {},
                                                   const employment_options& options = {}) {
  constexpr const char* function = "employment_equation";
  detail::check_employment(function, panel, effects, options);
  employment_model out;
  out.options = options;
  const auto logs = detail::lagged_investment(function, panel, options.lags, out.sample);
  require(out.sample.used > 0, function, "no row has all ", options.lags, " lags of investment");
  const auto rows = to_index(out.sample.used);
  Eigen::VectorXd response(rows);
  std::vector<std::int64_t> time;
  for (Eigen::Index i = 0; i < rows; ++i) {
    const std::size_t from = out.sample.kept[to_size(i)];
    const double jobs_there = panel.employment[to_index(from)];
    response[i] = options.form == employment_form::logarithm ? std::log(jobs_there) : jobs_there;
    time.push_back(panel.time[from]);
  }
  std::vector<named_column<double>> columns;
  for (std::size_t l = 0; l < logs.size(); ++l) {
    columns.emplace_back(
        l == 0 ? std::string("log(investment)") : text("lag(log(investment),", l, ")"),
        Eigen::Map<const Eigen::VectorXd>(logs[l].data(), rows));
  }
  out.equation = regress<double>(
      response, columns,
      {.intercept = effects.empty(),
       .response_name =
           options.form == employment_form::logarithm ? "log(employment)" : "employment"});
  if (panel.entity.codes.empty()) out.equation.time = std::move(time);
  for (const factor& f : effects) out.effects.push_back(subset(f, out.sample.kept));
  return out;
}

/// An employment equation with its elasticities.
template <class Fit>
struct employment_fit {
  Fit fit;
  coefficient_row impact;    ///< of investment in the same period
  coefficient_row long_run;  ///< sum over the lags
};

namespace detail {
template <class Fit>
employment_fit<Fit> employment_elasticities(Fit fit, const employment_model& model) {
  std::vector<std::pair<std::string, double>> all;
  for (const std::string& name : model.equation.names) {
    if (name != intercept_name) all.emplace_back(name, 1.0);
  }
  auto impact = linear_combination(fit, {all.front()}), long_run = linear_combination(fit, all);
  impact.name = "impact";
  long_run.name = "long run";
  return {std::move(fit), std::move(impact), std::move(long_run)};
}
}  // namespace detail

/// Elasticity of employment to investment by least squares in logarithms, effects absorbed.
///
/// @param spec     covariance of the model's rows (`model.sample.kept` of the panel's)
/// @return         the fit, the impact elasticity b_0 and the long-run one b_0 + ... + b_q with its error
/// @throws argument_error  a model made for counts, one without effects (use the other overload), or what
///                         the estimator refuses
/// @see    Hamermesh (1993), Labor Demand, ch. 2-3
template <class Spec = iid>
[[nodiscard]] employment_fit<fixed_effects_result<double>> employment_within(
    const employment_model& model, const Spec& spec = {}) {
  require(model.options.form == employment_form::logarithm, "employment_within",
          "the model is one of counts; use employment_counts");
  return detail::employment_elasticities(ols(model.equation, model.effects, spec), model);
}

/// The same without effects, with an intercept.
template <class Spec = iid>
[[nodiscard]] employment_fit<ols_result<double>> employment_pooled(const employment_model& model,
                                                                   const Spec& spec = {}) {
  require(model.options.form == employment_form::logarithm && model.effects.empty(),
          "employment_pooled",
          "the model is one of counts or has effects; use employment_counts or employment_within");
  return detail::employment_elasticities(ols(model.equation, spec), model);
}

/// The same by Poisson pseudo maximum likelihood, which takes zero jobs; effects, where there are any, are
/// absorbed.
///
///   E[jobs_it] = exp(effects + b_0 log I_it + ...)
///
/// @see  Santos Silva & Tenreyro (2006), Review of Economics and Statistics 88(4)
template <class Spec = heteroskedastic>
[[nodiscard]] employment_fit<ppml_result<double>> employment_counts(
    const employment_model& model, const Spec& spec = {},
    const ppml_options<double>& options = {}) {
  require(model.options.form == employment_form::count, "employment_counts",
          "the model is one of logarithms; make it with employment_form::count");
  return detail::employment_elasticities(ppml(model.equation, model.effects, spec, options), model);
}

/// Growth of employment against growth of output.
struct employment_intensity {
  ols_result<double> fit;
  coefficient_row elasticity;  ///< e
  /// Output growth at which employment stands still, -a/e in log points a period, by the delta method;
  /// none where e is zero.
  std::optional<coefficient_row> threshold;
};

/// Okun-type employment elasticity of growth.
///
///   d log E_t = a + e d log Y_t + u_t
///
/// @param employment,output  above zero, same frequency and span, without gaps
/// @throws argument_error   values not above zero (period named); @throws alignment_error  spans
/// @see    Okun (1962), Proceedings of the American Statistical Association; Kapsos (2006), ILO
///         Employment Strategy Papers 2005/12
template <frequency F, unit U, unit V, class Spec = iid>
[[nodiscard]] employment_intensity employment_growth_elasticity(const series<F, U>& employment,
                                                                const series<F, V>& output,
                                                                const Spec& spec = {}) {
  const auto equation =
      regress(difference(log(employment)), {{"d.log(output)", difference(log(output))}});
  employment_intensity out{ols(equation, spec), {}, {}};
  out.elasticity = linear_combination(out.fit, {{"d.log(output)", 1.0}});
  out.elasticity.name = "employment elasticity";
  const double a = out.fit.coefficients[0], e = out.elasticity.estimate;
  if (e != 0) {
    // the gradient of -a/e is (-1/e, a/e^2): a combination of the coefficients with these weights
    out.threshold =
        linear_combination(out.fit, {{intercept_name, -1 / e}, {"d.log(output)", a / (e * e)}});
    auto& t = *out.threshold;
    const double shift = -a / e - t.estimate;
    t.name = "growth that keeps employment";
    t.estimate += shift;
    if (t.low) t.low = *t.low + shift;
    if (t.high) t.high = *t.high + shift;
    t.statistic = {};
    t.p_value = {};
    if (t.std_error && *t.std_error > 0) {
      t.statistic = t.estimate / *t.std_error;
      t.p_value = student_t_two_sided(*t.statistic, out.fit.inference_dof);
    }
  }
  return out;
}

}  // namespace bilateral
