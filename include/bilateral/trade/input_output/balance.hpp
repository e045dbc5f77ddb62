#pragma once
/// Balancing a table to given margins: RAS, and GRAS for tables with negative elements.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

struct balancing_options {
  double tolerance = 1e-12;  ///< of largest_gap
  std::size_t max_iterations = 10000;
  bool accept_unconverged = false;          ///< a flagged result in place of convergence_error
  std::vector<std::string> row_names{};     ///< for messages; empty: "row 3"
  std::vector<std::string> column_names{};  ///< for messages; empty: "column 3"
};

/// A table with the margins asked for, and how it got there.
template <class Scalar>
struct balancing_result {
  dense_matrix<Scalar> matrix;
  dense_vector<Scalar> row_multipliers;     ///< r; 0 where a margin of zero cleared the row
  dense_vector<Scalar> column_multipliers;  ///< s; 0 where a margin of zero cleared the column
  std::size_t iterations = 0;               ///< 0: the table had these margins already
  double largest_gap = 0;  ///< |sum - margin| / sum of absolute elements, the largest of all lines
  std::string largest_gap_line;  ///< where
  double information = 0;  ///< sum |a| (z ln z - z + 1), z = x / a: the distance that was minimised
  bool converged = true;
  std::vector<double> trace;  ///< the gap at each iteration
  std::vector<std::string> notes;
};

namespace detail {

/// The problem with names, and without the lines that a margin of zero clears.
template <class Scalar>
struct balancing_problem {
  dense_matrix<Scalar> a;
  dense_vector<Scalar> u, v;
  std::vector<char> row_cleared, column_cleared;
  std::vector<std::string> notes;
  std::vector<std::string> rows, columns;
};

template <class = when_called>
std::vector<std::string> line_names(const char* function, const char* what,
                                    const std::vector<std::string>& given, std::size_t n) {
  std::vector<std::string> out;
  require(given.empty() || given.size() == n, function, "there are ", given.size(), " names for ",
          n, " ", what, "s");
  for (std::size_t i = 0; i < n; ++i)
    out.push_back(given.empty() ? text(what, " ", i + 1) : given[i]);
  return out;
}

/// A line can only reach a margin above zero with positive elements, one below zero with negative ones.
template <class Line, class Scalar>
void check_reachable(const char* function, const std::string& name, const Line& line,
                     Scalar margin) {
  const double wanted = static_cast<double>(margin);
  require(margin == Scalar(0) || (line.array() != Scalar(0)).any(), function, name,
          " is all zero but its total should be ", wanted);
  require(!(margin > Scalar(0)) || (line.array() > Scalar(0)).any(), function, name,
          " has no positive element but its total should be ", wanted);
  require(!(margin < Scalar(0)) || (line.array() < Scalar(0)).any(), function, name,
          " has no negative element but its total should be ", wanted);
}

template <class Line>
bool clears(Line&& line) {  // one sign only, and something to clear
  const bool above = (line.array() > 0).any(), below = (line.array() < 0).any();
  if (above == below) return false;
  line.setZero();
  return true;
}

template <class Scalar>
[[nodiscard]] balancing_problem<Scalar> prepare_balancing(const char* function,
                                                          const dense_matrix<Scalar>& a,
                                                          const dense_vector<Scalar>& u,
                                                          const dense_vector<Scalar>& v,
                                                          const balancing_options& options) {
  require(a.rows() > 0 && a.cols() > 0, function, "the matrix is ", a.rows(), " x ", a.cols());
  const auto m = to_size(a.rows()), n = to_size(a.cols());
  require_same_size(function, "row_totals", to_size(u.size()), "the matrix by rows", m);
  require_same_size(function, "column_totals", to_size(v.size()), "the matrix by columns", n);
  require(options.tolerance > 0, function, "tolerance is ", options.tolerance,
          "; it must be above 0");
  balancing_problem<Scalar> p;
  p.rows = line_names(function, "row", options.row_names, m);
  p.columns = line_names(function, "column", options.column_names, n);
  for (Eigen::Index j = 0; j < a.cols(); ++j) {
    require_finite(function, text("the matrix, ", p.columns[to_size(j)], ","),
                   std::span<const Scalar>(a.col(j).data(), m));
  }
  require_finite(function, "row_totals", std::span<const Scalar>(u.data(), m));
  require_finite(function, "column_totals", std::span<const Scalar>(v.data(), n));
  const Scalar size = (std::max)(u.cwiseAbs().sum(), v.cwiseAbs().sum());
  const Scalar difference = u.sum() - v.sum();
  require(std::abs(static_cast<double>(difference)) <= 1e-10 * static_cast<double>(size), function,
          "the row totals add up to ", static_cast<double>(u.sum()), " but the column totals to ",
          static_cast<double>(v.sum()), "; scale one of them first");
  p.a = a;
  p.u = u;
  p.v = v;
  if (difference != Scalar(0)) p.v += (difference / v.cwiseAbs().sum()) * v.cwiseAbs();
  p.row_cleared.assign(m, 0);
  p.column_cleared.assign(n, 0);
  for (bool again = true; again;) {  // a cleared row can leave a column with one sign
    again = false;
    for (Eigen::Index i = 0; i < a.rows(); ++i) {
      if (u[i] != Scalar(0) || !clears(p.a.row(i))) continue;
      p.row_cleared[to_size(i)] = 1;
      p.notes.push_back(text(p.rows[to_size(i)], " is set to zero: so is its total"));
      again = true;
    }
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      if (v[j] != Scalar(0) || !clears(p.a.col(j))) continue;
      p.column_cleared[to_size(j)] = 1;
      p.notes.push_back(text(p.columns[to_size(j)], " is set to zero: so is its total"));
      again = true;
    }
  }
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    check_reachable(function, p.rows[to_size(i)], p.a.row(i), u[i]);
  }
  for (Eigen::Index j = 0; j < a.cols(); ++j) {
    check_reachable(function, p.columns[to_size(j)], p.a.col(j), v[j]);
  }
  return p;
}

