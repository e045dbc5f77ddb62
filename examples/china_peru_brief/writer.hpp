#pragma once
// The brief as it is read: a table of claims on top, a short section for each, the rest folded; as
// text, as a page and as JSON.

#include <bilateral/report/chart.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/flow/claim.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace china_peru {

// One claim with what was found, in one plain sentence, and whose figures say so.
struct judged_claim {
  bilateral::claim_verdict verdict;
  std::string finding, source;
};

// the word that the brief prints for a verdict
std::string word_of(bilateral::verdict v);

class brief {
 public:
  // Everything after this stands in a new section; after appendix(), in the appendix.
  void section(const std::string& title);
  // The section's finding in one plain sentence, in sight.
  void lead(const std::string& sentence);
  void appendix() { in_appendix_ = true; }

  // A claim of the story (the appendix: of a report): a row of the table on top, its readings
  // folded.
  void claim(bilateral::claim_verdict v, std::string finding, std::string source);
  // Folded.
  void say(const std::string& sentence);
  void show(const bilateral::table& t);
  // A chart of a section: one in sight, others folded.
  void draw(const bilateral::chart& c);
  // A computed figure for --json.
  void figure(const std::string& name, std::optional<double> value, const std::string& unit);

  [[nodiscard]] std::string text(bool full) const;
  [[nodiscard]] bilateral::page page() const;
  // the table on top as an SVG picture
  [[nodiscard]] std::string picture() const;
  void write(bilateral::json_writer& json) const;

 private:
  using block = std::variant<std::string, bilateral::table, bilateral::chart, judged_claim>;
  struct section_part {
    std::string title, lead;
    bool appendix = false;
    std::optional<bilateral::chart> chart;
    std::vector<block> folded;
  };
  struct computed_figure {
    std::string name, unit;
    std::optional<double> value;
  };

  std::vector<section_part> sections_;
  std::vector<judged_claim> claims_, others_;
  std::vector<computed_figure> figures_;
  bool in_appendix_ = false;
};

}  // namespace china_peru
