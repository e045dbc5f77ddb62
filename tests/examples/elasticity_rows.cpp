// elasticity on public data sets: published cointegration, ARDL and break tables by flags alone.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/close.hpp"
#include "support/data.hpp"
#include "support/programs.hpp"

#include <cmath>
#include <filesystem>
#include <string>

using bilateral_test::data_file;
using bilateral_test::file;
using bilateral_test::json_of;
using bilateral_test::refuses;

namespace {

// 120 months: trade follows the price with adjustment 0.5 and long run 1.2
std::string series(bool constant = false) {
  std::string text = "date,trade,price,flat\n";
  double p = 4, q = 2;
  for (int i = 0; i < 120; ++i) {
    const double e = std::sin(3.0 * i * i), u = std::sin(5.0 * i * i + 1);
    p += 0.05 * e;
    q = 0.5 * q + 0.6 * p - 0.2 + 0.03 * u;
    char line[120];
    std::snprintf(line, sizeof line, "%d-%02d,%.15g,%.15g,%d\n", 2005 + i / 12, i % 12 + 1,
                  std::exp(q), std::exp(p), constant ? 1 : i);
    text += line;
  }
  return file(constant ? "flat.csv" : "series.csv", text);
}

double number(const nlohmann::json& j) { return j.get<double>(); }

}  // namespace

// 1e-9: urca squares the moments
TEST_CASE("Danish money demand: Johansen and Juselius (1990), ARDL(3,1,3,2)") {
  if (!bilateral_test::data_available("sm_danish_data.csv")) return;
  const std::string base = "--csv " + data_file("sm_danish_data.csv") +
                           " --date period --trade lrm --price lry --controls ibo,ide ";
  const auto j =
      json_of("elasticity", base + "--method johansen:2 --case 2 --seasonal centred")["johansen"];
  const double eigenvalues[] = {0.433165419495708, 0.177583639403037, 0.112790521526174,
                                0.0434112996686781};
  const double trace[] = {49.1443651833185, 19.0569137462997, 8.694963736172, 2.35223328684898};
  const double largest[] = {30.0874514370188, 10.3619500101277, 6.34273044932302, 2.35223328684894};
  for (std::size_t r = 0; r < 4; ++r) {
    CHECK_CLOSE_REL(number(j["eigenvalues"][r]), eigenvalues[r], 1e-9);
    CHECK_CLOSE_REL(number(j["rank_tests"][r]["trace"]), trace[r], 1e-9);
    CHECK_CLOSE_REL(number(j["rank_tests"][r]["max_eigenvalue"]), largest[r], 1e-9);
    CHECK(j["rank_tests"][r]["rank"] == r);
  }
  const double beta[] = {1, -1.03294882564783, 5.20691866219442, -4.21587939015503,
                         -6.0599316996444};
  for (std::size_t i = 0; i < 5; ++i) CHECK_CLOSE_REL(number(j["beta"][0][i]), beta[i], 1e-8);
  const double alpha[] = {-0.212954943713429, 0.115022041815418, 0.0231772402215819,
                          0.0294110883586409};
  for (std::size_t i = 0; i < 4; ++i) CHECK_CLOSE_REL(number(j["alpha"][0][i]), alpha[i], 1e-8);

  const auto a = json_of("elasticity", base + "--no-log --method ardl:3,1,3,2 --case 2");
  CHECK(a["n"] == 52);
  CHECK_CLOSE_ABS(number(a["short_run"]["estimate"]), 0.6728, 6e-5);
  CHECK_CLOSE_ABS(number(a["short_run"]["std_error"]), 0.1312, 6e-5);
  CHECK_CLOSE_ABS(number(a["long_run"]["estimate"]), 0.9965, 6e-5);
  CHECK_CLOSE_ABS(number(a["long_run"]["std_error"]), 0.1239, 6e-5);
  CHECK_CLOSE_ABS(number(a["tests"]["bounds_f"]["statistic"]), 5.1168, 6e-5);
  CHECK_CLOSE_ABS(number(a["adjustment"]), -0.41685, 6e-6);
  CHECK_CLOSE_REL(number(a["half_life"]), std::log(0.5) / std::log(1 - 0.416852), 1e-4);
  const auto t = json_of("elasticity", base + "--no-log --method ardl:3,1,3,2 --case 3");
  CHECK_CLOSE_ABS(number(t["tests"]["bounds_t"]["statistic"]), -4.5479, 6e-5);
  // the error-correction form is the same model
  const auto e = json_of("elasticity", base + "--no-log --method ecm:3,1,3,2 --case 2");
  CHECK_CLOSE_REL(number(e["long_run"]["estimate"]), number(a["long_run"]["estimate"]), 1e-9);
}

