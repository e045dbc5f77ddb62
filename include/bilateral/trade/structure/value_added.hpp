#pragma once
/// Value added in trade from tables of several regions: gross exports decomposed, vertical
/// specialisation, upstreamness.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/input_output/multi_region.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// What the gross exports of one region are made of; the nine terms add up to them.
template <class Scalar = double>
struct export_decomposition {
  std::string region;
  Scalar exports{};
  /// Koopman, Wang and Wei's terms: domestic value added in (0) final exports, (1) intermediates
  /// absorbed by the importer, (2) intermediates sent on to third regions, (3) returned in final
  /// and (4) in intermediate imports, (5) domestic double counting; foreign value added in (6)
  /// final and (7) intermediate exports, (8) foreign double counting
  std::array<Scalar, 9> terms{};
  Scalar domestic_value_added{};  ///< terms 0 to 4: the region's GDP in its exports
  Scalar value_added_exports{};   ///< terms 0 to 2: what others absorb (Johnson and Noguera)
  Scalar foreign_content{};       ///< terms 6 to 8
  Scalar crossing_once{};         ///< domestic value added that its direct importer absorbs
  Scalar import_content{};        ///< Hummels, Ishii and Yi: imported inputs used up, directly and
                                  ///< through home suppliers, in making the exports
  index_value<Scalar> vertical_specialisation =
      index_value<Scalar>::none("the region exports nothing");  ///< foreign content / exports
  index_value<Scalar> vax_ratio =
      index_value<Scalar>::none("the region exports nothing");  ///< value added exports / exports
  /// 1 - crossing once / exports: the part of exports in value chains over more than one border
  /// (Borin and Mancini)
  index_value<Scalar> chain_participation = index_value<Scalar>::none("the region exports nothing");
};

template <class Scalar = double>
struct value_added_result {
  std::vector<export_decomposition<Scalar>> regions;
  dense_vector<Scalar> upstreamness;  ///< (RS) average distance from final use, at least 1
  std::vector<std::string> notes;
};

namespace detail {

// what the decomposition is written in
template <class Scalar>
struct value_added_parts {
  dense_matrix<Scalar> a, b;                // (RS x RS) coefficients and the global inverse
  dense_vector<Scalar> v;                   // (RS) value added per unit of output
  dense_matrix<Scalar> final_demand;        // (RS x R)
  std::vector<dense_matrix<Scalar>> local;  // (S x S) (I - A_rr)^-1
  dense_matrix<Scalar> exports;             // (RS x R) to each region, 0 at home
  Eigen::Index s = 0, regions = 0;

