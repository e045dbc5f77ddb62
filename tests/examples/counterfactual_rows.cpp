// counterfactual from a shell: published models with their own data, flags, refusals.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <cmath>
#include "support/close.hpp"
#include "support/data.hpp"
#include "support/programs.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

using bilateral_test::file;
using bilateral_test::json_of;
using bilateral_test::refuses;

namespace {

// numbers of a gzipped table of blanks and tabs, row by row
std::vector<std::vector<double>> table(const std::string& name) {
  std::vector<std::vector<double>> rows;
  std::istringstream lines(bilateral_test::unpacked(
      bilateral_test::data_file("caliendo_parro_2015/" + name + ".txt.gz")));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    rows.emplace_back();
    for (double x; cells >> x;) rows.back().push_back(x);
  }
  return rows;
}

std::string text_of(double x) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.17g", x);
  return buffer;
}

const char* const square_flows =
    "exporter,importer,trade,deal,year\nA,A,100,0,1\nA,B,10,1,1\nA,C,20,0,1\nB,A,12,1,1\nB,B,80,0,"
    "1\nB,C,5,0,1\n"
    "C,A,18,0,1\nC,B,6,0,1\nC,C,60,0,1\n";

std::string square() {
  return "--csv " + file("square.csv", square_flows) +
         " --exporter exporter --importer importer --trade trade ";
}

// the committed flows with sectors; a theta of 5
const std::string sector_folder = std::string(BILATERAL_TEST_SOURCE_DIR) + "/examples/data/";
const std::string sector_flows =
    "--csv " + sector_folder +
    "flows_sectors.csv --exporter exporter --importer importer --trade trade --sector sector "
    "--model multisector --theta 5 ";
const std::string sector_tariffs = "--tariffs " + sector_folder + "tariffs_sectors.csv ";
const std::string sector_value_added =
    "--value-added " + sector_folder + "value_added_sectors.csv ";
const std::string sector_inputs = "--inputs " + sector_folder + "inputs_sectors.csv ";

const nlohmann::json& country(const nlohmann::json& j, const std::string& name) {
  for (const auto& c : j["countries"]) {
    if (c["name"] == name) return c;
  }
  throw std::runtime_error(name);
}

}  // namespace

TEST_CASE("Caliendo and Parro: NAFTA's tariffs, 31 regions and 40 sectors") {
  if (!bilateral_test::data_available("caliendo_parro_2015/IO.txt.gz")) return;
  const auto net = table("xbilat1993"), old_tariffs = table("tariffs1993"),
             new_tariffs = table("tariffs2005"), theta = table("T"), inputs = table("IO"),
             share = table("B"), output = table("GO");
  std::vector<std::string> region(31), sector(40);
  for (std::size_t n = 0; n < 31; ++n) region[n] = "r" + std::to_string(n);
  region[4] = "Canada";
  region[19] = "Mexico";
  region[29] = "USA";
  for (std::size_t j = 0; j < 40; ++j) sector[j] = "s" + std::to_string(j);
  const auto member = [](std::size_t n) { return n == 4 || n == 19 || n == 29; };
  std::string flows = "exporter,importer,sector,trade\n",
              tariffs = "importer,exporter,sector,tariff,new_tariff\n",
              made = "region,sector,output\n", added = "region,sector,share\n",
              used = "region,input,user,share\n", elasticities = "sector,theta\n";
  for (std::size_t j = 0; j < 40; ++j) {
    if (j < 20) elasticities += sector[j] + "," + text_of(theta[j][0]) + "\n";
    for (std::size_t n = 0; n < 31; ++n) {
      made += region[n] + "," + sector[j] + "," + text_of(output[j][n]) + "\n";
      added += region[n] + "," + sector[j] + "," + text_of(share[j][n]) + "\n";
      for (std::size_t i = 0; i < 31 && j < 20; ++i) {
        if (i == n) continue;
        flows += region[i] + "," + region[n] + "," + sector[j] + "," +
                 text_of(1000 * net[31 * j + n][i]) + "\n";
        const double before = old_tariffs[31 * j + n][i];
        const double after = member(i) && member(n) ? new_tariffs[31 * j + n][i] : before;
        tariffs += region[n] + "," + region[i] + "," + sector[j] + "," + text_of(before) + "," +
                   text_of(after) + "\n";
      }
    }
  }
  for (std::size_t n = 0; n < 31; ++n) {
    for (std::size_t k = 0; k < 40; ++k) {
      for (std::size_t j = 0; j < 40; ++j) {
        used += region[n] + "," + sector[k] + "," + sector[j] + "," +
                text_of(inputs[40 * n + k][j]) + "\n";
      }
    }
  }
  const auto j = json_of(
      "counterfactual", "--csv " + file("cp.csv", flows) +
                            " --exporter exporter --importer importer --trade trade "
                            "--model multisector --sector sector --deficits zero --tariffs " +
                            file("cp_t.csv", tariffs) + " --output " + file("cp_o.csv", made) +
                            " --value-added " + file("cp_v.csv", added) + " --inputs " +
                            file("cp_i.csv", used) + " --thetas " + file("cp_e.csv", elasticities));
  struct line {
    const char* name;
    double terms, volume, welfare, wage;
  };
  // their table to the digits that a solution to 1e-12 gives
  for (const line& l :
       {line{"Canada", -.108, .0443, -.0638, .323}, line{"Mexico", -.412, 1.72, 1.31, 1.72},
        line{"USA", .0435, .0412, .0848, .112}}) {
    const auto& c = country(j, l.name);
    const auto half = [](double x) {
      return 0.501 * std::pow(10, std::floor(std::log10(std::abs(x))) - 2);
    };
    CHECK_CLOSE_ABS(c["terms_of_trade_percent"].get<double>(), l.terms, half(l.terms));
    CHECK_CLOSE_ABS(c["volume_percent"].get<double>(), l.volume, half(l.volume));
    CHECK_CLOSE_ABS(c["welfare_percent"].get<double>(), l.welfare, half(l.welfare));
    CHECK_CLOSE_ABS(c["real_wage_percent"].get<double>(), l.wage, half(l.wage));
  }
  CHECK(j["certificate"]["largest_excess_demand"].get<double>() < 1e-12);
}

