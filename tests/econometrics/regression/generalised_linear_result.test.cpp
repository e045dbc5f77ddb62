#include <bilateral/econometrics/regression/generalised_linear_result.hpp>

#include <bilateral/econometrics/regression/generalised_linear.hpp>

#include "support/close.hpp"
#include "support/glm_data.hpp"

using namespace bilateral;

namespace {

// What the parts of a result are, by their definitions, whatever the family.
void holds_together(const generalised_linear_result<double>& fit, const Eigen::VectorXd& y,
                    const Eigen::MatrixXd& design) {
  CAPTURE(fit.family);
  const auto n = static_cast<double>(y.size());
  CHECK(fit.observations == n);
  CHECK(fit.sample.used == static_cast<std::size_t>(y.size()));
  CHECK(fit.parameters == static_cast<double>(fit.coefficients.size()));
  CHECK((fit.fitted + fit.residuals - y).cwiseAbs().maxCoeff() < 1e-14 * y.cwiseAbs().maxCoeff());
  CHECK((fit.predictor - design * fit.coefficients).cwiseAbs().maxCoeff() < 1e-10);
  CHECK((fit.information.array() > 0).all());
  // the first-order conditions, against the size of their terms
  const Eigen::VectorXd slope = design.transpose() * fit.score_residuals;
  const Eigen::VectorXd size = design.cwiseAbs().transpose() * fit.score_residuals.cwiseAbs();
  CHECK((slope.array().abs() <= 1e-7 * size.array()).all());
  if (fit.log_likelihood && fit.null_log_likelihood) {
    CHECK_CLOSE_REL(*fit.pseudo_r2, 1 - *fit.log_likelihood / *fit.null_log_likelihood, 1e-14);
    CHECK_CLOSE_REL(*fit.aic, -2 * *fit.log_likelihood + 2 * fit.parameters, 1e-14);
    CHECK_CLOSE_REL(*fit.bic, -2 * *fit.log_likelihood + std::log(n) * fit.parameters, 1e-14);
    CHECK(*fit.deviance < *fit.null_deviance);
  }
}

}  // namespace

TEST_CASE("a generalised linear result holds together: logit, probit, cloglog, gamma") {
  const bilateral_test::glm_data d;
  const auto of = [&](const Eigen::VectorXd& y) { return d.model(y); };
  const Eigen::MatrixXd x = of(d.bit).design;
  holds_together(logit(of(d.bit)), d.bit, x);
  holds_together(probit(of(d.bit)), d.bit, x);
  holds_together(cloglog(of(d.bit)), d.bit, x);
  holds_together(gamma_pml(of(d.y)), d.y, x);
}

TEST_CASE("a generalised linear result without its rows keeps its figures") {
  const bilateral_test::glm_data d;
  const auto whole = logit(d.model(d.bit));
  const auto bare = logit(d.model(d.bit), {}, heteroskedastic{},
                          generalised_linear_options<double>{.keep_parts = keep::nothing});
  CHECK(bare.fitted.size() == 0);
  CHECK((bare.coefficients == whole.coefficients));
  CHECK((*bare.covariance == *whole.covariance));
}

TEST_CASE("dispersion: 1 where the variance is that of the family, Pearson's for gamma") {
  const bilateral_test::glm_data d;
  for (const auto& fit : {logit(d.model(d.bit)), probit(d.model(d.bit)), cloglog(d.model(d.bit))}) {
    CHECK(fit.dispersion == 1);
  }
  const auto fit = gamma_pml(d.model(d.y));
  double pearson = 0;
  for (Eigen::Index i = 0; i < d.y.size(); ++i) {
    const double off = d.y[i] / fit.fitted[i] - 1;
    pearson += off * off;
  }
  CHECK_CLOSE_REL(fit.dispersion,
                  pearson / static_cast<double>(d.y.size() - fit.coefficients.size()), 1e-12);
}
