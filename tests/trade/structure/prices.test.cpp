#include <bilateral/trade/structure/prices.hpp>

#include "support/close.hpp"
#include "support/trade_sample.hpp"

using namespace bilateral;

namespace {

product_flows one_product(const std::vector<std::pair<double, double>>& flows) {
  flow_builder b(false, true);
  for (std::size_t r = 0; r < flows.size(); ++r) {
    b.add("c" + std::to_string(r), "", "k", flows[r].first, flows[r].second);
  }
  return b.finish();
}

}  // namespace

TEST_CASE("sums over sums, equal to the matrices; unknown quantities are counted") {
  auto f = bilateral_test::sample_flows();
  auto q = f;
  q.value = f.quantity;
  const Eigen::RowVectorXd v = export_matrix(f).colwise().sum(),
                           w = export_matrix(q).colwise().sum();
  const auto u = unit_values_of(f);
  for (int k = 0; k < 12; ++k) {
    CHECK_CLOSE_REL(*u.by_product[static_cast<std::size_t>(k)], v[k] / w[k], 1e-14);
  }
  CHECK(u.without_quantity == 0);
  f.quantity[3] = std::nan("");
  f.quantity[4] = 0;
  CHECK(unit_values_of(f).without_quantity == 2);
  const auto same = product_terms_of_trade(u, u);
  for (const auto& t : same) CHECK(*t == 1);
}

TEST_CASE("the rule: beyond a factor of the median, by hand") {
  const auto f =
      one_product({{10, 10}, {22, 20}, {9, 10}, {500, 5}, {1, 100}});  // 1, 1.1, .9, 100, .01
  const auto all = unit_values_of(f), ruled = unit_values_of(f, {.median_factor = 5});
  CHECK_CLOSE_REL(*all.by_product[0], 542. / 145, 1e-15);
  CHECK_CLOSE_REL(*ruled.by_product[0], 41. / 40, 1e-15);
  CHECK(ruled.outliers == 2);
  CHECK(ruled.outlier_value == 501);
  // a factor of 1 keeps the median alone
  const auto strict = unit_values_of(one_product({{1, 1}, {2, 1}, {9, 1}}), {.median_factor = 1});
  CHECK(*strict.by_product[0] == 2);
  CHECK(strict.outliers == 2);
  const auto even = one_product({{1, 1}, {9, 1}});  // the median is 5: both beyond a factor of 1.5
  CHECK(unit_values_of(even, {.median_factor = 1.5}).by_product[0].reason ==
        "every flow is beyond the rule");
}

TEST_CASE("reasons and refusals") {
  const auto unknown = unit_values_of(one_product({{1, 0}}));
  CHECK(unknown.by_product[0].reason == "no flow of the product has a quantity");
  const auto free = unit_values_of(one_product({{0, 2}})),
             some = unit_values_of(one_product({{4, 2}}));
  CHECK(product_terms_of_trade(some, free)[0].reason == "the unit value of imports is zero");
  CHECK(product_terms_of_trade(unknown, some)[0].reason ==
        "exports: no flow of the product has a quantity");
  CHECK(*product_terms_of_trade(some, some)[0] == 1);
  auto f = bilateral_test::sample_flows();
  CHECK_REFUSES(argument_error, "median_factor is 0.5", unit_values_of(f, {.median_factor = .5}));
  CHECK_REFUSES(argument_error, "exports has 12 values but imports has 1",
                product_terms_of_trade(unit_values_of(f), some));
  f.quantity.clear();
  CHECK_REFUSES(argument_error, "the flows have no quantities", unit_values_of(f));
}
