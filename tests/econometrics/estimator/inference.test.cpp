#include <bilateral/econometrics/estimator/inference.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/wave_data.hpp"

using namespace bilateral;
using bilateral_test::wave_data;

namespace {
// a covariance of a user's own: the identity times `value`
struct constant_variance {
  double value = 1;
};
[[maybe_unused]] bool uses_scores(const constant_variance&) { return false; }
covariance_estimate<double> covariance(const estimation_scores<double>& s,
                                       const constant_variance& c) {
  return {dense_matrix<double>::Identity(s.bread.rows(), s.bread.cols()) * c.value,
          "constant",
          7,
          {"made up"},
          {}};
}
}  // namespace

TEST_CASE("inference: a covariance of a user's own works like those of the library") {
  const auto fit = ols(wave_data().model(), constant_variance{4});
  CHECK(*std_error(fit, "x1") == 2);
  CHECK(fit.covariance_label == "constant");
  CHECK(fit.inference_dof == 7);
  CHECK(fit.notes.back() == "made up");
}

TEST_CASE("inference: the same fit under another covariance") {
  const auto fit = ols(wave_data().model(), iid{}, {.keep_parts = keep::scores});
  const auto robust = with_covariance(fit, heteroskedastic{hc::hc3});
  CHECK(*std_error(robust, "x1") ==
        *std_error(ols(wave_data().model(), heteroskedastic{hc::hc3}), "x1"));
  CHECK_REFUSES(argument_error, "the fit kept no scores",
                (void)with_covariance(ols(wave_data().model()), iid{}));
}

TEST_CASE("inference: variances that are no numbers are withheld or told") {
  const auto below = ols(wave_data().model(), constant_variance{-1});
  CHECK_FALSE(std_error(below, "x1"));
  CHECK(below.notes.back() ==
        "the variance of x2 is below zero (constant): its standard error is undefined");
  const auto infinite = ols(wave_data().model(), constant_variance{INFINITY});
  CHECK_FALSE(infinite.covariance);
}

TEST_CASE("inference: no overall test of a response that does not vary, or without slopes") {
  const wave_data d;
  const Eigen::VectorXd flat = Eigen::VectorXd::Constant(60, 0.1);
  CHECK_FALSE(overall_test(ols(regress(flat, {{"x1", d.x1}}))));
  CHECK_FALSE(overall_test(ols(regress(d.y, {}))));
  CHECK(overall_test(ols(d.model()))->null == "all slopes are zero");
}
