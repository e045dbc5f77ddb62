#pragma once
/// Changes of trade costs: in words ('PER>CHN,-10%'), and as the ease of trade that the models
/// take.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace bilateral {

/// Costs from every exporter to every importer change by a percentage; not those at home.
struct trade_cost_shock {
  std::vector<std::string> exporters, importers;  ///< "*" is everyone
  bool both_ways = false;                         ///< 'A<>B'
  double percent = 0;                             ///< of iceberg costs tau
};

namespace detail {

template <class = when_called>
[[nodiscard]] std::string_view trimmed(std::string_view t) {
  while (!t.empty() && (t.front() == ' ' || t.front() == '\t')) t.remove_prefix(1);
  while (!t.empty() && (t.back() == ' ' || t.back() == '\t')) t.remove_suffix(1);
  return t;
}

template <class = when_called>
[[nodiscard]] std::vector<std::string> group_of(std::string_view group, std::string_view whole) {
  std::vector<std::string> names;
  for (std::size_t from = 0; from <= group.size();) {
    const std::size_t to = (std::min)(group.find('+', from), group.size());
    const auto name = trimmed(group.substr(from, to - from));
    require(!name.empty(), "parse_shocks", "a name is missing in '", std::string(whole),
            "'; the form is 'A>B,-10%', groups are A+B>C, everyone is *");
    names.emplace_back(name);
    from = to + 1;
  }
  return names;
}

template <class = when_called>
[[nodiscard]] double percent_of(std::string_view t, std::string_view whole) {
  require(!t.empty() && t.back() == '%', "parse_shocks", "the change in '", std::string(whole),
          "' does not end in %");
  t = trimmed(t.substr(0, t.size() - 1));
  if (!t.empty() && t.front() == '+') t.remove_prefix(1);
  double value = 0;
  const auto end = std::from_chars(t.data(), t.data() + t.size(), value);
  require(
      !t.empty() && end.ec == std::errc() && end.ptr == t.data() + t.size() && std::isfinite(value),
      "parse_shocks", "'", std::string(t), "' is not a number in '", std::string(whole), "'");
  require(value > -100, "parse_shocks", "a change of trade costs by ", value, " percent in '",
          std::string(whole), "' would leave costs of zero or less; it must be above -100");
  return value;
}

}  // namespace detail

/// Reads changes of trade costs: 'A>B,-10%', groups 'A+B>C,-10%', both ways 'A<>B,-10%', everyone
/// '*'; several are separated by ';'.
///
/// @throws argument_error  anything else, and a cut of 100 percent or more
template <class = when_called>
[[nodiscard]] std::vector<trade_cost_shock> parse_shocks(std::string_view words) {
  std::vector<trade_cost_shock> shocks;
  for (std::size_t from = 0; from <= words.size();) {
    const std::size_t to = (std::min)(words.find(';', from), words.size());
    const auto one = detail::trimmed(words.substr(from, to - from));
    from = to + 1;
    if (one.empty() && from > words.size() && !shocks.empty()) break;  // a ';' at the end
    const auto comma = one.rfind(',');
    const auto arrow = one.find('>');
    require(comma != std::string_view::npos && arrow != std::string_view::npos && arrow < comma,
            "parse_shocks", "'", std::string(one), "' is not of the form 'A>B,-10%'");
    trade_cost_shock s;
    s.both_ways = arrow > 0 && one[arrow - 1] == '<';
    s.exporters = detail::group_of(one.substr(0, s.both_ways ? arrow - 1 : arrow), one);
    s.importers = detail::group_of(one.substr(arrow + 1, comma - arrow - 1), one);
    s.percent = detail::percent_of(detail::trimmed(one.substr(comma + 1)), one);
    shocks.push_back(std::move(s));
  }
  return shocks;
}

/// log tau_ij of the shocks: the sum of log(1 + percent / 100) over those that name the pair; a
/// pair named twice by one shock counts once, and domestic costs stay.
///
/// @throws argument_error  a name that is not among the countries, or a shock that changes no pair
template <class = when_called>
[[nodiscard]] dense_matrix<double> log_cost_change(const std::vector<std::string>& countries,
                                                   const std::vector<trade_cost_shock>& shocks) {
  const auto n = std::ssize(countries);
  const auto members = [&](const std::vector<std::string>& names) {
    std::vector<char> in(countries.size(), 0);
    for (const auto& name : names) {
      if (name == "*") {
        in.assign(countries.size(), 1);
        continue;
      }
      const auto found = std::find(countries.begin(), countries.end(), name);
      require(found != countries.end(), "log_cost_change", "the shock names '", name,
              "', which is not among the countries of the flows");
      in[to_size(found - countries.begin())] = 1;
    }
    return in;
  };
  dense_matrix<double> log_cost = dense_matrix<double>::Zero(n, n);
  for (const auto& s : shocks) {
    const auto from = members(s.exporters), to = members(s.importers);
    const double step = std::log1p(s.percent / 100);
    std::size_t pairs = 0;
    for (std::size_t j = 0; j < countries.size(); ++j) {
      for (std::size_t i = 0; i < countries.size(); ++i) {
        const bool named =
            (from[i] != 0 && to[j] != 0) || (s.both_ways && from[j] != 0 && to[i] != 0);
        if (i == j || !named) continue;
        log_cost(to_index(i), to_index(j)) += step;
        ++pairs;
      }
    }
    require(pairs > 0, "log_cost_change", "a shock from ", s.exporters.front(), " to ",
            s.importers.front(),
            " changes no pair of different countries; domestic costs stay as they are");
  }
  return log_cost;
}

}  // namespace bilateral
