#pragma once
/// Trade by exporter, importer and product in long form on integer codes, and its matrices.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// Flows in long form: row r is value[r] of product[r] from exporter[r] to importer[r]. What is not
/// in it is not traded. Twenty bytes a row, eight more with quantities, four more with periods.
struct product_flows {
  std::vector<std::string> countries;  ///< names of the codes of exporters and importers, sorted
  std::vector<std::string> products;   ///< names of the codes of products, sorted
  std::vector<std::int32_t> exporter;  ///< (n)
  std::vector<std::int32_t> importer;  ///< (n), or empty: exports to the world
  std::vector<std::int32_t> product;   ///< (n)
  std::vector<std::string> periods;    ///< names of the codes of periods, sorted; empty: one period
  std::vector<std::int32_t> period;    ///< (n), or empty: one period
  std::vector<double> value;           ///< (n) not negative
  std::vector<double> quantity;        ///< (n) NaN where unknown; or empty
  std::string value_unit;              ///< as the source states it; empty: not stated
  std::string quantity_unit;
  std::vector<std::string> notes;  ///< what a reader left out or added up, and why

  [[nodiscard]] std::size_t size() const noexcept { return value.size(); }
  [[nodiscard]] bool has_importers() const noexcept { return !importer.empty() || value.empty(); }
};

/// Where a name stands in sorted names, from 0; none where it does not.
template <class = when_called>
std::optional<std::int32_t> position_in(const std::vector<std::string>& sorted,
                                        std::string_view name) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), name);
  if (at == sorted.end() || *at != name) return std::nullopt;
  return static_cast<std::int32_t>(at - sorted.begin());
}

/// @throws argument_error  the flows have no importers
inline void require_bilateral(const char* function, const product_flows& flows) {
  require(flows.has_importers(), function, "the flows have no importers");
}

namespace detail {
// Names coded in order of appearance, renamed to sorted order at the end.
class name_codes {
 public:
  std::int32_t code(std::string_view name) {
    const auto found = at_.find(name);
    if (found != at_.end()) return found->second;
    const auto next = static_cast<std::int32_t>(names_.size());
    names_.emplace_back(name);
    at_.emplace(names_.back(), next);
    return next;
  }
  // sorts the names; element c is where code c went
  std::vector<std::int32_t> sort() {
    std::vector<std::int32_t> order(names_.size()), moved(names_.size());
    std::iota(order.begin(), order.end(), 0);
    const auto name = [&](std::int32_t c) -> const std::string& { return names_[to_size(c)]; };
    std::sort(order.begin(), order.end(),
              [&](std::int32_t a, std::int32_t b) { return name(a) < name(b); });
    std::vector<std::string> sorted;
    for (std::size_t i = 0; i < order.size(); ++i) {
      moved[to_size(order[i])] = static_cast<std::int32_t>(i);
      sorted.push_back(name(order[i]));
    }
    names_ = std::move(sorted);
    return moved;
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(names_); }

 private:
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::int32_t, hash, std::equal_to<>> at_;
};

template <class = when_called>
std::int32_t country_code(const char* function, const product_flows& flows,
                          std::string_view country) {
  const auto at = position_in(flows.countries, country);
  require(at.has_value(), function, "there is no country ", country, " among the ",
          flows.countries.size(), " of the flows");
  return *at;
}

}  // namespace detail

/// Collects flows one after another and hands them over with sorted names.
class flow_builder {
 public:
  /// @param with_importers   every row has one; otherwise none has
  /// @param with_quantities  rows carry quantities, NaN where unknown
  /// @param with_periods     rows carry the name of their period
  explicit flow_builder(bool with_importers = true, bool with_quantities = false,
                        bool with_periods = false)
      : with_importers_(with_importers),
        with_quantities_(with_quantities),
        with_periods_(with_periods) {}

  void add(std::string_view exporter, std::string_view importer, std::string_view product,
           double value, double quantity = std::numeric_limits<double>::quiet_NaN(),
           std::string_view period = {}) {
    flows_.exporter.push_back(countries_.code(exporter));
    if (with_importers_) flows_.importer.push_back(countries_.code(importer));
    flows_.product.push_back(products_.code(product));
    flows_.value.push_back(value);
    if (with_quantities_) flows_.quantity.push_back(quantity);
    if (with_periods_) flows_.period.push_back(periods_.code(period));
  }
  [[nodiscard]] std::size_t size() const noexcept { return flows_.size(); }

