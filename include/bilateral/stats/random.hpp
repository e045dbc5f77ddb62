#pragma once
/// Random numbers by counter: the same draws on every compiler and for every number of threads.

#include <bilateral/core/index_cast.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace bilateral {

/// Philox 4x32-10: random bits as a function of (seed, stream, position). Draw i of a simulation takes
/// stream i, so that any thread can make it.
///
/// @note  whole numbers are the same everywhere; `normal` and `exponential` use std::log and std::sqrt,
///        which may differ in the last digit between C libraries
/// @see   Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3
class philox {
 public:
  explicit philox(std::uint64_t seed, std::uint64_t stream = 0) : seed_(seed), stream_(stream) {}

  /// 64 random bits.
  std::uint64_t bits() {
    if (at_ == 2) refill();
    return buffer_[at_++];
  }
  /// Uniform on the open interval (0, 1), 53 bits.
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1.0p-53; }
  /// Uniform on 0..count-1 without bias, 1 <= count <= 2^32, by Lemire's multiplication.
  /// @see   Lemire (2019), ACM Transactions on Modeling and Computer Simulation 29(1)
  std::size_t index(std::size_t count) {
    for (;;) {
      const std::uint64_t product = (bits() >> 32) * count;
      const std::uint64_t low = product & 0xFFFFFFFFU;
      if (low >= count || low >= (std::uint64_t{1} << 32) % count) {
        return to_size(product >> 32);
      }
    }
  }
  /// Standard normal, by the inverse distribution function.
  double normal() { return inverse_normal(uniform()); }
  /// -1 or 1 with equal chances.
  double sign() { return (bits() >> 63) != 0 ? 1.0 : -1.0; }
  /// Exponential with mean 1.
  double exponential() { return -std::log(uniform()); }

  /// Normal quantile, about 16 digits, without special functions in 85 percent of the cases.
  /// @see   Wichura (1988), Applied Statistics 37, AS 241
  static double inverse_normal(double p) {
    const double q = p - 0.5;
    if (std::abs(q) <= 0.425) {
      const double r = 0.180625 - q * q;
      return q * ratio(r,
                       {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                        1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                        3.3430575583588128105e4, 2.5090809287301226727e3},
                       {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2,
                        5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4,
                        2.8729085735721942674e4, 5.2264952788528545610e3});
    }
    double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
    double x;
    if (r <= 5) {
      r -= 1.6;
      x = ratio(r,
                {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                 3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                 2.27238449892691845833e-2, 7.74545014278341407640e-4},
                {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                 1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                 1.05075007164441684324e-9});
    } else {
      r -= 5;
      x = ratio(r,
                {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                 2.71155556874348757815e-5, 2.01033439929228813265e-7},
                {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
                 1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
                 1.42151175831644588870e-7, 2.04426310338993978564e-15});
    }
    return q < 0 ? -x : x;
  }

 private:
  static double ratio(double r, const std::array<double, 8>& a, const std::array<double, 8>& b) {
    double top = a[7];
    double bottom = b[7];
    for (int i = 6; i >= 0; --i) {
      top = top * r + a[to_size(i)];
      bottom = bottom * r + b[to_size(i)];
    }
    return top / bottom;
  }
  void refill() {
    std::array<std::uint32_t, 4> c{
        static_cast<std::uint32_t>(block_), static_cast<std::uint32_t>(block_ >> 32),
        static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)};
    auto k0 = static_cast<std::uint32_t>(seed_);
    auto k1 = static_cast<std::uint32_t>(seed_ >> 32);
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t a = std::uint64_t{0xD2511F53} * c[0];
      const std::uint64_t b = std::uint64_t{0xCD9E8D57} * c[2];
      c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ k0, static_cast<std::uint32_t>(b),
           static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ k1, static_cast<std::uint32_t>(a)};
      k0 += 0x9E3779B9U;
      k1 += 0xBB67AE85U;
    }
    buffer_ = {(std::uint64_t{c[1]} << 32) | c[0], (std::uint64_t{c[3]} << 32) | c[2]};
    at_ = 0;
    ++block_;
  }

  std::uint64_t seed_;
  std::uint64_t stream_;
  std::uint64_t block_ = 0;
  std::array<std::uint64_t, 2> buffer_{};
  std::size_t at_ = 2;
};

}  // namespace bilateral
