#pragma once
/// summary() of every result that is not a table of coefficients alone: tests, bounds, paths,
/// systems.
///
/// What a result has is found by the names of its members, so that this header includes no
/// estimator and a result of a caller's own prints too.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/summary.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

template <class Value>
inline constexpr bool is_optional = false;
template <class Value>
inline constexpr bool is_optional<std::optional<Value>> = true;
template <class Value>
concept printable_number = std::is_arithmetic_v<Value> || requires(const Value& v) {
  requires !is_optional<Value>;
  static_cast<double>(v);
};
// none, and why: an index that does not exist for the data
template <class Value>
concept value_or_reason = requires(const Value& v) {
  v.has_value();
  { v.reason } -> std::convertible_to<std::string>;
};
template <class Value>
concept low_to_high = requires(const Value& v) {
  v.low + 1.0;
  v.high + 1.0;
};
template <class Value>
concept periods_or_reason = requires(const Value& v) {
  v.periods;
  v.reason;
};
template <class Value>
concept figure_value = is_optional<Value> || value_or_reason<Value> || printable_number<Value> ||
    std::convertible_to<Value, std::string> || low_to_high<Value> || periods_or_reason<Value>;

// tests in one table, single figures in another, lists and matrices in tables of their own
class result_tables {
 public:
  result_tables()
      : tests_("Tests", {{"", -1, alignment::left},
                         {"statistic"},
                         {"p", 4},
                         {"critical values", -1, alignment::left},
                         {"null hypothesis", -1, alignment::left}}),
        figures_("Figures", {{"", -1, alignment::left}, {"", -1, alignment::right}}) {}

  void test(const test_result& t, std::string name = {}) {
    std::string critical;
    for (const auto& [level, value] : t.critical_values) {
      critical += (critical.empty() ? "" : "; ") + level + " " + significant_text(value, 4);
    }
    if (name.empty()) name = t.name.empty() ? "test" : t.name;
    if (!t.distribution.empty()) name += ", " + t.distribution;
    tests_.row({name, t.statistic, p_cell(t.p_value), critical, t.null});
    for (const std::string& note : t.notes) tests_.note(note);
  }
  void test(const std::optional<test_result>& t, std::string name = {}) {
    if (t) test(*t, std::move(name));
  }
  void test(const std::vector<test_result>& tests, const std::string& = {}) {
    for (const test_result& t : tests) test(t);
  }

  template <class Value>
  void figure(const std::string& name, const Value& value) {
    if constexpr (value_or_reason<Value>) {
      if (value.has_value()) {
        figure(name, *value);
      } else {
        figures_.row({name, "none: " + value.reason});
      }
    } else if constexpr (is_optional<Value>) {
      if (value) {
        figure(name, *value);
      } else {
        figures_.row({name, "undefined"});
      }
    } else if constexpr (std::is_same_v<Value, bool>) {
      figures_.row({name, value ? "yes" : "no"});
    } else if constexpr (std::is_integral_v<Value>) {
      figures_.row({name, value});
    } else if constexpr (printable_number<Value>) {
      const double v = static_cast<double>(value);
      figures_.row({name, table_cell(v, people_text(v, 6))});
    } else if constexpr (std::convertible_to<Value, std::string>) {
      if (!std::string(value).empty()) figures_.row({name, std::string(value)});
    } else if constexpr (low_to_high<Value>) {
      figures_.row({name, people_text(static_cast<double>(value.low), 6) + " to " +
                              people_text(static_cast<double>(value.high), 6)});
    } else if constexpr (periods_or_reason<Value>) {
      if (value.periods) {
        figure(name, *value.periods);
      } else {
        figures_.row({name, "none: " + value.reason});
      }
    }
  }

