// The columns of any bytes: the same as by csv_reader, record by record, or refused in the same words,
// whatever the size of the blocks and the number of threads.

#include "../support/csv_columns.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const unsigned shape = size > 0 ? data[size - 1] : 0U;
  bilateral::csv_options options;
  options.delimiter = size > 0 && data[0] % 2 == 1 ? ';' : ',';
  options.decimal = options.delimiter == ';' ? ',' : '.';
  options.header = shape % 4 != 3;
  options.ragged = shape % 8 < 4 ? bilateral::ragged_rows::refuse : bilateral::ragged_rows::pad;
  for (const bool numbers_first : {true, false}) {
    bilateral_test::by_position wanted{{0, 2}, {1}};
    if (!numbers_first) wanted = {{1}, {0, 1}};
    const auto plain = bilateral_test::record_by_record(bytes, wanted, options);
    for (const std::size_t block : {1U, 3U, 16U, 65536U}) {
      const unsigned threads = block == 16 && shape % 16 == 0 ? 2U : 1U;
      if (!(bilateral_test::block_by_block(bytes, wanted, options, block, threads) == plain)) {
        std::abort();
      }
    }
  }
  return 0;
}
