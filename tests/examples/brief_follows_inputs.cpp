// One input of the brief is changed at a time; its numbers, units and verdicts must follow.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/brief_program.hpp"
#include "support/close.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

using namespace bilateral_test;
namespace fs = std::filesystem;
using change = brief_change;

TEST_CASE("the story's claims follow their inputs") {
  const std::string plain = brief("", "", "");
  const change changes[] = {
      {"reported.csv", "trade_growth_2016,4", "trade_growth_2016,14",
       "16.0 to 16.2 billion USD, above the claim", "14.6 to 14.8 billion USD, as claimed"},
      {"reported.csv", "china_trade_2013,14675",
       "china_trade_2015,14700,million USD,x,2016,x\nchina_trade_2013,14675",
       "contradicted by one source Two-way", "sources disagree Two-way"},
      {"reported.csv", "imports_2016,8260", "imports_2016,9400",
       "Unlikely: Peru's imports must have risen 7 to 9 percent; over 2016 they had fallen 4 to 6",
       "Possible: Peru's imports must have risen 7 to 9 percent; over 2016 they had risen 7 to 9"},
      {"reported.csv", "claim_export_growth,21.8", "claim_export_growth,10.3",
       "contradicted by 11.47 percentage points", "the claim [10.25, 10.35) percent (holds)"},
      {"reported.csv", "china_trade_2013,14675",
       "china_imports_growth_ytd_2016,21.8,percent,x,2016,x\nchina_trade_2013,14675",
       "contradicted by one source Peru's exports", "sources disagree Peru's exports"},
      {"exports_to_china.csv", "2016-08,671.3", "2016-08,1671.3", "4,593.3 to 5,065.5 million USD",
       "4,593.3 to 6,065.5 million USD"},
      {"exports_to_china.csv", "2015-01,", "2015-01,1",
       "Nowcast of exports in 2016 from January-August, by the share that these months had in other years: 7,749 million",
       "by the share that these months had in other years: 7,700 million"},
      {"reported.csv", "world_ytd_2015,21836.6", "world_ytd_2015,20836.6",
       "2.16 percentage points to the +1.59 percent", "to the +6.46 percent"},
      {"peru_destinations.csv", "8492.3,6264.7", "6264.7,8492.3",
       "reproduced China is Peru's largest", "contradicted China is Peru's largest"},
      {"peru_exports_by_sector.csv", "36321.2,10178.1", "36321.2,9178.1",
       "Copper is 28 percent of what Peru sells, farm products are 12",
       "Copper is 25 percent of what Peru sells, farm products are 12"},
      {"peru_exports_by_sector.csv", "36321.2,10178.1", "36321.2,14178.1",
       "cannot be told to have changed from 2005 to 2016",
       "Concentration over sectors rose from 2005 to 2016"},
      {"peru_destinations.csv", "7042.6,6172.7", "6042.6,6172.7",
       "China overtook the United States for good in 2014", "for good in 2015"},
      {"exports_to_world.csv", "2010,35807", "2010,30807",
       "lagged by 9.2 percentage points before and since",
       "lagged by 13.2 percentage points before, 6.2 since"},
      {"exports_to_world.csv", "2009,27", "2009,25", "2005-2009 21.4 10.5 10.9",
       "2005-2009 21.4 8."},
      {"copper_price.csv", "2016-12,5660", "2016-12,56600", "would be 45 percent higher",
       "contradicted The commodity slump dampened growth At copper's price of 2011-12, exports of 2016 would be 4 percent lower"},
      {"exports_to_china_later.csv", "2024,24565.0", "2024,2456.5",
       "exports reached 2.9 times 2016's by 2024", "exports reached 0.3 times 2016's by 2024"},
      {"reported.csv", "agreements,2 billion", "agreements,4 billion",
       "12 percent of two-way trade", "25 percent of two-way trade"},
      {"reported.csv", "investment,more than 14 billion", "investment,more than 20 billion",
       "78 to 88 million USD a firm", "111 to 176 million USD a firm"},
      {"reported.csv", "tourists_2015_other,19100", "tourists_2015_other,24500", "19.1 (PromPeru)",
       "24.4 to 24.6 (PromPeru)"},
      {"reported.csv", "tourists_target,\"50,000\"", "tourists_target,\"40,000\"",
       "contradicted 50,000 tourists", "consistent 40,000 tourists"},
      {"reported.csv", "chinese_descent,nearly 3 million", "chinese_descent,nearly 6 million",
       "At most 10 percent", "At most 20 percent"}};
  for (const change& c : changes) follows(plain, c);
}

