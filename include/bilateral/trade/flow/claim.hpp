#pragma once
/// A published claim held against data: reproduced, consistent, contradicted, true only under an
/// assumption, or not decidable; and sources that disagree.

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/when_called.hpp>

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

enum class verdict {
  reproduced,                ///< the data give the stated figure
  consistent,                ///< they allow it and say nothing against it
  consistent_with_a_source,  ///< one source allows it; the other has no say
  contradicted,              ///< they exclude it, whoever's they are
  contradicted_by_a_source,  ///< one source excludes it; the other has no say
  sources_disagree,          ///< one source excludes it, another allows it
  under_assumption,          ///< it holds where something is assumed
  undecidable
};

/// The verdict in a word or two, as a table of claims prints it.
template <class = when_called>
[[nodiscard]] std::string to_string(verdict v) {
  switch (v) {
    case verdict::reproduced: return "reproduced";
    case verdict::consistent: return "consistent";
    case verdict::consistent_with_a_source: return "consistent with one source";
    case verdict::contradicted: return "contradicted";
    case verdict::contradicted_by_a_source: return "contradicted by one source";
    case verdict::sources_disagree: return "sources disagree";
    case verdict::under_assumption: return "holds only under an assumption";
    case verdict::undecidable: return "cannot be decided from these figures";
  }
  return {};
}

/// One way to hold a claim against data: under a named assumption (rounded or cut off, base year,
/// partial year), or under none; by one source, where several report.
struct claim_reading {
  std::string assumption;  ///< empty: needs none
  decision holds = decision::undetermined;
  std::string finding;      ///< what the data say under it, in words
  double gap = 0;           ///< where it does not hold: by how much the nearest value misses
  std::string source = {};  ///< "Peru's side"; empty where one source speaks
  std::string unit = {};    ///< of the figures; a gap between percents is in percentage points
  bool exact = true;        ///< where it holds: the data are a point, not a range that lies within
};

/// The verdict with the readings that led to it.
struct claim_verdict {
  std::string words;  ///< the claim
  verdict outcome = verdict::undecidable;
  std::string sentence;  ///< the verdict in words, with its assumption or its gap
  std::vector<claim_reading> readings;
};

namespace detail {
inline std::string with_unit(std::string figure, const std::string& unit) {
  return unit.empty() ? figure : figure + " " + unit;
}
}  // namespace detail

/// Is the computed figure one that the stated one allows? A level, growth rate, share or ratio.
///
/// Yes where all that the data allow lies within the stated figure's rounding, or where all of that
/// lies within what they allow (nothing is against it; not exact then); no where the two exclude
/// each other; open where they overlap in part.
/// @param unit  of both figures; said with each and with the gap
template <class = when_called>
[[nodiscard]] claim_reading level_reading(std::string assumption, const bounds& computed,
                                          const bounds& stated, std::string what,
                                          std::string unit = {}, std::string source = {}) {
  claim_reading r;
  r.assumption = std::move(assumption);
  r.source = std::move(source);
  r.unit = std::move(unit);
  r.holds = within_bounds(computed, stated);
  r.exact = computed.exact();
  if (r.holds == decision::undetermined && within_bounds(stated, computed) == decision::yes) {
    r.holds = decision::yes;
  }
  r.finding = text(what, " is ", detail::with_unit(to_string(computed), r.unit), ", the claim ",
                   detail::with_unit(to_string(stated), r.unit));
  if (r.holds == decision::no) {
    r.gap = computed.low() >= stated.high() ? computed.low() - stated.high()
                                            : computed.high() - stated.low();
  }
  return r;
}

/// A source that has no figure to hold the claim against.
template <class = when_called>
[[nodiscard]] claim_reading no_figure(std::string source, std::string finding) {
  claim_reading r;
  r.source = std::move(source);
  r.finding = std::move(finding);
  return r;
}

