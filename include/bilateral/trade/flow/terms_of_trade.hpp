#pragma once
/// Terms of trade: net barter, income, single and double factoral.

#include <bilateral/core/check.hpp>
#include <bilateral/core/when_called.hpp>

#include <span>
#include <vector>

namespace bilateral {

namespace detail {
template <class = when_called>
void check_indices(std::span<const double> a, const char* a_name, std::span<const double> b,
                   const char* b_name) {
  require_same_size("terms_of_trade", a_name, a.size(), b_name, b.size());
  require_positive("terms_of_trade", a_name, a);
  require_positive("terms_of_trade", b_name, b);
}
}  // namespace detail

/// Net barter terms of trade N = 100 Px / Pm; the indices on one base period.
/// @see  Viner (1937), Studies in the Theory of International Trade, ch. 9; UNCTAD Handbook
template <class = when_called>
[[nodiscard]] std::vector<double> net_barter_terms_of_trade(std::span<const double> export_price,
                                                            std::span<const double> import_price) {
  detail::check_indices(export_price, "export_price", import_price, "import_price");
  std::vector<double> out(export_price.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = 100 * export_price[i] / import_price[i];
  return out;
}

/// Income terms of trade N Qx / 100: what exports buy abroad. @see  Dorrance (1948), REStud 16
template <class = when_called>
[[nodiscard]] std::vector<double> income_terms_of_trade(std::span<const double> export_price,
                                                        std::span<const double> import_price,
                                                        std::span<const double> export_volume) {
  detail::check_indices(export_price, "export_price", export_volume, "export_volume");
  std::vector<double> out = net_barter_terms_of_trade(export_price, import_price);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] *= export_volume[i] / 100;
  return out;
}

/// Single factoral terms of trade N Zx / 100, Zx the productivity index of the export sector.
template <class = when_called>
[[nodiscard]] std::vector<double> single_factoral_terms_of_trade(
    std::span<const double> export_price, std::span<const double> import_price,
    std::span<const double> export_productivity) {
  return income_terms_of_trade(export_price, import_price, export_productivity);
}

/// Double factoral terms of trade N Zx / Zm, Zm the productivity index of the partner's exports.
template <class = when_called>
[[nodiscard]] std::vector<double> double_factoral_terms_of_trade(
    std::span<const double> export_price, std::span<const double> import_price,
    std::span<const double> export_productivity, std::span<const double> import_productivity) {
  detail::check_indices(export_productivity, "export_productivity", import_productivity,
                        "import_productivity");
  std::vector<double> out = net_barter_terms_of_trade(export_price, import_price);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] *= export_productivity[i] / import_productivity[i];
  }
  return out;
}

}  // namespace bilateral
