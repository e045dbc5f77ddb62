#include <bilateral/econometrics/estimator/recovered_effects.hpp>

#include <bilateral/econometrics/covariance/iid.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>

#include "support/close.hpp"
#include "support/gravity_world.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::world;

TEST_CASE("two sets: the coefficients of dummies, differences within a component") {
  const world w;
  const auto fit = ppml(w.model, w.effects, iid{});
  const auto got = recover_effects(fit, w.model, w.effects, fit.predictor);
  CHECK(got.components == 2);  // a year each
  CHECK(got.error < 1e-9);     // of logs about 3: the fit's own tolerance
  auto dummies = regress<double>(
      w.model.response, {{"distance", w.model.design.col(0)}, {"border", w.model.design.col(1)}});
  for (const factor& f : w.effects) add_dummies(dummies, f);
  const auto plain = ppml(dummies, {}, iid{});
  const auto difference = [&](const factor& f, std::int32_t a, std::int32_t b) {
    const auto at = [&](std::int32_t l) {
      const std::string name =
          f.name + "=" + f.label(l);  // the first, and one that is collinear: zero
      const bool there =
          std::find(plain.names.begin(), plain.names.end(), name) != plain.names.end();
      return there ? double(coefficient(plain, name)) : 0.0;
    };
    return at(a) - at(b);
  };
  int compared = 0;
  for (std::size_t s = 0; s < 2; ++s) {
    const auto& set = got.sets[s];
    for (std::int32_t l = 2; l < w.effects[s].levels; ++l) {
      if (set.component[std::size_t(l)] != set.component[1]) continue;
      CHECK_CLOSE_ABS(set.values[l] - set.values[1], difference(w.effects[s], l, 1), 1e-7);
      ++compared;
    }
  }
  CHECK(compared >= 6);
  CHECK(got.sets[0].at(w.effects[0].label(3)) == got.sets[0].values[3]);
  CHECK_REFUSES(argument_error, "has no level Atlantis", got.sets[0].at("Atlantis"));
}

TEST_CASE("one set and three: their sum is the predictor without the regressors") {
  const world w;
  auto three = w.effects;
  three.push_back(interact(w.index.exporter, w.index.importer));
  for (const auto& effects : {std::vector<factor>{w.effects[0]}, three}) {
    auto model = w.model;
    model.design.col(0) =
        w.model.design.col(0).array() * (1 + 0.1 * (w.model.response.array() + 2).log());
    ppml_options<double> o;
    o.separated = separation::drop;
    const auto fit = ppml(model, effects, iid{}, o);
    const auto got = recover_effects(fit, model, effects, fit.predictor);
    CHECK(got.error < 1e-7);
    for (std::size_t f = 1; f < effects.size(); ++f) CHECK(got.sets[f].values[0] == 0);
  }
}

TEST_CASE("an offset of a regressor moves its coefficient alone, not the effects") {
  const world w;
  const auto plain = ppml(w.model, w.effects, iid{});
  const dense_vector<double> offset = 0.3 * w.model.design.col(0);
  ppml_options<double> options;
  options.offset = offset;
  const auto moved = ppml(w.model, w.effects, iid{}, options);
  CHECK_CLOSE_ABS(coefficient(moved, "distance"), coefficient(plain, "distance") - 0.3, 1e-7);
  const auto a = recover_effects(plain, w.model, w.effects, plain.predictor);
  const auto b = recover_effects(moved, w.model, w.effects, moved.predictor, offset);
  for (std::size_t s = 0; s < 2; ++s) {
    CHECK((a.sets[s].values - b.sets[s].values).cwiseAbs().maxCoeff() < 1e-6);
  }
  CHECK(b.error < 1e-9);
}

TEST_CASE("refusals") {
  const world w;
  const auto fit = ppml(w.model, w.effects, iid{});
  CHECK_REFUSES(argument_error, "there are no effects",
                recover_effects(fit, w.model, {}, fit.predictor));
  CHECK_REFUSES(argument_error, "the predictor has 3 rows",
                recover_effects(fit, w.model, w.effects,
                                dense_vector<double>(dense_vector<double>::Zero(3))));
  auto other = w.model;
  other.names[0] = "tariff";
  CHECK_REFUSES(argument_error, "the model has no column distance",
                recover_effects(fit, other, w.effects, fit.predictor));
}
