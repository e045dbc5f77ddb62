// gravity on public data sets: published tables by flags alone.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/close.hpp"
#include "support/gravity_programs.hpp"

#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using bilateral_test::agtpa;
using bilateral_test::agtpa_rows;
using bilateral_test::close_rel;
using bilateral_test::data_file;
using bilateral_test::digits;
using bilateral_test::json_of;
using bilateral_test::refuses;
using bilateral_test::split;
using bilateral_test::term;

namespace {

// the committed panel with the columns that the guide's regressions make of it
std::string guide_panel() {
  const std::vector<std::string> years = {"1986", "1990", "1994", "1998", "2002", "2006"};
  std::string text;
  bool names = true;
  for (const auto& cell : agtpa_rows()) {
    std::string now;
    for (const std::string& c : cell) now += (now.empty() ? "" : ",") + c;
    if (std::exchange(names, false)) {
      text += now + ",log_dist,pair_id_2,intl_brdr,intl,log_dist_intra,smctry";
      for (const std::string& y : years) text += ",log_dist_" + y + ",intl_border_" + y;
      text += '\n';
      continue;
    }
    const bool home = cell[0] == cell[1];
    const std::string distance = digits(std::log(std::stod(cell[5])));
    text += now + "," + distance + "," + (home ? "0" : cell[2]) + "," + (home ? cell[0] : "inter") +
            "," + (home ? "0" : "1") + "," + (home ? distance : "0") + "," + (home ? "1" : "0");
    for (const std::string& y : years) {
      const bool here = cell[3] == y && !home;
      text += "," + (here ? distance : "0") + "," + (here ? "1" : "0");
    }
    text += '\n';
  }
  return bilateral_test::file("guide.csv", text);
}

}  // namespace

// 5.1e-5: published to four digits. The intercept regressions are regress's; their effects are none.
TEST_CASE("An Advanced Guide to Trade Policy Analysis: Tables 1 to 3, every row with effects") {
  if (!bilateral_test::data_available("agtpa_ref_results.csv")) return;
  const std::string panel = guide_panel();
  const auto cells =
      bilateral_test::read_cells(bilateral_test::data_folder() / "agtpa_ref_results.csv");
  std::map<std::string, std::vector<std::size_t>> fits;
  for (std::size_t i = 0; i < cells.rows.size(); ++i) {
    if (cells.rows[i][cells.at("formula")].find("exp_year") == std::string::npos) continue;
    // its domestic effect is made in a way that the file does not tell
    if (cells.rows[i][cells.at("fit_name")] == "fit_intra_rta") continue;
    fits[cells.rows[i][cells.at("fit_name")]].push_back(i);
  }
  CHECK(fits.size() == 13);
  for (const auto& fit : fits) {
    const auto& first = cells.rows[fit.second.front()];
    const auto parts = split(first[cells.at("formula")], '|');
    std::string x, effects = "exporter^year,importer^year";
    for (const std::string& name : split(parts[0].substr(parts[0].find('~') + 1), '+')) {
      if (name != "intra_pair") x += (x.empty() ? "" : ",") + name;
    }
    if (parts[1].find("pair_id_2") != std::string::npos) effects += ",pair_id_2";
    if (parts[0].find("intra_pair") != std::string::npos) effects += ",intl_brdr";  // absorbed
    const bool least_squares = first[cells.at("family")] == "Gaussian";
    std::string arguments = "--csv " + panel + " --y trade --x " + x + " --absorb " + effects +
                            " --covariance cluster:pair_id --preset ppmlhdfe";
    if (least_squares) arguments += " --estimator ols --log trade --where 'trade > 0'";
    if (first[cells.at("nobs")] < "28400") arguments += " --where 'intl = 1'";
    const auto j = json_of("gravity", arguments);
    const std::string name = fit.first;
    CAPTURE(name);
    CHECK(j["n"].get<int>() == std::stoi(first[cells.at("nobs")]));
    for (const std::size_t i : fit.second) {
      const auto& row = cells.rows[i];
      const std::string column = row[cells.at("term")];
      if (column.starts_with("intra_pair")) continue;
      CAPTURE(column);
      const auto t = term(j, column);
      CHECK_CLOSE_ABS(t["estimate"].get<double>(), std::stod(row[cells.at("estimate")]), 5.1e-5);
      CHECK_CLOSE_ABS(t["std_error"].get<double>(), std::stod(row[cells.at("se")]), 5.1e-5);
    }
  }
}

