// The largest export market: who leads among the destinations.
#include "china_peru_brief/brief.hpp"

#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/align.hpp>

#include <cmath>

namespace china_peru {

namespace {

struct leader {
  std::string name;
  double share = 0;  // percent
};

// the two largest destinations of a year
std::pair<leader, leader> leaders(const brief_data& d, std::size_t year) {
  const double all = d.destinations[0].exports.values[year];
  leader first, second;
  for (std::size_t j = 1; j < d.destinations.size(); ++j) {
    const leader one{d.destinations[j].name, 100 * d.destinations[j].exports.values[year] / all};
    if (one.share > first.share) {
      second = first;
      first = one;
    } else if (one.share > second.share) {
      second = one;
    }
  }
  return {first, second};
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return out;
}

}  // namespace

void export_market(const brief_data& d, brief& b) {
  b.section("Largest export market");
  const auto& all = d.destinations[0].exports;
  for (const auto& one : d.destinations) {
    if (one.exports.start != all.start || one.exports.size() != all.size()) {
      throw data_error(text("peru_destinations.csv: ", one.name, " covers other years"));
    }
  }
  std::vector<std::string> years, others;
  std::string since;  // the year from which China leads to the end
  for (std::size_t i = 0; i < all.size(); ++i) {
    years.push_back(to_string(all.at(i)));
    const auto first = leaders(d, i).first;
    if (first.name != "China") others.push_back(first.name + " in " + years.back());
    if (first.name != "China") since.clear();
    if (first.name == "China" && since.empty()) since = years.back();
  }
  const auto [first, second] = leaders(d, all.size() - 1);
  claim_reading r;
  r.holds = first.name == "China" ? decision::yes : decision::no;
  r.unit = "percent";
  const leader& rival = first.name == "China" ? second : first;
  const double mine = first.name == "China" ? first.share
                                            : 100 * [&] {
                                                for (const auto& one : d.destinations) {
                                                  if (one.name == "China") return one.exports.values.back();
                                                }
                                                return 0.0;
                                              }() / all.values.back();
  r.gap = mine - rival.share;
  r.finding = text("China's share in ", years.back(), " is ", fixed_text(mine, 1), " percent, that of ", rival.name, " ",
                   fixed_text(rival.share, 1));
  b.claim(check_claim("China is Peru's largest export market", {r}),
          text(fixed_text(mine, 1), " percent of exports in ", years.back(), ", ", rival.name, " ", fixed_text(rival.share, 1),
               since.empty() ? "" : "; ahead since " + since),
          "SUNAT");
  std::vector<chart_line> lines;
  table t("Shares in Peru's exports, percent", {{"year"}});
  for (std::size_t j = 1; j < d.destinations.size(); ++j) {
    const auto& one = d.destinations[j];
    t.columns.push_back({one.name, 1});
    std::vector<double> billions;
    for (const double v : one.exports.values) billions.push_back(v / 1e9);
    const bool main = one.name == "China" || one.name == rival.name;
    lines.push_back({one.name, billions, main ? line_role::main : line_role::comparator});
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<table_cell> cells{years[i]};
    for (std::size_t j = 1; j < d.destinations.size(); ++j) {
      cells.emplace_back(100 * d.destinations[j].exports.values[i] / all.values[i]);
    }
    t.row(std::move(cells));
  }
  const std::string finding = since.empty()             ? rival.name + " leads China in " + years.back()
                              : since == years.front() ? "China leads in every year"
                                                       : text("China overtook ", leaders(d, 0).first.name, " for good in ", since);
  b.draw(line_chart(years, lines, {.title = finding, .subtitle = "Peru's exports, billion USD FOB", .decimals = 1, .source = "SUNAT"}));
  b.show(t);
  if (!others.empty()) b.say("The largest destination was " + listed(others) + ".");
  b.say("Whether China is the largest partner of exports and imports together is not among these figures: they hold no "
        "imports from others.");
  b.figure("china_share", mine, "percent");
  b.figure("rival_share", rival.share, "percent");
}

}  // namespace china_peru
