#include <bilateral/econometrics/covariance/heteroskedastic.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/data.hpp"
#include "support/wave_data.hpp"

#include <array>

using namespace bilateral;

namespace mine {
// a user's own covariance type: found by argument-dependent lookup, nothing else to do
struct halved {};
template <class Scalar>
covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s, const halved&) {
  return {s.bread / Scalar(2), "halved", s.residual_dof(), {}};
}
}  // namespace mine

TEST_CASE("covariance: the set of types is open") {
  const bilateral_test::wave_data d;
  const auto fit = ols(d.model(), mine::halved{});
  CHECK(fit.covariance_label == "halved");
  const auto plain = ols(d.model());
  CHECK_CLOSE_REL((*fit.covariance)(1, 1) * 2 * *plain.sigma * *plain.sigma,
                  (*plain.covariance)(1, 1), 1e-13);
}

TEST_CASE("covariance: HC0 to HC4 on the public-schools data equal R sandwich") {
  if (!bilateral_test::data_available("public_schools.csv")) return;
  const auto cells =
      bilateral_test::read_cells(bilateral_test::data_folder() / "public_schools.csv");
  const auto spending = cells.numbers("Expenditure"), income = cells.numbers("Income");
  std::vector<double> y, x;
  for (std::size_t i = 0; i < spending.size(); ++i) {
    if (std::isnan(spending[i])) continue;  // Wisconsin
    y.push_back(spending[i]);
    x.push_back(income[i] / 1e4);
  }
  const auto n = static_cast<Eigen::Index>(y.size());
  const Eigen::VectorXd v = Eigen::Map<const Eigen::VectorXd>(x.data(), n);
  const auto fit = ols(regress(Eigen::Map<const Eigen::VectorXd>(y.data(), n).eval(),
                               {{"income", v}, {"income2", v.cwiseAbs2()}}),
                       iid{}, {.keep_parts = keep::scores});
  const std::pair<hc, std::array<double, 3>> rows[] = {
      {hc::hc0, {460.891663314704, 1243.04299569368, 829.992665606122}},
      {hc::hc1, {475.373453766807, 1282.10095577225, 856.072069545866}},
      {hc::hc2, {688.481389099821, 1866.40614102525, 1250.1470581144}},
      {hc::hc3, {1095.00061350413, 2975.41140882848, 1995.24196328002}},
      {hc::hc4, {3008.01010643938, 8183.19133460717, 5488.92924035657}}};
  for (const auto& [kind, errors] : rows) {
    const auto robust = with_covariance(fit, heteroskedastic{kind});
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(*std_error(robust, j), errors[std::size_t(j)], 1e-11);
    }
  }
}

TEST_CASE("covariance: HC2 to HC4 do not exist where a row is fitted exactly") {
  Eigen::VectorXd y(5), x = Eigen::VectorXd::Zero(5);
  y << 1, 3, 2, 5, 9;
  x[4] = 1;
  CHECK_REFUSES(argument_error, "row 5 is fitted exactly",
                ols(regress(y, {{"only", x}}), heteroskedastic{hc::hc3}));
}

TEST_CASE("heteroskedastic: labels") {
  const bilateral_test::wave_data d;
  const auto label = [&](hc kind) {
    return ols(d.model(), heteroskedastic{kind}).covariance_label;
  };
  CHECK(label(hc::hc0) == "HC0");
  CHECK(label(hc::hc1) == "HC1, factor n/(n-k)");
  CHECK(label(hc::hc2) == "HC2");
  CHECK(label(hc::hc3) == "HC3");
  CHECK(label(hc::hc4) == "HC4");
  CHECK(ols(d.model(), iid{}).covariance_label == "iid");
}

TEST_CASE("heteroskedastic: the recipe, and what needs the leverage") {
  const bilateral_test::wave_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const auto& s = *fit.scores;
  CHECK_CLOSE_REL(covariance(s, heteroskedastic{hc::hc1}).recipe.factor, 60.0 / 57, 1e-15);
  CHECK(covariance(s, heteroskedastic{hc::hc1}).recipe.parameters == 3);
  CHECK(covariance(s, heteroskedastic{hc::hc1}).recipe.kind == "HC1");
  CHECK(covariance(s, heteroskedastic{hc::hc0}).recipe.factor == 1);
  CHECK(covariance(s, heteroskedastic{hc::hc0}).recipe.parameters == 0);
  CHECK(covariance(s, heteroskedastic{hc::hc3}).recipe.kind == "HC3");
  CHECK(covariance(s, iid{}).recipe.kind == "iid");
  auto bare = s;
  bare.leverage.resize(0);
  for (const hc kind : {hc::hc2, hc::hc3, hc::hc4}) {
    CHECK_REFUSES(argument_error, "need the leverage, which this estimator does not give",
                  covariance(bare, heteroskedastic{kind}));
  }
  CHECK(covariance(bare, heteroskedastic{hc::hc1}).matrix ==
        covariance(s, heteroskedastic{hc::hc1}).matrix);
  auto exact = s;
  exact.leverage[4] = 1;
  CHECK_REFUSES(argument_error, "row 5 is fitted exactly (leverage 1)",
                covariance(exact, heteroskedastic{hc::hc2}));
}

TEST_CASE(
    "heteroskedastic: HC0 and HC1 weigh rows that stand for several as the rows written out") {
  estimation_scores<double> s;
  s.bread = Eigen::MatrixXd::Identity(1, 1);
  s.scores = Eigen::VectorXd(3);
  s.scores << 6, -2, 5;  // f u x
  s.frequency = Eigen::VectorXd(3);
  s.frequency << 3, 1, 1;
  s.observations = 5;
  s.parameters = 1;
  // written out: 2, 2, 2, -2, 5
  CHECK_CLOSE_REL(covariance(s, heteroskedastic{hc::hc0}).matrix(0, 0), 3 * 4.0 + 4 + 25, 1e-15);
  CHECK_CLOSE_REL(covariance(s, heteroskedastic{hc::hc1}).matrix(0, 0), 41 * 5.0 / 4, 1e-15);
}

TEST_CASE("parameters: effects nested in a grouping do not count") {
  estimation_scores<double> s;
  s.parameters = 10;  // 2 slopes, 1, and (4 - 1) + (5 - 1) levels
  const std::vector<std::int64_t> firm = {1, 1, 2, 2, 3, 3, 4, 4};
  const std::vector<std::int64_t> year = {1, 2, 3, 4, 5, 1, 2, 3};
  const std::vector<std::int64_t> region = {1, 1, 1, 1, 2, 2, 2, 2};
  const auto coded = [](const char* name, const std::vector<std::int64_t>& v) {
    return make_factor(name, std::span<const std::int64_t>(v));
  };
  s.effects = {coded("firm", firm), coded("year", year)};
  CHECK(unnested_parameters(s, {}) == 10);
  CHECK(unnested_parameters(s, {coded("region", region)}) == 7);  // firms lie within regions
  CHECK(unnested_parameters(s, {coded("firm", firm)}) == 7);
  CHECK(unnested_parameters(s, {coded("year", year)}) == 6);
  CHECK(unnested_parameters(s, {coded("firm", firm), coded("region", region)}) == 7);  // once
  CHECK(unnested_parameters(s, {coded("firm", firm), coded("year", year)}) == 3);
}
