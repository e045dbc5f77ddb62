#include <bilateral/trade/input_output/change.hpp>

#include "support/close.hpp"

using namespace bilateral;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {
input_output_table<double> first() {
  return {{"a", "b", "c"},
          (MatrixXd(3, 3) << 20, 30, 10, 15, 40, 25, 5, 20, 30).finished(),
          (VectorXd(3) << 100, 200, 150).finished()};
}
input_output_table<double> second() {
  return {{"a", "b", "c"},
          (MatrixXd(3, 3) << 25, 28, 16, 30, 36, 31, 4, 40, 20).finished(),
          (VectorXd(3) << 130, 220, 190).finished()};
}
const VectorXd jobs0 = (VectorXd(3) << 50, 20, 90).finished();
const VectorXd jobs1 = (VectorXd(3) << 45, 30, 70).finished();

MatrixXd inverse_of(const input_output_table<double>& t) {
  const MatrixXd a = t.transactions * t.output.cwiseInverse().asDiagonal();
  return (MatrixXd::Identity(a.rows(), a.cols()) - a).inverse();
}
VectorXd demand_of(const input_output_table<double>& t) {
  return t.output - t.transactions.rowwise().sum();
}
double largest(const VectorXd& v) { return v.cwiseAbs().maxCoeff(); }
}  // namespace

TEST_CASE("output: the formulas with explicit inverses, and exact additivity") {
  const auto t0 = first(), t1 = second();
  const auto d = output_change(t0, t1);
  const MatrixXd l0 = inverse_of(t0), l1 = inverse_of(t1);
  const VectorXd f0 = demand_of(t0), f1 = demand_of(t1);
  CHECK(largest(d.total - (t1.output - t0.output)) == 0);
  CHECK(largest(d.technology - (l1 - l0) * (f0 + f1) / 2) < 1e-12);
  CHECK(largest(d.demand() - (l0 + l1) * (f1 - f0) / 2) < 1e-12);
  const double g0 = f0.sum(), g1 = f1.sum();
  CHECK(largest(d.level - (l0 * f0 / g0 + l1 * f1 / g1) * (g1 - g0) / 2) < 1e-12);
  CHECK(largest(d.mix - (l0 * (f1 / g1 - f0 / g0) * g1 + l1 * (f1 / g1 - f0 / g0) * g0) / 2) <
        1e-12);
  CHECK(largest(d.intensity) == 0);
  CHECK(d.largest_residual() < 1e-12);
  // the two polar forms, each exact by itself
  CHECK(largest(d.technology_first - (l1 - l0) * f1) < 1e-12);
  CHECK(largest(d.demand_first - l0 * (f1 - f0)) < 1e-12);
  CHECK(largest(d.technology_second - (l1 - l0) * f0) < 1e-12);
  CHECK(largest(d.demand_second - l1 * (f1 - f0)) < 1e-12);
  CHECK(largest(d.technology_first + d.demand_first - d.total) < 1e-12);
  CHECK(largest(d.technology_second + d.demand_second - d.total) < 1e-12);
}

TEST_CASE("backwards in time every part changes its sign; to itself every part is zero") {
  const auto there = output_change(first(), second()), back = output_change(second(), first());
  CHECK(largest(there.technology + back.technology) < 1e-12);
  CHECK(largest(there.level + back.level) < 1e-12);
  CHECK(largest(there.mix + back.mix) < 1e-12);
  CHECK(largest(there.technology_first + back.technology_second) < 1e-12);
  const auto none = factor_change(first(), first(), jobs0, jobs0);
  for (const auto* part :
       {&none.total, &none.intensity, &none.technology, &none.level, &none.mix}) {
    CHECK(largest(*part) == 0);
  }
}

