// --chart: programs write their chart as a picture with the figures that they print.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/programs.hpp"

#include <fstream>
#include <iterator>
#include <string>

using bilateral_test::file;
using bilateral_test::refuses;
using bilateral_test::run;
using bilateral_test::scratch;

namespace {

std::string contents(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// January 2014 to December 2016: 100 a month, then 110, then 121
std::string months() {
  std::string csv = "date,exports\n";
  for (int i = 0; i < 36; ++i) {
    csv += std::to_string(2014 + i / 12) + (i % 12 < 9 ? "-0" : "-") + std::to_string(i % 12 + 1) +
           "," +
           std::to_string(i < 12   ? 100
                          : i < 24 ? 110
                                   : 121) +
           "\n";
  }
  return file("chart_months.csv", csv);
}

}  // namespace

TEST_CASE("growth --chart writes an SVG with the last growth, or its Vega-Lite") {
  const std::string data = "--csv " + months() + " --date date --value exports";
  const std::string svg = (scratch() / "growth.svg").string(),
                    json = (scratch() / "growth.json").string();
  const auto with = run("growth", data + " --chart " + svg), without = run("growth", data);
  CHECK(with.status == 0);
  CHECK(with.out == without.out);
  const std::string picture = contents(svg);
  CHECK(picture.starts_with("<svg "));
  CHECK(picture.find(">exports 10</text>") != std::string::npos);
  CHECK(picture.find(">percent</text>") != std::string::npos);
  CHECK(run("growth", data + " --chart " + json).status == 0);
  const auto spec = nlohmann::json::parse(contents(json));
  CHECK(spec["layer"][0]["data"]["values"].size() == 24);
}

TEST_CASE("--chart refuses names that say no format, and files that cannot be written") {
  const std::string data = "--csv " + months() + " --date date --value exports";
  refuses("growth", data + " --chart x.png", 2, "'x.png' ends neither in .svg nor in .json");
  refuses("growth", data + " --chart /nowhere/x.svg", 1, "/nowhere/x.svg: cannot be written");
}
