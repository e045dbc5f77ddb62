#include <bilateral/econometrics/breaks/rolling.hpp>

#include "support/breaks.hpp"
#include "support/close.hpp"

using namespace bilateral;
using bilateral_test::broken_line;

namespace {

// each window refitted by the checked QR
void check_refits(const regression<double>& model, const coefficient_paths<double>& r,
                  Eigen::Index step, double tolerance) {
  const Eigen::Index k = model.design.cols();
  for (Eigen::Index i = 0; i < r.coefficients.rows(); i += step) {
    const Eigen::Index rows = r.window > 0 ? r.window : r.first_end + i;
    const Eigen::Index first = r.window > 0 ? i : 0;
    const auto fit = least_squares<double>(model.design.middleRows(first, rows),
                                           model.response.segment(first, rows));
    const double s2 = fit.residual_sum_of_squares / double(rows - k);
    for (Eigen::Index j = 0; j < k; ++j) {
      CHECK_CLOSE_REL(r.coefficients(i, j), fit.coefficients[j], tolerance);
      CHECK_CLOSE_REL(r.std_errors(i, j), std::sqrt(s2 * fit.inverse_gram(j, j)), tolerance);
    }
  }
}

}  // namespace

TEST_CASE("every window equals its refit, whatever its place and length") {
  auto model = broken_line(true);
  model.names.push_back("z");
  model.design.conservativeResize(Eigen::NoChange, 3);
  for (Eigen::Index i = 0; i < 120; ++i) model.design(i, 2) = std::cos(1.7 * double(i * i));
  // triangles lose no digits to X'X: 1e-10 although a coefficient may be near zero
  for (const Eigen::Index w : {4, 7, 13, 60, 119, 120}) {
    const auto r = rolling_regression(model, {.window = w});
    CHECK(r.coefficients.rows() == 121 - w);
    CHECK(r.undefined.empty());
    check_refits(model, r, 1, 1e-9);
  }
  const auto e = expanding_regression(model, 5);
  CHECK(e.coefficients.rows() == 116);
  check_refits(model, e, 1, 1e-10);
}

TEST_CASE("errors do not grow along the sample, nor with a large mean") {
  const Eigen::Index n = 40000;
  dense_vector<double> x(n), y(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double t = double(i);
    x[i] = 1e4 + std::sin(t * t);
    y[i] = 3 + (1 + 0.5 * std::sin(t / 900)) * x[i] + std::sin(3 * t * t + 1);
  }
  const auto model = regress(y, {{"x", x}});
  const auto r = rolling_regression(model, {.window = 60});
  // the mean makes the condition number 1e4, and the constant a difference of numbers of 1e4
  check_refits(model, r, 3989, 1e-8);
  for (const Eigen::Index i : {r.coefficients.rows() - 1}) {
    const auto fit =
        least_squares<double>(model.design.middleRows(i, 60), model.response.segment(i, 60));
    CHECK_CLOSE_REL(r.coefficients(i, 1), fit.coefficients[1], 1e-10);
  }
}

TEST_CASE("Newey-West inside the window") {
  const auto model = broken_line(true);
  const auto r = rolling_regression(model, {.window = 40, .newey_west_lags = 3});
  const Eigen::Index i = 17;
  const dense_matrix<double> x = model.design.middleRows(i, 40);
  const auto fit = least_squares<double>(x, model.response.segment(i, 40));
  dense_matrix<double> meat = dense_matrix<double>::Zero(2, 2);
  for (int a = 0; a < 40; ++a) {
    for (int b = 0; b < 40; ++b) {
      const double weight = 1 - std::abs(a - b) / 4.0;
      if (weight > 0) {
        meat += weight * fit.residuals[a] * fit.residuals[b] * x.row(a).transpose() * x.row(b);
      }
    }
  }
  const dense_matrix<double> v = fit.inverse_gram * meat * fit.inverse_gram;
  CHECK_CLOSE_REL(r.std_errors(i, 0), std::sqrt(v(0, 0)), 1e-11);
  CHECK_CLOSE_REL(r.std_errors(i, 1), std::sqrt(v(1, 1)), 1e-11);
  CHECK_CLOSE_REL(r.coefficients(i, 1), fit.coefficients[1], 1e-11);
}

