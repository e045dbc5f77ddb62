#pragma once
/// Predictions of a model with absorbed effects at new rows, with errors that include the effects.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/grouping.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/stats/distribution.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Rows at which a model with absorbed effects is to be evaluated.
template <class Scalar>
struct prediction_rows {
  dense_matrix<Scalar> design;    ///< (m x k), columns in the order of the fit's names
  std::vector<factor> effects;    ///< one for each set, of the m rows, labelled as those of the fit
  dense_vector<Scalar> offset{};  ///< (m); empty is none
};

/// What the fit was given besides model and effects.
template <class Scalar>
struct prediction_options {
  dense_vector<Scalar> weights{};  ///< (n), analytic or frequency; empty is none
  dense_vector<Scalar> offset{};   ///< (n); empty is none
  absorb_options absorb{};
};

/// The linear predictor at new rows: of log mean trade after `ppml`, of the response after `ols`.
template <class Scalar>
struct effects_prediction {
  dense_vector<Scalar> predictor;  ///< (m) offset + x b + a_1 + ... + a_F
  dense_vector<Scalar> std_error;  ///< (m) of it
  std::string covariance_label;
  double inference_dof = 0;  ///< of t; infinity is the normal

  /// predictor -+ t std_error
  [[nodiscard]] std::pair<dense_vector<Scalar>, dense_vector<Scalar>> interval(
      double level = 0.95) const {
    const Scalar t(student_t_quantile((1 + level) / 2, inference_dof));
    return {predictor - t * std_error, predictor + t * std_error};
  }
};

namespace detail {

// The sample of a fit with room for one more row at its end, which each new row takes in turn.
template <class Scalar>
class appended_sample {
 public:
  template <class Result>
  appended_sample(const Result& fit, const regression<Scalar>& model,
                  const std::vector<factor>& effects, const prediction_rows<Scalar>& rows,
                  const prediction_options<Scalar>& options)
      : rows_(rows), options_(options), n_(to_index(fit.sample.used)) {
    const auto& kept = fit.sample.kept;
    const auto source = [&](Eigen::Index i) {
      return kept.empty() ? i : to_index(kept[to_size(i)]);
    };
    add_columns(fit, model, source);
    for (std::size_t f = 0; f < effects.size(); ++f)
      add_effect(effects[f], rows.effects[f], source);
    weights_.resize(n_ + 1);
    for (Eigen::Index i = 0; i < n_; ++i) {
      const Scalar w = options.weights.size() > 0 ? options.weights[source(i)] : Scalar(1);
      score_weights_.push_back(w);
      weights_[i] = working_weight(fit, w, i);
    }
    weights_[n_] = weights_.head(n_).mean();
  }

  // What row m of the new ones makes of u, which spreads the combination of coefficients over the sample:
  // its predictor, the variance of it under iid errors of variance one, and u.
  struct combination {
    Scalar predictor{0}, variance{0};
    dense_vector<Scalar> spread;  // (n)
  };
  combination at(std::size_t m) {
    append(m);
    // one over its weight where the new row is, zero elsewhere; the predictor; the regressors
    const Scalar unit = Scalar(1) / weights_[n_];
    columns_.col(0).setZero();
    columns_(n_, 0) = unit;
    const auto left = absorb(columns_, groupings_of(effects_), weights_, options_.absorb).residuals;
    dense_matrix<Scalar> rest = left.leftCols(2);
    if (const Eigen::Index k = left.cols() - 2; k > 0) {
      const dense_vector<Scalar> root = weights_.cwiseSqrt();
      const dense_matrix<Scalar> x = left.rightCols(k);
      const checked_qr<Scalar> qr(dense_matrix<Scalar>(root.asDiagonal() * x));
      require(qr.rank() == k, "predict", "the regressors are collinear within the effects");
      for (Eigen::Index j = 0; j < 2; ++j) {
        rest.col(j) -= x * qr.unrefined(root.cwiseProduct(left.col(j)));
      }
    }
    // 1 - h of the new row: nothing where its effects are its own
    const Scalar free = rest(n_, 0) / unit;
    require(
        free > Scalar(1e-7), "predict", "row ", m + 1,
        ": its levels are known, but no rows of the sample join them, so that their sum is not");
    combination out;
    out.variance = (unit - rest(n_, 0)) / free;
    out.predictor = -rest(n_, 1) / free;
    if (rows_.offset.size() > 0) out.predictor += rows_.offset[to_index(m)];
    out.spread = rest.col(0).head(n_) / -free;
    return out;
  }

