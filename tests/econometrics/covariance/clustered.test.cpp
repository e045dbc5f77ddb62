#include <bilateral/econometrics/covariance/clustered.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/data.hpp"
#include "support/hac_data.hpp"
#include "support/reference.hpp"
#include "support/wave_data.hpp"

#include <cmath>
#include <utility>
#include <vector>

using namespace bilateral;

namespace {
factor coded(const char* name, const std::vector<std::int64_t>& v) {
  return make_factor(name, std::span<const std::int64_t>(v));
}
}  // namespace

TEST_CASE("clustered: equals R sandwich vcovCL, one way and two") {
  const bilateral_test::reference_table r("covariance.csv");
  const bilateral_test::wave_data d;
  const auto firm = coded("firm", d.firm), time = coded("time", d.time);
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const auto check = [&](const clustered& spec, const std::string& name) {
    const auto v = with_covariance(fit, spec);
    for (Eigen::Index j = 0; j < 3; ++j) {
      const double wanted = r(name + "_" + std::to_string(j + 1));
      if (std::isnan(wanted)) {  // a negative variance, which R prints as NaN
        CHECK_FALSE(std_error(v, j).has_value());
      } else {
        CHECK_CLOSE_REL(std_error(v, j).value_or(0), wanted, 1e-11);
      }
    }
  };
  check({.by = {firm}}, "firm");
  check({.by = {firm}, .adjustment = cluster_adjustment::none}, "firm0");
  check({.by = {firm, time}, .adjustment = cluster_adjustment::by_term, .repair = false}, "both");
  check({.by = {firm, time}, .adjustment = cluster_adjustment::none, .repair = false}, "both_none");
  const auto one = with_covariance(fit, clustered{.by = {firm}});
  CHECK(one.inference_dof == 9);
  CHECK(*with_covariance(fit, clustered{firm}).covariance == *one.covariance);
  const std::vector<factor> several = {firm, time};
  CHECK(clustered{several}.by.size() == 2);
  CHECK(bilateral_test::holds(one.notes.back(), "only 10 clusters"));
}

TEST_CASE("clustered: each observation a cluster is HC1") {
  const bilateral_test::wave_data d;
  std::vector<std::int64_t> id(60);
  for (std::size_t i = 0; i < 60; ++i) id[i] = static_cast<std::int64_t>(i);
  CHECK_CLOSE_REL(*std_error(ols(d.model(), clustered{.by = {coded("id", id)}}), 1),
                  *std_error(ols(d.model(), heteroskedastic{hc::hc1}), 1), 1e-12);
}

TEST_CASE("clustered: Petersen's panel (published .0506 and .0334, two-way .0536)") {
  if (!bilateral_test::data_available("petersen_cl.csv")) return;
  const auto c = bilateral_test::read_cells(bilateral_test::data_folder() / "petersen_cl.csv");
  const auto vector = [&](const char* name) {
    const auto v = c.numbers(name);
    return Eigen::Map<const Eigen::VectorXd>(v.data(), Eigen::Index(v.size())).eval();
  };
  const auto group = [&](const char* name) {
    return make_factor(name, std::span<const double>(c.numbers(name)));
  };
  const auto fit =
      ols(regress(vector("y"), {{"x", vector("x")}}), iid{}, {.keep_parts = keep::scores});
  CHECK_CLOSE_REL(*std_error(with_covariance(fit, clustered{.by = {group("firm")}}), 1),
                  0.0505957258840296, 1e-10);
  CHECK_CLOSE_REL(*std_error(with_covariance(fit, clustered{.by = {group("year")}}), 1),
                  0.0333889134119265, 1e-10);
}

TEST_CASE("clustered: refusals") {
  const bilateral_test::wave_data d;
  CHECK_REFUSES(argument_error, "one has 1 cluster",
                ols(d.model(), clustered{.by = {coded("one", std::vector<std::int64_t>(60, 7))}}));
  CHECK_REFUSES(argument_error, "firm has 3",
                ols(d.model(), clustered{.by = {coded("firm", {1, 2, 3})}}));
  CHECK_REFUSES(argument_error, "0 dimensions", ols(d.model(), clustered{}));
}

