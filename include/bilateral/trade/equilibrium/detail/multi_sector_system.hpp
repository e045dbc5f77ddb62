#pragma once
// The equations of the model of many sectors as a system, and its solution.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/detail/newton_krylov.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/gravity_model.hpp>
#include <bilateral/trade/equilibrium/sector_economy.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace bilateral::detail {

/// The equations of the model at z = (log w, log P, X): everything in products by sector, never an
/// (N J) x (N J) matrix.
///
///   log c_n^j = gamma_n^j log w_n + (1 - gamma_n^j) sum_k g_n^kj log P_n^k
///   (P_n^j)^-theta = sum_i pi_in^j B_in^j ((1+t')/(1+t))^-theta (c_i^j)^-theta
///   X_n^j = sum_k g_n^jk (1 - gamma_n^k) Y_n^k + alpha_n^j (w_n L_n V_n + R_n + D_n), whoever has R_n
///   w_n L_n V_n = sum_j gamma_n^j Y_n^j,   L_n = (w_n / P_n)^eta,   Y_i^j = sum_n pi'_in^j X_n^j / (1 + t'_in^j)
template <class Scalar>
class multi_sector_system {
 public:
  using matrix = dense_matrix<Scalar>;
  using vector = dense_vector<Scalar>;

  multi_sector_system(const sector_economy<Scalar>& e, const sector_policy<Scalar>& policy,
                      vector deficit)
      : e_(e),
        n_(e.countries()),
        s_(e.sectors()),
        deficit_(std::move(deficit)),
        size_(e.spending.rowwise().sum()),
        world_(e.value_added.sum()) {
    const Scalar mean = e.data.theta.mean();
    wage_scale_ = Scalar(1) + mean;
    inputs_ = (Scalar(1) - e.data.value_added.array()).matrix();
    for (Eigen::Index j = 0; j < s_; ++j) sectors_.push_back(sector_of(policy, j));
  }

  [[nodiscard]] vector start() const {
    vector z = vector::Zero(n_ + 2 * n_ * s_);
    for (Eigen::Index j = 0; j < s_; ++j) {
      z.segment(n_ + n_ * s_ + j * n_, n_) = e_.spending.col(j).cwiseQuotient(size_);
    }
    return z;
  }

  [[nodiscard]] bool evaluate(const vector& z) {
    read(z, wage_, price_, spending_);
    cost_ = costs(wage_, price_);
    net_ = matrix(n_, s_);
    output_ = matrix(n_, s_);
    index_ = matrix(n_, s_);
    for (Eigen::Index j = 0; j < s_; ++j) evaluate_sector(sectors_[to_size(j)], j);
    revenue_ = (spending_.array() * (Scalar(1) - net_.array())).rowwise().sum();
    wage_bill_ = (bill_response(wage_, price_).array().exp() * e_.value_added.array()).matrix();
    income_ = wage_bill_ + deficit_;
    wanted_ = demand(output_, income_ + revenue_);
    if (rebated()) income_ += revenue_;
    earned_ = output_.cwiseProduct(e_.data.value_added).rowwise().sum();
    if (!(income_.minCoeff() > Scalar(0)) || !(earned_.minCoeff() > Scalar(0))) return false;
    using std::isfinite;
    using std::log;
    const Scalar level = log(wage_bill_.sum() / world_);
    const vector labour = ((earned_.array() / wage_bill_.array()).log() - level) / wage_scale_;
    f_ = write(labour, index_ - price_, size_.cwiseInverse().asDiagonal() * (wanted_ - spending_));
    return isfinite(f_.sum());
  }
  [[nodiscard]] const vector& residual() const { return f_; }

  /// minus the derivative of the residual along v
  [[nodiscard]] vector apply(const vector& v) const {
    vector x;
    matrix p, m;
    read(v, x, p, m);
    const matrix c = costs(x, p);
    matrix index(n_, s_), output(n_, s_);
    vector revenue = vector::Zero(n_);
    for (Eigen::Index j = 0; j < s_; ++j) {
      respond_sector(sectors_[to_size(j)], j, c, m, index, output, revenue);
    }
    const vector moved = bill_response(x, p);
    const vector bill = wage_bill_.cwiseProduct(moved);
    const matrix wanted = demand(output, bill + revenue);
    const vector earned = output.cwiseProduct(e_.data.value_added).rowwise().sum();
    const Scalar level = bill.sum() / wage_bill_.sum();
    const vector labour = (moved - earned.cwiseQuotient(earned_)).array() + level;
    return write(labour / wage_scale_, p - index, size_.cwiseInverse().asDiagonal() * (m - wanted));
  }

