#include <bilateral/numeric/least_squares.hpp>

#include "support/close.hpp"
#include "support/nist.hpp"

#include <map>

using namespace bilateral;
using bilateral_test::digits_of_agreement;

TEST_CASE("least_squares: NIST's linear sets in double") {
  // digits of the worst coefficient and the worst standard error (absolute where certified is 0)
  const std::map<std::string, std::pair<double, double>> wanted{
      {"Norris", {12, 12}},  {"Pontius", {12, 12}}, {"NoInt1", {12, 12}}, {"NoInt2", {12, 12}},
      {"Filip", {7, 7}},     {"Longley", {12, 12}}, {"Wampler1", {9, 9}}, {"Wampler2", {9, 12}},
      {"Wampler3", {9, 12}}, {"Wampler4", {8, 12}}, {"Wampler5", {6, 12}}};
  for (const auto& set : bilateral_test::nist_linear_sets()) {
    CAPTURE(set);
    const bilateral_test::nist_linear<double> data(set);
    const auto fit = least_squares(data.x, data.y);
    CHECK(fit.dropped.empty());
    const double s2 = fit.residual_sum_of_squares / double(data.x.rows() - data.x.cols());
    double coefficients = 15, errors = 15;
    for (const auto& [name, value] : bilateral_test::nist_certified(set)) {
      if (name[0] != 'B') continue;
      const Eigen::Index j = data.x.cols() == 1 ? 0 : std::stoi(name.substr(1));
      coefficients = (std::min)(coefficients,
                                digits_of_agreement(fit.coefficients[j], std::stod(value.value)));
      errors = (std::min)(errors, digits_of_agreement(std::sqrt(s2 * fit.inverse_gram(j, j)),
                                                      std::stod(value.deviation)));
    }
    CHECK_MESSAGE(coefficients >= wanted.at(set).first, "digits of coefficients " << coefficients);
    CHECK_MESSAGE(errors >= wanted.at(set).second, "digits of standard errors " << errors);
  }
}

TEST_CASE("least_squares: float and long double go through the same code") {
  const bilateral_test::nist_linear<float> f("Norris");
  CHECK_CLOSE_REL(least_squares(f.x, f.y).coefficients[1], 1.00211681802045, 1e-6);
  const bilateral_test::nist_linear<long double> l("Longley");
  CHECK_CLOSE_REL(least_squares(l.x, l.y).coefficients[6], 1829.15146461355, 1e-14);
}

TEST_CASE("least_squares: laws over shapes, also across the blocks of rows") {
  for (const Eigen::Index n : {4, 511, 512, 513, 1500}) {
    for (const Eigen::Index k : {1, 3}) {
      Eigen::MatrixXd x(n, k);
      Eigen::VectorXd y(n);
      for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < k; ++j) x(i, j) = std::sin(double((i + 1) * (2 * j + 1)));
        y[i] = std::cos(double(i * i));
      }
      const auto fit = least_squares(x, y);
      CHECK((x.transpose() * fit.residuals).norm() < 1e-12 * y.norm() * std::sqrt(double(n)));
      CHECK((fit.inverse_gram * (x.transpose() * x) - Eigen::MatrixXd::Identity(k, k)).norm() <
            1e-12);
      const checked_qr<double> qr(x);
      CHECK((qr.triangle().transpose() * qr.triangle() - x.transpose() * x).norm() <
            1e-12 * (x.transpose() * x).norm());
      CHECK(qr.condition() > 1 - 1e-14);
    }
  }
}

