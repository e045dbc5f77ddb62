#pragma once
/// Sums and products with about twice the digits of the scalar, by error-free transformations.

#include <bilateral/numeric/dense.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

namespace bilateral {

/// An unevaluated sum high + low with |low| <= ulp(high) / 2.
template <class Scalar>
struct two_part {
  Scalar high{0};
  Scalar low{0};
};

/// Knuth's two-sum: a + b = high + low exactly. @see Knuth, TAOCP 2, 4.2.2
template <class Scalar>
[[nodiscard]] inline two_part<Scalar> two_sum(Scalar a, Scalar b) {
  const Scalar s = a + b;
  const Scalar t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

/// Veltkamp and Dekker's two-product: a * b = high + low exactly, barring overflow.
/// @see Dekker (1971), Numerische Mathematik 18
template <class Scalar>
[[nodiscard]] inline two_part<Scalar> two_product(Scalar a, Scalar b) {
  const Scalar p = a * b;
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  if constexpr (std::is_same_v<Scalar, double> || std::is_same_v<Scalar, float>) {
    return {p, std::fma(a, b, -p)};
  }
#endif
  constexpr int half = (std::numeric_limits<Scalar>::digits + 1) / 2;
  const Scalar split = static_cast<Scalar>(1ULL << half) + Scalar(1);
  const Scalar ca = split * a;
  const Scalar cb = split * b;
  const Scalar ah = ca - (ca - a);
  const Scalar bh = cb - (cb - b);
  const Scalar al = a - ah;
  const Scalar bl = b - bh;
  return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

/// y - X b, each element accumulated with twice the working digits and rounded once.
///
/// Types without a fixed binary format (boost::multiprecision) use their own arithmetic.
/// @param x  (n x k); @param b  (k); @param y  (n)
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> extended_residual(const dense_matrix<Scalar>& x,
                                                     const dense_vector<Scalar>& b,
                                                     const dense_vector<Scalar>& y) {
  if constexpr (!std::is_floating_point_v<Scalar>) {
    return y - x * b;
  } else {
    constexpr Eigen::Index block = 512;
    dense_vector<Scalar> r(y.size());
    Scalar low[block];
    for (Eigen::Index start = 0; start < y.size(); start += block) {
      const Eigen::Index m = (std::min)(block, y.size() - start);
      Scalar* high = r.data() + start;
      for (Eigen::Index i = 0; i < m; ++i) {
        high[i] = y[start + i];
        low[i] = Scalar(0);
      }
      for (Eigen::Index j = 0; j < x.cols(); ++j) {
        const Scalar* column = x.data() + j * x.rows() + start;
        const Scalar c = -b[j];
        for (Eigen::Index i = 0; i < m; ++i) {
          const two_part<Scalar> p = two_product(column[i], c);
          const two_part<Scalar> s = two_sum(high[i], p.high);
          high[i] = s.high;
          low[i] += s.low + p.low;
        }
      }
      for (Eigen::Index i = 0; i < m; ++i) high[i] += low[i];
    }
    return r;
  }
}

}  // namespace bilateral
