#include <bilateral/report/summary.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/hac_data.hpp"

using namespace bilateral;

namespace {
bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
}  // namespace

TEST_CASE("summary prints every figure of the fit, to six digits") {
  const bilateral_test::autocorrelated_data d;
  auto model = d.model();
  model.names.push_back("x1 again");
  model.design.conservativeResize(Eigen::NoChange, 4);
  model.design.col(3) = 2 * d.x1;
  const auto fit = ols(model, clustered{.by = {d.firm}});
  const std::string text = summary(fit, "Model");
  CHECK(text.starts_with("Model\n"));
  for (const coefficient_row& row : coefficient_table(fit)) {
    CHECK(holds(text, row.name));
    CHECK(holds(text, significant_text(row.estimate, 6)));
    CHECK(holds(text, significant_text(*row.std_error, 6)));
    CHECK(holds(text, significant_text(*row.low, 6)));
    CHECK(holds(text, fixed_text(*row.p_value, 4)));
  }
  CHECK(holds(text, "observations 60; R2 " + significant_text(*fit.r2, 6)));
  CHECK(holds(text, "standard errors: clustered by firm (10), factor G/(G-1) (n-1)/(n-k); t(9)"));
  CHECK(holds(text, "omitted: x1 again"));
  CHECK(holds(text, "only 10 clusters"));
}

TEST_CASE("a fit without errors says why; zero-weight rows are counted") {
  const bilateral_test::autocorrelated_data d;
  auto model = d.model();
  const auto exact =
      ols(regress(Eigen::VectorXd(d.y.head(2)), {{"x", Eigen::VectorXd(d.x1.head(2))}}));
  CHECK(holds(summary(exact), "standard errors: none"));
  CHECK(holds(summary(exact), "as many parameters as observations"));
  Eigen::VectorXd w = Eigen::VectorXd::Ones(60);
  w[4] = 0;
  CHECK(
      holds(summary(ols(model, iid{}, {.weights = w})), "rows left out: 1: row 5, weight is zero"));
}

TEST_CASE("compare: models side by side, errors beneath, in all formats") {
  const bilateral_test::autocorrelated_data d;
  const auto a = ols(regress(d.y, {{"x1", d.x1}}));
  const auto b = ols(d.model(), heteroskedastic{hc::hc3});
  const table t = compare({column_of("short", a), column_of("long", b)}, "Two models");
  const std::string text = to_text(t);
  CHECK(holds(text, "short"));
  CHECK(holds(text, significant_text(coefficient(b, "x2"), 4)));
  CHECK(holds(text, "(" + significant_text(*std_error(a, "x1"), 4) + ")"));
  CHECK(holds(text, "long: HC3"));
  CHECK(holds(text, "observations"));
  // x2 is empty for the short model; stars by p
  CHECK(t.rows[4][1].kind == table_cell::content::empty);
  CHECK(t.rows[2][1].shown.ends_with("***") == (*p_value(a, 1) < 0.01));
  CHECK(holds(to_latex(t), "tabular"));
  CHECK(holds(to_markdown(t), "|"));
  CHECK(holds(to_csv(t), "short"));
  CHECK_REFUSES(argument_error, "there is no model", compare({}));
}

namespace {

// the cell of the row that starts with `label`
const table_cell& cell_of(const table& t, const std::string& label, std::size_t column) {
  for (const auto& row : t.rows) {
    if (row[0].shown == label) return row[column];
  }
  FAIL("no row " << label);
  return t.rows[0][0];
}

compared_model made_up(std::string title, double estimate, double error, double p) {
  compared_model m;
  m.title = std::move(title);
  m.terms = {
      {"price", estimate, error, estimate / error, p, estimate - 2 * error, estimate + 2 * error},
      {"(intercept)", 12345.678, 2.5, 4938.0, 0.0, 12340.0, 12350.0}};
  m.statistics = {{"observations", 1234567},
                  {"R2", 0.56789},
                  {"log likelihood", -98765.4321},
                  {"AIC", std::nullopt}};
  m.covariance_label = "HC1";
  return m;
}

}  // namespace

