#pragma once
/// Input-output tables and the Leontief system: coefficients, productivity, effects of final demand.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/input_output/detail/checks.hpp>
#include <bilateral/trade/input_output/detail/perron_root.hpp>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// An input-output table in values of one unit: element (i, j) is what sector j buys from sector i.
template <class Scalar>
struct input_output_table {
  std::vector<std::string> sectors;   ///< (n)
  dense_matrix<Scalar> transactions;  ///< (n x n) Z; domestic or total, as the user chooses
  dense_vector<Scalar> output;        ///< (n) x, gross output
};

/// Input coefficients a_ij = z_ij / x_j.
///
/// A sector without output that buys nothing has a column of zeros, whatever others buy of it.
/// @throws argument_error  shapes, values that are not finite, negative output, a sector without output
///                         that buys, inputs above the output (raw flows where coefficients were meant?)
/// @see    Miller & Blair (2009), Input-Output Analysis, eq. 2.4
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> input_coefficients(const input_output_table<Scalar>& table) {
  const auto n = std::ssize(table.sectors);
  detail::check_sectors("input_coefficients", table.sectors, table.transactions, "transactions");
  detail::check_vector("input_coefficients", "output", table.output, table.sectors.size());
  dense_matrix<Scalar> a(n, n);
  for (Eigen::Index j = 0; j < n; ++j) {
    const std::string& name = table.sectors[to_size(j)];
    const Scalar x = table.output[j];
    require(x >= Scalar(0), "input_coefficients", "the output of ", name, " is ",
            static_cast<double>(x), "; it must not be negative");
    if (x == Scalar(0)) {
      require(table.transactions.col(j).cwiseAbs().maxCoeff() == Scalar(0), "input_coefficients",
              name, " has no output but buys");
      a.col(j).setZero();
      continue;
    }
    a.col(j) = table.transactions.col(j) / x;
    Eigen::Index i = 0;
    const Scalar largest = a.col(j).maxCoeff(&i);
    require(largest <= Scalar(1), "input_coefficients", name, " buys ",
            static_cast<double>(table.transactions(i, j)), " from ", table.sectors[to_size(i)],
            ", more than its output of ", static_cast<double>(x));
  }
  return a;
}

/// The factorised system I - A: effects of final demand by solves, never by an inverse.
template <class Scalar>
struct leontief_system {
  std::vector<std::string> sectors;
  dense_matrix<Scalar> coefficients;                     ///< (n x n) A
  Eigen::PartialPivLU<dense_matrix<Scalar>> factorised;  ///< of I - A
  dense_vector<Scalar> output_multipliers;               ///< (n) column sums of L = (I - A)^-1
  std::vector<std::string> notes;  ///< sectors without inputs, negative coefficients

  [[nodiscard]] std::size_t size() const { return sectors.size(); }
  /// L f: the output that a final demand calls for.
  [[nodiscard]] dense_vector<Scalar> output_for(const dense_vector<Scalar>& final_demand) const {
    detail::check_vector("output_for", "final_demand", final_demand, size());
    return factorised.solve(final_demand);
  }
  /// L' e: what a unit of final demand for each sector calls for of a factor with direct coefficients e.
  [[nodiscard]] dense_vector<Scalar> effects_of(const dense_vector<Scalar>& direct) const {
    detail::check_vector("effects_of", "direct coefficients", direct, size());
    return factorised.transpose().solve(direct);
  }
};

/// Largest absolute eigenvalue of a matrix without negative elements, by power iteration between the
/// bounds of Collatz and Wielandt.
///
/// @param start  a positive vector; the nearer to the left eigenvector the faster
/// @return       the midpoint of bounds that are 1e-12 apart, or what 20,000 steps gave (a reducible
///               matrix keeps its bounds apart: then the growth of the iterate)
/// @see    Horn & Johnson (2013), Matrix Analysis, theorem 8.1.26
template <class Scalar>
[[nodiscard]] double spectral_radius(const dense_matrix<Scalar>& a,
                                     const dense_vector<Scalar>& start = {}) {
  require(a.rows() == a.cols() && a.rows() > 0, "spectral_radius", "the matrix is ", a.rows(),
          " x ", a.cols());
  require(a.minCoeff() >= Scalar(0), "spectral_radius", "an element is ",
          static_cast<double>(a.minCoeff()), "; none may be negative");
  return detail::perron_root<Scalar>(
      [&a](const dense_vector<Scalar>& v) -> dense_vector<Scalar> { return a.transpose() * v; },
      start.size() == a.rows() ? start : dense_vector<Scalar>::Ones(a.rows()).eval());
}

