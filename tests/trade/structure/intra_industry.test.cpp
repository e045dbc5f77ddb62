#include <bilateral/trade/structure/intra_industry.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"

using namespace bilateral;

namespace {

using numbers = std::vector<double>;
std::span<const double> view(const numbers& v) { return v; }

numbers row_of(const Eigen::MatrixXd& m, Eigen::Index i) {
  numbers out;
  for (Eigen::Index j = 0; j < m.cols(); ++j) out.push_back(m(i, j));
  return out;
}
std::string at(const char* name, Eigen::Index i, Eigen::Index j) {
  return std::string(name) + "[" + std::to_string(i + 1) + "," + std::to_string(j + 1) + "]";
}

}  // namespace

// sums of 12 products in another order
TEST_CASE("the indices equal those of a second implementation") {
  const bilateral_test::reference_values ref("structure.csv");
  const auto flows = bilateral_test::sample_flows(), later = bilateral_test::sample_flows(1);
  auto amounts = flows;
  amounts.value = flows.quantity;
  const Eigen::MatrixXd x = export_matrix(flows), m = import_matrix(flows),
                        x1 = export_matrix(later), m1 = import_matrix(later),
                        px = x.cwiseQuotient(export_matrix(amounts)),
                        pm = m.cwiseQuotient(import_matrix(amounts));
  const auto pairs = grubel_lloyd_pairs(flows);
  for (Eigen::Index i = 0; i < 8; ++i) {
    const int n = static_cast<int>(i + 1);
    const auto gl = grubel_lloyd(view(row_of(x, i)), view(row_of(m, i)));
    CHECK_CLOSE_REL(gl->plain, ref("gl", n), 1e-13);
    CHECK_CLOSE_REL(*gl->adjusted, ref("gl_adjusted", n), 1e-13);
    const auto b = marginal_intra_industry(view(row_of(x, i)), view(row_of(m, i)),
                                           view(row_of(x1, i)), view(row_of(m1, i)));
    CHECK_CLOSE_REL(b->a, ref("brulhart_a", n), 1e-12);
    CHECK_CLOSE_ABS(b->b, ref("brulhart_b", n), 1e-13);
    CHECK_CLOSE_REL(b->c, ref("brulhart_c", n), 1e-13);
    for (const auto band : {unit_value_band::additive, unit_value_band::ratio}) {
      const auto v =
          vertical_intra_industry(view(row_of(x, i)), view(row_of(m, i)), view(row_of(px, i)),
                                  view(row_of(pm, i)), {.dispersion = .25, .band = band});
      const char* name = band == unit_value_band::ratio ? "vertical_ratio" : "vertical_additive";
      CHECK_CLOSE_ABS(v->vertical_high, ref(at(name, i, 0)), 1e-14);
      CHECK_CLOSE_ABS(v->vertical_low, ref(at(name, i, 1)), 1e-14);
      CHECK_CLOSE_ABS(v->horizontal, ref(at(name, i, 2)), 1e-14);
      CHECK(v->unknown == 0);
      CHECK_CLOSE_REL(v->total, gl->plain, 1e-13);
    }
    for (Eigen::Index k = 0; k < 12; ++k) {
      CHECK_CLOSE_REL(*product_quality(px(i, k), pm(i, k)), ref(at("quality_azhar", i, k)), 1e-13);
    }
    for (Eigen::Index j = 0; j < 8; ++j) {
      if (i != j) CHECK_CLOSE_ABS(*pairs.at(i, j), ref(at("gl_pair", i, j)), 1e-13);
    }
  }
  CHECK(pairs.at(2, 2).reason == "the two do not trade with each other");
}

