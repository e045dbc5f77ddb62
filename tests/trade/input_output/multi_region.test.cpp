#include <bilateral/trade/input_output/multi_region.hpp>

#include "support/close.hpp"

using namespace bilateral;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {
multi_region_table<double> table() {
  MatrixXd z(6, 6);
  z << 20, 15, 5, 4, 8, 0,  //
      10, 40, 6, 9, 2, 3,   //
      7, 3, 30, 12, 1, 6,   //
      5, 11, 8, 50, 4, 10,  //
      1, 6, 2, 7, 25, 9,    //
      3, 2, 4, 5, 12, 35;
  return {{"coast", "sierra", "jungle"},
          {"mines", "services"},
          z,
          (VectorXd(6) << 100, 150, 120, 200, 90, 130).finished()};
}
MatrixXd coefficients(const multi_region_table<double>& t) {
  return t.transactions * t.output.cwiseInverse().asDiagonal();
}
MatrixXd inverse(const MatrixXd& a) {
  return (MatrixXd::Identity(a.rows(), a.cols()) - a).inverse();
}
}  // namespace

TEST_CASE("multipliers by region and sector are sums of blocks of the explicit inverse") {
  const auto t = table();
  const auto m = multipliers_by_region(multi_region(t));
  const MatrixXd a = coefficients(t), l = inverse(a);
  for (Index k = 0; k < 6; ++k) {
    const Index home = k / 2;
    for (Index q = 0; q < 3; ++q)
      CHECK_CLOSE_REL(m.by_region(q, k), l.col(k).segment(2 * q, 2).sum(), 1e-13);
    for (Index i = 0; i < 2; ++i) {
      CHECK_CLOSE_REL(m.by_sector(i, k), l(i, k) + l(2 + i, k) + l(4 + i, k), 1e-13);
    }
    CHECK_CLOSE_REL(m.total[k], l.col(k).sum(), 1e-13);
    CHECK_CLOSE_REL(m.own[k], l.col(k).segment(2 * home, 2).sum(), 1e-13);
    const MatrixXd alone = inverse(a.block(2 * home, 2 * home, 2, 2));
    CHECK_CLOSE_REL(m.single[k], alone.col(k % 2).sum(), 1e-13);
    CHECK_CLOSE_REL(m.single[k] + m.feedback[k] + m.spillover[k], m.total[k], 1e-13);
    CHECK(m.feedback[k] > 0);
    CHECK(m.spillover[k] > 0);
  }
}

TEST_CASE("feedback of two regions: the partitioned form of Miller and Blair") {
  auto t = table();
  t.regions = {"coast", "sierra"};
  t.transactions = t.transactions.topLeftCorner(4, 4).eval();
  t.output = t.output.head(4).eval();
  const MatrixXd a = coefficients(t);
  const MatrixXd rr = a.topLeftCorner(2, 2), rs = a.topRightCorner(2, 2),
                 sr = a.bottomLeftCorner(2, 2), ss = a.bottomRightCorner(2, 2);
  const VectorXd f = (VectorXd(2) << 100, 30).finished();
  const MatrixXd i = MatrixXd::Identity(2, 2);
  // [I - A^rr - A^rs (I - A^ss)^-1 A^sr] x^r = f^r,  x^s = (I - A^ss)^-1 A^sr x^r
  const VectorXd home = (i - rr - rs * inverse(ss) * sr).inverse() * f;
  const VectorXd away = inverse(ss) * sr * home;
  const auto e = effects_of_region(multi_region(t), "coast", f);
  CHECK(e.region == "coast");
  CHECK((e.output.col(0) - home).cwiseAbs().maxCoeff() < 1e-11);
  CHECK((e.output.col(1) - away).cwiseAbs().maxCoeff() < 1e-11);
  CHECK((e.single - inverse(rr) * f).cwiseAbs().maxCoeff() < 1e-11);
  CHECK((e.feedback - (home - inverse(rr) * f)).cwiseAbs().maxCoeff() < 1e-11);
  CHECK_CLOSE_REL(*e.feedback_share, (home - inverse(rr) * f).sum() / home.sum(), 1e-10);
  CHECK_CLOSE_REL(*e.spillover_share, away.sum() / (away.sum() + home.sum()), 1e-12);
}

