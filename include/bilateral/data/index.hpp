#pragma once
/// Giving a table its index: dates of one series, or entity and time of a panel.

#include <bilateral/core/date.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/group.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// What becomes of periods between the first and the last that no row has.
enum class time_gaps { refuse, allow };

namespace detail {

// Days in order as months, quarters or years where they stand for those: one in each, on the same day
// or at the end of its month.
inline std::optional<std::vector<date>> days_as_periods(const std::vector<std::int64_t>& days) {
  using namespace std::chrono;
  if (days.size() < 2) return std::nullopt;
  std::vector<std::int64_t> month;
  bool same_day = true, month_ends = true;
  const year_month_day first{sys_days{std::chrono::days{days.front()}}};
  for (const std::int64_t d : days) {
    const year_month_day day{sys_days{std::chrono::days{d}}};
    const year_month_day_last end{day.year(), month_day_last{day.month()}};
    same_day = same_day && day.day() == first.day();
    month_ends = month_ends && day.day() == end.day();
    month.push_back(month_of({frequency_kind::daily, d}).at);
  }
  if (!same_day && !month_ends) return std::nullopt;
  std::int64_t step = 12;
  for (std::size_t i = 1; i < month.size(); ++i) step = (std::min)(step, month[i] - month[i - 1]);
  const bool even = std::all_of(month.begin(), month.end(), [&](std::int64_t m) {
    return step > 0 && (m - month.front()) % step == 0;
  });
  const frequency_kind every = step == 12 && even  ? frequency_kind::annual
                               : step == 3 && even ? frequency_kind::quarterly
                                                   : frequency_kind::monthly;
  std::vector<date> out;
  for (const std::int64_t m : month) out.push_back({every, m / (12 / periods_a_year(every))});
  return out;
}

// the largest step that all differences of sorted numbers are multiples of; 1 where there are none
inline std::int64_t common_step(const std::vector<std::int64_t>& sorted) {
  std::int64_t step = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) step = std::gcd(step, sorted[i] - sorted[i - 1]);
  return step == 0 ? 1 : step;
}

// the dates of a column, all of one form
inline std::vector<date> dates_of(const data_table& table, std::string_view column) {
  const text_column& c = table.text(column);
  std::vector<std::optional<date>> of_label;
  for (const std::string& label : c.labels) of_label.push_back(parse_date(label));
  std::vector<date> out;
  out.reserve(table.rows());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const auto code = to_size(c.codes[i]);
    if (!of_label[code]) {
      throw table.at_row(i,
                         text("'", c.labels[code],
                              "' is not a date (2016, 2016-Q3, 2016-08, 2016M08, "
                              "2016-08-31)"),
                         c.name);
    }
    out.push_back(*of_label[code]);
    if (out.back().every != out.front().every) {
      throw table.at_row(i,
                         text("'", c.labels[code], "' is a date of another form than '",
                              to_string(out.front()), "' above"),
                         c.name);
    }
  }
  return out;
}

}  // namespace detail

/// Gaps between neighbouring rows of a table in order of time: refused, or a sentence on them.
/// @throws data_error  a period that is missing, when refused
inline void check_gaps(const data_table& table, std::string_view column, time_gaps gaps,
                       std::vector<std::string>& notes) {
  const time_index& index = table.time();
  std::size_t found = 0;
  std::string first;
  for (std::size_t i = 1; i < table.rows(); ++i) {
    if (index.time[i] == index.time[i - 1] + 1) continue;
    const std::string gap =
        text("the period ", index.label(index.time[i - 1] + 1), " is missing between ",
             index.label(index.time[i - 1]), " and ", index.label(index.time[i]));
    if (gaps == time_gaps::refuse) throw table.at_row(i, gap, std::string(column));
    if (found++ == 0) first = gap;
  }
  if (found > 0) {
    notes.push_back(
        text("the dates have ", found, found == 1 ? " gap: " : " gaps; the first: ", first));
  }
}

/// Adds a column of dates, "2016-08" or "2016-Q3", from one of years and one of months or quarters, and
/// returns its name, "year,month". A column whose name starts with q holds quarters.
///
///   index_by_date(table, add_dates(table, "year", "month"))
///
/// @param part  text: 8, 08, M08 or m8; 3 or Q3
/// @throws data_error  a cell that is no year, month or quarter, with its row
inline std::string add_dates(data_table& table, std::string_view year, std::string_view part) {
  const text_column& years = table.text(year);
  const text_column& parts = table.text(part);
  const bool quarters = !part.empty() && (part.front() == 'q' || part.front() == 'Q');
  text_column dates{text(year, ",", part), {}, {}};
  std::map<std::string, std::int32_t> code_of;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const std::string& y = years.labels[to_size(years.codes[i])];
    std::string p = parts.labels[to_size(parts.codes[i])];
    const std::string_view letters = quarters ? "qQ" : "mM";
    if (p.size() > 1 && letters.find(p.front()) != std::string_view::npos) p.erase(0, 1);
    if (!quarters && p.size() == 1) p.insert(0, "0");
    const std::string label = y + (quarters ? "-Q" : "-") + p;
    const auto read = parse_date(label);
    if (y.size() != 4 || !parse_date(y))
      throw table.at_row(i, text("'", y, "' is not a year"), years.name);
    if (!read || label.size() != 7) {
      throw table.at_row(i, text("'", p, quarters ? "' is not a quarter" : "' is not a month"),
                         parts.name);
    }
    const auto [at, added] = code_of.emplace(label, static_cast<std::int32_t>(dates.labels.size()));
    if (added) dates.labels.push_back(label);
    dates.codes.push_back(at->second);
  }
  std::string name = dates.name;
  table.add(std::move(dates));
  return name;
}

