#include <bilateral/trade/structure/concentration.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"

#include <cmath>
#include <limits>
#include <string>

using namespace bilateral;

namespace {

using numbers = std::vector<double>;
std::span<const double> view(const numbers& v) { return v; }

numbers row_of(const Eigen::MatrixXd& m, Eigen::Index i) {
  numbers out;
  for (Eigen::Index j = 0; j < m.cols(); ++j) out.push_back(m(i, j));
  return out;
}

}  // namespace

TEST_CASE("herfindahl: between 1/n and 1") {
  const std::vector<double> equal(6, 2.0), one{0, 5, 0}, none{0, 0};
  CHECK_CLOSE_REL(*herfindahl(equal), 1.0 / 6, 1e-14);
  CHECK(*herfindahl(one) == 1);
  CHECK_FALSE(herfindahl(none).has_value());
  CHECK(herfindahl(none).reason == "nothing is traded");
  CHECK(herfindahl_bounds(6) == bounds(1.0 / 6, 1, false, true));
  const std::vector<double> bad{1, -1};
  CHECK_REFUSES(argument_error, "value is -1 in row 2", herfindahl(bad));
}

// the oracle sums in another order and uses other forms: a few roundings of sums over 12 lines
TEST_CASE("the indices equal those of a second implementation") {
  const bilateral_test::reference_values ref("structure.csv");
  const Eigen::MatrixXd x = export_matrix(bilateral_test::sample_flows());
  REQUIRE(x.rows() == 8);
  REQUIRE(x.cols() == 12);
  const numbers world = row_of(x.colwise().sum(), 0), first = row_of(x, 0);
  const std::vector<std::int32_t> groups{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
  for (int i = 1; i <= 8; ++i) {
    const numbers v = row_of(x, i - 1);
    CHECK_CLOSE_REL(*herfindahl(view(v)), ref("hhi", i), 1e-13);
    CHECK_CLOSE_REL(*herfindahl_normalised(view(v)), ref("hhi_normalised", i), 1e-12);
    CHECK_CLOSE_REL(*entropy(view(v)), ref("entropy", i), 1e-13);
    CHECK_CLOSE_REL(*theil(view(v)), ref("theil", i), 1e-12);
    CHECK_CLOSE_REL(*gini(view(v)), ref("gini", i), 1e-12);
    for (const char* order : {"0", "0.5", "1", "2", "3"}) {
      CHECK_CLOSE_REL(*number_equivalent(view(v), std::stod(order)),
                      ref(std::string("number_equivalent_") + order, i), 1e-12);
    }
    const auto parts = theil_decomposition(view(v), std::span<const std::int32_t>(groups));
    CHECK_CLOSE_REL(parts->between, ref("theil_between", i), 1e-11);
    CHECK_CLOSE_REL(parts->within, ref("theil_within", i), 1e-12);
    CHECK_CLOSE_REL(parts->between + parts->within, parts->total, 1e-12);
    CHECK_CLOSE_REL(*krugman_specialisation(view(v), view(world)), ref("krugman", i), 1e-12);
    CHECK_CLOSE_REL(*finger_kreinin(view(v), view(world)), ref("finger_kreinin", i), 1e-12);
    CHECK_CLOSE_REL(*bray_curtis(view(v), view(first)), ref("bray_curtis", i), 1e-12);
    CHECK_CLOSE_REL(*relative_theil(view(v), view(world)), ref("relative_theil", i), 1e-11);
    CHECK_CLOSE_REL(*relative_gini(view(v), view(world)), ref("relative_gini", i), 1e-11);
  }
}

TEST_CASE("ranges and identities over random baskets") {
  std::mt19937_64 bits(7);
  for (int round = 0; round < 200; ++round) {
    const Eigen::MatrixXd x = bilateral_test::random_trade(bits, 2, 3 + round % 20);
    const numbers a = row_of(x, 0), b = row_of(x, 1);
    const auto n = static_cast<double>(a.size());
    const double h = *herfindahl(view(a)), t = *theil(view(a)), g = *gini(view(a));
    CHECK(h >= 1 / n - 1e-15);
    CHECK(h <= 1 + 1e-15);
    CHECK(t >= 0);
    CHECK(t <= std::log(n) + 1e-14);
    CHECK(g >= 0);
    CHECK(g <= 1 - 1 / n + 1e-14);
    CHECK_CLOSE_ABS(t + *entropy(view(a)), std::log(n), 1e-13);
    CHECK_CLOSE_REL(*number_equivalent(view(a), 2.0), 1 / h, 1e-12);
    CHECK_CLOSE_ABS(*finger_kreinin(view(a), view(b)),
                    1 - *krugman_specialisation(view(a), view(b)) / 2, 1e-13);
    CHECK_CLOSE_ABS(*bray_curtis(view(a), view(a)), 1, 1e-15);
    CHECK(*relative_theil(view(a), view(a)) == 0);
    CHECK_CLOSE_ABS(*relative_gini(view(a), view(a)), 0, 1e-14);
    numbers scaled = a;
    for (double& v : scaled) v *= 1e200;
    CHECK_CLOSE_REL(*herfindahl(view(scaled)), h, 1e-14);
    CHECK_CLOSE_ABS(*gini(view(scaled)), g, 1e-14);
    std::vector<std::int32_t> active;
    for (const double v : a) active.push_back(v > 0 ? 1 : 0);
    const auto lines = static_cast<double>(std::count(active.begin(), active.end(), 1));
    const auto parts = theil_decomposition(view(a), std::span<const std::int32_t>(active));
    CHECK_CLOSE_ABS(parts->between, std::log(n / lines), 1e-13);  // the extensive margin
  }
}

TEST_CASE("no trade has a reason, bad arguments are refused") {
  const numbers none{0, 0}, some{1, 0}, other{0, 1}, single{3};
  CHECK(herfindahl_normalised(view(single)).reason == "there is one line only");
  for (const auto& v : {entropy(view(none)), theil(view(none)), gini(view(none)),
                        number_equivalent(view(none), 2.0), herfindahl_normalised(view(none))}) {
    CHECK_FALSE(v.has_value());
    CHECK(v.reason == "nothing is traded");
  }
  CHECK(krugman_specialisation(view(none), view(some)).reason ==
        "nothing is traded in the first basket");
  CHECK(finger_kreinin(view(some), view(none)).reason == "nothing is traded in the second basket");
  CHECK(bray_curtis(view(none), view(none)).reason == "nothing is traded in either basket");
  CHECK(*krugman_specialisation(view(some), view(other)) == 2);
  CHECK(relative_theil(view(some), view(other)).reason ==
        "line 1 is traded in the basket but not in the reference");
  CHECK(relative_gini(view(some), view(other)).reason ==
        relative_theil(view(some), view(other)).reason);
  CHECK_REFUSES(argument_error, "order is -1", number_equivalent(view(some), -1.0));
  CHECK_REFUSES(argument_error, "the first basket has 2 values but the second has 1",
                finger_kreinin(view(some), view(single)));
  const numbers nan{1, std::nan("")};
  CHECK_REFUSES(argument_error, "gini: value is missing (NaN) in row 2", gini(view(nan)));
}

TEST_CASE("any scalar") {
  const std::vector<long double> v{1, 2, 3, 0};
  CHECK_CLOSE_REL(*herfindahl(std::span<const long double>(v)), 14.0 / 36, 1e-15);
  CHECK_CLOSE_REL(*gini(std::span<const long double>(v)), 10.0 / 24, 1e-15);
}

TEST_CASE("over countries and pairs: each as alone, reasons kept") {
  Eigen::MatrixXd x(3, 2);
  x << 1, 3, 0, 0, 2, 2;
  const auto h = by_country(x, [](std::span<const double> v) { return herfindahl(v); });
  CHECK_CLOSE_REL(h.values[0], 10. / 16, 1e-15);
  CHECK(h.at(1).reason == "nothing is traded");
  const auto at_once = herfindahl(x);
  CHECK_CLOSE_REL(*at_once.at(0), h.values[0], 1e-15);
  CHECK(at_once.at(1).reason == "nothing is traded");
  CHECK(std::isnan(at_once.values[1]));
  CHECK(*h.at(2) == .5);
  const auto s = by_pair(x, x, [](std::span<const double> a, std::span<const double> b) {
    return finger_kreinin(a, b);
  });
  CHECK_CLOSE_REL(*s.at(0, 2), .75, 1e-15);
  CHECK(*s.at(2, 2) == 1);
  CHECK(s.at(1, 1).reason.find("nothing is traded") != std::string::npos);
  CHECK_REFUSES(argument_error, "the matrices have 2 and 1 products",
                by_pair(x, Eigen::MatrixXd(x.leftCols(1)),
                        [](std::span<const double> a, std::span<const double> b) {
                          return finger_kreinin(a, b);
                        }));
}

TEST_CASE("all pairs at once: the scalar forms, over more products than a tile has") {
  std::mt19937_64 bits(8);
  Eigen::MatrixXd x = bilateral_test::random_trade(bits, 11, 700),
                  y = bilateral_test::random_trade(bits, 5, 700);
  x.row(4).setZero();
  const auto k = krugman_specialisation(x, y), f = finger_kreinin(x, y);
  const auto one = by_pair(x, y, [](std::span<const double> a, std::span<const double> b) {
    return krugman_specialisation(a, b);
  });
  for (Eigen::Index i = 0; i < 11; ++i) {
    for (Eigen::Index j = 0; j < 5; ++j) {
      if (i == 4) {
        CHECK(k.at(i, j).reason == "nothing is traded in the first basket");
        continue;
      }
      CHECK_CLOSE_REL(*k.at(i, j), *one.at(i, j), 1e-13);
      CHECK_CLOSE_ABS(*f.at(i, j), 1 - *one.at(i, j) / 2, 1e-14);
    }
  }
}

TEST_CASE("Gini of many lines: the sorted sum, with zeros, ties and sizes from 1e-300 to 1e300") {
  std::mt19937_64 bits(3);
  std::vector<double> v;
  for (int i = 0; i < 1000; ++i) {
    const auto r = bits();
    v.push_back(r % 3 == 0 ? 0 : std::pow(10., static_cast<double>(r % 601) - 300));
  }
  for (int i = 0; i < 400; ++i) v.push_back(static_cast<double>(bits() % 7) * 1e299);
  auto sorted = v;
  std::sort(sorted.begin(), sorted.end());
  double sum = 0, total = 0;
  const double n = static_cast<double>(v.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sum += (2 * static_cast<double>(i + 1) - n - 1) * (sorted[i] / 1e10);
    total += sorted[i] / 1e10;
  }
  for (double& x : v) x /= 1e10;
  CHECK_CLOSE_REL(*gini(std::span<const double>(v)), sum / (n * total), 1e-12);
}

TEST_CASE(
    "herfindahl of a matrix: that of each row, over all magnitudes and in blocks of columns") {
  Eigen::MatrixXd x(7, 3001);  // no whole number of blocks
  for (Eigen::Index k = 0; k < x.cols(); ++k) {
    for (Eigen::Index i = 0; i < x.rows(); ++i)
      x(i, k) = static_cast<double>((i * 7919 + k * 104729) % 1009 == 0 ? 0 : (i + 3) * k % 97);
  }
  const double scales[] = {1, 1e-300, 1e300, 1e-160, 1e160, 0, 1e-310};
  for (Eigen::Index i = 0; i < x.rows(); ++i) x.row(i) *= scales[i];
  const auto all = herfindahl(x);
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const auto one = herfindahl(view(row_of(x, i)));
    CHECK(all.at(i).has_value() == one.has_value());
    CHECK(all.at(i).reason == one.reason);
    // two sums of 3001 squares; a subnormal row has lost digits, the same in both
    if (one) CHECK_CLOSE_REL(*all.at(i), *one, 1e-13);
  }
  // one line: exactly 1; a large one beside one that vanishes in its square
  Eigen::MatrixXd single = Eigen::MatrixXd::Zero(2, 5);
  single(0, 3) = 1.0 / 3;
  single(1, 0) = 1e-170;
  single(1, 4) = 1e-165;
  CHECK(herfindahl(single).values[0] == 1);
  CHECK_CLOSE_REL(herfindahl(single).values[1], (1 + 1e-10) / std::pow(1 + 1e-5, 2), 1e-14);
  // what is wrong is named wherever it stands
  for (const Eigen::Index k : {Eigen::Index{0}, Eigen::Index{2998}, Eigen::Index{3000}}) {
    Eigen::MatrixXd bad = x;
    bad(4, k) = -2;
    CHECK_REFUSES(
        argument_error,
        "trade is -2 in row 5, column " + std::to_string(k + 1) + "; it must not be negative",
        herfindahl(bad));
    bad(4, k) = std::numeric_limits<double>::quiet_NaN();
    CHECK_REFUSES(argument_error, "herfindahl: trade", herfindahl(bad));
    bad(4, k) = std::numeric_limits<double>::infinity();
    CHECK_REFUSES(argument_error, "herfindahl: trade", herfindahl(bad));
  }
  CHECK_REFUSES(argument_error, "trade is 0 x 3", herfindahl(Eigen::MatrixXd(0, 3)));
}
