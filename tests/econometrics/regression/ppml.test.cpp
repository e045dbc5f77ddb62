#include <bilateral/econometrics/regression/ppml.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>

#include "support/close.hpp"
#include "support/effects_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::effects_data;
using bilateral_test::grouping_of;
using bilateral_test::holds;

namespace {

using vector = Eigen::VectorXd;

factor grouping_of_texts(const char* name, const std::vector<std::string>& values) {
  return make_factor(name, std::span<const std::string>(values));
}

// a wide separated-or-not table of the data folder: x..., id... and the rest
struct table {
  bilateral_test::csv_cells cells;
  std::vector<named_column<double>> x;
  std::vector<factor> effects;
  explicit table(const std::string& file)
      : cells(bilateral_test::read_cells(bilateral_test::data_folder() / file)) {
    for (const std::string& name : cells.names) {
      if (name[0] == 'x') x.emplace_back(name, column(name));
      if (name.substr(0, 2) == "id" || name == "i" || name == "j") {
        effects.push_back(make_factor(name, std::span<const double>(cells.numbers(name))));
      }
    }
  }
  [[nodiscard]] vector column(const std::string& name) const {
    const auto v = cells.numbers(name);
    return Eigen::Map<const vector>(v.data(), static_cast<Eigen::Index>(v.size()));
  }
};

void check_same(const ppml_result<double>& a, const ppml_result<double>& b, double scale = 1,
                double tolerance = 1e-10) {
  REQUIRE(a.names == b.names);
  for (Eigen::Index j = 0; j < a.coefficients.size(); ++j) {
    if (a.names[std::size_t(j)] == intercept_name) continue;
    CHECK_CLOSE_REL(a.coefficients[j], b.coefficients[j], tolerance);
    CHECK_CLOSE_REL(*std_error(a, j), *std_error(b, j), tolerance);
  }
  CHECK_CLOSE_REL(a.deviance, scale * b.deviance, tolerance);
}

}  // namespace

TEST_CASE("ppml: equals R glm on dummies, weights and offset too, with the errors of sandwich") {
  const bilateral_test::reference_table r("fixed_effects.csv");
  const effects_data d;
  const char* const sets[] = {"none", "one", "two", "three"};
  for (std::size_t s = 0; s < 4; ++s) {
    for (const std::string kind : {"", "_w", "_z"}) {
      const std::string name = std::string("ppml_") + sets[s] + kind;
      ppml_options<double> o{.keep_parts = keep::scores};
      if (kind == "_w") o.weights = d.w;
      if (kind == "_z") o.offset = d.z;
      const auto effects = d.effects(s);
      const auto fit = ppml(d.model(d.m, s == 0), effects, iid{}, o);
      const auto check = [&](const auto& v, const std::string& error) {
        for (const std::string x : {"x1", "x2", "x3"}) {
          CHECK_CLOSE_REL(coefficient(v, x), r(name + "_" + x), 1e-9);
          // glm's information is that of the step before its last
          CHECK_CLOSE_REL(*std_error(v, x), r(name + "_" + error + "_" + x), 1e-7);
        }
      };
      check(fit, "iid");
      check(with_covariance(fit, heteroskedastic{hc::hc0}), "hc0");
      check(with_covariance(fit, heteroskedastic{hc::hc1}), "hc1");
      check(with_covariance(fit, clustered{.by = {d.cluster()}}), "cluster");
      CHECK_CLOSE_REL(fit.deviance, r(name + "_deviance"), 1e-11);
      if (s == 0) CHECK_CLOSE_REL(fit.coefficients[0], r(name + "_constant"), 1e-9);
      CHECK(fit.convergence.converged);
      CHECK(fit.convergence.iterations < 15);
      CHECK(std::isinf(fit.inference_dof));
      // the deviance of the constant by likelihoods
      CHECK_CLOSE_REL(fit.deviance + 2 * (*fit.log_likelihood - *fit.null_log_likelihood),
                      r(name + "_null"), 1e-10);
    }
  }
}

