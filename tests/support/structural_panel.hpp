#pragma once
// The sample of tests/reference/structural_terms.py and its figures.

#include <bilateral/trade/gravity/structural_terms.hpp>

#include "support/data.hpp"

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bilateral_test {

using namespace bilateral;

// the panel of tests/reference/structural_terms.py: five countries, three periods
struct panel {
  gravity_index index;
  dense_vector<double> trade, distance, border;
  std::vector<std::optional<std::int64_t>> start;
  std::vector<std::int64_t> period;
};

inline panel make_panel() {
  panel p;
  std::vector<std::string> from, to, when;
  std::vector<double> x, d, b;
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 5; ++j) {
      for (int t = 0; t < 3; ++t) {
        from.push_back("c" + std::to_string(i));
        to.push_back("c" + std::to_string(j));
        when.push_back(std::to_string(t));
        d.push_back(100.0 + 50 * ((i * 3 + j * 3 + (i - j) * (i - j) * 7) % 11));
        x.push_back(std::exp(2 + 0.3 * i - 0.2 * j + 0.1 * t +
                             0.5 * std::sin(1.0 + 7 * i + 3 * j + 5 * t)) /
                    std::pow(d.back(), 0.9));
        b.push_back(i != j ? 1 : 0);
        const int kind = (i + j) % 3;
        p.start.push_back(kind == 2 ? std::nullopt : std::optional<std::int64_t>(kind + 1));
        p.period.push_back(t);
      }
    }
  }
  p.index = {make_factor("exporter", from), make_factor("importer", to),
             make_factor("period", when)};
  const auto vector = [](const std::vector<double>& v) {
    return dense_vector<double>(Eigen::Map<const dense_vector<double>>(v.data(), std::ssize(v)));
  };
  p.trade = vector(x);
  p.distance = vector(d);
  p.border = vector(b);
  return p;
}

inline std::map<std::string, double> expected() {
  const auto cells = bilateral_test::read_cells(bilateral_test::reference("structural_terms.csv"));
  std::map<std::string, double> out;
  for (const auto& r : cells.rows) out[r[0]] = std::stod(r[1]);
  return out;
}

inline dense_vector<double> logs(const dense_vector<double>& x) { return x.array().log().matrix(); }

}  // namespace bilateral_test
