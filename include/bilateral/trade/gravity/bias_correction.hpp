#pragma once
/// Bias of gravity by PPML with many fixed effects: three-way coefficients, two- and three-way errors.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/numeric/semidefinite.hpp>
#include <bilateral/trade/gravity/pair_panel.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Whose formula: they differ where domestic flows are in the sample.
enum class bias_variant {
  stata,  ///< ppml_fe_bias 1.2: every pair, expected information at the fitted totals of the pairs
  paper   ///< Weidner & Zylkin's appendix: pairs of two countries only, at the observed totals
};

struct bias_options {
  bias_variant variant = bias_variant::stata;
  bool errors = true;    ///< also the corrected covariance, whose cost is that of one dense inverse
  unsigned threads = 1;  ///< for the pairs' leverages; the bits do not depend on it
};

/// A result of estimation whose coefficients are corrected.
template <class Scalar>
struct bias_corrected_result {
  std::vector<std::string> names;
  dense_vector<Scalar> estimates;                  ///< (k) as estimated
  dense_vector<Scalar> bias;                       ///< (k) zero for two-way models, which have none
  dense_vector<Scalar> coefficients;               ///< (k) estimates - bias
  std::optional<dense_matrix<Scalar>> covariance;  ///< clustered by pair, corrected
  std::string covariance_label;
  double inference_dof = std::numeric_limits<double>::infinity();
  sample_summary sample;
  std::vector<std::string> notes;
  dense_matrix<Scalar> uncorrected;  ///< clustered by pair, factor NN / (NN - 1)
  std::size_t exporters = 0, importers = 0, periods = 0, pairs = 0;
};

namespace detail {

// the exporter's (side 0) or importer's pairs, one after the other
template <class = when_called>
std::vector<std::vector<Eigen::Index>> pairs_of(const std::vector<Eigen::Index>& unit,
                                                Eigen::Index units) {
  std::vector<std::vector<Eigen::Index>> out(to_size(units));
  for (std::size_t p = 0; p < unit.size(); ++p) {
    out[to_size(unit[p])].push_back(to_index(p));
  }
  return out;
}

// H v = diag(lambda) v - lambda (theta' v), the second part with pair effects only
template <class Scalar>
class pair_information {
 public:
  pair_information(const pair_panel<Scalar>& panel, bool observed) : panel_(panel) {
    share_ = dense_matrix<Scalar>::Zero(panel.periods, panel.pairs);
    level_ = panel.mean;
    if (!panel.pair_effects) return;
    for (Eigen::Index p = 0; p < panel.pairs; ++p) {
      share_.col(p) = panel.mean.col(p) / panel.mean.col(p).sum();
      if (observed) level_.col(p) = share_.col(p) * panel.trade.col(p).sum();
    }
  }
  [[nodiscard]] auto level(Eigen::Index p) const { return level_.col(p); }
  [[nodiscard]] auto share(Eigen::Index p) const { return share_.col(p); }
  [[nodiscard]] dense_matrix<Scalar> block(Eigen::Index p) const {
    dense_matrix<Scalar> h = -level_.col(p) * share_.col(p).transpose();
    h.diagonal() += level_.col(p);
    return h;
  }