  // lists of one length side by side, the rows under `names` or their numbers
  template <class... Lists>
  void columns(std::string title, const std::vector<std::string>& names,
               const std::vector<std::string>& headers, const Lists&... lists) {
    table t(std::move(title), {{"", -1, alignment::left}});
    for (const std::string& h : headers) t.columns.push_back({h});
    std::size_t n = names.size();
    ((n = (std::max)(n, to_size(lists.size()))), ...);
    for (std::size_t i = 0; i < n; ++i) {
      t.row({i < names.size() ? names[i] : std::to_string(i + 1), entry(lists, i)...});
    }
    if (n > 0) tables_.push_back(std::move(t));
  }
  // a matrix with named rows and columns, errors beneath where there are some
  template <class Matrix>
  void matrix(std::string title, const std::vector<std::string>& rows,
              const std::vector<std::string>& headers, const Matrix& m,
              const Matrix* errors = nullptr) {
    table t(std::move(title), {{"", -1, alignment::left}});
    for (decltype(m.cols()) j = 0; j < m.cols(); ++j) {
      const auto at = to_size(j);
      t.columns.push_back({at < headers.size() ? headers[at] : std::to_string(at + 1)});
    }
    for (decltype(m.rows()) i = 0; i < m.rows(); ++i) {
      const auto at = to_size(i);
      std::vector<table_cell> cells{at < rows.size() ? rows[at] : std::to_string(at + 1)};
      std::vector<table_cell> beneath_cells{""};
      for (decltype(m.cols()) j = 0; j < m.cols(); ++j) {
        cells.emplace_back(static_cast<double>(m(i, j)));
        if (errors == nullptr) continue;
        const double e = static_cast<double>((*errors)(i, j));
        beneath_cells.emplace_back(e, std::isfinite(e) ? "(" + significant_text(e, 4) + ")" : "");
      }
      t.row(std::move(cells));
      if (errors != nullptr) t.row(std::move(beneath_cells));
    }
    if (errors != nullptr) t.note("standard errors in parentheses");
    if (!t.rows.empty()) tables_.push_back(std::move(t));
  }

  void add(table t) { tables_.push_back(std::move(t)); }
  void note(const std::string& words) { notes_.push_back(words); }
  [[nodiscard]] bool empty() const {
    return tables_.empty() && tests_.rows.empty() && figures_.rows.empty();
  }

  [[nodiscard]] std::vector<table> all(const std::string& title) && {
    std::vector<table> out;
    if (!figures_.rows.empty()) out.push_back(std::move(figures_));
    for (table& t : tables_) out.push_back(std::move(t));
    if (!tests_.rows.empty()) out.push_back(std::move(tests_));
    if (!out.empty()) {
      if (!title.empty()) {
        out.front().title = out.front().title.empty() ? title : title + ": " + out.front().title;
      }
      for (const std::string& note : notes_) out.back().note(note);
    }
    return out;
  }

 private:
  template <class List>
  static table_cell entry(const List& list, std::size_t i) {
    if (i >= to_size(list.size())) return {};
    if constexpr (requires { list[0].has_value(); }) {
      return list[i] ? table_cell(static_cast<double>(*list[i])) : table_cell();
    } else if constexpr (requires { list[to_index(0)]; }) {
      const double v = static_cast<double>(list[static_cast<decltype(list.size())>(i)]);
      return std::isfinite(v) ? table_cell(v) : table_cell();
    }
  }

  table tests_, figures_;
  std::vector<table> tables_;
  std::vector<std::string> notes_;
};

