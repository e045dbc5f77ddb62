#pragma once
/// A published claim held against data: reproduced, contradicted, true only under an assumption, or
/// not decidable.

#include <bilateral/core/bounds.hpp>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

enum class verdict { reproduced, contradicted, under_assumption, undecidable };

[[nodiscard]] inline std::string to_string(verdict v) {
  switch (v) {
    case verdict::reproduced: return "reproduced";
    case verdict::contradicted: return "contradicted";
    case verdict::under_assumption: return "holds only under an assumption";
    case verdict::undecidable: return "cannot be decided from these figures";
  }
  return {};
}

/// One way to hold a claim against data: under a named assumption (whose side, FOB or CIF, rounded or
/// cut off, base year, partial year), or under none.
struct claim_reading {
  std::string assumption;  ///< empty: needs none
  decision holds = decision::undetermined;
  std::string finding;     ///< what the data say under it, in words
  double gap = 0;          ///< where it does not hold: by how much the nearest value misses
};

/// The verdict with the readings that led to it.
struct claim_verdict {
  std::string words;       ///< the claim
  verdict outcome = verdict::undecidable;
  std::string sentence;    ///< the verdict in words, with its assumption or its gap
  std::vector<claim_reading> readings;
};

/// Is the computed figure one that the stated one allows? A level, growth rate, share or ratio.
[[nodiscard]] inline claim_reading level_reading(std::string assumption, const bounds& computed,
                                                 const bounds& stated, std::string what) {
  claim_reading r;
  r.assumption = std::move(assumption);
  r.holds = within_bounds(computed, stated);
  r.finding = text(what, " is ", to_string(computed), ", the claim ", to_string(stated));
  if (r.holds == decision::no) {
    r.gap = computed.low() > stated.high() || computed.low() >= stated.high()
                ? computed.low() - stated.high()
                : computed.high() - stated.low();
  }
  return r;
}

/// Is a figure above every earlier one?
[[nodiscard]] inline claim_reading record_reading(std::string assumption, const bounds& value,
                                                  const bounds& highest_before, std::string what) {
  claim_reading r;
  r.assumption = std::move(assumption);
  r.holds = greater(value, highest_before);
  r.finding = text(what, " is ", to_string(value), ", the highest before ",
                   to_string(highest_before));
  if (r.holds == decision::no) r.gap = value.high() - highest_before.low();
  return r;
}

[[nodiscard]] inline std::string in_words(decision d) {
  return d == decision::yes ? "holds" : d == decision::no ? "does not hold" : "open";
}

/// Both must hold.
[[nodiscard]] inline claim_reading both_readings(const claim_reading& a, const claim_reading& b) {
  claim_reading r = a;
  if (b.assumption != a.assumption && !b.assumption.empty()) {
    r.assumption += (r.assumption.empty() ? "" : ", ") + b.assumption;
  }
  r.finding = text(a.finding, " (", in_words(a.holds), "); ", b.finding, " (", in_words(b.holds), "); together");
  if (a.holds == decision::no || b.holds == decision::no) {
    r.holds = decision::no;
    r.gap = a.holds == decision::no ? a.gap : b.gap;
  } else if (a.holds == decision::undetermined || b.holds == decision::undetermined) {
    r.holds = decision::undetermined;
  }
  return r;
}

/// The verdict over all readings.
///
/// Reproduced: a reading without assumption holds, and none without assumption fails. Under an
/// assumption: some reading that needs one holds. Contradicted: no reading can hold; the smallest gap
/// is named. Otherwise it cannot be decided.
[[nodiscard]] inline claim_verdict check_claim(std::string words,
                                               std::vector<claim_reading> readings) {
  claim_verdict v;
  v.words = std::move(words);
  v.readings = std::move(readings);
  bool plain_yes = false, plain_no = false, all_no = !v.readings.empty();
  std::string assumptions, findings;
  const claim_reading* nearest = nullptr;
  for (const claim_reading& r : v.readings) {
    if (r.holds != decision::no) all_no = false;
    if (r.assumption.empty()) {
      plain_yes = plain_yes || r.holds == decision::yes;
      plain_no = plain_no || r.holds == decision::no;
    } else if (r.holds == decision::yes) {
      assumptions += (assumptions.empty() ? "" : "; or ") + r.assumption;
    }
    if (r.holds == decision::no && (nearest == nullptr || std::abs(r.gap) < std::abs(nearest->gap))) {
      nearest = &r;
    }
  }
  if (plain_yes && !plain_no) {
    v.outcome = verdict::reproduced;
    v.sentence = to_string(v.outcome);
  } else if (!assumptions.empty()) {
    v.outcome = verdict::under_assumption;
    v.sentence = "holds only if " + assumptions;
  } else if (all_no) {
    v.outcome = verdict::contradicted;
    v.sentence = text("contradicted by ", significant_text(std::abs(nearest->gap), 4));
    if (!nearest->assumption.empty()) v.sentence += " at the least (" + nearest->assumption + ")";
  } else {
    v.outcome = verdict::undecidable;
    v.sentence = to_string(v.outcome);
  }
  return v;
}

}  // namespace bilateral