 private:
  const pair_panel<Scalar>& panel_;
  dense_matrix<Scalar> level_, share_;
};

// sum over the units of one side of  tr[ -G sum H x S' + 1/2 G (sum (dH) x) G sum S S' ],  G the inverse of
// the side's sum of H; for each coefficient
template <class Scalar>
dense_vector<Scalar> side_traces(const pair_panel<Scalar>& panel,
                                 const std::vector<std::vector<Eigen::Index>>& sides,
                                 bias_variant variant) {
  const bool paper = variant == bias_variant::paper;
  const pair_information<Scalar> expected(panel, false);
  const pair_information<Scalar> numerator(panel, paper);
  const Eigen::Index t = panel.periods;
  const std::size_t k = panel.within.size();
  dense_vector<Scalar> sums = dense_vector<Scalar>::Zero(to_index(k));
  for (const auto& pairs : sides) {
    dense_matrix<Scalar> h = dense_matrix<Scalar>::Zero(t, t);
    dense_matrix<Scalar> squares = h;
    std::vector<dense_matrix<Scalar>> products(k, h);
    std::vector<dense_matrix<Scalar>> slopes(k, h);
    for (const Eigen::Index p : pairs) {
      if (paper && panel.domestic[to_size(p)] != 0) continue;
      const dense_vector<Scalar> score = panel.trade.col(p) - panel.mean.col(p);
      const dense_matrix<Scalar> block = numerator.block(p);
      h += expected.block(p);
      squares += score * score.transpose();
      for (std::size_t j = 0; j < k; ++j) {
        const dense_vector<Scalar> x = panel.within[j].col(p);
        products[j] += block * x * score.transpose();
        const dense_matrix<Scalar> scaled = x.asDiagonal() * block;
        slopes[j] -= scaled + scaled.transpose();
      }
    }
    const dense_matrix<Scalar> inverse = semidefinite_inverse(h).inverse;
    const dense_matrix<Scalar> outer = inverse * squares * inverse;
    for (std::size_t j = 0; j < k; ++j) {
      sums[to_index(j)] += -inverse.cwiseProduct(products[j].transpose()).sum() +
                           outer.cwiseProduct(slopes[j]).sum() / Scalar(2);
    }
  }
  return sums;
}

// The blocks d V d' of the covariance of exporter- and importer-period effects, V the inverse of their
// information: exporters are eliminated, the importers' Schur complement inverted as a dense matrix.
template <class Scalar>
class effect_covariance {
 public:
  // pairs, periods as in the panel or a single one of them
  effect_covariance(const pair_panel<Scalar>& panel, Eigen::Index first_period,
                    Eigen::Index periods)
      : panel_(panel), first_(first_period), periods_(periods) {
    by_exporter_ = pairs_of(panel.exporter, panel.exporters);
    for (Eigen::Index p = 0; p < panel.pairs; ++p) {
      const Scalar total = panel.mean.col(p).segment(first_, periods_).sum();
      total_.push_back(total);
    }
    complement();
  }

  // calls take(pair, block) for every pair, from several threads
  template <class Take>
  void each_block(unsigned threads, const Take& take) const {
    const Eigen::Index t = periods_;
    parallel_for(by_exporter_.size(), threads, [&](std::size_t i) {
      const auto& pairs = by_exporter_[i];
      const dense_matrix<Scalar>& own = own_[i];
      dense_matrix<Scalar> across = dense_matrix<Scalar>::Zero(rest_.rows(), t);  // (C_i R)'
      for (const Eigen::Index p : pairs) {
        const Eigen::Index at = panel_.importer[to_size(p)] * t;
        const auto slab = rest_.middleCols(at, t);
        dense_vector<Scalar> common;
        if (panel_.pair_effects) common = slab * share(p);
        for (Eigen::Index s = 0; s < t; ++s) {
          const Scalar level = mean(p)[s];
          across.col(s) += level * slab.col(s);
          if (panel_.pair_effects) across.col(s) -= level * common;
        }
      }
      dense_matrix<Scalar> middle = dense_matrix<Scalar>::Zero(t, t);  // C_i R C_i'
      for (const Eigen::Index p : pairs) {
        const Eigen::Index at = panel_.importer[to_size(p)] * t;
        middle += across.middleRows(at, t).transpose() * block(p);
      }
      const dense_matrix<Scalar> exporters = own + own * middle * own;
      for (const Eigen::Index p : pairs) {
        const Eigen::Index at = panel_.importer[to_size(p)] * t;
        const dense_matrix<Scalar> mixed = own * across.middleRows(at, t).transpose();
        take(p, dense_matrix<Scalar>(exporters + rest_.block(at, at, t, t) - mixed -
                                     mixed.transpose()));
      }
    });
  }

