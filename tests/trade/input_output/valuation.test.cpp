#include <bilateral/trade/input_output/valuation.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
const std::vector<std::string> names{"food", "machines", "trade", "transport"};
price_wedge<double> wedge() {
  Eigen::MatrixXd margins = Eigen::MatrixXd::Zero(4, 2);
  margins << 0.25, 0.05, 0.10, 0.02, 0, 0, 0, 0;
  Eigen::Vector4d taxes(0.20, 0.08, 0.10, -0.05);
  return {margins, {2, 3}, taxes};
}
}  // namespace

TEST_CASE("input_output_valuation: margins go to who earns them, taxes come out, nothing is lost") {
  const Eigen::Vector4d paid(150, 240, 11, 19);
  const auto basic = to_basic_prices<double>(names, paid, wedge());
  // by hand: food 150 / 1.5 = 100, machines 240 / 1.2 = 200, trade 11 / 1.1, transport 19 / 0.95
  CHECK_CLOSE_REL(basic.demand[0], 100.0, 1e-14);
  CHECK_CLOSE_REL(basic.demand[1], 200.0, 1e-14);
  CHECK_CLOSE_REL(basic.demand[2], 10.0 + 25 + 20, 1e-14);
  CHECK_CLOSE_REL(basic.demand[3], 20.0 + 5 + 4, 1e-14);
  CHECK_CLOSE_REL(basic.taxes.sum(), 20.0 + 16 + 1 - 1, 1e-13);
  CHECK_CLOSE_REL(basic.demand.sum() + basic.taxes.sum(), paid.sum(), 1e-15);
  // and back, from the products' own values
  const Eigen::VectorXd own = paid - basic.margins - basic.taxes;
  const auto again = to_purchasers_prices<double>(names, own, wedge());
  for (int i = 0; i < 4; ++i) CHECK_CLOSE_REL(again[i], paid[i], 1e-14);
}

TEST_CASE("input_output_valuation: a table at other prices keeps its quantities") {
  Eigen::Matrix2d z;
  z << 20, 30, 40, 10;
  const input_output_table<double> t{{"a", "b"}, z, Eigen::Vector2d(100, 80)};
  const auto same = at_prices<double>(t, Eigen::Vector2d::Ones().eval());
  CHECK(same.table.transactions == t.transactions);
  const Eigen::Vector2d p(1.5, 0.5);
  const auto r = at_prices<double>(t, p);
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      CHECK_CLOSE_REL(r.table.transactions(i, j) / r.table.output[j],
                      p[i] * (z(i, j) / t.output[j]) / p[j], 1e-15);
    }
  }
  // double deflation: output 150 less 30 and 20; output 40 less 45 and 5
  CHECK_CLOSE_REL(r.value_added[0], 100.0, 1e-15);
  CHECK_CLOSE_REL(r.value_added[1], -10.0, 1e-15);
  REQUIRE(r.notes.size() == 1);
  CHECK(r.notes[0] == "at these prices b pays more for inputs than its output is worth");
}

TEST_CASE("input_output_valuation: refusals") {
  auto w = wedge();
  w.margins(1, 0) = -0.1;
  CHECK_REFUSES(argument_error, "the margin of trade on machines is -0.1",
                (void)to_basic_prices<double>(names, Eigen::Vector4d::Ones().eval(), w));
  w = wedge();
  w.taxes[3] = -1;
  CHECK_REFUSES(argument_error, "the purchasers' price of transport is not above zero",
                (void)to_basic_prices<double>(names, Eigen::Vector4d::Ones().eval(), w));
  w = wedge();
  for (const Eigen::Index outside : {-1, 4}) {
    w.margin_sectors[0] = outside;
    CHECK_REFUSES(argument_error,
                  text("margin sector 1 is at ", outside, "; positions lie between"),
                  (void)to_basic_prices<double>(names, Eigen::Vector4d::Ones().eval(), w));
  }
  w.margin_sectors = {2};
  CHECK_REFUSES(argument_error, "margins are 4 x 2 for 4 products and 1 margin sectors",
                (void)to_basic_prices<double>(names, Eigen::Vector4d::Ones().eval(), w));
  const input_output_table<double> t{
      {"a"}, Eigen::MatrixXd::Constant(1, 1, 1), Eigen::VectorXd::Constant(1, 2)};
  CHECK_REFUSES(argument_error, "the price of a is 0",
                (void)at_prices<double>(t, Eigen::VectorXd::Zero(1).eval()));
}
