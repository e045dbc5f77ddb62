// Public functions say what they compute and what they refuse.
#include "support/close.hpp"
#include "support/source_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace source_text;

struct public_function {
  std::string name, comment, body;
  std::size_t at = 0;
};

std::string trimmed(const std::string& line) {
  const std::size_t from = line.find_first_not_of(' ');
  return from == std::string::npos ? "" : line.substr(from);
}

// the lines of the comment that ends where the line of `at` begins
std::string comment_above(const std::string& text, std::size_t at) {
  std::string comment;
  std::size_t line = text.rfind('\n', at);  // the end of the line before
  while (line != std::string::npos && line > 0) {
    const std::size_t before = text.rfind('\n', line - 1);
    const std::size_t from = before == std::string::npos ? 0 : before + 1;
    const std::string words = trimmed(text.substr(from, line - from));
    if (!starts_with(words, "///")) break;
    comment = words + "\n" + comment;
    line = before;
  }
  return comment;
}

// whether a declaration of the name, the function's or an overload's, has a comment above it
bool documented_elsewhere(const std::string& text, const std::string& code,
                          const std::string& name) {
  for (std::size_t i = code.find(name + "("); i != std::string::npos;
       i = code.find(name + "(", i + 1)) {
    if (i > 0 && in_word(code[i - 1])) continue;
    const std::size_t end = code.find_last_of(";{}", i);
    const std::size_t head = code.find_first_not_of(" \n", end == std::string::npos ? 0 : end + 1);
    if (!comment_above(text, head).empty()) return true;
  }
  return false;
}

bool is_macro(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || std::isupper(static_cast<unsigned char>(c)) != 0;
  });
}

// those of a header at namespace scope outside detail; operators say what they are
std::vector<public_function> public_functions(const std::string& text, const std::string& code) {
  std::vector<public_function> out;
  const auto blocks = blocks_of(code);
  for (const block& b : blocks) {
    if (b.inside_function || !is_function(b.head)) continue;
    const bool open = std::all_of(blocks.begin(), blocks.end(), [&](const block& other) {
      if (other.open >= b.open || other.close <= b.close) return true;
      const bool space =
          starts_with(other.head, "namespace") || starts_with(other.head, "inline namespace");
      return space && other.head.find("detail") == std::string::npos;
    });
    public_function f{name_of(b.head), {}, code.substr(b.open, b.close - b.open), 0};
    if (!open || f.name == "(operator)" || is_macro(f.name)) continue;
    const std::size_t before = code.find_last_of(";{}", b.open - 1);
    f.at = code.find_first_not_of(" \n", before == std::string::npos ? 0 : before + 1);
    f.comment = comment_above(text, f.at);
    out.push_back(std::move(f));
  }
  return out;
}

// a call of require or a throw among the statements of the function itself
bool refuses_something(const std::string& body) {
  for (const char* word : {"require", "throw"}) {
    const std::string w = word;
    for (std::size_t i = body.find(w); i != std::string::npos; i = body.find(w, i + 1)) {
      if (in_word(body[i - 1])) continue;
      std::size_t end = i + w.size();
      if (w == "throw") {
        if (body[end] == ' ') return true;
        continue;
      }
      while (in_word(body[end])) ++end;
      if (body[end] == '(') return true;
    }
  }
  return false;
}

// what is told of a result: the words between the comment and the name
std::string told_type(const std::string& code, const public_function& f) {
  return code.substr(f.at, code.find(f.name + "(", f.at) - f.at);
}

}  // namespace

TEST_CASE("a public function has a comment, one that refuses says what, a test has its source") {
  std::size_t seen = 0, tests = 0;
  for (const fs::path& file : files_under(root / "include")) {
    const std::string path = path_below(file);
    if (path.find("/detail/") != std::string::npos) continue;
    const std::string text = read(file), code = blanked(text);
    for (const public_function& f : public_functions(text, code)) {
      ++seen;
      const std::string where = path + ": " + f.name;
      if (f.comment.empty()) {
        CHECK_MESSAGE(documented_elsewhere(text, code, f.name), where, " has no comment");
        continue;
      }
      const auto says = [&](const char* what) { return f.comment.find(what) != std::string::npos; };
      CHECK_MESSAGE((says("@throws") || !refuses_something(f.body)), where,
                    " refuses something; no @throws says what");
      if (told_type(code, f).find("test_result") == std::string::npos) continue;
      ++tests;
      CHECK_MESSAGE(says("@see"), where, " tests something; no @see says by whose method");
    }
  }
  CHECK(seen > 550);
  CHECK(tests > 20);
}

TEST_CASE("the gate of comments sees what it is for") {
  const std::string text =
      "namespace a {\n/// Twice x. @throws argument_error  x below 0\ninline double twice(double x) "
      "{\n  require(x >= 0);\n  return 2 * x;\n}\n/// Half of x.\ninline double half(double x) {\n"
      "  require(x >= 0);\n  return x / 2;\n}\n\ninline int none() { return 0; }\n"
      "namespace detail {\ninline int hidden() { return 1; }\n}\n}\n";
  const std::string code = blanked(text);
  const auto found = public_functions(text, code);
  REQUIRE(found.size() == 3);
  CHECK(found[0].name == "twice");
  CHECK(found[0].comment.find("@throws") != std::string::npos);
  CHECK(refuses_something(found[1].body));
  CHECK(found[1].comment == "/// Half of x.\n");
  CHECK(found[2].comment.empty());
  CHECK_FALSE(documented_elsewhere(text, code, "none"));
  CHECK(documented_elsewhere(text, code, "half"));
}