// single figures and tests, by the names that results give them, in the order of print
// clang-format off
#define BILATERAL_FIGURES(X) \
  X(value, "value") \
  X(method, "method") \
  X(estimator, "estimator") \
  X(endogenous, "endogenous") \
  X(observations, "observations") \
  X(regressors, "regressors") \
  X(lags, "lags") \
  X(bandwidth, "bandwidth") \
  X(least_rows, "least rows of a regime") \
  X(selected, "breaks selected") \
  X(rho, "coefficient of y(t-1)") \
  X(finite_sample_p_value, "p for this sample size") \
  X(slope, "slope") \
  X(estimate, "estimate") \
  X(growth, "growth") \
  X(growth_std_error, "standard error of the growth") \
  X(at_medians, "at the medians") \
  X(mean, "mean") \
  X(median, "median") \
  X(std_error, "standard error") \
  X(low, "from") \
  X(high, "to") \
  X(adjustment, "adjustment") \
  X(adjustment_error, "its standard error") \
  X(half_life, "half-life, periods") \
  X(periods, "periods") \
  X(partial_r2, "partial R2") \
  X(shea_r2, "Shea's partial R2") \
  X(effective_dof, "effective degrees of freedom") \
  X(critical_value, "critical value") \
  X(r2, "R2") \
  X(log_likelihood, "log likelihood") \
  X(log_determinant, "log determinant of the errors") \
  X(aic, "AIC") \
  X(bic, "BIC") \
  X(hq, "Hannan-Quinn") \
  X(sigma, "sigma") \
  X(rank, "rank") \
  X(after_row, "after row") \
  X(initial, "initial") \
  X(direct, "direct") \
  X(indirect, "indirect") \
  X(induced, "induced") \
  X(loss, "loss") \
  X(loss_elsewhere, "of it elsewhere") \
  X(share, "share") \
  X(shift, "shift") \
  X(total, "total") \
  X(iterations, "iterations") \
  X(largest_gap, "largest gap") \
  X(largest_gap_line, "where") \
  X(information, "information") \
  X(replications, "replications") \
  X(cif_fob, "CIF/FOB") \
  X(gap_percent, "gap, percent of the exporter's figure") \
  X(asymmetry_percent, "asymmetry, percent of the mean") \
  X(reconciled, "reconciled, FOB") \
  X(exporter_weight, "weight of the exporter's report") \
  X(margin, "margin") \
  X(assumed, "assumed") \
  X(plain, "plain") \
  X(adjusted, "adjusted") \
  X(interval, "interval") \
  X(resampled, "resampled interval") \
  X(column, "of") \
  X(treated, "treated") \
  X(never, "never treated") \
  X(always, "always treated") \
  X(price, "price") \
  X(volume, "volume") \
  X(composition, "composition") \
  X(eigenvalue, "eigenvalue") \
  X(next_eigenvalue, "next eigenvalue") \
  X(steps, "steps") \
  X(rounds, "rounds") \
  X(undefined, "undefined") \
  X(reason, "reason")
#define BILATERAL_TESTS(X) \
  X(test, "") \
  X(f, "F") \
  X(wald, "") \
  X(z_tau, "Z tau") \
  X(z_alpha, "Z alpha") \
  X(z_t, "Z t") \
  X(p_u, "P u") \
  X(p_z, "P z") \
  X(supremum, "sup F") \
  X(average, "ave F") \
  X(exponential, "exp F") \
  X(joint, "") \
  X(tests, "") \
  X(residual_tests, "") \
  X(leads_are_zero, "no effect before")
// clang-format on

template <class Result>
void read_figures(result_tables& out, const Result& r) {
#define BILATERAL_READ(member, words) \
  if constexpr (requires { r.member; }) out.figure(words, r.member);
  BILATERAL_FIGURES(BILATERAL_READ)
#undef BILATERAL_READ
  if constexpr (requires { r.converged; }) {
    if (!r.converged) out.note("not converged");
  }
}

template <class Result>
void read_tests(result_tables& out, const Result& r) {
#define BILATERAL_READ(member, words) \
  if constexpr (requires { out.test(r.member, words); }) out.test(r.member, words);
  BILATERAL_TESTS(BILATERAL_READ)
#undef BILATERAL_READ
  if constexpr (requires { r.f + 1.0; }) out.figure("F", r.f);  // of the weak-instrument results
}

// whether there is one of them
template <class Result>
constexpr bool has_figures() {
  bool any = requires(const Result& r) { r.f + 1.0; };
#define BILATERAL_SEEN(member, words)                               \
  any = any || requires(const Result& r) {                          \
    requires figure_value<std::remove_cvref_t<decltype(r.member)>>; \
  };
  BILATERAL_FIGURES(BILATERAL_SEEN)
#undef BILATERAL_SEEN
#define BILATERAL_SEEN(member, words) \
  any = any || requires(result_tables & out, const Result& r) { out.test(r.member, words); };
  BILATERAL_TESTS(BILATERAL_SEEN)
#undef BILATERAL_SEEN
  return any;
}
#undef BILATERAL_FIGURES
#undef BILATERAL_TESTS

template <class Statistic>
void read_bounds(result_tables& out, const Statistic& s, const std::string& name) {
  out.test(s.test, name);
  const auto levels = [&](const auto& rows, const char* kind) {
    if (rows.empty()) return;
    table t(name + ", " + kind + " bounds", {{"level", -1, alignment::left},
                                             {"I(0)", 3},
                                             {"I(1)", 3},
                                             {"decision", -1, alignment::left}});
    for (const auto& row : rows) {
      constexpr std::string_view words[] = {"no relation in levels", "inconclusive",
                                            "a relation in levels"};
      t.row({significant_text(100 * row.level, 3) + "%", row.lower, row.upper,
             words[to_size(row.decision)]});
    }
    out.add(std::move(t));
  };
  levels(s.tabulated, "asymptotic");
  levels(s.simulated, "simulated");
  if (s.p_lower && s.p_upper) {
    out.note(text(name, ": simulated p ", significant_text(*s.p_lower, 4),
                  " with regressors I(0), ", significant_text(*s.p_upper, 4), " with I(1)"));
  }
}

