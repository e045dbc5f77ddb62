// The guide's published tables are its loop stopped at 0.01; its conditional effects are exact.
#include <bilateral/trade/equilibrium/guide.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "support/close.hpp"
#include "support/data.hpp"
#include "support/economies.hpp"

using namespace bilateral;

namespace {

// PPML with exporter and importer effects by alternating: effects to the sums, then a Newton step
// of each slope
dense_matrix<double> fitted_flows(const dense_matrix<double>& flows,
                                  const std::vector<dense_matrix<double>>& z,
                                  std::vector<double>& slopes) {
  const auto n = flows.rows();
  dense_matrix<double> mu = dense_matrix<double>::Constant(n, n, flows.mean());
  const dense_vector<double> rows = flows.rowwise().sum(),
                             columns = flows.colwise().sum().transpose();
  slopes.assign(z.size(), 0);
  for (int round = 0; round < 20000; ++round) {
    const dense_matrix<double> before = mu;
    const dense_vector<double> a = rows.cwiseQuotient(mu.rowwise().sum());
    mu = a.asDiagonal() * mu;
    const dense_vector<double> b = columns.cwiseQuotient(mu.colwise().sum().transpose());
    mu = mu * b.asDiagonal();
    for (std::size_t k = 0; k < z.size(); ++k) {
      const double step =
          z[k].cwiseProduct(flows - mu).sum() / z[k].cwiseProduct(z[k]).cwiseProduct(mu).sum();
      slopes[k] += step;
      mu.array() *= (step * z[k].array()).exp();
    }
    if ((mu.array() / before.array() - 1).abs().maxCoeff() < 1e-13) break;
  }
  return mu;
}

}  // namespace

TEST_CASE("Trade without borders, 2006: the published tables of the guide") {
  if (!bilateral_test::data_available("agtpa_ge_no_border_2006.csv")) return;
  const auto folder = bilateral_test::data_folder();
  const auto cells = bilateral_test::read_cells(folder / "agtpa_ge_no_border_2006.csv");
  const auto expected = bilateral_test::read_cells(folder / "agtpa_ge_no_border_ref.csv");
  const auto trade = cells.numbers("trade"), distance = cells.numbers("DIST"),
             contiguity = cells.numbers("CNTG"), border = cells.numbers("INTL_BRDR");
  std::vector<std::string> names = expected.texts("country");
  std::map<std::string, Eigen::Index> at;
  for (const auto& name : names) at.emplace(name, static_cast<Eigen::Index>(at.size()));
  at["ZZZ"] = at.at("DEU");  // the guide's name for its reference
  const auto n = static_cast<Eigen::Index>(names.size());
  dense_matrix<double> flows(n, n);
  std::vector<dense_matrix<double>> z(3, dense_matrix<double>::Zero(n, n));
  for (std::size_t r = 0; r < cells.rows.size(); ++r) {
    const auto i = at.at(cells.rows[r][cells.at("exporter")]),
               j = at.at(cells.rows[r][cells.at("importer")]);
    flows(i, j) = trade[r];
    z[0](i, j) = std::log(distance[r]) - 8;  // centred: the effects take the rest
    z[1](i, j) = contiguity[r];
    z[2](i, j) = border[r];
  }
  std::vector<double> slopes;
  const dense_matrix<double> fitted = fitted_flows(flows, z, slopes);
  CHECK_CLOSE_ABS(slopes[0], -0.7912879, 6e-8);  // the printed digits
  CHECK_CLOSE_ABS(slopes[1], 0.6736456, 6e-8);
  CHECK_CLOSE_ABS(slopes[2], -2.47445, 6e-6);
  const auto economy = economy_of<double>(fitted, names);
  const dense_matrix<double> ease = (-slopes[2] * z[2]).array().exp();
  const auto guide = guide_procedure(economy, ease, 6.0, at.at("DEU"));
  CHECK(guide.iterations == 5);
  const auto conditional = one_sector_equilibrium(
      economy, ease, {6.0, 0.0, equilibrium_closure::conditional, deficit_rule::keep},
      {.reference = at.at("DEU")});
  const auto full = one_sector_equilibrium(
      economy, ease, {6.0, 0.0, equilibrium_closure::endowment, deficit_rule::multiplicative},
      {.reference = at.at("DEU")});
  const auto percent = [](double ratio) { return 100 * (ratio - 1); };
  const auto cdl = expected.numbers("change_Xi_CDL"), xi = expected.numbers("change_Xi_FULL"),
             price = expected.numbers("change_price_FULL"),
             imr = expected.numbers("change_IMR_FULL"), gdp = expected.numbers("change_rGDP_FULL");
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto a = static_cast<std::size_t>(i);
    // published to all digits of Stata's double; its PPML stops at 1e-6 or so of the deviance
    CHECK_CLOSE_ABS(percent(*conditional.exports[a]), cdl[a], 1e-6);
    CHECK_CLOSE_ABS(percent(guide.conditional_exports[i]), cdl[a], 1e-6);
    CHECK_CLOSE_REL(1 + percent(guide.exports[i]) / 100, 1 + xi[a] / 100, 1e-6);
    CHECK_CLOSE_ABS(percent(guide.output_price[i]), price[a], 5e-5);
    CHECK_CLOSE_ABS(percent(guide.inward[i]), imr[a], 5e-5);
    CHECK_CLOSE_ABS(percent(guide.real_output[i]), gdp[a], 5e-5);
    // the equilibrium itself is nearby: the guide's loop stops with prices still moving by 0.004
    CHECK_CLOSE_ABS(percent(full.real_output[i]), gdp[a], 0.7);
    CHECK_CLOSE_ABS(percent(full.output_price[i]), price[a], 0.7);
  }
  CHECK(full.certificate.largest_excess_demand < 1e-12);
}

