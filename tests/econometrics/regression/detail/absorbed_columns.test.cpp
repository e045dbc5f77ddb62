// Columns that fixed effects explain, by hand.
#include <bilateral/econometrics/regression/detail/absorbed_columns.hpp>

#include "support/close.hpp"

#include <string>
#include <vector>

using namespace bilateral;

namespace {

using column_list = std::vector<std::string>;

// Two columns in four rows of weights 2, 1, 2, 1: (1 3 1 3), of which (0.1 -0.2 0.1 -0.2) is left, and the same
// of which half is left. Squares about the mean 5/3: 2 (2/3)^2 2 + (4/3)^2 2 = 48/9; about zero 22; left 0.12.
struct sample {
  dense_matrix<double> before, after;
  dense_vector<double> weights;
  sample() : before(4, 2), after(4, 2), weights(4) {
    before << 1, 1, 3, 3, 1, 1, 3, 3;
    after << 0.1, 0.5, -0.2, 1.5, 0.1, 0.5, -0.2, 1.5;
    weights << 2, 1, 2, 1;
  }
};

}  // namespace

TEST_CASE("the length that is left is set against that about the mean, or from zero") {
  absorb_report report;
  report.error = 20;  // so rough that a column goes below a ratio of 0.2
  sample s;
  auto gone = detail::absorbed_columns<double>(s.before, s.after, {"x", "half"}, s.weights, report,
                                               detail::column_origin::mean);
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].name == "x");
  CHECK(gone[0].reason == "absorbed by the fixed effects");
  CHECK_CLOSE_REL(gone[0].ratio, 0.15, 1e-14);  // sqrt(0.12 / (48 / 9))
  CHECK(s.after.col(0).isZero(0));
  CHECK(s.after(1, 1) == 1.5);

  sample t;
  gone = detail::absorbed_columns<double>(t.before, t.after, {"x", "half"}, t.weights, report,
                                          detail::column_origin::zero);
  REQUIRE(gone.size() == 1);
  CHECK_CLOSE_REL(gone[0].ratio, std::sqrt(0.12 / 22), 1e-14);

  sample u;  // without weights: mean 2, squares about it 4, left 0.1
  gone = detail::absorbed_columns<double>(u.before, u.after, {"x", "half"}, {}, report,
                                          detail::column_origin::mean);
  REQUIRE(gone.size() == 1);
  CHECK_CLOSE_REL(gone[0].ratio, std::sqrt(0.1 / 4), 1e-14);
}

TEST_CASE("a column of the size of rounding is gone whatever its ratio, one far from zero is not") {
  absorb_report report;
  sample s;
  s.after.col(0) *= 1e-16;
  const auto both = detail::absorbed_columns<double>(s.before, s.after, {"x", "half"}, s.weights,
                                                     report, detail::column_origin::mean);
  REQUIRE(both.size() == 1);
  CHECK(both[0].name == "x");
  CHECK(s.after(1, 1) == 1.5);
  s.before.col(1).setZero();
  s.after.col(1).setZero();
  const auto zero = detail::absorbed_columns<double>(s.before, s.after, {"x", "half"}, s.weights,
                                                     report, detail::column_origin::mean);
  REQUIRE(zero.size() == 2);
  CHECK(zero[1].name == "half");
  CHECK(zero[1].ratio == 0);
}

TEST_CASE("what goes is told once, and refused where none may go") {
  const std::vector<omitted_term> gone{{"x", 1e-17, "absorbed by the fixed effects"}};
  const std::vector<dropped_column> dropped{{0, 1e-16}, {1, 1e-15}};
  const auto left = detail::columns_left_out({"f", false, true}, gone, dropped, {"x", "z", "v"});
  REQUIRE(left.size() == 2);
  CHECK(left[0].reason == "absorbed by the fixed effects");
  CHECK(left[1].name == "z");
  CHECK(left[1].ratio == 1e-15);
  CHECK(left[1].reason == detail::collinear_with_effects);
  const auto plain = detail::columns_left_out({"f", false, false}, {}, dropped, {"x", "z", "v"});
  CHECK(plain[0].reason == "collinear with the columns before it");
  CHECK_REFUSES(rank_deficiency_error, "f: x is absorbed by the fixed effects (ratio 1e-17)",
                detail::columns_left_out({"f", true, true}, gone, dropped, {"x", "z", "v"}));
  CHECK_REFUSES(argument_error, "every regressor is absorbed by the fixed effects",
                detail::columns_left_out({"f", false, true}, gone, dropped, {"x", "z"}));
  CHECK_REFUSES(argument_error, "every regressor is zero: x, z",
                detail::columns_left_out({"f", false, false}, gone, dropped, {"x", "z"}));
  CHECK(detail::columns_left_out({"f", true, true}, {}, {}, {"x"}).empty());
}