/// Is a figure above every earlier one?
template <class = when_called>
[[nodiscard]] claim_reading record_reading(std::string assumption, const bounds& value,
                                           const bounds& highest_before, std::string what,
                                           std::string unit = {}, std::string source = {}) {
  claim_reading r;
  r.assumption = std::move(assumption);
  r.source = std::move(source);
  r.unit = std::move(unit);
  r.exact = value.exact() && highest_before.exact();
  r.holds = greater(value, highest_before);
  r.finding = text(what, " is ", detail::with_unit(to_string(value), r.unit),
                   ", the highest before ", detail::with_unit(to_string(highest_before), r.unit));
  if (r.holds == decision::no) r.gap = value.high() - highest_before.low();
  return r;
}

/// "holds", "does not hold" or "open".
[[nodiscard]] inline std::string in_words(decision d) {
  return d == decision::yes ? "holds" : d == decision::no ? "does not hold" : "open";
}

/// Both must hold.
template <class = when_called>
[[nodiscard]] claim_reading both_readings(const claim_reading& a, const claim_reading& b) {
  claim_reading r = a;
  if (b.assumption != a.assumption && !b.assumption.empty()) {
    r.assumption += (r.assumption.empty() ? "" : ", ") + b.assumption;
  }
  if (r.source.empty()) r.source = b.source;
  r.exact = a.exact && b.exact;
  r.finding = text(a.finding, " (", in_words(a.holds), "); ", b.finding, " (", in_words(b.holds),
                   "); together");
  if (a.holds == decision::no || b.holds == decision::no) {
    r.holds = decision::no;
    r.gap = a.holds == decision::no ? a.gap : b.gap;
    r.unit = a.holds == decision::no ? a.unit : b.unit;
  } else if (a.holds == decision::undetermined || b.holds == decision::undetermined) {
    r.holds = decision::undetermined;
  }
  return r;
}

namespace detail {

struct source_verdict {
  std::string source;
  verdict outcome = verdict::undecidable;
  std::string sentence;
};

// by how much a reading fails; two ranges that meet at an open end miss each other by nothing
inline std::string missed_by(const claim_reading& r) {
  if (r.gap == 0) return "at the very end of the range";
  return "by " + with_unit(significant_text(std::abs(r.gap), 4),
                           r.unit == "percent" ? "percentage points" : r.unit);
}

// the verdict over the readings of one source
template <class = when_called>
source_verdict judge(const std::vector<const claim_reading*>& readings) {
  source_verdict v;
  v.source = readings.empty() ? "" : readings.front()->source;
  bool yes = false, exact = false, no = false, all_no = !readings.empty();
  std::string assumptions;
  const claim_reading* nearest = nullptr;
  for (const claim_reading* r : readings) {
    if (r->holds != decision::no) all_no = false;
    if (r->assumption.empty()) {
      yes = yes || r->holds == decision::yes;
      exact = exact || (r->holds == decision::yes && r->exact);
      no = no || r->holds == decision::no;
    } else if (r->holds == decision::yes) {
      assumptions += (assumptions.empty() ? "" : "; or ") + r->assumption;
    }
    if (r->holds == decision::no &&
        (nearest == nullptr || std::abs(r->gap) < std::abs(nearest->gap))) {
      nearest = r;
    }
  }
  const std::string missed = nearest == nullptr ? std::string() : missed_by(*nearest);
  if (yes && !no) {
    v.outcome = exact ? verdict::reproduced : verdict::consistent;
    v.sentence = to_string(v.outcome);
  } else if (!assumptions.empty()) {
    v.outcome = verdict::under_assumption;
    v.sentence = "holds only if " + assumptions;
  } else if (all_no && no) {
    v.outcome = verdict::contradicted;
    v.sentence = "contradicted " + missed;
    if (!nearest->assumption.empty()) v.sentence += " at the least (" + nearest->assumption + ")";
  } else {
    v.sentence = to_string(v.outcome);
    if (all_no && nearest != nullptr)
      v.sentence += text("; missed ", missed, " if ", nearest->assumption);
  }
  return v;
}

// one verdict of those of several sources
template <class = when_called>
verdict joined(const std::vector<source_verdict>& all) {
  std::size_t against = 0, open = 0, conditional = 0, consistent = 0;
  for (const source_verdict& v : all) {
    against += v.outcome == verdict::contradicted ? 1U : 0U;
    open += v.outcome == verdict::undecidable ? 1U : 0U;
    conditional += v.outcome == verdict::under_assumption ? 1U : 0U;
    consistent += v.outcome == verdict::consistent ? 1U : 0U;
  }
  if (against == all.size()) return verdict::contradicted;
  if (open == all.size()) return verdict::undecidable;
  if (against > 0)
    return against + open < all.size() ? verdict::sources_disagree
                                       : verdict::contradicted_by_a_source;
  if (conditional > 0) return verdict::under_assumption;
  if (open > 0) return verdict::consistent_with_a_source;
  return consistent > 0 ? verdict::consistent : verdict::reproduced;
}

}  // namespace detail

