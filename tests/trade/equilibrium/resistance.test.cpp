// Resistances from costs and from effects.
#include <bilateral/trade/equilibrium/resistance.hpp>

#include <algorithm>
#include <cmath>

#include "support/close.hpp"
#include "support/economies.hpp"

using namespace bilateral;

TEST_CASE("The system of Anderson and van Wincoop holds, and the flows have the margins") {
  for (const double theta : {0.9, 4.0, 9.0}) {
    const auto e = bilateral_test::random_economy(9, 5);
    const auto ease = bilateral_test::random_ease(9, 6, 3.0);
    const auto r = resistances_of_costs(e.output, e.spending, ease, theta, Eigen::Index{4});
    CHECK_CLOSE_ABS(r.inward[4], 1, 1e-15);
    for (Eigen::Index i = 0; i < 9; ++i) {
      double out = 0, in = 0;
      for (Eigen::Index j = 0; j < 9; ++j) {
        out += ease(i, j) * std::pow(r.inward[j], theta) * e.spending[j];
        in += ease(j, i) * std::pow(r.outward[j], theta) * e.output[j];
        CHECK_CLOSE_REL(
            r.flows(i, j),
            e.output[i] * e.spending[j] * ease(i, j) * std::pow(r.outward[i] * r.inward[j], theta),
            1e-12);
      }
      CHECK_CLOSE_REL(std::pow(r.outward[i], -theta), out, 1e-12);
      CHECK_CLOSE_REL(std::pow(r.inward[i], -theta), in, 1e-12);
      CHECK_CLOSE_REL(r.flows.row(i).sum(), e.output[i], 1e-12);
      CHECK_CLOSE_REL(r.flows.col(i).sum(), e.spending[i], 1e-12);
    }
  }
}

TEST_CASE("The certificate measures the flows: tolerance is of what markets do not clear") {
  const auto e = bilateral_test::random_economy(9, 5);
  const auto ease = bilateral_test::random_ease(9, 6, 3.0);
  const auto r =
      resistances_of_costs(e.output, e.spending, ease, 4.0, Eigen::Index{0}, {.tolerance = 0.05});
  double excess = 0, gap = 0;
  for (Eigen::Index i = 0; i < 9; ++i) {
    double sold = 0, bought = 0;
    for (Eigen::Index j = 0; j < 9; ++j) {
      sold += r.flows(i, j);
      bought += r.flows(j, i);
    }
    excess = (std::max)(excess, std::abs(sold / e.output[i] - 1));
    gap = (std::max)(gap, std::abs(bought / e.spending[i] - 1));
  }
  CHECK(r.certificate.largest_excess_demand > 1e-6);  // far from cleared, or this shows nothing
  CHECK(r.certificate.largest_excess_demand < 0.05);
  CHECK_CLOSE_REL(r.certificate.largest_excess_demand, excess, 1e-9);
  CHECK_CLOSE_ABS(r.certificate.price_residual, gap, 1e-14);
  const auto exact = resistances_of_costs(e.output, e.spending, ease, 4.0);
  CHECK(exact.certificate.largest_excess_demand < 1e-12);
}

TEST_CASE("The effects of a fit give the same resistances, whatever their normalisation") {
  const double theta = 5;
  const auto e = bilateral_test::random_economy(6, 8);
  const auto ease = bilateral_test::random_ease(6, 8, 2.0);
  const auto r = resistances_of_costs(e.output, e.spending, ease, theta, Eigen::Index{2});
  // log X_ij = a_i + log t^-theta + b_j
  dense_vector<double> a(6), b(6);
  for (Eigen::Index i = 0; i < 6; ++i) {
    a[i] = std::log(r.flows(i, 0) / ease(i, 0)) + 3;
    b[i] = std::log(r.flows(0, i) / ease(0, i)) - a[0];
  }
  const auto f = resistances_of_effects(a, b, e.output, e.spending, theta, Eigen::Index{2});
  for (Eigen::Index i = 0; i < 6; ++i) {
    CHECK_CLOSE_REL(f.inward[i], r.inward[i], 1e-12);
    CHECK_CLOSE_REL(f.outward[i], r.outward[i], 1e-12);
  }
}

TEST_CASE("Sentences") {
  const dense_vector<double> y = dense_vector<double>::Constant(3, 2);
  dense_vector<double> e = y;
  const dense_matrix<double> ones = dense_matrix<double>::Ones(3, 3);
  CHECK_REFUSES(argument_error, "theta is 0", resistances_of_costs(y, e, ones, 0.0));
  CHECK_REFUSES(argument_error, "must be above 0",
                resistances_of_costs(y, e, dense_matrix<double>(0 * ones), 4.0));
  CHECK_REFUSES(argument_error, "2 x 3",
                resistances_of_costs(y, e, dense_matrix<double>(ones.topRows(2)), 4.0));
  CHECK_REFUSES(argument_error, "reference",
                resistances_of_costs(y, e, ones, 4.0, Eigen::Index{3}));
  CHECK_REFUSES(argument_error, "0 exporter",
                resistances_of_effects(dense_vector<double>(), y, y, e, 4.0));
  CHECK_REFUSES(argument_error, "3 exporter and 2 importer effects for 3 countries",
                resistances_of_effects(y, dense_vector<double>(y.head(2)), y, e, 4.0));
  CHECK_REFUSES(argument_error, "theta is 0", resistances_of_effects(y, y, y, e, 0.0));
  for (const Eigen::Index reference : {-1, 3}) {
    CHECK_REFUSES(argument_error, "reference", resistances_of_effects(y, y, y, e, 4.0, reference));
  }
  CHECK_REFUSES(argument_error, "reference",
                resistances_of_costs(y, e, ones, 4.0, Eigen::Index{-1}));
  CHECK_REFUSES(argument_error, "3 x 2",
                resistances_of_costs(y, e, dense_matrix<double>(ones.leftCols(2)), 4.0));
  CHECK_REFUSES(argument_error, "spending has 2 values but output has 3",
                resistances_of_costs(y, dense_vector<double>(e.head(2)), ones, 4.0));
  const dense_vector<double> alone = y.head(1);
  CHECK_REFUSES(argument_error, "trade needs two countries",
                resistances_of_effects(alone, alone, alone, alone, 4.0));
  e[1] = 0;
  CHECK_REFUSES(argument_error, "not above zero in row 2", resistances_of_costs(y, e, ones, 4.0));
  e[1] = 3;
  CHECK_REFUSES(argument_error, "the world's output is 6 but its spending 7",
                resistances_of_costs(y, e, ones, 4.0));
}