TEST_CASE("The loop ends at once where nothing changes, and says when it does not settle") {
  const auto e = bilateral_test::random_economy(6, 3);
  const dense_matrix<double> same = dense_matrix<double>::Ones(6, 6);
  const auto r = guide_procedure(e, same, 4.0, Eigen::Index{0}, {.stop = 1e-10});
  for (Eigen::Index i = 0; i < 6; ++i) {
    CHECK_CLOSE_ABS(r.exports[i], 1, 1e-10);
    CHECK_CLOSE_ABS(r.real_output[i], 1, 1e-10);
  }
  CHECK(r.iterations == 2);  // the first has no step before it to compare with
  CHECK(r.last_step <= 1e-10);
  const dense_matrix<double> easier = dense_matrix<double>::Constant(6, 6, 1.5);
  CHECK_REFUSES(argument_error, "stop is 0",
                guide_procedure(e, easier, 4.0, Eigen::Index{0}, {.stop = 0}));
  CHECK_REFUSES(argument_error, "theta is -1", guide_procedure(e, easier, -1.0, Eigen::Index{0}));
  CHECK_REFUSES(argument_error, "reference", guide_procedure(e, easier, 4.0, Eigen::Index{9}));
  CHECK_REFUSES(argument_error, "reference", guide_procedure(e, easier, 4.0, Eigen::Index{6}));
  CHECK_REFUSES(argument_error, "reference", guide_procedure(e, easier, 4.0, Eigen::Index{-1}));
  dense_matrix<double> deal = same;
  deal(0, 1) = deal(1, 0) = 3;
  // a step of exactly `stop` is a rest
  dense_matrix<double> mild = same;
  mild(0, 1) = mild(1, 0) = 1.1;
  const auto loose = guide_procedure(e, mild, 4.0, Eigen::Index{0}, {.stop = 1e-3});
  const auto exact = guide_procedure(e, mild, 4.0, Eigen::Index{0}, {.stop = loose.last_step});
  CHECK(exact.iterations == loose.iterations);
  CHECK_REFUSES(
      convergence_error, "no rest after 2 rounds",
      guide_procedure(e, deal, 4.0, Eigen::Index{0}, {.stop = 1e-9, .max_iterations = 2}));
}
