#pragma once
// What the sections of the brief share: the data of a folder, and text and page written at once.

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/press_figure.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/series/series.hpp>
#include <bilateral/trade/flow/claim.hpp>

#include <map>

namespace china_peru {

using namespace bilateral;

inline constexpr double million = 1e6;  // series hold whole dollars; the report and its tables speak of millions
inline double in_millions(double dollars) { return dollars / million; }

struct reported_figure {
  std::string figure, unit, reporter, date, what;
};

// the files of one folder
struct brief_data {
  series<monthly, usd_fob> to_china, copper;
  series<monthly, per<usd, tonne>> price;
  series<annual, usd_fob> to_world, to_china_later;
  std::map<std::string, reported_figure> reported;  // as printed: a trade figure in millions

  explicit brief_data(const std::string& folder);
  const reported_figure& row(const std::string& key) const {
    const auto found = reported.find(key);
    if (found == reported.end()) throw data_error("reported.csv: there is no " + key);
    return found->second;
  }
  press_figure phrase(const std::string& key) const { return parse_phrase(row(key).figure); }
  double number(const std::string& key) const { return phrase(key).number; }
  // what a printed number may have been before rounding
  int decimals(const std::string& key) const {
    const std::string& f = row(key).figure;
    const auto point = f.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(f.size() - point - 1);
  }
  bounds as_rounded(const std::string& key) const { return rounded(number(key), decimals(key)); }
  bounds as_cut(const std::string& key) const { return truncated(number(key), decimals(key)); }
};

inline std::string percent_text(double x, int decimals = 2) {
  return (x >= 0 ? "+" : "") + fixed_text(x, decimals) + " percent";
}
inline bounds grown_from(double now, const bounds& rate) {  // the base that `now` and its growth imply
  return decreasing([now](double r) { return now / (1 + r / 100); }, rate);
}
inline std::string months_text(int through) { return "January-" + month_name(through); }

// text and page at once
class writer {
 public:
  writer() : page_("China and Peru, 2016: the claims and the figures",
                   "Each claim of a 2016 news report, what the figures say, and a verdict computed "
                   "from them.") {}
  void section(const std::string& title) {
    text_ += "\n" + title + "\n" + std::string(title.size(), '=') + "\n";
    page_.heading(title);
  }
  void say(const std::string& sentence) {
    text_ += "  " + sentence + "\n";
    page_.paragraph(sentence);
  }
  void claim(const claim_verdict& v) {
    text_ += "  claim    " + v.words + "\n";
    std::vector<std::string> items;
    for (const auto& r : v.readings) {
      const std::string line = (r.assumption.empty() ? "" : "if " + r.assumption + ": ") + r.finding + " (" +
                               in_words(r.holds) + ")";
      text_ += "    data   " + line + "\n";
      items.push_back(line);
    }
    text_ += "  verdict  " + v.sentence + "\n";
    page_.paragraph("Claim: " + v.words);
    if (!items.empty()) page_.list(items);
    page_.paragraph("Verdict: " + v.sentence);
    verdicts_.row({v.words, v.sentence});
  }
  void show(const table& t) {
    text_ += to_text(t);
    page_.add(t);
  }
  void draw(const chart& c) { page_.add(c); }
  void summary() {
    section("All verdicts");
    show(verdicts_);
  }
  const std::string& text() const { return text_; }
  const page& html() const { return page_; }

 private:
  std::string text_ = "China and Peru, 2016: the claims of a news report and the figures\n";
  page page_;
  table verdicts_{"", {{"claim", -1, alignment::left}, {"verdict", -1, alignment::left}}};
};

// the sections that estimate
void agreement(const brief_data& d, writer& w);
void copper(const brief_data& d, writer& w);
void price_response(const series<monthly, usd_fob>& trade, const series<monthly, per<usd, tonne>>& price, writer& w);
void prospects(const brief_data& d, writer& w);
void other_country(const std::vector<std::string>& files, const std::string& name, writer& w);

}  // namespace china_peru
