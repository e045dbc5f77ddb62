// The page of --help: groups of flags, each with an example, and every example works as it stands.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/programs.hpp"

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using bilateral_test::file;
using bilateral_test::refuses;
using bilateral_test::run;

namespace {

// what follows "Example: " and the lines below "Example:"
std::vector<std::string> examples_of(const std::string& help, const std::string& program) {
  std::vector<std::string> out;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    for (const std::string& start : {"  Example: " + program + " ", "  " + program + " "}) {
      if (line.starts_with(start)) out.push_back(line.substr(start.size()));
    }
  }
  return out;
}

void check_examples(const std::string& program, const std::string& command, std::size_t least) {
  const auto help = run(program, command + " --help");
  REQUIRE(help.status == 0);
  const auto examples = examples_of(help.out, program);
  INFO(program, " ", command);
  CHECK(examples.size() >= least);
  for (const std::string& words : examples) {
    const auto r = run(program, words);
    INFO(program, " ", words, ": ", r.error);
    CHECK(r.status == 0);
    CHECK_FALSE(r.out.empty());
  }
}

std::string small() { return file("help.csv", "copper,tin\n1,2\n2,5\n3,4\n4,9\n"); }

}  // namespace

TEST_CASE("help: every example of every page runs from the root of the project") {
  std::filesystem::current_path(BILATERAL_TEST_SOURCE_DIR);
  for (const char* program : {"growth", "regress", "gravity", "elasticity", "indices", "mirror"}) {
    check_examples(program, "", 4);
    const std::string help = run(program, "--help").out;
    CHECK(help.find("\nData:\n") < help.find("\nModel:\n"));
    CHECK(help.find("\nModel:\n") < help.find("\nOutput:\n"));
    CHECK(help.find("\nOptions:\n") == std::string::npos);
  }
  for (const char* command : {"ratio", "bounds", "multipliers", "shock"})
    check_examples("jobs", command, 3);
  CHECK(run("jobs", "ratio --help").out.find("--html") !=
        std::string::npos);  // the program's flags too
}

TEST_CASE("a flag, a word or a column that was nearly meant is named") {
  refuses("regress", "--cvs x", 2, "--cvs: there is no such flag; did you mean --csv?");
  refuses("growth", "--csv x --value y --yt 8", 2,
          "--yt: there is no such flag; did you mean --ytd?");
  refuses("jobs", "ratoi --csv x", 2, "'ratoi' is no subcommand; did you mean ratio?");
  refuses("jobs", "ratio --invesment x", 2, "did you mean --investment?");
  refuses("regress", "--csv " + small() + " --y copper --x tin --estimator pmpl", 2,
          "did you mean ppml?");
  refuses("regress", "--csv " + small() + " --y coper --x tin", 1, "did you mean copper?");
  refuses(
      "regress", "--csv " + small() + " --y 'log(copper)' --x tin", 1,
      "there is no column log(copper); a logarithm is asked for by its column, copper, and --log "
      "copper");
}

TEST_CASE("tables in other forms; the forms do nothing beside --json and say so") {
  const std::string base = "--csv " + small() + " --y copper --x tin";
  CHECK(run("regress", base + " --latex").out.starts_with("\\begin{table}"));
  CHECK(run("regress", base + " --markdown").out.find("| --- |") != std::string::npos);
  CHECK(run("regress", base + " --digits 3").out != run("regress", base).out);
  refuses("regress", base + " --latex --json", 2, "--latex: does nothing with --json");
  refuses("regress", base + " --digits 3 --json", 2, "--digits: does nothing with --json");
  refuses("regress", base + " --latex --markdown", 2, "--markdown");
  refuses("regress", base + " --table x.doc", 2, "ends in none of");
  refuses("growth", "--csv " + small() + " --value tin --scale million --json", 2,
          "--scale: does nothing with --json");
  for (const auto& [ending, start] :
       {std::pair{"csv", ",estimate"}, std::pair{"tex", "\\begin{table}"},
        std::pair{"md", "**OLS: copper**"}, std::pair{"html", "<table"}, std::pair{"json", "{"},
        std::pair{"txt", "OLS: copper"}}) {
    const auto path = bilateral_test::scratch() / (std::string("first.") + ending);
    for (const char* json : {"", " --json"}) {
      REQUIRE(run("regress", base + " --table " + path.string() + json).status == 0);
      std::ifstream in(path);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      CHECK(text.starts_with(start));
      std::filesystem::remove(path);
    }
  }
}

TEST_CASE("long files by label, dates of two columns, values in units for people") {
  const std::string rows =
      file("long.csv",
           "year,month,who,usd\n2015,12,b,1000000\n2016,1,b,3000000\n2016,01,a,4000000\n"
           "2015,12,a,2000000\n2016,2,a,1000000\n");
  const std::string base = "--csv " + rows + " --date year,month --value usd --over month";
  const auto j = bilateral_test::json_of("growth", base + " --by who");
  CHECK(j["n"] == 5);
  CHECK(j["by"][0]["group"] == "a");
  CHECK(j["by"][0]["latest"]["period"] == "2016-02");
  CHECK(j["by"][0]["latest"]["percent"] == -75);
  CHECK(j["by"][1]["latest"]["percent"] == 200);
  const auto shown = run("growth", base + " --by who --scale million");
  CHECK(shown.out.find("usd, million") != std::string::npos);
  CHECK(shown.out.find("\nb    2016-01             3   200.00\n") != std::string::npos);
  CHECK(run("growth", base + " --by who --where 'who = a'").out.find("\nb ") == std::string::npos);
  refuses("growth", base, 1, "2015-12");  // twice, without --by
  refuses("growth", "--csv " + rows + " --date year,usd --value usd --by who", 1, "is not a month");
  refuses("growth", "--csv " + rows + " --date year,month,usd --value usd", 2,
          "neither COLUMN nor YEAR,MONTH");
}

TEST_CASE("several formulas stand side by side; dummies are folded with their joint test") {
  std::string text = "y,x,g\n";
  for (int i = 0; i < 40; ++i) {
    text += std::to_string(0.5 * i + (i * i) % 7) + "," + std::to_string(i % 11) + ",l" +
            std::to_string(i % 5) + "\n";
  }
  const std::string data = "--csv " + file("side.csv", text);
  const auto both = bilateral_test::json_of("regress", data + " 'y ~ x' 'y ~ x + i(g)'");
  REQUIRE(both["models"].size() == 2);
  const auto alone = bilateral_test::json_of("regress", data + " 'y ~ x + i(g)'");
  CHECK(both["models"][1]["terms"] == alone["terms"]);
  CHECK(both["models"][0]["title"] == "(1) OLS");
  const std::string print = run("regress", data + " 'y ~ x' 'y ~ x + i(g)'").out;
  CHECK(print.find("g effects") != std::string::npos);
  CHECK(print.find("g=l2") == std::string::npos);
  const std::string one = run("regress", data + " 'y ~ x + i(g)'").out;
  CHECK(one.find("g=...: 4 dummies, jointly p") != std::string::npos);
  CHECK(one.find("g=l2") == std::string::npos);
  CHECK(alone["terms"].size() == 6);
}
