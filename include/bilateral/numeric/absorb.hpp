#pragma once
/// Fixed effects partialled out of columns, solved in the space of the effects.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/conjugate_gradients.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/detail/effect_cells.hpp>
#include <bilateral/numeric/detail/effects_operator.hpp>
#include <bilateral/numeric/detail/reduced_system.hpp>
#include <bilateral/numeric/grouping.hpp>
#include <bilateral/numeric/row_blocks.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace bilateral {

struct absorb_options {
  /// The error left in a column, as a share of the length of its residual, that ends the iteration.
  double tolerance = 1e-10;
  int max_iterations = 20000;
  bool accept_unconverged = false;  ///< a flagged result in place of convergence_error
  unsigned threads = 1;             ///< 0: all; results have the same bits for any number
};

/// How the effects were found.
struct absorb_report {
  bool converged = true;
  int iterations = 0;  ///< of conjugate gradients; none with one effect, which is exact
  double error = 0;    ///< largest estimated error of a column, as a share of its residual
  bool sparse =
      false;  ///< a hard design: the reduced system was formed and factorised incompletely
};

/// Residuals of columns on any number of sets of fixed effects, with slopes that differ by group or
/// not.
///
///   min over a of sum_i w_i (z_i - a_1[c_1(i)] - ... - a_F[c_F(i)])^2
///
/// The unknowns are the effects, not the rows. The set with most of them is eliminated exactly (its
/// block of the normal equations is diagonal); conjugate gradients solve for the others, all
/// columns at once, one sequential pass over the rows an iteration, rows in order of the eliminated
/// set and repeated cells collapsed into one. A design on which that is slow (long chains, as of
/// workers and firms) has its reduced system formed as a sparse matrix, where that is small, with
/// an incomplete Cholesky factor as preconditioner.
///
/// The error of a column is measured in the norm of the rows, sqrt(sum w e^2), and estimated by
/// `conjugate_gradients`. Slopes of a regression on two such columns are off by the product of the
/// two errors, so that they are good to twice as many digits. Sums are taken in blocks of rows that
/// depend on the design alone and are added in a fixed order: results have the same bits for any
/// number of threads.
/// @see  Guimaraes & Portugal (2010), Stata J. 10(4)
template <class Scalar>
class absorber {
 public:
  /// @param effects  sets of groups, each of n rows; a group may be empty
  /// @throws argument_error  as require_groupings
  explicit absorber(const std::vector<grouping>& effects)
      : cells_(std::make_unique<detail::effect_cells>(effects)),
        effects_(std::make_unique<detail::effects_operator<Scalar>>(*cells_)) {
    set_weights({});
  }

  /// Number of rows.
  [[nodiscard]] std::size_t rows() const { return cells_->rows(); }

  /// Row of the data at each position of the internal order; empty where the two orders are one.
  [[nodiscard]] std::span<const std::int32_t> order() const { return cells_->order(); }

  /// Groups of the eliminated set, and the first position of each (that of groups() is the end).
  [[nodiscard]] std::size_t groups() const { return cells_->groups(); }
  [[nodiscard]] std::size_t first_position(std::size_t group) const {
    return cells_->first_row(cells_->begin(group));
  }

  /// Sets the weights, in the internal order: positive and finite, or empty for ones.
  void set_weights(std::span<const Scalar> weights, unsigned threads = 1) {
    effects_->set_weights(weights, threads);
    system_.forget();
  }

  /// Sets the weights, in the order of the rows: positive and finite, or empty for ones.
  void set_row_weights(const dense_vector<Scalar>& weights, unsigned threads = 1) {
    std::vector<Scalar> arranged(weights.data(), weights.data() + weights.size());
    if (weights.size() > 0) {
      for (std::size_t i = 0; i < order().size(); ++i) arranged[i] = weights[order()[i]];
    }
    set_weights(arranged, threads);
  }

  /// Replaces columns by their residuals, in place.
  ///
  /// @param panel  (n x width) by rows, in the internal order; width is 1 or 4 (pad with zeros)
  /// @throws convergence_error  the limit of iterations, unless accepted
  absorb_report residualise(Scalar* panel, int width, const absorb_options& options = {}) {
    require(options.tolerance > 0, "absorb", "tolerance is ", options.tolerance,
            "; it must be above zero");
    require(width == 1 || width == 4, "absorb", "width is ", width, "; it is 1 or 4");
    return width == 1 ? solve<1>(panel, options) : solve<4>(panel, options);
  }

