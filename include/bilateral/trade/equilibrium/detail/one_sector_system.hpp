#pragma once
// The markets of a one-sector model as a system of equations, and its solution.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/detail/newton_krylov.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/gravity_model.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace bilateral::detail {

/// The markets at log prices x, with everything as two products with A = pi B.
///
///   f_i = log(sum_j X'_ij / Y'_i) - (numeraire);  X'_ij = A_ij p_i^-theta P_j^theta E'_j
template <class Scalar>
class one_sector_system {
 public:
  one_sector_system(const trade_economy<Scalar>& economy, const gravity_model<Scalar>& model,
                    const dense_matrix<Scalar>& ease)
      : economy_(economy),
        model_(model),
        deficits_(economy.deficits()),
        world_(economy.output.sum()) {
    change(ease);
  }
  void change(const dense_matrix<Scalar>& ease) { a_ = economy_.shares.cwiseProduct(ease); }

  [[nodiscard]] bool evaluate(const dense_vector<Scalar>& x) {
    using std::log;
    const Scalar& theta = model_.theta;
    q_ = (-theta * x).array().exp();
    column_.noalias() = a_.transpose() * q_;
    log_index_ = -column_.array().log() / theta;
    output_ = economy_.output;
    if (moves()) {
      output_.array() *= ((Scalar(1) + model_.psi) * x - model_.psi * log_index_).array().exp();
    }
    factor_ = Scalar(1);
    spending_ = economy_.spending;
    if (moves() && model_.deficits == deficit_rule::keep) spending_ = output_ + deficits_;
    if (moves() && model_.deficits != deficit_rule::keep) {
      spending_.array() *= output_.array() / economy_.output.array();
      factor_ = output_.sum() / spending_.sum();
      spending_ *= factor_;
    }
    if (!(spending_.minCoeff() > Scalar(0))) return false;
    t_ = spending_.cwiseQuotient(column_);
    demand_.noalias() = a_ * t_;
    demand_.array() *= q_.array();
    const Scalar level =
        moves() ? Scalar(log(output_.sum() / world_)) : Scalar(economy_.output.dot(x) / world_);
    f_ = (demand_.array() / output_.array()).log() - level;
    f_ /= scale();
    using std::isfinite;
    return isfinite(f_.sum());
  }
  [[nodiscard]] const dense_vector<Scalar>& residual() const { return f_; }

  /// -f'(x) v / (1 + theta + psi)
  [[nodiscard]] dense_vector<Scalar> apply(const dense_vector<Scalar>& v) const {
    return respond(v, dense_vector<Scalar>::Zero(v.size()), dense_vector<Scalar>::Zero(v.size()),
                   v);
  }

  /// The change of f to d log p = v where, at given prices, index and supply also move directly by
  /// `index` and `supply`, and demand by `direct` (negative sign: what is left to be cleared).
  [[nodiscard]] dense_vector<Scalar> respond(const dense_vector<Scalar>& v,
                                             const dense_vector<Scalar>& index,
                                             const dense_vector<Scalar>& supply,
                                             const dense_vector<Scalar>& direct) const {
    const dense_vector<Scalar> u = index_response(v) + index;
    const dense_vector<Scalar> y = output_response(v, u) + supply;
    dense_vector<Scalar> w = model_.theta * u + spending_response(y);
    w.array() *= t_.array();
    dense_vector<Scalar> out = a_ * w;
    out.array() *= q_.array() / demand_.array();
    const Scalar level =
        moves() ? Scalar(output_.dot(y) / output_.sum()) : Scalar(economy_.output.dot(v) / world_);
    out = y + model_.theta * direct - out;
    out.array() += level;
    return out / scale();
  }
  /// d log P
  [[nodiscard]] dense_vector<Scalar> index_response(const dense_vector<Scalar>& v) const {
    dense_vector<Scalar> u = a_.transpose() * q_.cwiseProduct(v);
    u.array() /= column_.array();
    return u;
  }
  /// d log Y'
  [[nodiscard]] dense_vector<Scalar> output_response(const dense_vector<Scalar>& v,
                                                     const dense_vector<Scalar>& u) const {
    if (!moves()) return dense_vector<Scalar>::Zero(v.size());
    return (Scalar(1) + model_.psi) * v - model_.psi * u;
  }
  /// d log E'
  [[nodiscard]] dense_vector<Scalar> spending_response(const dense_vector<Scalar>& y) const {
    if (!moves()) return dense_vector<Scalar>::Zero(y.size());
    if (model_.deficits == deficit_rule::keep) {
      return output_.cwiseProduct(y).cwiseQuotient(spending_);
    }
    const Scalar level = output_.dot(y) / output_.sum() - spending_.dot(y) / spending_.sum();
    return (y.array() + level).matrix();
  }

