// One report: every method on the same sample, and only what the tests support.
#include "elasticity/methods.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/breaks/structural_break.hpp>
#include <bilateral/econometrics/dynamics/local_projection.hpp>
#include <bilateral/econometrics/regression/diagnostics.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/stats/unit_root.hpp>

namespace elasticity_program {

namespace {

// One method in the report; a figure that is missing has its reason.
struct line {
  std::string method, model;
  figure short_run, level, long_run;  // level: of a regression in levels, whatever it means
  std::string errors, reason;
};

figure figure_of(const answer& from, const std::string& key) {
  for (const auto& [name, f] : from.figures) {
    if (name == key) return f;
  }
  return {};
}

class report_writer {
 public:
  report_writer(const sample& s, const request& want) : s_(s), want_(want), levels_(s) {
    terms_ = s.seasonal.empty() ? "" : ", seasonal terms";
    static_terms_ = "constant" + terms_;
  }

  // the ARDL first: it chooses the case that the other rows take
  void dynamic() {
    attempt("ardl", [&] {
      dynamic_ = ardl_answer(s_, want_, s_.robust);
      supported_ = dynamic_.long_run_supported.value_or(false);
      model_ = dynamic_.title.substr(0, dynamic_.title.find(": "));
      const bool trend = has_trend(chosen_case());
      want_.case_number = static_cast<int>(chosen_case());
      if (trend) add_trend();
      return line{"",
                  text(model_, ", case ", roman(chosen_case()), trend ? " (trend)" : "", terms_),
                  figure_of(dynamic_, "short_run"),
                  {},
                  relation(figure_of(dynamic_, "long_run")),
                  dynamic_.covariance_label,
                  {}};
    });
  }
  void static_regression() {
    attempt("loglog", [&] {
      const answer a = loglog(levels_, want_, s_.robust);
      const figure f = figure_of(a, "elasticity");
      return line{"", "static, " + static_terms_, {}, f, relation(f), a.covariance_label, {}};
    });
  }
  void engle_granger_row() {
    attempt("eg", [&] {
      const answer a = engle_granger_answer(s_, want_, s_.robust);
      const figure f = figure_of(a, "long_run");
      return line{"",
                  a.title.substr(0, a.title.find("): ") + 1),
                  figure_of(a, "short_run"),
                  f,
                  relation(f),
                  a.covariance_label,
                  {}};
    });
  }
  void long_run_rows() {
    for (const char* method : {"dols", "fmols"}) {
      attempt(method, [&] {
        request r = want_;
        r.method = method;
        r.covariance = {};
        r.max_lag.reset();
        r.unit_root_tests = false;
        const answer a = long_run_answer(s_, r);
        const figure f = figure_of(a, "long_run");
        return line{
            "", a.title.substr(0, a.title.find("): ") + 1), {}, f, relation(f), a.covariance_label,
            {}};
      });
    }
  }
  void instrumented() {
    attempt("iv", [&] { return lagged_price(); });
  }
  void projected_row() {
    attempt("lp", [&] {
      constexpr int horizon = 12;
      local_projection_options options{.horizons = horizon, .response_name = s_.y_name};
      const auto now =
          local_projection<double>(s_.y, {s_.x_name, s_.x}, s_.controls, levels_.seasonal, options);
      const auto far = relative_response<double>(s_.y, {s_.x_name, s_.x}, horizon, s_.controls,
                                                 levels_.seasonal, options);
      const auto& p = now.points.front();
      line l{"",
             text("response after ", horizon, " periods over the price's own, 4 lags, ",
                  static_terms_),
             {p.estimate, p.std_error, p.low, p.high},
             {},
             {far.estimate, far.std_error, far.low, far.high},
             now.covariance_label,
             far.reason};
      return l;
    });
  }
  void varying_row() {
    attempt("tvp", [&] {
      return line{"",
                  "random walk, the last period's, " + static_terms_,
                  {},
                  varying(levels_).path.back().value,
                  {},
                  "smoother",
                  "it is the coefficient of one period"};
    });
  }

