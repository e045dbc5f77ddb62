#include <bilateral/trade/structure/comparative_advantage.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"

using namespace bilateral;

namespace {

void check_against(const index_matrix<double>& got, const bilateral_test::reference_values& ref,
                   const std::string& name, double tolerance) {
  for (Eigen::Index i = 0; i < got.values.rows(); ++i) {
    for (Eigen::Index k = 0; k < got.values.cols(); ++k) {
      const std::string at = name + "[" + std::to_string(i + 1) + "," + std::to_string(k + 1) + "]";
      INFO(at);
      CHECK_CLOSE_ABS(got.values(i, k), ref(at), tolerance);
    }
  }
}

}  // namespace

// roundings of sums over 12 products and 8 countries; Vollrath's differences of sums lose a digit
TEST_CASE("the indices equal those of a second implementation") {
  const bilateral_test::reference_values ref("structure.csv");
  const auto flows = bilateral_test::sample_flows();
  const Eigen::MatrixXd x = export_matrix(flows), m = import_matrix(flows);
  check_against(balassa(x), ref, "balassa", 1e-13);
  check_against(symmetric_balassa(x), ref, "symmetric", 1e-14);
  check_against(normalised_balassa(x), ref, "normalised", 1e-15);
  check_against(additive_balassa(x), ref, "additive", 1e-15);
  check_against(weighted_balassa(x), ref, "weighted", 1e-13);
  check_against(lafay(x, m), ref, "lafay", 1e-12);
  Eigen::VectorXd gdp(8);
  gdp << 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000;
  check_against(contribution_to_balance(x, m, gdp), ref, "contribution", 1e-10);
  check_against(michaely(x, m), ref, "michaely", 1e-14);
  const auto v = vollrath(x, m);
  check_against(v.export_advantage, ref, "rxa", 1e-12);
  check_against(v.import_advantage, ref, "rma", 1e-12);
  check_against(v.trade_advantage, ref, "rta", 1e-12);
  check_against(v.competitiveness, ref, "rc", 1e-12);
}

TEST_CASE("Balassa by hand: three countries, two products") {
  Eigen::MatrixXd x(3, 2);
  x << 30, 70, 50, 50, 0, 10;
  const auto r = balassa(x);
  CHECK_CLOSE_REL(r.values(0, 0), .3 / (80. / 210), 1e-15);
  CHECK(r.values(2, 0) == 0);
  CHECK_CLOSE_REL(r.values(2, 1), 210. / 130, 1e-15);
}

TEST_CASE("ranges and identities over random tables") {
  std::mt19937_64 bits(11);
  for (int round = 0; round < 60; ++round) {
    const Eigen::MatrixXd x = bilateral_test::random_trade(bits, 3 + round % 5, 4 + round % 9);
    const Eigen::MatrixXd m = bilateral_test::random_trade(bits, x.rows(), x.cols());
    const Eigen::VectorXd product = x.colwise().sum().transpose();
    const double world = x.sum();
    const auto r = balassa(x).values;
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      CHECK_CLOSE_ABS(r.row(i).dot(product) / world, 1, 1e-13);  // weighted mean
      CHECK(r.row(i).maxCoeff() >= 1 - 1e-14);
      CHECK(r.row(i).maxCoeff() <= world / x.row(i).sum() * (1 + 1e-14));
    }
    const auto s = symmetric_balassa(x).values;
    CHECK(s.minCoeff() >= -1);
    CHECK(s.maxCoeff() < 1);
    const auto n = normalised_balassa(x).values;
    CHECK(n.rowwise().sum().cwiseAbs().maxCoeff() < 1e-15);
    CHECK(n.colwise().sum().cwiseAbs().maxCoeff() < 1e-15);
    CHECK(n.cwiseAbs().maxCoeff() <= .25);
    CHECK(additive_balassa(x).values.rowwise().sum().cwiseAbs().maxCoeff() < 1e-14);
    CHECK((weighted_balassa(x).values.rowwise().mean().array() - 1).abs().maxCoeff() < 1e-14);
    const auto l = lafay(x, m).values;
    CHECK(l.rowwise().sum().cwiseAbs().maxCoeff() < 1e-12);
    CHECK(l.cwiseAbs().maxCoeff() <= 50);
    CHECK(michaely(x, m).values.rowwise().sum().cwiseAbs().maxCoeff() < 1e-14);
    CHECK(balassa<double>(1e250 * x).values.isApprox(r, 1e-13));  // no unit matters
  }
}

