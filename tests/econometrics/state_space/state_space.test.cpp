#include <bilateral/econometrics/state_space/forecast.hpp>
#include <bilateral/econometrics/state_space/structural_time_series.hpp>

#include <Eigen/LU>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/structural_sample.hpp"

using namespace bilateral;
using bilateral_test::reference_table;
using bilateral_test::structural_sample;

TEST_CASE("filter, smoother, forecasts and likelihood equal statsmodels with exact diffuse start") {
  const structural_sample s;
  const reference_table ref("state_space.csv");
  struct one {
    const char* name;
    structural_options options;
  };
  const one all[] = {
      {"level", {.variances = {1.5, .4}}},
      {"trend", {.trend = trend_component::local_linear_trend, .variances = {1.5, .4, .01}}},
      {"smooth",
       {.trend = trend_component::smooth_trend, .missing = s.gap, .variances = {1.5, .1}}},
      {"season",
       {.trend = trend_component::local_linear_trend,
        .season = 4,
        .missing = s.gap,
        .variances = {.9, .3, .01, .02}}},
  };
  for (const one& o : all) {
    const auto r = fit_structural(s.y, o.options);
    const std::string key = std::string(o.name) + "_";
    CHECK_CLOSE_REL(r.log_likelihood, ref(key + "given_loglik"), 1e-10);
    const Eigen::Index states = (std::min)(Eigen::Index(3), r.model.transition.rows());
    for (const Eigen::Index t : {0, 1, 2, 11, 50, 95}) {
      for (Eigen::Index j = 0; j < states; ++j) {
        // statsmodels' recursions are those of the book, ours symmetrise: 9 digits in common
        CHECK_CLOSE_ABS(r.filter.smoothed(t, j), ref(text(key, "smoothed_", t, "_", j)), 1e-9);
        CHECK_CLOSE_ABS(r.filter.smoothed_variance[std::size_t(t)](j, j),
                        ref(text(key, "variance_", t, "_", j)), 1e-9);
      }
    }
    const auto f = forecast_states(r.model, r.filter, 6, r.model.observation);
    for (Eigen::Index h = 0; h < 6; ++h) {
      CHECK_CLOSE_REL(f.mean[h], ref(text(key, "mean_", h)), 1e-10);
      // statsmodels stops updating variances once they have converged
      CHECK_CLOSE_REL(std::sqrt(f.variance[h]), ref(text(key, "se_", h)), 2e-9);
    }
  }
}

TEST_CASE("fifty digits run through the same filter, smoother and likelihood search") {
  using wide = boost::multiprecision::cpp_bin_float_50;
  const structural_sample s;
  const std::vector<wide> y(s.y.begin(), s.y.end());
  const structural_options given{
      .trend = trend_component::local_linear_trend, .missing = s.gap, .variances = {1.5, .4, .01}};
  const auto a = fit_structural(s.y, given);
  const auto b = fit_structural<wide>(y, given);
  // 96 recursions on variances of one digit: what double loses
  CHECK_CLOSE_REL(a.log_likelihood, static_cast<double>(b.log_likelihood), 1e-13);
  for (const Eigen::Index t : {0, 1, 40, 95}) {
    CHECK_CLOSE_ABS(a.level.value[t], static_cast<double>(b.level.value[t]), 1e-10);
    CHECK_CLOSE_ABS(a.slope.std_error[t], static_cast<double>(b.slope.std_error[t]), 1e-10);
  }
  const auto next = forecast_states(b.model, b.filter, 3, b.model.observation);
  CHECK_CLOSE_REL(structural_forecast(a, 3).mean[2], static_cast<double>(next.mean[2]), 1e-12);

  const auto free = fit_structural(s.y);
  const auto exact = fit_structural<wide>(y);
  for (std::size_t j = 0; j < 2; ++j) {  // both searches stop at a gradient of 1e-8
    CHECK_CLOSE_REL(free.variances[j], static_cast<double>(exact.variances[j]), 1e-6);
  }
}

