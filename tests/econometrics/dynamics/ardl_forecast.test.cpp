#include <bilateral/econometrics/dynamics/ardl_forecast.hpp>
#include <bilateral/econometrics/regression/predict.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::VectorXd;

namespace {
ardl_data<double> made_up() {
  const auto c = read_cells(reference("dynamics_data.csv"));
  return {{"y", column_of(c, "y")}, {{"x", column_of(c, "x")}}, {{"w", column_of(c, "w")}}};
}
ardl_path<double> path() {
  VectorXd x(6);
  x << 1.5, 1.6, 1.2, 1.4, 1.9, 2.0;
  return {{x}, {VectorXd::Constant(6, 0.5)}};
}
const ardl_options with_trend{.deterministics = deterministic_case::unrestricted_trend};
}  // namespace

TEST_CASE("forecasts and their errors equal R's recursion with numerical gradients") {
  const reference_values want("nardl.csv");
  const auto fit = ardl(made_up(), {2, {1}}, iid{}, with_trend);
  const auto full = ardl_forecast(fit, path());
  const auto shocks = ardl_forecast(fit, path(), {.parameter_uncertainty = false});
  for (int h = 1; h <= 6; ++h) {
    CHECK_CLOSE_REL(full.mean[h - 1], want("forecast", h), 1e-9);
    CHECK_CLOSE_REL(shocks.std_error[h - 1], want("forecast shocks se", h), 1e-9);
    // central differences in the oracle: 1e-8
    CHECK_CLOSE_REL(full.std_error[h - 1], want("forecast se", h), 1e-6);
  }
  const double t = student_t_quantile(0.975, fit.inference_dof);
  CHECK_CLOSE_REL(full.high[2] - full.mean[2], t * full.std_error[2], 1e-12);
}

TEST_CASE("one step ahead is the prediction of the regression") {
  const auto data = made_up();
  const auto fit = ardl(data, {2, {1}}, iid{}, with_trend);
  const auto one = ardl_forecast(fit, path());
  const auto& y = data.response.second;
  const auto n = y.size();
  Eigen::MatrixXd row(1, 7);
  row << 1, 161, y[n - 1], y[n - 2], 1.5, data.regressors[0].second[n - 1], 0.5;
  const auto p = predict(static_cast<const ols_result<double>&>(fit), row);
  CHECK_CLOSE_REL(one.mean[0], p.mean[0], 1e-12);
  CHECK_CLOSE_REL(one.std_error[0], p.error[0], 1e-12);
}

TEST_CASE("the bootstrap interval is near the analytic one and the same for any threads") {
  const auto fit = ardl(made_up(), {2, {1}});
  const auto analytic = ardl_forecast(fit, path());
  const auto one = ardl_forecast(
      fit, path(), {.interval = forecast_interval::bootstrap, .replications = 999, .threads = 1});
  const auto three = ardl_forecast(
      fit, path(), {.interval = forecast_interval::bootstrap, .replications = 999, .threads = 3});
  CHECK(one.low == three.low);
  CHECK(one.high == three.high);
  CHECK(one.mean == analytic.mean);
  for (int h = 0; h < 6; ++h) {  // 999 draws and residuals that are not normal: a fifth
    CHECK_CLOSE_REL(one.high[h] - one.low[h], analytic.high[h] - analytic.low[h], 0.2);
    CHECK(one.std_error[h] != analytic.std_error[h]);  // of the draws
    CHECK(three.std_error[h] == one.std_error[h]);
    CHECK_CLOSE_REL(one.std_error[h], analytic.std_error[h], 0.15);
  }
}

TEST_CASE("residuals are drawn from in the size of the shocks, about zero") {
  const auto fit = ardl(made_up(), {2, {1}});  // with a constant: they have the mean zero
  const auto pool = detail::residual_pool(fit);
  CHECK_CLOSE_ABS(pool.mean(), 0, 1e-13 * pool.cwiseAbs().maxCoeff());
  CHECK_CLOSE_REL(pool.squaredNorm() / fit.observations,
                  fit.residuals.squaredNorm() / (fit.observations - fit.parameters), 1e-12);
  CHECK_CLOSE_REL(pool[3] / pool[7], fit.residuals[3] / fit.residuals[7], 1e-10);
}

TEST_CASE("forecasts refuse paths that do not fit") {
  const auto fit = ardl(made_up(), {1, {0}});
  auto p = path();
  p.fixed.clear();
  CHECK_REFUSES(argument_error, "0 fixed columns, the fit 1", ardl_forecast(fit, p));
  p = path();
  p.fixed[0] = VectorXd::Zero(2);
  CHECK_REFUSES(argument_error, "w has 2 values but the horizon has 6", ardl_forecast(fit, p));
  p = path();
  p.regressors[0][3] = std::nan("");
  CHECK_REFUSES(argument_error, "x is missing (NaN) in row 4", ardl_forecast(fit, p));
  CHECK_REFUSES(argument_error, "level is 2", ardl_forecast(fit, path(), {.level = 2}));
  CHECK_REFUSES(argument_error, "level is 0", ardl_forecast(fit, path(), {.level = 0}));
  CHECK_REFUSES(argument_error, "level is 1", ardl_forecast(fit, path(), {.level = 1}));
  p = path();
  p.regressors.clear();
  CHECK_REFUSES(argument_error, "the path has 0 regressors, the fit 1", ardl_forecast(fit, p));
  CHECK_REFUSES(argument_error, "the path is empty",
                ardl_forecast(fit, {{VectorXd()}, {VectorXd()}}));
  auto bare = fit;
  bare.covariance.reset();
  CHECK_REFUSES(argument_error, "the fit has no covariance", ardl_forecast(bare, path()));
  bare = fit;
  bare.sigma.reset();
  CHECK_REFUSES(argument_error, "the fit has no covariance", ardl_forecast(bare, path()));
  bare = fit;
  bare.residuals.resize(0);
  CHECK_REFUSES(argument_error, "the fit kept no residuals",
                ardl_forecast(bare, path(), {.interval = forecast_interval::bootstrap}));
  CHECK_REFUSES(
      argument_error, "at least 99",
      ardl_forecast(fit, path(), {.interval = forecast_interval::bootstrap, .replications = 5}));
}
