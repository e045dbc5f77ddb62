#pragma once
// What every job shares: the columns of a plain numeric CSV, and the timing of repeated calls.

#include <bilateral/numeric/dense.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace bilateral_benchmark {

// columns of a plain numeric CSV, in the order of the header, up to `limit` rows
inline std::vector<std::vector<double>> numeric_columns(const std::string& path,
                                                        std::size_t limit) {
  std::ifstream in(path);
  std::string line;
  std::vector<std::vector<double>> columns;
  if (!std::getline(in, line)) return columns;
  std::size_t count = 1;
  for (const char c : line) count += c == ',' ? 1 : 0;
  columns.resize(count);
  while (columns[0].size() < limit && std::getline(in, line)) {
    const char* at = line.c_str();
    for (auto& column : columns) {
      char* end = nullptr;
      column.push_back(std::strtod(at, &end));
      at = *end == ',' ? end + 1 : end;
    }
  }
  return columns;
}

inline bilateral::dense_vector<double> vector_of(const std::vector<double>& values) {
  return bilateral::dense_vector<double>::Map(values.data(),
                                              static_cast<Eigen::Index>(values.size()));
}

// seconds of each of `reps` calls, as a JSON list's inside; one call where it takes over a minute
template <class Call>
std::string timed(int reps, Call&& call) {
  std::string seconds;
  for (int i = 0; i < reps; ++i) {
    const auto start = std::chrono::steady_clock::now();
    call();
    const std::chrono::duration<double> s = std::chrono::steady_clock::now() - start;
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", s.count());
    seconds += (i == 0 ? "" : ", ") + std::string(text);
    if (s.count() > 60) break;
  }
  return seconds;
}

}  // namespace bilateral_benchmark
