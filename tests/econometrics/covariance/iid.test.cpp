#include <bilateral/econometrics/covariance/iid.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
estimation_scores<double> scores() {
  estimation_scores<double> s;
  s.bread = dense_matrix<double>::Identity(2, 2) * 0.5;
  s.residual_sum_of_squares = 6;
  s.observations = 8;
  s.parameters = 2;
  return s;
}
}  // namespace

TEST_CASE("iid: sigma^2 (X'X)^-1 with RSS / (n - K)") {
  const auto v = covariance(scores(), iid{});
  CHECK(v.matrix(0, 0) == 0.5);
  CHECK(v.matrix(0, 1) == 0);
  CHECK(v.inference_dof == 6);
  CHECK(v.recipe.kind == "iid");
  CHECK_FALSE(wants_scores(iid{}));
  CHECK_FALSE(wants_leverage(iid{}));
}

TEST_CASE("iid: a dispersion that is known takes its place, and inference is normal where told") {
  auto s = scores();
  s.dispersion = 1;
  s.normal_inference = true;
  const auto v = covariance(s, iid{});
  CHECK(v.matrix(1, 1) == 0.5);
  CHECK(std::isinf(v.inference_dof));
}

TEST_CASE("iid: a dispersion of zero is a dispersion, not one that is not known") {
  auto s = scores();
  s.dispersion = 0;
  CHECK(covariance(s, iid{}).matrix.isZero(0));
}
