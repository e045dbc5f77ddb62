#pragma once
// A year of flows in BACI's form (generate_trade.py): read, then comparative advantage, concentration, intra-industry
// trade and complexity of every country. VARIANT read stops after reading.

#include "columns.hpp"

#include <bilateral/io/baci.hpp>
#include <bilateral/trade/structure.hpp>

#include <sys/resource.h>

#include <fstream>
#include <string>

namespace bilateral_benchmark {

struct structure_figures {
  double rca = 0, hhi = 0, gl = 0, eci = 0, value = 0;
  std::size_t rows = 0, countries = 0;
};

inline structure_figures structure_of(const bilateral::product_flows& flows) {
  structure_figures out;
  const auto x = bilateral::export_matrix(flows), m = bilateral::import_matrix(flows);
  const auto rca = bilateral::balassa(x);
  const bilateral::dense_matrix<double> by_country = x.transpose(), bought = m.transpose();
  const auto products = static_cast<std::size_t>(x.cols());
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const std::span<const double> sold(by_country.col(i).data(), products),
        imported(bought.col(i).data(), products);
    out.hhi += bilateral::herfindahl(sold).value_or(0);
    const auto gl = bilateral::grubel_lloyd(sold, imported);
    if (gl) out.gl += gl->plain;
    for (Eigen::Index k = 0; k < x.cols(); ++k)
      out.rca += rca.values(i, k) == rca.values(i, k) ? rca.values(i, k) : 0;
  }
  out.eci = bilateral::economic_complexity(bilateral::advantage(x)).eigenvalue;
  return out;
}

inline bool run_structure(const std::string& variant, const std::string& folder,
                          const std::string& size, int threads, int reps) {
  const std::string path = folder + "/baci_" + size + ".csv";
  if (!std::ifstream(path)) return false;
  structure_figures f;
  const std::string seconds = timed(reps, [&] {
    bilateral::baci_options options;
    options.threads = static_cast<unsigned>(threads);
    const auto file = bilateral::read_baci(bilateral::csv_file(path), options);
    if (variant != "read") f = structure_of(file.flows);
    f.rows = file.flows.size();
    f.countries = file.flows.countries.size();
  });
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %zu, \"k\": %zu, \"peak_mb\": %ld, \"bytes_a_row\": %.1f, "
      "\"seconds_all\": [%s], \"estimates\": [[\"rca\", %.15g, null], [\"hhi\", %.15g, null], [\"gl\", %.15g, null], "
      "[\"eigenvalue\", %.15g, null]]}\n",
      f.rows, f.countries, used.ru_maxrss / 1024,
      1024.0 * static_cast<double>(used.ru_maxrss) / static_cast<double>(f.rows), seconds.c_str(),
      f.rca, f.hhi, f.gl, f.eci);
  return true;
}

}  // namespace bilateral_benchmark
