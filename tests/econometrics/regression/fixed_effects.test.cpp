#include <bilateral/econometrics/panel/within.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>

#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/report/summary.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/panel/panel.hpp>

#include "support/close.hpp"
#include "support/effects_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::effects_data;
using bilateral_test::grouping_of;

namespace {

// a covariance of one's own, which looks at what it is handed
struct watching {
  std::vector<std::int64_t>* time;
};
template <class Scalar>
covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s, const watching& w) {
  *w.time = s.time;
  return {s.bread, "watching", s.residual_dof(), {}, {}};
}

const char* const sets[] = {"", "one", "two", "three"};

// the rows `order` of a sample
struct rearranged {
  regression<double> model;
  std::vector<factor> effects;
  rearranged(const regression<double>& m, const std::vector<factor>& f,
             const std::vector<std::size_t>& order)
      : model(m), effects(f) {
    const auto n = static_cast<Eigen::Index>(order.size());
    model.response.resize(n);
    model.design.resize(n, m.design.cols());
    for (auto& e : effects) e.codes.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto to = static_cast<Eigen::Index>(i), from = static_cast<Eigen::Index>(order[i]);
      model.response[to] = m.response[from];
      model.design.row(to) = m.design.row(from);
      for (std::size_t k = 0; k < f.size(); ++k) effects[k].codes[i] = f[k].codes[order[i]];
    }
  }
};

double distance(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  return (a - b).cwiseAbs().maxCoeff();
}

}  // namespace

TEST_CASE("fixed_effects: equals R lm on dummies, with every error of sandwich") {
  const bilateral_test::reference_table r("fixed_effects.csv");
  const effects_data d;
  for (std::size_t s = 1; s <= 3; ++s) {
    for (const bool weighted : {false, true}) {
      const std::string name = std::string("ols_") + sets[s] + (weighted ? "_w" : "");
      fixed_effects_options<double> o;
      if (weighted) o.weights = d.w;
      const auto check = [&](const auto& fit, const std::string& kind) {
        for (Eigen::Index j = 0; j < 3; ++j) {
          const std::string x = fit.names[static_cast<std::size_t>(j)];
          CHECK_CLOSE_REL(fit.coefficients[j], r(name + "_" + x), 1e-11);
          CHECK_CLOSE_REL(*std_error(fit, j), r(name + "_" + kind + "_" + x), 1e-9);
        }
      };
      const auto model = d.model(d.y);
      const auto effects = d.effects(s);
      const auto fit = ols(model, effects, iid{}, o);
      CHECK(column_of("fit", fit).fixed_effects.size() == effects.size());
      check(fit, "iid");
      CHECK(fit.names == std::vector<std::string>{"x1", "x2", "x3"});
      CHECK_CLOSE_REL(fit.residual_sum_of_squares, r(name + "_rss"), 1e-12);
      CHECK_CLOSE_REL(*fit.r2, r(name + "_r2"), 1e-12);
      CHECK_CLOSE_REL(*fit.sigma, r(name + "_sigma"), 1e-12);
      CHECK_CLOSE_REL(*fit.log_likelihood, r(name + "_loglik"), 1e-12);
      CHECK(fit.parameters == r(name + "_k") - 0);
      CHECK(fit.inference_dof == 120 - fit.parameters);
      check(ols(model, effects, heteroskedastic{hc::hc0}, o), "hc0");
      check(ols(model, effects, heteroskedastic{hc::hc1}, o), "hc1");
      check(ols(model, effects, heteroskedastic{hc::hc2}, o), "hc2");
      check(ols(model, effects, heteroskedastic{hc::hc3}, o), "hc3");
      check(ols(model, effects, heteroskedastic{hc::hc4}, o), "hc4");
      check(ols(model, effects, clustered{.by = {d.cluster()}}, o), "cluster");
    }
  }
}

TEST_CASE("fixed_effects: residuals, criteria and within r2 are those of the dummies") {
  const effects_data d;
  auto long_model = d.model(d.y, true);
  for (const factor& f : d.effects(3)) add_dummies(long_model, f);
  const auto dummies = ols(long_model, iid{}, {.weights = d.w});
  const auto fit = ols(d.model(d.y, true), d.effects(3), iid{}, {.weights = d.w});
  CHECK(fit.names == std::vector<std::string>{"x1", "x2", "x3"});  // no intercept
  CHECK(distance(fit.residuals, dummies.residuals) < 1e-10);
  CHECK(distance(fit.fitted, dummies.fitted) < 1e-10);
  CHECK_CLOSE_REL(*fit.adjusted_r2, *dummies.adjusted_r2, 1e-11);
  CHECK_CLOSE_REL(*fit.aic, *dummies.aic, 1e-12);
  CHECK_CLOSE_REL(*fit.bic, *dummies.bic, 1e-12);
  auto effects_alone = regress(d.y, {});
  for (const factor& f : d.effects(3)) add_dummies(effects_alone, f);
  const auto without = ols(effects_alone, iid{}, {.weights = d.w});
  CHECK_CLOSE_REL(*fit.within_r2,
                  1 - dummies.residual_sum_of_squares / without.residual_sum_of_squares, 1e-11);
}

