// The parts of the answer that are the same for every estimator.
#include "gravity/study.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/chart.hpp>

#include <algorithm>
#include <cmath>

namespace gravity_program {

namespace {

// position of a term among the corrected ones
std::optional<Eigen::Index> corrected_at(const extras& more, const std::string& name) {
  if (!more.bias) return std::nullopt;
  for (std::size_t j = 0; j < more.bias->names.size(); ++j) {
    if (more.bias->names[j] == name) return bilateral::to_index(j);
  }
  return std::nullopt;
}

}  // namespace

void write_terms(json_writer& json, const std::vector<coefficient_row>& rows, const extras& more) {
  json.key("terms").array();
  for (const coefficient_row& row : rows) {
    json.object(true).member("name", row.name).member("estimate", row.estimate);
    json.member("std_error", row.std_error).member("statistic", row.statistic);
    json.member("p_value", row.p_value).member("ci_low", row.low).member("ci_high", row.high);
    if (const auto j = corrected_at(more, row.name)) {
      json.member("bias", more.bias->bias[*j]).member("corrected", more.bias->coefficients[*j]);
      json.member("adjusted_std_error", std_error(*more.bias, *j));
    }
    json.end();
  }
  json.end();
}

void write_covariance(json_writer& json, const dense_matrix<double>& covariance) {
  json.key("covariance").array();
  for (Eigen::Index a = 0; a < covariance.rows(); ++a) {
    json.array(true);
    for (Eigen::Index b = 0; b < covariance.cols(); ++b) json.value(covariance(a, b));
    json.end();
  }
  json.end();
}

void write_extras(json_writer& json, const extras& more, const stopwatch& time) {
  if (more.theta) json.member("theta", more.theta).member("theta_std_error", more.theta_error);
  if (!more.tests.empty()) example::write_tests(json, more.tests);
  json.member("squared_correlation", more.squared_correlation);
  json.member("iterations", more.iterations).member("separated", more.separated);
  json.member("singletons", more.singletons);
  const estimation_certificate& c = more.certificate;
  json.key("certificate").object().member("effects_error", c.effects_error);
  json.member("index_error", c.index_error)
      .member("score_norm", c.score_norm)
      .member("rank", c.rank)
      .member("rank_exact", c.rank_is_exact);
  json.member("separation_residual", c.separation_residual).member("signature", c.signature).end();
  json.key("seconds").object().member("reading", time.reading).member("coding", time.coding);
  json.member("estimating", time.estimating).member("inference", time.inference).end();
  if (more.policy) {
    const policy_figure& p = more.policy->percent;
    const policy_figure& t = more.policy->currency;
    json.key("policy").object().member("name", more.policy->name).member("percent", p.estimate);
    json.member("std_error", p.std_error).member("low", p.low).member("high", p.high);
    json.member("currency", t.estimate).member("currency_std_error", t.std_error);
    json.member("currency_low", t.low).member("currency_high", t.high);
    json.member("rows", more.policy->rows).end();
  }
  if (!more.predictions.empty()) {
    json.key("predictions").array();
    for (const predicted_row& p : more.predictions) {
      json.object(true).member("row", p.row).member("predictor", p.predictor);
      json.member("std_error", p.std_error).member("mean", p.mean);
      json.member("low", p.low).member("high", p.high).end();
    }
    json.end();
  }
  if (!more.resistances.empty()) {
    json.key("resistances").array();
    for (const country_resistance<double>& r : more.resistances) {
      json.object(true).member("country", r.country).member("period", r.period);
      json.member("outward", r.outward).member("inward", r.inward);
      json.member("output", r.output).member("spending", r.spending).end();
    }
    json.end();
  }
  if (!more.event) return;
  json.key("event").object().member("column", more.event->column).member("base", -1);
  json.member("treated", more.event->treated).member("never", more.event->never);
  json.member("always", more.event->always).key("path").array();
  for (const event_point& p : more.event->points) {
    json.object(true).member("period", p.at).member("estimate", p.estimate);
    json.member("std_error", p.std_error).member("ci_low", p.low).member("ci_high", p.high).end();
  }
  json.end();
  if (more.event->leads_are_zero) example::write_test(json, "leads", *more.event->leads_are_zero);
  json.end();
}

namespace {

// tables with a row of the file or a country each
void print_rows(const example::program& app, std::ostream& out, const extras& more) {
  if (!more.predictions.empty()) {
    table t("Predictions, errors of the effects included",
            {{"row", -1, alignment::left}, {"mean"}, {"low"}, {"high"}});
    for (const predicted_row& p : more.predictions) {
      t.row({std::to_string(p.row), p.mean, p.low, p.high});
    }
    app.show(out, t);
  }
  if (!more.resistances.empty()) {
    table t("Multilateral resistances", {{"country", -1, alignment::left},
                                         {"period", -1, alignment::left},
                                         {"outward"},
                                         {"inward"},
                                         {"output"},
                                         {"spending"}});
    for (const country_resistance<double>& r : more.resistances) {
      t.row({r.country, r.period, r.outward, r.inward, r.output, r.spending});
    }
    app.show(out, t);
  }
}

}  // namespace

void print_extras(const example::program& app, std::ostream& out, const extras& more,
                  const std::vector<coefficient_row>& rows) {
  if (more.bias) {
    table t("Corrected for bias (Weidner and Zylkin 2021)",
            {{"", -1, alignment::left}, {"estimate"}, {"bias"}, {"corrected"}, {"adjusted error"}});
    for (const coefficient_row& row : rows) {
      const auto j = corrected_at(more, row.name);
      if (!j) continue;
      t.row({row.name, row.estimate, more.bias->bias[*j], more.bias->coefficients[*j],
             std_error(*more.bias, *j)});
    }
    app.show(out, t);
  }
  if (more.policy) {
    table t(text("Effect of ", more.policy->name),
            {{"", -1, alignment::left}, {"estimate"}, {"error"}, {"low"}, {"high"}});
    const auto row = [&](const std::string& name, const policy_figure& f) {
      t.row({name, f.estimate, f.std_error, f.low, f.high});
    };
    row("percent", more.policy->percent);
    row("trade", more.policy->currency);
    app.show(out, t);
  }
  if (more.event) {
    table t(text("Around ", more.event->column),
            {{"period", -1, alignment::left}, {"estimate"}, {"error"}, {"low"}, {"high"}});
    for (const event_point& p : more.event->points) {
      t.row({std::to_string(p.at), p.estimate, p.std_error, p.low, p.high});
    }
    t.note(text("entities: ", more.event->treated, " treated, ", more.event->never, " never, ",
                more.event->always, " always"));
    if (more.event->leads_are_zero && more.event->leads_are_zero->p_value) {
      t.note(
          text("leads are zero: p = ", significant_text(*more.event->leads_are_zero->p_value, 4)));
    }
    app.show(out, t);
  }
  print_rows(app, out, more);
  if (more.theta) {
    app.say(out, text("theta ", significant_text(*more.theta, 6),
                      more.theta_error ? ", error " + significant_text(*more.theta_error, 4) : ""));
  }
  for (const auto& [name, t] : more.tests) {
    app.say(out, text(t.name, " ", significant_text(t.statistic, 5), ", ", t.distribution,
                      t.p_value ? ", p = " + significant_text(*t.p_value, 4) : "", ": ", t.null));
  }
  // the figures themselves, which differ between compilers, are in the JSON
  const estimation_certificate& c = more.certificate;
  const double error = (std::max)(c.effects_error, c.score_norm);
  app.say(out, text("Certificate: rank ", c.rank_is_exact ? "" : "at most ", shortest(c.rank),
                    ", the equations of the maximum hold to ",
                    error < 1e-4 ? "better than 1e-4" : significant_text(error, 2)));
}

namespace {

std::optional<chart> coefficient_plot(const std::vector<coefficient_row>& rows) {
  std::vector<chart_interval> intervals;
  for (const coefficient_row& row : rows) {
    if (row.low && row.high && !row.name.starts_with("event(")) {
      intervals.push_back({row.name, row.estimate, *row.low, *row.high});
    }
  }
  if (intervals.empty()) return std::nullopt;
  return interval_chart(intervals, {}, {.title = "Coefficients"});
}

chart event_plot(const event_path& event) {
  std::vector<double> at, estimate, low, high;
  for (const event_point& e : event.points) {
    at.push_back(static_cast<double>(e.at));
    estimate.push_back(e.estimate);
    low.push_back(e.low.value_or(e.estimate));
    high.push_back(e.high.value_or(e.estimate));
  }
  return band_chart(at, estimate, low, high, {.title = "Around the event", .x_title = "periods"});
}

}  // namespace

chart main_chart(const std::vector<coefficient_row>& rows, const extras& more) {
  if (more.event) return event_plot(*more.event);
  const std::optional<chart> plot = coefficient_plot(rows);
  if (!plot) throw data_error("--chart: no coefficient has an interval to draw");
  return *plot;
}

void write_page(const example::program& app, const std::string& data, const answer& a) {
  page p(a.title, text("Data: ", data));
  p.add(a.summary);
  if (const auto plot = coefficient_plot(a.rows)) p.add(*plot);
  if (a.more.event) p.add(event_plot(*a.more.event));
  // at most 2,000 points, evenly over the sample
  std::vector<double> fitted, observed;
  const std::size_t step = a.more.fitted.size() / 2000 + 1;
  for (std::size_t i = 0; i < a.more.fitted.size(); i += step) {
    fitted.push_back(a.more.fitted[i]);
    observed.push_back(a.more.observed[i]);
  }
  p.add(scatter_chart(
      fitted, observed, std::nullopt,
      {.title = "Fitted against observed", .x_title = "fitted", .y_title = "observed"}));
  example::program::write_file(app.html(), to_html(p));
}

}  // namespace gravity_program
