#pragma once
/// Standard normal draws for simulations: counter-based bits, inverse normal, one stream a draw.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

namespace bilateral::detail {

// Philox 4x32-10 keyed by the seed, counter (block, stream): any stream can be made by any thread.
// @see Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3
class normal_stream {
 public:
  normal_stream(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}

  // uniform on (0, 1), 53 bits
  double uniform() {
    if (at_ == 2) refill();
    const std::uint64_t bits = buffer_[at_++];
    return (static_cast<double>(bits >> 11) + 0.5) * 0x1.0p-53;
  }
  // uniform on 0..count-1 by Lemire's multiplication; the bias is below count / 2^32
  std::size_t index(std::size_t count) {
    if (at_ == 2) refill();
    return static_cast<std::size_t>(((buffer_[at_++] >> 32) * count) >> 32);
  }
  double normal() { return inverse_normal(uniform()); }

  // Wichura's AS 241, about 16 digits: no special functions in 85 percent of the draws
  static double inverse_normal(double p) {
    const double q = p - 0.5;
    if (std::abs(q) <= 0.425) {
      const double r = 0.180625 - q * q;
      return q * ratio(r, {3.3871328727963666080e0, 1.3314166789178437745e2,
                           1.9715909503065514427e3, 1.3731693765509461125e4,
                           4.5921953931549871457e4, 6.7265770927008700853e4,
                           3.3430575583588128105e4, 2.5090809287301226727e3},
                       {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2,
                        5.3941960214247511077e3, 2.1213794301586595867e4,
                        3.9307895800092710610e4, 2.8729085735721942674e4,
                        5.2264952788528545610e3});
    }
    double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
    double x;
    if (r <= 5) {
      r -= 1.6;
      x = ratio(r, {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                    2.27238449892691845833e-2, 7.74545014278341407640e-4},
                {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0,
                 6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
                 5.47593808499534494600e-4, 1.05075007164441684324e-9});
    } else {
      r -= 5;
      x = ratio(r, {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                    2.96560571828504891230e-1, 2.65321895265761230930e-2,
                    1.24266094738807843860e-3, 2.71155556874348757815e-5,
                    2.01033439929228813265e-7},
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
      top = top * r + a[static_cast<std::size_t>(i)];
      bottom = bottom * r + b[static_cast<std::size_t>(i)];
    }
    return top / bottom;
  }
  void refill() {
    std::array<std::uint32_t, 4> c{static_cast<std::uint32_t>(block_),
                                   static_cast<std::uint32_t>(block_ >> 32),
                                   static_cast<std::uint32_t>(stream_),
                                   static_cast<std::uint32_t>(stream_ >> 32)};
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

// work(i) for i = 0..count-1 on so many threads (0: as many as the machine has); results must go to
// slots of their own, so that they do not depend on the number of threads
template <class Work>
void each_draw(std::size_t count, unsigned threads, Work&& work) {
  if (threads == 0) threads = std::thread::hardware_concurrency();
  if (threads < 1) threads = 1;
  if (threads > count) threads = static_cast<unsigned>(count == 0 ? 1 : count);
  if (threads == 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::vector<std::exception_ptr> failures(threads);
  std::vector<std::thread> pool;
  for (unsigned t = 0; t < threads; ++t) {
    pool.emplace_back([&, t] {
      try {
        for (std::size_t i = t; i < count; i += threads) work(i);
      } catch (...) {
        failures[t] = std::current_exception();
      }
    });
  }
  for (auto& thread : pool) thread.join();
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace bilateral::detail
