#include <bilateral/stats/long_run_variance.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/hac_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;

namespace {
struct window_name {
  kernel window;
  const char* name;
};
constexpr window_name windows[] = {{kernel::bartlett, "bartlett"},
                                   {kernel::parzen, "parzen"},
                                   {kernel::quadratic_spectral, "qs"},
                                   {kernel::tukey_hanning, "th"},
                                   {kernel::truncated, "truncated"}};
}  // namespace

// 1e-10: the bandwidths and errors of R, sums of 60 products in another order
TEST_CASE("bandwidths and errors of every kernel equal R sandwich, prewhitened or not") {
  const bilateral_test::reference_table r("hac.csv");
  const bilateral_test::autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const dense_vector<double> weights = (dense_vector<double>(3) << 0, 1, 1).finished();
  for (const auto& w : windows) {
    for (const int white : {0, 1}) {
      const std::string at = std::string(w.name) + "_" + std::to_string(white);
      dense_matrix<double> u = fit.scores->scores;
      const auto p = prewhiten<double>(u);
      if (white == 1) u = p.residuals;
      CHECK_CLOSE_REL(automatic_bandwidth<double>(u, weights, w.window, bandwidth_rule::andrews, 60,
                                                  white == 1),
                      r("andrews_" + at), 1e-10);
      if (w.window != kernel::tukey_hanning && w.window != kernel::truncated) {
        CHECK_CLOSE_REL(automatic_bandwidth<double>(
                            u, weights, w.window, bandwidth_rule::newey_west_1994, 60, white == 1),
                        r("nw94_" + at), 1e-10);
      }
      dense_matrix<double> s =
          weighted_autocovariance<double>(u, kernel_weights(w.window, 3.7, 60));
      if (white == 1) s = (p.recolour * s * p.recolour.transpose()).eval();
      const dense_matrix<double> v = sandwich<double>(fit.scores->bread, s);
      for (Eigen::Index j = 0; j < 3; ++j) {
        const double expected = r("hac37_" + at + "_" + std::to_string(j + 1));
        if (std::isnan(expected)) {
          CHECK(v(j, j) < 0);  // the truncated kernel gives negative variances
        } else {
          CHECK_CLOSE_REL(std::sqrt(v(j, j)), expected, 1e-10);
        }
      }
    }
  }
}

TEST_CASE("weighted_autocovariance equals the double sum, over blocks too") {
  dense_matrix<double> u(5000, 2);
  for (Eigen::Index t = 0; t < u.rows(); ++t) {
    u(t, 0) = std::sin(0.7 * static_cast<double>(t * t % 101));
    u(t, 1) = std::cos(0.3 * static_cast<double>(t));
  }
  const std::vector<double> w{1, 0.8, 0, 0.25};
  dense_matrix<double> expected = u.transpose() * u;
  for (Eigen::Index l = 1; l <= 3; ++l) {
    const dense_matrix<double> g = u.bottomRows(5000 - l).transpose() * u.topRows(5000 - l);
    expected += w[static_cast<std::size_t>(l)] * (g + g.transpose());
  }
  const dense_matrix<double> s = weighted_autocovariance<double>(u, w);
  CHECK((s - expected).cwiseAbs().maxCoeff() < 1e-9);
  CHECK(s == s.transpose());
}

TEST_CASE("kernel weights stop where they vanish; limits") {
  CHECK(kernel_weights(kernel::bartlett, 5, 100).size() == 5);
  CHECK(kernel_weights(kernel::truncated, 5, 100).size() == 6);
  CHECK(kernel_weights(kernel::bartlett, 5, 3).size() == 3);
  CHECK(kernel_weights(kernel::quadratic_spectral, 0, 100).size() == 1);
  CHECK(kernel_weights(kernel::quadratic_spectral, 2, 100).size() == 100);
}

TEST_CASE("refusals") {
  const dense_matrix<double> u = dense_matrix<double>::Ones(10, 2);
  const dense_vector<double> w = dense_vector<double>::Ones(2);
  CHECK_REFUSES(numerical_error, "collinear", prewhiten<double>(u));
  CHECK_REFUSES(numerical_error, "unit root, I - A is singular",
                prewhiten<double>(dense_matrix<double>(u.leftCols(1))));
  CHECK_REFUSES(argument_error, "no constants for the Tukey-Hanning",
                automatic_bandwidth<double>(u, w, kernel::tukey_hanning,
                                            bandwidth_rule::newey_west_1994, 10, false));
  CHECK_REFUSES(argument_error, "3 periods for 2 scores",
                prewhiten<double>(dense_matrix<double>(u.topRows(3))));
  CHECK_REFUSES(argument_error, "the bandwidth is -1", kernel_weights(kernel::parzen, -1, 5));
}
