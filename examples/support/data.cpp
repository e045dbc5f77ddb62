#include "support/data.hpp"

#include <functional>
#include <map>
#include <unordered_map>

namespace example {

namespace detail {

// 'COLUMN OP VALUE[,...]'
class condition {
 public:
  condition(const std::string& text, const bilateral::csv_reader& rows) : text_(text) {
    std::size_t at = 0;
    bool quoted = false;
    while (at < text.size() && (quoted || std::string_view("=!<>").find(text[at]) ==
                                              std::string_view::npos)) {
      quoted = quoted != (text[at++] == '"');
    }
    std::size_t behind = at;
    while (behind < text.size() &&
           std::string_view("=!<>").find(text[behind]) != std::string_view::npos) {
      ++behind;
    }
    operator_ = text.substr(at, behind - at);
    if (operator_ == "==") operator_ = "=";
    const auto names = split_list(std::string_view(text).substr(0, at));
    static const std::vector<std::string> known = {"=", "!=", "<", "<=", ">", ">="};
    if (names.size() != 1 || std::find(known.begin(), known.end(), operator_) == known.end()) {
      throw usage_error("--where: '" + text + "' is not COLUMN OP VALUE with = != < <= > >=");
    }
    values_ = split_list(std::string_view(text).substr(behind));
    if (values_.empty() || (values_.size() > 1 && operator_ != "=" && operator_ != "!=")) {
      throw usage_error("--where: '" + text + "' needs one value (several only with = and !=)");
    }
    column_ = rows.column(names[0]);
    for (const std::string& value : values_) {
      numbers_.push_back(bilateral::parse_number(value, rows.options().decimal));
      dates_.push_back(parse_date(value));
    }
  }

  [[nodiscard]] bool holds(const bilateral::csv_reader& rows) const {
    const std::string_view field = rows[column_];
    if (operator_ == "=" || operator_ == "!=") {
      bool any = false;
      for (std::size_t k = 0; k < values_.size(); ++k) any = any || equal(rows, field, k);
      return any == (operator_ == "=");
    }
    if (rows.empty(column_)) return false;
    if (numbers_[0]) {
      const auto read = bilateral::parse_number(field, rows.options().decimal);
      if (read) return ordered(read.value, numbers_[0].value);
    }
    const auto when = parse_date(field);
    if (dates_[0] && when && when->every == dates_[0]->every) return ordered(when->at, dates_[0]->at);
    rows.refuse(column_, "cannot be compared as --where '" + text_ + "' asks");
  }

 private:
  [[nodiscard]] bool equal(const bilateral::csv_reader& rows, std::string_view field,
                           std::size_t k) const {
    if (field == values_[k]) return true;
    if (!numbers_[k]) return false;
    const auto read = bilateral::parse_number(field, rows.options().decimal);
    return read && read.value == numbers_[k].value;
  }
  template <class Value>
  [[nodiscard]] bool ordered(Value a, Value b) const {
    if (operator_ == "<") return a < b;
    if (operator_ == "<=") return a <= b;
    return operator_ == ">" ? a > b : a >= b;
  }

