#include <bilateral/trade/input_output/system.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

// Miller & Blair (2009), table 2.3: two sectors
input_output_table<double> two_sectors() {
  return {{"agriculture", "manufactures"},
          (MatrixXd(2, 2) << 150, 500, 200, 100).finished(),
          (VectorXd(2) << 1000, 2000).finished()};
}
input_output_table<double> made_up(Eigen::Index n) {
  input_output_table<double> t;
  t.transactions.resize(n, n);
  t.output.resize(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    t.sectors.push_back("s" + std::to_string(i));
    for (Eigen::Index j = 0; j < n; ++j) {
      t.transactions(i, j) = 1 + std::sin(3.0 * double(i * i) + 7.0 * double(j));
    }
    t.output[i] = 3 * double(n) + double(i);
  }
  return t;
}

}  // namespace

TEST_CASE("Miller and Blair's two sectors: coefficients, inverse, output for a final demand") {
  const auto s = leontief(two_sectors());
  CHECK_CLOSE_REL(s.coefficients(0, 0), 0.15, 1e-15);
  CHECK_CLOSE_REL(s.coefficients(0, 1), 0.25, 1e-15);
  // L = [1.254 0.330; 0.264 1.122], printed to three decimals; (600, 1500) gives (1247.52, 1841.58)
  CHECK_CLOSE_ABS(s.output_multipliers[0], 1.254 + 0.264, 1e-3);
  CHECK_CLOSE_ABS(s.output_multipliers[1], 0.330 + 1.122, 1e-3);
  const VectorXd x = s.output_for((VectorXd(2) << 600, 1500).finished());
  CHECK_CLOSE_ABS(x[0], 1247.52, 0.005);
  CHECK_CLOSE_ABS(x[1], 1841.58, 0.005);
}

TEST_CASE("laws: (I - A) L = I, multipliers are the column sums, the table reproduces its output") {
  const auto t = made_up(25);
  const auto s = leontief(t);
  const MatrixXd identity = MatrixXd::Identity(25, 25);
  const MatrixXd inverse = s.factorised.solve(identity);
  CHECK(((identity - s.coefficients) * inverse - identity).cwiseAbs().maxCoeff() < 1e-13);
  for (Eigen::Index j = 0; j < 25; ++j) {
    CHECK_CLOSE_REL(s.output_multipliers[j], inverse.col(j).sum(), 1e-13);
  }
  const VectorXd final_demand = t.output - t.transactions.rowwise().sum();
  CHECK((s.output_for(final_demand) - t.output).cwiseAbs().maxCoeff() < 1e-10);
  CHECK(balance_of(t, final_demand).largest_imbalance < 1e-14);
  // the sum of the powers of A
  MatrixXd power = identity, sum = identity;
  for (int i = 0; i < 400; ++i) sum += power = (power * s.coefficients).eval();
  CHECK((sum - inverse).cwiseAbs().maxCoeff() < 1e-10);
}

TEST_CASE("spectral radius: by hand, of a cycle, of a reducible matrix") {
  CHECK_CLOSE_REL(spectral_radius<double>((MatrixXd(2, 2) << 0.2, 0.15, 0.1, 0.2).finished()),
                  0.2 + std::sqrt(0.015), 1e-11);
  CHECK_CLOSE_REL(spectral_radius<double>((MatrixXd(2, 2) << 0, 0.5, 0.5, 0).finished()), 0.5,
                  1e-12);
  CHECK_CLOSE_REL(
      spectral_radius<double>((MatrixXd(3, 3) << 0.3, 1, 0, 0, 0.7, 0, 0, 0, 0.1).finished()), 0.7,
      1e-9);
  CHECK_REFUSES(argument_error, "none may be negative",
                spectral_radius<double>((MatrixXd(1, 1) << -0.1).finished()));
}

TEST_CASE("productive or not: a column sum above one alone is not fatal") {
  const auto s = leontief<double>({"a", "b"}, (MatrixXd(2, 2) << 0.1, 0.95, 0.05, 0.2).finished());
  CHECK(s.notes.size() == 1);
  CHECK(s.notes[0].starts_with("b buys more than its output: column sum 1.15"));
  CHECK(s.output_multipliers.minCoeff() > 0);
  CHECK_REFUSES(numerical_error, "the spectral radius is 1.3",
                leontief<double>({"a", "b"}, (MatrixXd(2, 2) << 0.8, 0.5, 0.5, 0.8).finished()));
  CHECK_REFUSES(numerical_error, "of b",
                leontief<double>({"a", "b"}, (MatrixXd(2, 2) << 0.5, 1.0, 0.5, 0.9).finished()));
  CHECK_REFUSES(argument_error, "are these flows",
                leontief<double>({"a", "b"}, (MatrixXd(2, 2) << 20, 30, 10, 40).finished()));
}

