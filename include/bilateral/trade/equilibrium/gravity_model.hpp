#pragma once
/// The assumptions of a one-sector gravity model: elasticities, what adjusts, what becomes of deficits.

#include <bilateral/core/check.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace bilateral {

/// What adjusts.
enum class equilibrium_closure {
  conditional,  ///< output and spending stay: only the resistances move
  endowment     ///< prices of output clear the markets (psi = 0: quantities stay)
};

/// What becomes of spending less output.
enum class deficit_rule {
  keep,            ///< additive: E' = Y' + D, in units of world output
  multiplicative,  ///< E' = k E Y'/Y, with k such that the world's spending is its output
  zero             ///< set to zero before the change, which then starts from that world
};

template <class Scalar>
struct gravity_model {
  Scalar theta = Scalar(5);  ///< trade elasticity, sigma - 1
  /// elasticity of supply to the real price of output: where labour makes it alone, that of labour
  /// to the real wage
  Scalar psi = Scalar(0);
  equilibrium_closure adjusts = equilibrium_closure::endowment;
  deficit_rule deficits = deficit_rule::keep;
};

struct equilibrium_options {
  double tolerance = 1e-12;         ///< of largest_excess_demand
  std::size_t max_iterations = 50;  ///< of Newton's method, in each stage
  std::optional<Eigen::Index>
      reference{};         ///< its price index is the numeraire; else world output is
  std::size_t starts = 1;  ///< starting points where theory is silent on uniqueness
  std::uint64_t seed = 1;  ///< of the starting points after the first
};

/// @throws argument_error  theta not above zero, psi below zero, either not finite
template <class Scalar>
void require_gravity_model(const char* function, const gravity_model<Scalar>& model) {
  using std::isfinite;
  require(isfinite(model.theta) && model.theta > Scalar(0), function, "theta is ",
          static_cast<double>(model.theta),
          "; the trade elasticity must be above 0 (sigma = 1 + theta above 1)");
  require(isfinite(model.psi) && !(model.psi < Scalar(0)), function, "psi is ",
          static_cast<double>(model.psi), "; the supply elasticity cannot be negative");
}

}  // namespace bilateral
