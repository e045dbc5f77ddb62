#include <bilateral/econometrics/cointegration/vecm_design.hpp>

#include "support/close.hpp"

using namespace bilateral;
using Eigen::MatrixXd;
using kind = deterministic_case;

namespace {
// squares and cubes: every column can be told from every other
MatrixXd powers() {
  MatrixXd y(16, 2);
  for (int t = 0; t < 16; ++t) y.row(t) << t * t, t * t * t;
  return y;
}
}  // namespace

TEST_CASE(
    "each row holds the difference, the lagged level and the lagged differences of its date") {
  const MatrixXd y = powers();
  const auto d = vecm_design_of<double>("f", y, {"a", "b"}, {.lags = 3});
  CHECK(d.differences.rows() == 13);
  CHECK(d.level_names == std::vector<std::string>{"L1.a", "L1.b"});
  CHECK(d.short_run_names ==
        std::vector<std::string>{"(intercept)", "d.L1.a", "d.L1.b", "d.L2.a", "d.L2.b"});
  for (int i = 0; i < 13; ++i) {
    const int t = i + 3;
    CHECK(d.differences(i, 1) == y(t, 1) - y(t - 1, 1));
    CHECK(d.levels(i, 0) == y(t - 1, 0));
    CHECK(d.short_run(i, 0) == 1);
    CHECK(d.short_run(i, 3) == y(t - 2, 0) - y(t - 3, 0));
  }
  const auto late =
      vecm_design_of<double>("f", y, {"a", "b"}, {.lags = 3, .form = vecm_form::long_run});
  CHECK(late.level_names.front() == "L3.a");
  CHECK(late.levels(0, 1) == y(0, 1));
}

TEST_CASE("the deterministic case decides what stands inside and outside the relations") {
  const auto names = [](kind c) {
    const auto d =
        vecm_design_of<double>("f", powers(), {"a", "b"}, {.lags = 1, .deterministics = c});
    std::string out;
    for (const auto& n : d.level_names) out += n + " ";
    out += "|";
    for (const auto& n : d.short_run_names) out += " " + n;
    return out;
  };
  CHECK(names(kind::none) == "L1.a L1.b |");
  CHECK(names(kind::restricted_constant) == "L1.a L1.b (intercept) |");
  CHECK(names(kind::unrestricted_constant) == "L1.a L1.b | (intercept)");
  CHECK(names(kind::restricted_trend) == "L1.a L1.b trend | (intercept)");
  CHECK(names(kind::unrestricted_trend) == "L1.a L1.b | (intercept) trend");
  const auto inside = vecm_design_of<double>("f", powers(), {"a", "b"},
                                             {.lags = 2, .deterministics = kind::restricted_trend});
  CHECK(inside.levels(0, 2) == 2);  // the trend of the lagged level
  const auto outside = vecm_design_of<double>(
      "f", powers(), {"a", "b"}, {.lags = 2, .deterministics = kind::unrestricted_trend});
  CHECK(outside.short_run(0, 1) == 3);
}

TEST_CASE("seasonal dummies are centred and start at the season of the first row") {
  const auto d = vecm_design_of<double>(
      "f", powers(), {"a", "b"},
      {.lags = 1, .deterministics = kind::none, .season = 4, .first_season = 3});
  CHECK(d.short_run_names == std::vector<std::string>{"season1", "season2", "season3"});
  // row 2 of the data is season 4, row 3 season 1
  CHECK(d.short_run.row(0) == Eigen::RowVector3d(-0.25, -0.25, -0.25));
  CHECK(d.short_run.row(1) == Eigen::RowVector3d(0.75, -0.25, -0.25));
  CHECK(d.short_run.row(3) == Eigen::RowVector3d(-0.25, -0.25, 0.75));
}

TEST_CASE("systems that cannot be set up are refused in the caller's name") {
  const auto with = [](const johansen_options<double>& o, MatrixXd y = powers(),
                       std::vector<std::string> names = {"a", "b"}) {
    return vecm_design_of<double>("vecm", y, names, o);
  };
  CHECK_REFUSES(argument_error, "vecm: lags is 0", with({.lags = 0}));
  CHECK_REFUSES(argument_error, "season is 1", with({.season = 1}));
  CHECK_REFUSES(argument_error, "first_season is 5", with({.season = 4, .first_season = 5}));
  CHECK_REFUSES(argument_error, "there are 1 names for 2 variables", with({}, powers(), {"a"}));
  CHECK_REFUSES(argument_error, "there are 16 rows, of which lags use up 5", with({.lags = 5}));
  CHECK_REFUSES(argument_error, "there are 16 rows, of which lags use up 40", with({.lags = 40}));
  CHECK_REFUSES(argument_error, "dummy", with({.fixed = {{"dummy", Eigen::VectorXd::Ones(3)}}}));
  MatrixXd bad = powers();
  bad(4, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK_REFUSES(argument_error, "b is missing (NaN) in row 5", with({}, bad));
}
