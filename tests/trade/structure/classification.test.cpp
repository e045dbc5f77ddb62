#include <bilateral/trade/structure/classification.hpp>

#include "support/close.hpp"
#include "support/trade_sample.hpp"

#include <bilateral/trade/structure/intra_industry.hpp>

using namespace bilateral;

namespace {

product_flows flows() {
  flow_builder b(true, true);
  b.add("A", "B", "0101", 10, 1);
  b.add("A", "B", "0102", 20, 2);
  b.add("B", "A", "7403", 30, 3);
  b.add("B", "C", "9999", 5, 4);
  return b.finish();
}

}  // namespace

TEST_CASE("classes by hand, what did not map, what was not used") {
  const auto c = classified(flows(), {.from = {"0101", "0102", "7403", "8517"},
                                      .to = {"farm", "farm", "metal", "phones"}});
  CHECK(c.flows.products == std::vector<std::string>{"farm", "metal"});
  CHECK(c.mapped == 60);
  CHECK(c.unmapped == 5);
  REQUIRE(c.unmapped_codes.size() == 1);
  CHECK(c.unmapped_codes[0].first == "9999");
  CHECK(c.unused == std::vector<std::string>{"8517"});
  CHECK(export_matrix(c.flows)(0, 0) == 30);
  CHECK(c.flows.notes[0] ==
        "1 product codes with a value of 5 of 65 are not in the concordance: left out");
  const auto kept = classified(flows(), {.from = {"01", "74"}, .to = {"farm", "metal"}},
                               {.match = code_match::longest_prefix, .unmapped_class = "other"});
  CHECK(kept.flows.products == std::vector<std::string>{"farm", "metal", "other"});
  CHECK_CLOSE_ABS(export_matrix(kept.flows).sum(), 65, 0);
}

TEST_CASE("weights split value and quantity and conserve them") {
  const concordance list{.from = {"0101", "0101", "0102", "7403", "9999"},
                         .to = {"x", "y", "y", "x", "x"},
                         .weight = {.25, .75, 1, 1, 1}};
  const auto c = classified(flows(), list);
  CHECK(c.unmapped == 0);
  const auto x = export_matrix(c.flows);
  CHECK(x(0, 0) == 2.5);
  CHECK(x(0, 1) == 27.5);
  double quantity = 0;
  for (const double q : c.flows.quantity) quantity += q;
  CHECK_CLOSE_REL(quantity, 10, 1e-15);
}

TEST_CASE("a coarser classification never lowers the Grubel-Lloyd index") {
  const auto fine = bilateral_test::sample_flows();
  concordance list{.from = fine.products, .to = {}};
  for (std::size_t k = 0; k < fine.products.size(); ++k)
    list.to.push_back("group " + std::to_string(k % 3));
  const auto coarse = classified(fine, list).flows;
  const auto a = grubel_lloyd_pairs(fine), b = grubel_lloyd_pairs(coarse);
  for (Eigen::Index i = 0; i < 8; ++i) {
    for (Eigen::Index j = 0; j < 8; ++j) {
      if (a.at(i, j)) CHECK(b.values(i, j) >= a.values(i, j) - 1e-14);
    }
  }
}

TEST_CASE("refusals") {
  CHECK_REFUSES(argument_error, "code 0101 goes to 2 classes, a and b; give weights",
                classified(flows(), {.from = {"0101", "0101"}, .to = {"a", "b"}}));
  CHECK_REFUSES(
      argument_error, "the weights of code 0101 add up to 0.9",
      classified(flows(), {.from = {"0101", "0101"}, .to = {"a", "b"}, .weight = {.5, .4}}));
  CHECK_REFUSES(argument_error, "the weight of 0101 is 0 in row 1",
                classified(flows(), {.from = {"0101"}, .to = {"a"}, .weight = {0}}));
  CHECK_REFUSES(
      argument_error, "the weight of 0102 is 1.5 in row 2",
      classified(flows(), {.from = {"0101", "0102"}, .to = {"a", "a"}, .weight = {1, 1.5}}));
  CHECK_REFUSES(argument_error, "from has 2 values but weight has 1",
                classified(flows(), {.from = {"0101", "0102"}, .to = {"a", "a"}, .weight = {1}}));
  CHECK_REFUSES(argument_error, "from has 1 values but to has 0",
                classified(flows(), {.from = {"0101"}, .to = {}}));
}
