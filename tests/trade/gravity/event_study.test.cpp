#include <bilateral/trade/gravity/certificate.hpp>
#include <bilateral/trade/gravity/event_study.hpp>
#include <bilateral/trade/gravity/policy_effect.hpp>

#include <bilateral/econometrics/regression/ppml.hpp>

#include "support/close.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;

namespace {

struct panel {
  dense_vector<double> policy, y;
  factor entity, year;
  std::vector<std::int64_t> period;
};

// entities a (event in 3), b (event in 5), c (never), d (always), years 0..7
panel make_panel() {
  std::vector<std::string> who, when;
  std::vector<double> on, y;
  panel p;
  for (int e = 0; e < 4; ++e) {
    for (int t = 0; t < 8; ++t) {
      const bool policy = (e == 0 && t >= 3) || (e == 1 && t >= 5) || e == 3;
      who.push_back(std::string(1, static_cast<char>('a' + e)));
      when.push_back(std::to_string(t));
      p.period.push_back(t);
      on.push_back(policy ? 1 : 0);
      y.push_back(
          std::exp(1 + 0.3 * e + 0.1 * t + (policy ? 0.5 : 0) + 0.05 * std::sin(7.0 * e + 3 * t)));
    }
  }
  p.policy = Eigen::Map<const dense_vector<double>>(on.data(), Eigen::Index(on.size()));
  p.y = Eigen::Map<const dense_vector<double>>(y.data(), Eigen::Index(y.size()));
  p.entity = make_factor("entity", std::span<const std::string>(who));
  p.year = make_factor("year", std::span<const std::string>(when));
  return p;
}

}  // namespace

TEST_CASE("dummies: the ends hold what lies beyond, the base is left out") {
  const panel p = make_panel();
  const auto d = event_study("rta", p.policy, p.entity, p.period, {.leads = 2, .lags = 2});
  CHECK(d.at == std::vector<std::int64_t>{-2, 0, 1, 2});
  CHECK(d.names.front() == "event(rta,-2)");
  CHECK(d.treated == 2);
  CHECK(d.never == 1);
  CHECK(d.always == 1);
  CHECK(d.values[0].sum() == 2 + 4);  // a: years 0, 1; b: 0 to 3
  CHECK(d.values[3].sum() == 3 + 1);
  for (Eigen::Index i = 16; i < 32; ++i) {
    for (const auto& v : d.values) CHECK(v[i] == 0);
  }
}

TEST_CASE("what an event study cannot take is refused") {
  panel p = make_panel();
  CHECK_THROWS_WITH_AS((void)event_study("rta", p.policy, p.entity, p.period, {.leads = 0}),
                       doctest::Contains("the window is 0 leads"), argument_error);
  p.policy[7] = 0;
  CHECK_THROWS_WITH_AS((void)event_study("rta", p.policy, p.entity, p.period),
                       doctest::Contains("rta ends again in entity a"), argument_error);
  CHECK_THROWS_WITH_AS((void)event_study("rta", dense_vector<double>::Zero(32), p.entity, p.period),
                       doctest::Contains("never changes"), argument_error);
}

TEST_CASE("path and policy effect of a fit; the certificate recomputes its equations") {
  const panel p = make_panel();
  const auto model = regress<double>(p.y, {{"rta", p.policy}}, {.intercept = false});
  const std::vector<factor> effects = {p.entity, p.year};
  const auto fit = ppml(model, effects, heteroskedastic{});
  const auto effect = policy_effect(fit, "rta", p.policy, fit.fitted);
  const double b = fit.coefficients[0];
  CHECK_CLOSE_REL(effect.percent.estimate, 100 * (std::exp(b) - 1), 1e-13);
  CHECK_CLOSE_REL(*effect.percent.std_error, 100 * std::exp(b) * *std_error(fit, 0), 1e-13);
  CHECK(effect.rows == 5 + 3 + 8);
  CHECK_CLOSE_REL(effect.currency.estimate, fit.fitted.dot(p.policy) * (1 - std::exp(-b)), 1e-12);
  CHECK(*effect.currency.low < effect.currency.estimate);
  CHECK(effect.currency.estimate < *effect.currency.high);
  CHECK_THROWS_WITH_AS((void)policy_effect(fit, "rta", dense_vector<double>::Zero(32), fit.fitted),
                       doctest::Contains("zero in every row"), argument_error);

  const auto c = verify(fit, model, effects);
  CHECK(c.effects_error < 1e-9);  // the effects' tolerance
  CHECK(c.score_norm < 1e-7);
  CHECK(c.rank == 1 + 4 + 8 - 1);
  CHECK(c.signature.size() == 16);
  auto moved = fit;
  moved.residuals[3] += 0.1;
  CHECK(verify(moved, model, effects).effects_error > 1e-3);
  // the residuals must be those of the coefficients and of the response
  REQUIRE(c.index_error.has_value());
  CHECK(*c.index_error < 1e-9);
  moved = fit;
  moved.coefficients[0] += 0.1;
  CHECK(*verify(moved, model, effects).index_error > 1e-3);
  moved = fit;
  moved.residuals.setZero();
  CHECK(*verify(moved, model, effects).index_error > 1e-3);
  auto other = model;
  other.response *= 2;
  CHECK(*verify(fit, other, effects).index_error > 0.1);
  moved = fit;
  moved.predictor[5] += 0.01;  // an index that x b and the effects cannot make
  CHECK(*verify(moved, model, effects).index_error > 1e-4);
  moved = fit;
  moved.fitted *= 1.01;  // with residuals that still make y: means that are not those of the index
  moved.residuals = model.response - moved.fitted;
  CHECK_CLOSE_REL(*verify(moved, model, effects).index_error, .01 / 1.01, 1e-9);
  const auto linear = ols(model, effects, iid{});
  CHECK(*verify(linear, model, effects).index_error < 1e-12);
  // an offset is part of the index: forgotten, it is noticed where the effects cannot make it
  dense_vector<double> offset(32);
  for (Eigen::Index i = 0; i < 32; ++i) offset[i] = 0.1 * std::sin(double(i * i));
  const auto shifted = ppml(model, effects, heteroskedastic{}, {.offset = offset});
  CHECK(*verify(shifted, model, effects, {}, offset).index_error < 1e-9);
  CHECK(*verify(shifted, model, effects).index_error > 1e-3);

  moved = fit;
  moved.coefficients[0] = std::nextafter(moved.coefficients[0], 1.0);
  CHECK(signature_of(moved) != c.signature);

  const auto d = event_study("rta", p.policy, p.entity, p.period, {.leads = 2, .lags = 2});
  std::vector<named_column<double>> columns;
  for (std::size_t k = 0; k < d.names.size(); ++k) columns.emplace_back(d.names[k], d.values[k]);
  const auto around =
      ppml(regress<double>(p.y, columns, {.intercept = false}), effects, heteroskedastic{});
  const auto path = path_of(around, "rta", d);
  REQUIRE(path.points.size() == 5);
  CHECK(path.points[1].at == -1);
  CHECK(path.points[1].estimate == 0);
  CHECK(std::abs(path.points[4].estimate - 0.5) < 0.1);
  REQUIRE(path.leads_are_zero.has_value());
}
