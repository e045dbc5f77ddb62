// regress where rows, panels, gaps and flags meet the estimators.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/close.hpp"
#include "support/programs.hpp"
#include "support/reference.hpp"

#include <cmath>
#include <cstdio>
#include <map>

using bilateral_test::json_of;
using bilateral_test::refuses;

namespace {

// the panel of tests/reference/panel.R; `keep` leaves rows out
template <class Keep>
std::string panel_file(const std::string& name, Keep&& keep) {
  std::string text = "firm,time,pair,y,x1,x2\n";
  for (int j = 0; j < 60; ++j) {
    const double i = j + 1, firm = j / 6;
    const double x1 = std::sin(i), x2 = std::cos(2 * i) + i / 50,
                 e = std::sin(3 * i * i) * (1 + i / 40);
    char line[160];
    std::snprintf(line, sizeof line, "%d,%d,%d,%.17g,%.17g,%.17g\n", j / 6, j % 6, j / 12,
                  1 + 2 * x1 - x2 + e + 4 * std::sin(firm * firm), x1, x2);
    if (keep(j)) text += line;
  }
  return bilateral_test::file(name, text);
}
std::string panel_file() {
  return panel_file("panel.csv", [](int) { return true; });
}
double term(const nlohmann::json& j, const std::string& name, const char* key) {
  for (const auto& t : j["terms"]) {
    if (t["name"] == name) return t[key].get<double>();
  }
  FAIL("no term ", name);
  return 0;
}
void check(const nlohmann::json& j, const std::string& name, double tolerance = 1e-11) {
  static const bilateral_test::reference_table r("panel.csv");
  for (const char* x : {"x1", "x2"}) {
    CHECK_CLOSE_REL(term(j, x, "estimate"), r(name + "_b_" + x), tolerance);
    CHECK_CLOSE_REL(term(j, x, "std_error"), r(name + "_se_" + x), tolerance);
  }
}
const std::string model = " --y y --x x1,x2 --panel firm,time";

}  // namespace

TEST_CASE("regress: panels with covariances by the rows of the file equal R plm") {
  const std::string csv = "--csv " + panel_file() + model;
  check(json_of("regress", csv + " --effects pooled --covariance newey_west:2"), "pooled_nw2");
  check(json_of("regress", csv + " --effects pooled --covariance newey_west"), "pooled_nw");
  check(json_of("regress", csv + " --covariance newey_west:2"), "within_nw2");
  check(json_of("regress", csv + " --effects fd --covariance cluster:firm"), "fd_cluster");
  check(json_of("regress", csv + " --effects fd --covariance driscoll_kraay:time:1"), "fd_scc1");
  check(json_of("regress", csv + " --effects fd --covariance newey_west:1"), "fd_nw1");
  check(json_of("regress", csv + " --effects between --covariance cluster:pair"), "between_cluster",
        1e-9);
  check(json_of("regress", csv + " --effects fd --no-intercept"), "fd_noint");
}

TEST_CASE("regress: leverage of within, of absorbed effects and of dummies is one") {
  const std::string csv = "--csv " + panel_file() + " --y y --x x1,x2";
  static const bilateral_test::reference_table r("panel.csv");
  for (const char* h : {"hc2", "hc3", "hc4"}) {
    const std::string covariance = std::string(" --covariance ") + h;
    const std::string upper = std::string("HC") + h[2];
    const auto within = json_of("regress", csv + " --panel firm,time" + covariance);
    const auto twoway =
        json_of("regress", csv + " --panel firm,time --effects twoway" + covariance);
    const auto absorbed = json_of("regress", csv + " --absorb firm,time" + covariance);
    const auto dummies = json_of("regress", csv + " --factors firm,time" + covariance);
    CHECK_CLOSE_REL(term(within, "x1", "std_error"), r("within_" + upper + "_x1"), 1e-11);
    for (const auto* j : {&twoway, &absorbed, &dummies}) {
      CHECK_CLOSE_REL(term(*j, "x1", "std_error"), r("twoway_" + upper + "_x1"), 1e-11);
    }
  }
}