TEST_CASE(
    "The Advanced Guide, trade without borders: conditional effects and its loop, from estimates") {
  if (!bilateral_test::data_available("agtpa_ge_no_border_2006.csv")) return;
  const auto folder = bilateral_test::data_folder();
  const auto ref = bilateral_test::read_cells(folder / "agtpa_ge_no_border_ref.csv");
  // PPML with both effects on this file; the published log has -.7912879, .6736456, -2.47445
  const auto costs =
      file("costs.json",
           "{\"terms\": [{\"name\": \"log(DIST)\", \"estimate\": -0.7912879096940069, "
           "\"std_error\": .05}, "
           "{\"name\": \"CNTG\", \"estimate\": 0.6736455712670243, \"std_error\": .11}, "
           "{\"name\": \"INTL_BRDR\", \"estimate\": -2.474450455848707, \"std_error\": .12}]}");
  const std::string base =
      "--csv " + (folder / "agtpa_ge_no_border_2006.csv").string() +
      " --exporter exporter --importer importer --trade trade --policy off:INTL_BRDR "
      "--from-gravity " +
      costs + " --baseline fitted --sigma 7 --reference ZZZ ";
  const auto conditional = json_of("counterfactual", base + "--model conditional");
  const auto guide = json_of("counterfactual", base + "--model guide");
  const auto cdl = ref.numbers("change_Xi_CDL"), xi = ref.numbers("change_Xi_FULL"),
             price = ref.numbers("change_price_FULL"), imr = ref.numbers("change_IMR_FULL"),
             gdp = ref.numbers("change_rGDP_FULL");
  for (std::size_t i = 0; i < ref.rows.size(); ++i) {
    const std::string name =
        ref.rows[i][ref.at("country")] == "DEU" ? "ZZZ" : ref.rows[i][ref.at("country")];
    CHECK_CLOSE_ABS(country(conditional, name)["exports_percent"].get<double>(), cdl[i], 2e-5);
    const auto& c = country(guide, name);
    CHECK_CLOSE_ABS(c["exports_percent"].get<double>(), xi[i], 2e-4);
    CHECK_CLOSE_ABS(c["output_price_percent"].get<double>(), price[i], 5e-5);
    CHECK_CLOSE_ABS(c["inward_resistance_percent"].get<double>(), imr[i], 5e-5);
    CHECK_CLOSE_ABS(c["real_income_percent"].get<double>(), gdp[i], 5e-5);
  }
}

