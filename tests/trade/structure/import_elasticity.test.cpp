#include <bilateral/trade/structure/import_elasticity.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

#include <vector>

using namespace bilateral;

namespace {

variety_panel panel_of(double number) {
  const auto cells =
      bilateral_test::read_cells(bilateral_test::reference("import_elasticity_data.csv"));
  const auto panel = cells.numbers("panel"), variety = cells.numbers("variety"),
             period = cells.numbers("period"), price = cells.numbers("price"),
             value = cells.numbers("value");
  variety_panel out;
  for (std::size_t r = 0; r < panel.size(); ++r) {
    if (panel[r] != number) continue;
    out.variety.push_back(static_cast<std::int32_t>(variety[r]));
    out.period.push_back(static_cast<std::int32_t>(period[r]));
    out.price.push_back(price[r]);
    out.value.push_back(value[r]);
  }
  return out;
}

// shocks of demand and supply with variances of their own by variety
variety_panel simulated(double sigma, double omega, int varieties, int periods,
                        std::uint64_t seed) {
  const double phi = omega / (1 + omega);
  variety_panel out;
  for (int i = 0; i < varieties; ++i) {
    philox draw(seed, static_cast<std::uint64_t>(i));
    const double demand = i == 0 ? .05 : .05 * std::exp(2.8 * draw.uniform());
    const double supply = i == 0 ? .05 : .05 * std::exp(2.8 * draw.uniform());
    double e = 0, d = 0;  // random walks: their changes are independent over time
    for (int t = 0; t < periods; ++t) {
      e += demand * draw.normal();
      d += supply * draw.normal();
      const double p = (d + phi * e) / (1 + phi * (sigma - 1));
      out.variety.push_back(i);
      out.period.push_back(t);
      out.price.push_back(std::exp(1 + p));
      out.value.push_back(std::exp(5 + e - (sigma - 1) * p));
    }
  }
  return out;
}

struct named_method {
  const char* name;
  elasticity_method method;
};
constexpr named_method methods[] = {{"feenstra", elasticity_method::feenstra},
                                    {"broda_weinstein", elasticity_method::broda_weinstein},
                                    {"liml", elasticity_method::liml}};

}  // namespace

// explicit dummies and projections; minima under constraints by L-BFGS-B: flat there
TEST_CASE("two panels: the estimates and errors of a second implementation") {
  const bilateral_test::reference_values ref("import_elasticity.csv");
  int free = 0, bound = 0;
  for (const char* panel : {"a", "b"}) {
    for (const auto& m : methods) {
      const std::string at = std::string(panel) + "_" + m.name + "_";
      CAPTURE(at);
      const auto r = import_elasticity(panel_of(panel[0] == 'a' ? 0 : 1),
                                       {.method = m.method, .reference = 0});
      CHECK(r.constrained == (ref(at + "constrained") == 1));
      const double tolerance = r.constrained ? 2e-5 : 1e-9;
      CHECK_CLOSE_REL(r.sigma.value, ref(at + "sigma"), tolerance);
      CHECK_CLOSE_ABS(r.omega.value, ref(at + "omega"), tolerance * (1 + ref(at + "omega")));
      (r.constrained ? bound : free) += 1;
      if (r.constrained) {
        CHECK_FALSE(r.sigma.std_error.has_value());
        CHECK(r.sigma.interval.reason.find("only resampling") != std::string::npos);
        continue;
      }
      // the oracle differentiates Feenstra's formula numerically
      CHECK_CLOSE_REL(*r.sigma.std_error, ref(at + "sigma_error"), 1e-7);
      CHECK_CLOSE_REL(*r.omega.std_error, ref(at + "omega_error"), 1e-7);
      CHECK_CLOSE_ABS(r.root, ref(at + "root"), 1e-10);
      CHECK(r.sigma.interval->low > 1);
      CHECK(r.omega.interval->low > 0);
    }
  }
  CHECK(free >= 2);
  CHECK(bound >= 1);
}

TEST_CASE("known elasticities come back, and the interval holds them as often as it says") {
  const auto big = simulated(4, .8, 150, 60, 5);
  for (const auto& m : methods) {
    CAPTURE(m.name);
    const auto r = import_elasticity(big, {.method = m.method, .reference = 0});
    CHECK_FALSE(r.constrained);
    const double allowed = m.method == elasticity_method::broda_weinstein ? .5 : .2;
    CHECK_CLOSE_ABS(r.sigma.value, 4, allowed);
    CHECK_CLOSE_ABS(r.omega.value, .8, allowed);
  }
  int holds = 0, estimated = 0;
  for (std::uint64_t seed = 100; seed < 200; ++seed) {
    const auto r = import_elasticity(simulated(4, .8, 60, 30, seed), {.reference = 0});
    if (r.constrained) continue;
    ++estimated;
    holds += r.sigma.interval->low <= 4 && 4 <= r.sigma.interval->high ? 1 : 0;
  }
  CHECK(estimated >= 95);
  MESSAGE("intervals that hold sigma: ", holds, " of ", estimated);
  CHECK(holds >= 0.85 * estimated);
}

