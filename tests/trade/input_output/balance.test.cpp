#include <bilateral/trade/input_output/balance.hpp>

#include "support/close.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

using namespace bilateral;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {
struct draws {
  std::uint64_t state;
  double next() {  // (0, 1)
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (static_cast<double>(state >> 11) + 0.5) / 9007199254740992.0;
  }
};

struct problem {
  MatrixXd a;
  VectorXd u, v;
};

// margins of another table with the same zeros and signs: always feasible
problem random_problem(std::uint64_t seed, Index m, Index n, double zeros, double negatives) {
  draws d{seed};
  problem p;
  p.a = MatrixXd(m, n);
  MatrixXd b(m, n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < m; ++i) {
      const bool zero = d.next() < zeros && i != j % m && j != i % n;
      const double sign = d.next() < negatives ? -1 : 1;
      p.a(i, j) = zero ? 0 : sign * (0.1 + 10 * d.next());
      b(i, j) = p.a(i, j) * (0.5 + d.next());
    }
  }
  p.u = b.rowwise().sum();
  p.v = b.colwise().sum().transpose();
  return p;
}

// rows and columns scaled in place
MatrixXd naive_ras(MatrixXd x, const VectorXd& u, const VectorXd& v) {
  for (int step = 0; step < 5000; ++step) {
    for (Index i = 0; i < x.rows(); ++i) x.row(i) *= u[i] / x.row(i).sum();
    for (Index j = 0; j < x.cols(); ++j) x.col(j) *= v[j] / x.col(j).sum();
  }
  return x;
}

// element by element, each line's factor by bisection of its logarithm
MatrixXd naive_gras(MatrixXd x, const VectorXd& u, const VectorXd& v) {
  const auto scaled = [](double e, double t) { return e > 0 ? e * t : e / t; };
  const auto factor = [&](const VectorXd& line, double total) {
    double low = -40, high = 40;
    for (int k = 0; k < 100; ++k) {
      const double t = (low + high) / 2;
      double sum = 0;
      for (const double e : line) sum += scaled(e, std::exp(t));
      (sum > total ? high : low) = t;
    }
    return std::exp((low + high) / 2);
  };
  for (int step = 0; step < 400; ++step) {
    for (Index i = 0; i < x.rows(); ++i) {
      const double t = factor(x.row(i).transpose(), u[i]);
      for (Index j = 0; j < x.cols(); ++j) x(i, j) = scaled(x(i, j), t);
    }
    for (Index j = 0; j < x.cols(); ++j) {
      const double t = factor(x.col(j), v[j]);
      for (Index i = 0; i < x.rows(); ++i) x(i, j) = scaled(x(i, j), t);
    }
  }
  return x;
}

double distance(const MatrixXd& a, const MatrixXd& x) {
  double sum = 0;
  for (Index j = 0; j < a.cols(); ++j) {
    for (Index i = 0; i < a.rows(); ++i) {
      if (a(i, j) == 0) continue;
      const double z = x(i, j) / a(i, j);
      sum += std::abs(a(i, j)) * (z * std::log(z) - z + 1);
    }
  }
  return sum;
}

double margin_gap(const MatrixXd& x, const VectorXd& u, const VectorXd& v) {
  return (std::max)((x.rowwise().sum() - u).cwiseAbs().maxCoeff(),
                    (x.colwise().sum().transpose() - v).cwiseAbs().maxCoeff());
}

// the example table of Junius & Oosterhaven (2003): goods, services, net taxes
const MatrixXd published = (MatrixXd(3, 4) << 7, 3, 5, -3, 2, 9, 8, 1, -2, 0, 2, 1).finished();
const VectorXd published_u = (VectorXd(3) << 15, 26, -1).finished();
const VectorXd published_v = (VectorXd(4) << 9, 16, 17, -2).finished();
}  // namespace

