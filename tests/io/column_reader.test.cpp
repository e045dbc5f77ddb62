#include <bilateral/io/column_reader.hpp>

#include "support/close.hpp"
#include "support/csv_columns.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::block_by_block;
using bilateral_test::by_position;
using bilateral_test::holds;
using bilateral_test::record_by_record;

namespace {

// the same bits on every compiler
class small_random {
 public:
  explicit small_random(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::size_t below(std::size_t n) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33U) % n;
  }

 private:
  std::uint64_t state_;
};

std::string random_field(small_random& r, char delimiter, char decimal, bool number) {
  static const char* const texts[] = {"PER",
                                      "CHN",
                                      "010110",
                                      "",
                                      "a longer label",
                                      "exactly8",
                                      "\xC3\xA9t\xC3\xA9",
                                      "\xE2\x82\xAC",
                                      " x ",
                                      "seven77",
                                      "nine bytes",
                                      "1e5",
                                      "-",
                                      "tab\there"};
  std::string out;
  if (number) {
    const std::size_t form = r.below(14);
    if (form == 0) return "";
    if (form == 1) return " ";
    if (r.below(4) == 0) out += '-';
    for (std::size_t n = r.below(form == 2 ? 22 : 9) + 1; n > 0; --n) {
      out += static_cast<char>('0' + r.below(10));
    }
    if (form > 4) {
      out += decimal;
      for (std::size_t n = r.below(form == 5 ? 25 : 9); n > 0; --n) {
        out += static_cast<char>('0' + r.below(10));
      }
    }
    if (form == 6) out += "e" + std::to_string(r.below(40));
    if (form == 7) out += "E-" + std::to_string(r.below(330));
    if (form == 8) out = " " + out + " ";
    if (form == 9 && out[0] != '-') out = "+" + out;
  } else {
    out = texts[r.below(std::size(texts))];
  }
  if (r.below(8) == 0) {  // quoted, with whatever needs it
    const std::size_t inside = r.below(6);
    if (!number && inside == 0) out += delimiter;
    if (!number && inside == 1) out += "\"\"";
    if (!number && inside == 2) out += "\r\n";
    if (!number && inside == 3) out += "\n\n";
    if (!number && inside == 4) out += "\r";
    out = '"' + out + '"';
  }
  return out;
}

struct random_file {
  std::string bytes;
  csv_options options;
  by_position wanted;
};

random_file draw_file(std::uint64_t seed) {
  small_random r(seed);
  random_file f;
  f.options.delimiter = r.below(3) == 0 ? ';' : ',';
  f.options.decimal = f.options.delimiter == ';' ? ',' : '.';
  f.options.header = r.below(6) != 0;
  f.options.ragged = r.below(5) == 0 ? ragged_rows::pad : ragged_rows::refuse;
  const std::size_t width = r.below(5) + 1;
  const bool trailing = r.below(6) == 0;
  const char* const line_end = r.below(3) == 0 ? "\r\n" : r.below(6) == 0 ? "\r" : "\n";
  if (r.below(6) == 0) f.bytes = "\xEF\xBB\xBF";
  std::vector<bool> number(width);
  for (std::size_t i = 0; i < width; ++i) {
    number[i] = r.below(2) == 0;
    if (number[i] && r.below(5) != 0) f.wanted.numbers.push_back(i);
    if (!number[i] || r.below(4) == 0) f.wanted.texts.push_back(i);
    if (f.options.header) {
      f.bytes += (i == 0 ? "" : std::string(1, f.options.delimiter)) + "c" + std::to_string(i);
    }
  }
  if (f.options.header) {
    if (trailing) f.bytes += f.options.delimiter;
    f.bytes += line_end;
  }
  for (std::size_t row = r.below(12); row > 0; --row) {
    std::size_t fields = width;
    if (f.options.ragged == ragged_rows::pad && r.below(3) == 0) fields = r.below(width) + 1;
    for (std::size_t i = 0; i < fields; ++i) {
      if (i > 0) f.bytes += f.options.delimiter;
      f.bytes += random_field(r, f.options.delimiter, f.options.decimal, number[i]);
    }
    if (trailing && f.options.header) f.bytes += f.options.delimiter;
    if (row > 1 || r.below(2) == 0) f.bytes += line_end;
  }
  for (std::size_t blank = r.below(8); blank > 6; --blank) f.bytes += line_end;
  // damage: most files of one kind or another must be refused in the same words
  if (r.below(3) == 0 && !f.bytes.empty()) {
    static const char bad[] = {'"', '\n', '\0', '\xFF', '\xC3', ',', ';', 'x', '\r', '.'};
    const std::size_t at = r.below(f.bytes.size());
    if (r.below(2) == 0) {
      f.bytes[at] = bad[r.below(sizeof bad)];
    } else {
      f.bytes.insert(at, 1, bad[r.below(sizeof bad)]);
    }
  }
  return f;
}

