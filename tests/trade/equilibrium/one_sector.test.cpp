// One-sector gravity: laws over random worlds, an independent solution, 50 digits, limits.
#include <bilateral/trade/equilibrium/one_sector.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "support/close.hpp"
#include "support/data.hpp"
#include "support/economies.hpp"

using namespace bilateral;
using bilateral_test::random_ease;
using bilateral_test::random_economy;

namespace {

using model = gravity_model<double>;
using result = one_sector_result<double>;

const std::vector<model> models{
    {5.03, 0.0, equilibrium_closure::endowment, deficit_rule::keep},
    {5.03, 1.24, equilibrium_closure::endowment, deficit_rule::keep},
    {0.7, 0.0, equilibrium_closure::endowment, deficit_rule::multiplicative},
    {8.22, 2.5, equilibrium_closure::endowment, deficit_rule::multiplicative},
    {4.0, 0.3, equilibrium_closure::endowment, deficit_rule::zero},
    {6.0, 0.0, equilibrium_closure::conditional, deficit_rule::keep}};

double worst(const dense_vector<double>& a, const dense_vector<double>& b) {
  return (a.cwiseQuotient(b).array() - 1).abs().maxCoeff();
}

}  // namespace

TEST_CASE("No change gives the data back") {
  for (const auto& m : models) {
    const auto e = random_economy(12, 11);
    const auto r =
        one_sector_equilibrium(e, dense_matrix<double>(dense_matrix<double>::Ones(12, 12)), m);
    CHECK(worst(r.output_price, dense_vector<double>::Ones(12)) < 1e-12);  // the solver's tolerance
    CHECK(worst(r.real_income, dense_vector<double>::Ones(12)) < 2e-12);
    CHECK((r.flows - r.before.flows).cwiseAbs().maxCoeff() < 1e-11 * e.flows.maxCoeff());
    if (m.deficits != deficit_rule::zero) CHECK(r.before.flows == e.flows);
  }
}

TEST_CASE("Markets clear, budgets hold, shares add up, welfare is the home-share formula") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const Eigen::Index n = 3 + static_cast<Eigen::Index>(5 * seed);
    const auto e = random_economy(n, seed);
    const auto ease = random_ease(n, seed, 2.0);
    for (const auto& m : models) {
      const auto r = one_sector_equilibrium(e, ease, m);
      CHECK(r.certificate.largest_excess_demand < 1e-12);
      CHECK(r.certificate.price_residual < 1e-14);
      // Walras: what is sold is what is bought, the world's output is its spending
      const dense_vector<double> sold = r.flows.rowwise().sum(),
                                 bought = r.flows.colwise().sum().transpose();
      CHECK(worst(sold, r.output.cwiseProduct(r.before.output)) < 1e-12);
      CHECK(worst(bought, r.spending.cwiseProduct(r.before.spending)) < 1e-13);
      CHECK_CLOSE_REL(sold.sum(), r.before.output.sum(), 1e-12);
      if (m.adjusts == equilibrium_closure::conditional) continue;
      // real output per unit of the supply bundle: (p/P) = lambda^(-1/theta), times (p/P)^psi of
      // supply
      const dense_vector<double> formula = r.home_share.array().pow(-(1 + m.psi) / m.theta);
      CHECK(worst(r.real_output, formula) < 1e-12);
      if (m.deficits == deficit_rule::zero) CHECK(worst(r.real_income, formula) < 1e-9);
      if (m.deficits == deficit_rule::multiplicative) {
        CHECK(worst(r.real_income, formula * r.spending_factor) < 1e-12);
      }
      if (m.deficits == deficit_rule::keep) {
        const dense_vector<double> gap = bought - sold - e.deficits();
        CHECK(gap.cwiseAbs().maxCoeff() < 1e-11 * sold.maxCoeff());
      }
    }
  }
}

TEST_CASE("Naming a reference changes no ratio of values, no share and no real income") {
  const auto e = random_economy(9, 4);
  const auto ease = random_ease(9, 4);
  for (const auto& m : models) {
    const auto a = one_sector_equilibrium(e, ease, m);
    const auto b = one_sector_equilibrium(e, ease, m, {.reference = Eigen::Index{3}});
    CHECK_CLOSE_ABS(b.price_index[3], 1, 1e-15);
    const double unit = b.price_index[0] / a.price_index[0];
    CHECK(worst(b.price_index, unit * a.price_index) < 1e-13);
    CHECK(worst(a.home_share, b.home_share) < 1e-13);
    if (m.adjusts == equilibrium_closure::conditional) {
      CHECK(worst(a.flows.reshaped(), b.flows.reshaped()) < 1e-13);
      CHECK(worst(b.outward, a.outward / unit) < 1e-13);  // (Pi, P) up to k, 1/k
      continue;
    }
    CHECK(worst(b.flows.reshaped(), unit * a.flows.reshaped()) < 1e-13);
    CHECK(worst(a.real_income, b.real_income) < 1e-13);
  }
}