TEST_CASE("ranges, identities and categorical aggregation over random trade") {
  std::mt19937_64 bits(23);
  for (int round = 0; round < 100; ++round) {
    const Eigen::MatrixXd t = bilateral_test::random_trade(bits, 4, 6 + round % 10);
    const numbers x = row_of(t, 0), m = row_of(t, 1), x1 = row_of(t, 2), m1 = row_of(t, 3);
    const auto gl = grubel_lloyd(view(x), view(m));
    CHECK(gl->plain >= 0);
    CHECK(gl->plain <= 1);
    if (gl->adjusted) {
      CHECK(*gl->adjusted >= gl->plain - 1e-14);
      CHECK(*gl->adjusted <= 1 + 1e-14);
    }
    double weighted = 0, both = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
      both += x[k] + m[k];
      if (const auto one = grubel_lloyd(x[k], m[k])) weighted += *one * (x[k] + m[k]);
    }
    CHECK_CLOSE_ABS(weighted / both, gl->plain, 1e-13);
    const numbers coarse_x{x[0] + x[1] + x[2], x[3] + x[4] + x[5]},
        coarse_m{m[0] + m[1] + m[2], m[3] + m[4] + m[5]};
    const numbers fine_x(x.begin(), x.begin() + 6), fine_m(m.begin(), m.begin() + 6);
    CHECK(grubel_lloyd(view(coarse_x), view(coarse_m))->plain >=
          grubel_lloyd(view(fine_x), view(fine_m))->plain - 1e-14);
    const auto b = marginal_intra_industry(view(x), view(m), view(x1), view(m1));
    CHECK(b->a >= 0);
    CHECK(b->a <= 1);
    CHECK(std::abs(b->b) <= 1);
    CHECK(b->c >= 0);
    const numbers one_x{x[0] + 1}, one_m{m[0]}, then_x{x1[0]}, then_m{m1[0] + 2};
    const auto single =
        marginal_intra_industry(view(one_x), view(one_m), view(then_x), view(then_m));
    CHECK_CLOSE_ABS(std::abs(single->b), 1 - single->a, 1e-14);
    const auto s = trade_induced_adjustment(then_x[0] - one_x[0], then_m[0] - one_m[0]);
    CHECK(std::abs(*s) <= 1);
  }
}

TEST_CASE("small cases by hand, no trade with its reason, refusals") {
  CHECK(*grubel_lloyd(30., 10.) == .5);
  CHECK(grubel_lloyd(0., 0.).reason == "the product is not traded");
  const numbers x{10, 0}, none{0, 0}, p{2, std::nan("")}, q{1, 1};
  const auto one_way = grubel_lloyd(view(x), view(none));
  CHECK(one_way->plain == 0);
  CHECK(one_way->adjusted.reason == "all trade goes one way");
  CHECK(grubel_lloyd(view(none), view(none)).reason == "nothing is traded");
  CHECK(marginal_intra_industry(view(x), view(x), view(x), view(x)).reason ==
        "trade did not change");
  CHECK(trade_induced_adjustment(0., 0.).reason == "trade did not change");
  CHECK(*trade_induced_adjustment(5., -5.) == 1);
  CHECK(*trade_induced_adjustment(5., 5.) == 0);
  CHECK(product_quality(0., 1.).reason == "a unit value is not known");
  const numbers both{4, 4};
  const auto v = vertical_intra_industry(view(both), view(both), view(p), view(q));
  CHECK(v->vertical_high == .5);
  CHECK(v->unknown == .5);
  CHECK_REFUSES(argument_error, "exports has 2 values but imports has 1",
                grubel_lloyd(view(x), std::span<const double>(q).first(1)));
  CHECK_REFUSES(argument_error, "dispersion is 1",
                vertical_intra_industry(view(x), view(x), view(p), view(q), {.dispersion = 1}));
  const numbers below{-1, 2}, single{1};
  CHECK_REFUSES(argument_error, "dispersion is 0",
                vertical_intra_industry(view(x), view(x), view(p), view(q), {.dispersion = 0}));
  CHECK_REFUSES(argument_error, "exports has 2 values but imports has 1",
                vertical_intra_industry(view(x), view(single), view(p), view(q)));
  CHECK_REFUSES(argument_error, "exports has 2 values but export_unit_value has 1",
                vertical_intra_industry(view(x), view(x), view(single), view(q)));
  CHECK_REFUSES(argument_error, "exports has 2 values but import_unit_value has 1",
                vertical_intra_industry(view(x), view(x), view(p), view(single)));
  CHECK_REFUSES(argument_error, "exports has 2 values but imports has 1",
                marginal_intra_industry(view(x), view(single), view(x), view(x)));
  CHECK_REFUSES(argument_error, "exports has 2 values but imports has 1",
                marginal_intra_industry(view(x), view(x), view(x), view(single)));
  CHECK_REFUSES(argument_error, "exports before has 1 values but exports after has 2",
                marginal_intra_industry(view(single), view(single), view(x), view(x)));
  CHECK_REFUSES(argument_error, "exports", grubel_lloyd(view(below), view(x)));
  CHECK_REFUSES(argument_error, "imports", grubel_lloyd(view(x), view(below)));
  product_flows f = bilateral_test::sample_flows();
  f.importer.clear();
  CHECK_REFUSES(argument_error, "grubel_lloyd_pairs: the flows have no importers",
                grubel_lloyd_pairs(f));
}
