// Every reader of input-output tables on any bytes: it returns or throws data_error, and says the
// same whatever the size of the pieces it is fed with. Eora's six files stand behind form feeds.

#include <bilateral/io/input_output_csv.hpp>
#include <bilateral/io/sources/eora.hpp>
#include <bilateral/io/sources/figaro.hpp>
#include <bilateral/io/sources/icio.hpp>
#include <bilateral/io/sources/wiod.hpp>

#include "../support/source_readers.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

using namespace bilateral;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto check = [&](auto read) {
    if (!bilateral_test::reads_the_same(bytes, read)) std::abort();
  };
  check([](csv_input in, unsigned) { return read_icio(std::move(in)); });
  check([](csv_input in, unsigned) { return read_wiod(std::move(in)); });
  check([](csv_input in, unsigned threads) { return read_figaro(std::move(in), threads); });
  check([](csv_input in, unsigned) {
    csv_reader rows(std::move(in.bytes), in.name);
    return read_sector_matrix(rows);
  });
  std::array<std::string_view, 6> files;
  std::string_view rest = bytes;
  for (std::string_view& file : files) {
    file = rest.substr(0, rest.find('\f'));
    rest.remove_prefix((std::min)(file.size() + 1, rest.size()));
  }
  const auto eora = [&](std::size_t step) {
    return bilateral_test::transcript([&] {
      const auto part = [&](std::size_t i) { return bilateral_test::fed(files[i], step); };
      return read_eora({part(0), part(1), part(2), part(3), part(4), part(5), "unit"});
    });
  };
  if (eora(1) != eora(65536)) std::abort();
  return 0;
}
