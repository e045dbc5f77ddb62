#pragma once
// Runs an example program and reads its JSON. Needs BILATERAL_PROGRAMS, the folder of the programs.

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace bilateral_test {

struct run_result {
  int status = 0;
  std::string out, error;
  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out); }
};

inline std::filesystem::path scratch() {
  static const std::filesystem::path folder = [] {
    auto f =
        std::filesystem::temp_directory_path() / ("bilateral_programs_" + std::to_string(getpid()));
    std::filesystem::create_directories(f);
    return f;
  }();
  return folder;
}

inline std::string file(const std::string& name, const std::string& text) {
  const auto path = scratch() / name;
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

// arguments as the shell takes them
inline run_result run(const std::string& program, const std::string& arguments) {
  const std::string errors = (scratch() / "stderr").string();
  const std::string command =
      std::string(BILATERAL_PROGRAMS) + "/" + program + " " + arguments + " 2>" + errors;
  run_result r;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 65536> part{};
  std::size_t got = 0;
  while ((got = std::fread(part.data(), 1, part.size(), pipe)) > 0) r.out.append(part.data(), got);
  const int status = pclose(pipe);
  r.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  std::ifstream in(errors);
  r.error.assign(std::istreambuf_iterator<char>(in), {});
  return r;
}

inline nlohmann::json json_of(const std::string& program, const std::string& arguments) {
  const run_result r = run(program, arguments + " --json");
  INFO(program, " ", arguments, ": ", r.error);
  REQUIRE(r.status == 0);
  return r.json();
}

// one line "program: ..." that holds `part`, nothing on standard output
inline void refuses(const std::string& program, const std::string& arguments, int status,
                    const std::string& part) {
  const run_result r = run(program, arguments);
  INFO(program, " ", arguments, ": ", r.error);
  CHECK(r.status == status);
  CHECK(r.out.empty());
  CHECK(r.error.starts_with(program + ": "));
  CHECK(r.error.find(part) != std::string::npos);
  CHECK(r.error.find('\n') == r.error.size() - 1);
}

}  // namespace bilateral_test
