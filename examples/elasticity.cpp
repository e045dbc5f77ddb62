// How trade responds to a price: from the arc to the error-correction model, on any file.
#include "elasticity/methods.hpp"

#include <bilateral/report/page.hpp>
#include <bilateral/stats/seasonal.hpp>

using namespace elasticity_program;

namespace {

void print(const example::program& app, const sample& s, const answer& a,
           const example::chart_file& picture, std::ostream& out) {
  example::common_report common = s.data->report();
  const std::size_t all = common.n;
  common.n = a.n;
  std::vector<std::string> notes = common.notes;
  if (a.n < all) notes.push_back(text(all - a.n, " of ", all, " rows are used up by lags"));
  notes.insert(notes.end(), a.notes.begin(), a.notes.end());
  std::vector<chart> charts = a.charts;
  if (!a.path.empty()) {
    std::vector<std::string> labels;
    std::vector<double> middle, low, high;
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    for (const path_point& p : a.path) {
      labels.push_back(p.period.empty() ? std::to_string(p.horizon) : p.period);
      middle.push_back(p.value.estimate.value_or(nothing));
      low.push_back(p.value.low.value_or(nothing));
      high.push_back(p.value.high.value_or(nothing));
    }
    charts.push_back(fan_chart(labels, {{"estimate", middle}}, {{"95 percent", low, high}},
                               {.title = a.path_title, .decimals = 3}));
  }
  std::vector<chart_line> data{{s.y_name, {s.y.data(), s.y.data() + s.y.size()}}};
  if (!s.x_name.empty()) data.push_back({s.x_name, {s.x.data(), s.x.data() + s.x.size()}});
  const chart both = line_chart(s.periods(), data, {.title = "The series"});
  picture.write(charts.empty() ? both : charts.back());
  table figures("", {{"", -1, alignment::left}, {"estimate"}, {"std. error"}, {"95% from"}, {"to"}});
  for (const auto& [key, f] : a.figures) figures.row({key, f.estimate, f.std_error, f.low, f.high});
  if (a.has_adjustment) {
    figures.row({"adjustment", a.adjustment, a.adjustment_error, {}, {}});
    figures.row({"half-life, periods", a.half_life, {}, {}, {}});
  }
  table tests("Tests", {{"", -1, alignment::left}, {"statistic"}, {"p", 4}, {"5% value"}, {"null hypothesis"}});
  for (const auto& [key, t] : a.tests) {
    table_cell five;
    for (const auto& [level, value] : t.critical_values) {
      if (level.starts_with("5%")) five = table_cell(value);  // of bounds: the upper one
    }
    tests.row({key, t.statistic, t.p_value, five, t.null});
  }
  if (!app.html().empty()) {
    page p(a.title);
    if (a.coefficients) p.add(*a.coefficients);
    if (!figures.rows.empty()) p.add(figures);
    for (const table& t : a.tables) p.add(t);
    if (!tests.rows.empty()) p.add(tests);
    p.add(both);
    for (const chart& c : charts) p.add(c);
    p.list(notes);
    example::program::write_file(app.html(), to_html(p));
  }
  if (app.json()) {
    json_writer json = app.begin_json(common);
    json.member("method", a.title);
    if (!a.terms.empty()) {
      json.key("terms").array();
      for (const coefficient_row& row : a.terms) {
        json.object(true).member("name", row.name).member("estimate", row.estimate);
        json.member("std_error", row.std_error).member("statistic", row.statistic);
        json.member("p_value", row.p_value).member("ci_low", row.low).member("ci_high", row.high).end();
      }
      json.end();
    }
    if (!a.covariance_label.empty()) json.member("covariance_label", a.covariance_label);
    for (const auto& [key, f] : a.figures) {
      json.key(key).object(true).member("estimate", f.estimate).member("std_error", f.std_error);
      json.member("ci_low", f.low).member("ci_high", f.high).end();
    }
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
        json.member("estimate", p.value.estimate).member("std_error", p.value.std_error);
        json.member("ci_low", p.value.low).member("ci_high", p.value.high).end();
      }
      json.end();
    }
    if (a.more) a.more(json);
    example::write_tests(json, a.tests);
    return app.end_json(out, json, notes);
  }
  if (a.coefficients) {
    out << to_text(*a.coefficients) << "\n";
  } else {
    out << a.title << "\n\n";
  }
  if (!figures.rows.empty()) out << to_text(figures) << "\n";
  for (const table& t : a.tables) out << to_text(t) << "\n";
  if (!a.path.empty()) {
    table t(a.path_title, {{a.path.front().period.empty() ? "horizon" : "period", -1, alignment::left},
                           {"estimate"}, {"std. error"}, {"95% from"}, {"to"}});
    const std::size_t shown = a.path.size() > 36 ? a.path.size() - 36 : 0;
    for (std::size_t i = shown; i < a.path.size(); ++i) {
      const path_point& p = a.path[i];
      t.row({p.period.empty() ? std::to_string(p.horizon) : p.period, p.value.estimate, p.value.std_error,
             p.value.low, p.value.high});
    }
    if (shown > 0) t.note(text("the last 36 of ", a.path.size(), "; --json has all"));
    out << to_text(t) << "\n";
  }
  if (!tests.rows.empty()) out << to_text(tests) << "\n";
  for (const std::string& note : notes) out << "note: " << note << "\n";
}

