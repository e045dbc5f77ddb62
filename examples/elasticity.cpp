// How trade responds to a price: from the arc to the error-correction model, on any file.
#include <bilateral/econometrics/ardl_forecast.hpp>
#include <bilateral/econometrics/ardl_order.hpp>
#include <bilateral/econometrics/bounds_test.hpp>
#include <bilateral/econometrics/cointegrating_regression.hpp>
#include <bilateral/econometrics/cointegration.hpp>
#include <bilateral/econometrics/diagnostics.hpp>
#include <bilateral/econometrics/distributed_lag.hpp>
#include <bilateral/econometrics/error_correction.hpp>
#include <bilateral/econometrics/forecast.hpp>
#include <bilateral/econometrics/iv.hpp>
#include <bilateral/econometrics/johansen.hpp>
#include <bilateral/econometrics/local_projection.hpp>
#include <bilateral/econometrics/nardl.hpp>
#include <bilateral/econometrics/rolling.hpp>
#include <bilateral/econometrics/stability.hpp>
#include <bilateral/econometrics/structural_break.hpp>
#include <bilateral/econometrics/time_varying.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/summary.hpp>
#include <bilateral/stats/seasonal.hpp>
#include <bilateral/stats/unit_root.hpp>
#include <bilateral/trade/elasticity.hpp>

#include "support/covariance.hpp"
#include "support/data.hpp"
#include "support/estimates.hpp"
#include "support/program.hpp"

using namespace bilateral;
using example::any_covariance;
using example::usage_error;

namespace {

struct request {
  std::string trade, price, controls, method, seasonal = "none", criterion = "aic", measure = "value";
  bool no_log = false;
  int case_number = 3, max_lag = -1, max_breaks = 5;
  double trim = 0.15;
  example::covariance_flags covariance;
};

// an estimate that may be missing
struct figure {
  std::optional<double> estimate, std_error, low, high;
};
struct path_point {
  std::string period;  // or empty: a horizon
  int horizon = 0;
  figure value;
};

// What a method has to say; each method fills what it knows.
struct answer {
  std::string title;
  std::size_t n = 0;
  std::optional<table> coefficients;
  std::vector<coefficient_row> terms;
  std::string covariance_label;
  std::vector<std::pair<std::string, figure>> figures;  // short_run, long_run, ...
  std::optional<double> adjustment, adjustment_error;
  bool has_adjustment = false;
  std::optional<double> half_life;
  std::vector<path_point> path;
  std::string path_title;
  std::vector<std::pair<std::string, test_result>> tests;
  std::function<void(json_writer&)> more;  // keys of this method alone
  std::vector<table> tables;
  std::vector<chart> charts;
  std::vector<std::string> notes;
};

// The columns as the methods want them.
struct sample {
  const example::data_set* data = nullptr;
  Eigen::VectorXd y, x;
  std::vector<named_column<double>> controls, seasonal;
  std::string y_name, x_name;
  bool logs = true;

  [[nodiscard]] std::vector<named_column<double>> others() const {
    auto all = controls;
    all.insert(all.end(), seasonal.begin(), seasonal.end());
    return all;
  }
  [[nodiscard]] std::vector<named_column<double>> price_and(
      const std::vector<named_column<double>>& rest) const {
    std::vector<named_column<double>> all{{x_name, x}};
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }
  [[nodiscard]] regression<double> model() const {
    auto m = regress<double>(y, price_and(others()), {.response_name = y_name});
    m.time = data->time();
    return m;
  }
  [[nodiscard]] std::vector<std::string> periods() const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < data->rows(); ++i) out.push_back(data->period(i));
    return out;
  }
};

Eigen::VectorXd vector_of(const std::vector<double>& v) {
  return Eigen::Map<const Eigen::VectorXd>(v.data(), static_cast<Eigen::Index>(v.size()));
}
std::span<const double> span_of(const Eigen::VectorXd& v) {
  return {v.data(), static_cast<std::size_t>(v.size())};
}
figure of_row(const coefficient_row& r) { return {r.estimate, r.std_error, r.low, r.high}; }

// the row of one coefficient
template <class Result>
std::optional<coefficient_row> row_of(const Result& fit, const std::string& name) {
  for (const coefficient_row& r : coefficient_table(fit)) {
    if (r.name == name) return r;
  }
  return std::nullopt;
}

template <class Result>
void take_terms(answer& a, const Result& fit) {
  a.terms = coefficient_table(fit);
  a.covariance_label = fit.covariance_label;
  a.n = fit.sample.used;
  a.coefficients = summary_table(fit, a.title);
  a.notes.insert(a.notes.end(), fit.notes.begin(), fit.notes.end());
}

// A test that these data do not allow is a note.
template <class Make>
void add_test(answer& a, const std::string& key, Make&& make) {
  try {
    a.tests.emplace_back(key, make());
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("tests.", key, ": ", e.what()));
  }
}

// Unit roots of the series and of the residuals: what a regression in levels rests on.
void level_tests(answer& a, const sample& s) {
  add_test(a, "adf_trade", [&] { return adf_test(span_of(s.y)).test; });
  add_test(a, "adf_price", [&] { return adf_test(span_of(s.x)).test; });
  add_test(a, "engle_granger", [&] {
    return engle_granger<double>({s.y_name, s.y}, s.price_and(s.controls)).test;
  });
}

// Value on price is one plus volume on price.
void say_of_what(answer& a, const sample& s, const request& want, const std::string& key,
                 const std::optional<double>& estimate) {
  if (!s.logs || s.x_name.empty()) return;
  if (want.measure == "value") {
    if (estimate) {
      a.figures.emplace_back("volume_" + key, figure{*estimate - 1, {}, {}, {}});
      a.notes.push_back(text("the elasticity is of value on price: ", significant_text(*estimate, 5),
                             " = 1 + ", significant_text(*estimate - 1, 5), " of volume on price"));
    }
  } else {
    a.notes.push_back("the elasticity is of volume on price; where the price is a unit value of the "
                      "same data, errors in it pull the estimate towards -1");
  }
}

long order_of(const std::string& flag, const std::string& words, long least = 0) {
  return example::whole_number(flag, words, least);
}