TEST_CASE("the Nile: breaks of Bai and Perron for every number, with years") {
  if (!bilateral_test::data_available("nile.csv")) return;
  const auto j = json_of(
      "elasticity", "--csv " + data_file("nile.csv") + " --date year --trade flow --method breaks");
  const double rss[] = {2835156.75,      1597457.19444444, 1552923.6157754,
                        1538096.5127451, 1507888.47591645, 1659993.50042626};
  const double bic[] = {1318.24180687618, 1270.08373573957, 1276.46670075535,
                        1284.71766744891, 1291.94447688727, 1310.7651547659};
  for (std::size_t m = 0; m < 6; ++m) {
    CHECK_CLOSE_REL(number(j["breaks"]["models"][m]["rss"]), rss[m], 1e-11);
    CHECK_CLOSE_REL(number(j["breaks"]["models"][m]["bic"]), bic[m], 1e-11);
    CHECK(j["breaks"]["models"][m]["after_row"].size() == m);
  }
  CHECK(j["breaks"]["selected"] == 1);
  CHECK(j["breaks"]["models"][1]["after_row"][0] == 28);
  CHECK(j["breaks"]["models"][1]["periods"][0] == "1898");
  CHECK(j["breaks"]["intervals"][0]["low"] == 25);
  CHECK(j["breaks"]["intervals"][0]["high"] == 32);
  CHECK_CLOSE_REL(number(j["tests"]["sup_f"]["statistic"]), 75.9297694274854, 1e-10);
}

TEST_CASE("UK earnings: Pesaran, Shin and Smith (2001)") {
  if (!bilateral_test::data_available("pss2001_uk_earnings.csv")) return;
  // from 1970Q3, so that six lags leave the 104 quarters of the paper
  const auto cells =
      bilateral_test::read_cells(bilateral_test::data_folder() / "pss2001_uk_earnings.csv");
  std::string text = "w,Prod,UR,Wedge,Union,D7475,D7579\n";
  for (std::size_t i = 2; i < cells.rows.size(); ++i) {
    for (std::size_t c = 1; c < 8; ++c) text += (c == 1 ? "" : ",") + cells.rows[i].at(c);
    text += "\n";
  }
  const auto j =
      json_of("elasticity", "--csv " + file("uk.csv", text) +
                                " --trade w --price Prod --controls UR,Wedge,Union,D7475,D7579 "
                                "--no-log --method ardl:6,1,5,4,5,0,0");
  CHECK(j["n"] == 104);
  CHECK_CLOSE_REL(number(j["adjustment"]), -0.229220383498558, 1e-8);
  CHECK_CLOSE_REL(number(j["adjustment_std_error"]), 0.058560136239082, 1e-8);
  CHECK_CLOSE_REL(number(j["short_run"]["estimate"]), 0.315304341905848, 1e-8);
  CHECK_CLOSE_REL(number(j["short_run"]["std_error"]), 0.0954157089859112, 1e-8);
  CHECK_CLOSE_REL(number(j["long_run"]["estimate"]), 1.06332501353404, 1e-8);
}

