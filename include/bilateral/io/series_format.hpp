#pragma once
/// How a file states its time series: scale, words for missing, absent periods, source.

#include <bilateral/core/provenance.hpp>

#include <string>
#include <vector>

namespace bilateral {

/// What becomes of periods between the first and the last that the file does not have.
enum class absent_periods { refuse, mask };

/// How a file states its series.
struct series_format {
  double scale = 1;  ///< whole units per unit of the file: 1e6 where it is in millions
  std::vector<std::string> missing =
      {};  ///< texts that mean missing besides blanks: "..", "…", ":"
  absent_periods absent = absent_periods::refuse;
  provenance source = {};  ///< where nothing is stated, the file's name
};

}  // namespace bilateral
