#pragma once
/// Intervals of reals with open and closed ends: what is known of a figure that is not known exactly.

#include <bilateral/core/check.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace bilateral {

/// What a comparison of bounded figures can say.
enum class decision { no, yes, undetermined };

/// An interval of reals, each end open or closed, possibly infinite (then open). Never empty.
class bounds {
 public:
  /// The single point x.
  bounds(double x = 0) : bounds(x, x, false, false) {}  // NOLINT: implicit by design
  bounds(double low, double high, bool low_open, bool high_open)
      : low_(low),
        high_(high),
        low_open_(low_open || std::isinf(low)),
        high_open_(high_open || std::isinf(high)) {
    require(!std::isnan(low) && !std::isnan(high), "bounds", "an end is NaN");
    require(low != high || !std::isinf(low), "bounds",
            "an end is beyond the range of the arithmetic");
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
    const double low =
        std::isinf(b.high_) || zero_above ? (zero_above ? -infinity : 0) : 1 / b.high_;
    const double high = std::isinf(b.low_) || zero_below ? (zero_below ? infinity : 0) : 1 / b.low_;
    return a * bounds(low, high, b.high_open_, b.low_open_);
  }

 private:
  double low_, high_;
  bool low_open_, high_open_;
};

/// The single value x.
[[nodiscard]] inline bounds exactly(double x) { return x; }
/// From low to high, both ends included: [low, high]. @throws argument_error  low above high, or NaN
[[nodiscard]] inline bounds between(double low, double high) { return {low, high, false, false}; }
/// x give or take: [x - tolerance, x + tolerance]. @throws argument_error  a negative tolerance
[[nodiscard]] inline bounds about(double x, double tolerance) {
  require(tolerance >= 0, "about", "tolerance is ", tolerance, "; it must not be negative");
  return {x - tolerance, x + tolerance, false, false};
}
/// [x, infinity).
[[nodiscard]] inline bounds at_least(double x) {
  return {x, std::numeric_limits<double>::infinity(), false, true};
}
/// (x, infinity): "more than 14 billion", taken literally.
[[nodiscard]] inline bounds more_than(double x) {
  return {x, std::numeric_limits<double>::infinity(), true, true};
}
/// (-infinity, x].
[[nodiscard]] inline bounds at_most(double x) {
  return {-std::numeric_limits<double>::infinity(), x, true, false};
}
/// (-infinity, x).
[[nodiscard]] inline bounds less_than(double x) {
  return {-std::numeric_limits<double>::infinity(), x, true, true};
}
/// Below x by no more than a share of it: [x (1 - share), x).
/// @throws argument_error  x not above zero, a share outside 0 to 1
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
/// Is a above b, whatever each is within its bounds? The mirror of less.
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

}  // namespace bilateral