TEST_CASE("ras: margins, zeros, products of multipliers, against scaling in place") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto p = random_problem(seed, 4 + static_cast<Index>(seed % 3), 5, 0.3, 0);
    const auto r = ras(p.a, p.u, p.v);
    CHECK(r.converged);
    CHECK(r.iterations > 0);
    CHECK(r.largest_gap < 2e-12);
    CHECK(margin_gap(r.matrix, p.u, p.v) < 1e-10);
    CHECK((r.matrix - naive_ras(p.a, p.u, p.v)).cwiseAbs().maxCoeff() < 1e-9);
    const MatrixXd product =
        r.row_multipliers.asDiagonal() * p.a * r.column_multipliers.asDiagonal();
    CHECK((r.matrix - product).cwiseAbs().maxCoeff() < 1e-12);
    CHECK((r.matrix.array() == 0).cwiseEqual(p.a.array() == 0).all());
    CHECK_CLOSE_ABS(r.information, distance(p.a, r.matrix), 1e-11);
  }
}

TEST_CASE("ras: a two by two table has a closed form") {
  // the odds ratio 6 is kept: x (1 + x) = 6 (4 - x)(3 - x)
  const MatrixXd a = (MatrixXd(2, 2) << 2, 1, 1, 3).finished();
  const auto r = ras(a, VectorXd((VectorXd(2) << 4, 4).finished()),
                     VectorXd((VectorXd(2) << 3, 5).finished()));
  // or 5 x^2 - 43 x + 72 = 0
  const double x = (43 - std::sqrt(43.0 * 43 - 4 * 5 * 72)) / 10;
  CHECK_CLOSE_REL(r.matrix(0, 0), x, 1e-11);
  CHECK_CLOSE_REL(r.matrix(1, 1), 1 + x, 1e-11);
}

TEST_CASE("gras equals ras where nothing is negative") {
  for (std::uint64_t seed = 30; seed < 45; ++seed) {
    const auto p = random_problem(seed, 5, 6, 0.25, 0);
    const auto a = ras(p.a, p.u, p.v), b = gras(p.a, p.u, p.v);
    CHECK((a.matrix - b.matrix).cwiseAbs().maxCoeff() < 1e-11);
    CHECK_CLOSE_ABS(a.information, b.information, 1e-11);
  }
}

TEST_CASE("gras: margins, signs and zeros, against bisection element by element") {
  for (std::uint64_t seed = 50; seed < 60; ++seed) {
    const auto p = random_problem(seed, 5, 4, 0.2, 0.25);
    const auto r = gras(p.a, p.u, p.v);
    CHECK(r.converged);
    CHECK(margin_gap(r.matrix, p.u, p.v) < 1e-10);
    CHECK((r.matrix - naive_gras(p.a, p.u, p.v)).cwiseAbs().maxCoeff() < 1e-8);
    CHECK((r.matrix.array() == 0).cwiseEqual(p.a.array() == 0).all());
    CHECK((r.matrix.array() * p.a.array() >= 0).all());
  }
  const auto r = gras(published, published_u, published_v);
  CHECK(margin_gap(r.matrix, published_u, published_v) < 1e-10);
  CHECK((r.matrix - naive_gras(published, published_u, published_v)).cwiseAbs().maxCoeff() < 1e-9);
}

TEST_CASE("the result is nearest: any other table with the margins is farther") {
  const auto r = gras(published, published_u, published_v);
  const auto q = random_problem(7, 3, 4, 0, 0);
  const auto s = ras(q.a, q.u, q.v);
  int tried = 0;
  for (Index i = 0; i < 3; ++i) {
    for (Index k = i + 1; k < 3; ++k) {
      for (Index j = 0; j < 4; ++j) {
        for (Index l = j + 1; l < 4; ++l) {
          for (const double e : {-0.05, -0.001, 0.001, 0.05}) {
            MatrixXd turn = MatrixXd::Zero(3, 4);
            turn(i, j) = turn(k, l) = e;
            turn(i, l) = turn(k, j) = -e;
            CHECK(distance(q.a, s.matrix + turn) > s.information);
            if ((turn.array() != 0 && published.array() == 0).any()) continue;  // zeros stay zeros
            CHECK(distance(published, r.matrix + turn) > r.information);
            ++tried;
          }
        }
      }
    }
  }
  CHECK(tried > 20);
}