TEST_CASE("least_squares: the rank decision in column order") {
  for (const Eigen::Index n : {100, 1000, 100000}) {  // 1 1: where a pivoted QR gives 5e12
    const Eigen::MatrixXd x = Eigen::MatrixXd::Ones(n, 2);
    Eigen::VectorXd y(n);
    for (Eigen::Index i = 0; i < n; ++i) y[i] = std::sin(double(i));
    const auto fit = least_squares(x, y);
    REQUIRE(fit.dropped.size() == 1);
    CHECK(fit.dropped[0].column == 1);
    CHECK_CLOSE_REL(fit.coefficients[0], y.mean(), 1e-9);
  }
  SUBCASE("the dummy trap, the later column goes") {
    Eigen::MatrixXd x = Eigen::MatrixXd::Zero(30, 4);
    x.col(0).setOnes();
    for (Eigen::Index i = 0; i < 30; ++i) x(i, 1 + i % 3) = 1;
    const auto fit = least_squares(x, Eigen::VectorXd(x.col(2)));
    CHECK(fit.kept == std::vector<Eigen::Index>{0, 1, 2});
  }
  SUBCASE("a zero column, then dependence through several columns") {
    Eigen::MatrixXd x(50, 5);
    for (Eigen::Index i = 0; i < 50; ++i) {
      x(i, 0) = std::sin(double(i));
      x(i, 1) = 0;
      x(i, 2) = std::cos(double(i));
      x(i, 3) = 3 * x(i, 0) - 1e6 * x(i, 2);
      x(i, 4) = double(i);
    }
    const auto fit = least_squares(x, Eigen::VectorXd(x.col(4)));
    CHECK(fit.kept == std::vector<Eigen::Index>{0, 2, 4});
    CHECK_CLOSE_REL(fit.coefficients[2], 1, 1e-13);
    CHECK(fit.dropped[0].ratio == 0);
  }
  SUBCASE("columns of very different size are not collinear") {
    Eigen::MatrixXd x(40, 3);
    Eigen::VectorXd y(40);
    for (Eigen::Index i = 0; i < 40; ++i) {
      x(i, 0) = 1e-300 * std::sin(double(i));
      x(i, 1) = 1e300 * std::cos(double(i));
      x(i, 2) = 1;
      y[i] = std::sin(double(i)) + 2 * std::cos(double(i)) + 3;
    }
    const auto fit = least_squares(x, y);
    CHECK(fit.dropped.empty());
    CHECK_CLOSE_REL(fit.coefficients[0], 1e300, 1e-13);
    CHECK_CLOSE_REL(fit.coefficients[1], 2e-300, 1e-13);
  }
}

TEST_CASE("least_squares: refusals") {
  Eigen::MatrixXd x = Eigen::MatrixXd::Ones(3, 1);
  Eigen::VectorXd y = Eigen::VectorXd::Ones(3);
  CHECK_REFUSES(argument_error, "no observations",
                least_squares<double>(Eigen::MatrixXd(0, 2), {}));
  CHECK_REFUSES(argument_error, "the design has 3 values but the response has 2",
                least_squares<double>(x, Eigen::VectorXd(2)));
  x(1, 0) = std::nan("");
  CHECK_REFUSES(argument_error, "column 1 is missing (NaN) in row 2", least_squares(x, y));
  x(1, 0) = 1;
  y[2] = INFINITY;
  CHECK_REFUSES(argument_error, "the response is infinite in row 3", least_squares(x, y));
  y[2] = 1;
  CHECK_REFUSES(rank_deficiency_error, "column 2 is determined",
                least_squares<double>(Eigen::MatrixXd::Ones(3, 2), y, {.strict = true}));
  const Eigen::MatrixXd ones = Eigen::MatrixXd::Ones(3, 2);
  CHECK_REFUSES(rank_deficiency_error, "f: b is determined by the columns before it",
                full_rank_qr("f", ones, {"a", "b"}));
  CHECK_REFUSES(rank_deficiency_error, "f: column 2 is determined", full_rank_qr("f", ones, {"a"}));
  CHECK(full_rank_qr<double>("f", ones.leftCols(1), {"a"}).rank() == 1);
}

