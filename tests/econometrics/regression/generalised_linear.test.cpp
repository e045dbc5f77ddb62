#include <bilateral/econometrics/regression/generalised_linear.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/iid.hpp>

#include "support/close.hpp"
#include "support/glm_data.hpp"
#include "support/reference.hpp"

#include <memory>

using namespace bilateral;
using bilateral_test::close_abs;
using bilateral_test::close_rel;
using bilateral_test::glm_data;
using bilateral_test::reference_table;

namespace {

using result = generalised_linear_result<double>;
using family_pointer = std::unique_ptr<response_family<double>>;

family_pointer family_of(const std::string& name) {
  if (name == "logit") return std::make_unique<logit_family<double>>();
  if (name == "probit") return std::make_unique<probit_family<double>>();
  if (name == "cloglog") return std::make_unique<cloglog_family<double>>();
  return std::make_unique<gamma_family<double>>();
}
const Eigen::VectorXd& response_of(const glm_data& d, const std::string& name) {
  if (name == "gamma") return d.y;
  return name == "gamma0" ? d.y0 : d.bit;
}

// slopes and errors of a fit against a line of the table, each within `relative`
void equal_slopes(const result& fit, const reference_table& r, const std::string& line,
                  double relative) {
  for (const std::string x : {"x1", "x2", "x3"}) {
    CAPTURE(line);
    CAPTURE(x);
    CHECK(close_rel(coefficient(fit, x), r(line + "_" + x), relative));
  }
}
void equal_errors(const result& fit, const reference_table& r, const std::string& line,
                  double relative) {
  for (const std::string x : {"x1", "x2", "x3"}) {
    CAPTURE(line);
    CAPTURE(x);
    const double wanted = r(line + "_" + x);
    if (std::isnan(wanted)) {  // R's root of a negative variance
      CHECK(!std_error(fit, x));
    } else {
      CHECK(close_rel(*std_error(fit, x), wanted, relative));
    }
  }
}

result estimate(const std::string& family, const std::string& sets, const std::string& kind,
                const glm_data& d) {
  generalised_linear_options<double> options;
  options.keep_parts = keep::scores;
  if (kind == "_w") options.weights = d.w;
  if (kind == "_z") options.offset = d.z;
  const auto model = d.model(response_of(d, family), sets == "none");
  const std::size_t count = sets == "none" ? 0 : (sets == "one" ? 1 : 2);
  return generalised_linear(model, d.effects(count), *family_of(family), heteroskedastic{hc::hc1},
                            options);
}

// a table of 8 rows whose bit a line through x tells apart, but for the last `muddled` rows
regression<double> parted(int muddled) {
  Eigen::VectorXd y(8), x(8), w(8);
  y << 0, 0, 0, 0, 1, 1, 1, 1;
  for (int i = 0; i < 8; ++i) {
    x[i] = i < 4 ? -1 - i : 1 + i;
    w[i] = std::sin(3.0 * i);
  }
  for (int i = 0; i < muddled; ++i) x[7 - i] = x[i] = 0;
  return regress(y, {{"x", x}, {"w", w}});
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const error& e) {
    return e.what();
  }
  return "no refusal";
}

}  // namespace

