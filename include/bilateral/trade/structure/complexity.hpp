#pragma once
/// Economic complexity: eigenvector indices, reflections, fitness.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>
#include <bilateral/trade/structure/advantage_network.hpp>
#include <bilateral/trade/structure/detail/network_values.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// How the product index is brought to a scale: by its own mean and deviation, or by those of the
/// countries.
enum class complexity_scale {
  own,        ///< each index has mean 0 and deviation 1 (population moments)
  countries,  ///< products by the moments of the countries' index, which is then the mean of its
              ///< products'
};

struct complexity_options {
  complexity_scale scale = complexity_scale::own;
  double tolerance = 1e-13;  ///< of the eigenpair's residual
};

/// Economic and product complexity.
template <class Scalar = double>
struct complexity_result {
  index_vector<Scalar> eci;  ///< by country
  index_vector<Scalar> pci;  ///< by product
  Scalar eigenvalue{};       ///< the second of D^-1 M U^-1 M', the first being 1
  Scalar next_eigenvalue{};  ///< the third; close to the second the index is poorly determined
  int steps = 0;             ///< of the Lanczos iteration
  std::vector<std::string> notes;
};

namespace detail {

// countries and products with a one in M, and whether they hang together
template <class = when_called>
std::size_t components_of(const advantage_network& m) {
  const std::size_t c = m.countries();
  std::vector<std::size_t> parent(c + m.products());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (std::size_t i = 0; i < c; ++i) {
    for (const std::int32_t p : m.products_of[i]) parent[root(i)] = root(c + to_size(p));
  }
  std::size_t parts = 0;
  for (std::size_t i = 0; i < parent.size(); ++i) {
    const bool active = i < c ? m.diversity[i] > 0 : m.ubiquity[i - c] > 0;
    if (active && root(i) == i) ++parts;
  }
  return parts;
}

// y = D^-1/2 M U^-1 M' D^-1/2 x, symmetric with the spectrum of D^-1 M U^-1 M'
template <class Scalar>
class projected_network {
 public:
  explicit projected_network(const advantage_network& m) : m_(m), scale_(to_index(m.countries())) {
    using std::sqrt;
    for (std::size_t c = 0; c < m.countries(); ++c) {
      const Scalar d(m.diversity[c]);
      scale_[to_index(c)] = d > Scalar(0) ? Scalar(Scalar(1) / sqrt(d)) : Scalar(0);
    }
    first_ = scale_.unaryExpr(
        [](const Scalar& s) { return s > Scalar(0) ? Scalar(Scalar(1) / s) : Scalar(0); });
    first_ /= first_.norm();
  }
  // the eigenvector of the eigenvalue 1
  [[nodiscard]] const dense_vector<Scalar>& first() const { return first_; }
  [[nodiscard]] const dense_vector<Scalar>& scale() const { return scale_; }

  [[nodiscard]] dense_vector<Scalar> apply(const dense_vector<Scalar>& x) const {
    const dense_vector<Scalar> scaled = scale_.cwiseProduct(x);
    dense_vector<Scalar> y = dense_vector<Scalar>::Zero(x.size());
    for (std::size_t p = 0; p < m_.products(); ++p) {
      if (m_.ubiquity[p] == 0) continue;
      Scalar sum(0);
      for (const std::int32_t c : m_.countries_of[p]) sum += scaled[c];
      sum /= Scalar(m_.ubiquity[p]);
      for (const std::int32_t c : m_.countries_of[p]) y[c] += sum;
    }
    return scale_.cwiseProduct(y);
  }

