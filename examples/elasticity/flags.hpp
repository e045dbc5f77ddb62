#pragma once
// Which flags act on which method: the one table that the program, its help and its test go by.
// Flags that read the file and write the answer (--csv, --date, --where, --json, --html, ...) act on
// every method.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace elasticity_program {

// What stands after the method's colon.
enum class argument { none, number, orders };

struct method_row {
  std::string_view name;
  std::string_view pattern;  // as on the page of --help
  argument after_colon;
  long most;  // the largest number after the colon
  bool needs_price;
  std::string_view flags;  // those that act, one blank between them
};

// Flags that only some methods take.
inline constexpr std::array<std::string_view, 18> method_flags{
    "--price",  "--controls",        "--log",       "--no-log",   "--measure",
    "--case",   "--max-lag",         "--criterion", "--seasonal", "--max-breaks",
    "--trim",   "--draws",           "--seed",      "--threads",  "--covariance",
    "--preset", "--unit-root-tests", "--scale"};

// Those of them that act only with a price, where the method can do without one.
inline constexpr std::string_view with_price_only =
    "--controls --case --max-lag --criterion --seasonal";

// Those of them that choose orders, idle where the orders are given after the colon.
inline constexpr std::string_view order_flags = "--max-lag --criterion";

inline constexpr std::array<method_row, 17> methods{{
    {"loglog", "loglog", argument::none, 0, true,
     "--price --controls --log --no-log --measure --seasonal --covariance --preset --unit-root-tests"},
    {"arc", "arc", argument::none, 0, true, "--price --measure"},
    {"rolling", "rolling:W", argument::number, 1000000, true,
     "--price --controls --log --no-log --seasonal --covariance --draws --seed"},
    {"dl", "dl:Q", argument::number, 100000, true,
     "--price --controls --log --no-log --measure --seasonal --covariance --preset --unit-root-tests"},
    {"ardl", "ardl[:P,Q]", argument::orders, 1000, true,
     "--price --controls --log --no-log --measure --case --max-lag --criterion --seasonal --draws --seed "
     "--threads --covariance --preset --unit-root-tests"},
    {"nardl", "nardl[:P,Q,Q]", argument::orders, 1000, true,
     "--price --controls --log --no-log --case --max-lag --criterion --seasonal --draws --seed --threads "
     "--covariance --preset --unit-root-tests"},
    {"ecm", "ecm[:P,Q]", argument::orders, 1000, true,
     "--price --controls --log --no-log --measure --case --max-lag --criterion --seasonal --draws --seed "
     "--threads --covariance --preset --unit-root-tests"},
    {"eg", "eg", argument::none, 0, true,
     "--price --controls --log --no-log --measure --case --max-lag --seasonal --covariance --preset "
     "--unit-root-tests"},
    {"johansen", "johansen[:K]", argument::orders, 1000, false,
     "--price --controls --log --case --seasonal --unit-root-tests"},
    {"dols", "dols", argument::none, 0, true,
     "--price --controls --log --no-log --measure --case --max-lag --seasonal --covariance --unit-root-tests"},
    {"fmols", "fmols", argument::none, 0, true,
     "--price --controls --log --no-log --measure --case --seasonal --covariance --unit-root-tests"},
    {"ccr", "ccr", argument::none, 0, true,
     "--price --controls --log --no-log --measure --case --seasonal --covariance --unit-root-tests"},
    {"lp", "lp:H", argument::number, 10000, true,
     "--price --controls --log --no-log --max-lag --seasonal --covariance"},
    {"breaks", "breaks", argument::none, 0, false,
     "--price --controls --log --seasonal --max-breaks --trim --draws --seed --threads"},
    {"tvp", "tvp", argument::none, 0, true, "--price --controls --log --no-log --seasonal"},
    {"forecast", "forecast:H", argument::number, 10000, false,
     "--price --controls --log --no-log --case --max-lag --criterion --seasonal --scale"},
    {"report", "report", argument::none, 0, true,
     "--price --controls --log --no-log --measure --case --max-lag --criterion --seasonal --max-breaks --trim "
     "--draws --seed --threads --covariance --preset --unit-root-tests"},
}};

// Is `flag` one of the words of `list`?
[[nodiscard]] constexpr bool listed(std::string_view list, std::string_view flag) {
  while (!list.empty()) {
    const std::size_t end = list.find(' ');
    if (list.substr(0, end) == flag) return true;
    if (end == std::string_view::npos) break;
    list.remove_prefix(end + 1);
  }
  return false;
}

[[nodiscard]] constexpr const method_row* method_named(std::string_view name) {
  for (const method_row& m : methods) {
    if (m.name == name) return &m;
  }
  return nullptr;
}

// "loglog, arc, rolling:W, ..."
[[nodiscard]] inline std::string method_patterns() {
  std::string out;
  for (const method_row& m : methods) out += (out.empty() ? "" : ", ") + std::string(m.pattern);
  return out;
}

// The first of the flags given that would do nothing, with the reason; empty where all act.
[[nodiscard]] inline std::string idle_flag(const method_row& method, bool orders_given,
                                           bool price_given,
                                           const std::vector<std::string>& given) {
  for (const std::string& flag : given) {
    const std::string name(method.name);
    if (!listed(method.flags, flag)) return flag + ": does nothing with --method " + name;
    if (!method.needs_price && !price_given && listed(with_price_only, flag) &&
        name == "forecast") {
      return flag + ": does nothing with --method " + name + " without --price";
    }
    if (orders_given && listed(order_flags, flag)) {
      return flag + ": does nothing where --method " + name + " is given its orders";
    }
  }
  return {};
}

}  // namespace elasticity_program
