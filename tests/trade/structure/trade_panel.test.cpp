#include <bilateral/trade/structure/trade_panel.hpp>

#include "support/close.hpp"
#include "support/trade_sample.hpp"

#include <map>
#include <tuple>

using namespace bilateral;

namespace {

constexpr auto exporter = flow_dimension::exporter, importer = flow_dimension::importer,
               product = flow_dimension::product, period = flow_dimension::period;

product_flows three_years() {
  flow_builder b(true, true, true);
  for (std::uint64_t t = 0; t < 3; ++t) {
    const auto f = bilateral_test::sample_flows(t);
    for (std::size_t r = 0; r < f.size(); ++r) {
      b.add(f.countries[static_cast<std::size_t>(f.exporter[r])],
            f.countries[static_cast<std::size_t>(f.importer[r])],
            f.products[static_cast<std::size_t>(f.product[r])], f.value[r], f.quantity[r],
            std::to_string(2000 + t));
    }
  }
  return b.finish();
}

product_flows report(
    std::initializer_list<std::tuple<const char*, const char*, const char*, double, const char*>>
        rows) {
  flow_builder b(true, false, true);
  for (const auto& [i, j, k, v, t] : rows) b.add(i, j, k, v, 0, t);
  return b.finish();
}

}  // namespace

TEST_CASE("group-by: a map of names, whatever the dimensions and the number of cells") {
  const auto f = three_years();
  for (const auto& by :
       std::vector<std::vector<flow_dimension>>{{product},
                                                {period, exporter},
                                                {importer, product},
                                                {exporter, importer, product, period}}) {
    std::map<std::vector<std::int32_t>, std::tuple<double, double, std::size_t>> naive;
    for (std::size_t r = 0; r < f.size(); ++r) {
      std::vector<std::int32_t> key;
      for (const auto d : by) {
        key.push_back(d == exporter   ? f.exporter[r]
                      : d == importer ? f.importer[r]
                      : d == product  ? f.product[r]
                                      : f.period[r]);
      }
      auto& [v, q, n] = naive[key];
      v += f.value[r];
      q += f.quantity[r];
      ++n;
    }
    const auto g = group_by(f, by);
    REQUIRE(g.size() == naive.size());
    std::size_t at = 0;
    for (const auto& [key, sums] : naive) {  // in the order of the codes
      for (std::size_t d = 0; d < by.size(); ++d) CHECK(g.codes[d][at] == key[d]);
      CHECK(g.value[at] == std::get<0>(sums));
      CHECK(g.quantity[at] == std::get<1>(sums));
      CHECK(g.rows[at] == std::get<2>(sums));
      ++at;
    }
  }
}

TEST_CASE("group-by sorts where a table of cells would not fit") {
  flow_builder b(true, false, true);
  for (int r = 0; r < 300; ++r) {  // 300 names each: 8.1e9 cells
    const std::string name = std::to_string(1000 + r * 7 % 300);
    b.add(name, std::to_string(1000 + r * 11 % 300), name, r, 0, std::to_string(r));
  }
  const auto f = b.finish();
  const auto g = group_by(f, {exporter, importer, product, period});
  CHECK(g.size() == 300);
  double sum = 0;
  for (std::size_t i = 0; i < g.size(); ++i) {
    sum += g.value[i];
    if (i > 0) CHECK(g.codes[0][i] > g.codes[0][i - 1]);
  }
  CHECK(sum == 299 * 150);
}

TEST_CASE("pivot equals the matrices of the flows") {
  const auto f = three_years();
  CHECK((pivot(f, exporter, product) - export_matrix(f)).cwiseAbs().maxCoeff() == 0);
  CHECK((pivot(f, exporter, importer) - pair_matrix(f)).cwiseAbs().maxCoeff() == 0);
  CHECK_CLOSE_REL(pivot(f, period, importer).sum(), export_matrix(f).sum(), 1e-14);
  CHECK(bytes_per_row(f) == 32);
  CHECK(bytes_per_row(bilateral_test::sample_flows()) == 28);
}

