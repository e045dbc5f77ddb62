#include <bilateral/econometrics/regression/predict_effects.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>

#include "support/close.hpp"
#include "support/effects_data.hpp"

using namespace bilateral;
using bilateral_test::effects_data;

namespace {

// rows 3, 40 and 77 with other regressors: their levels occur, their combinations may not
prediction_rows<double> new_rows(const std::vector<factor>& effects) {
  prediction_rows<double> rows;
  rows.design.resize(3, 3);
  rows.design << .3, -.2, 1.5, 2, .1, -.4, -1, .7, .2;
  const std::vector<std::size_t> at[] = {{3, 40, 77}, {41, 5, 110}, {9, 66, 30}};
  for (std::size_t f = 0; f < effects.size(); ++f)
    rows.effects.push_back(subset(effects[f], at[f]));
  return rows;
}

// the same rows in the columns of a model with dummies and an intercept
dense_matrix<double> dummy_rows(const prediction_rows<double>& rows,
                                const std::vector<std::string>& names) {
  dense_matrix<double> out = dense_matrix<double>::Zero(3, static_cast<Eigen::Index>(names.size()));
  out.col(0).setOnes();
  out.middleCols(1, 3) = rows.design;
  for (Eigen::Index i = 0; i < 3; ++i) {
    for (const factor& f : rows.effects) {
      const std::string name = f.name + "=" + f.label(f.codes[static_cast<std::size_t>(i)]);
      const auto found = std::find(names.begin(), names.end(), name);
      if (found != names.end()) out(i, found - names.begin()) = 1;
    }
  }
  return out;
}

template <class Dense>
void check_equal(const effects_prediction<double>& p, const Dense& dense,
                 const dense_matrix<double>& rows) {
  const dense_vector<double> predictor = rows * dense.coefficients;
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    const double variance = rows.row(i) * *dense.covariance * rows.row(i).transpose();
    CHECK_CLOSE_REL(p.predictor[i], predictor[i], 1e-9);
    CHECK_CLOSE_REL(p.std_error[i], std::sqrt(variance), 1e-8);
  }
  CHECK(p.covariance_label == dense.covariance_label);
  CHECK(p.inference_dof == dense.inference_dof);
}

template <class Spec>
void check_against_dummies(std::size_t sets, const Spec& spec) {
  CAPTURE(sets);
  const effects_data d;
  const auto effects = d.effects(sets);
  const prediction_rows<double> rows = new_rows(effects);
  {
    fixed_effects_options<double> o;
    o.keep_parts = keep::scores;
    o.weights = d.w;
    const auto model = d.model(d.y);
    const auto fit = ols(model, effects, spec, o);
    auto dummies = d.model(d.y, true);
    for (const factor& f : effects) add_dummies(dummies, f);
    ols_options<double> same;
    same.weights = d.w;
    prediction_options<double> given;
    given.weights = d.w;
    check_equal(predict(fit, model, effects, rows, spec, given), ols(dummies, spec, same),
                dummy_rows(rows, dummies.names));
  }
  ppml_options<double> o;
  o.keep_parts = keep::scores;
  o.offset = d.z;
  o.tolerance = 1e-10;
  const auto model = d.model(d.m);
  const auto fit = ppml(model, effects, spec, o);
  auto dummies = d.model(d.m, true);
  for (const factor& f : effects) add_dummies(dummies, f);
  prediction_rows<double> moved = rows;
  moved.offset = Eigen::Vector3d(.5, 0, -.25);
  prediction_options<double> given;
  given.offset = d.z;
  auto p = predict(fit, model, effects, moved, spec, given);
  p.predictor -= moved.offset;
  check_equal(p, ppml(dummies, spec, o), dummy_rows(rows, dummies.names));
}

}  // namespace

TEST_CASE("predict_effects: equals a model with a column for each level, errors too") {
  for (std::size_t sets = 1; sets <= 3; ++sets) {
    check_against_dummies(sets, heteroskedastic{});
    check_against_dummies(sets, iid{});
  }
  const effects_data d;
  check_against_dummies(2, clustered{.by = {d.cluster()}, .count_effects = true});
}

