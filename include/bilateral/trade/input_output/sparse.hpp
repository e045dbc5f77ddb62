#pragma once
/// Input-output tables of many sectors with few links: iterative solves in memory of the links alone.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/input_output/system.hpp>

#include <Eigen/SparseCore>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What one sector buys from another; positions in the list of sectors, from 0.
template <class Scalar>
struct sector_flow {
  Eigen::Index from = 0;
  Eigen::Index to = 0;
  Scalar value{0};
};

/// A table of flows that are not zero, in values of one unit.
template <class Scalar>
struct sparse_input_output_table {
  std::vector<std::string> sectors;               ///< (n)
  std::vector<sector_flow<Scalar>> transactions;  ///< in any order, no pair twice
  dense_vector<Scalar> output;                    ///< (n) x
};

struct sparse_solve_options {
  double tolerance = 1e-12;  ///< of the solution, see sparse_leontief_system
  int most = 10000;          ///< sweeps
};

/// The Leontief system of a sparse table.
///
/// Gauss-Seidel sweeps x_i = (f_i + sum_{j != i} a_ij x_j) / (1 - a_ii): I - A is an M-matrix, so that they
/// rise to the solution from below and converge no slower than the rounds of production A f, A^2 f, ... The
/// error is bounded by the output multipliers u = (I - |A'|)^-1 1 themselves: a residual r of effects
/// leaves |error_j| <= max|r| u_j, one of outputs leaves sum |error| <= u'|r|.
/// @see  Berman & Plemmons (1994), Nonnegative Matrices, theorem 7.5.24 (Stein-Rosenberg)
template <class Scalar>
struct sparse_leontief_system {
  using matrix = Eigen::SparseMatrix<Scalar>;
  std::vector<std::string> sectors;
  matrix coefficients;                      ///< (n x n) A by column
  matrix transposed;                        ///< A' by column: the rows of A
  dense_vector<Scalar> output_multipliers;  ///< (n) column sums of (I - A)^-1
  dense_vector<Scalar> weights;             ///< (n) the same of |A|: bounds the errors
  sparse_solve_options options;
  int sweeps = 0;  ///< of the solve for the multipliers
  std::vector<std::string> notes;

  [[nodiscard]] std::size_t size() const { return sectors.size(); }
  /// L f: sum |error| <= tolerance u'|f|.
  /// @throws convergence_error  the limit of sweeps
  [[nodiscard]] dense_vector<Scalar> output_for(const dense_vector<Scalar>& final_demand) const;
  /// L' e: |error_j| <= tolerance u_j max|e|.
  /// @throws convergence_error  the limit of sweeps
  [[nodiscard]] dense_vector<Scalar> effects_of(const dense_vector<Scalar>& direct) const;
};

