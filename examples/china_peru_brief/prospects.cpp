// What was to be expected in 2016 of the years since.
#include "china_peru_brief/brief.hpp"

#include <bilateral/econometrics/state_space/forecast.hpp>
#include <bilateral/econometrics/state_space/structural_time_series.hpp>
#include <bilateral/series/aggregate.hpp>

namespace china_peru {

// What was to be expected in 2016 of the years since, and what came.
void prospects(const brief_data& d, writer& w) {
  w.section("Huge growth potential: what 2005-2016 let expect of 2017-2024");
  const auto annual_exports = aggregate<annual>(d.to_china, aggregation::sum);
  std::vector<double> logs;
  for (const double v : annual_exports.values) logs.push_back(std::log(in_millions(v)));
  const int horizon = static_cast<int>(d.to_china_later.size());
  const auto drift = drift_forecast(logs, horizon);
  structural_options options;
  options.trend = trend_component::local_linear_trend;
  const auto structural = structural_forecast(fit_structural(logs, options), horizon);
  table t("Exports to China, million USD, forecast from the years to 2016",
          {{"year"}, {"random walk with drift", 0}, {"95% from", 0}, {"to", 0}, {"local linear trend", 0}, {"came", 0}});
  int inside = 0;
  double error = 0, naive = 0;
  for (int h = 0; h < horizon; ++h) {
    const auto at = static_cast<std::size_t>(h);
    const double came = in_millions(d.to_china_later.values[at]);
    t.row({to_string(d.to_china_later.at(at)), std::exp(drift.mean[at]), std::exp(drift.low[at]),
           std::exp(drift.high[at]), std::exp(structural.mean[at]), came});
    inside += came >= std::exp(drift.low[at]) && came <= std::exp(drift.high[at]) ? 1 : 0;
    error += std::abs(std::log(came) - drift.mean[at]) / horizon;
    naive += std::abs(std::log(came) - logs.back()) / horizon;
  }
  t.note("medians; intervals of the drift");
  w.show(t);
  w.say(text(inside, " of ", horizon, " years came inside the interval; the mean error is ",
             fixed_text(100 * error, 0), " log points with drift and ", fixed_text(100 * naive, 0),
             " had 2016 been repeated. The interval for ", to_string(d.to_china_later.last()), " is ",
             fixed_text(std::exp(drift.high.back() - drift.low.back()), 1),
             " times as high at its top as at its bottom, and ",
             drift.low.back() > logs.back() ? "all of it lies above 2016: growth was to be expected, how much was not."
                                            : "holds the value of 2016: standing still was inside it."));
}

}  // namespace china_peru
