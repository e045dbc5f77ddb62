// Caliendo and Parro: laws over random worlds, one sector, first-order welfare, refusals. Their
// published figures are reproduced from their files in tests/examples/counterfactual_rows.cpp.
#include <bilateral/trade/equilibrium/multi_sector.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>

#include <Eigen/LU>

#include <cmath>

#include "support/close.hpp"
#include "support/data.hpp"
#include "support/economies.hpp"
#include "support/sector_worlds.hpp"

using namespace bilateral;
using bilateral_test::other_tariffs;
using bilateral_test::random_sectors;

namespace {

using vector = dense_vector<double>;
using matrix = dense_matrix<double>;

double off_one(const vector& v) { return (v.array() - 1).abs().maxCoeff(); }

}  // namespace

TEST_CASE("No change gives the data back; the data are an equilibrium") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const auto e = sector_economy_of(random_sectors(5, 4, seed));
    REQUIRE(e.negative_final.empty());
    const auto r = multi_sector_equilibrium(e, {});
    CHECK(off_one(r.wage) < 1e-12);
    CHECK(off_one(r.real_income) < 1e-12);
    CHECK(r.welfare().cwiseAbs().maxCoeff() < 1e-12);
    for (std::size_t j = 0; j < 4; ++j) {
      CHECK((r.after.data.flows[j] - e.data.flows[j]).cwiseAbs().maxCoeff() < 1e-10);
    }
  }
}

TEST_CASE("Budgets, Walras and labour after a change of tariffs") {
  const auto e = sector_economy_of(random_sectors(6, 5, 12));
  const auto r = multi_sector_equilibrium(e, {other_tariffs(e.data, 3, 0.3), {}});
  CHECK(r.certificate.largest_excess_demand < 1e-12);
  CHECK(r.certificate.price_residual < 1e-12);
  // imports less exports are the deficit that was kept; value added pays the wages; the world's is
  // the unit
  CHECK((r.after.deficit - e.deficit).cwiseAbs().maxCoeff() < 1e-9);
  CHECK(off_one(r.after.value_added.cwiseQuotient(r.wage.cwiseProduct(e.value_added))) < 1e-11);
  CHECK_CLOSE_REL(r.after.value_added.sum(), e.value_added.sum(), 1e-12);
  CHECK(off_one(r.after.income().cwiseQuotient(r.income.cwiseProduct(e.income()))) < 1e-11);
  // final demand derived from the new flows has the old shares
  auto again = sector_economy_of(r.after.data);
  CHECK((again.final_share - e.final_share).cwiseAbs().maxCoeff() < 1e-10);
}

TEST_CASE("The certificate's price residual is that between prices and the prices behind costs") {
  const auto e = sector_economy_of(random_sectors(5, 3, 4, 0.0));
  sector_policy<double> policy{{}, {}};
  for (std::uint64_t j = 0; j < 3; ++j) {
    policy.ease.push_back(bilateral_test::random_ease(5, 10 + j));
  }
  const auto r = multi_sector_equilibrium(e, policy, deficit_rule::keep, {.tolerance = 0.05});
  double gap = 0;
  for (Eigen::Index n = 0; n < 5; ++n) {
    // log c = g log w + (1 - g) G' log p, solved for the prices of inputs
    vector of_inputs(3);
    for (Eigen::Index j = 0; j < 3; ++j) {
      const double g = e.data.value_added(n, j);
      of_inputs[j] = (std::log(r.cost(n, j)) - g * std::log(r.wage[n])) / (1 - g);
    }
    const vector behind = e.data.inputs[std::size_t(n)].transpose().partialPivLu().solve(of_inputs);
    for (Eigen::Index j = 0; j < 3; ++j) {
      gap = (std::max)(gap, std::abs(std::log(r.price(n, j)) - behind[j]));
    }
  }
  CHECK(gap > 1e-6);  // far from solved, or this shows nothing
  CHECK_CLOSE_REL(r.certificate.price_residual, gap, 1e-9);
  CHECK(r.certificate.largest_excess_demand <= 0.05);
}

