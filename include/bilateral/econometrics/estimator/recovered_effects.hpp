#pragma once
/// The absorbed effects themselves: recovered from a fit, identified and named.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// One set of effects: a value for each level that the sample holds.
template <class Scalar>
struct recovered_effect {
  std::string name;
  std::vector<std::string> labels;      ///< of the levels, as the factor has them
  dense_vector<Scalar> values;          ///< (levels); zero where `present` is not
  std::vector<char> present;            ///< whether the sample has rows of the level
  std::vector<std::int32_t> component;  ///< levels of one number are comparable; -1 where absent

  /// Value of a level by its name. @throws argument_error  a level that the sample does not hold
  [[nodiscard]] Scalar at(const std::string& label) const {
    const auto found = std::find(labels.begin(), labels.end(), label);
    const auto level = to_size(found - labels.begin());
    require(found != labels.end() && present[level] != 0, "recovered_effect", name,
            " has no level ", label, " in the sample");
    return values[to_index(level)];
  }
};

template <class Scalar>
struct recovered_effects {
  std::vector<recovered_effect<Scalar>> sets;  ///< in the order of the effects
  std::int32_t components =
      1;             ///< of the graph of two sets: one level of the second is zero in each
  double error = 0;  ///< largest |sum of effects - what they must sum to|
};

namespace detail {

template <class Scalar>
class effect_recovery {
 public:
  effect_recovery(const std::vector<factor>& effects, const std::vector<std::size_t>& kept,
                  const dense_vector<Scalar>& sums)
      : effects_(effects), sums_(sums) {
    for (const factor& f : effects) {
      codes_.emplace_back();
      for (Eigen::Index i = 0; i < sums.size(); ++i) {
        const auto at = to_size(i);
        codes_.back().push_back(f.codes[kept.empty() ? at : kept[at]]);
      }
      recovered_effect<Scalar> one{f.name, {}, dense_vector<Scalar>::Zero(f.levels), {}, {}};
      for (std::int32_t l = 0; l < f.levels; ++l) one.labels.push_back(f.label(l));
      one.present.assign(one.labels.size(), 0);
      one.component.assign(one.labels.size(), -1);
      for (const std::int32_t c : codes_.back()) one.present[to_size(c)] = 1;
      out_.sets.push_back(std::move(one));
    }
  }

  // walks from a level of the second set that is zero along the rows: exact, each component by itself
  void walk() {
    const std::size_t first = out_.sets[0].labels.size(), second = out_.sets[1].labels.size();
    std::vector<std::vector<std::pair<std::size_t, Scalar>>> next(first + second);
    for (Eigen::Index i = 0; i < sums_.size(); ++i) {
      const auto a = to_size(codes_[0][to_size(i)]);
      const auto b = first + to_size(codes_[1][to_size(i)]);
      next[a].emplace_back(b, sums_[i]);
      next[b].emplace_back(a, sums_[i]);
    }
    const auto value = [&](std::size_t v) -> Scalar& {
      return v < first ? out_.sets[0].values[to_index(v)]
                       : out_.sets[1].values[to_index(v - first)];
    };
    const auto part = [&](std::size_t v) -> std::int32_t& {
      return v < first ? out_.sets[0].component[v] : out_.sets[1].component[v - first];
    };
    out_.components = 0;
    std::vector<std::size_t> queue;
    for (std::size_t root = first; root < first + second; ++root) {
      if (out_.sets[1].present[root - first] == 0 || part(root) >= 0) continue;
      part(root) = out_.components;
      queue.assign(1, root);
      for (std::size_t k = 0; k < queue.size(); ++k) {
        for (const auto& [to, sum] : next[queue[k]]) {
          if (part(to) >= 0) continue;
          part(to) = out_.components;
          value(to) = sum - value(queue[k]);
          queue.push_back(to);
        }
      }
      ++out_.components;
    }
  }

