#include <bilateral/trade/elasticity.hpp>

#include "support/close.hpp"
#include "support/wave_data.hpp"

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
  const Eigen::VectorXd translog = (1 + 0.5 * lp.array() - 0.2 * lp.array().square() + 1e-3 * d.e.array()).exp();
  const auto t = translog_elasticity(translog, price, {}, iid{},
                                     {.measure = trade_measure::volume}, std::exp(2.0));
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
  const auto r = elasticity_by_regime(broken, price,
                                      make_factor("fta", std::span<const std::string>(half)));
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
