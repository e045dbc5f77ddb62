#pragma once
/// Duration of trade relations: spells, and their survival by Kaplan and Meier.

#include <bilateral/core/check.hpp>
#include <bilateral/core/when_called.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// A relation that is traded from one period to another without a break.
struct trade_spell {
  std::size_t relation = 0;
  int length = 0;      ///< periods, at least 1
  bool ended = false;  ///< it stopped; otherwise the last period still has it (right-censored)
  bool from_the_start =
      false;  ///< the first period has it already: its beginning is not known (left-censored)
};

/// Spells of relations that are traded (1) or not (0) in each of T periods.
///
/// @param active  relation by relation, `periods` elements each
/// @throws argument_error  a length that is no multiple of periods, fewer than one period
/// @see  Besedes & Prusa (2006), Canadian Journal of Economics 39
template <class = when_called>
[[nodiscard]] std::vector<trade_spell> trade_spells(const std::vector<bool>& active,
                                                    std::size_t periods) {
  require(periods >= 1, "trade_spells", "periods is ", periods, "; it must be at least 1");
  require(active.size() % periods == 0, "trade_spells", "active has ", active.size(),
          " elements, no multiple of ", periods);
  std::vector<trade_spell> out;
  for (std::size_t r = 0; r < active.size() / periods; ++r) {
    for (std::size_t t = 0; t < periods;) {
      if (!active[r * periods + t]) {
        ++t;
        continue;
      }
      const std::size_t first = t;
      while (t < periods && active[r * periods + t]) ++t;
      out.push_back({r, static_cast<int>(t - first), t < periods, first == 0});
    }
  }
  return out;
}

/// One step of a survival curve.
struct survival_step {
  int time = 0;             ///< length of spell at which some ended
  std::size_t at_risk = 0;  ///< spells at least that long
  std::size_t ended = 0;
  double survival = 0;  ///< S(time), just after
  /// Greenwood's; none at S = 0, where it is not defined
  std::optional<double> std_error;
  std::optional<double> low, high;  ///< 95 percent, by log(-log S); none at S = 0 and S = 1
};

/// The Kaplan-Meier estimate.
struct survival_curve {
  std::vector<survival_step> steps;
  std::size_t spells = 0, ended = 0;
  std::size_t left_out = 0;   ///< spells whose beginning is not known
  std::optional<int> median;  ///< the first time with S <= 1/2; none where the curve stays above
};

/// What is done with spells that the first period has already.
enum class left_censored { leave_out, keep };

/// Survival of trade relations.
///
///   S(t) = prod_{s <= t} (1 - d_s / n_s),  se = S sqrt(sum d_s / (n_s (n_s - d_s)))
///
/// @throws argument_error  a spell shorter than one period, no spells left
/// @note   equal to R survival survfit(conf.type = "log-log")
/// @see    Kaplan & Meier (1958), JASA 53; Greenwood (1926); Besedes & Prusa (2006), Canadian
///         Journal of Economics 39
template <class = when_called>
[[nodiscard]] survival_curve kaplan_meier(std::span<const trade_spell> spells,
                                          left_censored unknown = left_censored::leave_out) {
  constexpr double normal_quantile = 1.959963984540054;  // of 0.975
  std::vector<const trade_spell*> used;
  for (const trade_spell& s : spells) {
    require(s.length >= 1, "kaplan_meier", "a spell of relation ", s.relation, " has length ",
            s.length, "; at least 1");
    if (unknown == left_censored::keep || !s.from_the_start) used.push_back(&s);
  }
  require(!used.empty(), "kaplan_meier", "there are no spells",
          spells.empty() ? "" : " whose beginning is known");
  std::sort(used.begin(), used.end(),
            [](const trade_spell* a, const trade_spell* b) { return a->length < b->length; });
  survival_curve out;
  out.spells = used.size();
  out.left_out = spells.size() - used.size();
  double survival = 1, sum = 0;
  for (std::size_t i = 0; i < used.size();) {
    survival_step step;
    step.time = used[i]->length;
    step.at_risk = used.size() - i;
    for (; i < used.size() && used[i]->length == step.time; ++i)
      step.ended += used[i]->ended ? 1U : 0U;
    if (step.ended == 0) continue;
    const double d = static_cast<double>(step.ended), n = static_cast<double>(step.at_risk);
    survival *= 1 - d / n;
    step.survival = survival;
    out.ended += step.ended;
    if (d < n) {
      sum += d / (n * (n - d));
      step.std_error = survival * std::sqrt(sum);
      const double log_survival = std::log(survival),
                   spread = normal_quantile * std::sqrt(sum) / -log_survival;
      step.low = std::exp(log_survival * std::exp(spread));
      step.high = std::exp(log_survival * std::exp(-spread));
    } else {
      step.survival = survival = 0;
    }
    if (!out.median && survival <= 0.5) out.median = step.time;
    out.steps.push_back(step);
  }
  return out;
}

}  // namespace bilateral
