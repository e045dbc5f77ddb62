// What Peru sells: concentration by sector, copper's part, what diversification followed.
#include "china_peru_brief/product_trade.hpp"
#include "china_peru_brief/sectors.hpp"

#include <bilateral/trade/structure/concentration.hpp>

#include <algorithm>

namespace china_peru {

const series<annual, usd_fob>& all_sectors(const brief_data& d) { return d.sectors[0].exports; }

std::string year_name(const brief_data& d, std::size_t year) {
  return to_string(all_sectors(d).at(year));
}

double sold(const brief_data& d, const std::string& sector, std::size_t year) {
  for (const auto& one : d.sectors) {
    if (one.name == sector) return one.exports.values[year];
  }
  throw data_error("peru_exports_by_sector.csv: there is no sector " + sector);
}

double share_of(const brief_data& d, const std::string& sector, std::size_t year) {
  return 100 * sold(d, sector, year) / all_sectors(d).values[year];
}

std::vector<double> basket(const brief_data& d, std::size_t year) {
  std::vector<double> out;
  double rest = all_sectors(d).values[year];
  for (std::size_t k = 1; k < d.sectors.size(); ++k) {
    out.push_back(d.sectors[k].exports.values[year]);
    rest -= out.back();
  }
  if (rest < 0) {
    throw data_error(text("peru_exports_by_sector.csv: the sectors of ", year_name(d, year),
                          " exceed all exports"));
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

bounds concentration(const std::vector<double>& parts) {
  double all = 0;
  for (const double x : parts) all += x;
  const double high = *herfindahl(parts), rest = parts.back() / all;
  return {high - rest * rest, high, false, false};
}

std::string change_in_words(const bounds& before, const bounds& after) {
  return after.low() > before.high()   ? "rose"
         : after.high() < before.low() ? "fell"
                                       : "cannot be told to have changed";
}

namespace {

constexpr const char* metals[] = {"copper", "gold", "zinc", "lead", "iron"};

void check_years(const brief_data& d) {
  const auto& all = all_sectors(d);
  for (const auto& one : d.sectors) {
    if (one.exports.start == all.start && one.exports.size() == all.size()) continue;
    throw data_error(text("peru_exports_by_sector.csv: ", one.name, " covers other years"));
  }
}

void draw_baskets(const brief_data& d, std::size_t last, brief& b) {
  const auto names = sector_names(d);
  const auto then = basket(d, 0), now = basket(d, last);
  std::vector<std::size_t> order(names.size() - 1);  // all other stays last
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::sort(order.begin(), order.end(), [&](auto x, auto y) { return now[x] > now[y]; });
  order.push_back(names.size() - 1);
  const std::string first_year = year_name(d, 0), last_year = year_name(d, last);
  chart_line before{first_year, {}, line_role::comparator}, after{last_year, {}, line_role::main};
  std::vector<std::string> rows;
  table t("What Peru sells", {{"sector", -1, alignment::left},
                              {first_year + ", million USD FOB", 1},
                              {last_year + ", million USD FOB", 1},
                              {first_year + ", percent", 1},
                              {last_year + ", percent", 1},
                              {"points", 1}});
  for (const std::size_t k : order) {
    const double x = 100 * then[k] / all_sectors(d).values[0],
                 y = 100 * now[k] / all_sectors(d).values[last];
    rows.push_back(capital(names[k]));
    before.values.push_back(x);
    after.values.push_back(y);
    t.row({names[k], in_millions(then[k]), in_millions(now[k]), x, y, y - x});
  }
  const double copper = share_of(d, "copper", last), farm = share_of(d, "farm products", last);
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
  for (std::size_t year = 0; year < all_sectors(d).size(); ++year) {
    double of_metals = 0;
    for (const char* metal : metals) of_metals += share_of(d, metal, year);
    const bounds h = concentration(basket(d, year));
    t.row({year_name(d, year), share_of(d, "copper", year), of_metals, h.low(), h.high(),
           1 / h.high(), 1 / h.low()});
  }
  t.note("at least: all other exports as many small lines; at most: as one sector");
  b.show(t);
}

// Which sector but the metals gained most points of exports, and which lost most.
void say_who_gained(const brief_data& d, std::size_t last, brief& b) {
  std::string most, least;
  double best = 0, worst = 0;
  for (std::size_t k = 1; k < d.sectors.size(); ++k) {
    const std::string& name = d.sectors[k].name;
    if (std::find(std::begin(metals), std::end(metals), name) != std::end(metals)) continue;
    const double change = share_of(d, name, last) - share_of(d, name, 0);
    if (most.empty() || change > best) {
      most = name;
      best = change;
    }
    if (least.empty() || change < worst) {
      least = name;
      worst = change;
    }
  }
  const auto went = [&](const std::string& name) {
    return text(
        name,
        name == "farm products" ? " (those outside the traditional ones, avocados among them)" : "",
        " went from ", fixed_text(share_of(d, name, 0), 1), " to ",
        fixed_text(share_of(d, name, last), 1), " percent of exports");
  };
  b.say(text(best > 0 ? "Outside the metals diversification came from one sector most: "
                      : "Outside the metals no named sector gained: the best, ",
             went(most), "; the weakest, ", went(least), "."));
}

void say_what_changed(const brief_data& d, std::size_t last, brief& b) {
  const std::vector<double> then = basket(d, 0), now = basket(d, last);
  const double same =
      100 * *finger_kreinin(std::span<const double>(then), std::span<const double>(now));
  b.say(text(fixed_text(same, 0), " percent of the basket of ", year_name(d, 0), " is the same in ",
             year_name(d, last), "."));
  say_who_gained(d, last, b);
  b.figure("copper_share_" + year_name(d, last), share_of(d, "copper", last), "percent");
  b.figure("copper_share_" + year_name(d, 0), share_of(d, "copper", 0), "percent");
  b.figure("farm_share_" + year_name(d, last), share_of(d, "farm products", last), "percent");
  b.figure("basket_kept", same, "percent");
}

void say_what_is_needed(brief& b) {
  b.say(
      "Complementarity with what China buys, trade both ways within an industry and advantages by "
      "product need every country's trade by product, which is not among these figures: "
      "--structure FILE computes them from a year of CEPII's BACI.");
}

}  // namespace

void structure(const brief_data& d, const product_trade* trade, brief& b) {
  b.section("What Peru sells");
  check_years(d);
  const std::size_t last = all_sectors(d).size() - 1;
  draw_baskets(d, last, b);
  say_what_changed(d, last, b);
  copper_and_the_rest(d, b);
  if (trade != nullptr) {
    what_each_buys(d, *trade, b);
  } else {
    say_what_is_needed(b);
  }
}

void concentration_of_exports(const brief_data& d, brief& b) {
  b.section("Concentration of what Peru sells");
  const std::size_t last = all_sectors(d).size() - 1;
  const bounds before = concentration(basket(d, 0)), after = concentration(basket(d, last));
  show_years(d, b);
  b.say(text("Concentration over sectors ", change_in_words(before, after), " from ",
             year_name(d, 0), " to ", year_name(d, last), ": ", from_to(before, 1, 3), " and ",
             from_to(after, 1, 3), "."));
  concentration_without_copper(d, b);
  b.figure("sector_herfindahl_low", after.low(), "ratio");
  b.figure("sector_herfindahl_high", after.high(), "ratio");
}

}  // namespace china_peru
