#include <bilateral/econometrics/estimator/recovered_effects.hpp>

#include <bilateral/econometrics/covariance/iid.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/trade/gravity/multilateral_resistance.hpp>

#include "support/close.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;

namespace {

// six countries, two years, own trade included
struct world {
  gravity_index index;
  regression<double> model;
  std::vector<factor> effects;

  explicit world(std::size_t countries = 6) {
    std::vector<std::string> from, to, when;
    std::vector<double> y, x, border;
    for (std::size_t t = 0; t < 2; ++t) {
      for (std::size_t i = 0; i < countries; ++i) {
        for (std::size_t j = 0; j < countries; ++j) {
          from.push_back(std::string(1, char('A' + i)));
          to.push_back(std::string(1, char('A' + j)));
          when.push_back(t == 0 ? "2000" : "2005");
          const double a = double(i), b = double(j), s = double(t);
          x.push_back(i == j ? 0.3 : std::log(2 + std::abs(a - b) + std::sin(a * b)));
          border.push_back(i == j ? 0 : 1);
          y.push_back(std::exp(3 + 0.4 * std::sin(a + s) + 0.3 * std::cos(2 * b) - x.back() -
                               border.back() + 0.3 * std::sin(7 * a + 5 * b * b + s)));
        }
      }
    }
    y[1] = 0;
    const auto column = [](const std::vector<double>& v) {
      return dense_vector<double>(Eigen::Map<const dense_vector<double>>(v.data(), Eigen::Index(v.size())));
    };
    const auto named = [](const char* name, const std::vector<std::string>& v) {
      return make_factor(name, std::span<const std::string>(v));
    };
    index = {named("exporter", from), named("importer", to), named("year", when)};
    model = regress<double>(column(y), {{"distance", column(x)}, {"border", column(border)}},
                            {.intercept = false, .response_name = "trade"});
    effects = {interact(index.exporter, index.period), interact(index.importer, index.period)};
  }
};

}  // namespace

TEST_CASE("two sets: the coefficients of dummies, differences within a component") {
  const world w;
  const auto fit = ppml(w.model, w.effects, iid{});
  const auto got = recover_effects(fit, w.model, w.effects, fit.predictor);
  CHECK(got.components == 2);  // a year each
  CHECK(got.error < 1e-9);     // of logs about 3: the fit's own tolerance
  auto dummies = regress<double>(w.model.response, {{"distance", w.model.design.col(0)},
                                                    {"border", w.model.design.col(1)}});
  for (const factor& f : w.effects) add_dummies(dummies, f);
  const auto plain = ppml(dummies, {}, iid{});
  const auto difference = [&](const factor& f, std::int32_t a, std::int32_t b) {
    const auto at = [&](std::int32_t l) {
      const std::string name = f.name + "=" + f.label(l);  // the first, and one that is collinear: zero
      const bool there = std::find(plain.names.begin(), plain.names.end(), name) != plain.names.end();
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
    model.design.col(0) = w.model.design.col(0).array() * (1 + 0.1 * (w.model.response.array() + 2).log());
    ppml_options<double> o;
    o.separated = separation::drop;
    const auto fit = ppml(model, effects, iid{}, o);
    const auto got = recover_effects(fit, model, effects, fit.predictor);
    CHECK(got.error < 1e-7);
    for (std::size_t f = 1; f < effects.size(); ++f) CHECK(got.sets[f].values[0] == 0);
  }
}

TEST_CASE("refusals") {
  const world w;
  const auto fit = ppml(w.model, w.effects, iid{});
  CHECK_REFUSES(argument_error, "there are no effects", recover_effects(fit, w.model, {}, fit.predictor));
  CHECK_REFUSES(argument_error, "the predictor has 3 rows",
                recover_effects(fit, w.model, w.effects, dense_vector<double>(dense_vector<double>::Zero(3))));
  auto other = w.model;
  other.names[0] = "tariff";
  CHECK_REFUSES(argument_error, "the model has no column distance",
                recover_effects(fit, other, w.effects, fit.predictor));
}

TEST_CASE("multilateral resistances solve market clearing exactly (Fally 2015)") {
  const world w;
  const auto fit = ppml(w.model, w.effects, iid{});
  const auto r = multilateral_resistance(w.model, fit, w.index, {.reference = "C", .sigma = {}});
  REQUIRE(r.size() == 12);
  for (std::size_t t = 0; t < 2; ++t) {
    CHECK_CLOSE_ABS(*r[t * 6 + 2].inward, 1.0, 1e-12);
    for (std::size_t c = 0; c < 6; ++c) {
      double outward = 0, inward = 0;
      for (std::size_t k = 0; k < 6; ++k) {
        const auto cost = [&](std::size_t i, std::size_t j) {
          const auto row = Eigen::Index(t * 36 + i * 6 + j);
          return std::exp(w.model.design.row(row).dot(fit.coefficients));
        };
        outward += cost(c, k) * r[t * 6 + k].spending / *r[t * 6 + k].inward;
        inward += cost(k, c) * r[t * 6 + k].output / *r[t * 6 + k].outward;
      }
      // PPML's sums hold to its tolerance of 1e-8 in a step that is squared
      CHECK_CLOSE_REL(*r[t * 6 + c].outward, outward, 1e-8);
      CHECK_CLOSE_REL(*r[t * 6 + c].inward, inward, 1e-8);
    }
  }
  CHECK(r[0].country == "A");
  CHECK(r[6].period == "2005");
  const auto prices = multilateral_resistance(w.model, fit, w.index, {.reference = "C", .sigma = 5.0});
  CHECK_CLOSE_REL(*prices[0].inward, std::pow(*r[0].inward, -0.25), 1e-13);
}

TEST_CASE("resistances: refusals") {
  const world w;
  const auto fit = ppml(w.model, w.effects, iid{});
  const auto with = [&](const std::string& reference, std::optional<double> sigma) {
    return multilateral_resistance(w.model, fit, w.index, {reference, sigma});
  };
  CHECK_REFUSES(argument_error, "the reference (none) does not buy", with("", {}));
  CHECK_REFUSES(argument_error, "the reference Z does not buy", with("Z", {}));
  CHECK_REFUSES(argument_error, "sigma is 1; it must be above 1", with("A", 1.0));
  const auto one = ppml(w.model, {w.effects[0]}, iid{});
  CHECK_REFUSES(argument_error, "two are wanted",
                multilateral_resistance(w.model, one, w.index, {.reference = "A", .sigma = {}}));
}