// ---------------------------------------------------------------- static regressions
answer loglog(const sample& s, const request& want, const any_covariance& spec) {
  answer a;
  a.title = s.logs ? "Log-log regression of " + s.y_name : "Regression of " + s.y_name;
  const auto model = s.model();
  const auto fit = ols(model, spec);
  take_terms(a, fit);
  const auto price = row_of(fit, s.x_name);
  if (price) a.figures.emplace_back("elasticity", of_row(*price));
  say_of_what(a, s, want, "elasticity", price ? std::optional<double>(price->estimate) : std::nullopt);
  add_test(a, "breusch_godfrey", [&] { return breusch_godfrey_test(model, 1).first; });
  if (model.rows() <= 1000) add_test(a, "durbin_watson", [&] { return durbin_watson_test(model); });
  level_tests(a, s);
  a.notes.push_back("a static regression: called long run only where the residuals are stationary "
                    "(tests.engle_granger)");
  a.charts.push_back(line_chart(s.periods(), {{s.y_name, {s.y.data(), s.y.data() + s.y.size()}},
                                              {"fitted", {fit.fitted.data(), fit.fitted.data() + fit.fitted.size()}}},
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
  a.n = static_cast<std::size_t>(s.y.size());
  if (a.n < 2) throw data_error("arc: at least two observations are needed");
  const auto last = s.y.size() - 1;
  const auto whole = arc_elasticity(s.y[0], s.y[last], s.x[0], s.x[last]);
  const auto logs = log_difference_elasticity(s.y[0], s.y[last], s.x[0], s.x[last]);
  a.figures.emplace_back("arc", figure{whole, {}, {}, {}});
  a.figures.emplace_back("log_difference", figure{logs, {}, {}, {}});
  if (!whole) a.notes.push_back("arc: the price at the end is the price at the start");
  for (Eigen::Index t = 1; t < s.y.size(); ++t) {
    path_point p;
    p.period = s.data->period(static_cast<std::size_t>(t));
    p.value.estimate = arc_elasticity(s.y[t - 1], s.y[t], s.x[t - 1], s.x[t]);
    a.path.push_back(p);
  }
  a.path_title = "Arc elasticity on the period before";
  say_of_what(a, s, want, "arc", whole);
  a.notes.push_back("arcs compare two points: no standard error exists");
  return a;
}

answer rolling(const sample& s, const request& want, long window) {
  answer a;
  const auto [kind, lags] = want.covariance.parts();
  rolling_options options{.window = window};
  if (kind == "newey_west") {
    options.newey_west_lags = lags.empty() ? static_cast<int>(std::floor(0.75 * std::cbrt(double(window))))
                                           : static_cast<int>(order_of("--covariance", lags));
  } else if (!kind.empty() && kind != "iid") {
    throw usage_error("--covariance: rolling windows take iid or newey_west[:LAGS]");
  }
  const auto model = s.model();
  const auto paths = rolling_regression(model, options);
  a.title = text("Rolling regression, windows of ", window);
  a.n = model.rows();
  Eigen::Index at = 0;
  while (paths.names[static_cast<std::size_t>(at)] != s.x_name) ++at;
  const double dof = static_cast<double>(window) - static_cast<double>(paths.names.size());
  const double reach = student_t_quantile(0.975, dof);
  for (Eigen::Index w = 0; w < paths.coefficients.rows(); ++w) {
    path_point p;
    p.period = s.data->period(static_cast<std::size_t>(paths.first_end - 1 + w));
    const double b = paths.coefficients(w, at), e = paths.std_errors(w, at);
    if (std::isfinite(b) && std::isfinite(e)) p.value = {b, e, b - reach * e, b + reach * e};
    a.path.push_back(p);
  }
  a.path_title = "Elasticity in the window that ends with the period";
  a.covariance_label = options.newey_west_lags
                           ? text("Newey-West, ", *options.newey_west_lags, " lags, in each window")
                           : "iid in each window";
  if (!paths.undefined.empty()) {
    a.notes.push_back(text(paths.undefined.size(), " windows have no estimate: collinear regressors"));
  }
  try {
    const auto band = simultaneous_band(model, paths, s.x_name);
    a.notes.push_back(text("simultaneous 95 percent band over the path: estimate -+ ",
                           significant_text(band.critical_value, 4), " standard errors (pointwise ",
                           significant_text(reach, 4), ")"));
    a.more = [band](json_writer& json) { json.member("sup_t_critical_value", band.critical_value); };
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("simultaneous band: ", e.what()));
  }
  return a;
}

answer distributed(const sample& s, const request& want, const any_covariance& spec, long lags) {
  answer a;
  a.title = text("Distributed lag of ", lags, ": ", s.y_name);
  const auto fit = distributed_lag<double>(s.y, {s.x_name, s.x}, static_cast<int>(lags), s.others(), spec,
                                           {.response_name = s.y_name});
  take_terms(a, fit);
  const double reach = student_t_quantile(0.975, fit.inference_dof);
  const auto with_error = [&](double b, const std::optional<double>& e) {
    return e ? figure{b, *e, b - reach * *e, b + reach * *e} : figure{b, {}, {}, {}};
  };
  for (const auto& m : fit.multipliers) {
    a.path.push_back({"", m.horizon, with_error(m.cumulative, m.cumulative_error)});
  }
  a.path_title = "Cumulative multiplier";
  if (const auto now = row_of(fit, s.x_name)) a.figures.emplace_back("short_run", of_row(*now));
  a.figures.emplace_back("long_run", with_error(fit.long_run.estimate, fit.long_run.std_error));
  level_tests(a, s);
  say_of_what(a, s, want, "long_run", fit.long_run.estimate);
  a.notes.push_back("long_run is the sum of the lags; tests.engle_granger says whether the levels belong "
                    "together");
  return a;
}

// ---------------------------------------------------------------- ARDL and its error correction
void add_bounds(answer& a, const ardl_result<double>& fit, const example::program& app) {
  try {
    const auto b = bounds_test(fit, {.seed = app.seed() == 1 ? 2001 : app.seed(), .threads = app.threads()});
    const auto with_levels = [](const bounds_statistic& s) {
      test_result t = s.test;
      t.critical_values.clear();
      for (const auto& level : s.tabulated) {
        t.critical_values.emplace_back(text(significant_text(100 * level.level, 3), "% I(0)"), level.lower);
        t.critical_values.emplace_back(text(significant_text(100 * level.level, 3), "% I(1)"), level.upper);
      }
      return t;
    };
    a.tests.emplace_back("bounds_f", with_levels(b.f));
    if (b.t) a.tests.emplace_back("bounds_t", with_levels(*b.t));
    a.notes.insert(a.notes.end(), b.notes.begin(), b.notes.end());
    if (b.f.p_upper) {
      a.notes.push_back(text("bounds F: p between ", significant_text(*b.f.p_lower, 3), " (stationary price) and ",
                             significant_text(*b.f.p_upper, 3), " (integrated), ", b.replications,
                             " simulations of this sample size and case"));
    }
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("tests.bounds_f: ", e.what()));
  }
}

ardl_data<double> ardl_columns(const sample& s) {
  return {{s.y_name, s.y}, s.price_and(s.controls), s.seasonal};
}

int largest_lag(const sample& s, const request& want) {
  if (want.max_lag >= 0) return want.max_lag;
  return s.data->dated() && s.data->every() == example::frequency::monthly ? 6 : 4;
}

