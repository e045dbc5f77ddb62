#pragma once
/// SDMX-CSV 1.0 and 2.0: observations of any dataflow by their dimensions.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/source_table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

struct sdmx_options {
  std::string structure = {};  ///< only rows of this dataflow, where there are several
  std::vector<std::string> dimensions = {};  ///< empty: the columns before the values
  std::vector<std::string> attributes = {};  ///< empty: the columns behind the values
  std::string value = "OBS_VALUE";
  std::optional<char> decimal = {};  ///< none: a comma where the delimiter is a semicolon
  unsigned threads = 0;
};

/// The observations of a file.
struct sdmx_file {
  source_table data;      ///< dimensions and attributes as texts without labels, values as numbers
  std::string version;    ///< "1.0" or "2.0"
  std::string structure;  ///< "IMF:IMTS(1.0)": as the file names its dataflow
  std::vector<std::string> dimensions;  ///< in the order of the file
  std::vector<std::string> attributes;
  char delimiter = ',';
};

namespace detail {

inline bool text_begins(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// what the header says before any column is looked at
struct sdmx_form {
  std::string key;  // the column that names the dataflow
  bool newer = false;
  char delimiter = ',';
};

// the delimiter is what follows the first name, which a quote, a subfield sign or a label may close
template <class = when_called>
sdmx_form sdmx_form_of(csv_input& input) {
  const std::string start = first_bytes(input, 1024);
  std::string_view head = start;
  if (text_begins(head, "\xEF\xBB\xBF")) head.remove_prefix(3);
  const bool quoted = text_begins(head, "\"");
  if (quoted) head.remove_prefix(1);
  sdmx_form out;
  out.newer = text_begins(head, "STRUCTURE");
  if (!out.newer && !text_begins(head, "DATAFLOW")) {
    throw data_error(input.name, 1, 1,
                     "SDMX-CSV starts with a column STRUCTURE (2.0) or DATAFLOW (1.0)");
  }
  std::size_t at = out.newer ? 9 : 8;
  if (head.size() > at && head[at] == '[') {
    const std::size_t close = head.find(']', at);
    at = close == std::string_view::npos ? head.size() : close + 1;
  }
  if (quoted) {
    const std::size_t close = head.find('"', at);
    out.key = std::string(head.substr(0, close));
    at = close == std::string_view::npos ? head.size() : close + 1;
  } else {
    out.key = std::string(head.substr(0, at));
  }
  const char sign = at < head.size() ? head[at] : '\0';
  if (sign != ',' && sign != ';' && sign != '\t' && sign != '|') {
    throw data_error(input.name, 1, at + 1,
                     "the first column is followed by no comma, semicolon, tab or bar");
  }
  out.delimiter = sign;
  return out;
}

// "FREQ: Frequency" is "FREQ", "A: Annual" is "A"
inline std::string_view without_label(std::string_view text) {
  return text.substr(0, (std::min)(text.find(": "), text.size()));
}

template <class = when_called>
text_column without_labels(const text_column& column, std::string name) {
  text_column out{std::move(name), {}, {}};
  std::unordered_map<std::string, std::int32_t> code;
  std::vector<std::int32_t> to;
  for (const std::string& label : column.labels) {
    const std::string id(without_label(label));
    const auto [at, fresh] = code.emplace(id, static_cast<std::int32_t>(out.labels.size()));
    if (fresh) out.labels.push_back(id);
    to.push_back(at->second);
  }
  out.codes.reserve(column.codes.size());
  for (const std::int32_t c : column.codes) out.codes.push_back(to[to_size(c)]);
  return out;
}

// columns of a header by what they are
class sdmx_columns {
 public:
  sdmx_columns(const std::vector<std::string>& names, const sdmx_form& form,
               const sdmx_options& options, const std::string& file)
      : names_(names), file_(file) {
    structure = form.newer ? place("STRUCTURE_ID") : 0;
    if (form.newer) action = find("ACTION");
    value = place(options.value);
    const auto is_key = [&](const std::string& id) {
      return id == "STRUCTURE" || text_begins(id, "STRUCTURE[") || id == "STRUCTURE_ID" ||
             id == "STRUCTURE_NAME" || id == "ACTION" || id == "SERIES_KEY" || id == "OBS_KEY" ||
             id == "DATAFLOW";
    };
    const auto is_named = [&](const std::string& id) {
      const auto in = [&](const std::vector<std::string>& list) {
        return std::find(list.begin(), list.end(), id) != list.end();
      };
      return in(options.dimensions) || in(options.attributes);
    };
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string id(without_label(names[i]));
      if (is_key(id) || i == value || is_named(id)) continue;
      std::vector<std::size_t>& list = i < value ? dimensions : attributes;
      const bool named = i < value ? !options.dimensions.empty() : !options.attributes.empty();
      if (!named) list.push_back(i);
    }
    for (const std::string& id : options.dimensions) dimensions.push_back(place(id));
    for (const std::string& id : options.attributes) attributes.push_back(place(id));
    if (dimensions.empty()) {
      throw data_error(file + ": no column stands before " + options.value +
                       "; the dimensions must be named");
    }
  }

  std::size_t structure = 0, value = 0;
  std::optional<std::size_t> action;
  std::vector<std::size_t> dimensions, attributes;

 private:
  [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (without_label(names_[i]) == id) return i;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::size_t place(const std::string& id) const {
    if (const auto at = find(id)) return *at;
    throw data_error(text(file_, ": there is no column ", id, suggestion(id, names_)));
  }

  const std::vector<std::string>& names_;
  const std::string& file_;
};

template <class = when_called>
source_schema sdmx_schema(const std::vector<std::string>& names, const sdmx_columns& at) {
  source_schema out{"SDMX-CSV", {}, {"NaN", "#N/A"}};
  const auto add = [&](std::size_t i, column_kind kind) {
    const auto same = [&](const source_column& c) { return c.name == names[i] && c.kind == kind; };
    if (std::none_of(out.columns.begin(), out.columns.end(), same)) {
      out.columns.push_back({names[i], kind});
    }
  };
  add(at.structure, column_kind::text);
  if (at.action) add(*at.action, column_kind::text);
  for (const std::size_t i : at.dimensions) add(i, column_kind::text);
  for (const std::size_t i : at.attributes) add(i, column_kind::text);
  add(at.value, column_kind::number);
  return out;
}

// rows of other dataflows, rows that ask for a deletion, observations without value
template <class = when_called>
data_table sdmx_rows(source_table& file, const std::vector<std::string>& names,
                     const sdmx_columns& at, const sdmx_options& options) {
  row_selection rows(file.table.rows());
  if (!options.structure.empty()) {
    const text_column& id = file.table.text(names[at.structure]);
    const auto wanted = labels_where(
        id, [&](const std::string& label) { return without_label(label) == options.structure; });
    rows.leave_out("of other dataflows",
                   [&](std::size_t i) { return wanted[to_size(id.codes[i])] == 0; });
  }
  if (at.action) {
    const text_column& action = file.table.text(names[*at.action]);
    const auto deletes =
        labels_where(action, [](const std::string& label) { return label == "D"; });
    rows.leave_out("they ask for a deletion (ACTION D)",
                   [&](std::size_t i) { return deletes[to_size(action.codes[i])] != 0; });
  }
  const auto value = file.table[names[at.value]];
  rows.leave_out("the observation has no value",
                 [&](std::size_t i) { return std::isnan(value[i]); });
  return rows.apply(std::move(file.table), file.notes);
}

// the one dataflow of the rows that are left
template <class = when_called>
std::string sdmx_structure(const data_table& table, const std::string& column) {
  const text_column& id = table.text(column);
  for (std::size_t i = 1; i < table.rows(); ++i) {
    if (id.codes[i] == id.codes[0]) continue;
    throw table.at_row(i,
                       text("the dataflows ", text_at(id, 0), " and ", text_at(id, i),
                            " stand together; name one"),
                       column);
  }
  return table.rows() == 0 ? std::string() : std::string(without_label(text_at(id, 0)));
}

}  // namespace detail

/// Reads the observations of an SDMX-CSV file.
///
/// The delimiter is the character behind the first column's name. With labels=both ("A: Annual",
/// "FREQ: Frequency") codes and names lose their labels. Columns may stand in any order: what
/// stands before the values is taken for dimensions, what stands behind for attributes, unless
/// named.
///
/// @return  a row for each observation with a value; the values are as the file has them: no
///          multiplier (UNIT_MULT, SCALE) is applied
/// @throws data_error  no STRUCTURE or DATAFLOW in front, a column that is not there, several
///                     dataflows, the same observation twice, a value that is no number
/// @note   empty, NaN and #N/A are no value. Rows of the action D are left out
/// @see    SDMX-CSV 2.0 field guide, github.com/sdmx-twg/sdmx-csv
template <class = when_called>
[[nodiscard]] sdmx_file read_sdmx_csv(csv_input input, const sdmx_options& options = {}) {
  const detail::sdmx_form form = detail::sdmx_form_of(input);
  csv_options format;
  format.delimiter = form.delimiter;
  format.decimal = options.decimal.value_or(form.delimiter == ';' ? ',' : '.');
  const std::vector<std::string> names = header_of(input, format);
  const std::string file = input.name;
  const detail::sdmx_columns at(names, form, options, file);
  sdmx_file out;
  out.version = form.newer ? "2.0" : "1.0";
  out.delimiter = form.delimiter;
  out.data = read_source(std::move(input), detail::sdmx_schema(names, at), format, options.threads);
  const data_table rows = detail::sdmx_rows(out.data, names, at, options);
  if (rows.rows() == 0) throw data_error(file + ": there are no observations");
  out.structure = detail::sdmx_structure(rows, names[at.structure]);
  data_table plain(file);
  const auto add = [&](const std::vector<std::size_t>& columns, std::vector<std::string>& ids) {
    for (const std::size_t i : columns) {
      ids.emplace_back(detail::without_label(names[i]));
      plain.add(detail::without_labels(rows.text(names[i]), ids.back()));
    }
  };
  add(at.dimensions, out.dimensions);
  add(at.attributes, out.attributes);
  const number_column& value = rows.number(names[at.value]);
  plain.add(number_column{options.value, value.values});
  if (const auto twice = find_repeated(plain, out.dimensions)) {
    throw rows.at_row(twice->row,
                      text("repeats the observation of row ", rows.file_row(twice->first)),
                      options.value);
  }
  std::vector<std::uint32_t> lines;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    lines.push_back(static_cast<std::uint32_t>(rows.file_line(i)));
  }
  plain.set_lines(std::move(lines));
  out.data.table = std::move(plain);
  return out;
}

}  // namespace bilateral
