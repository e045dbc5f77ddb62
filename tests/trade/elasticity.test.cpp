#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/trade/elasticity.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/wave_data.hpp"

#include <algorithm>
#include <string>

using namespace bilateral;

TEST_CASE("elasticity: point, arc and log difference") {
  CHECK(point_elasticity(-2, 3, 6) == -1);
  // q doubles while p halves: midpoint (1/3) / (-1/3), log exactly -1
  CHECK_CLOSE_REL(*arc_elasticity(1, 2, 2, 1), -1, 1e-15);
  CHECK_CLOSE_REL(*log_difference_elasticity(1, 2, 2, 1), -1, 1e-15);
  CHECK(*arc_elasticity(1, 3, 1, 2) == *arc_elasticity(3, 1, 2, 1));  // direction does not matter
  CHECK_FALSE(arc_elasticity(1, 2, 5, 5).has_value());
  CHECK_FALSE(log_difference_elasticity(1, 2, 5, 5).has_value());
  CHECK_REFUSES(argument_error, "prices are 0 and 1", arc_elasticity(1, 2, 0, 1));
  CHECK_REFUSES(argument_error, "above zero", log_difference_elasticity(0, 2, 1, 2));
  CHECK_REFUSES(argument_error, "quantity is 0", point_elasticity(1, 1, 0));
}

TEST_CASE("log_log_elasticity: value on price is one plus volume on price, to the last digits") {
  const bilateral_test::wave_data d;
  const Eigen::VectorXd price = d.x1.array().exp();
  const Eigen::VectorXd volume = (1 - 0.4 * d.x1.array() + 0.1 * d.e.array()).exp();
  const Eigen::VectorXd value = price.cwiseProduct(volume);
  const auto v = log_log_elasticity(value, price, {{"x2", d.x2}}, heteroskedastic{});
  const auto q = log_log_elasticity(volume, price, {{"x2", d.x2}}, heteroskedastic{},
                                    {.measure = trade_measure::volume});
  CHECK(v.elasticity.of == "value on price");
  REQUIRE(v.elasticity.volume);
  CHECK_FALSE(q.elasticity.volume.has_value());
  CHECK_CLOSE_REL(v.elasticity.volume->estimate, q.elasticity.price.estimate, 1e-12);
  CHECK_CLOSE_REL(*v.elasticity.volume->std_error, *q.elasticity.price.std_error, 1e-12);
  CHECK_CLOSE_REL(*v.elasticity.volume->p_value, *q.elasticity.price.p_value, 1e-9);
  CHECK(v.elasticity.residual_tests.size() == 2);
  // the same as ols on logs
  const auto fit = ols(regress(value.array().log().matrix().eval(), {{"p", d.x1}, {"x2", d.x2}}));
  CHECK_CLOSE_REL(v.elasticity.price.estimate, coefficient(fit, "p"), 1e-12);
}

TEST_CASE("semi, translog and regimes: exact relations are found again") {
  const bilateral_test::wave_data d;
  const Eigen::VectorXd price = (2 + d.x1.array()).exp();
  const Eigen::VectorXd lp = price.array().log();
  const Eigen::VectorXd translog =
      (1 + 0.5 * lp.array() - 0.2 * lp.array().square() + 1e-3 * d.e.array()).exp();
  const auto t = translog_elasticity(translog, price, {}, iid{}, {.measure = trade_measure::volume},
                                     std::exp(2.0));
  CHECK_CLOSE_ABS(t.elasticity.price.estimate, 0.5 - 0.8, 1e-2);
  const Eigen::VectorXd semi = (0.3 * price.array() + 1e-3 * d.e.array()).exp();
  const auto s = semi_elasticity(semi, price, {}, iid{}, {.measure = trade_measure::volume}, 10.0);
  CHECK_CLOSE_REL(s.elasticity.price.estimate, 3, 1e-3);
  std::vector<std::string> half(60, "before");
  Eigen::VectorXd broken(60);
  for (std::size_t i = 0; i < 60; ++i) {
    const auto j = static_cast<Eigen::Index>(i);
    if (i >= 30) half[i] = "since";
    broken[j] = std::exp((i < 30 ? 0.5 : 1.5) * lp[j] + 0.01 * d.e[j]);
  }
  const auto r =
      elasticity_by_regime(broken, price, make_factor("fta", std::span<const std::string>(half)));
  CHECK(r.by_regime[0].first == "before");
  CHECK_CLOSE_ABS(r.by_regime[0].second.price.estimate, 0.5, 0.01);
  CHECK_CLOSE_ABS(r.by_regime[1].second.price.estimate, 1.5, 0.01);
  CHECK(*r.equal->p_value < 1e-10);
  // each regime alone gives the same slope
  const auto first = log_log_elasticity(broken.head(30), price.head(30));
  CHECK_CLOSE_REL(first.elasticity.price.estimate, r.by_regime[0].second.price.estimate, 1e-11);
}