  /// The flows with names in sorted order; the builder is empty afterwards.
  [[nodiscard]] product_flows finish() {
    const auto renamed = [](std::vector<std::int32_t>& codes, const std::vector<std::int32_t>& to) {
      for (std::int32_t& c : codes) c = to[to_size(c)];
    };
    const auto countries = countries_.sort();
    const auto products = products_.sort();
    renamed(flows_.exporter, countries);
    renamed(flows_.importer, countries);
    renamed(flows_.product, products);
    renamed(flows_.period, periods_.sort());
    flows_.periods = periods_.take();
    flows_.countries = countries_.take();
    flows_.products = products_.take();
    product_flows out = std::move(flows_);
    *this = flow_builder(with_importers_, with_quantities_, with_periods_);
    return out;
  }

 private:
  bool with_importers_, with_quantities_, with_periods_;
  detail::name_codes countries_, products_, periods_;
  product_flows flows_;
};

/// Position of a country in the matrices below.
/// @throws argument_error  the flows have no such country
[[nodiscard]] inline Eigen::Index country_of(const product_flows& flows, std::string_view name) {
  return detail::country_code("country_of", flows, name);
}
/// Position of a product. @throws argument_error  there is none
[[nodiscard]] inline Eigen::Index product_of(const product_flows& flows, std::string_view name) {
  const auto at = position_in(flows.products, name);
  require(at.has_value(), "product_of", "there is no product ", name, " among the ",
          flows.products.size(), " of the flows");
  return *at;
}

/// Rows that repeat the exporter, importer, product and period of an earlier row.
struct repeated_flow_rows {
  std::size_t count = 0;
  std::size_t row = 0, first = 0;  ///< the first of them, and the row that it repeats, from 0
};

/// The rows that repeat an earlier one; by bits of all cells where these are few enough, else by sorting.
template <class = when_called>
[[nodiscard]] repeated_flow_rows repeated_flows(const product_flows& flows) {
  const std::uint64_t c = flows.countries.size(), p = flows.products.size();
  const std::uint64_t importers = flows.importer.empty() ? 1 : c;
  const std::uint64_t periods = flows.period.empty() ? 1 : flows.periods.size();
  const auto key = [&](std::size_t r) {
    const auto at = [&](const std::vector<std::int32_t>& codes) {
      return codes.empty() ? 0 : static_cast<std::uint64_t>(codes[r]);
    };
    return ((at(flows.exporter) * importers + at(flows.importer)) * p + at(flows.product)) *
               periods +
           at(flows.period);
  };
  repeated_flow_rows out;
  const auto found = [&](std::size_t r) {
    if (out.count++ > 0) return;
    out.row = r;
    while (key(out.first) != key(r)) ++out.first;
  };
  const std::uint64_t cells = importers * c * p * periods;
  if (cells <= 64 * static_cast<std::uint64_t>(flows.size()) + (std::uint64_t{1} << 28)) {
    std::vector<std::uint64_t> seen(to_size(cells / 64) + 1);
    for (std::size_t r = 0; r < flows.size(); ++r) {
      const std::uint64_t k = key(r), bit = std::uint64_t{1} << (k & 63U);
      if ((seen[to_size(k >> 6U)] & bit) != 0) found(r);
      seen[to_size(k >> 6U)] |= bit;
    }
    return out;
  }
  std::vector<std::pair<std::uint64_t, std::size_t>> rows(flows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) rows[r] = {key(r), r};
  std::sort(rows.begin(), rows.end());
  std::vector<std::size_t> again;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (rows[r].first == rows[r - 1].first) again.push_back(rows[r].second);
  }
  std::sort(again.begin(), again.end());
  for (const std::size_t r : again) found(r);
  return out;
}

