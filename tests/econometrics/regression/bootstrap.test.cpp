#include <bilateral/econometrics/regression/bootstrap.hpp>

#include "support/close.hpp"
#include "support/hac_data.hpp"

using namespace bilateral;
using bilateral_test::autocorrelated_data;

namespace {
regression<double> rows_of(const regression<double>& m, std::span<const std::size_t> rows) {
  regression<double> out = m;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto to = static_cast<Eigen::Index>(i);
    const auto from = static_cast<Eigen::Index>(rows[i]);
    out.response[to] = m.response[from];
    out.design.row(to) = m.design.row(from);
  }
  return out;
}
}  // namespace

// the same draws by refitting each sample with QR; 1e-9: the normal equations of the draws
TEST_CASE("rows and blocks: each draw is the fit of its sample") {
  const autocorrelated_data d;
  const auto model = d.model();
  const auto statistic = [&](std::span<const std::size_t> rows) {
    return ols(rows_of(model, rows)).coefficients;
  };
  const auto check = [&](const auto& scheme) {
    const auto fast = bootstrap(model, scheme, {.draws = 50, .seed = 3});
    const auto slow = bootstrap<double>(60, statistic, scheme, {.draws = 50, .seed = 3});
    CHECK((fast.draws - slow.draws).cwiseAbs().maxCoeff() < 1e-9);
    CHECK(fast.estimate == slow.estimate);
    CHECK(bootstrap(model, scheme, {.draws = 50, .seed = 3, .threads = 3}).draws == fast.draws);
  };
  check(pair_resampling{});
  check(moving_block{12});
  check(circular_block{7});
  check(stationary_block{9});
}

TEST_CASE("without intercept, and with a far-off level: digits are kept") {
  const autocorrelated_data d;
  const Eigen::VectorXd far = d.x1.array() + 1e6;
  const auto a = bootstrap(regress(d.y, {{"x1", d.x1}}), moving_block{6}, {.draws = 20});
  const auto b = bootstrap(regress(d.y, {{"x1", far}}), moving_block{6}, {.draws = 20});
  CHECK((a.draws.col(1) - b.draws.col(1)).cwiseAbs().maxCoeff() < 1e-8);
  const auto none = regress<double>(d.y, {{"x1", d.x1}}, {.intercept = false});
  const auto c = bootstrap(none, pair_resampling{}, {.draws = 20});
  const auto e = bootstrap<double>(
      60, [&](std::span<const std::size_t> rows) { return ols(rows_of(none, rows)).coefficients; },
      pair_resampling{}, {.draws = 20});
  CHECK((c.draws - e.draws).cwiseAbs().maxCoeff() < 1e-11);
}

TEST_CASE("clusters: draws are fits of whole clusters, the order of rows does not matter") {
  const autocorrelated_data d;
  const auto model = d.model();
  const auto fast = bootstrap(model, cluster_resampling{d.period}, {.draws = 30, .seed = 8});
  for (std::size_t draw = 0; draw < 30; ++draw) {
    philox stream(8, draw);
    std::vector<std::size_t> rows;
    for (int g = 0; g < 6; ++g) {
      const std::size_t drawn = stream.index(6);
      for (std::size_t i = drawn; i < 60; i += 6) rows.push_back(i);
    }
    const auto fit = ols(rows_of(model, rows));
    CHECK_CLOSE_REL(fast.draws(static_cast<Eigen::Index>(draw), 1), fit.coefficients[1], 1e-9);
  }
}

TEST_CASE("residual and wild: error formulas in the limit of many draws") {
  const autocorrelated_data d;
  const auto model = d.model();
  const bootstrap_options many{.draws = 20000, .seed = 2, .threads = 2};
  const auto residual = bootstrap(model, residual_resampling{}, many);
  const auto wild = bootstrap(model, wild_resampling{}, many);
  const auto webb = bootstrap(model, wild_resampling{.weight = wild_weight::webb}, many);
  const auto grouped = bootstrap(model, wild_resampling{.by = d.firm}, many);
  const auto iid_fit = ols(model);
  const auto hc0 = ols(model, heteroskedastic{hc::hc0});
  const auto cluster =
      ols(model, clustered{.by = {d.firm}, .adjustment = cluster_adjustment::none});
  for (Eigen::Index j = 0; j < 3; ++j) {  // 3 percent: six standard errors of the draws
    CHECK_CLOSE_REL(residual.std_error[j], *std_error(iid_fit, j), 0.03);
    CHECK_CLOSE_REL(wild.std_error[j], *std_error(hc0, j), 0.03);
    CHECK_CLOSE_REL(webb.std_error[j], *std_error(hc0, j), 0.03);
    CHECK_CLOSE_REL(grouped.std_error[j], *std_error(cluster, j), 0.03);
  }
}

TEST_CASE("wild cluster test: all sign combinations equal refitting each of them") {
  const autocorrelated_data d;
  const auto model = d.model();
  const auto t = wild_cluster_test(model, d.period, "x2", {.null_value = -0.2});
  // by hand: restricted fit, y* for each combination, cluster-robust t of the draw
  const Eigen::VectorXd y0 = d.y + 0.2 * d.x2;
  const auto restricted = ols(regress(y0, {{"x1", d.x1}}));
  const clustered spec{.by = {d.period}};
  const auto full = ols(model, spec);
  const double observed = (coefficient(full, "x2") + 0.2) / *std_error(full, "x2");
  int beyond = 0;
  for (int signs = 0; signs < 64; ++signs) {
    regression<double> star = model;
    for (Eigen::Index i = 0; i < 60; ++i) {
      const double v = (signs >> (i % 6) & 1) != 0 ? 1 : -1;
      star.response[i] = restricted.fitted[i] - 0.2 * d.x2[i] + v * restricted.residuals[i];
    }
    const auto fit = ols(star, spec);
    const double drawn = (coefficient(fit, "x2") + 0.2) / *std_error(fit, "x2");
    if (std::abs(drawn) >= std::abs(observed) * (1 - 1e-10)) ++beyond;
  }
  CHECK_CLOSE_REL(t.statistic, observed, 1e-11);
  CHECK(*t.p_value == beyond / 64.0);
  CHECK(t.notes[0] == "64 combinations of signs, all there are, 6 clusters");
  const auto webb = wild_cluster_test(
      model, d.period, "x2", {.null_value = -0.2, .weight = wild_weight::webb, .draws = 4000});
  CHECK(std::abs(*webb.p_value - *t.p_value) < 0.1);
}

TEST_CASE("refusals") {
  const autocorrelated_data d;
  auto model = d.model();
  CHECK_REFUSES(argument_error, "there is no x9", wild_cluster_test(model, d.firm, "x9"));
  CHECK_REFUSES(argument_error, "the block length is 61", bootstrap(model, moving_block{61}));
  factor shorter = d.firm;
  shorter.codes.pop_back();
  const auto said = [&](const auto& scheme) {
    CHECK_REFUSES(argument_error, "firm has 59", bootstrap(model, scheme));
  };
  said(cluster_resampling{shorter});
  said(wild_resampling{.by = shorter});
  CHECK_REFUSES(argument_error, "firm has 59", wild_cluster_test(model, shorter, "x1"));
  model.design.col(2) = model.design.col(1);
  CHECK_REFUSES(argument_error, "x2 is collinear", bootstrap(model, pair_resampling{}));
  model = d.model();
  model.design.col(2).setZero();
  model.design(7, 2) = 1;  // a dummy of one row: most draws do not have it
  CHECK_REFUSES(numerical_error, "is singular", bootstrap(model, pair_resampling{}));
}
