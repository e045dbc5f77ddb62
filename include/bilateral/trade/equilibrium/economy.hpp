#pragma once
/// The world that a counterfactual starts from: bilateral flows with domestic sales on the
/// diagonal.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <Eigen/Core>

#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Flows and what they add up to; made by economy_of.
template <class Scalar>
struct trade_economy {
  std::vector<std::string> countries;
  dense_matrix<Scalar> flows;     ///< X_ij, exporters in rows, importers in columns
  dense_vector<Scalar> output;    ///< Y_i = sum_j X_ij
  dense_vector<Scalar> spending;  ///< E_j = sum_i X_ij
  dense_matrix<Scalar> shares;    ///< pi_ij = X_ij / E_j

  [[nodiscard]] Eigen::Index size() const { return flows.rows(); }
  /// D_j = E_j - Y_j
  [[nodiscard]] dense_vector<Scalar> deficits() const { return spending - output; }
};

/// Position of a country by its name.
/// @throws argument_error  there is none of that name
template <class Scalar>
[[nodiscard]] Eigen::Index country_index(const trade_economy<Scalar>& economy,
                                         const std::string& name) {
  for (std::size_t i = 0; i < economy.countries.size(); ++i) {
    if (economy.countries[i] == name) return to_index(i);
  }
  throw argument_error(text("country_index: there is no country '", name, "' among the flows"));
}

/// An economy out of a square matrix of flows.
///
///   Y_i = sum_j X_ij,  E_j = sum_i X_ij,  pi_ij = X_ij / E_j
///
/// @param flows      (n x n) from the row's country to the column's, the diagonal sold at home
/// @param countries  (n) names, each once
/// @throws argument_error  shapes, a name twice, a flow that is missing, infinite or negative, a
///                         country that sells nothing or buys nothing, a domestic flow of zero
template <class Scalar>
[[nodiscard]] trade_economy<Scalar> economy_of(dense_matrix<Scalar> flows,
                                               std::vector<std::string> countries) {
  constexpr auto function = "economy_of";
  using std::isfinite;
  require(flows.rows() == flows.cols(), function, "the flows are ", flows.rows(), " x ",
          flows.cols(), "; they must be square");
  require(flows.rows() >= 2, function, "there is only one country; trade needs two");
  require_same_size(function, "countries", countries.size(), "the flows by rows",
                    to_size(flows.rows()));
  std::set<std::string> seen;
  for (const auto& name : countries) {
    require(seen.insert(name).second, function, "the country '", name, "' is there twice");
  }
  const auto name = [&](Eigen::Index i) -> const std::string& { return countries[to_size(i)]; };
  for (Eigen::Index j = 0; j < flows.cols(); ++j) {
    for (Eigen::Index i = 0; i < flows.rows(); ++i) {
      const Scalar& x = flows(i, j);
      require(isfinite(x), function, "the flow from ", name(i), " to ", name(j),
              " is missing or infinite");
      require(!(x < Scalar(0)), function, "the flow from ", name(i), " to ", name(j), " is ",
              static_cast<double>(x), "; a flow cannot be negative");
    }
  }
  trade_economy<Scalar> e;
  e.output = flows.rowwise().sum();
  e.spending = flows.colwise().sum().transpose();
  for (Eigen::Index i = 0; i < flows.rows(); ++i) {
    require(e.output[i] > Scalar(0) || e.spending[i] > Scalar(0), function, name(i),
            " neither buys nor sells anything: leave it out");
    require(flows(i, i) > Scalar(0), function, "the domestic flow of ", name(i),
            " is missing or zero: it is output less exports, and must be a row of its own (from ",
            name(i), " to ", name(i), ")");
  }
  e.shares = flows * e.spending.cwiseInverse().asDiagonal();
  e.flows = std::move(flows);
  e.countries = std::move(countries);
  return e;
}

/// What a solution certifies about itself.
struct equilibrium_certificate {
  double largest_excess_demand = 0;  ///< max_i |demand for output of i / output of i - 1|
  double price_residual = 0;         ///< max_j |sum of j's new shares - 1|
  std::size_t iterations = 0;        ///< of Newton's method, all stages
  std::size_t stages = 1;     ///< pieces that the change was split into; 1 where none was needed
  std::size_t starts = 1;     ///< starting points that were tried
  double start_distance = 0;  ///< largest difference of log prices between the starts' solutions
  std::string uniqueness;     ///< what theory says, in a sentence
};

}  // namespace bilateral