  void breaks_note(answer& a) const {
    try {
      const auto found =
          bai_perron(levels_.model(), {.trim = want_.trim, .max_breaks = want_.max_breaks});
      std::string dates;
      for (const auto row : found.models[bilateral::to_size(found.selected)].after_row) {
        dates += (dates.empty() ? "" : ", ") + s_.period(row - 1);
      }
      a.notes.push_back(text(dates.empty() ? "no break in the static regression"
                                           : "breaks in the static regression after " + dates,
                             " (Bai-Perron, BIC, at most ", found.models.size() - 1, " breaks, ",
                             found.least_rows, " rows a regime)"));
    } catch (const bilateral::error& e) {
      a.notes.push_back(text("breaks: ", e.what()));
    }
  }

  answer finished() {
    answer a;
    a.title = "Elasticity of " + s_.y_name + " to " + s_.x_name;
    a.n = bilateral::to_size(s_.y.size());
    a.tests = dynamic_.tests;
    add_test(a, "adf_trade", [&] { return adf_test(span_of(s_.y)).test; });
    add_test(a, "adf_price", [&] { return adf_test(span_of(s_.x)).test; });
    unit_root_tests(a, s_, want_);
    a.notes.insert(a.notes.end(), dynamic_.notes.begin(), dynamic_.notes.end());
    for (const line& l : lines_) a.notes.push_back(l.method + ": " + supported(l));
    breaks_note(a);
    a.notes.push_back(
        "level: the coefficient of a regression in levels as it stands; long run: what the tests "
        "support, else a dash");
    if (want_.measure == "value" && s_.logs)
      a.notes.push_back("of value on price; of volume: less one");
    show(a);
    return a;
  }

 private:
  // a trend beside the seasonal terms of the regressions in levels
  void add_trend() {
    levels_.seasonal.emplace_back(
        trend_name, Eigen::VectorXd::LinSpaced(s_.y.size(), 1, static_cast<double>(s_.y.size())));
    static_terms_ = "constant and trend" + terms_;
  }

  // "1 percent on usd goes with 0.79 percent on tonnes"
  [[nodiscard]] std::string effect(const figure& f) const {
    const std::string size = significant_text(*f.estimate, 3);
    if (!s_.logs) return text("one unit of ", s_.x_name, " goes with ", size, " of ", s_.y_name);
    return text("1 percent on ", want_.price, " goes with ", size, " percent on ", want_.trade);
  }
  [[nodiscard]] static std::string interval(const figure& f) {
    if (!f.low || !f.high) return "";
    return text(" (95 percent interval ", significant_text(*f.low, 3), " to ",
                significant_text(*f.high, 3), ")");
  }
  // One sentence: which of the row's figures the tests support, and why not the others.
  [[nodiscard]] std::string supported(const line& l) const {
    const std::string why = l.reason.empty() ? "" : "; no long run: " + l.reason;
    if (l.long_run.estimate)
      return "supported, in the long run " + effect(l.long_run) + interval(l.long_run);
    if (l.level.estimate)
      return text("its ", significant_text(*l.level.estimate, 3),
                  " describes the levels of this sample and supports no elasticity", why);
    if (l.short_run.estimate)
      return "supported for the short run alone: " + effect(l.short_run) + interval(l.short_run) +
             why;
    return "supports no figure" + (l.reason.empty() ? "" : ": " + l.reason);
  }

  template <class Make>
  void attempt(const std::string& name, Make&& make) {
    try {
      line l = make();
      l.method = name;
      const bool levels_only = l.level.estimate && !l.long_run.estimate && l.reason.empty();
      if (levels_only || (name == "ardl" && !supported_))
        l.reason = "no relation in levels is supported";
      lines_.push_back(std::move(l));
    } catch (const bilateral::error& e) {
      lines_.push_back({name, {}, {}, {}, {}, {}, e.what()});
    }
  }

  // a long run is what the relation supports
  [[nodiscard]] figure relation(const figure& f) const { return supported_ ? f : figure{}; }

  [[nodiscard]] deterministic_case chosen_case() const {
    return dynamic_.chosen_case.value_or(want_.deterministics());
  }

