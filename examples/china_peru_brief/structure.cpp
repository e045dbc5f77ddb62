// What Peru sells: concentration by sector, copper's part, what diversification followed.
#include "china_peru_brief/brief.hpp"

#include <bilateral/trade/structure/concentration.hpp>

#include <algorithm>

namespace china_peru {

namespace {

const series<annual, usd_fob>& everything(const brief_data& d) { return d.sectors[0].exports; }

void check_years(const brief_data& d) {
  const auto& all = everything(d);
  for (const auto& one : d.sectors) {
    if (one.exports.start == all.start && one.exports.size() == all.size()) continue;
    throw data_error(text("peru_exports_by_sector.csv: ", one.name, " covers other years"));
  }
}

// dollars by named sector and, last, what the named ones leave of all
std::vector<double> basket(const brief_data& d, std::size_t year) {
  std::vector<double> out;
  double rest = everything(d).values[year];
  for (std::size_t k = 1; k < d.sectors.size(); ++k) {
    out.push_back(d.sectors[k].exports.values[year]);
    rest -= out.back();
  }
  if (rest < 0) {
    throw data_error(text("peru_exports_by_sector.csv: the sectors of ",
                          to_string(everything(d).at(year)), " exceed all exports"));
  }
  out.push_back(rest);
  return out;
}

std::vector<std::string> sector_names(const brief_data& d) {
  std::vector<std::string> out;
  for (std::size_t k = 1; k < d.sectors.size(); ++k) out.push_back(d.sectors[k].name);
  out.push_back("all other");
  return out;
}

double share(const brief_data& d, const std::string& sector, std::size_t year) {  // percent
  for (const auto& one : d.sectors) {
    if (one.name == sector) return 100 * one.exports.values[year] / everything(d).values[year];
  }
  throw data_error("peru_exports_by_sector.csv: there is no sector " + sector);
}

// the index with all other exports as many small lines, and as a single one
bounds concentration(const brief_data& d, std::size_t year) {
  const std::vector<double> sold = basket(d, year);
  const double high = *herfindahl(sold), rest = sold.back() / everything(d).values[year];
  return {high - rest * rest, high, false, false};
}

void draw_baskets(const brief_data& d, std::size_t last, brief& b) {
  const auto names = sector_names(d);
  const auto then = basket(d, 0), now = basket(d, last);
  std::vector<std::size_t> order(names.size() - 1);  // all other stays last
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::sort(order.begin(), order.end(), [&](auto x, auto y) { return now[x] > now[y]; });
  order.push_back(names.size() - 1);
  const std::string first_year = to_string(everything(d).at(0)),
                    last_year = to_string(everything(d).at(last));
  chart_line before{first_year, {}, line_role::comparator}, after{last_year, {}, line_role::main};
  std::vector<std::string> rows;
  table t("What Peru sells", {{"sector", -1, alignment::left},
                              {first_year + ", million USD FOB", 1},
                              {last_year + ", million USD FOB", 1},
                              {first_year + ", percent", 1},
                              {last_year + ", percent", 1},
                              {"points", 1}});
  for (const std::size_t k : order) {
    const double x = 100 * then[k] / everything(d).values[0],
                 y = 100 * now[k] / everything(d).values[last];
    rows.push_back(capital(names[k]));
    before.values.push_back(x);
    after.values.push_back(y);
    t.row({names[k], in_millions(then[k]), in_millions(now[k]), x, y, y - x});
  }
  const double copper = share(d, "copper", last), farm = share(d, "farm products", last);
  b.draw(bar_chart(
      rows, {before, after},
      {.title = text("Copper is ", fixed_text(copper, 0),
                     " percent of what Peru sells, farm products are ", fixed_text(farm, 0)),
       .subtitle = "Percent of exports",
       .decimals = 1,
       .source = "SUNAT"}));
  b.show(t);
}

void show_years(const brief_data& d, brief& b) {
  table t("Concentration by sector", {{"year"},
                                      {"copper, percent", 1},
                                      {"metals, percent", 1},
                                      {"Herfindahl index, at least", 4},
                                      {"at most", 4},
                                      {"equal sectors, at least", 1},
                                      {"at most", 1}});
  for (std::size_t year = 0; year < everything(d).size(); ++year) {
    double metals = 0;
    for (const char* metal : {"copper", "gold", "zinc", "lead", "iron"})
      metals += share(d, metal, year);
    const bounds h = concentration(d, year);
    t.row({to_string(everything(d).at(year)), share(d, "copper", year), metals, h.low(), h.high(),
           1 / h.high(), 1 / h.low()});
  }
  t.note("at least: all other exports as many small lines; at most: as one sector");
  b.show(t);
}

void say_what_changed(const brief_data& d, std::size_t last, brief& b) {
  const std::vector<double> then = basket(d, 0), now = basket(d, last);
  const std::string first_year = to_string(everything(d).at(0)),
                    last_year = to_string(everything(d).at(last));
  const double same =
      100 * *finger_kreinin(std::span<const double>(then), std::span<const double>(now));
  const bounds before = concentration(d, 0), after = concentration(d, last);
  const char* change = after.low() > before.high()   ? "rose"
                       : after.high() < before.low() ? "fell"
                                                     : "cannot be told to have changed";
  b.say(text("Concentration over sectors ", change, " from ", first_year, " to ", last_year, ": ",
             from_to(before, 1, 3), " and ", from_to(after, 1, 3), "; ", fixed_text(same, 0),
             " percent of the basket is the same."));
  const double farm_then = share(d, "farm products", 0), farm = share(d, "farm products", last);
  b.say(
      text("Diversification came from the land: farm products outside the traditional ones, "
           "avocados among them, went from ",
           fixed_text(farm_then, 1), " to ", fixed_text(farm, 1),
           " percent of exports while "
           "textiles went from ",
           fixed_text(share(d, "textiles", 0), 1), " to ",
           fixed_text(share(d, "textiles", last), 1), "."));
  b.figure("copper_share_" + last_year, share(d, "copper", last), "percent");
  b.figure("copper_share_" + first_year, share(d, "copper", 0), "percent");
  b.figure("farm_share_" + last_year, farm, "percent");
  b.figure("sector_herfindahl_low", after.low(), "ratio");
  b.figure("sector_herfindahl_high", after.high(), "ratio");
  b.figure("basket_kept", same, "percent");
}

void say_what_is_needed(brief& b) {
  b.say(
      "What e-commerce sells, avocados one way and smartphones the other, cannot be set against "
      "comparative advantage here: these figures name sectors of Peru's exports only, and an "
      "advantage is a share of the world's.");
  b.say(
      "Complementarity with what China buys, and trade both ways within an industry, need "
      "imports by product too: with a year of UN Comtrade at six digits for Peru, China and all "
      "other reporters, the program indices gives them by --index rca,complementarity,gl "
      "--reporter PER --partner CHN.");
}

}  // namespace

void structure(const brief_data& d, brief& b) {
  b.section("What Peru sells");
  check_years(d);
  const std::size_t last = everything(d).size() - 1;
  draw_baskets(d, last, b);
  show_years(d, b);
  say_what_changed(d, last, b);
  say_what_is_needed(b);
}

std::string online_goods(const brief_data& d) {
  const std::size_t last = everything(d).size() - 1;
  return text("No figure names avocados or smartphones; farm products are ",
              fixed_text(share(d, "farm products", last), 0), " percent of exports");
}

}  // namespace china_peru
