#pragma once
// The optional folder of public data sets: the environment variable BILATERAL_TEST_DATA, default
// ../shared/data beside the project. A test that needs it starts with
//   if (!bilateral_test::data_available("name.csv")) return;   // prints a skip line

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#ifndef BILATERAL_TEST_SOURCE_DIR
#define BILATERAL_TEST_SOURCE_DIR "."
#endif

namespace bilateral_test {

inline std::filesystem::path data_folder() {
  if (const char* named = std::getenv("BILATERAL_TEST_DATA"); named != nullptr && *named != '\0') {
    return named;
  }
  return std::filesystem::path(BILATERAL_TEST_SOURCE_DIR) / ".." / "shared" / "data";
}

inline bool data_available(const std::string& file) {
  if (std::filesystem::exists(data_folder() / file)) return true;
  std::cout << "SKIPPED: " << file << " is not in " << data_folder().string() << "\n";
  return false;
}

// The path of a file of the folder, as programs take it.
inline std::string data_file(const std::string& name) { return (data_folder() / name).string(); }

// What is in a file that gzip packed.
inline std::string unpacked(const std::string& path) {
  FILE* pipe = popen(("gzip -dc '" + path + "'").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start gzip");
  std::string all;
  std::array<char, 65536> part{};
  for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
    all.append(part.data(), got);
  if (pclose(pipe) != 0) throw std::runtime_error("gzip cannot unpack " + path);
  return all;
}

// A committed reference file under tests/reference.
inline std::filesystem::path reference(const std::string& file) {
  return std::filesystem::path(BILATERAL_TEST_SOURCE_DIR) / "tests" / "reference" / file;
}

// A deliberately naive CSV reader for tests (quotes, no embedded newlines): header and text cells.
struct csv_cells {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;

  [[nodiscard]] std::size_t at(const std::string& name) const {
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (names[j] == name) return j;
    }
    throw std::runtime_error("no column " + name);
  }
  [[nodiscard]] std::vector<double> numbers(const std::string& name) const {
    std::vector<double> out;
    const auto j = at(name);
    for (const auto& row : rows) {
      out.push_back(row[j].empty() || row[j] == "NA" ? std::nan("") : std::stod(row[j]));
    }
    return out;
  }
  [[nodiscard]] std::vector<std::string> texts(const std::string& name) const {
    std::vector<std::string> out;
    const auto j = at(name);
    for (const auto& row : rows) out.push_back(row[j]);
    return out;
  }
};

inline csv_cells read_cells(const std::filesystem::path& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot open " + path.string());
  csv_cells out;
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    if (out.names.empty()) {
      out.names = cells;
    } else {
      cells.resize(out.names.size());
      out.rows.push_back(cells);
    }
  }
  return out;
}

}  // namespace bilateral_test
