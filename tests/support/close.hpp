#pragma once
// Comparisons that refuse NaN and print both values and the distance (never bare doctest::Approx).

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <ostream>
#include <sstream>

#include <doctest/doctest.h>

namespace bilateral_test {

struct verdict {
  bool ok;
  double got, wanted, distance, tolerance;
  const char* kind;
  explicit operator bool() const { return ok; }
};

inline std::ostream& operator<<(std::ostream& out, const verdict& v) {
  const auto old = out.precision(17);
  out << v.kind << ": got " << v.got << ", wanted " << v.wanted << ", distance " << v.distance
      << ", tolerance " << v.tolerance;
  out.precision(old);
  return out;
}

// |got - wanted| <= tolerance
inline verdict close_abs(double got, double wanted, double tolerance) {
  const double d = std::abs(got - wanted);
  const bool same = got == wanted;
  return {same || d <= tolerance, got, wanted, same ? 0 : d, tolerance, "close_abs"};
}

// |got - wanted| <= tolerance * |wanted|
inline verdict close_rel(double got, double wanted, double tolerance) {
  const bool same = got == wanted;
  const double d = same ? 0 : std::abs(got - wanted) / std::abs(wanted);
  return {same || d <= tolerance, got, wanted, d, tolerance, "close_rel"};
}

// units in the last place between two finite doubles
inline verdict close_ulp(double got, double wanted, std::uint64_t units) {
  const auto key = [](double x) {
    std::int64_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
  };
  if (!std::isfinite(got) || !std::isfinite(wanted)) {
    return {false,
            got,
            wanted,
            std::numeric_limits<double>::quiet_NaN(),
            static_cast<double>(units),
            "close_ulp"};
  }
  const auto a = key(got), b = key(wanted);
  const auto d = a > b ? static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b)
                       : static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a);
  return {d <= units, got, wanted, static_cast<double>(d), static_cast<double>(units), "close_ulp"};
}

// digits that agree (log relative error), capped at 15; absolute digits where wanted is 0
inline double digits_of_agreement(double got, double wanted) {
  if (std::isnan(got) || std::isnan(wanted)) return 0;
  if (got == wanted) return 15;
  const double e = wanted == 0 ? std::abs(got) : std::abs(got - wanted) / std::abs(wanted);
  const double d = -std::log10(e);
  return d < 0 ? 0 : (d > 15 ? 15 : d);
}

// the message of the exception of type Error that `call` throws, or "" with a failed check
template <class Error, class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const Error& e) {
    return e.what();
  } catch (const std::exception& e) {
    return std::string("another exception: ") + e.what();
  }
  return "nothing was thrown";
}

inline bool holds(const std::string& whole, const std::string& part) {
  return whole.find(part) != std::string::npos;
}

}  // namespace bilateral_test

// checks with the values printed on failure
#define CHECK_CLOSE_ABS(got, wanted, tolerance)                                        \
  do {                                                                                 \
    const auto v_ = bilateral_test::close_abs(static_cast<double>(got),                \
                                              static_cast<double>(wanted), tolerance); \
    CHECK_MESSAGE(v_.ok, #got " " << v_);                                              \
  } while (false)
#define CHECK_CLOSE_REL(got, wanted, tolerance)                                        \
  do {                                                                                 \
    const auto v_ = bilateral_test::close_rel(static_cast<double>(got),                \
                                              static_cast<double>(wanted), tolerance); \
    CHECK_MESSAGE(v_.ok, #got " " << v_);                                              \
  } while (false)
// the exception of type Error is thrown and its message holds `part`
#define CHECK_REFUSES(Error, part, ...)                                                  \
  do {                                                                                   \
    const std::string m_ = bilateral_test::refusal<Error>([&] { (void)(__VA_ARGS__); }); \
    CHECK_MESSAGE(bilateral_test::holds(m_, part), "message: " << m_);                   \
  } while (false)