TEST_CASE("fixed_effects: Frisch, Waugh and Lovell") {
  const effects_data d;
  const auto fit = ols(d.model(d.y), d.effects(2));
  auto x1 = regress(d.x1, {{"x2", d.x2}, {"x3", d.x3}}, {.intercept = false});
  auto y = regress(d.y, {{"x2", d.x2}, {"x3", d.x3}}, {.intercept = false});
  const auto rest_of_x1 = ols(x1, d.effects(2)).residuals;
  const auto rest_of_y = ols(y, d.effects(2)).residuals;
  CHECK_CLOSE_REL(rest_of_x1.dot(rest_of_y) / rest_of_x1.squaredNorm(), fit.coefficients[0], 1e-12);
}

TEST_CASE("fixed_effects: the within estimator of panels is one or two sets") {
  const effects_data d;
  std::vector<std::int64_t> unit, time;
  for (int i = 0; i < 120; ++i) unit.push_back(i / 10), time.push_back(i % 10);
  panel<double> p{d.model(d.y, true), grouping_of("unit", unit), time};
  const auto one = within(p);
  const auto fit = ols(d.model(d.y), {grouping_of("unit", unit)});
  const auto two = within(p, iid{}, within_effects::both);
  const auto both = ols(d.model(d.y), {grouping_of("unit", unit), grouping_of("time", time)});
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j], one.coefficients[j], 1e-12);
    CHECK_CLOSE_REL(*std_error(fit, j), *std_error(one, j), 1e-12);
    CHECK_CLOSE_REL(both.coefficients[j], two.coefficients[j], 1e-11);
    CHECK_CLOSE_REL(*std_error(both, j), *std_error(two, j), 1e-11);
  }
  CHECK_CLOSE_REL(*fit.within_r2, *one.r2, 1e-12);
}

TEST_CASE("fixed_effects: scale of y, order of rows, labels and order of the sets do not matter") {
  const effects_data d;
  const auto effects = d.effects(3);
  const auto fit = ols(d.model(d.y), effects, heteroskedastic{hc::hc1});
  const auto compare = [&](const auto& other, double scale) {
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(other.coefficients[j], scale * fit.coefficients[j], 1e-11);
      CHECK_CLOSE_REL(*t_statistic(other, j), *t_statistic(fit, j), 1e-11);
    }
    CHECK_CLOSE_REL(*other.r2, *fit.r2, 1e-11);
  };
  for (const double c : {1e-9, 1e12}) {
    compare(ols(d.model(c * d.y), effects, heteroskedastic{hc::hc1}), c);
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < 120; ++i) order.push_back(i * 37 % 120);
  const rearranged moved(d.model(d.y), effects, order);
  compare(ols(moved.model, moved.effects, heteroskedastic{hc::hc1}), 1);
  compare(ols(d.model(d.y), {effects[2], effects[1], effects[0]}, heteroskedastic{hc::hc1}), 1);
  auto gaps = effects;  // codes that leave levels without rows
  for (auto& code : gaps[0].codes) code = 40 - 3 * code;
  gaps[0].levels = 41;
  gaps[0].labels.clear();
  const auto closed = ols(d.model(d.y), gaps, heteroskedastic{hc::hc1});
  compare(closed, 1);
  CHECK(closed.effects[0].levels == effects[0].levels);
}

