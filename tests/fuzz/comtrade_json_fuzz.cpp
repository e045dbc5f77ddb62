// Comtrade's JSON reader on any bytes: it returns or throws data_error, whatever the size of the
// pieces.

#include <bilateral/io/comtrade_json.hpp>

#include "../support/source_readers.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

using namespace bilateral;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto read = [](csv_input in, unsigned) {
    return read_comtrade_json(std::move(in.bytes), in.name);
  };
  if (!bilateral_test::reads_the_same(bytes, read)) std::abort();
  return 0;
}
