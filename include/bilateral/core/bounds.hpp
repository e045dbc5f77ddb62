#pragma once
/// A figure as the press gives it: "more than 14 billion", "nearly 15", "tens of thousands".

#include <bilateral/core/check.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// What a comparison of bounded figures can say.
enum class decision { no, yes, undetermined };

/// An interval of reals, each end open or closed, possibly infinite (then open). Never empty.
class bounds {
 public:
  /// The single point x.
  bounds(double x = 0) : bounds(x, x, false, false) {}  // NOLINT: implicit by design
  bounds(double low, double high, bool low_open, bool high_open)
      : low_(low), high_(high), low_open_(low_open || std::isinf(low)),
        high_open_(high_open || std::isinf(high)) {
    require(!std::isnan(low) && !std::isnan(high), "bounds", "an end is NaN");
    require(low < high || (low == high && !low_open_ && !high_open_), "bounds", "from ", low,
            " to ", high, " is empty");
  }

  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }
  [[nodiscard]] bool low_open() const { return low_open_; }
  [[nodiscard]] bool high_open() const { return high_open_; }
  [[nodiscard]] bool exact() const { return low_ == high_; }
  [[nodiscard]] bool bounded() const { return std::isfinite(low_) && std::isfinite(high_); }
  [[nodiscard]] bool contains(double x) const {
    return (low_open_ ? x > low_ : x >= low_) && (high_open_ ? x < high_ : x <= high_);
  }

  friend bool operator==(const bounds& a, const bounds& b) = default;

  friend bounds operator-(const bounds& a) {
    return {-a.high_, -a.low_, a.high_open_, a.low_open_};
  }
  friend bounds operator+(const bounds& a, const bounds& b) {
    return {a.low_ + b.low_, a.high_ + b.high_, a.low_open_ || b.low_open_,
            a.high_open_ || b.high_open_};
  }
  friend bounds operator-(const bounds& a, const bounds& b) { return a + -b; }
  friend bounds operator*(const bounds& a, const bounds& b) {
    const auto times = [](double x, bool x_open, double y, bool y_open) -> std::pair<double, bool> {
      if (x == 0 && y == 0) return {0, x_open && y_open};
      if (x == 0) return {0, x_open};  // also 0 times an end at infinity: approached, not reached
      if (y == 0) return {0, y_open};
      return {x * y, x_open || y_open};
    };
    const std::pair<double, bool> ends[] = {times(a.low_, a.low_open_, b.low_, b.low_open_),
                                            times(a.low_, a.low_open_, b.high_, b.high_open_),
                                            times(a.high_, a.high_open_, b.low_, b.low_open_),
                                            times(a.high_, a.high_open_, b.high_, b.high_open_)};
    auto low = ends[0], high = ends[0];
    for (const auto& e : ends) {
      if (e.first < low.first || (e.first == low.first && !e.second)) low = e;
      if (e.first > high.first || (e.first == high.first && !e.second)) high = e;
    }
    return {low.first, high.first, low.second, high.second};
  }
  /// @throws argument_error  zero lies inside the divisor
  friend bounds operator/(const bounds& a, const bounds& b) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const bool zero_below = b.low_ == 0 && b.low_open_;
    const bool zero_above = b.high_ == 0 && b.high_open_;
    require(b.low_ > 0 || b.high_ < 0 || zero_below || zero_above, "bounds",
            "division by an interval that holds zero");
    const double low = std::isinf(b.high_) || zero_above ? (zero_above ? -infinity : 0) : 1 / b.high_;
    const double high = std::isinf(b.low_) || zero_below ? (zero_below ? infinity : 0) : 1 / b.low_;
    return a * bounds(low, high, b.high_open_, b.low_open_);
  }

 private:
  double low_, high_;
  bool low_open_, high_open_;
};

