#pragma once
/// The elasticity of trade to a price: point, arc, and by regression, always said of what.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/cointegration/relation.hpp>
#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/dynamics/trend_choice.hpp>
#include <bilateral/econometrics/estimator/series_design.hpp>
#include <bilateral/econometrics/regression/diagnostics.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/column.hpp>
#include <bilateral/series/transform.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What is traded is measured by: its value (price times volume) or its volume.
///
/// With V = P Q, d log V / d log P = 1 + d log Q / d log P: value on price estimates one plus the
/// volume elasticity.
enum class trade_measure { value, volume };

/// Point elasticity (dq/dp) p / q.
/// @throws argument_error  a price or quantity that is not above zero
template <class = when_called>
[[nodiscard]] double point_elasticity(double slope, double price, double quantity) {
  require(price > 0 && quantity > 0, "point_elasticity", "price is ", price, " and quantity is ",
          quantity, "; both must be above zero");
  return slope * price / quantity;
}

/// Arc (midpoint) elasticity: ((q1 - q0) / (q0 + q1)) / ((p1 - p0) / (p0 + p1)); none where the
/// price did not change. @see  Allen (1934), Review of Economic Studies 1
/// @throws argument_error  a price that is not above zero, quantities that are negative or both
///         zero
template <class = when_called>
[[nodiscard]] std::optional<double> arc_elasticity(double q0, double q1, double p0, double p1) {
  require(p0 > 0 && p1 > 0 && q0 >= 0 && q1 >= 0 && q0 + q1 > 0, "arc_elasticity", "prices are ",
          p0, " and ", p1, ", quantities ", q0, " and ", q1,
          "; prices must be above zero, quantities not negative and not both zero");
  if (p0 == p1) return std::nullopt;
  return (q1 - q0) / (q0 + q1) / ((p1 - p0) / (p0 + p1));
}

/// Ratio of log differences log(q1/q0) / log(p1/p0); none where the price did not change.
/// @throws argument_error  a value that is not above zero
template <class = when_called>
[[nodiscard]] std::optional<double> log_difference_elasticity(double q0, double q1, double p0,
                                                              double p1) {
  require(p0 > 0 && p1 > 0 && q0 > 0 && q1 > 0, "log_difference_elasticity", "prices are ", p0,
          " and ", p1, ", quantities ", q0, " and ", q1, "; all must be above zero");
  if (p0 == p1) return std::nullopt;
  return std::log(q1 / q0) / std::log(p1 / p0);
}

/// An elasticity from a regression: the coefficient asked for and, where trade is a value, the volume
/// elasticity that it implies (one less, with the same error).
struct elasticity_estimate {
  std::string of;                           ///< "value on price" or "volume on price"
  coefficient_row price;                    ///< as estimated
  std::optional<coefficient_row> volume;    ///< price - 1, where trade is a value
  std::vector<test_result> residual_tests;  ///< serial correlation; a unit root is tested elsewhere
};

namespace detail {

template <class = when_called>
coefficient_row less_one(coefficient_row row, double dof) {
  row.name = "implied volume elasticity";
  row.estimate -= 1;
  if (row.low) row.low = *row.low - 1;
  if (row.high) row.high = *row.high - 1;
  if (row.std_error && *row.std_error > 0) {
    row.statistic = row.estimate / *row.std_error;
    row.p_value = student_t_two_sided(*row.statistic, dof);
  }
  return row;
}

template <class = when_called>
Eigen::VectorXd logs(const char* function, const char* name, const Eigen::VectorXd& x) {
  require_positive(function, name, std::span<const double>(x.data(), to_size(x.size())));
  return x.array().log();
}

// the elasticity that sits in one term of a fit
template <class Result>
elasticity_estimate elasticity_of(const Result& fit, coefficient_row row, trade_measure measure) {
  elasticity_estimate e;
  e.of = measure == trade_measure::value ? "value on price" : "volume on price";
  e.price = std::move(row);
  if (measure == trade_measure::value) e.volume = less_one(e.price, fit.inference_dof);
  return e;
}

}  // namespace detail

