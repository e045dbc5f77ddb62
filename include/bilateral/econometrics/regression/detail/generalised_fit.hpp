#pragma once
// A generalised linear model in its steps, before its covariance.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/effects_sample.hpp>
#include <bilateral/econometrics/estimator/inference.hpp>
#include <bilateral/econometrics/estimator/leverage.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/estimator/sample.hpp>
#include <bilateral/econometrics/regression/detail/absorbed_columns.hpp>
#include <bilateral/econometrics/regression/detail/separation.hpp>
#include <bilateral/econometrics/regression/detail/weighted_work.hpp>
#include <bilateral/econometrics/regression/families.hpp>
#include <bilateral/econometrics/regression/generalised_linear_result.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral::detail {

template <class Scalar>
class generalised_fit {
 public:
  generalised_fit(const char* function, const regression<Scalar>& model,
                  const std::vector<factor>& effects, const response_family<Scalar>& family,
                  const generalised_linear_options<Scalar>& options)
      : function_(function), model_(model), effects_(effects), family_(family), options_(options) {
    check();
  }

  generalised_linear_result<Scalar> estimate(bool want_scores, bool want_leverage,
                                             estimation_scores<Scalar>& scores) {
    const std::vector<factor> one = {factor{"(all)", std::vector<std::int32_t>(rows_, 0), 1, {}}};
    effects_sample sample(function_, with_effects() ? effects_ : one, rows_);
    for (const dropped_row& d : left_out_) sample.leave_out(d.row - 1, d.reason);
    std::size_t predicted = 0;
    for (bool again = true; again;) {
      predicted += trim(sample);
      require(sample.used() > 0, function_, "no row is left");
      arrange(sample);
      std::vector<std::size_t> rows = iterate();
      again = !rows.empty();
      if (again) predicted += leave_out(sample, std::move(rows));
    }
    result_.separated = predicted;
    if (predicted > 0) result_.separation_residual = witness_residual_;
    describe(sample);
    describe_likelihood();
    fill_scores(want_scores, want_leverage, scores);
    return std::move(result_);
  }

 private:
  using vector = dense_vector<Scalar>;
  using matrix = dense_matrix<Scalar>;

  [[nodiscard]] bool with_effects() const { return !effects_.empty(); }
  [[nodiscard]] Eigen::Index skipped() const {
    return absorb_constant(effects_) && model_.intercept ? 1 : 0;
  }

  void check() {
    rows_ = model_.rows();
    require(rows_ > 0, function_, "there are no observations");
    require_same_size(function_, "the design", to_size(model_.design.rows()), "the response",
                      rows_);
    require(model_.names.size() == to_size(model_.design.cols()), function_, "there are ",
            model_.names.size(), " names for ", model_.design.cols(), " columns");
    require(with_effects() || model_.design.cols() > 0, function_, "there are no regressors");
    require(options_.absorb.tolerance <= 1e-10, function_, "absorb.tolerance is ",
            options_.absorb.tolerance, "; at most 1e-10, or collinear columns are not seen");
    require(options_.tolerance > 0 && options_.tolerance <= 1e-4, function_, "tolerance is ",
            options_.tolerance, "; it must be above 0 and at most 1e-4");
    check_response();
    if (options_.offset.size() > 0) {
      require_same_size(function_, "offset", to_size(options_.offset.size()), "the response",
                        rows_);
      require_finite(function_, "offset", std::span<const Scalar>(options_.offset.data(), rows_));
    }
    counts_ = options_.frequency_weights.size() > 0;
    require(!counts_ || options_.weights.size() == 0, function_,
            "give weights or frequency_weights, not both");
    weights_ = counts_ ? &options_.frequency_weights : &options_.weights;
    left_out_ = check_weights(function_, counts_ ? "frequency_weights" : "weights", *weights_,
                              rows_, counts_ ? weight_kind::frequency : weight_kind::analytic)
                    .left_out;
    for (Eigen::Index j = skipped(); j < model_.design.cols(); ++j) {
      require_finite(
          function_, model_.names[to_size(j)],
          std::span<const Scalar>(model_.design.data() + j * model_.design.rows(), rows_));
    }
  }