column_data read(const std::string& bytes, const column_request& request, csv_options options = {},
                 unsigned threads = 2) {
  return read_columns(csv_text(bytes, "d.csv"), request, options, threads);
}

}  // namespace

TEST_CASE("columns of a small file, each as asked for") {
  const std::string bytes =
      "year,exporter,value,note\r\n2021,PER,1.5,x\r\n2022,\"CHN\",,\r\n2021,PER,-2e3,\"a, \"\"b\"\"\"";
  const column_data d = read(bytes, {{"value", "year"}, {"exporter", "note", "year"}});
  CHECK(d.rows == 3);
  CHECK(d.names == std::vector<std::string>{"year", "exporter", "value", "note"});
  const number_column_data& value = d.numbers.at("value");
  CHECK(value.values[0] == 1.5);
  CHECK(std::isnan(value.values[1]));
  CHECK(value.values[2] == -2000);
  CHECK(value.missing == std::vector<std::uint8_t>{0, 1, 0});
  CHECK(d.numbers.at("year").values == std::vector<double>{2021, 2022, 2021});
  CHECK(d.numbers.at("year").missing.empty());
  CHECK(d.texts.at("year").labels == std::vector<std::string>{"2021", "2022"});
  CHECK(d.texts.at("exporter").codes == std::vector<std::int32_t>{0, 1, 0});
  CHECK(d.texts.at("note").labels == std::vector<std::string>{"x", "", "a, \"b\""});
  const text_column_data sorted = sorted_labels(d.texts.at("exporter"));
  CHECK(sorted.labels == std::vector<std::string>{"CHN", "PER"});
  CHECK(sorted.codes == std::vector<std::int32_t>{1, 0, 1});
}

TEST_CASE("as csv_reader for any file, any size of blocks and any number of threads") {
  std::size_t refused = 0, rows = 0;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    const random_file f = draw_file(seed);
    const auto wanted = record_by_record(f.bytes, f.wanted, f.options);
    refused += wanted.refusal.empty() ? 0U : 1U;
    rows += wanted.texts.size();
    const std::size_t block = seed % 64 + 1;
    for (const unsigned threads : {1U, 3U}) {
      const auto got =
          block_by_block(f.bytes, f.wanted, f.options, threads == 1 ? block : 5, threads);
      CAPTURE(seed);
      CAPTURE(f.bytes);
      CHECK(got.refusal == wanted.refusal);
      CHECK(got.numbers == wanted.numbers);
      CHECK(got.texts == wanted.texts);
    }
  }
  CHECK(refused > 300);
  CHECK(rows > 20000);
}

TEST_CASE("every size of blocks from 1 to 64") {
  const std::string inputs[] = {
      "a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\r\n\xC3\xA9\xE2\x82\xAC,\"\xF0\x9F\x8C\x8D\"\r\rlast,1",
      "\xEF\xBB\xBF"
      "a,b,\n1,2,\n\n",
      "a,b\n1,2\n\n\n\n3,4\n",
      "a,b\n1,2\n\n\n\n\"3,4\n",
      "a,b\n\"x\"\"\",\"\"\n\"open,\n",
      "a,b\r1,2\r3,x\r",
      "a\n\xE2\x82",
      "a,b\n1,2\n3,4\n5,6\n7,8\n9\n10,11\n",
  };
  for (const std::string& input : inputs) {
    const by_position positions{{1}, {0}};
    const auto wanted = record_by_record(input, positions, {});
    for (std::size_t block = 1; block <= 64; ++block) {
      CAPTURE(input);
      CHECK(block_by_block(input, positions, {}, block, 2) == wanted);
    }
  }
}