  // each set in turn to the means of what the others leave, until nothing is left
  void sweep(double tolerance, int most) {
    std::vector<double> trace;
    for (int pass = 0; pass < most; ++pass) {
      for (std::size_t f = 0; f < effects_.size(); ++f) {
        dense_vector<Scalar>& v = out_.sets[f].values;
        dense_vector<Scalar> total = dense_vector<Scalar>::Zero(v.size()), count = total;
        for (Eigen::Index i = 0; i < sums_.size(); ++i) {
          const std::int32_t c = codes_[f][to_size(i)];
          total[c] += sums_[i] - fitted(i) + v[c];
          count[c] += Scalar(1);
        }
        for (Eigen::Index l = 0; l < v.size(); ++l) {
          if (count[l] > Scalar(0)) v[l] = total[l] / count[l];
        }
      }
      trace.push_back(error());
      if (trace.back() <= tolerance) break;
      if (pass + 1 == most) {
        throw convergence_error(
            text("recover_effects: the effects are not found after ", most, " passes"), trace);
      }
    }
    for (std::size_t f = 1; f < effects_.size();
         ++f) {  // the first level zero, the first set takes it
      const Scalar shift = out_.sets[f].values[codes_first(f)];
      out_.sets[f].values.array() -= shift;
      out_.sets[0].values.array() += shift;
    }
    for (auto& set : out_.sets) {
      for (std::size_t l = 0; l < set.present.size(); ++l) {
        set.component[l] = set.present[l] != 0 ? 0 : -1;
        if (set.present[l] == 0) set.values[to_index(l)] = Scalar(0);
      }
    }
  }

  [[nodiscard]] double error() const {
    using std::abs;
    double worst = 0;
    for (Eigen::Index i = 0; i < sums_.size(); ++i) {
      worst = (std::max)(worst, static_cast<double>(abs(Scalar(sums_[i] - fitted(i)))));
    }
    return worst;
  }
  recovered_effects<Scalar>& out() { return out_; }

 private:
  [[nodiscard]] Scalar fitted(Eigen::Index i) const {
    Scalar sum(0);
    for (std::size_t f = 0; f < codes_.size(); ++f) {
      sum += out_.sets[f].values[codes_[f][to_size(i)]];
    }
    return sum;
  }
  [[nodiscard]] Eigen::Index codes_first(std::size_t f) const {
    return std::find(out_.sets[f].present.begin(), out_.sets[f].present.end(), 1) -
           out_.sets[f].present.begin();
  }

  const std::vector<factor>& effects_;
  const dense_vector<Scalar>& sums_;
  std::vector<std::vector<std::int32_t>> codes_;
  recovered_effects<Scalar> out_;
};

}  // namespace detail

/// Recovers the effects that a fit has absorbed, from its linear predictor.
///
///   a_1[c_1(i)] + ... + a_F[c_F(i)] = predictor_i - offset_i - x_i b
///
/// One set: read off. Two: exact, walking along the rows; in each component of the graph that joins
/// their levels the first level of the second set is zero, and levels of different components are not
/// comparable. Three and more: by sweeps, the first level of each later set zero; sets that share more
/// than a constant (exporter-year beside exporter-importer) are then not unique, only their sum is.
///
/// @param fit      of ppml, with its predictor, or anything with names, coefficients, sample
/// @param model    as it was given; @param effects  as they were given, without slopes
/// @param predictor  (used rows) log mu, or fitted values of least squares
/// @param offset   (n) of the model's rows; empty is none
/// @throws argument_error     shapes, slopes, a column that is not there
/// @throws convergence_error  three sets and more: the sweeps do not end
template <class Scalar, class Result>
[[nodiscard]] recovered_effects<Scalar> recover_effects(const Result& fit,
                                                        const regression<Scalar>& model,
                                                        const std::vector<factor>& effects,
                                                        const dense_vector<Scalar>& predictor,
                                                        const dense_vector<Scalar>& offset = {}) {
  require(!effects.empty(), "recover_effects", "there are no effects");
  require(to_size(predictor.size()) == fit.sample.used, "recover_effects", "the predictor has ",
          predictor.size(), " rows, the sample ", fit.sample.used);
  for (const factor& f : effects) {
    require_same_size("recover_effects", f.name, f.size(), model.response_name, model.rows());
    require(f.slopes.empty(), "recover_effects", f.name, " has slopes, which are not recovered");
  }
  const auto& kept = fit.sample.kept;
  const auto source = [&](Eigen::Index i) { return kept.empty() ? i : to_index(kept[to_size(i)]); };
  dense_vector<Scalar> sums = predictor;
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const Eigen::Index column = column_position("recover_effects", model, fit.names[j]);
    const Scalar b = fit.coefficients[to_index(j)];
    for (Eigen::Index i = 0; i < sums.size(); ++i) sums[i] -= b * model.design(source(i), column);
  }
  if (offset.size() > 0) {
    for (Eigen::Index i = 0; i < sums.size(); ++i) sums[i] -= offset[source(i)];
  }
  detail::effect_recovery<Scalar> work(effects, kept, sums);
  if (effects.size() == 2) {
    work.walk();
  } else {
    const Scalar size = sums.cwiseAbs().maxCoeff() + Scalar(1);
    work.sweep(1e-9 * static_cast<double>(size), 20000);
  }
  work.out().error = work.error();
  return std::move(work.out());
}

}  // namespace bilateral
