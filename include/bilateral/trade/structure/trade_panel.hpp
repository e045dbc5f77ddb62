#pragma once
/// Panels of flows at size: group-by, join and pivot on integer codes, zeros where they are known,
/// gaps filled from the partner's report.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What flows are counted by.
enum class flow_dimension { exporter, importer, product, period };

/// Bytes that the columns of the flows take for each row: 20 (exporter, importer, product, value),
/// 8 more with quantities, 4 more with periods; names and unused capacity are not in it.
template <class = when_called>
[[nodiscard]] std::size_t bytes_per_row(const product_flows& flows) {
  const std::size_t codes = (flows.exporter.empty() ? 0U : 1U) +
                            (flows.importer.empty() ? 0U : 1U) + (flows.product.empty() ? 0U : 1U) +
                            (flows.period.empty() ? 0U : 1U);
  return sizeof(std::int32_t) * codes + sizeof(double) * (1U + (flows.quantity.empty() ? 0U : 1U));
}

namespace detail {

inline const std::vector<std::int32_t>& codes_of(const product_flows& flows, flow_dimension d) {
  switch (d) {
    case flow_dimension::exporter: return flows.exporter;
    case flow_dimension::importer: return flows.importer;
    case flow_dimension::product: return flows.product;
    case flow_dimension::period: break;
  }
  return flows.period;
}
inline const std::vector<std::string>& names_of(const product_flows& flows, flow_dimension d) {
  return d == flow_dimension::product  ? flows.products
         : d == flow_dimension::period ? flows.periods
                                       : flows.countries;
}
inline const char* word_of(flow_dimension d) {
  return d == flow_dimension::exporter   ? "exporters"
         : d == flow_dimension::importer ? "importers"
         : d == flow_dimension::product  ? "products"
                                         : "periods";
}

// one number for the codes of a row in some dimensions, first dimension slowest
class flow_key {
 public:
  flow_key(const char* function, const product_flows& flows, std::span<const flow_dimension> by)
      : flows_(flows), by_(by.begin(), by.end()) {
    require(!by.empty(), function, "there is no dimension");
    for (std::size_t d = 0; d < by_.size(); ++d) {
      require(
          std::find(by_.begin(), by_.begin() + to_index(d), by_[d]) == by_.begin() + to_index(d),
          function, word_of(by_[d]), " are named twice");
      require(!codes_of(flows, by_[d]).empty() || flows.size() == 0, function, "the flows have no ",
              word_of(by_[d]));
      const auto levels = static_cast<std::uint64_t>(names_of(flows, by_[d]).size());
      require(levels == 0 || cells_ <= (std::numeric_limits<std::uint64_t>::max)() / 2 / levels,
              function, "the dimensions have more than 2^63 cells");
      cells_ *= (std::max)(levels, std::uint64_t{1});
    }
  }
  [[nodiscard]] std::uint64_t cells() const { return cells_; }
  [[nodiscard]] std::uint64_t of(std::size_t row) const {
    std::uint64_t key = 0;
    for (const flow_dimension d : by_) {
      key = key * names_of(flows_, d).size() + static_cast<std::uint64_t>(codes_of(flows_, d)[row]);
    }
    return key;
  }
  // the code in each dimension
  [[nodiscard]] std::array<std::int32_t, 4> codes(std::uint64_t key) const {
    std::array<std::int32_t, 4> out{};
    for (std::size_t d = by_.size(); d-- > 0;) {
      const std::uint64_t levels = names_of(flows_, by_[d]).size();
      out[d] = static_cast<std::int32_t>(key % levels);
      key /= levels;
    }
    return out;
  }

