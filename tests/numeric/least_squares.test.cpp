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
}
