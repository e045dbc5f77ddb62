#include <bilateral/econometrics/regression/gmm.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>

#include "support/close.hpp"
#include "support/wave_equation.hpp"

using namespace bilateral;
using bilateral_test::diagnostics_of_r;
using bilateral_test::wave_data;
using bilateral_test::wave_equation;

TEST_CASE("iv_gmm: two-step, iterated and continuously updated equal R's formulas and optimiser") {
  const auto two = iv_gmm(wave_equation(), heteroskedastic{hc::hc0});
  const auto many =
      iv_gmm(wave_equation(), heteroskedastic{hc::hc0}, {.weight = gmm_weight::iterated});
  const auto cue = iv_gmm(wave_equation(), heteroskedastic{hc::hc0},
                          {.weight = gmm_weight::continuously_updated});
  for (Eigen::Index j = 0; j < 3; ++j) {
    const std::string k = std::to_string(j + 1);
    CHECK_CLOSE_REL(two.coefficients[j], diagnostics_of_r()("gmm_b" + k), 1e-10);
    CHECK_CLOSE_REL(*std_error(two, j), diagnostics_of_r()("gmm_se" + k), 1e-10);
    CHECK_CLOSE_REL(many.coefficients[j], diagnostics_of_r()("igmm_b" + k), 1e-10);
    CHECK_CLOSE_REL(cue.coefficients[j], diagnostics_of_r()("cue_b" + k),
                    1e-6);  // R's optim stops there
  }
  CHECK_CLOSE_REL(two.j_statistic, diagnostics_of_r()("gmm_J"), 1e-10);
  CHECK_CLOSE_REL(cue.j_statistic, diagnostics_of_r()("cue_J"), 1e-9);
  CHECK(cue.j_statistic < two.j_statistic);
}

TEST_CASE("iv_gmm: laws") {
  SUBCASE("exactly identified: 2SLS, whatever the weights") {
    const wave_data d;
    const iv_regression<double> one{regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z1", d.z1}}};
    const double b = coefficient(iv(one), "xe");
    for (const auto weight :
         {gmm_weight::two_step, gmm_weight::iterated, gmm_weight::continuously_updated}) {
      const auto fit = iv_gmm(one, heteroskedastic{hc::hc0}, {.weight = weight});
      // the updated criterion is flat to rounding within 1e-9 errors of its minimum
      const double tolerance = weight == gmm_weight::continuously_updated ? 1e-8 : 1e-11;
      CHECK_CLOSE_REL(coefficient(fit, "xe"), b, tolerance);
      CHECK_CLOSE_ABS(fit.j_statistic, 0.0, 1e-12);
    }
  }
  SUBCASE("units of regressors and instruments scale coefficients alone") {
    auto scaled = wave_equation();
    scaled.endogenous[0].second *= 1e6;
    scaled.instruments[0].second *= 1e-4;
    for (const auto weight : {gmm_weight::iterated, gmm_weight::continuously_updated}) {
      const auto a = iv_gmm(wave_equation(), heteroskedastic{hc::hc0}, {.weight = weight});
      const auto b = iv_gmm(scaled, heteroskedastic{hc::hc0}, {.weight = weight});
      CHECK_CLOSE_REL(coefficient(a, "xe"), 1e6 * coefficient(b, "xe"), 1e-7);
      CHECK_CLOSE_REL(a.j_statistic, b.j_statistic, 1e-9);
    }
  }
}

TEST_CASE("iv_gmm: refusals") {
  // residuals of exactly zero, and two clusters for four moments
  auto exact = wave_equation();
  exact.exogenous.response.setZero();
  CHECK_REFUSES(rank_deficiency_error, "the covariance of the moments is singular",
                iv_gmm(exact, heteroskedastic{hc::hc0}));
  std::vector<std::int64_t> halves(60);
  for (std::size_t i = 0; i < 60; ++i) halves[i] = i < 30 ? 0 : 1;
  const factor two = make_factor("half", std::span<const std::int64_t>(halves));
  CHECK_REFUSES(rank_deficiency_error, "too few clusters for the moments?",
                iv_gmm(wave_equation(), clustered{.by = {two}}));
  CHECK_REFUSES(convergence_error, "no convergence in 1",
                iv_gmm(wave_equation(), heteroskedastic{hc::hc0},
                       {.weight = gmm_weight::iterated, .max_iterations = 1}));
  const auto flagged =
      iv_gmm(wave_equation(), heteroskedastic{hc::hc0},
             {.weight = gmm_weight::iterated, .max_iterations = 1, .accept_unconverged = true});
  CHECK_FALSE(flagged.converged);
  CHECK(flagged.iterations == 1);
  CHECK(flagged.notes.at(0) == "did not converge");
  // the first round of iterated weights is the estimate of two steps
  const auto two_step = iv_gmm(wave_equation(), heteroskedastic{hc::hc0});
  CHECK(coefficient(flagged, "xe") == coefficient(two_step, "xe"));
}

TEST_CASE("iv_gmm: the label names no factor that was not applied") {
  const bilateral_test::wave_data d;
  const iv_regression<double> m{
      regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z1", d.z1}, {"z2", d.z2}}};
  const auto hc1 = iv_gmm(m, heteroskedastic{hc::hc1});
  CHECK(hc1.covariance_label == "efficient GMM, moments: HC1");
  CHECK(*std_error(hc1, "xe") == *std_error(iv_gmm(m, heteroskedastic{hc::hc0}), "xe"));
}
