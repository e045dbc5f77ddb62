#pragma once
/// Trade before and after an agreement: dummies for the periods around its coming into force.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

struct event_window {
  std::int64_t leads = 3;  ///< periods before; the first dummy holds all earlier ones too
  std::int64_t lags = 5;   ///< periods after the first; the last dummy holds all later ones too
};

/// A column of the design for each period of the window but the one before the event, which is the base.
struct event_dummies {
  std::vector<std::int64_t> at;              ///< period relative to the event
  std::vector<std::string> names;            ///< `event(COL,-2)`
  std::vector<dense_vector<double>> values;  ///< (n) each
  std::size_t treated = 0, never = 0,
              always = 0;  ///< entities; always: treated in their first period
};

/// One coefficient of the path; the base is zero by construction.
struct event_point {
  std::int64_t at = 0;
  double estimate = 0;
  std::optional<double> std_error, low, high;
};
struct event_path {
  std::string column;
  std::vector<event_point> points;  ///< in order of time, the base included
  std::optional<test_result> leads_are_zero;
  std::size_t treated = 0, never = 0, always = 0;
};

/// The dummies of an event study.
///
///   event_k(i, t) = 1 where period t is k periods after the first with a policy that is not zero,
///                   k = -leads..lags without -1; the ends hold what lies beyond them
///
/// Entities that are always treated have no event that the data show: they are zero throughout, as are
/// those never treated.
///
/// @param name    of the policy; @param policy  (n) 0 where it is not in force
/// @param entity  (n); @param period  (n) a whole number for each row, periods 1 apart or `step`
/// @throws argument_error  shapes, a window below one lead or zero lags, no entity that changes,
///                         a policy that ends again
/// @see    Freyaldenhoven, Hansen, Perez & Shapiro (2021), NBER 29170 (ends that hold the rest)
template <class = when_called>
[[nodiscard]] event_dummies event_study(const std::string& name, const dense_vector<double>& policy,
                                        const factor& entity,
                                        const std::vector<std::int64_t>& period,
                                        const event_window& window = {}) {
  const auto n = to_size(policy.size());
  require(entity.size() == n && period.size() == n, "event_study", name, " has ", n, " rows, ",
          entity.name, " ", entity.size(), ", the periods ", period.size());
  require(window.leads >= 1 && window.lags >= 0 && window.leads + window.lags <= 1000,
          "event_study", "the window is ", window.leads, " leads and ", window.lags,
          " lags; at least 1 and 0");
  constexpr std::int64_t none = (std::numeric_limits<std::int64_t>::max)();
  const auto levels = to_size(entity.levels);
  std::vector<std::int64_t> first(levels, none), start(levels, none), last_off(levels, -none);
  for (std::size_t i = 0; i < n; ++i) {
    const auto e = to_size(entity.codes[i]);
    first[e] = (std::min)(first[e], period[i]);
    if (policy[to_index(i)] != 0) {
      start[e] = (std::min)(start[e], period[i]);
    } else {
      last_off[e] = (std::max)(last_off[e], period[i]);
    }
  }
  event_dummies out;
  for (std::size_t e = 0; e < levels; ++e) {
    const bool always = start[e] != none && start[e] == first[e];
    if (start[e] == none) ++out.never;
    if (always) ++out.always;
    if (start[e] == none || always) {
      start[e] = none;
      continue;
    }
    ++out.treated;
    require(last_off[e] < start[e], "event_study", name, " ends again in ", entity.name, " ",
            entity.label(static_cast<std::int32_t>(e)),
            ": an event study takes a policy that stays");
  }
  require(out.treated > 0, "event_study", name, " never changes from zero within ", entity.name);
  for (std::int64_t k = -window.leads; k <= window.lags; ++k) {
    if (k == -1) continue;
    dense_vector<double> column = dense_vector<double>::Zero(policy.size());
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t begin = start[to_size(entity.codes[i])];
      if (begin == none) continue;
      const std::int64_t at = (std::clamp)(period[i] - begin, -window.leads, window.lags);
      if (at != k) continue;
      column[to_index(i)] = 1;
      sum += 1;
    }
    if (sum == 0) continue;  // no row lies there (periods further apart)
    out.at.push_back(k);
    out.names.push_back(text("event(", name, ",", k, ")"));
    out.values.push_back(std::move(column));
  }
  return out;
}

/// The path of the coefficients, and the test that those before the event are zero.
template <estimation_result Result>
[[nodiscard]] event_path path_of(const Result& fit, const std::string& column,
                                 const event_dummies& dummies, double level = 0.95) {
  event_path out;
  out.column = column;
  out.treated = dummies.treated;
  out.never = dummies.never;
  out.always = dummies.always;
  out.points.push_back({-1, 0, {}, {}, {}});
  std::vector<std::string> leads;
  for (std::size_t d = 0; d < dummies.names.size(); ++d) {
    const auto found = std::find(fit.names.begin(), fit.names.end(), dummies.names[d]);
    if (found == fit.names.end()) continue;
    const auto j = to_index(found - fit.names.begin());
    event_point p{dummies.at[d], static_cast<double>(fit.coefficients[j]), {}, {}, {}};
    if (const auto se = std_error(fit, j)) p.std_error = static_cast<double>(*se);
    if (const auto ci = confidence_interval(fit, j, level)) {
      p.low = ci->first;
      p.high = ci->second;
    }
    out.points.push_back(p);
    if (p.at < -1) leads.push_back(dummies.names[d]);
  }
  std::sort(out.points.begin(), out.points.end(),
            [](const event_point& a, const event_point& b) { return a.at < b.at; });
  if (!leads.empty() && fit.covariance) out.leads_are_zero = wald_test(fit, leads);
  return out;
}

}  // namespace bilateral