TEST_CASE("words of the press are read literally, their convention is named as an assumption") {
  const std::string plain = brief("", "", "");
  const change changes[] = {
      {"reported.csv", "about 40 thousand", "over 40 thousand", "contradicted 50,000 tourists",
       "open 50,000 tourists"},
      {"reported.csv", "about 40 thousand", "over 40 thousand", "",
       "if the words go no further than the next round figure: what was later reported of 2017 is "
       "[40000, 50000) persons"},
      {"reported.csv", "about 40 thousand", "over 60 thousand", "", "contradicted 50,000 tourists"},
      {"reported.csv", "nearly 15 billion USD", "over 15 billion USD",
       "contradicted by one source Two-way trade",
       "consistent with one source Two-way trade hit a record of over 15 billion USD"},
      {"reported.csv", "nearly 15 billion USD", "over 15 billion USD", "the claim [0, 15000)",
       "the claim (15000, inf) million USD (holds)"},
      {"reported.csv", "nearly 15 billion USD", "nearly 17 billion USD",
       "contradicted by one source Two-way trade",
       "consistent with one source Two-way trade hit a record of nearly 17 billion USD"},
      {"reported.csv", "nearly 15 billion USD", "nearly 19 billion USD", "above the claim",
       "as claimed by its words, below what they usually mean"},
      {"reported.csv", "chinese_descent,nearly 3 million", "chinese_descent,over 3 million",
       "At most 10 percent", "At least 10 percent of Peruvians"}};
  for (const change& c : changes) {
    if (std::string(c.before).empty()) {  // said of both: only what it comes to
      CHECK_MESSAGE(holds(brief(c.file, c.from, c.to), c.after), std::string(c.after));
    } else {
      follows(plain, c);
    }
  }
}

TEST_CASE("a record is above the year before, whatever its figure") {
  const std::string plain = brief("", "", "");
  follows(plain, {"reported.csv", "trade_growth_2016,4", "trade_growth_2016,14",
                  "above the claim; China's side",
                  "14.6 to 14.8 billion USD, as claimed, but below 2014's 16.0"});
  follows(plain, {"reported.csv", "trade_2014,15954", "trade_2014,17000",
                  "above the claim; China's side", "above the claim, and below 2014's 17.0"});
  follows(plain, {"reported.csv", "trade_2014,15954", "trade_2014,16100",
                  "above the claim; China's side", "and not surely above 2014's 16.1"});
}

TEST_CASE("what is divided by lies above zero, whatever the words") {
  const std::string plain = brief("", "", "");
  const change changes[] = {{"reported.csv", "investment,more than 14", "investment,nearly 14",
                             "million USD per firm no information (77.8, 88.2)",
                             "million USD per firm (0, 82.4) (72.2, 82.4)"},
                            {"reported.csv", "firms,over 170,firms,news report,2016",
                             "firms,nearly 170,firms,news report,2016",
                             "million USD per firm no information (77.8, 88.2)",
                             "million USD per firm (82.4, inf) (82.4, 93.8)"},
                            {"reported.csv", "investment,more than 14", "investment,nearly 10",
                             "0.7 to 7.1 jobs a million USD", "more than 1.0 jobs a million USD"},
                            {"reported.csv", "jobs,tens of thousands", "jobs,nearly 40 thousand",
                             "thousand USD per job (140, inf) (140, 1,500)",
                             "thousand USD per job (350, inf) (350, 500)"}};
  for (const change& c : changes) follows(plain, c);
  refused("reported.csv", "investment,more than 14 billion USD", "investment,0 USD",
          "'0 USD' is divided by and must be above zero (column key investment)");
}