/// A fitted elasticity equation with what it says of the elasticity.
struct elasticity_fit {
  ols_result<double> fit;
  elasticity_estimate elasticity;
};

struct elasticity_options {
  trade_measure measure = trade_measure::value;
  Eigen::Index serial_correlation_order = 1;  ///< of the Breusch-Godfrey test beside it
  std::vector<std::int64_t> time{};           ///< time index for HAC; empty is 1..n
};

/// Constant elasticity: log q_t = a + b log p_t + c'z_t + u_t, the controls z as given.
///
/// Regressing volume on a unit value is biased towards -1: an error in the volume is an error of the
/// opposite sign in value / volume. A world price, or an instrument for the unit value (iv.hpp), is
/// the way round; cross-prices enter as controls.
///
/// @param trade,price  above zero, same length; @param controls  named columns, taken as they are
/// @param spec         covariance
/// @throws argument_error  values not above zero (row named), lengths
/// @note   short-run or long-run it is not: see the error-correction and cointegration headers
/// @see    Kemp (1962), Review of Economics and Statistics 44 (bias of unit values)
template <class Spec = iid>
[[nodiscard]] elasticity_fit log_log_elasticity(
    const Eigen::VectorXd& trade, const Eigen::VectorXd& price,
    const std::vector<named_column<double>>& controls = {}, const Spec& spec = {},
    const elasticity_options& options = {}) {
  std::vector<named_column<double>> columns{
      {"log(price)", detail::logs("log_log_elasticity", "price", price)}};
  columns.insert(columns.end(), controls.begin(), controls.end());
  auto model = regress<double>(detail::logs("log_log_elasticity", "trade", trade), columns,
                               {.response_name = "log(trade)"});
  model.time = options.time;
  elasticity_fit out{ols(model, spec), {}};
  out.elasticity = detail::elasticity_of(
      out.fit, linear_combination(out.fit, {{"log(price)", 1.0}}), options.measure);
  const Eigen::Index order = options.serial_correlation_order;
  if (order > 0 && model.design.cols() + order < model.design.rows()) {
    out.elasticity.residual_tests.push_back(breusch_godfrey_test(model, order).first);
    out.elasticity.residual_tests.push_back(durbin_watson_test(model));
  }
  return out;
}

/// What a unit says of trade: money is a value, weight a volume; none where the unit is neither.
template <unit U>
inline constexpr std::optional<trade_measure> measured_as =
    is_money<U>                                           ? std::optional(trade_measure::value)
    : std::same_as<U, tonne> || std::same_as<U, kilogram> ? std::optional(trade_measure::volume)
                                                          : std::nullopt;

/// The same from whatever holds the values: std::vector, std::span, std::array.
template <column_values Trade, column_values Price, class Spec = iid>
requires(number_range<Trade> || number_range<Price>) [[nodiscard]] elasticity_fit
    log_log_elasticity(const Trade& trade, const Price& price,
                       const std::vector<named_values>& controls = {}, const Spec& spec = {},
                       const elasticity_options& options = {}) {
  return log_log_elasticity(to_column<double>(trade), to_column<double>(price),
                            to_columns(controls), spec, options);
}

/// Trade and its price as typed series, in logarithms: what ardl, nardl, dols, johansen and the other
/// dynamic methods take.
///
/// @param trade,price  above zero, of one frequency and span, without gaps
/// @param controls     regressors with lags of their own, taken as they are
/// @param fixed        columns that enter without lags: seasonal dummies, breaks
/// @return             response "trade", regressors "price" and the controls, in that order
/// @throws argument_error   a value not above zero, its period named
/// @throws data_error       a missing period; @throws alignment_error  spans differ
/// Example: examples/china_peru_brief/slump.cpp
template <frequency F, unit U, unit V>
[[nodiscard]] ardl_data<double> elasticity_data(
    const series<F, U>& trade, const series<F, V>& price,
    const std::type_identity_t<series_terms<F>>& controls = {},
    std::vector<named_column<double>> fixed = {}) {
  const series_column<F> response(log(trade));
  series_terms<F> terms{{"price", log(price)}};
  terms.insert(terms.end(), controls.begin(), controls.end());
  return {{"trade", response.values}, columns_of(response, terms), std::move(fixed)};
}

