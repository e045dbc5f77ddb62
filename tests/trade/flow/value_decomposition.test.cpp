#include <bilateral/trade/flow/value_decomposition.hpp>

#include "support/close.hpp"

#include <algorithm>
#include <array>

using namespace bilateral;

namespace {
const std::vector<double> p0{6100, 40, 1200}, q0{1.2, 9, 3}, p1{5200, 55, 1300}, q1{1.6, 8, 2.5};
double change() {
  double v = 0;
  for (std::size_t i = 0; i < 3; ++i) v += p1[i] * q1[i] - p0[i] * q0[i];
  return v;
}
}  // namespace

TEST_CASE("decompose_value: the parts add up exactly, whatever the method") {
  for (const auto m :
       {decomposition_method::bennet, decomposition_method::lmdi, decomposition_method::shapley}) {
    const auto d = decompose_value(m, p0, q0, p1, q1);
    CHECK_CLOSE_REL(d.total(), change(), 1e-13);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK_CLOSE_REL(d.price_by[i] + d.volume_by[i] + d.composition_by[i],
                      p1[i] * q1[i] - p0[i] * q0[i], 1e-12);
    }
    // backwards in time every part changes its sign
    CHECK_CLOSE_REL(decompose_value(m, p1, q1, p0, q0).price, -d.price, 1e-12);
  }
}

