#pragma once
// Every reader of a source on any bytes, its result as one text: the fuzz targets compare it
// between ways of handing the bytes over.

#include <bilateral/io/column_reader.hpp>
#include <bilateral/io/concordance.hpp>
#include <bilateral/io/flows_csv.hpp>
#include <bilateral/io/input_output_csv.hpp>
#include <bilateral/io/reported_flows.hpp>
#include <bilateral/io/sdmx_csv.hpp>
#include <bilateral/io/source_table.hpp>
#include <bilateral/io/sources/multi_region_file.hpp>
#include <bilateral/io/sources/wdi.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral_test {

// bytes in memory, at most `step` at a time
inline bilateral::csv_input fed(std::string_view bytes, std::size_t step) {
  bilateral::csv_input out = bilateral::csv_text(bytes, "fuzz");
  out.bytes = [inner = std::move(out.bytes), step](char* to, std::size_t capacity) {
    return inner(to, (std::min)(step, capacity));
  };
  out.size = 0;
  return out;
}

inline void put(std::string& out, double value) {
  out += std::to_string(std::bit_cast<std::uint64_t>(value)) + " ";
}
inline void put(std::string& out, const std::vector<std::string>& names) {
  for (const std::string& name : names) out += name + "\x1f";
}
inline void put(std::string& out, const bilateral::data_table& table) {
  for (const auto& c : table.numbers()) {
    out += c.name + c.unit;
    for (const double v : c.values) put(out, v);
  }
  for (const auto& c : table.texts()) {
    out += c.name;
    for (std::size_t i = 0; i < c.codes.size(); ++i) out += bilateral::text_at(c, i) + "\x1f";
  }
}
inline void put(std::string& out, const bilateral::source_table& file) {
  put(out, file.table);
  put(out, file.notes);
}
inline void put(std::string& out, const bilateral::product_flows& flows) {
  put(out, flows.countries);
  put(out, flows.products);
  put(out, flows.periods);
  for (const auto* codes : {&flows.exporter, &flows.importer, &flows.product, &flows.period}) {
    for (const std::int32_t c : *codes) out += std::to_string(c) + ",";
  }
  for (const double v : flows.value) put(out, v);
  for (const double v : flows.quantity) put(out, v);
  put(out, flows.notes);
}
inline void put(std::string& out, const bilateral::reported_flows& file) {
  put(out, file.exports);
  put(out, file.imports);
  put(out, file.world);
  put(out, file.notes);
}
inline void put(std::string& out, const bilateral::sector_matrix& file) {
  put(out, file.sectors);
  for (const double v : file.values.reshaped()) put(out, v);
}
inline void put(std::string& out, const bilateral::multi_region_file& file) {
  put(out, file.table.regions);
  put(out, file.table.sectors);
  for (const double v : file.table.transactions.reshaped()) put(out, v);
  for (const double v : file.table.output) put(out, v);
  for (const double v : file.value_added) put(out, v);
  for (const auto& use : file.final_uses) {
    for (const double v : use.values.reshaped()) put(out, v);
  }
  put(out, file.notes);
}

inline void put(std::string& out, const bilateral::flow_file& file) {
  put(out, file.flows);
  out += std::to_string(file.rows) + " " + std::to_string(file.left_out);
}

inline void put(std::string& out, const bilateral::wdi_file& file) {
  put(out, file.data);
  for (const auto& i : file.indicators) out += i.code + i.name + i.unit;
}
inline void put(std::string& out, const bilateral::sdmx_file& file) {
  put(out, file.data);
  out += file.version + file.structure;
  put(out, file.dimensions);
  put(out, file.attributes);
}
inline void put(std::string& out, const bilateral::concordance_file& file) {
  put(out, file.table.from);
  put(out, file.table.to);
  for (const double w : file.table.weight) put(out, w);
  put(out, file.notes);
}

// what the reader returns or says
template <class Read>
std::string transcript(Read read) {
  std::string out;
  try {
    put(out, read());
  } catch (const bilateral::data_error& e) {
    out = e.what();
  }
  return out;
}

// read(input, threads) says the same whatever the size of the pieces and the number of threads
template <class Read>
bool reads_the_same(std::string_view bytes, Read read) {
  const std::string whole =
      transcript([&] { return read(bilateral::csv_text(bytes, "fuzz"), 1U); });
  constexpr std::array<std::size_t, 3> steps = {7, 1, 4096};  // one of them, for speed
  const std::size_t step = steps[bytes.size() % steps.size()];
  const unsigned threads = step == 7 ? 2U : 1U;
  return transcript([&] { return read(fed(bytes, step), threads); }) == whole;
}

}  // namespace bilateral_test
