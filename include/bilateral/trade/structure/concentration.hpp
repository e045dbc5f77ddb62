#pragma once
/// Concentration and diversity of trade over products, partners or sectors, and how two baskets
/// differ.

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/structure/detail/share_distance.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

inline constexpr const char* nothing_traded = "nothing is traded";

// Ascending; doubles that are not negative order as the integers of their bits: by 11 of them at a
// time, digits that all share passed over.
template <class Scalar>
void sort_not_negative(std::vector<Scalar>& values) {
  if constexpr (!std::is_same_v<Scalar, double>) {
    std::sort(values.begin(), values.end());
  } else {
    if (values.size() < 256) return std::sort(values.begin(), values.end());
    constexpr unsigned width = 11, digits = 6;
    constexpr std::size_t buckets = std::size_t{1} << width;
    const auto digit = [](double v, unsigned d) {
      return static_cast<std::size_t>((std::bit_cast<std::uint64_t>(v + 0.0) >> (width * d)) &
                                      (buckets - 1));
    };
    std::vector<std::uint32_t> counts(digits * buckets, 0);
    for (const double v : values) {
      for (unsigned d = 0; d < digits; ++d) ++counts[d * buckets + digit(v, d)];
    }
    std::vector<double> other(values.size());
    for (unsigned d = 0; d < digits; ++d) {
      std::uint32_t* const count = counts.data() + d * buckets;
      if (count[digit(values[0], d)] == values.size()) continue;
      std::uint32_t at = 0;
      for (std::size_t b = 0; b < buckets; ++b) at += std::exchange(count[b], at);
      for (const double v : values) other[count[digit(v, d)]++] = v;
      values.swap(other);
    }
  }
}

template <class Scalar>
Scalar share_log_share(Scalar share) {  // s ln s, 0 for 0
  using std::log;
  return share > Scalar(0) ? Scalar(share * log(share)) : Scalar(0);
}

}  // namespace detail

/// Herfindahl-Hirschman index: the sum of squared shares, from 1/n to 1.
///
///   H = sum s_i^2,  s_i = x_i / sum x
///
/// @param values  (n) not negative
/// @return        none where nothing is traded
/// @throws argument_error  a value that is negative or not finite
/// @see  Hirschman (1964), American Economic Review 54
template <class Scalar>
[[nodiscard]] index_value<Scalar> herfindahl(std::span<const Scalar> values) {
  const Scalar total = detail::total_of("herfindahl", "value", values);
  if (total == Scalar(0)) return index_value<Scalar>::none(detail::nothing_traded);
  Scalar sum(0);
  for (const Scalar& v : values) {
    const Scalar share = v / total;
    sum += share * share;
  }
  return sum;
}
/// The index of every country. @param trade  (countries x products)
/// @throws argument_error  a value that is negative or not finite
/// @note   one pass, sum x^2 / (sum x)^2; by shares where a square would leave the range of the scalar
/// @see  Hirschman (1964), American Economic Review 54
template <class Scalar>
[[nodiscard]] index_vector<Scalar> herfindahl(const dense_matrix<Scalar>& trade) {
  const auto sums =
      detail::sums_of_trade("herfindahl", "trade", trade, detail::also_summed::squares);
  index_vector<Scalar> out;
  out.reasons = detail::reasons_of(sums.rows, detail::nothing_traded);
  out.values = (sums.squares.array() / sums.rows.array().square()).matrix();
  // small squares that vanish beside this least sum weigh less than rounding does
  const Scalar least =
      (std::numeric_limits<Scalar>::min)() /
      (std::numeric_limits<Scalar>::epsilon() * std::numeric_limits<Scalar>::epsilon());
  const Scalar most = (std::numeric_limits<Scalar>::max)();
  for (Eigen::Index i = 0; i < trade.rows(); ++i) {
    const Scalar total = sums.rows[i];  // 0 / 0 where nothing is traded
    if (total == Scalar(0) || (total * total <= most && sums.squares[i] >= least)) continue;
    out.values[i] = (trade.row(i).array() / total).square().sum();
  }
  return out;
}
[[nodiscard]] inline index_value<double> herfindahl(const std::vector<double>& values) {
  return herfindahl(std::span<const double>(values));
}