TEST_CASE("the methods agree on a series whose long run is 1.2") {
  const std::string base =
      "--csv " + series() + " --date date --trade trade --price price --method ";
  const auto long_run = [&](const std::string& method) {
    return number(json_of("elasticity", base + method)["long_run"]["estimate"]);
  };
  for (const char* method : {"ardl:1,0", "ecm:1,0", "dols", "dl:6"}) {
    INFO(std::string(method));
    CHECK(std::abs(long_run(method) - 1.2) < 0.08);
  }
  CHECK(std::abs(long_run("fmols") - 1.2) < 0.2);  // its correction is slow in 120 periods
  const auto a = json_of("elasticity", base + "ardl:1,0");
  CHECK(std::abs(number(a["adjustment"]) + 0.5) < 0.1);
  CHECK_CLOSE_REL(number(a["volume_long_run"]["estimate"]), number(a["long_run"]["estimate"]) - 1,
                  1e-12);
  const auto r = json_of("elasticity", base + "report");
  CHECK(r["rows"].size() == 8);
  CHECK(r["rows"][0]["method"] == "ardl");
  CHECK(r["rows"][0]["model"] == "ARDL(1,0), case III");
  CHECK(r["tests"].contains("bounds_f"));
  CHECK(std::abs(number(r["rows"][0]["long_run"]["estimate"]) - 1.2) < 0.08);
  const auto n = json_of("elasticity", base + "nardl:1,0,0");
  CHECK(std::abs(number(n["positive"]["long_run"]["estimate"]) - 1.2) < 0.2);
  CHECK(number(n["tests"]["long_run_asymmetry"]["p_value"]) > 0.01);
  const auto f = json_of("elasticity", base + "forecast:12 --seasonal dummies");
  CHECK(f["path"].size() == 12);
  CHECK(f["path"][0]["period"] == "2015-01");
  CHECK(number(f["path"][11]["std_error"]) >= number(f["path"][0]["std_error"]));
  const auto w = json_of("elasticity", base + "rolling:36 --covariance newey_west:3");
  CHECK(w["path"].size() == 85);
  CHECK(w["path"][0]["period"] == "2007-12");
  CHECK(number(w["sup_t_critical_value"]) > 2);
  CHECK(json_of("elasticity", base + "lp:6")["path"].size() == 7);
  CHECK(json_of("elasticity", base + "tvp")["path"].size() == 120);
  CHECK(json_of("elasticity", base + "arc")["path"].size() == 119);
}

namespace {
std::string china() {  // exports to China and the copper price, 144 months
  const auto folder = std::filesystem::path(BILATERAL_TEST_SOURCE_DIR) / "examples" / "data";
  const auto trade = bilateral_test::read_cells(folder / "exports_to_china.csv");
  const auto price = bilateral_test::read_cells(folder / "copper_price.csv");
  std::string text = "date,trade,price\n";
  for (std::size_t i = 0; i < trade.rows.size(); ++i) {
    text += trade.rows[i].at(0) + "," + trade.rows[i].at(1) + "," + price.rows[i].at(1) + "\n";
  }
  return "--csv " + file("china.csv", text) +
         " --date date --trade trade --price price --seasonal dummies --method ";
}
nlohmann::json row_of(const nlohmann::json& report, const std::string& method) {
  for (const auto& row : report["rows"]) {
    if (row["method"] == method) return row;
  }
  return {};
}
bool noted(const nlohmann::json& j, const std::string& part) {
  return j["notes"].dump().find(part) != std::string::npos;
}
}  // namespace

