#pragma once
/// One-sector gravity in general equilibrium: Armington, Eaton-Kortum, Krugman, universal gravity.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/trade/equilibrium/detail/newton_krylov.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What adjusts.
enum class closure {
  conditional,  ///< output and spending stay: only the resistances move
  endowment     ///< prices of output clear the markets (psi = 0: quantities stay)
};

/// What becomes of spending less output.
enum class deficit_rule {
  keep,            ///< additive: E' = Y' + D, in units of world output
  multiplicative,  ///< E' = k E Y'/Y, with k such that the world's spending is its output
  zero             ///< set to zero before the change, which then starts from that world
};

template <class Scalar>
struct gravity_model {
  Scalar theta = Scalar(5);  ///< trade elasticity, sigma - 1
  Scalar psi = Scalar(0);    ///< elasticity of supply to the real price of output
  closure adjusts = closure::endowment;
  deficit_rule deficits = deficit_rule::keep;
};

struct equilibrium_options {
  double tolerance = 1e-12;  ///< of largest_excess_demand
  std::size_t max_iterations = 50;  ///< of Newton's method, in each stage
  std::optional<Eigen::Index> reference{};  ///< its price index is the numeraire; else world output is
  std::size_t starts = 1;     ///< starting points where theory is silent on uniqueness
  std::uint64_t seed = 1;     ///< of the starting points after the first
};

/// Every change is a ratio new / old ("hat").
template <class Scalar>
struct one_sector_result {
  trade_economy<Scalar> before;       ///< the world that the change starts from
  gravity_model<Scalar> model;
  dense_matrix<Scalar> ease;          ///< B_ij
  dense_matrix<Scalar> flows;         ///< new X_ij, in the numeraire
  dense_vector<Scalar> output_price;  ///< p_i
  dense_vector<Scalar> price_index;   ///< P_j, the inward resistance
  dense_vector<Scalar> outward;       ///< Pi_i, the outward resistance
  dense_vector<Scalar> output;        ///< Y_i
  dense_vector<Scalar> spending;      ///< E_j
  dense_vector<Scalar> real_income;   ///< E_j / P_j
  dense_vector<Scalar> real_output;   ///< Y_i / P_i, real GDP
  dense_vector<Scalar> home_share;    ///< pi_ii
  std::vector<std::optional<Scalar>> exports, imports, trade;  ///< abroad; empty where there were none
  Scalar spending_factor = Scalar(1); ///< k of the multiplicative rule
  equilibrium_certificate certificate;
};

namespace detail {

/// The markets at log prices x, with everything as two products with A = pi B.
///
///   f_i = log(sum_j X'_ij / Y'_i) - (numeraire);  X'_ij = A_ij p_i^-theta P_j^theta E'_j
template <class Scalar>
class one_sector_system {
 public:
  one_sector_system(const trade_economy<Scalar>& economy, const gravity_model<Scalar>& model,
                    const dense_matrix<Scalar>& ease)
      : economy_(economy), model_(model), deficits_(economy.deficits()), world_(economy.output.sum()) {
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
    const Scalar level = moves() ? Scalar(log(output_.sum() / world_))
                                 : Scalar(economy_.output.dot(x) / world_);
    f_ = (demand_.array() / output_.array()).log() - level;
    f_ /= scale();
    using std::isfinite;
    return isfinite(f_.sum());
  }
  [[nodiscard]] const dense_vector<Scalar>& residual() const { return f_; }

  /// -f'(x) v / (1 + theta + psi)
  [[nodiscard]] dense_vector<Scalar> apply(const dense_vector<Scalar>& v) const {
    return respond(v, dense_vector<Scalar>::Zero(v.size()), dense_vector<Scalar>::Zero(v.size()), v);
  }