/// (H - 1/n) / (1 - 1/n): 0 for equal shares of the n lines, 1 for a single one.
/// @return  none where nothing is traded or there is one line only
/// @see  UNCTAD, Handbook of Statistics, concentration index (its square root is on the root of H)
template <class Scalar>
[[nodiscard]] index_value<Scalar> herfindahl_normalised(std::span<const Scalar> values) {
  auto h = herfindahl(values);
  if (!h) return h;
  if (values.size() == 1) return index_value<Scalar>::none("there is one line only");
  const Scalar least = Scalar(1) / Scalar(static_cast<double>(values.size()));
  return Scalar((*h - least) / (Scalar(1) - least));
}

/// What is known of the index when only the number of groups, all active, is: [1/n, 1).
/// @throws argument_error  groups below 1
template <class = when_called>
[[nodiscard]] bounds herfindahl_bounds(int groups) {
  require(groups >= 1, "herfindahl_bounds", "groups is ", groups, "; it must be at least 1");
  if (groups == 1) return 1;
  return {1.0 / groups, 1, false, true};
}

/// Shannon's entropy - sum s ln s, from 0 (one line) to ln n.
/// @return  none where nothing is traded
/// @see  Shannon (1948), Bell System Technical Journal 27; Theil (1967), Economics and Information
///       Theory
template <class Scalar>
[[nodiscard]] index_value<Scalar> entropy(std::span<const Scalar> values) {
  const Scalar total = detail::total_of("entropy", "value", values);
  if (total == Scalar(0)) return index_value<Scalar>::none(detail::nothing_traded);
  Scalar sum(0);
  for (const Scalar& v : values) sum -= detail::share_log_share(Scalar(v / total));
  return sum;
}

/// Hannah-Kay number-equivalent: how many lines of equal size are as concentrated, from 1 to n.
///
///   N_a = (sum s^a)^(1 / (1 - a)),  a -> 1: exp(entropy);  a = 2: 1 / H;  a = 0: active lines
///
/// @param order  a >= 0
/// @return       none where nothing is traded
/// @throws argument_error  a negative order
/// @see  Hannah & Kay (1977), Concentration in Modern Industry; Hill (1973), Ecology 54
template <class Scalar>
[[nodiscard]] index_value<Scalar> number_equivalent(std::span<const Scalar> values, Scalar order) {
  using std::exp;
  using std::pow;
  require(order >= Scalar(0), "number_equivalent", "order is ", static_cast<double>(order),
          "; it must not be negative");
  const Scalar total = detail::total_of("number_equivalent", "value", values);
  if (total == Scalar(0)) return index_value<Scalar>::none(detail::nothing_traded);
  if (order == Scalar(1)) return Scalar(exp(*entropy(values)));
  Scalar sum(0);
  for (const Scalar& v : values) {
    if (v > Scalar(0)) sum += pow(Scalar(v / total), order);
  }
  return Scalar(pow(sum, Scalar(Scalar(1) / (Scalar(1) - order))));
}

/// Theil's T over n lines, those without trade included: from 0 (equal) to ln n (one line).
///
///   T = (1/n) sum (x_i / mu) ln(x_i / mu) = ln n - entropy
///
/// @return  none where nothing is traded
/// @see  Theil (1967), Economics and Information Theory; Cadot, Carrere & Strauss-Kahn (2011),
///       REStat 93
template <class Scalar>
[[nodiscard]] index_value<Scalar> theil(std::span<const Scalar> values) {
  using std::log;
  auto h = entropy(values);
  if (!h) return h;
  const Scalar t = log(Scalar(static_cast<double>(values.size()))) - *h;
  return t < Scalar(0) ? Scalar(0) : t;  // rounding of equal shares
}

/// Theil's T as what lies between groups of lines and within them.
template <class Scalar = double>
struct theil_parts {
  Scalar total, between, within;
};