  /// What a small change moves at given wages, prices and spending: `f` is the residual's response.
  struct direct_response {
    vector f, revenue;
    matrix index;
  };
  /// @param ease    by sector d log B_in, where any moves
  /// @param duty    by sector d log(1 + t'_in), where any moves
  /// @param theta   (sector) d theta; empty: none
  [[nodiscard]] direct_response respond_directly(const std::vector<matrix>& ease,
                                                 const std::vector<matrix>& duty,
                                                 const vector& theta) const {
    direct_response out;
    out.index = matrix::Zero(n_, s_);
    out.revenue = vector::Zero(n_);
    matrix output = matrix::Zero(n_, s_);
    for (Eigen::Index j = 0; j < s_; ++j) {
      const auto at = to_size(j);
      const sector& s = sectors_[at];
      const bool elasticity = theta.size() > 0 && theta[j] != Scalar(0);
      if (ease.empty() && duty.empty() && !elasticity) continue;
      const matrix net = s.traded ? s.net : matrix(s.home_net.asDiagonal());
      const matrix gross = s.traded ? s.gross : matrix(s.home.asDiagonal());
      matrix a = matrix::Zero(n_, n_), h = a;  // d log of gross and of 1 + t'
      if (!ease.empty()) a += ease[at];
      if (!duty.empty()) {
        h = duty[at];
        a -= s.theta * h;
      }
      if (elasticity) {
        a.colwise() -= theta[j] * cost_.col(j);
        a -= theta[j] * s.duty_change;
      }
      const vector column =
          (gross.cwiseProduct(a).transpose() * s.q).cwiseQuotient(s.column);  // d log
      out.index.col(j) = -column / s.theta;
      if (elasticity) out.index.col(j) -= theta[j] / s.theta * index_.col(j);
      const matrix moves = net.cwiseProduct(a - h);
      const vector t = spending_.col(j).cwiseQuotient(s.column);
      output.col(j) = s.q.cwiseProduct(moves * t - net * t.cwiseProduct(column));
      const vector share =
          (moves.transpose() * s.q).cwiseQuotient(s.column) - net_.col(j).cwiseProduct(column);
      out.revenue -= spending_.col(j).cwiseProduct(share);
    }
    const vector earned = output.cwiseProduct(e_.data.value_added).rowwise().sum();
    out.f = write(earned.cwiseQuotient(earned_) / wage_scale_, out.index,
                  size_.cwiseInverse().asDiagonal() * demand(output, out.revenue));
    return out;
  }

  /// d log wage, d log price and d spending in a vector of unknowns
  void unpack(const vector& z, vector& x, matrix& p, matrix& m) const { read(z, x, p, m); }
  /// d income along dz, without what moves directly
  [[nodiscard]] vector income_response(const vector& z) const {
    vector x;
    matrix p, m;
    read(z, x, p, m);
    const matrix c = costs(x, p);
    matrix index(n_, s_), output(n_, s_);
    vector revenue = vector::Zero(n_);
    for (Eigen::Index j = 0; j < s_; ++j) {
      respond_sector(sectors_[to_size(j)], j, c, m, index, output, revenue);
    }
    const vector bill = wage_bill_.cwiseProduct(bill_response(x, p));
    return rebated() ? vector(bill + revenue) : bill;
  }
  [[nodiscard]] bool rebated() const { return e_.data.revenue == tariff_revenue::rebated; }