template <class Points>
table points_table(const std::string& title, const Points& points) {
  table t(title, {{"horizon", 0, alignment::right},
                  {"estimate"},
                  {"std. error"},
                  {"from"},
                  {"to"},
                  {"observations", 0}});
  for (const auto& p : points) {
    t.row({p.horizon, p.estimate, p.std_error, p.low, p.high, p.observations});
  }
  return t;
}

// coefficient_row members as one table
template <class... Rows>
table rows_table(std::string title, const Rows&... rows) {
  table t(
      std::move(title),
      {{"", -1, alignment::left}, {"estimate"}, {"std. error"}, {"p", 4}, {"95% from"}, {"to"}});
  (t.row({rows.name, rows.estimate, rows.std_error, p_cell(rows.p_value), rows.low, rows.high}),
   ...);
  return t;
}

// what a result is known by beside single figures and tests
template <class Result>
concept has_bounds = requires(const Result& r) {
  r.f.tabulated;
  r.t;
};
template <class Result>
concept has_long_run = requires(const Result& r) {
  r.long_run.names;
  r.long_run.coefficients;
};
template <class Result>
concept has_elasticity = requires(const Result& r) {
  r.elasticity.price;
  r.elasticity.volume;
};
template <class Result>
concept has_impact = requires(const Result& r) {
  r.impact.name;
  r.long_run.std_error;
};
template <class Result>
concept has_asymmetry = requires(const Result& r) {
  r.asymmetry.front().regressor;
};
template <class Result>
concept has_responses = requires(const Result& r) {
  r.points.front().horizon;
};
template <class Result>
concept has_states = requires(const Result& r) {
  r.on.points;
  r.off.points;
  r.difference;
};
template <class Result>
concept has_forecast = requires(const Result& r) {
  r.mean.size();
  r.std_error.size();
  r.low.size();
  r.level;
};
template <class Result>
concept has_ranks = requires(const Result& r) {
  r.rank_tests.front().max_eigenvalue;
};
template <class Result>
concept has_eigenvalues = requires(const Result& r) {
  r.eigenvalues.size();
};
template <class Result>
concept has_vecm = requires(const Result& r) {
  r.beta_errors;
  r.short_run_errors;
};
template <class Result>
concept has_loadings = requires(const Result& r) {
  r.beta.cols();
  r.alpha.cols();
};
template <class Result>
concept has_equations = requires(const Result& r) {
  r.terms.size();
  r.coefficients.cols();
  r.errors.cols();
};
template <class Result>
concept has_break_models = requires(const Result& r) {
  r.models.front().after_row;
};
template <class Result>
concept has_break_rows = requires(const Result& r) {
  r.after_row.size();
  r.tests;
};
template <class Result>
concept has_variances = requires(const Result& r) {
  r.variance_names;
  r.variances;
  r.variance_std_errors;
};
template <class Result>
concept has_smoothed = requires(const Result& r) {
  r.coefficients.front().smoothed;
};
template <class Result>
concept has_smoothing = requires(const Result& r) {
  r.smoothing.size();
  r.seasonal.size();
  r.level + 1.0;
};
template <class Result>
concept has_resampling = requires(const Result& r) {
  r.estimate.size();
  r.bias.size();
  r.std_error.size();
};
template <class Result>
concept has_test_regression = requires(const Result& r) {
  r.names;
  r.std_errors.size();
  r.coefficients.size();
};
template <class Result>
concept has_tornado = requires(const Result& r) {
  r.tornado.front().width;
};
template <class Result>
concept has_linkages = requires(const Result& r) {
  r.backward.size();
  r.normalised_forward.size();
};
template <class Result>
concept has_dispersion = requires(const Result& r) {
  r.power_cv.size();
  r.sensitivity_cv.size();
};
template <class Result>
concept has_stock = requires(const Result& r) {
  r.stock.size();
  r.initial;
};
template <class Result>
concept has_jobs = requires(const Result& r) {
  r.jobs.cols();
  r.direct;
};
template <class Result>
concept has_multipliers = requires(const Result& r) {
  r.row_multipliers.size();
  r.column_multipliers.size();
};
template <class Result>
concept has_contributions = requires(const Result& r) {
  r.points.size();
  r.residual + 1.0;
  r.total;
};
template <class Result>
concept has_readings = requires(const Result& r) {
  r.sentence;
  r.readings.front().finding;
};
template <class Result>
concept has_event_points = requires(const Result& r) {
  r.points.front().at;
  r.points.front().std_error;
};
template <class Result>
concept has_price_parts = requires(const Result& r) {
  r.price_by.size();
  r.composition_by.size();
};
template <class Result>
concept has_seasonal_parts = requires(const Result& r) {
  r.seasonal.size();
  r.trend.size();
  r.remainder.size();
};
template <class Result>
concept has_complexity = requires(const Result& r) {
  r.eci.values;
  r.pci.values;
};
template <class Result>
concept has_countries = requires(const Result& r) {
  r.before.countries.size();
  r.real_output.size();
  r.home_share.size();
};
template <class Result>
concept has_wages = requires(const Result& r) {
  r.before.data.countries.size();
  r.real_wage.size();
  r.income.size();
};
template <class Result>
concept has_tariff_rates = requires(const Result& r) {
  r.players.size();
  r.instruments.size();
  r.rates.size();
};
template <class Result>
concept has_leakage = requires(const Result& r) {
  r.direct.size();
  r.domestic.size();
  r.closed.size();
};

