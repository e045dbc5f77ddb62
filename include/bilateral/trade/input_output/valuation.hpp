#pragma once
/// Prices of an input-output table: purchasers' and basic prices, and a table at other prices.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/input_output/system.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

namespace bilateral {

/// What lies between the basic and the purchasers' price of each product.
template <class Scalar>
struct price_wedge {
  dense_matrix<Scalar>
      margins;  ///< (n x m) of margin sector s on product i, per unit at basic prices
  std::vector<Eigen::Index> margin_sectors;  ///< (m) positions of trade, transport, ...
  dense_vector<Scalar> taxes;  ///< (n) less subsidies on products, per unit at basic prices
};

/// A demand at basic prices with what was taken out of it.
template <class Scalar>
struct basic_price_demand {
  dense_vector<Scalar>
      demand;  ///< (n) at basic prices; margins stand with the sectors that earn them
  dense_vector<Scalar> margins;  ///< (n) taken out of each product
  dense_vector<Scalar> taxes;    ///< (n) taken out of each product: they are no sector's output
};

namespace detail {
template <class Scalar>
void check_wedge(const char* function, const std::vector<std::string>& sectors,
                 const price_wedge<Scalar>& w) {
  const auto n = std::ssize(sectors);
  check_vector(function, "taxes", w.taxes, sectors.size());
  require(w.margins.rows() == n && w.margins.cols() == std::ssize(w.margin_sectors), function,
          "margins are ", w.margins.rows(), " x ", w.margins.cols(), " for ", n, " products and ",
          w.margin_sectors.size(), " margin sectors");
  for (Eigen::Index s = 0; s < w.margins.cols(); ++s) {
    const Eigen::Index at = w.margin_sectors[to_size(s)];
    require(at >= 0 && at < n, function, "margin sector ", s + 1, " is at ", at,
            "; positions lie between 0 and ", n - 1);
    for (Eigen::Index i = 0; i < n; ++i) {
      require(w.margins(i, s) >= Scalar(0), function, "the margin of ", sectors[to_size(at)],
              " on ", sectors[to_size(i)], " is ", static_cast<double>(w.margins(i, s)),
              "; it must not be negative");
    }
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    require(Scalar(1) + w.margins.row(i).sum() + w.taxes[i] > Scalar(0), function,
            "the purchasers' price of ", sectors[to_size(i)], " is not above zero: subsidies of ",
            -static_cast<double>(w.taxes[i]));
  }
}
}  // namespace detail

/// Purchasers' to basic prices: margins go to the sectors that earn them, taxes on products come out.
///
///   purchasers_i = basic_i (1 + sum_s margin_is + tax_i),   total purchasers = total demand + total taxes
///
/// @param purchasers  (n) what buyers pay for each product, margins inside; direct purchases of the margin
///                    sectors' own services (fares, repairs) stand in their own rows
/// @throws argument_error  shapes, negative margins, a price wedge that eats the whole price (sector named)
/// @see    United Nations (2018), Handbook on Supply and Use Tables, ch. 7; Miller & Blair (2009), 4.4
template <class Scalar>
[[nodiscard]] basic_price_demand<Scalar> to_basic_prices(const std::vector<std::string>& sectors,
                                                         const dense_vector<Scalar>& purchasers,
                                                         const price_wedge<Scalar>& wedge) {
  constexpr const char* function = "to_basic_prices";
  detail::check_vector(function, "purchasers", purchasers, sectors.size());
  detail::check_wedge(function, sectors, wedge);
  const dense_vector<Scalar> margin = wedge.margins.rowwise().sum();
  basic_price_demand<Scalar> out;
  const dense_vector<Scalar> goods =
      (purchasers.array() / (Scalar(1) + margin.array() + wedge.taxes.array())).matrix();
  out.margins = goods.cwiseProduct(margin);
  out.taxes = goods.cwiseProduct(wedge.taxes);
  out.demand = goods;
  for (Eigen::Index s = 0; s < wedge.margins.cols(); ++s) {
    out.demand[wedge.margin_sectors[to_size(s)]] += wedge.margins.col(s).dot(goods);
  }
  return out;
}

/// The way back: what buyers pay for a demand of products at basic prices before margins were put with
/// the sectors that earn them.
/// @param products  (n) each product's own value at basic prices
/// @throws argument_error  as to_basic_prices
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> to_purchasers_prices(const std::vector<std::string>& sectors,
                                                        const dense_vector<Scalar>& products,
                                                        const price_wedge<Scalar>& wedge) {
  constexpr const char* function = "to_purchasers_prices";
  detail::check_vector(function, "products", products, sectors.size());
  detail::check_wedge(function, sectors, wedge);
  return (products.array() *
          (Scalar(1) + wedge.margins.rowwise().sum().array() + wedge.taxes.array()))
      .matrix();
}

/// A table at another year's prices with value added by double deflation.
template <class Scalar>
struct repriced_table {
  input_output_table<Scalar> table;
  dense_vector<Scalar> value_added;  ///< (n) output less inputs, both at the new prices
  std::vector<std::string> notes;    ///< sectors whose value added turned negative
};

/// Price updating: every product's flows at another price, one for all its buyers.
///
///   z*_ij = p_i z_ij,   x*_i = p_i x_i,   v*_j = x*_j - sum_i z*_ij
///
/// Input coefficients become p_i a_ij / p_j: the quantities stay, shares of cost follow the prices.
/// @param prices  (n) above zero; 1 is the table's own price (a deflator is given as its inverse)
/// @throws argument_error  shapes, prices not above zero (sector named)
/// @see    Miller & Blair (2009), section 2.6.5; United Nations (2018), ch. 9 (double deflation)
template <class Scalar>
[[nodiscard]] repriced_table<Scalar> at_prices(const input_output_table<Scalar>& table,
                                               const dense_vector<Scalar>& prices) {
  constexpr const char* function = "at_prices";
  detail::check_sectors(function, table.sectors, table.transactions, "transactions");
  detail::check_vector(function, "output", table.output, table.sectors.size());
  detail::check_vector(function, "prices", prices, table.sectors.size());
  for (Eigen::Index i = 0; i < prices.size(); ++i) {
    require(prices[i] > Scalar(0), function, "the price of ", table.sectors[to_size(i)], " is ",
            static_cast<double>(prices[i]), "; it must be above zero");
  }
  repriced_table<Scalar> out;
  out.table = {table.sectors, prices.asDiagonal() * table.transactions,
               prices.cwiseProduct(table.output)};
  out.value_added = out.table.output - out.table.transactions.colwise().sum().transpose();
  for (Eigen::Index j = 0; j < prices.size(); ++j) {
    const auto& name = table.sectors[to_size(j)];
    if (out.value_added[j] < Scalar(0) && table.output[j] >= table.transactions.col(j).sum()) {
      out.notes.push_back(
          text("at these prices ", name, " pays more for inputs than its output is worth"));
    }
  }
  return out;
}

}  // namespace bilateral