TEST_CASE("laws: Feenstra's rho, units, order of rows, reference, resampling") {
  const auto panel = simulated(3, 1, 25, 20, 11);
  const auto r = import_elasticity(panel, {.draws = 199, .seed = 3});
  REQUIRE_FALSE(r.constrained);
  const double s = r.sigma.value;
  CHECK_CLOSE_REL(r.rho, r.omega.value * (s - 1) / (1 + r.omega.value * s), 1e-13);
  CHECK_CLOSE_REL(r.theta1, r.rho / ((s - 1) * (s - 1) * (1 - r.rho)), 1e-12);
  CHECK_CLOSE_ABS(r.theta2, (2 * r.rho - 1) / ((s - 1) * (1 - r.rho)), 1e-12);
  CHECK(r.sigma.resampled->low < s);
  CHECK(r.sigma.resampled->high > s);
  const auto threads = import_elasticity(panel, {.draws = 199, .seed = 3, .threads = 2});
  CHECK(threads.sigma.resampled->low == r.sigma.resampled->low);
  auto other = panel;
  std::reverse(other.variety.begin(), other.variety.end());
  std::reverse(other.period.begin(), other.period.end());
  std::reverse(other.price.begin(), other.price.end());
  std::reverse(other.value.begin(), other.value.end());
  for (double& p : other.price) p *= 1000;  // another unit of quantity
  for (double& v : other.value) v *= 7;
  CHECK_CLOSE_REL(import_elasticity(other).sigma.value, s, 1e-9);
  // the reference: in all periods, and of those the largest
  CHECK(r.reference >= 0);
  CHECK(r.varieties == 24);
  CHECK(r.observations == 24 * 19);
}

TEST_CASE("where the equation gives no elasticity the search does, within its limits") {
  const auto r = import_elasticity(panel_of(1), {.method = elasticity_method::feenstra,
                                                 .reference = 0,
                                                 .least_sigma = 1.5,
                                                 .largest_sigma = 10,
                                                 .largest_omega = 5,
                                                 .draws = 99});
  CHECK(r.sigma.value >= 1.5 - 1e-12);
  CHECK(r.sigma.value <= 10 + 1e-12);
  CHECK(r.omega.value >= 0);
  CHECK(r.omega.value <= 5 + 1e-12);
  CHECK(r.sigma.resampled.has_value());
}

TEST_CASE("refusals and what is left out") {
  auto p = simulated(3, .4, 6, 8, 2);
  p.variety.push_back(77);
  p.period.push_back(3);
  p.price.push_back(1);
  p.value.push_back(1);
  const auto r = import_elasticity(p, {.reference = 0});
  CHECK(r.varieties == 5);
  CHECK(r.notes[0] == "1 varieties left out (77): no two periods in a row with the reference");
  CHECK_REFUSES(argument_error, "there is no variety 9 to be the reference",
                import_elasticity(p, {.reference = 9}));
  CHECK_REFUSES(argument_error, "the limits of sigma are 1 and 131.5",
                import_elasticity(p, {.least_sigma = 1}));
  CHECK_REFUSES(argument_error, "level is 1", import_elasticity(p, {.level = 1}));
  CHECK_REFUSES(argument_error, "level is 0", import_elasticity(p, {.level = 0}));
  CHECK_REFUSES(argument_error, "the limits of sigma are 5 and 5",
                import_elasticity(p, {.least_sigma = 5, .largest_sigma = 5}));
  CHECK_REFUSES(argument_error, "largest_omega is 0", import_elasticity(p, {.largest_omega = 0}));
  for (const int column : {0, 1, 2}) {
    auto q = p;
    if (column == 0) q.period.pop_back();
    if (column == 1) q.price.pop_back();
    if (column == 2) q.value.pop_back();
    CHECK_REFUSES(argument_error,
                  column == 0   ? "period"
                  : column == 1 ? "price has"
                                : "value has",
                  import_elasticity(q));
  }
  auto free = p;
  free.price[4] = 0;
  CHECK_REFUSES(argument_error, "price is 0 in row 5", import_elasticity(free));
  p.variety.push_back(0);
  p.period.push_back(3);
  p.price.push_back(1);
  p.value.push_back(1);
  CHECK_REFUSES(argument_error, "row 50 is the second of variety 0 in period 3",
                import_elasticity(p));
  p.value.back() = 0;
  CHECK_REFUSES(argument_error, "value is 0 in row 50", import_elasticity(p));
  CHECK_REFUSES(argument_error, "there are 2 varieties besides the reference",
                import_elasticity(simulated(3, .4, 3, 8, 2)));
}