TEST_CASE("decompose_value: Shapley equals the mean over the six orders, factor by factor") {
  const double t0 = 13.2, t1 = 12.1;
  const auto value = [&](int which) {  // bits: price, volume, mix switched to period 1
    double v = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      v += ((which & 1) != 0 ? p1[i] : p0[i]) * ((which & 2) != 0 ? t1 : t0) *
           ((which & 4) != 0 ? q1[i] / t1 : q0[i] / t0);
    }
    return v;
  };
  std::array<int, 3> order{1, 2, 4};
  std::array<double, 5> mean{};
  do {
    int on = 0;
    for (const int factor : order) {
      mean[std::size_t(factor)] += (value(on | factor) - value(on)) / 6;
      on |= factor;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  const auto d = decompose_value(decomposition_method::shapley, p0, q0, p1, q1);
  CHECK_CLOSE_REL(d.price, mean[1], 1e-12);
  CHECK_CLOSE_REL(d.volume, mean[2], 1e-12);
  CHECK_CLOSE_REL(d.composition, mean[4], 1e-12);
}

TEST_CASE("decompose_value: one commodity has no composition; the ratio form multiplies up") {
  const std::vector<double> a{5}, b{2}, c{4}, e{3};
  for (const auto m : {decomposition_method::bennet, decomposition_method::shapley}) {
    const auto d = decompose_value(m, a, b, c, e);
    CHECK(d.composition == 0);
    CHECK_CLOSE_REL(d.price, -2.5, 1e-14);
    CHECK_CLOSE_REL(d.volume, 4.5, 1e-14);
  }
  const auto r = decompose_value_ratio(p0, q0, p1, q1);
  CHECK_CLOSE_REL(r.total(), 1 + change() / (6100 * 1.2 + 360 + 3600), 1e-13);
}

TEST_CASE("decompose_value: refusals") {
  const std::vector<double> zero{0, 9, 3};
  CHECK_REFUSES(argument_error, "q0 is 0 in row 1",
                decompose_value(decomposition_method::lmdi, p0, zero, p1, q1));
  CHECK_REFUSES(argument_error, "p0 is 0 in row 1",
                decompose_value(decomposition_method::bennet, zero, q0, p1, q1));
  CHECK(decompose_value(decomposition_method::bennet, p0, zero, p1, q1).price_by.size() == 3);
  constexpr auto bennet = decomposition_method::bennet;
  const std::vector<double> short_one{1, 2}, negative{-1, 9, 3}, nothing{0, 0, 0}, none;
  CHECK_REFUSES(argument_error, "there are no commodities",
                decompose_value(bennet, none, none, none, none));
  CHECK_REFUSES(argument_error, "p0 has 3 values but q0 has 2",
                decompose_value(bennet, p0, short_one, p1, q1));
  CHECK_REFUSES(argument_error, "p0 has 3 values but p1 has 2",
                decompose_value(bennet, p0, q0, short_one, q1));
  CHECK_REFUSES(argument_error, "p0 has 3 values but q1 has 2",
                decompose_value(bennet, p0, q0, p1, short_one));
  CHECK_REFUSES(argument_error, "p1 is 0 in row 1", decompose_value(bennet, p0, q0, zero, q1));
  CHECK_REFUSES(argument_error, "q1 is 0 in row 1",
                decompose_value(decomposition_method::lmdi, p0, q0, p1, zero));
  CHECK_REFUSES(argument_error, "a quantity is negative in row 1",
                decompose_value(bennet, p0, negative, p1, q1));
  CHECK_REFUSES(argument_error, "a quantity is negative in row 1",
                decompose_value(bennet, p0, q0, p1, negative));
  CHECK_REFUSES(argument_error, "the total quantity of a period is zero",
                decompose_value(bennet, p0, nothing, p1, q1));
  CHECK_REFUSES(argument_error, "the total quantity of a period is zero",
                decompose_value(bennet, p0, q0, p1, nothing));
}

TEST_CASE(
    "decompose_share: the parts add up, change their sign backwards, and are Divisia's integral") {
  const product_in_basket before{3690, 0.941, 13828.1}, after{4894, 2.08, 26143.1};
  const auto d = decompose_share(before, after);
  CHECK_CLOSE_REL(d.total(), after.share() - before.share(), 1e-13);
  const auto back = decompose_share(after, before);
  CHECK_CLOSE_REL(back.price, -d.price, 1e-13);
  CHECK_CLOSE_REL(back.rest, -d.rest, 1e-13);
  // Simpson's rule along the path of constant rates: ds = s (1 - s)(dp/p + dq/q - dr/r)
  constexpr int steps = 200;
  double integral = 0;
  for (int i = 0; i <= steps; ++i) {
    const double t = double(i) / steps;
    const auto at = [t](double a, double b) { return a * std::pow(b / a, t); };
    const double x = at(before.price, after.price) * at(before.quantity, after.quantity),
                 s = x / (x + at(before.rest, after.rest));
    integral += s * (1 - s) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) / (3.0 * steps);
  }
  CHECK_CLOSE_REL(d.price, integral * std::log(after.price / before.price), 1e-10);
  CHECK_CLOSE_REL(d.volume, integral * std::log(after.quantity / before.quantity), 1e-10);
  CHECK_CLOSE_REL(d.rest, -integral * std::log(after.rest / before.rest), 1e-10);
}

TEST_CASE("decompose_share: no change, a small one, one factor alone") {
  const product_in_basket one{5, 2, 30};
  const auto none = decompose_share(one, one);
  CHECK(none.price == 0);
  CHECK(none.total() == 0);
  // price and rest move together: the share stays, its parts cancel
  const auto both = decompose_share(one, {10, 2, 60});
  CHECK_CLOSE_REL(both.price, 0.25 * 0.75 * std::log(2.0), 1e-14);
  CHECK_CLOSE_REL(both.rest, -both.price, 1e-14);
  for (const double step : {1e-3, 1e-5, 1e-7, 1e-9}) {
    const product_in_basket moved{5 * (1 + step), 2, 30};
    const auto d = decompose_share(one, moved);
    CHECK(d.volume == 0);
    CHECK(d.rest == 0);
    // 5 (1 + step) is rounded to the next double
    CHECK_CLOSE_REL(d.price, 0.25 * 0.75 * step * (1 - 0.25 * step), 1e-15 / step + step * step);
  }
  CHECK_REFUSES(argument_error, "it must be above zero", (void)decompose_share(one, {0, 2, 30}));
  CHECK_REFUSES(argument_error, "it must be above zero", (void)decompose_share({5, 2, -1}, one));
}
