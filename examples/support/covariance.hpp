#pragma once
// --covariance and --preset as one type, so that a program instantiates each estimator once.

#include "support/data.hpp"
#include "support/program.hpp"

#include <bilateral/econometrics/covariance/package.hpp>

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
std::vector<std::int64_t> time_of(const data_set& data, const std::string& column);

// The covariance that the flags ask for; `fallback` where --covariance is not given.
any_covariance covariance_of(const covariance_flags& flags, const data_set& data,
                             const std::string& fallback = "iid");

}  // namespace example
