#pragma once
/// A CSV file into a table of observations.

#include <bilateral/data/data_table.hpp>
#include <bilateral/io/csv.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// Which columns, as what; a name may stand in both lists.
struct table_columns {
  std::vector<std::string> numbers{};  ///< an empty cell is missing
  std::vector<std::string> texts{};    ///< coded; an empty cell is the label "", NA is a country
  std::vector<std::string> missing{};  ///< texts that mean a missing number besides blanks: ".."
};

namespace detail {

struct label_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};

// positions of distinct names, in the order asked for
inline std::vector<std::size_t> positions(const csv_reader& rows, std::vector<std::string>& names) {
  std::vector<std::string> distinct;
  std::vector<std::size_t> at;
  for (const std::string& name : names) {
    if (std::find(distinct.begin(), distinct.end(), name) != distinct.end()) continue;
    const auto found = rows.find(name);
    if (!found) {
      throw data_error(text(rows.name(), ": there is no column ", name, suggestion(name, rows.names())));
    }
    distinct.push_back(name);
    at.push_back(*found);
  }
  names = std::move(distinct);
  return at;
}

}  // namespace detail

/// Reads what is left of `rows`: numbers straight from the text, texts straight to codes.
/// @throws data_error  a column that is not there (the nearest name is suggested), a cell that is no
///                     number, with line and column
[[nodiscard]] inline data_table read_table(csv_reader& rows, table_columns request) {
  const std::vector<std::size_t> number_at = detail::positions(rows, request.numbers);
  const std::vector<std::size_t> text_at = detail::positions(rows, request.texts);
  std::vector<number_column> numbers;
  for (const std::string& name : request.numbers) numbers.push_back({name, {}});
  std::vector<text_column> texts;
  for (const std::string& name : request.texts) texts.push_back({name, {}, {}});
  using code_map = std::unordered_map<std::string, std::int32_t, detail::label_hash, std::equal_to<>>;
  std::vector<code_map> codes(texts.size());
  std::vector<std::uint32_t> lines;
  while (rows.next()) {
    lines.push_back(static_cast<std::uint32_t>(rows.line()));
    for (std::size_t j = 0; j < numbers.size(); ++j) {
      const std::size_t at = number_at[j];
      const bool none = rows.empty(at) || std::find(request.missing.begin(), request.missing.end(), rows[at]) !=
                                              request.missing.end();
      numbers[j].values.push_back(none ? std::numeric_limits<double>::quiet_NaN() : rows.number(at));
    }
    for (std::size_t j = 0; j < texts.size(); ++j) {
      const std::string_view field = rows[text_at[j]];
      auto found = codes[j].find(field);
      if (found == codes[j].end()) {
        found = codes[j].emplace(field, static_cast<std::int32_t>(codes[j].size())).first;
        texts[j].labels.emplace_back(field);
      }
      texts[j].codes.push_back(found->second);
    }
  }
  data_table out(rows.name());
  for (auto& c : numbers) out.add(std::move(c));
  for (auto& c : texts) out.add(std::move(c));
  if (!request.numbers.empty() || !request.texts.empty()) out.set_lines(std::move(lines));
  return out;
}

}  // namespace bilateral
