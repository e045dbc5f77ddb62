// ARDL and its error correction.
#include "elasticity/methods.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/regression/diagnostics.hpp>
#include <bilateral/trade/elasticity.hpp>

namespace elasticity_program {

bounds_options bounds_of(const request& want) {
  bounds_options options{.threads = want.threads, .progress = example::shown_progress()};
  if (want.draws) options.replications = *want.draws;
  if (want.seed) options.seed = *want.seed;
  return options;
}

order_criterion criterion_of(const request& want) {
  return want.criterion == "bic"  ? order_criterion::bic
         : want.criterion == "hq" ? order_criterion::hq
                                  : order_criterion::aic;
}

void add_bounds(answer& a, const bounds_test_result& b) {
  const auto with_levels = [](const bounds_statistic& s) {
    test_result t = s.test;
    t.critical_values.clear();
    for (const auto& level : s.tabulated) {
      t.critical_values.emplace_back(text(significant_text(100 * level.level, 3), "% I(0)"),
                                     level.lower);
      t.critical_values.emplace_back(text(significant_text(100 * level.level, 3), "% I(1)"),
                                     level.upper);
    }
    return t;
  };
  a.tests.emplace_back("bounds_f", with_levels(b.f));
  if (b.t) a.tests.emplace_back("bounds_t", with_levels(*b.t));
  a.notes.insert(a.notes.end(), b.notes.begin(), b.notes.end());
  if (b.f.p_upper) {
    a.notes.push_back(text("bounds F: p between ", significant_text(*b.f.p_lower, 3),
                           " (stationary price) and ", significant_text(*b.f.p_upper, 3),
                           " (integrated), ", b.replications,
                           " simulations of this sample size and case"));
  }
}

int largest_lag(const sample& s, const request& want) {
  return want.max_lag.value_or(s.periods_a_year == 12 ? 6 : 4);
}

std::optional<ardl_orders> given_orders(const request& want, std::size_t regressors) {
  const auto parts = example::split_list(want.given);
  if (parts.empty()) return std::nullopt;
  const std::string flag = "--method " + want.method;
  if (parts.size() != regressors + 1) {
    throw usage_error(text(flag, ": ", parts.size(), " orders are given for ", regressors + 1,
                           " variables (trade, price, controls)"));
  }
  ardl_orders orders;
  orders.response = static_cast<int>(number_between(flag, parts[0], 1, 1000));
  for (std::size_t j = 1; j < parts.size(); ++j) {
    orders.regressors.push_back(static_cast<int>(number_between(flag, parts[j], 0, 1000)));
  }
  return orders;
}

ardl_orders chosen_orders(answer& a, const ardl_data<double>& data, const sample& s,
                          const request& want) {
  if (const auto orders = given_orders(want, data.regressors.size())) return *orders;
  const int most = largest_lag(s, want);
  if (most < 1) throw usage_error("--max-lag: at least 1 for this method");
  const auto selection =
      ardl_order(data, {most, std::vector<int>(data.regressors.size(), most)},
                 {.criterion = criterion_of(want), .deterministics = want.deterministics()});
  std::string words = text("ARDL(", selection.orders.response);
  for (const int q : selection.orders.regressors) words += text(",", q);
  a.notes.push_back(text(words, ") by ", want.criterion, " over ", selection.models,
                         " models on one common sample of ", selection.observations));
  return selection.orders;
}

namespace {

dynamic_elasticity_options options_of(const sample& s, const request& want,
                                      std::size_t regressors) {
  if (largest_lag(s, want) < 1) throw usage_error("--max-lag: at least 1 for this method");
  dynamic_elasticity_options options;
  options.measure = want.measure == "value" ? trade_measure::value : trade_measure::volume;
  if (want.case_number || want.method != "report") options.deterministics = want.deterministics();
  options.orders = given_orders(want, regressors);
  options.max_lag = largest_lag(s, want);
  options.criterion = criterion_of(want);
  options.relation.bounds = bounds_of(want);
  options.trend = {.seed = options.relation.bounds.seed, .threads = want.threads};
  return options;
}

void add_multipliers(answer& a, const ardl_result<double>& fit, const std::string& price) {
  for (const auto& m : dynamic_multipliers(fit, price, 24)) {
    figure f{m.cumulative, m.cumulative_error, {}, {}};
    if (m.cumulative_error) {
      const double reach = student_t_quantile(0.975, fit.inference_dof) * *m.cumulative_error;
      f.low = m.cumulative - reach;
      f.high = m.cumulative + reach;
    }
    a.path.push_back({"", m.horizon, f});
  }
  a.path_title = "Cumulative response to a lasting rise of the price";
}

void add_residual_tests(answer& a, const dynamic_elasticity& e) {
  add_test(a, "ljung_box", [&] {
    return ljung_box_test(e.fit.residuals,
                          std::min<Eigen::Index>(12, e.fit.residuals.size() / 5 + 1),
                          bilateral::to_index(e.fit.orders.response));
  });
  add_test(a, "jarque_bera", [&] { return jarque_bera_test(e.fit.residuals); });
  if (e.trend) a.tests.emplace_back("trend", e.trend->test);
  if (e.relation.engle_granger) a.tests.emplace_back("engle_granger", *e.relation.engle_granger);
  if (e.relation.phillips_ouliaris)
    a.tests.emplace_back("phillips_ouliaris_z_t", *e.relation.phillips_ouliaris);
}

}  // namespace

answer ardl_answer(const sample& s, const request& want, const any_covariance& spec) {
  answer a;
  const auto data = s.ardl_columns();
  const auto e = elasticity(data, spec, options_of(s, want, data.regressors.size()));
  const std::string orders = e.model.substr(0, e.model.find("), case") + 1);
  a.title = (want.method == "ecm" ? "Error correction of " : "") + orders + ": " + s.y_name;
  if (want.method == "ecm") {
    take_terms(a, e.correction);
  } else {
    take_terms(a, e.fit);
  }
  a.figures.emplace_back("short_run", of_row(e.short_run));
  a.figures.emplace_back("long_run", of_row(e.long_run));
  a.long_run_supported = e.long_run_supported;
  a.chosen_case = e.deterministics;
  a.has_adjustment = true;
  a.adjustment = e.correction.adjustment;
  a.adjustment_error = e.correction.adjustment_error;
  a.half_life = e.correction.half_life.periods;
  if (!a.half_life) a.notes.push_back("half_life: " + e.correction.half_life.reason);
  a.notes.insert(a.notes.end(), e.notes.begin(), e.notes.end());
  add_bounds(a, e.relation.bounds);
  add_residual_tests(a, e);
  a.notes.push_back(
      text("long_run ",
           e.long_run_supported ? "is supported: " : "is not supported: ", e.relation.verdict));
  if (want.method != "report") {
    say_of_what(a, s, want, "long_run", e.long_run.estimate);
    unit_root_tests(a, s, want);
  }
  add_multipliers(a, e.fit, s.x_name);
  a.more = [e](json_writer& json) {
    std::vector<int> all{e.fit.orders.response};
    all.insert(all.end(), e.fit.orders.regressors.begin(), e.fit.orders.regressors.end());
    json.member("orders", all).member("model", e.model).member("verdict", e.relation.verdict);
    json.member("r2", e.fit.r2).member("sigma", e.fit.sigma).member("loglik", e.fit.log_likelihood);
    json.member("aic", e.fit.aic).member("bic", e.fit.bic);
  };
  return a;
}

}  // namespace elasticity_program