 private:
  static constexpr int trial = 20;  // iterations by rows before the sparse system is considered

  template <int Width>
  absorb_report solve(Scalar* panel, const absorb_options& options) {
    conjugate_gradients_progress progress;
    std::vector<Scalar> right(cells_->unknowns() * to_size(Width));
    const auto length = effects_->template centre<Width>(panel, right, options.threads);
    if (cells_->sets().empty()) return {};
    if (hard_) hard_ = system_.form(*cells_, *effects_, options.threads);
    if (!hard_) hard_ = !by_rows<Width>(panel, std::move(right), length, options, progress);
    if (hard_) by_system<Width>(panel, length, options, progress);
    return conclude(progress, options);
  }

  static conjugate_gradients_options to_solve(const absorb_options& options) {
    return {options.tolerance, options.max_iterations, options.threads};
  }

  // with the diagonal as preconditioner; false where that is slow and the sparse system is there
  template <int Width>
  bool by_rows(Scalar* panel, std::vector<Scalar> right, const lanes<Scalar, Width>& length,
               const absorb_options& options, conjugate_gradients_progress& progress) {
    using vector = std::vector<Scalar>;
    const unsigned threads = options.threads;
    const auto system = [&](const vector& v, vector& out) {
      effects_->template multiply<Width>(v, out, threads);
    };
    const auto diagonal = [&](const vector& r, vector& z) {
      return effects_->template precondition<Width>(r, z, threads);
    };
    conjugate_gradients<Scalar, Width> solver(std::move(right), length, length, diagonal);
    solver.run(system, diagonal, trial, to_solve(options), progress);
    const bool to_system = !solver.finished() && system_.form(*cells_, *effects_, options.threads);
    if (!to_system) {
      solver.run(system, diagonal, options.max_iterations, to_solve(options), progress);
    }
    effects_->template subtract<Width>(panel, solver.solution(), threads);
    return !to_system;
  }

  // with the incomplete factor; rounding in the system is caught by starting again from what is
  // left
  template <int Width>
  void by_system(Scalar* panel, const lanes<Scalar, Width>& length, const absorb_options& options,
                 conjugate_gradients_progress& progress) {
    using vector = std::vector<Scalar>;
    const unsigned threads = options.threads;
    const auto system = [&](const vector& v, vector& out) {
      system_.template multiply<Width>(v, out);
    };
    const auto factor = [&](const vector& r, vector& z) {
      z = r;
      system_.template solve<Width>(z);
      return lane_products<Width>(r, z, threads);
    };
    for (int round = 0; round < 4; ++round) {
      vector right(cells_->unknowns() * to_size(Width));
      const auto left = effects_->template centre<Width>(panel, right, threads);
      conjugate_gradients<Scalar, Width> solver(system_.template arranged<Width>(right), left,
                                                length, factor);
      if (round > 0) solver.end_small(to_solve(options));
      if (solver.finished()) break;
      solver.run(system, factor, options.max_iterations, to_solve(options), progress);
      effects_->template subtract<Width>(panel, system_.template restored<Width>(solver.solution()),
                                         threads);
      if (!solver.finished()) break;
    }
  }

  absorb_report conclude(conjugate_gradients_progress& progress,
                         const absorb_options& options) const {
    if (!progress.converged && !options.accept_unconverged) {
      throw convergence_error(
          text("absorb: the fixed effects are not found to ",
               significant_text(options.tolerance, 3), " after ", progress.iterations,
               " iterations (error ", significant_text(progress.error, 3), ")"),
          std::move(progress.trace));
    }
    return {progress.converged, progress.iterations, progress.error, hard_};
  }

  std::unique_ptr<detail::effect_cells> cells_;
  std::unique_ptr<detail::effects_operator<Scalar>> effects_;
  detail::reduced_system<Scalar> system_;
  bool hard_ = false;  // conjugate gradients by rows alone were slow
};

