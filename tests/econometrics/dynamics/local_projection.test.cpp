#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/dynamics/local_projection.hpp>
#include <bilateral/econometrics/regression/iv.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::VectorXd;

namespace {
const auto& cells() {
  static const auto c = read_cells(reference("dynamics_data.csv"));
  return c;
}
VectorXd column(const char* name) { return column_of(cells(), name); }
constexpr double rel = 1e-9;

void check(const local_projection_point& p, const reference_values& want, const std::string& key) {
  CHECK_CLOSE_REL(p.estimate, want(key, 1), rel);
  CHECK_CLOSE_REL(*p.std_error, want(key, 2), rel);
}
}  // namespace

TEST_CASE("local projections equal a loop of lm with sandwich: every response, both errors") {
  const reference_values want("dynamics_R.csv");
  const auto run = [](projected what, projection_errors errors) {
    return local_projection(column("y"), {"x", column("x")}, {}, {{"w", column("w")}},
                            {.horizons = 8, .lags = 4, .response = what, .errors = errors});
  };
  const auto level = run(projected::level, projection_errors::newey_west);
  const auto difference = run(projected::long_difference, projection_errors::newey_west);
  const auto sum = run(projected::running_sum, projection_errors::newey_west);
  const auto augmented = run(projected::level, projection_errors::lag_augmented);
  for (const int h : {0, 3, 8}) {
    const auto at = static_cast<std::size_t>(h);
    check(level.points[at], want, text("lp ", h));
    check(difference.points[at], want, text("lp long ", h));
    check(sum.points[at], want, text("lp sum ", h));
    check(augmented.points[at], want, text("lp augmented ", h));
    CHECK(level.points[at].bandwidth == h + 1);
    CHECK(level.points[at].observations == 156U - at);
  }
  CHECK(level.controls.size() == 10);
  CHECK(level.covariance_label == "HAC, Bartlett, h + 1 lags");
  CHECK(augmented.covariance_label == "HC1, lag-augmented (5 lags)");
  const auto& p = level.points[3];
  CHECK_CLOSE_REL(*p.high - p.estimate, 1.959963984540054 * *p.std_error, 1e-12);
}

TEST_CASE("two states: estimates, errors and the error of the difference equal R") {
  const reference_values want("dynamics_R.csv");
  const VectorXd z = column("z");
  VectorXd state = VectorXd::Zero(z.size());
  for (Eigen::Index t = 1; t < z.size(); ++t) state[t] = z[t - 1] > 0 ? 1 : 0;
  const auto both = state_projection(column("y"), {"x", column("x")}, state, {},
                                     {{"w", column("w")}}, {.horizons = 8, .lags = 4});
  for (const int h : {0, 3, 8}) {
    const auto at = static_cast<std::size_t>(h);
    const std::string key = text("lp state ", h);
    CHECK_CLOSE_REL(both.on.points[at].estimate, want(key, 1), rel);
    CHECK_CLOSE_REL(both.off.points[at].estimate, want(key, 2), rel);
    CHECK_CLOSE_REL(*both.on.points[at].std_error, want(key, 3), rel);
    CHECK_CLOSE_REL(*both.off.points[at].std_error, want(key, 4), rel);
    CHECK_CLOSE_REL(*both.difference[at].std_error, want(key, 5), rel);
  }
}

TEST_CASE("each horizon is its own regression: a naive loop agrees to rounding") {
  // nearly collinear controls: the corrected seminormal equations keep the digits
  const VectorXd y = column("y");
  const VectorXd x = column("x");
  const VectorXd near = (column("w") + 1e-5 * column("z")).eval();
  const auto fast = local_projection(y, {"x", x}, {}, {{"w", column("w")}, {"near", near}},
                                     {.horizons = 12, .lags = 2});
  for (int h = 0; h <= 12; ++h) {
    const Eigen::Index n = y.size() - 2 - h;
    Eigen::MatrixXd design(n, 8);
    design.col(0).setOnes();
    design.col(1) = column("w").segment(2, n);
    design.col(2) = near.segment(2, n);
    for (int l = 1; l <= 2; ++l) {
      design.col(2 + l) = y.segment(2 - l, n);
      design.col(4 + l) = x.segment(2 - l, n);
    }
    design.col(7) = x.segment(2, n);
    const auto fit = least_squares<double>(design, y.segment(2 + h, n));
    CHECK_CLOSE_REL(fast.points[static_cast<std::size_t>(h)].estimate, fit.coefficients[7], 1e-9);
  }
}

