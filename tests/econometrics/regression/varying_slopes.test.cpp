// Absorbed effects with slopes that differ by group, in ols and ppml.
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>

#include "support/close.hpp"
#include "support/effects_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::effects_data;

namespace {

constexpr auto alone = group_terms::slopes_only;

struct sloped_data : effects_data {
  std::vector<double> zs, t;
  factor fa, fb, fc;

  sloped_data() : fa(effects(3)[0]), fb(effects(3)[1]), fc(effects(3)[2]) {
    for (int j = 0; j < 120; ++j) {
      zs.push_back(z[j]);
      t.push_back(1990 + (j + 1) / 10);
    }
  }
  // the models of tests/reference/varying_slopes.R
  [[nodiscard]] std::vector<factor> named(const std::string& name) const {
    if (name == "level") return {with_slope(fa, "z", zs), fb};
    if (name == "other") return {fa, with_slope(fb, "z", zs)};
    if (name == "years") return {with_slope(fa, "t", t), fc};
    if (name == "only") return {fa, with_slope(fc, "z", zs, alone)};
    if (name == "alone") return {with_slope(fc, "z", zs, alone)};
    return {with_slope(fb, "z", zs), with_slope(fb, "t", t, alone), fc};
  }
};

Eigen::Index first_slope(const std::string& name) { return name == "alone" ? 1 : 0; }

}  // namespace

TEST_CASE("varying slopes: least squares equals R lm on dummies times slopes") {
  const bilateral_test::reference_table r("varying_slopes.csv");
  const sloped_data d;
  for (const std::string name : {"level", "other", "years", "only", "alone", "two"}) {
    for (const bool weighted : {false, true}) {
      CAPTURE(name);
      const std::string n = "ols_" + name + (weighted ? "_w" : "");
      fixed_effects_options<double> o;
      if (weighted) o.weights = d.w;
      const auto model =
          d.model(d.y, true);  // the constant is the effects', but not of slopes alone
      const auto effects = d.named(name);
      const auto check = [&](const auto& fit, const std::string& kind) {
        for (Eigen::Index j = 0; j < 3; ++j) {
          const auto at = j + first_slope(name);
          const std::string x = fit.names[static_cast<std::size_t>(at)];
          CHECK_CLOSE_REL(fit.coefficients[at], r(n + "_" + x), 1e-9);
          CHECK_CLOSE_REL(*std_error(fit, at), r(n + "_" + kind + "_" + x), 1e-8);
        }
      };
      const auto fit = ols(model, effects, iid{}, o);
      check(fit, "iid");
      CHECK(fit.parameters == r(n + "_k"));
      CHECK_CLOSE_REL(fit.residual_sum_of_squares, r(n + "_rss"), 1e-9);
      CHECK_CLOSE_REL(*fit.r2, r(n + "_r2"), 1e-9);
      check(ols(model, effects, heteroskedastic{hc::hc3}, o), "hc3");
      check(ols(model, effects, clustered{.by = {d.cluster()}}, o), "cluster");
    }
  }
}

TEST_CASE("varying slopes: Poisson equals R glm on dummies times slopes") {
  const bilateral_test::reference_table r("varying_slopes.csv");
  const sloped_data d;
  for (const std::string name : {"level", "other", "only", "alone"}) {
    CAPTURE(name);
    const std::string n = "ppml_" + name;
    const auto fit = ppml(d.model(d.m, true), d.named(name), heteroskedastic{hc::hc0});
    for (Eigen::Index j = 0; j < 3; ++j) {
      const auto at = j + first_slope(name);
      const std::string x = fit.names[static_cast<std::size_t>(at)];
      CHECK_CLOSE_REL(fit.coefficients[at], r(n + "_" + x), 1e-8);
      CHECK_CLOSE_REL(*std_error(fit, at), r(n + "_hc0_" + x), 1e-7);
    }
    CHECK_CLOSE_REL(fit.deviance, r(n + "_deviance"), 1e-9);
    CHECK(fit.parameters == r(n + "_k"));
  }
}

TEST_CASE("varying slopes: the residuals are orthogonal to each group's slope") {
  const sloped_data d;
  const auto fit = ppml(d.model(d.m), d.named("level"));
  std::vector<double> sum(13, 0), size(13, 0);
  for (std::size_t i = 0; i < fit.sample.used; ++i) {
    const std::size_t row = fit.sample.kept.empty() ? i : fit.sample.kept[i];
    const auto g = static_cast<std::size_t>(d.fa.codes[row]);
    sum[g] += d.zs[row] * fit.residuals[Eigen::Index(i)];
    size[g] += d.zs[row] * std::abs(fit.residuals[Eigen::Index(i)]);
  }
  for (std::size_t g = 0; g < 13; ++g) CHECK(std::abs(sum[g]) <= 1e-8 * size[g]);
}