TEST_CASE("numbers are correctly rounded") {
  // halfway cases, subnormals, the largest and the smallest, more digits than a double has
  const std::vector<std::string> numbers = {
      "9007199254740993",
      "9007199254740993.0000000000000000001",
      "2.2250738585072011e-308",
      "4.9406564584124654e-324",
      "1.7976931348623157e308",
      "0.1",
      "123456789012345678",
      "1e23",
      "8.5e22",
      "5e-324",
      "1.00000000000000011102230246251565404236316680908203125",
      "-0",
      "-0.0",
      "00012.50",
      "1.",
      ".5",
      "1E5",
      "1e+5",
      "1e-05",
      "12345678901234567890",
      "0.000000000000000000000000000001",
      "3.14159265358979311600",
      "1e22",
      "1e-22",
      "6631236846766476e-316",
      "1448997445238699"};
  std::string bytes = "x\n";
  for (const auto& n : numbers) bytes += n + "\n";
  const column_data d = read(bytes, {{"x"}, {}});
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    CAPTURE(numbers[i]);
    CHECK(std::bit_cast<std::uint64_t>(d.numbers.at("x").values[i]) ==
          std::bit_cast<std::uint64_t>(std::strtod(numbers[i].c_str(), nullptr)));
  }
  small_random r(5);
  bytes = "x\n";
  std::vector<double> wanted;
  for (int i = 0; i < 20000; ++i) {
    char text[64];
    const double value = std::ldexp(static_cast<double>(r.below(1U << 30U)) + 0.5,
                                    static_cast<int>(r.below(400)) - 200);
    std::snprintf(text, sizeof text, "%.*g", static_cast<int>(r.below(18) + 1), value);
    bytes += std::string(text) + "\n";
    wanted.push_back(std::strtod(text, nullptr));
  }
  CHECK(read(bytes, {{"x"}, {}}).numbers.at("x").values == wanted);
}

TEST_CASE("what is wrong is said as csv_reader says it, on any number of threads") {
  std::string rows = "id,value\n";
  for (int i = 0; i < 3000; ++i)
    rows += "p" + std::to_string(i % 7) + "," + std::to_string(i) + "\n";
  csv_options small;
  small.chunk_bytes = 256;
  const column_request request{{"value"}, {"id"}};
  for (const unsigned threads : {1U, 2U, 5U}) {
    CHECK_REFUSES(data_error, "d.csv:3002:3: 'x1' is not a number (column value)",
                  read(rows + "p,x1\np,\"\n", request, small, threads));
    CHECK_REFUSES(data_error, "d.csv:3002:3: '1e400' is too large for a number here",
                  read(rows + "p,1e400\n", request, small, threads));
    CHECK_REFUSES(data_error, "d.csv:3002:3: '1e-400' is too small for a number here",
                  read(rows + "p,1e-400\n", request, small, threads));
    CHECK_REFUSES(data_error, "d.csv:3002:3: 'nan' is not a number",
                  read(rows + "p,nan\n", request, small, threads));
    CHECK_REFUSES(data_error, "d.csv:3002:1: the record has 1 field but 2 are expected",
                  read(rows + "\"\"\n" + rows, {}, small, threads));
    CHECK_REFUSES(data_error, "d.csv:3004: the line is empty where 2 fields are expected",
                  read(rows + "\n\n\np,1\n", request, small, threads));
    CHECK_REFUSES(data_error, "d.csv:3002:3: the quote that opens here is not closed",
                  read(rows + "p,\"1\n" + rows, request, small, threads));
  }
  CHECK_REFUSES(data_error, "there is no column price among id, value",
                read(rows, {{"price"}, {}}));
  CHECK_REFUSES(data_error, "is empty", read("", {}));
  CHECK_REFUSES(data_error, "cannot be opened", csv_file("/no/such/file.csv"));
}

