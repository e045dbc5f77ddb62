#include <bilateral/trade/jobs/ratio_estimation.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"

#include <cmath>

using namespace bilateral;
using Eigen::VectorXd;

namespace {
struct firms {
  VectorXd x{25}, y{25}, w{25};
  factor strata{"stratum", std::vector<std::int32_t>(25), 3, {}};
  firms() {
    for (int k = 0; k < 25; ++k) {
      const double i = k + 1;
      x[k] = 10 + 8 * std::sin(i) * std::sin(i) * i;
      y[k] = 2.3 * x[k] + 6 * std::cos(3 * i) + 4;
      w[k] = 1 + (k + 1) % 4;
      strata.codes[static_cast<std::size_t>(k)] = k % 3;
    }
  }
};
}  // namespace

// 1e-11: sums of 25 terms in another order; Fieller's roots are searched to 1e-14 in R
TEST_CASE("ratios and errors equal Cochran's formulas in R") {
  const bilateral_test::reference_table r("ratio.csv");
  const firms f;
  const auto totals = estimate_ratio(f.y, f.x);
  CHECK_CLOSE_REL(totals.estimate, r("totals"), 1e-13);
  CHECK_CLOSE_REL(*totals.std_error, r("totals_se"), 1e-11);
  CHECK_CLOSE_REL(*estimate_ratio(f.y, f.x, {.population = 80}).std_error, r("totals_fpc_se"),
                  1e-11);
  const auto mean = estimate_ratio(f.y, f.x, {.method = ratio_method::mean});
  CHECK_CLOSE_REL(mean.estimate, r("mean"), 1e-13);
  CHECK_CLOSE_REL(*mean.std_error, r("mean_se"), 1e-11);
  const auto origin = estimate_ratio(f.y, f.x, {.method = ratio_method::origin});
  CHECK_CLOSE_REL(origin.estimate, r("origin"), 1e-13);
  CHECK_CLOSE_REL(*origin.std_error, r("origin_se"), 1e-11);
  const auto fieller = estimate_ratio(f.y, f.x, {.interval = ratio_interval::fieller});
  CHECK_CLOSE_REL(*fieller.low, r("fieller_low"), 1e-11);
  CHECK_CLOSE_REL(*fieller.high, r("fieller_high"), 1e-11);
  CHECK(fieller.bounded);
  CHECK_CLOSE_REL(*estimate_ratio(f.y, f.x, {.interval = ratio_interval::jackknife}).std_error,
                  r("jackknife_se"), 1e-10);
  const auto weighted = weighted_ratio(f.y, f.x, f.w);
  CHECK_CLOSE_REL(weighted.estimate, r("weighted"), 1e-13);
  CHECK_CLOSE_REL(*weighted.std_error, r("weighted_se"), 1e-11);
  const std::vector<double> y(f.y.begin(), f.y.end()), x(f.x.begin(), f.x.end()),
      w(f.w.begin(), f.w.end());
  CHECK(weighted_ratio(y, x, w).std_error == weighted.std_error);
  CHECK(weighted_ratio(y, f.x, w, 0.95).high == weighted.high);
  const strata_totals<double> known{(VectorXd(3) << 40, 60, 50).finished(),
                                    (VectorXd(3) << 900, 1500, 1100).finished()};
  const auto combined = stratified_ratio(f.y, f.x, f.strata, known);
  CHECK_CLOSE_REL(combined.estimate, r("combined"), 1e-13);
  CHECK_CLOSE_REL(*combined.std_error, r("combined_se"), 1e-11);
  const auto separate = stratified_ratio(f.y, f.x, f.strata, known, stratified_kind::separate);
  CHECK_CLOSE_REL(separate.estimate, r("separate"), 1e-13);
  CHECK_CLOSE_REL(*separate.std_error, r("separate_se"), 1e-11);
}

