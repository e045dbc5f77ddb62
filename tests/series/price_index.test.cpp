#include <bilateral/series/price_index.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
// Export and Import Price Index Manual (IMF et al. 2009), tables 19.1-19.2: six commodities, five
// periods of the artificial data set (prices and quantities as printed there)
const std::vector<std::vector<double>> prices{{1.0, 1.0, 1.0, 1.0, 1.0, 1.0},
                                              {1.2, 3.0, 1.3, 0.7, 1.4, 0.8},
                                              {1.0, 1.0, 1.5, 0.5, 1.7, 0.6},
                                              {0.8, 0.5, 1.6, 0.3, 1.9, 0.4},
                                              {1.0, 1.0, 1.6, 0.1, 2.0, 0.2}};
const std::vector<std::vector<double>> quantities{{1.0, 1.0, 2.0, 1.0, 4.5, 0.5},
                                                  {0.8, 0.9, 1.9, 1.3, 4.7, 0.6},
                                                  {1.0, 1.1, 1.8, 3.0, 5.0, 0.8},
                                                  {1.2, 1.2, 1.9, 6.0, 5.6, 1.3},
                                                  {0.9, 1.2, 2.0, 12.0, 6.5, 2.5}};
}  // namespace

TEST_CASE("price_index: the artificial data set of the Export and Import Price Index Manual") {
  // table 19.4 and 19.6 of the manual, fixed base, four decimals (the last one cut, not rounded)
  const std::pair<index_formula, std::vector<double>> wanted[] = {
      {index_formula::laspeyres, {1.0000, 1.4200, 1.3450, 1.3550, 1.4400}},
      {index_formula::paasche, {1.0000, 1.3823, 1.2031, 1.0209, 0.7968}},
      {index_formula::fisher, {1.0000, 1.4011, 1.2721, 1.1762, 1.0712}},
      {index_formula::tornqvist, {1.0000, 1.4052, 1.2890, 1.2268, 1.2477}},
      {index_formula::walsh, {1.0000, 1.4017, 1.2850, 1.2193, 1.1850}}};
  for (const auto& [formula, values] : wanted) {
    const auto got = price_index_series(formula, index_base::fixed, prices, quantities);
    for (std::size_t t = 0; t < 5; ++t) CHECK_CLOSE_ABS(got[t], values[t], 1e-4);
  }
  const auto chained =
      price_index_series(index_formula::fisher, index_base::chained, prices, quantities);
  double product = 1;
  for (std::size_t t = 1; t < 5; ++t) {
    product *= price_index(index_formula::fisher, prices[t - 1], quantities[t - 1], prices[t],
                           quantities[t]);
    CHECK_CLOSE_REL(chained[t], product, 1e-15);
  }
}

TEST_CASE("price_index: laws") {
  const auto &p0 = prices[0], &p1 = prices[1], &q0 = quantities[0], &q1 = quantities[1];
  const double value = detail::value_at(p1, q1) / detail::value_at(p0, q0);
  using enum index_formula;
  // factor reversal: Fisher with itself, Laspeyres with Paasche
  CHECK_CLOSE_REL(price_index(fisher, p0, q0, p1, q1) * volume_index(fisher, p0, q0, p1, q1), value,
                  1e-14);
  CHECK_CLOSE_REL(price_index(laspeyres, p0, q0, p1, q1) * volume_index(paasche, p0, q0, p1, q1),
                  value, 1e-14);
  for (const auto f : {fisher, tornqvist, walsh}) {  // time reversal
    CHECK_CLOSE_REL(price_index(f, p0, q0, p1, q1) * price_index(f, p1, q1, p0, q0), 1, 1e-14);
  }
  for (const auto f : {laspeyres, paasche, fisher, tornqvist, walsh}) {  // proportionality
    std::vector<double> doubled = p0;
    for (double& p : doubled) p *= 2;
    CHECK_CLOSE_REL(price_index(f, p0, q0, doubled, q1), 2, 1e-14);
  }
}

