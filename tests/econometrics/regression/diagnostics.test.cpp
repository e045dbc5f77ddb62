#include <bilateral/econometrics/regression/diagnostics.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/wave_data.hpp"

using namespace bilateral;
using bilateral_test::wave_data;

namespace {
const bilateral_test::reference_table& r() {
  static const bilateral_test::reference_table table("diagnostics.csv");
  return table;
}
void check(const test_result& t, const char* name, double tolerance = 1e-11) {
  CHECK_CLOSE_REL(t.statistic, r()(name), tolerance);
  CHECK_CLOSE_REL(*t.p_value, r()(std::string(name) + "_p"), tolerance * 10);
}
}  // namespace

TEST_CASE("diagnostics: heteroskedasticity tests equal R lmtest") {
  const wave_data d;
  check(breusch_pagan_test(d.model()), "bp");
  check(breusch_pagan_test(d.model(), false), "bp_plain");
  check(white_test(d.model()), "white");
  check(goldfeld_quandt_test(d.model()), "gq");
  check(goldfeld_quandt_test(d.model(), .4, .2), "gq_omit");
  check(arch_test(ols(d.model()).residuals, 3), "arch");
}

TEST_CASE("diagnostics: serial correlation tests equal R lmtest and stats") {
  const wave_data d;
  const auto [chi, f] = breusch_godfrey_test(d.model(), 3);
  check(chi, "bg", 1e-10);
  check(f, "bg_f", 1e-10);
  const auto u = ols(d.model()).residuals;
  check(ljung_box_test(u, 5), "lb");
  check(ljung_box_test(u, 5, 2), "lb_fit");
  // lmtest integrates by Pan's method to 1e-10; the statistic is exact
  const auto dw = durbin_watson_test(d.model());
  CHECK_CLOSE_REL(dw.statistic, r()("dw"), 1e-12);
  CHECK_CLOSE_ABS(*dw.p_value, r()("dw_p"), 1e-7);
  CHECK(dw.name == "Durbin-Watson test");
  CHECK(bilateral_test::holds(dw.null, "no first-order serial correlation"));
  CHECK(dw.distribution == "exact (Imhof)");
  CHECK(dw.notes.back() == "p-value: exact (Imhof)");
}

TEST_CASE("diagnostics: Durbin-Watson's exact p and its normal approximation meet for large n") {
  const auto make = [](int n) {
    Eigen::VectorXd x(n), y(n);
    for (int i = 0; i < n; ++i) {
      x[i] = std::sin(i);
      y[i] = x[i] + std::sin(2.0 * i * i) + 0.05 * std::sin(2.0 * (i - 1.0) * (i - 1.0));
    }
    return regress(y, {{"x", x}});
  };
  const double exact = *durbin_watson_test(make(400)).p_value;
  const double normal = *durbin_watson_test(make(401)).p_value;
  CHECK(exact > 1e-3);
  CHECK(std::abs(normal_quantile(exact) - normal_quantile(normal)) < 0.1);
}

TEST_CASE("diagnostics: functional form, normality, inflation and influence equal R") {
  const wave_data d;
  check(reset_test(d.model(), 3), "reset", 1e-10);
  check(reset_test(d.model(), 4), "reset4", 1e-10);
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  check(jarque_bera_test(fit.residuals), "jb");
  check(jarque_bera_test(std::vector<double>(fit.residuals.begin(), fit.residuals.end())), "jb");
  check(jarque_bera_test(2 * fit.residuals), "jb");
  const auto vif = variance_inflation(d.model());
  CHECK(vif[0].first == "x1");
  CHECK_CLOSE_REL(vif[0].second, r()("vif1"), 1e-12);
  CHECK_CLOSE_REL(vif[1].second, r()("vif2"), 1e-12);
  CHECK_CLOSE_REL(cooks_distance(fit)[59], r()("cook60"), 1e-11);
  const auto small = regress(d.y, {{"x1", d.x1}});
  CHECK_CLOSE_REL(likelihood_ratio_test(fit, ols(small)).statistic, r()("lr"), 1e-11);
  CHECK_CLOSE_REL(score_test(small, Eigen::MatrixXd(d.x2)).statistic, r()("lm_score"), 1e-11);
}

