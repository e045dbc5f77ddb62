#pragma once
/// Many sectors with intermediate inputs and tariffs: Caliendo & Parro (2015).

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/detail/newton_krylov.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What a world of many sectors is made of; sector_economy_of checks it and adds it up.
template <class Scalar>
struct sector_data {
  std::vector<std::string> countries, sectors;
  std::vector<dense_matrix<Scalar>>
      flows;  ///< by sector: exporter x importer, net of tariffs, diagonal at home
  std::vector<dense_matrix<Scalar>>
      tariffs;  ///< by sector: exporter x importer, 0.1 is ten percent; empty: none
  dense_matrix<Scalar> value_added;  ///< (country x sector) gamma, share of output; (0 x 0): one
  std::vector<dense_matrix<Scalar>>
      inputs;                  ///< by country: input x user, shares of all the user's inputs
  dense_vector<Scalar> theta;  ///< (sector) trade elasticities
};

template <class Scalar>
struct sector_economy {
  sector_data<Scalar> data;
  dense_matrix<Scalar> output;       ///< (country x sector) Y_n^j
  dense_matrix<Scalar> spending;     ///< (country x sector) X_n^j, tariffs included
  dense_matrix<Scalar> final_share;  ///< (country x sector) alpha_n^j
  dense_vector<Scalar> value_added;  ///< (country) w_n L_n
  dense_vector<Scalar> revenue;      ///< (country) R_n
  dense_vector<Scalar> deficit;      ///< (country) D_n, imports less exports
  std::vector<std::string>
      negative_final;  ///< "country, sector": implied final demand below zero, set to zero

  [[nodiscard]] Eigen::Index countries() const { return output.rows(); }
  [[nodiscard]] Eigen::Index sectors() const { return output.cols(); }
  [[nodiscard]] dense_vector<Scalar> income() const { return value_added + revenue + deficit; }
};

/// A policy: new tariffs and changes of the ease of trade, by sector.
template <class Scalar>
struct sector_policy {
  std::vector<dense_matrix<Scalar>> tariffs;  ///< as in sector_data; empty: unchanged
  std::vector<dense_matrix<Scalar>>
      ease;  ///< B^j = kappa^-theta without the tariff's part; empty: one
};

/// Changes are ratios new / old; levels are in units of world value added before the change.
template <class Scalar>
struct multi_sector_result {
  sector_economy<Scalar> before, after;
  dense_vector<Scalar> wage;            ///< w_n
  dense_matrix<Scalar> cost;            ///< (country x sector) c_n^j, price of output
  dense_matrix<Scalar> price;           ///< (country x sector) P_n^j
  dense_vector<Scalar> price_index;     ///< P_n = prod_j (P_n^j)^alpha_n^j
  dense_vector<Scalar> income;          ///< I_n
  dense_vector<Scalar> real_income;     ///< I_n / P_n
  dense_vector<Scalar> real_wage;       ///< w_n / P_n
  dense_vector<Scalar> terms_of_trade;  ///< first-order part of d log W, not a ratio
  dense_vector<Scalar> volume;          ///< first-order part of d log W, not a ratio
  dense_matrix<Scalar> terms_by_sector, volume_by_sector;
  equilibrium_certificate certificate;

  /// d log W_n = terms of trade + volume of trade
  [[nodiscard]] dense_vector<Scalar> welfare() const { return terms_of_trade + volume; }
};

