// The correction against a naive one with every matrix written out, and its limits.
#include <bilateral/trade/gravity/bias_correction.hpp>

#include "support/close.hpp"

#include <doctest/doctest.h>

#include <Eigen/Eigenvalues>

#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;

namespace {

struct world {
  regression<double> model;
  gravity_index index;
  std::vector<factor> effects;
};

// countries^2 pairs (own trade on request) over the periods, some cells missing
world make_world(int countries, int periods, bool domestic, bool missing, bool pair_effects) {
  std::vector<std::string> from, to, when;
  std::vector<double> y, x;
  for (int i = 0; i < countries; ++i) {
    for (int j = 0; j < countries; ++j) {
      if (i == j && !domestic) continue;
      for (int t = 0; t < periods; ++t) {
        if (missing && (3 * i + 5 * j + 7 * t) % 11 == 0) continue;
        const double z = std::sin(1.3 * i + 2.1 * j * (t + 1)) + 0.5 * std::cos(3.7 * t * i + j);
        from.push_back("c" + std::to_string(i));
        to.push_back("c" + std::to_string(j));
        when.push_back(std::to_string(t));
        x.push_back(z);
        y.push_back(
            std::exp(0.4 * z + 0.2 * i - 0.1 * j * t + std::sin(9.7 * i + 5.3 * j + 2.9 * t)));
      }
    }
  }
  world w;
  const auto column = [](const std::vector<double>& v) {
    return dense_vector<double>(
        Eigen::Map<const dense_vector<double>>(v.data(), Eigen::Index(v.size())));
  };
  w.model =
      regress<double>(column(y), {{"x", column(x)}, {"x2", column(x).array().square().matrix()}},
                      {.intercept = false});
  w.index = {make_factor("i", std::span<const std::string>(from)),
             make_factor("j", std::span<const std::string>(to)),
             make_factor("t", std::span<const std::string>(when))};
  w.effects = {interact(w.index.exporter, w.index.period),
               interact(w.index.importer, w.index.period)};
  if (pair_effects) w.effects.push_back(interact(w.index.exporter, w.index.importer));
  return w;
}

dense_matrix<double> pseudo_inverse(const dense_matrix<double>& a) {
  const Eigen::SelfAdjointEigenSolver<dense_matrix<double>> e(a);
  dense_vector<double> d = e.eigenvalues();
  const double top = d.cwiseAbs().maxCoeff();
  for (double& v : d) v = std::abs(v) > 1e-10 * top ? 1 / v : 0;
  return e.eigenvectors() * d.asDiagonal() * e.eigenvectors().transpose();
}

// rows instead of blocks: H is (n x n), S S' within pairs
struct naive {
  dense_vector<double> bias;
  dense_matrix<double> covariance;
};
naive naive_correction(const world& w, const ppml_result<double>& fit) {
  const auto n = fit.fitted.size();
  const factor pair = interact(w.index.exporter, w.index.importer);
  const bool three = w.effects.size() == 3;
  const dense_vector<double>& lambda = fit.fitted;
  const dense_vector<double> score = w.model.response - lambda;
  std::vector<grouping> groups;
  for (const factor& f : w.effects) groups.push_back({f.codes, f.levels});
  const dense_matrix<double> x = absorb(w.model.design, groups, lambda).residuals;
  dense_vector<double> total = dense_vector<double>::Zero(pair.levels);
  for (Eigen::Index i = 0; i < n; ++i) total[pair.codes[std::size_t(i)]] += lambda[i];
  dense_matrix<double> h = lambda.asDiagonal();
  dense_matrix<double> within = dense_matrix<double>::Zero(n, n);  // S S' of one pair
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index k = 0; k < n; ++k) {
      if (pair.codes[std::size_t(i)] != pair.codes[std::size_t(k)]) continue;
      if (three) h(i, k) -= lambda[i] * lambda[k] / total[pair.codes[std::size_t(i)]];
      within(i, k) = score[i] * score[k];
    }
  }
  const double pairs = pair.levels;
  const dense_matrix<double> inverse = (x.transpose() * lambda.asDiagonal() * x).inverse();
  dense_matrix<double> d = dense_matrix<double>::Zero(n, w.effects[0].levels + w.effects[1].levels);
  for (Eigen::Index i = 0; i < n; ++i) {
    d(i, w.effects[0].codes[std::size_t(i)]) = 1;
    d(i, w.effects[0].levels + w.effects[1].codes[std::size_t(i)]) = 1;
  }
  dense_matrix<double> leverage =
      x * inverse * x.transpose() + d * pseudo_inverse(d.transpose() * h * d) * d.transpose();
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index k = 0; k < n; ++k) {
      if (pair.codes[std::size_t(i)] != pair.codes[std::size_t(k)]) leverage(i, k) = 0;
    }
  }
  const dense_matrix<double> raised =
      (dense_matrix<double>::Identity(n, n) - h * leverage).inverse() * within;
  naive out;
  dense_matrix<double> v = pairs / (pairs - 1) * inverse * (x.transpose() * raised * x) * inverse;
  out.covariance = (v + v.transpose()) / 2;
  out.bias = dense_vector<double>::Zero(x.cols());
  if (!three) return out;
  for (int side = 0; side < 2; ++side) {
    const factor& unit = side == 0 ? w.index.exporter : w.index.importer;
    const factor& cell = w.effects[std::size_t(side)];
    dense_matrix<double> e = dense_matrix<double>::Zero(n, cell.levels);
    for (Eigen::Index i = 0; i < n; ++i) e(i, cell.codes[std::size_t(i)]) = 1;
    const dense_matrix<double> plus = pseudo_inverse(e.transpose() * h * e);
    // sums over pairs of one unit only: products within a pair, gathered by cells of the side
    for (Eigen::Index k = 0; k < x.cols(); ++k) {
      const dense_vector<double> hx = h * x.col(k);
      dense_matrix<double> first = dense_matrix<double>::Zero(n, n);
      for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index m = 0; m < n; ++m) {
          if (pair.codes[std::size_t(i)] == pair.codes[std::size_t(m)])
            first(i, m) = hx[i] * score[m];
        }
      }
      const dense_matrix<double> g = -(x.col(k).asDiagonal() * h) -
                                     dense_matrix<double>(x.col(k).asDiagonal() * h).transpose();
      const double trace =
          -(plus * (e.transpose() * first * e)).trace() +
          0.5 * (plus * (e.transpose() * g * e) * plus * (e.transpose() * within * e)).trace();
      out.bias[k] += unit.levels / (unit.levels - 1.0) * trace;
    }
  }
  out.bias = inverse * out.bias;
  return out;
}

}  // namespace