 private:
  const advantage_network& m_;
  dense_vector<Scalar> scale_, first_;
};

template <class Scalar>
struct eigenpair {
  dense_vector<Scalar> vector;
  Scalar value{};
  int steps = 0;
};

// The largest eigenvalue beside some known eigenvectors (columns), by Lanczos with full
// reorthogonalisation.
template <class Scalar>
eigenpair<Scalar> leading_eigenpair(const projected_network<Scalar>& network,
                                    const dense_matrix<Scalar>& known, Scalar tolerance) {
  using std::abs;
  using std::cos;
  const Eigen::Index n = known.rows(),
                     room = (network.scale().array() > Scalar(0)).count() - known.cols();
  dense_matrix<Scalar> basis(n, room);
  dense_vector<Scalar> diagonal(room), beside(room), q(n);
  for (Eigen::Index c = 0; c < n; ++c) {
    q[c] = network.scale()[c] > Scalar(0) ? Scalar(cos(Scalar(static_cast<double>(c * c + c))))
                                          : Scalar(0);
  }
  const auto orthogonalise = [&](dense_vector<Scalar>& v, Eigen::Index k) {
    for (int twice = 0; twice < 2; ++twice) {
      v -= known * dense_vector<Scalar>(known.transpose() * v);
      if (k > 0) v -= basis.leftCols(k) * dense_vector<Scalar>(basis.leftCols(k).transpose() * v);
    }
  };
  orthogonalise(q, 0);
  q /= q.norm();
  for (Eigen::Index k = 0; k < room; ++k) {
    basis.col(k) = q;
    dense_vector<Scalar> next = network.apply(q);
    diagonal[k] = q.dot(next);
    orthogonalise(next, k + 1);
    const Scalar length = next.norm();
    beside[k] = length;
    const bool exhausted =
        length <= Scalar(100) * std::numeric_limits<Scalar>::epsilon() || k + 1 == room;
    if (exhausted || (k + 1) % 8 == 0) {
      dense_matrix<Scalar> t = dense_matrix<Scalar>::Zero(k + 1, k + 1);
      for (Eigen::Index i = 0; i <= k; ++i) {
        t(i, i) = diagonal[i];
        if (i > 0) t(i, i - 1) = t(i - 1, i) = beside[i - 1];
      }
      const auto solved = symmetric_eigen(t);
      if (exhausted || length * abs(solved.vectors(k, k)) <= tolerance) {
        return {dense_vector<Scalar>(basis.leftCols(k + 1) * solved.vectors.col(k)),
                solved.values[k], static_cast<int>(k + 1)};
      }
    }
    q = next / length;
  }
  return {};
}

// population mean and deviation over the elements without a reason
template <class Scalar>
std::pair<Scalar, Scalar> moments_of(const index_vector<Scalar>& v) {
  using std::sqrt;
  Scalar sum(0), squares(0), count(0);
  for (Eigen::Index i = 0; i < v.values.size(); ++i) {
    if (!v.reasons[to_size(i)].empty()) continue;
    sum += v.values[i];
    count += Scalar(1);
  }
  const Scalar mean = sum / count;
  for (Eigen::Index i = 0; i < v.values.size(); ++i) {
    if (!v.reasons[to_size(i)].empty()) continue;
    squares += (v.values[i] - mean) * (v.values[i] - mean);
  }
  return {mean, Scalar(sqrt(Scalar(squares / count)))};
}

template <class Scalar>
void standardise(index_vector<Scalar>& v, const std::pair<Scalar, Scalar>& moments) {
  for (Eigen::Index i = 0; i < v.values.size(); ++i) {
    if (v.reasons[to_size(i)].empty()) v.values[i] = (v.values[i] - moments.first) / moments.second;
  }
}

// the mean over a country's products (a product's countries)
template <class Scalar>
void average_products(const advantage_network& m, const dense_vector<Scalar>& of,
                      dense_vector<Scalar>& to) {
  for (std::size_t c = 0; c < m.countries(); ++c) {
    if (m.diversity[c] == 0) continue;
    Scalar sum(0);
    for (const std::int32_t p : m.products_of[c]) sum += of[p];
    to[to_index(c)] = sum / Scalar(m.diversity[c]);
  }
}
template <class Scalar>
void average_countries(const advantage_network& m, const dense_vector<Scalar>& of,
                       dense_vector<Scalar>& to) {
  for (std::size_t p = 0; p < m.products(); ++p) {
    if (m.ubiquity[p] == 0) continue;
    Scalar sum(0);
    for (const std::int32_t c : m.countries_of[p]) sum += of[c];
    to[to_index(p)] = sum / Scalar(m.ubiquity[p]);
  }
}

// covariance of an index with diversity, over the countries that have it
template <class Scalar>
Scalar along_diversity(const advantage_network& m, const index_vector<Scalar>& v) {
  Scalar sum(0), mean(0), count(0);
  for (std::size_t c = 0; c < m.countries(); ++c) {
    if (!v.reasons[c].empty()) continue;
    mean += Scalar(m.diversity[c]);
    count += Scalar(1);
  }
  mean /= count;
  for (std::size_t c = 0; c < m.countries(); ++c) {
    if (v.reasons[c].empty()) sum += v.values[to_index(c)] * (Scalar(m.diversity[c]) - mean);
  }
  return sum;
}

}  // namespace detail

