#include "support/close.hpp"

#include <bilateral/io/csv.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::holds;

namespace {

csv_options chunked(std::size_t chunk) {
  csv_options o;
  o.chunk_bytes = chunk;
  return o;
}

// names, then every record, fields between bars
std::string transcript(const std::string& bytes, csv_options options = {}) {
  std::string out;
  try {
    csv_reader rows(bytes_of(bytes), "d.csv", options);
    for (const auto& name : rows.names()) out += name + "|";
    while (rows.next()) {
      out += "\n" + std::to_string(rows.line()) + ":";
      for (std::size_t i = 0; i < rows.size(); ++i) out += std::string(rows[i]) + "|";
    }
  } catch (const data_error& e) {
    out += std::string("\nerror ") + e.what();
  }
  return out;
}

}  // namespace

TEST_CASE("line ends, a byte-order mark and the end of the file") {
  const std::string wanted = "a|b|\n2:1|2|\n3:3|4|";
  CHECK(transcript("a,b\n1,2\n3,4\n") == wanted);
  CHECK(transcript("a,b\n1,2\n3,4") == wanted);
  CHECK(transcript("a,b\r\n1,2\r\n3,4\r\n") == wanted);
  CHECK(transcript("a,b\r1,2\r3,4\r") == wanted);
  CHECK(transcript("\xEF\xBB\xBF"
                   "a,b\n1,2\n3,4\n\n\n") == wanted);
  // only at byte 0: elsewhere it is a character of the text
  CHECK(transcript("a,\xEF\xBB\xBF"
                   "b\n1,2\n") ==
        "a|\xEF\xBB\xBF"
        "b|\n2:1|2|");
  // in a file of one column an empty line is an empty field
  CHECK(transcript("a\n1\n\n2\n") == "a|\n2:1|\n3:|\n4:2|");
}

TEST_CASE("quotes") {
  CHECK(transcript("a,b\n\"x, \"\"y\"\"\",\"two\r\nlines\"\n\"\",z\n") ==
        "a|b|\n2:x, \"y\"|two\r\nlines|\n4:|z|");
  CHECK(
      holds(transcript("a,b\n1,2\n3,\"open\n\n\n"), "error d.csv:3:3: the quote that opens here"));
  CHECK(holds(transcript("a,b\n1,\"x\ny\"z\n"), "error d.csv:2:3: text after the closing quote"));
  CHECK(holds(transcript("a,b\n1,x\"y\"\n"), "error d.csv:2:4: a quote inside a field"));
}

TEST_CASE("records of another length than the header") {
  CHECK(
      holds(transcript("a,b\n1\n"), "error d.csv:2:1: the record has 1 field but 2 are expected"));
  CHECK(holds(transcript("a,b\n1,2,3\n"), "error d.csv:2:5: the record has 3 fields"));
  CHECK(holds(transcript("a,b\n1,2\n\n3,4\n"), "error d.csv:3: the line is empty"));
  csv_options pad;
  pad.ragged = ragged_rows::pad;
  CHECK(transcript("a,b,c\n1\n1,2,3\n", pad) == "a|b|c|\n2:1|||\n3:1|2|3|");
  CHECK(holds(transcript("a,b\n1,2,3\n", pad), "the record has 3 fields"));
  // a trailing delimiter everywhere, or an error
  CHECK(transcript("a,b,\n1,2,\n3,4,\n") == "a|b|\n2:1|2|\n3:3|4|");
  CHECK(holds(transcript("a,b,\n1,2,\n3,4\n"), "d.csv:3: the header ends with a delimiter"));
  CHECK(holds(transcript("a,b\n1,2,\n"), "the record has 3 fields but 2"));
}

TEST_CASE("names") {
  CHECK(holds(transcript("a,b,a\n"), "error d.csv:1:5: the columns 1 and 3 are both named a"));
  CHECK(holds(transcript("a,,b\n"), "error d.csv:1:3: the name of column 2 is empty"));
  CHECK(holds(transcript(""), "error d.csv: is empty"));
  CHECK_REFUSES(data_error, "there is no column price among date, value",
                csv_reader(bytes_of(std::string("date,value\n")), "d.csv").column("price"));
  csv_options bare;
  bare.header = false;
  CHECK(transcript("1,2\n3,4\n", bare) == "\n1:1|2|\n2:3|4|");
  csv_reader unnamed(bytes_of(std::string("5,6\n")), "d.csv", bare);
  CHECK(unnamed.next());
  CHECK(unnamed.column("1") == 0);  // columns without a header count from one
  CHECK(unnamed.column("2") == 1);
  csv_options titled;
  titled.skip_records = 2;
  CHECK(transcript("Title\nunits: USD\na,b\n1,2\n", titled) == "a|b|\n4:1|2|");
}

