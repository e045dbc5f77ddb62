// The CSV reader on any bytes: it returns or throws data_error, and says the same whatever the size
// of the chunks it is fed with.

#include <bilateral/io/csv.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

// records and the closing error as one text
std::string transcript(const std::string& bytes, std::size_t chunk, char delimiter) {
  std::string out;
  try {
    bilateral::csv_options options;
    options.chunk_bytes = chunk;
    options.delimiter = delimiter;
    options.decimal = delimiter == ';' ? ',' : '.';
    bilateral::csv_reader rows(bilateral::bytes_of(bytes), "fuzz", options);
    for (const auto& name : rows.names()) out += name + "\x1f";
    while (rows.next()) {
      out += "\x1e" + std::to_string(rows.line());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        out += "\x1f" + std::string(rows[i]);
        try {
          out += bilateral::shortest(rows.number(i));
        } catch (const bilateral::data_error& e) {
          out += e.what();
        }
      }
    }
  } catch (const bilateral::data_error& e) {
    out += e.what();
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const char delimiter = size > 0 && data[0] % 2 == 1 ? ';' : ',';
  const std::string whole = transcript(bytes, 65536, delimiter);
  for (const std::size_t chunk : {1U, 2U, 3U, 7U, 16U}) {
    if (transcript(bytes, chunk, delimiter) != whole) std::abort();
  }
  return 0;
}
