#pragma once
/// Poisson pseudo maximum likelihood, with or without absorbed fixed effects.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/effects_sample.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/regression/detail/absorbed_columns.hpp>
#include <bilateral/econometrics/regression/detail/poisson_work.hpp>
#include <bilateral/econometrics/regression/detail/separation.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/conjugate_gradients.hpp>
#include <bilateral/numeric/row_blocks.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// What to do with rows whose fitted mean goes to zero, so that some coefficients are infinite.
enum class separation {
  refuse,  ///< separation_error, with the rows
  drop     ///< left out and listed: ppmlhdfe; fixest for groups that are all zero
};

template <class Scalar>
struct ppml_options {
  dense_vector<Scalar> weights{};            ///< of a row's score; empty is none
  dense_vector<Scalar> frequency_weights{};  ///< counts: row i stands for so many observations
  dense_vector<Scalar> offset{};             ///< added to x b; empty is none
  separation separated = separation::refuse;
  bool keep_singletons = false;       ///< groups of one row stay
  bool strict = false;                ///< absorbed or collinear columns throw
  keep keep_parts = keep::residuals;  ///< `scores` allows with_covariance
  double tolerance = 1e-8;  ///< of the last step: deviance, and coefficients against their error
  int max_iterations = 200;
  bool accept_unconverged = false;  ///< a flagged result in place of convergence_error
  absorb_options absorb{};          ///< tolerance at most 1e-10; its threads are the fit's
  progress_hook progress{};  ///< hears how far the work is and may stop it: core/progress.hpp
};

/// How the maximum was found.
struct ppml_convergence {
  bool converged = true;
  int iterations = 0;             ///< of reweighted least squares
  double change = 0;              ///< of the linear predictor in the last one, root mean square
  std::vector<double> deviances;  ///< at each iteration
  int absorb_iterations = 0;      ///< of conjugate gradients, in all
};

template <class Scalar>
struct ppml_result : result_head<Scalar> {
  double observations = 0;  ///< n, or the sum of the frequency weights
  double parameters = 0;    ///< coefficients, with effects slopes + 1 + sum of (levels - 1)
  bool intercept = true;
  std::vector<absorbed_effect> effects;
  std::size_t singletons = 0;  ///< rows dropped because they were alone in a group
  std::size_t separated = 0;   ///< rows dropped because their mean is zero
  /// Distance of the witness of separation from the space of the model, as a share of its length;
  /// zero where whole groups are zero.
  std::optional<double> separation_residual;
  ppml_convergence convergence;

  Scalar deviance{0};                         ///< 2 sum w (y log(y / mu) - y + mu)
  std::optional<double> log_likelihood;       ///< sum w (y log mu - mu - log gamma(y + 1))
  std::optional<double> null_log_likelihood;  ///< of a constant (and the offset) alone
  std::optional<double> pseudo_r2;  ///< McFadden: 1 - log likelihood / that of the constant
  std::optional<double> aic, bic;   ///< with K `parameters`

  dense_vector<Scalar> fitted;                      ///< (n) mu, unless keep::nothing
  dense_vector<Scalar> predictor;                   ///< (n) log mu, offset and effects included
  dense_vector<Scalar> residuals;                   ///< (n) y - mu
  std::optional<estimation_scores<Scalar>> scores;  ///< with keep::scores
};

namespace detail {

[[noreturn]] inline void refuse_separated(const std::vector<std::size_t>& rows,
                                          const std::string& why) {
  throw separation_error(text("ppml: the fitted mean of ", rows.size(),
                              rows.size() == 1 ? " row is zero (" : " rows is zero (", why,
                              "), some coefficients are infinite: row",
                              rows.size() == 1 ? " " : "s ", row_list(rows),
                              "; separation::drop leaves them out"));
}

template <class Scalar>
class poisson_fit {
 public:
  poisson_fit(const regression<Scalar>& model, const std::vector<factor>& effects,
              const ppml_options<Scalar>& options)
      : model_(model), effects_(effects), options_(options) {
    check();
  }

