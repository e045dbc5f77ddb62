#include "support/covariance.hpp"

#include <bilateral/econometrics/covariance/package.hpp>

#include <charconv>

namespace example {

std::vector<std::int64_t> time_of(const data_set& data, const std::string& column) {
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
  out.scores = bilateral::wants_scores(spec);
  out.leverage = bilateral::wants_leverage(spec);
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

any_covariance covariance_of(const covariance_flags& flags, const data_set& data,
                                    const std::string& fallback) {
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
