// What others printed of gravity equations, by flags alone: the rows that gravity_rows.cpp leaves out.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/close.hpp"
#include "support/gravity_programs.hpp"

#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

using bilateral_test::agtpa_rows;
using bilateral_test::data_file;
using bilateral_test::digits;
using bilateral_test::json_of;
using bilateral_test::number;
using bilateral_test::term;

namespace {

struct printed {
  const char* name;
  double estimate, std_error;
};

// Output and spending with domestic sales, and the guide's remoteness: sum of distance over the
// partner's share of the world, in logarithms.
std::string traditional_panel() {
  auto rows = agtpa_rows();
  rows.erase(rows.begin());
  std::map<std::string, double> made, spent, world, far_exporter, far_importer;
  for (const auto& r : rows) {
    const double trade = std::stod(r[4]);
    made[r[0] + r[3]] += trade;
    spent[r[1] + r[3]] += trade;
    world[r[3]] += trade;
  }
  for (const auto& r : rows) {
    const double km = std::stod(r[5]);
    far_exporter[r[0] + r[3]] += km * world[r[3]] / spent[r[1] + r[3]];
    far_importer[r[1] + r[3]] += km * world[r[3]] / made[r[0] + r[3]];
  }
  std::string text =
      "exporter,importer,pair_id,year,trade,log_dist,cntg,lang,clny,rta,log_y,log_e,"
      "log_remoteness_exp,log_remoteness_imp,home,domestic\n";
  for (const auto& r : rows) {
    const bool home = r[0] == r[1];
    text += r[0] + "," + r[1] + "," + r[2] + "," + r[3] + "," + r[4] + "," +
            digits(std::log(std::stod(r[5])));
    for (std::size_t c = 6; c < 10; ++c) text += "," + r[c];
    for (const double x : {made[r[0] + r[3]], spent[r[1] + r[3]], far_exporter[r[0] + r[3]],
                           far_importer[r[1] + r[3]]}) {
      text += "," + digits(std::log(x));
    }
    text += std::string(",") + (home ? "1" : "0") + "," + (home ? r[0] : "0") + "\n";
  }
  return bilateral_test::file("traditional.csv", text);
}

}  // namespace

// 5.1e-5: printed to four digits
TEST_CASE("An Advanced Guide to Trade Policy Analysis: Table 1 without effects") {
  if (!bilateral_test::data_available("agtpa_ref_results.csv")) return;
  const std::string panel = traditional_panel();
  const auto cells =
      bilateral_test::read_cells(bilateral_test::data_folder() / "agtpa_ref_results.csv");
  const std::string base = "--csv " + panel +
                           " --y trade --log trade --where 'trade > 0' --where 'home = 0' --x "
                           "log_dist,cntg,lang,clny,log_y,log_e";
  // the guide's clustered errors have the factor G/(G-1) alone
  const std::string clustered = " --covariance cluster:pair_id --preset ppmlhdfe";
  const auto plain = json_of("regress", base);
  const auto by_pair = json_of("regress", base + clustered);
  const auto remote =
      json_of("regress", base + ",log_remoteness_exp,log_remoteness_imp" + clustered);
  std::size_t rows = 0;
  for (const auto& row : cells.rows) {
    const std::string fit = row[cells.at("fit_name")], formula = row[cells.at("formula")];
    if (fit != "fit_ols" && fit != "fit_ols_remoteness") continue;
    const bool pair = formula.find("pair_id") != std::string::npos;
    const auto& j = fit == "fit_ols_remoteness" ? remote : pair ? by_pair : plain;
    const std::string written = row[cells.at("term")];
    const auto t = term(j, written == "(Intercept)" ? "(intercept)" : written);
    CAPTURE(fit);
    CAPTURE(written);
    CHECK(j["n"].get<int>() == std::stoi(row[cells.at("nobs")]));
    CHECK_CLOSE_ABS(t["estimate"].get<double>(), std::stod(row[cells.at("estimate")]), 5.1e-5);
    CHECK_CLOSE_ABS(t["std_error"].get<double>(), std::stod(row[cells.at("se")]), 5.1e-5);
    ++rows;
  }
  CHECK(rows == 23);
}