TEST_CASE("Fieller agrees with its inversion by test, bounded and not") {
  const auto accepted = [](const VectorXd& y, const VectorXd& x, double value) {
    const VectorXd d = y - value * x;
    const double n = static_cast<double>(d.size());
    const double variance = (d.array() - d.mean()).square().sum() / (n - 1) / n;
    const double t = student_t_quantile(0.975, n - 1);
    return d.mean() * d.mean() <= t * t * variance;
  };
  const firms f;
  const auto check = [&](const VectorXd& y, const VectorXd& x) {
    const auto r = estimate_ratio(y, x, {.interval = ratio_interval::fieller});
    for (double value = -60; value <= 60; value += 0.37) {
      bool inside = true;
      if (r.low)
        inside =
            r.outside ? value <= *r.low || value >= *r.high : value >= *r.low && value <= *r.high;
      CHECK(inside == accepted(y, x, value));
    }
    return r;
  };
  CHECK(check(f.y, f.x).bounded);
  const VectorXd y3 = (VectorXd(4) << 5, 6, 5.5, 6.2).finished();
  const auto outside = check(y3, (VectorXd(4) << 1, -0.8, 0.9, -0.7).finished());
  CHECK(outside.outside);
  CHECK_FALSE(outside.bounded);
  const auto line = check((VectorXd(4) << 1, -1, 2, -1.5).finished(),
                          (VectorXd(4) << 1, -0.8, 0.9, -0.7).finished());
  CHECK_FALSE(line.bounded);
  CHECK_FALSE(line.low.has_value());
}

TEST_CASE("bootstrap near the delta error; influence; comparison; shrinkage") {
  const firms f;
  const auto b =
      estimate_ratio(f.y, f.x, {.interval = ratio_interval::bootstrap, .draws = 4000, .seed = 3});
  CHECK_CLOSE_REL(*b.std_error, *estimate_ratio(f.y, f.x).std_error, 0.15);  // n = 25
  CHECK(*b.low < b.estimate);
  CHECK(*estimate_ratio(
             f.y, f.x,
             {.interval = ratio_interval::bootstrap, .draws = 4000, .seed = 3, .threads = 2})
             .low == *b.low);
  const VectorXd change = ratio_influence(f.y, f.x);
  CHECK_CLOSE_REL(change[7], (f.y.sum() - f.y[7]) / (f.x.sum() - f.x[7]) - f.y.sum() / f.x.sum(),
                  1e-9);
  const VectorXd y2 = f.y * 2;
  const auto t = compare_ratios(estimate_ratio(f.y, f.x), estimate_ratio(y2, f.x));
  CHECK(*t.p_value < 1e-6);
  CHECK(*compare_ratios(estimate_ratio(f.y, f.x), estimate_ratio(f.y, f.x)).p_value == 1);

  std::vector<ratio_estimate> groups(4);
  const double values[] = {1, 2, 4, 9}, errors[] = {0.5, 0.5, 1, 3};
  for (std::size_t g = 0; g < 4; ++g) {
    groups[g].estimate = values[g];
    groups[g].std_error = errors[g];
  }
  const auto s = shrink_ratios(groups);
  double q = 0;
  for (std::size_t g = 0; g < 4; ++g) {
    q += std::pow(values[g] - s.mean, 2) / (errors[g] * errors[g] + s.variance_between);
    CHECK(std::abs(s.estimate[g] - s.mean) <= std::abs(values[g] - s.mean));
  }
  CHECK_CLOSE_REL(q, 3, 1e-9);  // the moment equation
  CHECK(s.weight[3] < s.weight[0]);
  for (auto& g : groups) g.estimate = 2;
  CHECK(shrink_ratios(groups).variance_between == 0);
}

