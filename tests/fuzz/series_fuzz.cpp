// Every reader of series on any bytes: it returns or throws data_error, and says the same whatever
// the size of the pieces it is fed with.

#include <bilateral/io/pink_sheet.hpp>
#include <bilateral/io/series_csv.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace bilateral;

namespace {

// at most `step` bytes at a time
byte_source fed(const std::string& bytes, std::size_t step) {
  return [inner = bytes_of(bytes), step](char* to, std::size_t capacity) {
    return inner(to, step < capacity ? step : capacity);
  };
}

template <frequency F>
std::string text_of(const series<F, unspecified>& s) {
  std::string out = to_string(s.start);
  for (const double v : s.values) out += std::to_string(std::bit_cast<std::uint64_t>(v)) + " ";
  return out;
}

template <class Read>
std::string transcript(Read read) {
  try {
    return read();
  } catch (const data_error& e) {
    return e.what();
  }
}

template <frequency F>
std::string pink_sheet_text(byte_source bytes) {
  std::string out;
  const auto sheet = read_pink_sheet<F>(std::move(bytes), "fuzz");
  for (const auto& c : sheet.commodities) out += c.name + c.unit + text_of(c.price);
  return out;
}

std::string wide_text(byte_source bytes) {
  csv_reader rows(std::move(bytes), "fuzz");
  std::string out;
  for (const auto& s : read_wide_series<monthly, unspecified>(rows, "date")) out += text_of(s);
  return out;
}

std::string year_rows_text(byte_source bytes) {
  csv_reader rows(std::move(bytes), "fuzz");
  return text_of(read_year_rows<quarterly, unspecified>(rows, "year", "s"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::array<std::size_t, 3> steps = {7, 1, 4096};
  const auto check = [&](auto read) {
    const std::string whole = transcript([&] { return read(bytes_of(bytes)); });
    if (transcript([&] { return read(fed(bytes, steps[size % 3])); }) != whole) std::abort();
  };
  check(pink_sheet_text<monthly>);
  check(pink_sheet_text<annual>);
  check(wide_text);
  check(year_rows_text);
  return 0;
}
