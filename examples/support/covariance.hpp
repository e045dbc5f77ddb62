#pragma once
// --covariance and --preset as one type, so that a program instantiates each estimator once.

#include "support/data.hpp"
#include "support/program.hpp"

#include <bilateral/econometrics/package.hpp>

#include <charconv>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace example {

// A covariance type of its own, found by overload like those of the library.
struct any_covariance {
  using scores_type = bilateral::estimation_scores<double>;
  std::function<bilateral::covariance_estimate<double>(const scores_type&)> make;
  bool scores = true, leverage = false;
};
[[nodiscard]] inline bool uses_scores(const any_covariance& c) { return c.scores; }
[[nodiscard]] inline bool uses_leverage(const any_covariance& c) { return c.leverage; }
[[nodiscard]] inline bilateral::covariance_estimate<double> covariance(
    const any_covariance::scores_type& s, const any_covariance& c) {
  return c.make(s);
}

// What the flags say, before the data are read.
struct covariance_flags {
  std::string covariance, preset;

  void add_to(program& app, bool clusters = true) {
    app.option("--covariance", covariance,
               clusters ? "iid, hc0..hc4, newey_west[:LAGS], andrews, cluster:A[,B], dyadic:A,B or "
                          "driscoll_kraay:TIME[:LAGS]; A^B is an interaction"
                        : "iid, hc0..hc4, newey_west[:LAGS] or andrews");
    app.choice("--preset", preset, "Factors, degrees of freedom and defaults of another program",
               {"", "stata", "fixest", "sandwich", "statsmodels", "gretl", "ppmlhdfe"});
  }
  [[nodiscard]] std::optional<bilateral::package> program_named() const {
    using bilateral::package;
    if (preset == "stata") return package::stata;
    if (preset == "fixest") return package::fixest;
    if (preset == "sandwich") return package::sandwich;
    if (preset == "statsmodels") return package::statsmodels;
    if (preset == "gretl") return package::gretl;
    if (preset == "ppmlhdfe") return package::ppmlhdfe;
    return std::nullopt;
  }
  // "cluster", "A,B" of cluster:A,B
  [[nodiscard]] std::pair<std::string, std::string> parts() const { return split_at_colon(covariance); }

  // TIME and LAGS of driscoll_kraay:TIME[:LAGS]; the column's name may hold a colon
  [[nodiscard]] std::pair<std::string, std::optional<long>> time_and_lags() const {
    const std::string rest = parts().second;
    const std::size_t at = rest.rfind(':');
    if (at != std::string::npos && at + 1 < rest.size() &&
        rest.find_first_not_of("0123456789", at + 1) == std::string::npos) {
      return {rest.substr(0, at), whole_number("--covariance", rest.substr(at + 1), 0)};
    }
    return {rest, std::nullopt};
  }
  // the grouping columns that the covariance needs
  [[nodiscard]] std::vector<std::string> groups() const {
    const auto [kind, rest] = parts();
    if (kind == "cluster" || kind == "dyadic") {
      const auto names = split_list(rest);
      if (names.empty() || (kind == "dyadic" && names.size() != 2)) {
        throw usage_error("--covariance: '" + covariance + "' must name " +
                          (kind == "dyadic" ? "two columns" : "a column"));
      }
      return names;
    }
    if (kind == "driscoll_kraay") {
      if (rest.empty()) throw usage_error("--covariance: '" + covariance + "' must name a column");
      return {time_and_lags().first};
    }
    return {};
  }
};

// Positions in time of a column of numbers, dates or texts (in sorted order).
inline std::vector<std::int64_t> time_of(const data_set& data, const std::string& column) {
  const bilateral::factor f = data.group(column);
  std::vector<std::int64_t> at(static_cast<std::size_t>(f.levels));
  bool whole = true;
  bool dates = true;
  std::optional<frequency> every;
  for (std::int32_t l = 0; l < f.levels; ++l) {
    const std::string& label = f.labels[static_cast<std::size_t>(l)];
    std::int64_t value = 0;
    const auto read = std::from_chars(label.data(), label.data() + label.size(), value);
    whole = whole && read.ec == std::errc() && read.ptr == label.data() + label.size();
    if (whole) at[static_cast<std::size_t>(l)] = value;
  }
  for (std::int32_t l = 0; l < f.levels && !whole && dates; ++l) {
    const auto when = parse_date(f.labels[static_cast<std::size_t>(l)]);
    dates = when && (!every || *every == when->every);
    if (!dates) break;
    every = when->every;
    at[static_cast<std::size_t>(l)] = when->at;
  }
  if (!whole && !dates) {
    for (std::int32_t l = 0; l < f.levels; ++l) at[static_cast<std::size_t>(l)] = l;
  }
  std::vector<std::int64_t> time;
  time.reserve(f.size());
  for (const std::int32_t code : f.codes) time.push_back(at[static_cast<std::size_t>(code)]);
  return time;
}

namespace detail {
template <class Spec>
any_covariance erased(const Spec& spec, const std::optional<bilateral::package>& preset) {
  any_covariance out;
  out.scores = bilateral::detail::wants_scores(spec);
  out.leverage = bilateral::detail::wants_leverage(spec);
  if (preset) {
    out.make = [s = bilateral::like(*preset, spec)](const any_covariance::scores_type& scores) {
      return covariance(scores, s);
    };
  } else {
    out.make = [spec](const any_covariance::scores_type& scores) { return covariance(scores, spec); };
  }
  return out;
}
}  // namespace detail

// The covariance that the flags ask for; `fallback` where --covariance is not given.
inline any_covariance covariance_of(const covariance_flags& flags, const data_set& data,
                                    const std::string& fallback = "iid") {
  using namespace bilateral;
  covariance_flags asked = flags;
  if (asked.covariance.empty()) asked.covariance = fallback;
  const auto [kind, rest] = asked.parts();
  const auto preset = asked.program_named();
  const auto plain = [&, &rest = rest, &kind = kind] {
    if (!rest.empty()) throw usage_error("--covariance: '" + kind + "' takes nothing after a colon");
  };
  if (kind == "iid") return plain(), detail::erased(iid{}, preset);
  for (int i = 0; i <= 4; ++i) {
    if (kind == "hc" + std::to_string(i)) {
      return plain(), detail::erased(heteroskedastic{static_cast<hc>(i)}, preset);
    }
  }
  if (kind == "newey_west") {
    newey_west spec;
    if (!rest.empty()) spec.lags = whole_number("--covariance newey_west", rest, 0);
    return detail::erased(spec, preset);
  }
  if (kind == "andrews") return plain(), detail::erased(hac{}, preset);
  if (kind == "cluster") {
    clustered spec;
    for (const std::string& name : asked.groups()) spec.by.push_back(data.group(name));
    return detail::erased(spec, preset);
  }
  if (kind == "dyadic") {
    const auto names = asked.groups();
    return detail::erased(dyadic{data.group(names[0]), data.group(names[1])}, preset);
  }
  if (kind == "driscoll_kraay") {
    (void)asked.groups();
    const auto [column, lags] = asked.time_and_lags();
    return detail::erased(driscoll_kraay{.time = time_of(data, column), .lags = lags}, preset);
  }
  throw usage_error("--covariance: '" + kind +
                    "' is none of iid, hc0..hc4, newey_west[:LAGS], andrews, cluster:A[,B], "
                    "dyadic:A,B, driscoll_kraay:TIME[:LAGS]");
}

}  // namespace example