TEST_CASE("One sector without inputs and duties is the one-sector model") {
  const auto one = bilateral_test::random_economy(8, 3);
  const auto ease = bilateral_test::random_ease(8, 3);
  auto d = bilateral_test::one_of_many(one, 4.5);
  const auto e = sector_economy_of(d);
  for (const deficit_rule rule : {deficit_rule::keep, deficit_rule::zero}) {
    const auto a =
        one_sector_equilibrium(one, ease, {4.5, 0.0, equilibrium_closure::endowment, rule});
    const auto b = multi_sector_equilibrium(e, {{}, {ease}}, rule);
    CHECK(off_one(b.wage.cwiseQuotient(a.output_price)) < 1e-11);
    CHECK(off_one(b.price_index.cwiseQuotient(a.price_index)) < 1e-11);
    CHECK(off_one(b.real_income.cwiseQuotient(a.real_income)) < 1e-11);
  }
}

TEST_CASE("A sector split into two equal halves changes nothing") {
  const auto d = random_sectors(4, 3, 5);
  auto split = d;
  split.sectors.push_back("half");
  split.flows[0] /= 2;
  split.flows.push_back(split.flows[0]);
  split.tariffs.push_back(d.tariffs[0]);
  split.theta.conservativeResize(4);
  split.theta[3] = d.theta[0];
  split.value_added.conservativeResize(4, 4);
  split.value_added.col(3) = d.value_added.col(0);
  for (auto& table : split.inputs) {
    matrix wide(4, 4);
    wide.topLeftCorner(3, 3) = table;
    wide.row(0).head(3) /= 2;
    wide.row(3).head(3) = wide.row(0).head(3);
    wide.col(3) = wide.col(0);
    table = wide;
  }
  auto next = other_tariffs(d, 6, 0.4);
  const auto a = multi_sector_equilibrium(sector_economy_of(d), {next, {}});
  next.push_back(next[0]);
  const auto b = multi_sector_equilibrium(sector_economy_of(split), {next, {}});
  CHECK(off_one(a.wage.cwiseQuotient(b.wage)) < 1e-11);
  CHECK(off_one(a.real_income.cwiseQuotient(b.real_income)) < 1e-11);
  CHECK((a.terms_of_trade - b.terms_of_trade).cwiseAbs().maxCoeff() < 1e-11);
  CHECK((a.volume - b.volume).cwiseAbs().maxCoeff() < 1e-11);
}

TEST_CASE("Two changes in sequence are their product") {
  const auto e = sector_economy_of(random_sectors(5, 3, 9));
  const auto middle = other_tariffs(e.data, 1, 0.2), last = other_tariffs(e.data, 2, 0.2);
  const auto a = multi_sector_equilibrium(e, {middle, {}});
  const auto b = multi_sector_equilibrium(a.after, {last, {}});
  const auto c = multi_sector_equilibrium(e, {last, {}});
  CHECK(off_one(a.wage.cwiseProduct(b.wage).cwiseQuotient(c.wage)) < 1e-10);
  CHECK(off_one(a.real_income.cwiseProduct(b.real_income).cwiseQuotient(c.real_income)) < 1e-10);
}

TEST_CASE("Terms plus volume of trade is the exact change of real income to first order") {
  auto closed = sector_economy_of(random_sectors(5, 4, 31));
  closed = with_deficits(closed, vector(vector::Zero(5)), {.tolerance = 1e-14});
  CHECK(closed.deficit.cwiseAbs().maxCoeff() < 1e-10);
  double before = 0;
  for (const double step : {1e-3, 1e-4}) {
    const auto r = multi_sector_equilibrium(closed, {other_tariffs(closed.data, 8, step), {}},
                                            deficit_rule::keep, {.tolerance = 1e-14});
    const double gap = (r.welfare().array() - r.real_income.array().log()).abs().maxCoeff();
    CHECK(gap < 2 * step * step);
    if (before > 0) CHECK(before / gap > 80);  // the gap falls with the square
    before = gap;
  }
}

