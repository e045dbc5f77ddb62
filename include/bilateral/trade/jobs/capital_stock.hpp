#pragma once
/// The stock of investment from its flows (perpetual inventory).

#include <bilateral/core/check.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/series/series.hpp>

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace bilateral {

enum class depreciation {
  geometric,  ///< K_t = (1 - d) K_{t-1} + I_t
  linear      ///< an investment loses 1 / life of itself each period and is gone after `life`
};

struct capital_stock_options {
  depreciation kind = depreciation::geometric;
  double rate = 0.05;               ///< d, geometric
  int life = 20;                    ///< periods, linear
  std::optional<double> initial{};  ///< stock before the first flow; none: I_1 / (g + d)
  std::optional<double> growth{};   ///< g of that formula; none: mean log growth of the flows
  std::vector<double> deflator{};   ///< price index of each flow, base 1; empty: flows are real
};

struct capital_stock_result {
  double initial = 0;         ///< before the first flow
  double growth = 0;          ///< used for it
  std::vector<double> stock;  ///< at the end of each period, in prices of the deflator's base
};

/// Stock at the end of each period.
///
///   geometric K_t = (1 - d) K_{t-1} + I_t / p_t,  K_0 = I_1 / (g + d) where no initial stock is given
///   linear    K_t = sum_{s < life} (1 - s / life) I_{t-s} / p_{t-s} + what is left of the initial stock
///
/// @param flows  gross investment of each period; the sign is free (disinvestment)
/// @throws argument_error  no flows, rate outside (0, 1], life below 1, deflator of another length or not
///                         positive, g + d not above 0, flows that are not positive where g is estimated
/// @see    OECD (2009), Measuring Capital, ch. 8 and 15; Harberger (1978) for the initial stock
template <class = when_called>
[[nodiscard]] capital_stock_result capital_stock(std::span<const double> flows,
                                                 const capital_stock_options& options = {}) {
  constexpr const char* function = "capital_stock";
  const std::size_t n = flows.size();
  require(n > 0, function, "there are no flows");
  require_finite(function, "flows", flows);
  const bool geometric = options.kind == depreciation::geometric;
  require(!geometric || (options.rate > 0 && options.rate <= 1), function, "rate is ", options.rate,
          "; it must lie above 0 and at most at 1");
  require(geometric || options.life >= 1, function, "life is ", options.life,
          "; it must be at least 1");
  std::vector<double> real(flows.begin(), flows.end());
  if (!options.deflator.empty()) {
    require_same_size(function, "the deflator", options.deflator.size(), "flows", n);
    require_positive(function, "the deflator", std::span<const double>(options.deflator));
    for (std::size_t t = 0; t < n; ++t) real[t] /= options.deflator[t];
  }
  capital_stock_result out;
  if (options.initial) {
    require(*options.initial >= 0, function, "the initial stock is ", *options.initial,
            "; it must not be negative");
    out.initial = *options.initial;
  } else if (geometric) {
    if (options.growth) {
      out.growth = *options.growth;
    } else {
      for (std::size_t t = 0; t < n; ++t) {
        require(real[t] > 0, function, "the flow of period ", t + 1, " is ", real[t],
                "; the growth of the flows needs positive ones (give `growth` or `initial`)");
      }
      out.growth = n > 1 ? std::log(real[n - 1] / real[0]) / static_cast<double>(n - 1) : 0;
    }
    require(out.growth + options.rate > 0, function, "growth plus depreciation is ",
            out.growth + options.rate, "; the formula of the initial stock needs it above 0");
    out.initial = real[0] / (out.growth + options.rate);
  }
  double stock = out.initial;
  const double life = options.life;
  for (std::size_t t = 0; t < n; ++t) {
    if (geometric) {
      stock = (1 - options.rate) * stock + real[t];
    } else {
      const double age = static_cast<double>(t) + 1;
      stock = age < life ? out.initial * (1 - age / life) : 0;
      for (std::size_t s = 0; s <= t && static_cast<double>(s) < life; ++s) {
        stock += real[t - s] * (1 - static_cast<double>(s) / life);
      }
    }
    out.stock.push_back(stock);
  }
  return out;
}

/// The same of a typed series of flows: the stock at the end of each of its periods, in the flows' unit.
/// Jobs per unit of stock are then `employment / capital_stock(flows)`.
/// @throws data_error  a missing period, named
template <frequency F, unit U>
[[nodiscard]] series<F, U> capital_stock(const series<F, U>& flows,
                                         const capital_stock_options& options = {}) {
  return series<F, U>("stock of " + flows.name, flows.start,
                      capital_stock(complete(flows), options).stock, flows.source);
}

}  // namespace bilateral