TEST_CASE("the smoother against generalised least squares on the whole sample") {
  // y = Z a + e with the diffuse start as coefficients: dense algebra, no recursion
  const int n = 9;
  const double h = 0.7, q = 0.3, qs = 0.2;
  std::vector<double> y;
  for (int i = 1; i <= n; ++i) y.push_back(std::sin(3.0 * i * i) + 0.2 * i);
  std::vector<bool> missing(n, false);
  missing[1] = missing[4] = true;
  const structural_options o{
      .trend = trend_component::local_linear_trend, .missing = missing, .variances = {h, q, qs}};
  const auto r = fit_structural(y, o);
  // level_t = m + (t - 1) b + shocks; the shocks' covariance with level_s by their loadings
  dense_matrix<double> x(n, 2), load = dense_matrix<double>::Zero(n, 2 * n);
  for (int t = 0; t < n; ++t) {
    x(t, 0) = 1;
    x(t, 1) = t;
    for (int s = 0; s < t; ++s) {
      load(t, s) = std::sqrt(q);                                     // level shock after period s
      load(t, n + s) = s + 1 < t ? std::sqrt(qs) * (t - s - 1) : 0;  // slope shock
    }
  }
  const dense_matrix<double> omega = load * load.transpose();
  std::vector<int> seen;
  for (int t = 0; t < n; ++t) {
    if (!missing[std::size_t(t)]) seen.push_back(t);
  }
  const auto m = static_cast<Eigen::Index>(seen.size());
  dense_matrix<double> v(m, m), xs(m, 2), cross(n, m);
  dense_vector<double> ys(m);
  for (Eigen::Index i = 0; i < m; ++i) {
    ys[i] = y[std::size_t(seen[std::size_t(i)])];
    xs.row(i) = x.row(seen[std::size_t(i)]);
    cross.col(i) = omega.col(seen[std::size_t(i)]);
    for (Eigen::Index j = 0; j < m; ++j) {
      v(i, j) = omega(seen[std::size_t(i)], seen[std::size_t(j)]) + (i == j ? h : 0);
    }
  }
  const dense_matrix<double> vi = v.inverse();
  const dense_matrix<double> g = (xs.transpose() * vi * xs).inverse();
  const dense_vector<double> b = g * (xs.transpose() * (vi * ys));
  const dense_vector<double> level = x * b + cross * (vi * (ys - xs * b));
  const dense_matrix<double> gap = x - cross * vi * xs;
  const dense_matrix<double> variance =
      omega - cross * vi * cross.transpose() + gap * g * gap.transpose();
  for (int t = 0; t < n; ++t) {
    CHECK_CLOSE_ABS(r.level.value[t], level[t], 1e-11);
    CHECK_CLOSE_ABS(r.level.std_error[t], std::sqrt(variance(t, t)), 1e-11);
  }
}

TEST_CASE("refusals") {
  const structural_sample s;
  CHECK_REFUSES(argument_error, "zero variance", fit_structural(std::vector<double>(20, 4.0)));
  CHECK_REFUSES(argument_error, "season is 1", fit_structural(s.y, {.season = 1}));
  CHECK_REFUSES(argument_error, "the model has 2", fit_structural(s.y, {.variances = {1.0}}));
  auto bad = s.y;
  bad[6] = std::nan("");
  CHECK_REFUSES(argument_error, "row 7", fit_structural(bad));
  CHECK_REFUSES(argument_error, "states", fit_structural(std::vector<double>{1, 2, 4}));
  state_space_model<double> m;
  m.transition = m.state_variance = dense_matrix<double>::Identity(2, 2);
  m.observation = dense_matrix<double>::Ones(1, 2);
  m.observation_variance = 1;
  m.state_variance *= 0.1;
  // two levels of which only the sum is seen
  CHECK_REFUSES(numerical_error, "leave 1 of the diffuse states", kalman_filter(m, s.y));
}

