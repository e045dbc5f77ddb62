// What Peru sells and China buys, and the other way, by product: from the file of --structure.
#include "china_peru_brief/product_trade.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/product.hpp>
#include <bilateral/trade/structure/bilateral.hpp>
#include <bilateral/trade/structure/comparative_advantage.hpp>
#include <bilateral/trade/structure/concentration.hpp>
#include <bilateral/trade/structure/intra_industry.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

namespace china_peru {

namespace {

using values = std::span<const double>;

double sum_of(const product_values& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

template <class Scalar>
std::optional<double> figure_of(const index_value<Scalar>& v) {
  return v ? std::optional<double>(static_cast<double>(*v)) : std::nullopt;
}
// percent by section of the Harmonized System; the last is what belongs to none
std::vector<double> by_section(const product_trade& t, const product_values& v) {
  std::vector<double> out(hs_sections.size() + 1, 0.0);
  for (std::size_t k = 0; k < v.size(); ++k) {
    const auto section = section_of(hs_code(t.flows.products[k]));
    out[section ? bilateral::to_size(section->number - 1) : hs_sections.size()] += v[k];
  }
  const double all = sum_of(v);
  for (double& x : out) x = percent(x, all);
  return out;
}

// Where Peru's exports fit among the imports of all countries, and China's place among them.
struct fit_of_exports {
  std::optional<double> with_other;  // of 100; none for a reason
  std::string reason;
  std::size_t place = 0, markets = 0;
};
fit_of_exports fit(const product_trade& t, Eigen::Index seller, Eigen::Index buyer) {
  const product_values sold = t.sold_by(seller);
  const auto with = [&](Eigen::Index j) {
    const product_values bought = t.bought_by(j);
    return complementarity(values(sold), values(bought));
  };
  const auto other = with(buyer);
  fit_of_exports out{figure_of(other), other.reason};
  if (!out.with_other) return out;
  for (Eigen::Index j = 0; j < t.imports.rows(); ++j) {
    if (j == seller) continue;
    const auto one = with(j);
    if (!one) continue;
    ++out.markets;
    if (*one >= *out.with_other) ++out.place;
  }
  return out;
}

void draw_sections(const product_trade& t, const fit_of_exports& peru, brief& b) {
  const auto sells = by_section(t, t.sold_by(t.peru)), buys = by_section(t, t.bought_by(t.china)),
             china_sells = by_section(t, t.sold_by(t.china)),
             peru_buys = by_section(t, t.bought_by(t.peru));
  std::vector<std::size_t> order(sells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end() - 1,
                   [&](auto x, auto y) { return sells[x] > sells[y]; });
  table all(text("Trade with the world by section of the Harmonized System, ", t.year, ", percent"),
            {{"section", -1, alignment::left},
             {"Peru sells", 1},
             {"China buys", 1},
             {"China sells", 1},
             {"Peru buys", 1}});
  std::vector<std::string> rows;
  chart_line sold{"Peru sells", {}}, bought{"China buys", {}, line_role::comparator};
  for (const std::size_t s : order) {
    const std::string name =
        s < hs_sections.size() ? std::string(hs_sections[s].name) : "not classified";
    if (sells[s] + buys[s] + china_sells[s] + peru_buys[s] == 0) continue;
    all.row({name, sells[s], buys[s], china_sells[s], peru_buys[s]});
    if ((std::max)(sells[s], buys[s]) < 2) continue;
    rows.push_back(capital(name));
    sold.values.push_back(sells[s]);
    bought.values.push_back(buys[s]);
  }
  all.note("Source: " + t.source);
  if (rows.empty()) return b.show(all);
  b.draw(bar_chart(
      rows, {sold, bought},
      {.title = peru.with_other ? text("Of 100 dollars that Peru sells, ",
                                       fixed_text(*peru.with_other, 0), " fit what China buys")
                                : std::string("What Peru sells and what China buys"),
       .subtitle = "Percent of Peru's exports and of China's imports; the fit is by product",
       .decimals = 1,
       .source = t.source}));
  b.show(all);
}

// percent of exports that is copper: ores (2603), and chapter 74
double copper_percent(const product_trade& t, const product_values& v) {
  double copper = 0;
  for (std::size_t k = 0; k < v.size(); ++k) {
    const std::string& code = t.flows.products[k];
    if (code.starts_with("2603") || code.starts_with("74")) copper += v[k];
  }
  return percent(copper, sum_of(v));
}

std::vector<bool> advantages_of(const product_trade& t, Eigen::Index country) {
  std::vector<bool> out;
  for (Eigen::Index k = 0; k < t.exports.cols(); ++k) {
    const auto a = t.advantage.at(country, k);
    out.push_back(a && *a >= 1);
  }
  return out;
}

struct country_figures {
  product_values sold, bought, to_other;
  fit_of_exports fit;
  std::optional<double> intensity, two_way, herfindahl;
  std::size_t advantages = 0;
};

country_figures figures_of(const product_trade& t, Eigen::Index country, Eigen::Index other) {
  country_figures f;
  f.sold = t.sold_by(country);
  f.bought = t.bought_by(country);
  f.to_other = t.between(t.flows.countries[bilateral::to_size(country)], other);
  f.fit = fit(t, country, other);
  f.intensity = figure_of(trade_intensity(t.pairs).at(country, other));
  if (const auto g = grubel_lloyd(values(f.sold), values(f.bought))) f.two_way = g->plain;
  f.herfindahl = figure_of(herfindahl(values(f.sold)));
  const auto has = advantages_of(t, country);
  f.advantages = bilateral::to_size(std::count(has.begin(), has.end(), true));
  return f;
}

void show_fit(const product_trade& t, const country_figures& peru, const country_figures& china,
              brief& b) {
  table all(text("Peru and China in ", t.year, ", ", t.flows.products.size(), " products"),
            {{"", -1, alignment::left}, {"Peru", 3}, {"China", 3}});
  const auto place = [](const fit_of_exports& f) {
    return f.with_other ? text(f.place, " of ", f.markets) : std::string();
  };
  const auto decimals = [](const std::optional<double>& x) {
    return x ? table_cell(*x, fixed_text(*x, 1)) : table_cell();
  };
  const auto equal = [](const std::optional<double>& h) {
    return h ? std::optional<double>(1 / *h) : std::nullopt;
  };
  all.row({"exports fit the other's imports, of 100", decimals(peru.fit.with_other),
           decimals(china.fit.with_other)});
  all.row({"the other's place among markets by that fit", place(peru.fit), place(china.fit)});
  all.row({"intensity of exports to the other", peru.intensity, china.intensity});
  all.row({"trade within products, with the world", peru.two_way, china.two_way});
  all.row({"Herfindahl index of exports", peru.herfindahl, china.herfindahl});
  all.row({"equal products", decimals(equal(peru.herfindahl)), decimals(equal(china.herfindahl))});
  all.row({"products with a comparative advantage", peru.advantages, china.advantages});
  all.row({"copper, percent of exports", decimals(copper_percent(t, peru.sold)),
           decimals(copper_percent(t, china.sold))});
  all.row({"copper, percent of exports to the other", decimals(copper_percent(t, peru.to_other)),
           decimals(copper_percent(t, china.to_other))});
  all.note(
      "fit: 100 less half the distance of the two baskets (complementarity, Michaely); intensity: 1 "
      "where the other buys as much of these exports as of the world's; within products: Grubel and "
      "Lloyd's index, 0 to 1; advantage: Balassa's index of 1 and above; copper: 2603 and chapter "
      "74");
  all.note(text("Source: ", t.source, "; the world is the ", t.flows.countries.size(),
                " countries of the file"));
  b.show(all);
}

// The ten products that a country sells most.
void show_products(const product_trade& t, const char* seller, const country_figures& of,
                   const char* buyer, const product_values& bought, brief& b) {
  const Eigen::Index country = std::string(seller) == "Peru" ? t.peru : t.china;
  std::vector<std::size_t> order(of.sold.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto x, auto y) { return of.sold[x] > of.sold[y]; });
  table all(text("What ", seller, " sells most, ", t.year),
            {{"product (HS)", -1, alignment::left},
             {"million USD", 1},
             {"percent of exports", 1},
             {"times the world's share", 2},
             {text("percent of ", buyer, "'s imports"), 2},
             {text("percent that goes to ", buyer), 1}});
  for (std::size_t i = 0; i < (std::min)(order.size(), std::size_t{10}); ++i) {
    const std::size_t k = order[i];
    if (of.sold[k] == 0) break;
    all.row({t.flows.products[k], of.sold[k] / 1e3, percent(of.sold[k], sum_of(of.sold)),
             figure_of(t.advantage.at(country, bilateral::to_index(k))),
             percent(bought[k], sum_of(bought)), percent(of.to_other[k], of.sold[k])});
  }
  all.note("times the world's share: Balassa's index of revealed comparative advantage");
  all.note("Source: " + t.source);
  b.show(all);
}

std::string fit_words(const std::string& seller, const std::string& buyer,
                      const fit_of_exports& f) {
  if (!f.with_other)
    return text("Do ", seller, "'s exports fit ", buyer, "'s imports? No answer: ", f.reason);
  return text("Of 100 dollars of ", seller, "'s exports ", fixed_text(*f.with_other, 1), " fit ",
              buyer, "'s imports product by product; ", buyer, " is market ", f.place, " of ",
              f.markets, " by that");
}

void say_what_fits(const product_trade& t, const country_figures& peru,
                   const country_figures& china, brief& b) {
  b.say(text(fit_words("Peru", "China", peru.fit), ". ", fit_words("China", "Peru", china.fit),
             " (", t.source, ", ", t.year, ")."));
  const auto within = grubel_lloyd(values(peru.to_other), values(china.to_other));
  const auto both = [&] {
    const auto x = advantages_of(t, t.peru), y = advantages_of(t, t.china);
    std::size_t n = 0;
    for (std::size_t k = 0; k < x.size(); ++k) n += x[k] && y[k] ? 1U : 0U;
    return n;
  }();
  b.say(within ? text("Of the trade between the two ", fixed_text(100 * within->plain, 1),
                      " percent goes both ways within a product, the rest one way; of the ",
                      peru.advantages,
                      " products in which Peru has a comparative advantage China has one in ", both,
                      " too.")
               : std::string("The two do not trade with each other in this file."));
  b.figure("complementarity_peru_to_china", peru.fit.with_other, "of 100");
  b.figure("complementarity_china_to_peru", china.fit.with_other, "of 100");
  b.figure("grubel_lloyd_between", within ? std::optional<double>(within->plain) : std::nullopt,
           "ratio");
  b.figure("grubel_lloyd_peru", peru.two_way, "ratio");
  b.figure("grubel_lloyd_china", china.two_way, "ratio");
  b.figure("trade_intensity_peru_to_china", peru.intensity, "ratio");
  b.figure("trade_intensity_china_to_peru", china.intensity, "ratio");
  b.figure("product_herfindahl_peru", peru.herfindahl, "ratio");
  b.figure("product_herfindahl_china", china.herfindahl, "ratio");
  b.figure("copper_share_of_products", copper_percent(t, peru.sold), "percent");
  b.figure("copper_share_to_china", copper_percent(t, peru.to_other), "percent");
}

}  // namespace

void what_each_buys(const brief_data&, const product_trade& t, brief& b) {
  const country_figures peru = figures_of(t, t.peru, t.china),
                        china = figures_of(t, t.china, t.peru);
  draw_sections(t, peru.fit, b);
  show_fit(t, peru, china, b);
  show_products(t, "Peru", peru, "China", china.bought, b);
  show_products(t, "China", china, "Peru", peru.bought, b);
  say_what_fits(t, peru, china, b);
}

online_finding online_advantage(const brief_data& d, const product_trade& t, brief& b) {
  table all(text("Goods of e-commerce against comparative advantage, ", t.year),
            {{"good", -1, alignment::left},
             {"seller", -1, alignment::left},
             {"code (HS)", -1, alignment::left},
             {"million USD", 1},
             {"times the world's share", 2},
             {"symmetric", 2}});
  online_finding out;
  bool all_hold = true, all_known = true;
  for (const online_good& good : d.online) {
    const auto seller = position_in(t.flows.countries, good.seller);
    const auto code = std::find_if(good.codes.begin(), good.codes.end(), [&](const auto& c) {
      return position_in(t.flows.products, c).has_value();
    });
    std::optional<double> advantage, symmetric;
    if (seller && code != good.codes.end()) {
      const auto k = product_of(t.flows, *code);
      advantage = figure_of(t.advantage.at(*seller, k));
      symmetric = figure_of(symmetric_balassa(t.exports).at(*seller, k));
      all.row({good.name, country_words(good.seller), *code, t.exports(*seller, k) / 1e3, advantage,
               symmetric});
    } else {
      all.row({good.name, country_words(good.seller), {}, {}, {}, {}});
    }
    all_known = all_known && advantage.has_value();
    all_hold = all_hold && advantage && *advantage > 1;
    out.words +=
        text(out.words.empty() ? "" : ", ", country_words(good.seller), "'s ", good.name,
             !advantage          ? std::string(" not in the file")
             : out.words.empty() ? text(" ", fixed_text(*advantage, 1), " times the world's share")
                                 : text(" ", fixed_text(*advantage, 1)));
    b.figure("advantage_in_" + good.name, advantage, "ratio");
  }
  for (const online_good& good : d.online) {
    if (!good.what.empty()) all.note(good.name + ": " + good.what);
  }
  all.note("symmetric: (a - 1) / (a + 1), -1 to 1. Source: " + t.source);
  b.show(all);
  out.reading.source = t.source;
  out.reading.assumption = "more of it is sold where its seller has a comparative advantage";
  out.reading.holds = !all_known ? decision::undetermined : all_hold ? decision::yes : decision::no;
  out.reading.unit = "ratio";
  out.reading.finding = text("in ", t.year, " ", out.words);
  return out;
}

}  // namespace china_peru
