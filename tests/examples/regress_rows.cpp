// regress on public data sets: estimates and errors of published tables and of R, by flags alone.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/close.hpp"
#include "support/data.hpp"
#include "support/programs.hpp"

#include <cmath>
#include <map>

using bilateral_test::data_file;
using bilateral_test::json_of;
using bilateral_test::refuses;

namespace {

// term name -> {estimate, std_error} of reference_results.csv
struct row {
  double value = 0, error = 0;
};
std::map<std::string, row> rows_of(const std::string& set, const std::string& model) {
  const auto cells =
      bilateral_test::read_cells(bilateral_test::data_folder() / "reference_results.csv");
  std::map<std::string, row> out;
  for (const auto& r : cells.rows) {
    if (r.at(0) == set && r.at(1) == model && !r.at(4).empty()) {
      out[r.at(2) == "(Intercept)" ? "(intercept)" : r.at(2)] = {std::stod(r.at(3)),
                                                                 std::stod(r.at(4))};
    }
  }
  return out;
}
void check_rows(const nlohmann::json& j, const std::map<std::string, row>& rows, double tolerance,
                bool absolute = false) {
  CHECK(!rows.empty());
  for (const auto& entry : rows) {  // no structured binding: clang 14 cannot capture one in INFO
    const std::string& name = entry.first;
    const row& expected = entry.second;
    bool found = false;
    for (const auto& term : j["terms"]) {
      if (term["name"] != name) continue;
      found = true;
      INFO(name);
      const double b = term["estimate"], se = term["std_error"];
      if (absolute) {
        CHECK_CLOSE_ABS(b, expected.value, tolerance);
        CHECK_CLOSE_ABS(se, expected.error, tolerance);
      } else {
        CHECK_CLOSE_REL(b, expected.value, tolerance);
        CHECK_CLOSE_REL(se, expected.error, tolerance);
      }
    }
    CHECK_MESSAGE(found, name);
  }
}

}  // namespace

// 1e-10: computed by R to 15 digits from the same decimals
TEST_CASE("Petersen's panel: iid, White, clusters, Driscoll-Kraay") {
  if (!bilateral_test::data_available("petersen_cl.csv")) return;
  const std::string base = "--csv " + data_file("petersen_cl.csv") + " --y y --x x";
  check_rows(json_of("regress", base), rows_of("petersen_cl", "OLS iid"), 1e-10);
  check_rows(json_of("regress", base + " --covariance hc1"), rows_of("petersen_cl", "White HC1"),
             1e-10);
  check_rows(json_of("regress", base + " --covariance cluster:firm"),
             rows_of("petersen_cl", "cluster firm HC1"), 1e-10);
  check_rows(json_of("regress", base + " --covariance cluster:year"),
             rows_of("petersen_cl", "cluster year HC1"), 1e-10);
  check_rows(json_of("regress", base + " --covariance driscoll_kraay:year --preset sandwich"),
             rows_of("petersen_cl", "Driscoll-Kraay (vcovPL aggregate=TRUE)"), 1e-10);
}

TEST_CASE("public schools: the constant's family of HC errors") {
  if (!bilateral_test::data_available("public_schools.csv")) return;
  // Wisconsin has no expenditure; income in 10,000 dollars and its square are made here
  const auto cells =
      bilateral_test::read_cells(bilateral_test::data_folder() / "public_schools.csv");
  std::string text = "Expenditure,Income,I(Income^2)\n";
  for (const auto& r : cells.rows) {
    char line[96];
    const double income = std::stod(r.at(2)) / 10000;
    std::snprintf(line, sizeof line, "%s,%.17g,%.17g\n", r.at(1) == "NA" ? "" : r.at(1).c_str(),
                  income, income * income);
    text += line;
  }
  const std::string base = "--csv " + bilateral_test::file("schools.csv", text) +
                           " --y Expenditure --x 'Income,I(Income^2)' --missing drop";
  check_rows(json_of("regress", base), rows_of("public_schools", "Expenditure~Income/1e4+sq const"),
             1e-9);
  for (const char* kind : {"0", "1", "2", "3", "4"}) {
    check_rows(json_of("regress", base + " --covariance hc" + kind),
               rows_of("public_schools", std::string("Expenditure~Income/1e4+sq HC") + kind), 1e-9);
  }
  CHECK(json_of("regress", base)["dropped"]["count"] == 1);
}

TEST_CASE("Grunfeld's panel: pooled, within, between, random, two-way, Hausman") {
  if (!bilateral_test::data_available("plm_grunfeld.csv")) return;
  const std::string base = "--csv " + data_file("plm_grunfeld.csv") +
                           " --y inv --x value,capital --panel firm,year --effects ";
  check_rows(json_of("regress", base + "pooled"), rows_of("plm_grunfeld", "pooling"), 1e-10);
  const auto within = json_of("regress", base + "within");
  check_rows(within, rows_of("plm_grunfeld", "within"), 1e-10);
  check_rows(json_of("regress", base + "between"), rows_of("plm_grunfeld", "between"), 1e-10);
  check_rows(json_of("regress", base + "random"), rows_of("plm_grunfeld", "random"), 1e-10);
  check_rows(json_of("regress", base + "twoway"), rows_of("plm_grunfeld", "within twoways"), 1e-10);
  CHECK_CLOSE_REL(within["tests"]["hausman"]["statistic"].get<double>(), 2.33036689367546, 1e-7);
  // absorbing the firms is the same estimator; its errors count the same effects
  const auto absorbed = json_of("regress", "--csv " + data_file("plm_grunfeld.csv") +
                                               " --y inv --x value,capital --absorb firm");
  check_rows(absorbed, rows_of("plm_grunfeld", "within"), 1e-9);
}

