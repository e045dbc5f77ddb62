// One report: every method on the same sample.
#include "elasticity/methods.hpp"

#include <bilateral/econometrics/dynamics/ardl_order.hpp>
#include <bilateral/econometrics/dynamics/bounds_test.hpp>
#include <bilateral/econometrics/cointegration/cointegrating_regression.hpp>
#include <bilateral/econometrics/cointegration/residual_tests.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/econometrics/dynamics/local_projection.hpp>
#include <bilateral/econometrics/breaks/structural_break.hpp>
#include <bilateral/econometrics/state_space/time_varying.hpp>

namespace elasticity_program {

answer report(const sample& s, const request& want, const any_covariance& spec, const example::program& app) {
  answer a;
  a.title = "Elasticity of " + s.y_name + " to " + s.x_name;
  a.n = static_cast<std::size_t>(s.y.size());
  struct line {
    std::string method;
    figure short_run, long_run;
  };
  std::vector<line> lines;
  const auto attempt = [&](const std::string& name, auto&& make) {
    try {
      lines.push_back(make());
      lines.back().method = name;
    } catch (const bilateral::error& e) {
      lines.push_back({name, {}, {}});
      a.notes.push_back(name + ": " + e.what());
    }
  };
  const auto take = [](const answer& from, const std::string& key) {
    for (const auto& [name, f] : from.figures) {
      if (name == key) return f;
    }
    return figure{};
  };
  attempt("loglog", [&] { return line{"", {}, take(loglog(s, want, spec), "elasticity")}; });
  answer dynamic;
  attempt("ardl", [&] {
    dynamic = ardl_answer(s, want, spec, app, "", false);
    return line{"", take(dynamic, "short_run"), take(dynamic, "long_run")};
  });
  attempt("ecm", [&] {
    const auto e = engle_granger_answer(s, want, spec);
    return line{"", take(e, "short_run"), take(e, "long_run")};
  });
  attempt("dols", [&] {
    request r = want;
    r.method = "dols";
    return line{"", {}, take(long_run_answer(s, r), "long_run")};
  });
  attempt("iv", [&] {  // the price of the period before as instrument
    const Eigen::Index n = s.y.size() - 1;
    if (n < 3) throw data_error("too few observations");
    std::vector<named_column<double>> rest;
    for (const auto& [name, values] : s.others()) rest.emplace_back(name, values.tail(n));
    iv_regression<double> m{regress<double>(Eigen::VectorXd(s.y.tail(n)), rest, {.response_name = s.y_name}),
                            {{s.x_name, s.x.tail(n)}}, {{"lag(" + s.x_name + ")", s.x.head(n)}}};
    const auto fit = iv(m, heteroskedastic{});
    return line{"", {}, of_row(*row_of(fit, s.x_name))};
  });
  attempt("lp", [&] {
    request r = want;
    r.covariance.covariance.clear();
    const auto p = projection(s, r, 12);
    return line{"", p.path.front().value, p.path.back().value};
  });
  attempt("tvp", [&] { return line{"", {}, varying(s, want).path.back().value}; });
  a.tests = dynamic.tests;
  level_tests(a, s);
  const auto model = s.model();
  try {
    const auto found = bai_perron(model, {.trim = want.trim, .max_breaks = want.max_breaks});
    std::string dates;
    for (const auto row : found.models[static_cast<std::size_t>(found.selected)].after_row) {
      dates += (dates.empty() ? "" : ", ") + s.data->period(static_cast<std::size_t>(row - 1));
    }
    a.notes.push_back(dates.empty() ? "no break in the log-log regression by BIC"
                                    : "breaks in the log-log regression after " + dates + " (Bai-Perron, BIC)");
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("breaks: ", e.what()));
  }
  table t(a.title, {{"method", -1, alignment::left}, {"short run"}, {"std. error"}, {"long run"},
                    {"std. error "}, {"95% from"}, {"to"}, {"of volume"}});
  std::vector<chart_interval> intervals;
  for (const line& l : lines) {
    t.row({l.method, l.short_run.estimate, l.short_run.std_error, l.long_run.estimate, l.long_run.std_error,
           l.long_run.low, l.long_run.high,
           l.long_run.estimate && s.logs && want.measure == "value" ? table_cell(*l.long_run.estimate - 1)
                                                                    : table_cell()});
    if (l.long_run.estimate && l.long_run.low && l.long_run.high) {
      intervals.push_back({l.method, *l.long_run.estimate, *l.long_run.low, *l.long_run.high});
    }
  }
  a.tables.push_back(t);
  if (!intervals.empty()) a.charts.push_back(interval_chart(intervals, {}, {.title = a.title}));
  a.notes.push_back("long run: log-log and iv are static; lp is the response after 12 periods; tvp is the "
                    "last period's; they are long-run elasticities where tests.bounds_f or "
                    "tests.engle_granger rejects");
  if (want.measure == "value" && s.logs) a.notes.push_back("of value on price; of volume: less one");
  a.more = [lines](json_writer& json) {
    json.key("rows").array();
    for (const line& l : lines) {
      json.object().member("method", l.method);
      for (const auto& [key, f] : {std::pair{"short_run", l.short_run}, std::pair{"long_run", l.long_run}}) {
        json.key(key);
        if (!f.estimate) {
          json.value(nullptr);
          continue;
        }
        json.object(true).member("estimate", f.estimate).member("std_error", f.std_error);
        json.member("ci_low", f.low).member("ci_high", f.high).end();
      }
      json.end();
    }
    json.end();
  };
  return a;
}

}  // namespace elasticity_program
