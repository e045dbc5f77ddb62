// gravity on public data sets: published tables by flags alone.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/close.hpp"
#include "support/data.hpp"
#include "support/programs.hpp"

#include <cmath>
#include <map>
#include <set>
#include <string>

using bilateral_test::json_of;
using bilateral_test::refuses;

namespace {

std::string data(const std::string& name) { return (bilateral_test::data_folder() / name).string(); }

nlohmann::json term(const nlohmann::json& j, const std::string& name) {
  for (const auto& t : j["terms"]) {
    if (t["name"] == name) return t;
  }
  FAIL("no term " << name);
  return {};
}

// term of agtpa_ref_results.csv -> column of the data
std::string column_of(const std::string& name) {
  static const std::map<std::string, std::string> names = {{"log_dist", "log(dist)"}};
  const auto found = names.find(name);
  return found == names.end() ? name : found->second;
}

// published to four digits
void check_table(const nlohmann::json& j, const std::string& fit_name) {
  const auto cells = bilateral_test::read_cells(bilateral_test::data_folder() / "agtpa_ref_results.csv");
  std::size_t seen = 0;
  for (const auto& r : cells.rows) {
    if (r[cells.at("fit_name")] != fit_name) continue;
    const auto t = term(j, column_of(r[cells.at("term")]));
    CAPTURE(r[cells.at("term")]);
    CHECK_CLOSE_ABS(t["estimate"].get<double>(), std::stod(r[cells.at("estimate")]), 5.1e-5);
    CHECK_CLOSE_ABS(t["std_error"].get<double>(), std::stod(r[cells.at("se")]), 5.1e-5);
    ++seen;
  }
  CHECK(seen > 0);
}

const std::string agtpa = std::string(BILATERAL_TEST_SOURCE_DIR) + "/examples/data/agtpa.csv.gz";
const std::string three = " --absorb exporter^year,importer^year,exporter^importer";

}  // namespace

TEST_CASE("agreements, Table 3 of the guide: pair effects, leads, phasing") {
  if (!bilateral_test::data_available("agtpa_ref_results.csv")) return;
  const std::string base = "--csv " + agtpa + " --y trade" + three + " --covariance cluster:pair_id"
                           " --preset ppmlhdfe --x ";
  check_table(json_of("gravity", base + "rta"), "fit_endg_rta");
  check_table(json_of("gravity", base + "rta,rta_lead4"), "fit_lead_rta");
  check_table(json_of("gravity", base + "rta,rta_lag4,rta_lag8,rta_lag12"), "fit_phsng_rta");
}

TEST_CASE("Weidner and Zylkin's correction: Stata's published figures to all digits") {
  if (!bilateral_test::data_available("ppml_fe_bias_manufacturing.csv.gz")) return;
  const std::string base = "--csv " + data("ppml_fe_bias_manufacturing.csv.gz") +
                           " --y trade --covariance cluster:isoexp^isoimp --preset ppmlhdfe";
  const auto j = json_of("gravity", base + " --x fta --absorb isoexp^year,isoimp^year,isoexp^isoimp"
                                           " --bias-correct stata --policy fta");
  const auto fta = term(j, "fta");
  CHECK_CLOSE_ABS(fta["estimate"].get<double>(), .1780290, 5.1e-8);
  CHECK_CLOSE_ABS(fta["std_error"].get<double>(), .0350079, 5.1e-8);
  CHECK_CLOSE_ABS(fta["bias"].get<double>(), .0076567524, 5.1e-11);
  CHECK_CLOSE_ABS(fta["corrected"].get<double>(), .1703722, 5.1e-8);
  CHECK_CLOSE_ABS(fta["adjusted_std_error"].get<double>(), .0419558558, 5.1e-11);
  CHECK_CLOSE_REL(j["policy"]["percent"].get<double>(), 100 * std::expm1(fta["estimate"].get<double>()),
                  1e-12);
  CHECK(j["certificate"]["effects_error"].get<double>() < 1e-8);
  CHECK(j["certificate"]["rank_exact"] == true);
}

TEST_CASE("truth of ppmlhdfe_separation: the rows that are separated, and no others") {
  if (!bilateral_test::data_available("ppmlhdfe_separation/01.csv")) return;
  for (int k = 1; k <= 12; ++k) {
    const std::string name = (k < 10 ? "0" : "") + std::to_string(k) + ".csv";
    const std::string file = data("ppmlhdfe_separation/" + name);
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
    const auto j = json_of("gravity", "--csv " + file + " --y y --keep-singletons --absorb " + effects +
                                          (x.empty() ? "" : " --x " + x));
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
  const std::string file = std::string(BILATERAL_TEST_SOURCE_DIR) +
                           "/examples/data/peru_exports_by_destination.csv";
  const auto j = json_of("gravity", "--csv " + file + " --y million_usd_fob --absorb destination,year"
                                    " --event agreement:3:5 --covariance cluster:destination");
  CHECK(j["event"]["treated"] == 9);
  CHECK(j["event"]["always"] == 1);
  CHECK(j["event"]["path"].size() == 9);
  CHECK(j["event"]["path"][2]["estimate"] == 0);  // the base
}

TEST_CASE("bad input: a sentence each") {
  const std::string panel = bilateral_test::file(
      "small.csv", "i,j,t,y,x\na,b,1,3,0\na,c,1,2,1\nb,a,1,4,0\nb,c,1,1,1\nc,a,1,2,0\nc,b,1,5,1\n");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --event x:1", 2, "COLUMN:LEADS:LAGS");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --policy z", 2, "z is not among --x");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --index i,j", 2, "nothing uses it");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --estimator ols --bias-correct stata", 2,
          "--bias-correct");
  refuses("gravity", "--csv " + panel + " --y y --x x --absorb i,j --tolerance 1", 2, "--tolerance");
  refuses("gravity", "--csv " + panel + " --y y --absorb i,j --event x:1:1", 1, "never changes");
  const std::string negative = bilateral_test::file("negative.csv", "i,j,y,x\na,b,-3,0\na,c,2,1\nb,c,1,1\n");
  refuses("gravity", "--csv " + negative + " --y y --x x --absorb i,j", 1, "must not be negative");
}
