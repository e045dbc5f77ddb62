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
  const auto exact = ols(regress(Eigen::VectorXd(d.y.head(2)), {{"x", Eigen::VectorXd(d.x1.head(2))}}));
  CHECK(holds(summary(exact), "standard errors: none"));
  CHECK(holds(summary(exact), "as many parameters as observations"));
  Eigen::VectorXd w = Eigen::VectorXd::Ones(60);
  w[4] = 0;
  CHECK(holds(summary(ols(model, iid{}, {.weights = w})), "rows left out: 1: row 5, weight is zero"));
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