ardl_orders chosen_orders(answer& a, const ardl_data<double>& data, const sample& s, const request& want,
                          const std::string& given) {
  ardl_orders orders;
  const auto parts = example::split_list(given);
  if (!parts.empty()) {
    if (parts.size() != data.regressors.size() + 1) {
      throw usage_error(text("--method ", want.method, ": ", parts.size(), " orders are given for ",
                             data.regressors.size() + 1, " variables (trade, price, controls)"));
    }
    orders.response = static_cast<int>(order_of("--method " + want.method, parts[0], 1));
    for (std::size_t j = 1; j < parts.size(); ++j) {
      orders.regressors.push_back(static_cast<int>(order_of("--method " + want.method, parts[j])));
    }
    return orders;
  }
  const int most = largest_lag(s, want);
  if (most < 1) throw usage_error("--max-lag: at least 1 for this method");
  ardl_orders largest{most, std::vector<int>(data.regressors.size(), most)};
  const order_criterion criterion = want.criterion == "bic"  ? order_criterion::bic
                                    : want.criterion == "hq" ? order_criterion::hq
                                                             : order_criterion::aic;
  const auto selection = ardl_order(
      data, largest, {.criterion = criterion, .deterministics = deterministic_case_of(want.case_number)});
  std::string words = text("ARDL(", selection.orders.response);
  for (const int q : selection.orders.regressors) words += text(",", q);
  a.notes.push_back(text(words, ") by ", want.criterion, " over ", selection.models,
                         " models on one common sample of ", selection.observations));
  return selection.orders;
}

void dynamics(answer& a, const ardl_result<double>& fit, const error_correction_result<double>& ecm,
              const std::string& price) {
  if (const auto now = row_of(fit, price)) a.figures.emplace_back("short_run", of_row(*now));
  const auto long_row = row_of(ecm.long_run, price);
  a.figures.emplace_back("long_run", long_row ? of_row(*long_row) : figure{});
  a.has_adjustment = true;
  a.adjustment = ecm.adjustment;
  a.adjustment_error = ecm.adjustment_error;
  a.half_life = ecm.half_life.periods;
  if (!ecm.half_life.periods) a.notes.push_back("half_life: " + ecm.half_life.reason);
}

answer ardl_answer(const sample& s, const request& want, const any_covariance& spec,
                   const example::program& app, const std::string& given, bool as_ecm) {
  answer a;
  const auto data = ardl_columns(s);
  const auto orders = chosen_orders(a, data, s, want, given);
  const ardl_options options{.deterministics = deterministic_case_of(want.case_number)};
  const auto fit = ardl<double>(data, orders, spec, options);
  const auto ecm = error_correction(fit, spec);
  a.title = text(as_ecm ? "Error correction of ARDL(" : "ARDL(", orders.response);
  for (const int q : orders.regressors) a.title += text(",", q);
  a.title += "): " + s.y_name;
  if (as_ecm) {
    take_terms(a, ecm);
  } else {
    take_terms(a, fit);
  }
  dynamics(a, fit, ecm, s.x_name);
  add_bounds(a, fit, app);
  add_test(a, "ljung_box", [&] {
    return ljung_box_test(fit.residuals, std::min<Eigen::Index>(12, fit.residuals.size() / 5 + 1),
                          static_cast<Eigen::Index>(orders.response));
  });
  add_test(a, "jarque_bera", [&] { return jarque_bera_test(fit.residuals); });
  std::optional<double> long_value;
  for (const auto& [key, f] : a.figures) {
    if (key == "long_run") long_value = f.estimate;
  }
  say_of_what(a, s, want, "long_run", long_value);
  a.notes.push_back("long_run is called so where tests.bounds_f rejects");
  const auto multipliers = dynamic_multipliers(fit, s.x_name, 24);
  const double reach = student_t_quantile(0.975, fit.inference_dof);
  for (const auto& m : multipliers) {
    figure f{m.cumulative, m.cumulative_error, {}, {}};
    if (m.cumulative_error) {
      f.low = m.cumulative - reach * *m.cumulative_error;
      f.high = m.cumulative + reach * *m.cumulative_error;
    }
    a.path.push_back({"", m.horizon, f});
  }
  a.path_title = "Cumulative response to a lasting rise of the price";
  a.more = [orders, fit](json_writer& json) {
    std::vector<int> all{orders.response};
    all.insert(all.end(), orders.regressors.begin(), orders.regressors.end());
    json.member("orders", all);
    json.member("r2", fit.r2).member("sigma", fit.sigma).member("loglik", fit.log_likelihood);
    json.member("aic", fit.aic).member("bic", fit.bic);
  };
  return a;
}

answer nardl_answer(const sample& s, const request& want, const any_covariance& spec,
                    const example::program& app, const std::string& given) {
  answer a;
  const auto data = ardl_columns(s);
  const std::vector<std::string> split{s.x_name};
  const auto wide = split_regressors(data, split);
  const auto orders = chosen_orders(a, wide, s, want, given);
  const auto model = nardl<double>(data, split, orders, spec,
                                   {.deterministics = deterministic_case_of(want.case_number)});
  a.title = "Nonlinear ARDL: " + s.y_name;
  take_terms(a, model.fit);
  const std::string rise = model.fit.data.regressors[0].first, fall = model.fit.data.regressors[1].first;
  struct side {
    std::string key;
    figure short_run, long_run;
  };
  std::vector<side> sides;
  for (const auto& [key, name] : {std::pair{std::string("positive"), rise}, {std::string("negative"), fall}}) {
    const auto now = row_of(model.fit, name);
    const auto later = row_of(model.ecm.long_run, name);
    sides.push_back({key, now ? of_row(*now) : figure{}, later ? of_row(*later) : figure{}});
  }
  a.has_adjustment = true;
  a.adjustment = model.ecm.adjustment;
  a.adjustment_error = model.ecm.adjustment_error;
  a.half_life = model.ecm.half_life.periods;
  if (!a.half_life) a.notes.push_back("half_life: " + model.ecm.half_life.reason);
  for (const auto& t : model.asymmetry) {
    if (t.long_run) a.tests.emplace_back("long_run_asymmetry", *t.long_run);
    if (t.short_run) a.tests.emplace_back("short_run_asymmetry", *t.short_run);
    if (t.impact) a.tests.emplace_back("impact_asymmetry", *t.impact);
    a.notes.insert(a.notes.end(), t.notes.begin(), t.notes.end());
  }
  add_bounds(a, model.fit, app);
  std::vector<asymmetric_multiplier> bands;
  try {
    bands = asymmetric_multipliers(model, s.x_name, 24, {.seed = app.seed(), .threads = app.threads()});
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("multipliers: ", e.what()));
  }
  table t("Rises and falls of the price", {{"", -1, alignment::left}, {"short run"}, {"std. error"},
                                           {"long run"}, {"std. error "}});
  for (const side& one : sides) {
    t.row({one.key, one.short_run.estimate, one.short_run.std_error, one.long_run.estimate,
           one.long_run.std_error});
  }
  a.tables.push_back(t);
  if (!bands.empty()) {
    std::vector<std::string> horizons;
    chart_line up{"lasting rise", {}}, down{"lasting fall", {}}, gap{"difference", {}};
    for (const auto& b : bands) {
      horizons.push_back(std::to_string(b.horizon));
      up.values.push_back(b.rise.estimate);
      down.values.push_back(b.fall.estimate);
      gap.values.push_back(b.difference.estimate);
    }
    a.charts.push_back(line_chart(horizons, {up, down, gap}, {.title = "Dynamic multipliers"}));
  }
  a.more = [sides, bands](json_writer& json) {
    const auto put = [&](const char* key, const figure& f) {
      json.key(key).object(true).member("estimate", f.estimate).member("std_error", f.std_error);
      json.member("ci_low", f.low).member("ci_high", f.high).end();
    };
    for (const side& one : sides) {
      json.key(one.key).object();
      put("short_run", one.short_run);
      put("long_run", one.long_run);
      json.end();
    }
    json.key("multipliers").array();
    for (const auto& b : bands) {
      json.object(true).member("horizon", b.horizon).member("rise", b.rise.estimate);
      json.member("rise_low", b.rise.low).member("rise_high", b.rise.high).member("fall", b.fall.estimate);
      json.member("fall_low", b.fall.low).member("fall_high", b.fall.high);
      json.member("difference", b.difference.estimate).member("difference_low", b.difference.low);
      json.member("difference_high", b.difference.high).end();
    }
    json.end();
  };
  a.notes.push_back("long-run asymmetry means something only where tests.bounds_f rejects");
  return a;
}

