#include <bilateral/trade/structure/bilateral.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"

using namespace bilateral;

namespace {

using numbers = std::vector<double>;
std::span<const double> view(const numbers& v) { return v; }

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

// sums in another order; complementarity by minima of shares instead of absolute differences
TEST_CASE("the indices equal those of a second implementation") {
  const bilateral_test::reference_values ref("structure.csv");
  const auto flows = bilateral_test::sample_flows();
  const Eigen::MatrixXd pairs = pair_matrix(flows), x = export_matrix(flows),
                        m = import_matrix(flows);
  check_against(trade_intensity(pairs), ref, "intensity", 1e-13);
  check_against(trade_intensity(pairs, intensity_reference::elsewhere), ref, "intensity_elsewhere",
                1e-13);
  check_against(complementarity(x, m), ref, "complementarity", 1e-11);
  const auto r =
      regional_introversion(pairs, {true, true, true, false, false, false, false, false});
  CHECK_CLOSE_REL(r->share, ref("introversion", 1), 1e-13);
  CHECK_CLOSE_REL(r->intensity, ref("introversion", 2), 1e-13);
  CHECK_CLOSE_REL(r->homogeneous, ref("introversion", 3), 1e-13);
  CHECK_CLOSE_ABS(r->introversion, ref("introversion", 4), 1e-13);
  const Eigen::MatrixXd sold = exports_of(flows, "c0");
  const Eigen::VectorXd near = sold.topRows(4).colwise().sum().transpose(),
                        far = sold.bottomRows(4).colwise().sum().transpose();
  for (int k = 0; k < 12; ++k) {
    CHECK_CLOSE_REL(
        *regional_orientation(std::span<const double>(near.data(), 12),
                              std::span<const double>(far.data(), 12), static_cast<std::size_t>(k)),
        ref("orientation", k + 1), 1e-13);
  }
}

TEST_CASE("ranges and identities over random trade") {
  std::mt19937_64 bits(31);
  for (int round = 0; round < 50; ++round) {
    Eigen::MatrixXd pairs = bilateral_test::random_trade(bits, 6, 6);
    const Eigen::VectorXd m = pairs.colwise().sum().transpose();
    const auto t = trade_intensity(pairs).values;
    for (Eigen::Index i = 0; i < 6; ++i)
      CHECK_CLOSE_ABS(t.row(i).dot(m) / m.sum(), 1, 1e-13);  // mean over partners
    const Eigen::MatrixXd x = bilateral_test::random_trade(bits, 6, 9),
                          y = bilateral_test::random_trade(bits, 6, 9);
    const auto c = complementarity(x, y).values;
    CHECK(c.minCoeff() >= -1e-12);
    CHECK(c.maxCoeff() <= 100 + 1e-12);
    CHECK((complementarity(x, x).values.diagonal().array() - 100).abs().maxCoeff() < 1e-11);
    const Eigen::VectorXd a = x.row(1).transpose(), b = y.row(2).transpose();
    CHECK_CLOSE_ABS(*complementarity(std::span<const double>(a.data(), 9),
                                     std::span<const double>(b.data(), 9)),
                    c(1, 2), 1e-11);
    CHECK_CLOSE_REL(*hirschman(std::span<const double>(a.data(), 9)) *
                        *hirschman(std::span<const double>(a.data(), 9)),
                    *herfindahl(std::span<const double>(a.data(), 9)), 1e-14);
    pairs.diagonal().setZero();
    const auto r = regional_introversion(pairs, {true, false, true, false, false, true});
    if (r) CHECK(std::abs(r->introversion) <= 1);
  }
  // trade in proportion to size is neither introverted nor extroverted: a world of equal pairs, own
  // trade included
  const auto even = regional_introversion(Eigen::MatrixXd(Eigen::MatrixXd::Ones(5, 5)),
                                          {true, true, false, false, false});
  CHECK_CLOSE_ABS(even->introversion, 0, 1e-14);
  CHECK_CLOSE_ABS(even->intensity, 1, 1e-14);
}

TEST_CASE("ratios, reasons, refusals") {
  CHECK(*export_propensity(20., 80.) == .25);
  CHECK(*import_penetration(30., 20., 90.) == .3);
  CHECK(*import_propensity(20., 80.) == .25);
  CHECK(import_propensity(1., 0.).reason == "gdp is not above zero");
  CHECK(*trade_dependence(20., 30., 100.) == .5);
  CHECK(*market_share(1., 4.) == .25);
  CHECK(*market_share(.125, .5) == .25);  // whatever the unit
  CHECK(export_propensity(1., 0.).reason == "gdp is not above zero");
  CHECK(import_penetration(0., 9., 9.).reason == "domestic use is not above zero");
  CHECK(market_share(0., 0.).reason == "imports of the market is not above zero");
  CHECK_REFUSES(argument_error, "exports is -1", export_propensity(-1., 2.));
  CHECK_REFUSES(argument_error, "is missing (NaN)", export_propensity(std::nan(""), 2.));
  CHECK_REFUSES(argument_error, "is missing (NaN)", market_share(1., std::nan("")));
  CHECK(market_share(1., -2.).reason == "imports of the market is not above zero");
  Eigen::MatrixXd pairs(2, 2);
  pairs << 0, 0, 5, 0;
  CHECK(trade_intensity(pairs).at(0, 1).reason == "the exporter exports nothing");
  CHECK(trade_intensity(pairs).at(1, 1).reason == "the importer imports nothing");
  CHECK_REFUSES(argument_error, "pairs is 2 x 1",
                trade_intensity(Eigen::MatrixXd(pairs.leftCols(1))));
  CHECK(regional_introversion(pairs, {false, false}).reason == "the region does not trade");
  CHECK(regional_introversion(pairs, {true, true}).reason == "nobody outside the region trades");
  CHECK(regional_introversion(pairs, {true, false}).reason ==
        "the others trade with the region only");
  CHECK_REFUSES(argument_error, "for 3 countries",
                regional_introversion(pairs, {true, true, false}));
  const numbers none{0, 0}, some{1, 0};
  CHECK(complementarity(view(none), view(some)).reason == "the exporter exports nothing");
  CHECK(complementarity(view(some), view(none)).reason == "the importer imports nothing");
  CHECK(regional_orientation(view(some), view(none), 0).reason == "nothing is exported elsewhere");
  CHECK(regional_orientation(view(some), view(some), 1).reason ==
        "the product is not exported elsewhere");
  CHECK_REFUSES(argument_error, "product is 2 of 2",
                regional_orientation(view(some), view(some), 2));
}
