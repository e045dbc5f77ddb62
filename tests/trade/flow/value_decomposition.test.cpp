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
}
