// The figures as JSON, as tables of text and as a page.
#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>

#include "indices/indices.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace example {

using namespace bilateral;

namespace {

// rows of a list by its first figure, the highest first, those without one last
std::vector<std::size_t> ranked(const figure_list& list) {
  std::vector<std::size_t> order(list.labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto& first = list.columns[0].values;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return first[a].value_or(-HUGE_VAL) > first[b].value_or(-HUGE_VAL);
  });
  return order;
}

std::vector<std::size_t> rows_shown(const figure_list& list, int top) {
  std::vector<std::size_t> order = ranked(list);
  if (top <= 0) std::sort(order.begin(), order.end());
  if (top > 0 && order.size() > to_size(top)) order.resize(to_size(top));
  return order;
}

void write_json(const program& app, const indices_request& want, const indices_input& input,
                const indices_figures& figures, std::ostream& out) {
  json_writer json = app.begin_json(input.report);
  for (const figure_list& list : figures.lists) {
    json.key(list.name).array();
    for (const std::size_t r : rows_shown(list, want.top)) {
      json.object(true);
      for (std::size_t k = 0; k < list.label_keys.size(); ++k)
        json.member(list.label_keys[k], list.labels[r][k]);
      for (const figure_column& c : list.columns) json.member(c.key, c.values[r]);
      json.end();
    }
    json.end();
  }
  for (const figure_object& o : figures.objects) {
    json.key(o.name).object(true);
    for (const auto& [key, value] : o.members) json.member(key, value);
    json.end();
  }
  app.end_json(out, json, figures.notes);
}

table table_of(const figure_list& list, int top) {
  const std::size_t limit = top > 0 ? to_size(top) : 20;
  std::vector<table_column> columns;
  for (const auto& key : list.label_keys) columns.push_back({key, -1, alignment::left});
  for (const auto& c : list.columns) columns.push_back({c.key});
  table t(list.name, columns);
  std::vector<std::size_t> rows = ranked(list);
  if (rows.size() > limit) rows.resize(limit);
  for (const std::size_t r : rows) {
    std::vector<table_cell> cells;
    for (const auto& label : list.labels[r]) cells.emplace_back(label);
    for (const auto& c : list.columns) cells.emplace_back(c.values[r]);
    t.row(std::move(cells));
  }
  if (list.labels.size() > rows.size() && top <= 0) {
    t.note(text("the first ", rows.size(), " of ", list.labels.size(),
                "; --top N or --json for more"));
  }
  return t;
}

table table_of(const figure_object& o) {
  table t(o.name, {{"", -1, alignment::left}, {"value"}});
  for (const auto& [key, value] : o.members) t.row({key, value});
  return t;
}

// the rows of a list as names and its first figures, the highest first
struct ranking {
  std::vector<std::string> names;
  chart_line line;
};
ranking ranking_of(const figure_list& list, int top) {
  std::vector<std::size_t> rows = ranked(list);
  const std::size_t limit = top > 0 ? to_size(top) : 20;
  if (rows.size() > limit) rows.resize(limit);
  ranking out{{}, {list.columns[0].key, {}}};
  for (const std::size_t r : rows) {
    std::string name = list.labels[r][0];
    for (std::size_t k = 1; k < list.labels[r].size(); ++k) name += " " + list.labels[r][k];
    if (!list.columns[0].values[r]) continue;
    out.names.push_back(name);
    out.line.values.push_back(*list.columns[0].values[r]);
  }
  return out;
}

// The first list that has a figure: "PER is first of 12 countries by hhi: 0.312".
chart main_chart(const indices_request& want, const indices_figures& figures) {
  for (const figure_list& list : figures.lists) {
    const ranking r = ranking_of(list, want.top);
    if (r.names.empty()) continue;
    const std::string title =
        text(r.names[0], " is first of ", list.labels.size(), " ", list.name, " by ", r.line.name,
             ": ", significant_text(r.line.values[0], 3));
    return bar_chart(r.names, {r.line},
                     {.title = title,
                      .subtitle = text(r.line.name, r.names.size() < list.labels.size()
                                                        ? ", the highest first"
                                                        : ", all, the highest first"),
                      .decimals = 3,
                      .source = chart_source(want.csv),
                      .direction = bar_direction::rows});
  }
  throw data_error("--chart: there is no list of figures to draw");
}

void write_page(const program& app, const indices_request& want, const indices_input& input,
                const indices_figures& figures) {
  page p("Structure of trade", text(input.report.n, " flows of ", want.csv));
  for (const figure_list& list : figures.lists) {
    p.heading(list.name);
    const auto [names, line] = ranking_of(list, want.top);
    if (!names.empty()) {
      chart_options options;
      options.title = text(list.columns[0].key, " of ", list.name, ", the highest first");
      options.decimals = 3;
      p.add(bar_chart(names, {line}, options));
    }
    p.add(table_of(list, want.top));
  }
  for (const figure_object& o : figures.objects) p.heading(o.name).add(table_of(o));
  if (!figures.notes.empty()) p.heading("Notes").list(figures.notes);
  program::write_file(app.html(), to_html(p));
}

}  // namespace

void show_indices(const program& app, const indices_request& want, const indices_input& input,
                  indices_figures figures, std::ostream& out) {
  figures.notes.insert(figures.notes.begin(), input.report.notes.begin(), input.report.notes.end());
  if (input.report.rows_dropped > 0) {
    figures.notes.insert(figures.notes.begin(),
                         text(input.report.rows_dropped, " rows with an empty cell dropped"));
  }
  if (!app.html().empty()) write_page(app, want, input, figures);
  if (want.picture.wanted()) want.picture.write(main_chart(want, figures));
  for (const figure_list& list : figures.lists) app.show(out, table_of(list, want.top));
  for (const figure_object& o : figures.objects) app.show(out, table_of(o));
  std::string notes;
  for (const std::string& note : figures.notes) notes += (notes.empty() ? "" : "\n") + note;
  if (!notes.empty()) app.say(out, notes);
  if (app.json()) write_json(app, want, input, figures, out);
}

}  // namespace example