namespace detail {

template <class Scalar>
struct sector_text {
  const sector_data<Scalar>& d;
  [[nodiscard]] const std::string& country(Eigen::Index n) const {
    return d.countries[static_cast<std::size_t>(n)];
  }
  [[nodiscard]] const std::string& sector(Eigen::Index j) const {
    return d.sectors[static_cast<std::size_t>(j)];
  }
};

inline constexpr auto sectors_function = "sector_economy_of";

template <class Scalar>
void check_sector_flows(const sector_data<Scalar>& d) {
  using std::isfinite;
  constexpr auto f = sectors_function;
  const sector_text<Scalar> name{d};
  const auto n = static_cast<Eigen::Index>(d.countries.size());
  for (std::size_t s = 0; s < d.sectors.size(); ++s) {
    require(d.flows[s].rows() == n && d.flows[s].cols() == n, f, "the flows of ", d.sectors[s],
            " are ", d.flows[s].rows(), " x ", d.flows[s].cols(), " but there are ", n,
            " countries");
    require(d.tariffs.empty() || (d.tariffs[s].rows() == n && d.tariffs[s].cols() == n), f,
            "the tariffs of ", d.sectors[s], " do not have the shape of the flows");
    const Scalar theta = d.theta[static_cast<Eigen::Index>(s)];
    require(isfinite(theta) && theta > Scalar(0), f, "theta of ", d.sectors[s], " is ",
            static_cast<double>(theta), "; a trade elasticity must be above 0");
    for (Eigen::Index j = 0; j < n; ++j) {
      for (Eigen::Index i = 0; i < n; ++i) {
        const Scalar x = d.flows[s](i, j);
        require(isfinite(x) && !(x < Scalar(0)), f, "the flow of ", d.sectors[s], " from ",
                name.country(i), " to ", name.country(j), " is ", static_cast<double>(x),
                "; it must be a number of at least 0");
        if (d.tariffs.empty()) continue;
        const Scalar t = d.tariffs[s](i, j);
        require(isfinite(t) && t > Scalar(-1), f, "the tariff on ", d.sectors[s], " from ",
                name.country(i), " to ", name.country(j), " is ", static_cast<double>(t) * 100,
                " percent; it must be above -100");
      }
      require(d.flows[s].col(j).sum() > Scalar(0), f, name.country(j), " buys nothing of ",
              d.sectors[s],
              ": a price of it is undefined; the domestic flow is output less exports");
    }
  }
}

template <class Scalar>
void check_technology(sector_data<Scalar>& d) {
  using std::abs;
  constexpr auto f = sectors_function;
  const sector_text<Scalar> name{d};
  const auto n = static_cast<Eigen::Index>(d.countries.size()),
             s = static_cast<Eigen::Index>(d.sectors.size());
  if (d.value_added.size() == 0) {
    require(d.inputs.empty(), f, "there are shares of inputs but no shares of value added");
    d.value_added = dense_matrix<Scalar>::Ones(n, s);
    d.inputs.assign(d.countries.size(), dense_matrix<Scalar>::Zero(s, s));
    return;
  }
  require(d.value_added.rows() == n && d.value_added.cols() == s, f, "value_added is ",
          d.value_added.rows(), " x ", d.value_added.cols(), " for ", n, " countries and ", s,
          " sectors");
  require_same_size(f, "inputs", d.inputs.size(), "countries", d.countries.size());
  for (Eigen::Index c = 0; c < n; ++c) {
    auto& table = d.inputs[static_cast<std::size_t>(c)];
    require(table.rows() == s && table.cols() == s, f, "the table of inputs of ", name.country(c),
            " is ", table.rows(), " x ", table.cols(), " for ", s, " sectors");
    for (Eigen::Index j = 0; j < s; ++j) {
      const Scalar g = d.value_added(c, j);
      require(g > Scalar(0) && !(g > Scalar(1)), f, "the share of value added of ", name.sector(j),
              " in ", name.country(c), " is ", static_cast<double>(g),
              "; it must be above 0 and at most 1, or the table is unproductive: inputs would use "
              "up the output");
      require(!(table.col(j).minCoeff() < Scalar(-0.01)), f, "a share of inputs of ",
              name.sector(j), " in ", name.country(c), " is ",
              static_cast<double>(table.col(j).minCoeff()), "; it cannot be negative");
      const Scalar sum = table.col(j).sum();
      if (g == Scalar(1) && sum == Scalar(0)) continue;
      require(abs(static_cast<double>(sum) - 1) <= 1e-4, f, "the shares of inputs of ",
              name.sector(j), " in ", name.country(c), " add up to ", static_cast<double>(sum),
              "; they must add up to 1");
      table.col(j) /= sum;  // digits of the file
    }
  }
}

/// alpha from spending less inputs; below zero is set to zero and remembered.
template <class Scalar>
void set_final_shares(sector_economy<Scalar>& e) {
  const auto n = e.countries(), s = e.sectors();
  const sector_text<Scalar> name{e.data};
  e.final_share.resize(n, s);
  for (Eigen::Index c = 0; c < n; ++c) {
    const dense_vector<Scalar> used =
        e.data.inputs[static_cast<std::size_t>(c)] *
        ((Scalar(1) - e.data.value_added.row(c).array()) * e.output.row(c).array())
            .matrix()
            .transpose();
    dense_vector<Scalar> left = e.spending.row(c).transpose() - used;
    const Scalar rounding = Scalar(1e-12) * e.spending.row(c).sum();
    for (Eigen::Index j = 0; j < s; ++j) {
      if (!(left[j] < Scalar(0))) continue;
      if (left[j] < -rounding) e.negative_final.push_back(name.country(c) + ", " + name.sector(j));
      left[j] = Scalar(0);
    }
    require(left.sum() > Scalar(0), sectors_function, "nothing is left for final demand in ",
            name.country(c), ": its inputs use up all that it buys");
    e.final_share.row(c) = left.transpose() / left.sum();
  }
}

}  // namespace detail