  [[nodiscard]] bool moves() const { return model_.adjusts == equilibrium_closure::endowment; }
  [[nodiscard]] bool keeps_deficits() const {
    return model_.deficits == deficit_rule::keep && deficits_.cwiseAbs().maxCoeff() > Scalar(0);
  }
  [[nodiscard]] Scalar scale() const {
    return moves() ? Scalar(Scalar(1) + model_.theta + model_.psi) : model_.theta;
  }
  [[nodiscard]] const dense_vector<Scalar>& log_index() const { return log_index_; }
  [[nodiscard]] const dense_vector<Scalar>& output() const { return output_; }
  [[nodiscard]] const dense_vector<Scalar>& spending() const { return spending_; }
  [[nodiscard]] const Scalar& factor() const { return factor_; }
  /// new shares: column j adds up to one
  [[nodiscard]] dense_matrix<Scalar> shares() const {
    return q_.asDiagonal() * a_ * column_.cwiseInverse().asDiagonal();
  }

 private:
  const trade_economy<Scalar>& economy_;
  gravity_model<Scalar> model_;
  dense_vector<Scalar> deficits_;
  Scalar world_;
  dense_matrix<Scalar> a_;
  dense_vector<Scalar> q_, column_, log_index_, output_, spending_, t_, demand_, f_;
  Scalar factor_ = Scalar(1);
};

template <class Scalar>
void check_ease(const char* function, const trade_economy<Scalar>& economy,
                const dense_matrix<Scalar>& ease) {
  using std::isfinite;
  require(ease.rows() == economy.size() && ease.cols() == economy.size(), function,
          "the ease of trade is ", ease.rows(), " x ", ease.cols(), " but there are ",
          economy.size(), " countries");
  for (Eigen::Index j = 0; j < ease.cols(); ++j) {
    for (Eigen::Index i = 0; i < ease.rows(); ++i) {
      require(isfinite(ease(i, j)) && ease(i, j) > Scalar(0), function, "the ease of trade from ",
              economy.countries[to_size(i)], " to ", economy.countries[to_size(j)],
              " changes by the factor ", static_cast<double>(ease(i, j)),
              "; it must be above 0 and finite");
    }
  }
}

/// Newton from x; where that fails, the change in 2, 4, 8, ... stages.
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> clear_markets(one_sector_system<Scalar>& system,
                                                 const dense_matrix<Scalar>& ease,
                                                 const dense_vector<Scalar>& start,
                                                 const equilibrium_options& options,
                                                 equilibrium_certificate& certificate) {
  std::vector<double> trace;
  const dense_matrix<Scalar> log_ease = ease.array().log();
  for (std::size_t stages = 1; stages <= 64; stages *= 4) {
    dense_vector<Scalar> x = start;
    bool cleared = true;
    for (std::size_t s = 1; s <= stages && cleared; ++s) {
      const Scalar part = Scalar(static_cast<double>(s)) / Scalar(static_cast<double>(stages));
      system.change(s == stages ? ease : dense_matrix<Scalar>((part * log_ease).array().exp()));
      const auto report = newton_krylov<Scalar>(
          system, x, options.tolerance / (2 * static_cast<double>(system.scale())),
          options.max_iterations, 2.0);
      certificate.iterations += report.iterations;
      trace.insert(trace.end(), report.trace.begin(), report.trace.end());
      // at the limit of rounding a step can no longer improve on a residual within the tolerance
      cleared = report.converged ||
                report.residual * static_cast<double>(system.scale()) <= options.tolerance;
    }
    certificate.stages = stages;
    if (cleared) return x;
  }
  throw convergence_error(
      text("one_sector_equilibrium: the markets do not clear: the largest excess demand is ",
           trace.empty() ? "not defined at the start"
                         : significant_text(trace.back(), 3) + " of output",
           system.keeps_deficits()
               ? "; with deficits kept, a country's deficit may exceed what it could spend"
               : ""),
      trace);
}

}  // namespace bilateral::detail
