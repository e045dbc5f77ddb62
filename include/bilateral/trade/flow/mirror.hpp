#pragma once
/// Mirror statistics: one flow as its two reporters see it.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/series/align.hpp>
#include <bilateral/series/series.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace bilateral {

/// A flow reported by the exporter (FOB) and by the importer (CIF), on their common periods.
template <frequency F, unit Exports, unit Imports>
struct mirror_pair {
  series<F, Exports> exporter_side;
  series<F, Imports> importer_side;
  std::vector<span_cut> cut;
};

/// Two reports of one flow over the periods that both have.
/// @throws alignment_error  there are none
template <frequency F, unit X, unit M>
[[nodiscard]] mirror_pair<F, X, M> mirror(const series<F, X>& exports,
                                          const series<F, M>& imports) {
  const period<F> first = (std::max)(exports.start, imports.start);
  const period<F> last = (std::min)(exports.last(), imports.last());
  if (first > last) throw alignment_error("mirror: the two reports have no period in common");
  return {window(exports, first, last),
          window(imports, first, last),
          {{exports.name, to_size(first - exports.start), to_size(exports.last() - last)},
           {imports.name, to_size(first - imports.start), to_size(imports.last() - last)}}};
}

/// Implied CIF/FOB ratio: importer's value over exporter's. One plus freight, insurance, and whatever
/// else separates the two reports (timing, partner, valuation).
template <frequency F, unit X, unit M>
[[nodiscard]] series<F, dimensionless> implied_cif_fob(const mirror_pair<F, X, M>& m) {
  return combined<dimensionless>(m.importer_side, m.exporter_side, "implied CIF/FOB",
                                 [](double i, double x) { return i / x; });
}
/// Asymmetry in percent of the mean of the two: 200 (importer - exporter) / (importer + exporter).
template <frequency F, unit X, unit M>
[[nodiscard]] series<F, percent> asymmetry(const mirror_pair<F, X, M>& m) {
  return combined<percent>(m.importer_side, m.exporter_side, "asymmetry",
                           [](double i, double x) { return 200 * (i - x) / (i + x); });
}

/// One series from two reports: w exporter + (1 - w) importer / (1 + margin), FOB, with what was
/// assumed. Weights are reliabilities of the reporters, each one over its mean squared log
/// discrepancy with all its partners.
template <frequency F, unit X>
struct reconciled_flow {
  series<F, X> flow;
  double exporter_weight = 0;
  double margin = 0;
  std::string assumed;
};

/// @param exporter_discrepancy,importer_discrepancy  mean squared log gaps of each reporter with its
///        partners; equal ones give equal weights
/// @param margin  freight and insurance as a share of the FOB value
/// @throws argument_error  a margin of -1 or less, a discrepancy that is not above zero
template <frequency F, unit X, unit M>
[[nodiscard]] reconciled_flow<F, X> reconcile(const mirror_pair<F, X, M>& m, double margin,
                                              double exporter_discrepancy,
                                              double importer_discrepancy) {
  require(margin > -1 && exporter_discrepancy > 0 && importer_discrepancy > 0, "reconcile",
          "margin is ", margin, " and the discrepancies ", exporter_discrepancy, " and ",
          importer_discrepancy, "; the margin must be above -1, the discrepancies above zero");
  const double w = 1 / exporter_discrepancy / (1 / exporter_discrepancy + 1 / importer_discrepancy);
  reconciled_flow<F, X> out;
  out.exporter_weight = w;
  out.margin = margin;
  out.flow = combined<X>(m.exporter_side, m.importer_side, "reconciled " + m.exporter_side.name,
                         [&](double x, double i) { return w * x + (1 - w) * i / (1 + margin); });
  out.assumed = text("exporter's report weighs ", significant_text(w, 4),
                     ", importer's report is taken to FOB with a margin of ",
                     significant_text(100 * margin, 4), " percent");
  return out;
}

}  // namespace bilateral