TEST_CASE("ppml: absorbed effects are dummies, also for leverage") {
  const effects_data d;
  auto long_model = d.model(d.m, true);
  for (const factor& f : d.effects(2)) add_dummies(long_model, f);
  for (const hc kind : {hc::hc1, hc::hc3}) {
    const auto dummies = ppml(long_model, heteroskedastic{kind}, {.weights = d.w, .offset = d.z});
    const auto fit =
        ppml(d.model(d.m), d.effects(2), heteroskedastic{kind}, {.weights = d.w, .offset = d.z});
    for (const char* x : {"x1", "x2", "x3"}) {
      CHECK_CLOSE_REL(coefficient(fit, x), coefficient(dummies, x), 1e-10);
      CHECK_CLOSE_REL(*std_error(fit, x), *std_error(dummies, x), 1e-9);
    }
    CHECK((fit.fitted - dummies.fitted).cwiseAbs().maxCoeff() < 1e-8);
    CHECK((fit.predictor - dummies.predictor).cwiseAbs().maxCoeff() < 1e-8);
    CHECK(fit.parameters == dummies.parameters);
    CHECK_CLOSE_REL(*fit.aic, *dummies.aic, 1e-11);
    CHECK_CLOSE_REL(*fit.pseudo_r2, *dummies.pseudo_r2, 1e-10);
  }
}

TEST_CASE(
    "ppml: fitted values add up to y in every group, residuals are orthogonal to regressors") {
  const effects_data d;
  const auto fit = ppml(d.model(d.m), d.effects(3));
  for (const factor& f : d.effects(3)) {
    vector y = vector::Zero(f.levels), mu = vector::Zero(f.levels);
    for (Eigen::Index i = 0; i < 120; ++i) {
      y[f.codes[std::size_t(i)]] += d.m[i];
      mu[f.codes[std::size_t(i)]] += fit.fitted[i];
    }
    for (Eigen::Index l = 0; l < f.levels; ++l) CHECK_CLOSE_REL(mu[l], y[l], 1e-8);
  }
  for (const vector* x : {&d.x1, &d.x2, &d.x3}) {
    CHECK_CLOSE_ABS(x->dot(fit.residuals), 0, 1e-8 * x->cwiseAbs().dot(d.m));
  }
}

TEST_CASE("ppml: scale of y, order of rows, labels and sets do not matter") {
  const effects_data d;
  const auto effects = d.effects(3);
  const auto fit = ppml(d.model(d.m), effects);
  const auto plain = ppml(d.model(d.m, true));
  for (const double c : {1e-140, 1e-12, 1e-3, 1e12, 1e140}) {  // squares of scores still fit
    const auto scaled = ppml(d.model(c * d.m), effects);
    CHECK(scaled.convergence.iterations == fit.convergence.iterations);
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(scaled.coefficients[j], fit.coefficients[j], 1e-10);
      CHECK_CLOSE_REL(*std_error(scaled, j), *std_error(fit, j), 1e-10);
    }
    CHECK_CLOSE_REL(scaled.deviance, c * fit.deviance, 1e-10);
    const auto level = ppml(d.model(c * d.m, true));
    CHECK_CLOSE_REL(level.coefficients[0], plain.coefficients[0] + std::log(c), 1e-10);
    CHECK_CLOSE_REL(level.coefficients[1], plain.coefficients[1], 1e-10);
  }
  // the level of y is taken out by powers of two: these change no bit of a slope
  for (const double c : {0x1p-60, 0x1p90}) {
    const auto level = ppml(d.model(c * d.m, true));
    CHECK(level.convergence.iterations == plain.convergence.iterations);
    for (const Eigen::Index j : {1, 2}) {
      CHECK(level.coefficients[j] == plain.coefficients[j]);
      CHECK(*std_error(level, j) == *std_error(plain, j));
    }
  }
  auto moved = d.model(d.m);
  auto other = effects;
  for (std::size_t i = 0; i < 120; ++i) {
    const std::size_t from = i * 37 % 120;
    moved.response[Eigen::Index(i)] = d.m[Eigen::Index(from)];
    moved.design.row(Eigen::Index(i)) = d.model(d.m).design.row(Eigen::Index(from));
    for (std::size_t f = 0; f < 3; ++f) {
      other[f].codes[i] = effects[f].levels - 1 - effects[f].codes[from];
    }
  }
  check_same(ppml(moved, {other[1], other[2], other[0]}), fit);
}