  void check_response() {
    const std::span<const Scalar> y(model_.response.data(), rows_);
    require_finite(function_, model_.response_name, y);
    std::size_t low = 0, high = 0;
    for (std::size_t i = 0; i < rows_; ++i) {
      require(!(y[i] < family_.lowest()), function_, model_.response_name, " is ",
              static_cast<double>(y[i]), " in row ", i + 1, "; it must not be below ",
              static_cast<double>(family_.lowest()));
      require(!(y[i] > family_.highest()), function_, model_.response_name, " is ",
              static_cast<double>(y[i]), " in row ", i + 1, "; it must not be above ",
              static_cast<double>(family_.highest()));
      low += std::size_t{family_.end(y[i]) == family_end::low};
      high += std::size_t{family_.end(y[i]) == family_end::high};
    }
    require(low < rows_, function_, model_.response_name, " is ",
            static_cast<double>(family_.lowest()), " in every row");
    require(high < rows_, function_, model_.response_name, " is ",
            static_cast<double>(family_.highest()), " in every row");
  }

  [[nodiscard]] family_end end_of(std::size_t row) const {
    return family_.end(model_.response[to_index(row)]);
  }

  // singletons and groups at one end of the range; how many rows went for the latter
  std::size_t trim(effects_sample& sample) {
    std::size_t gone_in_all = 0;
    for (bool again = true; again;) {
      again = false;
      if (with_effects() && !options_.keep_singletons) {
        sample.leave_out_singletons(
            [&](std::size_t i) { return counts_ && (*weights_)[to_index(i)] > Scalar(1); });
      }
      for (const family_end end : {family_end::low, family_end::high}) {
        auto gone = sample.leave_out_zero_groups([&](std::size_t i) { return end_of(i) != end; },
                                                 end == family_end::low ? "zero" : "one");
        if (gone.rows.empty()) continue;
        again = true;
        gone_in_all += gone.rows.size();
        if (options_.separated == separation::refuse) {
          for (std::size_t& row : gone.rows) ++row;
          refuse(gone.rows, gone.reason);
        }
      }
    }
    return gone_in_all;
  }

  [[noreturn]] void refuse(const std::vector<std::size_t>& rows, const std::string& why) const {
    throw separation_error(
        text(function_, ": ", rows.size(), rows.size() == 1 ? " row is" : " rows are",
             " predicted perfectly (", why, "), some coefficients are infinite: row",
             rows.size() == 1 ? " " : "s ", row_list(rows), "; separation::drop leaves them out"));
  }

  // rows at these positions of the work leave the sample
  std::size_t leave_out(effects_sample& sample, std::vector<std::size_t> rows) {
    witness_residual_ = (std::max)(witness_residual_, work_->witness_residual);
    for (std::size_t& i : rows) i = source(position(i)) + 1;
    std::sort(rows.begin(), rows.end());
    if (options_.separated == separation::refuse) {
      refuse(rows, "a combination of regressors and effects tells them from the others");
    }
    for (const std::size_t r : rows) sample.leave_out(r - 1, "predicted perfectly");
    return rows.size();
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
    n_ = to_index(sample.used());
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
    matrix x(n_, std::ssize(columns_));
    for (Eigen::Index j = 0; j < x.cols(); ++j) {
      x.col(j) = gathered(vector(model_.design.col(columns_[to_size(j)])));
    }
    work_ = std::make_unique<weighted_work<Scalar>>(std::move(x), std::move(solver));
    y_ = gathered(model_.response);
    w_ = weights_->size() > 0 ? gathered(*weights_) : vector(vector::Ones(n_));
    offset_ = options_.offset.size() > 0 ? gathered(options_.offset) : vector(vector::Zero(n_));
  }
  [[nodiscard]] vector gathered(const vector& from) const {
    vector to(n_);
    for (Eigen::Index i = 0; i < n_; ++i) {
      to[i] = from[to_index(source(position(to_size(i))))];
    }
    return to;
  }

