#pragma once
/// The regressions with a covariance chosen at run time, compiled once with bilateral::compiled: what
/// programs with a command line and packages of other languages call.

#include <bilateral/core/instantiate.hpp>
#include <bilateral/econometrics/covariance/choice.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>

#include <vector>

namespace bilateral {

BILATERAL_INSTANTIATE(ols_result<double> ols(const regression<double>&,
                                             const covariance_choice<double>&,
                                             const ols_options<double>&))
BILATERAL_INSTANTIATE(fixed_effects_result<double> ols(const regression<double>&,
                                                       const std::vector<factor>&,
                                                       const covariance_choice<double>&,
                                                       const fixed_effects_options<double>&))
BILATERAL_INSTANTIATE(ppml_result<double> ppml(const regression<double>&,
                                               const std::vector<factor>&,
                                               const covariance_choice<double>&,
                                               const ppml_options<double>&))

}  // namespace bilateral
