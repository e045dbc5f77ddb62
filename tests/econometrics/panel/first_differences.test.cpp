#include <bilateral/econometrics/panel/first_differences.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/driscoll_kraay.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>

#include "support/panel_data.hpp"

using namespace bilateral;
using bilateral_test::check_against;
using bilateral_test::wave_panel;

TEST_CASE("first differences: equals R plm, with every covariance by the rows of the panel") {
  check_against(bilateral_test::reference_table("diagnostics.csv"), first_differences(wave_panel()),
                "fd");
  const bilateral_test::reference_table r("panel.csv");
  const auto s = wave_panel();
  check_against(r, first_differences(s, clustered{.by = {s.entity}}), "fd_cluster");
  check_against(r, first_differences(s, driscoll_kraay{.time = s.time, .lags = 1}), "fd_scc1");
  check_against(r, first_differences(s, newey_west{.lags = 1}), "fd_nw1");
}

TEST_CASE("first differences: a model without an intercept has none") {
  const auto s = bilateral_test::without_intercept(wave_panel());
  const auto fit = first_differences(s);
  CHECK(fit.names == std::vector<std::string>{"x1", "x2"});
  check_against(bilateral_test::reference_table("panel.csv"), fit, "fd_noint");
}

TEST_CASE("first differences: a column that is constant over time goes, and says so") {
  auto s = wave_panel();
  const Eigen::Index last = s.model.design.cols();
  s.model.design.conservativeResize(Eigen::NoChange, last + 1);
  for (Eigen::Index i = 0; i < s.model.design.rows(); ++i)
    s.model.design(i, last) = 1 + s.entity.codes[std::size_t(i)];
  s.model.names.push_back("of_firm");
  const auto fit = first_differences(s);
  REQUIRE(fit.omitted.size() == 1);
  CHECK(fit.omitted[0].name == "of_firm");
  CHECK(fit.omitted[0].reason == "constant over time: its differences are zero");
}

TEST_CASE("first differences: rows in another order") {
  const auto s = wave_panel();
  const auto t = bilateral_test::reversed(s);
  CHECK_CLOSE_REL(coefficient(first_differences(t), "x1"), coefficient(first_differences(s), "x1"),
                  1e-12);
  CHECK(first_differences(s).sample.dropped == 10);
}

TEST_CASE("first differences: refusals") {
  auto s = wave_panel();
  for (auto& t : s.time) t *= 2;
  CHECK_REFUSES(argument_error, "no firm has two consecutive periods", (void)first_differences(s));
}