// both are solved to rounding; the errors of two dimensions lose digits to the subtraction
TEST_CASE("generalised_linear: equals R glm on dummies, with the errors of sandwich") {
  const reference_table r("glm.csv");
  const glm_data d;
  for (const std::string family : {"gamma", "gamma0", "logit", "probit", "cloglog"}) {
    for (const std::string sets : {"none", "one", "two"}) {
      for (const std::string kind : {"", "_w", "_z"}) {
        const std::string line = family + "_" + sets + kind;
        CAPTURE(line);
        const result fit = estimate(family, sets, kind, d);
        equal_slopes(fit, r, line, 1e-9);
        equal_errors(fit, r, line + "_hc1", 1e-9);
        equal_errors(with_covariance(fit, iid{}), r, line + "_iid", 1e-9);
        equal_errors(with_covariance(fit, heteroskedastic{hc::hc0}), r, line + "_hc0", 1e-9);
        const auto by_term = cluster_adjustment::by_term;
        const auto one = with_covariance(
            fit, clustered{.by = {d.cluster()}, .adjustment = by_term, .count_effects = true});
        equal_errors(one, r, line + "_cluster", 1e-9);
        equal_errors(with_covariance(fit, clustered{.by = {d.cluster(), d.second_cluster()},
                                                    .adjustment = by_term,
                                                    .repair = false}),
                     r, line + "_twoway", 1e-9);
        if (sets == "none")
          CHECK(close_rel(coefficient(fit, "(intercept)"), r(line + "_constant"), 1e-9));
        if (family == "gamma0") {
          CHECK(!fit.log_likelihood);
          CHECK(!fit.deviance);
          CHECK(fit.notes.back() ==
                "no likelihood: a gamma has no density at zero; the deviance is "
                "undefined too; nor is there a pseudo r2, aic or bic");
          continue;
        }
        CHECK(close_rel(*fit.deviance, r(line + "_deviance"), 1e-11));
        CHECK(close_rel(*fit.null_deviance, r(line + "_null"), 1e-10));
        CHECK(close_rel(*fit.log_likelihood, r(line + "_loglik"), 1e-10));
        CHECK(close_rel(*fit.aic, r(line + "_aic"), 1e-10));
      }
    }
  }
}

TEST_CASE(
    "generalised_linear: effects are dummies, weights are repeated rows, order does not matter") {
  const glm_data d;
  for (const std::string family : {"gamma", "gamma0", "logit", "probit", "cloglog"}) {
    CAPTURE(family);
    const auto f = family_of(family);
    const auto absorbed = generalised_linear(d.model(response_of(d, family)), d.effects(2), *f);
    auto explicit_model = d.model(response_of(d, family), true);
    for (const factor& e : d.effects(2)) add_dummies(explicit_model, e);
    const auto dummies = generalised_linear(explicit_model, {}, *f);
    for (const char* x : {"x1", "x2", "x3"}) {
      CHECK(close_rel(coefficient(absorbed, x), coefficient(dummies, x), 1e-9));
      CHECK(close_rel(*std_error(absorbed, x), *std_error(dummies, x), 1e-9));
    }
    // scores sum to zero within each group
    const auto sums = [&](const factor& e) {
      Eigen::VectorXd s = Eigen::VectorXd::Zero(e.levels);
      for (std::size_t i = 0; i < e.size(); ++i)
        s[e.codes[i]] += absorbed.score_residuals[Eigen::Index(i)];
      return s.cwiseAbs().maxCoeff();
    };
    for (const factor& e : d.effects(2)) CHECK(sums(e) < 1e-8);

    generalised_linear_options<double> counts;
    counts.frequency_weights = d.w;
    const auto counted =
        generalised_linear(d.model(response_of(d, family)), d.effects(1), *f, iid{}, counts);
    std::vector<Eigen::Index> rows;
    for (Eigen::Index i = 0; i < d.n; ++i) {
      for (int c = 0; c < int(d.w[i]); ++c) rows.push_back(i);
    }
    const auto model = d.model(response_of(d, family));
    regression<double> many = model;
    many.response.resize(Eigen::Index(rows.size()));
    many.design.resize(Eigen::Index(rows.size()), 3);
    factor group = d.effects(1)[0];
    group.codes.clear();
    for (std::size_t i = rows.size(); i-- > 0;) {  // backwards, to change the order too
      const auto to = Eigen::Index(rows.size() - 1 - i);
      many.response[to] = model.response[rows[i]];
      many.design.row(to) = model.design.row(rows[i]);
      group.codes.push_back(d.effects(1)[0].codes[std::size_t(rows[i])]);
    }
    const auto repeated = generalised_linear(many, {group}, *f, iid{});
    CHECK(counted.observations == repeated.observations);
    for (const char* x : {"x1", "x2", "x3"}) {
      CHECK(close_rel(coefficient(counted, x), coefficient(repeated, x), 1e-9));
      CHECK(close_rel(*std_error(counted, x), *std_error(repeated, x), 1e-9));
    }
  }
}

