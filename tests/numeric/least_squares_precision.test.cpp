// The same templates in 50 decimal digits, against NIST and against exact rational arithmetic.
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <boost/multiprecision/eigen.hpp>

#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/stats/descriptive.hpp>

#include "support/close.hpp"
#include "support/nist.hpp"

namespace {

using wide = boost::multiprecision::number<boost::multiprecision::cpp_bin_float_50::backend_type,
                                           boost::multiprecision::et_off>;
using rational = boost::multiprecision::number<boost::multiprecision::cpp_rational_backend,
                                               boost::multiprecision::et_off>;

rational exactly(const std::string& text) {  // "-12.5E-3" as a fraction
  std::string digits;
  long exponent = 0;
  bool negative = false, after_point = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '-' && i == 0) negative = true;
    if (c == '.') after_point = true;
    if (c == 'e' || c == 'E') {
      exponent += std::stol(text.substr(i + 1));
      break;
    }
    if (c >= '0' && c <= '9') {
      digits += c;
      if (after_point) --exponent;
    }
  }
  digits.erase(0, (std::min)(digits.find_first_not_of('0'), digits.size() - 1));
  boost::multiprecision::cpp_int top(digits), power = 1;
  for (long e = 0; e < std::abs(exponent); ++e) power *= 10;
  const rational value = exponent < 0 ? rational(top, power) : rational(top * power);
  return negative ? rational(-value) : value;
}

// normal equations in fractions, solved exactly by elimination
std::vector<rational> exact_coefficients(const std::string& set) {
  const auto cells = bilateral_test::read_cells(bilateral_test::reference("nist_linear.csv"));
  std::vector<std::vector<rational>> a;
  std::vector<rational> b;
  for (const auto& row : cells.rows) {
    if (row[0] != set) continue;
    std::vector<rational> x;
    if (set == "NoInt1" || set == "NoInt2") {
      x.push_back(exactly(row[3]));
    } else if (set == "Longley") {
      x.emplace_back(1);
      for (std::size_t j = 3; j < 9; ++j) x.push_back(exactly(row[j]));
    } else {
      const int degree = set == "Filip" ? 10 : set == "Pontius" ? 2 : set[0] == 'W' ? 5 : 1;
      x.emplace_back(1);
      for (int j = 0; j < degree; ++j) x.push_back(x.back() * exactly(row[3]));
    }
    const rational y = exactly(row[2]);
    if (a.empty()) {
      a.assign(x.size(), std::vector<rational>(x.size()));
      b.resize(x.size());
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
      for (std::size_t j = 0; j < x.size(); ++j) a[i][j] += x[i] * x[j];
      b[i] += x[i] * y;
    }
  }
  const std::size_t k = b.size();
  for (std::size_t p = 0; p < k; ++p) {
    for (std::size_t i = p + 1; i < k; ++i) {
      const rational f = a[i][p] / a[p][p];
      for (std::size_t j = p; j < k; ++j) a[i][j] -= f * a[p][j];
      b[i] -= f * b[p];
    }
  }
  for (std::size_t p = k; p-- > 0;) {
    for (std::size_t j = p + 1; j < k; ++j) b[p] -= a[p][j] * b[j];
    b[p] /= a[p][p];
  }
  return b;
}

double digits(const wide& got, const wide& wanted) {
  if (got == wanted) return 50;
  const wide e = wanted == 0 ? wide(abs(got)) : wide(abs((got - wanted) / wanted));
  return -static_cast<double>(log10(e));
}

}  // namespace

TEST_CASE("least_squares in 50 digits: NIST's certified figures to 14, the exact solution to 30") {
  for (const auto& set : bilateral_test::nist_linear_sets()) {
    CAPTURE(set);
    const bilateral_test::nist_linear<wide> data(set);
    const auto fit = bilateral::least_squares(data.x, data.y);
    REQUIRE(fit.dropped.empty());
    const wide s2 = fit.residual_sum_of_squares / wide(double(data.x.rows() - data.x.cols()));
    for (const auto& entry : bilateral_test::nist_certified(set)) {
      const std::string& name = entry.first;
      const auto& value = entry.second;
      CAPTURE(name);
      if (name[0] == 'B') {
        const Eigen::Index j = data.x.cols() == 1 ? 0 : std::stoi(name.substr(1));
        CHECK(digits(fit.coefficients[j], wide(value.value)) >= 14);
        CHECK(digits(sqrt(wide(s2 * fit.inverse_gram(j, j))), wide(value.deviation)) >= 14);
      } else if (name == "residual_sd") {
        CHECK(digits(sqrt(s2), wide(value.value)) >= 14);
      }
    }
    const auto exact = exact_coefficients(set);
    for (std::size_t j = 0; j < exact.size(); ++j) {
      const wide e = wide(numerator(exact[j])) / wide(denominator(exact[j]));
      CHECK(digits(fit.coefficients[static_cast<Eigen::Index>(j)], e) >= 30);
    }
  }
}

TEST_CASE("descriptive statistics in 50 digits: NIST's univariate sets to 14") {
  for (const char* set :
       {"Lottery", "Lew", "Mavro", "Michelso", "NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4"}) {
    CAPTURE(set);
    const auto x = bilateral_test::nist_univariate<wide>(set);
    const std::span<const wide> s(x);
    const auto certified = bilateral_test::nist_certified(set);
    CHECK(digits(bilateral::mean(s), wide(certified.at("mean").value)) >= 14);
    CHECK(digits(bilateral::standard_deviation(s), wide(certified.at("sd").value)) >= 14);
    CHECK(digits(bilateral::autocorrelation_at(s, 1), wide(certified.at("autocorr1").value)) >= 14);
  }
}