TEST_CASE("Resistances: X' = Y' E' (t / (Pi P))^-theta relative to the data") {
  const auto e = random_economy(7, 9);
  const auto ease = random_ease(7, 9);
  for (const auto& m : models) {
    const auto r = one_sector_equilibrium(e, ease, m);
    for (Eigen::Index j = 0; j < 7; ++j) {
      for (Eigen::Index i = 0; i < 7; ++i) {
        const double change = r.output[i] * r.spending[j] * ease(i, j) *
                              std::pow(r.outward[i] * r.price_index[j], m.theta);
        CHECK_CLOSE_REL(r.flows(i, j) / r.before.flows(i, j), change, 1e-12);
      }
    }
  }
}

TEST_CASE("Relabelling moves the answer along; scaling the flows changes nothing") {
  const Eigen::Index n = 8;
  const auto e = random_economy(n, 21);
  const auto ease = random_ease(n, 21);
  Eigen::PermutationMatrix<Eigen::Dynamic> swap(n);
  for (int i = 0; i < n; ++i) swap.indices()[i] = (3 * i + 2) % 8;
  std::vector<std::string> names(8);
  for (int i = 0; i < n; ++i)
    names[static_cast<std::size_t>(swap.indices()[i])] = e.countries[static_cast<std::size_t>(i)];
  const auto moved = economy_of<double>(swap * e.flows * swap.transpose(), names);
  const auto scaled = economy_of<double>(1e-7 * e.flows, e.countries);
  for (const auto& m : models) {
    const auto a = one_sector_equilibrium(e, ease, m);
    const auto b =
        one_sector_equilibrium(moved, dense_matrix<double>(swap * ease * swap.transpose()), m);
    const auto c = one_sector_equilibrium(scaled, ease, m);
    CHECK(worst(swap * a.real_income, b.real_income) < 1e-12);
    CHECK(worst(swap * a.price_index, b.price_index) < 1e-12);
    CHECK(worst(a.real_income, c.real_income) < 1e-12);
  }
}

TEST_CASE("Symmetric countries stay symmetric") {
  dense_matrix<double> flows = dense_matrix<double>::Constant(5, 5, 1.0);
  flows.diagonal().setConstant(9);
  dense_matrix<double> ease = dense_matrix<double>::Constant(5, 5, 2.0);
  ease.diagonal().setOnes();
  const auto r = one_sector_equilibrium(economy_of<double>(flows, {"a", "b", "c", "d", "e"}), ease,
                                        model{4.0});
  for (Eigen::Index i = 0; i < 5; ++i) {
    CHECK_CLOSE_ABS(r.output_price[i], 1, 1e-13);
    // pi_ii: 9/13 -> 9/17, so that real income rises by (17/13)^(1/4)
    CHECK_CLOSE_REL(r.real_income[i], std::pow(17.0 / 13, 0.25), 1e-13);
    CHECK_CLOSE_REL(*r.exports[static_cast<std::size_t>(i)], 2 * 13.0 / 17, 1e-13);
  }
}

TEST_CASE("Two changes in sequence are their product") {
  const Eigen::Index n = 10;
  const auto e = random_economy(n, 33);
  const auto first = random_ease(n, 33), second = random_ease(n, 34);
  for (const auto& m : models) {
    const auto a = one_sector_equilibrium(e, first, m);
    const auto b = one_sector_equilibrium(economy_of<double>(a.flows, e.countries), second, m);
    const auto c = one_sector_equilibrium(e, dense_matrix<double>(first.cwiseProduct(second)), m);
    CHECK(worst(a.price_index.cwiseProduct(b.price_index), c.price_index) < 1e-11);
    CHECK(worst(a.real_output.cwiseProduct(b.real_output), c.real_output) < 1e-11);
    CHECK(worst(a.home_share.cwiseProduct(b.home_share), c.home_share) < 1e-11);
  }
}

