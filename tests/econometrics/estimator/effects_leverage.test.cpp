#include <bilateral/econometrics/estimator/effects_leverage.hpp>

#include <bilateral/numeric/least_squares.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

namespace {

std::vector<factor> crossed(std::size_t n) {
  std::vector<std::int32_t> a, b;
  for (std::size_t i = 0; i < n; ++i) {
    a.push_back(std::int32_t((i * 7 + i / 13) % 11));
    b.push_back(std::int32_t((i * 5 + i / 9) % 6));
  }
  return {factor{"a", a, 11, {}}, factor{"b", b, 6, {}}};
}

dense_vector<double> weights_of(std::size_t n) {
  dense_vector<double> w(static_cast<Eigen::Index>(n));
  for (Eigen::Index i = 0; i < w.size(); ++i) w[i] = 1 + double((i * 5) % 4);
  return w;
}

// the diagonal of the projection on weighted columns, from a factorisation of them
dense_vector<double> by_columns(const dense_matrix<double>& columns) {
  const checked_qr<double> qr(columns);
  const dense_matrix<double> kept = qr.kept_columns(columns);
  dense_vector<double> h(columns.rows());
  const dense_matrix<double> inverse = qr.inverse_gram();
  for (Eigen::Index i = 0; i < h.size(); ++i)
    h[i] = kept.row(i) * inverse * kept.row(i).transpose();
  return h;
}

dense_matrix<double> dummies(const std::vector<factor>& effects, const dense_vector<double>& w) {
  const auto n = static_cast<Eigen::Index>(effects[0].size());
  Eigen::Index total = 0;
  for (const factor& f : effects) total += f.levels * Eigen::Index(1 + f.slopes.size());
  dense_matrix<double> d = dense_matrix<double>::Zero(n, total);
  Eigen::Index at = 0;
  for (const factor& f : effects) {
    for (std::size_t s = 0; s <= f.slopes.size(); ++s, at += f.levels) {
      for (Eigen::Index i = 0; i < n; ++i) {
        d(i, at + f.codes[std::size_t(i)]) =
            std::sqrt(w[i]) * (s == 0 ? 1 : f.slopes[s - 1].values[std::size_t(i)]);
      }
    }
  }
  return d;
}

}  // namespace

TEST_CASE("effects leverage: exact, against a factorisation of the dummies") {
  const auto effects = crossed(150);
  const dense_vector<double> w = weights_of(150);
  std::vector<double> z;
  for (int i = 0; i < 150; ++i) z.push_back(std::sin(3.0 * i));
  for (const auto& some : {std::vector<factor>{effects[0]}, effects,
                           std::vector<factor>{with_slope(effects[0], "z", z)},
                           std::vector<factor>{effects[0], with_slope(effects[1], "z", z)}}) {
    const auto h = effects_leverage(some, w);
    CHECK(h.exact);
    CHECK(h.largest_error == 0);
    CHECK((h.leverage - by_columns(dummies(some, w))).cwiseAbs().maxCoeff() < 1e-9);
  }
  CHECK_CLOSE_REL(effects_leverage<double>({effects[0]}, {}).leverage.sum(), 11, 1e-14);
}

TEST_CASE("effects leverage: random projection, within the error that it states") {
  const auto effects = crossed(600);
  const dense_vector<double> w = weights_of(600);
  const auto exact = effects_leverage(effects, w);
  const auto random = effects_leverage(effects, w, {.exact_rows = 100, .draws = 400, .seed = 3});
  CHECK_FALSE(random.exact);
  CHECK(random.draws == 400);
  CHECK(random.largest_error <= 1 / (2 * std::sqrt(400.0)));
  double squares = 0;
  for (Eigen::Index i = 0; i < 600; ++i) {
    const double h = exact.leverage[i];
    const double error = 2 * h * (1 - h) / std::sqrt(400.0);
    const double gap = std::abs(random.leverage[i] - h) / error;
    CHECK(gap < 5);  // of 600 standard errors
    squares += gap * gap / 600;
  }
  CHECK(squares < 1.2);  // the stated error is an upper bound on average too
  CHECK(squares >
        0.25);  // and not an idle one (signs vary less than the normal numbers of the bound)
  const auto threads =
      effects_leverage(effects, w, {.exact_rows = 100, .draws = 400, .seed = 3, .threads = 2});
  CHECK(threads.leverage == random.leverage);
  const auto other = effects_leverage(effects, w, {.exact_rows = 100, .draws = 400, .seed = 4});
  CHECK(other.leverage != random.leverage);
}

TEST_CASE("effects leverage: draws come in fours, and the sum of fours is told") {
  const auto effects = crossed(200);
  for (const int asked : {1, 4, 5, 12, 14}) {
    const auto random = effects_leverage<double>(effects, {}, {.exact_rows = 100, .draws = asked});
    CHECK(random.draws == (asked + 3) / 4 * 4);
  }
}

TEST_CASE("effects leverage: a row that the effects fit exactly") {
  auto effects = crossed(600);
  effects[0].codes[17] = effects[0].levels++;  // alone in its level
  const auto random = effects_leverage<double>(effects, {}, {.exact_rows = 100});
  CHECK(random.leverage[17] == 1);
}

TEST_CASE("effects leverage: refusals") {
  const auto effects = crossed(20);
  const dense_vector<double> shorter = dense_vector<double>::Ones(3);
  CHECK_REFUSES(argument_error, "there are no effects", (void)effects_leverage<double>({}, {}));
  CHECK_REFUSES(argument_error, "draws is 0",
                (void)effects_leverage<double>(effects, {}, {.draws = 0}));
  CHECK_REFUSES(argument_error, "3 weights for 20 rows",
                (void)effects_leverage<double>(effects, shorter));
}