  // eta of means between y and the mean of the group of the set with most levels
  void begin() {
    eta_.resize(n_);
    const auto fill = [&](Eigen::Index from, Eigen::Index to) {
      const Scalar total = w_.segment(from, to - from).sum();
      const Scalar mean = w_.segment(from, to - from).dot(y_.segment(from, to - from)) / total;
      for (Eigen::Index i = from; i < to; ++i) eta_[i] = family_.link(family_.start(y_[i], mean));
    };
    const absorber<Scalar>* effects = work_->effects();
    if (effects == nullptr) {
      fill(0, n_);
    } else {
      for (std::size_t g = 0; g < effects->groups(); ++g) {
        fill(to_index(effects->first_position(g)), to_index(effects->first_position(g + 1)));
      }
    }
    inside_ = false;
    change_ = vector::Zero(n_);
  }

  // score, information and objective at eta
  Scalar evaluate(const vector& eta) {
    score_.resize(n_);
    expected_.resize(n_);
    observed_.resize(n_);
    mean_.resize(n_);
    Scalar sum(0);
    for (Eigen::Index i = 0; i < n_; ++i) {
      const family_row<Scalar> row = family_.at(y_[i], eta[i]);
      mean_[i] = row.mean;
      score_[i] = row.score;
      expected_[i] = row.expected;
      observed_[i] = row.observed;
      sum += w_[i] * row.objective;
    }
    return sum;
  }

  // Columns that the effects or the columns before them determine go.
  void choose_columns(const vector& weights) {
    weighted_work<Scalar>& work = *work_;
    result_.omitted.clear();
    if (columns_.empty()) return;  // effects alone
    std::vector<std::string> names;
    for (const Eigen::Index j : columns_) names.push_back(model_.names[std::size_t(j)]);
    matrix left = work.within(weights, options_.absorb);
    result_.convergence.absorb_iterations += work.report.iterations;
    std::vector<omitted_term> gone;
    if (with_effects()) {
      gone =
          absorbed_columns(work.design(), left, names, weights, work.report, origin_of(effects_));
    }
    const checked_qr<Scalar> qr(matrix(weights.cwiseSqrt().asDiagonal() * left));
    gone = columns_left_out({function_, options_.strict, with_effects()}, std::move(gone),
                            qr.dropped(), names);
    if (!gone.empty()) {
      std::vector<Eigen::Index> columns;
      for (const Eigen::Index j : qr.kept()) columns.push_back(columns_[std::size_t(j)]);
      work.select(qr.kept());
      columns_ = std::move(columns);
    }
    result_.omitted = std::move(gone);
  }

  // weights of the next step: the expected information from afar, the observed one (Newton) nearby
  [[nodiscard]] vector step_weights(bool newton) const {
    const Scalar least = (std::numeric_limits<Scalar>::min)() * Scalar(1e20);
    vector out(n_);
    for (Eigen::Index i = 0; i < n_; ++i) {
      const Scalar floor = Scalar(1e-3) * expected_[i];
      const Scalar information = newton ? (std::max)(observed_[i], floor) : expected_[i];
      out[i] = w_[i] * (std::max)(information, least);
    }
    return out;
  }

  // One step; what it changed of eta, root mean square at its weights.
  double advance(Scalar& value, double precision, double& step) {
    using std::isfinite;
    using std::sqrt;
    const vector weights = step_weights(inside_ && rms_ < 0.3);
    vector working = w_.cwiseProduct(score_).cwiseQuotient(weights);
    if (!inside_) working += eta_ - offset_;
    work_->project(weights, working, precision, options_.absorb);
    result_.convergence.absorb_iterations += work_->report.iterations;
    change_ = work_->fitted;
    if (!inside_) change_ -= eta_ - offset_;
    const vector from = eta_;
    const Scalar before = value;
    const Scalar slack = Scalar(1e-12) * objective_size();
    step = 1;
    for (int halved = 0;; ++halved) {
      eta_ = from + Scalar(step) * change_;
      value = evaluate(eta_);
      const bool better = value >= before - slack || !inside_;
      if ((isfinite(value) && better) || halved == 40) break;
      step /= 2;
    }
    if (inside_) {
      coefficients_ += Scalar(step) * work_->delta;
    } else if (step == 1) {
      coefficients_ = work_->delta;
      inside_ = true;
    }
    const Scalar squares = change_.cwiseAbs2().dot(weights) / weights.sum();
    return step * static_cast<double>(Scalar(sqrt(squares)));
  }
  [[nodiscard]] Scalar objective_size() const {
    return w_.dot(vector(score_.cwiseAbs())) + w_.sum();
  }