  [[nodiscard]] const vector& log_wage() const { return wage_; }
  [[nodiscard]] const matrix& log_price() const { return index_; }
  [[nodiscard]] const matrix& log_cost() const { return cost_; }
  [[nodiscard]] const vector& income() const { return income_; }
  [[nodiscard]] const matrix& spending() const { return spending_; }
  /// new net flows of sector j, exporter x importer
  [[nodiscard]] matrix flows(Eigen::Index j) const {
    const auto& s = sectors_[to_size(j)];
    const vector t = spending_.col(j).cwiseQuotient(s.column);
    if (!s.traded) return matrix(s.q.cwiseProduct(s.home_net).cwiseProduct(t).asDiagonal());
    return s.q.asDiagonal() * s.net * t.asDiagonal();
  }
  [[nodiscard]] double labour_gap() const {
    return static_cast<double>(
        (earned_.cwiseQuotient(wage_bill_).array() - Scalar(1)).abs().maxCoeff());
  }
  [[nodiscard]] double demand_gap() const {
    return static_cast<double>(
        (size_.cwiseInverse().asDiagonal() * (wanted_ - spending_)).cwiseAbs().maxCoeff());
  }
  [[nodiscard]] double price_gap() const {
    return static_cast<double>((index_ - price_).cwiseAbs().maxCoeff());
  }

 private:
  struct sector {
    bool traded = false, duties = false;
    Scalar theta;
    matrix gross, net;      ///< A = pi B (1+t'/1+t)^-theta, and A / (1 + t')
    matrix duty_change;     ///< log((1 + t') / (1 + t)), zero where nothing is sold
    vector home, home_net;  ///< their diagonals where nothing is traded
    vector q, column;
  };

  [[nodiscard]] sector sector_of(const sector_policy<Scalar>& policy, Eigen::Index j) const {
    using std::log;
    using std::pow;
    const auto at = to_size(j);
    sector s;
    s.theta = e_.data.theta[j];
    matrix gross = e_.data.flows[at];
    const matrix old_duty =
        e_.data.tariffs.empty() ? matrix(matrix::Zero(n_, n_)) : e_.data.tariffs[at];
    const matrix new_duty = policy.tariffs.empty() ? old_duty : policy.tariffs[at];
    gross.array() *= Scalar(1) + old_duty.array();
    gross = gross * e_.spending.col(j).cwiseInverse().asDiagonal();
    s.duty_change = matrix::Zero(n_, n_);
    for (Eigen::Index b = 0; b < n_; ++b) {
      for (Eigen::Index a = 0; a < n_; ++a) {
        if (gross(a, b) == Scalar(0)) continue;
        if (a != b) s.traded = true;
        if (!policy.ease.empty()) gross(a, b) *= policy.ease[at](a, b);
        if (new_duty(a, b) == old_duty(a, b)) continue;
        const Scalar dearer = (Scalar(1) + new_duty(a, b)) / (Scalar(1) + old_duty(a, b));
        gross(a, b) *= pow(dearer, -s.theta);
        s.duty_change(a, b) = log(dearer);
      }
    }
    matrix net = gross.array() / (Scalar(1) + new_duty.array());
    s.duties = (new_duty.array() != Scalar(0)).any();
    s.home = gross.diagonal();
    s.home_net = net.diagonal();
    if (s.traded) {
      s.gross = std::move(gross);
      s.net = std::move(net);
    }
    return s;
  }

  void evaluate_sector(sector& s, Eigen::Index j) {
    s.q = (-s.theta * cost_.col(j)).array().exp();
    if (s.traded) {
      s.column.noalias() = s.gross.transpose() * s.q;
    } else {
      s.column = s.home.cwiseProduct(s.q);
    }
    index_.col(j) = -s.column.array().log() / s.theta;
    const vector t = spending_.col(j).cwiseQuotient(s.column);
    if (s.traded) {
      output_.col(j).noalias() = s.net * t;
      output_.col(j).array() *= s.q.array();
      net_.col(j) = s.duties ? vector((s.net.transpose() * s.q).cwiseQuotient(s.column))
                             : vector(vector::Ones(n_));
    } else {
      output_.col(j) = s.q.cwiseProduct(s.home_net).cwiseProduct(t);
      net_.col(j) = s.home_net.cwiseQuotient(s.home);
    }
  }