template <frequency F, frequency G, unit U, unit V, class... Rest>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine
    log_log_elasticity(const series<F, U>& trade, const series<G, V>& price, const Rest&... rest)
= delete;
template <frequency F, frequency G, unit U, unit V>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine
    elasticity_data(const series<F, U>& trade, const series<G, V>& price,
                    const std::type_identity_t<series_terms<F>>& controls = {},
                    std::vector<named_column<double>> fixed = {})
= delete;

/// Constant elasticity of typed series; of value or volume as the unit of trade says.
/// @param options  `measure` is used only where the unit of trade is neither money nor weight
template <frequency F, unit U, unit V, class Spec = iid>
[[nodiscard]] elasticity_fit log_log_elasticity(
    const series<F, U>& trade, const series<F, V>& price,
    const std::type_identity_t<series_terms<F>>& controls = {}, const Spec& spec = {},
    elasticity_options options = {}) {
  options.measure = measured_as<U>.value_or(options.measure);
  const series_column<F> response(trade), paid(price);
  std::vector<named_column<double>> columns = columns_of(response, controls);
  (void)columns_of(response, series_terms<F>{{price.name, paid}});
  return log_log_elasticity(response.values, paid.values, columns, spec, options);
}

/// Semi-elasticity: log q_t = a + b p_t + ...; the elasticity at a price is b p.
///
/// @return  the elasticity at `at` (the mean price unless given), by the delta method
template <class Spec = iid>
[[nodiscard]] elasticity_fit semi_elasticity(const Eigen::VectorXd& trade,
                                             const Eigen::VectorXd& price,
                                             const std::vector<named_column<double>>& controls = {},
                                             const Spec& spec = {},
                                             const elasticity_options& options = {},
                                             std::optional<double> at = {}) {
  std::vector<named_column<double>> columns{{"price", price}};
  columns.insert(columns.end(), controls.begin(), controls.end());
  auto model = regress<double>(detail::logs("semi_elasticity", "trade", trade), columns,
                               {.response_name = "log(trade)"});
  model.time = options.time;
  elasticity_fit out{ols(model, spec), {}};
  const double p = at ? *at : price.mean();
  out.elasticity =
      detail::elasticity_of(out.fit, linear_combination(out.fit, {{"price", p}}), options.measure);
  return out;
}

/// Variable (translog) elasticity: log q = a + b log p + c (log p)^2 + ...; at a price it is
/// b + 2 c log p.
///
/// @return  the elasticity at `at` (the geometric mean price unless given), by linear combination
/// @see     Christensen, Jorgenson & Lau (1973), Review of Economics and Statistics 55
template <class Spec = iid>
[[nodiscard]] elasticity_fit translog_elasticity(
    const Eigen::VectorXd& trade, const Eigen::VectorXd& price,
    const std::vector<named_column<double>>& controls = {}, const Spec& spec = {},
    const elasticity_options& options = {}, std::optional<double> at = {}) {
  const Eigen::VectorXd log_price = detail::logs("translog_elasticity", "price", price);
  std::vector<named_column<double>> columns{{"log(price)", log_price},
                                            {"log(price)^2", log_price.cwiseAbs2()}};
  columns.insert(columns.end(), controls.begin(), controls.end());
  auto model = regress<double>(detail::logs("translog_elasticity", "trade", trade), columns,
                               {.response_name = "log(trade)"});
  model.time = options.time;
  elasticity_fit out{ols(model, spec, {.strict = true}), {}};
  const double p = at ? std::log(*at) : log_price.mean();
  out.elasticity = detail::elasticity_of(
      out.fit, linear_combination(out.fit, {{"log(price)", 1.0}, {"log(price)^2", 2 * p}}),
      options.measure);
  return out;
}

/// An elasticity for each regime, and whether they differ.
struct regime_elasticities {
  ols_result<double> fit;
  std::vector<std::pair<std::string, elasticity_estimate>> by_regime;  ///< in order of the levels
  std::optional<test_result> equal;  ///< Wald; none with a single regime
};

