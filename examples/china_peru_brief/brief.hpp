#pragma once
// What the sections of the brief share: the data of a folder in their units, and the brief itself.

#include "china_peru_brief/writer.hpp"

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/press_figure.hpp>
#include <bilateral/core/unit_text.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/series/series.hpp>
#include <bilateral/trade/flow/claim.hpp>

#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace china_peru {

using namespace bilateral;

inline constexpr double million =
    1e6;  // series hold whole dollars; the report and its tables speak of millions
inline double in_millions(double dollars) { return dollars / million; }

struct reported_figure {
  std::string figure, unit, reporter, date, what;
  stated_unit measured_in;
  std::size_t line = 0;
};

// Where a country's exports go or what they are, a series for each destination or sector.
struct destination {
  std::string name;
  series<annual, usd_fob> exports;
};

// A good of e-commerce between the two: the first of its codes that a file has is the one meant.
struct online_good {
  std::string name, seller;  // an ISO alpha-3 code
  std::vector<std::string> codes;
  std::string what;  // that the codes hold
};

// The files of one folder. Every figure is asked for in the unit that it is needed in: it is
// converted into it or refused with its file, line and key.
class brief_data {
 public:
  explicit brief_data(const std::string& folder);

  series<monthly, usd_fob> to_china, copper;
  series<monthly, per<usd, tonne>> price;
  series<annual, usd_fob> to_world, to_china_later;
  std::vector<destination> destinations;  // the first is all of them together
  std::vector<destination> sectors;       // likewise, by what is sold
  std::vector<online_good> online;

  [[nodiscard]] bool has(const std::string& key) const { return reported_.count(key) > 0; }
  [[nodiscard]] const reported_figure& row(const std::string& key) const;
  // as printed, and who printed it
  [[nodiscard]] const std::string& figure(const std::string& key) const { return row(key).figure; }
  [[nodiscard]] const std::string& reporter(const std::string& key) const {
    return row(key).reporter;
  }

  [[nodiscard]] press_figure phrase(const std::string& key, std::string_view unit) const;
  [[nodiscard]] double number(const std::string& key, std::string_view unit) const {
    return phrase(key, unit).number;
  }
  // the same where it is divided by: above zero, though words such as "nearly 14" do not say so;
  // refused where it cannot be
  [[nodiscard]] press_figure above_zero(const std::string& key, std::string_view unit) const;
  // what a printed number may have been before it was rounded, or cut off
  [[nodiscard]] bounds as_rounded(const std::string& key, std::string_view unit) const {
    return printed(key, unit, true);
  }
  [[nodiscard]] bounds as_cut(const std::string& key, std::string_view unit) const {
    return printed(key, unit, false);
  }

 private:
  [[nodiscard]] bounds printed(const std::string& key, std::string_view unit, bool round) const;
  [[noreturn]] void refuse(const std::string& key, const std::string& why) const;

  std::string file_;
  std::map<std::string, reported_figure> reported_;
};

// Peru's copper exports by year and the tonnes that they imply at the exchange's price.
struct copper_totals {
  series<annual, usd_fob> dollars;
  series<annual, tonne> tonnes;
};
copper_totals copper_by_year(const brief_data& d);

inline std::string percent_text(double x, int decimals = 1) {
  return (x >= 0 ? "+" : "") + fixed_text(x, decimals) + " percent";
}
inline bounds grown_from(double now,
                         const bounds& rate) {  // the base that `now` and its growth imply
  return decreasing([now](double r) { return now / (1 + r / 100); }, rate);
}
// the first letter of a sentence
inline std::string capital(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}
// "up 9", or "down 9" of "-9"
inline std::string up_or_down(const std::string& figure) {
  return figure.starts_with("-") ? "down " + figure.substr(1) : "up " + figure;
}
inline std::string months_text(int through) { return "January-" + month_name(through); }
// "16.0 to 16.2", "more than 16.0"
inline std::string from_to(const bounds& b, double unit, int decimals) {
  if (std::isinf(b.high())) return "more than " + grouped_text(b.low() / unit, decimals);
  const std::string low = grouped_text(b.low() / unit, decimals),
                    high = grouped_text(b.high() / unit, decimals);
  return low == high ? low : low + " to " + high;
}
// "(140, 1,500)" with so many significant digits, thousands in groups
std::string range_text(const bounds& b, int digits);
// does it say nothing on one side? "over 40 thousand" has no upper end, "nearly 40" no lower one
inline bool one_sided(const bounds& b) {
  return !b.exact() && (b.low() <= 0 || std::isinf(b.high()));
}
// what the conventional reading of a figure of the press assumes
inline constexpr const char* by_convention = "the words go no further than the next round figure";
// growth held against a printed percentage by one standard: rounded, or cut off as an assumption
std::vector<claim_reading> growth_readings(const brief_data& d, const std::string& key,
                                           const bounds& computed, const std::string& what,
                                           const std::string& source = {});

class product_trade;  // of the file of --structure, where there is one

// the story's claims, in its order
void record_trade(const brief_data& d, brief& b);
void eight_months(const brief_data& d, brief& b);
void export_market(const brief_data& d, const product_trade* trade, brief& b);
void structure(const brief_data& d, const product_trade* trade, brief& b);
void agreement(const brief_data& d, const std::string& folder, brief& b);
void slump(const brief_data& d, brief& b);
void prospects(const brief_data& d, brief& b);
void railway(const std::string& folder, brief& b);
void investment(const brief_data& d, brief& b);
void tourists(const brief_data& d, brief& b);
void people(const brief_data& d, const product_trade* trade, brief& b);
// the appendix
void reports_against_each_other(const brief_data& d, brief& b);
void two_reporters(const brief_data& d, brief& b);
void concentration_of_exports(const brief_data& d, brief& b);
void small_ratios(const brief_data& d, brief& b);
// the default of the examples' folder
void analogue(const std::string& folder, brief& b);
void other_country(const std::vector<std::string>& files, const std::string& name, brief& b);

}  // namespace china_peru