/// Adds a world of sectors up and derives final demand.
///
///   X_n^j = sum_i (1 + t_in^j) M_in^j,   Y_n^j = sum_i M_ni^j,   D_n = imports - exports
///   alpha_n^j = (X_n^j - sum_k g_n^jk (1 - gamma_n^k) Y_n^k) / (w_n L_n + R_n + D_n)
///
/// @throws argument_error  shapes; a flow, tariff or elasticity out of its domain; a country that
///                         buys nothing of a sector; shares of inputs that do not add up to one
///                         within 1e-4; a share of value added outside (0, 1], which an
///                         unproductive table has
/// @note   implied final demand below zero is set to zero and named in negative_final; shares of
///         inputs within 1e-4 of one are scaled to it; a share between -0.01 and 0, as tables with
///         adjusted stocks have, is kept as it is
/// @see    Caliendo & Parro (2015), Review of Economic Studies 82(1), section 4 and the appendix on
///         data
template <class Scalar>
[[nodiscard]] sector_economy<Scalar> sector_economy_of(sector_data<Scalar> data) {
  constexpr auto f = detail::sectors_function;
  require(data.countries.size() >= 2, f, "trade needs two countries");
  require(!data.sectors.empty(), f, "there is no sector");
  require_same_size(f, "flows", data.flows.size(), "sectors", data.sectors.size());
  require_same_size(f, "theta", static_cast<std::size_t>(data.theta.size()), "sectors",
                    data.sectors.size());
  require(data.tariffs.empty() || data.tariffs.size() == data.sectors.size(), f,
          "there are tariffs of ", data.tariffs.size(), " sectors for ", data.sectors.size());
  detail::check_sector_flows(data);
  detail::check_technology(data);
  const auto n = static_cast<Eigen::Index>(data.countries.size());
  const auto s = static_cast<Eigen::Index>(data.sectors.size());
  sector_economy<Scalar> e;
  e.output.resize(n, s);
  e.spending.resize(n, s);
  e.revenue = dense_vector<Scalar>::Zero(n);
  e.deficit = dense_vector<Scalar>::Zero(n);
  for (Eigen::Index j = 0; j < s; ++j) {
    const auto& flow = data.flows[static_cast<std::size_t>(j)];
    e.output.col(j) = flow.rowwise().sum();
    e.spending.col(j) = flow.colwise().sum().transpose();
    if (!data.tariffs.empty()) {
      const dense_vector<Scalar> duty =
          flow.cwiseProduct(data.tariffs[static_cast<std::size_t>(j)]).colwise().sum().transpose();
      e.spending.col(j) += duty;
      e.revenue += duty;
    }
    e.deficit += flow.colwise().sum().transpose() - flow.rowwise().sum();
  }
  e.value_added = e.output.cwiseProduct(data.value_added).rowwise().sum();
  e.data = std::move(data);
  for (Eigen::Index c = 0; c < n; ++c) {
    require(e.value_added[c] > Scalar(0), f, e.data.countries[static_cast<std::size_t>(c)],
            " produces nothing");
  }
  detail::set_final_shares(e);
  return e;
}

