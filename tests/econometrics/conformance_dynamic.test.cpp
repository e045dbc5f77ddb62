// Every result type of dynamic models answers the same questions in the same way.
#include <bilateral/econometrics/cointegration/cointegrating_regression.hpp>
#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/dynamics/distributed_lag.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>

#include "support/conforms.hpp"
#include "support/hac_data.hpp"

using namespace bilateral;
using bilateral_test::conforms;

TEST_CASE("distributed lags, ARDL, error correction, cointegrating regressions") {
  const bilateral_test::autocorrelated_data d;
  conforms("distributed lag", distributed_lag<double>(d.y, {"x1", d.x1}, 2));
  conforms("almon", almon_lag<double>(d.y, {"x1", d.x1}, {.lags = 4, .degree = 2}));
  conforms("koyck", koyck_lag<double>(d.y, {"x1", d.x1}));
  const auto fit = ardl<double>({{"y", d.y}, {{"x1", d.x1}, {"x2", d.x2}}, {}}, {2, {1, 0}});
  conforms("ardl", fit);
  conforms("long run", long_run(fit));
  conforms("error correction", error_correction(fit));
  Eigen::VectorXd walk(60), price(60);
  double p = 0;
  for (int i = 0; i < 60; ++i) {
    price[i] = p += std::sin(3.0 * i * i);
    walk[i] = 1 + 2 * p + std::cos(7.0 * i * i);
  }
  conforms("dols", dols<double>({"y", walk}, {{"p", price}}));
  conforms("fmols", fmols<double>({"y", walk}, {{"p", price}}));
  conforms("ccr", canonical_cointegrating_regression<double>({"y", walk}, {{"p", price}}));
}
