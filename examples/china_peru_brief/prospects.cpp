// What was to be expected in 2016 of the years since, and what came.
#include "china_peru_brief/brief.hpp"

#include <bilateral/econometrics/state_space/forecast.hpp>
#include <bilateral/econometrics/state_space/structural_time_series.hpp>
#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/stats/distribution.hpp>

#include <cmath>
#include <limits>

namespace china_peru {

namespace {

// a random walk with drift in logarithms, its variance estimated: t intervals, in billion USD
struct fan {
  std::vector<double> median, low, high;
};

fan forecast(const std::vector<double>& logs, int horizon, double level) {
  const auto path = drift_forecast(logs, horizon);
  const double t = student_t_quantile((1 + level) / 2, static_cast<double>(logs.size()) - 2);
  fan out;
  for (std::size_t h = 0; h < path.mean.size(); ++h) {
    out.median.push_back(std::exp(path.mean[h]));
    out.low.push_back(std::exp(path.mean[h] - t * path.std_error[h]));
    out.high.push_back(std::exp(path.mean[h] + t * path.std_error[h]));
  }
  return out;
}

// NaN for the years before a forecast
std::vector<double> after(std::size_t known, const std::vector<double>& values) {
  std::vector<double> out(known, std::numeric_limits<double>::quiet_NaN());
  out.insert(out.end(), values.begin(), values.end());
  return out;
}

void draw_fan(const std::vector<std::string>& years, const std::vector<double>& came,
              const fan& wide, const fan& narrow, const std::string& finding, brief& b) {
  const std::size_t known = years.size() - wide.median.size();
  b.draw(fan_chart(years, {{"expected", after(known, wide.median)}, {"came", came}},
                   {{"95 percent", after(known, wide.low), after(known, wide.high)},
                    {"80 percent", after(known, narrow.low), after(known, narrow.high)}},
                   {.title = finding,
                    .subtitle = "Exports to China, billion USD FOB, forecast in 2016",
                    .decimals = 1,
                    .source = "SUNAT"}));
}

// Growth was to be expected in 2016, and it came: both must hold. In billion USD.
claim_reading growth_that_came(const fan& wide, double base, double last, const std::string& year) {
  claim_reading expected;
  expected.exact = false;
  expected.holds = wide.low.back() > base ? decision::yes : decision::undetermined;
  expected.finding =
      text("the interval of 2016 for ", year, " is ", fixed_text(wide.low.back(), 1), " to ",
           fixed_text(wide.high.back(), 1), " billion USD FOB, 2016 itself ", fixed_text(base, 1));
  claim_reading came;
  came.unit = "billion USD FOB";
  came.holds = last > base ? decision::yes : decision::no;
  came.gap = last - base;
  came.finding = text("exports of ", year, " came to ", fixed_text(last, 1));
  return both_readings(expected, came);
}

}  // namespace

void prospects(const brief_data& d, brief& b) {
  b.section("Growth potential");
  const auto annual_exports = aggregate<annual>(d.to_china, aggregation::sum);
  std::vector<std::string> years;
  std::vector<double> logs, came;
  for (std::size_t i = 0; i < annual_exports.size(); ++i) {
    years.push_back(to_string(annual_exports.at(i)));
    came.push_back(annual_exports.values[i] / 1e9);
    logs.push_back(std::log(came.back()));
  }
  const double base = came.back();
  const auto& later = d.to_china_later;
  const int horizon = static_cast<int>(later.size());
  const fan wide = forecast(logs, horizon, 0.95), narrow = forecast(logs, horizon, 0.8);
  structural_options options;
  options.trend = trend_component::local_linear_trend;
  const auto structural = structural_forecast(fit_structural(logs, options), horizon);
  table t("Exports to China, billion USD FOB, expected from the years to 2016",
          {{"year"},
           {"random walk with drift", 1},
           {"95% from", 1},
           {"to", 1},
           {"local linear trend", 1},
           {"came", 1}});
  int inside = 0;
  for (std::size_t h = 0; h < later.size(); ++h) {
    const double value = later.values[h] / 1e9;
    years.push_back(to_string(later.at(h)));
    came.push_back(value);
    t.row({years.back(), wide.median[h], wide.low[h], wide.high[h], std::exp(structural.mean[h]),
           value});
    inside += value >= wide.low[h] && value <= wide.high[h] ? 1 : 0;
  }
  t.note(text("medians; t intervals with ", logs.size() - 2, " degrees of freedom"));
  const double times = came.back() / base;
  const bool expected = wide.low.back() > base;
  b.claim(check_claim("Growth potential is huge",
                      {growth_that_came(wide, base, came.back(), years.back())}),
          text("Growth was ", expected ? "" : "not ", "to be expected",
               times <= 1 ? " and did not come"
               : expected ? ""
                          : ", but came",
               "; exports reached ", fixed_text(times, 1), " times 2016's by ", years.back()),
          "SUNAT");
  draw_fan(years, came, wide, narrow,
           text(inside == horizon ? std::string("What came lay inside")
                                  : text(inside, " of ", horizon, " years lay inside"),
                " what 2016 let expect"),
           b);
  b.show(t);
  b.say(text("The interval for ", years.back(), " is ",
             fixed_text(wide.high.back() / wide.low.back(), 1),
             " times as high at its top as at its bottom."));
  b.figure("times_2016", times, "ratio");
  b.figure("forecast_low", wide.low.back(), "billion USD FOB");
  b.figure("forecast_high", wide.high.back(), "billion USD FOB");
}

}  // namespace china_peru
