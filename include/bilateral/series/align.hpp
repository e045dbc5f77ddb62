#pragma once
/// The only place where samples are cut: to the periods that all series share.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/series/series.hpp>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace bilateral {

/// What was cut off one series.
struct span_cut {
  std::string name;
  std::size_t before = 0;  ///< values left out at the start
  std::size_t after = 0;   ///< and at the end
};

template <class... Series>
struct aligned {
  std::tuple<Series...> series;
  std::vector<span_cut> cut;
};

/// Cuts to [first, last]. @throws alignment_error  outside the span
template <frequency F, unit U>
[[nodiscard]] series<F, U> window(const series<F, U>& s, period<F> first, period<F> last) {
  const std::size_t a = s.index(first), b = s.index(last);
  require(a <= b, "window", to_string(first), " is after ", to_string(last));
  series<F, U> out;
  out.name = s.name;
  out.start = first;
  out.source = s.source;
  out.values.assign(s.values.begin() + to_index(a), s.values.begin() + to_index(b) + 1);
  out.missing.assign(s.missing.begin() + to_index(a), s.missing.begin() + to_index(b) + 1);
  for (const auto& [i, why] : s.reasons) {
    if (i >= a && i <= b) out.reasons.emplace_back(i - a, why);
  }
  return out;
}

/// All series on the periods that they have in common, and what that cut off each.
/// @throws alignment_error  nothing in common
template <frequency F, unit... U>
[[nodiscard]] aligned<series<F, U>...> common_span(const series<F, U>&... s) {
  const period<F> first = (std::max)({s.start...});
  const period<F> last = (std::min)({s.last()...});
  if (first > last) throw alignment_error("common_span: the series have no period in common");
  return {{window(s, first, last)...},
          {span_cut{s.name, to_size(first - s.start), to_size(s.last() - last)}...}};
}

}  // namespace bilateral