// ---------------------------------------------------------------- cointegration
answer engle_granger_answer(const sample& s, const request& want, const any_covariance& spec) {
  answer a;
  a.title = "Engle-Granger: " + s.y_name;
  const auto step = engle_granger<double>({s.y_name, s.y}, s.price_and(s.controls));
  const auto ecm = engle_granger_ecm<double>(step, {s.y_name, s.y}, s.price_and(s.controls),
                                             want.max_lag > 0 ? want.max_lag : 0, spec);
  take_terms(a, ecm);
  a.tests.emplace_back("engle_granger", step.test);
  add_test(a, "phillips_ouliaris_z_t",
           [&] { return phillips_ouliaris<double>({s.y_name, s.y}, s.price_and(s.controls)).z_t; });
  const double b = coefficient(step.regression, s.x_name);
  a.figures.emplace_back("long_run", figure{b, {}, {}, {}});
  if (const auto now = row_of(ecm, "d." + s.x_name)) a.figures.emplace_back("short_run", of_row(*now));
  a.has_adjustment = true;
  a.adjustment = ecm.adjustment;
  a.adjustment_error = ecm.adjustment_error;
  a.half_life = ecm.half_life.periods;
  if (!a.half_life) a.notes.push_back("half_life: " + ecm.half_life.reason);
  a.notes.push_back("long_run: the static regression's errors are not normal, none are given; dols and "
                    "fmols have them");
  say_of_what(a, s, want, "long_run", b);
  return a;
}

answer long_run_answer(const sample& s, const request& want) {
  answer a;
  const bool leads = want.method == "dols";
  dols_options options;
  if (want.max_lag >= 0) options.leads = options.lags = want.max_lag;
  const auto fit = leads ? dols<double>({s.y_name, s.y}, s.price_and(s.controls), options)
                         : fmols<double>({s.y_name, s.y}, s.price_and(s.controls));
  a.title = fit.method + ": " + s.y_name;
  take_terms(a, fit);
  if (const auto b = row_of(fit, s.x_name)) {
    a.figures.emplace_back("long_run", of_row(*b));
    say_of_what(a, s, want, "long_run", b->estimate);
  }
  level_tests(a, s);
  a.notes.push_back("called long run only where tests.engle_granger rejects");
  if (!s.seasonal.empty()) a.notes.push_back("seasonal dummies are not part of this regression");
  return a;
}

answer johansen_answer(const sample& s, const request& want, const std::string& given) {
  answer a;
  johansen_options<double> options;
  options.lags = given.empty() ? 2 : static_cast<int>(order_of("--method johansen", given, 1));
  options.deterministics = deterministic_case_of(want.case_number);
  if (want.seasonal == "centred") {
    options.season = example::periods_a_year(s.data->every());
    options.first_season = s.data->season(0);
  } else {
    for (const auto& [name, values] : s.seasonal) options.fixed.emplace_back(name, values);
  }
  std::vector<std::string> names{s.y_name};
  const Eigen::Index k = 1 + (s.x_name.empty() ? 0 : 1) + static_cast<Eigen::Index>(s.controls.size());
  Eigen::MatrixXd y(s.y.size(), k);
  y.col(0) = s.y;
  Eigen::Index at = 1;
  if (!s.x_name.empty()) {
    names.push_back(s.x_name);
    y.col(at++) = s.x;
  }
  for (const auto& [name, values] : s.controls) {
    names.push_back(name);
    y.col(at++) = values;
  }
  const auto fit = johansen<double>(y, names, options);
  a.title = text("Johansen, ", options.lags, " lags in levels, case ", roman(options.deterministics));
  a.n = fit.observations;
  a.notes = fit.notes;
  table t("Cointegration rank", {{"rank", 0, alignment::left}, {"eigenvalue"}, {"trace"}, {"p", 4}, {"max"}, {"p ", 4}});
  for (const auto& r : fit.rank_tests) {
    t.row({std::to_string(r.rank), fit.eigenvalues[r.rank], r.trace.statistic, r.trace.p_value,
           r.max_eigenvalue.statistic, r.max_eigenvalue.p_value});
  }
  t.note(text("rank at 5 percent by the trace test: ", fit.rank()));
  a.tables.push_back(t);
  table b("Cointegrating vectors and loadings", {{"", -1, alignment::left}, {"beta"}, {"alpha"}});
  for (std::size_t i = 0; i < fit.beta_names.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    b.row({fit.beta_names[i], fit.beta(row, 0),
           i < names.size() ? table_cell(fit.alpha(row, 0)) : table_cell()});
  }
  b.note("the first vector, its first element one");
  a.tables.push_back(b);
  a.notes.push_back(text("rank at 5 percent by the trace test: ", fit.rank(), " of ", k));
  if (fit.rank() == 0) a.notes.push_back("no long-run relation is supported: beta is shown for completeness");
  a.more = [fit](json_writer& json) {
    json.key("johansen").object();
    json.member("eigenvalues", std::vector<double>(fit.eigenvalues.data(),
                                                   fit.eigenvalues.data() + fit.eigenvalues.size()));
    json.key("rank_tests").array();
    for (const auto& r : fit.rank_tests) {
      json.object(true).member("rank", r.rank).member("trace", r.trace.statistic);
      json.member("trace_p", r.trace.p_value).member("max_eigenvalue", r.max_eigenvalue.statistic);
      json.member("max_eigenvalue_p", r.max_eigenvalue.p_value).end();
    }
    json.end();
    const auto columns = [&](const char* key, const dense_matrix<double>& m) {
      json.key(key).array();
      for (Eigen::Index j = 0; j < m.cols(); ++j) {
        json.value(std::vector<double>(m.col(j).data(), m.col(j).data() + m.rows()));
      }
      json.end();
    };
    columns("beta", fit.beta);
    columns("alpha", fit.alpha);
    json.member("beta_names", fit.beta_names).member("rank", fit.rank()).end();
  };
  return a;
}