[[nodiscard]] inline bounds exactly(double x) { return x; }
[[nodiscard]] inline bounds between(double low, double high) { return {low, high, false, false}; }
[[nodiscard]] inline bounds about(double x, double tolerance) {
  require(tolerance >= 0, "about", "tolerance is ", tolerance, "; it must not be negative");
  return {x - tolerance, x + tolerance, false, false};
}
[[nodiscard]] inline bounds at_least(double x) {
  return {x, std::numeric_limits<double>::infinity(), false, true};
}
[[nodiscard]] inline bounds more_than(double x) {
  return {x, std::numeric_limits<double>::infinity(), true, true};
}
[[nodiscard]] inline bounds at_most(double x) {
  return {-std::numeric_limits<double>::infinity(), x, true, false};
}
[[nodiscard]] inline bounds less_than(double x) {
  return {-std::numeric_limits<double>::infinity(), x, true, true};
}
/// Below x by no more than a share of it: [x (1 - share), x).
[[nodiscard]] inline bounds nearly(double x, double share = 0.1) {
  require(x > 0 && share > 0 && share < 1, "nearly", "x is ", x, " and share ", share,
          "; x must be above zero and the share between 0 and 1");
  return {x * (1 - share), x, false, true};
}
/// "tens of thousands" is tens_of(1e3): [10,000, 100,000).
[[nodiscard]] inline bounds tens_of(double x) { return {10 * x, 100 * x, false, true}; }

/// What a figure printed with so many decimals may have been: 9 with 0 is [8.5, 9.5).
[[nodiscard]] inline bounds rounded(double x, int decimals) {
  const double half = std::pow(10.0, -decimals) / 2;
  return {x - half, x + half, false, true};
}
/// What a figure whose further decimals were cut off may have been: 4 with 0 is [4, 5).
[[nodiscard]] inline bounds truncated(double x, int decimals) {
  const double step = std::pow(10.0, -decimals);
  return x < 0 ? bounds(x - step, x, true, false) : bounds(x, x + step, false, true);
}

/// The image of an increasing function. @param f  increasing on the interval
template <class Function>
[[nodiscard]] bounds increasing(Function f, const bounds& x) {
  return {f(x.low()), f(x.high()), x.low_open(), x.high_open()};
}
/// The image of a decreasing function.
template <class Function>
[[nodiscard]] bounds decreasing(Function f, const bounds& x) {
  return {f(x.high()), f(x.low()), x.high_open(), x.low_open()};
}

/// The values that both allow; none where they exclude each other.
[[nodiscard]] inline std::optional<bounds> intersection(const bounds& a, const bounds& b) {
  const bool low_a = a.low() > b.low() || (a.low() == b.low() && a.low_open());
  const bool high_a = a.high() < b.high() || (a.high() == b.high() && a.high_open());
  const double low = low_a ? a.low() : b.low(), high = high_a ? a.high() : b.high();
  const bool low_open = low_a ? a.low_open() : b.low_open();
  const bool high_open = high_a ? a.high_open() : b.high_open();
  if (low > high || (low == high && (low_open || high_open))) return std::nullopt;
  return bounds(low, high, low_open, high_open);
}

/// Is a < b, whatever the two are?
[[nodiscard]] inline decision less(const bounds& a, const bounds& b) {
  if (a.high() < b.low() || (a.high() == b.low() && (a.high_open() || b.low_open()))) {
    return decision::yes;
  }
  if (a.low() >= b.high()) return decision::no;
  return decision::undetermined;
}
[[nodiscard]] inline decision greater(const bounds& a, const bounds& b) { return less(b, a); }
/// Is every value of a among those of b?
[[nodiscard]] inline decision within_bounds(const bounds& a, const bounds& b) {
  const auto both = intersection(a, b);
  if (!both) return decision::no;
  return *both == a ? decision::yes : decision::undetermined;
}

/// "[8.5, 9.5)", "14e9", "(170, inf)"; numbers with so many significant digits.
[[nodiscard]] inline std::string to_string(const bounds& b, int digits = 6) {
  if (b.exact()) return significant_text(b.low(), digits);
  return std::string(b.low_open() ? "(" : "[") + significant_text(b.low(), digits) + ", " +
         significant_text(b.high(), digits) + (b.high_open() ? ")" : "]");
}

