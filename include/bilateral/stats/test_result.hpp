#pragma once
/// What every diagnostic returns: a statistic, the null in words, its distribution and a p-value.

#include <bilateral/core/number.hpp>
#include <bilateral/core/when_called.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

struct test_result {
  std::string name;
  double statistic = 0;
  std::string null;               ///< the null hypothesis in words
  std::string distribution;       ///< "chi-squared(2)", "F(2, 40)", "tabulated", ...
  std::optional<double> p_value;  ///< none where only critical values exist
  std::vector<std::pair<std::string, double>> critical_values;  ///< level ("5%") and value
  std::vector<std::string> notes;
};

/// "p = 0.012", "p < 0.0001", "no p".
template <class = when_called>
[[nodiscard]] std::string p_value_text(const std::optional<double>& p) {
  if (!p) return "no p";
  return *p < 1e-4 ? std::string("p < 0.0001") : "p = " + significant_text(*p, 2);
}

}  // namespace bilateral