// bounds, long run, elasticities
template <class Result>
void read_dynamics(result_tables& out, const Result& r) {
  if constexpr (has_bounds<Result>) {
    read_bounds(out, r.f, "F");
    if (r.t) read_bounds(out, *r.t, "t");
  }
  if constexpr (has_long_run<Result>) {
    out.add(summary_table(r.long_run, "Long run"));
  }
  if constexpr (has_elasticity<Result>) {
    table t = rows_table("Elasticity, " + r.elasticity.of, r.elasticity.price);
    if (const auto& v = r.elasticity.volume) {
      t.row({v->name, v->estimate, v->std_error, p_cell(v->p_value), v->low, v->high});
    }
    out.add(std::move(t));
    for (const test_result& test : r.elasticity.residual_tests) out.test(test);
  }
  if constexpr (has_impact<Result>) {
    out.add(rows_table("Elasticities", r.impact, r.long_run));
  }
}

// asymmetry, responses, forecasts
template <class Result>
void read_paths(result_tables& out, const Result& r) {
  if constexpr (has_asymmetry<Result>) {
    for (const auto& a : r.asymmetry) {
      out.test(a.long_run, a.regressor + ": long run");
      out.test(a.short_run, a.regressor + ": short run");
      out.test(a.impact, a.regressor + ": impact");
      for (const std::string& note : a.notes) out.note(note);
    }
  }
  if constexpr (has_responses<Result>) {
    out.add(points_table(r.impulse_name + " on " + r.response_name, r.points));
    out.note("standard errors: " + r.covariance_label);
  }
  if constexpr (has_states<Result>) {
    out.add(points_table("State on", r.on.points));
    out.add(points_table("State off", r.off.points));
    out.add(points_table("Difference", r.difference));
  }
  if constexpr (has_forecast<Result>) {
    const std::string level = significant_text(100 * r.level, 4) + "% from";
    out.columns("Forecast", {}, {"mean", "std. error", level, "to"}, r.mean, r.std_error, r.low,
                r.high);
  }
}