TEST_CASE("ppml: frequency weights are repeated rows; a weight common to all changes nothing") {
  const effects_data d;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < 120; ++i) {
    for (int k = 0; k < int(d.w[Eigen::Index(i)]); ++k) order.push_back(i);
  }
  auto longer = d.model(d.m);
  auto effects = d.effects(2);
  longer.response.resize(Eigen::Index(order.size()));
  longer.design.resize(Eigen::Index(order.size()), 3);
  for (std::size_t i = 0; i < order.size(); ++i) {
    longer.response[Eigen::Index(i)] = d.m[Eigen::Index(order[i])];
    longer.design.row(Eigen::Index(i)) = d.model(d.m).design.row(Eigen::Index(order[i]));
  }
  for (auto& f : effects) f = subset(f, order);
  const auto fit = ppml(d.model(d.m), d.effects(2), heteroskedastic{}, {.frequency_weights = d.w});
  const auto repeated = ppml(longer, effects);
  check_same(fit, repeated);
  CHECK(fit.observations == repeated.observations);
  CHECK_CLOSE_REL(*fit.log_likelihood, *repeated.log_likelihood, 1e-11);
  const vector heavy = vector::Constant(120, 1e6);
  check_same(ppml(d.model(d.m), d.effects(2), heteroskedastic{}, {.weights = heavy}),
             ppml(d.model(d.m), d.effects(2)), 1e6);
}

TEST_CASE("ppml: an offset in a regressor moves its coefficient, one of the effects nothing") {
  const effects_data d;
  const auto fit = ppml(d.model(d.m), d.effects(2));
  const vector lift = 0.7 * d.x1;
  const auto shifted = ppml(d.model(d.m), d.effects(2), heteroskedastic{}, {.offset = lift});
  CHECK_CLOSE_REL(shifted.coefficients[0], fit.coefficients[0] - 0.7, 1e-9);
  CHECK_CLOSE_REL(shifted.coefficients[1], fit.coefficients[1], 1e-9);
  CHECK_CLOSE_REL(shifted.deviance, fit.deviance, 1e-11);
  vector of_a(120);
  for (int i = 0; i < 120; ++i)
    of_a[i] = 300 + 5 * double(d.a[std::size_t(i)]);  // exp: 1e130 to 1e156
  check_same(ppml(d.model(d.m), d.effects(2), heteroskedastic{}, {.offset = of_a}), fit, 1, 1e-9);
}

TEST_CASE("ppml: means of groups, and of all") {
  const effects_data d;
  const auto effects = d.effects(1);
  const auto groups = ppml(regress(d.m, {}), effects);
  CHECK(groups.names.empty());
  vector sum = vector::Zero(effects[0].levels), count = sum;
  for (std::size_t i = 0; i < 120; ++i) {
    sum[effects[0].codes[i]] += d.m[Eigen::Index(i)];
    count[effects[0].codes[i]] += 1;
  }
  for (std::size_t i = 0; i < 120; ++i) {
    const auto l = effects[0].codes[i];
    CHECK_CLOSE_REL(groups.fitted[Eigen::Index(i)], sum[l] / count[l], 1e-10);
  }
  const auto mean = ppml(regress(d.m, {}), iid{});
  CHECK_CLOSE_REL(mean.coefficients[0], std::log(d.m.mean()), 1e-10);
  CHECK_CLOSE_REL(*std_error(mean, 0), 1 / std::sqrt(d.m.sum()), 1e-9);
  CHECK_CLOSE_ABS(*mean.pseudo_r2, 0, 1e-12);
  // without a constant the scale is not free
  const auto slope = ppml(regress(d.m, {{"x1", d.x1}}, {.intercept = false}));
  CHECK_CLOSE_ABS(d.x1.dot(slope.residuals), 0, 1e-8 * d.m.sum());
}