/// Economic complexity index of countries and product complexity index, by the second eigenvector.
///
///   k = D^-1 M U^-1 M' k,  q_p = sum_c M_cp k_c / u_p,  D, U the diagonal of diversity and
///   ubiquity
///
/// Both have mean 0 and deviation 1 (population moments) unless options.scale says otherwise: then
/// with k' the mean of q over the country's products, ECI = (k' - mean k') / sd k' and PCI = (q -
/// mean k') / sd k'.
///
/// @return  the sign such that ECI covaries positively with diversity; undefined for a country or
///          product without advantage
/// @throws argument_error   no advantage at all
/// @throws numerical_error  fewer than two active countries, a network in unconnected parts, a
///                          second eigenvalue that is not single or is zero: the index is not
///                          determined by the data
/// @note   Lanczos with full reorthogonalisation on D^-1/2 M U^-1 M' D^-1/2; no matrix is formed
/// @see    Hausmann et al. (2014), The Atlas of Economic Complexity; Hidalgo & Hausmann (2009),
///         PNAS 106; Mealy, Farmer & Teytelboym (2019), Science Advances 5
/// Example: examples/indices/figures.cpp
template <class Scalar = double>
[[nodiscard]] complexity_result<Scalar> economic_complexity(
    const advantage_network& m, const complexity_options& options = {}) {
  detail::require_network("economic_complexity", m);
  std::size_t active = 0;
  for (const int d : m.diversity) active += d > 0 ? 1U : 0U;
  if (active < 2)
    throw numerical_error("economic_complexity: one country only has comparative advantage");
  const std::size_t parts = detail::components_of(m);
  if (parts > 1) {
    throw numerical_error(text("economic_complexity: countries and products fall into ", parts,
                               " parts without a link between them; the index is not determined"));
  }
  const detail::projected_network<Scalar> network(m);
  dense_matrix<Scalar> known = network.first();
  const auto pair = detail::leading_eigenpair<Scalar>(network, known, Scalar(options.tolerance));
  detail::eigenpair<Scalar> third;
  if (active > 2) {
    known.conservativeResize(Eigen::NoChange, 2);
    known.col(1) = pair.vector;
    third = detail::leading_eigenpair<Scalar>(network, known, Scalar(1e-7));
  }
  if (active > 2 && pair.value - third.value <= Scalar(1e-10)) {
    throw numerical_error(
        "economic_complexity: the second eigenvalue is not single; the index is not determined");
  }
  if (pair.value <= Scalar(1e-10)) {
    throw numerical_error(
        "economic_complexity: all countries have the same products; the index is not determined");
  }
  complexity_result<Scalar> out;
  out.eigenvalue = pair.value;
  out.next_eigenvalue = third.value;
  out.steps = pair.steps;
  out.eci = detail::blank_countries<Scalar>(m);
  out.pci = detail::blank_products<Scalar>(m);
  const dense_vector<Scalar> k = network.scale().cwiseProduct(pair.vector);
  for (Eigen::Index c = 0; c < k.size(); ++c) {
    if (out.eci.reasons[to_size(c)].empty()) out.eci.values[c] = k[c];
  }
  const Scalar sense = detail::along_diversity(m, out.eci);
  if (sense < Scalar(0)) out.eci.values *= Scalar(-1);
  Scalar spread(0);
  for (std::size_t c = 0; c < m.countries(); ++c) {
    if (m.diversity[c] > 0) spread = (std::max)(spread, Scalar(m.diversity[c]));
  }
  if (!(std::abs(static_cast<double>(sense)) > 1e-10 * static_cast<double>(spread))) {
    out.notes.push_back("the index does not covary with diversity: its sign is arbitrary");
  }
  detail::average_countries(m, out.eci.values, out.pci.values);
  if (options.scale == complexity_scale::own) {
    detail::standardise(out.eci, detail::moments_of(out.eci));
    detail::standardise(out.pci, detail::moments_of(out.pci));
  } else {
    detail::average_products(m, out.pci.values, out.eci.values);
    const auto moments = detail::moments_of(out.eci);
    detail::standardise(out.eci, moments);
    detail::standardise(out.pci, moments);
  }
  return out;
}

/// The method of reflections: k_c,N the mean of k_p,N-1 over a country's products, k_p,N likewise,
/// from diversity and ubiquity at N = 0. Even orders of countries and odd orders of products grow
/// with complexity.
template <class Scalar = double>
struct reflections_result {
  index_vector<Scalar> country, product;  ///< k_c,N and k_p,N as they are, not standardised
};

/// @param order  N >= 0; 18 or 20 are usual
/// @throws argument_error  a negative order, no advantage at all
/// @note   the values converge to one number; their differences, standardised, to the eigenvector's
///         index
/// @see    Hidalgo & Hausmann (2009), PNAS 106
template <class Scalar = double>
[[nodiscard]] reflections_result<Scalar> reflections(const advantage_network& m, int order) {
  require(order >= 0, "reflections", "order is ", order, "; it must not be negative");
  detail::require_network("reflections", m);
  reflections_result<Scalar> out{detail::blank_countries<Scalar>(m),
                                 detail::blank_products<Scalar>(m)};
  for (std::size_t c = 0; c < m.countries(); ++c) {
    if (m.diversity[c] > 0) out.country.values[to_index(c)] = Scalar(m.diversity[c]);
  }
  for (std::size_t p = 0; p < m.products(); ++p) {
    if (m.ubiquity[p] > 0) out.product.values[to_index(p)] = Scalar(m.ubiquity[p]);
  }
  for (int n = 0; n < order; ++n) {
    const dense_vector<Scalar> before = out.country.values;
    detail::average_products(m, out.product.values, out.country.values);
    detail::average_countries(m, before, out.product.values);
  }
  return out;
}

