#include <bilateral/trade/input_output/linkages.hpp>

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
}  // namespace

TEST_CASE("linkages: backward from L, forward from the explicit Ghosh inverse") {
  const auto t = table3();
  const auto s = leontief(t);
  const auto l = linkages(s, t.output);
  const MatrixXd b = t.output.cwiseInverse().asDiagonal() * t.transactions;  // b_ij = z_ij / x_i
  const MatrixXd ghosh = (MatrixXd::Identity(3, 3) - b).inverse();
  const MatrixXd inverse = (MatrixXd::Identity(3, 3) - s.coefficients).inverse();
  for (Eigen::Index i = 0; i < 3; ++i) {
    CHECK_CLOSE_REL(l.forward[i], ghosh.row(i).sum(), 1e-13);
    CHECK_CLOSE_REL(l.backward[i], inverse.col(i).sum(), 1e-13);
    const bool back = l.backward[i] > l.backward.mean(), ahead = l.forward[i] > l.forward.mean();
    CHECK((l.kind[static_cast<std::size_t>(i)] == linkage_kind::key) == (back && ahead));
    CHECK((l.kind[static_cast<std::size_t>(i)] == linkage_kind::weak) == (!back && !ahead));
  }
  CHECK_CLOSE_REL(l.normalised_backward.mean(), 1, 1e-14);
  CHECK_CLOSE_REL(l.normalised_forward.mean(), 1, 1e-14);
}

TEST_CASE("dispersion: means of one, variation by the definition") {
  const auto s = leontief(table3());
  const auto d = dispersion(s);
  const MatrixXd inverse = (MatrixXd::Identity(3, 3) - s.coefficients).inverse();
  CHECK_CLOSE_REL(d.power.mean(), 1, 1e-14);
  CHECK_CLOSE_REL(d.sensitivity.mean(), 1, 1e-14);
  for (Eigen::Index j = 0; j < 3; ++j) {
    double squares = 0;
    for (Eigen::Index i = 0; i < 3; ++i)
      squares += std::pow(inverse(i, j) - inverse.col(j).mean(), 2);
    CHECK_CLOSE_REL(d.power_cv[j], std::sqrt(squares / 2) / inverse.col(j).mean(), 1e-12);
    double across = 0;
    for (Eigen::Index i = 0; i < 3; ++i)
      across += std::pow(inverse(j, i) - inverse.row(j).mean(), 2);
    CHECK_CLOSE_REL(d.sensitivity_cv[j], std::sqrt(across / 2) / inverse.row(j).mean(), 1e-12);
    CHECK_CLOSE_REL(d.power[j], 3 * inverse.col(j).sum() / inverse.sum(), 1e-13);
    CHECK_CLOSE_REL(d.sensitivity[j], 3 * inverse.row(j).sum() / inverse.sum(), 1e-13);
  }
}

TEST_CASE("extraction: the loss is the sector and what it drew from others") {
  const auto t = table3();
  const auto s = leontief(t);
  const VectorXd f = t.output - t.transactions.rowwise().sum();
  for (Eigen::Index k = 0; k < 3; ++k) {
    const auto r = extract(s, f, k);
    CHECK_CLOSE_ABS(r.output[k], 0, 1e-12);
    CHECK_CLOSE_REL(r.loss, t.output.sum() - r.output.sum(), 1e-12);
    CHECK(r.loss_elsewhere > 0);
    CHECK_CLOSE_REL(r.loss_elsewhere, r.loss - t.output[k], 1e-12);
  }
  // a sector that trades with nobody takes nothing with it
  input_output_table<double> lone = t;
  lone.transactions.row(2).setZero();
  lone.transactions.col(2).setZero();
  const auto alone = leontief(lone);
  const VectorXd g = lone.output - lone.transactions.rowwise().sum();
  CHECK_CLOSE_ABS(extract(alone, g, 2).loss_elsewhere, 0, 1e-11);
  CHECK_REFUSES(argument_error, "no sector 4", extract(s, f, 3));
  CHECK_REFUSES(argument_error, "a single sector",
                dispersion(leontief<double>({"a"}, MatrixXd::Constant(1, 1, 0.5))));
}

TEST_CASE("a sector without output has the forward linkage of one") {
  input_output_table<double> t = table3();
  t.transactions.row(1).setZero();
  t.transactions.col(1).setZero();
  t.output[1] = 0;
  CHECK(linkages(leontief(t), t.output).forward[1] == 1);
}
