#pragma once
/// A figure as the press gives it: "more than 14 billion USD", "nearly 15", "tens of thousands".

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/core/unit_text.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// A phrase of the press with its two readings.
struct press_figure {
  std::string words;  ///< as given
  std::string unit;   ///< what stands beside the number: "USD"; empty where nothing does
  stated_unit
      measured_in;    ///< the same, read; its scale is 1: the words of scale are in the numbers
  double number = 0;  ///< the number in the phrase; the lower one of a range
  double spoken_scale = 1;  ///< of its words of scale: 1e9 in "14 billion"
  bounds literal;           ///< what the words say
  bounds conventional;      ///< what a writer who could have said more would mean: an assumption
};

namespace detail {

// the next step of the last non-zero digit: 14e9 -> 1e9, 170 -> 10, 4000 -> 1000, 1.5 -> 0.1
inline double last_digit_step(double x) {
  if (x == 0) return 1;
  const double magnitude = std::floor(std::log10(std::abs(x)));
  for (int d = 0; d < 15; ++d) {
    const double step = std::pow(10.0, magnitude - d);
    const double ratio = x / step;
    if (std::abs(ratio - std::round(ratio)) < 1e-9 * std::abs(ratio)) return step;
  }
  return std::pow(10.0, magnitude - 14);
}

/// Words of a phrase: symbols of money and "%" stand alone, as do the parts of "14bn" and "3-5".
class phrase_words {
 public:
  phrase_words(std::string_view phrase, const number_format& format) : format_(format) {
    for (std::size_t i = 0; i < phrase.size();) {
      while (i < phrase.size() && (phrase[i] == ' ' || phrase[i] == '\t')) ++i;
      std::size_t j = i;
      while (j < phrase.size() && phrase[j] != ' ' && phrase[j] != '\t') ++j;
      if (j > i) split(phrase.substr(i, j - i));
      i = j;
    }
  }
  [[nodiscard]] std::vector<std::string> take() && { return std::move(words_); }

 private:
  void add(std::string_view word) { words_.emplace_back(word); }
  [[nodiscard]] bool number(std::string_view s) const {
    return static_cast<bool>(parse_number(s, format_));
  }

  void split(std::string_view word) {
    for (const std::string_view symbol : {"US$", "us$", "$", "\xE2\x82\xAC", "\xC2\xA3"}) {
      if (word.size() > symbol.size() && word.starts_with(symbol)) {
        add(symbol);
        return split(word.substr(symbol.size()));
      }
    }
    if (number(word) || word.empty()) {
      if (!word.empty()) add(word);
      return;
    }
    for (const std::string_view dash : {"-", "\xE2\x80\x93"}) {  // 3-5, 3 to 5 with an en dash
      for (std::size_t at = word.find(dash, 1); at != std::string_view::npos;
           at = word.find(dash, at + 1)) {
        if (!number(word.substr(0, at))) continue;
        add(word.substr(0, at));
        add("to");
        return split(word.substr(at + dash.size()));
      }
    }
    for (std::size_t length = word.size() - 1; length > 0; --length) {  // 14bn, 70%, 170+
      const std::string_view rest = word.substr(length);
      if (!number(word.substr(0, length))) continue;
      if (scale_of_word(lower_case(rest)) == 0 && rest != "%" && rest != "+") break;
      add(word.substr(0, length));
      return add(rest);
    }
    add(word);
  }

  number_format format_;
  std::vector<std::string> words_;
};

/// Reads a phrase from left to right.
class phrase_reader {
 public:
  phrase_reader(std::string_view phrase, const number_format& format)
      : phrase_(phrase), format_(format), words_(phrase_words(phrase, format).take()) {
    for (const std::string& w : words_) lower_.push_back(lower_case(w));
    out_.words = std::string(phrase);
  }

  press_figure read() {
    if (words_.empty()) refuse("it is empty");
    if (!round_numbers()) {
      if (says({"between"})) {
        range(amount(), "and");
      } else if (says({"from"})) {
        range(amount(), "to");
      } else {
        one_or_range(qualifier());
      }
    }
    read_unit();
    return std::move(out_);
  }

 private:
  enum class kind { above, from, below, to, close_below, around, plain };
  struct amount_read {
    double number = 0, scale = 1;
    [[nodiscard]] double value() const { return number * scale; }
  };