// ---------------------------------------------------------------- responses, paths, breaks
answer projection(const sample& s, const request& want, long horizons) {
  answer a;
  local_projection_options options;
  options.horizons = static_cast<int>(horizons);
  options.lags = want.max_lag >= 0 ? want.max_lag : 4;
  options.response_name = s.y_name;
  const auto [kind, lags] = want.covariance.parts();
  if (kind == "hc1") options.errors = projection_errors::lag_augmented;
  if (kind == "newey_west" && !lags.empty()) options.bandwidth = static_cast<int>(order_of("--covariance", lags));
  if (!kind.empty() && kind != "newey_west" && kind != "hc1") {
    throw usage_error("--covariance: lp takes newey_west[:LAGS] or hc1 (lag-augmented)");
  }
  const auto r = local_projection<double>(s.y, {s.x_name, s.x}, s.controls, s.seasonal, options);
  a.title = text("Local projections of ", s.y_name, " on ", s.x_name);
  a.n = r.sample.used;
  a.covariance_label = r.covariance_label;
  a.notes = r.notes;
  for (const auto& p : r.points) {
    a.path.push_back({"", p.horizon, {p.estimate, p.std_error, p.low, p.high}});
  }
  a.path_title = "Response to the price at each horizon";
  a.notes.push_back(text("controls: ", options.lags, " lags of trade, price and controls"));
  return a;
}

answer varying(const sample& s, const request&) {
  answer a;
  const auto model = s.model();
  const auto r = time_varying_regression(model, {.varying = {s.x_name}});
  a.title = "Time-varying elasticity (random walk, smoothed)";
  a.n = r.observations;
  a.notes = r.notes;
  for (const auto& c : r.coefficients) {
    if (c.name != s.x_name) continue;
    for (Eigen::Index t = 0; t < c.smoothed.size(); ++t) {
      a.path.push_back({s.data->period(static_cast<std::size_t>(t)), 0,
                        {c.smoothed[t], c.std_error[t], c.low[t], c.high[t]}});
    }
  }
  a.path_title = "Elasticity";
  for (std::size_t i = 0; i < r.variances.size(); ++i) {
    a.notes.push_back(text("variance of ", r.variance_names[i], ": ", significant_text(r.variances[i], 4)));
  }
  a.more = [r](json_writer& json) {
    json.member("loglik", r.log_likelihood).member("converged", r.converged);
  };
  if (!r.converged) throw convergence_error("tvp: the likelihood did not converge", {});
  return a;
}

answer breaks(const sample& s, const request& want) {
  answer a;
  regression<double> model = s.x_name.empty()
                                 ? regress<double>(s.y, s.others(), {.response_name = s.y_name})
                                 : s.model();
  const auto r = bai_perron(model, {.trim = want.trim, .max_breaks = want.max_breaks});
  a.title = text("Bai-Perron breaks in ", s.x_name.empty() && s.controls.empty() ? "the mean of " : "the regression of ",
                 s.y_name, ", h = ", r.least_rows);
  a.n = model.rows();
  a.notes = r.notes;
  const auto period = [&](Eigen::Index row) { return s.data->period(static_cast<std::size_t>(row - 1)); };
  table t(a.title, {{"breaks", 0, alignment::left}, {"rss"}, {"BIC"}, {"after", -1, alignment::left}});
  for (const auto& m : r.models) {
    std::string after;
    for (const auto row : m.after_row) after += (after.empty() ? "" : ", ") + period(row);
    t.row({std::to_string(m.breaks), m.residual_sum_of_squares, m.bic, after});
  }
  t.note(text("selected by BIC: ", r.selected));
  a.tables.push_back(t);
  std::vector<std::optional<break_interval>> intervals;
  const auto& chosen = r.models[static_cast<std::size_t>(r.selected)];
  if (r.selected > 0) {
    try {
      intervals = break_intervals(model, chosen.after_row);
    } catch (const bilateral::error& e) {
      a.notes.push_back(text("intervals: ", e.what()));
    }
  }
  add_test(a, "sup_f", [&] { return break_f_tests(model, {.from = want.trim}).supremum; });
  add_test(a, "cusum", [&] { return cusum_test(model).test; });
  chart_options options{.title = a.title};
  for (const auto row : chosen.after_row) options.events.push_back({period(row), "break"});
  a.charts.push_back(line_chart(s.periods(), {{s.y_name, {s.y.data(), s.y.data() + s.y.size()}}}, options));
  a.more = [r, intervals, period](json_writer& json) {
    json.key("breaks").object().member("selected", r.selected).member("least_rows", r.least_rows);
    json.key("models").array();
    for (const auto& m : r.models) {
      json.object(true).member("m", m.breaks).member("rss", m.residual_sum_of_squares).member("bic", m.bic);
      json.key("after_row").array();
      for (const auto row : m.after_row) json.value(static_cast<std::int64_t>(row));
      json.end().key("periods").array();
      for (const auto row : m.after_row) json.value(period(row));
      json.end().end();
    }
    json.end().key("intervals").array();
    for (const auto& i : intervals) {
      if (!i) {
        json.value(nullptr);
        continue;
      }
      json.object(true).member("after_row", static_cast<std::int64_t>(i->after_row));
      json.member("low", static_cast<std::int64_t>(i->low)).member("high", static_cast<std::int64_t>(i->high)).end();
    }
    json.end().end();
  };
  return a;
}