/// |got - wanted| against the absolute elements of the line, which are at least |wanted| in a solution.
template <class Scalar>
[[nodiscard]] double relative_gap(Scalar got, Scalar wanted, Scalar absolute) {
  const double gap = std::abs(static_cast<double>(got - wanted));
  if (gap == 0) return 0;
  const double scale = static_cast<double>(absolute);
  return scale > 0 ? gap / scale : 1.0;
}

template <class Scalar>
void measure(const balancing_problem<Scalar>& p, balancing_result<Scalar>& r) {
  r.largest_gap = 0;
  r.largest_gap_line = p.rows.front();
  for (Eigen::Index i = 0; i < p.u.size(); ++i) {
    const double gap =
        relative_gap<Scalar>(r.matrix.row(i).sum(), p.u[i], r.matrix.row(i).cwiseAbs().sum());
    if (gap <= r.largest_gap) continue;
    r.largest_gap = gap;
    r.largest_gap_line = p.rows[to_size(i)];
  }
  for (Eigen::Index j = 0; j < p.v.size(); ++j) {
    const double gap =
        relative_gap<Scalar>(r.matrix.col(j).sum(), p.v[j], r.matrix.col(j).cwiseAbs().sum());
    if (gap <= r.largest_gap) continue;
    r.largest_gap = gap;
    r.largest_gap_line = p.columns[to_size(j)];
  }
}

/// Gaps, distance and the verdict on a finished iteration.
template <class Scalar>
void finish_balancing(const char* function, const dense_matrix<Scalar>& start,
                      const balancing_problem<Scalar>& p, const balancing_options& options,
                      balancing_result<Scalar>& r) {
  using std::log;
  r.notes = p.notes;
  measure(p, r);
  Scalar distance(0);
  for (Eigen::Index j = 0; j < start.cols(); ++j) {
    for (Eigen::Index i = 0; i < start.rows(); ++i) {
      if (start(i, j) == Scalar(0)) continue;
      const Scalar z = r.matrix(i, j) / start(i, j);
      const Scalar size = start(i, j) < Scalar(0) ? Scalar(-start(i, j)) : start(i, j);
      distance += size * (z > Scalar(0) ? Scalar(z * log(z) - z + Scalar(1)) : Scalar(1));
    }
  }
  r.information = static_cast<double>(distance);
  for (std::size_t i = 0; i < p.rows.size(); ++i) {
    if (p.row_cleared[i] != 0) r.row_multipliers[to_index(i)] = Scalar(0);
  }
  for (std::size_t j = 0; j < p.columns.size(); ++j) {
    if (p.column_cleared[j] != 0) r.column_multipliers[to_index(j)] = Scalar(0);
  }
  if (r.converged) return;
  const std::string story = text(
      "no convergence in ", r.iterations, " iterations: ", r.largest_gap_line, " is off by ",
      significant_text(r.largest_gap, 3), " of its size; the zeros may not allow these totals");
  if (!options.accept_unconverged) throw convergence_error(text(function, ": ", story), r.trace);
  r.notes.push_back(story);
}

