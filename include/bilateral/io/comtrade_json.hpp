#pragma once
/// UN Comtrade in JSON, as its interface answers. Needs nlohmann/json, which the program brings; no
/// umbrella includes this header.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/comtrade.hpp>
#include <bilateral/io/detail/comtrade_names.hpp>
#include <bilateral/io/detail/comtrade_records.hpp>
#include <bilateral/io/reported_flows.hpp>
#include <bilateral/io/source.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bilateral {

struct comtrade_json_options {
  comtrade_options rows = {};
  std::uint64_t bytes = std::uint64_t{1} << 31U;  ///< the answer is held in memory: at most so long
};

namespace detail {

// One record, its fields as texts.
class comtrade_json_row {
 public:
  comtrade_json_row(const std::string& file, std::size_t record, const nlohmann::json& object)
      : file_(file), record_(record) {
    if (!object.is_object()) throw data_error(at() + "is no object");
    for (std::size_t f = 0; f < comtrade_fields; ++f) {
      const auto found = object.find(std::string(comtrade_names[f]));
      if (found == object.end()) {
        if (f < comtrade_needed)
          throw data_error(at() + "has no " + std::string(comtrade_names[f]));
        continue;
      }
      has_[f] = true;
      texts_[f] = plain(f, *found);
    }
  }

  [[nodiscard]] bool has(comtrade_field f) const { return has_[to_size(f)]; }
  [[nodiscard]] std::string_view text(comtrade_field f) const { return texts_[to_size(f)]; }
  [[noreturn]] void refuse(comtrade_field f, std::string_view what) const {
    const auto i = to_size(f);
    throw data_error(bilateral::text(at(), "'", excerpt(texts_[i]), "' ", what, " (field ",
                                     comtrade_names[i], ")"));
  }

 private:
  [[nodiscard]] std::string at() const { return bilateral::text(file_, ": record ", record_, " "); }

  // a code may be a number or a text; null is missing
  [[nodiscard]] std::string plain(std::size_t f, const nlohmann::json& value) const {
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_integer()) return value.dump();
    if (value.is_number()) return shortest(value.get<double>());
    throw data_error(
        bilateral::text(at(), "has neither a number nor a text in ", comtrade_names[f]));
  }

  const std::string& file_;
  std::size_t record_;
  std::array<bool, comtrade_fields> has_{};
  std::array<std::string, comtrade_fields> texts_;
};

template <class = when_called>
std::string all_bytes(byte_source source, const std::string& name, std::uint64_t limit) {
  std::string out;
  constexpr std::size_t step = 65536;
  for (;;) {
    const std::size_t before = out.size();
    out.resize(before + step);
    const std::size_t got = source(out.data() + before, step);
    out.resize(before + got);
    if (got == 0) return out;
    if (out.size() > limit)
      throw data_error(text(name, ": longer than the limit of ", limit, " bytes"));
  }
}

template <class = when_called>
nlohmann::json parsed_json(const std::string& bytes, const std::string& name) {
  try {
    return nlohmann::json::parse(bytes);
  } catch (const nlohmann::json::parse_error& e) {
    const std::size_t at = e.byte == 0 ? 0 : (std::min)(e.byte - 1, bytes.size());
    std::size_t line = 1, start = 0;
    for (std::size_t i = 0; i < at; ++i) {
      if (bytes[i] != '\n') continue;
      ++line;
      start = i + 1;
    }
    throw data_error(name, line, at - start + 1, "is no JSON from here on");
  } catch (const nlohmann::json::exception& e) {  // a number out of range
    throw data_error(name + ": is no JSON: " + e.what());
  }
}

}  // namespace detail

/// Reads an answer of Comtrade's interface: {"elapsedTime": .., "count": n, "data": [..], "error":
/// ..}.
///
/// @return  as read_comtrade, whose rules hold: totals over customs procedures and modes, one level
/// @throws data_error  no JSON (line and column), an answer that is an error, no data, a count that
///                     is not that of the records, and all that read_comtrade refuses, with the
///                     record's number and the field
/// @note   an answer of the interface's limit of records may be cut: a note says so at 500 (without
///         a key), 100,000 and 250,000 records
/// @see    UN Statistics Division, Comtrade API
template <class = when_called>
[[nodiscard]] reported_flows read_comtrade_json(byte_source source, const std::string& name,
                                                const comtrade_json_options& options = {}) {
  const nlohmann::json answer =
      detail::parsed_json(detail::all_bytes(std::move(source), name, options.bytes), name);
  if (!answer.is_object()) throw data_error(name + ": the answer is no object");
  const auto fault = answer.find("error");
  if (fault != answer.end() && fault->is_string() && !fault->get<std::string>().empty()) {
    throw data_error(name +
                     ": the answer is an error: " + detail::excerpt(fault->get<std::string>()));
  }
  const auto data = answer.find("data");
  if (data == answer.end() || !data->is_array())
    throw data_error(name + ": there is no array data");
  const auto count = answer.find("count");
  if (count != answer.end() && count->is_number_unsigned() &&
      count->get<std::uint64_t>() != data->size()) {
    throw data_error(text(name, ": the count is ", count->get<std::uint64_t>(), " but there are ",
                          data->size(), " records"));
  }
  detail::comtrade_collector<comtrade_options> records(name, options.rows);
  std::size_t number = 0;
  for (const nlohmann::json& record : *data) {
    records.add(detail::comtrade_json_row(name, ++number, record));
  }
  reported_flows out = records.finish();
  if (number == 500 || number == 100000 || number == 250000) {
    out.notes.push_back(text("exactly ", number, " records: the answer may be cut at its limit"));
  }
  return out;
}

}  // namespace bilateral