TEST_CASE("psi = 0 of universal gravity is the endowment model; psi to zero approaches it") {
  const auto e = random_economy(6, 2);
  const auto ease = random_ease(6, 2);
  const auto a = one_sector_equilibrium(e, ease, model{5.03, 0.0});
  const auto b = one_sector_equilibrium(e, ease, model{5.03, 1e-9});
  CHECK(worst(a.real_income, b.real_income) < 1e-9);
  CHECK(worst(a.real_income, b.real_income) > 1e-13);
}

TEST_CASE("Canada and Japan agree: the figures of an independent fixed-point solution") {
  if (!bilateral_test::data_available("gegravity_sample_2006.csv")) return;
  // tests/reference/equilibrium.py: universal gravity by plain iteration in numpy on the sample of
  // 30 countries
  const auto cells =
      bilateral_test::read_cells(bilateral_test::data_folder() / "gegravity_sample_2006.csv");
  const auto expected = bilateral_test::read_cells(bilateral_test::reference("equilibrium.csv"));
  const auto trade = cells.numbers("trade");
  const std::vector<std::string> names = [&] {
    std::vector<std::string> out;
    for (std::size_t r = 0; r < 30; ++r) out.push_back(expected.rows[r][expected.at("country")]);
    return out;
  }();
  dense_matrix<double> flows = dense_matrix<double>::Zero(30, 30);
  const auto at = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  for (std::size_t r = 0; r < cells.rows.size(); ++r) {
    flows(at(cells.rows[r][cells.at("exporter")]), at(cells.rows[r][cells.at("importer")])) =
        trade[r];
  }
  const auto e = economy_of<double>(flows, names);
  dense_matrix<double> ease = dense_matrix<double>::Ones(30, 30);
  ease(at("CAN"), at("JPN")) = ease(at("JPN"), at("CAN")) = std::exp(0.5);
  const auto cases = expected.texts("case");
  const auto income = expected.numbers("real_income"), price = expected.numbers("output_price"),
             index = expected.numbers("price_index");
  for (std::size_t r = 0; r < cases.size(); ++r) {
    static std::string last;
    static result solved;
    if (cases[r] != last) {
      last = cases[r];
      model m{5.03, 0.0};
      if (last == "universal") m.psi = 1.24;
      if (last == "multiplicative") m.deficits = deficit_rule::multiplicative;
      solved = one_sector_equilibrium(e, ease, m);
    }
    const auto i = static_cast<Eigen::Index>(r % 30);
    CHECK_CLOSE_REL(solved.real_income[i], income[r], 1e-12);  // both solved to 1e-13 or so
    CHECK_CLOSE_REL(solved.output_price[i], price[r], 1e-12);
    CHECK_CLOSE_REL(solved.price_index[i], index[r], 1e-12);
  }
}

TEST_CASE("A country without exports has no change of exports") {
  dense_matrix<double> flows(3, 3);
  flows << 10, 0, 0, 2, 20, 4, 1, 6, 30;
  const auto r =
      one_sector_equilibrium(economy_of<double>(flows, {"A", "B", "C"}),
                             dense_matrix<double>(dense_matrix<double>::Ones(3, 3)), model{4.0});
  CHECK_FALSE(r.exports[0].has_value());
  CHECK(r.imports[0].has_value());
  CHECK(r.trade[0].has_value());
}

TEST_CASE("Large changes: a hundredfold ease, and nearly autarky") {
  // balanced: a country with a deficit cannot stop trading
  const auto e = random_economy(20, 8, true);
  for (const double log_ease : {4.6, -25.0}) {
    dense_matrix<double> ease = dense_matrix<double>::Constant(20, 20, std::exp(log_ease));
    ease.diagonal().setOnes();
    const auto r = one_sector_equilibrium(
        e, ease, model{5.0, 0.5, equilibrium_closure::endowment, deficit_rule::multiplicative});
    CHECK(r.certificate.largest_excess_demand < 1e-12);
    if (log_ease > 0) continue;
    for (Eigen::Index i = 0; i < 20; ++i) {  // the home share goes to one
      CHECK_CLOSE_REL(r.home_share[i] * e.shares(i, i), 1, 1e-8);
    }
  }
}