TEST_CASE(
    "Negative final demand is named and set to zero; closing deficits then gives a consistent "
    "world") {
  auto d = random_sectors(3, 2, 4);
  for (auto& table : d.inputs) table << 0.05, 0.05, 0.95, 0.95;
  d.value_added.setConstant(0.2);
  d.flows[1] /= 4;  // far less of it than the inputs take
  const auto e = sector_economy_of(d);
  REQUIRE_FALSE(e.negative_final.empty());
  CHECK(bilateral_test::holds(e.negative_final.front(), "s2"));
  CHECK(e.final_share.minCoeff() == 0);
  const auto r = multi_sector_equilibrium(e, {}, deficit_rule::zero);
  CHECK(r.before.deficit.cwiseAbs().maxCoeff() < 1e-10);
  CHECK(off_one(r.real_income) < 1e-11);
}

TEST_CASE("A plain fixed point in levels: revenue rebated or kept, labour that answers wages") {
  const auto cells =
      bilateral_test::read_cells(bilateral_test::reference("sector_equilibrium.csv"));
  const auto rebated = cells.numbers("rebated"), eta = cells.numbers("eta"),
             country = cells.numbers("country"), wage = cells.numbers("wage"),
             index = cells.numbers("price_index"), income = cells.numbers("real_income"),
             labour = cells.numbers("labour");
  REQUIRE(cells.rows.size() == 24);
  auto [data, policy] = bilateral_test::formula_sectors();
  for (std::size_t row = 0; row < cells.rows.size(); ++row) {
    data.revenue = rebated[row] == 1 ? tariff_revenue::rebated : tariff_revenue::kept_by_state;
    data.labour_supply = eta[row];
    const auto e = sector_economy_of(data);
    REQUIRE(e.negative_final.empty());
    const auto r = multi_sector_equilibrium(e, policy);
    const auto c = static_cast<Eigen::Index>(country[row]);
    CHECK_CLOSE_REL(r.wage[c], wage[row], 1e-11);
    CHECK_CLOSE_REL(r.price_index[c], index[row], 1e-11);
    CHECK_CLOSE_REL(r.real_income[c], income[row], 1e-11);
    CHECK_CLOSE_REL(r.labour[c], labour[row], 1e-11);
  }
}

TEST_CASE("Revenue that consumers do not get: prices are the rebate's, the state spends the rest") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    auto data = random_sectors(4, 3, seed);
    const sector_policy<double> policy{other_tariffs(data, seed, 0.3), {}};
    const auto rebated = multi_sector_equilibrium(sector_economy_of(data), policy);
    data.revenue = tariff_revenue::kept_by_state;
    const auto e = sector_economy_of(data);
    const auto kept = multi_sector_equilibrium(e, policy);
    CHECK((kept.wage - rebated.wage).cwiseAbs().maxCoeff() < 1e-11);
    CHECK((kept.price_index - rebated.price_index).cwiseAbs().maxCoeff() < 1e-11);
    CHECK(kept.terms_of_trade.size() == 0);
    for (Eigen::Index c = 0; c < 4; ++c) {
      // what consumers and the state buy is what inputs leave
      double inputs = 0;
      for (Eigen::Index j = 0; j < 3; ++j)
        inputs += (1 - data.value_added(c, j)) * kept.after.output(c, j);
      CHECK_CLOSE_REL(kept.after.spending.row(c).sum() - inputs,
                      kept.after.income()[c] + kept.after.revenue[c], 1e-11);
      CHECK_CLOSE_REL(kept.after.income()[c], kept.income[c] * e.income()[c], 1e-11);
    }
    CHECK((kept.after.deficit - e.deficit).cwiseAbs().maxCoeff() < 1e-9);
  }
}

