#pragma once
/// A world of many sectors with inputs and tariffs, and a policy that changes it.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Who has what tariffs raise.
enum class tariff_revenue {
  rebated,        ///< consumers, lump-sum: it is income, I_n = w_n L_n + R_n + D_n
  kept_by_state,  ///< nobody: the state buys the basket of consumers with it, I_n = w_n L_n + D_n
};

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
  tariff_revenue revenue = tariff_revenue::rebated;
  Scalar labour_supply = Scalar(0);  ///< eta: L_n moves by (w_n / P_n)^eta
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
  /// I_n, what consumers have to spend
  [[nodiscard]] dense_vector<Scalar> income() const {
    const dense_vector<Scalar> earned = value_added + deficit;
    return data.revenue == tariff_revenue::rebated ? dense_vector<Scalar>(earned + revenue)
                                                   : earned;
  }
};

/// A policy: new tariffs and changes of the ease of trade, by sector.
template <class Scalar>
struct sector_policy {
  std::vector<dense_matrix<Scalar>> tariffs;  ///< as in sector_data; empty: unchanged
  std::vector<dense_matrix<Scalar>>
      ease;  ///< B^j = kappa^-theta without the tariff's part; empty: one
};

namespace detail {

template <class Scalar>
struct sector_text {
  const sector_data<Scalar>& d;
  [[nodiscard]] const std::string& country(Eigen::Index n) const { return d.countries[to_size(n)]; }
  [[nodiscard]] const std::string& sector(Eigen::Index j) const { return d.sectors[to_size(j)]; }
};

inline constexpr auto sectors_function = "sector_economy_of";

template <class Scalar>
void check_sector_flows(const sector_data<Scalar>& d) {
  using std::isfinite;
  constexpr auto f = sectors_function;
  const sector_text<Scalar> name{d};
  const auto n = std::ssize(d.countries);
  for (std::size_t s = 0; s < d.sectors.size(); ++s) {
    require(d.flows[s].rows() == n && d.flows[s].cols() == n, f, "the flows of ", d.sectors[s],
            " are ", d.flows[s].rows(), " x ", d.flows[s].cols(), " but there are ", n,
            " countries");
    require(d.tariffs.empty() || (d.tariffs[s].rows() == n && d.tariffs[s].cols() == n), f,
            "the tariffs of ", d.sectors[s], " do not have the shape of the flows");
    const Scalar theta = d.theta[to_index(s)];
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
  const auto n = std::ssize(d.countries), s = std::ssize(d.sectors);
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
    auto& table = d.inputs[to_size(c)];
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

template <class Scalar>
void check_revenue(const sector_economy<Scalar>& e) {
  if (e.data.revenue == tariff_revenue::rebated) return;
  for (Eigen::Index c = 0; c < e.countries(); ++c) {
    const std::string& name = e.data.countries[to_size(c)];
    require(!(e.revenue[c] < Scalar(0)), sectors_function, "tariffs of ", name, " cost it ",
            static_cast<double>(-e.revenue[c]),
            ": what its state keeps cannot be below zero, consumers must pay for subsidies");
    require(e.value_added[c] + e.deficit[c] > Scalar(0), sectors_function, "consumers of ", name,
            " have nothing to spend: its surplus is as large as its value added");
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
        e.data.inputs[to_size(c)] *
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
/// Final demand is that of consumers and, where revenue is not rebated, of the state, both with the
/// shares alpha.
///
/// @throws argument_error  shapes; a flow, tariff or elasticity out of its domain; a country that
///                         buys nothing of a sector; shares of inputs that do not add up to one
///                         within 1e-4; a share of value added outside (0, 1], which an
///                         unproductive table has; revenue kept by the state where subsidies leave
///                         it below zero or where consumers would have nothing to spend; an
///                         elasticity of labour supply below zero
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
  require_same_size(f, "theta", to_size(data.theta.size()), "sectors", data.sectors.size());
  require(data.tariffs.empty() || data.tariffs.size() == data.sectors.size(), f,
          "there are tariffs of ", data.tariffs.size(), " sectors for ", data.sectors.size());
  using std::isfinite;
  require(isfinite(data.labour_supply) && !(data.labour_supply < Scalar(0)), f,
          "the elasticity of labour supply is ", static_cast<double>(data.labour_supply),
          "; it must be a number of at least 0");
  detail::check_sector_flows(data);
  detail::check_technology(data);
  const auto n = std::ssize(data.countries);
  const auto s = std::ssize(data.sectors);
  sector_economy<Scalar> e;
  e.output.resize(n, s);
  e.spending.resize(n, s);
  e.revenue = dense_vector<Scalar>::Zero(n);
  e.deficit = dense_vector<Scalar>::Zero(n);
  for (Eigen::Index j = 0; j < s; ++j) {
    const auto& flow = data.flows[to_size(j)];
    e.output.col(j) = flow.rowwise().sum();
    e.spending.col(j) = flow.colwise().sum().transpose();
    if (!data.tariffs.empty()) {
      const dense_vector<Scalar> duty =
          flow.cwiseProduct(data.tariffs[to_size(j)]).colwise().sum().transpose();
      e.spending.col(j) += duty;
      e.revenue += duty;
    }
    e.deficit += flow.colwise().sum().transpose() - flow.rowwise().sum();
  }
  e.value_added = e.output.cwiseProduct(data.value_added).rowwise().sum();
  e.data = std::move(data);
  for (Eigen::Index c = 0; c < n; ++c) {
    require(e.value_added[c] > Scalar(0), f, e.data.countries[to_size(c)], " produces nothing");
  }
  detail::check_revenue(e);
  detail::set_final_shares(e);
  return e;
}

}  // namespace bilateral