TEST_CASE("bytes that are no text") {
  CHECK(holds(transcript(std::string("a,b\n1,\0002\n", 9)),
              "error d.csv:2:3: a NUL byte at offset 6"));
  CHECK(holds(transcript("a,b\n1,\xE9\n"), "d.csv:2:3: the byte 0xE9 at offset 6 is not UTF-8"));
  CHECK(holds(transcript("a,b\n\"\xC3\",2\n"), "the byte 0xC3 at offset 5"));
  CHECK(holds(transcript("\xFF\xFE"
                         "a"),
              "the file is UTF-16"));
  CHECK(holds(transcript("\xFE\xFF"), "the file is UTF-16"));
  for (const char* bad :
       {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5", "\x80"}) {
    CHECK(holds(transcript(std::string("a\n") + bad + "\n"), "is not UTF-8"));
  }
  CHECK(transcript("a\n\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8D\n") ==
        "a|\n2:\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8D|");
}

TEST_CASE("limits are errors, found early") {
  csv_options o;
  o.limits.line_bytes = 10;
  CHECK(transcript("a\n1234567890\n", o) == "a|\n2:1234567890|");
  CHECK(holds(transcript("a\n12345678901\n", o),
              "error d.csv:2: the record is longer than the limit of 10"));
  o = {};
  o.limits.fields = 3;
  CHECK(holds(transcript("a,b,c,d\n", o), "more than the limit of 3 fields"));
  o = {};
  o.limits.rows = 1;
  CHECK(holds(transcript("a\n1\n2\n", o), "error d.csv:3: more than the limit of 1 rows"));
  o = {};
  o.limits.bytes = 6;
  for (const std::size_t chunk : {1U, 2U, 5U, 6U, 7U, 100U}) {
    o.chunk_bytes = chunk;
    CHECK(transcript("a\n1\n2\n", o) == "a|\n2:1|\n3:2|");
    CHECK(holds(transcript("a\n1\n2\n3\n", o), "longer than the limit of 6 bytes"));
  }
  // one endless line: given up after the limit, not read into memory
  std::size_t served = 0;
  const byte_source endless = [&](char* to, std::size_t capacity) {
    std::fill(to, to + capacity, 'x');
    served += capacity;
    return capacity;
  };
  CHECK_REFUSES(data_error, "longer than the limit of 16777216 bytes",
                csv_reader(endless, "endless"));
  CHECK(served < (std::size_t{18} << 20));
  CHECK(holds(transcript(std::string(1000000, ',')), "more than the limit of 65536 fields"));
}

TEST_CASE("the size of the chunks changes nothing") {
  const std::string inputs[] = {
      "a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\r\n\xC3\xA9\xE2\x82\xAC,\"\xF0\x9F\x8C\x8D\"\r\rlast,1",
      "\xEF\xBB\xBF"
      "a,b,\n1,2,\n\n",
      "a,b\n\"x\"\"\",\"\"\n\"open,\n",
      "a,b\r1,2\r3\r",
      "a\n\xE2\x82",
  };
  for (const std::string& input : inputs) {
    const std::string wanted = transcript(input);
    for (std::size_t chunk = 1; chunk <= 64; ++chunk) {
      CHECK(transcript(input, chunked(chunk)) == wanted);
    }
  }
}

TEST_CASE("numbers and where they are wrong") {
  csv_reader rows(bytes_of(std::string("price,n\n1.5,7\nn.a.,x\n , \n1e400,9\n")), "data.csv");
  const auto price = rows.column("price");
  REQUIRE(rows.next());
  CHECK(rows.number(price) == 1.5);
  CHECK(rows.integer(1) == 7);
  REQUIRE(rows.next());
  CHECK_REFUSES(data_error, "data.csv:3:1: 'n.a.' is not a number (column price)",
                rows.number(price));
  CHECK_REFUSES(data_error, "data.csv:3:6: 'x' is not a whole number (column n)", rows.integer(1));
  REQUIRE(rows.next());
  CHECK_FALSE(rows.optional_number(price).has_value());
  CHECK_REFUSES(data_error, "data.csv:4:1: the field is empty (column price)", rows.number(price));
  REQUIRE(rows.next());
  CHECK_REFUSES(data_error, "data.csv:5:1: '1e400' is too large", rows.number(price));
  CHECK_FALSE(rows.next());
  CHECK_FALSE(rows.next());
}

TEST_CASE("decimal comma") {
  csv_options o;
  o.delimiter = ';';
  o.decimal = ',';
  csv_reader rows(bytes_of(std::string("v;w\n1,5;\"2,25\"\n1.234,5;1\n")), "d.csv", o);
  REQUIRE(rows.next());
  CHECK(rows.number(0) == 1.5);
  CHECK(rows.number(1) == 2.25);
  REQUIRE(rows.next());
  CHECK_REFUSES(data_error, "'1.234,5' is not a number", rows.number(0));
  o.delimiter = ',';
  CHECK_REFUSES(data_error, "are both ','", csv_reader(bytes_of(std::string("a\n")), "d.csv", o));
}

TEST_CASE("streams, files and folders") {
  std::istringstream in("a\n1\n");
  csv_reader from_stream(bytes_of(in, "stream"), "stream");
  CHECK(from_stream.next());
  const auto path = std::filesystem::temp_directory_path() / "bilateral_csv_test.csv";
  std::ofstream(path) << "a,b\n1,2\n";
  csv_reader from_file(open_file(path.string()), path.string());
  REQUIRE(from_file.next());
  CHECK(from_file.number(1) == 2);
  std::filesystem::remove(path);
  CHECK_REFUSES(data_error, "none.csv: cannot be opened", open_file("none.csv"));
  CHECK_REFUSES(data_error, "", csv_reader(open_file("/"), "/"));
  // an exception of the source passes through
  CHECK_REFUSES(
      std::runtime_error, "gone",
      csv_reader([](char*, std::size_t) -> std::size_t { throw std::runtime_error("gone"); }, "x"));
}
