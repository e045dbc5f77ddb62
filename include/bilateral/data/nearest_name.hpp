#pragma once
/// The name that somebody may have meant.

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bilateral {

/// Edits (a letter put in, left out, replaced, or two neighbours exchanged) from one text to another.
/// @see  Damerau (1964), Communications of the ACM 7(3)
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = (std::min)(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = (std::min)(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

/// "; did you mean price?" for a name at most a third of the letters away, else the names that exist.
[[nodiscard]] inline std::string suggestion(std::string_view wanted,
                                            std::span<const std::string> names) {
  const std::string* nearest = nullptr;
  std::size_t least = (std::max)(std::size_t{1}, wanted.size() / 3) + 1;
  for (const std::string& name : names) {
    if (name.size() > 200 || wanted.size() > 200) continue;
    const std::size_t distance = edit_distance(wanted, name);
    if (distance < least) {
      least = distance;
      nearest = &name;
    }
  }
  if (nearest != nullptr) return "; did you mean " + *nearest + "?";
  std::string all;
  for (std::size_t i = 0; i < names.size() && i < 20; ++i) all += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > 20) all += ", and " + std::to_string(names.size() - 20) + " more";
  return all.empty() ? "" : " among " + all;
}

}  // namespace bilateral