/// T = sum_g (n_g / n)(mu_g / mu) ln(mu_g / mu) + sum_g (n_g / n)(mu_g / mu) T_g
///
/// @param groups  (n) any integers; with 1 for active and 0 for inactive lines `between` is the
///                extensive margin, ln(n / n_active)
/// @return        none where nothing is traded
/// @throws argument_error  sizes, a value that is negative or not finite
/// @see  Cadot, Carrere & Strauss-Kahn (2011), Review of Economics and Statistics 93
template <class Scalar>
[[nodiscard]] index_value<theil_parts<Scalar>> theil_decomposition(
    std::span<const Scalar> values, std::span<const std::int32_t> groups) {
  using std::log;
  require_same_size("theil_decomposition", "value", values.size(), "group", groups.size());
  const auto whole = theil(values);
  if (!whole) return index_value<theil_parts<Scalar>>::none(whole.reason);
  std::vector<std::int32_t> names(groups.begin(), groups.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<std::vector<Scalar>> members(names.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    members[to_size(std::lower_bound(names.begin(), names.end(), groups[i]) - names.begin())]
        .push_back(values[i]);
  }
  const Scalar total = std::accumulate(values.begin(), values.end(), Scalar(0));
  theil_parts<Scalar> out{*whole, Scalar(0), Scalar(0)};
  for (const auto& group : members) {
    const Scalar share = std::accumulate(group.begin(), group.end(), Scalar(0)) / total;
    if (share == Scalar(0)) continue;
    const Scalar lines =
        Scalar(static_cast<double>(group.size())) / Scalar(static_cast<double>(values.size()));
    out.between += share * log(Scalar(share / lines));
    out.within += share * *theil(std::span<const Scalar>(group));
  }
  return out;
}

/// Gini coefficient over n lines, those without trade included: from 0 (equal) to 1 - 1/n (one
/// line).
///
///   G = 2 sum_i i x_(i) / (n sum x) - (n + 1) / n,  x_(1) <= ... <= x_(n)
///
/// @return  none where nothing is traded
/// @see  Gini (1912), Variabilita e mutabilita; Cadot, Carrere & Strauss-Kahn (2011), REStat 93
template <class Scalar>
[[nodiscard]] index_value<Scalar> gini(std::span<const Scalar> values) {
  const Scalar total = detail::total_of("gini", "value", values);
  if (total == Scalar(0)) return index_value<Scalar>::none(detail::nothing_traded);
  std::vector<Scalar> sorted(values.begin(), values.end());
  detail::sort_not_negative(sorted);
  const Scalar n(static_cast<double>(sorted.size()));
  Scalar sum(0);  // of (2 i - n - 1) x_(i): no cancellation of large terms
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sum += (Scalar(2 * static_cast<double>(i + 1)) - n - Scalar(1)) * sorted[i];
  }
  const Scalar g = sum / (n * total);
  return g < Scalar(0) ? Scalar(0) : g;
}

// ---------------------------------------------------------------- two baskets

namespace detail {

template <class Scalar>
index_value<Scalar> with_shares(const char* function, std::span<const Scalar> a,
                                std::span<const Scalar> b, Scalar (*term)(Scalar, Scalar)) {
  require_same_size(function, "the first basket", a.size(), "the second", b.size());
  const Scalar x = total_of(function, "the first basket", a),
               y = total_of(function, "the second basket", b);
  if (x == Scalar(0)) return index_value<Scalar>::none("nothing is traded in the first basket");
  if (y == Scalar(0)) return index_value<Scalar>::none("nothing is traded in the second basket");
  Scalar sum(0);
  for (std::size_t i = 0; i < a.size(); ++i) sum += term(Scalar(a[i] / x), Scalar(b[i] / y));
  return sum;
}

}  // namespace detail

/// Krugman's specialisation index sum |s_i - w_i|, from 0 (the same basket) to 2 (nothing in
/// common).
/// @param basket,reference  (n) values; the reference is another country or the world
/// @return  none where either trades nothing
/// @see  Krugman (1991), Geography and Trade
template <class Scalar>
[[nodiscard]] index_value<Scalar> krugman_specialisation(std::span<const Scalar> basket,
                                                         std::span<const Scalar> reference) {
  return detail::with_shares<Scalar>(
      "krugman_specialisation", basket, reference,
      [](Scalar s, Scalar w) { return s > w ? Scalar(s - w) : Scalar(w - s); });
}