/// The rows in order of a column of dates, indexed by it. Days that stand for months, quarters or
/// years become those; days otherwise are as many apart as the closest two where that is even.
///
/// @param column  text: 2016, 2016-Q3, 2016-08, 2016M08, 2016-08-31, all of one form
/// @throws data_error  no date, another form, a period twice
[[nodiscard]] inline data_table index_by_date(const data_table& unsorted, std::string_view column) {
  const std::vector<date> dates = detail::dates_of(unsorted, column);
  std::vector<std::size_t> order(dates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return dates[a].at < dates[b].at; });
  data_table table = unsorted.select(order);
  if (dates.empty()) return table;
  time_index index;
  index.dated = true;
  index.every = dates[0].every;
  std::vector<std::int64_t> at;
  for (const std::size_t i : order) at.push_back(dates[i].at);
  if (index.every == frequency_kind::daily) {
    if (const auto periods = detail::days_as_periods(at)) {
      index.every = periods->front().every;
      for (std::size_t i = 0; i < at.size(); ++i) at[i] = (*periods)[i].at;
    } else {
      index.step = detail::common_step(at);
    }
  }
  index.origin = at[0];
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (i > 0 && at[i] == at[i - 1]) {
      throw table.at_row(i,
                         text("the period ", to_string(date{index.every, at[i]}),
                              " stands twice, also in row ", table.file_row(i - 1)),
                         std::string(column));
    }
    index.time.push_back((at[i] - index.origin) / index.step + 1);
  }
  table.set_index(std::move(index));
  return table;
}

/// Times of a column of whole numbers, dates of one form, or texts in sorted order; neighbours are one
/// step apart, the largest that all differences are multiples of (four years, say).
/// @throws data_error  no such column
[[nodiscard]] inline time_index times_of(const data_table& table, std::string_view column) {
  const factor f = group(table, column);
  const auto levels = to_size(f.levels);
  std::vector<std::int64_t> value(levels);
  bool whole = true, dated = levels > 0;
  std::optional<frequency_kind> every;
  for (std::size_t l = 0; l < levels; ++l) {
    const std::string& label = f.labels[l];
    const auto read = std::from_chars(label.data(), label.data() + label.size(), value[l]);
    whole = whole && read.ec == std::errc() && read.ptr == label.data() + label.size();
  }
  for (std::size_t l = 0; l < levels && !whole && dated; ++l) {
    const auto when = parse_date(f.labels[l]);
    dated = when && (!every || *every == when->every);
    if (!dated) break;
    every = when->every;
    value[l] = when->at;
  }
  if (!whole && !dated) std::iota(value.begin(), value.end(), std::int64_t{1});
  time_index index;
  index.dated = !whole && dated;
  index.every = every.value_or(frequency_kind::annual);
  std::vector<std::int64_t> sorted = value;
  std::sort(sorted.begin(), sorted.end());
  if (!sorted.empty()) index.origin = sorted.front();
  index.step = detail::common_step(sorted);
  index.time.reserve(f.size());
  for (const std::int32_t code : f.codes) {
    index.time.push_back((value[to_size(code)] - index.origin) / index.step + 1);
  }
  return index;
}

/// Makes a table a panel: whose row it is and when.
/// @throws data_error  no such column, a row without an entity, a period of an entity that stands twice
inline void index_panel(data_table& table, std::string_view entity, std::string_view time) {
  factor who = group(table, entity);
  for (const std::string& part : interaction_parts(entity)) {
    for (std::size_t i = 0; table.has_text(part) && i < table.rows(); ++i) {
      if (table.text(part).blank(i)) throw table.at_row(i, "the cell is empty", part);
    }
  }
  time_index when = times_of(table, time);
  std::vector<std::size_t> order(table.rows());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) { return std::pair(who.codes[i], when.time[i]); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (key(order[i]) != key(order[i - 1])) continue;
    throw table.at_row(
        order[i],
        text(who.name, " ", who.label(who.codes[order[i]]), " has the period ",
             when.label(when.time[order[i]]), " twice, also in row ", table.file_row(order[i - 1])),
        std::string(time));
  }
  table.set_index(std::move(when), std::move(who));
}

}  // namespace bilateral
