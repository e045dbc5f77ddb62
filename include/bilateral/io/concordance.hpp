#pragma once
/// Concordances of product codes (revisions of HS, SITC, BEC, Lall's classes) from the user's copy.

#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/trade/structure/classification.hpp>

#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

/// What a code that belongs to several means where the file gives no weights.
enum class unweighted_splits {
  refuse,  ///< an error: how its trade divides is nobody's guess
  equal,   ///< equal parts, which a note says
};

struct concordance_format {
  std::string from = "from";  ///< column of the old codes
  std::string to = "to";      ///< column of the new codes or classes
  std::string weight = {};    ///< column of shares that add up to 1 for each old code; empty: none
  std::optional<std::size_t> from_digits = {};  ///< digits of every old code, where they are equal
  std::optional<std::size_t> to_digits = {};
  unweighted_splits splits = unweighted_splits::refuse;
};

/// A concordance and what its file says beside the pairs.
struct concordance_file {
  concordance table;            ///< takes flows over: see classified
  std::size_t codes = 0;        ///< different old codes
  std::size_t one_to_many = 0;  ///< of them, those with several new codes
  std::vector<std::string> notes;
};

namespace detail {

template <class = when_called>
void check_code(const csv_reader& rows, std::size_t column,
                const std::optional<std::size_t>& digits) {
  if (rows.empty(column)) rows.refuse(column, "is a missing code");
  if (!digits || rows[column].size() == *digits) return;
  rows.refuse(column,
              text("is no code of ", *digits, " digits",
                   rows[column].size() + 1 == *digits ? " (was a leading zero lost?)" : ""));
}

// the rows of each old code
using code_rows = std::map<std::string, std::vector<std::size_t>>;

// shares printed with six digits are made to add up to 1
template <class = when_called>
void finish_weights(concordance_file& file, const code_rows& rows, const std::string& name) {
  std::vector<double>& weight = file.table.weight;
  std::size_t scaled = 0;
  for (const auto& [code, at] : rows) {
    double sum = 0;
    for (const std::size_t r : at) sum += weight[r];
    if (std::abs(sum - 1) > 1e-6 * static_cast<double>(at.size())) {
      throw data_error(
          text(name, ": the weights of ", code, " add up to ", shortest(sum), ", not to 1"));
    }
    if (std::abs(sum - 1) > 1e-12) ++scaled;
    for (const std::size_t r : at) weight[r] /= sum;
  }
  if (scaled > 0) {
    file.notes.push_back(text("the weights of ", scaled,
                              " codes add up to 1 but for rounding: they "
                              "were scaled to it"));
  }
}

template <class = when_called>
void equal_weights(concordance_file& file, const code_rows& rows) {
  if (file.one_to_many == 0) return;
  file.table.weight.assign(file.table.from.size(), 1);
  for (const auto& [code, at] : rows) {
    for (const std::size_t r : at) file.table.weight[r] = 1 / static_cast<double>(at.size());
  }
  file.notes.push_back(text(file.one_to_many,
                            " codes have several parts and no weights: they are "
                            "divided equally"));
}

}  // namespace detail

/// Reads a concordance: a row for each pair of an old code and what it becomes.
///
/// @throws data_error  a column that is not there, an empty code or one of other length, a pair
///                     twice, a weight that is not above 0 or no number, weights that do not add up
///                     to 1 (but for rounding to six digits), an old code with several parts and no
///                     weights (unless they are to be equal)
/// @note   `classified` takes flows over by it and says how much value did not map
template <class = when_called>
[[nodiscard]] concordance_file read_concordance(csv_reader& rows,
                                                const concordance_format& format = {}) {
  const std::size_t from = rows.column(format.from), to = rows.column(format.to);
  const bool weighted = !format.weight.empty();
  const std::size_t weight = weighted ? rows.column(format.weight) : 0;
  concordance_file out;
  detail::code_rows of_code;
  while (rows.next()) {
    detail::check_code(rows, from, format.from_digits);
    detail::check_code(rows, to, format.to_digits);
    std::vector<std::size_t>& before = of_code[std::string(rows[from])];
    for (const std::size_t r : before) {
      if (out.table.to[r] == rows[to]) rows.refuse(to, text("is there twice for ", rows[from]));
    }
    if (!before.empty() && !weighted && format.splits == unweighted_splits::refuse) {
      rows.refuse(to, text("is a second part of ", rows[from], ", and there are no weights"));
    }
    if (weighted) {
      const double share = rows.number(weight);
      if (!(share > 0)) rows.refuse(weight, "is no weight above 0");
      out.table.weight.push_back(share);
    }
    before.push_back(out.table.from.size());
    out.table.from.emplace_back(rows[from]);
    out.table.to.emplace_back(rows[to]);
  }
  if (of_code.empty()) throw data_error(rows.name() + ": there are no codes");
  out.codes = of_code.size();
  for (const auto& [code, at] : of_code) out.one_to_many += at.size() > 1 ? 1U : 0U;
  if (weighted) {
    detail::finish_weights(out, of_code, rows.name());
  } else {
    detail::equal_weights(out, of_code);
  }
  return out;
}

}  // namespace bilateral
