#pragma once
/// A CSV file into a table of observations.

#include <bilateral/core/when_called.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/io/column_reader.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/detail/csv_text.hpp>

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
  std::vector<std::string>
      missing{};  ///< texts, blanks around them or not, that mean a missing number: ".."
};

namespace detail {

struct label_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};

// the names without those that stand there before
template <class = when_called>
std::vector<std::string> distinct_names(const std::vector<std::string>& names) {
  std::vector<std::string> distinct;
  for (const std::string& name : names) {
    if (std::find(distinct.begin(), distinct.end(), name) == distinct.end())
      distinct.push_back(name);
  }
  return distinct;
}

// positions of distinct names, in the order asked for
template <class = when_called>
std::vector<std::size_t> positions(const csv_reader& rows, std::vector<std::string>& names) {
  names = distinct_names(names);
  std::vector<std::size_t> at;
  for (const std::string& name : names) {
    const auto found = rows.find(name);
    if (!found) {
      throw data_error(
          text(rows.name(), ": there is no column ", name, suggestion(name, rows.names())));
    }
    at.push_back(*found);
  }
  return at;
}

}  // namespace detail

/// Reads what is left of `rows`: numbers straight from the text, texts straight to codes.
/// @throws data_error  a column that is not there (the nearest name is suggested), a cell that is no
///                     number, with line and column
template <class = when_called>
[[nodiscard]] data_table read_table(csv_reader& rows, table_columns request) {
  const std::vector<std::size_t> number_at = detail::positions(rows, request.numbers);
  const std::vector<std::size_t> text_at = detail::positions(rows, request.texts);
  std::vector<number_column> numbers;
  for (const std::string& name : request.numbers) numbers.push_back({name, {}});
  std::vector<text_column> texts;
  for (const std::string& name : request.texts) texts.push_back({name, {}, {}});
  using code_map =
      std::unordered_map<std::string, std::int32_t, detail::label_hash, std::equal_to<>>;
  std::vector<code_map> codes(texts.size());
  std::vector<std::uint32_t> lines;
  while (rows.next()) {
    lines.push_back(static_cast<std::uint32_t>(rows.line()));
    for (std::size_t j = 0; j < numbers.size(); ++j) {
      const std::size_t at = number_at[j];
      const bool none =
          rows.empty(at) || std::find(request.missing.begin(), request.missing.end(),
                                      detail::trimmed_text(rows[at])) != request.missing.end();
      numbers[j].values.push_back(none ? std::numeric_limits<double>::quiet_NaN()
                                       : rows.number(at));
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

/// The same of a whole input, block by block on several threads: several times as fast, the same table.
/// @param threads  0 is as many as the machine has
/// @throws data_error  as above
/// Example: read_table(csv_file("trade.csv"), {.numbers = {"value"}, .texts = {"exporter", "importer"}})
template <class = when_called>
[[nodiscard]] data_table read_table(csv_input input, const table_columns& request,
                                    const csv_options& options = {}, unsigned threads = 0) {
  data_table out(input.name);
  const bool any = !request.numbers.empty() || !request.texts.empty();
  column_data columns = read_columns(std::move(input),
                                     {.numbers = request.numbers,
                                      .texts = request.texts,
                                      .missing = request.missing,
                                      .lines = any},
                                     options, threads);
  for (const std::string& name : detail::distinct_names(request.numbers)) {
    out.add(number_column{name, std::move(columns.numbers.at(name).values)});
  }
  for (const std::string& name : detail::distinct_names(request.texts)) {
    text_column_data& column = columns.texts.at(name);
    out.add(text_column{name, std::move(column.codes), std::move(column.labels)});
  }
  if (any) out.set_lines(std::move(columns.lines));
  return out;
}

}  // namespace bilateral
