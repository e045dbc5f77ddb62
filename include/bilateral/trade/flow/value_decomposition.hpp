#pragma once
/// A change in trade value split exactly into price, volume and composition; a change in a product's
/// share of all trade into its price, its volume and the rest.

#include <bilateral/core/check.hpp>
#include <bilateral/core/when_called.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace bilateral {

enum class decomposition_method {
  bennet,  ///< additive, mean of Laspeyres and Paasche weights; for two factors Shapley's value
  lmdi,    ///< logarithmic mean Divisia: additive or multiplicative, values above zero
  shapley  ///< additive, mean over the 3! orders of total volume, mix and price
};

/// Parts of V1 - V0; they add up to it, commodity by commodity and in total.
struct value_decomposition {
  double price = 0;
  double volume = 0;       ///< of the total quantity
  double composition = 0;  ///< of the shares of commodities in the total quantity
  std::vector<double> price_by, volume_by, composition_by;  ///< one a commodity
  [[nodiscard]] double total() const { return price + volume + composition; }
};

namespace detail {
// logarithmic mean (a - b) / log(a / b)
template <class = when_called>
double logarithmic_mean(double a, double b) {
  const double r = std::log(a / b);
  if (std::abs(r) < 1e-5) {  // series: cancellation otherwise
    return std::sqrt(a * b) * (1 + r * r / 24);
  }
  return (a - b) / r;
}
}  // namespace detail

/// Additive split of sum p1 q1 - sum p0 q0 with q_i = Q m_i: total quantity Q, mix m_i.
///
///   Bennet: price sum (q0 + q1)/2 dp, quantity sum (p0 + p1)/2 dq; the quantity part is split into
///     volume and composition by the same midpoint rule on Q and m_i
///   LMDI: effect of x is sum L(v1, v0) log(x1 / x0), L the logarithmic mean
///   Shapley: each factor's marginal contribution averaged over all orders
///
/// @param p0,q0,p1,q1  price and quantity of each commodity; quantities in one physical unit
/// @throws argument_error  lengths, prices not above zero, negative quantities; for LMDI a zero
/// @see   Bennet (1920), JRSS 83; Ang (2005), Energy Policy 33 (LMDI); Shapley (1953); Albrecht,
///        Francois & Schoors (2002), Energy Policy 30
template <class = when_called>
[[nodiscard]] value_decomposition decompose_value(decomposition_method method,
                                                  std::span<const double> p0,
                                                  std::span<const double> q0,
                                                  std::span<const double> p1,
                                                  std::span<const double> q1) {
  constexpr const char* name = "decompose_value";
  require(!p0.empty(), name, "there are no commodities");
  require_same_size(name, "p0", p0.size(), "q0", q0.size());
  require_same_size(name, "p0", p0.size(), "p1", p1.size());
  require_same_size(name, "p0", p0.size(), "q1", q1.size());
  require_positive(name, "p0", p0);
  require_positive(name, "p1", p1);
  if (method == decomposition_method::lmdi) {
    require_positive(name, "q0", q0);
    require_positive(name, "q1", q1);
  }
  double total0 = 0, total1 = 0;
  for (std::size_t i = 0; i < p0.size(); ++i) {
    require(q0[i] >= 0 && q1[i] >= 0, name, "a quantity is negative in row ", i + 1);
    total0 += q0[i];
    total1 += q1[i];
  }
  require(total0 > 0 && total1 > 0, name, "the total quantity of a period is zero");
  value_decomposition out;
  for (std::size_t i = 0; i < p0.size(); ++i) {
    const double m0 = q0[i] / total0, m1 = q1[i] / total1;
    double price = 0, volume = 0, mix = 0;
    if (method == decomposition_method::bennet) {
      const double p = (p0[i] + p1[i]) / 2;
      price = (q0[i] + q1[i]) / 2 * (p1[i] - p0[i]);
      volume = p * (m0 + m1) / 2 * (total1 - total0);
      mix = p * (total0 + total1) / 2 * (m1 - m0);
    } else if (method == decomposition_method::lmdi) {
      const double l = detail::logarithmic_mean(p1[i] * q1[i], p0[i] * q0[i]);
      price = l * std::log(p1[i] / p0[i]);
      volume = l * std::log(total1 / total0);
      mix = l * std::log(m1 / m0);
    } else {
      // Shapley value of a product of three factors: weights 1/3, 1/6, 1/6, 1/3 of the others
      const auto part = [](double dx, double a0, double a1, double b0, double b1) {
        return dx * ((a0 * b0 + a1 * b1) / 3 + (a0 * b1 + a1 * b0) / 6);
      };
      price = part(p1[i] - p0[i], total0, total1, m0, m1);
      volume = part(total1 - total0, p0[i], p1[i], m0, m1);
      mix = part(m1 - m0, p0[i], p1[i], total0, total1);
    }
    out.price += price;
    out.volume += volume;
    out.composition += mix;
    out.price_by.push_back(price);
    out.volume_by.push_back(volume);
    out.composition_by.push_back(mix);
  }
  return out;
}