TEST_CASE("regress: lags stay inside an entity and respect gaps, by flag, by formula and by hand") {
  const auto keep = [](int j) { return j % 7 != 3; };
  const std::string csv = "--csv " + panel_file("gaps.csv", keep);
  const auto by_flag =
      json_of("regress", csv + " --y y --x x1 --lag x1:1 --panel firm,time --effects pooled");
  const auto by_formula =
      json_of("regress", csv + " 'y ~ x1 + l(x1, 1)' --panel firm,time --effects pooled");
  std::string text = "y,x1,before\n";
  int rows = 0;
  std::map<int, int> of_firm;
  for (int j = 0; j < 60; ++j) {
    if (j % 6 == 0 || !keep(j) || !keep(j - 1)) continue;
    const double i = j + 1, firm = j / 6;
    char line[120];
    std::snprintf(line, sizeof line, "%.17g,%.17g,%.17g\n",
                  1 + 2 * std::sin(i) - (std::cos(2 * i) + i / 50) +
                      std::sin(3 * i * i) * (1 + i / 40) + 4 * std::sin(firm * firm),
                  std::sin(i), std::sin(i - 1));
    text += line;
    ++rows;
    ++of_firm[j / 6];
  }
  const auto by_hand = json_of(
      "regress", "--csv " + bilateral_test::file("by_hand.csv", text) + " --y y --x x1,before");
  CHECK(by_flag["n"] == rows);
  CHECK(by_flag["dropped"]["count"] == 60 - 9 - rows);
  for (const auto* j : {&by_flag, &by_formula}) {
    CHECK_CLOSE_REL(term(*j, "lag(x1,1)", "estimate"), term(by_hand, "before", "estimate"), 1e-12);
    CHECK_CLOSE_REL(term(*j, "lag(x1,1)", "std_error"), term(by_hand, "before", "std_error"),
                    1e-12);
  }
  const auto absorbed = json_of("regress", csv + " 'y ~ x1 + l(x1, 1) | firm' --panel firm,time");
  int singletons = 0;
  for (const auto& [name, count] : of_firm) singletons += count == 1 ? 1 : 0;
  CHECK(absorbed["n"] == rows - singletons);
  refuses("regress", csv + " --y y --x x1 --lag x1:1 --absorb firm", 1,
          "name the entity and the time");
}

TEST_CASE("regress: a formula says what the flags say") {
  const std::string csv = "--csv " + panel_file();
  const auto same = [&](const std::string& formula, const std::string& flags) {
    const auto a =
        json_of("regress", csv + " '" + formula + "'" + flags.substr(flags.find('|') + 1));
    const auto b = json_of("regress", csv + " " + flags.substr(0, flags.find('|')) +
                                          flags.substr(flags.find('|') + 1));
    CHECK(a["terms"] == b["terms"]);
  };
  same("y ~ x1 + x2 | firm + time",
       "--y y --x x1,x2 --absorb firm,time| --covariance cluster:firm");
  same("y ~ x1 + i(firm)", "--y y --x x1 --factors firm|");
  same("y ~ x2 | x1 ~ time", "--y y --x x2 --endogenous x1 --instruments time|");
  same("y ~ 0 + x1", "--y y --x x1 --no-intercept|");
  refuses("regress", csv + " 'y ~ x1' --x x2", 2, "--x: the formula says that already");
  refuses("regress", csv + " 'y ~ log(x1'", 2, "a bracket is not closed");
  refuses("regress", csv + " 'y ~ pirce'", 1, "there is no column pirce");
}

TEST_CASE("regress: every flag acts or is a usage error") {
  const std::string csv = "--csv " + panel_file() + " --y y --x x1";
  refuses("regress", csv + " --iv liml", 2, "--iv: goes with --endogenous");
  refuses("regress", csv + " --effects within", 2, "--effects: goes with --panel");
  refuses("regress", csv + " --absorb firm --panel firm,time --effects within", 2,
          "--effects: goes with");
  refuses("regress", csv + " --keep-singletons", 2,
          "--keep-singletons: goes with absorbed effects");
  refuses("regress", csv + " --estimator ppml --keep-singletons", 2,
          "--keep-singletons: goes with absorbed effects");
  refuses("regress", csv + " --estimator ppml --threads 2", 2,
          "--threads: goes with absorbed effects");
  refuses("regress", csv + " --offset x2", 2, "--offset: goes with --estimator ppml");
  refuses("regress", csv + " --absorb firm --no-intercept", 2, "--no-intercept: goes with");
  refuses("regress", csv + " --panel firm,time --no-intercept", 2, "has no intercept to leave out");
  refuses("regress", csv + " --panel firm,time --weights x2", 2,
          "--weights: goes with least squares and ppml");
  refuses("regress", csv + " --panel firm", 2, "name the entity and the time column");
  refuses("regress", csv + " --absorb firm --panel firm,time", 2,
          "--panel: with effects of its own it does nothing without lags");
  refuses("regress", csv + " --panel firm,time --date time", 2, "--panel names the time already");
  const std::string instrumented = csv + " --endogenous x2 --instruments time";
  refuses("regress", instrumented + " --estimator ppml", 2,
          "--estimator: ppml takes no instruments");
  refuses("regress", instrumented + " --weights pair", 2, "--weights: goes with least squares");
  refuses("regress", instrumented + " --absorb firm --iv gmm", 2, "--iv: gmm is not offered");
  refuses("regress", instrumented + " --panel firm,time --effects random", 2,
          "--effects: random is of least squares");
  refuses("regress", csv + " --endogenous x2", 2, "belong together");
  refuses("regress", csv + " --covariance hc7", 2, "is none of iid");
  for (const std::string groups : {" --absorb firm", " --factors firm"}) {
    refuses("regress", csv + groups + " --covariance newey_west:2", 2,
            "needs the order of the rows: --panel ENTITY,TIME or --date");
  }
  refuses("regress", csv + " --where x1", 2, "is not COLUMN OP VALUE");
  refuses("regress", csv + " --log x2", 2, "the column x2 is not used");
  refuses("regress", csv + " --decimal 5", 2, "is neither . nor ,");
  refuses("regress", csv + " --panel firm,time --effects between --covariance newey_west:1", 1,
          "means over time");
}

