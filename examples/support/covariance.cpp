#include "support/covariance.hpp"

namespace example {

using bilateral::package;

void covariance_flags::add_to(program& app, bool clusters) {
  app.option("--covariance", covariance,
             clusters ? "iid, hc0..hc4, newey_west[:LAGS], andrews, cluster:A[,B], dyadic:A,B or "
                        "driscoll_kraay:TIME[:LAGS]; A^B is an interaction"
                      : "iid, hc0..hc4, newey_west[:LAGS] or andrews")
      ->group("Inference");
  app.choice("--preset", preset, "Factors, degrees of freedom and defaults of another program",
             {"", "stata", "fixest", "sandwich", "statsmodels", "gretl", "ppmlhdfe"})
      ->group("Inference");
}

std::optional<package> covariance_flags::program_named() const {
  if (!preset.empty()) return bilateral::package_named(preset);
  return std::nullopt;
}

bilateral::covariance_name covariance_flags::name(const std::string& fallback) const {
  try {
    return bilateral::parse_covariance(covariance.empty() ? fallback : covariance);
  } catch (const bilateral::argument_error& e) {
    throw usage_error(bilateral::text("--", e.what()));
  }
}

any_covariance covariance_of(const covariance_flags& flags, const bilateral::data_table& sample,
                             const std::string& fallback) {
  return bilateral::choose_covariance<double>(flags.name(fallback), sample, flags.program_named());
}

std::string unlike_ppmlhdfe(const covariance_flags& flags) {
  if (!flags.preset.empty()) return {};
  const std::string kind = flags.name("hc1").kind;
  if (kind == "hc1")
    return "ppmlhdfe's robust errors have the factor n/(n-1) and z: --preset ppmlhdfe";
  if (kind == "cluster")
    return "ppmlhdfe's clustered errors have the factor G/(G-1) and z: --preset ppmlhdfe";
  return "ppmlhdfe has robust and clustered errors only; its default is robust";
}

}  // namespace example