  /// The change of f to d log p = v where, at given prices, index and supply also move directly by
  /// `index` and `supply`, and demand by `direct` (negative sign: what is left to be cleared).
  [[nodiscard]] dense_vector<Scalar> respond(const dense_vector<Scalar>& v, const dense_vector<Scalar>& index,
                                             const dense_vector<Scalar>& supply,
                                             const dense_vector<Scalar>& direct) const {
    const dense_vector<Scalar> u = index_response(v) + index;
    const dense_vector<Scalar> y = output_response(v, u) + supply;
    dense_vector<Scalar> w = model_.theta * u + spending_response(y);
    w.array() *= t_.array();
    dense_vector<Scalar> out = a_ * w;
    out.array() *= q_.array() / demand_.array();
    const Scalar level = moves() ? Scalar(output_.dot(y) / output_.sum())
                                 : Scalar(economy_.output.dot(v) / world_);
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

  [[nodiscard]] bool moves() const { return model_.adjusts == closure::endowment; }
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
void check_model(const char* function, const gravity_model<Scalar>& model) {
  using std::isfinite;
  require(isfinite(model.theta) && model.theta > Scalar(0), function, "theta is ",
          static_cast<double>(model.theta),
          "; the trade elasticity must be above 0 (sigma = 1 + theta above 1)");
  require(isfinite(model.psi) && !(model.psi < Scalar(0)), function, "psi is ",
          static_cast<double>(model.psi), "; the supply elasticity cannot be negative");
}

template <class Scalar>
void check_ease(const char* function, const trade_economy<Scalar>& economy, const dense_matrix<Scalar>& ease) {
  using std::isfinite;
  require(ease.rows() == economy.size() && ease.cols() == economy.size(), function, "the ease of trade is ",
          ease.rows(), " x ", ease.cols(), " but there are ", economy.size(), " countries");
  for (Eigen::Index j = 0; j < ease.cols(); ++j) {
    for (Eigen::Index i = 0; i < ease.rows(); ++i) {
      require(isfinite(ease(i, j)) && ease(i, j) > Scalar(0), function, "the ease of trade from ",
              economy.countries[static_cast<std::size_t>(i)], " to ",
              economy.countries[static_cast<std::size_t>(j)], " changes by the factor ",
              static_cast<double>(ease(i, j)), "; it must be above 0 and finite");
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
          system, x, options.tolerance / (2 * static_cast<double>(system.scale())), options.max_iterations, 2.0);
      certificate.iterations += report.iterations;
      trace.insert(trace.end(), report.trace.begin(), report.trace.end());
      // at the limit of rounding a step can no longer improve on a residual within the tolerance
      cleared = report.converged || report.residual * static_cast<double>(system.scale()) <= options.tolerance;
    }
    certificate.stages = stages;
    if (cleared) return x;
  }
  throw convergence_error(
      text("one_sector_equilibrium: the markets do not clear: the largest excess demand is ",
           significant_text(trace.empty() ? 0.0 : trace.back(), 3),
           " of output; with deficits kept, a country's deficit may exceed what it could spend"),
      trace);
}

template <class Scalar>
[[nodiscard]] std::string uniqueness_of(const gravity_model<Scalar>& model, bool balanced) {
  if (model.adjusts == closure::conditional) {
    return "the solution is unique up to the normalisation: resistances that balance a positive matrix to given margins";
  }
  if (balanced) {
    return "an equilibrium exists and is unique up to the numeraire (theta >= 0, psi >= 0, balanced trade: Allen, "
           "Arkolakis & Takahashi 2020, theorem 1)";
  }
  return "with trade deficits theory does not rule out other equilibria";
}

/// Ratios of sums over partners abroad.
template <class Scalar>
[[nodiscard]] std::optional<Scalar> ratio_abroad(const Scalar& before, const Scalar& after) {
  if (!(before > Scalar(0))) return std::nullopt;
  return Scalar(after / before);
}

template <class Scalar>
void describe_trade(one_sector_result<Scalar>& r) {
  const auto n = r.before.size();
  const dense_vector<Scalar> home = r.before.flows.diagonal(), new_home = r.flows.diagonal();
  dense_vector<Scalar> sold = r.before.flows.rowwise().sum() - home;
  dense_vector<Scalar> bought = r.before.flows.colwise().sum().transpose() - home;
  dense_vector<Scalar> sells = dense_vector<Scalar>::Zero(n), buys = dense_vector<Scalar>::Zero(n);
  sold.setZero();
  bought.setZero();
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i) {
      if (i == j) continue;
      sold[i] += r.before.flows(i, j);
      bought[j] += r.before.flows(i, j);
      sells[i] += r.flows(i, j);
      buys[j] += r.flows(i, j);
    }
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    r.exports.push_back(ratio_abroad<Scalar>(sold[i], sells[i]));
    r.imports.push_back(ratio_abroad<Scalar>(bought[i], buys[i]));
    r.trade.push_back(ratio_abroad<Scalar>(sold[i] + bought[i], sells[i] + buys[i]));
  }
}

