// gravity by its other estimators, by flags alone.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/close.hpp"
#include "support/gravity_programs.hpp"

#include <cmath>
#include <string>

using bilateral_test::close_rel;
using bilateral_test::data_file;
using bilateral_test::file;
using bilateral_test::json_of;
using bilateral_test::number;
using bilateral_test::refuses;
using bilateral_test::run;

namespace {

// 60 rows: counts, shares of a choice, an endogenous column
std::string small_panel() {
  std::string text = "id,year,y,bit,x,z,w\n";
  for (int i = 0; i < 60; ++i) {
    const int id = i % 6, year = i / 6;
    const double x = std::sin(i * 1.3) + id * 0.2, z = std::cos(i * 0.7);
    const double spread = (i * 37 % 11) / 3.0;
    const int count = int(std::exp(0.5 + 0.6 * x) * (0.3 + spread * spread));
    const int bit = x + (i * 29 % 13) / 6.0 - 1 > 0.3 ? 1 : 0;
    text += std::to_string(id) + "," + std::to_string(year) + "," + std::to_string(count) + "," +
            std::to_string(bit) + "," + std::to_string(x) + "," + std::to_string(0.5 * x + z) +
            "," + std::to_string(1 + i * 7 % 5) + "\n";
  }
  return text;
}
std::string panel() { return bilateral_test::file("estimators.csv", small_panel()); }

const std::string world = "--csv " + bilateral_test::agtpa +
                          " --y trade --x rta "
                          "--absorb exporter^year,importer^year,exporter^importer ";

}  // namespace

TEST_CASE("gravity: ivppml finds the truth of .5 with instruments and is ppml without") {
  if (!bilateral_test::data_available("ivppml_class_a.csv.gz")) return;
  const std::string common = "--csv " + data_file("ivppml_class_a.csv.gz") +
                             " --y y --absorb id,year --covariance cluster:id ";
  const auto iv =
      json_of("gravity", common + "--x x2 --estimator ivppml --endogenous x1 --instruments z");
  CHECK(std::abs(number(iv, "x1", "estimate") - .5) < 1.96 * number(iv, "x1", "std_error"));
  const auto plain = json_of("gravity", common + "--x x2,x1");
  CHECK(number(plain, "x1", "estimate") - .5 > 3 * number(plain, "x1", "std_error"));
  // an instrument that the effects absorb goes, and is named
  const auto over =
      json_of("gravity", common +
                             "--x x2 --estimator ivppml --endogenous x1 --instruments z,year "
                             "--moments multiplicative");
  CHECK(over["dropped"]["columns"][0]["name"] == "year");  // year effects absorb it
  if (bilateral_test::data_available(
          "ivppml_class_b.csv.gz")) {  // three-way, an error that multiplies the mean
    const auto b =
        json_of("gravity", "--csv " + data_file("ivppml_class_b.csv.gz") +
                               " --y y --x x2 --absorb exp^year,imp^year,pair --covariance "
                               "cluster:pair --estimator ivppml --endogenous x1 --instruments z "
                               "--moments multiplicative");
    CHECK(std::abs(number(b, "x1", "estimate") - .5) < 1.96 * number(b, "x1", "std_error"));
  }
  // two-stage least squares of the logarithm: the same truth
  const auto two =
      json_of("gravity", common + "--x x2 --log y --estimator ols --endogenous x1 --instruments z");
  CHECK(std::abs(number(two, "x1", "estimate") - .5) < 1.96 * number(two, "x1", "std_error"));
  CHECK(two["tests"]["first_stage"]["statistic"].get<double>() > 100);
  CHECK(two["certificate"]["score_norm"].get<double>() < 1e-8);
}

TEST_CASE("gravity: families solve their equations on the agreements panel") {
  for (const std::string estimator : {"gamma", "negbin"}) {
    CAPTURE(estimator);
    const auto j = json_of("gravity", world + "--estimator " + estimator +
                                          " --covariance cluster:exporter^importer --policy rta");
    CHECK(j["n"] == 28236);
    CHECK(j["certificate"]["effects_error"].get<double>() < 1e-6);
    CHECK(j["certificate"]["score_norm"].get<double>() < 1e-6);
    const double b = number(j, "rta", "estimate");
    CHECK(close_rel(j["policy"]["percent"].get<double>(), 100 * std::expm1(b), 1e-12));
    CHECK(j["pseudo_r2"].is_null());
    CHECK(j.contains("theta") == (estimator == "negbin"));
  }
}