/// Factorises I - A and proves the table productive.
///
/// A without negative elements is productive (spectral radius < 1) exactly where (I - A') u = 1 has a
/// positive solution u: the output multipliers. Elements below zero are judged by their absolute values.
///
/// @param a        (n x n) coefficients
/// @throws argument_error   a coefficient above 1: raw flows given for coefficients?
/// @throws numerical_error  spectral radius >= 1; the sector with the largest column sum is named
/// @note   a column sum above 1 alone is not fatal, it is noted
/// @see    Miller & Blair (2009), ch. 2; Berman & Plemmons (1994), theorem 6.2.3 (I27)
template <class Scalar>
[[nodiscard]] leontief_system<Scalar> leontief(std::vector<std::string> sectors,
                                               dense_matrix<Scalar> a) {
  detail::check_sectors("leontief", sectors, a, "the coefficients");
  const auto n = std::ssize(sectors);
  const auto name = [&](Eigen::Index j) { return sectors[to_size(j)]; };
  leontief_system<Scalar> s;
  Eigen::Index row = 0, column = 0;
  const Scalar largest = a.maxCoeff(&row, &column);
  require(largest <= Scalar(1), "leontief", "the coefficient of ", name(row), " in ", name(column),
          " is ", static_cast<double>(largest), ": are these flows? divide them by the output");
  const auto negative = (a.array() < Scalar(0)).count();
  if (negative > 0) {
    s.notes.push_back(text(negative,
                           " coefficients are negative: productivity is judged by their "
                           "absolute values"));
  }
  Eigen::Index worst = 0;
  const Scalar most = a.cwiseAbs().colwise().sum().maxCoeff(&worst);
  for (Eigen::Index j = 0; j < n; ++j) {
    if (a.col(j).cwiseAbs().maxCoeff() == Scalar(0)) {
      s.notes.push_back(text(name(j), " buys nothing: its column of coefficients is zero"));
    } else if (a.col(j).sum() > Scalar(1)) {
      s.notes.push_back(text(name(j), " buys more than its output: column sum ",
                             significant_text(static_cast<double>(a.col(j).sum()), 4)));
    }
  }
  const dense_matrix<Scalar> system = dense_matrix<Scalar>::Identity(n, n) - a;
  s.factorised.compute(system);
  s.output_multipliers = s.factorised.transpose().solve(dense_vector<Scalar>::Ones(n).eval());
  const auto positive = [](const dense_vector<Scalar>& u) {
    return (u.array() > Scalar(0)).all() && u.allFinite();
  };
  bool productive = positive(s.output_multipliers);
  if (negative > 0) {
    const dense_matrix<Scalar> absolute = dense_matrix<Scalar>::Identity(n, n) - a.cwiseAbs();
    productive = positive(Eigen::PartialPivLU<dense_matrix<Scalar>>(absolute).transpose().solve(
        dense_vector<Scalar>::Ones(n).eval()));
  }
  if (!productive) {
    throw numerical_error(
        text("leontief: the spectral radius is ",
             significant_text(spectral_radius<Scalar>(a.cwiseAbs()), 6),
             ", not below 1: the table is not productive; the largest column sum is ",
             significant_text(static_cast<double>(most), 4), ", of ", name(worst)));
  }
  s.sectors = std::move(sectors);
  s.coefficients = std::move(a);
  return s;
}
template <class Scalar>
[[nodiscard]] leontief_system<Scalar> leontief(const input_output_table<Scalar>& table) {
  leontief_system<Scalar> s = leontief(table.sectors, input_coefficients(table));
  for (Eigen::Index j = 0; j < table.output.size(); ++j) {
    if (table.output[j] != Scalar(0)) continue;
    const double sold = static_cast<double>(table.transactions.row(j).sum());
    s.notes.push_back(text(table.sectors[to_size(j)], " has no output: its column is zero by rule",
                           sold != 0
                               ? text(", though others buy ", significant_text(sold, 6), " of it")
                               : std::string()));
  }
  return s;
}

/// How far rows are from adding up.
struct table_balance {
  double largest_imbalance = 0;  ///< |sum of uses - output| / output, the largest
  std::string sector;
};

/// Intermediate and final uses of each sector against its output.
/// @param final_demand  (n) all categories together
/// @throws argument_error  shapes; a sector with uses but no output
template <class Scalar>
[[nodiscard]] table_balance balance_of(const input_output_table<Scalar>& table,
                                       const dense_vector<Scalar>& final_demand) {
  detail::check_sectors("balance_of", table.sectors, table.transactions, "transactions");
  detail::check_vector("balance_of", "output", table.output, table.sectors.size());
  detail::check_vector("balance_of", "final_demand", final_demand, table.sectors.size());
  table_balance out;
  out.sector = table.sectors.front();
  for (Eigen::Index i = 0; i < table.output.size(); ++i) {
    const double uses = static_cast<double>(table.transactions.row(i).sum() + final_demand[i]);
    const double x = static_cast<double>(table.output[i]);
    const std::string& name = table.sectors[to_size(i)];
    require(x > 0 || uses == 0, "balance_of", name, " has uses of ", uses, " but no output");
    const double gap = x > 0 ? std::abs(uses - x) / x : 0;
    if (gap > out.largest_imbalance) out = {gap, name};
  }
  return out;
}

/// v_j / x_j, zero for a sector without output.
/// @throws argument_error  shapes; a sector without output that has some
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> direct_coefficients(const input_output_table<Scalar>& table,
                                                       const std::string& what,
                                                       const dense_vector<Scalar>& v) {
  detail::check_vector("direct_coefficients", what, v, table.sectors.size());
  dense_vector<Scalar> out(v.size());
  for (Eigen::Index j = 0; j < v.size(); ++j) {
    const bool idle = table.output[j] == Scalar(0);
    require(!idle || v[j] == Scalar(0), "direct_coefficients", table.sectors[to_size(j)], " has ",
            what, " of ", static_cast<double>(v[j]), " but no output");
    out[j] = idle ? Scalar(0) : Scalar(v[j] / table.output[j]);
  }
  return out;
}

}  // namespace bilateral