TEST_CASE("no trade has a reason, bad arguments are refused") {
  Eigen::MatrixXd x(2, 3), m(2, 3);
  x << 1, 2, 0, 0, 0, 0;
  m << 0, 0, 0, 0, 0, 0;
  const auto r = balassa(x);
  CHECK(*r.at(0, 0) == 1);
  CHECK(r.at(0, 2).reason == "nobody exports the product");
  CHECK(r.at(1, 0).reason == "the country exports nothing");
  CHECK(lafay(x, m).at(1, 1).reason == "the country trades nothing");
  CHECK(*lafay(x, m).at(0, 2) == 0);
  CHECK(michaely(x, m).at(0, 0).reason == "the country exports nothing or imports nothing");
  CHECK(vollrath(x, m).export_advantage.at(0, 0).reason ==
        "the country trades no other product, or no other country trades the product");
  CHECK_REFUSES(argument_error, "element 2, 0 of a matrix of 2 x 3", r.at(2, 0));
  x(1, 2) = -3;
  CHECK_REFUSES(argument_error, "balassa: exports is -3 in row 2, column 3", balassa(x));
  CHECK_REFUSES(argument_error, "lafay: the matrices are 2 x 3 and 2 x 2",
                lafay(m, Eigen::MatrixXd(m.leftCols(2))));
  CHECK_REFUSES(argument_error, "gdp is 0 in row 1",
                contribution_to_balance(m, m, Eigen::VectorXd(Eigen::VectorXd::Zero(2))));
}

TEST_CASE("the indices of one country and product are the elements of the matrices") {
  std::mt19937_64 bits(5);
  const Eigen::MatrixXd x = bilateral_test::random_trade(bits, 6, 9);
  const auto a = balassa(x), b = symmetric_balassa(x), c = normalised_balassa(x),
             d = additive_balassa(x);
  for (Eigen::Index i = 0; i < 6; ++i) {
    for (Eigen::Index k = 0; k < 9; ++k) {
      const export_position<double> at{x(i, k), x.row(i).sum(), x.col(k).sum(), x.sum()};
      CHECK_CLOSE_ABS(*balassa(at), a.values(i, k), 1e-12);
      CHECK_CLOSE_ABS(*symmetric_balassa(at), b.values(i, k), 1e-13);
      CHECK_CLOSE_ABS(*normalised_balassa(at), c.values(i, k), 1e-14);
      CHECK_CLOSE_ABS(*additive_balassa(at), d.values(i, k), 1e-14);
    }
  }
  CHECK(balassa(export_position<double>{0, 0, 2, 4}).reason == "the country exports nothing");
  CHECK(balassa(export_position<double>{0, 2, 0, 4}).reason == "nobody exports the product");
  CHECK_REFUSES(argument_error, "a part exceeds its total",
                balassa(export_position<double>{3, 2, 3, 4}));
  CHECK_REFUSES(argument_error, "exports or a total is -1",
                balassa(export_position<double>{-1, 2, 3, 4}));
}

namespace {

void check_same(const index_value<double>& one, const index_value<double>& element,
                double tolerance) {
  CHECK(one.has_value() == element.has_value());
  CHECK(one.reason == element.reason);
  if (one && element) CHECK_CLOSE_ABS(*one, *element, tolerance);
}

}  // namespace