TEST_CASE("Weidner and Zylkin's correction: Stata's published figures to all digits") {
  if (!bilateral_test::data_available("ppml_fe_bias_manufacturing.csv.gz")) return;
  const std::string base = "--csv " + data_file("ppml_fe_bias_manufacturing.csv.gz") +
                           " --y trade --covariance cluster:isoexp^isoimp --preset ppmlhdfe";
  const auto j = json_of("gravity", base +
                                        " --x fta --absorb isoexp^year,isoimp^year,isoexp^isoimp"
                                        " --bias-correct stata --policy fta");
  const auto fta = term(j, "fta");
  CHECK_CLOSE_ABS(fta["estimate"].get<double>(), .1780290, 5.1e-8);
  CHECK_CLOSE_ABS(fta["std_error"].get<double>(), .0350079, 5.1e-8);
  // 2e-10: Stata's own iterations stop at 1e-8; here the figure stands still from 1e-8 to 1e-13
  CHECK_CLOSE_ABS(fta["bias"].get<double>(), .0076567524, 2e-10);
  CHECK_CLOSE_ABS(fta["corrected"].get<double>(), .1703722, 5.1e-8);
  CHECK_CLOSE_ABS(fta["adjusted_std_error"].get<double>(), .0419558558, 5.1e-11);
  CHECK_CLOSE_REL(j["policy"]["percent"].get<double>(),
                  100 * std::expm1(fta["estimate"].get<double>()), 1e-12);
  CHECK(j["certificate"]["effects_error"].get<double>() < 1e-8);
  CHECK(j["certificate"]["rank_exact"] == true);
}

TEST_CASE("truth of ppmlhdfe_separation: the rows that are separated, and no others") {
  if (!bilateral_test::data_available("ppmlhdfe_separation/01.csv")) return;
  for (int k = 1; k <= 12; ++k) {
    const std::string name = (k < 10 ? "0" : "") + std::to_string(k) + ".csv";
    const std::string file = data_file("ppmlhdfe_separation/" + name);
    const auto cells = bilateral_test::read_cells(file);
    std::string x, effects;
    for (const std::string& column : cells.names) {
      if (column.starts_with("x")) x += (x.empty() ? "" : ",") + column;
      if (column.starts_with("id")) effects += (effects.empty() ? "" : ",") + column;
    }
    if (effects.empty()) continue;  // by regress
    std::size_t separated = 0;
    for (const auto& r : cells.rows) separated += r[cells.at("separated")] == "1" ? 1U : 0U;
    CAPTURE(name);
    const auto j = json_of("gravity", "--csv " + file + " --y y --keep-singletons --absorb " +
                                          effects + (x.empty() ? "" : " --x " + x));
    CHECK(j["separated"] == separated);
    if (separated > 20) continue;  // the first twenty are listed
    std::set<std::size_t> dropped, expected;
    for (const auto& r : j["dropped"]["rows"]) dropped.insert(r["row"].get<std::size_t>());
    for (std::size_t i = 0; i < cells.rows.size(); ++i) {
      if (cells.rows[i][cells.at("separated")] == "1") expected.insert(i + 1);
    }
    CHECK(dropped == expected);
  }
}

TEST_CASE("Peru's exports by destination: event study over the committed panel") {
  const std::string file =
      std::string(BILATERAL_TEST_SOURCE_DIR) + "/examples/data/peru_exports_by_destination.csv";
  const auto j = json_of("gravity", "--csv " + file +
                                        " --y million_usd_fob --absorb destination,year"
                                        " --event agreement:3:5 --covariance cluster:destination");
  CHECK(j["event"]["treated"] == 9);
  CHECK(j["event"]["always"] == 1);
  CHECK(j["event"]["path"].size() == 9);
  CHECK(j["event"]["path"][2]["estimate"] == 0);  // the base
}

TEST_CASE("which lags of an agreement matter: lasso, ridge and PPML on the selected") {
  const std::string base =
      "--csv " + agtpa +
      " --y trade --x rta,rta_lag4,rta_lag8,rta_lag12,rta_lead4 --absorb "
      "exporter^year,importer^year,exporter^importer --covariance cluster:pair_id ";
  const auto j = json_of("gravity", base + "--lasso plugin --iceberg");
  const auto& lasso = j["lasso"];
  CHECK(lasso["converged"] == true);
  CHECK(lasso["violation"].get<double>() < 1e-8);
  CHECK(lasso["candidates"].size() == 5);
  CHECK(lasso["selected"].size() == j["terms"].size());
  std::size_t chosen = 0;
  for (const auto& c : lasso["candidates"]) {
    const double b = c["estimate"], score = c["score"], p = c["penalty"];
    chosen += b != 0;
    // the conditions of the minimum, to the violation allowed above
    if (b == 0) CHECK(std::abs(score) <= p * (1 + 1e-6));
    if (b != 0) CHECK_CLOSE_REL(std::abs(score), p, 1e-5);
  }
  CHECK(chosen == lasso["selected"].size());
  const auto all = json_of("gravity", base + "--lasso 0");
  for (const auto& c : all["lasso"]["candidates"]) {
    CHECK_CLOSE_ABS(c["estimate"].get<double>(), term(all, c["name"])["estimate"].get<double>(),
                    1e-6);
  }
  CHECK(json_of("gravity", base + "--lasso 1000")["terms"].empty());
  CHECK(json_of("gravity", base + "--ridge 0.01")["terms"].size() == 5);
  refuses("gravity", base + "--iceberg", 2, "--iceberg: it goes with --lasso");
  refuses("gravity", base + "--lasso few", 2, "few is not a number from zero up or plugin");
  refuses("gravity", base + "--lasso 1 --ridge 1", 2, "not together with --ridge");
  refuses("gravity", base + "--lasso 1 --policy rta", 2, "not together with --bias-correct");
  refuses("gravity", base + "--lasso 1 --estimator ols", 2, "it is for ppml");
}