  [[noreturn]] void refuse(const std::string& why) const {
    throw data_error(text("'", std::string(phrase_), "' is not a figure that can be read: ", why));
  }
  bool says(std::initializer_list<std::string_view> expected) {
    std::size_t i = at_;
    for (const std::string_view w : expected) {
      if (i >= lower_.size() || lower_[i] != w) return false;
      ++i;
    }
    at_ = i;
    return true;
  }
  bool any(std::initializer_list<std::initializer_list<std::string_view>> phrases) {
    for (const auto& p : phrases) {
      if (says(p)) return true;
    }
    return false;
  }
  [[nodiscard]] double scale_at(std::size_t i) const {
    return i < lower_.size() ? scale_of_word(lower_[i]) : 0;
  }

  kind qualifier() {
    if (any({{"more", "than"},
             {"over"},
             {"just", "over"},
             {"well", "over"},
             {"above"},
             {"exceeding"},
             {"in", "excess", "of"},
             {"upwards", "of"}})) {
      return kind::above;
    }
    if (any({{"at", "least"}, {"no", "less", "than"}, {"no", "fewer", "than"}})) return kind::from;
    if (any({{"less", "than"}, {"under"}, {"below"}, {"fewer", "than"}})) return kind::below;
    if (any({{"at", "most"},
             {"up", "to"},
             {"no", "more", "than"},
             {"as", "many", "as"},
             {"as", "much", "as"}})) {
      return kind::to;
    }
    if (any({{"nearly"}, {"almost"}, {"close", "to"}, {"just", "under"}})) return kind::close_below;
    if (any({{"around"}, {"about"}, {"some"}, {"approximately"}, {"roughly"}})) return kind::around;
    return kind::plain;
  }

  /// "tens of thousands", "dozens of firms": [10,000, 100,000) and [24, 100).
  bool round_numbers() {
    struct round_number {
      std::string_view word;
      double low, high;
    };
    static constexpr std::array<round_number, 4> words = {{{"tens", 10, 100},
                                                           {"dozens", 24, 100},
                                                           {"hundreds", 100, 1000},
                                                           {"thousands", 1000, 10000}}};
    for (const auto& w : words) {
      if (!says({w.word, "of"})) continue;
      double scale = 1;
      while (scale_at(at_) > 0) scale *= scale_at(at_++);
      if (scale > 1 && lower_[at_ - 1] == "of") refuse("nothing follows 'of'");
      says({"of"});  // tens of thousands of jobs
      out_.number = w.low * scale;
      out_.spoken_scale = scale;
      out_.literal = out_.conventional = bounds(w.low * scale, w.high * scale, false, true);
      return true;
    }
    return false;
  }

  /// A unit of money in front of its number: "USD 14 billion", "$14bn".
  void money_in_front() {
    if (at_ + 1 >= words_.size()) return;
    const auto front = measured_by(words_[at_]);
    if (!front || front->kind != unit_kind::money) return;
    if (!unit_front_.empty() && unit_front_ != words_[at_]) refuse("it names two currencies");
    unit_front_ = words_[at_++];
  }