TEST_CASE("limits") {
  const column_request request{{"a"}, {}};
  csv_options o;
  o.limits.rows = 2;
  CHECK(read("a\n1\n2\n", request, o).rows == 2);
  CHECK_REFUSES(data_error, "d.csv:4: more than the limit of 2 rows",
                read("a\n1\n2\n3\n", request, o));
  o = {};
  for (const std::size_t block : {1U, 2U, 5U, 6U, 7U, 100U}) {
    o.chunk_bytes = block;
    o.limits.bytes = 6;
    CHECK(read("a\n1\n2\n", request, o).rows == 2);
    CHECK_REFUSES(data_error, "longer than the limit of 6 bytes", read("a\n1\n2\n3\n", request, o));
  }
  o = {};
  o.limits.line_bytes = 10;
  CHECK(read("a\n1234567890\n", request, o).rows == 1);
  CHECK_REFUSES(data_error, "d.csv:2: the record is longer than the limit of 10",
                read("a\n12345678901\n", request, o));
  // one endless line: given up after the limit, not read into memory
  std::size_t served = 0;
  csv_input endless{[&](char* to, std::size_t capacity) {
                      std::fill(to, to + capacity, served == 0 ? '\n' : 'x');
                      if (served == 0) to[0] = 'a';
                      served += capacity;
                      return capacity;
                    },
                    "endless", 0};
  o = {};
  o.chunk_bytes = 2;
  o.limits.line_bytes = 1 << 20;
  CHECK_REFUSES(data_error, "longer than the limit of 1048576 bytes",
                read_columns(endless, request, o, 2));
  CHECK(served < (std::size_t{4} << 20));
  // rows without end: asked for no more than one byte beyond the limit
  served = 0;
  csv_input rows{[&](char* to, std::size_t capacity) {
                   for (std::size_t i = 0; i < capacity; ++i) {
                     to[i] = served + i == 0 ? 'a' : (served + i) % 2 == 1 ? '\n' : '1';
                   }
                   served += capacity;
                   return capacity;
                 },
                 "rows", 0};
  o = {};
  o.chunk_bytes = 64;
  o.limits.bytes = 1000;
  CHECK_REFUSES(data_error, "longer than the limit of 1000 bytes",
                read_columns(rows, request, o, 1));
  CHECK(served == 1001);
}

TEST_CASE("what the source throws arrives") {
  int calls = 0;
  csv_input broken{[&](char* to, std::size_t) -> std::size_t {
                     if (++calls > 3) throw data_error("the line is down");
                     to[0] = calls == 1 ? 'a' : '1';
                     to[1] = '\n';
                     return 2;
                   },
                   "wire", 0};
  CHECK_REFUSES(data_error, "the line is down", read_columns(broken, {{"a"}, {}}, {}, 2));
}

TEST_CASE("many labels, and more than one thread remembers at a time") {
  std::string bytes = "id\n";
  const std::size_t distinct = 150000;
  for (std::size_t i = 0; i < 2 * distinct; ++i) {
    bytes += "label number " + std::to_string(i % distinct * 7919 % distinct) + "\n";
  }
  const column_data one = read(bytes, {{}, {"id"}}, {}, 1);
  const text_column_data& column = one.texts.at("id");
  CHECK(column.labels.size() == distinct);
  CHECK(std::set<std::string>(column.labels.begin(), column.labels.end()).size() == distinct);
  bool in_order = true, right = true;
  std::int32_t next = 0;
  for (std::size_t i = 0; i < column.codes.size(); ++i) {
    in_order = in_order && column.codes[i] <= next;
    if (column.codes[i] == next) ++next;
    right = right && column.labels[static_cast<std::size_t>(column.codes[i])] ==
                         "label number " + std::to_string(i % distinct * 7919 % distinct);
  }
  CHECK(in_order);
  CHECK(right);
  const column_data three = read(bytes, {{}, {"id"}}, {}, 3);
  CHECK(three.texts.at("id").codes == column.codes);
  CHECK(three.texts.at("id").labels == column.labels);
}

TEST_CASE("from a file, and from a source of unknown size") {
  const auto path = std::filesystem::temp_directory_path() / "bilateral_column_reader.csv";
  std::string bytes = "a,b\n";
  for (int i = 0; i < 50000; ++i)
    bytes += std::to_string(i) + ".25,k" + std::to_string(i % 11) + "\n";
  std::ofstream(path, std::ios::binary) << bytes;
  const csv_input file = csv_file(path.string());
  CHECK(file.size == bytes.size());
  const column_data d = read_columns(file, {{"a"}, {"b"}}, {}, 2);
  std::filesystem::remove(path);
  CHECK(d.rows == 50000);
  CHECK(d.numbers.at("a").values.back() == 49999.25);
  // asked for once, by the size of the file and its first rows, which are short here
  CHECK(d.numbers.at("a").values.capacity() < 56000);
  const column_data e = read_columns({bytes_of(bytes), "stream", 0}, {{"a"}, {"b"}}, {}, 2);
  CHECK(e.numbers.at("a").values == d.numbers.at("a").values);
  CHECK(e.texts.at("b").codes == d.texts.at("b").codes);
}

