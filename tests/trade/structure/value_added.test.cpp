#include <bilateral/trade/structure/value_added.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

#include <random>

using namespace bilateral;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

multi_region_table<double> table_of(const MatrixXd& z, const MatrixXd& y, Index regions) {
  multi_region_table<double> t;
  for (Index r = 0; r < regions; ++r) t.regions.push_back("r" + std::to_string(r));
  for (Index i = 0; i < z.rows() / regions; ++i) t.sectors.push_back("s" + std::to_string(i));
  t.transactions = z;
  t.output = z.rowwise().sum() + y.rowwise().sum();
  return t;
}

}  // namespace

// products of the inverse of a 6 x 6 matrix in another order
TEST_CASE("three regions: the terms equal those of a second implementation") {
  const bilateral_test::reference_values ref("structure.csv");
  MatrixXd z(6, 6), y(6, 3);
  z << 20, 15, 5, 4, 8, 0, 10, 40, 6, 9, 2, 3, 7, 3, 30, 12, 1, 6, 5, 11, 8, 50, 4, 10, 1, 6, 2, 7,
      25, 9, 3, 2, 4, 5, 12, 35;
  y << 30, 10, 8, 60, 12, 8, 9, 40, 12, 15, 85, 12, 6, 9, 25, 11, 8, 50;
  const auto result = value_added_in_exports(table_of(z, y, 3), y);
  for (int s = 0; s < 3; ++s) {
    const auto& d = result.regions[static_cast<std::size_t>(s)];
    for (int k = 0; k < 9; ++k) {
      CHECK_CLOSE_REL(
          d.terms[static_cast<std::size_t>(k)],
          ref("value_added_terms[" + std::to_string(s + 1) + "," + std::to_string(k + 1) + "]"),
          1e-12);
    }
    CHECK_CLOSE_REL(d.crossing_once, ref("value_added_once", s + 1), 1e-12);
  }
  // the whole inverse again for each exporter, without its exports of intermediates
  const auto partners = value_added_by_partner(table_of(z, y, 3), y);
  REQUIRE(partners.size() == 6);
  for (int pair = 0; pair < 6; ++pair) {
    for (int k = 0; k < 6; ++k) {
      CHECK_CLOSE_REL(partners[static_cast<std::size_t>(pair)].terms[static_cast<std::size_t>(k)],
                      ref("value_added_by_partner[" + std::to_string(pair + 1) + "," +
                          std::to_string(k + 1) + "]"),
                      1e-11);
    }
  }
  for (int k = 0; k < 6; ++k)
    CHECK_CLOSE_REL(result.upstreamness[k], ref("upstreamness", k + 1), 1e-13);
}

TEST_CASE("over random tables: exact, value added exports by absorption, ranges") {
  std::mt19937_64 bits(61);
  const auto draw = [&] { return static_cast<double>(bits() >> 11U) / 9007199254740992.0; };
  for (int round = 0; round < 30; ++round) {
    const Index regions = 2 + round % 4, sectors = 1 + round % 3, n = regions * sectors;
    MatrixXd z = MatrixXd::NullaryExpr(n, n, draw),
             y = 2.0 * MatrixXd::NullaryExpr(n, regions, draw);
    const auto t = table_of(z, y, regions);
    if (((t.output - z.colwise().sum().transpose()).array() <= 0).any())
      continue;  // a sector without value added
    const auto result = value_added_in_exports(t, y);
    const MatrixXd a = z * t.output.cwiseInverse().asDiagonal(),
                   b = (MatrixXd::Identity(n, n) - a).inverse();
    const auto partners = value_added_by_partner(t, y);
    double world = 0, final_use = y.sum();
    for (Index s = 0; s < regions; ++s) {
      const auto& d = result.regions[static_cast<std::size_t>(s)];
      double sum = 0;
      for (const double term : d.terms) {
        CHECK(term >= -1e-14);
        sum += term;
      }
      CHECK_CLOSE_REL(sum, d.exports, 1e-12);
      const VectorXd v =
          (1 - a.colwise().sum().array()).matrix().transpose().segment(s * sectors, sectors);
      double absorbed = 0;  // value added of s in what other regions use in the end
      for (Index r = 0; r < regions; ++r) {
        const VectorXd made = b * y.col(r);
        if (r != s) absorbed += v.dot(made.segment(s * sectors, sectors));
        world += v.dot(made.segment(s * sectors, sectors));
      }
      CHECK_CLOSE_REL(d.value_added_exports, absorbed, 1e-11);
      // terms 0 to 4: V_s (I - A_ss)^-1 E_s
      const MatrixXd home = (MatrixXd::Identity(sectors, sectors) -
                             a.block(s * sectors, s * sectors, sectors, sectors))
                                .inverse();
      VectorXd sold = VectorXd::Zero(sectors);
      for (Index r = 0; r < regions; ++r) {
        if (r != s)
          sold += z.block(s * sectors, r * sectors, sectors, sectors).rowwise().sum() +
                  y.block(s * sectors, r, sectors, 1);
      }
      CHECK_CLOSE_REL(d.domestic_value_added, v.dot(home * sold), 1e-11);
      double to_all = 0, abroad = 0, once = 0;
      for (const auto& one : partners) {
        double all = 0;
        for (const double term : one.terms) {
          CHECK(term >= -1e-13);
          all += term;
        }
        CHECK_CLOSE_REL(all, one.exports, 1e-12);
        if (one.exporter != d.region) continue;
        to_all += one.domestic_value_added;
        abroad += one.terms[0] + one.terms[1];
        once += one.terms[0];
      }
      CHECK_CLOSE_REL(to_all, d.domestic_value_added, 1e-11);
      CHECK_CLOSE_REL(abroad, d.value_added_exports, 1e-11);
      CHECK_CLOSE_REL(once, d.crossing_once, 1e-11);
      // inputs are imported or value added at home
      CHECK_CLOSE_ABS(d.import_content, d.exports - d.domestic_value_added, 1e-11 * d.exports);
      CHECK(*d.vertical_specialisation >= 0);
      CHECK(*d.vertical_specialisation <= 1);
      CHECK(*d.chain_participation >= *d.vertical_specialisation - 1e-12);
      CHECK(d.crossing_once <= d.value_added_exports * (1 + 1e-12));
    }
    CHECK_CLOSE_REL(world, final_use, 1e-11);
    CHECK(result.upstreamness.minCoeff() >= 1 - 1e-12);
  }
}

TEST_CASE("a closed region, refusals") {
  const MatrixXd z = MatrixXd::Identity(2, 2), y = 3.0 * MatrixXd::Identity(2, 2);
  const auto alone = value_added_in_exports(table_of(z, y, 2), y);
  CHECK(alone.regions[0].exports == 0);
  CHECK(alone.regions[0].vertical_specialisation.reason == "the region exports nothing");
  CHECK_CLOSE_REL(alone.upstreamness[0], 1 / (1 - .25), 1e-15);
  auto t = table_of(z, y, 2);
  CHECK_REFUSES(argument_error, "final_demand is 2 x 1 for 2 lines and 2 regions",
                value_added_in_exports(t, MatrixXd(y.leftCols(1))));
  t.output[1] = 9;
  CHECK_REFUSES(argument_error, "uses of r1: s0 add up to 4 but its output is 9",
                value_added_in_exports(t, y));
}