TEST_CASE("elasticity: refusals name the row") {
  Eigen::VectorXd trade = Eigen::VectorXd::Ones(5), price = Eigen::VectorXd::LinSpaced(5, 1, 2);
  trade[3] = 0;
  CHECK_REFUSES(argument_error, "trade is 0 in row 4", log_log_elasticity(trade, price));
  price[0] = -1;
  CHECK_REFUSES(argument_error, "price is -1 in row 1",
                log_log_elasticity(Eigen::VectorXd::Ones(5), price));
}

TEST_CASE("elasticity of typed series: the unit says of what") {
  const bilateral_test::wave_data d;
  const auto n = static_cast<std::size_t>(d.x1.size());
  std::vector<double> price(n), volume(n), value(n), other(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto j = static_cast<Eigen::Index>(i);
    price[i] = std::exp(d.x1[j]);
    volume[i] = std::exp(1 - 0.4 * d.x1[j] + 0.1 * d.e[j]);
    value[i] = price[i] * volume[i];
    other[i] = d.x2[j];
  }
  const period<monthly> start(2010, 1);
  const series<monthly, per<usd, tonne>> p("price", start, price);
  const series<monthly, usd> v("value", start, value);
  const series<monthly, tonne> q("volume", start, volume);
  const series<monthly, unspecified> z("z", start, other);
  const auto by_value = log_log_elasticity(v, p, {{"z", z}}, heteroskedastic{});
  const auto by_volume = log_log_elasticity(q, p, {{"z", z}}, heteroskedastic{});
  CHECK(by_value.elasticity.of == "value on price");
  CHECK(by_volume.elasticity.of == "volume on price");
  CHECK_CLOSE_REL(by_value.elasticity.volume->estimate, by_volume.elasticity.price.estimate, 1e-11);
  const auto data = elasticity_data(v, p, {{"z", z}});
  CHECK(data.regressors.size() == 2);
  CHECK(data.regressors[0].second[3] == std::log(price[3]));
  CHECK_CLOSE_ABS(coefficient(ardl(data, {1, {1, 0}}), "price"), 0.6,
                  0.12);  // noise of 0.1 on 60 rows
  const auto fit = ols(regress(log(q), {{"price", log(p)}, {"z", z}}), newey_west{.lags = 4});
  CHECK_CLOSE_REL(coefficient(fit, "price"), by_volume.elasticity.price.estimate, 1e-11);
  const series<monthly, per<usd, tonne>> late("late price", start + 1, price);
  CHECK_REFUSES(alignment_error, "regress: price covers 2010-02 to",
                (void)elasticity_data(v, late));
  CHECK_REFUSES(alignment_error, "late price covers", (void)log_log_elasticity(v, late));
  auto holed = v;
  holed.mask(2, "strike");
  CHECK_REFUSES(data_error, "value is missing in 2010-03", (void)regress(holed, {{"price", p}}));
  value[1] = 0;
  CHECK_REFUSES(argument_error, "value is 0 in 2010-02",
                (void)elasticity_data(series<monthly, usd>("value", start, value), p));
}