TEST_CASE("the filter of a local level by hand; its likelihood is that of its innovations") {
  const std::vector<double> y{3, 5, 4, 9, 6};
  const std::vector<bool> gap{false, false, true, false, false};
  const double h = 1.5, q = 0.4;
  const auto r = kalman_filter(fit_structural(y, {.variances = {h, q}}).model, y, gap);
  CHECK(r.diffuse_updates == 1);
  CHECK(r.filtered(0, 0) == 3);  // the first value is all that is known
  CHECK_CLOSE_REL(r.filtered_variance[0](0, 0), h, 1e-15);
  CHECK(r.innovation_variance[0] == 0);
  CHECK(r.innovation[1] == 2);
  CHECK_CLOSE_REL(r.innovation_variance[1], 2 * h + q, 1e-15);
  CHECK(r.innovation[2] == 0);
  CHECK(r.innovation_variance[2] == 0);
  CHECK_CLOSE_REL(r.innovation[3], 9 - r.filtered(1, 0), 1e-15);
  CHECK_CLOSE_REL(r.innovation_variance[3], r.filtered_variance[1](0, 0) + 2 * q + h, 1e-15);
  CHECK_CLOSE_REL(r.next_state[0], r.filtered(4, 0), 1e-15);
  CHECK_CLOSE_REL(r.next_variance(0, 0), r.filtered_variance[4](0, 0) + q, 1e-15);
  double sum = -0.5 * std::log(2 * std::numbers::pi);  // of the diffuse one, F_inf = 1
  for (const int t : {1, 3, 4}) {
    sum -= 0.5 * (std::log(2 * std::numbers::pi * r.innovation_variance[t]) +
                  r.innovation[t] * r.innovation[t] / r.innovation_variance[t]);
  }
  CHECK_CLOSE_REL(r.log_likelihood, sum, 1e-14);
  const auto quiet = kalman_filter(fit_structural(y, {.variances = {h, q}}).model, y, gap,
                                   kalman_output::likelihood);
  CHECK(quiet.log_likelihood == r.log_likelihood);
  CHECK(quiet.filtered.size() == 0);
  CHECK(quiet.smoothed.size() == 0);
}

TEST_CASE("refusals of shapes") {
  const std::vector<double> y{3, 5, 4, 9, 6};
  const auto good = fit_structural(y, {.variances = {1, 1}}).model;
  auto m = good;
  m.transition.resize(1, 2);
  CHECK_REFUSES(argument_error, "the transition is 1 x 2", kalman_filter(m, y));
  m = good;
  m.state_variance.resize(2, 1);
  CHECK_REFUSES(argument_error, "the state variance 2 x 1", kalman_filter(m, y));
  m = good;
  m.observation = dense_matrix<double>::Ones(1, 2);
  CHECK_REFUSES(argument_error, "the observation matrix is 1 x 2", kalman_filter(m, y));
  m.observation = dense_matrix<double>::Ones(4, 1);
  CHECK_REFUSES(argument_error, "the observation matrix is 4 x 1; it must be 1 x 1 or 5 x 1",
                kalman_filter(m, y));
  m = good;
  m.observation_variance = -1;
  CHECK_REFUSES(argument_error, "the observation variance is -1", kalman_filter(m, y));
  m = good;
  m.diffuse = {true, true};
  CHECK_REFUSES(argument_error, "diffuse has 2 flags for 1 states", kalman_filter(m, y));
  m = good;
  m.initial_state = dense_vector<double>::Zero(2);
  CHECK_REFUSES(argument_error, "the initial state", kalman_filter(m, y));
  m = good;
  m.initial_variance = dense_matrix<double>::Zero(1, 2);
  CHECK_REFUSES(argument_error, "the initial state", kalman_filter(m, y));
  CHECK_REFUSES(argument_error, "missing has 1 flags for 5 values", kalman_filter(good, y, {true}));
  auto holed = y;
  holed[2] = std::nan("");
  CHECK_REFUSES(argument_error, "the series is not finite in row 3", kalman_filter(good, holed));
  m = good;
  m.diffuse = {false};
  m.observation_variance = 0;
  CHECK_REFUSES(numerical_error, "the innovation of row 1 has no variance", kalman_filter(m, y));
}

TEST_CASE("a start that is known is where the filter begins") {
  const std::vector<double> y{3, 5, 4};
  auto m = fit_structural(std::vector<double>{3, 5, 4, 2}, {.variances = {1, 0.5}}).model;
  m.diffuse = {false};
  m.initial_state = dense_vector<double>::Constant(1, 2.0);
  m.initial_variance = dense_matrix<double>::Constant(1, 1, 3.0);
  const auto r = kalman_filter(m, y);
  CHECK(r.diffuse_updates == 0);
  CHECK(r.innovation[0] == 1);
  CHECK(r.innovation_variance[0] == 4);
  CHECK_CLOSE_REL(r.filtered(0, 0), 2 + 3.0 / 4, 1e-15);
  CHECK_CLOSE_REL(r.filtered_variance[0](0, 0), 3.0 / 4, 1e-15);
}