TEST_CASE("fixed_effects: singletons go, one after the other, and the rest follows") {
  const effects_data d;
  auto a = d.a, b = d.b, g = d.g;
  a[10] = 90;          // row 11 is alone in a ...
  b[10] = b[20] = 80;  // ... and leaves row 21 alone in b
  a[20] = a[30] = 91;  // ... which leaves row 31 alone in a
  g[30] = 99;          // a cluster of its own, gone with it
  const std::vector<factor> effects = {grouping_of("a", a), grouping_of("b", b)};
  const auto model = d.model(d.y);
  const clustered by_g{.by = {grouping_of("g", g)}};
  const auto fit = ols(model, effects, by_g);
  CHECK(fit.singletons == 3);
  CHECK(fit.sample.used == 117);
  CHECK(fit.sample.dropped == 3);
  CHECK(fit.sample.kept.size() == 117);
  CHECK(fit.sample.rows[0].row == 11);
  CHECK(fit.sample.rows[0].reason == "singleton of a");
  CHECK(fit.sample.rows[1].row == 21);
  CHECK(fit.sample.rows[1].reason == "singleton of b");
  CHECK(fit.sample.rows[2].row == 31);
  CHECK(fit.effects[0].singletons == 2);
  CHECK(fit.effects[1].singletons == 1);
  CHECK(fit.effects[0].levels == 7);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < 120; ++i) {
    if (i != 10 && i != 20 && i != 30) order.push_back(i);
  }
  rearranged shorter(model, effects, order);
  const auto same =
      ols(shorter.model, shorter.effects, clustered{.by = {subset(grouping_of("g", g), order)}});
  CHECK(fit.covariance_label == same.covariance_label);
  CHECK(fit.inference_dof == 16);
  const auto kept = ols(model, effects, iid{}, {.keep_singletons = true});
  CHECK(kept.sample.dropped == 0);
  auto long_model = d.model(d.y, true);
  for (const factor& f : effects) add_dummies(long_model, f);
  const auto dummies = ols(long_model);
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j], same.coefficients[j], 1e-12);
    CHECK_CLOSE_REL(*std_error(fit, j), *std_error(same, j), 1e-12);
    CHECK_CLOSE_REL(kept.coefficients[j], fit.coefficients[j], 1e-11);  // they say nothing
    CHECK_CLOSE_REL(kept.coefficients[j], dummies.coefficients[j + 1], 1e-11);
  }
  CHECK_CLOSE_REL(kept.residual_sum_of_squares, dummies.residual_sum_of_squares, 1e-12);
}

TEST_CASE("fixed_effects: K leaves out effects nested in a cluster, also afterwards") {
  const effects_data d;
  const auto a = grouping_of("a", d.a), b = grouping_of("b", d.b);
  const auto pair = interact(a, b);
  const std::vector<factor> effects = {pair, grouping_of("c", d.c)};
  const fixed_effects_options<double> o{.keep_parts = keep::scores};
  const auto fit = ols(d.model(d.y), effects, clustered{.by = {a}}, o);
  const double n = fit.observations, full = 3 + 1 + (fit.effects[0].levels - 1) + (5 - 1);
  CHECK(fit.parameters == full);
  const double nested = 3 + 1 + (5 - 1);
  const auto plain =
      with_covariance(fit, clustered{.by = {a}, .adjustment = cluster_adjustment::none});
  for (Eigen::Index j = 0; j < 3; ++j) {
    const double ratio = *std_error(fit, j) / *std_error(plain, j);
    CHECK_CLOSE_REL(ratio * ratio, 7.0 / 6 * (n - 1) / (n - nested), 1e-12);
  }
  // by two dimensions, nested in one of them is enough
  const auto two = with_covariance(fit, clustered{.by = {d.cluster(), b}, .repair = false});
  const auto none = with_covariance(
      fit,
      clustered{.by = {d.cluster(), b}, .adjustment = cluster_adjustment::none, .repair = false});
  CHECK_CLOSE_REL((*two.covariance)(0, 0) / (*none.covariance)(0, 0),
                  8.0 / 7 * (n - 1) / (n - nested), 1e-12);
  const auto iid_fit = with_covariance(fit, iid{});
  CHECK(iid_fit.inference_dof == n - full);
}