/// Exports by country and product: (countries x products). One pass over the rows.
template <class Scalar = double>
[[nodiscard]] dense_matrix<Scalar> export_matrix(const product_flows& flows) {
  dense_matrix<Scalar> out =
      dense_matrix<Scalar>::Zero(std::ssize(flows.countries), std::ssize(flows.products));
  for (std::size_t r = 0; r < flows.size(); ++r)
    out(flows.exporter[r], flows.product[r]) += Scalar(flows.value[r]);
  return out;
}
/// Imports by country and product: (countries x products).
/// @throws argument_error  flows without importers
template <class Scalar = double>
[[nodiscard]] dense_matrix<Scalar> import_matrix(const product_flows& flows) {
  require_bilateral("import_matrix", flows);
  dense_matrix<Scalar> out =
      dense_matrix<Scalar>::Zero(std::ssize(flows.countries), std::ssize(flows.products));
  for (std::size_t r = 0; r < flows.size(); ++r)
    out(flows.importer[r], flows.product[r]) += Scalar(flows.value[r]);
  return out;
}
/// Trade of all products by exporter (rows) and importer (columns): (countries x countries).
/// @throws argument_error  flows without importers
template <class Scalar = double>
[[nodiscard]] dense_matrix<Scalar> pair_matrix(const product_flows& flows) {
  require_bilateral("pair_matrix", flows);
  const auto n = std::ssize(flows.countries);
  dense_matrix<Scalar> out = dense_matrix<Scalar>::Zero(n, n);
  for (std::size_t r = 0; r < flows.size(); ++r)
    out(flows.exporter[r], flows.importer[r]) += Scalar(flows.value[r]);
  return out;
}
/// Exports of every country to one market by product: (countries x products).
/// @throws argument_error  flows without importers, an unknown country
template <class Scalar = double>
[[nodiscard]] dense_matrix<Scalar> exports_to(const product_flows& flows,
                                              std::string_view importer) {
  require_bilateral("exports_to", flows);
  const std::int32_t to = detail::country_code("exports_to", flows, importer);
  dense_matrix<Scalar> out =
      dense_matrix<Scalar>::Zero(std::ssize(flows.countries), std::ssize(flows.products));
  for (std::size_t r = 0; r < flows.size(); ++r) {
    if (flows.importer[r] == to) out(flows.exporter[r], flows.product[r]) += Scalar(flows.value[r]);
  }
  return out;
}
/// Exports of one country by market and product: (countries x products).
/// @throws argument_error  flows without importers, an unknown country
template <class Scalar = double>
[[nodiscard]] dense_matrix<Scalar> exports_of(const product_flows& flows,
                                              std::string_view exporter) {
  require_bilateral("exports_of", flows);
  const std::int32_t from = detail::country_code("exports_of", flows, exporter);
  dense_matrix<Scalar> out =
      dense_matrix<Scalar>::Zero(std::ssize(flows.countries), std::ssize(flows.products));
  for (std::size_t r = 0; r < flows.size(); ++r) {
    if (flows.exporter[r] == from)
      out(flows.importer[r], flows.product[r]) += Scalar(flows.value[r]);
  }
  return out;
}

/// The flows of one period, on the names of all; flows without periods as they are.
/// @throws argument_error  there is no such period
template <class = when_called>
[[nodiscard]] product_flows at_period(const product_flows& flows, std::string_view period) {
  if (flows.period.empty()) return flows;
  const auto at = position_in(flows.periods, period);
  require(at.has_value(), "at_period", "there is no period ", period, " among the ",
          flows.periods.size(), " of the flows");
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < flows.size(); ++r) {
    if (flows.period[r] == *at) rows.push_back(r);
  }
  const auto picked = [&](const auto& column) {
    std::decay_t<decltype(column)> out;
    if (column.empty()) return out;
    out.reserve(rows.size());
    for (const std::size_t r : rows) out.push_back(column[r]);
    return out;
  };
  return {flows.countries,
          flows.products,
          picked(flows.exporter),
          picked(flows.importer),
          picked(flows.product),
          {},
          {},
          picked(flows.value),
          picked(flows.quantity),
          flows.value_unit,
          flows.quantity_unit,
          flows.notes};
}

/// The flows on the names of a wider list, so that the matrices of two years have one shape.
/// @param countries,products  sorted, holding all names of the flows
/// @throws argument_error  a name of the flows is not in the list
template <class = when_called>
[[nodiscard]] product_flows recoded(product_flows flows, const std::vector<std::string>& countries,
                                    const std::vector<std::string>& products) {
  const auto map = [](const std::vector<std::string>& from, const std::vector<std::string>& to) {
    std::vector<std::int32_t> out;
    for (const std::string& name : from) {
      const auto at = position_in(to, name);
      require(at.has_value(), "recoded", name, " is not in the list of names");
      out.push_back(*at);
    }
    return out;
  };
  const auto c = map(flows.countries, countries), p = map(flows.products, products);
  for (auto& v : flows.exporter) v = c[to_size(v)];
  for (auto& v : flows.importer) v = c[to_size(v)];
  for (auto& v : flows.product) v = p[to_size(v)];
  flows.countries = countries;
  flows.products = products;
  return flows;
}

}  // namespace bilateral
