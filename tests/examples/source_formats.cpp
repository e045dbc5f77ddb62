// indices and mirror on files as their sources give them.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN

#include "support/programs.hpp"

#include <cmath>
#include <fstream>
#include <string>

using bilateral_test::file;
using bilateral_test::json_of;
using bilateral_test::refuses;
using bilateral_test::run;

namespace {

const std::string legacy =
    "Classification,Period,Trade Flow Code,Reporter Code,Reporter ISO,Partner Code,Partner ISO,"
    "Commodity Code,Netweight (kg),Trade Value (US$)\r\n"
    "H4,2016,2,604,PER,156,CHN,26,12,900\r\nH4,2016,2,604,PER,156,CHN,08,12,100\r\n"
    "H4,2016,1,156,CHN,604,PER,26,,1000\r\nH4,2016,1,156,CHN,604,PER,08,,150\r\n"
    "H4,2016,2,156,CHN,604,PER,85,1,500\r\nH4,2016,3,604,PER,156,CHN,26,,5\r\n";
const std::string imf =
    "STRUCTURE,STRUCTURE_ID,ACTION,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,"
    "OBS_VALUE,SCALE\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,PER,XG_FOB_USD,CHN,A,2016,8,9\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,CHN,MG_CIF_USD,PER,A,2016,10,9\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,CHN,XG_FOB_USD,PER,A,2016,6000,6\n";
const std::string comext =
    "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_"
    "NAC,"
    "QUANTITY_KG,QUANTITY_SUPPL_UNIT\n"
    "DE,FR,I,01012100,2,1,NO_SU,202452,100,100,3,0\nFR,DE,I,01012100,1,1,NO_SU,202452,120,120,3,0\n"
    "FR,DE,I,01012100,2,1,NO_SU,202452,50,50,3,0\nDE,FR,I,01012900,2,1,NO_SU,202452,40,40,3,0\n";
const std::string itpd =
    "exporter_iso3,importer_iso3,year,industry_id,trade,flag_mirror,flag_zero\n"
    "PER,CHN,2016,26,12.5,0,p\nPER,CHN,2016,27,37.5,0,p\nPER,PER,2016,26,30,0,p\n"
    "CHN,PER,2016,120,20,1,p\n";

double hhi_of(const nlohmann::json& answer, const std::string& country) {
  for (const auto& line : answer["countries"]) {
    if (line["name"] == country) return line["hhi"].get<double>();
  }
  return -1;
}

}  // namespace

TEST_CASE("indices: concentration on the formats of the sources") {
  struct source {
    const char* format;
    std::string text;
    const char* country;
    double hhi;
  };
  for (const source& s :
       {source{"comtrade-legacy", legacy, "PER", 0.82}, source{"itpd", itpd, "PER", 0.625},
        source{"comext", comext, "DEU", 1 - 2 * (100.0 / 140) * (40.0 / 140)},
        source{"imf", imf, "PER", 1}}) {
    const std::string path = file(std::string(s.format) + ".csv", s.text);
    const auto answer =
        json_of("indices", "--csv " + path + " --format " + s.format + " --index hhi");
    INFO(s.format, ": ", answer.dump());
    CHECK(std::abs(hhi_of(answer, s.country) - s.hhi) < 1e-12);  // a few roundings
  }
}

TEST_CASE("mirror: both reports from the formats of the sources") {
  const auto of = [](const std::string& format, const std::string& text, const std::string& pair) {
    return run("mirror",
               "--csv " + file("m_" + format + ".csv", text) + " --format " + format + pair);
  };
  const auto old = of("comtrade-legacy", legacy, " --a PER --b CHN");
  CHECK(old.status == 0);
  CHECK(old.out.find("1150") != std::string::npos);
  CHECK(old.out.find("re-exports") != std::string::npos);
  const auto fund = of("imf", imf, " --a PER --b CHN");
  CHECK(fund.status == 0);
  CHECK(fund.out.find("current USD; commodity codes of the total") != std::string::npos);
  const auto eu = of("comext", comext, " --a DEU --b FRA");
  CHECK(eu.status == 0);
  CHECK(eu.out.find("current EUR; commodity codes of 8 digits, added up") != std::string::npos);
}

