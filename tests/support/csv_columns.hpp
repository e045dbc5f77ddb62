#pragma once
// Columns of a CSV as text, by csv_reader record for record and by read_columns: the two must agree.

#include <bilateral/io/column_reader.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bilateral_test {

struct columns_as_text {
  std::string numbers;  // bit patterns, column by column
  std::string texts;
  std::string refusal;  // what is wrong; then the rest is empty

  bool operator==(const columns_as_text& o) const {
    return numbers == o.numbers && texts == o.texts && refusal == o.refusal;
  }
};

// which columns of the file are numbers and which texts, by position
struct by_position {
  std::vector<std::size_t> numbers;
  std::vector<std::size_t> texts;
};

inline std::string bits_of(double value) {
  return std::to_string(std::bit_cast<std::uint64_t>(value)) + " ";
}

// names of the columns at the positions that exist
inline bilateral::column_request named(const by_position& wanted,
                                       const std::vector<std::string>& names) {
  bilateral::column_request request;
  for (const std::size_t i : wanted.numbers) {
    if (i < names.size()) request.numbers.push_back(names[i]);
  }
  for (const std::size_t i : wanted.texts) {
    if (i < names.size()) request.texts.push_back(names[i]);
  }
  return request;
}

// the plain way
inline columns_as_text record_by_record(const std::string& bytes, const by_position& wanted,
                                        const bilateral::csv_options& options) {
  columns_as_text out;
  std::vector<std::string> numbers(wanted.numbers.size()), texts(wanted.texts.size());
  try {
    bilateral::csv_reader rows(bilateral::bytes_of(bytes), "d.csv", options);
    while (rows.next()) {
      std::vector<double> values(rows.width(), 0);
      for (std::size_t i = 0; i < rows.width(); ++i) {  // the first wrong field of the record
        for (const std::size_t n : wanted.numbers) {
          if (n == i) {
            values[i] = rows.optional_number(i).value_or(std::numeric_limits<double>::quiet_NaN());
          }
        }
      }
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (wanted.numbers[i] < rows.width()) {
          numbers[i] += rows.empty(wanted.numbers[i]) ? "- " : bits_of(values[wanted.numbers[i]]);
        }
      }
      for (std::size_t i = 0; i < texts.size(); ++i) {
        if (wanted.texts[i] < rows.width()) {
          texts[i] += std::string(rows[wanted.texts[i]]) + "\x1f";
        }
      }
    }
    for (const auto& n : numbers) out.numbers += n + "\n";
    for (const auto& t : texts) out.texts += t + "\n";
  } catch (const bilateral::data_error& e) {
    out.refusal = e.what();
  }
  return out;
}

inline columns_as_text as_text(const bilateral::column_data& d,
                               const bilateral::column_request& request,
                               const by_position& wanted) {
  columns_as_text out;
  for (const auto& name : request.numbers) {
    const auto& column = d.numbers.at(name);
    for (std::size_t i = 0; i < d.rows; ++i) {
      const bool missing = !column.missing.empty() && column.missing.at(i) != 0;
      out.numbers += missing ? "- " : bits_of(column.values.at(i));
    }
    out.numbers += "\n";
  }
  for (const auto& name : request.texts) {
    const auto& column = d.texts.at(name);
    for (std::size_t i = 0; i < d.rows; ++i) {
      out.texts += column.labels.at(static_cast<std::size_t>(column.codes.at(i))) + "\x1f";
    }
    out.texts += "\n";
  }
  // positions beyond the file: an empty column in the plain way
  for (std::size_t i = request.numbers.size(); i < wanted.numbers.size(); ++i) out.numbers += "\n";
  for (std::size_t i = request.texts.size(); i < wanted.texts.size(); ++i) out.texts += "\n";
  return out;
}

// the fast way
inline columns_as_text block_by_block(const std::string& bytes, const by_position& wanted,
                                      bilateral::csv_options options, std::size_t block,
                                      unsigned threads) {
  try {
    options.chunk_bytes = block;
    bilateral::csv_reader head(bilateral::bytes_of(bytes), "d.csv", options);
    if (!options.header) (void)head.next();
    const bilateral::column_request request = named(wanted, head.names());
    return as_text(
        bilateral::read_columns(bilateral::csv_text(bytes, "d.csv"), request, options, threads),
        request, wanted);
  } catch (const bilateral::data_error& e) {
    columns_as_text out;
    out.refusal = e.what();
    return out;
  }
}

}  // namespace bilateral_test
