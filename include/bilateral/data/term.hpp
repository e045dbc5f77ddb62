#pragma once
/// Terms of a model in text: price, log(price), lag(price, 1), d(log(price)), price:share, i(sector).

#include <bilateral/core/check.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/transform.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

enum class term_kind { column, log, lag, difference, product, dummies };

/// What a text such as "lag(log(price), 1:3)" says.
struct term {
  term_kind kind = term_kind::column;
  std::string column{};              ///< of column and dummies
  std::vector<term> of{};            ///< the inner term, two of a product
  std::vector<std::int64_t> lags{};  ///< of lag (negative: leads) and difference
};

namespace detail {

/// One pass over the text of a term; formulas use it too.
class term_reader {
 public:
  explicit term_reader(std::string_view text) : text_(text) {}

  [[nodiscard]] term read_all() {
    term t = product();
    blanks();
    require(at_ == text_.size(), "term", "'", rest(), "' is left over in '", text_, "'");
    return t;
  }

 private:
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool take(char c) {
    blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] term product() {
    term t = simple();
    while (take(':')) {
      term both{term_kind::product, {}, {}, {}};
      both.of.push_back(std::move(t));
      both.of.push_back(simple());
      t = std::move(both);
    }
    return t;
  }
  [[nodiscard]] std::string name() {
    blanks();
    require(at_ < text_.size(), "term", "a name is expected at the end of '", text_, "'");
    if (text_[at_] == '"' || text_[at_] == '`') {
      const std::size_t end = text_.find(text_[at_], at_ + 1);
      require(end != std::string_view::npos, "term", "a quote is not closed in '", text_, "'");
      const std::string out(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
      return out;
    }
    const std::size_t start = at_;
    constexpr std::string_view ends = " \t()+|~:,*\"`";
    while (at_ < text_.size() && ends.find(text_[at_]) == std::string_view::npos) ++at_;
    require(at_ > start, "term", "a name is expected at '", rest(), "' in '", text_, "'");
    return std::string(text_.substr(start, at_ - start));
  }
  [[nodiscard]] std::int64_t whole() {
    blanks();
    const std::size_t start = at_;
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    const std::string_view digits = text_.substr(start, at_ - start);
    require(!digits.empty() && digits != "-" && digits.size() <= 6, "term",
            "a whole number is expected at '", text_.substr(start), "' in '", text_, "'");
    return std::stoll(std::string(digits));
  }
  [[nodiscard]] term simple() {
    blanks();
    const bool quoted = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '`');
    std::string word = name();
    if (quoted || !take('(')) return {term_kind::column, std::move(word), {}, {}};
    term t;
    const bool back = word == "l" || word == "lag", ahead = word == "f" || word == "lead";
    if (word == "log") {
      t.kind = term_kind::log;
    } else if (back || ahead) {
      t.kind = term_kind::lag;
    } else if (word == "d" || word == "difference") {
      t.kind = term_kind::difference;
    } else {
      require(word == "i", "term", word, "() in '", text_,
              "' is none of log, lag (l), lead (f), difference (d) and i");
      t.kind = term_kind::dummies;
    }
    if (t.kind == term_kind::dummies) {
      t.column = name();
    } else {
      t.of.push_back(product());
    }
    if (t.kind == term_kind::lag || t.kind == term_kind::difference) t.lags = periods(ahead);
    require(take(')'), "term", "a ) is missing in '", text_, "'");
    return t;
  }
  // ", 2" or ", 1:3"; one period where nothing is said
  [[nodiscard]] std::vector<std::int64_t> periods(bool ahead) {
    std::int64_t first = 1;
    if (take(',')) first = whole();
    const std::int64_t last = take(':') ? whole() : first;
    require(first <= last && last - first < 1000, "term", first, ":", last, " in '", text_,
            "' is no range");
    std::vector<std::int64_t> out;
    for (std::int64_t k = first; k <= last; ++k) out.push_back(ahead ? -k : k);
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace detail

/// @throws argument_error  a text that is no term, in words
[[nodiscard]] inline term parse_term(std::string_view text) {
  return detail::term_reader(text).read_all();
}

/// The columns of the file that a term reads.
inline void collect_columns(const term& t, std::vector<std::string>& numbers,
                            std::vector<std::string>& groups) {
  if (t.kind == term_kind::column) numbers.push_back(t.column);
  if (t.kind == term_kind::dummies) groups.push_back(t.column);
  for (const term& inner : t.of) collect_columns(inner, numbers, groups);
}

/// Whether values come from other rows.
[[nodiscard]] inline bool reaches_other_rows(const term& t) {
  if (t.kind == term_kind::lag || t.kind == term_kind::difference) return true;
  for (const term& inner : t.of) {
    if (reaches_other_rows(inner)) return true;
  }
  return false;
}

/// The columns of numbers that a term stands for: one, or one for each lag of a range.
/// @param needed  rows whose logarithms must exist; empty is all
/// @throws data_error      no such column, a logarithm of zero or below
/// @throws argument_error  dummies, which are no single column
[[nodiscard]] inline std::vector<number_column> columns_of(const data_table& table, const term& t,
                                                           const std::vector<bool>& needed = {}) {
  require(t.kind != term_kind::dummies, "term", "i(", t.column, ") stands inside another term");
  if (t.kind == term_kind::column) return {table.number(t.column)};
  std::vector<number_column> out;
  std::vector<std::vector<number_column>> inner;
  for (const term& part : t.of) inner.push_back(columns_of(table, part, needed));
  for (const number_column& c : inner[0]) {
    switch (t.kind) {
      case term_kind::log: out.push_back(log_column(table, c, needed)); break;
      case term_kind::lag:
        for (const std::int64_t k : t.lags) out.push_back(k == 0 ? c : lag_column(table, c, k));
        break;
      case term_kind::difference:
        for (const std::int64_t k : t.lags) out.push_back(difference_column(table, c, k));
        break;
      default:
        for (const number_column& d : inner[1]) out.push_back(product_column(c, d));
    }
  }
  return out;
}

}  // namespace bilateral
