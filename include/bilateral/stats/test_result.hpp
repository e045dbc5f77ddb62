#pragma once
/// What every diagnostic returns: a statistic, the null in words, its distribution and a p-value.

#include <bilateral/version.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

struct test_result {
  std::string name;
  double statistic = 0;
  std::string null;                 ///< the null hypothesis in words
  std::string distribution;         ///< "chi-squared(2)", "F(2, 40)", "tabulated", ...
  std::optional<double> p_value;    ///< none where only critical values exist
  std::vector<std::pair<std::string, double>> critical_values;  ///< level ("5%") and value
  std::vector<std::string> notes;
};

}  // namespace bilateral