// the equations of the maximum: means add up to trade, in all and in each group
TEST_CASE(
    "predictions: at the rows of the data they are the means, elsewhere they follow the policy") {
  std::string rows = "exporter,importer,year,trade,rta\n";
  std::string moved = rows;
  const std::set<std::string> countries = {"ARG", "BRA", "CHL", "CHN"};
  double trade = 0;
  std::size_t count = 0;
  for (const auto& cell : agtpa_rows()) {
    const bool chosen = countries.count(cell[0]) > 0 && countries.count(cell[1]) > 0;
    if (!chosen) continue;
    const std::string keys = cell[0] + "," + cell[1] + "," + cell[3] + ",";
    rows += keys + cell[4] + "," + cell[9] + "\n";
    moved += keys + cell[4] + ",2\n";
    trade += std::stod(cell[4]);
    ++count;
  }
  REQUIRE(count == 96);
  const std::string file = bilateral_test::file("predict_rows.csv", rows);
  const std::string model = "--csv " + file +
                            " --y trade --x rta --absorb exporter^year,importer^year "
                            "--covariance cluster:exporter^importer --predict ";
  const auto same = json_of("gravity", model + file)["predictions"];
  REQUIRE(same.size() == count);
  double sum = 0;
  for (const auto& p : same) {
    sum += p["mean"].get<double>();
    CHECK(p["low"].get<double>() < p["mean"].get<double>());
    CHECK(p["high"].get<double>() > p["mean"].get<double>());
  }
  CHECK(close_rel(sum, trade, 1e-9));
  // with rta at 2 in each row the predictor moves by b (2 - rta)
  const auto other = json_of("gravity", model + bilateral_test::file("predict_moved.csv", moved));
  const double b = bilateral_test::number(other, "rta", "estimate");
  std::istringstream lines(rows);
  std::string line;
  std::getline(lines, line);
  for (std::size_t i = 0; i < count; ++i) {
    std::getline(lines, line);
    const double rta = std::stod(split(line, ',')[4]);
    const double by =
        other["predictions"][i]["predictor"].get<double>() - same[i]["predictor"].get<double>();
    CHECK(std::abs(by - b * (2 - rta)) < 1e-7);
    CHECK(other["predictions"][i]["row"] == i + 1);
  }
  const std::string unknown =
      bilateral_test::file("predict_bad.csv", "exporter,importer,year,rta\nCHL,MEX,1990,1\n");
  refuses("gravity", model + unknown, 1, "importer^year has no level MEX^1990");
  refuses("gravity", model + file + " --estimator gamma", 2, "--predict: it is for ppml and ols");
}

TEST_CASE("bad input: a sentence each") {
  const std::string panel = bilateral_test::file(
      "small.csv", "i,j,t,y,x\na,b,1,3,0\na,c,1,2,1\nb,a,1,4,0\nb,c,1,1,1\nc,a,1,2,0\nc,b,1,5,1\n");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --event x:1", 2,
          "COLUMN:LEADS:LAGS");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --policy z", 2,
          "z is not among --x");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --index i,j", 2,
          "nothing uses it");
  refuses("gravity",
          "--csv " + panel + " --y y --x x --absorb i,j --estimator ols --bias-correct stata", 2,
          "--bias-correct");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --tolerance 1", 2,
          "--tolerance");
  refuses("gravity", "--csv " + panel + " --y y --absorb i,j --event t:1:1", 1, "never changes");
  const std::string negative =
      bilateral_test::file("negative.csv", "i,j,y,x\na,b,-3,0\na,c,2,1\nb,c,1,1\n");
  refuses("gravity", "--csv " + negative + " --y y --x x --absorb i,j", 1, "must not be negative");
}