TEST_CASE("each cause alone is found alone") {
  const auto t0 = first();
  auto twice = t0;  // the same recipes and shares, twice the level
  twice.transactions *= 2;
  twice.output *= 2;
  const auto level = output_change(t0, twice);
  CHECK(largest(level.level - t0.output) < 1e-12);
  CHECK(largest(level.technology) < 1e-13);
  CHECK(largest(level.mix) < 1e-12);

  const MatrixXd a = t0.transactions * t0.output.cwiseInverse().asDiagonal();
  VectorXd f = demand_of(t0);
  f[0] += 10;
  f[1] -= 10;
  auto turned = t0;  // the same recipes and level
  turned.output = inverse_of(t0) * f;
  turned.transactions = a * turned.output.asDiagonal();
  const auto mix = output_change(t0, turned);
  CHECK(largest(mix.mix - (turned.output - t0.output)) < 1e-12);
  CHECK(largest(mix.level) < 1e-12);
  CHECK(largest(mix.technology) < 1e-12);

  MatrixXd b = a;  // only b's recipe
  b(0, 1) += 0.05;
  b(2, 1) -= 0.02;
  auto other = t0;
  other.output = (MatrixXd::Identity(3, 3) - b).inverse() * demand_of(t0);
  other.transactions = b * other.output.asDiagonal();
  const auto recipe = output_change(t0, other);
  CHECK(largest(recipe.technology - (other.output - t0.output)) < 1e-12);
  CHECK(largest(recipe.demand()) < 1e-12);
  CHECK(largest(recipe.technology_by_user.col(1) - recipe.technology) < 1e-12);
  CHECK(largest(recipe.technology_by_user.col(0)) < 1e-12);
}

TEST_CASE("technology by user adds up to technology") {
  const auto d = factor_change(first(), second(), jobs0, jobs1);
  CHECK(largest(d.technology_by_user.rowwise().sum() - d.technology) < 1e-12);
}

TEST_CASE("jobs: intensity, technology, level and mix, against explicit inverses") {
  const auto t0 = first(), t1 = second();
  const auto d = factor_change(t0, t1, jobs0, jobs1);
  CHECK(largest(d.total - (jobs1 - jobs0)) < 1e-13);
  CHECK(d.largest_residual() < 1e-12);
  const VectorXd e0 = jobs0.cwiseQuotient(t0.output), e1 = jobs1.cwiseQuotient(t1.output);
  const MatrixXd l0 = inverse_of(t0), l1 = inverse_of(t1);
  const VectorXd f0 = demand_of(t0), f1 = demand_of(t1);
  CHECK(largest(d.intensity - (e1 - e0).cwiseProduct(t0.output + t1.output) / 2) < 1e-13);
  const VectorXd technology =
      (e0.cwiseProduct((l1 - l0) * f1) + e1.cwiseProduct((l1 - l0) * f0)) / 2;
  CHECK(largest(d.technology - technology) < 1e-12);
  const VectorXd demand = (e0.cwiseProduct(l0 * (f1 - f0)) + e1.cwiseProduct(l1 * (f1 - f0))) / 2;
  CHECK(largest(d.demand() - demand) < 1e-12);
  // output is the factor with coefficients of one
  const auto x = factor_change(t0, t1, t0.output, t1.output), plain = output_change(t0, t1);
  CHECK(largest(x.level - plain.level) < 1e-13);
}

TEST_CASE("refusals") {
  auto t1 = second();
  t1.sectors = {"a", "c", "b"};
  CHECK_REFUSES(argument_error,
                "output_change: sector 2 is b in the first table and c in the second",
                output_change(first(), t1));
  const input_output_table<double> small{{"a"}, MatrixXd::Zero(1, 1), VectorXd::Ones(1)};
  CHECK_REFUSES(argument_error, "the first table has 3 values but the second has 1",
                output_change(first(), small));
  auto empty = second();
  empty.output = empty.transactions.rowwise().sum();
  CHECK_REFUSES(argument_error, "the final demand of the second table",
                output_change(first(), empty));
  CHECK_REFUSES(argument_error, "the factor has 2",
                factor_change(first(), second(), jobs0, VectorXd(VectorXd::Ones(2))));
  auto hungry = first();  // a and b need 1.2 of themselves
  hungry.transactions << 60, 60, 0, 60, 60, 0, 0, 0, 100;
  hungry.output << 100, 100, 1000;
  CHECK_REFUSES(numerical_error, "spectral radius is 1.2, not below 1",
                output_change(first(), hungry));
}
