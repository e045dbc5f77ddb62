#include <bilateral/stats/random.hpp>

#include "support/close.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>

using namespace bilateral;

TEST_CASE("philox gives the published bits for the zero key and counter") {
  // known answers of Random123, kat_vectors: philox4x32 10, all zero
  philox p(0, 0);
  CHECK(p.bits() == 0xe169c58d6627e8d5U);
  CHECK(p.bits() == 0x9b00dbd8bc57ac4cU);
}

TEST_CASE("philox with a key and a stream: bits of a naive implementation") {
  // by a Python implementation with whole numbers that meets the three published known answers
  philox p(0x299f31d0a4093822U, 0x0370734413198a2eU);
  CHECK(p.bits() == 0x61bd7780b60a410eU);
  CHECK(p.bits() == 0x3d51eb3fa53f3958U);
  CHECK(p.bits() == 0xab83527314ddb4bU);
  CHECK(p.bits() == 0x3fc8cf4c9fc3cabeU);
}

TEST_CASE("index covers its range evenly, sign is fair, uniform stays inside") {
  philox p(7, 3);
  std::array<int, 6> seen{};
  double signs = 0;
  double sum = 0;
  for (int i = 0; i < 60000; ++i) {
    ++seen.at(p.index(6));
    signs += p.sign();
    const double u = p.uniform();
    CHECK_UNARY(u > 0 && u < 1);
    sum += u;
  }
  for (const int count : seen) CHECK(std::abs(count - 10000) < 400);  // 4.4 standard errors
  CHECK(std::abs(signs) < 1000);
  CHECK(std::abs(sum / 60000 - 0.5) < 0.005);
  CHECK(p.index(1) == 0);
}

TEST_CASE("normal and exponential draws have their moments; streams differ") {
  philox p(1, 0);
  philox other(1, 1);
  double m1 = 0, m2 = 0, m4 = 0, e = 0, product = 0;
  constexpr int n = 200000;
  for (int i = 0; i < n; ++i) {
    const double z = p.normal();
    m1 += z;
    m2 += z * z;
    m4 += z * z * z * z;
    const double x = other.exponential();
    e += x;
    product += z * (x - 1);
  }
  CHECK(std::abs(m1 / n) < 0.01);
  CHECK(std::abs(m2 / n - 1) < 0.015);
  CHECK(std::abs(m4 / n - 3) < 0.1);
  CHECK(std::abs(e / n - 1) < 0.01);
  CHECK(std::abs(product / n) < 0.01);
}

TEST_CASE("inverse normal: 15 digits, tails included") {
  CHECK(philox::inverse_normal(0.5) == 0);
  CHECK_CLOSE_REL(philox::inverse_normal(0.975), 1.959963984540054, 1e-15);
  CHECK_CLOSE_REL(philox::inverse_normal(0.05), -1.6448536269514729, 1e-15);
  CHECK_CLOSE_REL(philox::inverse_normal(1e-12), -7.0344838253011315, 1e-14);
  CHECK_CLOSE_REL(philox::inverse_normal(1e-5), -4.2648907939228247, 1e-14);
}