TEST_CASE("The Advanced Guide, NAFTA in 1994: its loop, with the equilibrium beside it") {
  if (!bilateral_test::data_available("agtpa_applications.csv.gz")) return;
  const auto cells = bilateral_test::read_cells(
      file("applications.csv",
           bilateral_test::unpacked(bilateral_test::data_file("agtpa_applications.csv.gz"))));
  const auto ref =
      bilateral_test::read_cells(bilateral_test::data_folder() / "agtpa_ge_rta_nafta_ref.csv");
  // three-way PPML of every fourth year by alternating: the effects to their sums, then the slope
  struct row {
    std::size_t a, b, c;
    double y, x, mu;
    std::string from, to, year;
  };
  std::vector<row> rows;
  std::map<std::string, std::size_t> code;
  const auto level = [&](const std::string& key) {
    return code.emplace(key, code.size()).first->second;
  };
  const auto text = [&](std::size_t r, const char* column) -> const std::string& {
    return cells.rows[r][cells.at(column)];
  };
  for (std::size_t r = 0; r < cells.rows.size(); ++r) {
    const std::string &from = text(r, "exporter"), &to = text(r, "importer"),
                      &year = text(r, "year");
    if ((std::stoi(year) - 1986) % 4 != 0) continue;
    rows.push_back({level("x" + from + year), level("m" + to + year),
                    level(from == to ? "p" : "p" + text(r, "pair_id")), std::stod(text(r, "trade")),
                    std::stod(text(r, "rta")), 1, from, to, year});
  }
  std::vector<double> sums(code.size(), 0), fitted(code.size());
  for (const auto& r : rows) {
    for (const std::size_t l : {r.a, r.b, r.c}) sums[l] += r.y;
  }
  double beta = 0;
  for (int round = 0; round < 400; ++round) {
    for (const auto member : {&row::a, &row::b, &row::c}) {
      std::fill(fitted.begin(), fitted.end(), 0);
      for (const auto& r : rows) fitted[r.*member] += r.mu;
      for (auto& r : rows) r.mu *= fitted[r.*member] > 0 ? sums[r.*member] / fitted[r.*member] : 0;
    }
    double score = 0, weight = 0;
    for (const auto& r : rows) {
      score += r.x * (r.y - r.mu);
      weight += r.x * r.mu;
    }
    beta += score / weight;
    for (auto& r : rows) r.mu *= std::exp(score / weight * r.x);
  }
  CHECK_CLOSE_ABS(beta, 0.5572, 5e-5);  // their table 3
  const auto member = [](const std::string& c) { return c == "CAN" || c == "MEX" || c == "USA"; };
  std::string flows = "exporter,importer,trade,nafta\n";
  for (const auto& r : rows) {
    if (r.year != "1994") continue;
    flows += r.from + "," + r.to + "," + text_of(r.mu) + "," +
             (r.from != r.to && member(r.from) && member(r.to) ? "1" : "0") + "\n";
  }
  const std::string base = "--csv " + file("nafta.csv", flows) +
                           " --exporter exporter --importer importer --trade trade "
                           "--policy off:nafta --beta " +
                           text_of(beta) + " --sigma 7 --reference DEU ";
  const auto conditional = json_of("counterfactual", base + "--model conditional");
  const auto guide = json_of("counterfactual", base + "--model guide");
  const auto exact = json_of("counterfactual", base + "--deficits multiplicative");
  // the table says what the agreement did: from the world without it
  const auto back = [](const nlohmann::json& c, const char* key) {
    return 100 * (1 / (1 + c[key].get<double>() / 100) - 1);
  };
  const auto cdl = ref.numbers("change_Xi_CDL"), xi = ref.numbers("change_Xi_FULL"),
             price = ref.numbers("change_price_FULL"), imr = ref.numbers("change_IMR_FULL"),
             gdp = ref.numbers("change_rGDP_FULL");
  for (std::size_t i = 0; i < ref.rows.size(); ++i) {
    const std::string name = ref.rows[i][ref.at("country")];
    const auto& c = country(guide, name);
    // seven pairs that never trade, for which the guide predicts costs, have none here: 1e-3 of
    // exports
    CHECK_CLOSE_ABS(back(country(conditional, name), "exports_percent"), cdl[i], 1e-3);
    CHECK_CLOSE_ABS(back(c, "exports_percent"), xi[i], 1e-3);
    CHECK_CLOSE_ABS(-c["output_price_percent"].get<double>(), price[i], 1e-4);  // as they print it
    CHECK_CLOSE_ABS(back(c, "inward_resistance_percent"), imr[i], 1e-4);
    CHECK_CLOSE_ABS(back(c, "real_income_percent"), gdp[i], 1e-4);
    CHECK_CLOSE_ABS(back(country(exact, name), "real_output_percent"), gdp[i], 0.2);
  }
}

TEST_CASE("One world, the flags: shocks, policies, closures, numeraire") {
  const auto shock = json_of("counterfactual", square() + "--shock 'A<>B,-10%' --theta 4");
  // iceberg costs of -10 percent at theta 4 are an ease of 0.9^-4: the policy of that coefficient
  const auto policy = json_of("counterfactual", square() + "--policy deal --beta " +
                                                    text_of(-4 * std::log(0.9)) + " --sigma 5");
  const auto universal = json_of(
      "counterfactual", square() + "--shock 'A<>B,-10%' --theta 4 --model universal --psi 0");
  const auto reference =
      json_of("counterfactual", square() + "--shock 'A<>B,-10%' --theta 4 --reference C");
  for (const char* name : {"A", "B", "C"}) {
    for (const char* key : {"real_income_percent", "output_price_percent", "exports_percent",
                            "imports_percent", "trade_percent", "inward_resistance_percent",
                            "outward_resistance_percent", "home_share"}) {
      const double x = country(shock, name)[key].get<double>();
      CHECK_CLOSE_ABS(country(policy, name)[key].get<double>(), x, 1e-10);
      CHECK_CLOSE_ABS(country(universal, name)[key].get<double>(), x, 1e-12);
    }
    CHECK_CLOSE_ABS(country(reference, name)["real_income_percent"].get<double>(),
                    country(shock, name)["real_income_percent"].get<double>(), 1e-11);
  }
  CHECK(std::abs(country(reference, "C")["inward_resistance_percent"].get<double>()) < 1e-12);
  const auto conditional =
      json_of("counterfactual", square() + "--shock 'A<>B,-10%' --theta 4 --model conditional");
  CHECK(country(conditional, "A")["real_income_percent"].is_null());
  CHECK(conditional["notes"].dump().find("do not move") != std::string::npos);
  const auto off = json_of("counterfactual", square() + "--policy off:deal --beta -0.3 --theta 4");
  const auto on = json_of("counterfactual", square() + "--policy deal --beta 0.3 --theta 4");
  CHECK(country(off, "B")["trade_percent"] == country(on, "B")["trade_percent"]);
}

