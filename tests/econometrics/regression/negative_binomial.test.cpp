#include <bilateral/econometrics/regression/negative_binomial.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/iid.hpp>

#include "support/close.hpp"
#include "support/glm_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::close_rel;
using bilateral_test::glm_data;
using bilateral_test::reference_table;

namespace {

generalised_linear_result<double> estimate(const glm_data& d, const std::string& sets,
                                           const std::string& kind) {
  negative_binomial_options<double> options;
  options.fit.keep_parts = keep::scores;
  if (kind == "_w") options.fit.weights = d.w;
  if (kind == "_z") options.fit.offset = d.z;
  if (kind == "_fixed") options.theta = 1.5;
  const std::size_t count = sets == "none" ? 0 : (sets == "one" ? 1 : 2);
  return negative_binomial(d.model(d.count, sets == "none"), d.effects(count),
                           heteroskedastic{hc::hc1}, options);
}

}  // namespace

// theta of the two programs is found to about 1e-12; R's IRLS is good to 1e-10 in the slopes
TEST_CASE("negative_binomial: equals R glm and MASS theta.ml iterated to the end, on dummies") {
  const reference_table r("glm.csv");
  const glm_data d;
  for (const std::string sets : {"none", "one", "two"}) {
    for (const std::string kind : {"", "_w", "_z", "_fixed"}) {
      const std::string line = "negbin_" + sets + kind;
      CAPTURE(line);
      const auto fit = estimate(d, sets, kind);
      const auto flat = with_covariance(fit, iid{});
      const auto by = with_covariance(
          fit, clustered{.by = {d.cluster()}, .adjustment = cluster_adjustment::by_term});
      for (const std::string x : {"x1", "x2", "x3"}) {
        CAPTURE(x);
        CHECK(close_rel(coefficient(fit, x), r(line + "_" + x), 1e-9));
        CHECK(close_rel(*std_error(fit, x), r(line + "_hc1_" + x), 1e-9));
        CHECK(close_rel(*std_error(flat, x), r(line + "_iid_" + x), 1e-9));
        CHECK(close_rel(*std_error(by, x), r(line + "_cluster_" + x), 1e-9));
      }
      CHECK(close_rel(*fit.deviance, r(line + "_deviance"), 1e-9));
      CHECK(close_rel(*fit.log_likelihood, r(line + "_loglik"), 1e-11));
      if (kind == "_fixed") {
        CHECK(!fit.theta_error);
        continue;
      }
      CHECK(close_rel(*fit.theta, r(line + "_theta"), 1e-9));
      CHECK(close_rel(*fit.theta_error, r(line + "_theta_error"), 1e-9));
    }
  }
}

// glm.nb stops at its own tolerance for theta, about 1e-11 here
TEST_CASE("negative_binomial: equals MASS glm.nb as it stands") {
  const reference_table r("glm.csv");
  const glm_data d;
  const auto fit = estimate(d, "none", "");
  CHECK(close_rel(*fit.theta, r("glm_nb_theta"), 1e-9));
  CHECK(close_rel(*fit.aic, r("glm_nb_aic"), 1e-11));
  for (const std::string x : {"x1", "x2", "x3"})
    CHECK(close_rel(coefficient(fit, x), r("glm_nb_" + x), 1e-9));
}

TEST_CASE("negative_binomial: theta of a fit maximises the likelihood; a large one is Poisson") {
  const glm_data d;
  const auto best = estimate(d, "one", "");
  for (const double factor : {0.97, 1.03}) {
    negative_binomial_options<double> options;
    options.theta = factor * *best.theta;
    const auto other = negative_binomial(d.model(d.count), d.effects(1), iid{}, options);
    CHECK(*other.log_likelihood < *best.log_likelihood);
  }
  negative_binomial_options<double> poisson;
  poisson.theta = 1e9;
  const auto limit = negative_binomial(d.model(d.count), d.effects(2), iid{}, poisson);
  const auto exact = ppml(d.model(d.count), d.effects(2), iid{});
  for (const char* x : {"x1", "x2", "x3"}) {
    CHECK(close_rel(coefficient(limit, x), coefficient(exact, x),
                    1e-7));  // the distance is of order 1/theta
  }
}

TEST_CASE("negative_binomial: what it refuses") {
  const glm_data d;
  CHECK_THROWS_WITH_AS((void)negative_binomial(d.model(d.count), {}, iid{}, {.theta = -1.0}),
                       "negative_binomial: theta is -1; it must be above zero", argument_error);
  // the mean itself, rounded: less dispersed than a Poisson
  const auto mean = ppml(d.model(d.count, true)).fitted;
  const Eigen::VectorXd even = mean.array().round();
  CHECK_THROWS_WITH_AS(
      (void)negative_binomial(d.model(even, true)),
      "negative_binomial: y is no more dispersed than a Poisson: theta has no finite "
      "estimate; ppml is the model",
      numerical_error);
}