  [[nodiscard]] auto block(const dense_matrix<Scalar>& m, Eigen::Index r, Eigen::Index q) const {
    return m.block(r * s, q * s, s, s);
  }
  [[nodiscard]] dense_vector<Scalar> demand(Eigen::Index r, Eigen::Index q) const {
    return final_demand.block(r * s, q, s, 1);
  }
  [[nodiscard]] dense_vector<Scalar> all_exports(Eigen::Index r) const {
    return exports.middleRows(r * s, s).rowwise().sum();
  }
};

template <class Scalar>
value_added_parts<Scalar> parts_of(const multi_region_table<Scalar>& table,
                                   const dense_matrix<Scalar>& final_demand) {
  const auto system = multi_region(table);
  value_added_parts<Scalar> p;
  p.s = system.block();
  p.regions = std::ssize(table.regions);
  const Eigen::Index n = p.s * p.regions;
  require(final_demand.rows() == n && final_demand.cols() == p.regions, "value_added_in_exports",
          "final_demand is ", final_demand.rows(), " x ", final_demand.cols(), " for ", n,
          " lines and ", p.regions, " regions");
  require_finite("value_added_in_exports", "final_demand",
                 std::span<const Scalar>(final_demand.data(), to_size(final_demand.size())));
  for (Eigen::Index k = 0; k < n; ++k) {
    const Scalar uses = table.transactions.row(k).sum() + final_demand.row(k).sum();
    require(std::abs(static_cast<double>(uses - table.output[k])) <=
                1e-6 * static_cast<double>(table.output[k]),
            "value_added_in_exports", "uses of ", system.whole.sectors[to_size(k)], " add up to ",
            static_cast<double>(uses), " but its output is ", static_cast<double>(table.output[k]));
  }
  p.a = system.whole.coefficients;
  p.b = system.whole.factorised.solve(dense_matrix<Scalar>::Identity(n, n));
  p.v = (Scalar(1) - p.a.colwise().sum().array()).matrix().transpose();
  p.final_demand = final_demand;
  for (const auto& one : system.single)
    p.local.push_back(one.factorised.solve(dense_matrix<Scalar>::Identity(p.s, p.s)));
  p.exports = dense_matrix<Scalar>::Zero(n, p.regions);
  for (Eigen::Index r = 0; r < p.regions; ++r) {
    for (Eigen::Index q = 0; q < p.regions; ++q) {
      if (r != q)
        p.exports.block(r * p.s, q, p.s, 1) =
            table.transactions.block(r * p.s, q * p.s, p.s, p.s).rowwise().sum() + p.demand(r, q);
    }
  }
  return p;
}

template <class Scalar>
void domestic_terms(const value_added_parts<Scalar>& p, Eigen::Index s,
                    export_decomposition<Scalar>& out) {
  const dense_vector<Scalar> v = p.v.segment(s * p.s, p.s);
  const auto through = [&](Eigen::Index r, const dense_vector<Scalar>& use) {
    return v.dot(p.block(p.b, s, r) * use);
  };
  const dense_matrix<Scalar>& home = p.local[to_size(s)];
  const dense_vector<Scalar> for_home = home * p.demand(s, s),
                             for_exports = home * p.all_exports(s);
  for (Eigen::Index r = 0; r < p.regions; ++r) {
    if (r == s) continue;
    out.terms[0] += through(s, p.demand(s, r));
    out.terms[1] += through(r, p.demand(r, r));
    for (Eigen::Index t = 0; t < p.regions; ++t) {
      if (t != s && t != r) out.terms[2] += through(r, p.demand(r, t));
    }
    out.terms[3] += through(r, p.demand(r, s));
    out.terms[4] += through(r, p.block(p.a, r, s) * for_home);
    out.terms[5] += through(r, p.block(p.a, r, s) * for_exports);
    const dense_vector<Scalar> absorbed =
        p.demand(s, r) + p.block(p.a, s, r) * (p.local[to_size(r)] * p.demand(r, r));
    out.crossing_once += v.dot(home * absorbed);
  }
}

template <class Scalar>
void foreign_terms(const value_added_parts<Scalar>& p, Eigen::Index s,
                   export_decomposition<Scalar>& out) {
  dense_vector<Scalar> content = dense_vector<Scalar>::Zero(p.s);  // sum_{t != s} V_t B_ts
  for (Eigen::Index t = 0; t < p.regions; ++t) {
    if (t != s) content += p.block(p.b, t, s).transpose() * p.v.segment(t * p.s, p.s);
  }
  for (Eigen::Index r = 0; r < p.regions; ++r) {
    if (r == s) continue;
    const dense_matrix<Scalar>& there = p.local[to_size(r)];
    out.terms[6] += content.dot(p.demand(s, r));
    out.terms[7] += content.dot(p.block(p.a, s, r) * dense_vector<Scalar>(there * p.demand(r, r)));
    out.terms[8] +=
        content.dot(p.block(p.a, s, r) * dense_vector<Scalar>(there * p.all_exports(r)));
  }
}

// 1' (sum of imported coefficients) (I - A_ss)^-1 E_s
template <class Scalar>
Scalar import_content_of(const value_added_parts<Scalar>& p, Eigen::Index s) {
  const dense_vector<Scalar> made = p.local[to_size(s)] * p.all_exports(s);
  Scalar sum(0);
  for (Eigen::Index t = 0; t < p.regions; ++t) {
    if (t != s) sum += (p.block(p.a, t, s) * made).sum();
  }
  return sum;
}

// what the exports of region s to each partner are made of, from the exporter's side
template <class Scalar>
std::array<Scalar, 6> partner_terms(const value_added_parts<Scalar>& p,
                                    const dense_matrix<Scalar>& absorbed, Eigen::Index s,
                                    Eigen::Index r) {
  const dense_vector<Scalar> v = p.v.segment(s * p.s, p.s);
  const dense_matrix<Scalar>& home = p.local[to_size(s)];
  const dense_vector<Scalar> exports = p.exports.block(s * p.s, r, p.s, 1);
  const auto inputs = [&](const dense_vector<Scalar>& output) {  // of s in output of r
    return Scalar(v.dot(home * dense_vector<Scalar>(p.block(p.a, s, r) * output)));
  };
  const Scalar final_use = v.dot(home * p.demand(s, r));
  const Scalar direct = inputs(p.local[to_size(r)] * p.demand(r, r));
  const Scalar all = inputs(absorbed.middleRows(r * p.s, p.s).rowwise().sum());
  const Scalar returned = inputs(absorbed.block(r * p.s, s, p.s, 1));
  dense_vector<Scalar> content = dense_vector<Scalar>::Zero(p.s);  // sum_{t != s} V_t B_ts
  for (Eigen::Index t = 0; t < p.regions; ++t) {
    if (t != s) content += p.block(p.b, t, s).transpose() * p.v.segment(t * p.s, p.s);
  }
  // B_ts without exports of intermediates by s: B_ts B_ss^-1 (I - A_ss)^-1
  const dense_matrix<Scalar> own = p.block(p.b, s, s);
  const Scalar foreign = content.dot(exports);
  const Scalar foreign_once =
      content.dot(own.partialPivLu().solve(dense_vector<Scalar>(home * exports)));
  const Scalar domestic = v.dot(own * exports);
  return {final_use + direct, all - returned - direct, returned, domestic - final_use - all,
          foreign_once,       foreign - foreign_once};
}

}  // namespace detail

