#include <bilateral/trade/input_output/bounds.hpp>

#include "support/close.hpp"

#include <cstdint>

using namespace bilateral;

TEST_CASE("input_output_bounds: every table inside the coefficients lies inside the multipliers") {
  const std::vector<std::string> names{"a", "b", "c"};
  Eigen::MatrixXd a(3, 3);
  a << 0.2, 0.1, 0.0, 0.3, 0.1, 0.2, 0.1, 0.25, 0.15;
  const auto open = leontief(names, a);
  const auto box = leontief_within(open, 0.1);
  const Eigen::VectorXd e = Eigen::Vector3d(0.5, 0.2, 0.8), f = Eigen::Vector3d(10, 0, 5);
  const auto jobs_made = box.effects_of(e), outputs = box.output_for(f),
             multipliers = box.output_multipliers();
  // the ends are those of the corner tables, by the series of rounds of production
  for (const double at : {0.9, 1.1}) {
    Eigen::MatrixXd inverse = Eigen::MatrixXd::Identity(3, 3), term = inverse;
    for (int k = 0; k < 400; ++k) inverse += term = (term * a * at).eval();
    for (Eigen::Index j = 0; j < 3; ++j) {
      const auto& b = jobs_made[static_cast<std::size_t>(j)];
      CHECK_CLOSE_REL(at < 1 ? b.low() : b.high(), e.dot(inverse.col(j)), 1e-13);
      const auto& m = multipliers[static_cast<std::size_t>(j)];
      CHECK_CLOSE_REL(at < 1 ? m.low() : m.high(), inverse.col(j).sum(), 1e-13);
    }
  }
  std::uint64_t state = 7;
  for (int draw = 0; draw < 200; ++draw) {
    Eigen::MatrixXd inside = a;
    for (Eigen::Index i = 0; i < 9; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      inside.data()[i] *= 0.9 + 0.2 * (static_cast<double>(state >> 11U) / 9007199254740992.0);
    }
    const auto one = leontief(names, inside);
    const auto effect = one.effects_of(e), x = one.output_for(f);
    for (std::size_t j = 0; j < 3; ++j) {
      CHECK(jobs_made[j].contains(effect[static_cast<Eigen::Index>(j)]));
      CHECK(outputs[j].contains(x[static_cast<Eigen::Index>(j)]));
    }
  }
  // nothing unknown: nothing between
  const auto exact = leontief_within(open, 0.0).output_multipliers();
  CHECK(exact[1].low() == exact[1].high());
  const auto wider = box.effects_of(Eigen::Vector3d(0.4, 0.2, 0.8), e);
  CHECK(wider[0].low() < jobs_made[0].low());
  CHECK(wider[0].high() == jobs_made[0].high());
}

TEST_CASE("input_output_bounds: refusals") {
  const std::vector<std::string> names{"a", "b"};
  Eigen::MatrixXd low(2, 2), high(2, 2);
  low << 0.1, 0.1, 0.1, 0.1;
  high << 0.6, 0.5, 0.5, 0.6;
  CHECK_REFUSES(numerical_error, "the spectral radius is 1.1",
                (void)leontief_between<double>(names, low, high));
  CHECK_REFUSES(
      argument_error, "the coefficient of a in b runs from 0.5 to 0.1",
      (void)leontief_between<double>(names, high, low + Eigen::Matrix2d{{0.5, 0}, {0.5, 0.5}}));
  Eigen::MatrixXd wide = Eigen::MatrixXd::Constant(2, 3, 0.2);
  CHECK_REFUSES(argument_error, "the upper coefficients is 2 x 3 for 2 sectors",
                (void)leontief_between<double>(names, low, wide));
  CHECK_REFUSES(argument_error, "the lower coefficients is 2 x 3 for 2 sectors",
                (void)leontief_between<double>(names, wide, low));
  Eigen::MatrixXd endless = low;
  endless(1, 0) = INFINITY;
  CHECK_REFUSES(argument_error, "the upper coefficients, column a is infinite in row 2",
                (void)leontief_between<double>(names, low, endless));
  const auto open = leontief(names, low);
  CHECK_REFUSES(argument_error, "share is 1", (void)leontief_within(open, 1));
  CHECK_REFUSES(argument_error, "direct coefficients of b run from -1",
                (void)leontief_within(open, 0.1).effects_of(Eigen::Vector2d(1, -1)));
}