TEST_CASE("price_index: refusals") {
  const std::vector<double> one{1, 1}, zero{0, 0}, bad{1, -1};
  using enum index_formula;
  CHECK_REFUSES(argument_error, "base price is 0 in row 1",
                price_index(fisher, zero, one, one, one));
  CHECK_REFUSES(argument_error, "current quantity is -1 in row 2",
                price_index(fisher, one, one, one, bad));
  CHECK_REFUSES(argument_error, "base basket is empty",
                price_index(laspeyres, one, zero, one, one));
  CHECK_REFUSES(argument_error, "weight is 0", unit_value(one, zero));
  CHECK_CLOSE_REL(price_index(paasche, one, zero, one, one), 1, 1e-15);
}

TEST_CASE("lists of prices and quantities of other lengths are refused") {
  const std::vector<double> two{1, 2}, three{1, 2, 3};
  for (const auto formula :
       {index_formula::laspeyres, index_formula::paasche, index_formula::fisher,
        index_formula::tornqvist, index_formula::walsh}) {
    CHECK_REFUSES(argument_error, "base prices has 2 values but base quantities has 3",
                  price_index(formula, two, three, two, two));
    CHECK_REFUSES(argument_error, "base prices has 2 values but current prices has 3",
                  price_index(formula, two, two, three, two));
    CHECK_REFUSES(argument_error, "base prices has 2 values but current quantities has 3",
                  price_index(formula, two, two, two, three));
  }
  CHECK_REFUSES(argument_error, "the basket is empty",
                price_index(index_formula::fisher, {}, {}, {}, {}));
  CHECK_REFUSES(argument_error, "current basket is empty",
                price_index(index_formula::paasche, two, two, two, std::vector<double>{0, 0}));
  CHECK_REFUSES(argument_error, "current price is -1 in row 1",
                price_index(index_formula::fisher, two, two, std::vector<double>{-1, 2}, two));
}

TEST_CASE("volume indices are price indices with prices and quantities exchanged") {
  const auto &p0 = prices[0], &p1 = prices[3], &q0 = quantities[0], &q1 = quantities[3];
  using enum index_formula;
  for (const auto f : {laspeyres, paasche, fisher, tornqvist, walsh}) {
    CHECK_CLOSE_REL(volume_index(f, p0, q0, p1, q1), price_index(f, q0, p0, q1, p1), 1e-14);
  }
  // by hand: two commodities, prices 1 2 and 2 2, quantities 3 1 and 1 4
  const std::vector<double> a{1, 2}, b{2, 2}, u{3, 1}, v{1, 4};
  CHECK_CLOSE_REL(volume_index(laspeyres, a, u, b, v), 9.0 / 5, 1e-15);
  CHECK_CLOSE_REL(volume_index(paasche, a, u, b, v), 10.0 / 8, 1e-15);
  CHECK_CLOSE_REL(volume_index(fisher, a, u, b, v), 1.5, 1e-15);
  CHECK_CLOSE_REL(volume_index(walsh, a, u, b, v), (std::sqrt(2) + 8) / (3 * std::sqrt(2) + 2),
                  1e-14);
  // shares 3/5 2/5 and 2/10 8/10
  CHECK_CLOSE_REL(volume_index(tornqvist, a, u, b, v),
                  std::exp(0.4 * std::log(1.0 / 3) + 0.6 * std::log(4)), 1e-14);
  CHECK_CLOSE_REL(price_index(tornqvist, a, u, b, v), std::exp(0.4 * std::log(2)), 1e-14);
  CHECK_CLOSE_REL(price_index(walsh, a, u, b, v), (2 * std::sqrt(3) + 4) / (std::sqrt(3) + 4),
                  1e-14);
  const std::vector<double> none{0, 1}, other{1, 0};
  CHECK_REFUSES(argument_error, "volume_index: base quantity is 0 in row 1",
                volume_index(tornqvist, a, none, b, v));
  CHECK_REFUSES(argument_error, "volume_index: current quantity is 0 in row 2",
                volume_index(walsh, a, u, b, other));
  CHECK_REFUSES(argument_error, "volume_index: base price is -1 in row 1",
                volume_index(walsh, std::vector<double>{-1, 1}, u, b, v));
  CHECK_REFUSES(argument_error, "no commodity is traded in both periods",
                price_index(walsh, a, none, b, other));
}