  ppml_result<Scalar> estimate(bool want_scores, bool want_leverage,
                               estimation_scores<Scalar>& scores) {
    std::optional<effects_sample> sample;
    const std::vector<factor> one = {factor{"(all)", std::vector<std::int32_t>(rows_, 0), 1, {}}};
    sample.emplace("ppml", with_effects() ? effects_ : one, rows_);
    for (const dropped_row& d : left_out_) sample->leave_out(d.row - 1, d.reason);
    std::size_t by_zero = 0;
    for (bool again = true; again;) {
      by_zero += trim(*sample);
      require(sample->used() > 0, "ppml", "no row is left");
      arrange(*sample);
      const std::vector<std::size_t> separated = iterate();
      again = !separated.empty();
      if (!again) break;
      witness_residual_ = (std::max)(witness_residual_, work_->witness_residual);
      std::vector<std::size_t> rows;
      for (const std::size_t i : separated) rows.push_back(source(position(i)) + 1);
      std::sort(rows.begin(), rows.end());
      if (options_.separated == separation::refuse) {
        refuse_separated(rows,
                         "a combination of regressors and effects is positive there and zero "
                         "wherever " +
                             model_.response_name + " is above zero");
      }
      for (const std::size_t r : rows) sample->leave_out(r - 1, "separated");
      by_zero += rows.size();
    }
    result_.separated = by_zero;
    if (by_zero > 0) result_.separation_residual = witness_residual_;
    finish(*sample, want_scores, want_leverage, scores);
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool with_effects() const { return !effects_.empty(); }
  [[nodiscard]] bool has_constant() const { return absorb_constant(effects_) || model_.intercept; }
  [[nodiscard]] Eigen::Index skipped() const {
    return absorb_constant(effects_) && model_.intercept ? 1 : 0;
  }

  void check() {
    rows_ = model_.rows();
    require(rows_ > 0, "ppml", "there are no observations");
    require_same_size("ppml", "the design", to_size(model_.design.rows()), "the response", rows_);
    require(model_.names.size() == to_size(model_.design.cols()), "ppml", "there are ",
            model_.names.size(), " names for ", model_.design.cols(), " columns");
    require(with_effects() || model_.design.cols() > 0, "ppml", "there are no regressors");
    require(options_.absorb.tolerance <= 1e-10, "ppml", "absorb.tolerance is ",
            options_.absorb.tolerance, "; at most 1e-10, or collinear columns are not seen");
    require(options_.tolerance > 0 && options_.tolerance <= 1e-4, "ppml", "tolerance is ",
            options_.tolerance, "; it must be above 0 and at most 1e-4");
    const std::span<const Scalar> y(model_.response.data(), rows_);
    require_finite("ppml", model_.response_name, y);
    for (std::size_t i = 0; i < rows_; ++i) {
      require(!(y[i] < Scalar(0)), "ppml", model_.response_name, " is ", static_cast<double>(y[i]),
              " in row ", i + 1, "; it must not be negative");
    }
    if (options_.offset.size() > 0) {
      require_same_size("ppml", "offset", to_size(options_.offset.size()), "the response", rows_);
      require_finite("ppml", "offset", std::span<const Scalar>(options_.offset.data(), rows_));
    }
    counts_ = options_.frequency_weights.size() > 0;
    require(!counts_ || options_.weights.size() == 0, "ppml",
            "give weights or frequency_weights, not both");
    weights_ = counts_ ? &options_.frequency_weights : &options_.weights;
    left_out_ = check_weights("ppml", counts_ ? "frequency_weights" : "weights", *weights_, rows_,
                              counts_ ? weight_kind::frequency : weight_kind::analytic)
                    .left_out;
    bool positive = false;
    for (std::size_t i = 0; i < rows_ && !positive; ++i) {
      positive =
          y[i] > Scalar(0) && (weights_->size() == 0 || (*weights_)[to_index(i)] > Scalar(0));
    }
    require(positive, "ppml", model_.response_name, " is zero in every row");
    for (Eigen::Index j = skipped(); j < model_.design.cols(); ++j) {
      const std::span<const Scalar> column(model_.design.data() + j * model_.design.rows(), rows_);
      require_finite("ppml", model_.names[to_size(j)], column);
      if (with_effects()) require_squares("ppml", model_.names[to_size(j)], column);
    }
  }

  // singletons and groups without a positive value; how many rows went for the latter
  std::size_t trim(effects_sample& sample) {
    std::size_t zero = 0;
    const auto positive = [&](std::size_t i) { return model_.response[to_index(i)] > Scalar(0); };
    for (bool first = true;; first = false) {
      const bool alone = with_effects() && !options_.keep_singletons &&
                         sample.leave_out_singletons([&](std::size_t i) {
                           return counts_ && (*weights_)[to_index(i)] > Scalar(1);
                         });
      if (!first && !alone) break;
      auto gone = sample.leave_out_zero_groups(positive);
      if (gone.rows.empty()) break;
      zero += gone.rows.size();
      if (options_.separated == separation::refuse) {
        for (std::size_t& row : gone.rows) ++row;  // from 1
        refuse_separated(gone.rows, gone.reason);
      }
    }
    return zero;
  }

  // row of the data of a row of the sample, and row of the sample at a position of the work
  [[nodiscard]] std::size_t source(std::size_t row) const {
    return kept_.empty() ? row : kept_[row];
  }
  [[nodiscard]] std::size_t position(std::size_t i) const {
    return order_.empty() ? i : to_size(order_[i]);
  }

  // the working sample, in the order of the absorber
  void arrange(const effects_sample& sample) {
    kept_ = sample.kept();
    used_ = sample.used();
    std::unique_ptr<absorber<Scalar>> solver;
    order_.clear();
    used_effects_.clear();
    if (with_effects()) {
      used_effects_ = sample.effects(kept_);
      solver = std::make_unique<absorber<Scalar>>(groupings_of(used_effects_));
      order_.assign(solver->order().begin(), solver->order().end());
    }
    columns_.clear();
    for (Eigen::Index j = skipped(); j < model_.design.cols(); ++j) columns_.push_back(j);
    dense_matrix<Scalar> x(to_index(used_), std::ssize(columns_));
    for (std::size_t j = 0; j < columns_.size(); ++j) {
      const Scalar* from = model_.design.data() + columns_[j] * model_.design.rows();
      Scalar* to = x.data() + to_index(j) * x.rows();
      for_row_blocks(used_, options_.absorb.threads, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) to[i] = from[source(position(i))];
      });
    }
    work_ = std::make_unique<poisson_work<Scalar>>(std::move(x), std::move(solver),
                                                   options_.absorb.threads);
    const auto gather = [&](const dense_vector<Scalar>& from, std::vector<Scalar>& to) {
      to.clear();
      if (from.size() == 0) return;
      to.resize(used_);
      for_row_blocks(used_, options_.absorb.threads, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
          to[i] = from[to_index(source(position(i)))];
        }
      });
    };
    gather(model_.response, work_->y);
    gather(*weights_, work_->weight);
    gather(options_.offset, work_->offset);
    // y to a mean of about one: the constant takes the scale, which is a power of two
    unit_ = Scalar(1);
    Scalar largest(0);
    for (const Scalar& v : work_->y) largest = (std::max)(largest, v);
    const auto mean_of = [&] {
      const auto sums = row_sums<2, Scalar>([&](std::size_t i, lanes<Scalar, 2>& part) {
        part[0] += work_->weight_of(i) * work_->y[i];
        part[1] += work_->weight_of(i);
      });
      return Scalar(sums[0] / sums[1]);
    };
    if (has_constant()) {
      const auto scale = [&](const Scalar& by) {
        for (Scalar& v : work_->y) v /= by;
        unit_ *= by;
      };
      scale(power_of_two(largest));
      scale(power_of_two(mean_of()));
    }
    mean_ = mean_of();
  }
  static Scalar power_of_two(const Scalar& v) {
    using std::frexp;
    using std::ldexp;
    int exponent = 0;
    (void)frexp(v, &exponent);
    return ldexp(Scalar(1), exponent);
  }

  // Columns that the effects or the columns before them determine go. The first direction of the
  // iteration tells the clear cases; only where it does not is an exact absorption made.
  void choose_columns(double precision) {
    result_.omitted.clear();
    if (with_effects() || columns_.empty()) turn(precision);
    if (columns_.empty() || work_->columns_stand(origin_of(effects_))) return;
    auto [qr, gone] = examine_columns();
    leave_out_columns(qr, std::move(gone));
    turn(precision);
  }

  // Newton's direction at the point where the work stands
  void turn(double precision) {
    work_->direction(precision, options_.absorb);
    result_.convergence.absorb_iterations += work_->report.iterations;
  }

  [[nodiscard]] std::vector<std::string> column_names() const {
    std::vector<std::string> names;
    for (const Eigen::Index j : columns_) names.push_back(model_.names[std::size_t(j)]);
    return names;
  }

  // the weighted columns within the effects, and those that the effects explain
  std::pair<checked_qr<Scalar>, std::vector<omitted_term>> examine_columns() {
    poisson_work<Scalar>& work = *work_;
    work.partial_out(options_.absorb);
    result_.convergence.absorb_iterations += work.report.iterations;
    const auto weights = dense_vector<Scalar>::Map(work.weights().data(), to_index(used_)).eval();
    dense_matrix<Scalar> left = work.columns();
    std::vector<omitted_term> gone;
    if (with_effects()) {
      gone = absorbed_columns(work.design(), left, column_names(), weights, work.report,
                              origin_of(effects_));
    }
    left = weights.cwiseSqrt().asDiagonal() * left;
    return {checked_qr<Scalar>(left), std::move(gone)};
  }

  void leave_out_columns(const checked_qr<Scalar>& qr, std::vector<omitted_term> gone) {
    gone = columns_left_out({"ppml", options_.strict, with_effects()}, std::move(gone),
                            qr.dropped(), column_names());
    if (!gone.empty()) {
      std::vector<Eigen::Index> columns;
      for (const Eigen::Index j : qr.kept()) columns.push_back(columns_[std::size_t(j)]);
      work_->select(qr.kept());
      columns_ = std::move(columns);
    }
    result_.omitted = std::move(gone);
  }

  // What the iteration holds its steps against.
  struct newton_scale {
    Scalar saturated{0};  // sum of w (y log y - y)
    double positive = 0;  // sum of w y
    double slack = 0;     // rounding of the likelihood
    double tolerance = 0;
  };
  [[nodiscard]] newton_scale scale_of_steps() const {
    using std::log;
    const poisson_work<Scalar>& work = *work_;
    const auto sums = row_sums<3, Scalar>([&](std::size_t i, lanes<Scalar, 3>& part) {
      if (!(work.y[i] > Scalar(0))) return;
      const Scalar weighted = work.weight_of(i) * work.y[i];
      const Scalar logarithm = log(work.y[i]);
      part[0] += weighted * (logarithm - Scalar(1));
      part[1] += weighted;
      part[2] += weighted * (logarithm < Scalar(0) ? Scalar(Scalar(1) - logarithm)
                                                   : Scalar(Scalar(1) + logarithm));
    });
    const double epsilon = static_cast<double>(std::numeric_limits<Scalar>::epsilon());
    newton_scale out;
    out.saturated = sums[0];
    out.positive = static_cast<double>(sums[1]);
    out.slack = (std::max)(1e-12, 64 * epsilon) * static_cast<double>(sums[2]);
    out.tolerance = (std::max)(options_.tolerance, 512 * epsilon);
    return out;
  }

  // One step: how long it was, and what it did to the likelihood and the linear predictor.
  struct newton_step {
    double length = 1;
    Scalar value{0};  // sum of w (y eta - mu) after it
    double deviance = 0, fall = 0, squared = 0;
  };
  // the full length of the direction, or as much of it as the likelihood takes
  newton_step take_step(const Scalar& value, const newton_scale& scale) {
    using std::isfinite;
    poisson_work<Scalar>& work = *work_;
    work.mark();
    newton_step step;
    for (int halved = 0;; ++halved) {
      step.value = work.advance(Scalar(step.length));
      const bool better = static_cast<double>(step.value - value) >= -scale.slack || !work.inside;
      if ((isfinite(step.value) && better) || halved == 40) break;
      step.length /= 2;
    }
    if (work.inside) {
      coefficients_ += Scalar(step.length) * work.delta;
    } else if (step.length == 1) {
      coefficients_ = work.delta;
      work.inside = true;
    }
    step.deviance = 2 * static_cast<double>(scale.saturated - step.value);
    step.fall = 2 * std::abs(static_cast<double>(step.value - value));
    step.squared = step.length * step.length * work.squared_change();
    return step;
  }

  void record(const newton_step& step, int count) {
    ppml_convergence& convergence = result_.convergence;
    const double deviance = step.deviance * static_cast<double>(unit_);
    convergence.iterations = count;
    report_progress(options_.progress, {"ppml", static_cast<std::uint64_t>(count), 0, deviance});
    convergence.change = std::sqrt(step.squared);
    convergence.deviances.push_back(deviance);
  }

  // whether deviance and coefficients stand still: the latter against themselves and their errors
  [[nodiscard]] bool is_settled(const newton_step& step, double size, double tolerance) const {
    const poisson_work<Scalar>& work = *work_;
    if (!work.inside || step.length != 1 || step.fall > tolerance * size) return false;
    const double spread = size / static_cast<double>(used_);
    for (Eigen::Index j = 0; j < work.design().cols(); ++j) {
      using std::abs;
      const double error = std::sqrt(std::abs(static_cast<double>(work.inverse()(j, j))) * spread);
      const double wide = (std::max)(static_cast<double>(abs(coefficients_[j])), error);
      if (!(static_cast<double>(abs(work.delta[j])) <= tolerance * wide)) return false;
    }
    return true;
  }

  // Newton steps to the maximum; positions of separated rows, if that is what stands in the way
  std::vector<std::size_t> iterate() {
    poisson_work<Scalar>& work = *work_;
    ppml_convergence& convergence = result_.convergence;
    convergence = {};
    work.begin();
    double precision = 1e-3;
    choose_columns(precision);
    coefficients_ = dense_vector<Scalar>::Zero(work.design().cols());
    const newton_scale scale = scale_of_steps();
    Scalar value = work.evaluate();
    bool looked = false;
    for (int count = 1;; ++count) {
      const newton_step step = take_step(value, scale);
      value = step.value;
      record(step, count);
      const double size = (std::max)(step.deviance, 1e-6 * scale.positive);
      const bool settled = is_settled(step, size, scale.tolerance);
      const bool late = count > 3 && step.fall <= 1e-6 * size;
      const bool last = count >= options_.max_iterations || (settled && precision <= finest());
      if (work.degenerate || ((last && sinking(step.length, false)) ||
                              (late && !looked && sinking(step.length, true)))) {
        looked = true;
        const auto rows = work.separated(options_.absorb);
        if (!rows.empty()) return rows;
        require_regular(work.degenerate);
      }
      if (settled && precision <= finest()) break;
      if (count >= options_.max_iterations) {
        convergence.converged = false;
        if (options_.accept_unconverged) break;
        throw convergence_error(text("ppml: not converged after ", count,
                                     " iterations (the last one "
                                     "changed the linear predictor by ",
                                     significant_text(convergence.change, 3), ")"),
                                convergence.deviances);
      }
      // steps gain digits twofold: the next effects need that many
      precision = settled
                      ? finest()
                      : (std::clamp)(0.03 * step.squared, finest(), (std::min)(precision, 1e-3));
      turn(precision);
    }
    return {};
  }
  // the error of the effects enters the next step's working residual, that of the slopes squared
  [[nodiscard]] double finest() const { return (std::max)(options_.absorb.tolerance, 1e-9); }

  static void require_regular(bool degenerate) {
    if (degenerate) {
      throw numerical_error(
          "ppml: the weighted regressors became collinear on the way, and no row is "
          "separated");
    }
  }

  // a row of zero whose mean still falls by a large factor while the rest stands
  [[nodiscard]] bool sinking(double step, bool from_afar) const {
    const poisson_work<Scalar>& work = *work_;
    for (std::size_t i = 0; i < used_; ++i) {
      if (!(work.y[i] > Scalar(0)) && static_cast<double>(work.change[i]) * step < -0.5 &&
          (!from_afar || work.mu[i] < Scalar(1e-2) * mean_)) {
        return true;
      }
    }
    return false;
  }

  void finish(const effects_sample& sample, bool want_scores, bool want_leverage,
              estimation_scores<Scalar>& scores) {
    describe(sample);
    add_likelihoods();
    fill_scores(want_scores, want_leverage, scores);
    if (options_.keep_parts != keep::nothing) keep_rows();
    work_.reset();
    scores.effects = std::move(used_effects_);
    scores.kept = std::move(kept_);
  }

  [[nodiscard]] Scalar log_unit() const {
    using std::log;
    return log(unit_);
  }

  // names, coefficients, sample and effects
  void describe(const effects_sample& sample) {
    ppml_result<Scalar>& r = result_;
    r.response_name = model_.response_name;
    for (const Eigen::Index j : columns_) r.names.push_back(model_.names[std::size_t(j)]);
    r.coefficients = coefficients_;
    r.intercept = model_.intercept && skipped() == 0 && !columns_.empty() && columns_.front() == 0;
    if (r.intercept) r.coefficients[0] += log_unit();
    r.sample.used = used_;
    r.sample.dropped = sample.left_out();
    r.sample.rows = sample.dropped();
    r.sample.kept = kept_;
    absorbed_ = describe_effects(used_effects_, sample, r.effects, r.singletons);
    r.parameters = static_cast<double>(columns_.size()) + absorbed_;
    if (!r.convergence.converged) {
      r.notes.push_back(text("not converged after ", r.convergence.iterations, " iterations"));
    }
    if (r.separated > 0) {
      r.notes.push_back(text(r.separated, r.separated == 1 ? " row was" : " rows were",
                             " left out because their mean is zero whatever the coefficients"));
    }
  }

  // sums over the rows in blocks
  template <int Count, class Number, class Row>
  [[nodiscard]] lanes<Number, Count> row_sums(const Row& row) const {
    return sum_row_blocks(used_, work_->threads, lanes<Number, Count>{},
                          [&](std::size_t first, std::size_t last) {
                            lanes<Number, Count> part{};
                            for (std::size_t i = first; i < last; ++i) row(i, part);
                            return part;
                          });
  }

  // deviance and likelihoods, in the data's own units
  void add_likelihoods() {
    using std::exp;
    using std::log;
    const poisson_work<Scalar>& work = *work_;
    ppml_result<Scalar>& r = result_;
    // weights, responses, exposures, deviance
    const auto sums = row_sums<4, Scalar>([&](std::size_t i, lanes<Scalar, 4>& part) {
      const Scalar w = work.weight_of(i);
      part[0] += w;
      part[1] += w * work.y[i];
      part[2] += w * (work.offset.empty() ? Scalar(1) : Scalar(exp(work.offset[i])));
      part[3] += w * (work.y[i] > Scalar(0)
                          ? Scalar(work.y[i] * log(work.y[i] / work.mu[i]) - work.y[i] + work.mu[i])
                          : work.mu[i]);
    });
    r.deviance = Scalar(2) * sums[3] * unit_;
    r.observations = counts_ ? static_cast<double>(sums[0]) : static_cast<double>(used_);
    const Scalar unit = log_unit();
    const Scalar null_rate = log(sums[1] / sums[2]) + unit;
    const auto likelihoods = row_sums<2, double>([&](std::size_t i, lanes<double, 2>& part) {
      const double w = static_cast<double>(work.weight_of(i));
      const double y = static_cast<double>(work.y[i] * unit_);
      const double constant = log_factorial(y);
      const double eta = static_cast<double>(work.eta[i] + unit);
      const double null_eta = static_cast<double>(null_rate + work.offset_of(i));
      part[0] += w * (y * eta - static_cast<double>(work.mu[i] * unit_) - constant);
      part[1] += w * (y * null_eta - std::exp(null_eta) - constant);
    });
    if (std::isfinite(likelihoods[0]) && std::isfinite(likelihoods[1])) {
      r.log_likelihood = likelihoods[0];
      r.null_log_likelihood = likelihoods[1];
      if (likelihoods[1] != 0) r.pseudo_r2 = 1 - likelihoods[0] / likelihoods[1];
      r.aic = -2 * likelihoods[0] + 2 * r.parameters;
      r.bic = -2 * likelihoods[0] + r.parameters * std::log(r.observations);
    } else {
      r.notes.push_back(text(r.response_name, " is too large for a likelihood"));
    }
  }

  // log gamma(y + 1) of y at least zero; std::lgamma writes a global sign, threads may not
  static double log_factorial(double y) {
#if defined(__GLIBC__)
    int sign = 0;
    return ::lgamma_r(y + 1, &sign);
#else
    return std::lgamma(y + 1);
#endif
  }

  // visit(i, row) for each position of the work and its row of the sample
  template <class Visit>
  void each_row(const Visit& visit) const {
    for_row_blocks(used_, work_->threads, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) visit(i, to_index(position(i)));
    });
  }

  // fitted means, predictor and residuals in the data's own units
  void keep_rows() {
    const poisson_work<Scalar>& work = *work_;
    ppml_result<Scalar>& r = result_;
    const Scalar shift = log_unit();
    for (auto* v : {&r.fitted, &r.predictor, &r.residuals}) v->resize(to_index(used_));
    each_row([&](std::size_t i, Eigen::Index row) {
      r.fitted[row] = work.mu[i] * unit_;
      r.predictor[row] = work.eta[i] + shift;
      r.residuals[row] = (work.y[i] - work.mu[i]) * unit_;
    });
  }

  // the scores of the columns within the effects at the final weights
  void fill_scores(bool want_scores, bool want_leverage, estimation_scores<Scalar>& scores) {
    poisson_work<Scalar>& work = *work_;
    work.partial_out(options_.absorb);
    result_.convergence.absorb_iterations += work.report.iterations;
    work.invert_products();
    if (work.degenerate) {
      throw numerical_error("ppml: the information matrix is singular at the maximum");
    }
    scores.bread = work.inverse() / unit_of_scores();
    scores.observations = result_.observations;
    scores.parameters = result_.parameters;
    scores.absorbed = absorbed_;
    scores.intercept = result_.intercept;
    scores.dispersion = static_cast<double>(Scalar(unit_of_scores() / unit_));
    scores.normal_inference = true;
    scores.given = rows_;
    set_time(scores, model_, kept_);
    if (want_scores) add_rows(scores);
    if (want_leverage) add_leverage(scores);
  }

  // bread and scores are in the data's own units, or where the squares of those leave the range of the
  // arithmetic in units of the mean: no sandwich tells the difference, and the dispersion makes it up
  Scalar unit_of_scores() const {
    return has_safe_squares<Scalar>(binary_exponent(std::span<const Scalar>(&unit_, 1)))
               ? unit_
               : Scalar(1);
  }

  void add_rows(estimation_scores<Scalar>& scores) const {
    const poisson_work<Scalar>& work = *work_;
    const Scalar unit = unit_of_scores();
    scores.scores.resize(to_index(used_), std::ssize(columns_));
    scores.residuals.resize(to_index(used_));
    if (counts_) scores.frequency.resize(to_index(used_));
    each_row([&](std::size_t i, Eigen::Index row) {
      const Scalar residual = work.y[i] - work.mu[i];
      const Scalar weighted = work.weight_of(i) * residual * unit;
      scores.residuals[row] = residual * unit;
      if (counts_) scores.frequency[row] = work.weight_of(i);
      for (Eigen::Index j = 0; j < scores.scores.cols(); ++j) {
        scores.scores(row, j) = weighted * work.column(i, j);
      }
    });
  }

  void add_leverage(estimation_scores<Scalar>& scores) {
    using std::sqrt;
    const poisson_work<Scalar>& work = *work_;
    dense_matrix<Scalar> weighted(to_index(used_), std::ssize(columns_));
    dense_vector<Scalar> weights(to_index(used_)), counts(to_index(used_));
    each_row([&](std::size_t i, Eigen::Index row) {
      const Scalar root = sqrt(work.weights()[i]);
      weights[row] = work.weights()[i];
      counts[row] = work.weight_of(i);
      for (Eigen::Index j = 0; j < weighted.cols(); ++j) {
        weighted(row, j) = root * work.column(i, j);
      }
    });
    scores.leverage = leverage_of(weighted, work.inverse());
    if (with_effects()) {
      scores.leverage +=
          noted_leverage(used_effects_, weights, options_.absorb.threads, result_.notes);
    }
    if (counts_) scores.leverage = scores.leverage.cwiseQuotient(counts).eval();
  }

  const regression<Scalar>& model_;
  const std::vector<factor>& effects_;
  const ppml_options<Scalar>& options_;
  const dense_vector<Scalar>* weights_ = nullptr;
  bool counts_ = false;
  std::vector<dropped_row> left_out_;  // rows of weight zero
  std::size_t rows_ = 0, used_ = 0;
  std::vector<std::size_t> kept_;    // rows of the data in the sample; empty is all
  std::vector<std::int32_t> order_;  // row of the sample at each position of the work
  std::vector<factor> used_effects_;
  std::vector<Eigen::Index> columns_;  // of the design, that are in the work
  std::unique_ptr<poisson_work<Scalar>> work_;
  Scalar unit_{1}, mean_{1};
  double absorbed_ = 0;  // coefficients of the effects
  double witness_residual_ = 0;
  dense_vector<Scalar> coefficients_;
  ppml_result<Scalar> result_;
};

