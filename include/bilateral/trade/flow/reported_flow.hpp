#pragma once
/// One flow of one period as exporter and importer report it: implied CIF/FOB, gaps, a reconciled value.

#include <bilateral/core/check.hpp>
#include <bilateral/core/when_called.hpp>

#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A flow from exporter to importer with both reports, either of which may be missing.
struct reported_flow {
  std::string exporter, importer, period;
  std::optional<double> exporter_report;  ///< usually FOB
  std::optional<double> importer_report;  ///< usually CIF
};

/// What is taken for granted when two reports become one figure.
struct mirror_assumptions {
  double margin = 0.06;          ///< freight and insurance as a share of the FOB value
  double exporter_weight = 0.5;  ///< of the exporter's report, the importer's has the rest
};

/// What two reports of a flow say about each other; each none with the reason where a report is missing or zero.
struct mirror_figures {
  std::optional<double> cif_fob;            ///< importer / exporter
  std::optional<double> gap_percent;        ///< 100 (importer - exporter) / exporter
  std::optional<double> asymmetry_percent;  ///< 200 (importer - exporter) / (importer + exporter)
  std::optional<double> reconciled;         ///< FOB
  std::string reason;                       ///< why some are none; empty where all are defined
  std::string assumed;                      ///< in words, what the reconciled figure rests on
};

/// Compares and reconciles the two reports of a flow.
///
///   reconciled = w x + (1 - w) m / (1 + margin);  one report alone where the other is missing
///
/// @throws argument_error  a report that is negative or not finite, a margin not above -1, a weight outside [0, 1]
/// @note   6 percent is what the IMF's direction of trade statistics take since 2018 (10 before)
/// @see    Marini, Dippelsman & Stanger (2018), IMF Working Paper 18/16; Gaulier & Zignago (2010), CEPII WP 2010-23
template <class = when_called>
[[nodiscard]] mirror_figures mirror_of(const reported_flow& flow,
                                       const mirror_assumptions& a = {}) {
  require(a.margin > -1 && std::isfinite(a.margin), "mirror_of", "margin is ", a.margin,
          "; it must be above -1");
  require(a.exporter_weight >= 0 && a.exporter_weight <= 1, "mirror_of", "exporter_weight is ",
          a.exporter_weight, "; it must lie in [0, 1]");
  for (const auto& report : {flow.exporter_report, flow.importer_report}) {
    require(!report || (*report >= 0 && std::isfinite(*report)), "mirror_of", "a report is ",
            report.value_or(0), "; it must be finite and not negative");
  }
  mirror_figures out;
  const auto& x = flow.exporter_report;
  const auto& m = flow.importer_report;
  if (!x && !m) {
    out.reason = "neither side reports";
    return out;
  }
  const std::string fob = text("the importer's report less a margin of ",
                               significant_text(100 * a.margin, 4), " percent");
  if (!x || !m) {
    out.reason = x ? flow.importer + " does not report" : flow.exporter + " does not report";
    out.reconciled = x ? *x : *m / (1 + a.margin);
    out.assumed = x ? "the exporter's report alone" : fob + " alone";
    return out;
  }
  out.reconciled = a.exporter_weight * *x + (1 - a.exporter_weight) * *m / (1 + a.margin);
  out.assumed = text("the exporter's report weighs ", significant_text(a.exporter_weight, 4),
                     ", the rest is ", fob);
  if (*x > 0) {
    out.cif_fob = *m / *x;
    out.gap_percent = 100 * (*m / *x - 1);
  } else {
    out.reason = flow.exporter + " reports zero";
  }
  if (*x + *m > 0) out.asymmetry_percent = 200 * (*m - *x) / (*m + *x);
  return out;
}

/// How far a reporter's figures are from its partners': the mean squared log of importer / (exporter (1 + margin)) over
/// the flows with both reports in which it takes part, on either side.
struct reporter_discrepancy {
  double mean_square = 0;
  std::size_t flows = 0;
};

/// @throws argument_error  a margin not above -1
/// @see  Gaulier & Zignago (2010), CEPII Working Paper 2010-23, section 3: reliability of reporters
template <class = when_called>
[[nodiscard]] std::map<std::string, reporter_discrepancy> discrepancies(
    const std::vector<reported_flow>& flows, double margin) {
  require(margin > -1 && std::isfinite(margin), "discrepancies", "margin is ", margin,
          "; it must be above -1");
  std::map<std::string, reporter_discrepancy> out;
  for (const reported_flow& f : flows) {
    if (!f.exporter_report || !f.importer_report || !(*f.exporter_report > 0) ||
        !(*f.importer_report > 0))
      continue;
    const double gap = std::log(*f.importer_report / *f.exporter_report / (1 + margin));
    for (const std::string& who : {f.exporter, f.importer}) {
      reporter_discrepancy& d = out[who];
      d.mean_square += gap * gap;
      ++d.flows;
    }
  }
  for (auto& [who, d] : out) d.mean_square /= static_cast<double>(d.flows);
  return out;
}

}  // namespace bilateral
