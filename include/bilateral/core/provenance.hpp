#pragma once
/// Where figures come from, which travels with the data to the printed number, and which rows they do
/// not come from.

#include <cstddef>
#include <string>

namespace bilateral {

struct provenance {
  std::string source;   ///< who reported it
  std::string vintage;  ///< when: the date of the release
  std::string note;

  [[nodiscard]] bool empty() const { return source.empty() && vintage.empty() && note.empty(); }
  friend bool operator==(const provenance& a, const provenance& b) = default;
};

/// A row left out of a sample: its position from 1 and why.
struct dropped_row {
  std::size_t row = 0;
  std::string reason;
};

/// "SUNAT (2017-02-01): definitive exports".
[[nodiscard]] inline std::string to_string(const provenance& p) {
  std::string out = p.source;
  if (!p.vintage.empty()) out += " (" + p.vintage + ")";
  if (!p.note.empty()) out += (out.empty() ? "" : ": ") + p.note;
  return out;
}

/// Joins two: what a figure computed from both carries.
[[nodiscard]] inline provenance joined(const provenance& a, const provenance& b) {
  const auto both = [](const std::string& x, const std::string& y) {
    if (x == y || y.empty()) return x;
    return x.empty() ? y : x + "; " + y;
  };
  return {both(a.source, b.source), both(a.vintage, b.vintage), both(a.note, b.note)};
}

}  // namespace bilateral
