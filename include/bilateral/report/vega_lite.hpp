#pragma once
/// Charts exported as Vega-Lite v5 specifications, for notebooks and web sites that draw those.

#include <bilateral/core/date.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/detail/chart_parts.hpp>
#include <bilateral/report/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

inline constexpr const char* vega_colours[] = {"#1f4e79", "#b5402a", "#3b7340", "#8a6100",
                                               "#6b4c85", "#4f5d6b", "#1b766c", "#7d4a1d"};

inline std::string iso_day(const std::string& period) {
  return to_string(first_day(*parse_date(period)));
}

inline void put_text(json_writer& json, std::string_view key, const std::string& words) {
  json.key(key);
  if (words.empty()) {
    json.value(nullptr);
  } else {
    json.value(words);
  }
}

inline void put_x(json_writer& json, const chart& c, std::size_t i) {
  json.key("x");
  switch (c.kind == chart_kind::bars || c.kind == chart_kind::contributions ? chart_axis::kind::word
                                                                            : c.axis.type) {
    case chart_axis::kind::time: json.value(iso_day(c.axis.labels[i])); break;
    case chart_axis::kind::number: json.value(c.axis.position[i]); break;
    case chart_axis::kind::word: json.value(c.axis.labels[i]); break;
  }
  if (i < c.axis.labels.size()) json.member("period", c.axis.labels[i]);
}

inline void put_x_encoding(json_writer& json, const chart& c) {
  json.key("x").object(true).member("field", "x");
  const bool words = c.kind == chart_kind::bars || c.kind == chart_kind::contributions ||
                     c.axis.type == chart_axis::kind::word;
  if (words) {
    json.member("type", "nominal").member("sort", nullptr);
  } else if (c.axis.type == chart_axis::kind::time) {
    json.member("type", "temporal").key("scale").object().member("type", "utc").end();
    if (c.axis.annual) json.key("axis").object().member("format", "%Y").end();
  } else {
    json.member("type", "quantitative").key("scale").object().member("zero", false).end();
  }
  put_text(json, "title", c.options.x_title);
  json.end();
}

inline void put_y_encoding(json_writer& json, const std::string& field, const std::string& title,
                           bool zero) {
  json.key("y").object(true).member("field", field).member("type", "quantitative");
  json.key("scale").object().member("zero", zero).end();
  put_text(json, "title", title);
  json.end();
}

inline void put_colour(json_writer& json, const std::vector<chart_line>& lines) {
  json.key("color").object(true).member("field", "series").member("type", "nominal");
  json.member("sort", nullptr).key("scale").object().key("domain").array();
  for (const chart_line& l : lines) json.value(l.name);
  json.end().key("range").array();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    json.value(lines[i].role == line_role::comparator ? "#8a8a8a" : vega_colours[i % 8]);
  }
  json.end().end().key("legend").object().member("title", nullptr).member("orient", "top").end();
  json.end();
}

inline void put_values(json_writer& json, const chart& c, const std::vector<chart_line>& lines) {
  json.key("data").object().key("values").array();
  for (const chart_line& line : lines) {
    for (std::size_t i = 0; i < line.values.size(); ++i) {
      json.object(true);
      put_x(json, c, i);
      json.member("series", line.name).member("value", line.values[i]).end();
    }
  }
  json.end().end();
}

inline void put_rule(json_writer& json, const char* channel, double at) {
  json.object().key("mark").object(true).member("type", "rule").member("color", "#777777");
  json.member("strokeDash", std::vector<int>{4, 4}).end().key("encoding").object();
  json.key(channel).object(true).member("datum", at).end().end().end();
}

inline void put_events(json_writer& json, const chart& c) {
  if (c.axis.type != chart_axis::kind::time || c.kind != chart_kind::lines) return;
  for (const chart_event& event : c.options.events) {
    json.object().key("data").object().key("values").array().object(true);
    json.member("x", iso_day(event.period)).member("label", event.label).end().end().end();
    json.key("encoding").object().key("x").object(true).member("field", "x");
    json.member("type", "temporal").key("scale").object().member("type", "utc").end().end().end();
    json.key("layer").array().object().member("mark", "rule").end().object();
    json.key("mark").object(true).member("type", "text").member("align", "left").member("y", 0);
    json.end().key("encoding").object().key("text").object(true).member("field", "label").end();
    json.end().end().end().end();
  }
}

inline void put_band(json_writer& json, const chart& c, const chart_panel& p,
                     const chart_band& band) {
  json.object().key("data").object().key("values").array();
  for (std::size_t i = 0; i < band.low.size(); ++i) {
    if (!std::isfinite(band.low[i]) || !std::isfinite(band.high[i])) continue;
    json.object(true);
    put_x(json, c, i);
    json.member("low", band.low[i]).member("high", band.high[i]).end();
  }
  json.end().end().key("mark").object(true).member("type", "area").member("opacity", 0.18);
  json.member("color", vega_colours[0]).end().key("encoding").object();
  put_x_encoding(json, c);
  put_y_encoding(json, "low", p.unit, c.options.zero);
  json.key("y2").object(true).member("field", "high").end().end().end();
}

