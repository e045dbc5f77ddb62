#include <bilateral/econometrics/regression/lasso.hpp>

#include "support/close.hpp"
#include "support/effects_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::effects_data;
using vector = dense_vector<double>;
using options_of = lasso_options<double>;

namespace {

// the candidates of tests/reference/lasso.R
regression<double> candidates(const effects_data& d) {
  regression<double> model = d.model(d.m);
  model.design.conservativeResize(Eigen::NoChange, 12);
  for (Eigen::Index p = 1; p <= 9; ++p) {
    for (Eigen::Index i = 0; i < 120; ++i) {
      const double k = double(i + 1);
      model.design(i, 2 + p) = std::sin(double(p + 5) * k * k + double(p)) +
                               (p == 2 ? 0.3 * d.x1[i] : 0) + (p == 3 ? d.x2[i] : 0);
    }
    model.names.push_back("x" + std::to_string(p + 3));
  }
  return model;
}

std::vector<factor> effects_called(const effects_data& d, const std::string& name) {
  return name == "none" ? std::vector<factor>{} : d.effects(2);
}

// glmnet stops at a change of 1e-22 of the deviance: seven digits or more of the coefficients
void equals(const bilateral_test::reference_table& r, const std::string& name,
            const lasso_result<double>& fit) {
  CAPTURE(name);
  REQUIRE(fit.coefficients.size() == 12);
  for (Eigen::Index k = 0; k < 12; ++k) {
    const double wanted = r(name + "_x" + std::to_string(k + 1));
    CHECK((fit.coefficients[k] == 0) == (wanted == 0));
    CHECK_CLOSE_ABS(fit.coefficients[k], wanted, 1e-8);
  }
}

void conditions_hold(const lasso_result<double>& fit) {
  const double size = fit.score.cwiseAbs().maxCoeff() + fit.penalties.maxCoeff();
  for (Eigen::Index k = 0; k < fit.coefficients.size(); ++k) {
    const double b = fit.coefficients[k];
    if (b == 0) CHECK(std::abs(fit.score[k]) <= fit.penalties[k] + 1e-8 * size);
    if (b != 0)
      CHECK_CLOSE_ABS(fit.score[k], b > 0 ? fit.penalties[k] : -fit.penalties[k], 1e-8 * size);
  }
  CHECK(fit.violation < 1e-9);
}

}  // namespace

TEST_CASE("lasso and ridge equal glmnet on dummies, least squares and Poisson") {
  const bilateral_test::reference_table r("lasso.csv");
  const effects_data d;
  const auto model = candidates(d);
  for (const std::string e : {"none", "two"}) {
    const auto effects = effects_called(d, e);
    for (const std::string l : {"0.02", "0.08"}) {
      options_of o;
      o.penalty = std::stod(l);
      const auto linear = lasso(model, effects, o);
      equals(r, "linear_" + e + "_" + l, linear);
      conditions_hold(linear);
      const auto poisson = ppml_lasso(model, effects, iid{}, o);
      equals(r, "poisson_" + e + "_" + l, poisson.lasso);
      conditions_hold(poisson.lasso);
    }
    options_of keep{.penalty = 0.08, .unpenalised = {"x5"}};
    equals(r, "poisson_keep_" + e, ppml_lasso(model, effects, iid{}, keep).lasso);
    const options_of ridge{.penalty = 0.08, .kind = shrinkage::ridge};
    equals(r, "linear_ridge_" + e, lasso(model, effects, ridge));
    equals(r, "poisson_ridge_" + e, ppml_lasso(model, effects, iid{}, ridge).lasso);
  }
}

TEST_CASE("plug-in penalty: glmnet and glm in turns, scores by cluster") {
  const bilateral_test::reference_table r("lasso.csv");
  const effects_data d;
  const auto model = candidates(d);
  for (const std::string e : {"none", "two"}) {
    const auto both =
        ppml_lasso(model, effects_called(d, e), iid{}, {.cluster = d.cluster(), .c = 0.3});
    const auto& fit = both.lasso;
    CHECK_CLOSE_REL(fit.lambda, r("plugin_lambda_" + e), 1e-14);
    CHECK(fit.rounds == int(r("plugin_rounds_" + e)));
    CHECK(fit.converged);
    CHECK(fit.clusters == 17);
    for (Eigen::Index k = 0; k < 12; ++k) {
      CHECK_CLOSE_REL(fit.loadings[k], r("plugin_phi_" + e + "_x" + std::to_string(k + 1)), 1e-8);
    }
    equals(r, "plugin_" + e, fit);
    conditions_hold(fit);
    CHECK(both.post.names == fit.selected);
  }
}

