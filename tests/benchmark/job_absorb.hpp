#pragma once
// Least squares with three absorbed effects, ids coded inside the timing:
//   ols3        gravity_SIZE.csv: log(trade + 1) on x1, x2, x3 within exporter-year, importer-year
//   and
//               pair, clustered by pair
//   simple3, difficult3  dgp_KIND_SIZE.csv: y on x1, x2 within indiv_id, year and firm_id

#include "columns.hpp"

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>

#include <cstdint>
#include <span>

namespace bilateral_benchmark {

inline bilateral::factor coded(const char* name, const std::vector<double>& ids) {
  const std::vector<std::int64_t> whole(ids.begin(), ids.end());
  return bilateral::make_factor(name, std::span<const std::int64_t>(whole));
}

// exporter-year, importer-year and pair of gravity_SIZE.csv
inline std::vector<bilateral::factor> gravity_effects(
    const std::vector<std::vector<double>>& columns) {
  const auto exporter = coded("exporter", columns[0]);
  const auto importer = coded("importer", columns[1]);
  const auto year = coded("year", columns[2]);
  return {interact(exporter, year), interact(importer, year), interact(exporter, importer)};
}

// the line that race.py reads; `info` is the inside of a JSON object
template <class Fit>
void print_fit(const Fit& fit, std::size_t rows, const std::string& seconds,
               const std::string& info) {
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %zu, \"k\": %zu, \"seconds_all\": [%s], "
      "\"info\": {\"nobs_used\": %zu, %s}, \"estimates\": [",
      rows, fit.names.size(), seconds.c_str(), fit.sample.used, info.c_str());
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const auto at = static_cast<Eigen::Index>(j);
    std::printf("%s[\"%s\", %.15g, %.15g]", j == 0 ? "" : ", ", fit.names[j].c_str(),
                fit.coefficients[at], *bilateral::std_error(fit, at));
  }
  std::printf("]}\n");
}

inline bool run_ols3(const std::string& /*variant*/, const std::string& folder,
                     const std::string& size, int threads, int reps) {
  const auto columns = numeric_columns(folder + "/gravity_" + size + ".csv", 1'000'000'000);
  if (columns.size() < 7) return false;
  std::vector<bilateral::dense_vector<double>> v;
  for (std::size_t j = 3; j < 7; ++j) v.push_back(vector_of(columns[j]));
  bilateral::fixed_effects_result<double> fit;
  const std::string seconds = timed(reps, [&] {
    const auto effects = gravity_effects(columns);
    const bilateral::dense_vector<double> y = (v[0].array() + 1).log().matrix();
    fit = bilateral::ols(
        bilateral::regress(y, {{"x1", v[1]}, {"x2", v[2]}, {"x3", v[3]}}, {.intercept = false}),
        effects, bilateral::clustered{.by = {effects[2]}},
        {.keep_parts = bilateral::keep::nothing, .absorb = {.threads = unsigned(threads)}});
  });
  print_fit(fit, columns[0].size(), seconds,
            "\"iterations\": " + std::to_string(fit.convergence.iterations));
  return true;
}

inline bool run_people(const char* kind, const std::string& folder, const std::string& size,
                       int threads, int reps) {
  const auto columns =
      numeric_columns(folder + "/dgp_" + kind + "_" + size + ".csv", 1'000'000'000);
  if (columns.size() < 6) return false;
  const auto x1 = vector_of(columns[3]), x2 = vector_of(columns[4]), y = vector_of(columns[5]);
  bilateral::fixed_effects_result<double> fit;
  const std::string seconds = timed(reps, [&] {
    fit = bilateral::ols(
        bilateral::regress(y, {{"x1", x1}, {"x2", x2}}, {.intercept = false}),
        {coded("indiv_id", columns[0]), coded("year", columns[1]), coded("firm_id", columns[2])},
        bilateral::iid{},
        {.keep_parts = bilateral::keep::nothing, .absorb = {.threads = unsigned(threads)}});
  });
  print_fit(fit, columns[0].size(), seconds,
            "\"iterations\": " + std::to_string(fit.convergence.iterations));
  return true;
}
inline bool run_simple3(const std::string& /*variant*/, const std::string& folder,
                        const std::string& size, int threads, int reps) {
  return run_people("simple", folder, size, threads, reps);
}
inline bool run_difficult3(const std::string& /*variant*/, const std::string& folder,
                           const std::string& size, int threads, int reps) {
  return run_people("difficult", folder, size, threads, reps);
}

}  // namespace bilateral_benchmark