  // weight of a row in the scores, besides the mean
  [[nodiscard]] const std::vector<Scalar>& score_weights() const { return score_weights_; }

 private:
  template <class Result>
  static Scalar working_weight(const Result& fit, const Scalar& w, Eigen::Index i) {
    if constexpr (requires { fit.predictor; }) {
      return w * fit.fitted[i];
    } else {
      return w;
    }
  }

  template <class Result, class Source>
  void add_columns(const Result& fit, const regression<Scalar>& model, const Source& source) {
    columns_.resize(n_ + 1, 2 + fit.coefficients.size());
    for (Eigen::Index i = 0; i < n_; ++i) {
      if constexpr (requires { fit.predictor; }) {
        columns_(i, 1) = fit.predictor[i];
      } else {
        columns_(i, 1) = fit.fitted[i];
      }
      if (options_.offset.size() > 0) columns_(i, 1) -= options_.offset[source(i)];
    }
    predictor_ = columns_.col(1);
    for (std::size_t j = 0; j < fit.names.size(); ++j) {
      const Eigen::Index column = column_position("predict", model, fit.names[j]);
      for (Eigen::Index i = 0; i < n_; ++i) {
        columns_(i, 2 + to_index(j)) = model.design(source(i), column);
      }
    }
  }

  template <class Source>
  void add_effect(const factor& given, const factor& wanted, const Source& source) {
    factor f{given.name, {}, given.levels, given.labels, {}, given.terms};
    f.codes.reserve(to_size(n_) + 1);
    std::vector<char> present(to_size(f.levels), 0);
    for (Eigen::Index i = 0; i < n_; ++i) {
      f.codes.push_back(given.codes[to_size(source(i))]);
      present[to_size(f.codes.back())] = 1;
    }
    for (const varying_slope& slope : given.slopes) {
      f.slopes.push_back({slope.name, {}});
      for (Eigen::Index i = 0; i < n_; ++i) {
        f.slopes.back().values.push_back(slope.values[to_size(source(i))]);
      }
      f.slopes.back().values.push_back(0);
    }
    require(!given.labels.empty() && !wanted.labels.empty(), "predict", given.name,
            " has no labels, by which levels of new rows are found");
    std::map<std::string, std::int32_t> code_of;
    for (std::int32_t l = 0; l < f.levels; ++l) {
      if (present[to_size(l)] != 0) code_of.emplace(given.label(l), l);
    }
    std::vector<std::int32_t> codes;
    for (std::size_t m = 0; m < wanted.size(); ++m) {
      const std::string label = wanted.label(wanted.codes[m]);
      const auto found = code_of.find(label);
      require(found != code_of.end(), "predict", "row ", m + 1, ": ", given.name, " has no level ",
              label, " in the sample of the fit");
      codes.push_back(found->second);
    }
    f.codes.push_back(0);
    new_codes_.push_back(std::move(codes));
    effects_.push_back(std::move(f));
  }

  void append(std::size_t m) {
    columns_.col(1) = predictor_;
    columns_(n_, 1) = Scalar(0);
    columns_.row(n_).tail(columns_.cols() - 2) = rows_.design.row(to_index(m));
    for (std::size_t f = 0; f < effects_.size(); ++f) {
      effects_[f].codes.back() = new_codes_[f][m];
      for (std::size_t s = 0; s < effects_[f].slopes.size(); ++s) {
        effects_[f].slopes[s].values.back() = rows_.effects[f].slopes[s].values[m];
      }
    }
  }