 private:
  [[nodiscard]] auto mean(Eigen::Index p) const {
    return panel_.mean.col(p).segment(first_, periods_);
  }
  [[nodiscard]] dense_vector<Scalar> share(Eigen::Index p) const {
    const Scalar total = total_[to_size(p)];
    return total > Scalar(0) ? dense_vector<Scalar>(mean(p) / total)
                             : dense_vector<Scalar>(dense_vector<Scalar>::Zero(periods_));
  }
  [[nodiscard]] dense_matrix<Scalar> block(Eigen::Index p) const {
    dense_matrix<Scalar> h = dense_matrix<Scalar>::Zero(periods_, periods_);
    h.diagonal() = mean(p);
    if (panel_.pair_effects) h -= mean(p) * share(p).transpose();
    return h;
  }

  // R = inverse of  diag(B_j) - sum_i C_i' A_i^- C_i
  void complement() {
    const Eigen::Index t = periods_;
    dense_matrix<Scalar> s = dense_matrix<Scalar>::Zero(panel_.importers * t, panel_.importers * t);
    for (Eigen::Index p = 0; p < panel_.pairs; ++p) {
      const Eigen::Index at = panel_.importer[to_size(p)] * t;
      s.block(at, at, t, t) += block(p);
    }
    const dense_vector<Scalar> whole = s.diagonal();
    for (const auto& pairs : by_exporter_) {
      dense_matrix<Scalar> a = dense_matrix<Scalar>::Zero(t, t);
      for (const Eigen::Index p : pairs) a += block(p);
      own_.push_back(semidefinite_inverse(a).inverse);
      subtract(s, pairs, own_.back());
    }
    rest_ = semidefinite_inverse(std::move(s), whole).inverse;
  }

  // lower blocks of  s -= C' A C : H_j A H_k = (H_j A) diag(lambda_k) - (H_j A lambda_k) theta_k'
  void subtract(dense_matrix<Scalar>& s, const std::vector<Eigen::Index>& pairs,
                const dense_matrix<Scalar>& own) const {
    const Eigen::Index t = periods_;
    dense_matrix<Scalar> levels(t, std::ssize(pairs));
    dense_matrix<Scalar> shares = levels;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      levels.col(to_index(k)) = mean(pairs[k]);
      shares.col(to_index(k)) = share(pairs[k]);
    }
    for (const Eigen::Index p : pairs) {
      const Eigen::Index row = panel_.importer[to_size(p)] * t;
      const dense_matrix<Scalar> left = block(p) * own;
      dense_matrix<Scalar> common;
      if (panel_.pair_effects) common = left * levels;
      for (std::size_t k = 0; k < pairs.size(); ++k) {
        const Eigen::Index column = panel_.importer[to_size(pairs[k])] * t;
        if (column > row) continue;
        const auto at = to_index(k);
        for (Eigen::Index u = 0; u < t; ++u) {
          auto to = s.col(column + u).segment(row, t);
          to -= levels(u, at) * left.col(u);
          if (panel_.pair_effects) to += shares(u, at) * common.col(at);
        }
      }
    }
  }

  const pair_panel<Scalar>& panel_;
  Eigen::Index first_, periods_;
  std::vector<std::vector<Eigen::Index>> by_exporter_;
  std::vector<Scalar> total_;
  std::vector<dense_matrix<Scalar>> own_;  // A_i^-
  dense_matrix<Scalar> rest_;              // R
};

// x' [I - H (x V x' + d V d')]^-1 S S' x, summed over pairs
template <class Scalar>
class corrected_meat {
 public:
  corrected_meat(const pair_panel<Scalar>& panel, const dense_matrix<Scalar>& slopes)
      : panel_(panel), information_(panel, false), slopes_(slopes) {
    parts_.resize(to_size(panel.pairs));
  }
  // a pair's part, in a place of its own
  void put(Eigen::Index p, const dense_matrix<Scalar>& effects) {
    const Eigen::Index t = panel_.periods;
    dense_matrix<Scalar> x(t, std::ssize(panel_.within));
    for (Eigen::Index j = 0; j < x.cols(); ++j) x.col(j) = panel_.within[std::size_t(j)].col(p);
    dense_matrix<Scalar> h = dense_matrix<Scalar>::Zero(t, t);
    h.diagonal() = panel_.mean.col(p);
    if (panel_.pair_effects) h = information_.block(p);
    const dense_matrix<Scalar> left =
        dense_matrix<Scalar>::Identity(t, t) - h * (x * slopes_ * x.transpose() + effects);
    const dense_vector<Scalar> score = panel_.trade.col(p) - panel_.mean.col(p);
    const checked_qr<Scalar> qr(left);
    if (qr.rank() < t) return;
    const dense_vector<Scalar> raised = qr.unrefined(score);
    parts_[to_size(p)] = (x.transpose() * raised) * (x.transpose() * score).transpose();
  }
  [[nodiscard]] dense_matrix<Scalar> meat() const {
    const auto k = std::ssize(panel_.within);
    dense_matrix<Scalar> sum = dense_matrix<Scalar>::Zero(k, k);
    for (const auto& part : parts_) {
      if (part.size() > 0) sum += part;
    }
    return sum;
  }
  [[nodiscard]] std::size_t singular() const {
    return to_size(std::count_if(parts_.begin(), parts_.end(),
                                 [](const auto& part) { return part.size() == 0; }));
  }

