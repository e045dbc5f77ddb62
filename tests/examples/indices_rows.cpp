// indices and mirror on world trade and on small files: complexity to 1e-9, definitions by hand,
// refusals.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/close.hpp"
#include "support/data.hpp"
#include "support/programs.hpp"
#include "support/reference.hpp"

using bilateral_test::file;
using bilateral_test::json_of;
using bilateral_test::refuses;

namespace {

const char* const goods =
    "from,to,good,usd,year\nA,B,p,30,2016\nA,C,q,70,2016\nB,A,p,50,2016\nB,C,q,50,2016\nC,A,q,10,"
    "2016\n"
    "A,B,p,20,2015\nB,A,p,40,2015\nC,A,q,10,2015\nB,C,q,10,2015\nA,C,q,10,2015\n";
std::string long_file(const std::string& rest) {
  return "--csv " + file("goods.csv", goods) +
         " --format long --exporter from --importer to --product good --value usd " + rest;
}

}  // namespace

TEST_CASE("world trade 1998-2000: ECI, PCI, fitness, proximity") {
  if (!bilateral_test::data_available("world_trade_sitc4_1998_2000.csv.gz")) return;
  const auto path = (bilateral_test::data_folder() / "world_trade_sitc4_1998_2000.csv.gz").string();
  const bilateral_test::reference_table ref("structure_world.csv");
  const auto phi = (bilateral_test::scratch() / "phi.csv").string();
  const auto j =
      json_of("indices", "--csv " + path +
                             " --format long --exporter country --product product --value value "
                             "--index eci,fitness,hhi --iterations 20 --proximity " +
                             phi);
  CHECK(j["n"] == 124336);
  REQUIRE(j["countries"].size() == 226);
  REQUIRE(j["products"].size() == 785);
  for (std::size_t c = 0; c < 226; ++c) {
    const std::string at = "[" + std::to_string(c + 1) + "]";
    CHECK_CLOSE_ABS(j["countries"][c]["eci"].get<double>(), ref("eci" + at), 1e-9);
    CHECK_CLOSE_REL(j["countries"][c]["fitness"].get<double>(), ref("fitness" + at), 1e-10);
    CHECK_CLOSE_REL(j["countries"][c]["hhi"].get<double>(), ref("hhi" + at), 1e-12);
    CHECK(j["countries"][c]["diversity"] == ref("diversity" + at));
  }
  const auto cells = bilateral_test::read_cells(phi);
  REQUIRE(cells.rows.size() == 785);
  for (std::size_t p = 0; p < 785; ++p) {
    const std::string at = "[" + std::to_string(p + 1) + "]";
    CHECK_CLOSE_ABS(j["products"][p]["pci"].get<double>(), ref("pci" + at), 1e-9);
    double sum = 0;
    for (std::size_t q = 1; q <= 785; ++q) sum += std::stod(cells.rows[p][q]);
    CHECK_CLOSE_REL(sum, ref("proximity_sum" + at), 1e-12);
  }
}

TEST_CASE("definitions by hand") {
  const auto j = json_of(
      "indices",
      long_file(
          "--year year=2016 --index hhi,rca,gl,tii,complementarity --reporter A --partner B"));
  CHECK(j["n"] == 5);
  REQUIRE(j["pairs"].size() == 1);
  CHECK_CLOSE_REL(j["pairs"][0]["grubel_lloyd"].get<double>(), 1 - 20. / 80, 1e-15);
  CHECK_CLOSE_REL(j["pairs"][0]["intensity"].get<double>(), .3 / (30. / 210), 1e-15);
  CHECK_CLOSE_REL(j["pairs"][0]["complementarity"].get<double>(), 100 * .3,
                  1e-14);  // B buys p only
  const auto alone = json_of("indices", long_file("--year year=2016 --index rca --reporter A"));
  CHECK_CLOSE_REL(alone["rca"][0]["rca"].get<double>(), .3 / (80. / 210), 1e-15);
  const auto c =
      json_of("indices",
              long_file("--year year=2016 --base 2015 --index cms,churning --reporter A"))["cms"];
  CHECK_CLOSE_REL(c["growth"].get<double>() + c["products"].get<double>() +
                      c["markets"].get<double>() + c["competitiveness"].get<double>(),
                  70, 1e-13);
  CHECK(json_of("indices", long_file("--year year=2016 --index hhi --top 1"))["countries"].size() ==
        1);
}

TEST_CASE("every other index by hand; all gives every one that the file allows") {
  const auto j = json_of(
      "indices", long_file("--year year=2016 --reporter A --index hirschman,relative,symmetric,"
                           "normalised,additive,weighted,michaely,vollrath,share,bray_curtis"));
  const auto first = [&](const char* list, const char* key) {
    return j[list][0][key].get<double>();
  };
  // A sells p 30, q 70; all sell p 80, q 130 (210); A buys p 50, q 10
  CHECK_CLOSE_REL(first("countries", "hirschman"), std::sqrt(.58), 1e-14);
  const double s = .3, w = 80. / 210;
  CHECK_CLOSE_REL(first("countries", "relative_theil"),
                  s * std::log(s / w) + .7 * std::log(.7 / (1 - w)), 1e-12);
  CHECK_CLOSE_REL(first("symmetric", "symmetric"), (s / w - 1) / (s / w + 1), 1e-13);
  CHECK_CLOSE_REL(first("normalised", "normalised"), 30. / 210 - 100. / 210 * w, 1e-12);
  CHECK_CLOSE_REL(first("additive", "additive"), s - w, 1e-13);
  CHECK_CLOSE_REL(first("weighted", "weighted"), s / w / ((s / w + .7 / (1 - w)) / 2), 1e-13);
  CHECK_CLOSE_REL(first("michaely", "michaely"), .3 - 50. / 60, 1e-13);
  CHECK_CLOSE_REL(first("relative_export_advantage", "relative_export_advantage"),
                  (30. / 70) / (50. / 60), 1e-13);
  CHECK_CLOSE_REL(first("pairs", "market_share"), 1, 1e-15);  // B buys from A only
  CHECK_CLOSE_REL(first("pairs", "bray_curtis"), 2 * (30. + 50) / 200, 1e-14);
  const auto all =
      json_of("indices", long_file("--year year=2016 --base 2015 --reporter A --index all"));
  for (const char* list : {"countries", "products", "pairs", "rca", "symmetric", "normalised",
                           "additive", "weighted", "density", "lafay", "michaely",
                           "relative_trade_advantage", "competitiveness", "cms", "churning"}) {
    CHECK_MESSAGE(all.contains(list), list);
  }
  CHECK(all["countries"][0].contains("reflections"));
}