/// The solution in words, in the numeraire asked for.
template <class Scalar>
void describe(const one_sector_system<Scalar>& system, const dense_vector<Scalar>& x,
              const equilibrium_options& options, one_sector_result<Scalar>& r) {
  using std::abs;
  using std::exp;
  const Scalar& theta = r.model.theta;
  const Scalar unit = options.reference ? Scalar(exp(-system.log_index()[*options.reference])) : Scalar(1);
  const bool moves = system.moves();
  const Scalar value = moves ? unit : Scalar(1);  // output and spending are given in the conditional one
  const dense_matrix<Scalar> shares = system.shares();
  r.flows = value * (shares * system.spending().asDiagonal());
  const dense_vector<Scalar> price = unit * x.array().exp().matrix();
  r.price_index = unit * system.log_index().array().exp().matrix();
  r.output = value * system.output().cwiseQuotient(r.before.output);
  r.spending = value * system.spending().cwiseQuotient(r.before.spending);
  r.outward = (r.output.array().log() / (-theta) - price.array().log()).exp();
  r.output_price = moves ? price : dense_vector<Scalar>::Ones(x.size());
  r.real_income = r.spending.cwiseQuotient(r.price_index);
  r.real_output = r.output.cwiseQuotient(r.price_index);
  r.home_share = shares.diagonal().cwiseQuotient(r.before.shares.diagonal());
  r.spending_factor = system.factor();
  describe_trade(r);
  const dense_vector<Scalar> sales = r.flows.rowwise().sum(), wanted = value * system.output();
  r.certificate.largest_excess_demand =
      static_cast<double>((sales.cwiseQuotient(wanted).array() - Scalar(1)).abs().maxCoeff());
  r.certificate.price_residual =
      static_cast<double>((shares.colwise().sum().array() - Scalar(1)).abs().maxCoeff());
}

/// Other starting points must end where the first did.
template <class Scalar>
void try_other_starts(one_sector_system<Scalar>& system, const dense_matrix<Scalar>& ease,
                      const dense_vector<Scalar>& x, const equilibrium_options& options,
                      equilibrium_certificate& certificate) {
  std::size_t reached = 0;
  for (std::size_t s = 1; s < options.starts; ++s) {
    philox draw(options.seed, s);
    dense_vector<Scalar> start(x.size());
    for (Eigen::Index i = 0; i < x.size(); ++i) start[i] = Scalar(0.5 * draw.normal());
    ++certificate.starts;
    equilibrium_certificate other;
    try {
      const dense_vector<Scalar> y = clear_markets(system, ease, start, options, other);
      ++reached;
      const double gap = static_cast<double>((y - x).cwiseAbs().maxCoeff());
      certificate.start_distance = (std::max)(certificate.start_distance, gap);
    } catch (const convergence_error&) {  // counted in the sentence below
    }
    certificate.iterations += other.iterations;
  }
  if (certificate.starts == 1) return;
  certificate.uniqueness += text("; of ", certificate.starts - 1, " other random starts ", reached,
                                 " reached an equilibrium, ",
                                 certificate.start_distance < 1e-6 ? "always this one"
                                                                   : "not always this one");
  system.change(ease);
  (void)system.evaluate(x);
}

}  // namespace detail

/// The world after its trade deficits are closed, all trade costs as they were.
template <class Scalar>
[[nodiscard]] trade_economy<Scalar> without_deficits(const trade_economy<Scalar>& economy,
                                                     const gravity_model<Scalar>& model,
                                                     const equilibrium_options& options = {});

