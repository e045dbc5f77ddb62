#include <bilateral/core/number.hpp>

#include "support/close.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <locale>
#include <string>

using namespace bilateral;

TEST_CASE("what is a number and what is none") {
  for (const char* good :
       {"1", "-1", "+1", "1.", ".5", "1e3", "1E-3", "1e+3", " 2 ", "0.1", "-0", "007"}) {
    CHECK_MESSAGE(static_cast<bool>(parse_number(good)), good);
  }
  for (const char* bad : {"",      " ",   ".",     "-",     "+-1",      "1e",  "1e+",      "0x10",
                          "1,5",   "nan", "NaN",   "inf",   "infinity", "1 2", "1.2.3",    "--1",
                          "1e1.5", "1f",  "1_000", "1'000", "e5",       "NA",  "1\xC2\xA0"}) {
    CHECK_MESSAGE(parse_number(bad).fault == number_fault::not_a_number, bad);
  }
  CHECK(parse_number("1e400").fault == number_fault::too_large);
  CHECK(parse_number("-1e400").fault == number_fault::too_large);
  CHECK(parse_number("1e999999999999").fault == number_fault::too_large);
  CHECK(parse_number("1e-400").fault == number_fault::too_small);
  CHECK(parse_number("0e-400").value == 0.0);
  CHECK(parse_number("1,5", ',').value == 1.5);
  CHECK(parse_number("1.5", ',').fault == number_fault::not_a_number);
  CHECK(std::signbit(parse_number("-0").value));
}

TEST_CASE("every double is read back from its shortest and its 17-digit text") {
  std::uint64_t state = 7;
  for (int i = 0; i < 20000; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    double x;
    const std::uint64_t bits = state ^ (state >> 29U);
    std::memcpy(&x, &bits, sizeof x);
    if (!std::isfinite(x)) continue;
    CHECK(parse_number(shortest(x)).value == x);
    CHECK(parse_number(significant_text(x, 17)).value == x);
    const double y =
        std::ldexp(x > 0 ? 1.0 : -1.0, 0) * static_cast<double>(bits % 100000000) / 1000;
    CHECK(parse_number(fixed_text(y, 3)).value == y);
  }
  CHECK(parse_number("4.9406564584124654e-324").value == std::numeric_limits<double>::denorm_min());
  CHECK(parse_number("1.7976931348623157e308").value == (std::numeric_limits<double>::max)());
  // a tie that needs all its digits: halfway between two doubles, and one digit above it
  CHECK(parse_number("9007199254740993").value == 9007199254740992.0);
  CHECK(parse_number("9007199254740993.000000000000000000000000000001").value ==
        9007199254740994.0);
}

TEST_CASE("other scalars keep the digits of the text") {
  CHECK(parse_number<float>("0.1").value == 0.1F);
  CHECK(parse_number<float>("1e39").fault == number_fault::too_large);
  CHECK(parse_number<long double>("0.1").value == 0.1L);
  CHECK(parse_number<long double>("1e400", '.').value == 1e400L);
  using wide = boost::multiprecision::cpp_bin_float_50;
  const auto third = parse_number<wide>("0.33333333333333333333333333333333333333333333333333");
  REQUIRE(third);
  CHECK(abs(third.value - wide(1) / 3) < wide("1e-49"));
  CHECK(parse_number<wide>("-,5e-3", ',').value == wide(-5) / 10000);
  CHECK_FALSE(parse_number<wide>("1e"));
  CHECK_FALSE(parse_number<wide>("nan"));
}

TEST_CASE("whole numbers") {
  CHECK(parse_integer(" -12 ").value == -12);
  CHECK(parse_integer("+5").value == 5);
  CHECK(parse_integer("9223372036854775807").value == (std::numeric_limits<std::int64_t>::max)());
  CHECK(parse_integer("9223372036854775808").fault == number_fault::too_large);
  for (const char* bad : {"", "1.0", "1e3", "+-1", "0x1", "12a"}) {
    CHECK_MESSAGE(parse_integer(bad).fault == number_fault::not_a_number, bad);
  }
  CHECK(parse_integer<std::uint64_t>("18446744073709551615").value ==
        (std::numeric_limits<std::uint64_t>::max)());
  CHECK(parse_integer<std::uint64_t>("18446744073709551616").fault == number_fault::too_large);
  CHECK(parse_integer<std::uint64_t>("-1").fault == number_fault::not_a_number);
  CHECK(parse_integer<int>("2147483648").fault == number_fault::too_large);
}

namespace {
struct comma_point : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};
}  // namespace

TEST_CASE("the global locale changes nothing") {
  const std::locale old = std::locale::global(std::locale(std::locale::classic(), new comma_point));
  const double read = parse_number("1234.5678901234567890123").value;
  const std::string written = fixed_text(1234.5, 2) + shortest(1234567.5) + std::to_string(1234);
  std::locale::global(old);
  CHECK(read == 1234.5678901234567890123);
  CHECK(written == "1234.501234567.51234");
}

TEST_CASE("numbers as text: the same bytes everywhere") {
  CHECK(shortest(0.1) == "0.1");
  CHECK(std::stod(shortest(1.0 / 3)) == 1.0 / 3);
  CHECK(fixed_text(2.5, 2) == "2.50");
  CHECK(fixed_text(-0.001, 2) == "0.00");
  CHECK(significant_text(123456789, 3) == "1.23e+08");
  CHECK(grouped_text(1234567.25, 1) == "1,234,567.2");
  CHECK(grouped_text(-999, 0) == "-999");
  CHECK(text("a", 1, 'b', 0.5) == "a1b0.5");
  CHECK(shortest(-INFINITY) == "-inf");
}

TEST_CASE("thousands stand in strict groups of three, where they are asked for") {
  const number_format english{'.', ','}, continental{',', '.'};
  const auto value = [](const char* text, const number_format& f) {
    return parse_number(text, f).value;
  };
  CHECK(value("1,234,567.25", english) == 1234567.25);
  CHECK(value("-12,345", english) == -12345);
  CHECK(value(" 4,000 ", english) == 4000);
  CHECK(value("1234567.25", english) == 1234567.25);
  CHECK(value("1e3", english) == 1000);
  CHECK(value("1.234,5", continental) == 1234.5);
  CHECK(value("1 234 567", {'.', ' '}) == 1234567);
  for (const char* bad :
       {"1,5", "12,34,5", "1234,567", "0,123", "00,123", "1,234e5", "1.5,000", ",123", "1,,234",
        "1,234,", "1,23", "1,2345", "1.234,5", "1,234.5e3", "-,123", "1,2 34"}) {
    CHECK_MESSAGE(parse_number(bad, english).fault == number_fault::not_a_number, bad);
  }
  CHECK(parse_number("1,234", number_format{}).fault == number_fault::not_a_number);
  CHECK(parse_number("1,234", number_format{',', ','}).fault == number_fault::not_a_number);
  // every whole number is read back from its grouped text
  for (double x = 1; x < 1e15; x = 7 * x + 3)
    CHECK(parse_number(grouped_text(x), english).value == x);
}

TEST_CASE("a fault is said in words") {
  CHECK(to_string(parse_number("abc").fault) == "is not a number");
  CHECK(to_string(parse_number("1e400").fault) == "is too large for a number");
  CHECK(to_string(parse_number("1e-400").fault) == "is too small for a number");
}
