// The response to the copper price, short run and long run, with the tests behind each figure.
#include "china_peru_brief/brief.hpp"

#include <bilateral/econometrics/dynamics/ardl_order.hpp>
#include <bilateral/econometrics/dynamics/bounds_test.hpp>
#include <bilateral/econometrics/cointegration/cointegrating_regression.hpp>
#include <bilateral/econometrics/cointegration/residual_tests.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/econometrics/dynamics/nardl.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/breaks/stability.hpp>
#include <bilateral/econometrics/breaks/structural_break.hpp>
#include <bilateral/stats/seasonal.hpp>
#include <bilateral/trade/elasticity.hpp>

namespace china_peru {

namespace {

// "0.71 [0.32, 1.10]"
std::string with_interval(const coefficient_row& r) {
  std::string out = fixed_text(r.estimate, 2);
  if (r.low && r.high) out += " [" + fixed_text(*r.low, 2) + ", " + fixed_text(*r.high, 2) + "]";
  return out;
}

}  // namespace

// One series' response to the copper price: what each method says and which tests stand behind it.
void price_response(const series<monthly, usd_fob>& trade, const series<monthly, per<usd, tonne>>& price,
                    writer& w) {
  const auto dummies = seasonal_dummies(12, price.start.part(), price.size());
  std::vector<named_column<double>> season;
  for (std::size_t j = 0; j < dummies.names.size(); ++j) {
    season.emplace_back(dummies.names[j], dummies.values.col(static_cast<Eigen::Index>(j)));
  }
  const ardl_data<double> data = elasticity_data(trade, price, {}, season);
  const auto& y = data.response;
  std::vector<named_column<double>> columns = data.regressors;
  columns.insert(columns.end(), season.begin(), season.end());
  const auto model = regress<double>(y.second, columns, {.response_name = y.first});
  const auto row = [](const auto& fit, const std::string& name) {
    for (const coefficient_row& r : coefficient_table(fit)) {
      if (r.name == name) return r;
    }
    return coefficient_row{};
  };
  table t(trade.name + " on the copper price, logarithms, monthly dummies, 95 percent intervals",
          {{"", -1, alignment::left}, {"short run", -1, alignment::right}, {"long run", -1, alignment::right},
           {"evidence", -1, alignment::left}});
  const auto level = row(ols(model, newey_west{}), "price");
  // levels without their seasonal pattern: what is left of each column beside the monthly dummies
  const auto adjusted = [&](const named_column<double>& c) {
    return named_column<double>(c.first, ols(regress<double>(c.second, season)).residuals);
  };
  const auto trade_level = adjusted(y);
  const std::vector<named_column<double>> price_level{adjusted(data.regressors[0])};
  const double residuals_p = *engle_granger<double>(trade_level, price_level).test.p_value;
  const double ratio_p = *phillips_ouliaris<double>(trade_level, price_level).z_t.p_value;
  const std::string together = "Engle-Granger p = " + significant_text(residuals_p, 2) +
                               ", Phillips-Ouliaris p = " + significant_text(ratio_p, 2);
  t.row({"log-log, Newey-West errors", "", with_interval(level), together});
  t.row({"dynamic OLS", "", with_interval(row(dols<double>(trade_level, price_level), "price")), together});
  const auto orders = ardl_order(data, {6, {6}}).orders;
  const auto fit = ardl<double>(data, orders);
  const auto ecm = error_correction(fit);
  const auto test = bounds_test(fit, {.replications = 10000});
  const bool related = *test.f.p_upper < 0.05;
  const bool disputed = !related && (residuals_p < 0.05 || ratio_p < 0.05);
  const coefficient_row now = row(fit, "price");
  t.row({text("ARDL(", orders.response, ",", orders.regressors[0], ")"), with_interval(now),
         related ? with_interval(row(ecm.long_run, "price")) : "not supported",
         "bounds F = " + significant_text(test.f.test.statistic, 3) + ", p = " +
             significant_text(*test.f.p_upper, 2)});
  const auto two = nardl<double>(data, {"price"}, {orders.response, {orders.regressors[0], orders.regressors[0]}});
  const auto& sides = two.asymmetry.front();
  t.row({"rises against falls (NARDL)",
         with_interval(row(two.fit, two.fit.data.regressors[0].first)) + " / " +
             with_interval(row(two.fit, two.fit.data.regressors[1].first)),
         "", sides.impact ? "equal on impact: p = " + significant_text(*sides.impact->p_value, 2) : ""});
  const auto path = break_f_tests(model);
  const auto found = bai_perron(model, {.max_breaks = 4});
  std::string dates;
  for (const auto at : found.models[static_cast<std::size_t>(found.selected)].after_row) {
    dates += (dates.empty() ? "" : ", ") + to_string(price.at(static_cast<std::size_t>(at - 1)));
  }
  t.note("Value on price is 1 + the elasticity of volume. Stability: sup F p = " +
         significant_text(*path.supremum.p_value, 2) + ", breaks by Bai and Perron (BIC) " +
         (dates.empty() ? "none" : "after " + dates) + ".");
  w.show(t);
  const bool moves = now.low && *now.low > 0;
  const bool symmetric = sides.impact && *sides.impact->p_value > 0.05;
  w.say(text(trade.name, ": a fall of the price by 10 percent ",
             moves ? "lowers the value in the same month by about " + fixed_text(-100 * std::expm1(now.estimate * std::log(0.9)), 1) +
                         " percent"
                   : std::string("has no effect in the same month that the data can tell from none"),
             "; falls and rises ", symmetric ? "are not told apart" : "differ", "; ",
             related ? "the levels belong together, and the long-run elasticity is " +
                           with_interval(row(ecm.long_run, "price")) + "."
             : disputed ? text("the tests disagree on a tie between the levels (a test of residuals finds one, "
                               "the bounds test none); if there is one, the long-run elasticity is ",
                               with_interval(row(dols<double>(trade_level, price_level), "price")), ": ",
                               symmetric && moves ? "\"dampened growth\" is borne out, \"long-term prospects\" is not "
                                                    "settled by these months."
                                                  : "neither part of the sentence is settled by these months.")
                     : std::string("no tie between the levels is found, so that the figures do not support a "
                                   "long-run elasticity: ") +
                           (symmetric && moves ? "\"dampened growth\" is borne out, \"long-term prospects\" is not a "
                                                 "statement these months can decide."
                                               : "neither part of the sentence is decided by these months.")));
}

}  // namespace china_peru