TEST_CASE("Intervals: draws are the same for every number of threads; estimates out of a file") {
  const std::string base = square() + "--policy deal --theta 4,0.5 --draws 40 --seed 3 ";
  const auto one = bilateral_test::run("counterfactual", base + "--beta 0.3,0.1 --json");
  const auto two =
      bilateral_test::run("counterfactual", base + "--beta 0.3,0.1 --json --threads 2");
  CHECK(one.status == 0);
  CHECK(one.out == two.out);
  const auto j = one.json();
  CHECK(country(j, "A")["low"]["real_income_percent"] < country(j, "A")["real_income_percent"]);
  CHECK(country(j, "A")["high"]["real_income_percent"] > country(j, "A")["real_income_percent"]);
  CHECK(j["draws"]["failed"] == 0);
  const auto estimates = file("fit.json",
                              "{\"terms\": [{\"name\": \"x\", \"estimate\": 1, \"std_error\": 1}, "
                              "{\"name\": \"deal\", \"estimate\": 0.3, \"std_error\": 0.1}]}");
  const auto from =
      bilateral_test::run("counterfactual", base + "--json --from-gravity " + estimates);
  REQUIRE(from.status == 0);
  CHECK(from.json()["countries"] == j["countries"]);
  const auto whole =
      file("whole.json",
           "{\"terms\": [{\"name\": \"deal\", \"estimate\": 0.3, \"std_error\": null}], "
           "\"covariance\": [[0.01]]}");
  const auto with = bilateral_test::run("counterfactual", base + "--json --from-gravity " + whole);
  CHECK_CLOSE_REL(country(with.json(), "A")["low"]["real_income_percent"].get<double>(),
                  country(j, "A")["low"]["real_income_percent"].get<double>(), 1e-10);
}

TEST_CASE("A fitted baseline: gravity's own flows with the estimated costs") {
  const auto fit = file(
      "costs.json", "{\"terms\": [{\"name\": \"deal\", \"estimate\": 0.4, \"std_error\": 0.1}]}");
  const auto flows = (bilateral_test::scratch() / "fitted.csv").string();
  const auto j = json_of("counterfactual", square() + "--policy deal --from-gravity " + fit +
                                               " --baseline fitted --theta 4 --flows " + flows);
  double out = 0;
  for (const auto& f : j["flows"]) out += f["exporter"] == "A" ? f["before"].get<double>() : 0;
  CHECK_CLOSE_REL(out, 130, 1e-12);  // A's output in the file
  const auto cells = bilateral_test::read_cells(flows);
  CHECK(cells.rows.size() == 9);
}

TEST_CASE("The guide's program needs its numeraire and gives its figures") {
  const auto j =
      json_of("counterfactual",
              square() + "--policy deal --beta 0.3 --theta 4 --model guide --reference C");
  CHECK(country(j, "A")["conditional_exports_percent"].is_number());
  CHECK(j["certificate"]["last_step"].get<double>() <= 0.01);
  refuses("counterfactual", square() + "--policy deal --beta 0.3 --theta 4 --model guide", 2,
          "--reference");
}

TEST_CASE("A page with charts, flows to a file") {
  const auto page = (bilateral_test::scratch() / "page.html").string();
  json_of("counterfactual",
          square() + "--shock 'A<>B,-10%' --theta 4..8 --draws 20 --html " + page);
  std::ifstream in(page);
  const std::string html(std::istreambuf_iterator<char>(in), {});
  CHECK(html.find("Real income") != std::string::npos);
  CHECK(html.find("rise most") != std::string::npos);
}

TEST_CASE("Several starts: as many as asked for, all at the same equilibrium, or nothing to find") {
  const std::string base = square() + "--shock 'A<>B,-10%' --theta 4 ";
  const auto one = json_of("counterfactual", base + "--starts 1");
  const auto seven = json_of("counterfactual", base + "--starts 7");
  CHECK(one["certificate"]["starts"] == 1);
  CHECK(seven["certificate"]["starts"] == 7);
  CHECK(seven["certificate"]["uniqueness"].get<std::string>().find("of 6 other random starts 6") !=
        std::string::npos);
  CHECK(one["countries"] == seven["countries"]);
  refuses("counterfactual", base + "--deficits zero --starts 3", 2, "nothing to look for");
}

