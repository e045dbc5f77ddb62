// Where the rows of a fit stand in the panel of pairs; what is made of it: bias_correction.test.cpp.
#include <bilateral/trade/gravity/pair_panel.hpp>

#include "support/close.hpp"
#include "support/gravity_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::world;

namespace {

ppml_result<double> fitted(const regression<double>& model, const std::vector<factor>& effects) {
  return ppml(model, effects);
}

std::vector<factor> with_pairs(const world& w) {
  auto effects = w.effects;
  effects.push_back(interact(w.index.exporter, w.index.importer));
  return effects;
}

// each row of the sample, by labels, in the cell of its period and pair
void check_places(const pair_panel<double>& panel, const world& w, const ppml_result<double>& fit) {
  REQUIRE(panel.trade.rows() == 2);
  REQUIRE(panel.trade.cols() == 36);
  Eigen::Index found = 0;
  for (Eigen::Index p = 0; p < panel.pairs; ++p) {
    const auto i = panel.exporter[to_size(p)];
    const auto j = panel.importer[to_size(p)];
    CHECK((panel.domestic[to_size(p)] != 0) == (i == j));  // both factors have the labels A to F
    for (Eigen::Index t = 0; t < 2; ++t) {
      const Eigen::Index row = 36 * t + 6 * i + j;
      const auto& kept = fit.sample.kept;
      const auto at = std::find(kept.begin(), kept.end(), to_size(row)) - kept.begin();
      const bool there = kept.empty() || at < std::ssize(kept);
      const Eigen::Index of_fit = kept.empty() ? row : Eigen::Index(at);
      CHECK(panel.trade(t, p) == (there ? w.model.response[row] : 0));
      CHECK(panel.mean(t, p) == (there ? fit.fitted[of_fit] : 0));
      found += there ? 1 : 0;
    }
  }
  CHECK(found == to_index(fit.sample.used));
}

}  // namespace

TEST_CASE("each row stands in the cell of its pair and period") {
  const world w;
  const auto fit = fitted(w.model, w.effects);
  const auto panel = arrange_pairs(w.model, fit, w.index);
  CHECK_FALSE(panel.pair_effects);
  CHECK(panel.exporters == 6);
  CHECK(panel.importers == 6);
  CHECK(panel.periods == 2);
  CHECK(panel.pairs == 36);
  check_places(panel, w, fit);
}

TEST_CASE("regressors within the effects have no weighted mean by exporter, importer or pair") {
  const world w;
  for (const bool three : {false, true}) {
    // the border does not change in a pair: with effects of pairs only what varies over years is there
    world v = w;
    if (three)
      v.model = regress<double>(w.model.response, {{"x", w.model.response.array().sin()}},
                                {.intercept = false, .response_name = "trade"});
    const auto effects = three ? with_pairs(v) : v.effects;
    const auto fit = fitted(v.model, effects);
    const auto panel = arrange_pairs(v.model, fit, v.index);
    CHECK(panel.pair_effects == three);
    check_places(panel, v, fit);
    REQUIRE(panel.within.size() == fit.names.size());
    for (const auto& within : panel.within) {
      const dense_matrix<double> weighted = within.cwiseProduct(panel.mean);
      const double size = weighted.cwiseAbs().maxCoeff();
      for (int i = 0; i < 6; ++i) {
        dense_vector<double> sold = dense_vector<double>::Zero(2), bought = sold;
        for (Eigen::Index p = 0; p < 36; ++p) {
          if (panel.exporter[to_size(p)] == i) sold += weighted.col(p);
          if (panel.importer[to_size(p)] == i) bought += weighted.col(p);
        }
        CHECK(sold.cwiseAbs().maxCoeff() < 1e-7 * size);  // 1e-7: the tolerance of the absorption
        CHECK(bought.cwiseAbs().maxCoeff() < 1e-7 * size);
      }
      if (three) CHECK(weighted.colwise().sum().cwiseAbs().maxCoeff() < 1e-7 * size);
      CHECK(size > 1e-3);
      // the score of the fit is zero
      const double score = within.cwiseProduct(panel.trade - panel.mean).sum();
      CHECK(std::abs(score) < 1e-6 * within.cwiseAbs().maxCoeff() * panel.trade.sum());
    }
  }
}

TEST_CASE("an index without periods is one period") {
  world w;
  std::vector<std::size_t> first(36);
  for (std::size_t i = 0; i < 36; ++i) first[i] = i;
  w.model.response = w.model.response.head(36).eval();
  w.model.design = w.model.design.topRows(36).eval();
  const gravity_index index{subset(w.index.exporter, first), subset(w.index.importer, first), {}};
  const auto fit = fitted(w.model, {index.exporter, index.importer});
  const auto panel = arrange_pairs(w.model, fit, index);
  CHECK(panel.periods == 1);
  CHECK(panel.pairs == 36);
  CHECK(panel.trade.sum() == doctest::Approx(w.model.response.sum()).epsilon(1e-12));
  CHECK_REFUSES(argument_error, "exporter has 72", arrange_pairs(w.model, fit, w.index));
}

TEST_CASE("refusals") {
  const world w;
  auto fit = fitted(w.model, w.effects);
  SUBCASE("fitted values not kept") {
    fit.fitted.resize(0);
    CHECK_REFUSES(argument_error, "pair_panel: the fit has not kept its fitted values",
                  arrange_pairs(w.model, fit, w.index));
  }
  SUBCASE("effects of another form") {
    const auto pairs_only = fitted(w.model, {w.index.exporter, w.index.importer});
    CHECK_REFUSES(argument_error, "the fit has no effect with the 12 levels of exporter",
                  arrange_pairs(w.model, pairs_only, w.index));
    const auto one = fitted(w.model, {w.index.exporter});
    CHECK_REFUSES(argument_error, "the fit has 1 sets of effects",
                  arrange_pairs(w.model, one, w.index));
    fit.effects[1].slopes = 1;
    CHECK_REFUSES(argument_error, "has slopes, which the panel of pairs has not",
                  arrange_pairs(w.model, fit, w.index));
  }
  SUBCASE("a pair twice in a period") {
    auto model = w.model;
    auto index = w.index;
    index.importer.codes[2] = index.importer.codes[3];  // A to D in place of A to C
    const std::vector<factor> effects{interact(index.exporter, index.period),
                                      interact(index.importer, index.period)};
    CHECK_REFUSES(argument_error, "A to D stands twice in 2000",
                  arrange_pairs(model, fitted(model, effects), index));
  }
  SUBCASE("a fit of another model") {
    fit.fitted = 1.5 * fit.fitted;
    fit.fitted[3] *= 2;
    CHECK_REFUSES(argument_error, "the fit is not the maximum of this model",
                  arrange_pairs(w.model, fit, w.index));
    fit = fitted(w.model, w.effects);
    fit.names[0] = "tariff";
    CHECK_REFUSES(argument_error, "the model has no column tariff",
                  arrange_pairs(w.model, fit, w.index));
  }
  SUBCASE("lengths") {
    auto index = w.index;
    index.period.codes.pop_back();
    CHECK_REFUSES(argument_error, "year has 71", arrange_pairs(w.model, fit, index));
  }
}
