#include <bilateral/econometrics/cointegration/johansen.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::columns_of;
using bilateral_test::data_available;
using bilateral_test::data_folder;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using kind = deterministic_case;

namespace {
const std::vector<std::string> three{"y", "x", "z"};
MatrixXd made_up(const std::vector<std::string>& names) {
  static const auto cells = read_cells(reference("dynamics_data.csv"));
  return columns_of(cells, names);
}
// the oracles square the moments and use a general eigensolver: 1e-9 is what they keep
constexpr double rel = 1e-9;
}  // namespace

TEST_CASE("Johansen equals urca ca.jo: cases II, III, IV, K = 2..4, centred seasonal dummies") {
  const reference_values want("dynamics_R.csv");
  const MatrixXd y = made_up(three);
  const std::pair<kind, const char*> cases[] = {{kind::unrestricted_constant, "none"},
                                                {kind::restricted_constant, "const"},
                                                {kind::restricted_trend, "trend"}};
  for (const auto& [c, name] : cases) {
    for (const int lags : {2, 3, 4}) {
      for (const int season : {0, 4}) {
        const auto fit = johansen(y, three, {.lags = lags, .deterministics = c, .season = season});
        const std::string key = text("johansen ", name, " ", lags, " ", season, " ");
        for (int i = 1; i <= 3; ++i) {
          CHECK_CLOSE_REL(fit.eigenvalues[i - 1], want(key + "lambda", i), rel);
          CHECK_CLOSE_REL(fit.rank_tests[static_cast<std::size_t>(i) - 1].trace.statistic,
                          want(key + "trace", i), rel);
          CHECK_CLOSE_REL(fit.beta(i - 1, 0), want(key + "beta", i), 1e-8);
          CHECK_CLOSE_REL(fit.alpha(i - 1, 0), want(key + "alpha", i), 1e-8);
        }
        if (c == kind::restricted_constant) {
          CHECK_CLOSE_REL(fit.beta(3, 0), want(key + "beta", 4), 1e-8);
        }
      }
    }
  }
}

TEST_CASE("p-values of all five cases equal gretl coint2") {
  const reference_values want("johansen_gretl.csv");
  const std::vector<std::string> names{"y", "x", "z", "w"};
  const MatrixXd y = made_up(names);
  for (int number = 1; number <= 5; ++number) {
    const kind c = deterministic_case_of(number);
    const auto fit = johansen(y, names, {.lags = 2, .deterministics = c});
    for (int i = 1; i <= 4; ++i) {
      const auto& t = fit.rank_tests[static_cast<std::size_t>(i) - 1];
      CHECK_CLOSE_REL(t.trace.statistic, want(text(roman(c), " trace"), i), rel);
      CHECK_CLOSE_REL(t.max_eigenvalue.statistic, want(text(roman(c), " max"), i), rel);
      CHECK_CLOSE_ABS(*t.trace.p_value, want(text(roman(c), " trace p"), i), 6e-5);  // 4 decimals
      CHECK_CLOSE_REL(*t.max_eigenvalue.p_value, want(text(roman(c), " max p"), i), 1e-7);
    }
  }
}

TEST_CASE("case I equals statsmodels coint_johansen") {
  const reference_values want("dynamics_statsmodels.csv");
  const auto fit = johansen(made_up(three), three, {.lags = 3, .deterministics = kind::none});
  for (int i = 1; i <= 3; ++i) {
    CHECK_CLOSE_REL(fit.eigenvalues[i - 1], want("johansen I eig", i), rel);
    const auto& t = fit.rank_tests[static_cast<std::size_t>(i) - 1];
    CHECK_CLOSE_REL(t.trace.statistic, want("johansen I trace", i), rel);
    CHECK_CLOSE_REL(t.max_eigenvalue.statistic, want("johansen I max", i), rel);
  }
}

TEST_CASE("Johansen is invariant to scaling, to the order and to mixing of the variables") {
  const MatrixXd y = made_up(three);
  for (int number = 1; number <= 5; ++number) {
    const johansen_options<double> options{.lags = 3,
                                           .deterministics = deterministic_case_of(number)};
    const auto fit = johansen(y, three, options);
    const VectorXd units = (VectorXd(3) << 1e9, 1e-6, 37).finished();
    const auto scaled = johansen((y * units.asDiagonal()).eval(), three, options);
    MatrixXd mix(3, 3);
    mix << 1, 0.5, -1, 0, 2, 0.3, 0.2, 0, 1;
    const auto mixed = johansen((y * mix).eval(), three, options);
    for (int i = 0; i < 3; ++i) {
      CHECK_CLOSE_REL(scaled.eigenvalues[i], fit.eigenvalues[i], 1e-11);
      CHECK_CLOSE_REL(mixed.eigenvalues[i], fit.eigenvalues[i], 1e-10);
      // beta in the new units: b_i u_1 / u_i
      CHECK_CLOSE_REL(scaled.beta(i, 0), fit.beta(i, 0) * units[0] / units[i], 1e-8);
    }
  }
}