 private:
  const pair_panel<Scalar>& panel_;
  pair_information<Scalar> information_;
  const dense_matrix<Scalar>& slopes_;
  std::vector<dense_matrix<Scalar>> parts_;
};

template <class Scalar>
corrected_meat<Scalar> meat_of(const pair_panel<Scalar>& panel, const dense_matrix<Scalar>& slopes,
                               unsigned threads) {
  corrected_meat<Scalar> out(panel, slopes);
  if (panel.pair_effects) {
    effect_covariance<Scalar>(panel, 0, panel.periods)
        .each_block(threads, [&](Eigen::Index p, const dense_matrix<Scalar>& b) { out.put(p, b); });
    return out;
  }
  // without pair effects the periods do not touch
  dense_matrix<Scalar> diagonal = dense_matrix<Scalar>::Zero(panel.periods, panel.pairs);
  for (Eigen::Index t = 0; t < panel.periods; ++t) {
    effect_covariance<Scalar>(panel, t, 1)
        .each_block(threads, [&](Eigen::Index p, const dense_matrix<Scalar>& b) {
          diagonal(t, p) = b(0, 0);
        });
  }
  for (Eigen::Index p = 0; p < panel.pairs; ++p) out.put(p, diagonal.col(p).asDiagonal());
  return out;
}

template <class Scalar>
dense_matrix<Scalar> pair_clustered_meat(const pair_panel<Scalar>& panel) {
  const auto k = std::ssize(panel.within);
  dense_matrix<Scalar> scores(k, panel.pairs);
  for (Eigen::Index j = 0; j < k; ++j) {
    scores.row(j) =
        (panel.trade - panel.mean).cwiseProduct(panel.within[std::size_t(j)]).colwise().sum();
  }
  return scores * scores.transpose();
}

template <class Scalar>
dense_matrix<Scalar> information_of(const pair_panel<Scalar>& panel) {
  const auto k = std::ssize(panel.within);
  dense_matrix<Scalar> w(k, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    for (Eigen::Index l = 0; l <= j; ++l) {
      w(j, l) = w(l, j) = panel.mean.cwiseProduct(panel.within[std::size_t(j)])
                              .cwiseProduct(panel.within[std::size_t(l)])
                              .sum();
    }
  }
  return w;
}

}  // namespace detail