TEST_CASE("gravity: every estimator answers on a small panel") {
  const std::string file = panel();
  for (const std::string estimator : {"gamma", "negbin", "ppml"}) {
    const auto j = json_of(
        "gravity", "--csv " + file + " --y y --x x --absorb id,year --estimator " + estimator);
    CHECK(std::isfinite(number(j, "x", "std_error")));
  }
  // a surplus instrument is judged
  const auto over = json_of("gravity", "--csv " + file +
                                           " --y y --absorb id --estimator ivppml --endogenous x "
                                           "--instruments z,w --covariance cluster:year");
  CHECK(over["tests"]["hansen_j"]["distribution"] == "chi-squared(1)");
  CHECK(over["tests"]["hansen_j"]["p_value"].get<double>() > 0);
  const auto sargan = json_of("gravity", "--csv " + file +
                                             " --y x --absorb id --estimator ols --endogenous y "
                                             "--instruments z,w");
  CHECK(sargan["tests"].contains("sargan"));
  for (const std::string estimator : {"logit", "probit", "cloglog"}) {
    const auto j =
        json_of("gravity", "--csv " + file + " --y bit --x x --absorb id --estimator " + estimator);
    CHECK(std::isfinite(number(j, "x", "std_error")));
    CHECK(j["pseudo_r2"].get<double>() > 0);
    CHECK(j["loglik"].get<double>() < 0);
  }
}

TEST_CASE("gravity: --threads changes the bits of no estimator") {
  const std::string start = "--csv " + panel() + " --absorb id,year --x ";
  for (const std::string arguments :
       {"x --y y --estimator ppml", "x --y y --estimator ols", "x --y y --estimator gamma",
        "x --y y --estimator negbin", "x --y bit --estimator logit", "x --y bit --estimator probit",
        "x --y bit --estimator cloglog", "w --y y --estimator ols --endogenous x --instruments z",
        "w --y y --estimator ivppml --endogenous x --instruments z"}) {
    CAPTURE(arguments);
    const auto one = json_of("gravity", start + arguments);
    const auto two = json_of("gravity", start + arguments + " --threads 2");
    CHECK(one["certificate"]["signature"] == two["certificate"]["signature"]);
    CHECK(one["terms"] == two["terms"]);
    refuses("gravity", start + arguments + " --threads 0", 2, "--threads");
  }
}

TEST_CASE("gravity: instruments in the formula are those of the flags") {
  const std::string file = "--csv " + panel();
  for (const std::string estimator : {"ols", "ivppml"}) {
    CAPTURE(estimator);
    const std::string by = " --estimator " + estimator;
    const auto flags = json_of(
        "gravity", file + by + " --y y --x w --absorb id,year --endogenous x --instruments z");
    const auto line = json_of("gravity", file + by + " 'y ~ w | id + year | x ~ z'");
    CHECK(line["terms"] == flags["terms"]);
    CHECK(line["certificate"]["signature"] == flags["certificate"]["signature"]);
  }
  const auto logs = json_of("gravity", file + " --estimator ols 'y ~ 1 | id | log(w) ~ z'");
  CHECK(std::isfinite(number(logs, "log(w)", "std_error")));
  refuses("gravity", file + " 'y ~ w | id | x ~ z'", 2,
          "they are for --estimator ols and ivppml, not for ppml");
  refuses("gravity", file + " --estimator ols --endogenous x --instruments z 'y ~ w | id'", 2,
          "--endogenous: the formula says that already");
  refuses("gravity", file + " --estimator ols 'y ~ w | x ~ z'", 2, "effect + effect");
  refuses("gravity", file + " --estimator ols 'y ~ w | id | l(x, 1) ~ z'", 1,
          "name the entity and the time");
}

// market clearing: outward resistances are sums over buyers of costs, inward ones and spending
TEST_CASE("gravity: multilateral resistances solve the system of structural gravity") {
  std::string rows = "i,j,trade,near\n";
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 5; ++j) {
      rows += std::to_string(i) + "," + std::to_string(j) + "," +
              std::to_string(10 + (7 * i + 3 * j) % 11 + (i == j ? 40 : 0)) + "," +
              std::to_string(i == j || (i + j) % 4 == 0 ? 1 : 0) + "\n";
    }
  }
  const std::string csv = "--csv " + file("resist.csv", rows) + " 'trade ~ near | i + j' ";
  const auto j = json_of("gravity", csv + "--resistances 2");
  const auto& all = j["resistances"];
  REQUIRE(all.size() == 5);
  const double b = number(j, "near", "estimate");
  CHECK(all[2]["inward"] == 1);
  for (int i = 0; i < 5; ++i) {
    double sum = 0;
    for (int k = 0; k < 5; ++k) {
      const double cost = std::exp(b * (i == k || (i + k) % 4 == 0 ? 1 : 0));
      sum += cost * all[std::size_t(k)]["spending"].get<double>() /
             all[std::size_t(k)]["inward"].get<double>();
    }
    CHECK_CLOSE_REL(all[std::size_t(i)]["outward"].get<double>(), sum, 1e-6);
  }
  const auto prices = json_of("gravity", csv + "--resistances 2 --sigma 5");
  CHECK_CLOSE_REL(prices["resistances"][0]["inward"].get<double>(),
                  std::pow(all[0]["inward"].get<double>(), -.25), 1e-9);
  refuses("gravity", csv + "--sigma 5", 2, "--sigma: it is that of --resistances");
  refuses("gravity", csv + "--resistances 9", 1, "the reference 9 does not buy");
  refuses("gravity", csv + "--resistances 2 --estimator gamma", 2, "--resistances: it is for ppml");
}