TEST_CASE("ppml: a group that is all zero is refused with its rows, or left out and listed") {
  const effects_data d;
  vector m = d.m;
  for (int i = 0; i < 120; ++i) {
    if (d.a[std::size_t(i)] == 6) m[i] = 0;
  }
  const auto effects = d.effects(2);
  CHECK_REFUSES(separation_error, "all of a = 6 is zero", ppml(d.model(m), effects));
  CHECK_REFUSES(separation_error, "of 9 rows is zero", ppml(d.model(m), effects));
  const auto fit =
      ppml(d.model(m), effects, clustered{.by = {d.cluster()}}, {.separated = separation::drop});
  CHECK(fit.separated == 9);
  CHECK(fit.sample.dropped == 9);
  CHECK(fit.sample.rows[0].reason == "all of a = 6 is zero");
  CHECK(fit.effects[0].levels == 6);  // counted after dropping
  CHECK(fit.parameters == 3 + 1 + 5 + 7);
  CHECK(holds(fit.notes.front(), "9 rows were left out"));
  std::vector<std::size_t> rest;
  for (std::size_t i = 0; i < 120; ++i) {
    if (d.a[i] != 6) rest.push_back(i);
  }
  auto shorter = d.model(m);
  shorter.response.resize(111);
  shorter.design.resize(111, 3);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    shorter.response[Eigen::Index(i)] = m[Eigen::Index(rest[i])];
    shorter.design.row(Eigen::Index(i)) = d.model(m).design.row(Eigen::Index(rest[i]));
  }
  check_same(fit, ppml(shorter, {subset(effects[0], rest), subset(effects[1], rest)},
                       clustered{.by = {subset(d.cluster(), rest)}}));
}

TEST_CASE("ppml: separation by a dummy, with effects and without") {
  const effects_data d;
  vector dummy = vector::Zero(120);
  int found = 0;
  std::vector<std::size_t> rows;
  for (int i = 0; i < 120 && found < 5; ++i) {
    if (d.m[i] == 0) dummy[i] = 1, ++found, rows.push_back(std::size_t(i));
  }
  const auto model = regress(d.m, {{"x1", d.x1}, {"dummy", dummy}, {"x2", d.x2}});
  const std::string list = text("rows ", rows[0] + 1, ", ", rows[1] + 1, ", ", rows[2] + 1);
  for (std::size_t sets = 0; sets <= 2; ++sets) {
    const auto effects = d.effects(sets);
    CHECK_REFUSES(separation_error, list, ppml(model, effects));
    const auto fit = ppml(model, effects, heteroskedastic{}, {.separated = separation::drop});
    CHECK(fit.separated == 5);
    REQUIRE(fit.sample.rows.size() == 5);
    for (std::size_t k = 0; k < 5; ++k) {
      CHECK(fit.sample.rows[k].row == rows[k] + 1);
      CHECK(fit.sample.rows[k].reason == "separated");
    }
    REQUIRE(fit.omitted.size() == 1);  // nothing of it is left
    CHECK(fit.omitted[0].name == "dummy");
    CHECK(fit.coefficients.cwiseAbs().maxCoeff() < 20);
    // the other slopes are those of a sample without these rows
    vector w = vector::Ones(120);
    for (const std::size_t r : rows) w[Eigen::Index(r)] = 0;
    const auto without = ppml(regress(d.m, {{"x1", d.x1}, {"x2", d.x2}}), effects,
                              heteroskedastic{}, {.weights = w});
    CHECK_CLOSE_REL(coefficient(fit, "x1"), coefficient(without, "x1"), 1e-9);
    CHECK_CLOSE_REL(*std_error(fit, "x2"), *std_error(without, "x2"), 1e-9);
  }
  // a sum of two regressors separates though neither does
  const vector first = d.x3 + dummy, second = d.x3;
  CHECK_REFUSES(separation_error, list,
                ppml(regress(d.m, {{"first", first}, {"x1", d.x1}, {"second", second}})));
  // a dummy that is one for some zero and some positive rows does not separate
  vector mixed = dummy;
  for (int i = 0; i < 120; ++i) {
    if (d.m[i] > 0) {
      mixed[i] = 1;
      break;
    }
  }
  const auto fine = ppml(regress(d.m, {{"x1", d.x1}, {"mixed", mixed}}));
  CHECK(fine.separated == 0);
}

