// The table of verdicts as a picture: what a README or a slide shows of the brief.
#include "china_peru_brief/writer.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/svg.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace china_peru {

using namespace bilateral;

namespace {

constexpr double size = 12.5, line_height = 16, margin = 14, width = 880;
constexpr double claim_at = 186, claim_width = 262, finding_at = 462;
constexpr std::string_view ink = "#1a1a1a", grey = "#555555";

std::string_view colour_of(verdict v) {
  switch (v) {
    case verdict::reproduced:
    case verdict::consistent:
    case verdict::consistent_with_a_source: return "#3b7340";
    case verdict::contradicted:
    case verdict::contradicted_by_a_source: return "#b5402a";
    case verdict::sources_disagree: return "#8a6100";
    case verdict::under_assumption:
    case verdict::undecidable: break;
  }
  return "#4f5d6b";
}

// Draws lines below each other, the first on the base line y.
void draw_lines(svg_writer& out, double x, double y, const std::vector<std::string>& lines,
                const text_style& style) {
  for (const std::string& line : lines) {
    out.text(x, y, line, style);
    y += line_height;
  }
}

// One claim at y; returns where the next begins.
double draw_row(svg_writer& out, const judged_claim& c, double y) {
  const auto claim = wrapped_text(c.verdict.words, claim_width, size, true);
  const double finding_width = width - margin - finding_at;
  const auto finding = wrapped_text(c.finding + " (" + c.source + ")", finding_width, size);
  const std::string_view colour = colour_of(c.verdict.outcome);
  const double base = y + 19;
  out.circle({margin + 5, base - 4.5}, 5, {.fill = colour});
  draw_lines(out, margin + 18, base,
             wrapped_text(word_of(c.verdict.outcome), claim_at - margin - 24, size, true),
             {.size = size, .colour = colour, .bold = true});
  draw_lines(out, claim_at, base, claim, {.size = size, .colour = ink, .bold = true});
  draw_lines(out, finding_at, base, finding, {.size = size, .colour = grey});
  const auto lines = (std::max)(claim.size(), finding.size());
  const double next = base + line_height * static_cast<double>(lines - 1) + 10;
  out.line({margin, next}, {width - margin, next}, {.stroke = "#e3e3e3"});
  return next;
}

}  // namespace

std::string brief::picture() const {
  svg_writer out;
  const std::string title = bilateral::text("China and Peru, 2016: ", claims_.size(),
                                            " claims of a news report and the figures");
  out.text(margin, 28, title, {.size = 17, .colour = ink, .bold = true});
  double y = 58;
  for (const auto& [x, heading] :
       {std::pair{margin + 18, "verdict"}, {claim_at, "claim"}, {finding_at, "finding (source)"}})
    out.text(x, y, heading, {.size = 11, .colour = grey});
  y += 7;
  out.line({margin, y}, {width - margin, y}, {.stroke = ink});
  for (const judged_claim& c : claims_) y = draw_row(out, c, y);
  return out.finish(width, y + 8, title, "Each claim with its verdict, what was found, and where.");
}

}  // namespace china_peru