TEST_CASE("diagnostics: refusals") {
  const wave_data d;
  CHECK_REFUSES(argument_error, "zero variance",
                ljung_box_test(Eigen::VectorXd::Ones(9).eval(), 2));
  CHECK_REFUSES(argument_error, "lags is 60", ljung_box_test(d.y, 60));
  CHECK_REFUSES(argument_error, "order is 0", breusch_godfrey_test(d.model(), 0));
  CHECK_REFUSES(argument_error, "max_power is 9", reset_test(d.model(), 9));
  CHECK_REFUSES(argument_error, "share is 1", goldfeld_quandt_test(d.model(), 1));
  CHECK_REFUSES(argument_error, "keep::scores", cooks_distance(ols(d.model())));
  CHECK_REFUSES(argument_error, "the full fit has 2 parameters",
                likelihood_ratio_test(ols(regress(d.y, {{"x1", d.x1}})), ols(d.model())));
  CHECK_REFUSES(argument_error, "its inflation is infinite",
                variance_inflation(regress(d.y, {{"a", d.x1}, {"b", d.x1}})));
}

// A gap splits the sample: with the two halves one period apart nothing changes against one series,
// with a gap between them the difference and the lag over it are gone.
TEST_CASE("diagnostics: lags go by time and stay within entities") {
  const bilateral_test::wave_data data;
  auto whole = data.model();
  auto gapped = whole;
  for (std::int64_t i = 0; i < 60; ++i) gapped.time.push_back(i < 30 ? i : i + 5);
  const dense_vector<double> u = ols(whole).residuals;
  const double over = (u[30] - u[29]) * (u[30] - u[29]) / u.squaredNorm();
  CHECK_CLOSE_REL(durbin_watson_test(gapped).statistic, durbin_watson_test(whole).statistic - over,
                  1e-12);
  SUBCASE("Breusch-Godfrey by hand") {
    auto by_hand = whole;
    by_hand.response = u;
    by_hand.design.conservativeResize(Eigen::NoChange, 4);
    by_hand.names.emplace_back("lag");
    by_hand.design.col(3).setZero();
    for (Eigen::Index i = 1; i < 60; ++i) by_hand.design(i, 3) = i == 30 ? 0 : u[i - 1];
    const auto fit = ols(by_hand);
    CHECK_CLOSE_REL(breusch_godfrey_test(gapped, 1).first.statistic,
                    60 * (1 - fit.residual_sum_of_squares / u.squaredNorm()), 1e-11);
  }
  SUBCASE("two entities are two series") {
    auto panel = whole;
    for (std::int64_t i = 0; i < 60; ++i) {
      panel.time.push_back(i % 30);
      panel.entity.push_back(static_cast<std::int32_t>(i / 30));
    }
    CHECK(durbin_watson_test(panel).statistic == durbin_watson_test(gapped).statistic);
    CHECK_CLOSE_REL(*durbin_watson_test(panel).p_value, *durbin_watson_test(gapped).p_value, 1e-13);
    CHECK(breusch_godfrey_test(panel, 1).first.statistic ==
          breusch_godfrey_test(gapped, 1).first.statistic);
  }
  SUBCASE("rows out of order") {
    auto shuffled = gapped;
    shuffled.response = gapped.response.reverse();
    shuffled.design = gapped.design.colwise().reverse();
    std::reverse(shuffled.time.begin(), shuffled.time.end());
    CHECK_CLOSE_REL(durbin_watson_test(shuffled).statistic, durbin_watson_test(gapped).statistic,
                    1e-12);
  }
  SUBCASE("no neighbours") {
    for (auto& t : gapped.time) t *= 3;
    CHECK_REFUSES(argument_error, "no two observations are neighbours",
                  (void)durbin_watson_test(gapped));
  }
}
