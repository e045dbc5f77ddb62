#pragma once
// The panel of tests/reference/panel.R and its reference numbers.

#include <bilateral/econometrics/panel/panel.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/wave_data.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace bilateral_test {

inline bilateral::panel<double> wave_panel() {
  const wave_data d;
  return {bilateral::regress(d.y_panel, {{"x1", d.x1}, {"x2", d.x2}}),
          bilateral::make_factor("firm", std::span<const std::int64_t>(d.firm)), d.time};
}

inline bilateral::panel<double> without_intercept(bilateral::panel<double> s) {
  s.model.design = s.model.design.rightCols(s.model.design.cols() - 1).eval();
  s.model.names.erase(s.model.names.begin());
  s.model.intercept = false;
  return s;
}

// The same rows, the last first.
inline bilateral::panel<double> reversed(const bilateral::panel<double>& s) {
  auto t = s;
  t.model.response = s.model.response.reverse();
  t.model.design = s.model.design.colwise().reverse();
  std::reverse(t.entity.codes.begin(), t.entity.codes.end());
  std::reverse(t.time.begin(), t.time.end());
  return t;
}

// Coefficients and errors of a fit against NAME_b_TERM and NAME_se_TERM of a table.
template <class Fit>
void check_against(const reference_table& r, const Fit& fit, const std::string& name,
                   double tolerance = 1e-11) {
  REQUIRE(fit.covariance);
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const std::string term = fit.names[j] == "(intercept)" ? "(Intercept)" : fit.names[j];
    CHECK_CLOSE_REL(fit.coefficients[Eigen::Index(j)], r(name + "_b_" + term), tolerance);
    CHECK_CLOSE_REL(*std_error(fit, Eigen::Index(j)), r(name + "_se_" + term), tolerance);
  }
}

}  // namespace bilateral_test