TEST_CASE("the last leader before China is the one overtaken; parts stay below their total") {
  const std::string title = "China overtook the United States for good in 2014";
  CHECK(holds(brief("peru_destinations.csv", "27074.0,4078.8", "27074.0,5078.8"), title));
  CHECK(holds(brief("peru_destinations.csv", "4771.5,3954.3", "3954.3,4771.5"), title));
  refused("peru_destinations.csv", "2016,36310.0", "2016,16310.0",
          "peru_destinations.csv: the destinations of 2016 make 20,278.3 million USD FOB, all "
          "exports 16,310.0");
}

TEST_CASE("months, signs and what came afterwards are those of the inputs") {
  const std::string plain = brief("", "", "");
  const change changes[] = {
      {"reported.csv", "ytd_through,8", "ytd_through,6",
       "2.16 percentage points to the +1.59 percent of Peru's exports in January-August",
       "all exports in January-June is not among these figures: those of all exports are of "
       "January-August."},
      {"exports_to_china.csv", "2008-12,187.6", "2008-12,287.6", "the interval held 11 of 12 years",
       "the interval held 12 of 12 years"},
      {"exports_to_china_later.csv", "2024,24565.0", "2024,100.0",
       "consistent Growth potential is huge",
       "contradicted Growth potential is huge Growth was to be expected and did not come"},
      {"reported.csv", "claim_trade_growth,9", "claim_trade_growth,-9",
       "open Trade up 9 percent in January-August", "Trade down 9 percent in January-August"},
      {"reported.csv", "claim_trade_growth,9", "claim_trade_growth,-9",
       "implied by trade up 9 percent and exports up 21.8",
       "implied by trade down 9 percent and exports up 21.8"},
      {"reported.csv", "claim_export_growth,21.8", "claim_export_growth,-21.8",
       "Peru's exports to China up 21.8 percent", "Peru's exports to China down 21.8 percent"},
      {"reported.csv", "trade_growth_2018,14", "trade_growth_2018,-14",
       "up 14 percent, trade in 2017 was", "down 14 percent, trade in 2017 was"}};
  for (const change& c : changes) follows(plain, c);
  const std::string fewer = brief("reported.csv", "ytd_through,8", "ytd_through,6");
  CHECK_FALSE(holds(fewer, "percent of Peru's exports in January-June"));
  const std::string down = brief("reported.csv", "claim_trade_growth,9", "claim_trade_growth,-9");
  CHECK_FALSE(holds(down, "+-"));
  CHECK_FALSE(holds(down, "up -"));
}

TEST_CASE("the railway's mark names what it assumes") {
  const std::string plain = brief("", "", "");
  CHECK(holds(plain, "only under an assumption A railway between two oceans"));
  CHECK(holds(plain, "holds only if trade costs between Peru, Brazil and China fall by a tenth"));
}

TEST_CASE("the appendix follows its inputs") {
  const std::string plain = brief("", "", "");
  const change changes[] = {
      {"reported.csv", "h1_2016_exports,3362", "h1_2016_exports,3463",
       "exports of 3362 million USD", "the claim 3463 million USD FOB (holds)"},
      {"reported.csv", "exports_growth_2016,14", "exports_growth_2016,13",
       "growth on customs' 2015 is 14.782 percent, the claim [14, 15) percent (holds)",
       "the claim [13, 14) percent (does not hold)"},
      {"reported.csv", "exports_growth_2017,36", "exports_growth_2017,35",
       "the chamber's years: contradicted by 0.4222 percentage points",
       "the chamber's years: reproduced"},
      {"reported.csv", "china_trade_growth_2013,6.3", "china_trade_growth_2013,7.3",
       "the claim [6.25, 6.35) percent (holds)", "the claim [7.25, 7.35) percent (does not hold)"},
      {"reported.csv", "china_growth_2016_2023,14.6", "china_growth_2016_2023,12.6",
       "missed by 0.6521 percentage points if Peru's exports alone",
       "missed by 2.652 percentage points if Peru's exports alone"},
      {"reported.csv", "china_imports_2013,8489", "china_imports_2013,9000", "1.154", "1.224"},
      {"reported.csv", "cif_margin,10", "cif_margin,35", "4 of 4 importers' figures",
       "2 of 4 importers' figures"},
      {"reported.csv", "balance_2018,3173", "balance_2018,3207", "exports of 13220.5",
       "exports of 13237.5"},
      {"reported.csv", "share_2017,26", "share_2017,20", "19.1 to 23.8 percent above 2016",
       "54.0 to 61.9 percent above 2016"},
      {"reported.csv", "china_trade_2024_yuan,254.69", "china_trade_2024_yuan,280",
       "7.17 to 7.38 yuan", "7.87 to 8.13 yuan"},
      {"reported.csv", "yuan_rate_2016,6.644", "yuan_rate_2016,5.644",
       "111.247 billion CNY, the claim (100, inf) billion CNY (holds)",
       "94.5031 billion CNY, the claim (100, inf) billion CNY (does not hold)"},
      {"reported.csv", "investment_2017,over 18", "investment_2017,over 28", "(100, 112)",
       "(156, 171)"},
      {"reported.csv", "tourists_2005_other,\"about 6,000\"",
       "tourists_2005_other,\"about 12,000\"", "(14.4, 16.3]", "(7.18, 8.07]"},
      {"reported.csv", "agreement_sectors,6", "agreement_sectors,4", "[0.1667, 1)", "[0.25, 1)"}};
  for (const change& c : changes) follows(plain, c);
}

