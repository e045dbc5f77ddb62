// Copper's share of exports: what its price did, what its volume did, and how concentrated the rest is.
#include "china_peru_brief/sectors.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/flow/value_decomposition.hpp>
#include <bilateral/trade/structure/concentration.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace china_peru {

namespace {

constexpr std::size_t base_years = 2;  // the first of the table: their mean price is the base

// Copper in the basket of each year of the table of sectors.
struct copper_in_basket {
  std::vector<product_in_basket> year;
  double base_price = 0;

  // percent of exports as they were, and at the price of the base years
  [[nodiscard]] double share(std::size_t y) const { return 100 * year[y].share(); }
  [[nodiscard]] double share_at_base_price(std::size_t y) const {
    return 100 * product_in_basket{base_price, year[y].quantity, year[y].rest}.share();
  }
};

copper_in_basket copper_of(const brief_data& d) {
  const auto [dollars, tonnes] = copper_by_year(d);
  copper_in_basket out;
  double base_value = 0, base_tonnes = 0;
  for (std::size_t y = 0; y < all_sectors(d).size(); ++y) {
    const auto when = all_sectors(d).at(y);
    const double price = dollars.value(when) / tonnes.value(when), copper = sold(d, "copper", y);
    out.year.push_back({price, copper / price, all_sectors(d).values[y] - copper});
    if (y < base_years) {
      base_value += dollars.value(when);
      base_tonnes += tonnes.value(when);
    }
  }
  out.base_price = base_value / base_tonnes;
  return out;
}

std::string base_words(const brief_data& d) {
  return text(year_name(d, 0), "-", year_name(d, base_years - 1).substr(2));
}

void draw_share(const brief_data& d, const copper_in_basket& c, brief& b) {
  std::vector<std::string> years;
  chart_line was{"as it was", {}}, constant{"at the price of " + base_words(d), {}};
  for (std::size_t y = 0; y < c.year.size(); ++y) {
    years.push_back(year_name(d, y));
    was.values.push_back(c.share(y));
    constant.values.push_back(c.share_at_base_price(y));
  }
  const std::size_t last = c.year.size() - 1;
  b.draw(line_chart(
      years, {was, constant},
      {.title = text("At the copper price of ", base_words(d), " copper would be ",
                     fixed_text(c.share_at_base_price(last), 0), " percent of exports in ",
                     years[last], "; it is ", fixed_text(c.share(last), 0)),
       .subtitle = "Copper, percent of Peru's exports",
       .decimals = 1,
       .source = "SUNAT, World Bank"}));
  b.figure("copper_share_at_base_price", c.share_at_base_price(last), "percent");
}

// "gained 8.0 points"
std::string gained(double points) {
  return text(points < 0 ? "lost " : "gained ", fixed_text(std::abs(points), 1), " points");
}
std::string signed_points(double points) {
  return text(points < 0 ? "" : "+", fixed_text(points, 1));
}

void draw_parts(const brief_data& d, const copper_in_basket& c, brief& b) {
  std::vector<std::string> years;
  chart_line price{"copper's price", {}}, volume{"copper's volume", {}},
      rest{"all other exports", {}}, all{"change of copper's share", {}};
  table t("Copper's share of exports", {{"year"},
                                        {"percent", 1},
                                        {"at the price of " + base_words(d) + ", percent", 1},
                                        {"points since " + year_name(d, 0), 1},
                                        {"by copper's price", 1},
                                        {"by its volume", 1},
                                        {"by all other exports", 1}});
  share_decomposition last;
  for (std::size_t y = 0; y < c.year.size(); ++y) {
    const share_decomposition part = decompose_share(c.year[0], c.year[y]);
    const double p = 100 * part.price, v = 100 * part.volume, r = 100 * part.rest,
                 change = 100 * part.total();
    t.row({year_name(d, y), c.share(y), c.share_at_base_price(y), change, p, v, r});
    last = part;
    if (y == 0) continue;
    years.push_back(year_name(d, y));
    price.values.push_back(p);
    volume.values.push_back(v);
    rest.values.push_back(r);
    all.values.push_back(change);
  }
  t.note(text("points: exact shares of the change along a path of constant rates; the price of ",
              base_words(d), " is ", grouped_text(c.base_price),
              " USD per tonne. What other goods' prices did is in the last column: no price but "
              "copper's is among these figures."));
  b.draw(contribution_chart(
      years, {price, volume, rest}, all,
      {.title =
           text("Since ", year_name(d, 0), " copper's share ", gained(100 * last.total()), ": ",
                signed_points(100 * last.price), " by price, ", signed_points(100 * last.volume),
                " by volume, ", signed_points(100 * last.rest), " by what else is sold"),
       .subtitle = text("Percentage points of Peru's exports since ", year_name(d, 0)),
       .decimals = 1,
       .source = "SUNAT, World Bank"}));
  b.show(t);
  b.figure("copper_share_by_price", 100 * last.price, "percentage points");
  b.figure("copper_share_by_volume", 100 * last.volume, "percentage points");
  b.figure("copper_share_by_rest", 100 * last.rest, "percentage points");
}

// The basket of a year with copper at another value; without it where that is none.
std::vector<double> with_copper(const brief_data& d, std::size_t year,
                                std::optional<double> value) {
  std::vector<double> parts = basket(d, year), out;
  const auto names = sector_names(d);
  for (std::size_t k = 0; k < parts.size(); ++k) {
    if (names[k] != "copper") out.push_back(parts[k]);
    if (names[k] == "copper" && value) out.push_back(*value);
  }
  return out;
}

// Percent of exports outside the traditional goods, at least and at most: the table names three
// sectors of them, and what is not broken down may be or not.
bounds non_traditional(const brief_data& d, std::size_t year, double total) {
  double named = 0;
  for (const char* sector : {"farm products", "textiles", "chemicals"})
    named += sold(d, sector, year);
  return {100 * named / total, 100 * (named + basket(d, year).back()) / total, false, false};
}

// Theil's index of the year's basket: copper against the rest, and among the rest.
theil_parts<double> theil_around_copper(const brief_data& d, std::size_t year, double copper) {
  const std::vector<double> parts = with_copper(d, year, copper);
  const auto names = sector_names(d);
  std::vector<std::int32_t> group;
  for (const std::string& name : names) group.push_back(name == "copper" ? 1 : 0);
  return *theil_decomposition(std::span<const double>(parts), std::span<const std::int32_t>(group));
}

void show_concentration(const brief_data& d, const copper_in_basket& c, brief& b) {
  const std::string at = "at the price of " + base_words(d);
  table t("Concentration with and without copper's price", {{"year"},
                                                            {"Theil index", 3},
                                                            {"copper against the rest", 3},
                                                            {"among the rest", 3},
                                                            {at, 3},
                                                            {"equal sectors", 1},
                                                            {at, 1},
                                                            {"without copper", 1}});
  for (std::size_t y = 0; y < c.year.size(); ++y) {
    const double copper = sold(d, "copper", y), constant = c.base_price * c.year[y].quantity;
    const auto theil = theil_around_copper(d, y, copper);
    const auto equal_sectors = [&](std::optional<double> value) {
      const std::vector<double> parts = with_copper(d, y, value);
      return *number_equivalent(std::span<const double>(parts), 2.0);
    };
    t.row({year_name(d, y), theil.total, theil.between, theil.within,
           theil_around_copper(d, y, constant).total, equal_sectors(copper),
           equal_sectors(constant), equal_sectors({})});
  }
  t.note(
      "over the named sectors and all other exports as one; equal sectors: one over the Herfindahl "
      "index");
  b.show(t);
}

void show_non_traditional(const brief_data& d, const copper_in_basket& c, brief& b) {
  table t("Goods outside the traditional ones, percent of exports",
          {{"year"},
           {"at least", 1},
           {"at most", 1},
           {"at least, with copper at its price of " + base_words(d), 1}});
  for (std::size_t y = 0; y < c.year.size(); ++y) {
    const bounds share = non_traditional(d, y, all_sectors(d).values[y]);
    const double constant = c.base_price * c.year[y].quantity + c.year[y].rest;
    t.row({year_name(d, y), share.low(), share.high(), non_traditional(d, y, constant).low()});
  }
  t.note("at least: farm products, textiles and chemicals; at most: with all other exports");
  b.show(t);
}

void draw_non_traditional(const brief_data& d, const copper_in_basket& c, brief& b) {
  std::vector<std::string> years;
  chart_line was{"as it was", {}}, constant{"with copper at its price of " + base_words(d), {}};
  for (std::size_t y = 0; y < c.year.size(); ++y) {
    years.push_back(year_name(d, y));
    was.values.push_back(non_traditional(d, y, all_sectors(d).values[y]).low());
    constant.values.push_back(
        non_traditional(d, y, c.base_price * c.year[y].quantity + c.year[y].rest).low());
  }
  b.draw(line_chart(years, {was, constant},
                    {.title = text("Farm products, textiles and chemicals went from ",
                                   fixed_text(was.values.front(), 0), " to ",
                                   fixed_text(was.values.back(), 0), " percent of exports"),
                     .subtitle = "Percent of Peru's exports",
                     .decimals = 1,
                     .source = "SUNAT, World Bank"}));
}

void say_what_followed(const brief_data& d, const copper_in_basket& c, brief& b) {
  const std::size_t last = c.year.size() - 1;
  const bounds then = non_traditional(d, 0, all_sectors(d).values[0]),
               now = non_traditional(d, last, all_sectors(d).values[last]);
  b.say(text("Goods outside the traditional ones were ", from_to(then, 1, 1),
             " percent of exports in ", year_name(d, 0), " and ", from_to(now, 1, 1), " in ",
             year_name(d, last), ": at least what is named, at most with all other exports."));
  b.figure("non_traditional_low", now.low(), "percent");
  b.figure("non_traditional_high", now.high(), "percent");
}

}  // namespace

void copper_and_the_rest(const brief_data& d, brief& b) {
  const copper_in_basket c = copper_of(d);
  draw_share(d, c, b);
  draw_parts(d, c, b);
  draw_non_traditional(d, c, b);
  show_non_traditional(d, c, b);
  say_what_followed(d, c, b);
}

void concentration_without_copper(const brief_data& d, brief& b) {
  const copper_in_basket c = copper_of(d);
  const std::size_t last = c.year.size() - 1;
  const bounds before = concentration(with_copper(d, 0, {})),
               after = concentration(with_copper(d, last, {}));
  show_concentration(d, c, b);
  b.say(text("Outside copper, concentration over sectors ", change_in_words(before, after),
             " from ", year_name(d, 0), " to ", year_name(d, last), ": ", from_to(before, 1, 3),
             " and ", from_to(after, 1, 3), "."));
  b.figure("sector_herfindahl_without_copper_low", after.low(), "ratio");
  b.figure("sector_herfindahl_without_copper_high", after.high(), "ratio");
}

}  // namespace china_peru
