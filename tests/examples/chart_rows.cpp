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

TEST_CASE("mirror, indices and counterfactual draw what they find, with title and source") {
  const auto drawn = [](const char* program, const std::string& flags) {
    const std::string svg = (scratch() / (std::string(program) + ".svg")).string();
    const auto with = run(program, flags + " --chart " + svg), without = run(program, flags);
    CHECK(with.status == 0);
    CHECK(with.out == without.out);
    return contents(svg);
  };
  const auto says = [](const std::string& picture, const std::string& words) {
    return picture.find(">" + words + "<") != std::string::npos;
  };
  const std::string reports = "e,i,y,x,m\nA,B,2015,100,110\nA,B,2016,100,125\nB,A,2016,50,40\n";
  const std::string csv = "--csv " + file("chart_mirror.csv", reports) +
                          " --format long --exporter e --importer i --exporter-value x "
                          "--importer-value m --a A --b B --year ";
  const std::string two = drawn("mirror", csv + "y");
  CHECK(says(two, "from B to A"));
  CHECK(says(two, "Source: chart_mirror.csv"));
  CHECK(says(two, "Of what A sells it, B reports 25.0 percent more in 2016"));
  CHECK(says(drawn("mirror", csv + "y=2015"),
             "Of what A sells it, B reports 10.0 percent more in 2015"));

  const std::string goods = "e,i,p,v\nA,B,tin,1\nA,B,tea,1\nB,A,tin,9\nB,A,tea,1\n";
  const std::string shares = drawn("indices", "--csv " + file("chart_goods.csv", goods) +
                                                  " --format long --exporter e --importer i "
                                                  "--product p --value v --index hhi");
  CHECK(says(shares, "B is first of 2 countries by hhi: 0.82"));
  CHECK(says(shares, "0.500"));
  CHECK(says(shares, "Source: chart_goods.csv"));

  const std::string world = "e,i,v\nA,A,80\nA,B,20\nB,A,20\nB,B,80\n";
  const std::string base = "--csv " + file("chart_world.csv", world) +
                           " --exporter e --importer i --trade v --theta 5 --shock ";
  // dearer trade both ways: both lose, none gains
  const std::string loss = drawn("counterfactual", base + "'A<>B,10%'");
  CHECK(loss.find(">Real income rises nowhere; it falls most in ") != std::string::npos);
  CHECK(says(loss, "Source: chart_world.csv"));
  CHECK(drawn("counterfactual", base + "'A<>B,-10%'").find(">Real income rises most in ") !=
        std::string::npos);
  refuses("counterfactual", base + "'A<>B,10%' --model guide --reference A --chart x.svg", 2,
          "--chart: --model guide draws none");
  refuses("mirror", csv + "y --chart x.png", 2, "ends neither in .svg nor in .json");
}

TEST_CASE("the brief draws its table of verdicts") {
  const std::string svg = (scratch() / "verdicts.svg").string();
  CHECK(run("china_peru_brief", "--chart " + svg).status == 0);
  const std::string picture = contents(svg);
  CHECK(picture.starts_with("<svg "));
  CHECK(picture.find(">reproduced</text>") != std::string::npos);
  refuses("china_peru_brief", "--chart x.json", 2, "'x.json' does not end in .svg");
}