// The fit without its covariance, and what a covariance needs: compiled once for all of them.
template <class Scalar>
ppml_result<Scalar> fit_poisson(const regression<Scalar>& model, const std::vector<factor>& effects,
                                const ppml_options<Scalar>& options, bool want_scores,
                                bool want_leverage, estimation_scores<Scalar>& scores) {
  return poisson_fit<Scalar>(model, effects, options).estimate(want_scores, want_leverage, scores);
}

}  // namespace detail

BILATERAL_INSTANTIATE(ppml_result<double> detail::fit_poisson(const regression<double>&,
                                                              const std::vector<factor>&,
                                                              const ppml_options<double>&, bool,
                                                              bool, estimation_scores<double>&))

/// Poisson pseudo maximum likelihood with absorbed fixed effects.
///
///   E[y_i | x_i] = exp(offset_i + x_i b + a_1[c_1(i)] + ... + a_F[c_F(i)])
///
/// where an effect may have slopes, a[g] + d[g] s_i, or slopes alone (see with_slope),
/// by iteratively reweighted least squares, the effects partialled out of each step (see `absorb`)
/// to as many digits as the step deserves. y is any number from zero up, at any scale. Rows that
/// are alone in a group are left out. Rows whose fitted mean can only be zero (all of a group is
/// zero, or a combination of regressors and effects is positive there and zero wherever y is above
/// zero) make coefficients infinite: refused, or left out and listed.
///
/// @param model    response (n), not negative, design (n x k), names; from regress()
/// @param effects  one factor for each set of effects, of the n rows; none for a plain Poisson
///                 model. With effects the model may have no regressor
/// @param spec     covariance; its clusters or periods may be those of all n rows
/// @param options  weights, offset, separation, singletons, tolerances
/// @return         slopes in the order of `names`, deviance, likelihood, what was left out
/// @throws argument_error  y negative (with its row) or zero in every row, shapes, no regressor
///                         left
/// @throws separation_error  separated rows, unless dropped
/// @throws convergence_error  a limit of iterations
/// @note   inference is normal, clusters t(G - 1); iid is the inverse information (R glm, Stata
///         poisson); K as in ols with effects (fixest). ppmlhdfe and fixest leave separated rows
///         out (fixest only groups that are all zero); Stata poisson and R glm do not look.
/// @see    Santos Silva & Tenreyro (2006), Review of Economics and Statistics 88(4); Correia,
///         Guimaraes & Zylkin (2020), Stata J. 20(1); (2021), arXiv 1903.01633 (separation)
/// Example: examples/regress/poisson.cpp
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] ppml_result<Scalar> ppml(
    const regression<Scalar>& model, const std::vector<factor>& effects, const Spec& spec = {},
    const std::type_identity_t<ppml_options<Scalar>>& options = {}) {
  estimation_scores<Scalar> scores;
  const bool keep_scores = options.keep_parts == keep::scores;
  auto result = detail::fit_poisson(model, effects, options, keep_scores || wants_scores(spec),
                                    wants_leverage(spec), scores);
  apply_covariance(result, scores, spec);
  if (keep_scores) result.scores = std::move(scores);
  return result;
}

/// Poisson pseudo maximum likelihood without absorbed effects: log E[y | x] = offset + x b.
/// @see  the overload with fixed effects, whose options and errors are the same
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] ppml_result<Scalar> ppml(
    const regression<Scalar>& model, const Spec& spec = {},
    const std::type_identity_t<ppml_options<Scalar>>& options = {}) {
  return ppml(model, std::vector<factor>{}, spec, options);
}

}  // namespace bilateral
