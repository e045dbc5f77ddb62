#include <bilateral/trade/structure/margins.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"

using namespace bilateral;

namespace {

using numbers = std::vector<double>;
std::span<const double> view(const numbers& v) { return v; }
std::string at(const char* name, int i, int j) {
  return std::string(name) + "[" + std::to_string(i + 1) + "," + std::to_string(j + 1) + "]";
}
numbers cells(const Eigen::MatrixXd& m) {  // row by row
  numbers out;
  for (Eigen::Index i = 0; i < m.rows(); ++i) {
    for (Eigen::Index j = 0; j < m.cols(); ++j) out.push_back(m(i, j));
  }
  return out;
}

}  // namespace

// ratios of sums in another order
TEST_CASE("the margins equal those of a second implementation") {
  const bilateral_test::reference_values ref("structure.csv");
  const auto flows = bilateral_test::sample_flows(), later = bilateral_test::sample_flows(1);
  const Eigen::MatrixXd to = exports_to(flows, "c7");
  for (int i = 0; i < 8; ++i) {
    if (i < 7) {
      const auto m =
          export_margins(view(cells(to.row(i))), view(cells(to.colwise().sum() - to.row(i))));
      CHECK_CLOSE_REL(m->extensive, ref(at("margins", i, 0)), 1e-13);
      CHECK_CLOSE_REL(m->intensive, ref(at("margins", i, 1)), 1e-13);
      CHECK_CLOSE_REL(m->share, ref(at("margins", i, 2)), 1e-13);
    }
    const std::string name = "c" + std::to_string(i);
    const numbers a = cells(exports_of(flows, name)), b = cells(exports_of(later, name));
    const auto v = variety(view(a), view(b), 3.5);
    const double varieties[] = {v->lambda_before, v->lambda_after, v->ratio, v->correction};
    for (int k = 0; k < 4; ++k) CHECK_CLOSE_REL(varieties[k], ref(at("variety", i, k)), 1e-13);
    const auto c = churning(view(a), view(b));
    const double churn[] = {c.entry,           c.exit,           c.growth,           c.decline,
                            double(c.entered), double(c.exited), double(c.continued)};
    for (int k = 0; k < 7; ++k) CHECK(churn[k] == ref(at("churning", i, k)));  // integers
  }
}

TEST_CASE("identities over random trade") {
  std::mt19937_64 bits(53);
  for (int round = 0; round < 100; ++round) {
    const Eigen::MatrixXd t = bilateral_test::random_trade(bits, 3, 8);
    const numbers x = cells(t.row(0)), w = cells(t.row(1) + t.row(2));
    if (const auto m = export_margins(view(x), view(w))) {
      CHECK(m->extensive > 0);
      CHECK(m->extensive <= 1 + 1e-15);
      CHECK_CLOSE_REL(m->extensive * m->intensive, m->share, 1e-13);
    }
    const auto c = churning(view(x), view(w));
    CHECK_CLOSE_ABS(c.change, t.row(1).sum() + t.row(2).sum() - t.row(0).sum(), 1e-10);
    const auto same = variety(view(x), view(x), 2.0);
    CHECK(same->ratio == 1);
    if (const auto v = variety(view(x), view(w), 2.0)) {
      CHECK_CLOSE_REL(v->correction, v->ratio, 1e-14);  // sigma = 2
      CHECK_CLOSE_REL(variety(view(w), view(x), 2.0)->ratio, 1 / v->ratio, 1e-13);
    }
  }
}

TEST_CASE("reasons and refusals") {
  const numbers none{0, 0}, left{1, 0}, right{0, 1};
  CHECK(export_margins(view(none), view(left)).reason == "the country exports nothing");
  CHECK(export_margins(view(left), view(none)).reason == "the reference exports nothing");
  CHECK(export_margins(view(left), view(right)).reason ==
        "the reference exports none of the country's products");
  CHECK(variety(view(left), view(right), 2.0).reason == "no variety is bought in both periods");
  CHECK_REFUSES(argument_error, "sigma is 1", variety(view(left), view(left), 1.0));
  const numbers single{1}, below{-1, 2};
  CHECK_REFUSES(argument_error, "before has 2 values but after has 1",
                variety(view(left), view(single), 2.0));
  CHECK_REFUSES(argument_error, "is -1", variety(view(below), view(left), 2.0));
  CHECK_REFUSES(argument_error, "is -1", export_margins(view(left), view(below)));
  CHECK_REFUSES(argument_error, "has 1", export_margins(view(left), view(single)));
  CHECK_REFUSES(argument_error, "has 1", churning(view(left), view(single)));
  CHECK(churning(view(none), view(left)).entry_rate.reason == "no relation before");
  CHECK(*churning(view(left), view(right)).exit_rate == 1);
}