TEST_CASE("the vectors solve the eigenproblem, and both dates of the term agree") {
  const auto fit = johansen(made_up(three), three, {.lags = 3});
  const auto& s = fit.moments;
  const MatrixXd l = lower_cholesky<double>(s.s00, "test", "the differences");
  const MatrixXd half = solve_lower<double>(l, s.s01);
  const MatrixXd gap =
      s.s11 * fit.beta * fit.eigenvalues.asDiagonal() - half.transpose() * half * fit.beta;
  CHECK_CLOSE_ABS(gap.cwiseAbs().maxCoeff(), 0, 1e-13 * s.s11.cwiseAbs().maxCoeff());
  const auto late = johansen(made_up(three), three, {.lags = 3, .form = vecm_form::long_run});
  for (int i = 0; i < 3; ++i) {
    CHECK_CLOSE_REL(late.eigenvalues[i], fit.eigenvalues[i], 1e-11);
    CHECK_CLOSE_REL(late.beta(i, 0), fit.beta(i, 0), 1e-9);
    CHECK_CLOSE_REL(late.alpha(i, 0), fit.alpha(i, 0), 1e-9);
  }
}

TEST_CASE("Denmark: Johansen and Juselius (1990)") {
  if (!data_available("urca_denmark.csv")) return;
  const std::vector<std::string> names{"LRM", "LRY", "IBO", "IDE"};
  const auto fit =
      johansen(columns_of(read_cells(data_folder() / "urca_denmark.csv"), names), names,
               {.lags = 2,
                .deterministics = kind::restricted_constant,
                .season = 4,
                .form = vecm_form::long_run});
  const double lambda[] = {0.433165419495708, 0.177583639403037, 0.112790521526174,
                           0.0434112996686781};
  const double trace[] = {49.1443651833185, 19.0569137462997, 8.694963736172, 2.35223328684898};
  const double largest[] = {30.0874514370188, 10.3619500101277, 6.34273044932302, 2.35223328684894};
  // urca loses digits in S11 (levels of 11.8 beside a constant): the first eigenvalue is
  // .43316541949724 in long double
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK_CLOSE_REL(fit.eigenvalues[static_cast<Eigen::Index>(i)], lambda[i], 1e-10);
    CHECK_CLOSE_REL(fit.rank_tests[i].trace.statistic, trace[i], 1e-10);
    CHECK_CLOSE_REL(fit.rank_tests[i].max_eigenvalue.statistic, largest[i], 1e-10);
  }
  CHECK_CLOSE_REL(fit.eigenvalues[0], 0.433165419497241, 1e-13);
  CHECK(fit.rank_tests[0].trace.critical_values[1].second == 53.12);
  const double beta[] = {1, -1.03294882564783, 5.20691866219442, -4.21587939015503,
                         -6.0599316996444};
  for (int i = 0; i < 5; ++i) CHECK_CLOSE_REL(fit.beta(i, 0), beta[i], 1e-9);
  const double alpha[] = {-0.212954943713429, 0.115022041815418, 0.0231772402215819,
                          0.0294110883586409};
  for (int i = 0; i < 4; ++i) CHECK_CLOSE_REL(fit.alpha(i, 0), alpha[i], 1e-9);
  CHECK(fit.rank() == 0);  // trace p = .128
}

TEST_CASE("Johansen's result says what it is of") {
  const MatrixXd y = made_up(three);
  for (const auto& [c, last] :
       {std::pair<kind, const char*>{kind::restricted_constant, "(intercept)"},
        {kind::restricted_trend, "trend"}}) {
    const auto fit = johansen(y, three, {.lags = 3, .deterministics = c});
    CHECK(fit.names == three);
    CHECK(fit.beta_names == std::vector<std::string>{"L1.y", "L1.x", "L1.z", last});
    CHECK(fit.deterministics == c);
    CHECK(fit.lags == 3);
    CHECK(fit.observations == static_cast<std::size_t>(y.rows()) - 3);
    for (int r = 0; r < 3; ++r) CHECK(fit.rank_tests[static_cast<std::size_t>(r)].rank == r);
    // the trace statistic of rank r is -n times the sum of log(1 - lambda) from r + 1 on
    double sum = 0;
    for (int r = 2; r >= 0; --r) {
      sum -= static_cast<double>(fit.observations) * std::log1p(-fit.eigenvalues[r]);
      CHECK_CLOSE_REL(fit.rank_tests[static_cast<std::size_t>(r)].trace.statistic, sum, 1e-12);
    }
    CHECK(fit.rank(0.0) == 0);  // nothing is rejected at level 0
    CHECK(fit.rank(1.0) == 3);  // and every rank at level 1
  }
  const auto late = johansen(y, three, {.lags = 3, .form = vecm_form::long_run});
  CHECK(late.beta_names == std::vector<std::string>{"L3.y", "L3.x", "L3.z"});
}

TEST_CASE("Johansen refuses what it cannot analyse") {
  MatrixXd y = made_up(three);
  CHECK_REFUSES(argument_error, "2 names for 3 variables", johansen(y, {"y", "x"}));
  CHECK_REFUSES(argument_error, "lags is 0", johansen(y, three, {.lags = 0}));
  CHECK_REFUSES(argument_error, "lags use up 60", johansen(y, three, {.lags = 60}));
  CHECK_REFUSES(argument_error, "season is 1", johansen(y, three, {.season = 1}));
  y.col(2) = 2 * y.col(0) - y.col(1);
  CHECK_REFUSES(numerical_error, "determined by", johansen(y, three));
  for (const double size : {1e300, 1e-300}) {
    MatrixXd extreme = made_up(three);
    extreme.col(1) *= size;
    CHECK_REFUSES(argument_error, "whose square is beyond the range", johansen(extreme, three));
    CHECK_REFUSES(argument_error, size > 1 ? "divide it by 1e30" : "multiply it by 1e",
                  johansen(extreme, three));
  }
  y(4, 1) = std::nan("");
  CHECK_REFUSES(argument_error, "x is missing (NaN) in row 5", johansen(y, three));
}
