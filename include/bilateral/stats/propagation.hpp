#pragma once
/// Monte Carlo propagation of uncertain inputs, and which of them matters (tornado).

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/descriptive.hpp>
#include <bilateral/stats/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// An input as a distribution, by its quantile function.
struct uncertain_input {
  std::string name;
  std::function<double(double)> quantile;  ///< of p in (0, 1), increasing
};

/// Uniform over finite bounds. @throws argument_error  an end at infinity
[[nodiscard]] inline uncertain_input uniform_input(std::string name, const bounds& b) {
  require(b.bounded(), "uniform_input", name, " is ", to_string(b), "; both ends must be finite");
  return {std::move(name),
          [low = b.low(), high = b.high()](double p) { return low + p * (high - low); }};
}
/// Triangular on [low, high] with the given mode.
/// @throws argument_error  ends and mode out of order
[[nodiscard]] inline uncertain_input triangular_input(std::string name, double low, double mode,
                                                      double high) {
  require(low <= mode && mode <= high && low < high, "triangular_input", name, " has ", low, ", ",
          mode, ", ", high, "; low <= mode <= high is needed");
  return {std::move(name), [low, mode, high](double p) {
            const double split = (mode - low) / (high - low);
            return p < split ? low + std::sqrt(p * (high - low) * (mode - low))
                             : high - std::sqrt((1 - p) * (high - low) * (high - mode));
          }};
}
/// Lognormal with the given median; its logarithm has standard deviation sigma.
/// @throws argument_error  a median not above zero, a negative sigma
[[nodiscard]] inline uncertain_input lognormal_input(std::string name, double median,
                                                     double sigma) {
  require(median > 0 && sigma >= 0, "lognormal_input", name, " has median ", median, " and sigma ",
          sigma, "; the median must be above 0, sigma not below");
  return {std::move(name), [median, sigma](double p) {
            return median * std::exp(sigma * philox::inverse_normal(p));
          }};
}

struct propagation_options {
  int draws = 10000;
  double level = 0.95;
  std::uint64_t seed = 1;
  unsigned threads = 1;
};

/// One bar of the tornado: the outcome with one input at its quantiles, the others at their medians.
struct tornado_bar {
  std::string name;
  double low = 0, high = 0;  ///< outcome at the input's lower and upper quantile
  double width = 0;          ///< |high - low|
};
struct propagation_result {
  double at_medians = 0;
  double mean = 0, median = 0, std_error = 0;
  double low = 0, high = 0;  ///< quantiles of the draws
  std::vector<double> draws;
  std::vector<tornado_bar> tornado;  ///< widest first
};

/// Draws the inputs independently and evaluates the outcome.
///
/// @param outcome  called with one value an input, in their order; from several threads at once
/// @throws argument_error   no inputs, fewer than 100 draws, level
/// @throws numerical_error  an outcome that is not finite: the draw and its inputs are named
/// @note   draw i takes stream i of the generator; quantiles linear between order statistics (R type 7)
/// @see    JCGM 101:2008, Propagation of distributions using a Monte Carlo method; Howard (1988), Decision
///         Analysis (tornado diagrams)
template <class Outcome>
[[nodiscard]] propagation_result propagate(const std::vector<uncertain_input>& inputs,
                                           Outcome&& outcome,
                                           const propagation_options& options = {}) {
  require(!inputs.empty(), "propagate", "there are no inputs");
  require(options.draws >= 100, "propagate", "draws is ", options.draws,
          "; at least 100 are needed");
  require(options.level > 0 && options.level < 1, "propagate", "level is ", options.level,
          "; it must lie between 0 and 1");
  const auto checked = [&](const std::vector<double>& x, const std::string& where) {
    const double y = outcome(std::span<const double>(x));
    if (std::isfinite(y)) return y;
    std::string all;
    for (std::size_t j = 0; j < x.size(); ++j)
      all += text(j == 0 ? "" : ", ", inputs[j].name, " ", x[j]);
    throw numerical_error(text("propagate: the outcome is not finite ", where, " (", all, ")"));
  };
  propagation_result r;
  r.draws.resize(to_size(options.draws));
  parallel_for(r.draws.size(), options.threads, [&](std::size_t i) {
    philox stream(options.seed, i);
    std::vector<double> x;
    for (const uncertain_input& input : inputs) x.push_back(input.quantile(stream.uniform()));
    r.draws[i] = checked(x, text("in draw ", i + 1));
  });
  std::vector<double> medians;
  for (const uncertain_input& input : inputs) medians.push_back(input.quantile(0.5));
  r.at_medians = checked(medians, "at the medians");
  for (std::size_t j = 0; j < inputs.size(); ++j) {
    const auto at = [&](double p) {
      std::vector<double> x = medians;
      x[j] = inputs[j].quantile(p);
      return checked(x, "in the tornado");
    };
    const double a = at((1 - options.level) / 2), b = at((1 + options.level) / 2);
    r.tornado.push_back({inputs[j].name, a, b, std::abs(b - a)});
  }
  std::stable_sort(r.tornado.begin(), r.tornado.end(),
                   [](const tornado_bar& a, const tornado_bar& b) { return a.width > b.width; });
  std::vector<double> sorted = r.draws;
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(sorted.size());
  for (const double d : sorted) r.mean += d / n;
  for (const double d : sorted) r.std_error += (d - r.mean) * (d - r.mean) / (n - 1);
  r.std_error = std::sqrt(r.std_error);
  r.median = sorted_quantile(sorted, 0.5);
  r.low = sorted_quantile(sorted, (1 - options.level) / 2);
  r.high = sorted_quantile(sorted, (1 + options.level) / 2);
  return r;
}

}  // namespace bilateral
