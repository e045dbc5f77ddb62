#include <bilateral/econometrics/dynamics/ardl.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::data_available;
using bilateral_test::data_folder;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;

namespace {
constexpr double tight = 1e-10;  // two QR codes, condition of the lagged levels 1e3

ardl_data<double> made_up() {
  const auto c = read_cells(reference("dynamics_data.csv"));
  return {{"y", column_of(c, "y")}, {{"x", column_of(c, "x")}, {"z", column_of(c, "z")}}, {}};
}
ardl_data<double> danish() {
  const auto c = read_cells(data_folder() / "sm_danish_data.csv");
  return {
      {"LRM", column_of(c, "lrm")},
      {{"LRY", column_of(c, "lry")}, {"IBO", column_of(c, "ibo")}, {"IDE", column_of(c, "ide")}},
      {}};
}
}  // namespace

TEST_CASE("an ARDL takes its columns as people have them: vectors by name") {
  const auto data = made_up();
  const auto vector_of = [](const Eigen::VectorXd& v) {
    return std::vector<double>(v.data(), v.data() + v.size());
  };
  const std::vector<double> y = vector_of(data.response.second),
                            x = vector_of(data.regressors[0].second),
                            z = vector_of(data.regressors[1].second);
  const auto named = ardl({"y", y}, {{"x", x}, {"z", z}}, {2, {1, 3}});
  const auto whole = ardl(data, {2, {1, 3}});
  CHECK(named.names == whole.names);
  CHECK(named.coefficients == whole.coefficients);
}

TEST_CASE("ARDL(2, 1, 3) equals R lm: coefficients, errors, criteria, long run") {
  const reference_values want("dynamics_R.csv");
  const auto fit = ardl(made_up(), {2, {1, 3}});
  REQUIRE(fit.names.size() == 9);
  CHECK(fit.names[1] == "L1.y");
  CHECK(fit.names[3] == "x");
  CHECK(fit.names[8] == "L3.z");
  CHECK(fit.sample.first == "row 4");
  for (int j = 1; j <= 9; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j - 1], want("ardl213 b", j), tight);
    CHECK_CLOSE_REL(*std_error(fit, j - 1), want("ardl213 se", j), tight);
  }
  CHECK_CLOSE_REL(*fit.aic, want("ardl213 aic"), tight);
  CHECK_CLOSE_REL(*fit.bic, want("ardl213 bic"), tight);
  CHECK_CLOSE_REL(fit.residual_sum_of_squares, want("ardl213 rss"), tight);
  const auto theta = long_run(fit);
  CHECK(theta.names == std::vector<std::string>{"x", "z", "(intercept)"});
  for (int j = 1; j <= 3; ++j) {
    CHECK_CLOSE_REL(theta.coefficients[j - 1], want("ardl213 long run", j), tight);
    CHECK_CLOSE_REL(*std_error(theta, j - 1), want("ardl213 long run se", j), tight);
  }
}

TEST_CASE("the trend counts from the first row of the data") {
  const reference_values want("dynamics_R.csv");
  const auto fit = ardl(made_up(), {2, {1, 3}}, iid{},
                        {.deterministics = deterministic_case::unrestricted_trend});
  CHECK(fit.names[1] == "trend");
  for (int j = 1; j <= 10; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j - 1], want("ardl213 trend b", j), tight);
    CHECK_CLOSE_REL(*std_error(fit, j - 1), want("ardl213 trend se", j), tight);
  }
}

TEST_CASE("dynamic multipliers converge to the long run, with its error") {
  const auto fit = ardl(made_up(), {2, {1, 3}});
  const auto theta = long_run(fit);
  const auto path = dynamic_multipliers(fit, "x", 300);
  CHECK_CLOSE_REL(path[0].effect, coefficient(fit, "x"), 1e-15);
  CHECK_CLOSE_REL(*path[0].effect_error, *std_error(fit, "x"), 1e-14);
  CHECK_CLOSE_REL(path[300].cumulative, theta.coefficients[0], 1e-12);
  CHECK_CLOSE_REL(*path[300].cumulative_error, *std_error(theta, 0), 1e-10);
  CHECK_REFUSES(argument_error, "there is no regressor q", dynamic_multipliers(fit, "q", 3));
}

TEST_CASE("Danish money demand: ARDL(3, 1, 3, 2) at the published digits") {
  if (!data_available("sm_danish_data.csv")) return;
  const auto fit = ardl(danish(), {3, {1, 3, 2}});
  CHECK_CLOSE_ABS(coefficient(fit, "(intercept)"), 2.6201916, 5e-8);
  CHECK_CLOSE_ABS(*std_error(fit, "(intercept)"), 0.5677679, 5e-8);
  CHECK_CLOSE_ABS(coefficient(fit, "L2.LRM"), 0.5326, 5e-5);
  CHECK_CLOSE_ABS(coefficient(fit, "IBO"), -1.078518, 5e-7);
  CHECK_CLOSE_ABS(*std_error(fit, "IBO"), 0.3217011, 5e-8);
  CHECK_CLOSE_ABS(*std_error(fit, "L2.IDE"), 0.5520, 5e-5);
  CHECK_CLOSE_ABS(*fit.aic, -251.0259, 5e-5);
  const auto theta = long_run(fit);
  CHECK_CLOSE_ABS(coefficient(theta, "LRY"), 0.9964676, 5e-8);
  CHECK_CLOSE_ABS(*std_error(theta, "LRY"), 0.1239310, 5e-8);
  CHECK_CLOSE_ABS(coefficient(theta, "IBO"), -4.5381160, 5e-7);
  CHECK_CLOSE_ABS(*std_error(theta, "IBO"), 0.5202961, 5e-8);
  CHECK_CLOSE_ABS(coefficient(theta, "IDE"), 2.8915201, 5e-8);
  CHECK_CLOSE_ABS(*std_error(theta, "IDE"), 0.9950853, 5e-8);
  CHECK_CLOSE_ABS(coefficient(theta, "(intercept)"), 6.2856579, 5e-8);
  CHECK_CLOSE_ABS(*std_error(theta, "(intercept)"), 0.7719160, 5e-8);
}

