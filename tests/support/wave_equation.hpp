#pragma once
// The equation with instruments of tests/reference/diagnostics.R, and what R says of it.

#include <bilateral/econometrics/regression/iv.hpp>

#include "support/reference.hpp"
#include "support/wave_data.hpp"

namespace bilateral_test {

inline const reference_table& diagnostics_of_r() {
  static const reference_table table("diagnostics.csv");
  return table;
}

// y on x2 and the endogenous xe, with z1 and z2
inline bilateral::iv_regression<double> wave_equation() {
  const wave_data d;
  return {bilateral::regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z1", d.z1}, {"z2", d.z2}}};
}

}  // namespace bilateral_test
