// Static regressions: log-log, arc, distributed lags; and the tests of the levels behind them.
#include "elasticity/methods.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/cointegration/residual_tests.hpp>
#include <bilateral/econometrics/dynamics/distributed_lag.hpp>
#include <bilateral/econometrics/regression/diagnostics.hpp>
#include <bilateral/stats/stationarity.hpp>
#include <bilateral/stats/unit_root.hpp>
#include <bilateral/trade/elasticity.hpp>

namespace elasticity_program {

void level_tests(answer& a, const sample& s, const request& want) {
  add_test(a, "adf_trade", [&] { return adf_test(span_of(s.y)).test; });
  add_test(a, "adf_price", [&] { return adf_test(span_of(s.x)).test; });
  add_test(a, "engle_granger", [&] {
    return engle_granger<double>({s.y_name, s.y}, s.price_and(s.controls),
                                 {.terms = long_run_terms(want.deterministics())}, s.seasonal)
        .test;
  });
  unit_root_tests(a, s, want);
}

void unit_root_tests(answer& a, const sample& s, const request& want) {
  if (!want.unit_root_tests) return;
  const bool trend = has_trend(want.deterministics());
  const auto terms = trend ? deterministic_terms::trend : deterministic_terms::constant;
  std::vector<std::pair<std::string, std::span<const double>>> series{{"trade", span_of(s.y)}};
  if (!s.x_name.empty()) series.emplace_back("price", span_of(s.x));
  for (const auto& [name, values] : s.controls) series.emplace_back(name, span_of(values));
  for (const auto& [name, values] : series) {
    add_test(a, "df_gls_" + name,
             [&, &v = values] { return df_gls_test(v, {.terms = terms}).test; });
    add_test(a, "phillips_perron_" + name,
             [&, &v = values] { return phillips_perron_test(v, {.terms = terms}).z_tau; });
    add_test(a, "kpss_" + name, [&, &v = values] { return kpss_test(v, {.trend = trend}).test; });
    add_test(a, "zivot_andrews_" + name, [&, &v = values] {
      return zivot_andrews_test(v, {.model = trend ? break_in::both : break_in::intercept}).test;
    });
  }
}

void say_of_what(answer& a, const sample& s, const request& want, const std::string& key,
                 const std::optional<double>& estimate) {
  if (!s.logs || s.x_name.empty()) return;
  if (want.measure == "volume") {
    a.notes.push_back(
        "the elasticity is of volume on price; where the price is a unit value of the "
        "same data, errors in it pull the estimate towards -1");
    return;
  }
  if (!estimate) return;
  a.figures.emplace_back("volume_" + key, figure{*estimate - 1, {}, {}, {}});
  a.notes.push_back(text("the elasticity is of value on price: ", significant_text(*estimate, 5),
                         " = 1 + ", significant_text(*estimate - 1, 5), " of volume on price"));
}

answer loglog(const sample& s, const request& want, const any_covariance& spec) {
  answer a;
  a.title = s.logs ? "Log-log regression of " + s.y_name : "Regression of " + s.y_name;
  const auto model = s.model();
  const auto fit = ols(model, spec);
  take_terms(a, fit);
  const auto price = row_of(fit, s.x_name);
  if (price) a.figures.emplace_back("elasticity", of_row(*price));
  say_of_what(a, s, want, "elasticity",
              price ? std::optional<double>(price->estimate) : std::nullopt);
  add_test(a, "breusch_godfrey", [&] { return breusch_godfrey_test(model, 1).first; });
  if (model.rows() <= 1000) add_test(a, "durbin_watson", [&] { return durbin_watson_test(model); });
  level_tests(a, s, want);
  a.notes.push_back(
      "a static regression: called long run only where the residuals are stationary "
      "(tests.engle_granger)");
  a.charts.push_back(line_chart(s.periods,
                                {{s.y_name, values_of(s.y)}, {"fitted", values_of(fit.fitted)}},
                                {.title = "Fit of the regression"}));
  a.more = [fit](json_writer& json) {
    json.member("r2", fit.r2).member("adjusted_r2", fit.adjusted_r2).member("sigma", fit.sigma);
    json.member("loglik", fit.log_likelihood).member("aic", fit.aic).member("bic", fit.bic);
  };
  return a;
}

answer arc(const sample& s, const request& want) {
  answer a;
  a.title = "Arc elasticities";
  a.n = bilateral::to_size(s.y.size());
  if (a.n < 2) throw data_error("arc: at least two observations are needed");
  const auto last = s.y.size() - 1;
  const auto whole = arc_elasticity(s.y[0], s.y[last], s.x[0], s.x[last]);
  const auto logs = log_difference_elasticity(s.y[0], s.y[last], s.x[0], s.x[last]);
  a.figures.emplace_back("arc", figure{whole, {}, {}, {}});
  a.figures.emplace_back("log_difference", figure{logs, {}, {}, {}});
  if (!whole) a.notes.push_back("arc: the price at the end is the price at the start");
  for (Eigen::Index t = 1; t < s.y.size(); ++t) {
    path_point p;
    p.period = s.period(t);
    p.value.estimate = arc_elasticity(s.y[t - 1], s.y[t], s.x[t - 1], s.x[t]);
    a.path.push_back(p);
  }
  a.path_title = "Arc elasticity on the period before";
  say_of_what(a, s, want, "arc", whole);
  a.notes.push_back("arcs compare two points: no standard error exists");
  return a;
}

answer distributed(const sample& s, const request& want, long lags) {
  answer a;
  a.title = text("Distributed lag of ", lags, ": ", s.y_name);
  const auto fit = distributed_lag<double>(s.y, {s.x_name, s.x}, static_cast<int>(lags), s.others(),
                                           s.spec, {.response_name = s.y_name});
  take_terms(a, fit);
  const auto with_error = [&](double b, const std::optional<double>& e) {
    if (!e) return figure{b, {}, {}, {}};
    const double reach = student_t_quantile(0.975, fit.inference_dof) * *e;
    return figure{b, *e, b - reach, b + reach};
  };
  for (const auto& m : fit.multipliers) {
    a.path.push_back({"", m.horizon, with_error(m.cumulative, m.cumulative_error)});
  }
  a.path_title = "Cumulative multiplier";
  if (const auto now = row_of(fit, s.x_name)) a.figures.emplace_back("short_run", of_row(*now));
  a.figures.emplace_back("long_run", with_error(fit.long_run.estimate, fit.long_run.std_error));
  level_tests(a, s, want);
  say_of_what(a, s, want, "long_run", fit.long_run.estimate);
  a.notes.push_back(
      "long_run is the sum of the lags; tests.engle_granger says whether the levels belong "
      "together");
  return a;
}

}  // namespace elasticity_program