TEST_CASE("a simultaneous band is wider than a pointwise one; for one window it is the same") {
  const auto model = broken_line(true);
  const auto path = rolling_regression(model, {.window = 40, .newey_west_lags = 2});
  const auto band = simultaneous_band(model, path, "x", {.draws = 1000});
  CHECK(band.critical_value > 2.3);
  // not as wide as for 81 independent windows: (1 - 0.05)^(1/81)
  CHECK(band.critical_value < normal_quantile(1 - 0.025 / 81) + 0.05);
  CHECK_CLOSE_REL(band.high[5] - band.low[5], 2 * band.critical_value * path.std_errors(5, 1),
                  1e-12);
  CHECK(band.critical_value == simultaneous_band(model, path, "x", {.draws = 1000}).critical_value);
  const auto whole = rolling_regression(model, {.window = 120});
  const auto one = simultaneous_band(model, whole, "x", {.draws = 20000});
  CHECK_CLOSE_ABS(one.critical_value, one.pointwise_value,
                  0.06);  // 3 errors of a quantile of 20,000
  // of 100 draws the least is their quantile of 1 percent, and of any smaller level
  const auto at = [&](double level) {
    return simultaneous_band(model, path, "x", {.level = level, .draws = 100}).critical_value;
  };
  CHECK(at(0.001) == at(0.01));
  CHECK(at(0.02) > at(0.01));
}

TEST_CASE("windows in which a column is constant are marked") {
  auto model = broken_line(true);
  for (Eigen::Index i = 50; i < 62; ++i) model.design(i, 1) = 2;
  const auto r = rolling_regression(model, {.window = 10, .newey_west_lags = 1});
  CHECK(r.undefined == std::vector<Eigen::Index>{50, 51, 52});
  CHECK(std::isnan(r.coefficients(51, 1)));
  CHECK(std::isnan(r.std_errors(51, 0)));
  CHECK(std::isfinite(r.std_errors(53, 1)));
  CHECK_REFUSES(argument_error, "window 51 is undefined", simultaneous_band(model, r, "x"));
}

TEST_CASE("refusals") {
  auto model = broken_line(true);
  CHECK_REFUSES(argument_error, "the window has 2 rows", rolling_regression(model, {.window = 2}));
  CHECK_REFUSES(argument_error, "the sample only 120", rolling_regression(model, {.window = 121}));
  CHECK_REFUSES(argument_error, "newey_west_lags is 60",
                rolling_regression(model, {.window = 60, .newey_west_lags = 60}));
  const auto path = rolling_regression(model, {.window = 40});
  CHECK_REFUSES(argument_error, "there is no coefficient z", simultaneous_band(model, path, "z"));
  CHECK_REFUSES(argument_error, "level is 0", simultaneous_band(model, path, "x", {.level = 0}));
  CHECK_REFUSES(argument_error, "level is 1", simultaneous_band(model, path, "x", {.level = 1}));
  CHECK_REFUSES(argument_error, "draws is 99", simultaneous_band(model, path, "x", {.draws = 99}));
  CHECK_REFUSES(argument_error, "the path expands",
                simultaneous_band(model, expanding_regression(model, 10), "x"));
  auto shorter = model;
  shorter.response.conservativeResize(119);
  shorter.design.conservativeResize(119, Eigen::NoChange);
  CHECK_REFUSES(argument_error, "the path has 81 windows; the model has 80",
                simultaneous_band(shorter, path, "x"));
  auto flat = model;
  flat.design.col(1).setOnes();
  CHECK_REFUSES(argument_error, "window 1 has collinear columns",
                simultaneous_band(flat, path, "x"));
  flat.design(3, 1) = std::nan("");
  CHECK_REFUSES(argument_error, "row 4", rolling_regression(flat, {.window = 40}));
  shorter.response = model.response;
  CHECK_REFUSES(argument_error, "the design has 119 values but the response has 120",
                rolling_regression(shorter, {.window = 40}));
  model.response[7] = std::nan("");
  CHECK_REFUSES(argument_error, "row 8", expanding_regression(model, 10));
}
