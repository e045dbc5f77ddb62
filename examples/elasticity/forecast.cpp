// Forecasts under a stated price path, beside their benchmarks.
#include "elasticity/methods.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/dynamics/ardl_forecast.hpp>
#include <bilateral/econometrics/dynamics/ardl_order.hpp>
#include <bilateral/econometrics/state_space/forecast.hpp>
#include <bilateral/stats/seasonal.hpp>

namespace elasticity_program {

namespace {

int season_of(const sample& s) { return s.periods_a_year < 365 ? s.periods_a_year : 1; }

// adds the forecast that `make` gives, or a note why there is none
template <class Make>
void attempt(answer& a, std::vector<series_forecast>& all, const char* name, Make&& make) {
  try {
    all.push_back(make());
    all.back().method = name;
  } catch (const bilateral::error& e) {
    a.notes.push_back(text(name, ": ", e.what()));
  }
}

std::vector<series_forecast> univariate(answer& a, const sample& s, int h) {
  const int season = season_of(s);
  const auto y = span_of(s.y);
  std::vector<series_forecast> all;
  attempt(a, all, "structural", [&] {
    structural_options o;
    o.trend = trend_component::local_linear_trend;
    if (season > 1) o.season = season;
    return structural_forecast(fit_structural(y, o), h);
  });
  attempt(a, all, "holt_winters", [&] {
    holt_winters_options o;
    o.season = season;
    if (o.season == 1) o.form = season_form::none;
    return holt_winters_forecast(holt_winters(y, o), h);
  });
  attempt(a, all, "seasonal_naive", [&] { return seasonal_naive(y, season, h); });
  attempt(a, all, "drift", [&] { return drift_forecast(y, h); });
  return all;
}

// the ARDL on the price, the last price and controls held
series_forecast conditional(answer& a, const sample& s, const request& want, int h) {
  const auto data = s.ardl_columns();
  request searched = want;
  searched.given.clear();  // what was given is the horizon
  const auto orders = chosen_orders(a, data, s, searched);
  const auto fit = ardl<double>(data, orders, iid{}, {.deterministics = want.deterministics()});
  ardl_path<double> path;
  for (const auto& [name, values] : data.regressors) {
    path.regressors.push_back(Eigen::VectorXd::Constant(h, values[values.size() - 1]));
  }
  if (!s.seasonal.empty()) {
    const int season = season_of(s);
    const int next = (s.first_season - 1 + static_cast<int>(s.y.size() % season)) % season + 1;
    const auto later =
        seasonal_dummies(season, next, bilateral::to_size(h), want.seasonal == "centred");
    for (Eigen::Index j = 0; j < later.values.cols(); ++j)
      path.fixed.push_back(later.values.col(j));
  }
  const auto f = ardl_forecast(fit, path);
  a.notes.push_back("price path: the last price (and controls) held for all horizons");
  return {.method = "ardl",
          .level = 0.95,
          .mean = values_of(f.mean),
          .std_error = values_of(f.std_error),
          .low = values_of(f.low),
          .high = values_of(f.high),
          .notes = {}};
}

void add_path(answer& a, const sample& s, const series_forecast& f) {
  for (std::size_t i = 0; i < f.mean.size(); ++i) {
    path_point p{"", static_cast<int>(i) + 1, {f.mean[i], {}, f.low[i], f.high[i]}};
    if (i < f.std_error.size()) p.value.std_error = f.std_error[i];
    if (s.dated) p.period = s.period_after(static_cast<std::int64_t>(i) + 1);
    a.path.push_back(p);
  }
  a.path_title = "Forecast";
  a.path_in_logs = s.logs;
  if (s.logs) {
    a.notes.push_back(
        "of logarithms, which the path in JSON is in; in print and under level the median and the "
        "interval in levels");
  }
}

}  // namespace

answer forecast(const sample& s, const request& want, long horizon) {
  answer a;
  const int h = static_cast<int>(horizon);
  a.n = bilateral::to_size(s.y.size());
  const auto rivals = univariate(a, s, h);
  std::vector<series_forecast> ahead;
  if (!s.x_name.empty()) attempt(a, ahead, "ardl", [&] { return conditional(a, s, want, h); });
  ahead.insert(ahead.end(), rivals.begin(), rivals.end());
  if (ahead.empty())
    throw data_error("forecast: no method applies to these data: " +
                     (a.notes.empty() ? std::string() : a.notes.front()));
  const series_forecast main_path = ahead.front();
  a.title = text("Forecast by ", main_path.method, ": ", s.y_name);
  add_path(a, s, main_path);
  a.scale = want.scale;
  a.more = [rivals, logs = s.logs, main_path](json_writer& json) {
    json.member("forecast_method", main_path.method);
    if (logs) {
      const auto levels = [&](const char* key, const std::vector<double>& values) {
        std::vector<double> out;
        for (const double m : values) out.push_back(std::exp(m));
        json.member(key, out);
      };
      levels("level", main_path.mean);
      levels("level_low", main_path.low);
      levels("level_high", main_path.high);
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