/// A phrase of the press with its two readings.
struct press_figure {
  std::string words;       ///< as given
  std::string unit;        ///< what follows the number: "USD"; empty where nothing does
  double number = 0;       ///< the number in the phrase
  bounds literal;          ///< what the words say
  bounds conventional;     ///< what a writer who could have said more would mean: an assumption
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
}  // namespace detail

/// Reads "more than 14 billion USD", "over 170", "nearly 15 billion", "tens of thousands",
/// "around 50", "at least 3", "up to 4 million", "between 3 and 5 million", "14e9 USD", "4,000".
///
/// Literal: more than x is (x, inf), at least x [x, inf), up to x (-inf, x], nearly x (0, x), around x
/// and a bare x the point with its rounding. Conventional: the next step of the last non-zero digit
/// ends it: more than 14 billion is [14e9, 15e9), nearly 15 billion [14e9, 15e9), around 50
/// [45, 55). Tens of thousands is [10,000, 100,000) both ways.
/// @throws data_error  no number can be read
[[nodiscard]] inline press_figure parse_phrase(std::string_view phrase) {
  std::vector<std::string> words;
  std::string lower;
  for (const char c : phrase) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (std::size_t i = 0; i < lower.size();) {
    while (i < lower.size() && (lower[i] == ' ' || lower[i] == '\t')) ++i;
    std::size_t j = i;
    while (j < lower.size() && lower[j] != ' ' && lower[j] != '\t') ++j;
    if (j > i) words.push_back(lower.substr(i, j - i));
    i = j;
  }
  const auto fail = [&]() -> data_error {
    return data_error(text("'", std::string(phrase), "' is not a figure that can be read"));
  };
  if (words.empty()) throw fail();
  std::size_t at = 0;
  const auto scale_of = [](const std::string& w) -> double {
    if (w == "hundred" || w == "hundreds") return 1e2;
    if (w == "thousand" || w == "thousands") return 1e3;
    if (w == "million" || w == "millions" || w == "mn") return 1e6;
    if (w == "billion" || w == "billions" || w == "bn") return 1e9;
    if (w == "trillion" || w == "trillions") return 1e12;
    return 0;
  };
  const auto number_at = [&]() -> std::optional<double> {
    if (at >= words.size()) return std::nullopt;
    std::string w = words[at];
    if (!w.empty() && w.front() == '$') w.erase(0, 1);
    w.erase(std::remove(w.begin(), w.end(), ','), w.end());
    if (w.empty() || (std::isdigit(static_cast<unsigned char>(w[0])) == 0 && w[0] != '.' &&
                      w[0] != '-')) {
      return std::nullopt;
    }
    double value = 0, fraction = 1;
    int exponent = 0;
    std::size_t i = w[0] == '-' ? 1 : 0;
    bool point = false, any = false;
    for (; i < w.size() && w[i] != 'e'; ++i) {
      if (w[i] == '.' && !point) {
        point = true;
      } else if (w[i] >= '0' && w[i] <= '9') {
        any = true;
        value = value * 10 + (w[i] - '0');
        if (point) fraction *= 10;
      } else {
        return std::nullopt;
      }
    }
    if (!any) return std::nullopt;
    if (i < w.size()) {
      const std::string e = w.substr(i + 1);
      if (e.empty() || e.find_first_not_of("+0123456789-") != std::string::npos) return std::nullopt;
      exponent = std::atoi(e.c_str());
    }
    ++at;
    value = value / fraction * std::pow(10.0, exponent);
    while (at < words.size() && scale_of(words[at]) > 0) value *= scale_of(words[at++]);
    return w[0] == '-' ? -value : value;
  };
  press_figure out;
  out.words = phrase;
  const auto finish = [&]() {
    std::size_t from = 0, seen = 0;  // the unit keeps its capitals
    for (std::size_t i = 0; i < phrase.size() && seen <= at;) {
      while (i < phrase.size() && (phrase[i] == ' ' || phrase[i] == '\t')) ++i;
      from = i;
      while (i < phrase.size() && phrase[i] != ' ' && phrase[i] != '\t') ++i;
      if (from < i) ++seen;
    }
    if (at < words.size()) out.unit = phrase.substr(from);
    return out;
  };
  const auto says = [&](std::initializer_list<const char*> phrase_words) {
    std::size_t i = at;
    for (const char* w : phrase_words) {
      if (i >= words.size() || words[i] != w) return false;
      ++i;
    }
    at = i;
    return true;
  };
  for (const auto& [word, factor] : {std::pair{"tens", 10.0}, std::pair{"hundreds", 100.0},
                                     std::pair{"dozens", 24.0}}) {
    if (words[at] == word && at + 2 < words.size() + 1 && at + 1 < words.size() &&
        words[at + 1] == "of" && at + 2 < words.size() && scale_of(words[at + 2]) > 0) {
      const double scale = scale_of(words[at + 2]);
      at += 3;
      out.number = factor * scale;
      out.literal = out.conventional =
          bounds(factor * scale, factor * scale * (factor == 24 ? 100.0 / 24 : 10), false, true);
      return finish();
    }
  }
  if (says({"between"})) {
    const auto low = number_at();
    if (!low || !says({"and"})) throw fail();
    const std::size_t before = at;
    const auto high = number_at();
    if (!high) throw fail();
    double scale = 1;  // "between 3 and 5 million": the scale serves both
    if (*low < 1000 && at > before + 1) {
      for (std::size_t i = before + 1; i < at; ++i) scale *= scale_of(words[i]);
    }
    out.number = *low * scale;
    out.literal = out.conventional = between(*low * scale, *high);
    return finish();
  }
  enum class kind { above, from, below, to, close_below, about, plain } k = kind::plain;
  if (says({"more", "than"}) || says({"over"}) || says({"above"}) || says({"exceeding"})) {
    k = kind::above;
  } else if (says({"at", "least"}) || says({"no", "less", "than"})) {
    k = kind::from;
  } else if (says({"less", "than"}) || says({"under"}) || says({"below"}) || says({"fewer", "than"})) {
    k = kind::below;
  } else if (says({"at", "most"}) || says({"up", "to"}) || says({"no", "more", "than"})) {
    k = kind::to;
  } else if (says({"nearly"}) || says({"almost"}) || says({"close", "to"})) {
    k = kind::close_below;
  } else if (says({"around"}) || says({"about"}) || says({"some"}) || says({"approximately"}) ||
             says({"roughly"})) {
    k = kind::about;
  }
  const auto x = number_at();
  if (!x) throw fail();
  out.number = *x;
  const double step = detail::last_digit_step(*x);
  switch (k) {
    case kind::above:
      out.literal = more_than(*x);
      out.conventional = bounds(*x, *x + step, false, true);
      break;
    case kind::from:
      out.literal = at_least(*x);
      out.conventional = bounds(*x, *x + step, false, true);
      break;
    case kind::below:
      out.literal = *x > 0 ? bounds(0, *x, false, true) : less_than(*x);
      out.conventional = bounds(*x - step, *x, false, true);
      break;
    case kind::to:
      out.literal = *x > 0 ? bounds(0, *x, false, false) : at_most(*x);
      out.conventional = bounds(*x - step, *x, true, false);
      break;
    case kind::close_below:
      out.literal = *x > 0 ? bounds(0, *x, false, true) : less_than(*x);
      out.conventional = bounds(*x - step, *x, false, true);
      break;
    case kind::about:
    case kind::plain:
      out.literal = k == kind::about ? bounds(*x - step / 2, *x + step / 2, false, true) : bounds(*x);
      out.conventional = bounds(*x - step / 2, *x + step / 2, false, true);
      break;
  }
  return finish();
}

}  // namespace bilateral
