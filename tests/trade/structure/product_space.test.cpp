#include <bilateral/trade/structure/product_space.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"
#include "support/world_trade.hpp"

using namespace bilateral;

namespace {

void check_all(const Eigen::MatrixXd& exports, const std::string& file) {
  const bilateral_test::reference_values ref(file);
  const auto m = advantage(exports);
  const auto phi = proximity(m);
  const auto omega = density(m, phi);
  const auto pci = economic_complexity(m).pci;
  const auto value = opportunity_value(m, omega, pci);
  for (Eigen::Index p = 0; p < phi.values.rows(); ++p) {
    CHECK_CLOSE_REL(phi.values.row(p).sum(), ref("proximity_sum", static_cast<int>(p + 1)), 1e-12);
    CHECK_CLOSE_REL(phi.values.row(p).squaredNorm(),
                    ref("proximity_squares", static_cast<int>(p + 1)), 1e-12);
  }
  for (Eigen::Index c = 0; c < omega.values.rows(); ++c) {
    CHECK_CLOSE_REL(omega.values.row(c).sum(), ref("density_sum", static_cast<int>(c + 1)), 1e-12);
    CHECK_CLOSE_REL(omega.values.row(c).squaredNorm(),
                    ref("density_squares", static_cast<int>(c + 1)), 1e-12);
    CHECK_CLOSE_ABS(value.values[c], ref("opportunity", static_cast<int>(c + 1)), 1e-8);
  }
}

}  // namespace

// sums of up to 785 ratios in another order
TEST_CASE("eight countries: equal to a second implementation") {
  check_all(export_matrix(bilateral_test::sample_flows()), "structure.csv");
}
TEST_CASE("world trade 1998-2000: proximity, density, opportunity value") {
  if (!bilateral_test::data_available("world_trade_sitc4_1998_2000.csv.gz")) return;
  check_all(export_matrix(bilateral_test::world_trade()), "structure_world.csv");
}

TEST_CASE("proximity is a symmetric probability, density a share") {
  std::mt19937_64 bits(3);
  for (int round = 0; round < 30; ++round) {
    const auto m = advantage(bilateral_test::random_trade(bits, 5, 9));
    const auto phi = proximity(m);
    CHECK(phi.values.isApprox(phi.values.transpose(), 0));
    CHECK(phi.values.minCoeff() >= 0);
    CHECK(phi.values.maxCoeff() <= 1);
    CHECK(phi.values.diagonal().minCoeff() == 1);
    for (std::size_t p = 0; p < 9; ++p) {  // by its words: the smaller conditional probability
      for (std::size_t q = 0; q < 9; ++q) {
        int both = 0;
        for (const auto c : m.countries_of[p]) {
          for (const auto d : m.countries_of[q]) both += c == d ? 1 : 0;
        }
        const double given_p = both / static_cast<double>(m.ubiquity[p]),
                     given_q = both / static_cast<double>(m.ubiquity[q]);
        CHECK(phi.values(static_cast<Eigen::Index>(p), static_cast<Eigen::Index>(q)) ==
              (std::min)(given_p, given_q));
      }
    }
    const auto omega = density(m, phi);
    CHECK(omega.values.minCoeff() >= 0);
    CHECK(omega.values.maxCoeff() <= 1 + 1e-15);
    CHECK((distance(omega).values + omega.values - Eigen::MatrixXd::Ones(5, 9))
              .cwiseAbs()
              .maxCoeff() < 1e-15);
  }
}

TEST_CASE("reasons and refusals") {
  Eigen::MatrixXd x(2, 3);
  x << 2, 1, 0, 1, 2, 0;
  const auto m = advantage(x);
  const auto phi = proximity(m);
  CHECK(phi.at(0, 2).reason == "nobody exports the product");
  CHECK(*phi.at(0, 1) == 0);
  const auto omega = density(m, phi);
  CHECK(*omega.at(0, 0) == 1);
  CHECK(omega.at(0, 2).reason == "nobody exports the product");
  const auto lonely = density(m, phi, own_proximity::left_out);
  CHECK(lonely.at(0, 0).reason == "the product is near no other");
  CHECK_REFUSES(argument_error, "phi is 2 x 2 for 3 products",
                density(m, index_matrix<double>{Eigen::MatrixXd::Zero(2, 2), {}, {}, {}}));
  index_vector<double> pci{Eigen::VectorXd::Ones(2), {"", ""}};
  CHECK_REFUSES(argument_error, "pci has 2 values for 2 countries and 3 products",
                opportunity_value(m, omega, pci));
}
