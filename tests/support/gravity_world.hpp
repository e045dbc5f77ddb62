#pragma once
// A small world of gravity: what tests of effects and resistances share.

#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/trade/gravity/pair_panel.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace bilateral_test {

using namespace bilateral;

// six countries, two years, own trade included
struct world {
  gravity_index index;
  regression<double> model;
  std::vector<factor> effects;

  explicit world(std::size_t countries = 6) {
    std::vector<std::string> from, to, when;
    std::vector<double> y, x, border;
    for (std::size_t t = 0; t < 2; ++t) {
      for (std::size_t i = 0; i < countries; ++i) {
        for (std::size_t j = 0; j < countries; ++j) {
          from.push_back(std::string(1, char('A' + i)));
          to.push_back(std::string(1, char('A' + j)));
          when.push_back(t == 0 ? "2000" : "2005");
          const double a = double(i), b = double(j), s = double(t);
          x.push_back(i == j ? 0.3 : std::log(2 + std::abs(a - b) + std::sin(a * b)));
          border.push_back(i == j ? 0 : 1);
          y.push_back(std::exp(3 + 0.4 * std::sin(a + s) + 0.3 * std::cos(2 * b) - x.back() -
                               border.back() + 0.3 * std::sin(7 * a + 5 * b * b + s)));
        }
      }
    }
    y[1] = 0;
    const auto column = [](const std::vector<double>& v) {
      return dense_vector<double>(
          Eigen::Map<const dense_vector<double>>(v.data(), Eigen::Index(v.size())));
    };
    const auto named = [](const char* name, const std::vector<std::string>& v) {
      return make_factor(name, std::span<const std::string>(v));
    };
    index = {named("exporter", from), named("importer", to), named("year", when)};
    model = regress<double>(column(y), {{"distance", column(x)}, {"border", column(border)}},
                            {.intercept = false, .response_name = "trade"});
    effects = {interact(index.exporter, index.period), interact(index.importer, index.period)};
  }
};

}  // namespace bilateral_test