/// Constant elasticities by regime: intercept and slope of every regime free, the controls common.
///
///   log q_t = a_r + b_r log p_t + c'z_t + u_t,  r the regime of t;  null: b_1 = ... = b_R
///
/// @param trade,price  above zero, same length; @param controls  named columns, taken as they are
/// @param regime       (n) group of each observation (before and after an agreement, say)
/// @param spec         covariance
/// @return  b_r of every regime and the Wald test that they are equal
/// @throws argument_error         values not above zero (row named), lengths
/// @throws rank_deficiency_error  collinear columns: a price that does not vary within a regime
/// @see     Chow (1960), Econometrica 28(3)
template <class Spec = iid>
[[nodiscard]] regime_elasticities elasticity_by_regime(
    const Eigen::VectorXd& trade, const Eigen::VectorXd& price, const factor& regime,
    const std::vector<named_column<double>>& controls = {}, const Spec& spec = {},
    const elasticity_options& options = {}) {
  const Eigen::VectorXd log_price = detail::logs("elasticity_by_regime", "price", price);
  require_same_size("elasticity_by_regime", "trade", to_size(trade.size()), regime.name,
                    regime.size());
  std::vector<named_column<double>> columns;
  for (std::int32_t g = 0; g < regime.levels; ++g) {
    Eigen::VectorXd on(log_price.size());
    for (Eigen::Index i = 0; i < on.size(); ++i) {
      on[i] = regime.codes[to_size(i)] == g ? 1 : 0;
    }
    columns.emplace_back(regime.name + "=" + regime.label(g), on);
    columns.emplace_back("log(price):" + regime.label(g), on.cwiseProduct(log_price));
  }
  columns.insert(columns.end(), controls.begin(), controls.end());
  auto model = regress<double>(detail::logs("elasticity_by_regime", "trade", trade), columns,
                               {.intercept = false, .response_name = "log(trade)"});
  model.time = options.time;
  regime_elasticities out{ols(model, spec, {.strict = true}), {}, {}};
  Eigen::MatrixXd differences =
      Eigen::MatrixXd::Zero(regime.levels - 1, out.fit.coefficients.size());
  for (std::int32_t g = 0; g < regime.levels; ++g) {
    const std::string name = "log(price):" + regime.label(g);
    out.by_regime.emplace_back(
        regime.label(g), detail::elasticity_of(out.fit, linear_combination(out.fit, {{name, 1.0}}),
                                               options.measure));
    if (g > 0) {
      differences(g - 1, position(out.fit, name)) = 1;
      differences(g - 1, position(out.fit, "log(price):" + regime.label(0))) = -1;
    }
  }
  if (regime.levels > 1 && out.fit.covariance) {
    out.equal = wald_test(out.fit, differences, Eigen::VectorXd::Zero(differences.rows()).eval());
    out.equal->null = "the elasticity is the same in every regime";
  }
  return out;
}

struct dynamic_elasticity_options {
  trade_measure measure = trade_measure::value;
  std::optional<deterministic_case>
      deterministics{};                 ///< none: III or IV, as the trend's test says
  std::optional<ardl_orders> orders{};  ///< none: by `criterion` up to `max_lag`
  int max_lag = 6;
  order_criterion criterion = order_criterion::aic;
  trend_choice_options trend{};
  relation_options relation{};
};

/// Short-run and long-run elasticity of trade to a price, with what they rest on.
struct dynamic_elasticity {
  std::string of;                     ///< "value on price" or "volume on price"
  std::optional<trend_choice> trend;  ///< the trend's test; none, with a note, where it has none
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  ardl_result<double> fit;
  error_correction_result<double> correction;
  relation_evidence relation;
  coefficient_row short_run;        ///< coefficient of the current price
  coefficient_row long_run;         ///< as estimated, whether supported or not
  bool long_run_supported = false;  ///< the relation in levels is; else no long-run elasticity
  std::string model;                ///< "ARDL(1,5), case IV"
  std::vector<std::string> notes;
};

