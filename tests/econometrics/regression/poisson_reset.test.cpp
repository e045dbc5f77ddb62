#include <bilateral/econometrics/regression/poisson_reset.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>

#include "support/close.hpp"

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

using namespace bilateral;

namespace {

// a panel of 12 x 6 whose mean has the index x b + effects, or that and 0.3 times its square
struct reset_panel {
  dense_vector<double> x, y;
  std::vector<std::int64_t> unit, period;

  explicit reset_panel(double bend) : x(72), y(72) {
    for (Eigen::Index i = 0; i < 72; ++i) {
      unit.push_back(i / 6);
      period.push_back(i % 6);
      x[i] = std::sin(double(5 * i * i + 3 * i));
      const double eta = x[i] + 0.2 * std::cos(double(i / 6)) + 0.1 * double(i % 6);
      y[i] = std::exp(eta + bend * eta * eta) * (1 + 0.2 * std::sin(double(11 * i + i * i)));
    }
    y[5] = 0;
  }
  std::vector<factor> effects() const {
    return {make_factor("unit", std::span<const std::int64_t>(unit)),
            make_factor("period", std::span<const std::int64_t>(period))};
  }
  regression<double> model() const { return regress(y, {{"x", x}}); }
};

}  // namespace

TEST_CASE("RESET after PPML is the Wald test of the squared index in a model with all dummies") {
  const reset_panel p(0);
  const auto fit = ppml(p.model(), p.effects(), hc::hc0);
  const auto t = poisson_reset_test(fit, p.model(), p.effects(), hc::hc0);

  auto dummies = p.model();
  for (const factor& f : p.effects()) add_dummies(dummies, f);
  const dense_vector<double> square = fit.predictor.cwiseAbs2();  // not about the mean
  dummies.design.conservativeResize(72, dummies.design.cols() + 1);
  dummies.design.col(dummies.design.cols() - 1) = square;
  dummies.names.push_back("square");
  const auto wider = ppml(dummies, hc::hc0);
  const double z = coefficient(wider, "square") / *std_error(wider, "square");
  CHECK_CLOSE_REL(t.statistic, z * z, 1e-6);  // both fits end at steps of 1e-8
  CHECK_CLOSE_REL(*t.p_value, std::erfc(std::abs(z) / std::sqrt(2.0)), 1e-6);
  CHECK(t.distribution == "chi-squared(1)");
  CHECK(t.p_value > 0.05);
}

TEST_CASE("RESET after PPML finds a bent index, within clusters by F") {
  const reset_panel p(0.3);
  const auto effects = p.effects();
  const auto fit = ppml(p.model(), effects);
  CHECK(poisson_reset_test(fit, p.model(), effects).p_value < 1e-4);
  const auto t = poisson_reset_test(fit, p.model(), effects, clustered{.by = {effects[0]}});
  CHECK(t.distribution == "F(1, 11)");
  CHECK(t.p_value < 0.01);
}

TEST_CASE("RESET after PPML: rows that were left out stay out") {
  reset_panel p(0);
  for (Eigen::Index i = 12; i < 18; ++i) p.y[i] = 0;  // a unit without trade
  const ppml_options<double> drop{.separated = separation::drop};
  const auto fit = ppml(p.model(), p.effects(), hc::hc0, drop);
  REQUIRE(fit.observations == 66);
  const auto t = poisson_reset_test(fit, p.model(), p.effects(), hc::hc0, drop);

  reset_panel less(0);
  std::vector<std::int64_t> unit, period;
  dense_vector<double> x(66), y(66);
  for (Eigen::Index i = 0, at = 0; i < 72; ++i) {
    if (i >= 12 && i < 18) continue;
    x[at] = p.x[i];
    y[at++] = p.y[i];
    unit.push_back(i / 6);
    period.push_back(i % 6);
  }
  const std::vector<factor> effects{make_factor("unit", std::span<const std::int64_t>(unit)),
                                    make_factor("period", std::span<const std::int64_t>(period))};
  const auto model = regress(y, {{"x", x}});
  const auto same = poisson_reset_test(ppml(model, effects, hc::hc0), model, effects, hc::hc0);
  CHECK_CLOSE_REL(t.statistic, same.statistic, 1e-9);
}

TEST_CASE("RESET after PPML: refusals") {
  const reset_panel p(0);
  const auto bare = ppml(p.model(), p.effects(), {}, {.keep_parts = keep::nothing});
  CHECK_REFUSES(argument_error, "the fit kept no rows",
                poisson_reset_test(bare, p.model(), p.effects()));
  // an index of two values: its square is a line through them
  dense_vector<double> two(72);
  for (Eigen::Index i = 0; i < 72; ++i) two[i] = double(i % 2);
  const auto model = regress(p.y, {{"two", two}});
  const auto flat = ppml(model);
  CHECK_REFUSES(argument_error, "is determined by the model", poisson_reset_test(flat, model, {}));
}