TEST_CASE("exports to China on copper: report tests the trend, ardl keeps its case and warns") {
  const auto r = json_of("elasticity", china() + "report");
  const auto ardl = row_of(r, "ardl");
  CHECK(ardl["model"] == "ARDL(1,5), case IV (trend), seasonal terms");
  CHECK_CLOSE_ABS(number(ardl["long_run"]["estimate"]), 0.68, 0.005);
  CHECK_CLOSE_ABS(number(r["tests"]["bounds_f"]["statistic"]), 24.3, 0.05);
  CHECK(
      noted(r, "case IV (constant, trend inside the relation): the trend in an ARDL has t = 7.45"));
  // one name, one model, said in the row; dated rows have errors that allow for serial correlation
  CHECK(row_of(r, "dols")["model"] == "DOLS (constant and trend, seasonal terms)");
  CHECK(row_of(r, "eg")["model"] == "Engle-Granger (constant and trend, seasonal terms)");
  CHECK(row_of(r, "loglog")["covariance_label"].get<std::string>().starts_with("Newey-West"));
  CHECK(row_of(r, "ardl")["covariance_label"].get<std::string>().starts_with("Newey-West"));
  const auto dols = json_of("elasticity", china() + "dols --case 4");
  CHECK(dols["long_run"]["estimate"] == row_of(r, "dols")["long_run"]["estimate"]);
  CHECK(json_of("elasticity", china() + "eg --case 4")["long_run"]["estimate"] ==
        row_of(r, "eg")["long_run"]["estimate"]);
  // a lagged price under serial correlation, a price shock that has died out
  CHECK(row_of(r, "iv")["long_run"].is_null());
  CHECK(row_of(r, "iv")["reason"].get<std::string>().find("serially correlated") !=
        std::string::npos);
  CHECK(row_of(r, "lp")["long_run"].is_null());
  CHECK(row_of(r, "lp")["reason"].get<std::string>().find("below 10") != std::string::npos);
  // a sentence for each row says which of its figures the tests support
  const auto supports = [&](const char* method) {
    return row_of(r, method)["supports"].get<std::string>();
  };
  CHECK(
      supports("ardl").starts_with("supported, in the long run 1 percent on price goes with 0.68"));
  CHECK(supports("ardl").find("95 percent interval 0.4") != std::string::npos);
  CHECK(supports("lp").starts_with("supported for the short run alone: 1 percent on price"));
  CHECK(supports("lp").find("; no long run: after 12 periods") != std::string::npos);
  CHECK(supports("tvp").find("supports no elasticity") != std::string::npos);
  CHECK(noted(r, "dols: supported, in the long run"));

  const auto four = json_of("elasticity", china() + "ardl --case 4");
  CHECK_CLOSE_ABS(number(four["long_run"]["ci_low"]), 0.47, 0.005);
  CHECK_CLOSE_ABS(number(four["long_run"]["ci_high"]), 0.90, 0.005);
  CHECK_CLOSE_ABS(number(four["adjustment"]), -0.72, 0.005);
  CHECK(four["long_run_supported"] == true);
  const auto three = json_of("elasticity", china() + "ardl");
  CHECK_CLOSE_ABS(number(three["tests"]["bounds_f"]["p_value"]), 0.91, 0.005);
  CHECK_CLOSE_ABS(number(three["long_run"]["estimate"]), 1.31, 0.005);
  CHECK(three["long_run_supported"] == false);
  CHECK(noted(three, "a trend is significant"));
  CHECK(noted(three, "consider case IV"));
}

TEST_CASE("what the tests do not support is a dash with its reason, in every row") {
  const std::string folder = std::string(BILATERAL_TEST_SOURCE_DIR) + "/examples/data/";
  const std::string base = "--csv " + folder +
                           "copper.csv --date date --trade million_usd_fob --price usd_per_tonne "
                           "--seasonal dummies --method ";
  const auto r = json_of("elasticity", base + "report");
  for (const auto& row : r["rows"]) {
    INFO(row["method"].get<std::string>());
    CHECK(row["long_run"].is_null());
    CHECK_FALSE(row["reason"].get<std::string>().empty());
    CHECK(row["supports"].get<std::string>().find("in the long run") == std::string::npos);
  }
  CHECK(r.dump().find("-30.69") == std::string::npos);  // an ARDL long run with an error of 808
  CHECK(noted(r, "Phillips-Ouliaris p = 0.00056 is no evidence"));
  const auto b = json_of("elasticity", base + "breaks");
  CHECK(b["tests"]["sup_f"]["p_value"] == 1e-4);
  CHECK(noted(b, "p is at most 0.0001"));
  const auto drifting = json_of("elasticity", china() + "breaks");
  CHECK(drifting["tests"]["sup_f"]["p_value"].is_null());
  CHECK(noted(drifting, "the errors are still correlated"));
  const auto eg = json_of("elasticity", base + "eg");
  CHECK(noted(eg, "not counted as evidence"));
}

TEST_CASE("unit roots on request, the canonical regression, a fall of the price") {
  const std::string base =
      "--csv " + series() + " --date date --trade trade --price price --method ";
  const auto j = json_of("elasticity", base + "loglog --unit-root-tests");
  for (const char* test : {"df_gls_", "phillips_perron_", "kpss_", "zivot_andrews_"}) {
    for (const char* name : {"trade", "price"})
      CHECK(j["tests"].contains(std::string(test) + name));
  }
  CHECK_FALSE(json_of("elasticity", base + "loglog")["tests"].contains("kpss_trade"));
  CHECK(std::abs(number(json_of("elasticity", base + "ccr")["long_run"]["estimate"]) - 1.2) < 0.2);
  const auto n = json_of("elasticity", base + "nardl:1,0,0 --draws 200")["multipliers"];
  CHECK(number(n[24]["rise"]) > 0.5);
  CHECK(number(n[24]["fall"]) < -0.5);  // trade falls with the price
  CHECK(number(n[24]["fall_low"]) <= number(n[24]["fall_high"]));
}

