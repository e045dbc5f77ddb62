// Every reader of trade flows on any bytes: it returns or throws data_error, and says the same
// whatever the size of the pieces it is fed with and the number of threads.

#include <bilateral/io/baci.hpp>
#include <bilateral/io/comtrade.hpp>
#include <bilateral/io/flows_csv.hpp>
#include <bilateral/io/sources/eurostat.hpp>
#include <bilateral/io/sources/imf_trade.hpp>
#include <bilateral/io/sources/itpd.hpp>

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
    return read_baci(std::move(in.bytes), in.name, {.threads = threads});
  });
  check([](csv_input in, unsigned) {
    csv_reader rows(std::move(in.bytes), in.name);
    return read_comtrade(rows, {.levels = comtrade_levels::coarsest});
  });
  check([](csv_input in, unsigned) {
    csv_reader rows(std::move(in.bytes), in.name);
    return read_comtrade_legacy(rows);
  });
  check([](csv_input in, unsigned) {
    csv_reader rows(std::move(in.bytes), in.name);
    return read_flows(rows, {.importer = "importer"});
  });
  check([](csv_input in, unsigned threads) {
    return read_comext(std::move(in), {.threads = threads});
  });
  check([](csv_input in, unsigned threads) {
    return read_itpd(std::move(in), {.threads = threads});
  });
  check([](csv_input in, unsigned threads) {
    imf_trade_options options;
    options.scale = 1e6;
    options.format.threads = threads;
    return read_imf_trade(std::move(in), options);
  });
  return 0;
}