TEST_CASE("gravity: a formula has lags and dummies; several stand side by side") {
  std::string rows = "i,j,t,y,x,before\n";
  for (int pair = 0; pair < 6; ++pair) {
    const auto x = [&](int t) { return std::sin(3 * pair + 2 * t + .2 * pair * t); };
    for (int t = 0; t < 7; ++t) {
      if (t == 3 && pair % 2 == 0) continue;  // a gap: the lag of the next row is not known
      const bool known = t > 0 && !(t == 4 && pair % 2 == 0);
      rows += std::to_string(pair / 2) + "," + std::to_string(3 + pair % 3) + "," +
              std::to_string(2000 + t) + "," +
              std::to_string(std::exp(1 + .4 * x(t) - .3 * x(t - 1)) + (pair + t) % 3) + "," +
              std::to_string(x(t)) + "," + (known ? std::to_string(x(t - 1)) : "") + "\n";
    }
  }
  const std::string csv = "--csv " + file("lagged.csv", rows) + " --covariance cluster:i^j ";
  const auto lagged =
      json_of("gravity", csv + "'y ~ x + l(x, 1) | i^j + t' --panel i^j,t --keep-singletons");
  const auto by_hand =
      json_of("gravity", csv + "'y ~ x + before | i^j + t' --missing drop --keep-singletons");
  CHECK(lagged["n"] == 6 * 6 - 2 * 3);
  CHECK(lagged["n"] == by_hand["n"]);
  CHECK_CLOSE_REL(lagged["terms"][1]["estimate"].get<double>(),
                  by_hand["terms"][1]["estimate"].get<double>(), 1e-6);  // six digits in the file
  const auto dummies = json_of("gravity", csv + "'y ~ x + i(t) | i^j'");
  const auto absorbed = json_of("gravity", csv + "'y ~ x | i^j + t'");
  CHECK(dummies["terms"].size() == 7);
  CHECK_CLOSE_REL(dummies["terms"][0]["estimate"].get<double>(),
                  absorbed["terms"][0]["estimate"].get<double>(), 1e-9);
  const auto both = json_of("gravity", csv + "'y ~ x | i^j' 'y ~ x | i^j + t'");
  REQUIRE(both["models"].size() == 2);
  CHECK(both["models"][1]["terms"] == absorbed["terms"]);
  CHECK(both["models"][1]["certificate"] == absorbed["certificate"]);
  const auto table = run("gravity", csv + "'y ~ x | i^j' 'y ~ x | i^j + t'");
  CHECK(table.out.find("(2) ") != std::string::npos);
  refuses("gravity", csv + "'y ~ x | i^j' 'y ~ x | i^j + t' --policy x", 2,
          "--policy: goes with one model only");
  refuses("gravity", csv + "'y ~ x | i^j' --panel i^j,t", 2, "--panel: does nothing without lags");
}

TEST_CASE("gravity: bad input is a sentence for each estimator") {
  const std::string rows =
      "i,j,t,y,x,p,z\na,b,1,3,0,0,1\na,c,1,2,1,0,1\nb,a,1,4,0,0,2\nb,c,1,1,1,0,2\nc,a,1,2,0,0,3\n"
      "c,b,1,5,1,0,3\na,b,2,2,1,0,1\na,c,2,4,0,0,1\nb,a,2,4,1,0,2\nb,c,2,2,0,0,2\nc,a,2,3,1,0,3\n"
      "c,b,2,1,0,0,3\n";
  const std::string good = "--csv " + bilateral_test::file("good.csv", rows) + " --y y ";
  const std::string bad =
      "--csv " + bilateral_test::file("bad.csv", rows + "a,b,3,-2,0,0,1\n") + " --y y --x x ";
  for (const char* estimator : {"ppml", "gamma", "negbin"}) {
    refuses("gravity", bad + "--absorb i,j --estimator " + estimator, 1, "must not be ");
  }
  // a policy without variation
  for (const std::string estimator : {"ppml", "gamma", "ols --log y"}) {
    refuses("gravity", good + "--x x,p --absorb i,j --policy p --estimator " + estimator, 1,
            "--policy: p has no variation of its own and was left out of the model");
    refuses("gravity", good + "--x x,z --absorb i,j --policy z --estimator " + estimator, 1,
            "--policy: z has no variation of its own and was left out of the model");
  }
  // one cluster only
  refuses("gravity", good + "--x x --absorb i,j --covariance cluster:p", 1,
          "p has 1 cluster; at least 2");
  // instruments that the effects absorb
  refuses("gravity", good + "--absorb i,j --estimator ols --endogenous x --instruments z", 1,
          "z is absorbed by the fixed effects");
  // a level without trade is left out and named
  const auto j =
      json_of("gravity",
              "--csv " + bilateral_test::file("zero.csv", rows + "d,a,1,0,0,0,1\nd,b,2,0,1,0,1\n") +
                  " --y y --x x --absorb i,j");
  CHECK(j["separated"] == 2);
  CHECK(j["dropped"].dump().find("all of i = d is zero") != std::string::npos);
}