TEST_CASE("generalised_linear: perfect prediction is refused, or the rows are left out") {
  for (const std::string name : {"logit", "probit", "cloglog"}) {
    CAPTURE(name);
    const auto f = family_of(name);
    const std::string complete = refusal([&] { (void)generalised_linear(parted(0), {}, *f); });
    CHECK(complete.find(
              "8 rows are predicted perfectly (a combination of regressors and effects tells "
              "them from the others), some coefficients are infinite: rows 1, 2, 3") !=
          std::string::npos);
    generalised_linear_options<double> drop;
    drop.separated = separation::drop;
    CHECK(refusal([&] {
            (void)generalised_linear(parted(0), {}, *f, iid{}, drop);
          }).find("no row is left") != std::string::npos);
  }
  // x tells all rows apart but those where it is zero: these are the sample, where x is zero
  const glm_data d;
  Eigen::VectorXd x = Eigen::VectorXd::Zero(d.n);
  std::vector<std::size_t> told;
  for (Eigen::Index i = 5; i < d.n; i += 40) {
    x[i] = (2 * d.bit[i] - 1) * (1 + double(i % 7));
    told.push_back(std::size_t(i) + 1);
  }
  const auto model = regress(d.bit, {{"x", x}, {"x1", d.x1}, {"x2", d.x2}});
  for (const std::string name : {"logit", "probit", "cloglog"}) {
    CAPTURE(name);
    const auto f = family_of(name);
    generalised_linear_options<double> drop;
    drop.separated = separation::drop;
    const auto fit = generalised_linear(model, d.effects(1), *f, iid{}, drop);
    CHECK(fit.separated == told.size());
    REQUIRE(fit.sample.rows.size() == told.size());
    for (std::size_t i = 0; i < told.size(); ++i) CHECK(fit.sample.rows[i].row == told[i]);
    REQUIRE(fit.omitted.size() == 1);
    CHECK(fit.omitted[0].name == "x");
    // as if the rows had never been there
    std::vector<std::size_t> rest = fit.sample.kept;
    Eigen::VectorXd y(Eigen::Index(rest.size())), a(y.size()), b(y.size());
    for (std::size_t i = 0; i < rest.size(); ++i) {
      const auto to = Eigen::Index(i), from = Eigen::Index(rest[i]);
      y[to] = d.bit[from];
      a[to] = d.x1[from];
      b[to] = d.x2[from];
    }
    const auto without = generalised_linear(regress(y, {{"x1", a}, {"x2", b}}),
                                            {subset(d.effects(1)[0], rest)}, *f, iid{});
    CHECK(close_rel(coefficient(fit, "x1"), coefficient(without, "x1"), 1e-9));
    CHECK(close_rel(*std_error(fit, "x2"), *std_error(without, "x2"), 1e-9));
  }
}

TEST_CASE("generalised_linear: groups at one end of the range go and are named") {
  const glm_data d;
  Eigen::VectorXd y = d.bit;
  std::size_t ones = 0, zeros = 0;
  for (Eigen::Index i = 0; i < d.n; ++i) {
    if (d.a[std::size_t(i)] == 8) {
      y[i] = 1;
      ++ones;
    }
    if (d.a[std::size_t(i)] == 4) {
      y[i] = 0;
      ++zeros;
    }
  }
  generalised_linear_options<double> drop;
  drop.separated = separation::drop;
  const auto fit = logit(d.model(y), d.effects(1), iid{}, drop);
  CHECK(fit.separated == ones + zeros);
  CHECK(fit.effects[0].levels == 5);
  bool named_one = false, named_zero = false;
  for (const auto& row : fit.sample.rows) {
    named_one = named_one || row.reason == "all of a = 8 is one";
    named_zero = named_zero || row.reason == "all of a = 4 is zero";
  }
  CHECK(named_one);
  CHECK(named_zero);
  CHECK(refusal([&] { (void)logit(d.model(y), d.effects(1)); }).find("all of a = 4 is zero") !=
        std::string::npos);
}

