#include <bilateral/io/comtrade_json.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>

using namespace bilateral;

namespace {

reported_flows read(const std::string& text, const comtrade_options& options = {}) {
  return read_comtrade_json(bytes_of(text), "c.json", {.rows = options});
}

std::string record(const std::string& flow, int reporter, int partner, const std::string& customs,
                   const std::string& value) {
  return R"({"freqCode":"A","refYear":2016,"period":"2016","reporterCode":)" +
         std::to_string(reporter) + R"(,"reporterISO":null,"flowCode":")" + flow +
         R"(","partnerCode":)" + std::to_string(partner) +
         R"(,"partner2Code":0,"classificationCode":"H4","cmdCode":"26","customsCode":")" + customs +
         R"(","mosCode":"0","motCode":0,"netWgt":null,"primaryValue":)" + value + "}";
}

}  // namespace

TEST_CASE("an answer: numbers and texts as codes, null is missing, no double counting") {
  const reported_flows f = read(
      R"({"elapsedTime":"0.1 secs","count":4,"data":[)" + record("X", 604, 156, "C00", "900.25") +
      "," + record("X", 604, 156, "C01", "400") + "," + record("M", 842, 604, "C00", "1e3") + "," +
      record("RX", 604, 156, "C00", "3") + R"(],"error":""})");
  CHECK(f.exports.value == std::vector<double>{900.25});
  CHECK(f.imports.value == std::vector<double>{1000});
  CHECK(f.imports.countries == std::vector<std::string>{"PER", "USA"});
  CHECK(std::isnan(f.exports.quantity[0]));
  CHECK(f.classifications == std::vector<std::string>{"H4"});
  CHECK(f.notes.size() == 2);
  CHECK(f.rows == 4);
}

TEST_CASE("refusals say which record and field, or where the JSON breaks") {
  const std::string good = record("X", 604, 156, "C00", "900");
  CHECK_REFUSES(data_error, "c.json:2:8: is no JSON from here on",
                (void)read("{\"a\":1,\n\"data\":x]}"));
  CHECK_REFUSES(data_error, "is no JSON", (void)read(""));
  CHECK_REFUSES(data_error, "the answer is an error: quota",
                (void)read(R"({"data":[],"error":"quota"})"));
  CHECK_REFUSES(data_error, "there is no array data", (void)read("{}"));
  CHECK_REFUSES(data_error, "the answer is no object", (void)read("[1]"));
  CHECK_REFUSES(data_error, "the count is 9 but there are 1 records",
                (void)read(R"({"count":9,"data":[)" + good + "]}"));
  CHECK_REFUSES(data_error, "c.json: record 1 has no period", (void)read(R"({"data":[{}]})"));
  CHECK_REFUSES(data_error, "c.json: record 1 is no object", (void)read(R"({"data":[1]})"));
  CHECK_REFUSES(data_error, "c.json: record 1 '-5' is negative (field primaryValue)",
                (void)read(R"({"data":[)" + record("X", 604, 156, "C00", "-5") + "]}"));
  CHECK_REFUSES(data_error, "record 2 '900' is a second row of the flow X of PER with CHN",
                (void)read(R"({"data":[)" + good + "," + good + "]}"));
  CHECK_REFUSES(data_error, "has neither a number nor a text in primaryValue",
                (void)read(R"({"data":[)" + record("X", 604, 156, "C00", "[]") + "]}"));
  CHECK_REFUSES(data_error, "there are no flows", (void)read(R"({"data":[]})"));
  const std::string whole = R"({"data":[)" + good + "]}";
  const auto within = [&](std::uint64_t limit) {
    return read_comtrade_json(bytes_of(whole), "c.json", {.rows = {}, .bytes = limit});
  };
  CHECK(within(whole.size()).exports.value == std::vector<double>{900});
  CHECK_REFUSES(data_error, "longer than the limit of " + std::to_string(whole.size() - 1),
                (void)within(whole.size() - 1));
}