TEST_CASE("clustered: rows that the estimator left out are left out of the clusters too") {
  const bilateral_test::wave_data d;
  Eigen::VectorXd w = Eigen::VectorXd::Ones(60);
  for (const int i : {0, 1, 2, 3, 4, 5, 31, 59}) w[i] = 0;  // the whole first firm among them
  const auto fit = ols(d.model(), clustered{.by = {coded("firm", d.firm)}}, {.weights = w});
  std::vector<std::int64_t> firm;
  Eigen::VectorXd y(52), x1(52), x2(52);
  for (int i = 0, j = 0; i < 60; ++i) {
    if (w[i] == 0) continue;
    y[j] = d.y[i], x1[j] = d.x1[i], x2[j++] = d.x2[i];
    firm.push_back(d.firm[std::size_t(i)]);
  }
  const auto same =
      ols(regress(y, {{"x1", x1}, {"x2", x2}}), clustered{.by = {coded("firm", firm)}});
  CHECK(fit.covariance_label == same.covariance_label);
  CHECK(bilateral_test::holds(fit.covariance_label, "firm (9)"));
  CHECK(fit.sample.kept.size() == 52);
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(*std_error(fit, j), *std_error(same, j), 1e-12);
  }
}

// sandwich's multi0 in hac.csv, and Petersen's two-way errors from the optional data
TEST_CASE("clustered: the intersection without a factor (multi0)") {
  const bilateral_test::reference_table r("hac.csv");
  const bilateral_test::autocorrelated_data d;
  const auto fit = ols(d.model(), clustered{.by = {d.firm, d.period},
                                            .adjustment = cluster_adjustment::by_term_multi0,
                                            .repair = false});
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(*std_error(fit, j), r("cl2_multi0_" + std::to_string(j + 1)), 1e-11);
  }
  if (!bilateral_test::data_available("petersen_cl.csv")) return;
  const auto cells = bilateral_test::read_cells(bilateral_test::data_folder() / "petersen_cl.csv");
  const auto n = static_cast<Eigen::Index>(cells.rows.size());
  Eigen::VectorXd x(n), y(n);
  std::vector<std::string> firm, year;
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto& row = cells.rows[static_cast<std::size_t>(i)];
    firm.push_back(row.at(0));
    year.push_back(row.at(1));
    x[i] = std::stod(row.at(2));
    y[i] = std::stod(row.at(3));
  }
  const auto two = ols(regress(y, {{"x", x}}),
                       clustered{.by = {make_factor("firm", firm), make_factor("year", year)},
                                 .adjustment = cluster_adjustment::by_term_multi0});
  CHECK_CLOSE_REL(*std_error(two, 0), 0.0650663905756927, 1e-10);
  CHECK_CLOSE_REL(*std_error(two, 1), 0.0535610337451436, 1e-10);
}

namespace {
// a fixed generator's two-way clustered fits of two regressors
struct two_way_design {
  std::uint64_t state = 12345;
  std::vector<factor> by;

  two_way_design() {
    std::vector<std::int64_t> a(24), b(24);
    for (std::size_t i = 0; i < 24; ++i) {
      a[i] = static_cast<std::int64_t>(i / 6);
      b[i] = static_cast<std::int64_t>(i % 6);
    }
    by = {coded("a", a), coded("b", b)};
  }
  double draw() {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state >> 33U) / 4294967296.0 - 0.25;
  }
  regression<double> next() {
    Eigen::VectorXd y(24), x(24), z(24);
    for (Eigen::Index i = 0; i < 24; ++i) {
      x[i] = draw();
      z[i] = draw();
      y[i] = draw();
    }
    return regress(y, {{"x", x}, {"z", z}}, {.intercept = false});
  }
};
// eigenvalues of a symmetric 2 x 2 matrix, ascending
std::pair<double, double> eigenvalues(const Eigen::MatrixXd& v) {
  const double middle = (v(0, 0) + v(1, 1)) / 2, half = (v(0, 0) - v(1, 1)) / 2;
  const double reach = std::sqrt(half * half + v(0, 1) * v(1, 0));
  return {middle - reach, middle + reach};
}
bool said_to_be_repaired(const ols_result<double>& fit) {
  for (const auto& note : fit.notes) {
    if (note ==
        "the variance was not positive semi-definite: negative eigenvalues were set to zero") {
      return true;
    }
  }
  return false;
}
}  // namespace