namespace detail {

template <class = when_called>
void choose_case(dynamic_elasticity& out, const ardl_data<double>& data, const ardl_orders& largest,
                 const dynamic_elasticity_options& options) {
  out.deterministics = options.deterministics.value_or(deterministic_case::unrestricted_constant);
  if (options.deterministics && has_trend(*options.deterministics)) return;
  try {
    auto trend = options.trend;
    trend.criterion = options.criterion;
    out.trend = choose_deterministics(data, largest, trend);
  } catch (const error& e) {
    out.notes.push_back(text("the trend was not tested: ", e.what()));
    return;
  }
  if (!options.deterministics) {
    out.deterministics = out.trend->chosen;
    out.notes.push_back(out.trend->reason);
  } else if (has_trend(out.trend->chosen)) {
    out.notes.push_back(
        text("a trend is significant (t = ", significant_text(out.trend->test.statistic, 3), ", ",
             p_value_text(out.trend->test.p_value), "): consider case IV instead of case ",
             roman(*options.deterministics)));
  }
}

template <class = when_called>
std::string model_name(const ardl_orders& orders, deterministic_case c) {
  std::string out = text("ARDL(", orders.response);
  for (const int q : orders.regressors) out += text(",", q);
  return out + "), case " + roman(c);
}

}  // namespace detail

/// Elasticity of trade to a price by the ARDL whose deterministic terms the data choose.
///
///   log q_t = c [+ d t] + sum_i phi_i log q_(t-i) + sum_l b_l log p_(t-l) + g' z_t + u_t
///   short run b_0, long run sum_l b_l / (1 - sum_i phi_i)
///
/// The steps: the trend is tested and the case chosen (choose_deterministics) unless it is given; the
/// orders are chosen in that case; the relation in levels is tested (relation_in_levels). The long run
/// is called supported where the relation is.
///
/// @param data  logarithms: response trade, the first regressor the price (elasticity_data makes it)
/// @param spec  covariance
/// @throws argument_error  as ardl(), ardl_order(), bounds_test(); no regressor
/// @see    Pesaran, Shin & Smith (2001), J. Applied Econometrics 16(3)
/// Example: elasticity(elasticity_data(exports, price, {}, seasons)).long_run
template <class Spec = iid>
[[nodiscard]] dynamic_elasticity elasticity(const ardl_data<double>& data, const Spec& spec = {},
                                            const dynamic_elasticity_options& options = {}) {
  require(!data.regressors.empty(), "elasticity", "there is no price among the regressors");
  require(options.max_lag >= 1, "elasticity", "max_lag is ", options.max_lag,
          "; it must be at least 1");
  const std::string& price = data.regressors.front().first;
  const ardl_orders largest = options.orders.value_or(
      ardl_orders{options.max_lag, std::vector<int>(data.regressors.size(), options.max_lag)});
  dynamic_elasticity out;
  out.of = options.measure == trade_measure::value ? "value on price" : "volume on price";
  detail::choose_case(out, data, largest, options);
  ardl_orders orders = largest;
  if (!options.orders) {
    const auto chosen = ardl_order(
        data, largest, {.criterion = options.criterion, .deterministics = out.deterministics});
    orders = chosen.orders;
    constexpr const char* names[] = {"aic", "bic", "hq"};
    out.notes.push_back(text(detail::model_name(orders, out.deterministics), " by ",
                             names[static_cast<int>(options.criterion)], " over ", chosen.models,
                             " models on one common sample of ", chosen.observations));
  }
  out.fit = ardl<double>(data, orders, spec, {.deterministics = out.deterministics});
  out.correction = error_correction(out.fit, spec);
  out.model = detail::model_name(orders, out.deterministics);
  out.relation = relation_in_levels(out.fit, options.relation);
  out.long_run_supported = out.relation.related;
  for (const coefficient_row& row : coefficient_table(out.fit)) {
    if (row.name == price) out.short_run = row;
  }
  for (const coefficient_row& row : coefficient_table(out.correction.long_run)) {
    if (row.name == price) out.long_run = row;
  }
  out.notes.insert(out.notes.end(), out.relation.notes.begin(), out.relation.notes.end());
  return out;
}

}  // namespace bilateral
