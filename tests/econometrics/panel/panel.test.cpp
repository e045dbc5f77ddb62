#include <bilateral/econometrics/panel/panel.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>

#include "support/close.hpp"
#include "support/data.hpp"
#include "support/reference.hpp"
#include "support/wave_data.hpp"

using namespace bilateral;
using bilateral_test::wave_data;

namespace {
const bilateral_test::reference_table& r() {
  static const bilateral_test::reference_table table("diagnostics.csv");
  return table;
}
panel<double> sample() {
  const wave_data d;
  return {regress(d.y_panel, {{"x1", d.x1}, {"x2", d.x2}}),
          make_factor("firm", std::span<const std::int64_t>(d.firm)), d.time};
}
template <class Fit>
void check(const Fit& fit, const std::string& name, double tolerance = 1e-11) {
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const std::string term = fit.names[j] == "(intercept)" ? "(Intercept)" : fit.names[j];
    CHECK_CLOSE_REL(fit.coefficients[Eigen::Index(j)], r()(name + "_b_" + term), tolerance);
    CHECK_CLOSE_REL(*std_error(fit, Eigen::Index(j)), r()(name + "_se_" + term), tolerance);
  }
}
}  // namespace

TEST_CASE("panel: equals R plm on a balanced panel") {
  check(pooled(sample()), "pooling");
  check(within(sample()), "within");
  check(within(sample(), iid{}, within_effects::both), "twoway");
  check(between(sample()), "between", 1e-9);  // x1 hardly varies between firms: cond 1e2
  check(random_effects(sample()), "random");
  check(first_differences(sample()), "fd");
  const auto h = hausman_test(within(sample()), random_effects(sample()));
  REQUIRE(h.test);
  CHECK_CLOSE_REL(h.test->statistic, r()("hausman"), 1e-7);  // a difference of close covariances
}

TEST_CASE("panel: laws") {
  SUBCASE("within equals dummies") {
    auto s = sample();
    auto model = s.model;
    add_dummies(model, s.entity);
    const auto dummies = ols(model);
    const auto demeaned = within(s);
    for (const char* name : {"x1", "x2"}) {
      CHECK_CLOSE_REL(coefficient(demeaned, name), coefficient(dummies, name), 1e-12);
      CHECK_CLOSE_REL(*std_error(demeaned, name), *std_error(dummies, name), 1e-12);
    }
  }
  SUBCASE("Mundlak's slopes are the within slopes") {
    const auto a = mundlak(sample());
    const auto b = within(sample());
    CHECK_CLOSE_REL(coefficient(a, "x1"), coefficient(b, "x1"), 1e-11);
    CHECK_CLOSE_REL(coefficient(a, "x2"), coefficient(b, "x2"), 1e-11);
    CHECK(robust_hausman_test(sample(), heteroskedastic{}).p_value.has_value());
  }
  SUBCASE("rows in another order") {
    auto s = sample();
    auto t = s;
    t.model.response = s.model.response.reverse();
    t.model.design = s.model.design.colwise().reverse();
    std::reverse(t.entity.codes.begin(), t.entity.codes.end());
    std::reverse(t.time.begin(), t.time.end());
    CHECK_CLOSE_REL(coefficient(first_differences(t), "x1"),
                    coefficient(first_differences(s), "x1"), 1e-12);
    CHECK_CLOSE_REL(coefficient(random_effects(t), "x1"), coefficient(random_effects(s), "x1"),
                    1e-12);
  }
}

TEST_CASE("panel: what does not vary within is left out, and says so") {
  auto s = sample();
  s.model.design.conservativeResize(Eigen::NoChange, 4);
  s.model.names.emplace_back("size");
  for (Eigen::Index i = 0; i < 60; ++i) s.model.design(i, 3) = double(i / 6) + 0.1;
  const auto fit = within(s);
  REQUIRE(fit.omitted.size() == 1);
  CHECK(fit.omitted[0].name == "size");
  CHECK(fit.omitted[0].reason == "does not vary within");
}

TEST_CASE("panel: refusals") {
  auto s = sample();
  s.time[1] = 0;
  CHECK_REFUSES(argument_error, "firm 0 has period 0 twice", within(s));
  s = sample();
  for (std::size_t i = 0; i < 60; ++i) s.time[i] *= 2;
  CHECK_REFUSES(argument_error, "no firm has two consecutive periods", first_differences(s));
  s.time.pop_back();
  CHECK_REFUSES(argument_error, "time has 59", pooled(s));
}

// Grunfeld's panel from the optional data: Arellano's covariances of R plm, to 12 digits
TEST_CASE("panel: Arellano HC0, HC1 and sss of the within estimator") {
  if (!bilateral_test::data_available("plm_grunfeld.csv")) return;
  const auto cells = bilateral_test::read_cells(bilateral_test::data_folder() / "plm_grunfeld.csv");
  const auto n = static_cast<Eigen::Index>(cells.rows.size());
  Eigen::VectorXd inv(n), value(n), capital(n);
  std::vector<std::string> firm;
  std::vector<std::int64_t> year;
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto& row = cells.rows[static_cast<std::size_t>(i)];
    firm.push_back(row.at(0));
    year.push_back(std::stoll(row.at(1)));
    inv[i] = std::stod(row.at(2));
    value[i] = std::stod(row.at(3));
    capital[i] = std::stod(row.at(4));
  }
  const factor firms = make_factor("firm", firm);
  const panel<double> data{regress(inv, {{"value", value}, {"capital", capital}}), firms, year};
  const auto error = [&](cluster_adjustment a, const char* name) {
    return *std_error(within(data, clustered{.by = {firms}, .adjustment = a, .count_effects = false}), name);
  };
  CHECK_CLOSE_REL(error(cluster_adjustment::none, "value"), 0.0143421437123503, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::none, "capital"), 0.0497926087237731, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::observations, "value"), 0.0144143967827942, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::observations, "capital"), 0.0500434546877977, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::stata, "value"), 0.0151560754389038, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::stata, "capital"), 0.0526183915914517, 1e-11);
}