TEST_CASE("fixed_effects: absorbed and collinear columns are left out by name") {
  const effects_data d;
  Eigen::VectorXd of_effects(120), level(120), small(120);
  for (int i = 0; i < 120; ++i) {
    of_effects[i] = std::sin(double(d.a[std::size_t(i)])) * 3 + double(d.b[std::size_t(i)]);
    level[i] = 1e9;
    small[i] = 1e9 + double(d.a[std::size_t(i)]) + 1e-3 * d.x1[i];
  }
  const Eigen::VectorXd mixed = d.x1 - 2 * d.x2 + of_effects;
  const auto model = regress(
      d.y,
      {{"x1", d.x1}, {"effects", of_effects}, {"x2", d.x2}, {"level", level}, {"mixed", mixed}});
  const auto fit = ols(model, d.effects(2));
  CHECK(fit.names == std::vector<std::string>{"x1", "x2"});
  REQUIRE(fit.omitted.size() == 3);
  CHECK(fit.omitted[0].name == "effects");
  CHECK(fit.omitted[0].ratio < 1e-12);
  CHECK(fit.omitted[0].reason == "absorbed by the fixed effects");
  CHECK(fit.omitted[1].name == "level");
  CHECK(fit.omitted[2].name == "mixed");
  CHECK(bilateral_test::holds(fit.omitted[2].reason, "collinear"));
  CHECK_REFUSES(rank_deficiency_error, "effects is absorbed by the fixed effects",
                ols(model, d.effects(2), iid{}, {.strict = true}));
  const auto collinear = regress(d.y, {{"x1", d.x1}, {"x2", d.x2}, {"mixed", mixed}});
  CHECK_REFUSES(rank_deficiency_error, "mixed is determined",
                ols(collinear, d.effects(2), iid{}, {.strict = true}));
  // a column of large level that moves a little within is not absorbed
  const auto lifted = ols(regress(d.y, {{"small", small}}), d.effects(2));
  const auto bare = ols(regress(d.y, {{"x1", d.x1}}), d.effects(2));
  CHECK(lifted.omitted.empty());
  CHECK_CLOSE_REL(lifted.coefficients[0], 1e3 * bare.coefficients[0], 1e-3);  // 7 digits were lost
}

TEST_CASE("fixed_effects: frequency weights are repeated rows; rows of weight zero are left out") {
  const effects_data d;
  std::vector<std::size_t> order;
  Eigen::VectorXd f = d.w;
  f[4] = f[77] = 0;
  for (std::size_t i = 0; i < 120; ++i) {
    for (int k = 0; k < int(f[Eigen::Index(i)]); ++k) order.push_back(i);
  }
  auto effects = d.effects(2);
  effects[0].codes[50] = effects[0].levels++;  // alone, but of weight 4: not a singleton
  effects[0].labels.clear();
  f[50] = 4;
  order.insert(order.end(), 4 - std::size_t(d.w[50]), 50);
  const auto model = d.model(d.y);
  const rearranged longer(model, effects, order);
  for (const hc kind : {hc::hc1, hc::hc3}) {
    const auto fit = ols(model, effects, heteroskedastic{kind}, {.frequency_weights = f});
    const auto repeated = ols(longer.model, longer.effects, heteroskedastic{kind});
    CHECK(fit.observations == repeated.observations);
    CHECK(fit.singletons == 0);
    CHECK(fit.sample.dropped == 2);
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(fit.coefficients[j], repeated.coefficients[j], 1e-11);
      CHECK_CLOSE_REL(*std_error(fit, j), *std_error(repeated, j), 1e-10);
    }
    CHECK_CLOSE_REL(*fit.log_likelihood, *repeated.log_likelihood, 1e-12);
  }
}

TEST_CASE("fixed_effects: the time index goes with its rows, into any covariance") {
  const effects_data d;
  auto a = d.a;
  a[5] = 77;  // a singleton in the middle: a gap in time, not a splice
  auto model = d.model(d.y);
  const std::vector<factor> effects = {grouping_of("a", a)};
  std::vector<std::int64_t> time;
  const auto fit = ols(model, effects, watching{&time});
  CHECK(time.empty());  // rows of groups: no position in the data is a time
  CHECK(fit.covariance_label == "watching");
  for (std::int64_t i = 0; i < 120; ++i) model.time.push_back(1900 + i);
  (void)ols(model, effects, watching{&time});
  REQUIRE(time.size() == 119);
  CHECK(time[4] == 1904);
  CHECK(time[5] == 1906);
  (void)ols(d.model(d.y), d.effects(1), watching{&time});
  CHECK(time.empty());  // all rows, in order
}

TEST_CASE("fixed_effects: nothing within, exact fits, as many parameters as rows") {
  const effects_data d;
  const auto effects = d.effects(2);
  Eigen::VectorXd flat(120);
  for (int i = 0; i < 120; ++i) flat[i] = double(d.a[std::size_t(i)]) - double(d.b[std::size_t(i)]);
  const auto fit = ols(d.model(flat), effects);
  CHECK(fit.coefficients.cwiseAbs().maxCoeff() < 1e-11);
  CHECK_FALSE(fit.within_r2.has_value());
  CHECK_FALSE(fit.log_likelihood.has_value());
  const Eigen::VectorXd exact = flat + 2 * d.x1;
  const auto line = ols(d.model(exact), effects);
  CHECK_CLOSE_REL(line.coefficients[0], 2, 1e-12);
  CHECK_CLOSE_REL(*line.within_r2, 1, 1e-12);
  // four rows, two groups, two slopes: K = 4
  Eigen::VectorXd y(4), u(4), v(4);
  y << 1, 2, 4, 3;
  u << 0, 1, 2, 4;
  v << 1, 1, 0, 2;
  const auto full = ols(regress(y, {{"u", u}, {"v", v}}), {grouping_of("pair", {0, 0, 1, 1})});
  CHECK_FALSE(full.covariance.has_value());
  CHECK_FALSE(full.sigma.has_value());
  CHECK(bilateral_test::holds(full.notes.back(), "as many parameters as observations (4)"));
}

