// What the programs refuse at their border: numbers of flags, units of figures, outputs that fail.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/programs.hpp"

#include <filesystem>
#include <string>

using bilateral_test::file;
using bilateral_test::json_of;
using bilateral_test::refuses;
using bilateral_test::run;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// a note of the JSON that holds the part
bool noted(const nlohmann::json& j, const std::string& part) {
  for (const auto& note : j["notes"]) {
    if (holds(note.get<std::string>(), part)) return true;
  }
  return false;
}

std::string flows() {
  return file("sf_z.csv", "sector,food,metals,tools\nfood,20,30,0\nmetals,10,40,0\ntools,5,0,0\n");
}
std::string outputs() { return file("sf_x.csv", "sector,output\nfood,100\nmetals,200\ntools,0\n"); }
std::string workers(const char* metals) {
  return file("sf_l.csv", std::string("sector,jobs\nfood,50\nmetals,") + metals + "\ntools,0\n");
}

}  // namespace

TEST_CASE("numbers of flags: the whole text, finite, in range") {
  const std::string ratio =
      "ratio --investment i --jobs j --csv " + file("sf_r.csv", "i,j\n10,25\n20,44\n30,66\n");
  for (const char* bad : {"-5", "nan", "inf", "0", "1e400", "0x10", "''", "5x", "1,000"}) {
    refuses("jobs", ratio + " --population " + bad, 2, "--population: '");
  }
  CHECK(run("jobs", ratio + " --population 1e3").status == 0);
  const std::string bootstrap = ratio + " --interval bootstrap --seed ";
  for (const char* bad : {"-1", "''", "18446744073709551616", "1.5", "1e3"}) {
    refuses("jobs", bootstrap + bad, 2, "is not a whole number");
  }
  CHECK(run("jobs", bootstrap + "18446744073709551615").status == 0);
  refuses("jobs", ratio + " --interval bootstrap --threads 0", 2,
          "is not a whole number from 1 to 1024");
  refuses("jobs", ratio + " --seed 3", 2, "--seed: it does nothing");

  const std::string shock = "shock --transactions " + flows() + " --output " + outputs() +
                            " --employment " + workers("20");
  refuses("jobs", shock + " --spend ''", 2, "--spend: no sector");
  refuses("jobs", shock + " --spend food=nan", 2, "--spend: 'food=nan'");
  refuses("jobs", shock + " --spend food=1 --draws -5", 2,
          "--draws: '-5' is not a whole number of at least 20");
  refuses("jobs", shock + " --spend food=1 --draws 20 --concentration -5", 2,
          "--concentration: '-5' is not a number above 0");
  refuses("jobs", shock + " --spend food=1 --concentration 5", 2, "nothing without --draws");
  refuses("jobs", shock + " --spend food=1 --local-content 1.5", 2, "is not a number from 0 to 1");

  const std::string months = file("sf_m.csv", "date,x\n2015-01,1\n2015-02,2\n2015-03,3\n");
  const std::string growth = "--csv " + months + " --date date --value x";
  for (const char* bad : {"-3", "0", "13", "2.5", "''"}) {
    refuses("growth", growth + " --ytd " + bad, 2, "--ytd: '");
  }
  const std::string flows =
      " --format long --csv " + file("sf_f.csv", "a,b,x,m\nA,B,1e5,2e5\nB,A,3e5,4e5\n");
  const std::string mirror =
      flows + " --a A --b B --exporter a --importer b --exporter-value x --importer-value m";
  const std::string indices = flows + " --exporter a --product b --value x --index hhi";
  for (const char* bad : {"5", "e", "-", "''", "' '"}) {
    refuses("growth", growth + " --decimal " + bad, 2, "--decimal: '");
    refuses("mirror", mirror + " --decimal " + bad, 2, "--decimal: '");
    refuses("indices", indices + " --decimal " + bad, 2, "--decimal: '");
  }
  refuses("mirror", mirror + " --delimiter 1", 2, "--delimiter: '1'");
  const std::string twice =
      "--format long --a A --b B --reporter r --partner p --flow f --value v --csv ";
  refuses("mirror", twice + file("sf_t.csv", "r,p,f,v\nA,B,X,5\nA,B,X,7\nB,A,M,1\n"), 1,
          "is a second report of the same flow");
  refuses("mirror", twice + file("sf_u.csv", "r,p,f,v,y\nA,B,X,5,2016\n") + " --year y=1999", 1,
          "there are no reports of 1999");
  const auto labels = json_of(
      "growth", "--date d --value v --by l --missing drop --csv " +
                    file("sf_l2.csv", "d,v,l\n2015,1,a\n2016,2,a\n2017,,a\n2015,3,b\n2016,4,b\n"));
  CHECK(labels["dropped"]["rows"][0]["row"] == 3);
  CHECK(noted(labels, "a: 1 row"));
  refuses("growth",
          "--csv " + file("sf_y.csv", "date,x\n0000,1\n0001,2\n") + " --date date --value x", 1,
          "0000");
}