TEST_CASE("ppml: the separated samples of ppmlhdfe, row by row") {
  if (!bilateral_test::data_available("ppmlhdfe_separation/01.csv")) return;
  for (int k = 1; k <= 12; ++k) {
    const std::string number = (k < 10 ? "0" : "") + std::to_string(k);
    const table t("ppmlhdfe_separation/" + number + ".csv");
    const auto fit = ppml(regress<double>(t.column("y"), t.x), t.effects, iid{},
                          {.separated = separation::drop, .keep_singletons = true});
    std::vector<double> dropped(t.cells.rows.size(), 0);
    for (const auto& r : fit.sample.rows) dropped[r.row - 1] = 1;
    CAPTURE(number);
    CHECK(dropped == t.cells.numbers("separated"));
  }
  const table fe("ppmlhdfe_separation/guide_fe1.csv");
  const auto four = ppml(regress<double>(fe.column("y"), fe.x), fe.effects, iid{},
                         {.separated = separation::drop, .keep_singletons = true});
  CHECK(four.separated == 4);
  const table guide("ppmlhdfe_separation/guide_example1.csv");
  const auto fit =
      ppml(regress<double>(guide.column("y"), guide.x), iid{}, {.separated = separation::drop});
  CHECK(fit.separated == 1);
  CHECK(fit.sample.rows[0].row == 5);
  CHECK(fit.omitted[0].name == "x2");
  CHECK_CLOSE_ABS(fit.coefficients[0], 0.59095, 5e-6);
  CHECK_CLOSE_ABS(coefficient(fit, "x3"), -0.47085, 5e-6);
  CHECK_CLOSE_ABS(*std_error(fit, "x3"), 0.23117, 5e-6);
  CHECK_CLOSE_ABS(coefficient(fit, "x4"), -0.03779, 5e-6);
  CHECK_CLOSE_ABS(*std_error(fit, "x4"), 0.04375, 5e-6);
}

TEST_CASE("ppml: gravity of 69 countries in 2006 (published Stata log)") {
  if (!bilateral_test::data_available("agtpa_ge_no_border_2006.csv")) return;
  const table t("agtpa_ge_no_border_2006.csv");
  const vector distance = t.column("DIST").array().log();
  const auto fit = ppml(regress(t.column("trade"), {{"ln_DIST", distance},
                                                    {"CNTG", t.column("CNTG")},
                                                    {"INTL_BRDR", t.column("INTL_BRDR")}}),
                        {grouping_of_texts("exporter", t.cells.texts("exporter")),
                         grouping_of_texts("importer", t.cells.texts("importer"))},
                        heteroskedastic{hc::hc0});
  const double n = 4761;
  const double stata = std::sqrt(n / (n - 1));
  CHECK(fit.observations == n);
  const double b[] = {-.7912879, .6736456, -2.47445}, se[] = {.0501494, .1073719, .1193816};
  const double digit[] = {1e-7, 1e-7, 1e-5};
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_ABS(fit.coefficients[j], b[j], digit[j]);
    CHECK_CLOSE_ABS(*std_error(fit, j) * stata, se[j], 1e-7);
  }
}