TEST_CASE("laws: linear in the response, free of the impulse's unit; sums of levels are the sum") {
  const VectorXd y = column("y");
  const VectorXd x = column("x");
  const auto base = local_projection(y, {"x", x}, {}, {}, {.horizons = 6, .lags = 3});
  const auto scaled = local_projection((1e6 * y).eval(), {"x", (1e-3 * x).eval()}, {}, {},
                                       {.horizons = 6, .lags = 3});
  for (std::size_t h = 0; h <= 6; ++h) {
    CHECK_CLOSE_REL(scaled.points[h].estimate, 1e9 * base.points[h].estimate, 1e-10);
    CHECK_CLOSE_REL(*scaled.points[h].std_error, 1e9 * *base.points[h].std_error, 1e-10);
  }
  const auto level = local_projection(y, {"x", x}, {}, {}, {.horizons = 0, .lags = 3});
  const auto sum = local_projection(y, {"x", x}, {}, {},
                                    {.horizons = 0, .lags = 3, .response = projected::running_sum});
  CHECK_CLOSE_REL(sum.points[0].estimate, level.points[0].estimate, 1e-14);
  // with y_(t-1) among the controls the long difference has the coefficients of the level
  const auto difference = local_projection(
      y, {"x", x}, {}, {}, {.horizons = 6, .lags = 3, .response = projected::long_difference});
  for (std::size_t h = 0; h <= 6; ++h) {
    CHECK_CLOSE_REL(difference.points[h].estimate, base.points[h].estimate, 1e-9);
  }
}

TEST_CASE("collinear controls are left out and named; an impulse among them is refused") {
  const VectorXd y = column("y");
  const VectorXd x = column("x");
  const VectorXd w = column("w");
  const auto fit = local_projection(y, {"x", x}, {}, {{"w", w}, {"copy", (2 * w).eval()}},
                                    {.horizons = 4, .lags = 2});
  const auto plain = local_projection(y, {"x", x}, {}, {{"w", w}}, {.horizons = 4, .lags = 2});
  CHECK(fit.omitted == std::vector<std::string>{"copy"});
  CHECK(bilateral_test::holds(fit.notes.front(), "copy is collinear"));
  CHECK_CLOSE_REL(fit.points[4].estimate, plain.points[4].estimate, 1e-11);
  CHECK_REFUSES(rank_deficiency_error, "x is determined by the controls",
                local_projection(y, {"x", x}, {}, {{"copy", x}}, {.horizons = 4, .lags = 2}));
  CHECK_REFUSES(argument_error, "horizons leave",
                local_projection(y, {"x", x}, {}, {}, {.horizons = 150, .lags = 4}));
  CHECK_REFUSES(argument_error, "horizons is -1",
                local_projection(y, {"x", x}, {}, {}, {.horizons = -1}));
  CHECK_REFUSES(argument_error, "lags is -1", local_projection(y, {"x", x}, {}, {}, {.lags = -1}));
  for (const double level : {0.0, 1.0}) {
    CHECK_REFUSES(argument_error, "it must lie between 0 and 1",
                  local_projection(y, {"x", x}, {}, {}, {.level = level}));
  }
  VectorXd hole = x, huge = 1e300 * x;
  hole[9] = std::nan("");
  CHECK_REFUSES(argument_error, "is missing (NaN) in row 10", local_projection(hole, {"x", x}));
  CHECK_REFUSES(argument_error, "x is missing (NaN) in row 10", local_projection(y, {"x", hole}));
  CHECK_REFUSES(argument_error, "whose square is beyond the range",
                local_projection(huge, {"x", x}));
  CHECK_REFUSES(argument_error, "whose square is beyond the range",
                local_projection(y, {"x", huge}));
  CHECK_REFUSES(argument_error, "but w has 9",
                local_projection(y, {"x", x}, {}, {{"w", x.head(9).eval()}}));
  CHECK_REFUSES(argument_error, "state is 2 in row 1",
                state_projection(y, {"x", x}, VectorXd::Constant(160, 2).eval()));
}

