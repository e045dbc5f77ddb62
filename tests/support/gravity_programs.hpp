#pragma once
// What the tests of the gravity program share: terms of its JSON, the committed panel.

#include "support/data.hpp"
#include "support/programs.hpp"

#include <cstdio>
#include <string>
#include <vector>

namespace bilateral_test {

inline nlohmann::json term(const nlohmann::json& j, const std::string& name) {
  for (const auto& t : j["terms"]) {
    if (t["name"] == name) return t;
  }
  FAIL("no term " << name);
  return {};
}
inline double number(const nlohmann::json& j, const std::string& name, const char* key) {
  return term(j, name)[key].get<double>();
}

// all digits of a number
inline std::string digits(double x) {
  char out[40];
  std::snprintf(out, sizeof out, "%.17g", x);
  return out;
}

// without blanks
inline std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == at) {
      out.emplace_back();
    } else if (c != ' ' && c != '\r') {
      out.back() += c;
    }
  }
  return out;
}

// the committed panel: exporter, importer, pair_id, year, trade, dist, cntg, lang, clny, rta, ...
inline const std::string agtpa =
    std::string(BILATERAL_TEST_SOURCE_DIR) + "/examples/data/agtpa.csv.gz";

// its rows, the names first
inline std::vector<std::vector<std::string>> agtpa_rows() {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : split(unpacked(agtpa), '\n')) {
    if (!line.empty()) rows.push_back(split(line, ','));
  }
  return rows;
}

}  // namespace bilateral_test