TEST_CASE("Refusals, one line each") {
  const std::string shock = "--shock 'A>B,-10%' ";
  refuses("counterfactual", square() + "--theta 4", 2, "nothing changes");
  refuses("counterfactual", square() + shock, 2, "--theta T and --sigma S");
  refuses("counterfactual", square() + shock + "--theta 4 --sigma 5", 2, "--theta T and --sigma S");
  refuses("counterfactual", square() + shock + "--sigma 1", 1, "sigma is 1; it must be above 1");
  refuses("counterfactual", square() + shock + "--theta 0", 1, "theta is 0");
  refuses("counterfactual", square() + shock + "--theta x", 2, "--theta: 'x'");
  refuses("counterfactual", square() + "--shock 'A>B,-100%' --theta 4", 1, "must be above -100");
  refuses("counterfactual", square() + "--shock 'A>Q,-10%' --theta 4", 1, "'Q'");
  refuses("counterfactual", square() + shock + "--theta 4 --reference Q", 1, "'Q'");
  refuses("counterfactual", square() + shock + "--theta 4 --model universal", 2, "needs --psi");
  refuses("counterfactual", square() + shock + "--theta 4 --model endowment --psi 1", 2,
          "--psi belongs");
  refuses("counterfactual", square() + shock + "--theta 4 --seed 3", 2,
          "--seed: does nothing without --draws");
  refuses("counterfactual", square() + shock + "--theta 4 --draws 10", 2, "nothing is uncertain");
  refuses("counterfactual", square() + shock + "--theta 4 --beta 1", 2, "need --policy");
  refuses("counterfactual", square() + "--policy deal --theta 4", 2,
          "one of --beta and --from-gravity");
  refuses("counterfactual", square() + shock + "--theta 4 --thetas x.csv", 2,
          "belongs to --model multisector");
  refuses("counterfactual", square() + shock + "--theta 4 --stop 0.1", 2,
          "belongs to --model guide");
  for (const char* model : {"conditional", "guide --reference C", "multisector"}) {
    refuses("counterfactual",
            square() + "--policy deal --beta 0.3 --theta 4 --starts 3 --model " + model, 2,
            "--starts belongs to");
  }
  refuses("counterfactual", square() + shock + "--theta 4 --starts 0", 2, "at least one");
  refuses("counterfactual", square() + shock + "--theta 4 --model multisector", 2, "--sector");
  refuses(
      "counterfactual",
      square() + "--policy deal --from-gravity " + file("bad.json", "{\"terms\": 3") + " --theta 4",
      1, "not JSON");
  const auto with = [&](const std::string& name, const std::string& text) {
    return "--csv " + file(name, "exporter,importer,trade\n" + text) +
           " --exporter exporter --importer importer --trade trade --theta 4 " + shock;
  };
  refuses("counterfactual", with("n.csv", "A,A,1\nA,B,-1\nB,A,1\nB,B,1\n"), 1,
          "cannot be negative");
  refuses("counterfactual", with("d.csv", "A,B,1\nB,A,1\nB,B,1\n"), 1, "output less exports");
  refuses("counterfactual", with("t.csv", "A,A,1\nA,B,1\nA,B,2\nB,A,1\nB,B,1\n"), 1, "--year");
  refuses("counterfactual", with("m.csv", "A,A,1\nA,B,\nB,A,1\nB,B,1\n"), 1, "trade");
  refuses("counterfactual", with("z.csv", "A,A,1\nA,B,1\nB,A,1\nB,B,1\nC,C,0\n"), 1,
          "neither buys nor sells");
}

TEST_CASE("Imports created and diverted add up to the flows before and after") {
  const auto flows = (bilateral_test::scratch() / "created.csv").string();
  const std::string base = square() + "--shock 'A<>B,-10%' --theta 4 --flows " + flows;
  const auto j = json_of("counterfactual", base);
  for (const char* importer : {"A", "B", "C"}) {
    double before = 0, partner = 0, others = 0, home = 0;
    for (const auto& f : j["flows"]) {
      if (f["importer"] != importer) continue;
      const std::string from = f["exporter"];
      const double change = f["after"].get<double>() - f["before"].get<double>();
      if (from == importer) {
        home += change;
        continue;
      }
      before += f["before"].get<double>();
      (std::string("C") != importer && from != "C" ? partner : others) += change;
    }
    CAPTURE(importer);
    const auto c = country(j, importer);
    CHECK_CLOSE_ABS(c["imports_created_percent"].get<double>(), 100 * partner / before, 1e-11);
    CHECK_CLOSE_ABS(c["imports_diverted_percent"].get<double>(), -100 * others / before, 1e-11);
    CHECK_CLOSE_ABS(c["home_sales_displaced_percent"].get<double>(), -100 * home / before, 1e-11);
  }
  CHECK(country(j, "A")["imports_created_percent"].get<double>() > 0);
  CHECK(country(j, "A")["imports_diverted_percent"].get<double>() > 0);
  CHECK(country(j, "C")["imports_created_percent"] == 0);
  const auto shown = bilateral_test::run("counterfactual", base);
  const auto at = shown.out.find("Imports created and diverted");
  REQUIRE(at != std::string::npos);
  CHECK(shown.out.find("\nA ", at) != std::string::npos);
  CHECK(shown.out.find("\nC ", at) == std::string::npos);
  const auto dearer =
      bilateral_test::run("counterfactual", square() + "--shock 'A<>B,+10%' --theta 4");
  CHECK(dearer.out.find("Imports created") == std::string::npos);
}