TEST_CASE("What theory says is in the certificate") {
  const auto ease = random_ease(5, 3);
  const auto kept = one_sector_equilibrium(random_economy(5, 3), ease, model{4.0}, {.starts = 3});
  CHECK(kept.certificate.starts == 3);
  CHECK(bilateral_test::holds(kept.certificate.uniqueness, "does not rule out"));
  CHECK(bilateral_test::holds(kept.certificate.uniqueness, "2 other random starts 2 reached"));
  CHECK(kept.certificate.start_distance < 1e-10);
  const auto balanced =
      one_sector_equilibrium(random_economy(5, 3, true), ease, model{4.0}, {.starts = 3});
  CHECK(bilateral_test::holds(balanced.certificate.uniqueness, "exists and is unique"));
  CHECK(balanced.certificate.starts == 1);
}

TEST_CASE("Sentences for elasticities and costs out of their domain") {
  const auto e = random_economy(3, 1);
  const dense_matrix<double> ones = dense_matrix<double>::Ones(3, 3);
  CHECK_REFUSES(argument_error, "theta is 0; the trade elasticity must be above 0",
                one_sector_equilibrium(e, ones, model{0.0}));
  CHECK_REFUSES(argument_error, "theta is nan",
                one_sector_equilibrium(e, ones, model{std::nan("")}));
  CHECK_REFUSES(argument_error, "psi is -1", one_sector_equilibrium(e, ones, model{4.0, -1.0}));
  CHECK_REFUSES(argument_error, "2 x 2 but there are 3",
                one_sector_equilibrium(e, dense_matrix<double>(dense_matrix<double>::Ones(2, 2)),
                                       model{4.0}));
  dense_matrix<double> none = ones;
  none(0, 1) = 0;
  CHECK_REFUSES(argument_error, "from c1 to c2 changes by the factor 0",
                one_sector_equilibrium(e, none, model{4.0}));
  CHECK_REFUSES(argument_error, "reference",
                one_sector_equilibrium(e, ones, model{4.0}, {.reference = Eigen::Index{3}}));
  CHECK_REFUSES(argument_error, "reference",
                one_sector_equilibrium(e, ones, model{4.0}, {.reference = Eigen::Index{-1}}));
  CHECK_REFUSES(argument_error, "theta is 0", without_deficits(e, model{0.0}, {}));
}

TEST_CASE("A deficit that nothing pays for is said, not solved") {
  // A lives on its deficit; when it can sell less, additive deficits leave B with less than nothing
  dense_matrix<double> flows(2, 2);
  flows << 1, 0.01, 100, 1;
  dense_matrix<double> ease = dense_matrix<double>::Ones(2, 2);
  ease(1, 0) = 1e-9;
  CHECK_REFUSES(convergence_error, "the markets do not clear",
                one_sector_equilibrium(economy_of<double>(flows, {"A", "B"}), ease, model{5.0}));
}

TEST_CASE(
    "a start outside the model is no equilibrium, and a world without a way to pay has none") {
  // deficits so large that a random start leaves nothing to spend: counted as not reached
  dense_matrix<double> flows(3, 3);
  flows << 10, 1, 1, 30, 40, 2, 20, 3, 50;
  const auto economy = economy_of<double>(flows, {"A", "B", "C"});
  gravity_model<double> model;
  model.theta = 4;
  const dense_matrix<double> ease = dense_matrix<double>::Ones(3, 3);
  detail::one_sector_system<double> system(economy, model, ease);
  dense_vector<double> outside = dense_vector<double>::Zero(3);
  outside[1] = -2;  // B sells 72 e^-2 and lends 28: nothing is left to spend
  REQUIRE_FALSE(system.evaluate(outside));
  dense_vector<double> z = outside;
  const auto report = detail::newton_krylov<double>(system, z, 1e-10, 50, 2.0);
  CHECK_FALSE(report.converged);
  CHECK(report.residual == std::numeric_limits<double>::infinity());
  equilibrium_certificate certificate;
  CHECK_REFUSES(convergence_error, "not defined at the start",
                detail::clear_markets<double>(system, ease, outside, {}, certificate));

  // one-way trade without deficits: nothing pays for it
  dense_matrix<double> one_way(2, 2);
  one_way << 10, 5, 0, 20;
  model.deficits = deficit_rule::zero;
  for (const double theta : {0.7, 4.0}) {
    model.theta = theta;
    CHECK_REFUSES(argument_error, "B buys from A, directly or through others",
                  one_sector_equilibrium<double>(economy_of<double>(one_way, {"A", "B"}),
                                                 dense_matrix<double>::Ones(2, 2), model));
  }
}