  [[nodiscard]] std::optional<double> spelled(std::size_t i) const {
    static constexpr std::array<std::string_view, 13> names = {
        "zero",  "one",   "two",  "three", "four",   "five",  "six",
        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    for (std::size_t n = 0; i < lower_.size() && n < names.size(); ++n) {
      if (lower_[i] == names[n]) return static_cast<double>(n);
    }
    return std::nullopt;
  }

  amount_read amount() {
    money_in_front();
    if (at_ >= words_.size()) refuse("there is no number");
    amount_read out;
    if (says({"half", "a"})) {
      out.number = 0.5;
      if (scale_at(at_) == 0) refuse("a half of what?");
    } else if (lower_[at_] == "a" && scale_at(at_ + 1) > 0) {
      out.number = 1;
      ++at_;
    } else if (const auto name = spelled(at_)) {
      out.number = *name;
      ++at_;
    } else {
      out.number = plain_number(words_[at_]);
      ++at_;
    }
    while (scale_at(at_) > 0) out.scale *= scale_at(at_++);
    if (!std::isfinite(out.value())) refuse("it is too large for a number");
    return out;
  }
  double plain_number(const std::string& word) const {
    const auto read = parse_number(word, format_);
    if (read) return read.value;
    if (read.fault != number_fault::not_a_number)
      refuse(text("'", word, "' ", to_string(read.fault)));
    const bool digits = word.find_first_of("0123456789") != std::string::npos;
    refuse(text("'", word, "' is not a number",
                digits
                    ? text(" here: the decimal sign is '", std::string(1, format_.decimal), "'",
                           format_.thousands == 0 ? std::string()
                                                  : text(", '", std::string(1, format_.thousands),
                                                         "' separates groups of three digits"))
                    : std::string()));
  }

  /// Where the upper end alone has words of scale, they serve both: "3 to 5 million"; an end of a
  /// thousand or more stays as it is where it would exceed the upper one: "10,000 to 1 million".
  void range(amount_read low, std::string_view joint) {
    if (!says({joint})) refuse(text("'", std::string(joint), "' and a second number are expected"));
    const amount_read high = amount();
    if (low.scale == 1 && high.scale != 1 &&
        (low.number <= high.number || std::abs(low.number) < 1000)) {
      low.scale = high.scale;
    }
    if (low.value() > high.value()) {
      refuse(text("it goes from ", shortest(low.value()), " down to ", shortest(high.value())));
    }
    out_.number = low.value();
    out_.spoken_scale = high.scale;
    out_.literal = out_.conventional = between(low.value(), high.value());
  }

  void one_or_range(kind k) {
    const amount_read x = amount();
    if (at_ < lower_.size() && lower_[at_] == "to") {
      if (k != kind::plain && k != kind::around) refuse("a bound and a range do not go together");
      return range(x, "to");
    }
    if (any({{"or", "more"}, {"+"}})) {
      if (k != kind::plain) refuse("it has two bounds");
      k = kind::from;
    } else if (any({{"or", "less"}, {"or", "fewer"}})) {
      if (k != kind::plain) refuse("it has two bounds");
      k = kind::to;
    }
    set(k, x);
  }

  void set(kind k, const amount_read& amount) {
    const double x = amount.value();
    out_.number = x;
    out_.spoken_scale = amount.scale;
    const double step = last_digit_step(x);
    const bounds above(x, x + step, false, true), rounding(x - step / 2, x + step / 2, false, true);
    switch (k) {
      case kind::above:
      case kind::from:
        out_.literal = k == kind::above ? more_than(x) : at_least(x);
        out_.conventional = above;
        break;
      case kind::below:
      case kind::close_below:
        out_.literal = x > 0 ? bounds(0, x, false, true) : less_than(x);
        out_.conventional = bounds(x - step, x, false, true);
        break;
      case kind::to:
        out_.literal = x > 0 ? between(0, x) : at_most(x);
        out_.conventional = bounds(x - step, x, true, false);
        break;
      case kind::around:
      case kind::plain:
        out_.literal = k == kind::around ? rounding : bounds(x);
        out_.conventional = rounding;
        break;
    }
  }

  void read_unit() {
    std::string after;
    for (std::size_t i = at_; i < words_.size(); ++i)
      after += (after.empty() ? "" : " ") + words_[i];
    if (!unit_front_.empty() && !after.empty())
      refuse(text("'", unit_front_, "' and '", after, "' are two units"));
    out_.unit = unit_front_.empty() ? after : unit_front_;
    unit_reader reader(out_.unit);
    const auto read = reader.read();
    if (!read) refuse(reader.fault());
    if (read->scale != 1) refuse(text("'", out_.unit, "' has a scale apart from the number"));
    out_.measured_in = *read;
  }

  std::string_view phrase_;
  number_format format_;
  std::vector<std::string> words_, lower_;
  std::size_t at_ = 0;
  std::string unit_front_;
  press_figure out_;
};

}  // namespace detail

/// Reads "more than 14 billion USD", "over 170 firms", "nearly 15 billion", "tens of thousands",
/// "around 50", "at least 3", "up to 4 million", "between 3 and 5 million", "3 to 5 million USD",
/// "$14bn", "14e9 USD", "4,000", "half a million", "170 or more".
///
/// Literal: more than x is (x, inf), at least x [x, inf), up to x (-inf, x], nearly x (0, x),
/// around x and a bare x the point with its rounding. Conventional: the next step of the last
/// non-zero digit ends it: more than 14 billion is [14e9, 15e9), nearly 15 billion [14e9, 15e9),
/// around 50 [45, 55). Tens of thousands is [10,000, 100,000) both ways, a range the closed
/// interval.
/// @param format  decimal sign and separator of thousands: {',', '.'} reads "1.234,5 million"
/// @throws data_error  in words: no number, thousands not in groups of three, a number out of
///                     range, a range that goes down, a word that is neither scale nor unit
[[nodiscard]] inline press_figure parse_phrase(std::string_view phrase,
                                               const number_format& format = {'.', ','}) {
  return detail::phrase_reader(phrase, format).read();
}

}  // namespace bilateral
