#include <bilateral/econometrics/estimator/sample.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
dense_vector<double> three(double a, double b, double c) {
  dense_vector<double> v(3);
  v << a, b, c;
  return v;
}
weighted_rows<double> checked(const dense_vector<double>& w,
                              weight_kind kind = weight_kind::analytic) {
  return check_weights("ols", "weights", w, 3, kind);
}
}  // namespace

TEST_CASE("sample: roots of the weights; rows of weight zero go and say so") {
  CHECK(checked({}).root.size() == 0);
  CHECK(checked(three(4, 1, 9)).root[2] == 3);
  CHECK(checked(three(4, 1, 9)).used.empty());
  const auto some = checked(three(4, 0, 9));
  CHECK(some.used == std::vector<Eigen::Index>{0, 2});
  CHECK(some.root.size() == 2);
  REQUIRE(some.left_out.size() == 1);
  CHECK(some.left_out[0].row == 2);
  CHECK(some.left_out[0].reason == "weight is zero");
}

TEST_CASE("sample: refusals") {
  CHECK_REFUSES(argument_error, "weights is -1 in row 2; weights must not be negative",
                (void)checked(three(1, -1, 1)));
  CHECK_REFUSES(argument_error, "weights are all zero", (void)checked(three(0, 0, 0)));
  CHECK_REFUSES(argument_error, "weights is missing (NaN) in row 3",
                (void)checked(three(1, 1, std::nan(""))));
  CHECK_REFUSES(argument_error, "frequency weights are whole numbers",
                (void)checked(three(1, 1.5, 1), weight_kind::frequency));
  CHECK_REFUSES(argument_error, "weights has 2 values",
                (void)checked(dense_vector<double>::Ones(2)));
}
