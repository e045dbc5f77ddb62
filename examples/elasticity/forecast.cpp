// Forecasts under a stated price path, beside their benchmarks.
#include "elasticity/methods.hpp"

#include <bilateral/econometrics/dynamics/ardl_forecast.hpp>
#include <bilateral/econometrics/state_space/forecast.hpp>
#include <bilateral/stats/seasonal.hpp>

namespace elasticity_program {

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

}  // namespace elasticity_program
