#pragma once
// Poisson pseudo maximum likelihood with three absorbed effects, ids coded inside the timing:
//   ppml3            gravity_SIZE.csv: trade on x1, x2, x3 within exporter-year, importer-year and
//   pair,
//                    clustered by pair, pairs that never trade left out
//   difficult3_pois  dgp_difficult_SIZE.csv: y_pois on x1, x2 within indiv_id, year and firm_id

#include "job_absorb.hpp"

#include <bilateral/econometrics/regression/ppml.hpp>

namespace bilateral_benchmark {

inline std::string poisson_info(const bilateral::ppml_result<double>& fit) {
  char text[160];
  std::snprintf(text, sizeof text,
                "\"iterations\": %d, \"absorb_iterations\": %d, \"deviance\": %.15g, "
                "\"converged\": %s",
                fit.convergence.iterations, fit.convergence.absorb_iterations, fit.deviance,
                fit.convergence.converged ? "true" : "false");
  return text;
}

inline bool run_ppml3(const std::string& /*variant*/, const std::string& folder,
                      const std::string& size, int threads, int reps) {
  const auto columns = numeric_columns(folder + "/gravity_" + size + ".csv", 1'000'000'000);
  if (columns.size() < 7) return false;
  std::vector<bilateral::dense_vector<double>> v;
  for (std::size_t j = 3; j < 7; ++j) v.push_back(vector_of(columns[j]));
  bilateral::ppml_result<double> fit;
  const std::string seconds = timed(reps, [&] {
    const auto effects = gravity_effects(columns);
    fit = bilateral::ppml(
        bilateral::regress(v[0], {{"x1", v[1]}, {"x2", v[2]}, {"x3", v[3]}}, {.intercept = false}),
        effects, bilateral::clustered{.by = {effects[2]}},
        {.separated = bilateral::separation::drop,
         .keep_parts = bilateral::keep::nothing,
         .absorb = {.threads = unsigned(threads)}});
  });
  print_fit(fit, columns[0].size(), seconds, poisson_info(fit));
  return true;
}

inline bool run_difficult3_pois(const std::string& /*variant*/, const std::string& folder,
                                const std::string& size, int threads, int reps) {
  const auto columns = numeric_columns(folder + "/dgp_difficult_" + size + ".csv", 1'000'000'000);
  if (columns.size() < 7) return false;
  const auto x1 = vector_of(columns[3]), x2 = vector_of(columns[4]), y = vector_of(columns[6]);
  bilateral::ppml_result<double> fit;
  const std::string seconds = timed(reps, [&] {
    fit = bilateral::ppml(
        bilateral::regress(y, {{"x1", x1}, {"x2", x2}}, {.intercept = false}),
        {coded("indiv_id", columns[0]), coded("year", columns[1]), coded("firm_id", columns[2])},
        bilateral::iid{},
        {.keep_parts = bilateral::keep::nothing, .absorb = {.threads = unsigned(threads)}});
  });
  print_fit(fit, columns[0].size(), seconds, poisson_info(fit));
  return true;
}

}  // namespace bilateral_benchmark
