// One input of the brief is changed at a time; its numbers and verdicts must follow.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {
namespace fs = std::filesystem;

std::string brief(const std::string& file, const std::string& from, const std::string& to) {
  const fs::path folder = fs::temp_directory_path() / "bilateral_brief_data";
  fs::remove_all(folder);
  fs::copy(fs::path(BILATERAL_TEST_SOURCE_DIR) / "examples" / "data", folder);
  if (!file.empty()) {
    std::ifstream in(folder / file);
    std::stringstream text;
    text << in.rdbuf();
    std::string all = text.str();
    const auto at = all.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    all.replace(at, from.size(), to);
    std::ofstream(folder / file) << all;
  }
  const std::string command = std::string(BILATERAL_PROGRAMS) + "/china_peru_brief --html /dev/null --data " +
                              folder.string() + " 2>&1";
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> part{};
  while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) out += part.data();
  pclose(pipe);
  return out;
}
bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
}  // namespace

TEST_CASE("the brief's numbers and verdicts follow its inputs") {
  const std::string plain = brief("", "", "");
  CHECK(holds(plain, "contradicted by 11.47"));
  CHECK(holds(plain, "China contributed 2.16 points to the +1.59 percent"));
  CHECK(holds(plain, "(77.8, 88.2)"));
  struct change {
    const char *file, *from, *to, *before, *after;
  };
  const change changes[] = {
      {"reported.csv", "claim_export_growth,21.8", "claim_export_growth,10.3",
       "up 21.8 percent", "the claim [10.25, 10.35) (holds)"},
      {"reported.csv", "h1_2016_exports,3362", "h1_2016_exports,3463", "is 3362", "is 3463"},
      {"exports_to_china.csv", "2016-08,671.3", "2016-08,1671.3", "4593.3 to 5065.5",
       "4593.3 to 6065.5"},
      {"reported.csv", "investment,more than 14 billion", "investment,more than 20 billion",
       "(77.8, 88.2)", "(111, 176)"},
      {"reported.csv", "exports_growth_2016,14", "exports_growth_2016,13", "holds only if the source's percentages are cut off",
       "14.782, the claim [13, 14) (does not hold)"},
      {"reported.csv", "china_imports_2013,8489", "china_imports_2013,9000", "1.154", "1.224"},
      {"reported.csv", "cif_margin,10", "cif_margin,35", "4 of 4 importers' figures", "2 of 4 importers' figures"},
      {"reported.csv", "balance_2018,3173", "balance_2018,3207", "exports of 13220.5", "exports of 13237.5"},
      {"reported.csv", "share_2017,26", "share_2017,20", "(19.1, 23.8] percent above 2016", "(54, 61.9] percent above 2016"},
      {"reported.csv", "china_trade_2024_yuan,254.69", "china_trade_2024_yuan,280", "7.28 a dollar", "8.00 a dollar"},
      {"reported.csv", "investment_2017,over 18", "investment_2017,over 28", "(100, 112)", "(156, 171)"},
      {"reported.csv", "tourists_2005_other,\"about 6,000\"", "tourists_2005_other,\"about 12,000\"", "(14.4, 16.3]", "percent a year to 2015"},
      {"reported.csv", "agreement_sectors,6", "agreement_sectors,4", "[0.1667, 1)", "[0.25, 1)"},
      {"copper_price.csv", "2016-12,5660", "2016-12,56600", "4,868", "9,113"},
      {"exports_to_world.csv", "2016,36310", "2016,12000", "cannot be decided", "70.8"},
      {"reported.csv", "tourists_target,\"50,000\"", "tourists_target,\"30,000\"", "(41.4, 44.3]",
       "(9.54, 11.8]"}};
  for (const change& c : changes) {
    INFO(std::string(c.from));
    CHECK(holds(plain, c.before));
    const std::string changed = brief(c.file, c.from, c.to);
    CHECK(holds(changed, c.after));
    CHECK(changed != plain);
  }
}

TEST_CASE("the brief refuses what is malformed, with its place") {
  CHECK(holds(brief("exports_to_china.csv", "2016-08,671.3", "2016-08,n.a."),
              "exports_to_china.csv:141:9: 'n.a.' is not a number"));
  CHECK(holds(brief("exports_to_china.csv", "2016-08,671.3", "2016-09,671.3"), "2016-08 is absent: 2016-07 is followed by 2016-09"));
  CHECK(holds(brief("reported.csv", "agreements,2 billion", "agreements,plenty"), "can be read"));
}