TEST_CASE("checked_qr: condition, triangle and inverse of two columns by hand") {
  // unit columns (1 0) and (0.6 0.8): R = [1 0.6; 0 0.8], R^-1 = [1 -0.75; 0 1.25], 1-norms 1.4 and 2
  for (const double size : {1.0, 1e5, 1e-7}) {
    Eigen::MatrixXd x(3, 2);
    x << 1, 0.6 * size, 0, 0, 0, 0.8 * size;
    const checked_qr<double> qr(x);
    CHECK_CLOSE_REL(qr.condition(), 2.8, 1e-14);
    CHECK(qr.rank() == 2);
    CHECK_CLOSE_REL(std::abs(qr.triangle()(0, 0)), 1, 1e-15);
    CHECK(qr.triangle()(1, 0) == 0);
  }
  Eigen::MatrixXd x(3, 2);
  x << 1, 0.6, 0, 0.8, 0, 0;
  const checked_qr<double> qr(x);
  const Eigen::MatrixXd r = qr.triangle();
  CHECK_CLOSE_REL(r(0, 1) / r(0, 0), 0.6, 1e-14);
  CHECK_CLOSE_REL(std::abs(r(1, 1)), 0.8, 1e-14);
  // X'X = [1 0.6; 0.6 1], its inverse [1 -0.6; -0.6 1] / 0.64
  const Eigen::MatrixXd inverse = qr.inverse_gram();
  CHECK_CLOSE_REL(inverse(0, 0), 1 / 0.64, 1e-14);
  CHECK_CLOSE_REL(inverse(0, 1), -0.6 / 0.64, 1e-14);
  CHECK(inverse(1, 0) == inverse(0, 1));
  CHECK_CLOSE_REL(inverse(1, 1), 1 / 0.64, 1e-14);
  // Q'y holds the length of what is explained: y = (3 4 12), of which (3 4) is
  const Eigen::VectorXd y = (Eigen::VectorXd(3) << 3, 4, 12).finished();
  CHECK_CLOSE_REL(qr.rotated(y).squaredNorm(), 25, 1e-14);
  for (const Eigen::VectorXd& b : {qr.solve(x, y), qr.unrefined(y)}) {
    CHECK_CLOSE_REL(b[1], 5, 1e-14);
    CHECK_CLOSE_ABS(b[0], 0, 1e-14);
  }
  const auto fit = least_squares(x, y);
  CHECK_CLOSE_REL(fit.residual_sum_of_squares, 144, 1e-14);
  CHECK_CLOSE_REL(fit.condition, qr.condition(), 1e-15);
  CHECK(fit.kept == std::vector<Eigen::Index>{0, 1});
  CHECK_CLOSE_REL(least_squares<double>(x, y, {.refine = false}).coefficients[1], 5, 1e-14);
  CHECK(checked_qr<double>(Eigen::MatrixXd(Eigen::MatrixXd::Zero(3, 1))).condition() == 1);
  CHECK_REFUSES(argument_error, "the response has 2", qr.unrefined(Eigen::VectorXd(2)));
}

TEST_CASE(
    "checked_qr: kept columns stand in their order, and the ratio of one that goes is its sine") {
  Eigen::MatrixXd x(4, 4);
  x << 1, 2, 0, 1,  //
      0, 0, 1, 1,   //
      0, 0, 0, 1,   //
      0, 0, 0, 1;
  const checked_qr<double> qr(x);
  CHECK(qr.kept() == std::vector<Eigen::Index>{0, 2, 3});
  REQUIRE(qr.dropped().size() == 1);
  CHECK(qr.dropped()[0].column == 1);
  CHECK(qr.dropped()[0].ratio < 1e-15);
  Eigen::MatrixXd other(1, 4);
  other << 10, 20, 30, 40;
  CHECK(qr.kept_columns(other) == (Eigen::MatrixXd(1, 3) << 10, 30, 40).finished());
  const Eigen::VectorXd y = (Eigen::VectorXd(4) << 3, 1, 2, 2).finished();
  const Eigen::VectorXd b = qr.solve(x, y);
  CHECK_CLOSE_REL(b[0], 1, 1e-14);  // y = 1 x1 - 1 x3 + 2 x4
  CHECK_CLOSE_REL(b[1], -1, 1e-14);
  CHECK_CLOSE_REL(b[2], 2, 1e-14);
  // the limit of 1e-9, whatever the sizes
  for (const double size : {1.0, 1e100}) {
    for (const double sine : {2e-9, 5e-10}) {
      Eigen::MatrixXd two(2, 2);
      two << 1, size, 0, sine * size;
      const checked_qr<double> pair(two);
      CHECK(pair.rank() == (sine > 1e-9 ? 2 : 1));
      if (sine < 1e-9) CHECK_CLOSE_REL(pair.dropped()[0].ratio, sine, 1e-6);
    }
  }
  // more columns than rows: the later ones go
  CHECK(checked_qr<double>(Eigen::MatrixXd((Eigen::MatrixXd(2, 3) << 1, 0, 1, 0, 1, 1).finished()))
            .kept() == std::vector<Eigen::Index>{0, 1});
}
