#pragma once
/// Several charts, tables and paragraphs in one HTML file.

#include <bilateral/core/error.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/escape.hpp>
#include <bilateral/report/table.hpp>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// A script of a page: from its address with the hash of its bytes, or the code itself.
struct page_script {
  std::string package;    ///< "vega"
  std::string address;    ///< https URL of one version
  std::string integrity;  ///< "sha384-..."
  std::string code;       ///< inlined instead of fetched where not empty
};

/// The scripts that draw the charts, fetched by the browser from a public mirror of npm; version
/// and hash are fixed, so that nothing else can be run in their place.
[[nodiscard]] inline std::vector<page_script> pinned_scripts() {
  return {
      {"vega", "https://cdn.jsdelivr.net/npm/vega@5.33.1/build/vega.min.js",
       "sha384-NMXhl2TbCXxcN7o4ROC56Funm78m4AylL8gMg/7Kn4YU+wrm23K9l7cY8lDRXQ9d", ""},
      {"vega-lite", "https://cdn.jsdelivr.net/npm/vega-lite@5.23.0/build/vega-lite.min.js",
       "sha384-D9LYH0esGjcxQJsBuxOuXtCDJGXRWW1+KhluzWPqi0rLJmiR/ygPChefaD+rFFDQ", ""},
      {"vega-embed", "https://cdn.jsdelivr.net/npm/vega-embed@6.29.0/build/vega-embed.min.js",
       "sha384-M+Ax7e/WFJpxSOF09HzI+Sj4wg9ottVd/uxmV2ItGGh02fLH28t2FAOJx3TJBap5", ""},
  };
}

/// The same scripts read from a folder of npm packages (`node_modules`), to stand in the page
/// itself: it then opens without a network.
/// @throws data_error  a file is not there
[[nodiscard]] inline std::vector<page_script> inlined_scripts(const std::string& node_modules) {
  std::vector<page_script> scripts = pinned_scripts();
  for (page_script& script : scripts) {
    const std::string path =
        node_modules + "/" + script.package + "/build/" + script.package + ".min.js";
    std::ifstream in(path, std::ios::binary);
    script.code.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (script.code.empty()) throw data_error(path + ": cannot be read");
    // in a script element these bytes would end it; inside JavaScript strings they mean the same
    for (std::size_t at = 0; (at = script.code.find("</", at)) != std::string::npos; at += 3) {
      std::string_view rest(script.code);
      rest.remove_prefix(at + 2);
      if (rest.starts_with("script") || rest.starts_with("SCRIPT")) script.code.insert(at + 1, "\\");
    }
  }
  return scripts;
}

/// A page from top to bottom.
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
    const std::string id = "chart-" + std::to_string(++charts_);
    body_ += "<figure id=\"" + id + "\" data-state=\"waiting\">\n<div class=\"chart\" role=\"img\" aria-label=\"" +
             html_escape(c.description) + "\"></div>\n<p class=\"pending\">" +
             html_escape(c.title.empty() ? c.description : c.title) +
             ": the picture appears once its scripts have loaded; its numbers stand below.</p>\n"
             "<script type=\"application/json\">" +
             c.spec + "</script>\n<details><summary>The numbers of this chart</summary>\n" +
             "<div class=\"wide\">\n" + to_html(c.numbers) + "</div>\n</details>\n</figure>\n";
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

/// The whole HTML file.
[[nodiscard]] inline std::string to_html(
    const page& p, const std::vector<page_script>& scripts = pinned_scripts()) {
  std::string out = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>)" + html_escape(p.title()) +
                    R"(</title>
<style>
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1a1a1a;
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.75rem 0 .5rem; padding-top: 1rem;
  border-top: 1px solid #e3e3e3; }
p, ul { margin: .75rem 0; }
.lead { font-size: 1.1rem; color: #444; }
figure { margin: 1.75rem 0; }
figure .chart { display: block; width: 100%; }
figure[data-state="drawn"] .pending { display: none; }
.pending { color: #666; font-size: .9rem; }
figure[data-state="failed"] .pending { color: #a33; }
details { margin: .25rem 0 0; font-size: .85rem; color: #444; }
summary { cursor: pointer; color: #1f4e79; }
.wide { overflow-x: auto; margin: 1.25rem 0; }
details .wide { max-height: 22rem; overflow-y: auto; margin: .5rem 0; }
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
@media (max-width: 30rem) { main { padding-top: 1.5rem; } h1 { font-size: 1.5rem; }
  th, td { padding-right: .6rem; } }
@media print { details { display: none; } main { max-width: none; } figure { break-inside: avoid; } }
</style>
</head>
<body>
<main>
<h1>)" + html_escape(p.title()) + "</h1>\n";
  if (!p.lead().empty()) out += "<p class=\"lead\">" + html_escape(p.lead()) + "</p>\n";
  out += p.body();
  if (!p.footer().empty()) out += "<footer>" + html_escape(p.footer()) + "</footer>\n";
  out += "</main>\n";
  if (p.charts() > 0) {
    for (const page_script& script : scripts) {
      if (script.code.empty()) {
        out += "<script src=\"" + html_escape(script.address) + "\" integrity=\"" +
               html_escape(script.integrity) + "\" crossorigin=\"anonymous\"></script>\n";
      } else {
        out += "<script>" + script.code + "</script>\n";
      }
    }
    out += R"(<script>
for (const figure of document.querySelectorAll("figure[data-state]")) {
  const fail = (problem) => {
    figure.dataset.state = "failed";
    figure.querySelector(".pending").textContent =
      "This chart could not be drawn (" + problem + "); its numbers stand below.";
    figure.querySelector("details").open = true;
  };
  if (typeof vegaEmbed === "undefined") { fail("its scripts could not be loaded"); continue; }
  vegaEmbed(figure.querySelector(".chart"), JSON.parse(figure.querySelector("script").textContent),
    { actions: false, renderer: "svg" })
    .then(() => { figure.dataset.state = "drawn"; })
    .catch((problem) => fail(problem.message));
}
</script>
)";
  }
  return out + "</body>\n</html>\n";
}

}  // namespace bilateral