TEST_CASE("generalised_linear: gamma means that run to zero are refused, not found") {
  // x is below zero in three rows of zero, and above it once: the sum of means' logarithms has no bound
  Eigen::VectorXd y(8), x(8);
  y << 0, 0, 0, 1, 2, 1, 3, 2;
  x << -2, -1, -3, 1, 0, 0, 0, 0;
  const auto model = regress(y, {{"x", x}});
  const std::string why = refusal([&] { (void)gamma_pml(model); });
  CAPTURE(why);
  CHECK(why.find("there is no estimate (ppml has one)") != std::string::npos);
}

TEST_CASE("generalised_linear: what it refuses") {
  const glm_data d;
  Eigen::VectorXd y = d.bit;
  y[6] = 2;
  CHECK(refusal([&] { (void)logit(d.model(y)); }) ==
        "logit: y is 2 in row 7; it must not be above 1");
  y[6] = -1;
  CHECK(refusal([&] { (void)gamma_pml(d.model(y)); }) ==
        "gamma_pml: y is -1 in row 7; it must not be below 0");
  CHECK(refusal([&] { (void)probit(d.model(Eigen::VectorXd::Ones(d.n))); }) ==
        "probit: y is 1 in every row");
  CHECK(refusal([&] { (void)gamma_pml(d.model(Eigen::VectorXd::Zero(d.n))); }) ==
        "gamma_pml: y is 0 in every row");
  generalised_linear_options<double> strict;
  strict.strict = true;
  Eigen::VectorXd level(d.n);
  for (Eigen::Index i = 0; i < d.n; ++i) level[i] = double(d.a[std::size_t(i)]);
  const auto absorbed = regress(d.bit, {{"level", level}, {"x1", d.x1}});
  CHECK(refusal([&] {
          (void)logit(absorbed, d.effects(1), iid{}, strict);
        }).find("logit: level is absorbed by the fixed effects (ratio") == 0);
  const auto fit = logit(absorbed, d.effects(1));
  REQUIRE(fit.omitted.size() == 1);
  CHECK(fit.omitted[0].name == "level");
  generalised_linear_options<double> few;
  few.max_iterations = 2;
  CHECK(refusal([&] {
          (void)logit(d.model(d.bit), {}, iid{}, few);
        }).find("logit: not converged after 2 iterations") == 0);
}

TEST_CASE(
    "generalised_linear: the scale of y and of the columns changes nothing but the constant") {
  const glm_data d;
  const auto base = gamma_pml(d.model(d.y0), d.effects(2));
  for (const double c : {1e-200, 1e-9, 1e12, 1e200}) {
    CAPTURE(c);
    const auto scaled = gamma_pml(d.model(Eigen::VectorXd(c * d.y0)), d.effects(2));
    for (const char* x : {"x1", "x2", "x3"}) {
      CHECK(close_rel(coefficient(scaled, x), coefficient(base, x), 1e-9));
      CHECK(close_rel(*std_error(scaled, x), *std_error(base, x), 1e-9));
    }
  }
  const auto wide = regress(d.bit, {{"x1", Eigen::VectorXd(1e8 * d.x1)}, {"x2", d.x2}});
  const auto plain = regress(d.bit, {{"x1", d.x1}, {"x2", d.x2}});
  CHECK(close_rel(*t_statistic(logit(wide, d.effects(1)), 0),
                  *t_statistic(logit(plain, d.effects(1)), 0), 1e-9));
}
