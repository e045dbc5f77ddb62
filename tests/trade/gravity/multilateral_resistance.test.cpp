#include <bilateral/trade/gravity/multilateral_resistance.hpp>

#include <bilateral/econometrics/covariance/iid.hpp>

#include "support/close.hpp"
#include "support/gravity_world.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <string>

using namespace bilateral;
using bilateral_test::world;

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
  for (std::size_t t = 0; t < 2; ++t) {
    for (std::size_t c = 0; c < 6; ++c) {
      double sold = 0, bought = 0;
      for (std::size_t k = 0; k < 6; ++k) {
        sold += w.model.response[Eigen::Index(t * 36 + c * 6 + k)];
        bought += w.model.response[Eigen::Index(t * 36 + k * 6 + c)];
      }
      CHECK_CLOSE_REL(r[t * 6 + c].output, sold, 1e-13);
      CHECK_CLOSE_REL(r[t * 6 + c].spending, bought, 1e-13);
    }
  }
  CHECK(r[0].country == "A");
  CHECK(r[6].period == "2005");
  const auto prices =
      multilateral_resistance(w.model, fit, w.index, {.reference = "C", .sigma = 5.0});
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