TEST_CASE("clustered: a two-way variance that is not positive is repaired, and only that") {
  two_way_design d;
  int repaired = 0, untouched = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const auto model = d.next();
    const auto raw = ols(model, clustered{.by = d.by, .repair = false});
    const auto fit = ols(model, clustered{.by = d.by});
    const auto [low, high] = eigenvalues(*raw.covariance);
    CHECK_FALSE(said_to_be_repaired(raw));
    if (low > 0) {
      ++untouched;
      CHECK(*fit.covariance == *raw.covariance);
      CHECK_FALSE(said_to_be_repaired(fit));
    } else if (low < -1e-6 * high && high > 0) {
      ++repaired;
      CHECK(said_to_be_repaired(fit));
      // what is left is the part along the eigenvector of the positive eigenvalue
      Eigen::Vector2d v((*raw.covariance)(0, 1), high - (*raw.covariance)(0, 0));
      v.normalize();
      const Eigen::Matrix2d wanted = high * v * v.transpose();
      for (Eigen::Index i = 0; i < 2; ++i) {
        for (Eigen::Index j = 0; j < 2; ++j) {
          // the eigenvector loses digits where the off-diagonal is small
          CHECK_CLOSE_ABS((*fit.covariance)(i, j), wanted(i, j), 1e-9 * high);
        }
      }
    }
  }
  CHECK(repaired > 10);
  CHECK(untouched > 10);
}

TEST_CASE("clustered: labels name the dimensions, the clusters and the factor") {
  two_way_design d;
  const auto model = d.next();
  const auto label = [&](const clustered& spec) { return ols(model, spec).covariance_label; };
  CHECK(label({.by = {d.by[0]}}) == "clustered by a (4), factor G/(G-1) (n-1)/(n-k)");
  CHECK(label({.by = {d.by[0]}, .adjustment = cluster_adjustment::groups}) ==
        "clustered by a (4), factor G/(G-1)");
  CHECK(label({.by = {d.by[0]}, .adjustment = cluster_adjustment::observations}) ==
        "clustered by a (4), factor n/(n-k)");
  CHECK(label({.by = {d.by[0]}, .adjustment = cluster_adjustment::none}) ==
        "clustered by a (4), no factor");
  CHECK(label({.by = d.by, .adjustment = cluster_adjustment::by_term}) ==
        "clustered by a (4), b (6), factor G/(G-1) (n-1)/(n-k) by term");
}

TEST_CASE("clustered: the recipe says what the factor was made of") {
  two_way_design d;
  const auto fit = ols(d.next(), iid{}, {.keep_parts = keep::scores});
  const auto recipe = [&](cluster_adjustment a) {
    return covariance(*fit.scores, clustered{.by = {d.by[0]}, .adjustment = a}).recipe;
  };
  using enum cluster_adjustment;
  CHECK(recipe(stata).kind == "clustered");
  CHECK(recipe(stata).groups == std::vector<double>{4});
  CHECK_CLOSE_REL(recipe(stata).factor, 4.0 / 3 * 23 / 22, 1e-15);
  CHECK(recipe(stata).parameters == 2);
  CHECK_CLOSE_REL(recipe(groups).factor, 4.0 / 3, 1e-15);
  CHECK(recipe(groups).parameters == 0);
  CHECK_CLOSE_REL(recipe(observations).factor, 24.0 / 22, 1e-15);
  CHECK(recipe(observations).parameters == 2);
  CHECK(recipe(none).factor == 1);
  CHECK(recipe(none).parameters == 0);
  const auto both = covariance(*fit.scores, clustered{.by = d.by});
  CHECK(both.recipe.groups == std::vector<double>{4, 6});
  CHECK(both.inference_dof == 3);  // the fewer clusters
  // of 29 clusters and of 30: the warning ends there
  for (const int count : {29, 30}) {
    estimation_scores<double> s;
    s.bread = Eigen::MatrixXd::Identity(1, 1);
    s.scores = Eigen::VectorXd::LinSpaced(count, -1, 2);
    s.observations = count;
    s.parameters = 1;
    std::vector<std::int64_t> id;
    for (int i = 0; i < count; ++i) id.push_back(i);
    CHECK(covariance(s, clustered{.by = {coded("id", id)}}).notes.empty() == (count == 30));
  }
}
