// An answer as text, as JSON and as a page.
#include "elasticity/methods.hpp"

#include <bilateral/report/page.hpp>

namespace elasticity_program {

namespace {

std::string label_of(const path_point& p) {
  return p.period.empty() ? std::to_string(p.horizon) : p.period;
}

// a figure of the path in the units that it is printed in
std::optional<double> in_print(const answer& a, const std::optional<double>& v) {
  if (!a.path_in_logs || !v) return a.scale.of(v);
  return a.scale.of(std::exp(*v));
}

chart path_chart(const answer& a) {
  std::vector<std::string> labels;
  std::vector<double> middle, low, high;
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  for (const path_point& p : a.path) {
    labels.push_back(label_of(p));
    middle.push_back(in_print(a, p.value.estimate).value_or(nothing));
    low.push_back(in_print(a, p.value.low).value_or(nothing));
    high.push_back(in_print(a, p.value.high).value_or(nothing));
  }
  return fan_chart(labels, {{"estimate", middle}}, {{"95 percent", low, high}},
                   {.title = a.scale.header(a.path_title), .decimals = a.path_in_logs ? -1 : 3});
}

chart series_chart(const sample& s) {
  std::vector<chart_line> series{{s.y_name, values_of(s.y)}};
  if (!s.x_name.empty()) series.push_back({s.x_name, values_of(s.x)});
  return line_chart(s.periods, series, {.title = "The series"});
}

table figure_table(const answer& a) {
  table t("", {{"", -1, alignment::left}, {"estimate"}, {"std. error"}, {"95% from"}, {"to"}});
  const bool unsupported = a.long_run_supported && !*a.long_run_supported;
  for (const auto& [key, f] : a.figures) {
    const bool said = unsupported && key.ends_with("long_run");
    t.row({said ? key + " (not supported)" : key, f.estimate, f.std_error, f.low, f.high});
  }
  if (a.has_adjustment) {
    t.row({"adjustment", a.adjustment, a.adjustment_error, {}, {}});
    t.row({"half-life, periods", a.half_life, {}, {}, {}});
  }
  return t;
}

table test_table(const answer& a) {
  table t("Tests",
          {{"", -1, alignment::left}, {"statistic"}, {"p", 4}, {"5% value"}, {"null hypothesis"}});
  for (const auto& [key, test] : a.tests) {
    table_cell five;
    for (const auto& [level, value] : test.critical_values) {
      if (level.starts_with("5%")) five = table_cell(value);  // of bounds: the upper one
    }
    t.row({key, test.statistic, p_cell(test.p_value), five, test.null});
  }
  return t;
}

table path_table(const answer& a) {
  table t(a.scale.header(a.path_title),
          {{a.path.front().period.empty() ? "horizon" : "period", -1, alignment::left},
           {a.path_in_logs ? "median" : "estimate"},
           {"std. error"},
           {"95% from"},
           {"to"}});
  if (a.path_in_logs) t.columns.erase(t.columns.begin() + 2);  // it is one of the logarithm
  const std::size_t shown = a.path.size() > 36 ? a.path.size() - 36 : 0;
  for (std::size_t i = shown; i < a.path.size(); ++i) {
    const path_point& p = a.path[i];
    std::vector<table_cell> cells{label_of(p), in_print(a, p.value.estimate),
                                  in_print(a, p.value.low), in_print(a, p.value.high)};
    if (!a.path_in_logs) cells.insert(cells.begin() + 2, a.scale.of(p.value.std_error));
    t.row(std::move(cells));
  }
  if (shown > 0) t.note(text("the last 36 of ", a.path.size(), "; --json has all"));
  return t;
}

void write_page(const std::string& file, const sample& s, const answer& a,
                const std::vector<std::string>& notes) {
  page p(a.title);
  if (a.coefficients) p.add(*a.coefficients);
  if (const table t = figure_table(a); !t.rows.empty()) p.add(t);
  for (const table& t : a.tables) p.add(t);
  if (const table t = test_table(a); !t.rows.empty()) p.add(t);
  p.add(series_chart(s));
  for (const chart& c : a.charts) p.add(c);
  if (!a.path.empty()) p.add(path_chart(a));
  p.list(notes);
  example::program::write_file(file, to_html(p));
}

void write_figure(json_writer& json, const figure& f) {
  json.member("estimate", f.estimate).member("std_error", f.std_error);
  json.member("ci_low", f.low).member("ci_high", f.high);
}

void write_json(json_writer& json, const answer& a) {
  json.member("method", a.title);
  if (!a.terms.empty()) {
    json.key("terms").array();
    for (const coefficient_row& row : a.terms) {
      json.object(true).member("name", row.name).member("estimate", row.estimate);
      json.member("std_error", row.std_error).member("statistic", row.statistic);
      json.member("p_value", row.p_value)
          .member("ci_low", row.low)
          .member("ci_high", row.high)
          .end();
    }
    json.end();
  }
  if (!a.covariance_label.empty()) json.member("covariance_label", a.covariance_label);
  for (const auto& [key, f] : a.figures) {
    json.key(key).object(true);
    write_figure(json, f);
    json.end();
  }
  if (a.long_run_supported) json.member("long_run_supported", *a.long_run_supported);
  if (a.has_adjustment) {
    json.member("adjustment", a.adjustment).member("adjustment_std_error", a.adjustment_error);
    json.member("half_life", a.half_life);
  }
  if (!a.path.empty()) {
    json.key("path").array();
    for (const path_point& p : a.path) {
      json.object(true);
      if (!p.period.empty()) json.member("period", p.period);
      if (p.period.empty() || p.horizon > 0) json.member("horizon", p.horizon);
      write_figure(json, p.value);
      json.end();
    }
    json.end();
  }
  if (a.more) a.more(json);
  json.key("tests").object();
  for (const auto& [key, test] : a.tests) example::write_test(json, key, test);
  for (const std::string& key : a.missing_tests) json.key(key).value(nullptr);
  json.end();
}

void show(const example::program& app, std::ostream& out, const answer& a,
          const std::vector<std::string>& notes) {
  if (a.coefficients) {
    app.show(out, *a.coefficients);
  } else {
    app.say(out, a.title);
  }
  if (const table t = figure_table(a); !t.rows.empty()) app.show(out, t);
  for (const table& t : a.tables) app.show(out, t);
  if (!a.path.empty()) app.show(out, path_table(a));
  if (const table t = test_table(a); !t.rows.empty()) app.show(out, t);
  std::string all;
  for (const std::string& note : notes) all += (all.empty() ? "note: " : "\nnote: ") + note;
  if (!all.empty()) app.say(out, all);
}

}  // namespace

void print(const example::program& app, const sample& s, const answer& a,
           const example::chart_file& picture, std::ostream& out) {
  example::common_report common = s.report;
  const std::size_t all = common.n;
  common.n = a.n;
  std::vector<std::string> notes = common.notes;
  if (a.n < all) notes.push_back(text(all - a.n, " of ", all, " rows are used up by lags"));
  notes.insert(notes.end(), a.notes.begin(), a.notes.end());
  picture.write(!a.path.empty()    ? path_chart(a)
                : a.charts.empty() ? series_chart(s)
                                   : a.charts.back());
  if (!app.html().empty()) write_page(app.html(), s, a, notes);
  show(app, out, a, notes);
  if (!app.json()) return;
  json_writer json = app.begin_json(common);
  write_json(json, a);
  app.end_json(out, json, notes);
}

}  // namespace elasticity_program