  const prediction_rows<Scalar>& rows_;
  const prediction_options<Scalar>& options_;
  Eigen::Index n_;
  dense_matrix<Scalar>
      columns_;  // response of the spread, predictor, regressors: n rows and the new one
  dense_vector<Scalar> predictor_;
  dense_vector<Scalar> weights_;
  std::vector<Scalar> score_weights_;
  std::vector<factor> effects_;
  std::vector<std::vector<std::int32_t>> new_codes_;  // of each set
};

}  // namespace detail

/// The linear predictor of a model with absorbed effects at new rows, and its error.
///
///   eta_0 = offset_0 + x_0 b + a_1[c_1(0)] + ... + a_F[c_F(0)] = offset_0 + z_0 g
///   var(eta_0) = z_0 V z_0',  V the covariance of slopes and effects together
///
/// though neither the effects nor V are ever formed: u = Z (Z'WZ)^-1 z_0' is what one weighted regression
/// within the effects leaves after the new row has joined the sample with a weight of its own, and z_0 V
/// z_0' is the covariance of a single coefficient with the scores w_i e_i u_i: any covariance of the
/// library applies, with its factors. The cost is one absorption a row.
///
/// @param fit      of ppml or of ols with effects, with keep::scores
/// @param model    as the fit was given it; @param effects  as well
/// @param rows     where to predict: m rows
/// @param spec     covariance of the errors; @param options  weights and offset of the fit
/// @throws argument_error  a fit without scores, shapes, effects without labels (interactions have none of
///                         their own), a level that the sample does not hold (named), or
///                         levels whose sum it does not tell
/// @note   the error of the mean, without that of a single observation; HC2 to HC4 ask for a fit that had
///         them, for its leverage
/// @see    Cook & Weisberg (1982), Residuals and Influence in Regression, 2.2 (a row added and left out)
template <class Result, class Scalar, class Spec>
[[nodiscard]] effects_prediction<Scalar> predict(const Result& fit, const regression<Scalar>& model,
                                                 const std::vector<factor>& effects,
                                                 const prediction_rows<Scalar>& rows,
                                                 const Spec& spec,
                                                 const prediction_options<Scalar>& options = {}) {
  const auto m = rows.design.rows();
  require(fit.scores.has_value(), "predict",
          "the fit kept no scores: estimate with .keep_parts = keep::scores");
  require(!effects.empty(), "predict", "there are no effects");
  require(rows.design.cols() == fit.coefficients.size(), "predict", "rows have ",
          rows.design.cols(), " columns; the fit has ", fit.coefficients.size(), " coefficients");
  require(rows.effects.size() == effects.size(), "predict", "rows have ", rows.effects.size(),
          " effects; the fit has ", effects.size());
  for (std::size_t f = 0; f < effects.size(); ++f) {
    require_same_size("predict", rows.effects[f].name, rows.effects[f].size(), "the new rows",
                      to_size(m));
    require(rows.effects[f].slopes.size() == effects[f].slopes.size(), "predict", effects[f].name,
            " has other slopes in the new rows");
  }
  require((rows.offset.size() > 0) == (options.offset.size() > 0), "predict",
          "an offset is needed for the rows of the fit and the new ones, or for neither");
  detail::appended_sample<Scalar> sample(fit, model, effects, rows, options);
  estimation_scores<Scalar> one = *fit.scores;
  one.intercept = false;
  effects_prediction<Scalar> out;
  out.predictor.resize(m);
  out.std_error.resize(m);
  for (Eigen::Index i = 0; i < m; ++i) {
    const auto c = sample.at(to_size(i));
    one.bread = dense_matrix<Scalar>::Constant(1, 1, c.variance);
    one.scores.resize(c.spread.size(), 1);
    for (Eigen::Index r = 0; r < c.spread.size(); ++r) {
      one.scores(r, 0) =
          sample.score_weights()[to_size(r)] * fit.residuals[r] * c.spread[r] / c.variance;
    }
    const covariance_estimate<Scalar> v = covariance(one, spec);
    using std::sqrt;
    out.predictor[i] = c.predictor;
    out.std_error[i] = sqrt((std::max)(v.matrix(0, 0), Scalar(0)));
    out.covariance_label = v.label;
    out.inference_dof = v.inference_dof;
  }
  return out;
}

}  // namespace bilateral
