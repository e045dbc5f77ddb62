#pragma once
/// Concordances of product codes (revisions of HS, SITC, BEC, Lall's classes) from the user's copy,
/// and trade carried over by them.

#include <bilateral/core/check.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// What a code that belongs to several means where the file gives no weights.
enum class unweighted_splits {
  refuse,  ///< an error: how its trade divides is nobody's guess
  equal,   ///< equal parts, which a note says
};

struct concordance_format {
  std::string from = "from";  ///< column of the old codes
  std::string to = "to";      ///< column of the new codes or classes
  std::string weight = {};    ///< column of shares that add up to 1 for each old code; empty: none
  std::optional<std::size_t> from_digits = {};  ///< digits of every old code, where they are equal
  std::optional<std::size_t> to_digits = {};
  unweighted_splits splits = unweighted_splits::refuse;
};

/// A part of an old code.
struct concordance_part {
  std::string to;
  double weight = 1;
};

/// Old codes and what they become.
struct concordance {
  std::string source;                                           ///< the file's name
  std::map<std::string, std::vector<concordance_part>> parts;  ///< weights of each add up to 1
  std::size_t one_to_many = 0;                                  ///< old codes with several parts
  std::vector<std::string> notes;
};

namespace detail {

inline void check_code(const csv_reader& rows, std::size_t column,
                       const std::optional<std::size_t>& digits) {
  if (rows.empty(column)) rows.refuse(column, "is a missing code");
  if (!digits || rows[column].size() == *digits) return;
  rows.refuse(column, text("is no code of ", *digits, " digits",
                           rows[column].size() + 1 == *digits ? " (was a leading zero lost?)" : ""));
}

inline void check_weights(const concordance& table) {
  for (const auto& [code, parts] : table.parts) {
    double sum = 0;
    for (const concordance_part& p : parts) sum += p.weight;
    if (std::abs(sum - 1) > 1e-6) {  // shares printed with six digits
      throw data_error(text(table.source, ": the weights of ", code, " add up to ", shortest(sum),
                            ", not to 1"));
    }
  }
}

}  // namespace detail

/// Reads a concordance: a row for each pair of an old code and what it becomes.
///
/// @throws data_error  a column that is not there, an empty code or one of other length, a pair twice,
///                     a weight that is negative or no number, weights that do not add up to 1, an
///                     old code with several parts and no weights (unless they are to be equal)
[[nodiscard]] inline concordance read_concordance(csv_reader& rows,
                                                  const concordance_format& format = {}) {
  const std::size_t from = rows.column(format.from), to = rows.column(format.to);
  const bool weighted = !format.weight.empty();
  const std::size_t weight = weighted ? rows.column(format.weight) : 0;
  concordance out;
  out.source = rows.name();
  while (rows.next()) {
    detail::check_code(rows, from, format.from_digits);
    detail::check_code(rows, to, format.to_digits);
    std::vector<concordance_part>& parts = out.parts[std::string(rows[from])];
    for (const concordance_part& p : parts) {
      if (p.to == rows[to]) rows.refuse(to, text("is there twice for ", rows[from]));
    }
    if (!parts.empty() && !weighted && format.splits == unweighted_splits::refuse) {
      rows.refuse(to, text("is a second part of ", rows[from], ", and there are no weights"));
    }
    const double share = weighted ? rows.number(weight) : 1;
    if (share < 0) rows.refuse(weight, "is negative");
    parts.push_back({std::string(rows[to]), share});
  }
  if (out.parts.empty()) throw data_error(out.source + ": there are no codes");
  for (auto& [code, parts] : out.parts) {
    if (parts.size() > 1) ++out.one_to_many;
    for (concordance_part& p : parts) {
      if (!weighted) p.weight = 1 / static_cast<double>(parts.size());
    }
  }
  if (weighted) detail::check_weights(out);
  if (!weighted && out.one_to_many > 0) {
    out.notes.push_back(text(out.one_to_many, " codes have several parts and no weights: they are "
                             "divided equally"));
  }
  return out;
}

/// A product that the concordance does not have, and what is traded of it.
struct unmapped_product {
  std::string product;
  double value = 0;
};

/// Flows in the new codes, and what was lost on the way.
struct mapped_flows {
  product_flows flows;
  double value = 0;                        ///< of all flows before
  double unmapped_value = 0;               ///< of the products without a new code
  std::optional<double> unmapped_share;    ///< of the value; none where nothing is traded
  std::vector<unmapped_product> unmapped;  ///< the largest first
};

