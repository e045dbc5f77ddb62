#include <bilateral/trade/structure/complexity.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"
#include "support/world_trade.hpp"

using namespace bilateral;

namespace {

void check_against(const index_vector<double>& got, const bilateral_test::reference_values& ref,
                   const std::string& name, double tolerance) {
  for (Eigen::Index i = 0; i < got.values.size(); ++i) {
    INFO(name, " ", i + 1);
    CHECK_CLOSE_ABS(got.values[i], ref(name, static_cast<int>(i + 1)), tolerance);
  }
}

// M of the text, blanks for zeros, rows parted by '/'
Eigen::MatrixXd table(const std::vector<std::vector<double>>& rows) {
  Eigen::MatrixXd m(static_cast<Eigen::Index>(rows.size()),
                    static_cast<Eigen::Index>(rows[0].size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) {
      m(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = rows[i][j];
    }
  }
  return m;
}

void check_all(const Eigen::MatrixXd& exports, const std::string& file, double tolerance) {
  const bilateral_test::reference_values ref(file);
  const auto m = advantage(exports);
  for (std::size_t c = 0; c < m.countries(); ++c)
    CHECK(m.diversity[c] == ref("diversity", static_cast<int>(c + 1)));
  for (std::size_t p = 0; p < m.products(); ++p)
    CHECK(m.ubiquity[p] == ref("ubiquity", static_cast<int>(p + 1)));
  const auto e = economic_complexity(m);
  check_against(e.eci, ref, "eci", tolerance);
  check_against(e.pci, ref, "pci", tolerance);
  CHECK_CLOSE_REL(e.eigenvalue, ref("eigenvalue"), 1e-12);
  CHECK_CLOSE_REL(e.next_eigenvalue, ref("next_eigenvalue"), 1e-10);  // the square of the residual
  const auto by_countries = economic_complexity(m, {.scale = complexity_scale::countries});
  check_against(by_countries.pci, ref, "pci_countries", 10 * tolerance);
  check_against(by_countries.eci, ref, "eci", tolerance);
  const auto r = reflections(m, 18);
  check_against(r.country, ref, "reflections_country", 1e-10);
  check_against(r.product, ref, "reflections_product", 1e-11);
  const auto f = fitness(m, {.iterations = 20});
  check_against(f.fitness, ref, "fitness", 1e-12);
  check_against(f.quality, ref, "quality", 1e-11);
}

}  // namespace

// eigenvectors to the residual of the iteration over the gap of the eigenvalues
TEST_CASE("eight countries: equal to numpy's dense eigenvectors") {
  check_all(export_matrix(bilateral_test::sample_flows()), "structure.csv", 1e-10);
}

TEST_CASE("world trade 1998-2000, 226 countries and 785 products: ECI and PCI to 1e-9") {
  if (!bilateral_test::data_available("world_trade_sitc4_1998_2000.csv.gz")) return;
  const auto flows = bilateral_test::world_trade();
  REQUIRE(flows.size() == 124336);
  REQUIRE(flows.countries.size() == 226);
  REQUIRE(flows.products.size() == 785);
  check_all(export_matrix(flows), "structure_world.csv", 1e-9);
}

TEST_CASE("the fixed point of the definition, moments and sign over random networks") {
  std::mt19937_64 bits(5);
  int determined = 0;
  for (int round = 0; round < 60; ++round) {
    const Eigen::MatrixXd x = bilateral_test::random_trade(bits, 4 + round % 12, 5 + round % 17);
    const auto m = advantage(x);
    complexity_result<double> e;
    try {
      e = economic_complexity(m);
    } catch (const numerical_error&) {
      continue;  // a part of its own, or a double eigenvalue
    }
    ++determined;
    CHECK(e.eigenvalue > 0);
    CHECK(e.eigenvalue < 1);
    double sum = 0, squares = 0, along = 0, diversity = 0, active = 0;
    for (std::size_t c = 0; c < m.countries(); ++c) {
      if (m.diversity[c] == 0) continue;
      const double v = e.eci.values[static_cast<Eigen::Index>(c)];
      sum += v;
      squares += v * v;
      active += 1;
      diversity += m.diversity[c];
    }
    CHECK_CLOSE_ABS(sum / active, 0, 1e-12);
    CHECK_CLOSE_ABS(squares / active, 1, 1e-12);
    for (std::size_t c = 0; c < m.countries(); ++c) {
      if (m.diversity[c] > 0)
        along += e.eci.values[static_cast<Eigen::Index>(c)] * (m.diversity[c] - diversity / active);
    }
    CHECK(along >= -1e-9);
    // D^-1 M U^-1 M' k = lambda k for k up to a constant: the mean of the products' means is affine
    // in ECI
    Eigen::VectorXd q(x.cols()), k(x.rows());
    for (std::size_t p = 0; p < m.products(); ++p) {
      double mean = 0;
      for (const auto c : m.countries_of[p]) mean += e.eci.values[c] / m.ubiquity[p];
      q[static_cast<Eigen::Index>(p)] = mean;
    }
    double shift = 0, first = 0;
    bool have = false;
    for (std::size_t c = 0; c < m.countries(); ++c) {
      if (m.diversity[c] == 0) continue;
      double mean = 0;
      for (const auto p : m.products_of[c]) mean += q[p] / m.diversity[c];
      const double gap = mean - e.eigenvalue * e.eci.values[static_cast<Eigen::Index>(c)];
      if (!have) first = gap;
      have = true;
      shift = (std::max)(shift, std::abs(gap - first));
    }
    CHECK(shift < 1e-10);
  }
  CHECK(determined > 30);
}

TEST_CASE("what the data do not determine is refused") {
  CHECK_REFUSES(numerical_error, "fall into 2 parts",
                economic_complexity(advantage(table({{1, 0}, {0, 1}}))));
  CHECK_REFUSES(numerical_error, "one country only",
                economic_complexity(advantage(table({{1, 2}, {0, 0}}))));
  CHECK_REFUSES(numerical_error, "all countries have the same products",
                economic_complexity(advantage(table({{1, 2}, {2, 4}}))));
  CHECK_REFUSES(numerical_error, "is not single",
                economic_complexity(advantage(table({{1, 1, 0, 1}, {1, 0, 1, 1}, {0, 1, 1, 1}}))));
  CHECK_REFUSES(argument_error, "no country has comparative advantage",
                economic_complexity(advantage(table({{0, 0}}))));
  CHECK_REFUSES(argument_error, "order is -1", reflections(advantage(table({{1}})), -1));
  CHECK_REFUSES(argument_error, "iterations is 0",
                fitness(advantage(table({{1}})), {.iterations = 0}));
}

TEST_CASE("who trades nothing has no fitness, and says so") {
  const auto m = advantage(table({{.1, .2, 0}, {.3, .6, 0}, {0, 0, 0}}));
  const auto f = fitness(m, {.iterations = 3});
  CHECK(f.fitness.at(2).reason == "the country exports nothing");
  CHECK(f.quality.at(2).reason == "nobody exports the product");
  CHECK_CLOSE_REL(*f.fitness.at(0), 1, 1e-15);
  CHECK(f.ranks_settled);
  CHECK(standardised(reflections(m, 0).country).at(0).reason == "all values are equal");
}

TEST_CASE("reflections go to the eigenvector, fitness of a nested table falls for ever") {
  const auto m = advantage(export_matrix(bilateral_test::sample_flows()));
  const auto e = economic_complexity(m);
  const auto far = standardised(reflections(m, 30).country);
  for (Eigen::Index c = 0; c < 8; ++c)
    CHECK_CLOSE_ABS(far.values[c], e.eci.values[c], 5e-3);  // (l3 / l2)^15
  const auto wide = economic_complexity<long double>(m, {.tolerance = 1e-17});
  for (Eigen::Index c = 0; c < 8; ++c) CHECK_CLOSE_ABS(wide.eci.values[c], e.eci.values[c], 1e-11);
  advantage_network nested;
  nested.products_of = {{0, 1, 2}, {0, 1}, {0}};
  nested.countries_of = {{0, 1, 2}, {0, 1}, {0}};
  nested.diversity = nested.ubiquity = {3, 2, 1};
  nested.country_exports = nested.product_exported = {true, true, true};
  const auto f = fitness(nested, {.iterations = 300});
  CHECK(f.fitness.values[0] > f.fitness.values[1]);
  CHECK(f.fitness.values[1] > f.fitness.values[2]);
  CHECK(f.ranks_settled);
}