TEST_CASE("what is undefined is null with a reason; what cannot be used is refused") {
  const auto split = file("split.csv", "c,k,v\nA,p,1\nB,q,1\n");
  const auto j =
      json_of("indices",
              "--csv " + split + " --format long --exporter c --product k --value v --index eci");
  CHECK(j["countries"][0]["eci"].is_null());
  CHECK(j["notes"].dump().find("fall into 2 parts") != std::string::npos);
  refuses("indices", long_file("--index nothing --year year=2016"), 2, "there is no index nothing");
  refuses("indices", long_file("--index cms --year year=2016 --reporter A"), 2, "cms needs --base");
  refuses("indices", long_file("--index hhi --year year=2016 --iterations 5"), 2,
          "--iterations: acts on --index fitness only");
  refuses("indices", long_file("--index hhi --year year=2016 --base 2015"), 2,
          "--base: acts on --index cms, churning and marginal only");
  refuses("indices", long_file("--index hhi --year 2016"), 2, "is not COL=VALUE");
  refuses("indices", long_file("--index hhi --year year=2001"), 1,
          "there are no rows with year 2001");
  refuses("indices", long_file("--index hhi --year year=2016 --reporter Q"), 1,
          "there is no country Q");
  refuses("indices", long_file("--index hhi --level 2"), 2, "--level: not with --format long");
  const auto hole = file("hole.csv", "c,k,v\nA,p,1\nB,,1\n");
  refuses("indices",
          "--csv " + hole + " --format long --exporter c --product k --value v --index hhi", 1,
          "hole.csv:3:3");
  const auto dropped =
      json_of("indices",
              "--csv " + hole +
                  " --format long --exporter c --product k --value v --index hhi --missing drop");
  CHECK(dropped["dropped"]["rows"][0]["row"] == 2);
}

TEST_CASE("a flow twice is refused with its rows; added up where that is said") {
  const std::string twice = "--csv " + file("twice.csv", "c,d,k,v\nA,B,p,1\nA,B,p,3\nB,A,q,1\n") +
                            " --format long --exporter c --product k --value v --index hhi";
  refuses("indices", twice + " --importer d", 1,
          "the flow from A to B of p stands in rows 1 and 2 of those used");
  const auto added = json_of("indices", twice + " --importer d --repeated add");
  CHECK(added["notes"].dump().find("they are added up") != std::string::npos);
  CHECK(json_of("indices", twice)["countries"] == added["countries"]);
  refuses("indices", twice + " --repeated add", 2, "--repeated: without --importer");
  refuses("indices", long_file("--index hhi"), 1, "--year COL=VALUE takes one year");
}

TEST_CASE("mirror: both reports, one missing, a reconciled figure") {
  const auto f =
      file("mirror.csv", "r,p,f,v,y\nPER,CHN,X,100,2016\nCHN,PER,M,110,2016\nCHN,PER,X,50,2016\n");
  const std::string long_form =
      " --format long --reporter r --partner p --flow f --value v --year y --a PER --b CHN";
  const auto j = json_of("mirror", "--csv " + f + long_form + " --margin 10");
  REQUIRE(j["flows"].size() == 2);
  CHECK(j["flows"][0]["flow"] == "PER>CHN");
  CHECK(j["flows"][0]["year"] == 2016);
  CHECK_CLOSE_REL(j["flows"][0]["cif_fob"].get<double>(), 1.1, 1e-15);
  CHECK_CLOSE_REL(j["flows"][0]["gap_percent"].get<double>(), 10, 1e-13);
  CHECK_CLOSE_REL(j["flows"][0]["reconciled"].get<double>(), 100, 1e-14);
  CHECK(j["flows"][1]["importer"].is_null());
  CHECK(j["flows"][1]["reconciled"] == 50);
  const auto both = file("both.csv",
                         "year,iso3_o,iso3_d,tradeflow_comtrade_o,tradeflow_comtrade_d\n2016,PER,"
                         "CHN,100,106\n2016,CHN,PER,NA,7\n");
  const auto g = json_of("mirror", "--csv " + both + " --format gravity --a PER --b CHN");
  CHECK_CLOSE_REL(g["flows"][0]["reconciled"].get<double>(), 100, 1e-14);
  CHECK(g["flows"][1]["exporter"].is_null());
  refuses("mirror", "--csv " + f + long_form + " --b PER", 2, "--b");
  refuses("mirror", "--csv " + f + " --format baci --a PER --b CHN", 1,
          "BACI holds one reconciled value");
}