TEST_CASE("The shock alone stands beside the equilibrium: rows, flows, table, intervals") {
  const auto flows = (bilateral_test::scratch() / "alone.csv").string();
  const std::string base = square() + "--shock 'A>B,-10%' --flows " + flows;
  const double ease = std::pow(0.9, -4);
  for (const char* model : {"endowment", "conditional"}) {
    const auto j = json_of("counterfactual", base + " --theta 4 --model " + model);
    const auto a = country(j, "A"), b = country(j, "B"), c = country(j, "C");
    CHECK_CLOSE_REL(a["partial_exports_percent"].get<double>(), 100 * 10 * (ease - 1) / 30, 1e-12);
    CHECK(a["partial_imports_percent"] == 0);
    CHECK_CLOSE_REL(a["partial_trade_percent"].get<double>(), 100 * 10 * (ease - 1) / 60, 1e-12);
    CHECK_CLOSE_REL(b["partial_imports_percent"].get<double>(), 100 * 10 * (ease - 1) / 16, 1e-12);
    CHECK(c["partial_trade_percent"] == 0);
    for (const auto& f : j["flows"]) {
      const bool cheaper = f["exporter"] == "A" && f["importer"] == "B";
      CHECK_CLOSE_REL(f["partial"].get<double>(), f["before"].get<double>() * (cheaper ? ease : 1),
                      1e-14);
    }
  }
  CHECK(bilateral_test::read_cells(flows).numbers("partial").size() == 9);
  const auto shown = bilateral_test::run("counterfactual", base + " --theta 4").out;
  const auto at = shown.find("Trade, percent: the shock alone");
  REQUIRE(at != std::string::npos);
  CHECK(shown.find("\nA  ", at) != std::string::npos);
  const auto drawn = json_of("counterfactual", base + " --theta 4,0.5");
  CHECK(country(drawn, "A")["low"]["partial_exports_percent"] <
        country(drawn, "A")["partial_exports_percent"]);
}

TEST_CASE("The shock alone with sectors: tariffs and trade costs, summed over sectors") {
  // one sector at prices of the file: 10 from A to B at a duty of 20 percent that goes to 5
  const std::string rows = "exporter,importer,trade,s\nA,A,100,x\nA,B,10,x\nB,A,12,x\nB,B,80,x\n";
  const std::string base = "--csv " + file("alone_s.csv", rows) +
                           " --exporter exporter --importer importer --trade trade --sector s "
                           "--model multisector --theta 4 ";
  const auto duty =
      json_of("counterfactual",
              base + "--tariffs " +
                  file("alone_t.csv", "importer,exporter,sector,tariff,new_tariff\nB,A,x,20,5\n"));
  CHECK_CLOSE_REL(country(duty, "A")["partial_exports_percent"].get<double>(),
                  100 * (std::pow(1.05 / 1.2, -5) - 1), 1e-12);
  CHECK(country(duty, "B")["partial_exports_percent"] == 0);
  const auto cost = json_of("counterfactual", base + "--shock 'A>B,-10%'");
  CHECK_CLOSE_REL(country(cost, "B")["partial_imports_percent"].get<double>(),
                  100 * (std::pow(0.9, -4) - 1), 1e-12);
}

TEST_CASE("Revenue not rebated, labour that answers wages: the flags act, or are usage errors") {
  const std::string base = sector_flows + sector_value_added + sector_inputs;
  const std::string tariffs = base + sector_tariffs;
  const auto rebated = json_of("counterfactual", tariffs);
  const auto kept = json_of("counterfactual", tariffs + "--rebate none");
  const auto works = json_of("counterfactual", tariffs + "--labour-supply 0.5");
  CHECK(rebated["rebate"] == "lump-sum");
  CHECK(kept["rebate"] == "none");
  CHECK(works["labour_supply"] == 0.5);
  for (const char* name : {"north", "south", "west"}) {
    const auto a = country(rebated, name), b = country(kept, name), c = country(works, name);
    for (const char* key : {"exports_percent", "imports_percent", "wage_percent"})
      CHECK_CLOSE_ABS(b[key].get<double>(), a[key].get<double>(), 1e-9);
    CHECK(b["welfare_percent"].is_null());
    CHECK(std::abs(b["real_income_percent"].get<double>() -
                   a["real_income_percent"].get<double>()) > 1e-3);
    CHECK(a["labour_percent"] == 0);
    CHECK_CLOSE_REL(1 + c["labour_percent"].get<double>() / 100,
                    std::sqrt(1 + c["real_wage_percent"].get<double>() / 100), 1e-12);
  }
  CHECK(kept["notes"].dump().find("not rebated") != std::string::npos);
  const auto shown =
      bilateral_test::run("counterfactual", tariffs + "--rebate none --labour-supply 1").out;
  CHECK(shown.find("terms of trade") == std::string::npos);
  CHECK(shown.find("labour") != std::string::npos);
  refuses("counterfactual", base + "--shock 'north>west,-10%' --rebate none", 2, "so no revenue");
  refuses("counterfactual", tariffs + "--rebate some", 2, "--rebate");
  refuses("counterfactual", tariffs + "--labour-supply=-1", 2, "--labour-supply");
  const std::string one = square() + "--theta 4 --shock 'A>B,-10%' ";
  refuses("counterfactual", one + "--rebate none", 2, "--rebate belongs to --model multisector");
  refuses("counterfactual", one + "--labour-supply 1", 2, "it is --psi of --model universal");
  const std::string optimal = base + "--optimal-tariffs north ";
  refuses("counterfactual", optimal + "--rebate none", 2, "--rebate stays at lump-sum");
  refuses("counterfactual", optimal + "--labour-supply 1", 2, "no welfare to choose by");
}

