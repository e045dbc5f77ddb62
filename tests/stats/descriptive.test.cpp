#include <bilateral/stats/descriptive.hpp>

#include "support/close.hpp"
#include "support/nist.hpp"

using namespace bilateral;
using bilateral_test::digits_of_agreement;

TEST_CASE("descriptive: NIST's univariate sets in double") {
  for (const char* set :
       {"Lottery", "Lew", "Mavro", "Michelso", "NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4"}) {
    CAPTURE(set);
    const auto x = bilateral_test::nist_univariate<double>(set);
    const std::span<const double> s(x);
    const auto certified = bilateral_test::nist_certified(set);
    CHECK(digits_of_agreement(mean(s), std::stod(certified.at("mean").value)) >= 14);
    // the data themselves are rounded on entry: 10000000.2 carries 16 digits, its deviation 9
    const std::string name = set;
    const double sd = name == "NumAcc4" ? 8 : name == "NumAcc3" ? 9 : 13;
    CHECK(digits_of_agreement(standard_deviation(s), std::stod(certified.at("sd").value)) >= sd);
    CHECK(
        digits_of_agreement(autocorrelation_at(s, 1), std::stod(certified.at("autocorr1").value)) >=
        (name == "NumAcc4" || name == "NumAcc3" ? 8 : 12));
  }
}

TEST_CASE("descriptive: small parts of a long sum survive") {
  std::vector<double> x(1000001, 1e-3);
  x[0] = 1e15;
  CHECK_CLOSE_REL(mean(std::span<const double>(x)), (1e15 + 1000) / 1000001, 1e-15);
}

TEST_CASE("descriptive: refusals") {
  const std::vector<double> one{1.0}, same{2.0, 2.0, 2.0};
  CHECK_REFUSES(argument_error, "no values", mean(std::span<const double>()));
  CHECK_REFUSES(argument_error, "at least 2", variance(std::span<const double>(one)));
  CHECK_REFUSES(argument_error, "zero variance",
                autocorrelation_at(std::span<const double>(same), 1));
  CHECK_REFUSES(argument_error, "lag is 3", autocorrelation_at(std::span<const double>(same), 3));
}

TEST_CASE("descriptive: the variance does not carry the rounding of the mean") {
  // the mean of these is 1e16 + 2/3, rounded to 1e16: the deviations 0, 0, 2 sum to 2, not 0
  const std::vector<double> x{1e16, 1e16, 1e16 + 2};
  CHECK_CLOSE_REL(variance(std::span<const double>(x)), 4.0 / 3, 1e-15);
}

TEST_CASE("descriptive: the squared correlation, by hand and at any scale") {
  const std::vector<double> x{1, 2, 3, 4}, y{2, 1, 4, 3}, flat{5, 5, 5, 5};
  const auto of = [](const std::vector<double>& a, const std::vector<double>& b) {
    return squared_correlation(std::span<const double>(a), std::span<const double>(b));
  };
  CHECK_CLOSE_REL(*of(x, y), 0.36, 1e-15);  // deviations multiply to 3, squares to 5 and 5
  CHECK_CLOSE_REL(*of({1e100, 2e100, 3e100, 4e100}, {-2, -1, -4, -3}), 0.36, 1e-15);
  CHECK_FALSE(of(x, flat).has_value());
  CHECK_REFUSES(argument_error, "x", of({1, 2, 3}, y));
  CHECK_REFUSES(argument_error, "at least 2", of({1}, {2}));
}

TEST_CASE("quantiles by linear interpolation: R's type 7") {
  const std::vector<double> x{1, 2, 4, 8};
  CHECK(sorted_quantile(x, 0) == 1);
  CHECK(sorted_quantile(x, 1) == 8);
  CHECK_CLOSE_REL(sorted_quantile(x, 0.5), 3, 1e-15);
  CHECK_CLOSE_REL(sorted_quantile(x, 0.9), 4 + 0.7 * 4, 1e-14);  // place 2.7 from 0
  CHECK_CLOSE_REL(sorted_quantile(x, 1.0 / 3), 2, 1e-14);
  CHECK(sorted_quantile(std::vector<double>{3}, 0.3) == 3);
}
