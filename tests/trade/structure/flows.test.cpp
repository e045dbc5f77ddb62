#include <bilateral/trade/structure/flows.hpp>

#include "support/close.hpp"
#include "support/trade_sample.hpp"

using namespace bilateral;

TEST_CASE("names are sorted whatever the order of the rows") {
  flow_builder b(true, true);
  b.add("PER", "CHN", "26", 5, 2);
  b.add("CHL", "PER", "08", 3);
  b.add("PER", "CHL", "08", 1);
  CHECK(b.size() == 3);
  const product_flows f = b.finish();
  CHECK(f.countries == std::vector<std::string>{"CHL", "CHN", "PER"});
  CHECK(f.products == std::vector<std::string>{"08", "26"});
  CHECK(f.exporter == std::vector<std::int32_t>{2, 0, 2});
  CHECK(f.importer == std::vector<std::int32_t>{1, 2, 0});
  CHECK(f.quantity[0] == 2);
  CHECK(std::isnan(f.quantity[1]));
  CHECK(b.size() == 0);
  CHECK(country_of(f, "PER") == 2);
  CHECK(product_of(f, "26") == 1);
  CHECK_REFUSES(argument_error, "there is no country USA among the 3", country_of(f, "USA"));
  CHECK_REFUSES(argument_error, "there is no product 99", product_of(f, "99"));
}

TEST_CASE("the matrices add up to one another") {
  const product_flows f = bilateral_test::sample_flows();
  const Eigen::MatrixXd x = export_matrix(f), m = import_matrix(f), pairs = pair_matrix(f);
  CHECK(x.rowwise().sum() == pairs.rowwise().sum());
  CHECK(m.rowwise().sum() == pairs.colwise().sum().transpose());
  CHECK(x.colwise().sum() == m.colwise().sum());
  CHECK(pairs.diagonal().isZero(0));
  Eigen::MatrixXd sold = Eigen::MatrixXd::Zero(8, 12), bought = sold;
  for (const std::string& c : f.countries) {
    sold += exports_to(f, c);
    bought += exports_of(f, c);
  }
  CHECK(sold == x);
  CHECK(bought == m);
  CHECK(exports_to(f, "c3")(1, 4) == bilateral_test::sample_value(1, 3, 4));
  CHECK(exports_of(f, "c1")(3, 4) == bilateral_test::sample_value(1, 3, 4));
}

TEST_CASE("repeated rows are counted, recoding keeps the trade") {
  product_flows f = bilateral_test::sample_flows();
  CHECK(repeated_flows(f).count == 0);
  f.exporter.push_back(f.exporter[3]);
  f.importer.push_back(f.importer[3]);
  f.product.push_back(f.product[3]);
  f.value.push_back(1);
  f.quantity.push_back(1);
  CHECK(repeated_flows(f).count == 1);
  CHECK(repeated_flows(f).first == 3);
  CHECK(repeated_flows(f).row == f.size() - 1);
  f.importer.clear();
  CHECK_FALSE(f.has_importers());
  CHECK(repeated_flows(f).count > 100);  // to the world: importers are rows of one flow
  CHECK_REFUSES(argument_error, "the flows have no importers", pair_matrix(f));
  product_flows wide;  // more cells than bits are kept for: by sorting
  wide.countries.assign(3000, "x");
  wide.products.assign(3000, "y");
  wide.exporter = {1, 2, 1};
  wide.importer = {5, 5, 5};
  wide.product = {7, 7, 7};
  wide.value = {1, 1, 1};
  CHECK(repeated_flows(wide).count == 1);
  CHECK(repeated_flows(wide).first == 0);
  CHECK(repeated_flows(wide).row == 2);
  wide.periods = {"2015", "2016"};
  wide.period = {0, 0, 1};  // the same flow of another year
  CHECK(repeated_flows(wide).count == 0);

  const product_flows g = bilateral_test::sample_flows();
  std::vector<std::string> countries = g.countries, products = g.products;
  countries.insert(countries.begin(), "a0");
  products.push_back("p99");
  const Eigen::MatrixXd moved = export_matrix(recoded(g, countries, products));
  CHECK(moved.rows() == 9);
  CHECK(moved.block(1, 0, 8, 12) == export_matrix(g));
  CHECK_REFUSES(argument_error, "c0 is not in the list", recoded(g, {"a0"}, products));
}

TEST_CASE("a period keeps the names of all") {
  flow_builder b(true, false, true);
  b.add("PER", "CHN", "26", 5, 0, "2016");
  b.add("PER", "CHL", "08", 7, 0, "2015");
  const product_flows f = b.finish();
  CHECK(f.periods == std::vector<std::string>{"2015", "2016"});
  CHECK(f.quantity.empty());
  const product_flows then = at_period(f, "2015");
  CHECK(then.countries == f.countries);
  CHECK(then.value == std::vector<double>{7});
  CHECK(then.period.empty());
  CHECK(at_period(then, "any").size() == 1);
  CHECK_REFUSES(argument_error, "there is no period 2017 among the 2", at_period(f, "2017"));
}