TEST_CASE("gravity: --reset tests the squared index, by the covariance asked for") {
  const std::string common = "--csv " + panel() + " --y y --x x --absorb id,year ";
  const auto plain = json_of("gravity", common);
  CHECK_FALSE(plain.contains("tests"));
  const double share = plain["squared_correlation"].get<double>();
  CHECK(share > 0.01);
  CHECK(share < 1);
  const auto robust = json_of("gravity", common + "--reset")["tests"]["reset"];
  CHECK(robust["distribution"] == "chi-squared(1)");
  CHECK(robust["statistic"].get<double>() > 0);
  // the normal tail of its root
  CHECK_CLOSE_REL(robust["p_value"].get<double>(),
                  std::erfc(std::sqrt(robust["statistic"].get<double>() / 2)), 1e-9);
  const auto by = json_of("gravity", common + "--reset --covariance cluster:id")["tests"]["reset"];
  CHECK(by["distribution"] == "F(1, 5)");
  CHECK(by["statistic"].get<double>() != robust["statistic"].get<double>());
  refuses("gravity", common + "--reset --estimator ols", 2, "--reset: it is for ppml");
}

TEST_CASE("gravity: the covariance of the terms stands in the answer, for who draws from it") {
  const auto j = json_of("gravity", "--csv " + panel() + " --y y --x x,z --absorb id");
  REQUIRE(j["covariance"].size() == 2);
  for (std::size_t a = 0; a < 2; ++a) {
    const double error = j["terms"][a]["std_error"].get<double>();
    CHECK_CLOSE_REL(j["covariance"][a][a].get<double>(), error * error, 1e-14);
  }
  CHECK(j["covariance"][0][1] == j["covariance"][1][0]);
  CHECK(j["covariance"][0][1].get<double>() != 0);
}

TEST_CASE("gravity: ivppml without instruments is ppml") {
  const std::string common = "--csv " + panel() + " --y y --x x,z --absorb id --estimator ";
  const auto plain = json_of("gravity", common + "ppml"),
             same = json_of("gravity", common + "ivppml");
  for (std::size_t k = 0; k < 2; ++k) {
    const double b = plain["terms"][k]["estimate"].get<double>();
    // both stop at steps of 1e-8
    CHECK_CLOSE_REL(same["terms"][k]["estimate"].get<double>(), b, 1e-7);
    CHECK_CLOSE_REL(same["terms"][k]["std_error"].get<double>(),
                    plain["terms"][k]["std_error"].get<double>(), 1e-6);
  }
}

TEST_CASE("gravity: refusals of the estimators are sentences") {
  const std::string common = "--csv " + panel() + " --y y --x x --absorb id ";
  refuses("gravity", common + "--estimator gamma --endogenous z --instruments w", 2,
          "--endogenous, --instruments: they are for --estimator ols and ivppml, not for gamma");
  refuses("gravity", common + "--estimator ols --endogenous z", 2,
          "endogenous regressors and instruments belong together");
  refuses("gravity", common + "--estimator ivppml --endogenous z --instruments x", 2,
          "--instruments: x is also in --x, which are their own instruments");
  refuses("gravity", common + "--moments additive", 2,
          "--moments: they are those of --estimator ivppml");
  refuses("gravity", common + "--estimator logit", 1, "above 1");
  refuses("gravity", common + "--estimator probit --policy x", 2, "--policy: the mean of a probit");
  refuses("gravity", common + "--estimator gamma --bias-correct stata", 2,
          "--bias-correct: it is for ppml, not for gamma");
  refuses(
      "gravity", common + "--estimator ivppml --endogenous z --instruments id", 1,
      "there are 0 instruments for 1 endogenous regressor; id is absorbed by the fixed effects");
}