/// Weidner and Zylkin's analytical bias correction of gravity by PPML.
///
///   theta_ijt = lambda_ijt / lambda_ij;  H_ij = lambda_ij (diag theta - theta theta');  S_ij = y - lambda
///   W = 1/NN sum x' diag(lambda) x, x the regressors within the effects at weights lambda
///   B_k = -1/N_i sum_i tr[H_i+ sum_j H_ij x_k S'] + 1/(2 N_i) sum_i tr[H_i+ (sum_j G x_k) H_i+ sum_j S S']
///   bias = W^-1 [N_i/(N_i - 1) B N_i/NN + N_j/(N_j - 1) D N_j/NN],   G x = -diag(x) H - H diag(x)
///   V = 1/(NN - 1) W^-1 Omega W^-1, each S S' of the pair-clustered Omega multiplied from the left by
///       [I - H_ij (x V_x x' + d V_fe d')]^-1
///
/// D is B with exporter and importer exchanged. Two-way models (effects of exporter and importer by
/// period, or of a single cross-section) have unbiased coefficients; their errors are corrected, with
/// H = diag(lambda). V_fe is exact at any size: the exporters' block is eliminated and the importers'
/// Schur complement inverted, (importers x periods)^3 operations.
///
/// @param model    as given to ppml
/// @param fit      two or three sets of effects, unweighted, fitted values kept
/// @param index    exporter, importer and period of each row of the model
/// @param options  whose formula; whether to correct the errors
/// @return         corrected coefficients and their covariance, clustered by pair
/// @throws argument_error  effects of another form, a cell that stands twice, a single exporter
/// @note   Stata's ppml_fe_bias approximates V_fe when there are more than 1,500 effects by period.
///         The two variants agree where no flow is domestic.
/// @see    Weidner & Zylkin (2021), J. International Economics 132, 103513, eq. 13-16 and appendix A.2
/// Example: examples/gravity/poisson.cpp
template <class Scalar>
[[nodiscard]] bias_corrected_result<Scalar> correct_bias(const regression<Scalar>& model,
                                                         const ppml_result<Scalar>& fit,
                                                         const gravity_index& index,
                                                         const bias_options& options = {}) {
  const pair_panel<Scalar> panel = arrange_pairs(model, fit, index);
  require(panel.exporters > 1 && panel.importers > 1, "correct_bias", "there are ", panel.exporters,
          " exporters and ", panel.importers, " importers; at least two of each");
  bias_corrected_result<Scalar> out;
  out.names = fit.names;
  out.estimates = fit.coefficients;
  out.sample = fit.sample;
  out.exporters = to_size(panel.exporters);
  out.importers = to_size(panel.importers);
  out.periods = to_size(panel.periods);
  out.pairs = to_size(panel.pairs);
  const checked_qr<Scalar> qr(detail::information_of(panel));
  if (qr.rank() < fit.coefficients.size()) {
    throw rank_deficiency_error("correct_bias: the regressors are collinear within the effects");
  }
  const auto k = fit.coefficients.size();
  dense_matrix<Scalar> inverse(k, k);
  for (Eigen::Index j = 0; j < k; ++j)
    inverse.col(j) = qr.unrefined(dense_vector<Scalar>::Unit(k, j));

  out.bias = dense_vector<Scalar>::Zero(k);
  if (panel.pair_effects) {
    const auto side = [&](const std::vector<Eigen::Index>& unit, Eigen::Index units) {
      const Scalar share =
          Scalar(static_cast<double>(units)) / Scalar(static_cast<double>(units - 1));
      const dense_vector<Scalar> traces =
          detail::side_traces(panel, detail::pairs_of(unit, units), options.variant);
      return dense_vector<Scalar>(share * traces);
    };
    out.bias =
        inverse * (side(panel.exporter, panel.exporters) + side(panel.importer, panel.importers));
  }
  out.coefficients = out.estimates - out.bias;
  const Scalar pairs(static_cast<double>(panel.pairs));
  const Scalar factor_of = pairs / (pairs - Scalar(1));
  out.uncorrected = factor_of * inverse * detail::pair_clustered_meat(panel) * inverse;
  if (!options.errors) {
    out.notes.emplace_back("the errors were not corrected");
    return out;
  }
  const auto corrected = detail::meat_of(panel, inverse, options.threads);
  if (corrected.singular() > 0) {
    out.notes.push_back(
        text("no corrected errors: ", corrected.singular(), " pairs have leverage one"));
    return out;
  }
  const dense_matrix<Scalar> v = factor_of * inverse * corrected.meat() * inverse;
  out.covariance = symmetric_part(v);
  out.covariance_label =
      text("clustered by pair (", panel.pairs, "), corrected for the noise in the ",
           panel.pair_effects ? "three-way" : "two-way", " effects");
  return out;
}

BILATERAL_INSTANTIATE(bias_corrected_result<double> correct_bias(const regression<double>&,
                                                                 const ppml_result<double>&,
                                                                 const gravity_index&,
                                                                 const bias_options&))

}  // namespace bilateral