// Effects of exporter and importer by year and a dummy for each country's sales to itself. The
// package-made file says .5916 (.3620), distance -.5759, for this formula: that is no maximum of its
// likelihood, as the certificate of ours is. Nor is it that of one common dummy (.1772), of none
// (-.4069), of domestic dummies by year (.1907), of effects of country and of year apart (.5864), or of
// one side alone (.22, .18); and its squared correlation of trade and fit is .988, where the same
// formula by year of distance has .9993.
TEST_CASE("domestic trade diversion: the certified maximum of the guide's formula") {
  const auto j = json_of("gravity", "--csv " + traditional_panel() +
                                        " --y trade --x log_dist,cntg,lang,clny,rta --absorb "
                                        "exporter^year,importer^year,domestic --covariance "
                                        "cluster:pair_id --preset ppmlhdfe");
  CHECK(j["n"] == 28566);
  CHECK_CLOSE_ABS(number(j, "rta", "estimate"), .409, 5.1e-4);
  CHECK_CLOSE_ABS(number(j, "rta", "std_error"), .069, 5.1e-4);
  CHECK(j["certificate"]["score_norm"].get<double>() < 1e-8);
  CHECK(j["certificate"]["effects_error"].get<double>() < 1e-8);
}

TEST_CASE("three-way PPML of ppmlhdfe's example: three categories of trade") {
  if (!bilateral_test::data_available("ppmlhdfe_example_trade_fta.csv.gz")) return;
  const std::vector<printed> rows = {{"TOTAL", .192445493472, .0419527},
                                     {"MANUF", .129585009771, .0387721},
                                     {"NONMANUF", .462721494132, .1029445}};
  for (const printed& row : rows) {
    const std::string category = row.name;
    CAPTURE(category);
    const auto j =
        json_of("gravity", "--csv " + data_file("ppmlhdfe_example_trade_fta.csv.gz") +
                               " --y trade --x fta --absorb isoexp^year,isoimp^year,isoexp^isoimp "
                               "--covariance cluster:isoexp^isoimp --preset ppmlhdfe --where "
                               "'category = " +
                               category + "'");
    CHECK(j["n"] == 5950);
    CHECK_CLOSE_ABS(number(j, "fta", "estimate"), row.estimate, 1e-9);
    CHECK_CLOSE_ABS(number(j, "fta", "std_error"), row.std_error, 5.1e-8);
  }
}

TEST_CASE("Weidner and Zylkin's errors of two-way models: Stata's published figures") {
  if (!bilateral_test::data_available("ppml_fe_bias_manufacturing.csv.gz")) return;
  const auto j = json_of(
      "gravity", "--csv " + data_file("ppml_fe_bias_manufacturing.csv.gz") +
                     " --y trade --x ln_distw,contig,colony,comlang_off,comleg,fta --absorb "
                     "isoexp^year,isoimp^year --covariance cluster:isoexp^isoimp --preset ppmlhdfe "
                     "--bias-correct stata");
  const std::vector<printed> rows = {
      {"ln_distw", -.5826890, .0372778}, {"contig", .3690149, .0600966},
      {"colony", -.0874526, .0888010},   {"comlang_off", .0535707, .0628885},
      {"comleg", .2485195, .0411242},    {"fta", .8540740, .0748473}};
  const std::vector<double> adjusted = {.0463104, .0734243, .1115109, .0765570, .0490544, .0908957};
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const std::string name = rows[k].name;
    CAPTURE(name);
    CHECK_CLOSE_ABS(number(j, name, "estimate"), rows[k].estimate, 5.1e-8);
    CHECK_CLOSE_ABS(number(j, name, "std_error"), rows[k].std_error, 5.1e-8);
    CHECK_CLOSE_ABS(number(j, name, "adjusted_std_error"), adjusted[k], 5.1e-8);
  }
}

TEST_CASE("the guide's border of 2006: the published Stata log") {
  if (!bilateral_test::data_available("agtpa_ge_no_border_2006.csv")) return;
  const auto j = json_of("gravity", "--csv " + data_file("agtpa_ge_no_border_2006.csv") +
                                        " --y trade --x DIST,CNTG,INTL_BRDR --log DIST --absorb "
                                        "exporter,importer --preset ppmlhdfe --covariance hc1");
  const std::vector<printed> rows = {{"log(DIST)", -.7912879, .0501494},
                                     {"CNTG", .6736456, .1073719},
                                     {"INTL_BRDR", -2.47445, .1193816}};
  for (const printed& row : rows) {
    const std::string name = row.name;
    CAPTURE(name);
    CHECK_CLOSE_ABS(number(j, name, "estimate"), row.estimate, 5.1e-6);
    CHECK_CLOSE_ABS(number(j, name, "std_error"), row.std_error, 5.1e-6);
  }
}