/// Finger-Kreinin similarity sum min(s_i, w_i), from 0 to 1 (1 - Krugman / 2).
/// @return  none where either trades nothing
/// @see  Finger & Kreinin (1979), Economic Journal 89
template <class Scalar>
[[nodiscard]] index_value<Scalar> finger_kreinin(std::span<const Scalar> basket,
                                                 std::span<const Scalar> reference) {
  return detail::with_shares<Scalar>("finger_kreinin", basket, reference,
                                     [](Scalar s, Scalar w) { return s < w ? s : w; });
}

/// Krugman's index of every country of one matrix (rows) with every one of another (columns).
/// @param baskets,references  (countries x products)
/// @throws argument_error  numbers of products, an element that is negative or not finite
/// @see  Krugman (1991), Geography and Trade
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> krugman_specialisation(const dense_matrix<Scalar>& baskets,
                                                          const dense_matrix<Scalar>& references) {
  return detail::share_distances("krugman_specialisation", baskets, "baskets", references,
                                 "references", "nothing is traded in the first basket",
                                 "nothing is traded in the second basket");
}

/// Finger and Kreinin's similarity of every country of one matrix with every one of another.
/// @param baskets,references  (countries x products)
/// @throws argument_error  numbers of products, an element that is negative or not finite
/// @see  Finger & Kreinin (1979), Economic Journal 89
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> finger_kreinin(const dense_matrix<Scalar>& baskets,
                                                  const dense_matrix<Scalar>& references) {
  auto out = detail::share_distances("finger_kreinin", baskets, "baskets", references, "references",
                                     "nothing is traded in the first basket",
                                     "nothing is traded in the second basket");
  out.values = (Scalar(1) - out.values.array() / Scalar(2)).matrix();
  return out;
}

/// Bray-Curtis similarity of the values themselves, 1 - sum |x - y| / sum (x + y), from 0 to 1:
/// also lower where the two differ in size.
/// @return  none where neither trades
/// @throws argument_error  other lengths, a negative value
/// @see  Bray & Curtis (1957), Ecological Monographs 27
template <class Scalar>
[[nodiscard]] index_value<Scalar> bray_curtis(std::span<const Scalar> a,
                                              std::span<const Scalar> b) {
  require_same_size("bray_curtis", "the first basket", a.size(), "the second", b.size());
  const Scalar both = detail::total_of("bray_curtis", "the first basket", a) +
                      detail::total_of("bray_curtis", "the second basket", b);
  if (both == Scalar(0)) return index_value<Scalar>::none("nothing is traded in either basket");
  Scalar common(0);
  for (std::size_t i = 0; i < a.size(); ++i) common += a[i] < b[i] ? a[i] : b[i];
  return Scalar(Scalar(2) * common / both);
}

/// Relative entropy of a basket against a reference (Theil's relative index, Kullback-Leibler
/// divergence).
///
///   sum s_i ln(s_i / w_i) >= 0, 0 for equal baskets
///
/// @return  none where either trades nothing, or the basket has a line that the reference has not
/// @throws argument_error  other lengths, a negative value
/// @see  Theil (1967), Economics and Information Theory; Kullback & Leibler (1951), Ann. Math.
///       Stat. 22
template <class Scalar>
[[nodiscard]] index_value<Scalar> relative_theil(std::span<const Scalar> basket,
                                                 std::span<const Scalar> reference) {
  using std::log;
  require_same_size("relative_theil", "the basket", basket.size(), "the reference",
                    reference.size());
  const Scalar x = detail::total_of("relative_theil", "the basket", basket);
  const Scalar y = detail::total_of("relative_theil", "the reference", reference);
  if (x == Scalar(0)) return index_value<Scalar>::none("nothing is traded in the basket");
  if (y == Scalar(0)) return index_value<Scalar>::none("nothing is traded in the reference");
  Scalar sum(0);
  for (std::size_t i = 0; i < basket.size(); ++i) {
    if (basket[i] == Scalar(0)) continue;
    if (reference[i] == Scalar(0)) {
      return index_value<Scalar>::none(
          text("line ", i + 1, " is traded in the basket but not in the reference"));
    }
    sum += basket[i] / x * log(Scalar(basket[i] / x / (reference[i] / y)));
  }
  return sum < Scalar(0) ? Scalar(0) : sum;
}