/// An index with mean 0 and deviation 1 (population moments) over its defined elements.
/// @return  none of it where all elements are equal: they stay as they are, with the reason
template <class Scalar>
[[nodiscard]] index_vector<Scalar> standardised(index_vector<Scalar> v) {
  const auto moments = detail::moments_of(v);
  if (!(moments.second > Scalar(0))) {
    for (std::string& why : v.reasons) {
      if (why.empty()) why = "all values are equal";
    }
    v.values.setConstant(detail::undefined<Scalar>);
    return v;
  }
  detail::standardise(v, moments);
  return v;
}

struct fitness_options {
  int iterations = 200;  ///< updates from ones, countries and products at once
};

/// Fitness of countries and quality of products, each over its mean.
template <class Scalar = double>
struct fitness_result {
  index_vector<Scalar> fitness, quality;
  int iterations = 0;
  Scalar last_change{};        ///< the largest |log ratio| of a fitness in the last update
  bool ranks_settled = false;  ///< the last update left the order of the countries as it was
};

/// Fitness and product complexity by the non-linear map.
///
///   F_c = sum_p M_cp Q_p,  Q_p = 1 / sum_c M_cp / F_c,  each then over its mean, both from the
///   values before
///
/// @throws argument_error  fewer than one iteration, no advantage at all
/// @note   some fitnesses may go to zero for ever (Pugliese, Zaccaria & Pietronero 2016): what
///         converges then is the order; `last_change` and `ranks_settled` say how far it is
/// @see    Tacchella, Cristelli, Caldarelli, Gabrielli & Pietronero (2012), Scientific Reports 2
template <class Scalar = double>
[[nodiscard]] fitness_result<Scalar> fitness(const advantage_network& m,
                                             const fitness_options& options = {}) {
  using std::abs;
  using std::log;
  require(options.iterations >= 1, "fitness", "iterations is ", options.iterations,
          "; it must be at least 1");
  detail::require_network("fitness", m);
  fitness_result<Scalar> out;
  out.fitness = detail::blank_countries<Scalar>(m);
  out.quality = detail::blank_products<Scalar>(m);
  const auto ones = [](index_vector<Scalar>& v) {
    for (Eigen::Index i = 0; i < v.values.size(); ++i) {
      if (v.reasons[to_size(i)].empty()) v.values[i] = Scalar(1);
    }
  };
  ones(out.fitness);
  ones(out.quality);
  dense_vector<Scalar>& f = out.fitness.values;
  dense_vector<Scalar>& q = out.quality.values;
  dense_vector<Scalar> before = f;
  for (int n = 0; n < options.iterations; ++n) {
    before = f;
    for (std::size_t c = 0; c < m.countries(); ++c) {
      Scalar sum(0);
      for (const std::int32_t p : m.products_of[c]) sum += q[p];
      if (m.diversity[c] > 0) f[to_index(c)] = sum;
    }
    for (std::size_t p = 0; p < m.products(); ++p) {
      Scalar sum(0);
      for (const std::int32_t c : m.countries_of[p]) sum += Scalar(1) / before[c];
      if (m.ubiquity[p] > 0) q[to_index(p)] = Scalar(1) / sum;
    }
    f /= detail::moments_of(out.fitness).first;
    q /= detail::moments_of(out.quality).first;
  }
  out.iterations = options.iterations;
  std::vector<Eigen::Index> order;
  for (Eigen::Index c = 0; c < f.size(); ++c) {
    if (!out.fitness.reasons[to_size(c)].empty()) continue;
    order.push_back(c);
    if (f[c] > Scalar(0))
      out.last_change =
          (std::max)(out.last_change, Scalar(abs(Scalar(log(Scalar(f[c] / before[c]))))));
  }
  std::sort(order.begin(), order.end(),
            [&](Eigen::Index a, Eigen::Index b) { return f[a] < f[b]; });
  out.ranks_settled = true;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (before[order[i - 1]] > before[order[i]] && f[order[i - 1]] < f[order[i]])
      out.ranks_settled = false;
  }
  return out;
}

}  // namespace bilateral