TEST_CASE("Real income by sector and autarky: the parts add up, in one sector and in several") {
  const auto j = json_of("counterfactual", sector_flows + sector_value_added + sector_inputs +
                                               sector_tariffs + "--labour-supply 0.3");
  for (const auto& c : j["countries"]) {
    const auto& parts = c["real_income_log_percent"];
    double sum = parts["labour"].get<double>() + parts["other_income"].get<double>(), shut = 0;
    for (const auto& s : parts["sectors"]) {
      sum += s["change"].get<double>();
      shut += s["autarky"].get<double>();
    }
    CHECK_CLOSE_ABS(sum, parts["total"].get<double>(), 1e-10);
    CHECK_CLOSE_ABS(parts["total"].get<double>(),
                    100 * std::log1p(c["real_income_percent"].get<double>() / 100), 1e-11);
    CHECK_CLOSE_ABS(c["autarky_percent"].get<double>(), 100 * std::expm1(shut / 100), 1e-11);
    CHECK(c["autarky_percent"].get<double>() < 0);
  }
  const auto one = json_of("counterfactual", square() + "--theta 4 --shock 'A>B,-10%'");
  CHECK_CLOSE_REL(country(one, "B")["autarky_percent"].get<double>(),
                  -100 * (1 - std::pow(80.0 / 96, 0.25)), 1e-12);
  const auto psi = json_of("counterfactual",
                           square() + "--theta 4 --psi 1 --model universal --shock 'A>B,-10%'");
  CHECK_CLOSE_REL(country(psi, "B")["autarky_percent"].get<double>(),
                  -100 * (1 - std::pow(80.0 / 96, 0.5)), 1e-12);
}

TEST_CASE("An inter-country table instead of flows, inputs and value added: the same world") {
  const std::string head = "V1,AAA_farm,AAA_shop,BBB_farm,BBB_shop,AAA_HFCE,BBB_HFCE,OUT\n";
  const std::string body =
      "AAA_farm,10,5,5,0,20,10,50\nAAA_shop,4,6,0,0,30,0,40\nBBB_farm,6,4,20,10,15,45,100\n"
      "BBB_shop,0,0,10,30,0,60,100\n";
  const std::string tail = "VALU,30,25,65,60,0,0,0\nOUT,50,40,100,100,0,0,0\n";
  const auto table = [&](const char* name, const std::string& rows) {
    return "--icio " + file(name, head + rows) + " --theta 4 --shock 'AAA>BBB,-10%' ";
  };
  const auto j = json_of("counterfactual", table("icio.csv", body + tail));
  const std::string flows = file("icio_f.csv",
                                 "x,m,s,v\nAAA,AAA,farm,35\nAAA,BBB,farm,15\nBBB,AAA,farm,25\n"
                                 "BBB,BBB,farm,75\nAAA,AAA,shop,40\nBBB,BBB,shop,100\n");
  const std::string shares =
      file("icio_g.csv",
           "region,sector,share\nAAA,farm,0.6\nAAA,shop,0.625\nBBB,farm,0.65\nBBB,shop,0.6\n");
  const std::string mixes =
      file("icio_i.csv",
           "region,input,user,share\nAAA,farm,farm,0.8\nAAA,shop,farm,0.2\nAAA,farm,shop,0.6\n"
           "AAA,shop,shop,0.4\nBBB,farm,farm," +
               text_of(25.0 / 35) + "\nBBB,shop,farm," + text_of(10.0 / 35) +
               "\nBBB,farm,shop,0.25\nBBB,shop,shop,0.75\n");
  const auto same =
      json_of("counterfactual", "--csv " + flows +
                                    " --exporter x --importer m --trade v --sector s "
                                    "--model multisector --theta 4 --value-added " +
                                    shares + " --inputs " + mixes + " --shock 'AAA>BBB,-10%'");
  for (const char* name : {"AAA", "BBB"}) {
    for (const char* key : {"real_income_percent", "real_wage_percent", "exports_percent"})
      CHECK_CLOSE_ABS(country(j, name)[key].get<double>(), country(same, name)[key].get<double>(),
                      1e-9);
  }
  CHECK(j["n"] == 4);
  std::string wrong = tail;
  wrong.replace(wrong.find("25"), 2, "26");
  refuses("counterfactual", table("icio_w.csv", body + wrong), 1,
          "AAA: shop costs 41 (inputs 15, value added and taxes 26) but its output is 40");
  std::string sold = body;
  sold.replace(sold.find("30,0,40"), 7, "31,0,40");
  refuses("counterfactual", table("icio_s.csv", sold + tail), 1, "AAA: shop sells 41");
  const std::string good = table("icio.csv", body + tail);
  refuses("counterfactual", good + "--csv x.csv", 2, "--icio: --csv does nothing");
  refuses("counterfactual", good + "--exporter x", 2, "--icio: --exporter does nothing");
  refuses("counterfactual", good + "--policy x --beta 1", 2, "--icio: --policy does nothing");
  refuses("counterfactual", good + "--decimal ,", 2, "--icio: --decimal does nothing");
  refuses("counterfactual", good + "--model endowment", 2, "--icio belongs to --model multisector");
  refuses("counterfactual", "--theta 4 --shock 'A>B,-10%'", 2, "--csv is required");
  refuses("counterfactual", "--csv x.csv --exporter e --trade t --theta 4", 2,
          "--importer is required");
}