 private:
  const product_flows& flows_;
  std::vector<flow_dimension> by_;
  std::uint64_t cells_ = 1;
};

// rows in the order of their keys, equal keys in the order of the rows
template <class = when_called>
std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted_rows(const product_flows& flows,
                                                                 const flow_key& key) {
  require(flows.size() <= (std::numeric_limits<std::uint32_t>::max)(), "flows", "there are ",
          flows.size(), " rows; at most 2^32 can be sorted");
  std::vector<std::pair<std::uint64_t, std::uint32_t>> out(flows.size());
  for (std::size_t r = 0; r < out.size(); ++r) out[r] = {key.of(r), static_cast<std::uint32_t>(r)};
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace detail

/// Sums over all rows that share the codes of some dimensions.
struct flow_groups {
  std::vector<flow_dimension> by;
  std::vector<std::vector<std::int32_t>> codes;  ///< one column for each dimension of `by`
  std::vector<double> value;
  std::vector<double> quantity;   ///< NaN where a row of the group has none; or empty
  std::vector<std::size_t> rows;  ///< how many rows a group has

  [[nodiscard]] std::size_t size() const noexcept { return value.size(); }
};

/// Flows summed by dimensions, groups in the order of their codes; only groups that have rows.
///
/// @throws argument_error  no dimension, one named twice, one that the flows do not have
/// @note   a table of cells where that is small, otherwise rows sorted by one integer key; sums are
///         taken in the order of the rows
template <class = when_called>
[[nodiscard]] flow_groups group_by(const product_flows& flows,
                                   const std::vector<flow_dimension>& by) {
  const detail::flow_key key("group_by", flows, by);
  flow_groups out;
  out.by = by;
  out.codes.resize(by.size());
  const bool quantities = !flows.quantity.empty();
  const auto open_group = [&](std::uint64_t k) {
    const auto codes = key.codes(k);
    for (std::size_t d = 0; d < by.size(); ++d) out.codes[d].push_back(codes[d]);
    out.value.push_back(0);
    if (quantities) out.quantity.push_back(0);
    out.rows.push_back(0);
  };
  const auto add = [&](std::size_t group, std::size_t r) {
    out.value[group] += flows.value[r];
    if (quantities) out.quantity[group] += flows.quantity[r];
    ++out.rows[group];
  };
  if (key.cells() <= 2 * static_cast<std::uint64_t>(flows.size()) + (std::uint64_t{1} << 16)) {
    constexpr std::uint32_t none = (std::numeric_limits<std::uint32_t>::max)();
    std::vector<std::uint32_t> group(to_size(key.cells()), none);
    for (std::size_t r = 0; r < flows.size(); ++r) group[to_size(key.of(r))] = 0;
    std::uint32_t next = 0;
    for (std::size_t k = 0; k < group.size(); ++k) {
      if (group[k] == none) continue;
      group[k] = next++;
      open_group(k);
    }
    for (std::size_t r = 0; r < flows.size(); ++r) add(group[to_size(key.of(r))], r);
    return out;
  }
  const auto order = detail::sorted_rows(flows, key);
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (at == 0 || order[at].first != order[at - 1].first) open_group(order[at].first);
    add(out.size() - 1, order[at].second);
  }
  return out;
}

/// Values as a matrix of one dimension (rows) by another (columns), summed over the others.
/// @return  (names of `rows` x names of `columns`) of the flows, 0 where there is no row
/// @throws argument_error  the two are one, or the flows do not have one of them
template <class = when_called>
[[nodiscard]] dense_matrix<double> pivot(const product_flows& flows, flow_dimension rows,
                                         flow_dimension columns) {
  const flow_dimension both[] = {rows, columns};
  (void)detail::flow_key("pivot", flows, both);
  dense_matrix<double> out =
      dense_matrix<double>::Zero(to_index(detail::names_of(flows, rows).size()),
                                 to_index(detail::names_of(flows, columns).size()));
  const auto& i = detail::codes_of(flows, rows);
  const auto& j = detail::codes_of(flows, columns);
  for (std::size_t r = 0; r < flows.size(); ++r) out(i[r], j[r]) += flows.value[r];
  return out;
}

namespace detail {

template <class = when_called>
std::vector<std::string> united(const std::vector<std::string>& a,
                                const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

// both on the names of both
template <class = when_called>
void on_common_names(product_flows& a, product_flows& b) {
  const auto countries = united(a.countries, b.countries),
             products = united(a.products, b.products), periods = united(a.periods, b.periods);
  for (product_flows* f : {&a, &b}) {
    std::vector<std::int32_t> to;
    for (const std::string& name : f->periods) to.push_back(*position_in(periods, name));
    for (std::int32_t& t : f->period) t = to[to_size(t)];
    *f = recoded(std::move(*f), countries, products);
    f->periods = periods;
  }
}

template <class = when_called>
std::vector<flow_dimension> dimensions_of(const product_flows& flows) {
  std::vector<flow_dimension> out;
  for (const flow_dimension d : {flow_dimension::exporter, flow_dimension::importer,
                                 flow_dimension::product, flow_dimension::period}) {
    if (!codes_of(flows, d).empty()) out.push_back(d);
  }
  return out;
}

// one row for each exporter, importer, product and period, in that order
template <class = when_called>
product_flows summed(const product_flows& flows) {
  const auto by = dimensions_of(flows);
  product_flows out;
  out.countries = flows.countries;
  out.products = flows.products;
  out.periods = flows.periods;
  out.value_unit = flows.value_unit;
  out.quantity_unit = flows.quantity_unit;
  out.notes = flows.notes;
  if (by.empty()) return out;
  auto groups = group_by(flows, by);
  for (std::size_t d = 0; d < by.size(); ++d) {
    (by[d] == flow_dimension::exporter   ? out.exporter
     : by[d] == flow_dimension::importer ? out.importer
     : by[d] == flow_dimension::product  ? out.product
                                         : out.period) = std::move(groups.codes[d]);
  }
  out.value = std::move(groups.value);
  out.quantity = std::move(groups.quantity);
  return out;
}

}  // namespace detail

/// Two sets of flows side by side on the names of both: row r is value[r] in the first and
/// other[r] in the second, NaN where one has no row.
struct joined_flows {
  product_flows flows;        ///< with the values of the first
  std::vector<double> other;  ///< (n) values of the second
  std::size_t both = 0, first_only = 0, second_only = 0;
};

/// Full join of two sets of flows on exporter, importer, product and period, by name.
///
/// @throws argument_error  one has importers or periods and the other has not
/// @note   rows that repeat a key are added up first; quantities of the second are not kept
template <class = when_called>
[[nodiscard]] joined_flows join(product_flows first, product_flows second) {
  require(first.importer.empty() == second.importer.empty() || first.size() * second.size() == 0,
          "join", "one of the two has importers and the other has not");
  require(first.period.empty() == second.period.empty() || first.size() * second.size() == 0,
          "join", "one of the two has periods and the other has not");
  detail::on_common_names(first, second);
  const product_flows a = detail::summed(first), b = detail::summed(second);
  const auto& shape = a.size() > 0 ? a : b;
  const auto by = detail::dimensions_of(shape);
  joined_flows out;
  out.flows = detail::summed(product_flows{a.countries,
                                           a.products,
                                           {},
                                           {},
                                           {},
                                           a.periods,
                                           {},
                                           {},
                                           {},
                                           a.value_unit,
                                           a.quantity_unit,
                                           a.notes});
  if (by.empty()) return out;
  const detail::flow_key key_a("join", a, by), key_b("join", b, by);
  const double missing = std::numeric_limits<double>::quiet_NaN();
  const auto take = [&](const product_flows& from, std::size_t r) {
    out.flows.exporter.push_back(from.exporter[r]);
    if (!from.importer.empty()) out.flows.importer.push_back(from.importer[r]);
    out.flows.product.push_back(from.product[r]);
    if (!from.period.empty()) out.flows.period.push_back(from.period[r]);
    out.flows.value.push_back(&from == &a ? a.value[r] : missing);
    if (!a.quantity.empty()) out.flows.quantity.push_back(&from == &a ? a.quantity[r] : missing);
  };
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    const std::uint64_t past = (std::numeric_limits<std::uint64_t>::max)();
    const std::uint64_t x = i < a.size() ? key_a.of(i) : past;
    const std::uint64_t y = j < b.size() ? key_b.of(j) : past;
    take(x <= y ? a : b, x <= y ? i : j);
    out.other.push_back(y <= x ? b.value[j] : missing);
    (x == y ? out.both : x < y ? out.first_only : out.second_only) += 1;
    i += x <= y ? 1U : 0U;
    j += y <= x ? 1U : 0U;
  }
  return out;
}

/// Who reports the flows.
enum class reporting_side { exporter, importer };

/// Which cells are filled with zeros for a reporter in a period in which it reports.
enum class zero_domain {
  relations_seen,  ///< partner and product that the reporter has in some period
  all,             ///< every other country and every product of the flows
};

struct zero_filled_flows {
  product_flows flows;    ///< in the order of exporter, importer, product, period
  std::size_t zeros = 0;  ///< rows added
  std::vector<std::pair<std::string, std::string>>
      silent;  ///< reporter and period without a report
};

namespace detail {

// (countries x periods) whether a country has a row as reporter
template <class = when_called>
std::vector<bool> reports(const product_flows& flows, reporting_side side) {
  const auto& who = side == reporting_side::exporter ? flows.exporter : flows.importer;
  const std::size_t periods = (std::max)(flows.periods.size(), std::size_t{1});
  std::vector<bool> out(flows.countries.size() * periods, false);
  for (std::size_t r = 0; r < flows.size(); ++r) {
    out[to_size(who[r]) * periods + (flows.period.empty() ? 0U : to_size(flows.period[r]))] = true;
  }
  return out;
}

// exporter, importer and product of the cells that are filled
template <class = when_called>
std::vector<std::array<std::int32_t, 3>> cells_to_fill(const product_flows& flows,
                                                       zero_domain domain) {
  std::vector<std::array<std::int32_t, 3>> out;
  const auto countries = static_cast<std::int32_t>(flows.countries.size());
  if (domain == zero_domain::relations_seen) {
    for (std::size_t r = 0; r < flows.size(); ++r)
      out.push_back({flows.exporter[r], flows.importer[r], flows.product[r]});
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }
  for (std::int32_t i = 0; i < countries; ++i) {
    for (std::int32_t j = 0; j < countries; ++j) {
      for (std::int32_t k = 0; i != j && k < static_cast<std::int32_t>(flows.products.size()); ++k)
        out.push_back({i, j, k});
    }
  }
  return out;
}

}  // namespace detail

/// Zeros where they are known: a cell without a row is 0 in a period in which its reporter reports
/// anything at all, and stays missing in a period in which it does not.
///
/// @param side  whose reports the flows are
/// @throws argument_error  flows without importers or without periods
/// @note   rows that repeat a key are added up
/// @see    Gleditsch (2002), Journal of Conflict Resolution 46, on what zeros in trade data are
template <class = when_called>
[[nodiscard]] zero_filled_flows zero_filled(const product_flows& flows,
                                            reporting_side side = reporting_side::exporter,
                                            zero_domain domain = zero_domain::relations_seen) {
  require_bilateral("zero_filled", flows);
  require(!flows.period.empty() || flows.size() == 0, "zero_filled", "the flows have no periods");
  const product_flows known = detail::summed(flows);
  const auto reporting = detail::reports(known, side);
  const std::size_t periods = known.periods.size();
  zero_filled_flows out;
  out.flows = known;
  for (auto* column :
       {&out.flows.exporter, &out.flows.importer, &out.flows.product, &out.flows.period})
    column->clear();
  out.flows.value.clear();
  out.flows.quantity.clear();
  std::size_t at = 0;
  for (const auto& [i, j, k] : detail::cells_to_fill(known, domain)) {
    for (std::size_t t = 0; t < periods; ++t) {
      const bool is_next = at < known.size() && known.exporter[at] == i &&
                           known.importer[at] == j && known.product[at] == k &&
                           known.period[at] == static_cast<std::int32_t>(t);
      const auto who = to_size(side == reporting_side::exporter ? i : j);
      if (!is_next && !reporting[who * periods + t]) continue;
      out.flows.exporter.push_back(i);
      out.flows.importer.push_back(j);
      out.flows.product.push_back(k);
      out.flows.period.push_back(static_cast<std::int32_t>(t));
      out.flows.value.push_back(is_next ? known.value[at] : 0);
      if (!known.quantity.empty()) out.flows.quantity.push_back(is_next ? known.quantity[at] : 0);
      out.zeros += is_next ? 0U : 1U;
      at += is_next ? 1U : 0U;
    }
  }
  for (std::size_t c = 0; c < known.countries.size(); ++c) {
    for (std::size_t t = 0; t < periods; ++t) {
      if (!reporting[c * periods + t])
        out.silent.emplace_back(known.countries[c], known.periods[t]);
    }
  }
  out.flows.notes.push_back(text(out.zeros, " zeros filled in where the ",
                                 side == reporting_side::exporter ? "exporter" : "importer",
                                 " reports in that period"));
  return out;
}

/// Where a value of mirror-filled flows comes from.
enum class report_used : std::uint8_t {
  preferred,               ///< the preferred side's own report
  partner_of_silent,       ///< the partner's: the preferred side reports nothing in that period
  partner_against_no_row,  ///< the partner's: the preferred side reports, but not this flow
};

struct mirror_fill_options {
  reporting_side prefer = reporting_side::exporter;
  double margin =
      0.06;  ///< freight and insurance in the importer's report, a share of the FOB value
  bool fill_where_it_reports = true;  ///< also flows that a reporting country does not have
};

struct mirror_filled_flows {
  product_flows flows;                ///< FOB, in the order of exporter, importer, product, period
  std::vector<report_used> used;      ///< (n)
  double margin = 0;                  ///< taken off every figure of an importer
  std::array<std::size_t, 3> rows{};  ///< how many of each kind of report_used
  std::array<double, 3> value{};      ///< their value, FOB
  std::size_t left_out = 0;  ///< partner's flows not taken where the preferred side reports
};

/// One set of flows from the reports of both sides.
///
///   exporter's report as it is (FOB); importer's report (CIF) / (1 + margin)
///
/// @param by_exporters,by_importers  the same flows, exporter to importer, as either side reports
/// @return   every row with the side used; quantities are not kept
/// @throws argument_error  a margin not above -1, one side without importers or periods
/// @note     a country reports in a period if it has any row there; rows that repeat a key are
///           added up
/// @see      Gaulier & Zignago (2010), CEPII Working Paper 2010-23; Marini, Dippelsman & Stanger
///           (2018), IMF Working Paper 18/16 (6 percent)
template <class = when_called>
[[nodiscard]] mirror_filled_flows mirror_filled(product_flows by_exporters,
                                                product_flows by_importers,
                                                const mirror_fill_options& options = {}) {
  require(options.margin > -1 && std::isfinite(options.margin), "mirror_filled", "margin is ",
          options.margin, "; it must be above -1");
  require_bilateral("mirror_filled", by_exporters);
  require_bilateral("mirror_filled", by_importers);
  by_exporters.quantity.clear();
  by_importers.quantity.clear();
  const bool exporter_first = options.prefer == reporting_side::exporter;
  detail::on_common_names(by_exporters, by_importers);
  const auto reporting =
      detail::reports(exporter_first ? by_exporters : by_importers, options.prefer);
  auto both = exporter_first ? join(std::move(by_exporters), std::move(by_importers))
                             : join(std::move(by_importers), std::move(by_exporters));
  const std::size_t periods = (std::max)(both.flows.periods.size(), std::size_t{1});
  mirror_filled_flows out;
  out.margin = options.margin;
  const product_flows& from = both.flows;
  for (std::size_t r = 0; r < from.size(); ++r) {
    const bool own = from.value[r] == from.value[r];
    const std::int32_t who = exporter_first ? from.exporter[r] : from.importer[r];
    const std::size_t when = from.period.empty() ? 0 : to_size(from.period[r]);
    const bool silent = !reporting[to_size(who) * periods + when];
    if (!own && !silent && !options.fill_where_it_reports) {
      ++out.left_out;
      continue;
    }
    const report_used used = own      ? report_used::preferred
                             : silent ? report_used::partner_of_silent
                                      : report_used::partner_against_no_row;
    const double reported = own ? from.value[r] : both.other[r];
    const double fob = own == exporter_first ? reported : reported / (1 + options.margin);
    out.flows.exporter.push_back(from.exporter[r]);
    out.flows.importer.push_back(from.importer[r]);
    out.flows.product.push_back(from.product[r]);
    if (!from.period.empty()) out.flows.period.push_back(from.period[r]);
    out.flows.value.push_back(fob);
    out.used.push_back(used);
    ++out.rows[to_size(used)];
    out.value[to_size(used)] += fob;
  }
  out.flows.countries = from.countries;
  out.flows.products = from.products;
  out.flows.periods = from.periods;
  out.flows.value_unit = from.value_unit;
  out.flows.notes = from.notes;
  out.flows.notes.push_back(
      text("importers' reports less a margin of ", significant_text(100 * options.margin, 4),
           " percent: ", out.rows[1], " rows where the preferred side is silent, ", out.rows[2],
           " where it reports but not the flow"));
  return out;
}

}  // namespace bilateral
