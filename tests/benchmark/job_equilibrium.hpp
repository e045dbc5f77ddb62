#pragma once
// Counterfactuals on worlds made by a formula (no file): one sector of `size` countries, draws of an interval,
// and `size` = 31x40 countries and sectors with inputs and tariffs.

#include "columns.hpp"

#include <bilateral/trade/equilibrium/counterfactual.hpp>
#include <bilateral/trade/equilibrium/multi_sector.hpp>

#include <sys/resource.h>

#include <cmath>
#include <cstdint>
#include <utility>

namespace bilateral_benchmark {

class formula_draws {  // the same numbers in rivals/equilibrium.py
 public:
  double operator()() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state_ >> 11U) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_ = 20161123;
};

inline bilateral::trade_economy<double> formula_world(long n, bilateral::dense_matrix<double>& deal) {
  formula_draws draw;
  std::vector<double> size;
  std::vector<std::string> names;
  for (long i = 0; i < n; ++i) {
    size.push_back(std::exp(3 * draw()));
    names.push_back(bilateral::text("c", i + 1));
  }
  bilateral::dense_matrix<double> flows(n, n);
  deal = bilateral::dense_matrix<double>::Zero(n, n);
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      const double ease = i == j ? 2.0 * static_cast<double>(n) : std::exp(2 * draw());
      flows(i, j) = ease * size[static_cast<std::size_t>(i)] * size[static_cast<std::size_t>(j)];
      if (i != j && draw() < 0.2) deal(i, j) = 1;
    }
  }
  return bilateral::economy_of<double>(flows, names);
}

inline void print_equilibrium(long n, long k, double residual, const std::string& seconds, double first, double sum) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": %ld, \"residual\": %.2g, \"peak_mb\": %ld, "
              "\"seconds_all\": [%s], \"estimates\": [[\"real_income1\", %.15g, null], [\"sum\", %.15g, null]]}\n",
              n, k, residual, used.ru_maxrss / 1024, seconds.c_str(), first, sum);
}

inline bool run_equilibrium(const std::string& /*variant*/, const std::string& /*folder*/, const std::string& size,
                            int /*threads*/, int reps) {
  bilateral::dense_matrix<double> deal;
  const long n = std::stol(size);
  const auto world = formula_world(n, deal);
  const bilateral::dense_matrix<double> ease = (0.5 * deal.array()).exp();
  bilateral::one_sector_result<double> r;
  const std::string seconds = timed(reps, [&] { r = one_sector_equilibrium(world, ease, {5.0}); });
  print_equilibrium(n, n, r.certificate.largest_excess_demand, seconds, r.real_income[0], r.real_income.sum());
  return true;
}

inline bool run_equilibrium_draws(const std::string& /*variant*/, const std::string& /*folder*/,
                                  const std::string& size, int threads, int reps) {
  bilateral::trade_scenario scenario;
  scenario.columns = {"deal"};
  scenario.changes.resize(1);
  const long n = std::stol(size);
  const auto world = formula_world(n, scenario.changes[0]);
  bilateral::named_estimates b{{"deal"}, bilateral::dense_vector<double>::Constant(1, 0.5),
                               bilateral::dense_matrix<double>::Constant(1, 1, 0.01)};
  bilateral::counterfactual_result r;
  const std::string seconds = timed(reps, [&] {
    r = bilateral::counterfactual(world, scenario, b, {}, {5, bilateral::spread::fixed, 0, 0}, {},
                                  {.draws = 1000, .threads = static_cast<unsigned>(threads)});
  });
  print_equilibrium(n, 1000, r.point.certificate.largest_excess_demand, seconds, r.point.real_income[0],
                    r.point.real_income.sum());
  return true;
}

inline bilateral::sector_data<double> formula_sectors(long n, long s) {
  formula_draws draw;
  using matrix = bilateral::dense_matrix<double>;
  bilateral::sector_data<double> d;
  for (long i = 0; i < n; ++i) d.countries.push_back(bilateral::text("c", i + 1));
  d.theta.resize(s);
  d.value_added = matrix::Constant(n, s, 0.5);
  for (long j = 0; j < s; ++j) {
    d.sectors.push_back(bilateral::text("s", j + 1));
    d.theta[j] = 2 + 8 * draw();
    matrix flow = matrix::Zero(n, n), duty = matrix::Zero(n, n);
    for (long a = 0; a < n; ++a) {
      for (long b = 0; b < n; ++b) {
        const double x = draw(), t = draw();
        flow(a, b) = a == b ? static_cast<double>(n) * (1 + x) : (2 * j < s ? 0.5 * x : 0);
        duty(a, b) = a == b || 2 * j >= s ? 0 : 0.2 * t;
      }
    }
    d.flows.push_back(flow);
    d.tariffs.push_back(duty);
  }
  for (long c = 0; c < n; ++c) {
    matrix table(s, s);
    for (long k = 0; k < s; ++k) {
      for (long j = 0; j < s; ++j) table(k, j) = 1 + draw();
    }
    for (long j = 0; j < s; ++j) table.col(j) /= table.col(j).sum();
    d.inputs.push_back(table);
  }
  return d;
}

inline bool run_equilibrium_sectors(const std::string& /*variant*/, const std::string& /*folder*/,
                                    const std::string& size, int /*threads*/, int reps) {
  const long n = std::stol(size), s = std::stol(size.substr(size.find('x') + 1));
  const auto world = sector_economy_of(formula_sectors(n, s));
  bilateral::sector_policy<double> free;
  free.tariffs = world.data.tariffs;
  for (auto& t : free.tariffs) t.topLeftCorner(3, 3).setZero();
  bilateral::multi_sector_result<double> r;
  const std::string seconds =
      timed(reps, [&] { r = multi_sector_equilibrium(world, free, bilateral::deficit_rule::zero); });
  print_equilibrium(n, n * s, r.certificate.largest_excess_demand, seconds, r.real_income[0], r.real_income.sum());
  return true;
}

}  // namespace bilateral_benchmark