// ranks, cointegrating vectors, equations
template <class Result>
void read_systems(result_tables& out, const Result& r) {
  if constexpr (has_ranks<Result>) {
    for (const auto& t : r.rank_tests) {
      out.test(t.trace, text("trace, rank ", t.rank));
      out.test(t.max_eigenvalue, text("largest eigenvalue, rank ", t.rank));
    }
  }
  if constexpr (has_eigenvalues<Result>) {
    out.columns("Eigenvalues", {}, {"eigenvalue"}, r.eigenvalues);
  }
  if constexpr (has_vecm<Result>) {
    out.matrix("Long run (beta)", r.beta_names, {}, r.beta, &r.beta_errors);
    out.matrix("Adjustment (alpha)", r.names, {}, r.alpha, &r.alpha_errors);
    out.matrix("Short run", r.names, r.short_run_names, r.short_run, &r.short_run_errors);
  } else if constexpr (has_loadings<Result>) {
    std::vector<std::string> names, beta_names;
    if constexpr (requires { r.beta_names; }) {
      names = r.names;
      beta_names = r.beta_names;
    }
    out.matrix("Long run (beta)", beta_names, {}, r.beta);
    out.matrix("Adjustment (alpha)", names, {}, r.alpha);
  }
  if constexpr (has_equations<Result>) {
    using matrix = std::remove_cvref_t<decltype(r.coefficients)>;
    const matrix b = r.coefficients.transpose(), e = r.errors.transpose();
    out.matrix("Equations", r.terms, r.names, b, &e);
  }
}

// breaks and state-space models
template <class Result>
void read_breaks(result_tables& out, const Result& r) {
  if constexpr (has_break_models<Result>) {
    table t("Breaks", {{"breaks", 0}, {"RSS"}, {"BIC"}, {"after rows", -1, alignment::left}});
    for (const auto& m : r.models) {
      std::string rows;
      for (const auto row : m.after_row) rows += (rows.empty() ? "" : ", ") + std::to_string(row);
      t.row({m.breaks, m.residual_sum_of_squares, m.bic, rows});
    }
    out.add(std::move(t));
  } else if constexpr (has_break_rows<Result>) {
    for (const auto row : r.after_row) out.figure("break after row", row);
  }
  if constexpr (has_variances<Result>) {
    out.columns("Variances", r.variance_names, {"variance", "std. error"}, r.variances,
                r.variance_std_errors);
  }
  if constexpr (has_smoothed<Result>) {
    table t("Coefficients at the end of the sample",
            {{"", -1, alignment::left}, {"smoothed"}, {"std. error"}, {"from"}, {"to"}});
    for (const auto& c : r.coefficients) {
      const auto last = c.smoothed.size() - 1;
      t.row({c.name + (c.varies ? "" : " (fixed)"), c.smoothed[last], c.std_error[last],
             c.low[last], c.high[last]});
    }
    out.add(std::move(t));
  }
  if constexpr (has_smoothing<Result>) {
    out.columns("Smoothing", {"level", "slope or season", "season"}, {"weight"}, r.smoothing);
    out.figure("level at the end", r.level);
    out.columns("Coming season", {}, {"pattern"}, r.seasonal);
  }
}

// resampling, test regressions, linkages
template <class Result>
void read_vectors(result_tables& out, const Result& r) {
  if constexpr (has_resampling<Result>) {
    out.columns("Resampling", {}, {"estimate", "bias", "std. error"}, r.estimate, r.bias,
                r.std_error);
  }
  if constexpr (has_test_regression<Result>) {
    out.columns("Test regression", r.names, {"estimate", "std. error"}, r.coefficients,
                r.std_errors);
  }
  if constexpr (has_tornado<Result>) {
    table t("Outcome at the ends of each input",
            {{"", -1, alignment::left}, {"low"}, {"high"}, {"width"}});
    for (const auto& bar : r.tornado) t.row({bar.name, bar.low, bar.high, bar.width});
    out.add(std::move(t));
  }
  if constexpr (has_linkages<Result>) {
    out.columns("Linkages", {}, {"backward", "forward", "normalised", "normalised"}, r.backward,
                r.forward, r.normalised_backward, r.normalised_forward);
  }
  if constexpr (has_dispersion<Result>) {
    out.columns("Dispersion", {}, {"power", "its variation", "sensitivity", "its variation"},
                r.power, r.power_cv, r.sensitivity, r.sensitivity_cv);
  }
}

// capital, jobs and contributions
template <class Result>
void read_accounts(result_tables& out, const Result& r) {
  if constexpr (has_stock<Result>) {
    out.columns("Stock at the end of each period", {}, {"stock"}, r.stock);
  }
  if constexpr (has_jobs<Result>) {
    std::vector<std::string> years;
    for (decltype(r.jobs.cols()) y = 0; y < r.jobs.cols(); ++y)
      years.push_back(text("year ", y + 1));
    out.matrix("Jobs by sector", {}, years, r.jobs);
  }
  if constexpr (has_multipliers<Result>) {
    out.columns("Multipliers", {}, {"row", "column"}, r.row_multipliers, r.column_multipliers);
  }
  if constexpr (has_contributions<Result>) {
    out.columns("Contributions, points", {}, {"points"}, r.points);
    out.figure("residual", r.residual);
  }
}

