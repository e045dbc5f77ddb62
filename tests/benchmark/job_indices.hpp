#pragma once
// Indices over a matrix of countries x products (SIZE: 200x5000) made from one integer hash, each timed
// alone; VARIANT eci: complexity only (SIZE 226x785). rivals/indices.py does the same with numpy.

#include "columns.hpp"

#include <bilateral/trade/structure.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral_benchmark {

inline Eigen::MatrixXd hashed_trade(Eigen::Index countries, Eigen::Index products,
                                    std::uint64_t side) {
  Eigen::MatrixXd m(countries, products);
  for (Eigen::Index k = 0; k < products; ++k) {
    for (Eigen::Index i = 0; i < countries; ++i) {
      const std::uint64_t mixed = static_cast<std::uint64_t>(i) * 7919 +
                                  static_cast<std::uint64_t>(k) * 1299709 + side * 15485863 + 12345;
      const std::uint64_t r = (mixed * 2654435761ULL) % 4294967296ULL;
      m(i, k) = (r >> 16U) % 3 == 0 ? 0 : static_cast<double>(r % 1000 + 1);
    }
  }
  return m;
}

// what it is called, and a number that the rival's must equal
using timed_index = std::pair<const char*, std::function<double()>>;

inline std::vector<timed_index> matrix_indices(const Eigen::MatrixXd& x, const Eigen::MatrixXd& m) {
  using namespace bilateral;
  using view = std::span<const double>;
  const auto sum = [](const index_matrix<double>& v) { return v.values.cwiseAbs().sum(); };
  const auto total = [](const index_vector<double>& v) { return v.values.sum(); };
  return {{"balassa", [=, &x] { return sum(balassa(x)); }},
          {"symmetric", [=, &x] { return sum(symmetric_balassa(x)); }},
          {"lafay", [=, &x, &m] { return sum(lafay(x, m)); }},
          {"vollrath", [=, &x, &m] { return sum(vollrath(x, m).trade_advantage); }},
          {"herfindahl", [=, &x] { return total(herfindahl(x)); }},
          {"theil", [=, &x] { return total(by_country(x, [](view v) { return theil(v); })); }},
          {"gini", [=, &x] { return total(by_country(x, [](view v) { return gini(v); })); }},
          {"similarity", [=, &x] { return sum(finger_kreinin(x, x)); }},
          {"complementarity", [=, &x, &m] { return sum(complementarity(x, m)); }},
          {"proximity",
           [=, &x] { return sum(proximity(advantage(Eigen::MatrixXd(x.leftCols(785))))); }}};
}

inline bool run_indices(const std::string& variant, const std::string&, const std::string& size,
                        int, int reps) {
  const auto cut = size.find('x');
  const Eigen::Index countries = std::stoi(size.substr(0, cut)),
                     products = std::stoi(size.substr(cut + 1));
  const Eigen::MatrixXd x = hashed_trade(countries, products, 0),
                        m = hashed_trade(countries, products, 1);
  std::vector<timed_index> jobs = matrix_indices(x, m);
  if (variant == "eci" || products == 785) {
    jobs = {{"eigenvalue",
             [&] { return bilateral::economic_complexity(bilateral::advantage(x)).eigenvalue; }}};
  }
  std::string estimates, alone;
  std::vector<double> all(static_cast<std::size_t>(reps), 0);
  for (const auto& [name, run] : jobs) {
    double figure = 0, best = 1e300;
    for (double& spent : all) {
      const auto start = std::chrono::steady_clock::now();
      figure = run();
      const std::chrono::duration<double> s = std::chrono::steady_clock::now() - start;
      spent += s.count();
      best = s.count() < best ? s.count() : best;
    }
    char text[160];
    std::snprintf(text, sizeof text, "%s[\"%s\", %.15g, null]", estimates.empty() ? "" : ", ", name,
                  figure);
    estimates += text;
    std::snprintf(text, sizeof text, "%s\"%s\": %.4g", alone.empty() ? "" : ", ", name, best);
    alone += text;
  }
  std::string seconds;
  for (const double s : all) seconds += (seconds.empty() ? "" : ", ") + std::to_string(s);
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %td, \"k\": %td, \"seconds_all\": [%s], \"best\": {%s}, \"estimates\": [%s]}\n",
      countries, products, seconds.c_str(), alone.c_str(), estimates.c_str());
  return true;
}

}  // namespace bilateral_benchmark