answer forecast(const sample& s, const request& want, const example::program&, long horizon) {
  answer a;
  const int h = static_cast<int>(horizon);
  a.n = static_cast<std::size_t>(s.y.size());
  const int season = s.data->dated() ? example::periods_a_year(s.data->every()) : 1;
  const auto y = span_of(s.y);
  std::vector<series_forecast> rivals;
  const auto attempt = [&](const char* name, auto&& make) {
    try {
      rivals.push_back(make());
      rivals.back().method = name;
    } catch (const bilateral::error& e) {
      a.notes.push_back(text(name, ": ", e.what()));
    }
  };
  attempt("structural", [&] {
    structural_options o;
    o.trend = trend_component::local_linear_trend;
    if (season > 1 && season < 365) o.season = season;
    return structural_forecast(fit_structural(y, o), h);
  });
  attempt("holt_winters", [&] {
    holt_winters_options o;
    o.season = season > 1 && season < 365 ? season : 1;
    if (o.season == 1) o.form = season_form::none;
    return holt_winters_forecast(holt_winters(y, o), h);
  });
  attempt("seasonal_naive", [&] { return seasonal_naive(y, season > 1 && season < 365 ? season : 1, h); });
  attempt("drift", [&] { return drift_forecast(y, h); });
  series_forecast main_path;
  if (!s.x_name.empty()) {
    answer scratch;
    const auto data = ardl_columns(s);
    const auto orders = chosen_orders(scratch, data, s, want, "");
    const auto fit = ardl<double>(data, orders, iid{}, {.deterministics = deterministic_case_of(want.case_number)});
    a.notes.insert(a.notes.end(), scratch.notes.begin(), scratch.notes.end());
    ardl_path<double> path;
    for (const auto& [name, values] : data.regressors) {
      path.regressors.push_back(Eigen::VectorXd::Constant(h, values[values.size() - 1]));
    }
    if (!s.seasonal.empty()) {
      const auto later = seasonal_dummies(season, s.data->season(s.data->rows() - 1) % season + 1,
                                          static_cast<std::size_t>(h), want.seasonal == "centred");
      for (Eigen::Index j = 0; j < later.values.cols(); ++j) path.fixed.push_back(later.values.col(j));
    }
    const auto f = ardl_forecast(fit, path);
    main_path.method = "ardl";
    for (Eigen::Index i = 0; i < f.mean.size(); ++i) {
      main_path.mean.push_back(f.mean[i]);
      main_path.std_error.push_back(f.std_error[i]);
      main_path.low.push_back(f.low[i]);
      main_path.high.push_back(f.high[i]);
    }
    a.notes.push_back("price path: the last price (and controls) held for all horizons");
  } else {
    if (rivals.empty()) throw data_error("forecast: no method applies to these data");
    main_path = rivals.front();
  }
  a.title = text("Forecast by ", main_path.method, ": ", s.y_name);
  for (std::size_t i = 0; i < main_path.mean.size(); ++i) {
    figure f{main_path.mean[i], {}, main_path.low[i], main_path.high[i]};
    if (i < main_path.std_error.size()) f.std_error = main_path.std_error[i];
    path_point p{"", static_cast<int>(i) + 1, f};
    if (s.data->dated()) {
      p.period = s.data->period_at(s.data->time().back() + static_cast<std::int64_t>(i) + 1);
    }
    a.path.push_back(p);
  }
  a.path_title = s.logs ? "Forecast (logarithm)" : "Forecast";
  if (s.logs) a.notes.push_back("estimates are logarithms; exp(estimate) is the median in levels");
  a.more = [rivals, logs = s.logs, main_path](json_writer& json) {
    json.member("forecast_method", main_path.method);
    if (logs) {
      std::vector<double> level;
      for (const double m : main_path.mean) level.push_back(std::exp(m));
      json.member("level", level);
    }
    json.key("alternatives").array();
    for (const auto& r : rivals) {
      json.object(true).member("method", r.method).member("estimate", r.mean);
      json.member("ci_low", r.low).member("ci_high", r.high).end();
    }
    json.end();
  };
  return a;
}

// ---------------------------------------------------------------- one report
answer report(const sample& s, const request& want, const any_covariance& spec, const example::program& app) {
  answer a;
  a.title = "Elasticity of " + s.y_name + " to " + s.x_name;
  a.n = static_cast<std::size_t>(s.y.size());
  struct line {
    std::string method;
    figure short_run, long_run;
  };
  std::vector<line> lines;
  const auto attempt = [&](const std::string& name, auto&& make) {
    try {
      lines.push_back(make());
      lines.back().method = name;
    } catch (const bilateral::error& e) {
      lines.push_back({name, {}, {}});
      a.notes.push_back(name + ": " + e.what());
    }
  };
  const auto take = [](const answer& from, const std::string& key) {
    for (const auto& [name, f] : from.figures) {
      if (name == key) return f;
    }
    return figure{};
  };
  attempt("loglog", [&] { return line{"", {}, take(loglog(s, want, spec), "elasticity")}; });
  answer dynamic;
  attempt("ardl", [&] {
    dynamic = ardl_answer(s, want, spec, app, "", false);
    return line{"", take(dynamic, "short_run"), take(dynamic, "long_run")};
  });
  attempt("ecm", [&] {
    const auto e = engle_granger_answer(s, want, spec);
    return line{"", take(e, "short_run"), take(e, "long_run")};
  });
  attempt("dols", [&] {
    request r = want;
    r.method = "dols";
    return line{"", {}, take(long_run_answer(s, r), "long_run")};
  });
  attempt("iv", [&] {  // the price of the period before as instrument
    const Eigen::Index n = s.y.size() - 1;
    if (n < 3) throw data_error("too few observations");
    std::vector<named_column<double>> rest;
    for (const auto& [name, values] : s.others()) rest.emplace_back(name, values.tail(n));
    iv_regression<double> m{regress<double>(Eigen::VectorXd(s.y.tail(n)), rest, {.response_name = s.y_name}),
                            {{s.x_name, s.x.tail(n)}}, {{"lag(" + s.x_name + ")", s.x.head(n)}}};
    const auto fit = iv(m, heteroskedastic{});
    return line{"", {}, of_row(*row_of(fit, s.x_name))};
  });
  attempt("lp", [&] {
    request r = want;
    r.covariance.covariance.clear();
    const auto p = projection(s, r, 12);
    return line{"", p.path.front().value, p.path.back().value};
  });
  attempt("tvp", [&] { return line{"", {}, varying(s, want).path.back().value}; });
  a.tests = dynamic.tests;
  level_tests(a, s);
  const auto model = s.model();
  try {
    const auto found = bai_perron(model, {.trim = want.trim, .max_breaks = want.max_breaks});
    std::string dates;
    for (const auto row : found.models[static_cast<std::size_t>(found.selected)].after_row) {
      dates += (dates.empty() ? "" : ", ") + s.data->period(static_cast<std::size_t>(row - 1));
    }
    a.notes.push_back(dates.empty() ? "no break in the log-log regression by BIC"
                                    : "breaks in the log-log regression after " + dates + " (Bai-Perron, BIC)");
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("breaks: ", e.what()));
  }
  table t(a.title, {{"method", -1, alignment::left}, {"short run"}, {"std. error"}, {"long run"},
                    {"std. error "}, {"95% from"}, {"to"}, {"of volume"}});
  std::vector<chart_interval> intervals;
  for (const line& l : lines) {
    t.row({l.method, l.short_run.estimate, l.short_run.std_error, l.long_run.estimate, l.long_run.std_error,
           l.long_run.low, l.long_run.high,
           l.long_run.estimate && s.logs && want.measure == "value" ? table_cell(*l.long_run.estimate - 1)
                                                                    : table_cell()});
    if (l.long_run.estimate && l.long_run.low && l.long_run.high) {
      intervals.push_back({l.method, *l.long_run.estimate, *l.long_run.low, *l.long_run.high});
    }
  }
  a.tables.push_back(t);
  if (!intervals.empty()) a.charts.push_back(interval_chart(intervals, {}, {.title = a.title}));
  a.notes.push_back("long run: log-log and iv are static; lp is the response after 12 periods; tvp is the "
                    "last period's; they are long-run elasticities where tests.bounds_f or "
                    "tests.engle_granger rejects");
  if (want.measure == "value" && s.logs) a.notes.push_back("of value on price; of volume: less one");
  a.more = [lines](json_writer& json) {
    json.key("rows").array();
    for (const line& l : lines) {
      json.object().member("method", l.method);
      for (const auto& [key, f] : {std::pair{"short_run", l.short_run}, std::pair{"long_run", l.long_run}}) {
        json.key(key);
        if (!f.estimate) {
          json.value(nullptr);
          continue;
        }
        json.object(true).member("estimate", f.estimate).member("std_error", f.std_error);
        json.member("ci_low", f.low).member("ci_high", f.high).end();
      }
      json.end();
    }
    json.end();
  };
  return a;
}