namespace {
ardl_data<double> dynamics(double trend) {
  const auto c = bilateral_test::read_cells(bilateral_test::reference("dynamics_data.csv"));
  Eigen::VectorXd y = bilateral_test::column_of(c, "y");
  for (Eigen::Index t = 0; t < y.size(); ++t) y[t] += trend * static_cast<double>(t);
  return {{"log(trade)", y}, {{"log(price)", bilateral_test::column_of(c, "x")}}};
}
bool noted(const dynamic_elasticity& e, const char* words) {
  return std::any_of(e.notes.begin(), e.notes.end(),
                     [&](const std::string& n) { return bilateral_test::holds(n, words); });
}
}  // namespace

TEST_CASE("dynamic elasticity: the parts are those of the steps done one by one") {
  const auto data = dynamics(0);
  const auto e = elasticity(data);
  REQUIRE(e.trend);
  CHECK(e.deterministics == e.trend->chosen);
  CHECK(e.notes.front() == e.trend->reason);
  CHECK(e.of == "value on price");
  const auto order = ardl_order(data, {6, {6}}, {.deterministics = e.deterministics});
  CHECK(e.fit.orders.response == order.orders.response);
  CHECK(e.fit.orders.regressors == order.orders.regressors);
  CHECK(noted(e, ("by aic over " + std::to_string(order.models) + " models").c_str()));
  const auto fit = ardl<double>(data, order.orders, iid{}, {.deterministics = e.deterministics});
  CHECK(e.short_run.name == "log(price)");
  CHECK_CLOSE_REL(e.short_run.estimate, coefficient(fit, "log(price)"), 1e-12);
  CHECK_CLOSE_REL(e.long_run.estimate, coefficient(long_run(fit), "log(price)"), 1e-12);
  CHECK(e.long_run_supported == relation_in_levels(fit).related);
}

TEST_CASE("dynamic elasticity: a case and orders that are given are kept, and questioned") {
  const auto fixed = elasticity(dynamics(0), iid{},
                                {.measure = trade_measure::volume,
                                 .deterministics = deterministic_case::restricted_trend,
                                 .orders = ardl_orders{2, {1}}});
  CHECK_FALSE(fixed.trend);  // it has a trend: nothing to test
  CHECK(fixed.model == "ARDL(2,1), case IV");
  CHECK(fixed.of == "volume on price");
  CHECK_FALSE(noted(fixed, "models on one common sample"));
  const auto flat = elasticity(
      dynamics(0.3), iid{},
      {.deterministics = deterministic_case::unrestricted_constant, .orders = ardl_orders{2, {1}}});
  CHECK(flat.deterministics == deterministic_case::unrestricted_constant);
  CHECK(flat.model == "ARDL(2,1), case III");
  REQUIRE(flat.trend);
  CHECK(has_trend(flat.trend->chosen));
  CHECK(noted(flat, "consider case IV instead of case III"));
  const auto chosen = elasticity(dynamics(0.3), iid{}, {.orders = ardl_orders{2, {1}}});
  CHECK(has_trend(chosen.deterministics));
  CHECK_FALSE(noted(chosen, "consider case IV"));
  ardl_data<double> none = dynamics(0);
  none.regressors.clear();
  CHECK_REFUSES(argument_error, "no price among the regressors", elasticity(none));
  CHECK_REFUSES(argument_error, "max_lag is 0", elasticity(dynamics(0), iid{}, {.max_lag = 0}));
}

TEST_CASE("an elasticity of std::vectors is that of Eigen vectors") {
  const bilateral_test::wave_data d;
  const Eigen::VectorXd price = d.x1.array().exp();
  const Eigen::VectorXd trade = (1 - 0.4 * d.x1.array() + 0.1 * d.e.array()).exp();
  const std::vector<double> p(price.begin(), price.end()), t(trade.begin(), trade.end()),
      x2(d.x2.begin(), d.x2.end());
  const auto want = log_log_elasticity(trade, price, {{"x2", d.x2}}, heteroskedastic{});
  CHECK(log_log_elasticity(t, p, {{"x2", x2}}, heteroskedastic{}).fit.covariance ==
        want.fit.covariance);
  CHECK(log_log_elasticity(t, price).fit.coefficients ==
        log_log_elasticity(trade, price).fit.coefficients);
}