// the layers of one panel of lines, bars or contributions
inline void put_panel(json_writer& json, const chart& c, const chart_panel& p) {
  json.key("layer").array();
  for (const chart_band& band : p.bands) put_band(json, c, p, band);
  json.object();
  put_values(json, c, p.lines);
  const bool bars = c.kind != chart_kind::lines;
  json.key("mark").object(true).member("type", bars ? "bar" : "line");
  if (!bars) json.member("invalid", "break-paths-show-path-domains");
  json.end().key("encoding").object();
  put_x_encoding(json, c);
  put_y_encoding(json, "value", p.unit, bars || c.options.zero);
  put_colour(json, p.lines);
  if (c.kind == chart_kind::bars && p.lines.size() > 1) {
    json.key("xOffset").object(true).member("field", "series").member("sort", nullptr).end();
  }
  json.end().end();
  if (c.total) {
    json.object();
    put_values(json, c, {*c.total});
    json.key("mark").object(true).member("type", "line").member("color", "#1a1a1a");
    json.member("point", true).end().key("encoding").object();
    put_x_encoding(json, c);
    put_y_encoding(json, "value", p.unit, true);
    json.end().end();
  }
  if (c.reference) put_rule(json, "y", *c.reference);
  put_events(json, c);
  json.end();
}

inline void put_points(json_writer& json, const chart& c) {
  const std::vector<double>& x = c.axis.position;
  const std::vector<double>& y = c.panels[0].lines[0].values;
  const auto layer = [&](const char* mark, const auto& values) {
    json.object().key("data").object().key("values").array();
    values();
    json.end().end().member("mark", mark).key("encoding").object();
    json.key("x").object(true).member("field", "x").member("type", "quantitative");
    json.key("scale").object().member("zero", c.options.zero).end();
    json.member("title", c.options.x_title).end();
    put_y_encoding(json, "y", c.options.y_title, c.options.zero);
    json.end().end();
  };
  json.key("layer").array();
  layer("circle", [&] {
    for (std::size_t i = 0; i < x.size(); ++i) {
      json.object(true).member("x", x[i]).member("y", y[i]);
      if (!c.axis.labels.empty()) json.member("label", c.axis.labels[i]);
      json.end();
    }
  });
  if (c.fit) {
    layer("line", [&] {
      const auto [low, high] = std::minmax_element(x.begin(), x.end());
      for (const double end : {*low, *high}) {
        json.object(true).member("x", end).member("y", c.fit->intercept + c.fit->slope * end).end();
      }
    });
  }
  json.end();
}

inline void put_intervals(json_writer& json, const chart& c) {
  double least = c.intervals[0].estimate, most = least;  // ends at infinity stop at the widest end
  for (const chart_interval& row : c.intervals) {
    for (const double v : {row.low, row.estimate, row.high}) {
      if (!std::isfinite(v)) continue;
      least = (std::min)(least, v);
      most = (std::max)(most, v);
    }
  }
  json.key("data").object().key("values").array();
  for (const chart_interval& row : c.intervals) {
    json.object(true).member("name", row.name).member("estimate", row.estimate);
    json.member("low", std::isfinite(row.low) ? row.low : least);
    json.member("high", std::isfinite(row.high) ? row.high : most).end();
  }
  json.end().end().key("encoding").object().key("y").object(true).member("field", "name");
  json.member("type", "nominal").member("sort", nullptr).member("title", nullptr).end().end();
  const auto position = [&](const char* channel, const char* field) {
    json.key(channel).object(true).member("field", field);
    if (std::string_view(channel) == "x") {
      json.member("type", "quantitative").key("scale").object().member("zero", false).end();
      put_text(json, "title", c.options.x_title);
    }
    json.end();
  };
  json.key("layer").array();
  if (c.reference) {
    json.object().key("mark").object(true).member("type", "rule").member("color", "#777777").end();
    json.key("encoding").object().key("x").object(true).member("datum", *c.reference).end();
    json.key("y").value(nullptr).end().end();
  }
  json.object().member("mark", "rule").key("encoding").object();
  position("x", "low");
  position("x2", "high");
  json.end().end().object().key("mark").object(true).member("type", "point").member("filled", true);
  json.end().key("encoding").object();
  position("x", "estimate");
  json.end().end().end();
}

}  // namespace detail

/// The chart as a Vega-Lite v5 specification (JSON text) with its data inside.
/// @see Satyanarayan, Moritz, Wongsuphasawat & Heer (2017), "Vega-Lite: a grammar of interactive
///      graphics", IEEE TVCG 23(1)
[[nodiscard]] inline std::string to_vega_lite(const chart& c) {
  json_writer json;
  json.object().member("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
  json.member("description", c.description);
  if (!c.title.empty()) {
    json.key("title").object().member("text", c.title).member("anchor", "start");
    if (!c.options.subtitle.empty()) json.member("subtitle", c.options.subtitle);
    json.end();
  }
  if (c.kind == chart_kind::lines && c.panels.size() > 1) {
    json.key("vconcat").array();
    for (const chart_panel& p : c.panels) {
      json.object().member("width", 600).member("height", 160);
      detail::put_panel(json, c, p);
      json.end();
    }
    json.end()
        .key("resolve")
        .object(true)
        .key("scale")
        .object()
        .member("color", "independent")
        .end();
    json.end().end();
    return json.text();
  }
  json.member("width", "container").member("height", c.options.height);
  if (c.kind == chart_kind::points) {
    detail::put_points(json, c);
  } else if (c.kind == chart_kind::intervals) {
    detail::put_intervals(json, c);
  } else {
    detail::put_panel(json, c, c.panels[0]);
  }
  json.end();
  return json.text();
}

}  // namespace bilateral