/// Relative Gini: twice the area between the diagonal and the Lorenz curve of a basket over the
/// reference, lines sorted by s_i / w_i; 0 for equal baskets, below 1.
/// @return  none where either trades nothing, or the basket has a line that the reference has not
/// @see  Amiti (1999), Weltwirtschaftliches Archiv 135 (Gini of the Balassa index, weighted here by
///       the reference)
template <class Scalar>
[[nodiscard]] index_value<Scalar> relative_gini(std::span<const Scalar> basket,
                                                std::span<const Scalar> reference) {
  const auto comparable = relative_theil(basket, reference);
  if (!comparable) return comparable;
  const Scalar x = std::accumulate(basket.begin(), basket.end(), Scalar(0));
  const Scalar y = std::accumulate(reference.begin(), reference.end(), Scalar(0));
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < basket.size(); ++i) {
    if (reference[i] > Scalar(0)) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return basket[a] * reference[b] < basket[b] * reference[a];
  });
  Scalar below(0), area(0);
  for (const std::size_t i : order) {
    const Scalar s = basket[i] / x;
    area += reference[i] / y * (Scalar(2) * below + s);
    below += s;
  }
  const Scalar g = Scalar(1) - area;
  return g < Scalar(0) ? Scalar(0) : g;
}

// ---------------------------------------------------------------- over countries

/// An index of one basket for every country of a matrix.
///
/// @param trade  (countries x products)
/// @param index  called with the products of a country as a span, gives an index_value
/// @return       (countries), with the reasons of those that are undefined
/// Example: by_country(exports, [](std::span<const double> x) { return theil(x); })
template <class Scalar, class Index>
[[nodiscard]] index_vector<Scalar> by_country(const dense_matrix<Scalar>& trade, Index index) {
  index_vector<Scalar> out;
  out.values.resize(trade.rows());
  out.reasons.resize(to_size(trade.rows()));
  constexpr Eigen::Index block = 8;  // countries turned at a time: a line of the cache
  dense_matrix<Scalar> baskets(trade.cols(), block);
  for (Eigen::Index first = 0; first < trade.rows(); first += block) {
    const Eigen::Index count = (std::min)(block, trade.rows() - first);
    for (Eigen::Index k = 0; k < trade.cols(); ++k) {
      for (Eigen::Index i = 0; i < count; ++i) baskets(k, i) = trade(first + i, k);
    }
    for (Eigen::Index i = 0; i < count; ++i) {
      const auto found =
          index(std::span<const Scalar>(baskets.col(i).data(), to_size(trade.cols())));
      out.values[first + i] = found ? Scalar(*found) : detail::undefined<Scalar>;
      if (!found) out.reasons[to_size(first + i)] = found.reason;
    }
  }
  return out;
}

/// An index of two baskets for every pair of countries.
///
/// @param first,second  (countries x products): rows and columns of the result
/// @param index         called with two spans, gives an index_value
/// @return              (countries x countries)
/// @throws argument_error  matrices of different numbers of products
/// Example: by_pair(exports, exports, [](auto a, auto b) { return finger_kreinin(a, b); })
template <class Scalar, class Index>
[[nodiscard]] index_matrix<Scalar> by_pair(const dense_matrix<Scalar>& first,
                                           const dense_matrix<Scalar>& second, Index index) {
  require(first.cols() == second.cols(), "by_pair", "the matrices have ", first.cols(), " and ",
          second.cols(), " products");
  const dense_matrix<Scalar> a = first.transpose(), b = second.transpose();
  const auto products = to_size(a.rows());
  index_matrix<Scalar> out;
  out.values.resize(a.cols(), b.cols());
  out.row_reasons.resize(to_size(a.cols()));
  out.column_reasons.resize(to_size(b.cols()));
  for (Eigen::Index j = 0; j < b.cols(); ++j) {
    for (Eigen::Index i = 0; i < a.cols(); ++i) {
      const auto found = index(std::span<const Scalar>(a.col(i).data(), products),
                               std::span<const Scalar>(b.col(j).data(), products));
      out.values(i, j) = found ? Scalar(*found) : detail::undefined<Scalar>;
      if (!found) out.element_reason = found.reason;
    }
  }
  return out;
}

}  // namespace bilateral
