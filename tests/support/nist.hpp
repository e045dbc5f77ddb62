#pragma once
// NIST's linear and univariate sets as decimal text, parsed into any scalar (never through double).

#include "support/data.hpp"

#include <bilateral/numeric/dense.hpp>

#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace bilateral_test {

template <class Scalar>
Scalar parsed(const std::string& text) {
  if constexpr (std::is_same_v<Scalar, float>) return std::stof(text);
  if constexpr (std::is_same_v<Scalar, double>) return std::stod(text);
  if constexpr (std::is_same_v<Scalar, long double>) return std::stold(text);
  if constexpr (!std::is_floating_point_v<Scalar>) return Scalar(text);
}

inline const std::vector<std::string>& nist_linear_sets() {
  static const std::vector<std::string> names{"Norris",   "Pontius",  "NoInt1",   "NoInt2",
                                              "Filip",    "Longley",  "Wampler1", "Wampler2",
                                              "Wampler3", "Wampler4", "Wampler5"};
  return names;
}

template <class Scalar>
struct nist_linear {
  bilateral::dense_matrix<Scalar> x;
  bilateral::dense_vector<Scalar> y;

  explicit nist_linear(const std::string& set) {
    static const csv_cells cells = read_cells(reference("nist_linear.csv"));
    std::vector<const std::vector<std::string>*> rows;
    for (const auto& row : cells.rows) {
      if (row[0] == set) rows.push_back(&row);
    }
    const auto n = static_cast<Eigen::Index>(rows.size());
    const bool no_intercept = set == "NoInt1" || set == "NoInt2";
    const Eigen::Index degree = set == "Filip" ? 10 : set == "Pontius" ? 2 : set[0] == 'W' ? 5 : 1;
    const Eigen::Index k = set == "Longley" ? 7 : no_intercept ? 1 : degree + 1;
    x.resize(n, k);
    y.resize(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto& row = *rows[static_cast<std::size_t>(i)];
      y[i] = parsed<Scalar>(row[2]);
      if (no_intercept) {
        x(i, 0) = parsed<Scalar>(row[3]);
        continue;
      }
      x(i, 0) = Scalar(1);
      for (Eigen::Index j = 1; j < k; ++j) {
        x(i, j) = set == "Longley" ? parsed<Scalar>(row[static_cast<std::size_t>(2 + j)])
                                   : Scalar(x(i, j - 1) * parsed<Scalar>(row[3]));
      }
    }
  }
};

struct certified_value {
  std::string value, deviation;  // decimal text
};

// "B0" -> value and standard deviation; "residual_sd", "r_squared", "mean", "sd", "autocorr1"
inline std::map<std::string, certified_value> nist_certified(const std::string& set) {
  static const csv_cells cells = read_cells(reference("nist_certified.csv"));
  std::map<std::string, certified_value> out;
  for (const auto& row : cells.rows) {
    if (row[0] == set) out[row[2]] = {row[3], row[4]};
  }
  return out;
}

template <class Scalar>
std::vector<Scalar> nist_univariate(const std::string& set) {
  static const csv_cells cells = read_cells(reference("nist_univariate.csv"));
  std::vector<Scalar> out;
  for (const auto& row : cells.rows) {
    if (row[0] == set) out.push_back(parsed<Scalar>(row[2]));
  }
  return out;
}

}  // namespace bilateral_test