TEST_CASE("join: both, one only, names of both, keys that repeat") {
  const auto a =
      report({{"A", "B", "p", 1, "2001"}, {"A", "C", "p", 2, "2001"}, {"A", "B", "p", 4, "2001"}});
  const auto b = report({{"A", "B", "p", 7, "2001"}, {"Z", "A", "q", 9, "2002"}});
  const auto j = join(a, b);
  CHECK(j.both == 1);
  CHECK(j.first_only == 1);
  CHECK(j.second_only == 1);
  CHECK(j.flows.value[0] == 5);
  CHECK(j.other[0] == 7);
  CHECK(j.other[1] != j.other[1]);
  CHECK(j.flows.value[2] != j.flows.value[2]);
  CHECK(j.flows.countries == std::vector<std::string>{"A", "B", "C", "Z"});
  CHECK(j.flows.periods[static_cast<std::size_t>(j.flows.period[2])] == "2002");
  const auto all = three_years();
  const auto same = join(all, all);
  CHECK(same.both == all.size());
  CHECK(same.flows.value == same.other);
  CHECK_REFUSES(argument_error, "one of the two has periods and the other has not",
                join(all, bilateral_test::sample_flows()));
}

TEST_CASE("zeros only where the reporter reports") {
  // B reports nothing in 2002; A has B and C as partners
  const auto f =
      report({{"A", "B", "p", 1, "2001"}, {"A", "C", "q", 2, "2002"}, {"B", "A", "p", 3, "2001"}});
  const auto z = zero_filled(f);
  CHECK(z.zeros == 2);  // A>B p in 2002, A>C q in 2001
  REQUIRE(z.flows.size() == 5);
  CHECK(z.flows.value == std::vector<double>{1, 0, 0, 2, 3});
  CHECK(z.silent == std::vector<std::pair<std::string, std::string>>{
                        {"B", "2002"}, {"C", "2001"}, {"C", "2002"}});
  const auto all = zero_filled(f, reporting_side::exporter, zero_domain::all);
  CHECK(all.flows.size() == 2 * 2 * 2 + 2 * 2);  // A in two years, B in one: 2 partners, 2 products
  const auto importers = zero_filled(f, reporting_side::importer);
  CHECK(importers.zeros == 0);  // nobody imports in two periods
  CHECK_REFUSES(argument_error, "the flows have no periods",
                zero_filled(bilateral_test::sample_flows()));
}

TEST_CASE("mirror: the side used and the margin are kept") {
  const auto x = report({{"A", "B", "p", 100, "2001"}, {"B", "A", "p", 50, "2002"}});
  const auto m = report(
      {{"A", "B", "p", 110, "2001"}, {"A", "C", "p", 53, "2001"}, {"B", "A", "p", 21.2, "2001"}});
  const auto f = mirror_filled(x, m, {.margin = .06});
  REQUIRE(f.flows.size() == 4);
  // A>B own, A>C against no row, B>A 2001 of silent B, B>A 2002 own
  CHECK(f.used == std::vector<report_used>{report_used::preferred,
                                           report_used::partner_against_no_row,
                                           report_used::partner_of_silent, report_used::preferred});
  CHECK_CLOSE_REL(f.flows.value[0], 100, 1e-15);
  CHECK_CLOSE_REL(f.flows.value[1], 50, 1e-15);
  CHECK_CLOSE_REL(f.flows.value[2], 20, 1e-15);
  CHECK(f.rows == std::array<std::size_t, 3>{2, 1, 1});
  CHECK_CLOSE_REL(f.value[0], 150, 1e-15);
  const auto strict = mirror_filled(x, m, {.margin = .06, .fill_where_it_reports = false});
  CHECK(strict.left_out == 1);
  CHECK(strict.flows.size() == 3);
  const auto importers = mirror_filled(x, m, {.prefer = reporting_side::importer, .margin = .1});
  CHECK_CLOSE_REL(importers.flows.value[0], 100, 1e-14);  // 110 / 1.1
  CHECK_CLOSE_REL(importers.flows.value[3], 50, 1e-15);   // the exporter's, FOB as it is
  CHECK_REFUSES(argument_error, "margin is -1", mirror_filled(x, m, {.margin = -1}));
}

TEST_CASE("refusals") {
  const auto f = bilateral_test::sample_flows();
  CHECK_REFUSES(argument_error, "there is no dimension", group_by(f, {}));
  CHECK_REFUSES(argument_error, "products are named twice", group_by(f, {product, product}));
  CHECK_REFUSES(argument_error, "the flows have no periods", group_by(f, {period}));
  CHECK_REFUSES(argument_error, "exporters are named twice", pivot(f, exporter, exporter));
}