TEST_CASE("refusals and limits") {
  const VectorXd one = VectorXd::Ones(1), zero = VectorXd::Zero(3), y = VectorXd::Ones(3);
  const auto single = estimate_ratio(one, one);
  CHECK(single.estimate == 1);
  CHECK_FALSE(single.std_error.has_value());
  CHECK(single.note == "one observation: no standard error");
  CHECK_REFUSES(argument_error, "the denominator sums to zero", estimate_ratio(y, zero));
  CHECK_REFUSES(argument_error, "the denominator is 0 in row 2",
                estimate_ratio(y, (VectorXd(3) << 1, 0, 2).finished().eval(),
                               {.method = ratio_method::mean}));
  CHECK_REFUSES(argument_error, "all zero",
                estimate_ratio(y, zero, {.method = ratio_method::origin}));
  CHECK_REFUSES(
      argument_error, "ratio of totals",
      estimate_ratio(y, y, {.method = ratio_method::mean, .interval = ratio_interval::fieller}));
  CHECK_REFUSES(argument_error, "the population is 2", estimate_ratio(y, y, {.population = 2}));
  CHECK_REFUSES(argument_error, "a finite population is for the intervals by formula",
                estimate_ratio(y, y, {.interval = ratio_interval::bootstrap, .population = 20}));
  CHECK_REFUSES(argument_error, "the denominator reaches 1e",
                estimate_ratio(y, (1e155 * y).eval(), {}));
  CHECK_REFUSES(argument_error, "the numerator reaches 1e-",
                estimate_ratio((1e-165 * y).eval(), y, {}));
  CHECK_REFUSES(argument_error, "has 3 values", estimate_ratio(y, one));
  CHECK_REFUSES(argument_error, "level is 1", estimate_ratio(y, y, {.level = 1}));
  CHECK_REFUSES(argument_error, "level is 0", estimate_ratio(y, y, {.level = 0}));
  const VectorXd none, hole = (VectorXd(3) << 1, std::nan(""), 2).finished();
  CHECK_REFUSES(argument_error, "there are no observations", estimate_ratio(none, none));
  CHECK_REFUSES(argument_error, "the numerator is missing (NaN) in row 2", estimate_ratio(hole, y));
  CHECK_REFUSES(argument_error, "the denominator is missing (NaN) in row 2",
                estimate_ratio(y, hole));
  const firms f;
  const strata_totals<double> known{Eigen::Vector3d(90, 90, 90), Eigen::Vector3d(900, 900, 900)};
  auto other = f.strata;
  other.codes.pop_back();
  CHECK_REFUSES(argument_error, "stratum has 24 values but the numerator has 25",
                stratified_ratio(f.y, f.x, other, known));
  auto fewer = known;
  fewer.size = Eigen::Vector2d(90, 90);
  CHECK_REFUSES(argument_error, "the sizes has 2 values but the strata has 3",
                stratified_ratio(f.y, f.x, f.strata, fewer));
  fewer = known;
  fewer.denominator = Eigen::Vector2d(900, 900);
  CHECK_REFUSES(argument_error, "the known denominators has 2",
                stratified_ratio(f.y, f.x, f.strata, fewer, stratified_kind::separate));
  fewer = known;
  fewer.size[1] = 7;
  CHECK_REFUSES(argument_error, "rows of a population of 7",
                stratified_ratio(f.y, f.x, f.strata, fewer));
  other = f.strata;
  for (std::size_t i = 3; i < 25; ++i) other.codes[i] = static_cast<std::int32_t>(i % 2);
  CHECK_REFUSES(argument_error, "has one row: its variance is unknown",
                stratified_ratio(f.y, f.x, other, known));
  CHECK_REFUSES(argument_error, "there are 2 groups",
                shrink_ratios(std::vector<ratio_estimate>(2)));
  CHECK_REFUSES(argument_error, "has no standard error", compare_ratios(single, single));
}

TEST_CASE("the jackknife of a mean of ratios is the standard error of a mean") {
  Eigen::VectorXd y(6), x(6);
  y << 3, 5, 2, 9, 4, 7;
  x << 1, 2, 1.5, 2.5, 3, 2;
  const Eigen::VectorXd r = y.cwiseQuotient(x);
  const double deviation = std::sqrt((r.array() - r.mean()).square().sum() / 5);
  const auto found =
      estimate_ratio(y, x, {.method = ratio_method::mean, .interval = ratio_interval::jackknife});
  CHECK_CLOSE_REL(found.estimate, r.mean(), 1e-14);
  CHECK_CLOSE_REL(*found.std_error, deviation / std::sqrt(6.0), 1e-12);
}

TEST_CASE("a jackknife that is left without a denominator is refused with its row") {
  const std::vector<double> y{1, 2}, x{1, 0};
  for (const auto method : {ratio_method::totals, ratio_method::origin}) {
    CHECK_REFUSES(argument_error, "without row 1 the denominator sums to zero",
                  estimate_ratio(y, x, {.method = method, .interval = ratio_interval::jackknife}));
  }
}
