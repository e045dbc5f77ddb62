#include <bilateral/trade/structure/advantage_network.hpp>

#include "support/close.hpp"

using namespace bilateral;
using Eigen::MatrixXd;

TEST_CASE("advantage counts a share that is just the world's, and says who trades nothing") {
  const auto m = advantage(dense_matrix<double>((MatrixXd(3, 3) << .1, .2, 0, .3, .6, 0, 0, 0, 0)
                                                    .finished()));  // both with the world's shares
  CHECK(m.diversity == std::vector<int>{2, 2, 0});
  CHECK(m.ubiquity == std::vector<int>{2, 2, 0});
  CHECK(m.country_exports == std::vector<bool>{true, true, false});
  CHECK(m.product_exported == std::vector<bool>{true, true, false});
  const auto none = advantage(dense_matrix<double>(MatrixXd::Ones(2, 2)), 1.5);
  CHECK(none.diversity == std::vector<int>{0, 0});
  CHECK(none.country_exports == std::vector<bool>{true, true});  // they trade, without advantage
}

TEST_CASE("ones stand where Balassa's index reaches the threshold, both ways round") {
  dense_matrix<double> x(4, 5);
  for (Eigen::Index i = 0; i < x.size(); ++i) x.data()[i] = double((i * i * 7 + 3 * i) % 11);
  for (const double threshold : {0.5, 1.0, 2.0}) {
    const auto m = advantage(x, threshold);
    for (Eigen::Index c = 0; c < 4; ++c) {
      for (Eigen::Index p = 0; p < 5; ++p) {
        const double rca = x(c, p) / x.row(c).sum() / (x.col(p).sum() / x.sum());
        const auto& of_country = m.products_of[static_cast<std::size_t>(c)];
        const auto& of_product = m.countries_of[static_cast<std::size_t>(p)];
        const bool one = std::find(of_country.begin(), of_country.end(), p) != of_country.end();
        CHECK(one == (rca >= threshold));
        CHECK(one == (std::find(of_product.begin(), of_product.end(), c) != of_product.end()));
      }
    }
  }
}

TEST_CASE("no network of negative or missing trade") {
  const dense_matrix<double> one = MatrixXd::Ones(1, 1);
  CHECK_REFUSES(argument_error, "threshold is 0", advantage(one, 0.0));
  CHECK_REFUSES(argument_error, "must not be negative", advantage(dense_matrix<double>(-one)));
  CHECK_REFUSES(argument_error, "exports", advantage(dense_matrix<double>(one * std::nan(""))));
}