namespace detail {

// Up to four columns as a panel in the order of an absorber, and their residuals back. Row i of the sample
// is source(i) of what is read; all values are finite.
template <class Scalar, class Source>
absorb_report absorb_panel(absorber<Scalar>& solver, std::span<const Scalar* const> from,
                           std::span<Scalar* const> to, const Source& source,
                           const absorb_options& options, std::vector<Scalar>& panel) {
  const std::size_t n = solver.rows();
  const auto order = solver.order();
  const std::size_t width = from.size() > 1 ? 4 : 1;
  std::array<Scalar, 4> scale{};
  for (std::size_t j = 0; j < from.size(); ++j) {
    scale[j] =
        unit_scale<Scalar>(n, options.threads, [&](std::size_t i) { return from[j][source(i)]; });
  }
  panel.resize(n * width);
  const auto each_row = [&](const auto& visit) {
    for_row_blocks(n, options.threads, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        visit(panel.data() + i * width, order.empty() ? i : to_size(order[i]));
      }
    });
  };
  each_row([&](Scalar* cells, std::size_t row) {
    const std::size_t at = source(row);
    for (std::size_t j = 0; j < from.size(); ++j) cells[j] = from[j][at] * scale[j];
    for (std::size_t j = from.size(); j < width; ++j) cells[j] = Scalar(0);
  });
  const absorb_report report = solver.residualise(panel.data(), static_cast<int>(width), options);
  for (Scalar& s : scale) s = s > Scalar(0) ? Scalar(Scalar(1) / s) : s;
  each_row([&](const Scalar* cells, std::size_t row) {
    for (std::size_t j = 0; j < to.size(); ++j) to[j][row] = cells[j] * scale[j];
  });
  return report;
}

}  // namespace detail

/// Partials fixed effects out of columns that stand anywhere; see `absorber`.
///
/// @param from     first value of each column, finite
/// @param to       of each column of residuals, solver.rows() of them
/// @param source   source(i) is the position in `from` of row i of the solver's sample
/// @return         how exactly: the worst of the columns
/// @throws convergence_error  the limit of iterations, unless `accept_unconverged`
template <class Scalar, class Source>
absorb_report absorb_columns(absorber<Scalar>& solver, std::span<const Scalar* const> from,
                             std::span<Scalar* const> to, const Source& source,
                             const absorb_options& options) {
  absorb_report out;
  std::vector<Scalar> panel;
  for (std::size_t first = 0; first < from.size(); first += 4) {
    const std::size_t count = (std::min)(from.size() - first, std::size_t{4});
    const absorb_report report = detail::absorb_panel(
        solver, from.subspan(first, count), to.subspan(first, count), source, options, panel);
    out.converged = out.converged && report.converged;
    out.iterations = (std::max)(out.iterations, report.iterations);
    out.error = (std::max)(out.error, report.error);
    out.sparse = out.sparse || report.sparse;
  }
  return out;
}

/// Residuals of the columns of a matrix on fixed effects.
template <class Scalar>
struct absorb_result {
  dense_matrix<Scalar> residuals;  ///< (n x k), rows and columns as given
  absorb_report report;
};

/// Partials fixed effects out of the columns of a matrix; see `absorber`.
///
/// @param columns  (n x k), finite
/// @param effects  sets of groups, each of n rows
/// @param weights  (n), positive; empty is none
/// @return         what is left of each column, and how exactly
/// @throws argument_error     shapes, codes, weights, values that are not finite
/// @throws convergence_error  the limit of iterations, unless `accept_unconverged`
template <class Scalar>
[[nodiscard]] absorb_result<Scalar> absorb(const dense_matrix<Scalar>& columns,
                                           const std::vector<grouping>& effects,
                                           const dense_vector<Scalar>& weights = {},
                                           const absorb_options& options = {}) {
  absorber<Scalar> solver(effects);
  const auto n = to_size(columns.rows());
  require_same_size("absorb", "the matrix", n, "an effect", solver.rows());
  if (weights.size() > 0) {
    require_same_size("absorb", "weights", to_size(weights.size()), "the matrix", n);
    require_positive("absorb", "weights", std::span<const Scalar>(weights.data(), n));
    solver.set_row_weights(weights, options.threads);
  }
  absorb_result<Scalar> out;
  out.residuals.resize(columns.rows(), columns.cols());
  std::vector<const Scalar*> from;
  std::vector<Scalar*> to;
  for (Eigen::Index j = 0; j < columns.cols(); ++j) {
    from.push_back(columns.data() + j * columns.rows());
    to.push_back(out.residuals.data() + j * columns.rows());
    require_finite("absorb", text("column ", j + 1), std::span<const Scalar>(from.back(), n));
  }
  out.report = absorb_columns<Scalar>(
      solver, from, to, [](std::size_t row) { return row; }, options);
  return out;
}

}  // namespace bilateral
