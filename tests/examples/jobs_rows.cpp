// jobs on public input-output tables and on small files: published multipliers, refusals.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <cmath>
#include "support/close.hpp"
#include "support/data.hpp"
#include "support/programs.hpp"

#include <vector>

using bilateral_test::file;
using bilateral_test::json_of;
using bilateral_test::refuses;

namespace {

using cells = std::vector<std::vector<std::string>>;

std::string vector_file(const std::string& name, const cells& rows, std::size_t label,
                        std::size_t value) {
  std::string text = "sector,value\n";
  for (const auto& r : rows) text += r.at(label) + "," + r.at(value) + "\n";
  return file(name, text);
}

}  // namespace

TEST_CASE("Chile 2013: multipliers of output, income and employment") {
  if (!bilateral_test::data_available("chile2013_io_transactions.csv")) return;
  const auto folder = bilateral_test::data_folder();
  const auto d = bilateral_test::read_cells(folder / "chile2013_io_demand_wage_employment.csv");
  const auto expected = bilateral_test::read_cells(folder / "chile2013_io_ref_computed.csv");
  const std::string base =
      "multipliers --transactions " + (folder / "chile2013_io_transactions.csv").string() +
      " --output " + vector_file("x.csv", d.rows, 0, 9) + " --wages " +
      vector_file("w.csv", d.rows, 0, 1) + " --employment " + vector_file("l.csv", d.rows, 0, 10);
  const auto one = json_of("jobs", base);
  const auto two =
      json_of("jobs", base + " --type 2 --consumption " + vector_file("c.csv", d.rows, 0, 3));
  REQUIRE(one["sectors"].size() == 12);
  for (std::size_t i = 0; i < 12; ++i) {
    const auto& s = one["sectors"][i];
    const auto& e = expected.rows[i];
    CHECK(s["name"] == e.at(0));
    CHECK_CLOSE_REL(s["output"]["effect"].get<double>(), std::stod(e.at(1)), 1e-12);
    CHECK_CLOSE_REL(s["income"]["multiplier"].get<double>(), std::stod(e.at(2)), 1e-12);
    CHECK_CLOSE_REL(s["employment"]["multiplier"].get<double>(), std::stod(e.at(3)), 1e-12);
    CHECK_CLOSE_REL(s["employment"]["effect"].get<double>(), std::stod(e.at(4)), 1e-12);
    CHECK(two["sectors"][i]["output"]["effect"].get<double>() >
          s["output"]["effect"].get<double>());
  }
  CHECK(one["spectral_radius"].get<double>() < 1);
  CHECK(one["balance"].is_null());
}