TEST_CASE("predict_effects: at a row of the sample it is the fitted value; intervals hold it") {
  const effects_data d;
  const auto model = d.model(d.m);
  const auto effects = d.effects(3);
  ppml_options<double> o;
  o.keep_parts = keep::scores;
  const auto fit = ppml(model, effects, heteroskedastic{}, o);
  REQUIRE(fit.sample.kept.empty());
  prediction_rows<double> rows;
  rows.design = model.design.row(17);
  const std::vector<std::size_t> one = {17};
  for (const factor& f : effects) rows.effects.push_back(subset(f, one));
  const auto p = predict(fit, model, effects, rows, heteroskedastic{});
  CHECK_CLOSE_REL(std::exp(p.predictor[0]), fit.fitted[17], 1e-9);
  CHECK(p.interval().first[0] < p.predictor[0]);
  CHECK(p.interval(.99).second[0] > p.interval().second[0]);
}

TEST_CASE("predict_effects: what the sample does not tell is refused") {
  const effects_data d;
  const auto model = d.model(d.y);
  auto effects = d.effects(2);
  fixed_effects_options<double> o;
  o.keep_parts = keep::scores;
  const auto fit = ols(model, effects, iid{}, o);
  prediction_rows<double> rows = new_rows(effects);
  rows.effects[1].labels[0] = "99";
  CHECK_REFUSES(argument_error, "b has no level 99 in the sample of the fit",
                (void)predict(fit, model, effects, rows, iid{}));
  rows = new_rows(effects);
  rows.effects[1].labels.clear();
  CHECK_REFUSES(argument_error, "b has no labels", (void)predict(fit, model, effects, rows, iid{}));
  rows = new_rows(effects);
  rows.effects.pop_back();
  CHECK_REFUSES(argument_error, "rows have 1 effects; the fit has 2",
                (void)predict(fit, model, effects, rows, iid{}));
  rows = new_rows(effects);
  rows.design.resize(3, 2);
  CHECK_REFUSES(argument_error, "rows have 2 columns; the fit has 3 coefficients",
                (void)predict(fit, model, effects, rows, iid{}));
  rows = new_rows(effects);
  rows.effects[1].codes.pop_back();
  CHECK_REFUSES(argument_error, "has 2 values but the new rows has 3",
                (void)predict(fit, model, effects, rows, iid{}));
  rows = new_rows(effects);
  rows.effects[0].slopes = {{"s", {1, 2, 3}}};
  CHECK_REFUSES(argument_error, "has other slopes in the new rows",
                (void)predict(fit, model, effects, rows, iid{}));
  rows = new_rows(effects);
  rows.offset = Eigen::Vector3d(1, 2, 3);
  CHECK_REFUSES(argument_error, "an offset is needed",
                (void)predict(fit, model, effects, rows, iid{}));
  rows = new_rows(effects);
  CHECK_REFUSES(argument_error, "there are no effects",
                (void)predict(fit, model, {}, new_rows(effects), iid{}));
  CHECK_REFUSES(argument_error, "the fit kept no scores",
                (void)predict(ols(model, effects), model, effects, new_rows(effects), iid{}));
  // two halves that share no level of either set
  std::vector<std::int64_t> one, two;
  for (int i = 0; i < 120; ++i) {
    one.push_back(i % 5 + (i < 60 ? 0 : 10));
    two.push_back(i % 7 + (i < 60 ? 0 : 10));
  }
  effects = {bilateral_test::grouping_of("one", one), bilateral_test::grouping_of("two", two)};
  const auto apart = ols(model, effects, iid{}, o);
  rows.design = model.design.row(0);
  const std::vector<std::size_t> first = {0}, last = {119};
  rows.effects = {subset(effects[0], first), subset(effects[1], last)};
  CHECK_REFUSES(argument_error, "row 1: its levels are known, but no rows of the sample join them",
                (void)predict(apart, model, effects, rows, iid{}));
}
