// The brief on structure: its figures against a second computation, and each following its input.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/brief_program.hpp"
#include "support/close.hpp"
#include "support/reference.hpp"

#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>

using namespace bilateral_test;

namespace {

std::string committed_trade() {
  std::ifstream in(std::string(BILATERAL_TEST_SOURCE_DIR) + "/tests/reference/brief_trade.csv");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// the small file of BACI's form with one text replaced, as flags
std::string with_trade(const std::string& from = {}, const std::string& to = {},
                       const std::string& year = "2016") {
  std::string all = committed_trade();
  const auto at = all.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  all.replace(at, from.size(), to);
  return "--structure " + file("trade.csv", all) +
         (year.empty() ? "" : " --structure-year " + year);
}

std::map<std::string, std::optional<double>> figures_of(const std::string& flags) {
  std::map<std::string, std::optional<double>> out;
  const auto all = json_of("china_peru_brief", flags);
  for (const auto& f : all["figures"])
    out[f["name"]] = f["value"].is_null() ? std::nullopt : std::optional<double>(f["value"]);
  return out;
}

}  // namespace

TEST_CASE("structure: every figure as a second computation has it") {
  const reference_table wanted("brief_structure.csv");
  const auto got = figures_of(with_trade());
  int n = 0;
  for (const char* name : {"copper_share_at_base_price",
                           "copper_share_by_price",
                           "copper_share_by_volume",
                           "copper_share_by_rest",
                           "sector_herfindahl_without_copper_low",
                           "sector_herfindahl_without_copper_high",
                           "non_traditional_low",
                           "non_traditional_high",
                           "complementarity_peru_to_china",
                           "complementarity_china_to_peru",
                           "grubel_lloyd_between",
                           "grubel_lloyd_peru",
                           "grubel_lloyd_china",
                           "trade_intensity_peru_to_china",
                           "trade_intensity_china_to_peru",
                           "product_herfindahl_peru",
                           "product_herfindahl_china",
                           "copper_share_of_products",
                           "copper_share_to_china",
                           "advantage_in_avocados",
                           "advantage_in_smartphones",
                           "china_share_of_both_ways"}) {
    INFO(std::string(name));
    REQUIRE(got.count(name) == 1);
    REQUIRE(got.at(name).has_value());
    CHECK_CLOSE_REL(*got.at(name), wanted(name), 1e-12);  // sums of at most 30 terms
    ++n;
  }
  CHECK(n == 22);
  // the parts add up to the change
  const auto& g = got;
  CHECK_CLOSE_REL(*g.at("copper_share_by_price") + *g.at("copper_share_by_volume") +
                      *g.at("copper_share_by_rest"),
                  *g.at("copper_share_2016") - *g.at("copper_share_2005"), 1e-12);
  // without the file nothing of it is claimed
  const auto plain = figures_of("");
  CHECK(plain.count("complementarity_peru_to_china") == 0);
  CHECK(plain.count("advantage_in_avocados") == 0);
  CHECK(plain.at("copper_share_by_price") == g.at("copper_share_by_price"));
}

TEST_CASE("structure: what the committed figures say follows them") {
  const std::string plain = brief("", "", "");
  const brief_change changes[] = {
      {"copper_price.csv", "2016-12,5660", "2016-12,56600",
       "copper would be 29 percent of exports in 2016; it is 28",
       "copper would be 27 percent of exports in 2016; it is 28"},
      {"copper_price.csv", "2005-01,3170", "2005-01,317", "+4.9 by price, +14.6 by volume",
       "+15.5 by price, +4.0 by volume"},
      {"copper_exports.csv", "2005-01,258.5", "2005-01,1258.5", "the price of 2005-06 is 5,221",
       "the price of 2005-06 is 4,"},
      {"peru_exports_by_sector.csv", "2016,36321.2,10178.1", "2016,46321.2,10178.1",
       "Since 2005 copper's share gained 8.0 points",
       "Since 2005 copper's share gained 1.9 points"},
      {"peru_exports_by_sector.csv", "2016,36321.2,10178.1", "2016,36321.2,1178.1",
       "Since 2005 copper's share gained 8.0 points", "Since 2005 copper's share lost 16.8 points"},
      {"peru_exports_by_sector.csv", "999.0,4525.7", "999.0,525.7",
       "Farm products, textiles and chemicals went from 16 to 19 percent",
       "Farm products, textiles and chemicals went from 16 to 8 percent"},
      {"peru_exports_by_sector.csv", "4525.7,1193.4", "1193.4,4525.7",
       "diversification came from one sector most: farm products (those outside the traditional "
       "ones, avocados among them) went from 5.8 to 12.5",
       "diversification came from one sector most: textiles went from 7.4 to 12.5"},
      {"peru_exports_by_sector.csv", "10178.1,6650.2", "10178.1,12400.2",
       "Outside copper, concentration over sectors cannot be told to have changed",
       "Outside copper, concentration over sectors rose from 2005 to 2016"},
      {"peru_destinations.csv", "2016,36310.0,", "2016,22310.0,",
       "one of them would need 53 percent of that to be the largest", "none of them can be larger"},
      {"online_goods.csv", "avocados,", "quinoa,", "No figure names avocados or smartphones",
       "No figure names quinoa or smartphones"}};
  for (const brief_change& c : changes) follows(plain, c);
  CHECK(holds(plain, "--structure FILE computes them from a year of CEPII's BACI"));
}

TEST_CASE("structure: what a file of BACI says follows it, one row at a time") {
  struct row_change {
    const char *from, *to, *before, *after;
  };
  const std::string plain = brief("", "", "", with_trade());
  const row_change changes[] = {
      {"2016,604,842,710812,   310.000", "2016,604,842,710812,  3100.000",
       "reproduced China is Peru's largest export market",
       "sources disagree China is Peru's largest export market"},
      {"2016,604,842,710812,   310.000", "2016,604,842,710812,  3100.000",
       "is China: 58.8 percent, before the United States with 30.5",
       "is the United States: 70.1 percent, before China with 25.3"},
      {"2016,156,842,610910,  1500.000", "2016,156,842,610910, 95000.000",
       "China's smartphones 1.6 (holds)", "China's smartphones 0.9 (does not hold)"},
      {"2016,156,842,610910,  1500.000", "2016,156,842,610910, 95000.000",
       "only under an assumption E-commerce", "open E-commerce"},
      {"2016,842,156,120190,  1400.000", "2016,842,156,120190,    14.000",
       "Of 100 dollars that Peru sells, 52 fit what China buys",
       "Of 100 dollars that Peru sells, 59 fit what China buys"},
      {"2016,156,604,740311,    12.000", "2016,156,604,740311,   150.000",
       "Of the trade between the two 2.6 percent goes both ways",
       "Of the trade between the two 22.3 percent goes both ways"},
      {"2016,604,152,610910,    15.000", "2016,604,152,610910,  5000.000",
       "products with a comparative advantage 5 2", "products with a comparative advantage 5 1"},
      {"2016,604,156,080440,    20.000", "2016,604,156,080440,    20.001", "",
       "Peru's avocados 7.3 times the world's share"}};
  for (const row_change& c : changes) {
    INFO(std::string(c.from), " -> ", std::string(c.to));
    CHECK_MESSAGE(holds(plain, c.before), std::string(c.before));
    const std::string changed = brief("", "", "", with_trade(c.from, c.to));
    CHECK_MESSAGE(holds(changed, c.after), std::string(c.after));
  }
  // a good of which the file has no code: nothing is claimed of it
  const std::string other = brief("online_goods.csv", "PER,080440", "PER,080450", with_trade());
  CHECK(holds(other, "Peru's avocados not in the file"));
  CHECK(holds(other, "open E-commerce and a railway"));
  // newer codes come first
  const std::string newer =
      brief("", "", "", with_trade("2016,410,156,851712", "2016,156,410,851713"));
  CHECK(holds(newer, "smartphones China 851713 0.3"));
  // another year's file has no say in the claim of the last year
  const std::string before = brief("", "", "", with_trade("", "", "2015"));
  CHECK(holds(before, "reproduced China is Peru's largest export market"));
  CHECK_FALSE(holds(before, "BACI file trade.csv: China's share in 2015"));
  CHECK(
      holds(before, "The largest partner of exports and imports together in 2015 is China: 100.0"));
  CHECK(holds(before, "Peru's avocados not in the file"));
}

TEST_CASE("structure: refusals, and a page that stays short") {
  refuses("china_peru_brief", "--structure-year 2016", 2,
          "--structure-year: it does nothing without --structure");
  refuses("china_peru_brief", with_trade("", "", ""), 2,
          "--structure-year: the file has 2 years from 2015 to 2016; name one");
  refuses("china_peru_brief", with_trade("", "", "2014"), 1,
          "there are no flows of the years asked");
  refuses("china_peru_brief", with_trade("", "", "last"), 2, "'last' is not a whole number");
  refuses("china_peru_brief", with_trade("t,i,j,k,v,q", "t,i,j,k,v,w"), 1, "BACI");
  refuses("china_peru_brief", "--structure nowhere.csv", 1, "nowhere.csv");
  const std::string no_peru =
      file("no_peru.csv", "t,i,j,k,v,q\n2016,156,842,851712,1,1\n2016,842,156,120190,1,1\n");
  refuses("china_peru_brief", "--structure " + no_peru, 1,
          "BACI file no_peru.csv: there is no trade of Peru");
  refused("online_goods.csv", "080440", "80440", "was a leading zero lost?");
  refused("online_goods.csv", "PER,080440", "PER,", "there is no code");
  // the two sell each other nothing: reasons in words, no figure
  const std::string strangers =
      file("strangers.csv", "t,i,j,k,v,q\n2016,604,842,260300,5,1\n2016,842,156,120190,1,1\n");
  const std::string apart = brief("", "", "", "--structure " + strangers);
  CHECK(holds(apart, "The two do not trade with each other in this file."));
  CHECK(holds(apart,
              "Do China's exports fit Peru's imports? No answer: the exporter exports nothing"));

  const std::string page = (scratch() / "structure.html").string();
  (void)json_of("china_peru_brief", with_trade() + " --html " + page);
  const std::string seen = seen_on(page);
  CHECK(words_of(seen) > 200);
  CHECK(words_of(seen) <= 500);
}