/// Repeats `step` (rows, then columns) until `row_gap` is within the tolerance or the limit is reached.
template <class Scalar, class Gap, class Step>
void alternate(const balancing_options& options, balancing_result<Scalar>& r, Gap&& row_gap,
               Step&& step) {
  r.converged = false;
  while (r.iterations < options.max_iterations) {
    step();
    ++r.iterations;
    const double gap = row_gap();
    r.trace.push_back(gap);
    if (!std::isfinite(gap)) return;
    if (gap <= options.tolerance) {
      r.converged = true;
      return;
    }
  }
}

/// The positive root of p t - n / t = u, without cancellation; 1 for a line without elements.
template <class Scalar>
[[nodiscard]] Scalar gras_root(Scalar p, Scalar n, Scalar u) {
  using std::sqrt;
  if (p == Scalar(0) && n == Scalar(0)) return Scalar(1);
  if (n == Scalar(0)) return u / p;
  if (p == Scalar(0)) return -n / u;
  const Scalar root = sqrt(u * u + Scalar(4) * p * n);
  return u >= Scalar(0) ? Scalar((u + root) / (Scalar(2) * p)) : Scalar(Scalar(2) * n / (root - u));
}

}  // namespace detail

/// RAS (iterative proportional fitting): the table nearest to `matrix` with the margins given.
///
///   x_ij = r_i a_ij s_j,  sum_j x_ij = u_i,  sum_i x_ij = v_j;  minimises sum x_ij ln(x_ij / a_ij)
///
/// @param matrix         (m x n) a, not negative; zeros stay zeros
/// @param row_totals     (m) u
/// @param column_totals  (n) v; a difference of the two sums within 1e-10 is spread over v in proportion
/// @throws argument_error     shapes, values that are not finite, a negative element or margin, margins
///                            with different sums, a line of zeros with a margin above zero
/// @throws convergence_error  the limit of iterations, unless accept_unconverged
/// @note   columns add up to rounding, rows to `tolerance` of the absolute elements of the line
/// @see    Bacharach (1970), Biproportional Matrices and Input-Output Change; Miller & Blair (2009),
///         section 7.4
template <class Scalar>
[[nodiscard]] balancing_result<Scalar> ras(const dense_matrix<Scalar>& matrix,
                                           const dense_vector<Scalar>& row_totals,
                                           const dense_vector<Scalar>& column_totals,
                                           const balancing_options& options = {}) {
  const auto p = [&] {
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
      for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
        const auto row = to_size(i), column = to_size(j);
        require(!(matrix(i, j) < Scalar(0)), "ras", "the element of ",
                row < options.row_names.size() ? options.row_names[row] : text("row ", row + 1),
                " and ",
                column < options.column_names.size() ? options.column_names[column]
                                                     : text("column ", column + 1),
                " is ", static_cast<double>(matrix(i, j)), "; use gras for negative elements");
      }
    }
    return detail::prepare_balancing("ras", matrix, row_totals, column_totals, options);
  }();
  balancing_result<Scalar> r;
  r.matrix = p.a;
  r.row_multipliers = dense_vector<Scalar>::Ones(matrix.rows());
  r.column_multipliers = dense_vector<Scalar>::Ones(matrix.cols());
  detail::measure(p, r);
  if (r.largest_gap > options.tolerance) {
    dense_vector<Scalar> sums = p.a.rowwise().sum();  // A s
    const auto divide = [](Scalar total, Scalar sum) {
      return sum == Scalar(0) ? Scalar(1) : Scalar(total / sum);
    };
    detail::alternate(
        options, r,
        [&] {
          double gap = 0;
          for (Eigen::Index i = 0; i < p.u.size(); ++i) {
            const Scalar got = r.row_multipliers[i] * sums[i];
            const double here = detail::relative_gap<Scalar>(got, p.u[i], got);
            gap = here <= gap ? gap : here;  // keeps a NaN
          }
          return gap;
        },
        [&] {
          r.row_multipliers = p.u.binaryExpr(sums, divide);
          r.column_multipliers =
              p.v.binaryExpr(dense_vector<Scalar>(p.a.transpose() * r.row_multipliers), divide);
          sums.noalias() = p.a * r.column_multipliers;
        });
    r.matrix = r.row_multipliers.asDiagonal() * p.a * r.column_multipliers.asDiagonal();
  }
  detail::finish_balancing("ras", matrix, p, options, r);
  return r;
}