namespace detail {

// the parts of each product on codes of the new names
struct coded_part {
  std::int32_t to;
  double weight;
};

// flows of one exporter, importer, product and period added up
class flow_sums {
 public:
  explicit flow_sums(product_flows& out) : out_(out) {}

  void add(const product_flows& from, std::size_t r, const coded_part& part) {
    const std::uint64_t importer =
        from.importer.empty() ? 0 : static_cast<std::uint64_t>(from.importer[r]);
    const std::uint64_t period = from.period.empty() ? 0 : static_cast<std::uint64_t>(from.period[r]);
    const std::uint64_t countries = from.countries.size(), products = out_.products.size();
    const std::uint64_t key =
        ((period * countries + static_cast<std::uint64_t>(from.exporter[r])) * countries + importer) *
            products +
        static_cast<std::uint64_t>(part.to);
    const auto [at, fresh] = at_.emplace(key, out_.value.size());
    if (fresh) {
      out_.exporter.push_back(from.exporter[r]);
      if (!from.importer.empty()) out_.importer.push_back(from.importer[r]);
      if (!from.period.empty()) out_.period.push_back(from.period[r]);
      out_.product.push_back(part.to);
      out_.value.push_back(0);
      if (!from.quantity.empty()) out_.quantity.push_back(0);
    }
    out_.value[at->second] += from.value[r] * part.weight;
    if (!from.quantity.empty()) out_.quantity[at->second] += from.quantity[r] * part.weight;
  }

 private:
  product_flows& out_;
  std::unordered_map<std::uint64_t, std::size_t> at_;
};

// one name of the new codes each, sorted, and the parts of every product of the flows
inline std::vector<std::vector<coded_part>> coded_parts(const product_flows& flows,
                                                        const concordance& table,
                                                        std::vector<std::string>& names) {
  std::map<std::string, std::int32_t> place;
  for (const std::string& product : flows.products) {
    const auto found = table.parts.find(product);
    if (found == table.parts.end()) continue;
    for (const concordance_part& p : found->second) place.emplace(p.to, 0);
  }
  for (auto& [name, at] : place) {
    at = static_cast<std::int32_t>(names.size());
    names.push_back(name);
  }
  std::vector<std::vector<coded_part>> out(flows.products.size());
  for (std::size_t p = 0; p < flows.products.size(); ++p) {
    const auto found = table.parts.find(flows.products[p]);
    if (found == table.parts.end()) continue;
    for (const concordance_part& part : found->second) {
      out[p].push_back({place.at(part.to), part.weight});
    }
  }
  return out;
}

}  // namespace detail

/// Trade in the codes of a concordance: values and quantities are divided by its weights, and what
/// comes to the same exporter, importer, product and period is added up.
///
/// @return  the flows, and how much value belongs to products that the concordance does not have:
///          they are left out
/// @note    a quantity that is unknown makes the quantity unknown to which it is added
[[nodiscard]] inline mapped_flows mapped(const product_flows& flows, const concordance& table) {
  mapped_flows out;
  out.flows.countries = flows.countries;
  out.flows.periods = flows.periods;
  out.flows.value_unit = flows.value_unit;
  out.flows.quantity_unit = flows.quantity_unit;
  out.flows.notes = flows.notes;
  const auto parts = detail::coded_parts(flows, table, out.flows.products);
  std::vector<double> lost(flows.products.size(), 0);
  detail::flow_sums sums(out.flows);
  for (std::size_t r = 0; r < flows.size(); ++r) {
    const auto p = static_cast<std::size_t>(flows.product[r]);
    out.value += flows.value[r];
    if (parts[p].empty()) lost[p] += flows.value[r];
    for (const detail::coded_part& part : parts[p]) sums.add(flows, r, part);
  }
  for (std::size_t p = 0; p < lost.size(); ++p) {
    if (!parts[p].empty()) continue;
    out.unmapped.push_back({flows.products[p], lost[p]});
    out.unmapped_value += lost[p];
  }
  std::stable_sort(out.unmapped.begin(), out.unmapped.end(),
                   [](const auto& a, const auto& b) { return a.value > b.value; });
  if (out.value > 0) out.unmapped_share = out.unmapped_value / out.value;
  if (!out.unmapped.empty()) {
    out.flows.notes.push_back(text(
        out.unmapped.size(), " products are not in ", table.source, "; their trade, ",
        shortest(out.unmapped_value), " of ", shortest(out.value), ", was left out; the largest is ",
        out.unmapped.front().product));
  }
  for (const std::string& note : table.notes) out.flows.notes.push_back(note);
  return out;
}

}  // namespace bilateral