TEST_CASE(
    "the agreement's effect on real income: as the program of counterfactuals has it, and by its inputs") {
  const auto figures_of = [](const std::string& folder) {
    std::map<std::string, double> out;
    const auto all = json_of("china_peru_brief", "--data " + folder);
    for (const auto& f : all["figures"]) out[f["name"]] = f["value"];
    return out;
  };
  const std::string folder = changed_data("", "", "");
  auto plain = figures_of(folder);
  if (plain.count("agreement_income_peru") == 0) return;  // built without zlib
  // the same ease of trade as a cut of costs at a trade elasticity of 6
  const double effect = std::log1p(plain.at("agreements_in_general") / 100);
  char cut[64];
  std::snprintf(cut, sizeof cut, "%.12g", 100 * std::expm1(-effect / 6));
  const auto j = json_of("counterfactual",
                         "--csv " + folder +
                             "/flows_2000.csv --exporter exporter --importer importer --trade flow "
                             "--theta 6 --shock 'PER<>CHN," +
                             std::string(cut) + "%'");
  for (const auto& c : j["countries"]) {
    if (c["name"] == "PER")
      CHECK_CLOSE_ABS(c["real_income_percent"].get<double>(), plain["agreement_income_peru"], 1e-8);
    if (c["name"] == "CHN")
      CHECK_CLOSE_ABS(c["real_income_percent"].get<double>(), plain["agreement_income_china"],
                      1e-8);
  }
  CHECK(plain["agreement_income_peru_low"] < plain["agreement_income_peru"]);
  CHECK(plain["agreement_income_peru"] < plain["agreement_income_peru_high"]);
  auto more =
      figures_of(changed_data("flows_2000.csv", "PER,CHN,370291872,0", "PER,CHN,3702918720.0,0"));
  CHECK(more["agreement_income_peru"] > plain["agreement_income_peru"]);
  CHECK(more["agreements_in_general"] == plain["agreements_in_general"]);
}

