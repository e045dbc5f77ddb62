// The largest export market: who leads among the destinations.
#include "china_peru_brief/product_trade.hpp"

#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/align.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

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

std::string with_article(const std::string& country) {
  return country.starts_with("United ") ? "the " + country : country;
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return out;
}

const destination& named(const brief_data& d, const std::string& name) {
  for (const auto& one : d.destinations) {
    if (one.name == name) return one;
  }
  throw data_error("peru_destinations.csv: there is no destination " + name);
}

void check_destinations(const brief_data& d) {
  const auto& all = d.destinations[0].exports;
  std::vector<double> together(all.size());
  for (std::size_t j = 0; j < d.destinations.size(); ++j) {
    const auto& one = d.destinations[j];
    if (one.exports.start != all.start || one.exports.size() != all.size())
      throw data_error(text("peru_destinations.csv: ", one.name, " covers other years"));
    for (std::size_t i = 0; j > 0 && i < all.size(); ++i) together[i] += one.exports.values[i];
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (together[i] <= all.values[i] * (1 + 1e-9)) continue;  // sums of decimals
    throw data_error(text("peru_destinations.csv: the destinations of ", to_string(all.at(i)),
                          " make ", grouped_text(in_millions(together[i]), 1),
                          " million USD FOB, all exports ",
                          grouped_text(in_millions(all.values[i]), 1)));
  }
}

// China against the largest other destination in the last year
struct comparison {
  double china = 0;  // percent of exports
  leader rival;
  std::string year;
  std::string since;   // the year from which China leads to the end; empty where it does not
  std::string before;  // who led the year before that
};

comparison compared(const brief_data& d) {
  const auto& all = d.destinations[0].exports;
  comparison out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string name = leaders(d, i).first.name;
    const bool leads = name == "China";
    if (!leads) {
      out.since.clear();
      out.before = name;
    }
    if (leads && out.since.empty()) out.since = to_string(all.at(i));
  }
  const auto [first, second] = leaders(d, all.size() - 1);
  out.rival = first.name == "China" ? second : first;
  out.china = 100 * named(d, "China").exports.values.back() / all.values.back();
  out.year = to_string(all.last());
  return out;
}

void draw_destinations(const brief_data& d, const comparison& c, brief& b) {
  const auto& all = d.destinations[0].exports;
  std::vector<std::string> years;
  for (std::size_t i = 0; i < all.size(); ++i) years.push_back(to_string(all.at(i)));
  std::vector<chart_line> lines;
  table t("Shares in Peru's exports, percent", {{"year"}});
  for (std::size_t j = 1; j < d.destinations.size(); ++j) {
    const auto& one = d.destinations[j];
    t.columns.push_back({one.name, 1});
    std::vector<double> billions;
    for (const double v : one.exports.values) billions.push_back(v / 1e9);
    const bool main = one.name == "China" || one.name == c.rival.name;
    lines.push_back({one.name, billions, main ? line_role::main : line_role::comparator});
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<table_cell> cells{years[i]};
    for (std::size_t j = 1; j < d.destinations.size(); ++j) {
      cells.emplace_back(100 * d.destinations[j].exports.values[i] / all.values[i]);
    }
    t.row(std::move(cells));
  }
  const std::string finding =
      c.since.empty() ? capital(with_article(c.rival.name)) + " led China in " + c.year
      : c.since == years.front()
          ? "China leads in every year"
          : text("China overtook ", with_article(c.before), " for good in ", c.since);
  b.draw(line_chart(years, lines,
                    {.title = finding,
                     .subtitle = "Peru's exports, billion USD FOB",
                     .decimals = 1,
                     .source = "SUNAT"}));
  b.show(t);
}

void say_who_led(const brief_data& d, brief& b) {
  const auto& all = d.destinations[0].exports;
  std::vector<std::pair<std::string, std::vector<std::string>>>
      others;  // who besides China, and when
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string name = leaders(d, i).first.name;
    if (name == "China") continue;
    auto at =
        std::find_if(others.begin(), others.end(), [&](const auto& o) { return o.first == name; });
    if (at == others.end()) at = others.insert(at, {name, {}});
    at->second.push_back(to_string(all.at(i)));
  }
  for (const auto& [name, years] : others) {
    b.say("The largest destination in " + listed(years) + " was " + with_article(name) + ".");
  }
}

// Could a destination that the table does not name be larger?
void say_what_is_not_named(const brief_data& d, const comparison& c, brief& b) {
  const double all = d.destinations[0].exports.values.back();
  double named_share = 0;
  for (std::size_t j = 1; j < d.destinations.size(); ++j)
    named_share += 100 * d.destinations[j].exports.values.back() / all;
  const double rest = 100 - named_share, largest = (std::max)(c.china, c.rival.share);
  b.say(rest < largest
            ? text("All destinations that the table does not name took ", fixed_text(rest, 1),
                   " percent in ", c.year, " together: none of them can be larger.")
            : text("All destinations that the table does not name took ", fixed_text(rest, 1),
                   " percent in ", c.year, " together; one of them would need ",
                   fixed_text(100 * largest / rest, 0), " percent of that to be the largest."));
}

}  // namespace

void export_market(const brief_data& d, const product_trade* trade, brief& b) {
  b.section("Largest export market");
  check_destinations(d);
  const comparison c = compared(d);
  claim_reading r;
  r.holds = c.china > c.rival.share ? decision::yes : decision::no;
  r.unit = "percent";
  r.gap = c.china - c.rival.share;
  r.finding =
      text("China's share in ", c.year, " is ", fixed_text(c.china, 1), " percent, that of ",
           with_article(c.rival.name), " ", fixed_text(c.rival.share, 1));
  std::vector<claim_reading> readings{r};
  std::string other_source;
  if (trade != nullptr && trade->year == c.year) {
    market_finding found = largest_market(*trade);
    readings[0].source = "SUNAT";
    if (found.reading.holds != r.holds) other_source = text("; ", trade->source, ": ", found.words);
    readings.push_back(std::move(found.reading));
  }
  b.claim(check_claim("China is Peru's largest export market", readings),
          text(fixed_text(c.china, 1), " percent of exports in ", c.year, ", ",
               with_article(c.rival.name), " ", fixed_text(c.rival.share, 1),
               c.since.empty() ? "" : "; ahead since " + c.since, other_source),
          "SUNAT");
  draw_destinations(d, c, b);
  say_who_led(d, b);
  say_what_is_not_named(d, c, b);
  if (trade != nullptr) {
    show_partners(*trade, b);
  } else {
    b.say(
        "Whether China is the largest partner of exports and imports together is not among these "
        "figures, which hold no imports from others: --structure FILE decides it for a year of "
        "CEPII's BACI.");
  }
  b.figure("china_share", c.china, "percent");
  b.figure("rival_share", c.rival.share, "percent");
}

}  // namespace china_peru