/// Multiplicative parts of V1 / V0 by LMDI-I: they multiply up to it.
/// @see  Ang (2005), eq. 5; values above zero
struct value_ratio {
  double price = 1, volume = 1, composition = 1;
  [[nodiscard]] double total() const { return price * volume * composition; }
};
/// The ratio of two values as the product of a price, a volume and a composition ratio, from the
/// logarithmic mean Divisia parts D of the difference.
///
///   V1 / V0 = P Q C,  log P = D_P / L(V1, V0), and so on;  L(a, b) = (a - b) / log(a / b)
///
/// @param p0,q0,p1,q1  (n) prices and quantities before and after
/// @see  Ang (2004), Energy Policy 32, for the index (LMDI)
template <class = when_called>
[[nodiscard]] value_ratio decompose_value_ratio(std::span<const double> p0,
                                                std::span<const double> q0,
                                                std::span<const double> p1,
                                                std::span<const double> q1) {
  const auto parts = decompose_value(decomposition_method::lmdi, p0, q0, p1, q1);
  double v0 = 0, v1 = 0;
  for (std::size_t i = 0; i < p0.size(); ++i) {
    v0 += p0[i] * q0[i];
    v1 += p1[i] * q1[i];
  }
  const double l = detail::logarithmic_mean(v1, v0);
  return {std::exp(parts.price / l), std::exp(parts.volume / l), std::exp(parts.composition / l)};
}

/// Parts of s1 - s0, the change of a product's share of all trade; they add up to it.
struct share_decomposition {
  double price = 0;   ///< of the product
  double volume = 0;  ///< of the product
  double rest = 0;    ///< value of all other trade
  [[nodiscard]] double total() const { return price + volume + rest; }
};

/// One product of a basket: its price, its quantity, and the value of all the rest.
struct product_in_basket {
  double price = 0, quantity = 0, rest = 0;
  [[nodiscard]] double share() const { return price * quantity / (price * quantity + rest); }
};

/// The change of a share s = p q / (p q + r) split exactly: Divisia's integral along the path on which
/// p, q and r grow at constant rates.
///
///   s1 - s0 = L (log(p1 / p0) + log(q1 / q0) - log(r1 / r0)),
///   L = (s1 - s0) / (log(s1 / (1 - s1)) - log(s0 / (1 - s0))), s (1 - s) where the two are equal
///
/// @param before,after  price, quantity and rest above zero, in the same units in both
/// @throws argument_error  one that is not above zero or not finite
/// @note   symmetric in time; a price that moved the others too is not known to this arithmetic
/// @see    Divisia (1925), Revue d'economie politique 39; Ang (2005), Energy Policy 33, for the
///         logarithmic mean as the weight of a path of constant rates
/// Example: examples/china_peru_brief/copper_share.cpp
template <class = when_called>
[[nodiscard]] share_decomposition decompose_share(const product_in_basket& before,
                                                  const product_in_basket& after) {
  for (const product_in_basket* one : {&before, &after}) {
    for (const double x : {one->price, one->quantity, one->rest}) {
      require(std::isfinite(x) && x > 0, "decompose_share", "a price, quantity or rest is ", x,
              "; it must be above zero");
    }
  }
  const double price = std::log(after.price / before.price),
               volume = std::log(after.quantity / before.quantity),
               rest = -std::log(after.rest / before.rest);
  const double s0 = before.share(), s1 = after.share(), odds = price + volume + rest;
  const double middle = (s0 + s1) / 2;
  // near zero the quotient cancels: d s = s (1 - s) d odds, of third order at the middle
  const double weight = std::abs(odds) < 1e-5 ? middle * (1 - middle) : (s1 - s0) / odds;
  return {weight * price, weight * volume, weight * rest};
}

}  // namespace bilateral