TEST_CASE("effects of all regions' final demand add up to the outputs") {
  const auto t = table();
  const auto s = multi_region(t);
  const VectorXd f = t.output - t.transactions.rowwise().sum();
  VectorXd sum = VectorXd::Zero(6);
  for (Index r = 0; r < 3; ++r) {
    const auto e =
        effects_of_region(s, t.regions[static_cast<std::size_t>(r)], VectorXd(f.segment(2 * r, 2)));
    for (Index q = 0; q < 3; ++q) sum.segment(2 * q, 2) += e.output.col(q);
  }
  CHECK((sum - t.output).cwiseAbs().maxCoeff() < 1e-11);
}

TEST_CASE("regions that do not trade, and trade in one direction only") {
  auto t = table();
  MatrixXd z = MatrixXd::Zero(6, 6);
  for (Index r = 0; r < 3; ++r)
    z.block(2 * r, 2 * r, 2, 2) = t.transactions.block(2 * r, 2 * r, 2, 2);
  t.transactions = z;
  const auto apart = multipliers_by_region(multi_region(t));
  CHECK(apart.spillover.cwiseAbs().maxCoeff() < 1e-15);
  CHECK(apart.feedback.cwiseAbs().maxCoeff() < 1e-14);
  t.transactions(2, 0) = 20;  // the coast's mines buy from the sierra's, which buy nothing back
  const auto one_way = multipliers_by_region(multi_region(t));
  CHECK(one_way.spillover[0] > 0.2);
  CHECK(one_way.feedback.cwiseAbs().maxCoeff() < 1e-14);
  CHECK(one_way.by_region(2, 0) < 1e-15);
  const auto nothing = effects_of_region(multi_region(t), "jungle", VectorXd(VectorXd::Zero(2)));
  CHECK_FALSE(nothing.feedback_share.has_value());
  CHECK_FALSE(nothing.spillover_share.has_value());
}

TEST_CASE("a single region is its own Leontief system") {
  auto t = table();
  t.regions = {"country"};
  t.sectors = {"a", "b", "c", "d", "e", "f"};
  const auto s = multi_region(t);
  const auto m = multipliers_by_region(s);
  CHECK((m.total - leontief(flat(t)).output_multipliers).cwiseAbs().maxCoeff() < 1e-14);
  CHECK(m.spillover.cwiseAbs().maxCoeff() == 0);
  CHECK(m.feedback.cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("names and refusals") {
  auto t = table();
  CHECK(t.position("sierra", "services") == 3);
  CHECK(flat(t).sectors[3] == "sierra: services");
  CHECK_REFUSES(argument_error, "there is no region desert", t.position("desert", "mines"));
  CHECK_REFUSES(argument_error, "there is no sector fish", t.position("coast", "fish"));
  const auto s = multi_region(t);
  CHECK_REFUSES(argument_error, "effects_of_region: there is no region desert",
                effects_of_region(s, "desert", VectorXd(VectorXd::Ones(2))));
  CHECK_REFUSES(argument_error, "final_demand has 3",
                effects_of_region(s, "coast", VectorXd(VectorXd::Ones(3))));
  t.regions[1] = "coast";
  CHECK_REFUSES(argument_error, "coast is there twice", multi_region(t));
  t.regions.pop_back();
  t.regions[1] = "sierra";
  CHECK_REFUSES(argument_error, "transactions is 6 x 6 for 4 sectors", multi_region(t));
  t.regions.clear();
  CHECK_REFUSES(argument_error, "there are 0 regions and 2 sectors", multi_region(t));
  auto raw = table();
  raw.output[2] = 10;
  CHECK_REFUSES(argument_error, "sierra: mines buys", multi_region(raw));
}