TEST_CASE("short series, constant trade, as many lags as rows") {
  std::string six = "date,trade,price\n";
  for (int i = 0; i < 6; ++i) {
    six += "2005-0" + std::to_string(i + 1) + "," + std::to_string(10 + i * i % 5) + "," +
           std::to_string(3 + i % 4) + "\n";
  }
  const auto f =
      json_of("elasticity", "--csv " + file("six.csv", six) +
                                " --date date --trade trade --price price --method forecast:2");
  CHECK(f["forecast_method"] != "ardl");
  CHECK(f["path"].size() == 2);
  CHECK(noted(f, "ardl: "));
  refuses(
      "elasticity",
      "--csv " + series(true) + " --date date --trade flat --price price --no-log --method loglog",
      1, "flat does not vary");
  const auto b =
      json_of("elasticity",
              "--csv " + series(true) + " --date date --trade flat --price price --method breaks");
  CHECK(b["tests"]["sup_f"].is_null());
  CHECK(noted(b, "tests.sup_f: "));
  // 120 rows less 59 lags leave 61 for 60 coefficients and the intercept
  const auto d =
      json_of("elasticity", "--csv " + series() + " --trade trade --price price --method dl:59");
  CHECK(d["n"] == 61);
  CHECK(d["terms"].size() == 61);
  CHECK(d["terms"][1]["estimate"].is_number());
  CHECK(d["terms"][1]["std_error"].is_null());
  CHECK(d["long_run"]["std_error"].is_null());
  CHECK(noted(d, "no residual degrees of freedom"));
}

TEST_CASE("elasticity refuses in one line") {
  const std::string base =
      "--csv " + series() + " --date date --trade trade --price price --method ";
  refuses("elasticity", base + "guess", 2, "'guess' is none of");
  refuses("elasticity", base + "rolling", 2, "rolling:N");
  refuses("elasticity", base + "ardl:2", 2, "1 orders are given for 2 variables");
  refuses("elasticity", base + "ardl:0,1", 2, "at least 1");
  refuses("elasticity", base + "ardl --case 7", 2, "--case: 7");
  refuses("elasticity", "--csv " + series() + " --trade trade --method loglog", 2, "--price");
  refuses("elasticity",
          "--csv " + series() + " --trade trade --price price --method ardl --seasonal dummies", 2,
          "needs monthly or quarterly dates");
  // a constant series, a lag longer than the sample
  refuses("elasticity",
          "--csv " + series(true) + " --date date --trade flat --price price --no-log --method eg",
          1, "flat");
  refuses("elasticity", base + "ardl:60,60", 1, "observations");
  refuses("elasticity", base + "rolling:500", 1, "window");
  refuses("elasticity",
          "--csv " + file("gap.csv", "date,trade,price\n2016-01,1,2\n2016-03,2,3\n") +
              " --date date --trade trade --price price --method arc",
          1, "2016-02 is missing");
  refuses("elasticity",
          "--csv " + file("level.csv", "trade,price\n1,2\n4,2\n2,2\n3,2\n") +
              " --trade trade --price price --method ardl:1,0",
          1, "log(price) does not vary");
  refuses("elasticity",
          "--csv " + file("zero.csv", "trade,price\n1,2\n0,3\n2,5\n") +
              " --trade trade --price price --method loglog",
          1, "logarithm");
}

TEST_CASE("no correction: no half-life, and a reason") {
  std::string text = "trade,price\n";  // trade explodes away from the price
  double q = 1;
  for (int i = 0; i < 60; ++i) {
    q = 1.05 * q + 0.02 * std::sin(3.0 * i * i);
    char line[80];
    std::snprintf(line, sizeof line, "%.15g,%.15g\n", q, 5 + std::sin(7.0 * i * i));
    text += line;
  }
  const auto j =
      json_of("elasticity", "--csv " + file("explodes.csv", text) +
                                " --trade trade --price price --no-log --method ardl:1,0");
  CHECK(j["half_life"].is_null());
  CHECK(j["notes"].dump().find("half_life: ") != std::string::npos);
}
