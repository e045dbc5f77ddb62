#pragma once
/// Lag windows of long-run variances.

#include <bilateral/core/check.hpp>

#include <cmath>

namespace bilateral {

enum class kernel { bartlett, parzen, quadratic_spectral, tukey_hanning, truncated };

/// The kernel in words, as labels print it.
[[nodiscard]] constexpr const char* name_of(kernel k) {
  switch (k) {
    case kernel::bartlett: return "Bartlett";
    case kernel::parzen: return "Parzen";
    case kernel::quadratic_spectral: return "quadratic spectral";
    case kernel::tukey_hanning: return "Tukey-Hanning";
    case kernel::truncated: break;
  }
  return "truncated";
}

/// Weight of a lag, x = lag / bandwidth >= 0.
///
///   Bartlett 1 - x;  Parzen 1 - 6 x^2 + 6 x^3 to 1/2, then 2 (1 - x)^3;  Tukey-Hanning
///   (1 + cos(pi x)) / 2;  truncated 1;  all zero beyond x = 1 (truncated: x > 1);
///   quadratic spectral 3 / y^2 (sin(y) / y - cos(y)), y = 6 pi x / 5, without end
///
/// @throws argument_error  x below zero
/// @see   Andrews (1991), Econometrica 59(3), eq. 2.7
[[nodiscard]] inline double kernel_weight(kernel k, double x) {
  require(x >= 0, "kernel_weight", "x is ", x, "; it must not be negative");
  constexpr double pi = 3.14159265358979323846;
  if (k == kernel::quadratic_spectral) {
    const double y = 6 * pi * x / 5;
    if (y < 1e-2) return 1 - y * y / 10 + y * y * y * y / 280;  // its series: no cancellation
    return 3 / (y * y) * (std::sin(y) / y - std::cos(y));
  }
  if (x > 1) return 0;
  switch (k) {
    case kernel::bartlett: return 1 - x;
    case kernel::parzen:
      return x <= 0.5 ? 1 - 6 * x * x + 6 * x * x * x : 2 * (1 - x) * (1 - x) * (1 - x);
    case kernel::tukey_hanning: return (1 + std::cos(pi * x)) / 2;
    default: return 1;
  }
}

}  // namespace bilateral
