#pragma once
// --chart FILE.svg: the chart of a program as a picture that needs nothing else.
//
//   example::chart_file picture;
//   picture.add_to(app);
//   ...
//   picture.write(line_chart(periods, {{"exports", values}}));       // in the body of run()

#include <bilateral/report/chart_svg.hpp>
#include <bilateral/report/vega_lite.hpp>

#include "support/program.hpp"

#include <filesystem>
#include <string>

namespace example {

// The file that the figures are from, as the line below a chart names it.
inline std::string chart_source(const std::string& csv) {
  return csv == "-" ? "standard input" : std::filesystem::path(csv).filename().string();
}

class chart_file {
 public:
  void add_to(program& app) {
    app.option("--chart", path_, "Also write a chart: FILE.svg, or FILE.json for Vega-Lite")
        ->group("Output")
        ->option_text("FILE")
        ->check(CLI::Validator(
            [](std::string& given) -> std::string {
              const bool known = given.ends_with(".svg") || given.ends_with(".json");
              return known ? "" : "'" + given + "' ends neither in .svg nor in .json";
            },
            "FILE"));
  }
  [[nodiscard]] bool wanted() const { return !path_.empty(); }
  // Writes nothing unless --chart was given.
  void write(const bilateral::chart& c) const {
    if (!wanted()) return;
    program::write_file(path_, path_.ends_with(".svg") ? to_svg(c) : to_vega_lite(c) + "\n");
  }

 private:
  std::string path_;
};

}  // namespace example
