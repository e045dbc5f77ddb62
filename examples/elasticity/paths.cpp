// Responses, time-varying coefficients, breaks.
#include "elasticity/methods.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/breaks/stability.hpp>
#include <bilateral/econometrics/breaks/structural_break.hpp>
#include <bilateral/econometrics/dynamics/local_projection.hpp>
#include <bilateral/econometrics/state_space/time_varying.hpp>

namespace elasticity_program {

answer projection(const sample& s, const request& want, long horizons) {
  answer a;
  local_projection_options options;
  options.horizons = static_cast<int>(horizons);
  options.lags = want.max_lag.value_or(4);
  options.response_name = s.y_name;
  const auto [kind, lags] = want.covariance.parts();
  if (kind == "hc1") options.errors = projection_errors::lag_augmented;
  if (kind == "newey_west" && !lags.empty())
    options.bandwidth = static_cast<int>(number_between("--covariance", lags, 0, 100000));
  if (kind == "hc1" && !lags.empty())
    throw usage_error("--covariance: 'hc1' takes nothing after a colon");
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

answer varying(const sample& s) {
  answer a;
  const auto model = s.model();
  const auto r = time_varying_regression(model, {.varying = {s.x_name}});
  a.title = "Time-varying elasticity (random walk, smoothed)";
  a.n = r.observations;
  a.notes = r.notes;
  for (const auto& c : r.coefficients) {
    if (c.name != s.x_name) continue;
    for (Eigen::Index t = 0; t < c.smoothed.size(); ++t) {
      a.path.push_back({s.period(t), 0, {c.smoothed[t], c.std_error[t], c.low[t], c.high[t]}});
    }
  }
  a.path_title = "Elasticity";
  for (std::size_t i = 0; i < r.variances.size(); ++i) {
    a.notes.push_back(
        text("variance of ", r.variance_names[i], ": ", significant_text(r.variances[i], 4)));
  }
  a.more = [r](json_writer& json) {
    json.member("loglik", r.log_likelihood).member("converged", r.converged);
  };
  if (!r.converged) throw convergence_error("tvp: the likelihood did not converge", {});
  return a;
}

namespace {

// sup F with its p-value, which is withheld where the errors are correlated even with the break
test_result sup_f(answer& a, const regression<double>& model, const request& want) {
  f_path_options options{.from = want.trim};
  options.p_value.threads = want.threads;
  options.p_value.progress = example::shown_progress();
  if (want.draws) options.p_value.draws = *want.draws;
  if (want.seed) options.p_value.seed = *want.seed;
  const auto path = break_f_tests(model, options);
  test_result t = path.supremum;
  if (path.serial_correlation && *path.serial_correlation->p_value < 0.05) {
    t.p_value.reset();
    t.notes.push_back(
        text("no p-value: with the break allowed for the errors are still correlated "
             "(Breusch-Godfrey p = ",
             significant_text(*path.serial_correlation->p_value, 2),
             "), and levels that drift make F large without any break"));
  }
  if (!t.notes.empty()) a.notes.push_back("tests.sup_f: " + t.notes.back());
  return t;
}

}  // namespace

void write_breaks(json_writer& json, const bai_perron_result& r,
                  const std::vector<std::optional<break_interval>>& intervals,
                  const std::vector<std::string>& periods) {
  json.key("breaks").object().member("selected", r.selected).member("least_rows", r.least_rows);
  json.key("models").array();
  for (const auto& m : r.models) {
    json.object(true)
        .member("m", m.breaks)
        .member("rss", m.residual_sum_of_squares)
        .member("bic", m.bic);
    json.key("after_row").array();
    for (const auto row : m.after_row) json.value(static_cast<std::int64_t>(row));
    json.end().key("periods").array();
    for (const auto row : m.after_row) json.value(periods[bilateral::to_size(row - 1)]);
    json.end().end();
  }
  json.end().key("intervals").array();
  for (const auto& i : intervals) {
    if (!i) {
      json.value(nullptr);
      continue;
    }
    json.object(true).member("after_row", static_cast<std::int64_t>(i->after_row));
    json.member("low", static_cast<std::int64_t>(i->low))
        .member("high", static_cast<std::int64_t>(i->high))
        .end();
  }
  json.end().end();
}

answer breaks(const sample& s, const request& want) {
  answer a;
  regression<double> model =
      s.x_name.empty() ? regress<double>(s.y, s.others(), {.response_name = s.y_name}) : s.model();
  const auto r = bai_perron(model, {.trim = want.trim, .max_breaks = want.max_breaks});
  a.title = text("Bai-Perron breaks in ",
                 s.x_name.empty() && s.controls.empty() ? "the mean of " : "the regression of ",
                 s.y_name, ", h = ", r.least_rows);
  a.n = model.rows();
  a.notes = r.notes;
  const auto period = [periods = s.periods](Eigen::Index row) {
    return periods[bilateral::to_size(row - 1)];
  };
  table t(a.title,
          {{"breaks", 0, alignment::left}, {"rss"}, {"BIC"}, {"after", -1, alignment::left}});
  for (const auto& m : r.models) {
    std::string after;
    for (const auto row : m.after_row) after += (after.empty() ? "" : ", ") + period(row);
    t.row({std::to_string(m.breaks), m.residual_sum_of_squares, m.bic, after});
  }
  t.note(text("selected by BIC: ", r.selected));
  a.tables.push_back(t);
  std::vector<std::optional<break_interval>> intervals;
  const auto& chosen = r.models[bilateral::to_size(r.selected)];
  if (r.selected > 0) {
    try {
      intervals = break_intervals(model, chosen.after_row);
    } catch (const bilateral::error& e) {
      a.notes.push_back(text("intervals: ", e.what()));
    }
  }
  add_test(a, "sup_f", [&] { return sup_f(a, model, want); });
  add_test(a, "cusum", [&] { return cusum_test(model).test; });
  chart_options options{.title = a.title};
  if (s.dated) {  // a line of a chart stands at a date
    for (const auto row : chosen.after_row) options.events.push_back({period(row), "break"});
  }
  a.charts.push_back(line_chart(s.periods, {{s.y_name, values_of(s.y)}}, options));
  a.more = [r, intervals, periods = s.periods](json_writer& json) {
    write_breaks(json, r, intervals, periods);
  };
  return a;
}

}  // namespace elasticity_program