/// The verdict over all readings, source by source, and then over the sources.
///
/// Of one source: reproduced or consistent where a reading without assumption holds and none
/// without assumption fails (consistent where the data are a range). Under an assumption: some
/// reading that needs one holds. Contradicted: no reading can hold, and one of them needs no
/// assumption; the smallest gap is named. Otherwise it cannot be decided: what fails under an
/// assumption alone is never contradicted.
///
/// Of several: sources disagree where one excludes what another allows; contradicted by a source
/// where one excludes it and no other has a say; consistent with a source where one allows it and
/// no other has a say; under an assumption where one needs it and none excludes the claim.
template <class = when_called>
[[nodiscard]] claim_verdict check_claim(std::string words, std::vector<claim_reading> readings) {
  claim_verdict v;
  v.words = std::move(words);
  v.readings = std::move(readings);
  std::vector<std::vector<const claim_reading*>> by_source;
  for (const claim_reading& r : v.readings) {
    std::size_t at = 0;
    while (at < by_source.size() && by_source[at].front()->source != r.source) ++at;
    if (at == by_source.size()) by_source.emplace_back();
    by_source[at].push_back(&r);
  }
  if (by_source.empty()) by_source.emplace_back();
  std::vector<detail::source_verdict> verdicts;
  for (const auto& of : by_source) verdicts.push_back(detail::judge(of));
  if (verdicts.size() == 1) {
    v.outcome = verdicts[0].outcome;
    v.sentence = verdicts[0].sentence;
    return v;
  }
  v.outcome = detail::joined(verdicts);
  for (const detail::source_verdict& s : verdicts) {
    v.sentence += text(v.sentence.empty() ? "" : "; ", s.source, ": ", s.sentence);
  }
  return v;
}

/// What several sources say of one figure.
struct reported_value {
  std::string source;
  bounds value;
};

/// Do several reports of one figure agree? Consistent where one value is allowed by all; none of
/// them is the judge of the others.
/// @throws argument_error  fewer than two reports
template <class = when_called>
[[nodiscard]] claim_verdict compare_reports(std::string words,
                                            const std::vector<reported_value>& reports,
                                            const std::string& unit = {}) {
  require(reports.size() >= 2, "compare_reports", "there are ", reports.size(),
          " reports; at least 2");
  claim_verdict v;
  v.words = std::move(words);
  std::optional<bounds> common = reports.front().value;
  std::string listed;
  for (const reported_value& r : reports) {
    if (common) common = intersection(*common, r.value);
    claim_reading reading =
        no_figure(r.source, "the figure is " + detail::with_unit(to_string(r.value), unit));
    reading.unit = unit;
    v.readings.push_back(std::move(reading));
    listed += text(listed.empty() ? "" : ", ", r.source, " ", to_string(r.value));
  }
  v.outcome = common ? verdict::consistent : verdict::sources_disagree;
  v.sentence = text(to_string(v.outcome), ": ", detail::with_unit(listed, unit));
  return v;
}

}  // namespace bilateral