TEST_CASE("compare: a row for each set of effects that a model absorbed") {
  const bilateral_test::autocorrelated_data d;
  struct named_effect {
    std::string name;
  };
  struct within_fit : ols_result<double> {
    std::vector<named_effect> effects;
  };
  const auto plain = ols(d.model());
  const within_fit within{
      plain, {{"firm"}}};  // the real ones: tests/econometrics/regression/fixed_effects
  const table t = compare({column_of("OLS", plain), column_of("within", within)});
  CHECK(cell_of(t, "firm effects", 1).shown == "no");
  CHECK(cell_of(t, "firm effects", 2).shown == "yes");
  CHECK(t.notes.back() == "errors: " + plain.covariance_label);  // said once where all are the same
}

TEST_CASE("compare: labels, order, choice of statistics, what stands beneath") {
  const std::vector<compared_model> models = {made_up("a", 0.5, 0.25, 0.06),
                                              made_up("b", -0.7, 0.1, 0.0001)};
  const table t = compare(models, {.title = "T",
                                   .labels = {{"price", "log price"}},
                                   .leave_out = {"(intercept)"},
                                   .statistics = {"log likelihood", "observations"}});
  REQUIRE(t.rows.size() == 4);
  CHECK(t.rows[0][0].shown == "log price");
  CHECK(t.rows[0][1].shown == "0.5*");
  CHECK(t.rows[0][2].shown == "-0.7***");
  CHECK(t.rows[1][1].shown == "(0.25)");
  CHECK(t.rows[2][0].shown == "log likelihood");
  CHECK(t.rows[2][1].shown == "-98,765");  // a number as people write it, all digits in CSV
  CHECK(t.rows[2][1].number == -98765.4321);
  CHECK(t.rows[3][1].shown == "1,234,567");
  CHECK(t.notes == std::vector<std::string>{
                       "standard errors in parentheses; * p < 0.1, ** p < 0.05, *** p < 0.01",
                       "without rows here: (intercept)", "errors: HC1"});

  const auto beneath_price = [&](beneath what) {
    return compare(models, {.below = what, .around = enclosing::brackets}).rows[1][1].shown;
  };
  CHECK(beneath_price(beneath::std_error) == "[0.25]");
  CHECK(beneath_price(beneath::t_statistic) == "[2.00]");
  CHECK(beneath_price(beneath::p_value) == "[0.060]");
  CHECK(beneath_price(beneath::interval) == "[0, 1]");
  const table bare = compare(models, {.below = beneath::nothing, .stars = false});
  CHECK(bare.rows[0][1].shown == "0.5");
  CHECK(bare.rows[1][0].shown == "(intercept)");
  CHECK(bare.rows[1][1].shown == "12,346");
  CHECK(bare.notes == std::vector<std::string>{"errors: HC1"});
  CHECK(cell_of(bare, "AIC", 1).kind == table_cell::content::empty);
  const table strict = compare(models, {.star_levels = {0.05, 0.01, 0.001}});
  CHECK(strict.rows[0][1].shown == "0.5");
  CHECK(strict.rows[0][2].shown == "-0.7***");
}

TEST_CASE("compare: what no model has is refused by name") {
  const std::vector<compared_model> models = {made_up("a", 0.5, 0.25, 0.06)};
  CHECK_REFUSES(argument_error,
                "no model has the statistic F; there are observations, R2, log likelihood, AIC",
                compare(models, {.statistics = {"F"}}));
  CHECK_REFUSES(argument_error, "no model has the term prize",
                compare(models, {.labels = {{"prize", "p"}}}));
  CHECK_REFUSES(argument_error, "no model has the term x", compare(models, {.leave_out = {"x"}}));
  CHECK_REFUSES(argument_error, "star_levels must fall",
                compare(models, {.star_levels = {0.01, 0.05, 0.1}}));
  CHECK_REFUSES(argument_error, "there is no model", compare({}, compare_options{}));
}