TEST_CASE("flags that a format has no use for are refused") {
  const std::string path = file("i.csv", itpd);
  refuses("indices", "--csv " + path + " --format itpd --index hhi --level 2", 2,
          "--level: not with --format itpd");
  refuses("indices", "--csv " + path + " --format itpd --index hhi --delimiter ';'", 2,
          "--delimiter: not with --format itpd");
  refuses("indices", "--csv " + path + " --format baci --index hhi --decimal ,", 2,
          "--decimal: not with --format baci");
  refuses("mirror", "--csv " + path + " --format itpd --a PER --b CHN", 1,
          "ITPD-E holds one reconciled value of each flow");
  refuses("mirror", "--csv " + path + " --format imf --a PER --b CHN --level 2", 2,
          "--level: not with --format imf");
  refuses("mirror", "--csv " + path + " --format comext --a PER --b CHN --decimal ,", 2,
          "--decimal: not with --format comext");
}

TEST_CASE("a file in Latin-1 is refused until it is said, then it is what it is in UTF-8") {
  const std::string utf8 = "from,to,what,value\nPER,C\xC3\xB4te,caf\xC3\xA9,3\nPER,CHN,zinc,1\n";
  const std::string latin = "from,to,what,value\nPER,C\xF4te,caf\xE9,3\nPER,CHN,zinc,1\n";
  const std::string flags =
      " --format long --exporter from --importer to --product what --value value --index hhi";
  const std::string path = file("latin.csv", latin);
  refuses("indices", "--csv " + path + flags, 1, "or say that it is in Latin-1");
  CHECK(json_of("indices", "--csv " + path + flags + " --encoding latin-1") ==
        json_of("indices", "--csv " + file("utf8.csv", utf8) + flags));
  const std::string both =
      " --format long --exporter from --importer to --exporter-value value"
      " --importer-value value --a PER --b C\xC3\xB4te";
  CHECK(run("mirror", "--csv " + path + both).status == 1);
  CHECK(run("mirror", "--csv " + path + both + " --encoding latin-1").status == 0);
}

TEST_CASE("--partner is on both sides of an index of exports and imports") {
  // PER trades with CHN and USA: Michaely's index with CHN is of these flows alone
  const std::string path =
      file("partner.csv",
           "from,to,what,value\nPER,CHN,ore,8\nPER,CHN,fish,2\nCHN,PER,ore,1\nCHN,PER,fish,3\n"
           "PER,USA,ore,5\nUSA,PER,fish,100\nUSA,PER,ore,50\nCHN,USA,ore,9\n");
  const auto answer = json_of("indices", "--csv " + path +
                                             " --format long --exporter from --importer to "
                                             "--product what --value value --index michaely,gl "
                                             "--reporter PER --partner CHN");
  for (const auto& row : answer["michaely"]) {
    const bool ore = row["product"] == "ore";
    CHECK(std::abs(row["michaely"].get<double>() - (ore ? 0.8 - 0.25 : 0.2 - 0.75)) < 1e-12);
  }
  // 1 - (|8 - 1| + |2 - 3|) / 14
  CHECK(std::abs(answer["countries"][0]["grubel_lloyd"].get<double>() - 6.0 / 14) < 1e-12);
}

TEST_CASE("--proximity writes names that a reader of CSV reads back") {
  const std::string path = file("quoted.csv",
                                "from,what,value\nA,\"p,1\",3\nA,\"k \"\"q\"\"\",1\nB,\"p,1\",1\n"
                                "B,zinc,4\n");
  const std::string matrix = file("proximity.csv", "");
  CHECK(run("indices", "--csv " + path +
                           " --format long --exporter from --product what --value "
                           "value --index rca --reporter A --proximity " +
                           matrix)
            .status == 0);
  std::ifstream in(matrix);
  std::string head;
  std::getline(in, head);
  CHECK(head == "product,\"k \"\"q\"\"\",\"p,1\",zinc");
}