TEST_CASE("varying slopes: a slope that the effects hold already, counted and said") {
  const sloped_data d;
  // constant within each group of a: nothing beside the levels
  std::vector<double> flat;
  for (const auto code : d.fa.codes) flat.push_back(code * 0.5);
  const auto plain = ols(d.model(d.y), {d.fa, d.fb});
  const auto fit = ols(d.model(d.y), {with_slope(d.fa, "flat", flat), d.fb});
  CHECK(fit.parameters == plain.parameters);
  CHECK(fit.effects[0].name == "a[flat]");
  CHECK(fit.effects[0].slopes == 0);
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j], plain.coefficients[j], 1e-9);
  }
  // a regressor that is a slope by group is absorbed, and said to be
  const auto model = regress(d.y, {{"x1", d.x1}, {"z", d.z}}, {.intercept = false});
  const auto gone = ols(model, {with_slope(d.fa, "z", d.zs)});
  REQUIRE(gone.omitted.size() == 1);
  CHECK(gone.omitted[0].name == "z");
}

TEST_CASE("varying slopes: nearly collinear ones give no false answer") {
  const sloped_data d;
  // x1 as a slope by group, but for a change that the regressor still sees
  std::vector<double> close;
  for (int j = 0; j < 120; ++j) close.push_back(d.x1[j] + 1e-4 * std::sin(7.0 * j * j));
  const auto fit = ols(d.model(d.y), {with_slope(d.fa, "close", close), d.fb});
  // by hand: the slopes as columns of their own
  std::vector<named_column<double>> columns = {{"x1", d.x1}, {"x2", d.x2}, {"x3", d.x3}};
  for (std::int32_t g = 0; g < d.fa.levels; ++g) {
    Eigen::VectorXd v = Eigen::VectorXd::Zero(120);
    for (int j = 0; j < 120; ++j) {
      if (d.fa.codes[std::size_t(j)] == g) v[j] = close[std::size_t(j)];
    }
    columns.emplace_back("s" + std::to_string(g), v);
  }
  const auto explicit_fit = ols(regress<double>(d.y, columns, {.intercept = false}), {d.fa, d.fb});
  for (Eigen::Index j = 0; j < 3; ++j) {
    // x1 keeps 1e-4 of its length: four digits fewer than the ten of the effects
    CHECK_CLOSE_REL(fit.coefficients[j], explicit_fit.coefficients[j], 1e-6);
    CHECK_CLOSE_REL(*std_error(fit, j), *std_error(explicit_fit, j), 1e-6);
  }
}

TEST_CASE("varying slopes: refusals") {
  const sloped_data d;
  std::vector<double> gap = d.zs;
  gap[6] = std::nan("");
  CHECK_REFUSES(argument_error, "z is missing (NaN) in row 7", (void)with_slope(d.fa, "z", gap));
  gap.pop_back();
  CHECK_REFUSES(argument_error, "z has 119 values but a has 120", (void)with_slope(d.fa, "z", gap));
  CHECK_REFUSES(argument_error, "a[z] has slopes: interact first",
                (void)interact(with_slope(d.fa, "z", d.zs), d.fb));
}

TEST_CASE("varying slopes: the same bits for any number of threads") {
  const std::int32_t firms = 400;
  const int n = 40000;  // three blocks of rows
  std::vector<std::int64_t> firm, market;
  std::vector<double> t;
  Eigen::VectorXd x(n), y(n), m(n);
  for (int i = 0; i < n; ++i) {
    firm.push_back(std::int64_t(i) * 7919 % firms);
    market.push_back(std::int64_t(i) * 104729 % 97);
    t.push_back(i / firms);
    x[i] = std::sin(0.7 * i) + 0.1 * double(market.back() % 5);
    y[i] = x[i] + std::cos(1.3 * i) + 0.01 * t.back() * double(firm.back() % 3);
    m[i] = std::exp(0.3 * y[i]);
  }
  const std::vector<factor> effects = {
      with_slope(bilateral_test::grouping_of("firm", firm), "t", t),
      bilateral_test::grouping_of("market", market)};
  const auto least = [&](unsigned threads) {
    return ols(regress(y, {{"x", x}}), effects, iid{}, {.absorb = {.threads = threads}});
  };
  const auto poisson = [&](unsigned threads) {
    return ppml(regress(m, {{"x", x}}), effects, heteroskedastic{},
                {.absorb = {.threads = threads}});
  };
  const auto a = least(1), b = least(3);
  CHECK(a.coefficients == b.coefficients);
  CHECK(a.residuals == b.residuals);
  const auto c = poisson(1), d = poisson(3);
  CHECK(c.coefficients == d.coefficients);
  CHECK(*c.covariance == *d.covariance);
  CHECK(c.fitted == d.fitted);
  CHECK(c.deviance == d.deviance);
  CHECK(*c.log_likelihood == *d.log_likelihood);
}
