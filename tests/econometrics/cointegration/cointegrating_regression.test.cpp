#include <bilateral/econometrics/cointegration/cointegrating_regression.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using terms = deterministic_terms;

namespace {
named_column<double> y() {
  return {"y", column_of(read_cells(reference("dynamics_data.csv")), "y")};
}
std::vector<named_column<double>> x() {
  const auto c = read_cells(reference("dynamics_data.csv"));
  return {{"x", column_of(c, "x")}, {"z", column_of(c, "z")}};
}
const std::pair<terms, const char*> kinds[] = {
    {terms::none, "none"}, {terms::constant, "constant"}, {terms::trend, "trend"}};
// explicit inverses in the oracle, condition of the trend's moments 1e5
constexpr double rel = 1e-8;

void check(const cointegrating_result<double>& fit, const reference_values& want,
           const std::string& method, const char* kind, int bandwidth) {
  for (Eigen::Index j = 0; j < fit.coefficients.size(); ++j) {
    const int i = static_cast<int>(j) + 1;
    CHECK_CLOSE_REL(fit.coefficients[j], want(text(method, " ", kind, " ", bandwidth), i), rel);
    CHECK_CLOSE_REL(*std_error(fit, j), want(text(method, " se ", kind, " ", bandwidth), i), rel);
  }
}
}  // namespace

TEST_CASE("DOLS, FMOLS and CCR equal a second implementation of the formulas") {
  const reference_values want("cointegrating_regression.csv");
  for (const auto& [kind, name] : kinds) {
    for (const int bandwidth : {0, 4}) {
      check(fmols(y(), x(), {.terms = kind, .bandwidth = bandwidth}), want, "fmols", name,
            bandwidth);
      check(canonical_cointegrating_regression(y(), x(), {.terms = kind, .bandwidth = bandwidth}),
            want, "ccr", name, bandwidth);
      check(dols(y(), x(), {.terms = kind, .leads = 1, .lags = 2, .bandwidth = bandwidth}), want,
            "dols", name, bandwidth);
    }
  }
}

TEST_CASE("leads and lags by information criterion") {
  const reference_values want("cointegrating_regression.csv");
  const auto aic = dols(y(), x(), {.choose = lead_lag_choice::aic, .leads = 3, .lags = 3});
  CHECK(aic.leads == static_cast<int>(want("dols aic", 1)));
  CHECK(aic.lags == static_cast<int>(want("dols aic", 2)));
  const auto bic = dols(y(), x(), {.choose = lead_lag_choice::bic, .leads = 3, .lags = 3});
  CHECK(bic.leads == static_cast<int>(want("dols bic", 1)));
  CHECK(bic.lags == static_cast<int>(want("dols bic", 2)));
  CHECK(bic.sample.used == 160U - 1U - static_cast<std::size_t>(bic.leads + bic.lags));
}

TEST_CASE("the three agree on the relation that made the data, and intervals cover it") {
  // y = 1 + .8 x - .5 z
  for (const auto& fit :
       {fmols(y(), x()), canonical_cointegrating_regression(y(), x()), dols(y(), x())}) {
    CHECK(fit.names == std::vector<std::string>{"x", "z", "(intercept)"});
    const auto interval = *confidence_interval(fit, 0, 0.99);
    CHECK(interval.first < 0.8);
    CHECK(interval.second > 0.8);
    CHECK(std::isinf(fit.inference_dof));
  }
}

TEST_CASE("scaling a regressor scales its coefficient alone") {
  auto other = x();
  other[0].second *= 1e6;
  for (const auto& [kind, name] : kinds) {
    const auto a = fmols(y(), x(), {.terms = kind});
    const auto b = fmols(y(), other, {.terms = kind});
    CHECK_CLOSE_REL(b.coefficients[0] * 1e6, a.coefficients[0], 1e-9);
    CHECK_CLOSE_REL(b.coefficients[1], a.coefficients[1], 1e-9);
    const auto c = canonical_cointegrating_regression(y(), x(), {.terms = kind});
    const auto d = canonical_cointegrating_regression(y(), other, {.terms = kind});
    CHECK_CLOSE_REL(d.coefficients[0] * 1e6, c.coefficients[0], 1e-9);
  }
}