  // Newton steps to the maximum; positions of perfectly predicted rows, if those stand in the way
  std::vector<std::size_t> iterate() {
    ppml_convergence& convergence = result_.convergence;
    convergence = {};
    begin();
    Scalar value = evaluate(eta_);
    choose_columns(step_weights(false));
    coefficients_ = vector::Zero(work_->design().cols());
    rms_ = 1;
    bool looked = false;
    double precision = 1e-3;
    for (int count = 1;; ++count) {
      const Scalar before = value;
      double step = 1;
      rms_ = advance(value, precision, step);
      const double fall = std::abs(static_cast<double>(value - before));
      convergence.iterations = count;
      convergence.change = rms_;
      convergence.deviances.push_back(-2 * static_cast<double>(value));
      const bool settled = step == 1 && is_settled(fall);
      const bool late = settled || count >= options_.max_iterations || work_->degenerate ||
                        (count > 8 && fall <= 1e-5 * static_cast<double>(w_.sum()));
      if (late && (!looked || count >= options_.max_iterations) &&
          (work_->degenerate || sinking())) {
        looked = true;
        const auto rows = work_->separated(signs(), options_.absorb);
        if (!rows.empty()) return rows;
        require_bounded(count >= options_.max_iterations);
      }
      if (settled && precision <= finest()) break;
      if (count >= options_.max_iterations) {
        convergence.converged = false;
        if (options_.accept_unconverged) break;
        throw convergence_error(text(function_, ": not converged after ", count,
                                     " iterations (the last "
                                     "one changed the linear predictor by ",
                                     significant_text(convergence.change, 3), ")"),
                                convergence.deviances);
      }
      precision = settled ? finest()
                          : (std::clamp)(0.03 * rms_ * rms_, finest(), (std::min)(precision, 1e-3));
    }
    return {};
  }
  [[nodiscard]] double finest() const { return (std::max)(options_.absorb.tolerance, 1e-9); }

  [[nodiscard]] bool is_settled(double fall) const {
    using std::abs;
    using std::sqrt;
    const double tolerance = options_.tolerance;
    if (!inside_ || fall > tolerance * static_cast<double>(w_.sum()) || rms_ > 1e3 * tolerance) {
      return false;
    }
    for (Eigen::Index j = 0; j < coefficients_.size(); ++j) {
      const double error = std::sqrt(std::abs(static_cast<double>(work_->inverse(j, j))));
      const double size = (std::max)(static_cast<double>(abs(coefficients_[j])), error);
      if (!(static_cast<double>(abs(work_->delta[j])) <= tolerance * size)) return false;
    }
    return true;
  }

  // -1 and 1 where eta may run away downwards and upwards, 0 elsewhere
  [[nodiscard]] std::vector<int> signs() const {
    std::vector<int> out(to_size(n_), 0);
    for (Eigen::Index i = 0; i < n_; ++i) {
      const family_end end = family_.end(y_[i]);
      out[std::size_t(i)] = end == family_end::none ? 0 : (end == family_end::low ? -1 : 1);
    }
    return out;
  }

  // a row at an end whose eta still runs there while the rest stands
  [[nodiscard]] bool sinking() const {
    const std::vector<int> sign = signs();
    for (Eigen::Index i = 0; i < n_; ++i) {
      if (sign[std::size_t(i)] * static_cast<double>(change_[i]) > 1e-3) return true;
    }
    return false;
  }

