#include <bilateral/trade/input_output/multipliers.hpp>

#include "support/close.hpp"

using namespace bilateral;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {
input_output_table<double> table3() {
  return {{"a", "b", "c"},
          (MatrixXd(3, 3) << 20, 30, 10, 15, 40, 25, 5, 20, 30).finished(),
          (VectorXd(3) << 100, 200, 150).finished()};
}
const VectorXd jobs = (VectorXd(3) << 50, 20, 90).finished();
const VectorXd wages = (VectorXd(3) << 30, 50, 40).finished();
const VectorXd consumption = (VectorXd(3) << 25, 45, 30).finished();
}  // namespace

TEST_CASE(
    "effects: direct, first round, indirect and induced add up, against an explicit inverse") {
  const auto t = table3();
  const auto s = leontief(t);
  const auto h = close_for_households(t, wages, consumption);
  const VectorXd e = direct_coefficients(t, "jobs", jobs);
  const auto f = effects(s, e, &h);
  const MatrixXd a = input_coefficients(t);
  const MatrixXd inverse = (MatrixXd::Identity(3, 3) - a).inverse();
  MatrixXd closed = MatrixXd::Identity(4, 4);
  closed.topLeftCorner(3, 3) -= a;
  closed.bottomLeftCorner(1, 3) = -direct_coefficients(t, "wages", wages).transpose();
  closed.topRightCorner(3, 1) = -consumption / 120;
  const MatrixXd closed_inverse = closed.inverse();
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(f.simple[j], e.dot(inverse.col(j)), 1e-13);
    CHECK_CLOSE_REL((*f.total)[j], e.dot(closed_inverse.col(j).head(3)), 1e-13);
    CHECK_CLOSE_REL(f.direct[j] + f.first_round[j] + f.industrial_support()[j], f.simple[j], 1e-13);
    CHECK_CLOSE_REL(f.direct[j] + f.indirect()[j] + f.induced()[j], (*f.total)[j], 1e-13);
    CHECK((*f.total)[j] > f.simple[j]);  // type II >= type I
    CHECK_CLOSE_REL(*f.type_one(j), f.simple[j] / e[j], 1e-15);
    CHECK_CLOSE_REL(*f.type_two(j), (*f.total)[j] / e[j], 1e-15);
  }
  CHECK_CLOSE_REL(h.consumption_share, 100.0 / 120, 1e-15);
}

TEST_CASE("employment content of the whole final demand is all employment") {
  const auto t = table3();
  const auto s = leontief(t);
  const VectorXd f = t.output - t.transactions.rowwise().sum();
  const VectorXd content = factor_content(s, direct_coefficients(t, "jobs", jobs), f);
  CHECK((content - jobs).cwiseAbs().maxCoeff() < 1e-11);
  // and adds over parts of the demand
  const VectorXd part = factor_content(s, direct_coefficients(t, "jobs", jobs), VectorXd(0.3 * f));
  CHECK((part - 0.3 * jobs).cwiseAbs().maxCoeff() < 1e-11);
}

TEST_CASE("prices are one where costs are the table's, and carry a cost rise forward") {
  const auto t = table3();
  const auto s = leontief(t);
  VectorXd primary = VectorXd::Ones(3) - s.coefficients.colwise().sum().transpose();
  CHECK((cost_prices(s, primary).array() - 1).abs().maxCoeff() < 1e-13);
  primary[0] *= 1.1;
  CHECK(cost_prices(s, primary).minCoeff() > 1);
}

TEST_CASE("a sector without the factor has no multiplier; refusals") {
  const auto t = table3();
  const auto s = leontief(t);
  const auto f = effects(s, VectorXd((VectorXd(3) << 0.5, 0, 0.1).finished()));
  CHECK_FALSE(f.type_one(1).has_value());
  CHECK(f.simple[1] > 0);
  CHECK_FALSE(f.type_two(0).has_value());
  CHECK_REFUSES(argument_error, "not closed for households", f.induced());
  CHECK_REFUSES(argument_error, "total wages are 0",
                close_for_households(t, VectorXd(VectorXd::Zero(3)), consumption));
  CHECK_REFUSES(
      numerical_error, "not below 1",
      close_for_households(t, wages, VectorXd((VectorXd(3) << 900, 900, 900).finished() / 9)));
  CHECK_REFUSES(argument_error, "wages has 2",
                close_for_households(t, VectorXd(VectorXd::Ones(2)), consumption));
}