/// GRAS: RAS for a table with negative elements.
///
///   a = p - n,  x_ij = r_i p_ij s_j - n_ij / (r_i s_j);  minimises sum |a_ij| (z ln z - z + 1), z = x / a
///
/// A line's multiplier is the positive root of p t - n / t = total; signs and zeros are kept.
///
/// @param matrix         (m x n) a
/// @param row_totals     (m) u, of any sign
/// @param column_totals  (n) v
/// @throws argument_error     shapes, values that are not finite, margins with different sums, a total
///                            above (below) zero for a line without positive (negative) elements
/// @throws convergence_error  the limit of iterations, unless accept_unconverged
/// @note   the same as ras where nothing is negative
/// @see    Junius & Oosterhaven (2003), Economic Systems Research 15; Lenzen, Wood & Gallego (2007), same
///         journal 19, for the distance used here, which leaves a balanced table alone; Temurshoev, Miller
///         & Bouwmeester (2013), same journal 25, for lines without positive elements
template <class Scalar>
[[nodiscard]] balancing_result<Scalar> gras(const dense_matrix<Scalar>& matrix,
                                            const dense_vector<Scalar>& row_totals,
                                            const dense_vector<Scalar>& column_totals,
                                            const balancing_options& options = {}) {
  const auto p = detail::prepare_balancing("gras", matrix, row_totals, column_totals, options);
  balancing_result<Scalar> out;
  out.matrix = p.a;
  out.row_multipliers = dense_vector<Scalar>::Ones(matrix.rows());
  out.column_multipliers = dense_vector<Scalar>::Ones(matrix.cols());
  detail::measure(p, out);
  if (out.largest_gap > options.tolerance) {
    const dense_matrix<Scalar> above = p.a.cwiseMax(Scalar(0));
    const dense_matrix<Scalar> below = (-p.a).cwiseMax(Scalar(0));
    auto& r = out.row_multipliers;
    auto& s = out.column_multipliers;
    dense_vector<Scalar> plus = above.rowwise().sum(), minus = below.rowwise().sum();
    detail::alternate(
        options, out,
        [&] {
          double gap = 0;
          for (Eigen::Index i = 0; i < p.u.size(); ++i) {
            const Scalar up = r[i] * plus[i], down = minus[i] / r[i];
            const double here =
                detail::relative_gap<Scalar>(Scalar(up - down), p.u[i], Scalar(up + down));
            gap = here <= gap ? gap : here;
          }
          return gap;
        },
        [&] {
          for (Eigen::Index i = 0; i < r.size(); ++i) {
            r[i] = detail::gras_root<Scalar>(plus[i], minus[i], p.u[i]);
          }
          const dense_vector<Scalar> down = below.transpose() * r.cwiseInverse();
          const dense_vector<Scalar> up = above.transpose() * r;
          for (Eigen::Index j = 0; j < s.size(); ++j) {
            s[j] = detail::gras_root<Scalar>(up[j], down[j], p.v[j]);
          }
          plus.noalias() = above * s;
          minus.noalias() = below * s.cwiseInverse();
        });
    out.matrix = r.asDiagonal() * above * s.asDiagonal();
    out.matrix -= r.cwiseInverse().asDiagonal() * below * s.cwiseInverse().asDiagonal();
  }
  detail::finish_balancing("gras", matrix, p, options, out);
  return out;
}

}  // namespace bilateral