  // the price of the period before as instrument, where nothing speaks against it
  [[nodiscard]] line lagged_price() const {
    const Eigen::Index n = s_.y.size() - 1;
    if (n < 3) throw data_error("too few observations");
    const Eigen::Index order =
        s_.periods_a_year == 12 || s_.periods_a_year == 4 ? s_.periods_a_year : 1;
    const auto serial = breusch_godfrey_test(levels_.model(), order).first;
    line l{"", "static, " + static_terms_ + ", instrument lag(" + s_.x_name + ")", {}, {}, {}, {},
           {}};
    if (*serial.p_value < 0.05) {
      l.reason = text("the errors are serially correlated (Breusch-Godfrey, ", order,
                      " lags, p = ", significant_text(*serial.p_value, 2),
                      "): a lagged price is no valid instrument");
      return l;
    }
    std::vector<named_column<double>> rest;
    for (const auto& [name, values] : levels_.others()) rest.emplace_back(name, values.tail(n));
    iv_regression<double> m{
        regress<double>(Eigen::VectorXd(s_.y.tail(n)), rest, {.response_name = s_.y_name}),
        {{s_.x_name, s_.x.tail(n)}},
        {{"lag(" + s_.x_name + ")", s_.x.head(n)}}};
    if (s_.dated) m.exogenous.time.assign(s_.time.begin() + 1, s_.time.end());
    const auto fit = iv(m, s_.robust);
    l.level = of_row(*row_of(fit, s_.x_name));
    l.long_run = relation(l.level);
    l.errors = fit.covariance_label;
    return l;
  }

  // a dash where the tests support no figure
  [[nodiscard]] static table_cell shown(const std::optional<double>& v) {
    return v ? table_cell(*v) : table_cell("-");
  }

  void show(answer& a) const {
    table t(a.title, {{"method", -1, alignment::left},
                      {"short run"},
                      {"std. error"},
                      {"level"},
                      {"std. error "},
                      {"long run"},
                      {"std. error  "},
                      {"95% from"},
                      {"to"},
                      {"of volume"}});
    table models("What the rows are", {{"method", -1, alignment::left},
                                       {"model", -1, alignment::left},
                                       {"errors", -1, alignment::left}});
    std::vector<chart_interval> intervals;
    const auto blank = [](const std::optional<double>& v) {
      return v ? table_cell(*v) : table_cell();
    };
    for (const line& l : lines_) {
      const bool of_value = l.long_run.estimate && s_.logs && want_.measure == "value";
      t.row({l.method, blank(l.short_run.estimate), blank(l.short_run.std_error),
             blank(l.level.estimate), blank(l.level.std_error), shown(l.long_run.estimate),
             blank(l.long_run.std_error), blank(l.long_run.low), blank(l.long_run.high),
             of_value ? table_cell(*l.long_run.estimate - 1) : table_cell()});
      models.row({l.method, l.model, l.errors});
      if (l.long_run.estimate && l.long_run.low && l.long_run.high) {
        intervals.push_back({l.method, *l.long_run.estimate, *l.long_run.low, *l.long_run.high});
      }
    }
    a.tables = {t, models};
    if (!intervals.empty())
      a.charts.push_back(interval_chart(intervals, {}, {.title = a.title + ", long run"}));
    a.long_run_supported = supported_;
    a.covariance_label = lines_.front().errors;
    std::vector<std::string> sentences;
    for (const line& l : lines_) sentences.push_back(supported(l));
    a.more = [lines = lines_, sentences](json_writer& json) {
      json.key("rows").array();
      for (std::size_t i = 0; i < lines.size(); ++i) write(json, lines[i], sentences[i]);
      json.end();
    };
  }

  static void write(json_writer& json, const line& l, const std::string& supports) {
    json.object().member("method", l.method).member("model", l.model);
    for (const auto& [key, f] : {std::pair{"short_run", l.short_run}, std::pair{"level", l.level},
                                 std::pair{"long_run", l.long_run}}) {
      json.key(key);
      if (!f.estimate) {
        json.value(nullptr);
        continue;
      }
      json.object(true).member("estimate", f.estimate).member("std_error", f.std_error);
      json.member("ci_low", f.low).member("ci_high", f.high).end();
    }
    if (!l.errors.empty()) json.member("covariance_label", l.errors);
    if (!l.reason.empty()) json.member("reason", l.reason);
    json.member("supports", supports).end();
  }

  const sample& s_;
  request want_;
  sample levels_;  // with a trend where the case has one
  std::string terms_, static_terms_, model_;
  answer dynamic_;
  bool supported_ = false;
  std::vector<line> lines_;
};

}  // namespace

answer report(const sample& s, const request& want) {
  report_writer r(s, want);
  r.dynamic();
  r.static_regression();
  r.engle_granger_row();
  r.long_run_rows();
  r.instrumented();
  r.projected_row();
  r.varying_row();
  return r.finished();
}

}  // namespace elasticity_program