  void require_bounded(bool last) const {
    if (work_->degenerate) {
      throw numerical_error(text(function_,
                                 ": the weighted regressors became collinear on the way, and "
                                 "no row is predicted perfectly"));
    }
    if (family_.has_dispersion() && (last || eta_.minCoeff() < Scalar(-300))) {
      throw separation_error(text(function_,
                                  ": the quasi likelihood grows without end as means of rows "
                                  "where ",
                                  model_.response_name,
                                  " is zero go to zero: there is no "
                                  "estimate (ppml has one)"));
    }
  }

  void describe(const effects_sample& sample) {
    auto& r = result_;
    r.family = family_.name();
    r.response_name = model_.response_name;
    for (const Eigen::Index j : columns_) r.names.push_back(model_.names[std::size_t(j)]);
    r.coefficients = coefficients_;
    r.intercept = model_.intercept && skipped() == 0 && !columns_.empty() && columns_.front() == 0;
    r.sample.used = to_size(n_);
    r.sample.dropped = sample.left_out();
    r.sample.rows = sample.dropped();
    r.sample.kept = kept_;
    absorbed_ = describe_effects(used_effects_, sample, r.effects, r.singletons);
    r.observations = counts_ ? static_cast<double>(w_.sum()) : static_cast<double>(n_);
    r.parameters = static_cast<double>(columns_.size()) + absorbed_;
    if (!r.convergence.converged) {
      r.notes.push_back(text("not converged after ", r.convergence.iterations, " iterations"));
    }
    if (r.separated > 0) {
      r.notes.push_back(text(r.separated, r.separated == 1 ? " row was" : " rows were",
                             " left out because the model predicts them perfectly"));
    }
  }

  // objective of a constant and the offset alone, by Newton's method
  [[nodiscard]] double null_objective() const {
    const Scalar mean = w_.dot(y_) / w_.sum();
    Scalar constant = family_.link(mean) - w_.dot(offset_) / w_.sum();
    double value = 0;
    for (int k = 0; k < 100; ++k) {
      Scalar score(0), information(0), sum(0);
      for (Eigen::Index i = 0; i < n_; ++i) {
        const family_row<Scalar> row = family_.at(y_[i], constant + offset_[i]);
        score += w_[i] * row.score;
        information += w_[i] * row.expected;
        sum += w_[i] * row.objective;
      }
      value = static_cast<double>(sum);
      const Scalar step = score / information;
      constant += step;
      using std::abs;
      if (abs(step) < Scalar(1e-9)) break;
    }
    return value;
  }

  // deviance, likelihood and what follows from them, where they are defined
  void describe_likelihood() {
    auto& r = result_;
    double objective = 0, saturated = 0, pearson = 0;
    for (Eigen::Index i = 0; i < n_; ++i) {
      const double w = static_cast<double>(w_[i]);
      objective += w * static_cast<double>(family_.at(y_[i], eta_[i]).objective);
      saturated += w * static_cast<double>(family_.saturated(y_[i]));
      // (y - mu)^2 / V = score^2 / information
      if (expected_[i] > Scalar(0)) {
        pearson += w * static_cast<double>(score_[i] * score_[i] / expected_[i]);
      }
    }
    const double dof = r.observations - r.parameters;
    if (family_.has_dispersion() && dof > 0) r.dispersion = pearson / dof;
    const bool bounded = saturated < 1e300;
    const double null = null_objective();
    if (bounded) {
      r.deviance = 2 * (saturated - objective);
      r.null_deviance = 2 * (saturated - null);
    }
    const double total = static_cast<double>(w_.sum());
    const double phi = family_.has_dispersion() && bounded ? *r.deviance / total : 1;
    double constant = 0;
    for (Eigen::Index i = 0; i < n_; ++i) {
      constant += static_cast<double>(w_[i]) * family_.constant(static_cast<double>(y_[i]), phi);
    }
    const double likelihood = objective / phi + constant;
    if (!bounded || !std::isfinite(likelihood)) {
      r.notes.push_back(text("no likelihood: ", family_.without_likelihood(),
                             bounded ? "" : "; the deviance is undefined too",
                             "; nor is there a pseudo r2, aic or bic"));
      return;
    }
    r.log_likelihood = likelihood;
    const double counted = r.parameters + (family_.has_dispersion() ? 1 : 0);
    r.aic = -2 * likelihood + 2 * counted;
    r.bic = -2 * likelihood + counted * std::log(r.observations);
    if (family_.highest() > Scalar(1)) {
      r.notes.emplace_back("no pseudo r2: McFadden's is of logit, probit and cloglog");
      return;
    }
    r.null_log_likelihood = null + constant;
    if (*r.null_log_likelihood != 0) r.pseudo_r2 = 1 - likelihood / *r.null_log_likelihood;
  }