TEST_CASE("a table with the margins already is left alone; a second balancing changes nothing") {
  const VectorXd u = published.rowwise().sum(), v = published.colwise().sum().transpose();
  const auto same = gras(published, u, v);  // the correction of Lenzen, Wood & Gallego
  CHECK(same.matrix == published);
  CHECK(same.iterations == 0);
  CHECK(same.information == 0);
  const auto p = random_problem(90, 5, 5, 0.3, 0.2);
  const auto once = gras(p.a, p.u, p.v);
  const auto twice = gras(once.matrix, p.u, p.v);
  CHECK((once.matrix - twice.matrix).cwiseAbs().maxCoeff() < 1e-10);
  CHECK(twice.information < 1e-20);
  const auto q = random_problem(91, 5, 5, 0.3, 0);
  const auto first = ras(q.a, q.u, q.v);
  CHECK((first.matrix - ras(first.matrix, q.u, q.v).matrix).cwiseAbs().maxCoeff() < 1e-10);
}

TEST_CASE("scale: a table and margins a thousand times larger, and long double") {
  const auto p = random_problem(12, 4, 4, 0.2, 0.3);
  const auto r = gras(p.a, p.u, p.v);
  const auto big = gras(MatrixXd(1000 * p.a), VectorXd(1000 * p.u), VectorXd(1000 * p.v));
  CHECK((big.matrix / 1000 - r.matrix).cwiseAbs().maxCoeff() < 1e-11);
  const dense_matrix<long double> a = p.a.cast<long double>();
  const dense_vector<long double> u = p.u.cast<long double>(), v = p.v.cast<long double>();
  CHECK((gras(a, u, v).matrix.cast<double>() - r.matrix).cwiseAbs().maxCoeff() < 1e-10);
}

TEST_CASE("a total of zero clears its line, with a note") {
  const MatrixXd a = (MatrixXd(2, 3) << 1, 2, 3, 4, 5, 6).finished();
  const auto r = ras(a, VectorXd((VectorXd(2) << 3, 6).finished()),
                     VectorXd((VectorXd(3) << 0, 4, 5).finished()));
  CHECK(r.matrix.col(0).isZero(0));
  CHECK(margin_gap(r.matrix, (VectorXd(2) << 3, 6).finished(),
                   (VectorXd(3) << 0, 4, 5).finished()) < 1e-10);
  CHECK(r.column_multipliers[0] == 0);
  REQUIRE(r.notes.size() == 1);
  CHECK(r.notes[0] == "column 1 is set to zero: so is its total");
  CHECK(ras(a, VectorXd(VectorXd::Zero(2)), VectorXd(VectorXd::Zero(3))).matrix.isZero(0));
  // but positive and negative elements can add up to zero
  const MatrixXd b = (MatrixXd(2, 2) << 2, -1, 3, 4).finished();
  const VectorXd u = (VectorXd(2) << 0, 7).finished(), v = (VectorXd(2) << 4, 3).finished();
  const auto g = gras(b, u, v);
  CHECK(g.notes.empty());
  CHECK(g.matrix(0, 0) > 0);
  CHECK(margin_gap(g.matrix, u, v) < 1e-10);
  // a line of negative elements only
  const MatrixXd c = (MatrixXd(2, 2) << -2, -1, 3, 4).finished();
  const VectorXd cu = (VectorXd(2) << -5, 9).finished(), cv = (VectorXd(2) << 1, 3).finished();
  CHECK(margin_gap(gras(c, cu, cv).matrix, cu, cv) < 1e-10);
}

TEST_CASE("margins that differ by rounding are reconciled") {
  auto p = random_problem(21, 4, 4, 0, 0);
  p.u[0] += 4e-11 * p.u.sum();
  const auto r = ras(p.a, p.u, p.v);
  CHECK(r.converged);
  CHECK(margin_gap(r.matrix, p.u, p.v) < 1e-10 * p.u.sum());
}