TEST_CASE("laws: units and order change nothing, no penalty is PPML, a large one selects nothing") {
  const effects_data d;
  auto model = candidates(d);
  const auto effects = d.effects(2);
  const auto base = ppml_lasso(model, effects, iid{}, {.penalty = 0.05}).lasso;
  auto scaled = model;
  scaled.response *= 1e6;
  scaled.design.col(1) *= 1e-3;
  const auto same = ppml_lasso(scaled, effects, iid{}, {.penalty = 0.05}).lasso;
  CHECK(same.selected == base.selected);
  CHECK_CLOSE_REL(same.coefficients[1], 1e3 * base.coefficients[1], 1e-8);
  CHECK_CLOSE_REL(same.coefficients[0], base.coefficients[0], 1e-8);
  const auto free = ppml_lasso(model, effects, iid{}, {.penalty = 0});
  for (Eigen::Index k = 0; k < 12; ++k) {
    CHECK_CLOSE_ABS(free.lasso.coefficients[k], free.post.coefficients[k], 1e-8);
  }
  const auto none = ppml_lasso(model, effects, iid{}, {.penalty = 100});
  CHECK(none.lasso.selected.empty());
  CHECK(none.post.names.empty());
}

TEST_CASE("a column of the effects is no candidate; empty groups leave as in ppml") {
  const effects_data d;
  auto model = candidates(d);
  const auto effects = d.effects(2);
  for (Eigen::Index i = 0; i < 120; ++i) {
    model.design(i, 3) = double(d.a[std::size_t(i)]) * 2;
    if (d.b[std::size_t(i)] == 3) model.response[i] = 0;
  }
  const auto fit = ppml_lasso(model, effects, iid{}, {.penalty = 0.02});
  REQUIRE(fit.lasso.omitted.size() == 1);
  CHECK(fit.lasso.omitted.front().name == "x4");
  CHECK(fit.lasso.names.size() == 11);
  CHECK(fit.lasso.sample.used < 120);
  CHECK(fit.lasso.sample.used == fit.post.sample.used);
}

TEST_CASE("iceberg: a hidden twin is found, noise is not") {
  const effects_data d;
  auto model = candidates(d);
  for (Eigen::Index i = 0; i < 120; ++i) {  // a quarter of its variance is its own
    model.design(i, 11) = model.design(i, 0) + 0.5 * std::sin(7.0 * double(i * i));
  }
  const auto found = iceberg(model, {"x1"});
  REQUIRE(found.size() == 1);
  CHECK(found[0].name == "x1");
  const auto& twins = found[0].lasso.selected;
  CHECK(std::find(twins.begin(), twins.end(), "x12") != twins.end());
  CHECK(std::find(twins.begin(), twins.end(), "x1") == twins.end());
  conditions_hold(found[0].lasso);
  CHECK(iceberg(model, {}).empty());
  CHECK_REFUSES(argument_error, "there are none to find", iceberg(model, model.names));
}

TEST_CASE("refusals: a sentence each") {
  const effects_data d;
  const auto model = candidates(d);
  CHECK_REFUSES(argument_error, "the penalty is -1; it must not be negative",
                lasso(model, {}, {.penalty = -1}));
  CHECK_REFUSES(argument_error, "ridge has no plug-in penalty",
                lasso(model, {}, {.kind = shrinkage::ridge}));
  CHECK_REFUSES(argument_error, "unpenalised: there is no regressor tariff",
                ppml_lasso(model, d.effects(1), iid{}, {.penalty = 1, .unpenalised = {"tariff"}}));
  CHECK_REFUSES(argument_error, "weights and an offset are not offered",
                ppml_lasso(model, d.effects(1), iid{}, {.penalty = 1}, {.weights = d.w}));
  for (const double gamma : {0.0, 1.0}) {
    CHECK_REFUSES(argument_error, "gamma between 0 and 1", lasso(model, {}, {.gamma = gamma}));
  }
  CHECK_REFUSES(argument_error, "c is 0 and gamma", lasso(model, {}, {.c = 0}));
  CHECK_REFUSES(argument_error, "max_rounds is 0", lasso(model, {}, {.max_rounds = 0}));
  CHECK_REFUSES(argument_error, "and tolerance 0", lasso(model, {}, {.tolerance = 0}));
  CHECK_REFUSES(argument_error, "there are no regressors",
                lasso(regress(d.m, {}), {}, {.penalty = 1}));
  factor few = d.cluster();
  few.codes.pop_back();
  CHECK_REFUSES(argument_error, "has 119 rows", lasso(model, {}, {.cluster = few}));
  CHECK_REFUSES(argument_error, "must not be negative",
                ppml_lasso(
                    [&] {
                      auto bad = model;
                      bad.response[4] = -1;
                      return bad;
                    }(),
                    d.effects(1)));
}