TEST_CASE("the relative response is the ratio of two projections, and instrumental variables") {
  const VectorXd y = column("y"), x = column("x");
  const std::vector<named_column<double>> fixed{{"w", column("w")}};
  for (const int h : {0, 2, 5}) {
    const local_projection_options options{.horizons = h, .lags = 3};
    const auto r = relative_response<double>(y, {"x", x}, h, {}, fixed, options);
    const auto at = static_cast<std::size_t>(h);
    const auto of_y = local_projection(y, {"x", x}, {}, fixed, options);
    CHECK(r.observations == of_y.points[at].observations);
    REQUIRE(r.estimate.has_value() == r.reason.empty());
    if (!r.estimate) continue;
    CHECK_CLOSE_REL(*r.estimate * r.own_response, of_y.points[at].estimate, 1e-10);
    // the same by two-stage least squares with x_t as the instrument of x_(t+h)
    const Eigen::Index n = y.size() - 3 - h;
    std::vector<named_column<double>> controls{{"w", column("w").segment(3, n)}};
    for (int l = 1; l <= 3; ++l) {
      controls.emplace_back(text("L", l, ".y"), y.segment(3 - l, n));
      controls.emplace_back(text("L", l, ".x"), x.segment(3 - l, n));
    }
    if (h == 0) continue;
    const iv_regression<double> model{regress<double>(VectorXd(y.segment(3 + h, n)), controls),
                                      {{"x ahead", x.segment(3 + h, n)}},
                                      {{"x", x.segment(3, n)}}};
    const auto fit = iv(model, newey_west{.lags = h + 1});
    CHECK_CLOSE_REL(*r.estimate, coefficient(fit, "x ahead"), 1e-9);
    CHECK_CLOSE_REL(*r.std_error, *std_error(fit, "x ahead"), 1e-9);
  }
}

TEST_CASE("an impulse that has died out is no denominator") {
  VectorXd x(200), y(200);
  for (Eigen::Index i = 0; i < 200; ++i) {
    x[i] = std::sin(3.0 * double((i + 1) * (i + 1)));  // white
    y[i] = x[i] + 0.1 * std::sin(5.0 * double((i + 1) * (i + 1)));
  }
  const auto r = relative_response<double>(y, {"x", x}, 6);
  CHECK_FALSE(r.estimate.has_value());
  CHECK(bilateral_test::holds(r.reason, "below 10"));
  const auto now = relative_response<double>(y, {"x", x}, 0);
  CHECK(now.own_response == 1);
  CHECK(std::abs(*now.estimate - 1) < 0.05);
}

TEST_CASE("local projections of std::vectors are those of Eigen vectors") {
  const VectorXd y = column("y"), x = column("x"), w = column("w");
  const std::vector<double> ys(y.begin(), y.end()), xs(x.begin(), x.end()), ws(w.begin(), w.end());
  const local_projection_options few{.horizons = 3, .lags = 2};
  const auto want = local_projection(y, {"x", x}, {}, {{"w", w}}, few);
  const auto got = local_projection(ys, {"x", xs}, {}, {{"w", ws}}, few);
  for (std::size_t h = 0; h <= 3; ++h) {
    CHECK(got.points[h].estimate == want.points[h].estimate);
    CHECK(*got.points[h].std_error == *want.points[h].std_error);
  }
  CHECK(local_projection(ys, {"x", xs}).points.size() == 25);
}