/// What the exports of one region to another are made of; the six terms add up to them.
template <class Scalar = double>
struct partner_decomposition {
  std::string exporter, importer;
  Scalar exports{};
  /// Borin and Mancini's terms from the exporter's side: domestic value added (0) absorbed by the
  /// importer without going on, (1) going on and absorbed abroad (in the importer too), (2)
  /// returned and absorbed at home; (3) domestic double counting; (4) foreign value added; (5)
  /// foreign double counting
  std::array<Scalar, 6> terms{};
  Scalar domestic_value_added{};  ///< terms 0 to 2: V_s (I - A_ss)^-1 E_sr
};

/// Gross exports of every region to every other decomposed, from the exporter's side: value added
/// counts the first time that it leaves the region, every later time is double counting.
///
///   E_sr = V_s L (E_sr) + V_s (B_ss - L) E_sr + sum_{t != s} V_t B_ts E_sr,  L = (I - A_ss)^-1
///   foreign value added sum_{t != s} V_t B_ts B_ss^-1 L E_sr: the global inverse without the
///   exports of intermediates of s
///
/// @param table         transactions between all sectors of all regions, and output
/// @param final_demand  (RS x R) what region q buys for final use from sector i of region r
/// @return   exporter by exporter; summed over importers, terms 0 to 2 are the exporter's GDP in
///           its exports, terms 0 and 1 what others absorb of it
/// @throws argument_error   shapes, values that are not finite, uses that differ from output by
///                          more than one in a million
/// @throws numerical_error  a table that is not productive
/// @see    Borin & Mancini (2019), World Bank Policy Research Working Paper 8804, section 3
///         (source-based breakdown)
template <class Scalar>
[[nodiscard]] std::vector<partner_decomposition<Scalar>> value_added_by_partner(
    const multi_region_table<Scalar>& table, const dense_matrix<Scalar>& final_demand) {
  const auto p = detail::parts_of(table, final_demand);
  const dense_matrix<Scalar> absorbed = p.b * p.final_demand;  // output of the row for the column
  std::vector<partner_decomposition<Scalar>> out;
  for (Eigen::Index s = 0; s < p.regions; ++s) {
    for (Eigen::Index r = 0; r < p.regions; ++r) {
      if (r == s) continue;
      partner_decomposition<Scalar> d;
      d.exporter = table.regions[to_size(s)];
      d.importer = table.regions[to_size(r)];
      d.exports = p.exports.block(s * p.s, r, p.s, 1).sum();
      d.terms = detail::partner_terms(p, absorbed, s, r);
      d.domestic_value_added = d.terms[0] + d.terms[1] + d.terms[2];
      out.push_back(std::move(d));
    }
  }
  return out;
}