TEST_CASE("cointegrating regressions refuse bad leads, bandwidths and collinear columns") {
  CHECK_REFUSES(argument_error, "must not be negative", dols(y(), x(), {.leads = -1}));
  CHECK_REFUSES(argument_error, "no degree of freedom", dols(y(), x(), {.leads = 40, .lags = 40}));
  CHECK_REFUSES(argument_error, "bandwidth is 900", fmols(y(), x(), {.bandwidth = 900}));
  CHECK_REFUSES(argument_error, "there are no regressors", fmols(y(), {}));
  auto odd = y();
  odd.second[5] = std::nan("");
  CHECK_REFUSES(argument_error, "y is missing (NaN) in row 6", fmols(odd, x()));
  odd = y();
  odd.second *= 1e300;
  CHECK_REFUSES(argument_error, "whose square is beyond the range", fmols(odd, x()));
  for (const int which : {0, 1, 2}) {
    auto bad = x();
    auto& values = bad[1].second;
    if (which == 0) values[2] = std::nan("");
    if (which == 1) values *= 1e300;
    if (which == 2) values.conservativeResize(values.size() - 1);
    CHECK_REFUSES(argument_error,
                  which == 0   ? "z is missing (NaN) in row 3"
                  : which == 1 ? "whose square is beyond the range"
                               : "but z has",
                  dols(y(), bad));
  }
  auto twice = x();
  twice.push_back({"copy", twice[0].second});
  CHECK_REFUSES(rank_deficiency_error, "copy is determined", fmols(y(), twice));
}

TEST_CASE("the sample names its first and last row, counted from 1") {
  const auto led = dols(y(), x(), {.leads = 1, .lags = 2});
  CHECK(led.sample.first == "row 4");  // one difference and two lags before it
  CHECK(led.sample.last == "row 159");
  CHECK(led.sample.used == 156);
  CHECK(led.sample.dropped == 4);
  for (const auto& fit : {fmols(y(), x()), canonical_cointegrating_regression(y(), x())}) {
    CHECK(fit.sample.first == "row 2");
    CHECK(fit.sample.last == "row 160");
    CHECK(fit.sample.used == 159);
    CHECK(fit.sample.dropped == 1);
  }
}

TEST_CASE("with seasonal columns a seasonal pattern in any series changes nothing") {
  const auto y0 = y();
  const auto x0 = x();
  const Eigen::Index n = y0.second.size();
  std::vector<named_column<double>> season;
  for (int q = 1; q < 4; ++q) {
    Eigen::VectorXd d(n);
    for (Eigen::Index i = 0; i < n; ++i) d[i] = i % 4 == q ? 1 : 0;
    season.emplace_back(text("season_", q + 1), d);
  }
  const auto shifted = [&](named_column<double> c, double a, double b) {
    for (Eigen::Index i = 0; i < n; ++i) c.second[i] += i % 4 == 1 ? a : i % 4 == 2 ? b : 0;
    return c;
  };
  const auto y1 = shifted(y0, 3, -1);
  const std::vector<named_column<double>> x1{shifted(x0[0], -2, 0.5), shifted(x0[1], 1, 4)};

  for (const auto kind : {terms::constant, terms::trend}) {
    const cointegrating_options options{.terms = kind};
    CHECK_CLOSE_REL(coefficient(dols(y1, x1, {.terms = kind}, season), "x"),
                    coefficient(dols(y0, x0, {.terms = kind}, season), "x"), 1e-8);
    CHECK_CLOSE_REL(coefficient(fmols(y1, x1, options, season), "x"),
                    coefficient(fmols(y0, x0, options, season), "x"), 1e-8);
    CHECK_CLOSE_REL(coefficient(canonical_cointegrating_regression(y1, x1, options, season), "z"),
                    coefficient(canonical_cointegrating_regression(y0, x0, options, season), "z"),
                    1e-8);
  }
  const auto fit = fmols(y0, x0, {}, season);
  CHECK(fit.names.back() == "season_4");
}
