#include <bilateral/io/source.hpp>

#include "support/close.hpp"

#include <sstream>

using namespace bilateral;

TEST_CASE("source: a text, a stream, and a file that is not there") {
  for (const std::size_t chunk : std::vector<std::size_t>{1, 3, 64}) {
    std::istringstream in("abcdefg");
    for (auto source : {bytes_of(std::string("abcdefg")), bytes_of(in, "in")}) {
      std::string all, piece(chunk, ' ');
      while (const std::size_t n = source(piece.data(), chunk)) all.append(piece, 0, n);
      CHECK(all == "abcdefg");
    }
  }
  CHECK_REFUSES(data_error, "/no/such/file.csv", open_file("/no/such/file.csv"));
}