  std::string text_, operator_;
  std::size_t column_ = 0;
  std::vector<std::string> values_;
  std::vector<bilateral::parsed_number<double>> numbers_;
  std::vector<std::optional<date>> dates_;
};

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
using code_map = std::unordered_map<std::string, std::int32_t, text_hash, std::equal_to<>>;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace detail

void data_set::rearrange(const std::vector<std::size_t>& order) {
  const auto pick = [&](auto& values) {
    if (values.empty()) return;
    std::decay_t<decltype(values)> moved;
    moved.reserve(order.size());
    for (const std::size_t i : order) moved.push_back(values[i]);
    values = std::move(moved);
  };
  for (auto& c : numbers_) pick(c.values);
  for (auto& c : texts_) pick(c.codes);
  pick(row_);
  pick(line_);
  pick(time_);
}

void data_set::sort_by_date(const std::vector<std::pair<frequency, std::int64_t>>& dates,
                                   const std::string& date_column, bool gaps_allowed,
                                   std::vector<bool>& keep) {
  if (dates.empty()) return;
  std::vector<std::size_t> order(dates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return dates[a].second < dates[b].second;
  });
  rearrange(order);
  std::vector<bool> kept(keep.size());
  std::vector<std::int64_t> at;
  for (std::size_t i = 0; i < order.size(); ++i) {
    kept[i] = keep[order[i]];
    at.push_back(dates[order[i]].second);
  }
  keep = std::move(kept);
  every_ = dates[0].first;
  if (every_ == frequency::daily) {
    if (const auto periods = days_as_periods(at)) {
      every_ = periods->front().every;
      for (std::size_t i = 0; i < at.size(); ++i) at[i] = (*periods)[i].at;
    } else {
      std::int64_t step = (std::numeric_limits<std::int64_t>::max)();
      for (std::size_t i = 1; i < at.size(); ++i) {
        if (at[i] > at[i - 1]) step = (std::min)(step, at[i] - at[i - 1]);
      }
      const bool even = std::all_of(at.begin(), at.end(),
                                    [&](std::int64_t d) { return (d - at[0]) % step == 0; });
      step_ = even && at.size() > 1 && step != (std::numeric_limits<std::int64_t>::max)() ? step : 1;
    }
  }
  origin_ = at[0];
  std::size_t gaps = 0;
  std::string first_gap;
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (i > 0 && at[i] == at[i - 1]) {
      throw bilateral::data_error(source_, (std::max)(line_[i], line_[i - 1]), 0,
                                  bilateral::text("the period ", example::label({every_, at[i]}),
                                                  " stands twice, also on line ",
                                                  (std::min)(line_[i], line_[i - 1])),
                                  date_column);
    }
    if (i > 0 && at[i] != at[i - 1] + step_) {
      const std::string gap = bilateral::text(
          "the period ", example::label({every_, at[i - 1] + step_}), " is missing between ",
          example::label({every_, at[i - 1]}), " and ", example::label({every_, at[i]}));
      if (!gaps_allowed) throw bilateral::data_error(source_, line_[i], 0, gap, date_column);
      if (gaps++ == 0) first_gap = gap;
    }
    time_.push_back((at[i] - origin_) / step_ + 1);
  }
  if (gaps > 0) {
    report_.notes.push_back(bilateral::text(
        "the dates have ", gaps, gaps == 1 ? " gap: " : " gaps; the first: ", first_gap));
  }
}