TEST_CASE("Germany 1995 and Australia 1989-90: published multipliers at their digits") {
  if (!bilateral_test::data_available("germany1995_siot.csv")) return;
  const auto folder = bilateral_test::data_folder();
  const auto g = bilateral_test::read_cells(folder / "germany1995_siot.csv");
  std::string z = "sector", x = "sector,value\n", l = x, v = x;
  for (std::size_t j = 1; j <= 6; ++j) z += "," + g.rows[j - 1].at(0);
  z += "\n";
  const auto named = [&](const std::string& row) {
    for (const auto& r : g.rows) {
      if (r.at(0) == row) return r;
    }
    throw std::runtime_error(row);
  };
  for (std::size_t i = 0; i < 6; ++i) {
    z += g.rows[i].at(0);
    for (std::size_t j = 1; j <= 6; ++j) z += "," + g.rows[i].at(j);
    z += "\n";
    x += g.rows[i].at(0) + "," + named("output").at(i + 1) + "\n";
    l += g.rows[i].at(0) + "," + named("employment_domestic_total").at(i + 1) + "\n";
    v += g.rows[i].at(0) + "," + named("gva").at(i + 1) + "\n";
  }
  const auto j = json_of("jobs", "multipliers --transactions " + file("gz.csv", z) + " --output " +
                                     file("gx.csv", x) + " --employment " + file("gl.csv", l) +
                                     " --value-added " + file("gv.csv", v));
  // Eurostat (2008), Manual of Supply, Use and Input-Output Tables, chapter 15
  const double output[] = {1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782};
  const double gva[] = {0.8450, 0.7647, 0.8615, 0.9019, 0.9393, 0.9199};
  const double jobs[] = {0.0326, 0.0162, 0.0207, 0.0237, 0.0112, 0.0242};
  const double forward[] = {2.1126, 1.6691, 1.3558, 1.5848, 2.1037, 1.2106};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto& s = j["sectors"][i];
    CHECK_CLOSE_ABS(s["output"]["effect"].get<double>(), output[i], 6e-5);
    CHECK_CLOSE_ABS(s["value_added"]["effect"].get<double>(), gva[i], 6e-5);
    CHECK_CLOSE_ABS(s["employment"]["effect"].get<double>(), jobs[i], 6e-5);
    // industry is printed as 1.6691, two digits away from the 1.6910 that its own table gives
    CHECK_CLOSE_ABS(s["forward"].get<double>(), forward[i], i == 1 ? 0.022 : 6e-5);
  }

  const auto a = bilateral_test::read_cells(folder / "abs1989_io7.csv");
  const auto table5 = bilateral_test::read_cells(folder / "abs1989_ref_table5.csv");
  z = "sector";
  x = "sector,value\n";
  for (std::size_t i = 0; i < 7; ++i) z += "," + a.rows[i].at(0);
  z += "\n";
  for (std::size_t i = 0; i < 7; ++i) {
    z += a.rows[i].at(0);
    for (std::size_t k = 1; k <= 7; ++k) z += "," + a.rows[i].at(k);
    z += "\n";
    x += a.rows[i].at(0) + "," + a.rows[i].back() + "\n";
  }
  const auto abs = json_of(
      "jobs", "multipliers --transactions " + file("az.csv", z) + " --output " + file("ax.csv", x));
  for (std::size_t i = 0; i < 7; ++i) {
    const auto& r = table5.rows[i];
    REQUIRE(r.at(0) == "output");
    const auto& s = abs["sectors"][i]["output"];
    CHECK_CLOSE_ABS(s["first_round"].get<double>(), std::stod(r.at(3)), 6e-5);
    CHECK_CLOSE_ABS(s["simple"].get<double>(), std::stod(r.at(7)), 6e-5);
  }
}

TEST_CASE("input-output refusals: totals, flows for coefficients, names, balance") {
  const std::string z = file("z.csv", "sector,food,metals\nfood,20,30\nmetals,10,40\n");
  const std::string x = file("x2.csv", "sector,output\nfood,100\nmetals,200\n");
  const std::string base = "multipliers --transactions " + z + " --output " + x;
  CHECK_CLOSE_REL(json_of("jobs", base)["sectors"][0]["output"]["effect"].get<double>(), 1.44,
                  1e-12);
  refuses("jobs",
          "multipliers --transactions " + z + " --output " + file("x3.csv", "s,x\nfood,100\n"), 1,
          "metals is missing");
  refuses("jobs",
          "multipliers --transactions " + z + " --output " +
              file("x4.csv", "s,x\nfood,15\nmetals,200\n"),
          1, "more than its output");
  refuses("jobs",
          "multipliers --transactions " + z + " --output " +
              file("x5.csv", "s,x\nfood,0\nmetals,200\n"),
          1, "no output but buys");
  refuses("jobs",
          "multipliers --transactions " + z + " --output " +
              file("x6.csv", "s,x\nfood,22\nmetals,50\n"),
          1, "spectral radius");
  refuses("jobs", base + " --final-demand " + file("f.csv", "s,f\nfood,50\nmetals,100\n"), 1,
          "metals differ");
  CHECK(json_of("jobs",
                base + " --final-demand " +
                    file("f2.csv", "s,f\nfood,50\nmetals,150\n"))["balance"]["largest_imbalance"] ==
        0);
  refuses("jobs",
          "multipliers --transactions " +
              file("twice.csv", "row,column,value\nfood,metals,1\nmetals,food,2\nfood,metals,3\n") +
              " --output " + x,
          1, "twice.csv:4:6: 'metals' buys from 'food' twice");
  refuses("jobs", base + " --type 2", 2, "needs --wages and --consumption");
  refuses("jobs",
          "multipliers --transactions " +
              file("z2.csv", "sector,food,metals\nmetals,1,2\nfood,3,4\n") + " --output " + x,
          1, "same order");
  refuses(
      "jobs",
      "shock --transactions " + z + " --output " + x + " --employment " + x + " --spend metal=3", 2,
      "no sector 'metal'");
  const std::string triplets =
      file("z4.csv",
           "row,column,value\nfood,food,20\nfood,metals,30\nmetals,food,10\nmetals,metals,40\n");
  CHECK(json_of("jobs", "multipliers --transactions " + triplets + " --output " + x)["sectors"] ==
        json_of("jobs", base)["sectors"]);
}

