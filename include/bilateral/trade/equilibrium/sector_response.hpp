#pragma once
/// How wages, prices and welfare of the model of many sectors move with a small change.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/detail/multi_sector_system.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/gravity_model.hpp>
#include <bilateral/trade/equilibrium/sector_economy.hpp>

#include <Eigen/Core>

#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A direction of change, by sector; what is empty does not change.
template <class Scalar>
struct sector_direction {
  std::vector<dense_matrix<Scalar>> ease;  ///< d log B_in^j (exporter x importer)
  std::vector<dense_matrix<Scalar>> duty;  ///< d log(1 + t'_in^j)
  dense_vector<Scalar> theta;              ///< d theta^j
};

/// Derivatives of logarithms by country.
template <class Scalar>
struct sector_derivative {
  dense_vector<Scalar> wage, price_index, income, real_income, real_wage;
};

/// The multi-sector equilibrium with its Jacobian at hand: derivatives in any direction.
///
/// Residuals f(z, b) = 0 at z = (log w, log P, X) give dz/db = -(df/dz)^-1 df/db, a solve by GMRES
/// with the products of the solver itself.
template <class Scalar>
class sector_response {
 public:
  /// @param economy  the world that the change starts from: multi_sector_result::before
  /// @param policy   the change already made
  /// @param deficits (country) D_n
  /// @throws argument_error, convergence_error  multi_sector_equilibrium's
  sector_response(const sector_economy<Scalar>& economy, const sector_policy<Scalar>& policy,
                  const dense_vector<Scalar>& deficits, const equilibrium_options& options = {})
      : economy_(economy), system_(economy_, policy, deficits), z_(system_.start()) {
    detail::solve_sectors(system_, z_, options, certificate_);
  }
  sector_response(const sector_response&) = delete;  // the system refers to the economy
  sector_response& operator=(const sector_response&) = delete;

  /// Logarithms of the changes from the economy to the policy's equilibrium.
  [[nodiscard]] sector_derivative<Scalar> level() const {
    sector_derivative<Scalar> out;
    out.wage = system_.log_wage();
    out.price_index = index_of(system_.log_price());
    out.income = system_.income().cwiseQuotient(economy_.income()).array().log();
    return finished(std::move(out));
  }

  /// d log outcome along `direction`.
  ///
  /// @note  theta moves with iceberg costs and duties as they are: where B = tau^-theta, its own
  ///        derivative -log tau belongs into direction.ease
  [[nodiscard]] sector_derivative<Scalar> along(const sector_direction<Scalar>& direction) const {
    const auto direct = system_.respond_directly(direction.ease, direction.duty, direction.theta);
    const Scalar accuracy = Scalar(100) * std::numeric_limits<Scalar>::epsilon();
    const dense_vector<Scalar> dz =
        detail::gmres<Scalar>([&](const dense_vector<Scalar>& v) { return system_.apply(v); },
                              direct.f, accuracy, Eigen::Index{400});
    sector_derivative<Scalar> out;
    dense_matrix<Scalar> price, spending;
    system_.unpack(dz, out.wage, price, spending);
    out.price_index = index_of(price);
    out.income = system_.income_response(dz);
    if (system_.rebated()) out.income += direct.revenue;
    out.income = out.income.cwiseQuotient(system_.income()).eval();
    return finished(std::move(out));
  }

  [[nodiscard]] const equilibrium_certificate& certificate() const { return certificate_; }

 private:
  [[nodiscard]] dense_vector<Scalar> index_of(const dense_matrix<Scalar>& log_price) const {
    return log_price.cwiseProduct(economy_.final_share).rowwise().sum();
  }
  [[nodiscard]] static sector_derivative<Scalar> finished(sector_derivative<Scalar> d) {
    d.real_income = d.income - d.price_index;
    d.real_wage = d.wage - d.price_index;
    return d;
  }

  sector_economy<Scalar> economy_;
  detail::multi_sector_system<Scalar> system_;
  dense_vector<Scalar> z_;
  equilibrium_certificate certificate_;
};

/// Duties that nobody is paid, or quotas by the cost they are worth: the change of tariffs as a
/// change of trade costs, so that there is no revenue of it to rebate.
///
///   B_in^j = ((1 + t'_in^j) / (1 + t_in^j))^-theta^j,  tariffs stay t
///
/// @param tariffs  by sector, exporter x importer: t', or the ad valorem equivalents of quotas
/// @throws argument_error  shapes, a rate of -100 percent or less
template <class Scalar>
[[nodiscard]] sector_policy<Scalar> as_trade_costs(
    const sector_economy<Scalar>& economy, const std::vector<dense_matrix<Scalar>>& tariffs) {
  constexpr auto f = "as_trade_costs";
  require_same_size(f, "tariffs", tariffs.size(), "sectors", economy.data.sectors.size());
  sector_policy<Scalar> out;
  for (std::size_t j = 0; j < tariffs.size(); ++j) {
    const auto& t = tariffs[j];
    require(t.rows() == economy.countries() && t.cols() == economy.countries(), f,
            "the tariffs of ", economy.data.sectors[j], " are ", t.rows(), " x ", t.cols(), " for ",
            economy.countries(), " countries");
    require(t.minCoeff() > Scalar(-1), f, "a tariff of ", economy.data.sectors[j], " is ",
            static_cast<double>(t.minCoeff()) * 100, " percent; it must be above -100");
    dense_matrix<Scalar> log_cost = (Scalar(1) + t.array()).log();
    if (!economy.data.tariffs.empty()) {
      log_cost.array() -= (Scalar(1) + economy.data.tariffs[j].array()).log();
    }
    out.ease.push_back((-economy.data.theta[to_index(j)] * log_cost.array()).exp());
  }
  return out;
}

}  // namespace bilateral