void data_set::read(const data_options& options, const data_request& request) {
  bilateral::csv_reader rows(open_input(options.csv), options.csv, options.csv_format());
  source_ = rows.name();
  decimal_ = rows.options().decimal;
  const std::vector<std::string> logged = split_list(options.log);
  const auto lags = options.lags();

  std::vector<std::size_t> number_at, text_at;
  const auto add_number = [&](const std::string& name) {
    for (const auto& c : numbers_) {
      if (c.name == name) return;
    }
    number_at.push_back(rows.column(name));
    numbers_.push_back({name, detail::contains(logged, name) ? "log(" + name + ")" : name, {}});
  };
  for (const std::string& name : request.numbers) add_number(name);
  for (const auto& [name, k] : lags) add_number(name);
  for (const std::string& name : {options.weights, options.frequency_weights}) {
    if (!name.empty()) add_number(name);
  }
  for (const std::string& name : logged) {
    (void)rows.column(name);
    if (std::none_of(numbers_.begin(), numbers_.end(),
                     [&](const number_column& c) { return c.name == name; })) {
      throw usage_error("--log: the column " + name + " is not used");
    }
  }
  for (const std::string& group : request.groups) {
    for (const std::string& part : interaction_parts(group)) {
      const std::size_t at = rows.column(part);
      if (std::find(text_at.begin(), text_at.end(), at) != text_at.end()) continue;
      text_at.push_back(at);
      texts_.push_back({part, {}, {}});
    }
  }
  std::optional<std::size_t> date_at;
  if (!options.date.empty()) date_at = rows.column(options.date);
  std::vector<detail::condition> conditions;
  for (const std::string& where : options.where) conditions.emplace_back(where, rows);

  std::vector<bool> take_log;
  for (const auto& c : numbers_) take_log.push_back(detail::contains(logged, c.name));
  std::vector<detail::code_map> codes(texts_.size());
  std::vector<std::pair<frequency, std::int64_t>> dates;
  std::vector<bool> keep;
  std::size_t filtered = 0, missing = 0;
  const bool need_all = !lags.empty();  // a lag reaches over rows that --where leaves out

  while (rows.next()) {
    const bool wanted = std::all_of(conditions.begin(), conditions.end(),
                                    [&](const detail::condition& c) { return c.holds(rows); });
    if (!wanted) ++filtered;
    if (!wanted && !need_all) continue;
    std::optional<std::size_t> hole;
    for (const std::size_t at : number_at) {
      if (!hole && rows.empty(at)) hole = at;
    }
    for (const std::size_t at : text_at) {
      if (!hole && rows.empty(at)) hole = at;
    }
    if (date_at && rows.empty(*date_at)) rows.refuse(*date_at, "is not a date");
    if (hole && wanted) {
      const std::string reason = rows.names()[*hole] + " is empty";
      if (options.missing == "error") {
        throw bilateral::data_error(
            source_, rows.line(), 0,
            bilateral::text("row ", rows.row(), ": the cell is empty (--missing drop leaves such rows "
                                                "out)"),
            rows.names()[*hole]);
      }
      ++missing;
      drop(rows.row(), reason);
      if (!need_all) continue;
    }
    for (std::size_t j = 0; j < numbers_.size(); ++j) {
      const std::size_t at = number_at[j];
      double value = std::numeric_limits<double>::quiet_NaN();
      if (!rows.empty(at)) {
        value = rows.number(at);
        if (take_log[j]) {
          if (!(value > 0) && wanted) {
            rows.refuse(at, "has no logarithm: it must be above zero");
          }
          value = value > 0 ? std::log(value) : std::numeric_limits<double>::quiet_NaN();
        }
      }
      numbers_[j].values.push_back(value);
    }
    for (std::size_t j = 0; j < texts_.size(); ++j) {
      const std::string_view field = rows[text_at[j]];
      auto found = codes[j].find(field);
      if (found == codes[j].end()) {
        found = codes[j].emplace(field, static_cast<std::int32_t>(codes[j].size())).first;
        texts_[j].distinct.emplace_back(field);
      }
      texts_[j].codes.push_back(found->second);
    }
    if (date_at) {
      const auto when = parse_date(rows[*date_at]);
      if (!when) rows.refuse(*date_at, "is not a date (2016, 2016-Q3, 2016-08, 2016M08, 2016-08-31)");
      if (!dates.empty() && when->every != dates[0].first) {
        rows.refuse(*date_at, bilateral::text("is a date of another form than '",
                                              example::label({dates[0].first, dates[0].second}),
                                              "' above"));
      }
      dates.emplace_back(when->every, when->at);
    }
    row_.push_back(rows.row());
    line_.push_back(rows.line());
    keep.push_back(wanted && !hole);
  }

  // Rows that were dropped for a missing cell leave a gap in the dates that is no error.
  sort_by_date(dates, options.date, request.gaps_allowed || missing > 0 || filtered > 0, keep);

  for (const auto& [name, k] : lags) {
    const number_column& from = numbers_[number(name)];
    number_column to;
    to.name = to.label = bilateral::text("lag(", from.label, ",", k, ")");
    to.values.assign(row_.size(), std::numeric_limits<double>::quiet_NaN());
    std::size_t j = 0;  // the row k periods earlier: by the time index, over gaps too
    for (std::size_t i = 0; i < row_.size(); ++i) {
      if (time_.empty()) {
        if (i >= static_cast<std::size_t>(k)) {
          to.values[i] = from.values[i - static_cast<std::size_t>(k)];
        }
      } else {
        while (time_[j] < time_[i] - k) ++j;
        if (time_[j] == time_[i] - k) to.values[i] = from.values[j];
      }
    }
    for (std::size_t i = 0; i < row_.size(); ++i) {
      if (!keep[i] || !std::isnan(to.values[i])) continue;
      keep[i] = false;
      drop(row_[i], to.label + " is not known");
    }
    lagged_.push_back(to.label);
    numbers_.push_back(std::move(to));
  }
  if (need_all) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < keep.size(); ++i) {
      if (keep[i]) order.push_back(i);
    }
    rearrange(order);
  }
  for (const number_column& c : numbers_) {
    if (c.values.empty()) throw bilateral::data_error(source_ + ": no rows are left to use");
  }

  report_.n = row_.size();
  if (dated() && !row_.empty()) {
    report_.first = period(0);
    report_.last = period(row_.size() - 1);
  }
  if (filtered > 0) {
    report_.notes.push_back(bilateral::text("--where leaves out ", filtered, " of ", rows.row(),
                                            " rows"));
  }
  if (missing > 0) {
    report_.notes.push_back(bilateral::text(missing, missing == 1 ? " row" : " rows",
                                            " with empty cells dropped; the first is row ",
                                            report_.rows.front().row));
  }
}

// Reads the file. Errors name file, line, column; see examples' --help for the flags.
data_set read_data(const data_options& options, const data_request& request) {
  data_set out;
  out.read(options, request);
  return out;
}

}  // namespace example
