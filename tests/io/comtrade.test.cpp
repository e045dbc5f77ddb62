#include <bilateral/io/comtrade.hpp>

#include "support/close.hpp"

#include <fstream>

using namespace bilateral;

namespace {

reported_flows read(const std::string& text, const comtrade_options& options = {}) {
  csv_reader rows(bytes_of(text), "c.csv");
  return read_comtrade(rows, options);
}
const std::string head =
    "freqCode,period,reporterCode,reporterISO,flowCode,partnerCode,partner2Code,classificationCode,"
    "cmdCode,customsCode,mosCode,motCode,netWgt,primaryValue\n";
std::string row(const std::string& reporter, const std::string& flow, const std::string& partner,
                const std::string& code, const std::string& value,
                const std::string& customs = "C00", const std::string& mode = "0",
                const std::string& period = "2016", const std::string& second = "0",
                const std::string& edition = "H4") {
  return "A," + period + "," + reporter + ",," + flow + "," + partner + "," + second + "," +
         edition + "," + code + "," + customs + ",0," + mode + ",0," + value + "\n";
}
bool has_note(const std::vector<std::string>& notes, const std::string& part) {
  for (const auto& n : notes) {
    if (bilateral_test::holds(n, part)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("one total of each flow is taken; parts, World and re-exports are left out and said so") {
  const reported_flows f =
      read(head + row("604", "X", "156", "26", "100") + row("604", "M", "842", "08", "9") +
           row("604", "X", "0", "26", "100") + row("604", "RX", "156", "26", "3") +
           row("604", "X", "156", "26", "60", "C01") +
           row("604", "X", "156", "26", "40", "C00", "2100") +
           row("604", "X", "156", "26", "5", "C00", "0", "2016", "152"));
  CHECK(f.exports.size() == 1);
  CHECK(f.exports.value[0] == 100);
  CHECK(f.exports.countries == std::vector<std::string>{"CHN", "PER"});
  CHECK(std::isnan(f.exports.quantity[0]));  // 0 is unknown
  CHECK(f.imports.value == std::vector<double>{9});
  CHECK(f.imports.countries[static_cast<std::size_t>(f.imports.exporter[0])] == "USA");
  CHECK(f.level == 2);
  CHECK(f.taken == 2);
  CHECK(f.reporters == std::vector<std::string>{"PER"});
  CHECK(has_note(f.notes, "1 row left out: single customs procedures"));
  CHECK(has_note(f.notes, "1 row left out: single modes of transport"));
  CHECK(has_note(f.notes, "1 row left out: second partners"));
  CHECK(has_note(f.notes, "1 row left out: the partner World"));
  CHECK(has_note(f.notes, "re-exports"));
}

TEST_CASE("six columns are enough; any of them may not be missing") {
  const std::vector<std::string> names{"period",      "reporterCode", "flowCode",
                                       "partnerCode", "cmdCode",      "primaryValue"};
  const std::vector<std::string> cells{"2016", "604", "X", "156", "26", "100"};
  for (std::size_t without = 0; without <= names.size(); ++without) {
    std::string first, second;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i == without) continue;
      first += (first.empty() ? "" : ",") + names[i];
      second += (second.empty() ? "" : ",") + cells[i];
    }
    const std::string file = first + "\n" + second + "\n";
    if (without == names.size()) {
      CHECK(read(file).exports.value == std::vector<double>{100});
    } else {
      CHECK_REFUSES(data_error, "there is no column " + names[without], read(file));
    }
  }
}

TEST_CASE("levels are named, taken coarsest, or refused; never added") {
  const std::string both = head + row("604", "X", "156", "26", "100") +
                           row("604", "X", "156", "2603", "90") +
                           row("604", "X", "156", "TOTAL", "120");
  CHECK_REFUSES(data_error, "the commodity levels TOTAL, 2, 4 stand together and must not be added",
                read(both));
  CHECK(read(both, {.level = 4}).exports.value == std::vector<double>{90});
  const reported_flows coarse = read(both, {.levels = comtrade_levels::coarsest});
  CHECK(coarse.exports.value == std::vector<double>{120});
  CHECK(coarse.level == 0);
}

TEST_CASE("refusals") {
  const std::string good = head + row("604", "X", "156", "26", "100");
  CHECK_REFUSES(data_error, "is a second row of the flow X of PER with CHN, 26, 2016",
                read(good + row("604", "X", "156", "26", "7")));
  CHECK_REFUSES(data_error, "has parts by customs procedure or mode but no total",
                read(good + row("604", "X", "842", "26", "7", "C01")));
  CHECK_REFUSES(data_error, "the classifications H4, H5 stand together",
                read(good + row("604", "X", "842", "26", "7", "C00", "0", "2016", "0", "H5")));
  CHECK_REFUSES(data_error, "'-7' is negative", read(good + row("604", "X", "842", "26", "-7")));
  CHECK_REFUSES(data_error, "is no commodity code",
                read(good + row("604", "X", "842", "AG2", "7")));
  CHECK_REFUSES(data_error, "is no area code", read(good + row("1604", "X", "842", "26", "7")));
  std::string monthly = row("604", "X", "842", "26", "7", "C00", "0", "201608");
  monthly[0] = 'M';
  CHECK_REFUSES(data_error, "annual and monthly rows stand together", read(good + monthly));
  CHECK_REFUSES(data_error, "there are no flows", read(good, {.periods = {"2010"}}));
  CHECK_REFUSES(data_error, "there is no column period", read("a,b\n1,2\n"));
}

TEST_CASE("the partner World alone gives exports without markets; both sides fill each other") {
  const reported_flows w =
      read(head + row("604", "X", "0", "26", "100") + row("604", "M", "0", "26", "1"));
  CHECK(w.world.size() == 1);
  CHECK_FALSE(reported_trade(w).has_importers());
  CHECK(has_note(w.notes, "imports from the partner World"));
  const reported_flows f =
      read(head + row("604", "X", "156", "26", "100") + row("156", "M", "604", "26", "110") +
           row("156", "M", "152", "26", "50") + row("604", "M", "899", "26", "2"));
  const product_flows t = reported_trade(f);
  CHECK(t.size() == 3);  // Peru's own export, Chile's and 899's through their partners
  CHECK(export_matrix(t).sum() == 152);
  CHECK(has_note(t.notes, "2 flows of exporters that do not report are imports (CIF)"));
  CHECK(has_note(t.notes, "areas without a code of letters are named by their number: 899"));
}

TEST_CASE("the whole header of a download, CRLF and missing descriptions") {
  std::ifstream in(std::string(BILATERAL_TEST_SOURCE_DIR) + "/examples/data/comtrade.csv",
                   std::ios::binary);
  REQUIRE(in.good());
  csv_reader rows(bytes_of(in, "comtrade.csv"), "comtrade.csv");
  const reported_flows f = read_comtrade(rows, {.periods = {"2016"}, .level = 2});
  CHECK(f.rows == 64);
  CHECK(f.other_periods == 32);
  CHECK(f.reporters == std::vector<std::string>{"CHN", "PER"});
  CHECK(f.exports.size() + f.imports.size() == f.taken);
}

TEST_CASE("the older files: other names, numbers for flows, empty procedures, CRLF") {
  const std::string header =
      "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade "
      "Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,"
      "Customs Proc. Code,Mode of Transport Code,Commodity Code,Commodity,Netweight (kg),Trade "
      "Value "
      "(US$),Flag\r\n";
  const std::string rows =
      "H4,2016,2016,2016,2,0,2,Export,604,Peru,PER,156,China,CHN,,,,26,\"Ores, slag\",12,900,0\r\n"
      "H4,2016,2016,2016,2,0,1,Import,156,China,CHN,604,Peru,PER,,,,26,\"Ores, slag\",,1000,4\r\n"
      "H4,2016,2016,2016,2,0,3,Re-Export,604,Peru,PER,156,China,CHN,,,,26,x,,5,0\r\n"
      "H4,2016,2016,2016,2,0,2,Export,604,Peru,PER,0,World,WLD,,,,26,x,,950,0\r\n"
      "H4,2016,2016,2016,2,0,2,Export,604,Peru,PER,490,\"Other Asia, nes\",,,,,26,x,0,7,0\r\n";
  csv_reader reader(bytes_of(header + rows), "old.csv");
  const reported_flows f = read_comtrade_legacy(reader);
  CHECK(f.exports.value == std::vector<double>{900, 7});
  CHECK(f.exports.countries == std::vector<std::string>{"CHN", "PER", "S19"});
  CHECK(f.exports.quantity[0] == 12);
  CHECK(std::isnan(f.exports.quantity[1]));
  CHECK(f.imports.value == std::vector<double>{1000});
  CHECK(f.classifications == std::vector<std::string>{"H4"});
  REQUIRE(f.notes.size() == 2);
  CHECK(f.notes[0].rfind("1 row left out: flows other than X and M", 0) == 0);
  CHECK(f.notes[1] == "1 row left out: the partner World (the sum of all partners)");

  csv_reader api(bytes_of("pfCode,period,rgCode,rtCode,ptCode,cmdCode,NetWeight,TradeValue\n"
                          "H4,201601,1,842,757,TOTAL,,8\n"),
                 "api.csv");
  const reported_flows g = read_comtrade_legacy(api);
  CHECK(g.imports.countries == std::vector<std::string>{"CHE", "USA"});
  CHECK(g.level == 0);
}

TEST_CASE("the older files refuse what cannot be read") {
  const auto refuses = [](const std::string& text, const std::string& part) {
    csv_reader rows(bytes_of(text), "o.csv");
    CHECK_REFUSES(data_error, part, (void)read_comtrade_legacy(rows));
  };
  refuses("Period,Reporter Code\n", "there is no column Partner Code");
  refuses(
      "Period,Reporter Code,Partner Code,Trade Flow Code,Commodity Code,Trade Value "
      "(US$),TradeValueUS\n",
      "the columns 6 and 7 both say 'TradeValueUS'");
  refuses(
      "Period,Reporter Code,Partner Code,Trade Flow Code,Commodity Code,Trade Value (US$)\n"
      "2016,604,156,2,26,a\n",
      "o.csv:2:19: 'a' is not a number (column Trade Value (US$))");
  refuses(
      "Period,Reporter Code,Partner Code,Trade Flow Code,Commodity Code,Trade Value (US$)\n"
      "2016,604,1560,2,26,1\n",
      "'1560' is no area code of Comtrade");
}
