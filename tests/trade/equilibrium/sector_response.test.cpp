// Derivatives of the multi-sector equilibrium: each direction against central differences of full
// solutions, and duties without revenue.
#include <bilateral/trade/equilibrium/sector_response.hpp>

#include <cmath>

#include "support/close.hpp"
#include "support/sector_worlds.hpp"

using namespace bilateral;
using bilateral_test::other_tariffs;
using bilateral_test::random_sectors;

namespace {

using vector = dense_vector<double>;
using matrix = dense_matrix<double>;
using matrices = std::vector<matrix>;

const equilibrium_options tight{.tolerance = 1e-14};

// the largest gap between the derivative along `direction` and (high - low) / (2 step)
double gap(const sector_derivative<double>& d, const sector_derivative<double>& high,
           const sector_derivative<double>& low, double step) {
  double most = 0;
  const auto compare = [&](const vector& a, const vector& up, const vector& down) {
    most = (std::max)(most, (a - (up - down) / (2 * step)).cwiseAbs().maxCoeff());
  };
  compare(d.wage, high.wage, low.wage);
  compare(d.price_index, high.price_index, low.price_index);
  compare(d.income, high.income, low.income);
  compare(d.real_income, high.real_income, low.real_income);
  compare(d.real_wage, high.real_wage, low.real_wage);
  return most;
}

matrices direction_of(const sector_data<double>& d, std::uint64_t seed) {
  philox random(seed, 5);
  matrices out;
  for (const auto& f : d.flows) {
    matrix m = matrix::Zero(f.rows(), f.cols());
    for (Eigen::Index j = 0; j < m.cols(); ++j) {
      for (Eigen::Index i = 0; i < m.rows(); ++i) m(i, j) = i == j ? 0 : random.uniform() - 0.3;
    }
    out.push_back(m);
  }
  return out;
}

}  // namespace

TEST_CASE(
    "Derivatives with duties, ease of trade and elasticities equal central differences, whoever "
    "has the revenue and whatever labour does") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    auto data = random_sectors(4, 3, seed);
    if (seed > 1) data.revenue = tariff_revenue::kept_by_state;
    if (seed > 2) data.labour_supply = 0.8;
    const auto e = sector_economy_of(data);
    const auto base_tariffs = other_tariffs(e.data, seed + 9, 0.2);
    const auto z = direction_of(e.data, seed), h = direction_of(e.data, seed + 50);
    const double step = 1e-4;  // differences of order step^2 = 1e-8 and rounding / step = 1e-10
    const auto policy_at = [&](double a, double b) {
      sector_policy<double> p;
      for (std::size_t j = 0; j < 3; ++j) {
        p.ease.push_back(((0.2 + a) * z[j].array()).exp());
        p.tariffs.push_back((1 + base_tariffs[j].array()) * (b * h[j].array()).exp() - 1);
      }
      return p;
    };
    const sector_response<double> at(e, policy_at(0, 0), e.deficit, tight);
    const auto level = [&](const sector_economy<double>& world, const sector_policy<double>& p) {
      return sector_response<double>(world, p, world.deficit, tight).level();
    };
    CHECK(gap(at.along({z, {}, {}}), level(e, policy_at(step, 0)), level(e, policy_at(-step, 0)),
              step) < 2e-7);
    CHECK(gap(at.along({{}, h, {}}), level(e, policy_at(0, step)), level(e, policy_at(0, -step)),
              step) < 2e-7);
    vector some(3);
    some << 1.0, -0.5, 0.25;
    auto up = e, down = e;
    up.data.theta += step * some;
    down.data.theta -= step * some;
    CHECK(gap(at.along({{}, {}, some}), level(up, policy_at(0, 0)), level(down, policy_at(0, 0)),
              step) < 2e-7);
  }
}

TEST_CASE("Levels are those of the solution itself") {
  auto data = random_sectors(5, 3, 4);
  data.revenue = tariff_revenue::kept_by_state;
  data.labour_supply = 0.5;
  const auto e = sector_economy_of(data);
  const sector_policy<double> policy{other_tariffs(e.data, 2, 0.3), {}};
  const auto a = sector_response<double>(e, policy, e.deficit).level();
  const auto b = multi_sector_equilibrium(e, policy);
  CHECK((a.real_income.array().exp() - b.real_income.array()).abs().maxCoeff() < 1e-11);
  CHECK((a.real_wage.array().exp() - b.real_wage.array()).abs().maxCoeff() < 1e-11);
}

TEST_CASE("A duty without revenue is a cost: no revenue moves, and it hurts more than with it") {
  const auto d = random_sectors(4, 2, 6, 0.0);
  const auto e = sector_economy_of(d);
  matrices t = d.tariffs;
  for (auto& m : t) m.col(0).tail(3).setConstant(0.2);
  const auto wasted = multi_sector_equilibrium(e, as_trade_costs(e, t));
  const auto rebated = multi_sector_equilibrium(e, {t, {}});
  CHECK(wasted.after.revenue.cwiseAbs().maxCoeff() == 0);
  CHECK(rebated.after.revenue[0] > 0);
  CHECK(wasted.real_income[0] < rebated.real_income[0]);
  CHECK(wasted.real_income[0] < 1);
  // the same resistances as an ease of trade typed by hand
  CHECK_CLOSE_REL(as_trade_costs(e, t).ease[1](2, 0), std::pow(1.2, -d.theta[1]), 1e-14);
}

TEST_CASE("Sentences of duties as costs") {
  const auto e = sector_economy_of(random_sectors(3, 2, 2));
  CHECK_REFUSES(argument_error, "tariffs", as_trade_costs(e, matrices{}));
  matrices t = e.data.tariffs;
  t[1](0, 2) = -1;
  CHECK_REFUSES(argument_error, "a tariff of s2 is -100 percent", as_trade_costs(e, t));
  t[1] = matrix::Zero(2, 3);
  CHECK_REFUSES(argument_error, "the tariffs of s2 are 2 x 3 for 3 countries",
                as_trade_costs(e, t));
}
