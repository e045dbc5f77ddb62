#pragma once
/// Several charts, tables and paragraphs in one HTML file that needs no network and no script.

#include <bilateral/report/chart_svg.hpp>
#include <bilateral/report/escape.hpp>
#include <bilateral/report/table.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A page from top to bottom. Charts are drawn twice, for a desk and for a telephone; the style
/// sheet shows one of them. Tables too wide for a telephone stand there as stacked rows.
///
///   page p("China and Peru", "What the figures say.");
///   p.heading("Trade").paragraph("...").add(line_chart(...)).add(table);
///   file << to_html(p);
class page {
 public:
  explicit page(std::string title, std::string lead = {})
      : title_(std::move(title)), lead_(std::move(lead)) {}

  page& heading(const std::string& text) {
    body_ += "<h2>" + html_escape(text) + "</h2>\n";
    return *this;
  }
  page& paragraph(const std::string& text) {
    body_ += "<p>" + html_escape(text) + "</p>\n";
    return *this;
  }
  page& list(const std::vector<std::string>& items) {
    body_ += "<ul>\n";
    for (const std::string& item : items) body_ += "<li>" + html_escape(item) + "</li>\n";
    body_ += "</ul>\n";
    return *this;
  }
  page& add(const table& t) {
    body_ += "<div class=\"wide\">\n" + to_html(t) + "</div>\n";
    return *this;
  }
  /// The chart, with its numbers as a table that opens below it.
  page& add(const chart& c) {
    body_ += "<figure id=\"chart-" + std::to_string(++charts_) + "\">\n" +
             to_svg(c, {.width = 720, .style_class = "desk"}) +
             to_svg(c, {.width = 350, .style_class = "telephone"}) +
             "<details><summary>Numbers</summary>\n<div class=\"wide\">\n" + to_html(c.numbers) +
             "</div>\n</details>\n</figure>\n";
    return *this;
  }
  /// What is added to `inner` stands behind a line that opens it.
  page& fold(const std::string& words, const page& inner) {
    body_ += "<details class=\"fold\"><summary>" + html_escape(words) + "</summary>\n" +
             inner.body_ + "</details>\n";
    charts_ += inner.charts_;
    return *this;
  }
  page& footer(std::string text) {
    footer_ = std::move(text);
    return *this;
  }

  [[nodiscard]] const std::string& title() const noexcept { return title_; }
  [[nodiscard]] const std::string& lead() const noexcept { return lead_; }
  [[nodiscard]] const std::string& footer() const noexcept { return footer_; }
  [[nodiscard]] const std::string& body() const noexcept { return body_; }
  [[nodiscard]] std::size_t charts() const noexcept { return charts_; }

 private:
  std::string title_, lead_, footer_, body_;
  std::size_t charts_ = 0;
};

namespace detail {

inline constexpr const char* page_style = R"(
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1a1a1a;
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.75rem 0 .5rem; padding-top: 1rem;
  border-top: 1px solid #e3e3e3; }
p, ul { margin: .75rem 0; }
.lead { font-size: 1.1rem; color: #444; }
figure { margin: 1.75rem 0; }
figure svg { display: block; width: 100%; height: auto; }
figure svg.telephone { display: none; }
details { margin: .25rem 0 0; font-size: .85rem; color: #444; }
details.fold { margin: 1rem 0; font-size: inherit; color: inherit; }
summary { cursor: pointer; color: #1f4e79; }
.wide { overflow-x: auto; margin: 1.25rem 0; }
figure details .wide { max-height: 22rem; overflow-y: auto; margin: .5rem 0; }
table { border-collapse: collapse; font-size: .88rem; line-height: 1.35; min-width: 60%; }
caption { text-align: left; font-weight: 600; padding: 0 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .32rem .9rem .32rem 0; }
th { border-bottom: 1.5px solid #777; font-weight: 600; vertical-align: bottom; }
tbody td { border-bottom: 1px solid #eee; }
tr.rule td { border-top: 1.5px solid #999; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.centre { text-align: center; }
tfoot td { color: #555; font-size: .85rem; padding-top: .5rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid #e3e3e3; color: #666;
  font-size: .85rem; }
@media screen and (max-width: 32rem) {
  main { padding: 1.5rem 1.25rem 3rem; }
  h1 { font-size: 1.5rem; }
  figure svg.desk { display: none; }
  figure svg.telephone { display: block; }
  th, td { padding-right: .6rem; }
  table.stack, .stack caption, .stack tbody, .stack tfoot, .stack tr, .stack td { display: block; }
  .stack thead { display: none; }
  .stack tbody tr { padding: .55rem 0; border-bottom: 1.5px solid #999; }
  .stack tbody td { display: flex; justify-content: space-between; gap: 1rem; border: 0;
    padding: .12rem 0; text-align: right; white-space: normal; }
  .stack tbody td:empty { display: none; }
  .stack tbody td[data-label]::before { content: attr(data-label); color: #555; text-align: left;
    flex: none; max-width: 50%; }
  .stack tbody td:not(.number) { justify-content: flex-start; text-align: left; }
  .stack tbody td:not(.number)[data-label]::before { width: 4.6rem; }
  .stack tbody td:first-child { font-weight: 600; text-align: left; }
  .stack tbody td:first-child::before { content: none; }
}
@media print {
  @page { margin: 16mm; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  figure details { display: none; }
  .wide { overflow: visible; }
}
)";

}  // namespace detail

/// The whole HTML file.
[[nodiscard]] inline std::string to_html(const page& p) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
      html_escape(p.title()) + "</title>\n<style>" + detail::page_style +
      "</style>\n</head>\n<body>\n<main>\n<h1>" + html_escape(p.title()) + "</h1>\n";
  if (!p.lead().empty()) out += "<p class=\"lead\">" + html_escape(p.lead()) + "</p>\n";
  out += p.body();
  if (!p.footer().empty()) out += "<footer>" + html_escape(p.footer()) + "</footer>\n";
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace bilateral