namespace detail {

/// The equations of the model at z = (log w, log P, X): everything in products by sector, never an
/// (N J) x (N J) matrix.
///
///   log c_n^j = gamma_n^j log w_n + (1 - gamma_n^j) sum_k g_n^kj log P_n^k
///   (P_n^j)^-theta = sum_i pi_in^j B_in^j ((1+t')/(1+t))^-theta (c_i^j)^-theta
///   X_n^j = sum_k g_n^jk (1 - gamma_n^k) Y_n^k + alpha_n^j (w_n V_n + R_n + D_n)
///   w_n V_n = sum_j gamma_n^j Y_n^j,   Y_i^j = sum_n pi'_in^j X_n^j / (1 + t'_in^j)
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
    for (Eigen::Index j = 0; j < s_; ++j) evaluate_sector(sectors_[static_cast<std::size_t>(j)], j);
    revenue_ = (spending_.array() * (Scalar(1) - net_.array())).rowwise().sum();
    wage_bill_ = (wage_.array().exp() * e_.value_added.array()).matrix();
    income_ = wage_bill_ + revenue_ + deficit_;
    wanted_ = demand(output_, income_);
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
      respond_sector(sectors_[static_cast<std::size_t>(j)], j, c, m, index, output, revenue);
    }
    const vector bill = wage_bill_.cwiseProduct(x);
    const matrix wanted = demand(output, bill + revenue);
    const vector earned = output.cwiseProduct(e_.data.value_added).rowwise().sum();
    const Scalar level = bill.sum() / wage_bill_.sum();
    const vector labour = (x - earned.cwiseQuotient(earned_)).array() + level;
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
                                       const std::vector<matrix>& duty, const vector& theta) const {
    direct_response out;
    out.index = matrix::Zero(n_, s_);
    out.revenue = vector::Zero(n_);
    matrix output = matrix::Zero(n_, s_);
    for (Eigen::Index j = 0; j < s_; ++j) {
      const auto at = static_cast<std::size_t>(j);
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
      respond_sector(sectors_[static_cast<std::size_t>(j)], j, c, m, index, output, revenue);
    }
    return wage_bill_.cwiseProduct(x) + revenue;
  }

  [[nodiscard]] const vector& log_wage() const { return wage_; }
  [[nodiscard]] const matrix& log_price() const { return index_; }
  [[nodiscard]] const matrix& log_cost() const { return cost_; }
  [[nodiscard]] const vector& income() const { return income_; }
  [[nodiscard]] const matrix& spending() const { return spending_; }
  /// new net flows of sector j, exporter x importer
  [[nodiscard]] matrix flows(Eigen::Index j) const {
    const auto& s = sectors_[static_cast<std::size_t>(j)];
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
    const auto at = static_cast<std::size_t>(j);
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

  /// log unit costs, linear in log wages and log prices
  [[nodiscard]] matrix costs(const vector& x, const matrix& p) const {
    matrix c(n_, s_);
    for (Eigen::Index i = 0; i < n_; ++i) {
      const vector bundle =
          e_.data.inputs[static_cast<std::size_t>(i)].transpose() * p.row(i).transpose();
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
      out.row(i) = (e_.data.inputs[static_cast<std::size_t>(i)] * bill).transpose();
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

/// The economy as it is at a solution: its new flows are data again.
template <class Scalar>
[[nodiscard]] sector_economy<Scalar> economy_at(const sector_economy<Scalar>& before,
                                                const multi_sector_system<Scalar>& system,
                                                const sector_policy<Scalar>& policy) {
  sector_data<Scalar> d;
  d.countries = before.data.countries;
  d.sectors = before.data.sectors;
  d.value_added = before.data.value_added;
  d.inputs = before.data.inputs;
  d.theta = before.data.theta;
  d.tariffs = policy.tariffs.empty() ? before.data.tariffs : policy.tariffs;
  for (Eigen::Index j = 0; j < before.sectors(); ++j) d.flows.push_back(system.flows(j));
  sector_economy<Scalar> after = sector_economy_of(std::move(d));
  after.final_share = before.final_share;  // what it is by assumption, not by subtraction
  after.negative_final.clear();
  return after;
}

/// d log W_n = sum (E_ni d log c_n - M_in d log c_i) / I_n + sum t M (d log M - d log c_i) / I_n
template <class Scalar>
void split_welfare(multi_sector_result<Scalar>& r) {
  const auto n = r.before.countries(), s = r.before.sectors();
  const dense_vector<Scalar> income = r.before.income();
  r.terms_by_sector = r.volume_by_sector = dense_matrix<Scalar>::Zero(n, s);
  for (Eigen::Index j = 0; j < s; ++j) {
    const auto at = static_cast<std::size_t>(j);
    const auto& flow = r.before.data.flows[at];
    const auto& then = r.after.data.flows[at];
    for (Eigen::Index b = 0; b < n; ++b) {
      for (Eigen::Index a = 0; a < n; ++a) {
        if (a == b || flow(a, b) == Scalar(0)) continue;
        const Scalar dearer = r.cost(a, j) - Scalar(1);
        r.terms_by_sector(a, j) += flow(a, b) * dearer / income[a];
        r.terms_by_sector(b, j) -= flow(a, b) * dearer / income[b];
        if (r.before.data.tariffs.empty()) continue;
        const Scalar duty = r.before.data.tariffs[at](a, b);
        r.volume_by_sector(b, j) += duty * (then(a, b) - flow(a, b) * r.cost(a, j)) / income[b];
      }
    }
  }
  r.terms_of_trade = r.terms_by_sector.rowwise().sum();
  r.volume = r.volume_by_sector.rowwise().sum();
}

template <class Scalar>
void solve_sectors(multi_sector_system<Scalar>& system, dense_vector<Scalar>& z,
                   const equilibrium_options& options, equilibrium_certificate& certificate) {
  const auto report =
      newton_krylov<Scalar>(system, z, options.tolerance / 10, options.max_iterations, 1.0);
  certificate.iterations += report.iterations;
  const double gap = (std::max)({system.labour_gap(), system.demand_gap(), system.price_gap()});
  if (report.converged || gap <= options.tolerance) return;
  throw convergence_error(
      text("multi_sector_equilibrium: the markets do not clear: the largest gap is ",
           significant_text(gap, 3), " after ", report.iterations, " iterations"),
      report.trace);
}

}  // namespace detail

/// The world after its deficits are set to those given (zero: closed), tariffs and costs as they
/// were.
template <class Scalar>
[[nodiscard]] sector_economy<Scalar> with_deficits(const sector_economy<Scalar>& economy,
                                                   const dense_vector<Scalar>& deficits,
                                                   const equilibrium_options& options = {}) {
  require(deficits.size() == economy.countries(), "with_deficits", "there are ", deficits.size(),
          " deficits for ", economy.countries(), " countries");
  detail::multi_sector_system<Scalar> system(economy, {}, deficits);
  dense_vector<Scalar> z = system.start();
  equilibrium_certificate certificate;
  detail::solve_sectors(system, z, options, certificate);
  return detail::economy_at(economy, system, {});
}

/// Exact changes in the model of Caliendo & Parro after a change of tariffs or trade costs.
///
///   c_n^j = w_n^gamma prod_k (P_n^k)^(g^kj (1 - gamma))
///   (P_n^j)^-theta = sum_i pi_in^j (kappa_in^j c_i^j)^-theta
///   X_n^j = sum_k g^jk (1 - gamma^k) Y_n^k + alpha_n^j I_n,   I_n = w_n L_n + R_n + D_n
///
/// @param economy  sector_economy_of; where negative_final is not empty the data are not an
///                 equilibrium of their own shares: pass with_deficits(economy, economy.deficit)
///                 instead
/// @param policy   new tariffs and the ease of trade, by sector
/// @param deficits keep: D_n stays in units of world value added. zero: closed first
/// @return         changes by country and sector, both economies, welfare split into terms and
///                 volume of trade
/// @throws argument_error     multiplicative deficits, shapes, a tariff of -100 percent
/// @throws convergence_error  no equilibrium found
/// @note   unknowns are log wages, log prices and spending, N + 2 N J of them; Newton's method with
///         GMRES, a product costs O(N J^2 + N^2 J) and no matrix of the whole system is formed
/// @note   welfare = terms + volume is their first-order equation 18 with relative changes (c - 1)
///         as their programs have it; the exact change of real income stands beside it. A change of
///         iceberg costs is in the latter only: the split is that of tariffs
/// @see    Caliendo & Parro (2015), Review of Economic Studies 82(1), eqs. 2-18
template <class Scalar>
[[nodiscard]] multi_sector_result<Scalar> multi_sector_equilibrium(
    const sector_economy<Scalar>& economy, const sector_policy<Scalar>& policy,
    deficit_rule deficits = deficit_rule::keep, const equilibrium_options& options = {}) {
  constexpr auto f = "multi_sector_equilibrium";
  require(deficits != deficit_rule::multiplicative, f,
          "with sectors deficits are kept or set to zero");
  require(policy.tariffs.empty() || policy.tariffs.size() == economy.data.sectors.size(), f,
          "there are new tariffs of ", policy.tariffs.size(), " sectors for ",
          economy.data.sectors.size());
  require(policy.ease.empty() || policy.ease.size() == economy.data.sectors.size(), f,
          "there is an ease of trade of ", policy.ease.size(), " sectors for ",
          economy.data.sectors.size());
  for (const auto& t : policy.tariffs) {
    require(t.minCoeff() > Scalar(-1), f, "a new tariff is ",
            static_cast<double>(t.minCoeff()) * 100, " percent; it must be above -100");
  }
  for (const auto& b : policy.ease) {
    require(b.minCoeff() > Scalar(0), f, "the ease of trade must be above 0");
  }
  using vector = dense_vector<Scalar>;
  multi_sector_result<Scalar> r;
  const bool close = deficits == deficit_rule::zero;
  r.before =
      close ? with_deficits(economy, vector(vector::Zero(economy.countries())), options) : economy;
  detail::multi_sector_system<Scalar> system(
      r.before, policy, close ? vector(vector::Zero(economy.countries())) : r.before.deficit);
  vector z = system.start();
  detail::solve_sectors(system, z, options, r.certificate);
  r.after = detail::economy_at(r.before, system, policy);
  r.wage = system.log_wage().array().exp();
  r.cost = system.log_cost().array().exp();
  r.price = system.log_price().array().exp();
  r.price_index =
      system.log_price().cwiseProduct(r.before.final_share).rowwise().sum().array().exp();
  r.income = system.income().cwiseQuotient(r.before.income());
  r.real_income = r.income.cwiseQuotient(r.price_index);
  r.real_wage = r.wage.cwiseQuotient(r.price_index);
  detail::split_welfare(r);
  r.certificate.largest_excess_demand = (std::max)(system.labour_gap(), system.demand_gap());
  r.certificate.price_residual = system.price_gap();
  r.certificate.uniqueness =
      "with tariffs and inputs the equilibrium is not known to be unique; this one was reached "
      "from the data";
  return r;
}

}  // namespace bilateral
