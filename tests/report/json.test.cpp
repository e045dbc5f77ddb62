#include "support/close.hpp"

#include <bilateral/report/json.hpp>

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

using namespace bilateral;

TEST_CASE("strings are valid JSON for any bytes") {
  std::string all;
  for (int c = 1; c < 128; ++c) all += static_cast<char>(c);
  all += "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8D";
  CHECK(nlohmann::json::parse(json_string(all)) == all);
  CHECK(nlohmann::json::parse(json_string(std::string("a\0b", 3))) == std::string("a\0b", 3));
  CHECK(json_string("a\"\\\n\x01</script>") == "\"a\\\"\\\\\\n\\u0001\\u003c/script>\"");
  CHECK(json_string("\xE2\x80\xA8") == "\"\\u2028\"");
  for (const char* bad :
       {"\xFF", "\xC0\xAF", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80"}) {
    CHECK(nlohmann::json::accept(json_string(bad)));
    CHECK(bilateral_test::holds(json_string(bad), "\\ufffd"));
  }
}

TEST_CASE("numbers read back the same, and are null where not finite") {
  for (const double x : {0.1, 1.0 / 3, 1e300, 5e-324, -2.5, 0.0, 123456789012345680.0}) {
    CHECK(nlohmann::json::parse(json_number(x)).get<double>() == x);
  }
  CHECK(json_number(std::nan("")) == "null");
  CHECK(json_number(-std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("objects and arrays") {
  json_writer json;
  json.object().member("n", 3).member("x", 0.5).member("ok", true).member("name", "a");
  json.member("none", std::optional<double>()).member("some", std::optional<double>(2));
  json.member("list", std::vector<double>{1, std::nan("")}).member("bits", std::vector<bool>{true});
  json.key("rows").array().object(true).member("row", std::size_t{1}).end().end();
  json.key("empty").array().end().end();
  CHECK(
      json.text() ==
      "{\n  \"n\": 3,\n  \"x\": 0.5,\n  \"ok\": true,\n  \"name\": \"a\",\n  \"none\": null,\n"
      "  \"some\": 2,\n  \"list\": [1, null],\n  \"bits\": [true],\n  \"rows\": [\n    {\"row\": 1}\n  ],\n"
      "  \"empty\": []\n}");
  CHECK(nlohmann::json::parse(json.text())["list"][1].is_null());
}

TEST_CASE("misuse is refused") {
  CHECK_REFUSES(argument_error, "outside an object", json_writer().key("a"));
  CHECK_REFUSES(argument_error, "a value stands where a key is expected",
                json_writer().object().value(1));
  CHECK_REFUSES(argument_error, "not finished", json_writer().object().text());
  CHECK_REFUSES(argument_error, "end() without", json_writer().end());
  CHECK_REFUSES(argument_error, "a value stands", json_writer().value(1).value(2));
}