  // from the order of the work to that of the sample
  [[nodiscard]] vector in_sample(const vector& from) const {
    vector to(n_);
    for (Eigen::Index i = 0; i < n_; ++i) {
      to[to_index(position(to_size(i)))] = from[i];
    }
    return to;
  }

  void fill_scores(bool want_scores, bool want_leverage, estimation_scores<Scalar>& scores) {
    auto& r = result_;
    const vector weights = step_weights(false);
    matrix within = work_->within(weights, options_.absorb);
    r.convergence.absorb_iterations += work_->report.iterations;
    for (Eigen::Index j = 0; j < within.cols(); ++j) within.col(j) = in_sample(within.col(j));
    const vector information = in_sample(weights);
    const matrix weighted = information.cwiseSqrt().asDiagonal() * within;
    if (weighted.cols() > 0) {
      const checked_qr<Scalar> qr(weighted);
      if (qr.rank() < weighted.cols()) {
        throw numerical_error(
            text(function_, ": the information matrix is singular at the maximum"));
      }
      scores.bread = qr.inverse_gram();
    }
    scores.observations = r.observations;
    scores.parameters = r.parameters;
    scores.absorbed = absorbed_;
    scores.intercept = r.intercept;
    scores.dispersion = r.dispersion;
    scores.normal_inference = true;
    scores.effects = used_effects_;
    scores.kept = kept_;
    scores.given = rows_;
    set_time(scores, model_, kept_);
    const vector score = in_sample(score_);
    const vector row_weight = in_sample(w_);
    if (want_scores) {
      scores.scores = row_weight.cwiseProduct(score).asDiagonal() * within;
      // response residuals on the scale of the columns: working ones, (y - mu) / mu'
      scores.residuals = score.cwiseProduct(row_weight).cwiseQuotient(information);
      if (counts_) scores.frequency = row_weight;
      if (want_leverage) {
        scores.leverage = leverage_of(weighted, scores.bread);
        if (with_effects()) {
          scores.leverage +=
              noted_leverage(used_effects_, information, options_.absorb.threads, r.notes);
        }
        if (counts_) scores.leverage = scores.leverage.cwiseQuotient(row_weight).eval();
      }
    }
    if (options_.keep_parts == keep::nothing) return;
    r.fitted = in_sample(mean_);
    r.predictor = in_sample(eta_);
    r.residuals = in_sample(vector(y_ - mean_));
    r.score_residuals = score;
    r.information = information.cwiseQuotient(row_weight);
  }

  const char* function_;
  const regression<Scalar>& model_;
  const std::vector<factor>& effects_;
  const response_family<Scalar>& family_;
  const generalised_linear_options<Scalar>& options_;
  const vector* weights_ = nullptr;
  bool counts_ = false, inside_ = false;
  std::vector<dropped_row> left_out_;  // rows of weight zero
  std::size_t rows_ = 0;
  Eigen::Index n_ = 0;
  std::vector<std::size_t> kept_;    // rows of the data in the sample; empty is all
  std::vector<std::int32_t> order_;  // row of the sample at each position of the work
  std::vector<factor> used_effects_;
  std::vector<Eigen::Index> columns_;  // of the design, that are in the work
  std::unique_ptr<weighted_work<Scalar>> work_;
  vector y_, w_, offset_, eta_, change_, mean_, score_, expected_, observed_, coefficients_;
  double rms_ = 1, witness_residual_ = 0, absorbed_ = 0;
  generalised_linear_result<Scalar> result_;
};

}  // namespace bilateral::detail