TEST_CASE("refusals name the line") {
  const MatrixXd a = (MatrixXd(2, 2) << 1, 2, 0, 0).finished();
  const auto two = [](double x, double y) { return VectorXd((VectorXd(2) << x, y).finished()); };
  balancing_options named;
  named.row_names = {"mining", "services"};
  named.column_names = {"Lima", "Cusco"};
  CHECK_REFUSES(argument_error, "ras: services is all zero but its total should be 1",
                ras(a, two(2, 1), two(1, 2), named));
  CHECK_REFUSES(argument_error, "row 2 is all zero", ras(a, two(2, 1), two(1, 2)));
  CHECK_REFUSES(
      argument_error, "Cusco is all zero",
      ras(MatrixXd(a.rowwise().reverse() * MatrixXd((MatrixXd(2, 2) << 1, 0, 0, 0).finished())),
          two(3, 0), two(1, 2), named));
  CHECK_REFUSES(argument_error, "row totals add up to 4 but the column totals to 3",
                ras(a, two(4, 0), two(1, 2)));
  const MatrixXd negative = (MatrixXd(2, 2) << 1, 2, -3, 1).finished();
  CHECK_REFUSES(argument_error, "the element of services and Lima is -3; use gras",
                ras(negative, two(2, 1), two(1, 2), named));
  CHECK_REFUSES(argument_error, "row 1 has no negative element but its total should be -1",
                gras(negative, two(-1, 1), two(-1, 1)));
  CHECK_REFUSES(argument_error, "column 2 has no negative element",
                ras(MatrixXd(MatrixXd::Ones(2, 2)), two(0.5, 0.5), two(2, -1)));
  const MatrixXd below = (MatrixXd(2, 2) << -1, -2, 3, 1).finished();
  CHECK_REFUSES(argument_error, "row 1 has no positive element", gras(below, two(1, 1), two(1, 1)));
  // everything that could fill mining is cleared by Lima's zero
  const MatrixXd only = (MatrixXd(2, 2) << 1, 0, 1, 1).finished();
  CHECK_REFUSES(argument_error, "mining is all zero", ras(only, two(1, 1), two(0, 2), named));
  CHECK_REFUSES(argument_error, "row_totals has 2",
                ras(MatrixXd(MatrixXd::Ones(3, 2)), two(1, 1), two(1, 1)));
  CHECK_REFUSES(argument_error, "column_totals has 2",
                gras(MatrixXd(MatrixXd::Ones(2, 3)), two(1, 1), two(1, 1)));
  CHECK_REFUSES(argument_error, "the matrix is 0 x 0", ras(MatrixXd(), VectorXd(), VectorXd()));
  MatrixXd hole = MatrixXd::Ones(2, 2);
  hole(1, 0) = std::numeric_limits<double>::quiet_NaN();
  CHECK_REFUSES(argument_error, "Lima, is missing (NaN) in row 2",
                ras(hole, two(1, 1), two(1, 1), named));
  named.row_names.pop_back();
  CHECK_REFUSES(argument_error, "there are 1 names for 2 rows",
                ras(only, two(1, 1), two(1, 1), named));
  CHECK_REFUSES(argument_error, "tolerance is 0",
                ras(only, two(1, 1), two(1, 1), {.tolerance = 0}));
}

TEST_CASE("zeros that do not allow the totals: an error with the trace, or a flagged result") {
  const MatrixXd a = (MatrixXd(2, 2) << 1, 0, 1, 1).finished();
  const VectorXd u = (VectorXd(2) << 3, 1).finished(), v = (VectorXd(2) << 2, 2).finished();
  CHECK_REFUSES(convergence_error, "ras: no convergence in 200 iterations: row 1 is off by",
                ras(a, u, v, {.max_iterations = 200}));
  try {
    (void)gras(a, u, v, {.max_iterations = 50});
    FAIL("nothing was thrown");
  } catch (const convergence_error& e) {
    CHECK(e.trace().size() == 50);
  }
  const auto r = ras(a, u, v, {.max_iterations = 200, .accept_unconverged = true});
  CHECK_FALSE(r.converged);
  CHECK(r.iterations == 200);
  CHECK(r.largest_gap > 0.1);
  REQUIRE(r.notes.size() == 1);
  CHECK(bilateral_test::holds(r.notes[0], "the zeros may not allow these totals"));
}
