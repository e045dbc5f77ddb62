#pragma once
// What every fit within fixed effects says of them: the columns that they explain, their sizes, their
// leverage.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/estimator/effects_leverage.hpp>
#include <bilateral/econometrics/estimator/effects_sample.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/conjugate_gradients.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/row_blocks.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace bilateral::detail {

// from where the length of a column counts
enum class column_origin { mean, zero };
inline column_origin origin_of(const std::vector<factor>& effects) {
  return absorb_constant(effects) ? column_origin::mean : column_origin::zero;
}

// name and ratio of the columns that the effects explain, which are set to zero
//
// The length left is set against that about the mean, where the effects hold the constant: a large
// level of the column is theirs anyway. What the iteration may leave of an absorbed column is far
// below the limit. `before(i, j)` is column j of `after` before the effects went.
template <class Scalar, class Before>
std::vector<omitted_term> absorbed_columns(const Before& before, dense_matrix<Scalar>& after,
                                           const std::vector<std::string>& names,
                                           const dense_vector<Scalar>& weights,
                                           const absorb_report& report, column_origin origin,
                                           unsigned threads = 1) {
  using std::sqrt;
  const auto rows = to_size(after.rows());
  const double limit = (std::max)(rank_tolerance<Scalar>(after.rows()), 1e-2 * report.error);
  const Scalar noise = Scalar(64) * std::numeric_limits<Scalar>::epsilon();
  std::vector<omitted_term> gone;
  const auto weight = [&](Eigen::Index i) { return weights.size() > 0 ? weights[i] : Scalar(1); };
  for (Eigen::Index j = 0; j < after.cols(); ++j) {
    const Scalar scale =
        unit_scale<Scalar>(rows, threads, [&](std::size_t i) { return before(to_index(i), j); });
    // weights and values, relative to the largest one: no overflow
    const auto sums =
        sum_row_blocks(rows, threads, lanes<Scalar, 2>{}, [&](std::size_t from, std::size_t to) {
          lanes<Scalar, 2> part{};
          for (auto i = to_index(from); i < to_index(to); ++i) {
            part[0] += weight(i);
            part[1] += weight(i) * (before(i, j) * scale);
          }
          return part;
        });
    const Scalar mean = origin == column_origin::mean ? Scalar(sums[1] / sums[0]) : Scalar(0);
    const auto squares =
        sum_row_blocks(rows, threads, lanes<Scalar, 2>{}, [&](std::size_t from, std::size_t to) {
          lanes<Scalar, 2> part{};
          for (auto i = to_index(from); i < to_index(to); ++i) {
            const Scalar d = before(i, j) * scale - mean;
            const Scalar r = after(i, j) * scale;
            part[0] += weight(i) * d * d;
            part[1] += weight(i) * r * r;
          }
          return part;
        });
    const auto [about, rest] = std::pair{squares[0], squares[1]};
    const double ratio = about > Scalar(0) ? static_cast<double>(sqrt(Scalar(rest / about))) : 0.0;
    if (ratio > limit && rest > noise * noise * sums[0]) continue;
    gone.push_back({names[to_size(j)], (std::min)(ratio, 1.0), "absorbed by the fixed effects"});
    after.col(j).setZero();
  }
  return gone;
}

inline constexpr const char* collinear_with_effects =
    "collinear with the columns before it and the fixed effects";

// adds the columns that those before them determine to the ones that are gone already
inline void add_collinear(std::vector<omitted_term>& gone,
                          const std::vector<dropped_column>& dropped,
                          const std::vector<std::string>& names, const std::string& reason) {
  for (const dropped_column& d : dropped) {
    const std::string& name = names[to_size(d.column)];
    const bool known = std::any_of(gone.begin(), gone.end(),
                                   [&](const omitted_term& o) { return o.name == name; });
    if (!known) gone.push_back({name, d.ratio, reason});
  }
}

// The columns of a design that go: those that effects explain (given as `gone`) and collinear ones.
struct column_choice {
  const char* function;
  bool strict;        // none may go
  bool with_effects;  // there are any
};
[[noreturn]] inline void refuse_without_regressor(const char* function, const std::string& why,
                                                  const std::vector<omitted_term>& gone) {
  std::string all;
  for (const omitted_term& o : gone) all += (all.empty() ? "" : ", ") + o.name;
  throw argument_error(text(function, ": every regressor is ", why, ": ", all));
}

inline std::vector<omitted_term> columns_left_out(const column_choice& choice,
                                                  std::vector<omitted_term> gone,
                                                  const std::vector<dropped_column>& dropped,
                                                  const std::vector<std::string>& names) {
  add_collinear(gone, dropped, names,
                choice.with_effects ? std::string(collinear_with_effects) : omitted_term{}.reason);
  if (choice.strict && !gone.empty()) {
    throw rank_deficiency_error(text(choice.function, ": ", gone.front().name, " is ",
                                     gone.front().reason, " (ratio ",
                                     significant_text(gone.front().ratio, 3), ")"));
  }
  if (gone.size() == names.size()) {
    refuse_without_regressor(choice.function,
                             choice.with_effects ? "absorbed by the fixed effects" : "zero", gone);
  }
  return gone;
}

// The effects as they are reported; their coefficients together, the constant among them.
inline double describe_effects(const std::vector<factor>& used, const effects_sample& sample,
                               std::vector<absorbed_effect>& effects, std::size_t& singletons) {
  double absorbed = absorb_constant(used) ? 1 : 0;
  for (std::size_t f = 0; f < used.size(); ++f) {
    const factor& e = used[f];
    const double all = absorbed_coefficients(e);
    const double levels = e.terms == group_terms::level_and_slopes ? e.levels - 1 : 0;
    effects.push_back({e.name, e.levels, sample.singletons(f), all - levels});
    singletons += sample.singletons(f);
    absorbed += all;
  }
  return absorbed;
}

// Leverage of the effects, with a note where it is estimated.
template <class Scalar>
dense_vector<Scalar> noted_leverage(const std::vector<factor>& effects,
                                    const dense_vector<Scalar>& weights, unsigned threads,
                                    std::vector<std::string>& notes) {
  auto out = effects_leverage(effects, weights, {.threads = threads});
  if (!out.exact) {
    notes.push_back(text("the leverage of the effects is estimated from ", out.draws,
                         " random projections: a standard error of at most ",
                         significant_text(out.largest_error, 2)));
  }
  return std::move(out.leverage);
}

}  // namespace bilateral::detail