/// Gross exports of every region decomposed, with upstreamness of every sector.
///
///   E_s = V_s B_ss E_s + sum_{t != s} V_t B_ts E_s,  split into the nine terms; U = (I - D)^-1 1,
///   D_ij = z_ij / x_i
///
/// @param table         transactions between all sectors of all regions, and output
/// @param final_demand  (RS x R) what region q buys for final use from sector i of region r
/// @return   by region, in the table's order; value added coefficients are 1 - column sums of A, so
///           that taxes and the like inside them count as value added
/// @throws argument_error   shapes, values that are not finite, uses that differ from output by
///                          more than one in a million
/// @throws numerical_error  a table that is not productive
/// @note   the split of foreign value added and foreign double counting (terms 6 to 8) is Koopman,
///         Wang and Wei's; their sum is exact, and so are terms 0 to 5
/// @see    Koopman, Wang & Wei (2014), American Economic Review 104; Johnson & Noguera (2012), J.
///         International Economics 86; Hummels, Ishii & Yi (2001), same 54 (vertical
///         specialisation); Borin & Mancini (2019), World Bank PRWP 8804; Antras, Chor, Fally &
///         Hillberry (2012), AER Papers and Proceedings 102 (upstreamness)
template <class Scalar>
[[nodiscard]] value_added_result<Scalar> value_added_in_exports(
    const multi_region_table<Scalar>& table, const dense_matrix<Scalar>& final_demand) {
  const auto p = detail::parts_of(table, final_demand);
  value_added_result<Scalar> out;
  for (Eigen::Index s = 0; s < p.regions; ++s) {
    export_decomposition<Scalar> d;
    d.region = table.regions[to_size(s)];
    d.exports = p.all_exports(s).sum();
    detail::domestic_terms(p, s, d);
    detail::foreign_terms(p, s, d);
    d.value_added_exports = d.terms[0] + d.terms[1] + d.terms[2];
    d.domestic_value_added = d.value_added_exports + d.terms[3] + d.terms[4];
    d.foreign_content = d.terms[6] + d.terms[7] + d.terms[8];
    d.import_content = detail::import_content_of(p, s);
    if (d.exports > Scalar(0)) {
      d.vertical_specialisation = Scalar(d.foreign_content / d.exports);
      d.vax_ratio = Scalar(d.value_added_exports / d.exports);
      d.chain_participation = Scalar(Scalar(1) - d.crossing_once / d.exports);
    }
    out.regions.push_back(std::move(d));
  }
  // (I - D)^-1 1 with D = x^-1 Z: x^-1 B x
  out.upstreamness = (p.b * table.output).cwiseQuotient(table.output);
  Scalar least = p.v.minCoeff();
  if (least < Scalar(0)) out.notes.push_back("some value added is negative");
  return out;
}

}  // namespace bilateral
