#include <bilateral/io/sources/eora.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

// two countries of two sectors and ROW; a tab ends every label and every row of one matrix
struct files {
  std::string t =
      "1\t2\t3\t4\t5\t\n1\t1\t1\t1\t0\t\n2\t2\t2\t2\t1\t\n1\t0\t1\t0\t0\t\n7\t0\t0\t0\t0\t\n";
  std::string lt =
      "Peru\tPER\tIndustries\tMining\t\nPeru\tPER\tIndustries\tRetail\t\nChina\tCHN\tIndustries\tMi"
      "ning\t\n"
      "China\tCHN\tIndustries\tRetail\t\nROW\tROW\tTOTAL\tTotal\t\n";
  std::string fd = "1\t2\t0\n1\t1\t0\n3\t4\t-1\n1\t1\t0\n0\t0\t0\n";
  std::string lfd =
      "Peru\tPER\tFinal demand\tHouseholds P.3h\t\nChina\tCHN\tFinal demand\tHouseholds P.3h\t\n"
      "ROW\tROW\tFinal demand\tHouseholds P.3h\t\n";
  std::string va = "5\t1\t6\t1\t0\n1\t1\t1\t1\t0\n";
  std::string lva = "Primary inputs\tCompensation D.1\t\nPrimary inputs\tSurplus B.2n\t\n";
};

multi_region_file read(const files& f, const std::string& unit = "thousand USD") {
  return read_eora({csv_text(f.t, "T.txt"), csv_text(f.lt, "lT.txt"), csv_text(f.fd, "FD.txt"),
                    csv_text(f.lfd, "lFD.txt"), csv_text(f.va, "VA.txt"),
                    csv_text(f.lva, "lVA.txt"), unit});
}

}  // namespace

TEST_CASE("matrices by their labels; ROW is left out with what it sells and buys") {
  const multi_region_file f = read({});
  CHECK(f.table.regions == std::vector<std::string>{"PER", "CHN"});
  CHECK(f.table.sectors == std::vector<std::string>{"Mining", "Retail"});
  CHECK(f.table.transactions(0, 2) == 3);
  CHECK(f.table.output[0] == 18);  // ROW's purchases among it
  CHECK(f.value_added[0] == 6);
  CHECK(f.final_uses[0].values(2, 1) == 4);
  CHECK(f.unit == "thousand USD");
  REQUIRE(f.notes.size() == 4);
  CHECK(f.notes[0] ==
        "the region ROW (statistical discrepancies) was left out: it sells 7 and buys 5 from the "
        "others");
  CHECK(f.notes[2] == "the rows do not add up to output: by 5 in PER: Mining, the worst");
}

TEST_CASE("the unit is stated by the caller, sizes must agree") {
  CHECK_REFUSES(argument_error, "read_eora: the unit is empty: Eora's files state none",
                (void)read({}, ""));
  files f;
  f.t += "1\t1\t1\t1\t1\t\n";
  CHECK_REFUSES(data_error, "T.txt:6: there are more rows than the 5 labels", (void)read(f));
  f = {};
  f.fd = "1\t2\n";
  CHECK_REFUSES(data_error, "FD.txt:1: the row has 2 values for 3 labels", (void)read(f));
  f = {};
  f.va = "5\t1\t6\t1\t0\n";
  CHECK_REFUSES(data_error, "VA.txt: 1 rows for 2 labels", (void)read(f));
  f = {};
  f.lt = "Peru\tPER\n";
  CHECK_REFUSES(data_error, "lT.txt:1: a label has a country, a code, a kind and a sector",
                (void)read(f));
  f = {};
  f.lfd = "Chile\tCHL\tx\tHouseholds\n";
  CHECK_REFUSES(data_error, "CHL has final demand but no sectors", (void)read(f));
}