TEST_CASE("Revenue: none, and both agree; from free trade its loss is a loss; prohibitive") {
  auto free = random_sectors(4, 3, 6, 0.0);
  const sector_policy<double> easier{{}, {3, bilateral_test::random_ease(4, 6)}};
  const sector_policy<double> duties{other_tariffs(free, 6, 0.3), {}};
  const auto rebated = sector_economy_of(free);
  free.revenue = tariff_revenue::kept_by_state;
  const auto kept = sector_economy_of(free);
  const auto a = multi_sector_equilibrium(rebated, easier),
             b = multi_sector_equilibrium(kept, easier);
  CHECK((a.real_income - b.real_income).cwiseAbs().maxCoeff() < 1e-13);
  const auto c = multi_sector_equilibrium(rebated, duties),
             d = multi_sector_equilibrium(kept, duties);
  CHECK((d.real_income.array() < c.real_income.array() - 1e-4).all());
  // balanced trade: what is left is the real wage
  const auto closed = with_deficits(kept, vector(vector::Zero(4)));
  const auto w = multi_sector_equilibrium(closed, duties);
  CHECK((w.real_income - w.real_wage).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("Labour supply: none is the model without, to the last digits; one sector is psi") {
  const auto one = bilateral_test::random_economy(7, 3);
  const auto ease = bilateral_test::random_ease(7, 3);
  auto d = bilateral_test::one_of_many(one, 5.0);
  for (const double eta : {0.0, 0.4, 1.24, 3.0}) {
    d.labour_supply = eta;
    const auto r = multi_sector_equilibrium(sector_economy_of(d), {{}, {ease}});
    const auto u = one_sector_equilibrium(one, ease, {5.0, eta});
    CHECK((r.real_income - u.real_income).cwiseAbs().maxCoeff() < 1e-11);
    CHECK((r.wage - u.output_price).cwiseAbs().maxCoeff() < 1e-11);
    CHECK((r.price_index - u.price_index).cwiseAbs().maxCoeff() < 1e-11);
  }
  auto many = random_sectors(5, 4, 9);
  const sector_policy<double> policy{other_tariffs(many, 9, 0.3), {}};
  const auto without = multi_sector_equilibrium(sector_economy_of(many), policy);
  many.labour_supply = 1e-14;  // through the branch that computes it
  const auto with = multi_sector_equilibrium(sector_economy_of(many), policy);
  CHECK((without.real_income - with.real_income).cwiseAbs().maxCoeff() < 1e-12);
  CHECK(off_one(without.labour) == 0);
  many.labour_supply = 0.7;
  const auto e = sector_economy_of(many);
  const auto still = multi_sector_equilibrium(e, {});
  CHECK(off_one(still.labour) < 1e-12);
  const auto r = multi_sector_equilibrium(e, policy);
  for (Eigen::Index c = 0; c < 5; ++c) {
    CHECK_CLOSE_REL(r.labour[c], std::pow(r.real_wage[c], 0.7), 1e-13);
    CHECK_CLOSE_REL(r.after.value_added[c], r.wage[c] * r.labour[c] * e.value_added[c], 1e-11);
  }
  CHECK((r.after.deficit - e.deficit).cwiseAbs().maxCoeff() < 1e-9);
}

TEST_CASE("Sentences of revenue and labour supply") {
  auto d = random_sectors(3, 2, 2);
  d.labour_supply = -0.5;
  CHECK_REFUSES(argument_error, "the elasticity of labour supply is -0.5", sector_economy_of(d));
  d.labour_supply = std::nan("");
  CHECK_REFUSES(argument_error, "the elasticity of labour supply is nan", sector_economy_of(d));
  d.labour_supply = 0;
  d.revenue = tariff_revenue::kept_by_state;
  d.tariffs[0] *= -1;
  CHECK_REFUSES(argument_error, "consumers must pay for subsidies", sector_economy_of(d));
  d.tariffs.clear();
  d.flows[0].col(1) *= 1e-3;
  d.flows[0](1, 0) = 200;
  d.value_added.row(1).setConstant(0.05);
  CHECK_REFUSES(argument_error, "have nothing to spend", sector_economy_of(d));
}

TEST_CASE("Sentences of policies and deficits") {
  const auto good = random_sectors(3, 2, 2);
  const auto e = sector_economy_of(good);
  auto t = good.tariffs;
  t[0](1, 0) = -2;
  CHECK_REFUSES(argument_error, "a new tariff is -200 percent",
                multi_sector_equilibrium(e, {t, {}}));
  CHECK_REFUSES(argument_error, "deficits are kept or set to zero",
                multi_sector_equilibrium(e, {}, deficit_rule::multiplicative));
  CHECK_REFUSES(argument_error, "new tariffs of 1 sectors",
                multi_sector_equilibrium(e, {{t[0]}, {}}));
  CHECK_REFUSES(argument_error, "2 deficits for 3", with_deficits(e, vector(vector::Zero(2))));
}
