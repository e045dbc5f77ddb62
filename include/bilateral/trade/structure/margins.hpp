#pragma once
/// Margins of trade: how many products against how much of each, variety, churning.

#include <bilateral/trade/structure/index_value.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// Extensive and intensive margin; their product is the share.
template <class Scalar = double>
struct trade_margins {
  Scalar
      extensive{};  ///< weight in the reference's exports of the products that the country exports
  Scalar intensive{};        ///< its share of the reference's exports of those products
  Scalar share{};            ///< its exports over the reference's
  std::size_t products = 0;  ///< how many it exports
};

/// Hummels and Klenow's margins of exports to one market or to the world.
///
///   extensive = sum_{k in K} w_k / sum_k w_k,  intensive = sum_{k in K} x_k / sum_{k in K} w_k,  K
///   = {k: x_k > 0}
///
/// @param exports    (products) x of the country
/// @param reference  (products) w of the reference, usually the rest of the world
/// @return   none where the country or the reference exports nothing, or they share no product
/// @throws argument_error  sizes, a value that is negative or not finite
/// @note     products the reference does not export have weight 0: share = extensive x intensive
///           still holds
/// @see      Hummels & Klenow (2005), American Economic Review 95; Feenstra (1994), same 84
template <class Scalar>
[[nodiscard]] index_value<trade_margins<Scalar>> export_margins(std::span<const Scalar> exports,
                                                                std::span<const Scalar> reference) {
  using none = index_value<trade_margins<Scalar>>;
  require_same_size("export_margins", "exports", exports.size(), "reference", reference.size());
  const Scalar x = detail::total_of("export_margins", "exports", exports);
  const Scalar w = detail::total_of("export_margins", "reference", reference);
  if (x == Scalar(0)) return none::none("the country exports nothing");
  if (w == Scalar(0)) return none::none("the reference exports nothing");
  trade_margins<Scalar> out;
  Scalar common(0);
  for (std::size_t k = 0; k < exports.size(); ++k) {
    if (!(exports[k] > Scalar(0))) continue;
    common += reference[k];
    ++out.products;
  }
  if (common == Scalar(0))
    return none::none("the reference exports none of the country's products");
  out.extensive = common / w;
  out.intensive = x / common;
  out.share = x / w;
  return out;
}

/// Feenstra's correction of a price index for new and vanished varieties.
template <class Scalar = double>
struct variety_change {
  Scalar lambda_before{};  ///< share of the common varieties in the spending before
  Scalar lambda_after{};   ///< and after
  Scalar
      ratio{};  ///< lambda_after / lambda_before: below 1 where new varieties outweigh the vanished
  Scalar correction{};  ///< ratio^(1 / (sigma - 1)): what variety did to the exact price index
};

/// Change of variety between two periods.
///
///   lambda_t = sum_{common} v_t / sum v_t,  P = P_common (lambda_t / lambda_t-1)^(1 / (sigma - 1))
///
/// @param before,after  (varieties) spending on each
/// @param sigma         elasticity of substitution, above 1
/// @return   none where no variety is bought in both periods
/// @throws argument_error  sizes, a value that is negative or not finite, sigma not above 1
/// @see      Feenstra (1994), American Economic Review 84, proposition 1; Broda & Weinstein (2006),
///           QJE 121
template <class Scalar>
[[nodiscard]] index_value<variety_change<Scalar>> variety(std::span<const Scalar> before,
                                                          std::span<const Scalar> after,
                                                          const Scalar& sigma) {
  using std::pow;
  require_same_size("variety", "before", before.size(), "after", after.size());
  require(sigma > Scalar(1), "variety", "sigma is ", static_cast<double>(sigma),
          "; it must be above 1");
  const Scalar all_before = detail::total_of("variety", "before", before);
  const Scalar all_after = detail::total_of("variety", "after", after);
  Scalar common_before(0), common_after(0);
  for (std::size_t k = 0; k < before.size(); ++k) {
    if (!(before[k] > Scalar(0)) || !(after[k] > Scalar(0))) continue;
    common_before += before[k];
    common_after += after[k];
  }
  if (common_before == Scalar(0)) {
    return index_value<variety_change<Scalar>>::none("no variety is bought in both periods");
  }
  variety_change<Scalar> out;
  out.lambda_before = common_before / all_before;
  out.lambda_after = common_after / all_after;
  out.ratio = out.lambda_after / out.lambda_before;
  out.correction = pow(out.ratio, Scalar(Scalar(1) / (sigma - Scalar(1))));
  return out;
}

/// The change of exports by relations (product, or product and partner) that appear, go, grow and
/// shrink.
template <class Scalar = double>
struct churning_result {
  Scalar change{};             ///< entry + exit + growth + decline, exactly
  Scalar entry{}, exit{};      ///< value of new relations, and of vanished ones (not above zero)
  Scalar growth{}, decline{};  ///< of relations in both periods
  std::size_t entered = 0, exited = 0, continued = 0;
  index_value<Scalar> entry_rate =
      index_value<Scalar>::none("no relation before");  ///< entered / relations before
  index_value<Scalar> exit_rate =
      index_value<Scalar>::none("no relation before");  ///< exited / relations before
};

/// Churning between two periods.
///
/// @param before,after  (relations) values, 0: no trade
/// @throws argument_error  sizes, a value that is negative or not finite
/// @see  Amiti & Freund (2010), in Feenstra & Wei, China's Growing Role in World Trade; Besedes &
///       Prusa (2011), JDE 96
template <class Scalar>
[[nodiscard]] churning_result<Scalar> churning(std::span<const Scalar> before,
                                               std::span<const Scalar> after) {
  require_same_size("churning", "before", before.size(), "after", after.size());
  (void)detail::total_of("churning", "before", before);
  (void)detail::total_of("churning", "after", after);
  churning_result<Scalar> out;
  for (std::size_t k = 0; k < before.size(); ++k) {
    const bool was = before[k] > Scalar(0), is = after[k] > Scalar(0);
    const Scalar step = after[k] - before[k];
    out.entered += !was && is ? 1U : 0U;
    out.exited += was && !is ? 1U : 0U;
    out.continued += was && is ? 1U : 0U;
    (!was ? out.entry : !is ? out.exit : step > Scalar(0) ? out.growth : out.decline) += step;
  }
  out.change = out.entry + out.exit + out.growth + out.decline;
  const Scalar relations(static_cast<double>(out.exited + out.continued));
  if (relations > Scalar(0)) {
    out.entry_rate = Scalar(Scalar(static_cast<double>(out.entered)) / relations);
    out.exit_rate = Scalar(Scalar(static_cast<double>(out.exited)) / relations);
  }
  return out;
}

}  // namespace bilateral
