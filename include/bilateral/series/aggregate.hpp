#pragma once
/// From months to quarters and years: flows summed, stocks at the end, rates averaged.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/series/series.hpp>

namespace bilateral {

enum class aggregation { sum, last, mean };
enum class incomplete { refuse, mask };

/// @param how   sum for flows, last for stocks, mean for rates
/// @param gaps  what happens to a coarse period that lacks a value: refused, or masked with reason
/// @throws data_error  an incomplete period, named, when refused
template <frequency To, frequency From, unit U>
requires(To::periods_per_year < From::periods_per_year)
    [[nodiscard]] series<To, U> aggregate(const series<From, U>& s, aggregation how,
                                          incomplete gaps = incomplete::refuse) {
  require(!s.empty(), "aggregate", s.name, " is empty");
  constexpr std::int64_t ratio = From::periods_per_year / To::periods_per_year;
  series<To, U> out;
  out.name = s.name;
  out.source = s.source;
  out.start = containing<To>(s.start);
  const period<To> last = containing<To>(s.last());
  out.values.resize(to_size(last - out.start) + 1);
  out.missing.resize(out.values.size());
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const period<To> p = out.at(i);
    const auto first = period<From>::from_ordinal(p.ordinal() * ratio);
    double sum = 0, value = 0;
    std::string lacks;
    for (std::int64_t j = 0; j < ratio && lacks.empty(); ++j) {
      const period<From> q = first + j;
      if (!s.covers(q) || s.missing[s.index(q)]) {
        lacks = text(to_string(p), " is incomplete: ", s.name, " has no ", to_string(q));
      } else {
        value = s.values[s.index(q)];
        sum += value;
      }
    }
    if (lacks.empty()) {
      out.values[i] = how == aggregation::sum    ? sum
                      : how == aggregation::last ? value
                                                 : sum / static_cast<double>(ratio);
    } else if (gaps == incomplete::refuse) {
      throw data_error(text("aggregate: ", lacks));
    } else {
      out.mask(i, lacks);
    }
  }
  return out;
}

}  // namespace bilateral