TEST_CASE("units of the files act: converted, or refused with file, line and key") {
  const std::string plain = brief("", "", "");
  const change converted[] = {
      {"reported.csv", "trade_2014,15954,million USD", "trade_2014,15.954,billion USD", "1 of 1",
       "1 of 1"},
      {"reported.csv", "world_ytd_2015,21836.6,million USD FOB",
       "world_ytd_2015,21836600,thousand USD FOB", "", ""},
      {"exports_to_world.csv", "million_usd_fob", "exports (million USD FOB)", "", ""},
      {"reported.csv", "exports_2016,8484,million USD FOB", "exports_2016,8484,USD million", "",
       ""},
      {"reported.csv", "population,30 million,persons", "population,30,million persons", "", ""}};
  for (const change& c : converted) {  // the same figure in another unit: the same findings
    INFO(std::string(c.to));
    const std::string other = brief(c.file, c.from, c.to);
    CHECK(holds(other, "16.0 to 16.2 billion USD, above the claim"));
    CHECK(holds(other, "2.16 percentage points to the +1.59 percent"));
    CHECK(holds(other, "At most 10 percent"));
    CHECK(holds(other, "growth on 8484 is 35.0778 percent"));
    CHECK(holds(other, "the highest before 15954 million USD"));
  }
  follows(plain, {"exports_to_china_later.csv", "million_usd_fob", "thousand_usd_fob",
                  "exports reached 2.9 times", "exports reached 0.0 times"});
  follows(plain, {"reported.csv", "cif_margin,10,percent", "cif_margin,0.35,ratio", "4 of 4",
                  "where percent is needed"});

  refused(
      "reported.csv", "world_ytd_2015,21836.6,million USD FOB",
      "world_ytd_2015,21836.6,million EUR CIF",
      "reported.csv:2: '21836.6' in 'million EUR CIF' where USD FOB is needed: another currency: EUR and not USD (column key world_ytd_2015)");
  refused("reported.csv", "exports_2016,8484,million USD FOB", "exports_2016,8484,million USD CIF",
          "USD CIF against USD FOB: freight and insurance lie between them");
  refused("reported.csv", "nearly 15 billion USD,USD", "nearly 15 billion EUR,EUR",
          "another currency: EUR and not USD");
  refused("reported.csv", "nearly 15 billion USD,USD", "nearly 15 billion EUR,USD",
          "'nearly 15 billion EUR' in 'USD': another currency");
  refused("reported.csv", "nearly 15 billion USD,USD", "nearly 15 billion USD,million USD",
          "has its scale twice");
  refused("reported.csv", "trade_2014,15954,million USD", "trade_2014,15954,milion USD",
          "'milion' is no word of a unit");
  refused("reported.csv", "trade_2014,15954,million USD", "trade_2014,15954,", "no unit is stated");
  refused("reported.csv", "trade_2014,15954,million USD", "trade_2014,15954,thousand tonnes",
          "tonnes are not USD");
  refused("exports_to_china.csv", "million_usd_fob", "million_eur_fob",
          "exports_to_china.csv:1: 'million EUR FOB' where USD FOB is needed");
  refused("exports_to_china.csv", "million_usd_fob", "million_usd_cif", "freight and insurance");
  refused("exports_to_china.csv", "million_usd_fob", "exports",
          "states no unit, USD FOB is needed (column exports)");
  refused("copper_price.csv", "usd_per_tonne", "eur_per_tonne", "EUR and not USD");
  refused("peru_exports_by_sector.csv", "gold (million USD FOB)", "gold (million USD CIF)", "");
  refused("peru_exports_by_sector.csv", "2016,36321.2", "2016,20000.0",
          "the sectors of 2016 exceed all exports");
  refused("peru_destinations.csv", "Japan (million USD FOB)", "Japan (million EUR FOB)",
          "EUR and not USD");
}

TEST_CASE("the brief refuses what is malformed, with its place") {
  refused("exports_to_china.csv", "2016-08,671.3", "2016-08,n.a.",
          "exports_to_china.csv:141:9: 'n.a.' is not a number");
  refused("exports_to_china.csv", "2016-08,671.3", "2016-09,671.3",
          "2016-08 is absent: 2016-07 is followed by 2016-09");
  refused("reported.csv", "agreements,2 billion", "agreements,plenty", "can be read");
  refused("reported.csv", "agreements,2 billion USD", "agreements,\"1,5 billion USD\"",
          "'1,5' is not a number here");
  refused("reported.csv", "trade_2016,16744", "trade_2014,16744",
          "it is there twice, first on line 9 (column key trade_2014)");
  refused("reported.csv", "balance_2013,-1075", "balance_2113,-1075", "there is no balance_2013");
  refuses("china_peru_brief", "--country Chile", 2,
          "--country: it does nothing without --input-output");
  refuses("china_peru_brief", "--json --full", 2, "--full: it does nothing");
}