TEST_CASE("Elasticities, flows and estimates that cannot be are refused with a sentence") {
  const std::string shock = square() + "--shock 'A>B,-10%' ";
  refuses("counterfactual", shock + "--sigma 0.5", 1, "sigma is 0.5; it must be above 1");
  refuses("counterfactual", shock + "--theta=-1", 1, "the trade elasticity must be above 0");
  for (const char* word : {"nan", "inf"}) {
    refuses("counterfactual", shock + "--theta " + word, 2, word);
    std::string flows = square_flows;
    flows.replace(flows.find("C,B,6"), 5, std::string("C,B,") + word);
    refuses("counterfactual",
            "--csv " + file("holed.csv", flows) +
                " --exporter exporter --importer importer --trade trade --theta 4 --shock "
                "'A>B,-10%'",
            1, std::string("'") + word + "' is not a number");
  }
  refuses("counterfactual", square() + "--theta 4 --shock 'A>B,-200%'", 1, "above -100");
  for (const char* json : {"{\"terms\": 5}", "[1, 2]"}) {
    refuses("counterfactual",
            square() + "--theta 4 --policy deal --from-gravity " + file("odd.json", json), 1,
            "there is no list 'terms' in it");
  }
}

TEST_CASE("Shares of inputs and value added that no economy has are refused with a sentence") {
  const auto text_of = [&](const char* name) {
    std::ifstream in(sector_folder + name);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const auto altered = [&](const char* name, const std::string& row, const std::string& other) {
    std::string all = text_of(name);
    const auto at = all.find(row);
    REQUIRE(at != std::string::npos);
    return file(std::string("altered_") + name, all.replace(at, row.size(), other));
  };
  refuses("counterfactual",
          sector_flows + sector_tariffs + sector_value_added + "--inputs " +
              altered("inputs_sectors.csv", "north,farm,farm,0.4", "north,farm,farm,0.6"),
          1, "the shares of inputs of farm in north add up to 1.2");
  for (const char* share : {"1.5", "0"}) {
    refuses("counterfactual",
            sector_flows + sector_tariffs + sector_inputs + "--value-added " +
                altered("value_added_sectors.csv", "north,farm,0.6",
                        std::string("north,farm,") + share),
            1, "or the table is unproductive");
  }
  refuses("counterfactual",
          sector_flows + sector_tariffs + sector_inputs + "--value-added " +
              altered("value_added_sectors.csv", "north,farm,0.6\n", ""),
          1, "there is no row for the sector farm of north");
}

TEST_CASE(
    "Optimal tariffs: no other rate leaves the country better off; Nash tariffs answer each other") {
  const std::string sectors = sector_flows + sector_value_added + sector_inputs;
  const auto best = json_of("counterfactual", sectors + "--optimal-tariffs north");
  REQUIRE(best["optimal_tariffs"].size() == 1);
  const auto& rate = best["optimal_tariffs"][0];
  CHECK(rate["name"] == "north");
  CHECK(rate["on"] == "all imports");
  CHECK(rate["slope"].get<double>() < 1e-9);
  const auto income_at = [&](double percent) {
    std::string rows = "importer,exporter,sector,tariff\n";
    for (const char* from : {"south", "west"}) {
      for (const char* sector : {"farm", "factory"}) {
        rows += std::string("north,") + from + "," + sector + "," + std::to_string(percent) + "\n";
      }
    }
    const auto j = json_of("counterfactual", sectors + "--new-tariffs " + file("rate.csv", rows));
    return country(j, "north")["real_income_percent"].get<double>();
  };
  const double at = rate["percent"], top = country(best, "north")["real_income_percent"];
  CHECK(at > 0);
  CHECK_CLOSE_ABS(income_at(at), top, 1e-9);  // six digits of a rate at a flat top
  for (const double away : {-5.0, -1.0, 1.0, 5.0}) CHECK(income_at(at + away) < top);
  const auto war = json_of("counterfactual", sectors + "--optimal-tariffs north,west");
  CHECK(war["optimal_tariffs"].size() == 2);
  CHECK(war["tariff_rounds"] > 1);
  CHECK(country(war, "north")["real_income_percent"] < top);  // west answers
  const auto apart =
      json_of("counterfactual", sectors + "--optimal-tariffs north --tariff-choice sector");
  CHECK(apart["optimal_tariffs"].size() == 2);                  // services are not traded
  CHECK(country(apart, "north")["real_income_percent"] > top);  // more to choose from
}

TEST_CASE("Optimal tariffs take no other change beside them") {
  const std::string sectors = sector_flows + "--optimal-tariffs north ";
  refuses("counterfactual", sectors + "--shock 'north>west,-10%'", 2, "--shock is another change");
  refuses("counterfactual", sectors + sector_tariffs, 2, "new_tariff");
  refuses("counterfactual", sectors + "--deficits zero", 2, "--deficits");
  refuses("counterfactual", square() + "--theta 4 --shock 'A>B,-10%' --optimal-tariffs A", 2,
          "--optimal-tariffs belongs to --model multisector");
  refuses("counterfactual", square() + "--theta 4 --shock 'A>B,-10%' --tariff-choice sector", 2,
          "--tariff-choice belongs to --optimal-tariffs");
}