// ---------------------------------------------------------------- output
void print(const example::program& app, const sample& s, const answer& a, std::ostream& out) {
  example::common_report common = s.data->report();
  const std::size_t all = common.n;
  common.n = a.n;
  std::vector<std::string> notes = common.notes;
  if (a.n < all) notes.push_back(text(all - a.n, " of ", all, " rows are used up by lags"));
  notes.insert(notes.end(), a.notes.begin(), a.notes.end());
  std::vector<chart> charts = a.charts;
  if (!a.path.empty()) {
    std::vector<std::string> labels;
    chart_line middle{"estimate", {}}, low{"95% from", {}}, high{"to", {}};
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    for (const path_point& p : a.path) {
      labels.push_back(p.period.empty() ? std::to_string(p.horizon) : p.period);
      middle.values.push_back(p.value.estimate.value_or(nothing));
      low.values.push_back(p.value.low.value_or(nothing));
      high.values.push_back(p.value.high.value_or(nothing));
    }
    charts.push_back(line_chart(labels, {middle, low, high}, {.title = a.path_title, .decimals = 3}));
  }
  table figures("", {{"", -1, alignment::left}, {"estimate"}, {"std. error"}, {"95% from"}, {"to"}});
  for (const auto& [key, f] : a.figures) figures.row({key, f.estimate, f.std_error, f.low, f.high});
  if (a.has_adjustment) {
    figures.row({"adjustment", a.adjustment, a.adjustment_error, {}, {}});
    figures.row({"half-life, periods", a.half_life, {}, {}, {}});
  }
  table tests("Tests", {{"", -1, alignment::left}, {"statistic"}, {"p", 4}, {"5% value"}, {"null hypothesis"}});
  for (const auto& [key, t] : a.tests) {
    table_cell five;
    for (const auto& [level, value] : t.critical_values) {
      if (level.starts_with("5%")) five = table_cell(value);  // of bounds: the upper one
    }
    tests.row({key, t.statistic, t.p_value, five, t.null});
  }
  if (!app.html().empty()) {
    page p(a.title);
    if (a.coefficients) p.add(*a.coefficients);
    if (!figures.rows.empty()) p.add(figures);
    for (const table& t : a.tables) p.add(t);
    if (!tests.rows.empty()) p.add(tests);
    std::vector<std::string> periods = s.periods();
    std::vector<chart_line> series{{s.y_name, {s.y.data(), s.y.data() + s.y.size()}}};
    if (!s.x_name.empty()) series.push_back({s.x_name, {s.x.data(), s.x.data() + s.x.size()}});
    p.add(line_chart(periods, series, {.title = "The series"}));
    for (const chart& c : charts) p.add(c);
    p.list(notes);
    example::program::write_file(app.html(), to_html(p));
  }
  if (app.json()) {
    json_writer json = app.begin_json(common);
    json.member("method", a.title);
    if (!a.terms.empty()) {
      json.key("terms").array();
      for (const coefficient_row& row : a.terms) {
        json.object(true).member("name", row.name).member("estimate", row.estimate);
        json.member("std_error", row.std_error).member("statistic", row.statistic);
        json.member("p_value", row.p_value).member("ci_low", row.low).member("ci_high", row.high).end();
      }
      json.end();
    }
    if (!a.covariance_label.empty()) json.member("covariance_label", a.covariance_label);
    for (const auto& [key, f] : a.figures) {
      json.key(key).object(true).member("estimate", f.estimate).member("std_error", f.std_error);
      json.member("ci_low", f.low).member("ci_high", f.high).end();
    }
    if (a.has_adjustment) {
      json.member("adjustment", a.adjustment).member("adjustment_std_error", a.adjustment_error);
      json.member("half_life", a.half_life);
    }
    if (!a.path.empty()) {
      json.key("path").array();
      for (const path_point& p : a.path) {
        json.object(true);
        if (!p.period.empty()) json.member("period", p.period);
        if (p.period.empty() || p.horizon > 0) json.member("horizon", p.horizon);
        json.member("estimate", p.value.estimate).member("std_error", p.value.std_error);
        json.member("ci_low", p.value.low).member("ci_high", p.value.high).end();
      }
      json.end();
    }
    if (a.more) a.more(json);
    example::write_tests(json, a.tests);
    return app.end_json(out, json, notes);
  }
  if (a.coefficients) {
    out << to_text(*a.coefficients) << "\n";
  } else {
    out << a.title << "\n\n";
  }
  if (!figures.rows.empty()) out << to_text(figures) << "\n";
  for (const table& t : a.tables) out << to_text(t) << "\n";
  if (!a.path.empty()) {
    table t(a.path_title, {{a.path.front().period.empty() ? "horizon" : "period", -1, alignment::left},
                           {"estimate"}, {"std. error"}, {"95% from"}, {"to"}});
    const std::size_t shown = a.path.size() > 36 ? a.path.size() - 36 : 0;
    for (std::size_t i = shown; i < a.path.size(); ++i) {
      const path_point& p = a.path[i];
      t.row({p.period.empty() ? std::to_string(p.horizon) : p.period, p.value.estimate, p.value.std_error,
             p.value.low, p.value.high});
    }
    if (shown > 0) t.note(text("the last 36 of ", a.path.size(), "; --json has all"));
    out << to_text(t) << "\n";
  }
  if (!tests.rows.empty()) out << to_text(tests) << "\n";
  for (const std::string& note : notes) out << "note: " << note << "\n";
}