TEST_CASE("ppml: singletons, absorbed and collinear columns") {
  const effects_data d;
  auto a = d.a;
  a[10] = 90;
  const std::vector<factor> effects = {grouping_of("a", a), grouping_of("b", d.b)};
  vector of_a(120);
  for (int i = 0; i < 120; ++i) of_a[i] = std::cos(double(d.a[std::size_t(i)]));
  const vector sum = d.x1 + d.x2 - of_a;
  const auto model = regress(d.m, {{"x1", d.x1}, {"of_a", of_a}, {"x2", d.x2}, {"sum", sum}});
  const auto fit = ppml(model, effects);
  CHECK(fit.singletons == 1);
  CHECK(fit.sample.rows[0].row == 11);
  CHECK(fit.names == std::vector<std::string>{"x1", "x2"});
  REQUIRE(fit.omitted.size() == 2);
  CHECK(fit.omitted[0].name == "of_a");
  CHECK(fit.omitted[0].reason == "absorbed by the fixed effects");
  CHECK(fit.omitted[1].name == "sum");
  check_same(fit, ppml(regress(d.m, {{"x1", d.x1}, {"x2", d.x2}}), effects));
  CHECK_REFUSES(rank_deficiency_error, "of_a is absorbed by the fixed effects",
                ppml(model, effects, iid{}, {.strict = true}));
  const auto plain = ppml(regress(d.m, {{"x1", d.x1}, {"twice", vector(2 * d.x1)}}));
  CHECK(plain.omitted[0].name == "twice");
  // an absorbed column stays out however many sets there are
  for (std::size_t sets = 1; sets <= 3; ++sets) {
    const auto more = ppml(regress(d.m, {{"of_a", of_a}, {"x1", d.x1}}), d.effects(sets));
    REQUIRE(more.omitted.size() == 1);
    CHECK(more.omitted[0].name == "of_a");
  }
}

TEST_CASE("ppml: hard starts, exact fits and limits") {
  const effects_data d;
  // one value dwarfs the rest
  vector m = d.m;
  m[7] = 1e9;
  const auto fit = ppml(d.model(m), d.effects(2));
  CHECK(fit.convergence.converged);
  CHECK_CLOSE_ABS(d.x1.dot(fit.residuals), 0, 1e-6 * m.sum() * 1e-2);
  // regressors of other sizes
  const vector large = 1e8 * d.x1, small = 1e-8 * d.x2;
  const auto sized = ppml(regress(d.m, {{"large", large}, {"small", small}}));
  const auto base = ppml(regress(d.m, {{"x1", d.x1}, {"x2", d.x2}}));
  CHECK_CLOSE_REL(sized.coefficients[1], base.coefficients[1] / 1e8, 1e-9);
  CHECK_CLOSE_REL(sized.coefficients[2], base.coefficients[2] * 1e8, 1e-9);
  // y is the model: the deviance is rounding
  const vector exact = (0.5 + 0.3 * d.x1.array() - 0.2 * d.x2.array()).exp();
  const auto line = ppml(regress(exact, {{"x1", d.x1}, {"x2", d.x2}}), iid{});
  CHECK_CLOSE_REL(line.coefficients[0], 0.5, 1e-10);
  CHECK_CLOSE_REL(line.coefficients[2], -0.2, 1e-10);
  CHECK_CLOSE_ABS(line.deviance, 0, 1e-12);
  try {
    (void)ppml(d.model(d.m), d.effects(2), iid{}, {.max_iterations = 2});
    FAIL("nothing was thrown");
  } catch (const convergence_error& e) {
    CHECK(e.trace().size() == 2);
    CHECK(holds(e.what(), "not converged after 2 iterations"));
  }
  const auto flagged =
      ppml(d.model(d.m), d.effects(2), iid{}, {.max_iterations = 2, .accept_unconverged = true});
  CHECK_FALSE(flagged.convergence.converged);
  CHECK(holds(flagged.notes.front(), "not converged after 2 iterations"));
}