  void respond_sector(const sector& s, Eigen::Index j, const matrix& c, const matrix& m,
                      matrix& index, matrix& output, vector& revenue) const {
    const vector moved = s.q.cwiseProduct(c.col(j));
    if (!s.traded) {
      index.col(j) = c.col(j);
      output.col(j) = m.col(j).cwiseProduct(net_.col(j));
      revenue.array() += m.col(j).array() * (Scalar(1) - net_.col(j).array());
      return;
    }
    index.col(j) = (s.gross.transpose() * moved).cwiseQuotient(s.column);
    const vector bought =
        (m.col(j) + s.theta * index.col(j).cwiseProduct(spending_.col(j))).cwiseQuotient(s.column);
    output.col(j) = s.net * bought;
    output.col(j).array() *= s.q.array();
    output.col(j) -= s.theta * c.col(j).cwiseProduct(output_.col(j));
    if (!s.duties) return;
    vector share = s.theta * index.col(j).cwiseProduct(net_.col(j));
    share -= s.theta * (s.net.transpose() * moved).cwiseQuotient(s.column);
    revenue.array() += m.col(j).array() * (Scalar(1) - net_.col(j).array()) -
                       spending_.col(j).array() * share.array();
  }

  /// log of what labour earns, w L = w (w / P)^eta, linear in log wages and log prices
  [[nodiscard]] vector bill_response(const vector& x, const matrix& p) const {
    const Scalar& eta = e_.data.labour_supply;
    if (eta == Scalar(0)) return x;
    return (Scalar(1) + eta) * x - eta * p.cwiseProduct(e_.final_share).rowwise().sum();
  }
  /// log unit costs, linear in log wages and log prices
  [[nodiscard]] matrix costs(const vector& x, const matrix& p) const {
    matrix c(n_, s_);
    for (Eigen::Index i = 0; i < n_; ++i) {
      const vector bundle = e_.data.inputs[to_size(i)].transpose() * p.row(i).transpose();
      c.row(i) =
          inputs_.row(i).cwiseProduct(bundle.transpose()) + x[i] * e_.data.value_added.row(i);
    }
    return c;
  }
  /// spending on inputs and final goods, linear in output and income
  [[nodiscard]] matrix demand(const matrix& output, const vector& income) const {
    matrix out(n_, s_);
    for (Eigen::Index i = 0; i < n_; ++i) {
      const vector bill = inputs_.row(i).cwiseProduct(output.row(i)).transpose();
      out.row(i) = (e_.data.inputs[to_size(i)] * bill).transpose();
      out.row(i) += income[i] * e_.final_share.row(i);
    }
    return out;
  }
  void read(const vector& z, vector& x, matrix& p, matrix& m) const {
    x = z.head(n_);
    p = Eigen::Map<const matrix>(z.data() + n_, n_, s_);
    m = size_.asDiagonal() * Eigen::Map<const matrix>(z.data() + n_ + n_ * s_, n_, s_);
  }
  [[nodiscard]] vector write(const vector& x, const matrix& p, const matrix& m) const {
    vector z(n_ + 2 * n_ * s_);
    z.head(n_) = x;
    Eigen::Map<matrix>(z.data() + n_, n_, s_) = p;
    Eigen::Map<matrix>(z.data() + n_ + n_ * s_, n_, s_) = m;
    return z;
  }

  const sector_economy<Scalar>& e_;
  Eigen::Index n_, s_;
  vector deficit_, size_;
  Scalar world_, wage_scale_ = Scalar(1);
  matrix inputs_;
  std::vector<sector> sectors_;
  vector wage_, revenue_, wage_bill_, income_, earned_, f_;
  matrix price_, spending_, cost_, net_, output_, index_, wanted_;
};

template <class Scalar>
void solve_sectors(multi_sector_system<Scalar>& system, dense_vector<Scalar>& z,
                   const equilibrium_options& options, equilibrium_certificate& certificate) {
  const auto report =
      newton_krylov<Scalar>(system, z, options.tolerance / 10, options.max_iterations, 1.0);
  certificate.iterations += report.iterations;
  if (report.trace.empty()) {
    throw convergence_error(
        "multi_sector_equilibrium: the start lies outside what the model allows: a country's "
        "deficit may exceed what it could spend",
        {});
  }
  const double gap = (std::max)({system.labour_gap(), system.demand_gap(), system.price_gap()});
  if (report.converged || gap <= options.tolerance) return;
  throw convergence_error(
      text("multi_sector_equilibrium: the markets do not clear: the largest gap is ",
           significant_text(gap, 3), " after ", report.iterations, " iterations"),
      report.trace);
}

}  // namespace bilateral::detail
