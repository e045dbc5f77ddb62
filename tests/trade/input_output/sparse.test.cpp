#include <bilateral/trade/input_output/linkages.hpp>
#include <bilateral/trade/input_output/multipliers.hpp>
#include <bilateral/trade/input_output/sparse.hpp>

#include "support/close.hpp"

#include <cstdint>

using namespace bilateral;

namespace {

// n sectors, each buying from about `links` others, inputs a share of output; `sign` makes some negative
sparse_input_output_table<double> made(int n, int links, double share, bool sign = false) {
  std::uint64_t state = 12345;
  const auto draw = [&state] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11U) / 9007199254740992.0;
  };
  sparse_input_output_table<double> t;
  t.output.resize(n);
  for (int j = 0; j < n; ++j) {
    t.sectors.push_back("s" + std::to_string(j));
    t.output[j] = 50 + 100 * draw();
  }
  for (int j = 0; j < n; ++j) {
    std::vector<bool> used(static_cast<std::size_t>(n), false);
    for (int l = 0; l < links; ++l) {
      const auto i = static_cast<Eigen::Index>(draw() * n);
      if (used[static_cast<std::size_t>(i)]) continue;
      used[static_cast<std::size_t>(i)] = true;
      const double value = 2 * share * draw() / links * t.output[j];
      t.transactions.push_back({i, j, sign && l == 0 ? -value : value});
    }
  }
  return t;
}
input_output_table<double> dense(const sparse_input_output_table<double>& t) {
  const auto n = static_cast<Eigen::Index>(t.sectors.size());
  input_output_table<double> d{t.sectors, Eigen::MatrixXd::Zero(n, n), t.output};
  for (const auto& f : t.transactions) d.transactions(f.from, f.to) = f.value;
  return d;
}

}  // namespace

TEST_CASE("sparse_input_output: the figures of the dense system") {
  for (const bool sign : {false, true}) {
    const auto table = made(60, 8, 0.8, sign);
    const auto s = leontief(table);
    const auto d = leontief(dense(table));
    const auto n = static_cast<Eigen::Index>(s.size());
    Eigen::VectorXd e(n), f(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      e[i] = 0.1 + 0.01 * static_cast<double>(i % 7);
      f[i] = static_cast<double>(i % 5) - 1;  // final demand may be negative: inventories
    }
    const auto outputs = s.output_for(f), expected = d.output_for(f);
    const auto jobs_made = s.effects_of(e), jobs_expected = d.effects_of(e);
    const auto ahead = forward_linkages(s, table.output);
    const auto linked = linkages(d, table.output);
    const auto content = factor_content(s, e, f);
    const auto content_expected = factor_content(d, e, f);
    for (Eigen::Index i = 0; i < n; ++i) {
      CHECK_CLOSE_REL(s.output_multipliers[i], d.output_multipliers[i], 1e-11);
      CHECK_CLOSE_REL(jobs_made[i], jobs_expected[i], 1e-11);
      CHECK_CLOSE_REL(ahead[i], linked.forward[i], 1e-10);
      CHECK_CLOSE_ABS(outputs[i], expected[i], 1e-11 * f.cwiseAbs().sum());
      CHECK_CLOSE_ABS(content[i], content_expected[i], 1e-11 * f.cwiseAbs().sum());
    }
    CHECK(s.notes.size() == (sign ? 1 : 0));
  }
}

TEST_CASE("sparse_input_output: 2,000 sectors close their own accounts") {
  const auto table = made(2000, 20, 0.5);
  const auto s = leontief(table);
  CHECK(s.sweeps < 100);
  // the final demand that the table implies calls for the table's output
  const Eigen::VectorXd f = table.output - s.coefficients * table.output;
  CHECK_CLOSE_REL(s.output_for(f).sum(), table.output.sum(), 1e-11);
  CHECK((s.output_for(f) - table.output).cwiseAbs().maxCoeff() < 1e-9);
}

TEST_CASE("sparse_input_output: sectors without output or links") {
  sparse_input_output_table<double> t{
      {"a", "b", "idle"}, {{0, 1, 25.0}, {1, 1, 10.0}}, Eigen::Vector3d(100, 50, 0)};
  const auto s = leontief(t);
  CHECK(s.output_multipliers[0] == 1);
  CHECK_CLOSE_REL(s.output_multipliers[1], (1 + 0.5) / 0.8, 1e-15);
  CHECK(forward_linkages(s, t.output)[2] == 1);
  t.transactions.push_back({2, 0, 1.0});  // sold without being made: a column of zeros, noted
  const auto sold = leontief(t);
  CHECK(sold.notes.back() ==
        "idle has no output: its column is zero by rule, though others buy of it");
  CHECK_CLOSE_REL(sold.output_multipliers[0], 1.01, 1e-15);
  t.transactions.push_back({0, 2, 1.0});
  CHECK_REFUSES(argument_error, "idle has no output but buys", (void)leontief(t));
}

TEST_CASE("sparse_input_output: refusals") {
  const sparse_input_output_table<double> good{
      {"a", "b"}, {{0, 1, 25.0}}, Eigen::Vector2d(100, 50)};
  const auto with = [&](std::vector<sector_flow<double>> flows) {
    auto t = good;
    t.transactions = std::move(flows);
    return t;
  };
  CHECK_REFUSES(argument_error, "the flow from a to b is there twice",
                (void)leontief(with({{0, 1, 1.0}, {1, 0, 1.0}, {0, 1, 2.0}})));
  CHECK_REFUSES(argument_error, "flow 1 goes from sector 0 to 2",
                (void)leontief(with({{0, 2, 1.0}})));
  CHECK_REFUSES(argument_error, "b buys 60 from a, more than its output of 50",
                (void)leontief(with({{0, 1, 60.0}})));
  CHECK_REFUSES(argument_error, "is not finite", (void)leontief(with({{0, 1, std::nan("")}})));
  CHECK_REFUSES(
      numerical_error,
      "the spectral radius is 1.24051, not below 1: the table is not productive; the largest column sum is 1.3, of b",
      (void)leontief(with({{0, 0, 90.0}, {1, 0, 30.0}, {0, 1, 25.0}, {1, 1, 40.0}})));
  auto negative = good;
  negative.output[0] = -1;
  CHECK_REFUSES(argument_error, "the output of a is -1", (void)leontief(negative));
  CHECK_REFUSES(convergence_error, "1 sweeps do not",
                (void)leontief(made(60, 8, 0.8), {.most = 1}));
  CHECK_REFUSES(argument_error, "there are no sectors",
                (void)leontief(sparse_input_output_table<double>{}));
  CHECK_REFUSES(argument_error, "tolerance is 0 and most", (void)leontief(good, {.tolerance = 0}));
  CHECK_REFUSES(argument_error, "and most 0", (void)leontief(good, {.most = 0}));
  auto longer = good;
  longer.output = Eigen::Vector3d(100, 50, 20);
  CHECK_REFUSES(argument_error, "output has 3", (void)leontief(longer));
  CHECK_REFUSES(argument_error, "flow 1 goes from sector -1 to 0",
                (void)leontief(with({{-1, 0, 1.0}})));
  CHECK_REFUSES(argument_error, "direct coefficients",
                (void)leontief(good).effects_of(Eigen::VectorXd::Ones(1)));
  CHECK_REFUSES(argument_error, "final_demand",
                (void)leontief(good).output_for(Eigen::VectorXd::Ones(3)));
}