TEST_CASE("fixed_effects: refusals") {
  const effects_data d;
  const auto model = d.model(d.y);
  std::vector<std::int64_t> own(120), shorter(119);
  for (int i = 0; i < 120; ++i) own[std::size_t(i)] = i;
  CHECK_REFUSES(argument_error, "every row is alone", ols(model, {grouping_of("row", own)}));
  CHECK_REFUSES(argument_error, "short has 119 values",
                ols(model, {grouping_of("short", shorter)}));
  CHECK_REFUSES(argument_error, "there are no fixed effects", ols(model, std::vector<factor>{}));
  CHECK_REFUSES(argument_error, "no regressors besides the fixed effects",
                ols(regress(d.y, {}), d.effects(1)));
  const Eigen::VectorXd of_a = Eigen::VectorXd::NullaryExpr(
      120, [&](Eigen::Index i) { return double(d.a[std::size_t(i)]); });
  CHECK_REFUSES(argument_error, "every regressor is absorbed by the fixed effects: of_a",
                ols(regress(d.y, {{"of_a", of_a}}), d.effects(1)));
  // rows of groups are in no one order, unless the model has their time
  CHECK_REFUSES(argument_error, "with absorbed effects rows are those of many groups",
                ols(model, d.effects(1), newey_west{.lags = 2}));
  regression<double> timed = model;
  for (int i = 0; i < 120; ++i) timed.time.push_back(i);
  CHECK(ols(timed, d.effects(1), newey_west{.lags = 2}).covariance.has_value());
  CHECK_REFUSES(argument_error, "absorb.tolerance is 1e-08",
                ols(model, d.effects(2), iid{}, {.absorb = {.tolerance = 1e-8}}));
  CHECK_REFUSES(argument_error, "give weights or frequency_weights",
                ols(model, d.effects(1), iid{}, {.weights = d.w, .frequency_weights = d.w}));
  CHECK_REFUSES(convergence_error, "after 2 iterations",
                ols(model, d.effects(3), iid{}, {.absorb = {.max_iterations = 2}}));
  const auto flagged = ols(model, d.effects(3), iid{},
                           {.absorb = {.max_iterations = 2, .accept_unconverged = true}});
  CHECK_FALSE(flagged.convergence.converged);
  CHECK(bilateral_test::holds(flagged.notes.front(), "were not found to"));
  auto codes = d.effects(1);
  codes[0].codes[3] = 50;
  CHECK_REFUSES(argument_error, "a has the code 50 in row 4", ols(model, codes));
}

TEST_CASE("fixed_effects: HC3 with several effects beyond the rows of the exact leverage") {
  const int n = 6000;
  std::vector<std::int64_t> a, b;
  Eigen::VectorXd x(n), y(n);
  for (int i = 0; i < n; ++i) {
    a.push_back(i % 75);
    b.push_back(i / 75);
    x[i] = std::sin(0.7 * i) + 0.1 * double(b.back() % 5);
    y[i] = x[i] + (1 + std::abs(x[i])) * std::cos(1.3 * i * i);
  }
  const std::vector<factor> effects = {grouping_of("a", a), grouping_of("b", b)};
  const auto model = regress(y, {{"x", x}});
  const auto fit = ols(model, effects, heteroskedastic{hc::hc3});
  REQUIRE(fit.notes.size() == 1);
  CHECK(bilateral_test::holds(fit.notes[0], "estimated from 200 random projections"));
  // every a meets every b once: the leverage is known
  const auto plain = ols(model, effects, heteroskedastic{hc::hc0}, {.keep_parts = keep::scores});
  auto scores = *plain.scores;
  const Eigen::MatrixXd within = scores.scores.cwiseQuotient(scores.residuals);
  scores.leverage = Eigen::VectorXd::Constant(n, 1. / 75 + 1. / 80 - 1. / 6000);
  scores.leverage += leverage_of<double>(within, scores.bread);
  const double wanted = std::sqrt(covariance(scores, heteroskedastic{hc::hc3}).matrix(0, 0));
  CHECK_CLOSE_REL(*std_error(fit, 0), wanted,
                  1e-3);  // leverages of .026 with errors of .004, averaged
}