// no trade, one product alone and one country alone are among the tables: reasons are compared too
TEST_CASE(
    "weighted, Lafay, Michaely and Vollrath of one product are the elements of the matrices") {
  std::mt19937_64 bits(17);
  for (int round = 0; round < 6; ++round) {
    Eigen::MatrixXd x = bilateral_test::random_trade(bits, 5, 7);
    Eigen::MatrixXd m = bilateral_test::random_trade(bits, 5, 7);
    if (round > 0) x.row(0).setZero();
    if (round > 1) x.col(2).setZero();
    if (round > 2) m.row(0).setZero();
    if (round > 3) x.row(3).tail(6).setZero();
    if (round > 4) m.col(1).tail(4).setZero();
    const auto w = weighted_balassa(x), l = lafay(x, m), c = michaely(x, m);
    const auto v = vollrath(x, m);
    const Eigen::VectorXd world = x.colwise().sum().transpose();
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      const Eigen::VectorXd own = x.row(i).transpose();
      for (Eigen::Index k = 0; k < x.cols(); ++k) {
        INFO("round ", round, ", ", i, ", ", k);
        check_same(weighted_balassa<double>({own.data(), 7}, {world.data(), 7}, to_size(k)),
                   w.at(i, k), 1e-12);
        const product_trade<double> both{x(i, k), m(i, k), x.row(i).sum(), m.row(i).sum()};
        check_same(lafay(both), l.at(i, k), 1e-12);
        check_same(michaely(both), c.at(i, k), 1e-14);
        const export_position<double> out{x(i, k), x.row(i).sum(), x.col(k).sum(), x.sum()};
        const export_position<double> in{m(i, k), m.row(i).sum(), m.col(k).sum(), m.sum()};
        const auto one = vollrath(out, in);
        check_same(one.export_advantage, v.export_advantage.at(i, k), 1e-11);
        check_same(one.import_advantage, v.import_advantage.at(i, k), 1e-11);
        check_same(one.trade_advantage, v.trade_advantage.at(i, k), 1e-11);
        check_same(one.log_export_advantage, v.log_export_advantage.at(i, k), 1e-11);
        check_same(one.competitiveness, v.competitiveness.at(i, k), 1e-11);
      }
    }
  }
}

TEST_CASE("one product: parts above their totals and positions beyond the last are refused") {
  CHECK_REFUSES(argument_error, "lafay: exports 3 of 2, imports 1 of 4: a part exceeds its total",
                lafay(product_trade<double>{3, 1, 2, 4}));
  CHECK_REFUSES(argument_error, "michaely: trade or a total is -1",
                michaely(product_trade<double>{-1, 1, 2, 4}));
  CHECK_REFUSES(argument_error, "vollrath",
                vollrath(export_position<double>{3, 2, 3, 4}, export_position<double>{1, 2, 3, 4}));
  const double x[] = {1, 2}, world[] = {3, 1};
  CHECK_REFUSES(argument_error, "product 2 of 2", weighted_balassa<double>(x, world, 2));
  CHECK_REFUSES(argument_error, "a part exceeds its total", weighted_balassa<double>(x, world, 0));
}

TEST_CASE("the indices of a matrix are those of each element, to the digit, in blocks of columns") {
  Eigen::MatrixXd x(9, 1203);
  for (Eigen::Index k = 0; k < x.cols(); ++k) {
    for (Eigen::Index i = 0; i < x.rows(); ++i)
      x(i, k) = (i * 31 + k * 17) % 5 == 0 ? 0 : static_cast<double>((i + 1) * (k + 7) % 211);
  }
  x.row(3).setZero();
  x.col(700).setZero();
  // sums of whole numbers are exact in any order
  const dense_vector<double> country = x.rowwise().sum();
  const auto plain = balassa(x), even = symmetric_balassa(x), normal = normalised_balassa(x),
             added = additive_balassa(x);
  const Eigen::MatrixXd m = x.colwise().reverse().rowwise().reverse();
  const dense_vector<double> bought = m.rowwise().sum();
  const auto balance = lafay(x, m), gap = michaely(x, m);
  for (Eigen::Index k = 0; k < x.cols(); ++k) {
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      const export_position<double> at{x(i, k), country[i], x.col(k).sum(), x.sum()};
      const auto check = [&](const index_matrix<double>& all, const index_value<double>& one) {
        const auto got = all.at(i, k);
        REQUIRE(got.has_value() == one.has_value());
        if (one) REQUIRE(*got == *one);
      };
      check(plain, balassa(at));
      check(even, symmetric_balassa(at));
      check(normal, normalised_balassa(at));
      check(added, additive_balassa(at));
      const product_trade<double> both{x(i, k), m(i, k), country[i], bought[i]};
      check(balance, lafay(both));
      check(gap, michaely(both));
    }
  }
}