TEST_CASE("zero output, negative coefficients, refusals") {
  auto t = made_up(4);
  t.transactions.row(2).setZero();
  t.transactions.col(2).setZero();
  t.output[2] = 0;
  const auto s = leontief(t);
  CHECK(s.notes[0] == "s2 buys nothing: its column of coefficients is zero");
  CHECK(s.output_multipliers[2] == 1);
  CHECK(s.notes.back() == "s2 has no output: its column is zero by rule");
  t.transactions(2, 0) = 1;  // sold without being made
  const auto sold = leontief(t);
  CHECK(sold.notes.back() ==
        "s2 has no output: its column is zero by rule, though others buy 1 of it");
  CHECK(sold.output_multipliers[2] == 1);
  CHECK(sold.coefficients(2, 0) == 1 / t.output[0]);
  t.transactions(0, 2) = 1;
  CHECK_REFUSES(argument_error, "s2 has no output but buys", leontief(t));
  auto n = made_up(4);
  n.transactions(1, 1) = -0.5;
  CHECK(leontief(n).notes[0].starts_with("1 coefficients are negative"));
  n.output[1] = -3;
  CHECK_REFUSES(argument_error, "the output of s1 is -3", leontief(n));
  n = made_up(4);
  n.transactions(0, 3) = 100;
  CHECK_REFUSES(argument_error, "s3 buys 100 from s0, more than its output", leontief(n));
  n = made_up(4);
  n.sectors.pop_back();
  CHECK_REFUSES(argument_error, "4 x 4 for 3 sectors", leontief(n));
  n = made_up(4);
  VectorXd f = n.output - n.transactions.rowwise().sum();
  f[1] += 1;
  const auto b = balance_of(n, f);
  CHECK(b.sector == "s1");
  CHECK_CLOSE_REL(b.largest_imbalance, 1 / n.output[1], 1e-10);
  CHECK_REFUSES(argument_error, "final_demand", leontief(n).output_for(VectorXd::Ones(3)));
}

TEST_CASE("balance: the largest gap is found in every sector, and named") {
  for (Eigen::Index gap = 0; gap < 4; ++gap) {
    const auto t = made_up(4);
    VectorXd f = t.output - t.transactions.rowwise().sum();
    f[gap] -= 0.25 * t.output[gap];
    f[(gap + 1) % 4] += 0.125 * t.output[(gap + 1) % 4];
    const auto b = balance_of(t, f);
    CHECK(b.sector == t.sectors[static_cast<std::size_t>(gap)]);
    CHECK_CLOSE_REL(b.largest_imbalance, 0.25, 1e-12);
  }
  auto idle = made_up(2);
  idle.output[1] = 0;
  idle.transactions.row(1).setZero();
  VectorXd f = idle.output - idle.transactions.rowwise().sum();
  CHECK(balance_of(idle, f).largest_imbalance < 1e-14);  // no uses, no output: no gap
  f[1] = 2;
  CHECK_REFUSES(argument_error, "s1 has uses of 2 but no output", balance_of(idle, f));
}

TEST_CASE("coefficients and effects of two sectors by hand") {
  const auto t = two_sectors();
  const MatrixXd a = input_coefficients(t);
  CHECK(a == (MatrixXd(2, 2) << 0.15, 0.25, 0.2, 0.05).finished());
  const VectorXd direct =
      direct_coefficients(t, "jobs", VectorXd((VectorXd(2) << 50, 20).finished()));
  CHECK(direct == (VectorXd(2) << 0.05, 0.01).finished());
  // L = [0.95 0.25; 0.2 0.85] / 0.7575, the determinant of I - A
  const VectorXd jobs = leontief(t).effects_of(direct);
  CHECK_CLOSE_REL(jobs[0], (0.05 * 0.95 + 0.01 * 0.2) / 0.7575, 1e-14);
  CHECK_CLOSE_REL(jobs[1], (0.05 * 0.25 + 0.01 * 0.85) / 0.7575, 1e-14);
  CHECK_REFUSES(argument_error, "direct coefficients",
                leontief(t).effects_of(VectorXd(VectorXd::Ones(3))));
  auto idle = t;
  idle.output[1] = 0;
  CHECK_REFUSES(argument_error, "manufactures has jobs of 20 but no output",
                direct_coefficients(idle, "jobs", VectorXd((VectorXd(2) << 50, 20).finished())));
  CHECK(direct_coefficients(idle, "jobs", VectorXd((VectorXd(2) << 50, 0).finished()))[1] == 0);
  CHECK_REFUSES(argument_error, "jobs", direct_coefficients(t, "jobs", VectorXd(3)));
}
