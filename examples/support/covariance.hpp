#pragma once
// --covariance and --preset, and what they ask for.

#include "support/data.hpp"
#include "support/program.hpp"

#include <bilateral/econometrics/covariance/choice.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace example {

using any_covariance = bilateral::covariance_choice<double>;

// What the flags say, before the data are read.
struct covariance_flags {
  std::string covariance, preset;

  void add_to(program& app, bool clusters = true);
  [[nodiscard]] std::optional<bilateral::package> program_named() const;
  // --covariance, or `fallback` where it is not given; a mistake in it is a usage error
  [[nodiscard]] bilateral::covariance_name name(const std::string& fallback = "iid") const;
  // "newey_west", "4" of newey_west:4
  [[nodiscard]] std::pair<std::string, std::string> parts() const {
    return split_at_colon(covariance);
  }
  // the grouping columns that the covariance needs
  [[nodiscard]] std::vector<std::string> groups() const { return name().groups; }
};

// The covariance that the flags ask for, on the rows of a sample.
any_covariance covariance_of(const covariance_flags& flags, const bilateral::data_table& sample,
                             const std::string& fallback = "iid");
inline any_covariance covariance_of(const covariance_flags& flags, const data_set& data,
                                    const std::string& fallback = "iid") {
  return covariance_of(flags, data.table(), fallback);
}

// Where the errors of Poisson regression differ from ppmlhdfe's, in words; empty where they are its own.
std::string unlike_ppmlhdfe(const covariance_flags& flags);

}  // namespace example