namespace detail {

// Solves v = right + M' v by sweeps over the columns of M until size_of(residual) <= goal; the residual is
// looked at once a sweep moves v by no more. Returns the sizes of the moves, then of the residual; the
// last is above the goal at the limit or where the iterate explodes.
template <class Scalar, class Size>
std::vector<double> sweep_to(const Eigen::SparseMatrix<Scalar>& m,
                             const dense_vector<Scalar>& right, dense_vector<Scalar>& v,
                             Scalar goal, int most, const Size& size_of) {
  const auto* start = m.outerIndexPtr();
  const auto* row = m.innerIndexPtr();
  const Scalar* value = m.valuePtr();
  const dense_vector<Scalar> own = m.diagonal();
  std::vector<double> trace;
  dense_vector<Scalar> before = v;
  for (int sweep = 0; sweep < most; ++sweep) {
    for (Eigen::Index j = 0; j < m.cols(); ++j) {
      Scalar sums[4] = {right[j] - own[j] * v[j], Scalar(0), Scalar(0),
                        Scalar(0)};  // additions that do not wait
      auto at = start[j];
      for (; at + 4 <= start[j + 1]; at += 4) {
        for (int lane = 0; lane < 4; ++lane) sums[lane] += value[at + lane] * v[row[at + lane]];
      }
      for (; at < start[j + 1]; ++at) sums[0] += value[at] * v[row[at]];
      v[j] = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / (Scalar(1) - own[j]);
    }
    before -= v;
    const Scalar moved = v.allFinite() ? size_of(before) : std::numeric_limits<Scalar>::infinity();
    trace.push_back(static_cast<double>(moved));
    if (!v.allFinite()) break;
    before = v;
    if (moved > goal && sweep + 1 < most) continue;
    const Scalar left = size_of(right + m.transpose() * v - v);
    if (left > goal && sweep + 1 < most) continue;
    trace.push_back(static_cast<double>(left));
    break;
  }
  return trace;
}

template <class = when_called>
convergence_error unreached(const char* function, const sparse_solve_options& options,
                            std::vector<double> trace) {
  return {text(function, ": ", options.most, " sweeps do not reach the tolerance of ",
               significant_text(options.tolerance, 3)),
          std::move(trace)};
}

template <class Scalar>
dense_vector<Scalar> sparse_solution(const char* function, const sparse_leontief_system<Scalar>& s,
                                     const Eigen::SparseMatrix<Scalar>& m,
                                     const dense_vector<Scalar>& right, bool outputs) {
  check_vector(function, outputs ? "final_demand" : "direct coefficients", right, s.size());
  const auto size_of = [&](const dense_vector<Scalar>& r) {  // bounds the error
    return outputs ? Scalar(s.weights.dot(r.cwiseAbs())) : Scalar(r.cwiseAbs().maxCoeff());
  };
  const Scalar goal = Scalar(s.options.tolerance) * size_of(right);
  dense_vector<Scalar> v = right;
  auto trace = sweep_to(m, right, v, goal, s.options.most, size_of);
  if (trace.back() > static_cast<double>(goal))
    throw unreached(function, s.options, std::move(trace));
  return v;
}

}  // namespace detail

template <class Scalar>
dense_vector<Scalar> sparse_leontief_system<Scalar>::output_for(
    const dense_vector<Scalar>& final_demand) const {
  return detail::sparse_solution("output_for", *this, transposed, final_demand, true);
}
template <class Scalar>
dense_vector<Scalar> sparse_leontief_system<Scalar>::effects_of(
    const dense_vector<Scalar>& direct) const {
  return detail::sparse_solution("effects_of", *this, coefficients, direct, false);
}

