// The free-trade agreement of 2010: growth before and since, a first look at a break.
#include "china_peru_brief/brief.hpp"

#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/econometrics/estimator/series_design.hpp>
#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/series/transform.hpp>

namespace china_peru {

void agreement(const brief_data& d, writer& w) {
  w.section("The free-trade agreement of 2010");
  const auto start = parse_period<monthly>(d.row("agreement_start").figure);
  const auto china = aggregate<annual>(d.to_china, aggregation::sum);
  const double n0 = start.year() - china.start.year(), n1 = china.last().year() - start.year();
  const double first = china.values.front(), at = china.value(period<annual>(start.year())),
               end = china.values.back();
  w.say("Compound growth of exports to China: " + percent_text(*compound_growth(first, at, n0), 1) +
        " a year " + to_string(china.start) + "-" + std::to_string(start.year()) + ", " +
        percent_text(*compound_growth(at, end, n1), 1) + " a year since.");
  // a first look at a break: the slope of log exports on time by regime
  const auto counted = [&](const std::string& name, auto value) {
    std::vector<double> values;
    for (std::size_t i = 0; i < d.to_china.size(); ++i) values.push_back(value(d.to_china.at(i)));
    return series<monthly, dimensionless>(name, d.to_china.start, values);
  };
  const auto years_from = [](period<monthly> from) {
    return [from](period<monthly> m) { return (std::max)(0.0, static_cast<double>(m - from) / 12); };
  };
  const auto fit = ols(regress(log(d.to_china),
                               {{"trend", counted("trend", years_from(d.to_china.start))},
                                {"level since", counted("since", [&](period<monthly> m) { return m >= start ? 1.0 : 0.0; })},
                                {"trend since", counted("trend since", years_from(start))}}),
                       heteroskedastic{});
  const auto test = wald_test(fit, std::vector<std::string>{"level since", "trend since"});
  w.say("A break in level and trend at " + to_string(start) + ": F = " +
        significant_text(test.statistic, 4) + ", p = " + significant_text(*test.p_value, 2) +
        "; the trend went from " + percent_text(100 * std::expm1(coefficient(fit, "trend")), 1) +
        " a year by " + fixed_text(100 * coefficient(fit, "trend since"), 1) +
        " log points. The date was chosen beforehand and the errors allow for no serial "
        "correlation: a first look, not a test of the agreement.");
}

}  // namespace china_peru
