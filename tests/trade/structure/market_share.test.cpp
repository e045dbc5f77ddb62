#include <bilateral/trade/structure/market_share.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"

using namespace bilateral;

TEST_CASE("the terms equal those of a second implementation and add up") {
  const bilateral_test::reference_values ref("structure.csv");
  const auto before = bilateral_test::sample_flows(), after = bilateral_test::sample_flows(1);
  const Eigen::MatrixXd m0 = import_matrix(before), m1 = import_matrix(after);
  for (int i = 0; i < 8; ++i) {
    const std::string name = "c" + std::to_string(i);
    const auto c = constant_market_share(exports_of(before, name), exports_of(after, name), m0, m1);
    const double got[] = {c->change, c->growth,  c->products, c->markets, c->competitiveness,
                          c->pure,   c->dynamic, c->gains,    c->losses};
    for (int k = 0; k < 9; ++k) {
      // sums of 96 terms that cancel, of the size of the exports
      CHECK_CLOSE_ABS(
          got[k], ref("cms[" + std::to_string(i + 1) + "," + std::to_string(k + 1) + "]"), 1e-9);
    }
  }
}

TEST_CASE("exact over random trade, with markets that open and close") {
  std::mt19937_64 bits(41);
  for (int round = 0; round < 60; ++round) {
    const Eigen::MatrixXd x0 = bilateral_test::random_trade(bits, 4, 5),
                          x1 = bilateral_test::random_trade(bits, 4, 5);
    Eigen::MatrixXd m0 = x0 + bilateral_test::random_trade(bits, 4, 5),
                    m1 = x1 + bilateral_test::random_trade(bits, 4, 5);
    const auto c = constant_market_share(x0, x1, m0, m1);
    const double size = x0.sum() + x1.sum();
    CHECK_CLOSE_ABS(c->growth + c->products + c->markets + c->competitiveness, c->change,
                    1e-12 * size);
    CHECK_CLOSE_ABS(c->pure + c->dynamic, c->competitiveness, 1e-12 * size);
    CHECK_CLOSE_ABS(c->gains + c->losses, c->competitiveness, 1e-12 * size);
    CHECK(c->gains >= 0);
    CHECK(c->losses <= 0);
    // constant shares: no competitiveness
    const auto held = constant_market_share<double>(
        x0, x0.cwiseQuotient((m0.array() > 0).select(m0, 1)).cwiseProduct(m1), m0, m1);
    CHECK_CLOSE_ABS(held->competitiveness, 0, 1e-12 * size);
  }
}

TEST_CASE("reasons and refusals") {
  const Eigen::MatrixXd zero = Eigen::MatrixXd::Zero(1, 2), one = Eigen::MatrixXd::Ones(1, 2);
  CHECK(constant_market_share(zero, one, one, one).reason == "the country exports nothing before");
  CHECK_REFUSES(argument_error,
                "exports after of product 1 to market 1 are 2 but the market imports 1",
                constant_market_share<double>(one, 2 * one, one, one));
  const Eigen::MatrixXd below = -one;
  CHECK_REFUSES(argument_error, "must not be negative",
                constant_market_share(below, one, one, one));
  CHECK_REFUSES(argument_error, "must not be negative",
                constant_market_share(one, below, one, one));
  CHECK_REFUSES(argument_error, "must not be negative",
                constant_market_share(one, one, below, one));
  CHECK_REFUSES(argument_error, "must not be negative",
                constant_market_share(one, one, one, below));
  CHECK_REFUSES(argument_error, "the matrices are 1 x 2 and 2 x 1",
                constant_market_share<double>(one, one.transpose(), one, one));
  CHECK_REFUSES(argument_error, "the matrices are 1 x 2 and 2 x 1",
                constant_market_share<double>(one, one, one.transpose(), one));
  CHECK_REFUSES(argument_error, "the matrices are 1 x 2 and 2 x 1",
                constant_market_share<double>(one, one, one, one.transpose()));
}
