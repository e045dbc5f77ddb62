#include <bilateral/trade/input_output/aggregation.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {
input_output_table<double> table4() {
  return {{"crops", "mining", "food", "services"},
          (MatrixXd(4, 4) << 10, 2, 40, 5, 1, 20, 3, 6, 8, 4, 15, 12, 9, 25, 18, 30).finished(),
          (VectorXd(4) << 100, 120, 150, 260).finished()};
}
const std::vector<sector_group> concordance = {
    {"mining", "primary"}, {"food", "other"}, {"crops", "primary"}, {"services", "other"}};

// S as a matrix
MatrixXd selector(const sector_grouping& g) {
  MatrixXd s =
      MatrixXd::Zero(static_cast<Index>(g.groups.size()), static_cast<Index>(g.sectors.size()));
  for (std::size_t i = 0; i < g.sectors.size(); ++i) s(g.group_of[i], static_cast<Index>(i)) = 1;
  return s;
}
}  // namespace

TEST_CASE("aggregate: sums by hand and S Z S'") {
  const auto t = table4();
  const auto g = group_sectors(t.sectors, concordance);
  CHECK(g.groups == std::vector<std::string>{"primary", "other"});
  CHECK(g.members(0) == std::vector<std::string>{"crops", "mining"});
  const auto a = aggregate(t, concordance);
  CHECK(a.sectors == g.groups);
  CHECK(a.transactions == (MatrixXd(2, 2) << 33, 54, 46, 75).finished());
  CHECK(a.output == (VectorXd(2) << 220, 410).finished());
  const MatrixXd s = selector(g);
  CHECK(a.transactions == MatrixXd(s * t.transactions * s.transpose()));
}

TEST_CASE("totals, balances and final demand by category are kept") {
  const auto t = table4();
  const auto g = group_sectors(t.sectors, concordance);
  const auto a = aggregate(t, g);
  CHECK(a.transactions.sum() == t.transactions.sum());
  CHECK(a.output.sum() == t.output.sum());
  const VectorXd f = t.output - t.transactions.rowwise().sum();
  CHECK(balance_of(a, aggregate(f, g)).largest_imbalance < 1e-15);
  const MatrixXd by_category = (MatrixXd(4, 2) << 30, 13, 40, 50, 100, 11, 150, 28).finished();
  const MatrixXd rows = aggregate_rows(by_category, g);
  CHECK(rows == (MatrixXd(2, 2) << 70, 63, 250, 39).finished());
}

TEST_CASE("one sector per group changes nothing but the order; two steps equal one") {
  const auto t = table4();
  std::vector<sector_group> own;
  for (const auto& s : t.sectors) own.push_back({s, s});
  const auto same = aggregate(t, own);
  CHECK(same.transactions == t.transactions);
  CHECK(same.output == t.output);
  const auto step = aggregate(
      t,
      std::vector<sector_group>{{"crops", "c"}, {"mining", "m"}, {"food", "o"}, {"services", "o"}});
  const auto two = aggregate(
      step, std::vector<sector_group>{{"c", "primary"}, {"m", "primary"}, {"o", "other"}});
  CHECK(two.transactions == aggregate(t, concordance).transactions);
  const auto all = aggregate(
      t,
      std::vector<sector_group>{{"crops", "x"}, {"mining", "x"}, {"food", "x"}, {"services", "x"}});
  CHECK(all.transactions(0, 0) == t.transactions.sum());
}

TEST_CASE(
    "bias: none for the own final demand, none for equal columns, otherwise the inverse by hand") {
  const auto t = table4();
  const auto g = group_sectors(t.sectors, concordance);
  const VectorXd f = t.output - t.transactions.rowwise().sum();
  const auto own = bias_of_aggregation(t, g, f);
  CHECK(own.bias.cwiseAbs().maxCoeff() < 1e-11);
  const VectorXd one = (VectorXd(4) << 0, 1, 0, 0).finished();
  const auto mining = bias_of_aggregation(t, g, one);
  const MatrixXd s = selector(g), i4 = MatrixXd::Identity(4, 4), i2 = MatrixXd::Identity(2, 2);
  const MatrixXd a = t.transactions * t.output.cwiseInverse().asDiagonal();
  const auto small = aggregate(t, g);
  const MatrixXd b = small.transactions * small.output.cwiseInverse().asDiagonal();
  const VectorXd expected = (i2 - b).inverse() * s * one - s * (i4 - a).inverse() * one;
  CHECK((mining.bias - expected).cwiseAbs().maxCoeff() < 1e-13);
  CHECK(mining.bias.cwiseAbs().maxCoeff() > 1e-3);
  CHECK((mining.first_order - (b * s - s * a) * one).cwiseAbs().maxCoeff() < 1e-14);
  auto equal = t;  // crops buys as mining does, food as services
  equal.transactions.col(0) = t.transactions.col(1) * (100.0 / 120);
  equal.transactions.col(2) = t.transactions.col(3) * (150.0 / 260);
  CHECK(bias_of_aggregation(equal, g, one).bias.cwiseAbs().maxCoeff() < 1e-13);
}

TEST_CASE("unknown, missing and doubled sectors are refused by name") {
  const auto t = table4();
  auto c = concordance;
  c.push_back({"fishing", "primary"});
  CHECK_REFUSES(argument_error, "group_sectors: the table has no sector fishing", aggregate(t, c));
  for (int i = 0; i < 6; ++i) c.push_back({"s" + std::to_string(i), "x"});
  CHECK_REFUSES(argument_error, "fishing, s0, s1, s2, s3 and 2 more", aggregate(t, c));
  c = {concordance.begin(), concordance.begin() + 2};
  CHECK_REFUSES(argument_error, "no group for crops, services", aggregate(t, c));
  c = concordance;
  c.push_back({"food", "primary"});
  CHECK_REFUSES(argument_error, "food is in other and in primary", aggregate(t, c));
  c.back() = {"food", "other"};  // the same line twice says the same
  CHECK(aggregate(t, c).output == aggregate(t, concordance).output);
  c.back() = {"food", ""};
  CHECK_REFUSES(argument_error, "the group of food has no name", aggregate(t, c));
  CHECK_REFUSES(argument_error, "the table has the sector a twice",
                group_sectors({"a", "a"}, {{"a", "b"}}));
  CHECK_REFUSES(argument_error, "there are no sectors", group_sectors({}, {}));
  const auto other =
      group_sectors({"a", "b", "c", "d"}, {{"a", "x"}, {"b", "x"}, {"c", "x"}, {"d", "x"}});
  CHECK_REFUSES(argument_error, "other sectors than the table's", aggregate(t, other));
  CHECK_REFUSES(argument_error, "the vector has 2", aggregate(VectorXd(VectorXd::Ones(2)), other));
  CHECK_REFUSES(argument_error, "by rows has 2",
                aggregate_rows(MatrixXd(MatrixXd::Ones(2, 2)), other));
}