/// Exact changes of one-sector gravity after a change of bilateral trade costs.
///
///   P_j^-theta = sum_i pi_ij B_ij p_i^-theta,           B_ij = tau_ij^-theta
///   Y_i p_i (p_i/P_i)^psi = sum_j pi_ij B_ij p_i^-theta P_j^theta E'_j
///   E'_j = Y'_j + D_j (keep),  k E_j Y'_j/Y_j (multiplicative),  Y'_j (zero);   Pi_i = Y_i^(-1/theta) / p_i
///
/// Letters with a prime are new levels, the others changes new / old, except the data X, pi, Y, E, D. Armington
/// with sigma = theta + 1, Eaton-Kortum and Krugman with a given number of workers are all this system.
///
/// @param economy  flows with domestic sales: economy_of
/// @param ease     (n x n) B, 1 where nothing changes
/// @param model    elasticities, what adjusts, what becomes of deficits
/// @return         changes by country, the new flows and a certificate
/// @throws argument_error     shapes, theta <= 0, psi < 0, B not above zero
/// @throws convergence_error  no prices found that clear the markets
/// @note   values are in units of world output (its change is 1) or of the price index of the reference;
///         X'_ij = Y'_i E'_j (t_ij / (Pi_i P_j))^-theta. The real income is E/P: real output where deficits
///         are zero, and k times it where they are multiplicative
/// @note   Newton's method on N log prices with GMRES on the analytic Jacobian, O(N^2) a product; two
///         products with pi B serve for residual and derivative, so no N x N matrix is factored
/// @see    Baier, Yotov & Zylkin (2019), Journal of International Economics 116; Allen, Arkolakis &
///         Takahashi (2020), Journal of Political Economy 128(2); Dekle, Eaton & Kortum (2008), IMF Staff
///         Papers 55(3); conditional: Yotov, Piermartini, Monteiro & Larch (2016), chapter 2
template <class Scalar>
[[nodiscard]] one_sector_result<Scalar> one_sector_equilibrium(const trade_economy<Scalar>& economy,
                                                               const dense_matrix<Scalar>& ease,
                                                               const gravity_model<Scalar>& model,
                                                               const equilibrium_options& options = {}) {
  constexpr auto function = "one_sector_equilibrium";
  detail::check_model(function, model);
  detail::check_ease(function, economy, ease);
  require(!options.reference || (*options.reference >= 0 && *options.reference < economy.size()), function,
          "there is no country of that number for the reference");
  const bool close = model.deficits == deficit_rule::zero && model.adjusts == closure::endowment;
  one_sector_result<Scalar> r;
  r.before = close ? without_deficits(economy, model, options) : economy;
  r.model = model;
  r.ease = ease;
  detail::one_sector_system<Scalar> system(r.before, model, ease);
  const dense_vector<Scalar> start = dense_vector<Scalar>::Zero(economy.size());
  const dense_vector<Scalar> x = detail::clear_markets(system, ease, start, options, r.certificate);
  const double imbalance = static_cast<double>(r.before.deficits().cwiseAbs().maxCoeff()) /
                           static_cast<double>(r.before.output.sum());
  const bool balanced = imbalance <= 1e-9;
  r.certificate.uniqueness = detail::uniqueness_of(model, balanced);
  if (!balanced && system.moves()) {
    detail::try_other_starts(system, ease, x, options, r.certificate);
  }
  detail::describe(system, x, options, r);
  return r;
}

template <class Scalar>
[[nodiscard]] trade_economy<Scalar> without_deficits(const trade_economy<Scalar>& economy,
                                                     const gravity_model<Scalar>& model,
                                                     const equilibrium_options& options) {
  detail::check_model("without_deficits", model);
  // E' = Y' from E = Y + D: the columns of the data are scaled to output, then the markets are cleared
  trade_economy<Scalar> start = economy;
  start.spending = economy.output;
  start.flows = economy.shares * economy.output.asDiagonal();
  gravity_model<Scalar> balanced = model;
  balanced.adjusts = closure::endowment;
  balanced.deficits = deficit_rule::keep;
  detail::one_sector_system<Scalar> system(start, balanced,
                                           dense_matrix<Scalar>::Ones(economy.size(), economy.size()));
  equilibrium_certificate certificate;
  const dense_vector<Scalar> x =
      detail::clear_markets(system, dense_matrix<Scalar>(dense_matrix<Scalar>::Ones(economy.size(), economy.size())),
                            dense_vector<Scalar>(dense_vector<Scalar>::Zero(economy.size())), options, certificate);
  (void)x;
  return economy_of<Scalar>(system.shares() * system.spending().asDiagonal(), economy.countries);
}

}  // namespace bilateral
