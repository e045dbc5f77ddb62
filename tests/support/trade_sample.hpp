#pragma once
// The flows of tests/reference/structure.py: integers from one multiplicative hash, the same
// everywhere.

#include <bilateral/trade/structure/flows.hpp>

#include <cstdint>
#include <random>
#include <string>

namespace bilateral_test {

// value of the flow i -> j of product k in year t; 0: not traded
inline double sample_value(std::uint64_t i, std::uint64_t j, std::uint64_t k, std::uint64_t t = 0) {
  if (i == j) return 0;
  const std::uint64_t mixed = i * 7919 + j * 104729 + k * 1299709 + t * 15485863 + 12345;
  const std::uint64_t r = (mixed * 2654435761ULL) % 4294967296ULL;
  return (r >> 16U) % 3 == 0 ? 0 : static_cast<double>(r % 1000);
}
// quantity of that flow, above zero
inline double sample_quantity(std::uint64_t i, std::uint64_t j, std::uint64_t k,
                              std::uint64_t t = 0) {
  const std::uint64_t mixed = i * 104729 + j * 7919 + k * 15485863 + t * 1299709 + 54321;
  return static_cast<double>((mixed * 2654435761ULL) % 4294967296ULL % 500 + 1);
}

// 8 countries c0..c7 and 12 products p00..p11
inline bilateral::product_flows sample_flows(std::uint64_t year = 0) {
  bilateral::flow_builder b(true, true);
  for (std::uint64_t i = 0; i < 8; ++i) {
    for (std::uint64_t j = 0; j < 8; ++j) {
      for (std::uint64_t k = 0; k < 12; ++k) {
        const double v = sample_value(i, j, k, year);
        const std::string product = k < 10 ? "p0" + std::to_string(k) : "p" + std::to_string(k);
        if (v > 0)
          b.add("c" + std::to_string(i), "c" + std::to_string(j), product, v,
                sample_quantity(i, j, k, year));
      }
    }
  }
  return b.finish();
}

// a random table with zeros, every line traded
inline Eigen::MatrixXd random_trade(std::mt19937_64& bits, Eigen::Index rows,
                                    Eigen::Index columns) {
  Eigen::MatrixXd m(rows, columns);
  for (Eigen::Index j = 0; j < columns; ++j) {
    for (Eigen::Index i = 0; i < rows; ++i) {
      const std::uint64_t r = bits();
      const double size = static_cast<double>(r >> 40U) / 16777216.0;
      m(i, j) = r % 3 == 0 ? 0 : size * size * size * 1000;
    }
    m(static_cast<Eigen::Index>(bits() % static_cast<std::uint64_t>(rows)), j) += 1;
  }
  for (Eigen::Index i = 0; i < rows; ++i)
    m(i, static_cast<Eigen::Index>(bits() % static_cast<std::uint64_t>(columns))) += 1;
  return m;
}

}  // namespace bilateral_test