TEST_CASE("texts that mean a missing number, and the lines of the rows") {
  const std::string bytes = "a,b\n..,x\n-999,\"two\nlines\"\n3,y\n,z\n";
  for (const std::size_t block : {1U, 7U, 65536U}) {
    csv_options o;
    o.chunk_bytes = block;
    const column_data d =
        read(bytes,
             {.numbers = {"a"}, .texts = {"a", "b"}, .missing = {"..", "-999"}, .lines = true}, o);
    CHECK(d.numbers.at("a").missing == std::vector<std::uint8_t>{1, 1, 0, 1});
    CHECK(d.numbers.at("a").values[2] == 3);
    CHECK(d.texts.at("a").labels == std::vector<std::string>{"..", "-999", "3", ""});
    CHECK(d.lines == std::vector<std::uint32_t>{2, 3, 5, 6});
    CHECK_REFUSES(data_error, "d.csv:7:1: '...' is not a number",
                  read(bytes + "...,w\n", {.numbers = {"a"}, .missing = {"..", "-999"}}, o));
  }
  CHECK(read(bytes, {.texts = {"a"}}).lines.empty());
}

TEST_CASE("from standard input") {
  const auto path = std::filesystem::temp_directory_path() / "bilateral_column_reader_input.csv";
  std::ofstream(path, std::ios::binary) << "a,b\n1,x\n2,\"open\n";
  REQUIRE(std::freopen(path.string().c_str(), "rb", stdin) != nullptr);
  CHECK_REFUSES(data_error, "standard input:3:3: the quote that opens here is not closed",
                read_columns(csv_file("-"), {{"a"}, {"b"}}));
  std::ofstream(path, std::ios::binary) << "a,b\n1,x\n2,y\n";
  REQUIRE(std::freopen(path.string().c_str(), "rb", stdin) != nullptr);
  const column_data d = read_columns(csv_file("-"), {{"a"}, {"b"}});
  CHECK(d.numbers.at("a").values == std::vector<double>{1, 2});
  CHECK(d.texts.at("b").labels == std::vector<std::string>{"x", "y"});
  std::filesystem::remove(path);
}

TEST_CASE("signs that are digits elsewhere") {
  csv_options odd;
  odd.delimiter = 'e';
  CHECK(read("aeb\n12e3\n", {{"a", "b"}, {}}, odd).numbers.at("a").values ==
        std::vector<double>{12});
  odd.delimiter = '\t';
  CHECK(read("a\tb\n\t3\n", {{"a", "b"}, {}}, odd).numbers.at("a").missing ==
        std::vector<std::uint8_t>{1});
  odd.delimiter = ' ';
  CHECK(read("a b\n1 3\n", {{"a", "b"}, {}}, odd).numbers.at("b").values == std::vector<double>{3});
}

TEST_CASE("reading tells its bytes and stops when asked to") {
  const auto path = std::filesystem::temp_directory_path() / "bilateral_watched.csv";
  {
    std::ofstream out(path);
    out << "x\n";
    for (int i = 0; i < 5000; ++i) out << i << "\n";
  }
  std::uint64_t done = 0, all = 0;
  const progress_hook listen = [&](const work_state& w) {
    CHECK(w.done >= done);
    done = w.done;
    all = w.all;
    return true;
  };
  csv_options small_chunks;
  small_chunks.chunk_bytes = 1000;
  const auto quiet = read_columns(csv_file(path.string()), {{"x"}, {}}, small_chunks, 2);
  const auto loud =
      read_columns(watched(csv_file(path.string()), listen), {{"x"}, {}}, small_chunks, 2);
  CHECK(quiet.numbers.at("x").values == loud.numbers.at("x").values);
  CHECK(all == std::filesystem::file_size(path));
  CHECK(done == all);
  CHECK_REFUSES(interrupted_error, "reading: stopped by the caller",
                (void)read_columns(watched(csv_file(path.string()),
                                           [&](const work_state& w) { return w.done < 3000; }),
                                   {{"x"}, {}}, small_chunks, 2));
  std::filesystem::remove(path);
}
