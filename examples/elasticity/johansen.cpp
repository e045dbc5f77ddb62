// Johansen's test and the vectors it finds.
#include "elasticity/methods.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/cointegration/johansen.hpp>

namespace elasticity_program {

namespace {

johansen_options<double> johansen_options_of(const sample& s, const request& want) {
  johansen_options<double> options;
  options.lags = want.given.empty()
                     ? 2
                     : static_cast<int>(number_between("--method johansen", want.given, 1, 1000));
  options.deterministics = want.deterministics();
  if (want.seasonal == "centred") {
    options.season = s.periods_a_year;
    options.first_season = s.first_season;
  } else {
    for (const auto& [name, values] : s.seasonal) options.fixed.emplace_back(name, values);
  }
  return options;
}

// y, the price and the controls side by side
std::pair<std::vector<std::string>, Eigen::MatrixXd> system_of(const sample& s) {
  std::vector<std::string> names{s.y_name};
  std::vector<const Eigen::VectorXd*> columns{&s.y};
  if (!s.x_name.empty()) {
    names.push_back(s.x_name);
    columns.push_back(&s.x);
  }
  for (const auto& [name, values] : s.controls) {
    names.push_back(name);
    columns.push_back(&values);
  }
  Eigen::MatrixXd y(s.y.size(), std::ssize(columns));
  for (std::size_t j = 0; j < columns.size(); ++j) y.col(bilateral::to_index(j)) = *columns[j];
  return {names, y};
}

std::vector<table> tables_of(const johansen_result<double>& fit) {
  table t("Cointegration rank",
          {{"rank", 0, alignment::left}, {"eigenvalue"}, {"trace"}, {"p", 4}, {"max"}, {"p ", 4}});
  for (const auto& r : fit.rank_tests) {
    t.row({std::to_string(r.rank), fit.eigenvalues[r.rank], r.trace.statistic, r.trace.p_value,
           r.max_eigenvalue.statistic, r.max_eigenvalue.p_value});
  }
  t.note(text("rank at 5 percent by the trace test: ", fit.rank()));
  table b("Cointegrating vectors and loadings", {{"", -1, alignment::left}, {"beta"}, {"alpha"}});
  for (std::size_t i = 0; i < fit.beta_names.size(); ++i) {
    const auto row = bilateral::to_index(i);
    b.row({fit.beta_names[i], fit.beta(row, 0),
           i < fit.names.size() ? table_cell(fit.alpha(row, 0)) : table_cell()});
  }
  b.note("the first vector, its first element one");
  return {t, b};
}

void put_johansen(json_writer& json, const johansen_result<double>& fit) {
  json.key("johansen").object();
  json.member("eigenvalues", std::vector<double>(fit.eigenvalues.data(),
                                                 fit.eigenvalues.data() + fit.eigenvalues.size()));
  json.key("rank_tests").array();
  for (const auto& r : fit.rank_tests) {
    json.object(true).member("rank", r.rank).member("trace", r.trace.statistic);
    json.member("trace_p", r.trace.p_value).member("max_eigenvalue", r.max_eigenvalue.statistic);
    json.member("max_eigenvalue_p", r.max_eigenvalue.p_value).end();
  }
  json.end();
  const auto columns = [&](const char* key, const dense_matrix<double>& m) {
    json.key(key).array();
    for (Eigen::Index j = 0; j < m.cols(); ++j) {
      json.value(std::vector<double>(m.col(j).data(), m.col(j).data() + m.rows()));
    }
    json.end();
  };
  columns("beta", fit.beta);
  columns("alpha", fit.alpha);
  json.member("beta_names", fit.beta_names).member("rank", fit.rank()).end();
}

}  // namespace

answer johansen_answer(const sample& s, const request& want) {
  answer a;
  const auto options = johansen_options_of(s, want);
  const auto [names, y] = system_of(s);
  const auto fit = johansen<double>(y, names, options);
  a.title =
      text("Johansen, ", options.lags, " lags in levels, case ", roman(options.deterministics));
  a.n = fit.observations;
  a.notes = fit.notes;
  a.tables = tables_of(fit);
  a.notes.push_back(
      text("rank at 5 percent by the trace test: ", fit.rank(), " of ", names.size()));
  if (fit.rank() == 0)
    a.notes.push_back("no long-run relation is supported: beta is shown for completeness");
  unit_root_tests(a, s, want);
  a.more = [fit](json_writer& json) { put_johansen(json, fit); };
  return a;
}

}  // namespace elasticity_program
