// verify() on estimated fits stands in event_study.test.cpp; here on residuals made up by hand.
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/trade/gravity/certificate.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
// a fit with these residuals of four rows in two groups
ols_result<double> made_up(const regression<double>& model, std::vector<double> u,
                           std::vector<std::size_t> kept = {}) {
  ols_result<double> fit;
  fit.names = model.names;
  fit.residuals = Eigen::Map<Eigen::VectorXd>(u.data(), std::ssize(u));
  fit.sample.used = u.size();
  fit.sample.kept = std::move(kept);
  return fit;
}
}  // namespace

TEST_CASE("verify: shares of sums by hand, with weights, and of the rows kept") {
  const auto model = regress<double>(Eigen::Vector4d(1, 2, 3, 4),
                                     {{"x", Eigen::Vector4d(1, 2, -1, 3)}}, {.intercept = false});
  const factor g{"g", {0, 0, 1, 1}, 2, {}};
  const auto plain = verify(made_up(model, {.5, -.25, 1, 0}), model, {g});
  CHECK_CLOSE_REL(plain.effects_error, 1. / 8, 1e-15);  // of the second; the first has .25 / 3.75
  CHECK_CLOSE_REL(plain.score_norm, 1. / 2, 1e-15);     // |.5 - .5 - 1| / 2
  CHECK(plain.rank == 3);
  CHECK(plain.rank_is_exact);
  const auto weighted = verify(made_up(model, {.5, -.25, 1, 0}), model, {g},
                               Eigen::VectorXd(Eigen::Vector4d(2, 1, 1, 1)));
  CHECK_CLOSE_REL(weighted.effects_error, .75 / 4.25, 1e-15);
  CHECK_CLOSE_REL(weighted.score_norm, .5 / 2.5, 1e-15);
  const auto part = verify(made_up(model, {.5, -.25, 1}, {0, 1, 3}), model, {g});
  CHECK_CLOSE_REL(part.effects_error, 1. / 5, 1e-15);
  CHECK_CLOSE_REL(part.score_norm, 3. / 4, 1e-15);
  const auto alone = verify(made_up(model, {.5, -.25, 1, 0}), model, {});
  CHECK(alone.effects_error == 0);
  CHECK(alone.rank == 1);
  factor sloped = g;
  sloped.slopes = {{"s", {1, 2, 1, 5}}};
  CHECK_CLOSE_REL(verify(made_up(model, {.5, -.25, 1, 0}), model, {sloped}).effects_error, 1. / 8,
                  1e-15);  // the slope's groups have |.5 - .5| and 1 / (1 (3 + 1) + 5 4)
  CHECK_REFUSES(argument_error, "there are 3 weights for 4 rows",
                verify(made_up(model, {.5, -.25, 1, 0}), model, {g},
                       Eigen::VectorXd(Eigen::Vector3d(2, 1, 1))));
  auto gone = made_up(model, {.5, -.25, 1, 0});
  gone.residuals.resize(0);
  CHECK_REFUSES(argument_error, "the fit has not kept its residuals", verify(gone, model, {g}));
}

TEST_CASE("the signature is FNV-1a of the bits of coefficients, covariance and fitted values") {
  ols_result<double> fit;
  CHECK(signature_of(fit) == "cbf29ce484222325");  // of nothing: the offset
  fit.coefficients = Eigen::Vector2d(1, -2.5);
  CHECK(signature_of(fit) == "2f20b4ea1c69d79c");  // Python, struct.pack('<dd', 1, -2.5)
  auto other = fit;
  other.coefficients[0] = std::nextafter(1.0, 2.0);
  CHECK(signature_of(other) != signature_of(fit));
  other = fit;
  other.covariance = Eigen::MatrixXd::Identity(2, 2);
  CHECK(signature_of(other) != signature_of(fit));
  other = fit;
  other.fitted = Eigen::VectorXd::Zero(1);
  CHECK(signature_of(other) != signature_of(fit));
}

TEST_CASE("verify: the rounding of an exact fit is no failure") {
  const auto model = regress<double>(Eigen::Vector4d(1, 2, 3, 4),
                                     {{"x", Eigen::Vector4d(1, 2, -1, 3)}}, {.intercept = false});
  CHECK(verify(made_up(model, {1e-16, 2e-16, 0, 0}), model, {}).score_norm < 1e-15);
  // 1e-16 (1 + 4) / (1 + 4 + 3 + 12), each |y| a hair larger
  CHECK_CLOSE_REL(verify(made_up(model, {1e-16, 2e-16, 0, 0}), model, {}).score_norm, 5e-16 / 20,
                  1e-9);
  CHECK(verify(made_up(model, {1e-6, 2e-6, 0, 0}), model, {}).score_norm == 1);
}