TEST_CASE("another country's table is an illustration in the appendix") {
  const std::string data =
      (fs::path(BILATERAL_TEST_SOURCE_DIR) / "examples" / "data").string() + "/";
  const std::string files =
      data + "table.csv," + data + "table_output.csv," + data + "table_jobs.csv";
  const auto r = run("china_peru_brief", "--full --country Atlantis --input-output " + files);
  CHECK(r.status == 0);
  CHECK(r.out.find("Appendix") < r.out.find("input-output table: Atlantis"));
  CHECK(holds(r.out, "These are the jobs of Atlantis"));
  CHECK_FALSE(holds(r.out, "Chile, 2013"));
  refuses("china_peru_brief", "--input-output a,b", 2, "three files");
  const auto chile = run("china_peru_brief", "--full");
  CHECK(chile.out.find("Appendix") < chile.out.find("input-output table: Chile, 2013"));
  CHECK(holds(chile.out, "21.448"));  // jobs per billion pesos of mining, as computed elsewhere
}

TEST_CASE(
    "JSON has every claim, reading and figure; the page is short before anything is unfolded") {
  const std::string page = (scratch() / "brief.html").string();
  const auto j = json_of("china_peru_brief", "--html " + page);
  CHECK(j["program"] == "china_peru_brief");
  CHECK(j["claims"].size() == 16);
  CHECK(j["claims"][0]["verdict"] == "contradicted by one source");
  CHECK(j["claims"][3]["verdict"] == "reproduced");
  CHECK(j["claims"][0]["readings"][3]["source"] == "China's side");
  for (const auto& key : {"claims", "other_claims"}) {
    for (const auto& c : j[key]) {
      for (const char* member : {"claim", "verdict", "finding", "source", "sentence"})
        CHECK_FALSE(c[member].get<std::string>().empty());
      for (const auto& r : c["readings"])
        CHECK((r["holds"] == "does not hold") == r["gap"].is_number());
    }
  }
  const auto figure = [&](const std::string& name) {
    for (const auto& f : j["figures"]) {
      if (f["name"] == name) return f["value"].get<double>();
    }
    FAIL(name);
    return 0.0;
  };
  // by hand: exports of China and all others 2005-2010-2016, millions of USD
  const auto rate = [](double a, double b, double n) { return 100 * (std::pow(b / a, 1 / n) - 1); };
  CHECK_CLOSE_ABS(figure("lead_before"),
                  rate(1878.5, 5436.6, 5) - rate(17299.9 - 1878.5, 35807.4 - 5436.6, 5),
                  0.01);  // rounded inputs
  CHECK_CLOSE_ABS(figure("lead_since"),
                  rate(5436.6, 8492.1, 6) - rate(35807.4 - 5436.6, 36310 - 8492.1, 6), 0.01);
  CHECK_CLOSE_ABS(figure("china_share"), 100 * 8492.3 / 36310, 1e-9);
  CHECK_CLOSE_ABS(
      (1 + figure("copper_price_change") / 100) * (1 + figure("copper_volume_change") / 100),
      10178.0 / 10721.1, 2e-5);
  CHECK_CLOSE_ABS(figure("yuan_2016"), 16.744 * 6.644, 1e-9);
  CHECK(figure("nowcast_2016_low") < figure("nowcast_2016"));
  CHECK(figure("nowcast_2016") < figure("nowcast_2016_high"));

  const std::string seen = seen_on(page);
  const int count = words_of(seen);
  CHECK(count > 200);
  CHECK(count <= 500);
  for (const char* unwanted : {"log point", "p =", "p <", "interval", " [", "(holds)"})
    CHECK_FALSE(holds(seen, unwanted));
  std::ifstream in(page);
  const std::string html((std::istreambuf_iterator<char>(in)), {});
  CHECK(holds(html, "<details"));
  CHECK(holds(html, "<svg"));
  // every section says in sight what it found, in a sentence or as the title of its chart
  int sections = 0;
  const std::size_t appendix = html.find("<h2>Appendix");
  for (std::size_t at = html.find("<h2>"); at < appendix; at = html.find("<h2>", at + 1)) {
    const std::string in_sight = html.substr(at, html.find("<details", at) - at);
    INFO(in_sight.substr(0, 60));
    CHECK((holds(in_sight, "<p>") || holds(in_sight, "<svg")));
    ++sections;
  }
  CHECK(sections >= 11);
  CHECK(html.find("Herfindahl") > appendix);
  for (const char* unit : {"income would change by 0.20 to 0.25 percent", "Thousand tourists: 24.0",
                           "jobs a million USD"})
    CHECK_MESSAGE(holds(seen, unit), std::string(unit));
}