// verdicts, event studies, decompositions, indices
template <class Result>
void read_trade(result_tables& out, const Result& r) {
  if constexpr (has_readings<Result>) {
    out.figure("claim", r.words);
    out.figure("verdict", r.sentence);
    table t("Readings", {{"assumption", -1, alignment::left},
                         {"", -1, alignment::left},
                         {"finding", -1, alignment::left},
                         {"source", -1, alignment::left}});
    for (const auto& reading : r.readings) {
      t.row({reading.assumption.empty() ? "none" : reading.assumption, in_words(reading.holds),
             reading.finding, reading.source});
    }
    out.add(std::move(t));
  }
  if constexpr (has_event_points<Result>) {
    table t("Effect by period from the event",
            {{"period", 0}, {"estimate"}, {"std. error"}, {"from"}, {"to"}});
    for (const auto& p : r.points) t.row({p.at, p.estimate, p.std_error, p.low, p.high});
    out.add(std::move(t));
  }
  if constexpr (has_price_parts<Result>) {
    out.figure("total", r.total());
    out.columns("By commodity", {}, {"price", "volume", "composition"}, r.price_by, r.volume_by,
                r.composition_by);
  }
  if constexpr (has_seasonal_parts<Result>) {
    out.columns("Components", {}, {"trend", "seasonal", "remainder", "weight"}, r.trend, r.seasonal,
                r.remainder, r.weights);
  }
  if constexpr (has_complexity<Result>) {
    out.columns("Countries", {}, {"complexity"}, r.eci.values);
    out.columns("Products", {}, {"complexity"}, r.pci.values);
  }
}

// worlds after a change, tariffs, imports
template <class Result>
void read_equilibria(result_tables& out, const Result& r) {
  if constexpr (has_countries<Result>) {
    out.columns("Countries", r.before.countries,
                {"output", "spending", "price index", "real income", "real output", "home share"},
                r.output, r.spending, r.price_index, r.real_income, r.real_output, r.home_share);
  }
  if constexpr (has_wages<Result>) {
    out.columns("Countries", r.before.data.countries,
                {"wage", "price index", "income", "real income", "real wage"}, r.wage,
                r.price_index, r.income, r.real_income, r.real_wage);
  }
  if constexpr (has_tariff_rates<Result>) {
    table t("Tariffs", {{"country", -1, alignment::left}, {"on", -1, alignment::left}, {"rate"}});
    for (std::size_t i = 0; i < r.players.size(); ++i) {
      for (std::size_t j = 0; j < r.instruments[i].size(); ++j) {
        t.row({r.players[i], r.instruments[i][j], r.rates[i][to_index(j)]});
      }
    }
    out.add(std::move(t));
  }
  if constexpr (has_leakage<Result>) {
    out.columns("Imports by sector", {},
                {"direct", "total", "domestic multiplier", "closed multiplier"}, r.direct, r.total,
                r.domestic, r.closed);
  }
}

template <class Result>
concept has_lists = has_bounds<Result> || has_long_run<Result> || has_elasticity<Result> ||
    has_impact<Result> || has_asymmetry<Result> || has_responses<Result> || has_states<Result> ||
    has_forecast<Result> || has_ranks<Result> || has_eigenvalues<Result> || has_vecm<Result> ||
    has_loadings<Result> || has_equations<Result> || has_break_models<Result> ||
    has_break_rows<Result> || has_variances<Result> || has_smoothed<Result> ||
    has_smoothing<Result> || has_resampling<Result> || has_test_regression<Result> ||
    has_tornado<Result> || has_linkages<Result> || has_dispersion<Result> || has_stock<Result> ||
    has_jobs<Result> || has_multipliers<Result> || has_contributions<Result> ||
    has_readings<Result> || has_event_points<Result> || has_price_parts<Result> ||
    has_seasonal_parts<Result> || has_complexity<Result> || has_countries<Result> ||
    has_wages<Result> || has_tariff_rates<Result> || has_leakage<Result>;