// 1e-6: the pseudo-inverses of the naive one
TEST_CASE(
    "equal to the formula written out: balanced, own trade, missing cells, two- and three-way") {
  for (const bool three : {true, false}) {
    for (const bool domestic : {true, false}) {
      for (const bool missing : {false, true}) {
        const world w = make_world(5, 3, domestic, missing, three);
        const auto fit = ppml(w.model, w.effects, heteroskedastic{}, {.keep_singletons = true});
        const auto fast = correct_bias(w.model, fit, w.index);
        const naive slow = naive_correction(w, fit);
        CAPTURE(three);
        CAPTURE(domestic);
        CAPTURE(missing);
        REQUIRE(fast.covariance.has_value());
        for (Eigen::Index k = 0; k < 2; ++k) {
          CHECK_CLOSE_ABS(fast.bias[k], slow.bias[k], 1e-6);
          CHECK(fast.estimates[k] == fit.coefficients[k]);
          CHECK(fast.coefficients[k] == fast.estimates[k] - fast.bias[k]);
          CHECK_CLOSE_REL((*fast.covariance)(k, k), slow.covariance(k, k), 1e-6);
        }
        CHECK((three ? fast.bias.norm() > 0 : fast.bias.norm() == 0));
      }
    }
  }
}

TEST_CASE("the paper's variant is Stata's where no flow is domestic, and another where some are") {
  for (const bool domestic : {false, true}) {
    const world w = make_world(5, 3, domestic, false, true);
    const auto fit = ppml(w.model, w.effects, heteroskedastic{}, {.tolerance = 1e-12});
    const auto stata = correct_bias(w.model, fit, w.index, {.errors = false});
    const auto paper =
        correct_bias(w.model, fit, w.index, {.variant = bias_variant::paper, .errors = false});
    const double gap = (stata.bias - paper.bias).norm() / stata.bias.norm();
    CHECK((domestic ? gap > 1e-3 : gap < 1e-8));  // 1e-8: what the effects are solved to
    CHECK(!stata.covariance.has_value());
  }
}

TEST_CASE("the scale of trade changes nothing") {
  world w = make_world(5, 3, false, true, true);
  const auto one = correct_bias(w.model, ppml(w.model, w.effects, heteroskedastic{}), w.index);
  w.model.response *= 1e6;
  const auto two = correct_bias(w.model, ppml(w.model, w.effects, heteroskedastic{}), w.index);
  CHECK_CLOSE_REL(one.bias[0], two.bias[0], 1e-7);
  CHECK_CLOSE_REL((*one.covariance)(0, 0), (*two.covariance)(0, 0), 1e-7);
}

TEST_CASE("other effects, weights and cells that stand twice are refused") {
  const world w = make_world(4, 3, false, false, true);
  const auto one = ppml(w.model, {w.effects[0]}, heteroskedastic{});
  CHECK_THROWS_AS((void)correct_bias(w.model, one, w.index), argument_error);
  const auto other = ppml(w.model, {w.index.exporter, w.index.importer}, heteroskedastic{});
  CHECK_THROWS_WITH_AS((void)correct_bias(w.model, other, w.index),
                       doctest::Contains("the fit has no effect with the 12 levels of i^t"),
                       argument_error);
  CHECK_THROWS_WITH_AS((void)correct_bias(w.model, other, {w.index.exporter, w.index.importer, {}}),
                       doctest::Contains("stands twice"), argument_error);
  ppml_options<double> options;
  options.weights = dense_vector<double>::LinSpaced(w.model.response.size(), 1, 3);
  const auto weighted = ppml(w.model, w.effects, heteroskedastic{}, options);
  CHECK_THROWS_WITH_AS((void)correct_bias(w.model, weighted, w.index),
                       doctest::Contains("is not the maximum of this model"), argument_error);
}
