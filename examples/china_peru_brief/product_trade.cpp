// The file of --structure, and Peru's partners in it.
#include "china_peru_brief/product_trade.hpp"

#include "support/gzip.hpp"
#include "support/program.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/io/baci.hpp>
#include <bilateral/trade/structure/bilateral.hpp>
#include <bilateral/trade/structure/comparative_advantage.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace china_peru {

namespace {

flow_file read(const std::string& file, const std::string& year) {
  baci_options options;
  options.quantities = false;
  if (!year.empty())
    options.years = {static_cast<int>(example::whole_number("--structure-year", year, 1))};
  flow_file read = read_baci(
      watched({example::open_input(file), file, example::size_of(file)}, example::shown_progress()),
      options);
  const auto& years = read.flows.periods;
  if (years.size() > 1) {
    throw example::usage_error(text("--structure-year: the file has ", years.size(), " years from ",
                                    years.front(), " to ", years.back(), "; name one"));
  }
  return read;
}

Eigen::Index position(const product_trade& t, const char* code) {
  const auto at = position_in(t.flows.countries, code);
  if (!at) throw data_error(text(t.source, ": there is no trade of ", country_words(code)));
  return *at;
}

}  // namespace

product_trade::product_trade(const std::string& file, const std::string& of_year)
    : flows(read(file, of_year).flows),
      year(flows.periods.front()),
      source(text("BACI file ", std::filesystem::path(file).filename().string())) {
  peru = position(*this, "PER");
  china = position(*this, "CHN");
  exports = export_matrix(flows);
  imports = import_matrix(flows);
  pairs = pair_matrix(flows);
  advantage = balassa(exports);
}

product_values product_trade::line(const dense_matrix<double>& m, Eigen::Index row) {
  product_values out;
  for (Eigen::Index k = 0; k < m.cols(); ++k) out.push_back(m(row, k));
  return out;
}

std::string country_words(const std::string& code) {
  constexpr std::pair<const char*, const char*> names[] = {
      {"PER", "Peru"},        {"CHN", "China"},  {"USA", "the United States"},
      {"CHE", "Switzerland"}, {"CAN", "Canada"}, {"JPN", "Japan"},
      {"KOR", "Korea"},       {"BRA", "Brazil"}, {"CHL", "Chile"},
      {"IND", "India"},       {"MEX", "Mexico"}, {"ESP", "Spain"},
      {"DEU", "Germany"}};
  for (const auto& [known, name] : names) {
    if (code == known) return name;
  }
  return code;
}

namespace {

struct partner {
  std::string name;
  double sold = 0, bought = 0;  // by Peru, thousand USD
  [[nodiscard]] double both() const { return sold + bought; }
};

std::vector<partner> partners_of_peru(const product_trade& t) {
  const dense_matrix<double>& pairs = t.pairs;
  std::vector<partner> out;
  for (Eigen::Index j = 0; j < pairs.rows(); ++j) {
    if (j == t.peru || pairs(t.peru, j) + pairs(j, t.peru) == 0) continue;
    out.push_back({country_words(t.flows.countries[bilateral::to_size(j)]), pairs(t.peru, j),
                   pairs(j, t.peru)});
  }
  return out;
}

template <class Value>
void largest_first(std::vector<partner>& all, Value value) {
  std::stable_sort(all.begin(), all.end(),
                   [&](const partner& a, const partner& b) { return value(a) > value(b); });
}

}  // namespace

void show_partners(const product_trade& t, brief& b) {
  std::vector<partner> all = partners_of_peru(t);
  largest_first(all, [](const partner& p) { return p.both(); });
  partner total;
  for (const partner& p : all) {
    total.sold += p.sold;
    total.bought += p.bought;
  }
  table shown(
      text("Peru's partners in ", t.year, ", percent"),
      {{"partner", -1, alignment::left}, {"of exports", 1}, {"of imports", 1}, {"of both", 1}});
  for (std::size_t i = 0; i < (std::min)(all.size(), std::size_t{10}); ++i) {
    shown.row({all[i].name, percent(all[i].sold, total.sold), percent(all[i].bought, total.bought),
               percent(all[i].both(), total.both())});
  }
  shown.note(text("Source: ", t.source, ", values FOB on both sides"));
  b.show(shown);
  b.say(text("The largest partner of exports and imports together in ", t.year, " is ",
             all.front().name, ": ", fixed_text(percent(all.front().both(), total.both()), 1),
             " percent",
             all.size() > 1 ? text(", before ", all[1].name, " with ",
                                   fixed_text(percent(all[1].both(), total.both()), 1))
                            : std::string(),
             " (", t.source, ")."));
  for (const partner& p : all) {
    if (p.name == "China")
      b.figure("china_share_of_both_ways", percent(p.both(), total.both()), "percent");
  }
}

market_finding largest_market(const product_trade& t) {
  std::vector<partner> all = partners_of_peru(t);
  largest_first(all, [](const partner& p) { return p.sold; });
  double sold = 0, china = 0;
  partner rival;
  for (const partner& p : all) {
    sold += p.sold;
    if (p.name == "China") china = p.sold;
    if (p.name != "China" && rival.name.empty()) rival = p;
  }
  if (sold == 0) return {"no exports of Peru", no_figure(t.source, "it has no exports of Peru")};
  market_finding out;
  out.words = fixed_text(percent(china, sold), 1) + " percent";
  if (!rival.name.empty())
    out.words += text(", ", rival.name, " ", fixed_text(percent(rival.sold, sold), 1));
  out.reading.source = t.source;
  out.reading.unit = "percent";
  out.reading.holds = china > rival.sold ? decision::yes : decision::no;
  out.reading.gap = percent(china - rival.sold, sold);
  out.reading.finding = text("China's share in ", t.year, " is ", out.words);
  return out;
}

}  // namespace china_peru