// a fit inside a result
template <class Result>
concept has_fit = requires(const Result& r) {
  summary_table(r.fit, "", 0.95);
}
|| requires(const Result& r) { summary_table(r.ecm, "", 0.95); }
|| requires(const Result& r) { summary_table(r.regression, "", 0.95); };

template <class Result>
result_tables read_result(const Result& r) {
  result_tables out;
  if constexpr (std::same_as<Result, test_result>) {
    out.test(r);
  } else {
    read_figures(out, r);
    read_dynamics(out, r);
    read_paths(out, r);
    read_systems(out, r);
    read_breaks(out, r);
    read_vectors(out, r);
    read_accounts(out, r);
    read_trade(out, r);
    read_equilibria(out, r);
    read_tests(out, r);
    if constexpr (!estimation_result<Result> && requires { r.notes.front().size(); }) {
      for (const std::string& note : r.notes) out.note(note);
    }
  }
  return out;
}

// the fit inside a result
template <class Result>
std::vector<table> inner_fits(const Result& r, double level) {
  std::vector<table> out;
  if constexpr (requires { summary_table(r.fit, "", level); })
    out.push_back(summary_table(r.fit, "", level));
  if constexpr (requires { summary_table(r.ecm, "", level); }) {
    out.push_back(summary_table(r.ecm, "Error correction", level));
    for (table& t : read_result(r.ecm).all("")) {
      if (t.title == "Long run") out.push_back(std::move(t));
    }
  }
  if constexpr (requires { summary_table(r.regression, "", level); }) {
    out.push_back(summary_table(r.regression, "Regression in levels", level));
  }
  return out;
}

}  // namespace detail

/// A result of which something is known: figures, tests, a fit or one of the lists above, by the names
/// of its members. Others do not print.
template <class Result>
concept printable_result = std::same_as<Result, test_result> ||
    detail::has_figures<Result>() || detail::has_fit<Result> || detail::has_lists<Result>;

/// Everything that a result says, as tables: single figures, lists, the fit inside it, tests.
///
/// @param title  of the first table
/// @throws argument_error  all that is known of it is empty
template <class Result>
requires(!estimation_result<Result> && printable_result<Result>)
    [[nodiscard]] std::vector<table> summary_tables(const Result& r, const std::string& title = {},
                                                    double level = 0.95) {
  std::vector<table> fits = detail::inner_fits(r, level);
  detail::result_tables own = detail::read_result(r);
  require(!fits.empty() || !own.empty(), "summary", "there is nothing to print in this result");
  std::vector<table> out = std::move(own).all(title);
  out.insert(out.end(), fits.begin(), fits.end());
  return out;
}

/// A fit and what it has beside its coefficients: the long run and half-life of an error
/// correction, the orders' criteria, variance components.
template <estimation_result Result>
[[nodiscard]] std::vector<table> summary_tables(const Result& r, const std::string& title = {},
                                                double level = 0.95) {
  std::vector<table> out{summary_table(r, title, level)};
  detail::result_tables more;
  if constexpr (requires {
                  r.adjustment;
                  r.half_life;
                }) {
    more.figure("adjustment", r.adjustment);
    more.figure("its standard error", r.adjustment_error);
    more.figure("half-life, periods", r.half_life);
  }
  if constexpr (requires {
                  r.estimator;
                  r.theta_low;
                }) {
    more.figure("estimator", r.estimator);
    if (r.theta_low) more.figure("theta from", r.theta_low);
    if (r.theta_high) more.figure("to", r.theta_high);
  }
  if constexpr (requires {
                  r.long_run_variance;
                  r.bandwidth;
                }) {
    more.figure("long-run variance", r.long_run_variance);
    more.figure("bandwidth", r.bandwidth);
  }
  detail::read_dynamics(more, r);
  detail::read_paths(more, r);
  for (table& t : std::move(more).all("")) out.push_back(std::move(t));
  return out;
}

/// The tables of a result as text: bounds_test_result, elasticity_fit, johansen_result,
/// unit_root_result, kpss_result, local_projection_result, ... Fits print by the overload in
/// report/summary.hpp.
template <class Result>
requires(!estimation_result<Result> && printable_result<Result>) [[nodiscard]] std::string
    summary(const Result& r, const std::string& title = {}, double level = 0.95) {
  std::string out;
  for (const table& t : summary_tables(r, title, level))
    out += (out.empty() ? "" : "\n") + to_text(t);
  return out;
}

}  // namespace bilateral