// a name as an element of a list of names
std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

void run(const example::program& app, example::data_options input, const request& want, std::ostream& out) {
  const auto [method, given] = example::split_at_colon(want.method);
  static const std::vector<std::string> known{"loglog", "arc", "rolling", "dl", "ardl", "nardl", "ecm", "eg",
                                              "johansen", "dols", "fmols", "lp", "breaks", "tvp", "forecast",
                                              "report"};
  if (std::find(known.begin(), known.end(), method) == known.end()) {
    throw usage_error("--method: '" + want.method + "' is none of loglog, arc, rolling:W, dl:Q, ardl[:P,Q], "
                      "nardl, ecm, eg, johansen[:K], dols, fmols, lp:H, breaks, tvp, forecast:H, report");
  }
  const bool optional_price = method == "breaks" || method == "forecast" || method == "johansen";
  if (want.price.empty() && !optional_price) throw usage_error("--price: " + method + " needs the column of prices");
  const bool takes_number = method == "rolling" || method == "dl" || method == "lp" || method == "forecast";
  if (takes_number && given.empty()) throw usage_error("--method: " + method + " needs a number, " + method + ":N");
  const bool orders = method == "ardl" || method == "nardl" || method == "ecm" || method == "johansen";
  if (!given.empty() && !takes_number && !orders) throw usage_error("--method: " + method + " takes nothing after a colon");
  if (want.case_number < 1 || want.case_number > 5) {
    throw usage_error(text("--case: ", want.case_number, " is not between 1 and 5"));
  }
  const auto controls = example::split_list(want.controls);
  sample s;
  s.logs = !want.no_log && method != "johansen" && method != "breaks";
  if (s.logs && method != "arc") {
    for (const std::string& name : {want.trade, want.price}) {
      if (!name.empty()) input.log += (input.log.empty() ? "" : ",") + quoted(name);
    }
  }
  example::data_request columns;
  columns.numbers.push_back(want.trade);
  if (!want.price.empty()) columns.numbers.push_back(want.price);
  columns.numbers.insert(columns.numbers.end(), controls.begin(), controls.end());
  columns.groups = want.covariance.groups();
  const example::data_set data = read_data(input, columns);
  if (data.empty()) throw data_error(input.csv + ": there are no observations");
  s.data = &data;
  s.y = vector_of(data.column(want.trade));
  s.y_name = data.label(want.trade);
  if (!want.price.empty()) {
    s.x = vector_of(data.column(want.price));
    s.x_name = data.label(want.price);
  }
  for (const std::string& name : controls) s.controls.emplace_back(data.label(name), vector_of(data.column(name)));
  if (want.seasonal != "none") {
    const int period = data.dated() ? example::periods_a_year(data.every()) : 1;
    if (period != 4 && period != 12) {
      throw usage_error("--seasonal " + want.seasonal + ": needs monthly or quarterly dates (--date)");
    }
    const auto dummies = seasonal_dummies(period, data.season(0), data.rows(), want.seasonal == "centred");
    for (std::size_t j = 0; j < dummies.names.size(); ++j) {
      s.seasonal.emplace_back(dummies.names[j], dummies.values.col(static_cast<Eigen::Index>(j)));
    }
  }
  const auto number = [&, &given = given](long least) { return order_of("--method " + want.method, given, least); };
  const auto spec = [&] { return covariance_of(want.covariance, data); };
  const auto solve = [&, &method = method, &given = given]() -> answer {
    if (method == "loglog") return loglog(s, want, spec());
    if (method == "arc") return arc(s, want);
    if (method == "rolling") return rolling(s, want, number(2));
    if (method == "dl") return distributed(s, want, spec(), number(0));
    if (method == "ardl") return ardl_answer(s, want, spec(), app, given, false);
    if (method == "ecm") return ardl_answer(s, want, spec(), app, given, true);
    if (method == "nardl") return nardl_answer(s, want, spec(), app, given);
    if (method == "eg") return engle_granger_answer(s, want, spec());
    if (method == "johansen") return johansen_answer(s, want, given);
    if (method == "dols" || method == "fmols") return long_run_answer(s, want);
    if (method == "lp") return projection(s, want, number(0));
    if (method == "tvp") return varying(s, want);
    if (method == "breaks") return breaks(s, want);
    if (method == "forecast") return forecast(s, want, app, number(1));
    return report(s, want, spec(), app);
  };
  print(app, s, solve(), out);
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("elasticity", "The elasticity of trade to a price, by any of the usual methods.",
                       "elasticity --csv examples/data/copper.csv --date date --trade "
                       "million_usd_fob --price usd_per_tonne --method report --seasonal dummies");
  example::data_options input;
  input.add_to(app, {.date = true, .log = true});
  request want;
  app.option("--trade", want.trade, "Column of trade, value or volume")->required();
  app.option("--price", want.price, "Column of the price");
  app.option("--controls", want.controls, "Further regressors: A,B (--log names those in logarithms)");
  app.option("--method", want.method,
             "loglog, arc, rolling:W, dl:Q, ardl[:P,Q], nardl, ecm, eg, johansen[:K], dols, fmols, lp:H, "
             "breaks, tvp, forecast:H, report")
      ->required();
  app.flag("--no-log", want.no_log, "Trade and price as they are");
  app.choice("--measure", want.measure, "What the trade column is", {"value", "volume"});
  app.number("--case", want.case_number, "Deterministic terms, I to V as 1 to 5");
  app.number("--max-lag", want.max_lag, "Largest lag considered; -1 takes 6 for months, else 4");
  app.choice("--criterion", want.criterion, "For the orders of ardl", {"aic", "bic", "hq"});
  app.choice("--seasonal", want.seasonal, "Seasonal terms", {"none", "dummies", "centred"});
  app.number("--max-breaks", want.max_breaks, "Most breaks considered");
  app.number("--trim", want.trim, "Least share of the sample between breaks");
  want.covariance.add_to(app);
  app.with_html();
  app.with_threads();
  app.with_seed(1);
  return app.run(argc, argv, [&](std::ostream& out) { run(app, input, want, out); });
}
