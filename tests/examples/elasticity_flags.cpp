// Every flag acts or is a usage error: all methods of elasticity with all flags that some method takes.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "../../examples/elasticity/flags.hpp"
#include "support/programs.hpp"

#include <cmath>
#include <map>
#include <string>

using bilateral_test::file;
using bilateral_test::run;
using elasticity_program::listed;
using elasticity_program::method_row;

namespace {

// 108 months: trade follows the price with a weak trend; noise follows nothing
std::string series() {
  std::string text = "date,trade,price,noise,control\n";
  double p = 4, q = 2;
  for (int i = 0; i < 108; ++i) {
    const double e = std::sin(3.0 * i * i), u = std::sin(5.0 * i * i + 1),
                 w = std::sin(7.0 * i * i + 2);
    p += 0.05 * e;
    q = 0.5 * q + 0.6 * p - 0.2 + 0.03 * u + 0.0003 * i;
    char line[160];
    std::snprintf(line, sizeof line, "%d-%02d,%.15g,%.15g,%.15g,%.15g\n", 2005 + i / 12, i % 12 + 1,
                  std::exp(q), std::exp(p), 5 + w, 3 + std::cos(2.0 * i * i));
    text += line;
  }
  return file("flags.csv", text);
}

std::string called(const method_row& m) {
  const std::map<std::string, std::string> given{
      {"rolling", "rolling:36"}, {"dl", "dl:3"}, {"lp", "lp:3"}, {"forecast", "forecast:4"}};
  const auto at = given.find(std::string(m.name));
  return at == given.end() ? std::string(m.name) : at->second;
}

// a value that is not the default
std::string value_of(const std::string& flag, const std::string& method) {
  const bool kernel = method == "rolling" || method == "dols" || method == "fmols" ||
                      method == "ccr" || method == "lp";
  const std::map<std::string, std::string> values{
      {"--controls", "control"}, {"--log", "control"},
      {"--no-log", ""},          {"--measure", "volume"},
      {"--case", "4"},           {"--max-lag", "3"},
      {"--criterion", "bic"},    {"--seasonal", "dummies"},
      {"--max-breaks", "1"},     {"--trim", "0.2"},
      {"--draws", "500"},        {"--seed", "7"},
      {"--threads", "2"},        {"--covariance", kernel ? "newey_west:6" : "hc1"},
      {"--preset", "stata"},     {"--unit-root-tests", ""},
      {"--scale", "thousand"}};
  return values.at(flag);
}

}  // namespace

TEST_CASE("every flag acts or is a usage error, by the table in the program") {
  const std::string data = "--csv " + series() + " --date date ";
  for (const method_row& m : elasticity_program::methods) {
    const std::string name(m.name);
    std::string base = data + "--trade " + (name == "breaks" ? "noise" : "trade") +
                       " --price price --method " + called(m);
    for (const std::string_view flag_view : elasticity_program::method_flags) {
      const std::string flag(flag_view);
      if (flag == "--price") continue;
      std::string before = base;
      if (flag == "--log" && listed(m.flags, "--controls")) before += " --controls control";
      if (flag == "--preset" && listed(m.flags, flag)) before += " --covariance hc1";
      const std::string form = flag == "--scale" ? "" : " --json";  // it is for print alone
      const auto with = run("elasticity", before + " " + flag + " " + value_of(flag, name) + form);
      INFO(name, " ", flag, ": ", with.error);
      if (!listed(m.flags, flag)) {
        CHECK(with.status == 2);
        CHECK(with.out.empty());
        CHECK(with.error == "elasticity: " + flag + ": does nothing with --method " + name + "\n");
        continue;
      }
      const auto without = run("elasticity", before + form);
      REQUIRE(without.status == 0);
      CHECK(with.status == 0);
      if (flag == "--threads") {
        CHECK(with.out == without.out);  // the figures do not depend on it
      } else {
        CHECK(with.out != without.out);
      }
    }
  }
}

TEST_CASE("flags that are idle only in company") {
  const std::string data = "--csv " + series() + " --date date --trade trade ";
  const auto idle = [&](const std::string& arguments, const std::string& message) {
    bilateral_test::refuses("elasticity", data + arguments, 2, message);
  };
  for (const std::string method : {"ardl:2,1", "ecm:2,1", "nardl:2,1,1"}) {
    idle("--price price --method " + method + " --max-lag 3",
         "--max-lag: does nothing where --method");
    idle("--price price --method " + method + " --criterion bic",
         "--criterion: does nothing where --method");
  }
  for (const std::string flag :
       {"--case 4", "--max-lag 3", "--criterion bic", "--controls control", "--seasonal dummies"}) {
    idle("--method forecast:4 " + flag, "without --price");
  }
  idle("--price price --method loglog --log price", "--log: price is in logarithms already");
  idle("--price price --method loglog --no-log --measure volume", "--measure: does nothing with");
  idle("--method loglog", "--price: loglog needs the column of prices");
  idle("--price price --method loglog:3", "'loglog:3' is not loglog");
  idle("--price price --method ardl:", "'ardl:' is not ardl[:P,Q]");
}

TEST_CASE("numbers are read whole, and work has limits") {
  const std::string base =
      "--csv " + series() + " --date date --trade trade --price price --method ";
  const auto refuses = [&](const std::string& arguments, const std::string& message) {
    bilateral_test::refuses("elasticity", base + arguments, 2, message);
  };
  refuses("ardl --max-lag -5", "--max-lag: '-5' is not a whole number of at least 0");
  refuses("ardl --max-lag 2000", "--max-lag: 2000 is more than 1000");
  refuses("ardl --max-lag 1e1", "--max-lag: '1e1'");
  refuses("ardl --draws -5", "--draws: '-5' is not a whole number of at least 100");
  refuses("ardl --seed -1", "--seed: '-1' is not a whole number from 0 to 18446744073709551615");
  refuses("ardl --seed 18446744073709551616", "--seed: '18446744073709551616'");
  refuses("ardl --seed ''", "--seed: ''");
  refuses("breaks --max-breaks -1", "--max-breaks: '-1'");
  refuses("breaks --trim nan", "--trim: 'nan' is not a number");
  refuses("forecast:100000000", "100000000 is more than 10000");
  refuses("forecast:1e12", "'1e12' is not a whole number");
  refuses("rolling:1000000000000", "1000000000000 is more than 1000000");
  refuses("dl:4294967297", "4294967297 is more than 100000");
  refuses("ardl:4294967297,1", "4294967297 is more than 1000");
  refuses("ardl --case 2.5", "--case: '2.5'");
  CHECK(run("elasticity", base + "ardl --seed 18446744073709551615").status == 0);
}
