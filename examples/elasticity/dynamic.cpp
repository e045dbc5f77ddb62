// ARDL and its error correction.
#include "elasticity/methods.hpp"

#include <bilateral/econometrics/dynamics/ardl_order.hpp>
#include <bilateral/econometrics/dynamics/bounds_test.hpp>
#include <bilateral/econometrics/regression/diagnostics.hpp>

namespace elasticity_program {

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

}  // namespace elasticity_program