TEST_CASE("shock: direct, indirect and years add up; draws repeat") {
  const std::string z = file("z.csv", "sector,food,metals\nfood,20,30\nmetals,10,40\n");
  const std::string x = file("x2.csv", "sector,output\nfood,100\nmetals,200\n");
  const std::string l = file("l2.csv", "sector,jobs\nfood,50\nmetals,20\n");
  const std::string base = "shock --transactions " + z + " --output " + x + " --employment " + l +
                           " --spend food=10,metals=20 --phasing 0.5,0.5 --local-content 0.8 "
                           "--productivity 3";
  const auto j = json_of("jobs", base);
  const double total = j["total"]["jobs"];
  CHECK_CLOSE_REL(total, j["total"]["direct"].get<double>() + j["total"]["indirect"].get<double>(),
                  1e-12);
  CHECK_CLOSE_REL(j["years"][1]["jobs"].get<double>(), j["years"][0]["jobs"].get<double>() / 1.03,
                  1e-12);
  // e'L f by hand: L from det 0.62
  const double det = 0.8 * 0.8 - 0.15 * 0.1;
  const double food = 0.8 * (0.8 * 10 + 0.15 * 20) / det,
               metals = 0.8 * (0.1 * 10 + 0.8 * 20) / det;
  CHECK_CLOSE_REL(total, (0.5 * food + 0.1 * metals) * (0.5 + 0.5 / 1.03), 1e-12);
  const auto a = json_of("jobs", base + " --draws 400 --seed 5"),
             b = json_of("jobs", base + " --draws 400 --seed 5 --threads 2");
  CHECK(a["range"] == b["range"]);
  CHECK(a["range"]["low"].get<double>() < total);
  CHECK(a["range"]["high"].get<double>() > total);
}