TEST_CASE("regress: a diagnostic never kills a fit") {
  const std::string csv = "--csv " + panel_file();
  const auto itself = json_of("regress", csv + " --y y --endogenous x1 --instruments x1");
  const auto ols = json_of("regress", csv + " --y y --x x1");
  CHECK_CLOSE_REL(term(itself, "x1", "estimate"), term(ols, "x1", "estimate"), 1e-12);
  const std::string constant =
      bilateral_test::file("constant.csv", "y,x\n.1,1\n.1,2\n.1,4\n.1,3\n.1,7\n");
  const auto flat = json_of("regress", "--csv " + constant + " --y y --x x");
  CHECK(flat["r2"].is_null());
  CHECK_FALSE(flat["tests"].contains("f"));
  const std::string few = bilateral_test::file("few.csv", "y,x\n1,1\n3,2\n");
  const auto exact = json_of("regress", "--csv " + few + " --y y --x x");
  CHECK_CLOSE_REL(term(exact, "x", "estimate"), 2, 1e-14);
  CHECK(exact["terms"][0]["std_error"].is_null());
}

TEST_CASE("regress: instruments bring every measure of their strength") {
  const auto j =
      json_of("regress", "--csv " + panel_file() +
                             " --y y --endogenous x1 --instruments x2,time --covariance hc1");
  for (const char* test : {"first_stage", "cragg_donald", "kleibergen_paap", "effective_f",
                           "anderson_rubin", "durbin_wu_hausman", "sargan", "hansen_j"}) {
    CAPTURE(test);
    CHECK(j["tests"].contains(test));
  }
  CHECK(j["tests"]["effective_f"]["critical_values"].contains("5%"));
}

TEST_CASE("regress: a panel's effects are in equations with instruments and in ppml, as said") {
  const std::string csv = "--csv " + panel_file() + " --panel firm,time --covariance hc1 ";
  const auto absorbed = json_of("regress", csv + "'y ~ x2 | firm | x1 ~ l(x1, 1)'");
  const auto within = json_of("regress", csv + "'y ~ x2 | x1 ~ l(x1, 1)'");
  const auto dummies =
      json_of("regress", csv + "'y ~ x2 + i(firm) | x1 ~ l(x1, 1)' --effects pooled");
  const auto pooled = json_of("regress", csv + "'y ~ x2 | x1 ~ l(x1, 1)' --effects pooled");
  CHECK(within["terms"] == absorbed["terms"]);
  CHECK(within["tests"] == absorbed["tests"]);
  for (const char* x : {"x1", "x2"}) {
    CHECK_CLOSE_REL(term(within, x, "estimate"), term(dummies, x, "estimate"), 1e-9);
    CHECK_CLOSE_REL(term(within, x, "std_error"), term(dummies, x, "std_error"), 1e-9);
  }
  CHECK(term(pooled, "x1", "estimate") != term(within, "x1", "estimate"));
  for (const char* test : {"first_stage", "cragg_donald", "anderson_rubin", "durbin_wu_hausman"}) {
    CAPTURE(test);
    CHECK_CLOSE_REL(within["tests"][test]["statistic"].get<double>(),
                    dummies["tests"][test]["statistic"].get<double>(), 1e-8);
  }
  const std::string plain = "--csv " + panel_file() + " --covariance hc1 --estimator ppml ";
  const std::string poisson = plain + "'time ~ x1' --panel firm,time";
  CHECK(json_of("regress", poisson + " --effects twoway")["terms"] ==
        json_of("regress", plain + "'time ~ x1 | firm + time'")["terms"]);
  CHECK(json_of("regress", poisson)["terms"] ==
        json_of("regress", plain + "'time ~ x1 | firm'")["terms"]);
  CHECK(json_of("regress", poisson + " --effects pooled")["terms"].size() == 2);
}

TEST_CASE(
    "regress: a row without a cluster or an entity is refused, or left out where that is asked") {
  const std::string rows =
      "y,x,firm,time\n1,2,a,1\n2,3,a,2\n3,5,b,1\n4,4,,1\n6,5,b,2\n7,8,c,1\n5,7,c,2\n";
  const std::string holed = "--csv " + bilateral_test::file("holed.csv", rows) + " --y y --x x";
  const std::string whole = "--csv " +
                            bilateral_test::file("whole.csv",
                                                 [&] {
                                                   std::string kept = rows;
                                                   const std::string gone = "4,4,,1\n";
                                                   return kept.erase(kept.find(gone), gone.size());
                                                 }()) +
                            " --y y --x x";
  refuses("regress", holed + " --covariance cluster:firm", 1, "row 4: the cell is empty");
  refuses("regress", holed + " --panel firm,time", 1, "row 4: the cell is empty (column firm)");
  const auto left = json_of("regress", holed + " --covariance cluster:firm --missing drop");
  const auto without = json_of("regress", whole + " --covariance cluster:firm");
  CHECK(left["n"] == 6);
  CHECK(left["terms"] == without["terms"]);
}