// a name as an element of a list of names
std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

void run(const example::program& app, example::data_options input, const request& want, std::ostream& out) {
  const auto [method, given] = example::split_at_colon(want.method);
  static const std::vector<std::string> known{"loglog", "arc", "rolling", "dl", "ardl", "nardl", "ecm", "eg",
                                              "johansen", "dols", "fmols", "lp", "breaks", "tvp", "forecast",
                                              "report"};
  if (std::find(known.begin(), known.end(), method) == known.end()) {
    throw usage_error("--method: '" + want.method + "' is none of loglog, arc, rolling:W, dl:Q, ardl[:P,Q], "
                      "nardl, ecm, eg, johansen[:K], dols, fmols, lp:H, breaks, tvp, forecast:H, report");
  }
  const bool optional_price = method == "breaks" || method == "forecast" || method == "johansen";
  if (want.price.empty() && !optional_price) throw usage_error("--price: " + method + " needs the column of prices");
  const bool takes_number = method == "rolling" || method == "dl" || method == "lp" || method == "forecast";
  if (takes_number && given.empty()) throw usage_error("--method: " + method + " needs a number, " + method + ":N");
  const bool orders = method == "ardl" || method == "nardl" || method == "ecm" || method == "johansen";
  if (!given.empty() && !takes_number && !orders) throw usage_error("--method: " + method + " takes nothing after a colon");
  if (want.case_number < 1 || want.case_number > 5) {
    throw usage_error(text("--case: ", want.case_number, " is not between 1 and 5"));
  }
  const auto controls = example::split_list(want.controls);
  sample s;
  s.logs = !want.no_log && method != "johansen" && method != "breaks";
  if (s.logs && method != "arc") {
    for (const std::string& name : {want.trade, want.price}) {
      if (!name.empty()) input.log += (input.log.empty() ? "" : ",") + quoted(name);
    }
  }
  example::data_request columns;
  columns.numbers.push_back(want.trade);
  if (!want.price.empty()) columns.numbers.push_back(want.price);
  columns.numbers.insert(columns.numbers.end(), controls.begin(), controls.end());
  columns.groups = want.covariance.groups();
  const example::data_set data = read_data(input, columns);
  if (data.empty()) throw data_error(input.csv + ": there are no observations");
  s.data = &data;
  s.y = vector_of(data.column(want.trade));
  s.y_name = data.label(want.trade);
  if (!want.price.empty()) {
    s.x = vector_of(data.column(want.price));
    s.x_name = data.label(want.price);
    if (s.x.minCoeff() == s.x.maxCoeff()) {
      throw data_error(text(input.csv, ": ", s.x_name, " does not vary: there is no response to it"));
    }
  }
  for (const std::string& name : controls) s.controls.emplace_back(data.label(name), vector_of(data.column(name)));
  if (want.seasonal != "none") {
    const int period = data.dated() ? example::periods_a_year(data.every()) : 1;
    if (period != 4 && period != 12) {
      throw usage_error("--seasonal " + want.seasonal + ": needs monthly or quarterly dates (--date)");
    }
    const auto dummies = seasonal_dummies(period, data.season(0), data.rows(), want.seasonal == "centred");
    for (std::size_t j = 0; j < dummies.names.size(); ++j) {
      s.seasonal.emplace_back(dummies.names[j], dummies.values.col(static_cast<Eigen::Index>(j)));
    }
  }
  const auto number = [&, &given = given](long least) { return order_of("--method " + want.method, given, least); };
  const auto spec = [&] { return covariance_of(want.covariance, data); };
  const auto solve = [&, &method = method, &given = given]() -> answer {
    if (method == "loglog") return loglog(s, want, spec());
    if (method == "arc") return arc(s, want);
    if (method == "rolling") return rolling(s, want, number(2));
    if (method == "dl") return distributed(s, want, spec(), number(0));
    if (method == "ardl") return ardl_answer(s, want, spec(), app, given, false);
    if (method == "ecm") return ardl_answer(s, want, spec(), app, given, true);
    if (method == "nardl") return nardl_answer(s, want, spec(), app, given);
    if (method == "eg") return engle_granger_answer(s, want, spec());
    if (method == "johansen") return johansen_answer(s, want, given);
    if (method == "dols" || method == "fmols") return long_run_answer(s, want);
    if (method == "lp") return projection(s, want, number(0));
    if (method == "tvp") return varying(s, want);
    if (method == "breaks") return breaks(s, want);
    if (method == "forecast") return forecast(s, want, app, number(1));
    return report(s, want, spec(), app);
  };
  print(app, s, solve(), want.picture, out);
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("elasticity", "The elasticity of trade to a price, by any of the usual methods.",
                       "elasticity --csv examples/data/copper.csv --date date --trade "
                       "million_usd_fob --price usd_per_tonne --method report --seasonal dummies");
  example::data_options input;
  input.add_to(app, {.date = true, .log = true});
  request want;
  app.option("--trade", want.trade, "Column of trade, value or volume")->required();
  app.option("--price", want.price, "Column of the price");
  app.option("--controls", want.controls, "Further regressors: A,B (--log names those in logarithms)");
  app.option("--method", want.method,
             "loglog, arc, rolling:W, dl:Q, ardl[:P,Q], nardl, ecm, eg, johansen[:K], dols, fmols, lp:H, "
             "breaks, tvp, forecast:H, report")
      ->required();
  app.flag("--no-log", want.no_log, "Trade and price as they are");
  app.choice("--measure", want.measure, "What the trade column is", {"value", "volume"});
  app.number("--case", want.case_number, "Deterministic terms, I to V as 1 to 5");
  app.number("--max-lag", want.max_lag, "Largest lag considered; -1 takes 6 for months, else 4");
  app.choice("--criterion", want.criterion, "For the orders of ardl", {"aic", "bic", "hq"});
  app.choice("--seasonal", want.seasonal, "Seasonal terms", {"none", "dummies", "centred"});
  app.number("--max-breaks", want.max_breaks, "Most breaks considered");
  app.number("--trim", want.trim, "Least share of the sample between breaks");
  want.covariance.add_to(app);
  want.picture.add_to(app);
  app.with_html();
  app.with_threads();
  app.with_seed(1);
  return app.run(argc, argv, [&](std::ostream& out) { run(app, input, want, out); });
}