TEST_CASE("ratio and bounds: refusals and unbounded answers") {
  const std::string base = "ratio --investment i --jobs j --csv ";
  const std::string good = file("r.csv", "i,j,s\n10,25,a\n20,44,a\n30,66,b\n40,90,b\n");
  CHECK(json_of("jobs", base + good)["ratio"]["estimate"] == 2.25);
  CHECK(json_of("jobs", base + good + " --by s")["by"][1]["group"] == "b");
  refuses("jobs", base + file("neg.csv", "i,j\n10,2\n-3,1\n"), 1, ":3");
  refuses("jobs", base + file("hole.csv", "i,j\n10,2\n3,\n"), 1, ":3");
  refuses("jobs", base + file("zero.csv", "i,j\n0,2\n0,1\n"), 1, "sums to zero");
  refuses("jobs", base + good + " --by s --population 9", 2, "--population: is of all rows");
  refuses("jobs", base + good + " --population 9 --interval bootstrap", 2,
          "--population: not with --interval bootstrap");
  refuses("jobs", base + file("zero_group.csv", "i,j,s\n10,2,a\n0,1,b\n0,3,b\n") + " --by s", 1,
          "s b: estimate_ratio: the denominator sums to zero");
  refuses("jobs", base + good + " --method mean --interval fieller", 2, "--method totals");
  const auto one = json_of("jobs", base + file("one.csv", "i,j\n10,2\n"));
  CHECK(one["ratio"]["std_error"].is_null());
  const auto wide =
      json_of("jobs", base + file("wide.csv", "i,j\n1,3\n100,1\n0.5,9\n") + " --interval fieller");
  CHECK(wide["ratio"]["bounded"] == false);
  CHECK(wide["notes"].back().get<std::string>().starts_with(
      "too few projects (3) to bound the ratio: Fieller's set"));
  const auto b =
      json_of("jobs",
              "bounds --investment 'more than 14 billion USD' --jobs 'tens of thousands' "
              "--firms 'over 170'");
  CHECK(b["literal"]["investment_per_firm"]["high"].is_null());
  CHECK(b["conventional"]["investment_per_firm"]["low"].get<double>() > 7.7e7);
  const auto below =
      json_of("jobs", "bounds --investment 'at most 5 million USD' --jobs 'tens of thousands'");
  CHECK(below["literal"]["jobs_per_million"]["low"] == 2000);
  CHECK(below["literal"]["jobs_per_million"]["high"].is_null());
  CHECK(below["notes"].dump().find("--investment: the words do not exclude 0") !=
        std::string::npos);
  CHECK(json_of("jobs", "bounds --investment 'nearly 15 billion EUR' --jobs 'tens of thousands'")
            ["conventional"]["investment_per_job"]["high"] == 1.5e6);
  refuses("jobs", "bounds --investment '1e308 USD' --jobs '1e-300' --tax '1 USD'", 1,
          "an end is beyond the range of the arithmetic");
  refuses("jobs", "bounds --investment plenty --jobs 'over 3'", 2, "plenty");
  refuses("jobs", "bounds --investment '3 billion'", 2, "--jobs or --firms");
}

TEST_CASE(
    "shock: bounds of the coefficients enclose the total, and are refused outside their range") {
  const std::string z = file("sz.csv", "sector,food,metals\nfood,10,20\nmetals,30,5\n"),
                    x = file("sx.csv", "s,x\nfood,100\nmetals,80\n"),
                    base = "shock --transactions " + z + " --output " + x + " --employment " + x +
                           " --spend food=10";
  const auto plain = json_of("jobs", base), within = json_of("jobs", base + " --within 0.1");
  const double total = plain["total"]["jobs"];
  // x = (I - A)^-1 f by hand: A = [0.1 0.25; 0.3 0.0625], one job per unit of output
  const double determinant = 0.9 * 0.9375 - 0.25 * 0.3;
  CHECK(std::abs(total * determinant / (10 * (0.9375 + 0.3)) - 1) < 1e-12);
  CHECK(within["total"]["jobs"] == plain["total"]["jobs"]);
  CHECK(within["bounds"]["low"].get<double>() < total);
  CHECK(within["bounds"]["high"].get<double>() > total);
  CHECK_FALSE(plain.contains("bounds"));
  refuses("jobs", base + " --within -0.1", 2,
          "--within: '-0.1' is not a number above 0 and at most 1");
  refuses("jobs", base + " --within 1.5", 2, "--within: '1.5' is not");
  refuses("jobs", base + " --wages " + x, 2,
          "--wages: it does nothing in jobs shock without --type 2");
  refuses("jobs", base + " --consumption " + x, 2,
          "--consumption: it does nothing without --type 2");
  refuses("jobs", base + " --productivity 3", 2, "--productivity: it does nothing with one year");
  refuses("jobs", base + " --phasing ''", 2, "--phasing: no share is named");
  refuses("jobs", base + " --within 1", 2, "--within: must be below 1");
  refuses("jobs", base + " --draws 10", 2, "of at least 20");
  refuses("jobs", base + " --taxes " + x, 2, "--taxes: there is no such flag");
}
