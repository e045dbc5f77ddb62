// Every reader of tables on any bytes: it returns or throws data_error, and says the same whatever
// the size of the pieces it is fed with and the number of threads.

#include <bilateral/io/concordance.hpp>
#include <bilateral/io/sdmx_csv.hpp>
#include <bilateral/io/sources/cepii.hpp>
#include <bilateral/io/sources/eurostat.hpp>
#include <bilateral/io/sources/wdi.hpp>
#include <bilateral/io/sources/wits.hpp>

#include "../support/source_readers.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

using namespace bilateral;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto check = [&](auto read) {
    if (!bilateral_test::reads_the_same(bytes, read)) std::abort();
  };
  check([](csv_input in, unsigned threads) {
    return read_cepii_gravity(std::move(in), {.threads = threads});
  });
  check([](csv_input in, unsigned threads) { return read_geodist(std::move(in), threads); });
  check([](csv_input in, unsigned) { return read_geodist_countries(std::move(in)); });
  check(
      [](csv_input in, unsigned threads) { return read_wdi(std::move(in), {.threads = threads}); });
  check([](csv_input in, unsigned threads) {
    return read_wits_tariffs(std::move(in), {.threads = threads});
  });
  check([](csv_input in, unsigned threads) {
    return read_sdmx_csv(std::move(in), {.threads = threads});
  });
  check([](csv_input in, unsigned) { return read_eurostat_tsv(std::move(in)); });
  check([](csv_input in, unsigned) {
    csv_reader rows(std::move(in.bytes), in.name);
    return read_concordance(rows, {.weight = "weight"});
  });
  return 0;
}
