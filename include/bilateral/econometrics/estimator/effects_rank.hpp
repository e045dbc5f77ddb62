#pragma once
/// How many independent columns the dummies of sets of effects have.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/semidefinite.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace bilateral {

/// Number of independent columns among the dummies of sets of effects.
struct effects_rank_result {
  double rank = 0;
  bool exact = true;  ///< else an upper bound
};

namespace detail {

// components of the graph whose edges join a level of a and a level of b
template <class = when_called>
std::int32_t components_of(const factor& a, const factor& b) {
  std::vector<std::int32_t> parent(to_size(a.levels + b.levels));
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](std::int32_t v) {
    while (parent[to_size(v)] != v) {
      auto& up = parent[to_size(v)];
      up = parent[to_size(up)];
      v = up;
    }
    return v;
  };
  std::int32_t parts = a.levels + b.levels;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::int32_t u = root(a.codes[i]);
    const std::int32_t v = root(a.levels + b.codes[i]);
    if (u == v) continue;
    parent[to_size(u)] = v;
    --parts;
  }
  return parts;
}

// rank of the sets besides `largest`, that set eliminated exactly; dense
template <class = when_called>
double rank_of_remaining(const std::vector<factor>& effects, std::size_t largest) {
  std::vector<Eigen::Index> first(effects.size(), 0);
  Eigen::Index unknowns = 0;
  for (std::size_t f = 0; f < effects.size(); ++f) {
    first[f] = unknowns;
    if (f != largest) unknowns += effects[f].levels;
  }
  const factor& out = effects[largest];
  std::vector<std::vector<std::size_t>> rows(to_size(out.levels));
  for (std::size_t i = 0; i < out.size(); ++i) rows[to_size(out.codes[i])].push_back(i);
  dense_matrix<double> s = dense_matrix<double>::Zero(unknowns, unknowns);
  dense_vector<double> whole = dense_vector<double>::Zero(unknowns);
  std::vector<Eigen::Index> id(effects.size());
  const auto ids_of = [&](std::size_t i, std::vector<Eigen::Index>& to) {
    to.clear();
    for (std::size_t f = 0; f < effects.size(); ++f) {
      if (f != largest) to.push_back(first[f] + effects[f].codes[i]);
    }
  };
  std::vector<Eigen::Index> touched;
  dense_vector<double> count = dense_vector<double>::Zero(unknowns);
  for (const auto& group : rows) {
    touched.clear();
    for (const std::size_t i : group) {
      ids_of(i, id);
      for (const Eigen::Index u : id) {
        if (count[u] == 0) touched.push_back(u);
        count[u] += 1;
        whole[u] += 1;
        for (const Eigen::Index v : id) {
          if (v <= u) s(u, v) += 1;
        }
      }
    }
    const double size = static_cast<double>(group.size());
    for (const Eigen::Index u : touched) {
      for (const Eigen::Index v : touched) {
        if (v <= u) s(u, v) -= count[u] * count[v] / size;
      }
    }
    for (const Eigen::Index u : touched) count[u] = 0;
  }
  return static_cast<double>(semidefinite_inverse(std::move(s), whole, 1e-9).rank());
}

}  // namespace detail

/// Rank of the dummies of sets of effects together.
///
/// One set: its levels. Two: their levels less the components of the graph that joins them. More: the
/// set with most levels is eliminated, and the rank of what that leaves of the others counted by a
/// Cholesky factor that skips what is determined; up to `most` levels besides that set. Beyond, an upper
/// bound: each set brings at least as many dependent columns as it forms components with one before it.
/// Sets with slopes: exact where there is one, else the bound that counts the constant once and a slope
/// wherever it varies in its group.
///
/// @throws argument_error  no effects, other lengths
/// @see    Abowd, Creecy & Kramarz (2002), Census Bureau TP-2002-06 (two sets)
template <class = when_called>
[[nodiscard]] effects_rank_result effects_rank(const std::vector<factor>& effects,
                                               Eigen::Index most = 3000) {
  require(!effects.empty(), "effects_rank", "there are no effects");
  for (const factor& f : effects) {
    require_same_size("effects_rank", f.name, f.size(), effects.front().name,
                      effects.front().size());
  }
  effects_rank_result out;
  if (std::any_of(effects.begin(), effects.end(),
                  [](const factor& f) { return !f.slopes.empty(); })) {
    out.rank = absorb_constant(effects) ? 1 : 0;
    for (const factor& f : effects) out.rank += absorbed_coefficients(f);
    out.exact = effects.size() == 1;
    return out;
  }
  double levels = 0;
  std::size_t largest = 0;
  for (std::size_t f = 0; f < effects.size(); ++f) {
    levels += effects[f].levels;
    if (effects[f].levels > effects[largest].levels) largest = f;
  }
  out.rank = levels;
  if (effects.size() == 1) return out;
  if (effects.size() == 2) {
    out.rank -= detail::components_of(effects[0], effects[1]);
    return out;
  }
  if (levels - effects[largest].levels <= static_cast<double>(most)) {
    out.rank = effects[largest].levels + detail::rank_of_remaining(effects, largest);
    return out;
  }
  out.exact = false;
  for (std::size_t f = 1; f < effects.size(); ++f) {
    std::int32_t parts = 0;
    for (std::size_t g = 0; g < f; ++g) {
      parts = (std::max)(parts, detail::components_of(effects[g], effects[f]));
    }
    out.rank -= parts;
  }
  return out;
}

}  // namespace bilateral