TEST_CASE("bounds: units of the figures are read, joined or refused") {
  const std::string base =
      "bounds --investment 'more than 14 billion EUR' --jobs 'tens of thousands' ";
  CHECK(noted(json_of("jobs", base + "--tax '3 million EUR'"), "money in EUR"));
  CHECK(noted(json_of("jobs", base + "--tax '3 million'"), "currency of the tax is not stated"));
  refuses("jobs", base + "--tax '3 million USD'", 2, "another currency: USD and not EUR");
  refuses("jobs", "bounds --investment '14 bilion USD' --jobs 'over 3'", 2, "'bilion' is no word");
  refuses("jobs", "bounds --investment '1,5 billion USD' --jobs 'over 3'", 2,
          "'1,5' is not a number here");
  refuses("jobs", "bounds --investment '14 billion USD' --jobs '3 to 5 million USD'", 2,
          "--jobs: '3 to 5 million USD' is measured in USD");
  refuses("jobs", "bounds --investment '14 billion USD' --firms '170 firms' --tax '3 USD'", 2,
          "--tax needs --jobs");
  refuses("jobs", "bounds --investment '14 billion USD' --jobs 'between 5 and 2'", 2,
          "from 5 down to 2");
  const auto range = json_of("jobs", "bounds --investment '3 to 5 million USD' --jobs '100 jobs'");
  CHECK(range["literal"]["investment_per_job"]["low"] == 3e4);
  CHECK(range["literal"]["investment_per_job"]["high"] == 5e4);
}

TEST_CASE(
    "a sector without output and inputs is kept by rule and noted; negative employment is noted") {
  const std::string base = "multipliers --transactions " + flows() + " --output " + outputs();
  const auto j = json_of("jobs", base + " --employment " + workers("20"));
  CHECK(noted(j, "tools has no output: its column is zero by rule, though others buy 5 of it"));
  CHECK(j["sectors"][2]["output"]["effect"] == 1);
  CHECK(j["sectors"][2]["employment"]["multiplier"].is_null());
  CHECK_FALSE(noted(j, "negative"));
  CHECK(noted(json_of("jobs", base + " --employment " + workers("-7")),
              "employment of metals is negative: -7"));
}

TEST_CASE("a page is not left behind, and help fails, where standard output fails") {
  namespace fs = std::filesystem;
  if (!fs::exists("/dev/full")) return;
  const std::string page = (bilateral_test::scratch() / "left.html").string();
  const std::string base =
      "multipliers --transactions " + flows() + " --output " + outputs() + " --html " + page;
  CHECK(run("jobs", base + " > /dev/full").status == 1);
  CHECK_FALSE(fs::exists(page));
  CHECK_FALSE(fs::exists(page + ".part"));
  CHECK(run("jobs", base).status == 0);
  const auto size = fs::file_size(page);
  CHECK(size > 1000);
  CHECK(run("jobs", base + " > /dev/full").status == 1);  // the page of before stays
  CHECK(fs::file_size(page) == size);
  CHECK(run("jobs", "--help > /dev/full").status == 1);
  CHECK(run("growth", "--version > /dev/full").status == 1);
  CHECK(holds(run("growth", "--help").out, "--ytd"));
  refuses("jobs",
          "multipliers --transactions " + flows() + " --output " + outputs() +
              " --html /no/such/folder/x.html",
          1, "cannot be written");
  const std::string bounds = (bilateral_test::scratch() / "bounds.html").string();
  CHECK(
      run("jobs", "bounds --investment '3 billion USD' --jobs 'over 3' --html " + bounds).status ==
      0);
  CHECK(fs::exists(bounds));
}