TEST_CASE("ppml: refusals") {
  const effects_data d;
  vector m = d.m;
  m[41] = -3;
  CHECK_REFUSES(argument_error, "y is -3 in row 42; it must not be negative", ppml(d.model(m)));
  CHECK_REFUSES(argument_error, "y is zero in every row", ppml(d.model(vector::Zero(120))));
  vector off = vector::Ones(120);  // the rows that count are all zero
  for (int i = 0; i < 120; ++i) off[i] = d.m[i] > 0 ? 0 : 1;
  CHECK_REFUSES(argument_error, "y is zero in every row",
                ppml(d.model(d.m), d.effects(1), iid{}, {.weights = off}));
  CHECK_REFUSES(argument_error, "there are no regressors",
                ppml(regression<double>{"y", d.m, {}, Eigen::MatrixXd(120, 0), false, {}}));
  CHECK_REFUSES(argument_error, "offset has 3 values",
                ppml(d.model(d.m), iid{}, {.offset = vector::Zero(3)}));
  vector z = d.z;
  z[2] = std::nan("");
  CHECK_REFUSES(argument_error, "offset is missing (NaN) in row 3",
                ppml(d.model(d.m), iid{}, {.offset = z}));
  CHECK_REFUSES(argument_error, "tolerance is 0.1", ppml(d.model(d.m), iid{}, {.tolerance = 0.1}));
  CHECK_REFUSES(argument_error, "tolerance is 0;", ppml(d.model(d.m), iid{}, {.tolerance = 0}));
  CHECK_REFUSES(argument_error, "absorb.tolerance is 1e-09",
                ppml(d.model(d.m), d.effects(2), iid{}, {.absorb = {.tolerance = 1e-9}}));
  CHECK_REFUSES(argument_error, "give weights or frequency_weights, not both",
                ppml(d.model(d.m), iid{},
                     {.weights = vector::Ones(120), .frequency_weights = vector::Ones(120)}));
  vector broken = d.m;
  broken[4] = std::nan("");
  CHECK_REFUSES(
      argument_error, "y is missing (NaN) in row 5",
      ppml(regression<double>{"y", broken, d.model(d.m).names, d.model(d.m).design, false, {}}));
  auto odd = d.model(d.m);
  odd.design(6, 1) = std::nan("");
  CHECK_REFUSES(argument_error, "is missing (NaN) in row 7", ppml(odd));
  odd = d.model(d.m);
  odd.design.conservativeResize(100, Eigen::NoChange);
  CHECK_REFUSES(argument_error, "the design has 100 values but the response has 120", ppml(odd));
  odd = d.model(d.m);
  odd.names.pop_back();
  CHECK_REFUSES(argument_error, "names for", ppml(odd));
  std::vector<std::int64_t> own(120);
  for (int i = 0; i < 120; ++i) own[std::size_t(i)] = i;
  CHECK_REFUSES(argument_error, "no row is left", ppml(d.model(d.m), {grouping_of("own", own)}));
  vector of_a(120);
  for (int i = 0; i < 120; ++i) of_a[i] = double(d.a[std::size_t(i)]);
  CHECK_REFUSES(argument_error, "every regressor is absorbed by the fixed effects: of_a",
                ppml(regress(d.m, {{"of_a", of_a}}), d.effects(1)));
}

TEST_CASE("ppml: errors do not depend on the scale of y, to both ends of the range") {
  dense_vector<double> y(24), x(24);
  std::vector<std::int64_t> group;
  for (Eigen::Index i = 0; i < 24; ++i) {
    x[i] = std::sin(3.0 * double(i * i) + 1);
    y[i] = std::exp(0.5 * x[i] + 0.1 * double(i % 4)) * (1 + 0.4 * std::cos(double(7 * i)));
    group.push_back(i % 4);
  }
  const factor g = make_factor("group", std::span<const std::int64_t>(group));
  for (const bool absorb : {true, false}) {
    const std::vector<factor> effects = absorb ? std::vector<factor>{g} : std::vector<factor>{};
    const auto at = [&](double scale, const auto& spec) {
      return ppml(regress(dense_vector<double>(y * scale), {{"x", x}}), effects, spec);
    };
    for (const double scale : {1e-300, 1e-120, 1e120, 1e300}) {
      for (const hc kind : {hc::hc1, hc::hc3}) {
        const auto one = at(1, kind), other = at(scale, kind);
        CHECK_CLOSE_REL(*std_error(other, "x"), *std_error(one, "x"), 1e-9);
      }
      const auto one = at(1, clustered{.by = {g}}), other = at(scale, clustered{.by = {g}});
      CHECK_CLOSE_REL(*std_error(other, "x"), *std_error(one, "x"), 1e-9);
      // the inverse information goes with 1 / y
      CHECK_CLOSE_REL(*std_error(at(scale, iid{}), "x") * std::sqrt(scale),
                      *std_error(at(1, iid{}), "x"), 1e-9);
    }
  }
  CHECK_REFUSES(argument_error, "x reaches 1e300, whose square is beyond the range",
                ppml(regress(y, {{"x", dense_vector<double>(x * 1e300)}}), {g}));
}
