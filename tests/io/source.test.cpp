#include <bilateral/io/source.hpp>

#include "support/close.hpp"

#include <fstream>
#include <sstream>
#include <streambuf>

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

namespace {
// a device that fails instead of ending
struct broken_device : std::streambuf {
  int_type underflow() override { throw std::ios_base::failure("unplugged"); }
};
}  // namespace

TEST_CASE("source: a file is read to its last byte, in whatever pieces") {
  const std::string path = BILATERAL_TEST_SOURCE_DIR "/tests/io/source.test.cpp";
  std::ifstream in(path, std::ios::binary);
  std::ostringstream whole;
  whole << in.rdbuf();
  REQUIRE(whole.str().size() > 1000);
  for (const std::size_t chunk : std::vector<std::size_t>{7, 1 << 20}) {
    const byte_source source = open_file(path);
    std::string all, piece(chunk, ' ');
    while (const std::size_t n = source(piece.data(), chunk)) all.append(piece, 0, n);
    CHECK(all == whole.str());
    CHECK(source(piece.data(), chunk) == 0);  // the end stays the end
  }
}

TEST_CASE("source: a folder and a device that fails are not files that end") {
  CHECK_REFUSES(data_error, "cannot be read", [] {
    const byte_source source = open_file(BILATERAL_TEST_SOURCE_DIR "/tests");
    char byte = 0;
    (void)source(&byte, 1);
  }());
  broken_device device;
  std::istream in(&device);
  const byte_source source = bytes_of(in, "tape");
  char byte = 0;
  CHECK_REFUSES(data_error, "tape: cannot be read to its end", source(&byte, 1));
}

TEST_CASE("source: Latin-1 as UTF-8, in pieces of any size") {
  std::string latin, utf8;
  for (int c = 1; c < 256; ++c) {
    latin += static_cast<char>(c);
    if (c >= 128) utf8 += static_cast<char>(c < 192 ? 0xC2 : 0xC3);
    utf8 += static_cast<char>(c < 192 ? c : c - 64);
  }
  for (const std::size_t chunk : {1U, 2U, 3U, 7U, 1000U}) {
    const byte_source source = from_latin1(bytes_of(latin));
    std::string all, piece(chunk, ' ');
    while (const std::size_t n = source(piece.data(), chunk)) all.append(piece, 0, n);
    CHECK(all == utf8);
    CHECK(source(piece.data(), chunk) == 0);
  }
}