TEST_CASE("ARDL refuses bad orders, shapes and values") {
  auto data = made_up();
  CHECK_REFUSES(argument_error, "the order of y is 0", ardl(data, {0, {1, 1}}));
  CHECK_REFUSES(argument_error, "1 orders for 2 regressors", ardl(data, {1, {1}}));
  CHECK_REFUSES(argument_error, "the order of z is -1", ardl(data, {1, {1, -1}}));
  CHECK_REFUSES(argument_error, "lags use up 200", ardl(data, {200, {1, 1}}));
  CHECK_REFUSES(argument_error, "the order of x is 0; it must be at least 1",
                ardl(data, {1, {0, 1}}, iid{}, {.conditional = false}));
  CHECK_REFUSES(argument_error, "hold_back is -1",
                ardl(data, {1, {1, 1}}, iid{}, {.hold_back = -1}));
  CHECK_REFUSES(argument_error, "there are no observations",
                ardl<double>({{"y", Eigen::VectorXd()}, {}, {}}, {1, {}}));
  auto uneven = data;
  uneven.fixed.push_back({"d", Eigen::VectorXd::Ones(7)});
  CHECK_REFUSES(argument_error, "but d has 7", ardl(uneven, {1, {1, 1}}));
  uneven = data;
  uneven.regressors[0].second *= 1e300;
  CHECK_REFUSES(argument_error, "whose square is beyond the range", ardl(uneven, {1, {1, 1}}));
  data.regressors[1].second[6] = std::nan("");
  CHECK_REFUSES(argument_error, "z is missing (NaN) in row 7", ardl(data, {1, {1, 1}}));
}

TEST_CASE("rows held back, a fixed column and the criteria of an ARDL") {
  auto data = made_up();
  Eigen::VectorXd w(data.response.second.size());
  for (Eigen::Index i = 0; i < w.size(); ++i) w[i] = std::cos(2.0 * double(i));
  data.fixed.push_back({"w", w});
  const auto fit = ardl(data, {2, {1, 0}}, iid{}, {.hold_back = 5});
  CHECK(fit.first_row == 5);
  CHECK(fit.orders == ardl_orders{2, {1, 0}});
  CHECK(fit.names ==
        std::vector<std::string>{"(intercept)", "L1.y", "L2.y", "x", "L1.x", "z", "w"});
  const Eigen::Index n = w.size() - 5;
  CHECK(fit.observations == double(n));
  const auto rows = [&](const Eigen::VectorXd& v, Eigen::Index lag) {
    return Eigen::VectorXd(v.segment(5 - lag, n));
  };
  const auto &y = data.response.second, &x = data.regressors[0].second;
  const auto plain = ols(regress(rows(y, 0), {{"L1.y", rows(y, 1)},
                                              {"L2.y", rows(y, 2)},
                                              {"x", rows(x, 0)},
                                              {"L1.x", rows(x, 1)},
                                              {"z", rows(data.regressors[1].second, 0)},
                                              {"w", rows(w, 0)}}));
  for (Eigen::Index j = 0; j < 7; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j], plain.coefficients[j], 1e-10);
  }
  const double ll = *plain.log_likelihood;
  CHECK_CLOSE_REL(*fit.log_likelihood, ll, 1e-12);
  CHECK_CLOSE_REL(*fit.aic, -2 * ll + 2 * 8, 1e-12);  // seven coefficients and sigma
  CHECK_CLOSE_REL(*fit.bic, -2 * ll + 8 * std::log(double(n)), 1e-12);
  CHECK_CLOSE_REL(*fit.hq, -2 * ll + 2 * 8 * std::log(std::log(double(n))), 1e-12);
}

TEST_CASE("the long run without intercept: regressors alone, sum b over 1 - sum phi") {
  Eigen::VectorXd x(60), y(60);
  double last = 1;
  for (Eigen::Index i = 0; i < 60; ++i) {
    x[i] = 2 + std::sin(0.7 * double(i));
    y[i] = last = 0.5 * last + 0.4 * x[i] + 0.05 * std::sin(3.0 * double(i * i));
  }
  const auto fit = ardl<double>({{"y", y}, {{"x", x}}, {}}, {1, {1}}, iid{},
                                {.deterministics = deterministic_case::none});
  const auto theta = long_run(fit);
  CHECK(theta.names == std::vector<std::string>{"x"});
  const double a = 1 - coefficient(fit, "L1.y");
  CHECK_CLOSE_REL(theta.coefficients[0], (coefficient(fit, "x") + coefficient(fit, "L1.x")) / a,
                  1e-13);
  // with an intercept it is listed, and stands over the same denominator
  const auto with = ardl<double>({{"y", y}, {{"x", x}}, {}}, {1, {1}});
  const auto both = long_run(with);
  CHECK(both.names == std::vector<std::string>{"x", intercept_name});
  CHECK_CLOSE_REL(both.coefficients[1],
                  coefficient(with, intercept_name) / (1 - coefficient(with, "L1.y")), 1e-13);
}
