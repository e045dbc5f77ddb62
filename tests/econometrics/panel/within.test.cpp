#include <bilateral/econometrics/panel/within.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>

#include "support/data.hpp"
#include "support/panel_data.hpp"

using namespace bilateral;
using bilateral_test::check_against;
using bilateral_test::wave_panel;

TEST_CASE("within: equals R plm on a balanced panel") {
  const bilateral_test::reference_table r("diagnostics.csv");
  check_against(r, within(wave_panel()), "within");
  check_against(r, within(wave_panel(), iid{}, within_effects::both), "twoway");
  check_against(bilateral_test::reference_table("panel.csv"),
                within(wave_panel(), newey_west{.lags = 2}), "within_nw2");
}

TEST_CASE(
    "within: leverage counts the effects, so HC1 to HC4 are those of the dummies in R sandwich") {
  const bilateral_test::reference_table r("panel.csv");
  for (const auto& [kind, name] : {std::pair{hc::hc1, "HC1"}, std::pair{hc::hc2, "HC2"},
                                   std::pair{hc::hc3, "HC3"}, std::pair{hc::hc4, "HC4"}}) {
    for (const char* x : {"x1", "x2"}) {
      const auto one = within(wave_panel(), heteroskedastic{kind});
      CHECK_CLOSE_REL(*std_error(one, x), r(std::string("within_") + name + "_" + x), 1e-11);
      const auto two = within(wave_panel(), heteroskedastic{kind}, within_effects::both);
      CHECK_CLOSE_REL(*std_error(two, x), r(std::string("twoway_") + name + "_" + x), 1e-11);
    }
  }
}

TEST_CASE("within: equals dummies") {
  auto s = wave_panel();
  auto model = s.model;
  add_dummies(model, s.entity);
  const auto dummies = ols(model);
  const auto fit = within(s);
  for (const char* name : {"x1", "x2"}) {
    CHECK_CLOSE_REL(coefficient(fit, name), coefficient(dummies, name), 1e-12);
    CHECK_CLOSE_REL(*std_error(fit, name), *std_error(dummies, name), 1e-12);
  }
}

TEST_CASE("within: what does not vary within is left out, and says so") {
  auto s = wave_panel();
  s.model.design.conservativeResize(Eigen::NoChange, 4);
  s.model.names.emplace_back("size");
  for (Eigen::Index i = 0; i < 60; ++i) s.model.design(i, 3) = double(i / 6) + 0.1;
  const auto fit = within(s);
  REQUIRE(fit.omitted.size() == 1);
  CHECK(fit.omitted[0].name == "size");
  CHECK(fit.omitted[0].reason == "does not vary within");
}

TEST_CASE("within: refusals") {
  auto s = wave_panel();
  s.time[1] = 0;
  CHECK_REFUSES(argument_error, "firm 0 has period 0 twice", (void)within(s));
}

// Grunfeld's panel from the optional data: Arellano's covariances of R plm, to 12 digits
TEST_CASE("within: Arellano HC0, HC1 and sss of the within estimator") {
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
    return *std_error(
        within(data, clustered{.by = {firms}, .adjustment = a, .count_effects = false}), name);
  };
  CHECK_CLOSE_REL(error(cluster_adjustment::none, "value"), 0.0143421437123503, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::none, "capital"), 0.0497926087237731, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::observations, "value"), 0.0144143967827942, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::observations, "capital"), 0.0500434546877977, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::stata, "value"), 0.0151560754389038, 1e-11);
  CHECK_CLOSE_REL(error(cluster_adjustment::stata, "capital"), 0.0526183915914517, 1e-11);
}