namespace detail {

template <class Scalar>
void check_sparse_table(const char* function, const sparse_input_output_table<Scalar>& table,
                        const sparse_solve_options& options) {
  const auto n = std::ssize(table.sectors);
  require(n > 0, function, "there are no sectors");
  require(n <= 2'000'000'000, function, "there are ", n, " sectors; positions have 32 bits");
  require(options.tolerance > 0 && options.most > 0, function, "tolerance is ", options.tolerance,
          " and most ", options.most, "; both must be above 0");
  check_vector(function, "output", table.output, table.sectors.size());
  for (Eigen::Index j = 0; j < n; ++j) {
    require(table.output[j] >= Scalar(0), function, "the output of ", table.sectors[to_size(j)],
            " is ", static_cast<double>(table.output[j]), "; it must not be negative");
  }
}

// z_ij / x_j of the i-th flow of a table, which must be one of its own; zero has no coefficient
template <class Scalar>
std::optional<Scalar> coefficient_of_flow(const char* function,
                                          const sparse_input_output_table<Scalar>& table,
                                          std::size_t i) {
  const auto& [from, to, value] = table.transactions[i];
  const auto n = std::ssize(table.sectors);
  require(from >= 0 && from < n && to >= 0 && to < n, function, "flow ", i + 1,
          " goes from sector ", from, " to ", to, "; positions lie between 0 and ", n - 1);
  const auto &seller = table.sectors[to_size(from)], &buyer = table.sectors[to_size(to)];
  require(std::isfinite(static_cast<double>(value)), function, "the flow from ", seller, " to ",
          buyer, " is not finite");
  if (value == Scalar(0)) return std::nullopt;
  require(table.output[to] > Scalar(0), function, buyer, " has no output but buys");
  const Scalar a = value / table.output[to];
  require(a <= Scalar(1), function, buyer, " buys ", static_cast<double>(value), " from ", seller,
          ", more than its output of ", static_cast<double>(table.output[to]));
  return a;
}

template <class Scalar>
void refuse_pair_twice(const char* function, std::vector<Eigen::Triplet<Scalar>> entries,
                       const std::vector<std::string>& sectors) {
  const auto place = [](const auto& e) { return std::pair(e.col(), e.row()); };
  std::sort(entries.begin(), entries.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  const auto twice =
      std::adjacent_find(entries.begin(), entries.end(),
                         [&](const auto& a, const auto& b) { return place(a) == place(b); });
  if (twice == entries.end()) return;
  throw argument_error(text(function, ": the flow from ", sectors[to_size(twice->row())], " to ",
                            sectors[to_size(twice->col())], " is there twice"));
}

// A and what is odd about it
template <class Scalar>
struct sparse_coefficients {
  Eigen::SparseMatrix<Scalar> a;
  std::size_t negative = 0;       // coefficients
  Eigen::Index idle_seller = -1;  // the first sector without output of which others buy
};

template <class Scalar>
sparse_coefficients<Scalar> coefficients_of(const char* function,
                                            const sparse_input_output_table<Scalar>& table) {
  const auto n = std::ssize(table.sectors);
  sparse_coefficients<Scalar> out{Eigen::SparseMatrix<Scalar>(n, n)};
  std::vector<Eigen::Triplet<Scalar>> entries;
  entries.reserve(table.transactions.size());
  for (std::size_t i = 0; i < table.transactions.size(); ++i) {
    const auto a = coefficient_of_flow(function, table, i);
    if (!a) continue;
    const auto from = table.transactions[i].from, to = table.transactions[i].to;
    if (table.output[from] == Scalar(0)) {
      out.idle_seller = out.idle_seller < 0 ? from : (std::min)(out.idle_seller, from);
    }
    out.negative += *a < Scalar(0) ? 1U : 0U;
    entries.emplace_back(static_cast<int>(from), static_cast<int>(to), *a);
  }
  out.a.setFromTriplets(entries.begin(), entries.end());
  if (out.a.nonZeros() != std::ssize(entries)) {
    refuse_pair_twice(function, std::move(entries), table.sectors);
  }
  return out;
}

// why no u > 0 with |A'| u < u was found: the radius, or too few sweeps
template <class Scalar>
[[noreturn]] void refuse_unproductive(const char* function,
                                      const Eigen::SparseMatrix<Scalar>& absolute,
                                      const std::vector<std::string>& sectors,
                                      const sparse_solve_options& options,
                                      std::vector<double> trace) {
  const dense_vector<Scalar> ones = dense_vector<Scalar>::Ones(absolute.cols());
  Eigen::Index worst = 0;
  const double most =
      static_cast<double>(dense_vector<Scalar>(absolute.transpose() * ones).maxCoeff(&worst));
  const double radius = perron_root<Scalar>(
      [&](const dense_vector<Scalar>& v) -> dense_vector<Scalar> {
        return absolute.transpose() * v;
      },
      ones);
  if (radius < 1) throw unreached(function, options, std::move(trace));
  throw numerical_error(
      text("leontief: the spectral radius is ", significant_text(radius, 6),
           ", not below 1: the table is not productive; the largest column sum is ",
           significant_text(most, 4), ", of ", sectors[to_size(worst)]));
}

// u = (I - |A'|)^-1 1 with the sweeps that it took
template <class Scalar>
struct sparse_weights {
  dense_vector<Scalar> u;
  int sweeps = 0;
};

// a positive u with |A'| u < u proves a radius below 1, at whatever tolerance u was found
template <class Scalar>
sparse_weights<Scalar> productive_weights(const char* function,
                                          const Eigen::SparseMatrix<Scalar>& absolute,
                                          const std::vector<std::string>& sectors,
                                          const sparse_solve_options& options) {
  const dense_vector<Scalar> ones = dense_vector<Scalar>::Ones(absolute.cols());
  const auto largest = [](const dense_vector<Scalar>& r) {
    return Scalar(r.cwiseAbs().maxCoeff());
  };
  sparse_weights<Scalar> out{ones};
  auto trace = sweep_to(absolute, ones, out.u, Scalar(options.tolerance), options.most, largest);
  const dense_vector<Scalar> image = absolute.transpose() * out.u;
  const bool productive = out.u.allFinite() && (out.u.array() > Scalar(0)).all() &&
                          (image.array() < out.u.array()).all();
  if (!productive) {
    refuse_unproductive(function, absolute, sectors, options, std::move(trace));
  }
  if (trace.back() > options.tolerance) throw unreached(function, options, std::move(trace));
  out.sweeps = static_cast<int>(trace.size()) - 1;  // the last entry is the residual
  return out;
}

}  // namespace detail

/// Input coefficients of a sparse table and the proof that it is productive: u > 0 with A'u < u.
///
/// Memory is that of A and A', some 24 bytes a flow, and a few vectors.
/// @throws argument_error   shapes, positions, a pair twice, values that are not finite, negative output,
///                          a sector without output that buys or sells, inputs above the output
/// @throws numerical_error  spectral radius >= 1; the sector with the largest column sum is named
/// @note   a coefficient below zero is judged by its absolute value
/// @see    Miller & Blair (2009), Input-Output Analysis, ch. 2
template <class Scalar>
[[nodiscard]] sparse_leontief_system<Scalar> leontief(
    const sparse_input_output_table<Scalar>& table, const sparse_solve_options& options = {}) {
  constexpr const char* function = "leontief";
  detail::check_sparse_table(function, table, options);
  auto [coefficients, negative, idle_seller] = detail::coefficients_of(function, table);
  sparse_leontief_system<Scalar> s;
  s.sectors = table.sectors;
  s.options = options;
  s.coefficients = std::move(coefficients);
  s.transposed = s.coefficients.transpose();
  if (negative > 0) {
    s.notes.push_back(text(negative,
                           " coefficients are negative: productivity is judged by their "
                           "absolute values"));
  }
  if (idle_seller >= 0) {
    s.notes.push_back(text(s.sectors[to_size(idle_seller)],
                           " has no output: its column is zero by rule, though others buy of it"));
  }
  using matrix = Eigen::SparseMatrix<Scalar>;
  const matrix absolute = negative > 0 ? matrix(s.coefficients.cwiseAbs()) : matrix();
  auto weights = detail::productive_weights(function, negative > 0 ? absolute : s.coefficients,
                                            s.sectors, options);
  s.weights = std::move(weights.u);
  s.sweeps = weights.sweeps;
  s.output_multipliers =
      negative > 0 ? s.effects_of(dense_vector<Scalar>::Ones(std::ssize(s.sectors))) : s.weights;
  return s;
}

/// Backward linkages are the output multipliers; these are the forward ones, (L x)_i / x_i: row sums of
/// the Ghosh inverse. A sector without output has 1.
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> forward_linkages(const sparse_leontief_system<Scalar>& open,
                                                    const dense_vector<Scalar>& output) {
  dense_vector<Scalar> out = open.output_for(output);
  for (Eigen::Index i = 0; i < out.size(); ++i) {
    out[i] = output[i] == Scalar(0) ? Scalar(1) : Scalar(out[i] / output[i]);
  }
  return out;
}

/// Content of a final demand in a factor, by the sector that provides it: e_i (L f)_i.
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> factor_content(const sparse_leontief_system<Scalar>& open,
                                                  const dense_vector<Scalar>& direct,
                                                  const dense_vector<Scalar>& final_demand) {
  detail::check_vector("factor_content", "direct coefficients", direct, open.size());
  return direct.cwiseProduct(open.output_for(final_demand));
}

}  // namespace bilateral
