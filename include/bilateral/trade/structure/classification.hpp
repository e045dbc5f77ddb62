#pragma once
/// Flows in another classification by the user's concordance (SITC, BEC, Lall's technology
/// classes), with how much of them did not map.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Which class a product code goes to; a code may go to several with weights.
struct concordance {
  std::vector<std::string> from;  ///< (n) codes
  std::vector<std::string> to;    ///< (n) classes
  std::vector<double> weight =
      {};  ///< (n) shares that add up to 1 for each code; empty: one class each
};

/// How a code that the concordance does not have word for word is treated.
enum class code_match {
  exact,           ///< it did not map
  longest_prefix,  ///< the longest code of the concordance that it starts with is taken
};

struct classification_options {
  code_match match = code_match::exact;
  std::string unmapped_class = {};  ///< where flows that did not map go; empty: they are left out
};

struct classified_flows {
  product_flows flows;  ///< products are the classes; a flow split by weights is several rows
  double mapped = 0;    ///< value that found a class
  double unmapped = 0;  ///< value that did not
  std::vector<std::pair<std::string, double>> unmapped_codes;  ///< by value, the largest first
  std::vector<std::string> unused;  ///< codes of the concordance that no flow has
};

namespace detail {

using class_shares = std::vector<std::pair<std::string, double>>;

template <class = when_called>
std::map<std::string, class_shares, std::less<>> shares_by_code(const concordance& c) {
  constexpr const char* name = "classified";
  require_same_size(name, "from", c.from.size(), "to", c.to.size());
  if (!c.weight.empty()) require_same_size(name, "from", c.from.size(), "weight", c.weight.size());
  std::map<std::string, class_shares, std::less<>> out;
  for (std::size_t r = 0; r < c.from.size(); ++r) {
    const double w = c.weight.empty() ? 1 : c.weight[r];
    require(w > 0 && w <= 1, name, "the weight of ", c.from[r], " is ", w, " in row ", r + 1,
            "; it must lie above 0 and up to 1");
    out[c.from[r]].emplace_back(c.to[r], w);
  }
  for (const auto& [code, shares] : out) {
    double sum = 0;
    for (const auto& share : shares) sum += share.second;
    require(!c.weight.empty() || shares.size() == 1, name, "code ", code, " goes to ",
            shares.size(), " classes, ", shares[0].first, " and ", shares.back().first,
            "; give weights");
    require(std::abs(sum - 1) <= 1e-9, name, "the weights of code ", code, " add up to ", sum);
  }
  return out;
}

template <class = when_called>
const std::pair<const std::string, class_shares>* class_of(
    const std::map<std::string, class_shares, std::less<>>& shares, std::string_view code,
    code_match match) {
  auto found = shares.find(code);
  while (found == shares.end() && match == code_match::longest_prefix && code.size() > 1) {
    code.remove_suffix(1);
    found = shares.find(code);
  }
  return found == shares.end() ? nullptr : &*found;
}

}  // namespace detail

/// Flows with their products replaced by classes.
///
/// @param flows        products are codes as text, leading zeros kept
/// @param list         the user's copy of a concordance
/// @return             value is conserved: mapped + unmapped; quantities are split like values
/// @throws argument_error  sizes, weights out of range or not adding up to 1, a code with several
///                         classes and no weights
/// @see    UN Statistics Division, correspondence tables; Lall (2000), Oxford Development Studies
///         28 (technology classes of SITC)
template <class = when_called>
[[nodiscard]] classified_flows classified(const product_flows& flows, const concordance& list,
                                          const classification_options& options = {}) {
  const auto shares = detail::shares_by_code(list);
  std::vector<const std::pair<const std::string, detail::class_shares>*> of_product;
  for (const std::string& code : flows.products)
    of_product.push_back(detail::class_of(shares, code, options.match));
  const bool importers = !flows.importer.empty();
  flow_builder builder(importers, !flows.quantity.empty(), !flows.period.empty());
  classified_flows out;
  std::vector<double> missed(flows.products.size(), 0);
  const auto add = [&](std::size_t r, const std::string& name, double share) {
    builder.add(flows.countries[to_size(flows.exporter[r])],
                importers ? flows.countries[to_size(flows.importer[r])] : "", name,
                share * flows.value[r],
                flows.quantity.empty() ? flows.value[r] : share * flows.quantity[r],
                flows.period.empty() ? "" : flows.periods[to_size(flows.period[r])]);
  };
  for (std::size_t r = 0; r < flows.size(); ++r) {
    const auto k = to_size(flows.product[r]);
    if (of_product[k] == nullptr) {
      missed[k] += flows.value[r];
      out.unmapped += flows.value[r];
      if (!options.unmapped_class.empty()) add(r, options.unmapped_class, 1);
      continue;
    }
    out.mapped += flows.value[r];
    for (const auto& [name, share] : of_product[k]->second) add(r, name, share);
  }
  out.flows = builder.finish();
  out.flows.value_unit = flows.value_unit;
  out.flows.quantity_unit = flows.quantity_unit;
  out.flows.notes = flows.notes;
  std::vector<std::string> used;
  for (std::size_t k = 0; k < of_product.size(); ++k) {
    if (of_product[k] == nullptr)
      out.unmapped_codes.emplace_back(flows.products[k], missed[k]);
    else
      used.push_back(of_product[k]->first);
  }
  std::stable_sort(out.unmapped_codes.begin(), out.unmapped_codes.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::sort(used.begin(), used.end());
  for (const auto& entry : shares) {
    if (!std::binary_search(used.begin(), used.end(), entry.first))
      out.unused.push_back(entry.first);
  }
  if (!out.unmapped_codes.empty()) {
    out.flows.notes.push_back(
        text(out.unmapped_codes.size(), " product codes with a value of ",
             significant_text(out.unmapped, 6), " of ",
             significant_text(out.mapped + out.unmapped, 6), " are not in the concordance: ",
             options.unmapped_class.empty() ? std::string("left out") : options.unmapped_class));
  }
  return out;
}

}  // namespace bilateral
