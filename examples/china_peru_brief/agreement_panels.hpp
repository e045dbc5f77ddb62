#pragma once
// What the two panels of trade say of agreements.

#include "china_peru_brief/brief.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace china_peru {

// in logs
struct destination_effects {
  double average = 0;  // of all agreements of Peru
  std::pair<double, double>
      china{};  // of the country since: against all others, beside its own trend
  std::size_t place = 0, destinations = 0;  // of the second, from the largest
};
struct world_effects {
  double total = 0, error = 0;  // twelve years after
  double lead = 0, lead_error = 0;
};

// Peru's exports by destination: staggered agreements, event study, placebos. Folded.
destination_effects among_destinations(const std::string& folder, const std::string& country,
                                       int from, brief& b);
// Trade of 69 countries; nothing without zlib. Folded.
std::optional<world_effects> among_all_countries(const std::string& folder, brief& b);
// That effect between China and Peru, and what it does to real income. Folded.
void agreement_income(const std::string& folder, const world_effects& effect, brief& b);

}  // namespace china_peru