TEST_CASE("Rose (2004): seven kinds of errors on a quarter of a million rows") {
  if (!bilateral_test::data_available("rose2004_wto.csv.gz")) return;
  const std::string base =
      "--csv " + data_file("rose2004_wto.csv.gz") +
      " --y ltrade --x bothin,onein,gsp,ldist,lrgdp,lrgdppc,regional,custrict,comlang,border,landl,"
      "island,lareap,comcol,curcol,colony,comctry --factors year --missing drop";
  const auto iid = json_of("regress", base);
  if (iid["notes"].dump().find("without zlib") != std::string::npos) return;
  check_rows(iid, rows_of("rose2004_wto", "OLS + year FE, SE iid"), 1e-8);
  check_rows(json_of("regress", base + " --covariance cluster:pair"),
             rows_of("rose2004_wto", "OLS + year FE, cluster pair HC1"), 1e-8);
  const auto table = [](const std::string& kind) {
    return rows_of("rose2004_wto", "SE type " + kind + " (Cameron-Miller 2014 Table 4B)");
  };
  // printed to three decimals, without the factor (n-1)/(n-k) = 1.0003
  const double printed = 0.0007;
  check_rows(iid, table("iid"), printed, true);
  check_rows(json_of("regress", base + " --covariance hc1"), table("hetero"), printed, true);
  check_rows(json_of("regress", base + " --covariance cluster:ctry1"), table("ctry1"), printed,
             true);
  check_rows(json_of("regress", base + " --covariance cluster:ctry2"), table("ctry2"), printed,
             true);
  // that table takes each term's own G/(G-1), here it is the smallest G's for all three
  check_rows(json_of("regress", base + " --covariance cluster:ctry1,ctry2"), table("twoway"),
             0.0038, true);
  check_rows(json_of("regress", base + " --covariance cluster:pair"), table("pairs"), printed,
             true);
  check_rows(json_of("regress", base + " --covariance dyadic:ctry1,ctry2"), table("dyadic"),
             printed, true);
}

TEST_CASE("regress refuses with one line and the right status") {
  using bilateral_test::file;
  const std::string good = file("good.csv", "y,x,g\n1,2,a\n2,1,b\n4,5,a\n3,3,b\n6,8,c\n5,5,c\n");
  const std::string base = "--csv " + good + " --y y --x x";
  refuses("regress", base + " --covariance white", 2, "'white' is none of");
  refuses("regress", base + " --covariance cluster", 2, "must name a column");
  refuses("regress", base + " --covariance newey_west:-1", 2, "not a whole number");
  refuses("regress", base + " --preset spss", 2, "'spss' is none of");
  refuses("regress", base + " --preset stata --covariance newey_west", 1,
          "no default for the lags");
  refuses("regress", base + " --endogenous x", 2, "belong together");
  refuses("regress", base + " --panel g", 2, "ENTITY,TIME");
  refuses("regress", base + " --where 'x ! 3'", 2, "is not COLUMN OP VALUE");
  refuses("regress", "--csv " + good + " --y y --x q", 1, "q");
  refuses("regress", "--csv " + file("text.csv", "y,x\n1,2\n2,two\n3,4\n4,7\n") + " --y y --x x", 1,
          ":3:");
  refuses("regress",
          "--csv " + file("log.csv", "y,x\n1,2\n2,0\n3,4\n4,7\n") + " --y y --x x --log x", 1,
          "logarithm");
  refuses("regress", "--csv " + file("few.csv", "y,x,z\n1,2,3\n2,5,1\n") + " --y y --x x,z", 1,
          "2 observations for 3 coefficients");
}

TEST_CASE("regress: what is dropped is listed; n = k has no errors, and says so") {
  using bilateral_test::file;
  const auto j =
      json_of("regress", "--csv " + file("collinear.csv", "y,x,z\n1,2,4\n2,1,2\n4,5,10\n3,3,6\n") +
                             " --y y --x x,z");
  CHECK(j["dropped"]["columns"][0]["name"] == "z");
  CHECK(j["terms"].size() == 2);
  const auto exact =
      json_of("regress", "--csv " + file("exact.csv", "y,x\n1,2\n3,5\n") + " --y y --x x");
  CHECK(exact["terms"][0]["std_error"].is_null());
  CHECK(exact["sigma"].is_null());
  CHECK(exact["notes"].dump().find("no residual degrees of freedom") != std::string::npos);
}
