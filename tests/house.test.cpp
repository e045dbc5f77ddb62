// Rules of the house that a compiler does not check: functions that read as steps, private names that
// stay in their folder, examples that call what they stand beside.
#include "support/close.hpp"
#include "support/source_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace source_text;

// names declared at the top of the detail namespaces of a header
std::set<std::string> private_names(const std::string& code) {
  std::set<std::string> out;
  const auto blocks = blocks_of(code);
  for (const block& room : blocks) {
    if (!starts_with(room.head, "namespace detail") &&
        !starts_with(room.head, "namespace bilateral::detail"))
      continue;
    for (const block& b : blocks) {
      if (b.open <= room.open || b.close >= room.close || b.inside_function) continue;
      const bool top = std::none_of(blocks.begin(), blocks.end(), [&](const block& other) {
        return other.open > room.open && other.close < room.close && other.open < b.open &&
               other.close > b.close;
      });
      if (!top) continue;
      if (is_function(b.head)) out.insert(name_of(b.head));
      for (const char* kind : {"struct ", "class "}) {
        const std::size_t at = b.head.rfind(kind);
        if (at == std::string::npos || is_function(b.head)) continue;
        std::size_t from = at + std::string(kind).size(), end = from;
        while (end < b.head.size() && in_word(b.head[end])) ++end;
        out.insert(b.head.substr(from, end - from));
      }
    }
  }
  return out;
}

struct header {
  std::string path, folder, code;
  std::set<std::string> names;
};

struct library {
  std::vector<header> headers;
  std::map<std::string, std::set<std::string>> homes;  // of a private name: headers that declare it

  library() {
    for (const fs::path& file : files_under(root / "include")) {
      header h{path_below(file), {}, blanked(read(file)), {}};
      h.folder = fs::path(h.path).parent_path().generic_string();
      h.names = private_names(h.code);
      for (const auto& name : h.names) homes[name].insert(h.path);
      headers.push_back(std::move(h));
    }
  }

  // whether a header may use a private name: it is its own, or of its folder's detail
  bool may_use(const header& h, const std::string& name) const {
    const auto home = homes.find(name);
    if (home == homes.end() || home->second.count(h.path) == 1) return true;
    const std::string own =
        fs::path(h.folder).filename() == "detail" ? h.folder : h.folder + "/detail";
    return std::any_of(home->second.begin(), home->second.end(), [&](const std::string& declared) {
      return fs::path(declared).parent_path().generic_string() == own;
    });
  }
};

// words of a detail namespace that are called or instantiated without a name in front
std::set<std::string> called_inside(const header& h) {
  std::set<std::string> out, own;
  const auto blocks = blocks_of(h.code);
  for (const block& b : blocks) own.insert(name_of(b.head));  // members and lambdas too
  for (const block& room : blocks) {
    if (room.head.find("detail") == std::string::npos || !starts_with(room.head, "namespace"))
      continue;
    for (std::size_t i = room.open; i < room.close; ++i) {
      if (!in_word(h.code[i]) || in_word(h.code[i - 1])) continue;
      std::size_t end = i;
      while (in_word(h.code[end])) ++end;
      const char before = h.code[h.code.find_last_not_of(" \n", i - 1)];
      const bool plain = before != '.' && before != ':' && before != '>' && !in_word(before);
      const std::string name = h.code.substr(i, end - i);
      const bool stands = h.code[end] == '(' || h.code[end] == '<' || h.code[end] == '{';
      const bool local = h.code.find(" " + name + " = [") != std::string::npos ||
                         h.code.find("> " + name + "(") != std::string::npos;
      if ((plain || h.code.compare(i - 7, 7, "return ") == 0) && stands && !local) out.insert(name);
      i = end;
    }
  }
  for (const auto& name : own) out.erase(name);
  out.erase("Scalar");
  return out;
}

}  // namespace

TEST_CASE("a function has at most 60 lines") {
  for (const char* folder : {"include", "examples"}) {
    for (const fs::path& file : files_under(root / folder)) {
      const std::string code = blanked(read(file));
      for (const block& b : blocks_of(code)) {
        if (b.inside_function || !is_function(b.head)) continue;
        const auto lines =
            1 + std::count(code.begin() + static_cast<std::ptrdiff_t>(b.open),
                           code.begin() + static_cast<std::ptrdiff_t>(b.close), '\n');
        CHECK_MESSAGE(lines <= 60, path_below(file), ": ", name_of(b.head), " has ", lines,
                      " lines");
      }
    }
  }
}

TEST_CASE("a private name is used in its header and its folder's detail alone") {
  const library all;
  REQUIRE(all.homes.size() > 500);
  for (const header& h : all.headers) {
    for (std::size_t at = h.code.find("detail::"); at != std::string::npos;
         at = h.code.find("detail::", at + 1)) {
      if (at > 0 && in_word(h.code[at - 1])) continue;
      std::size_t end = at + 8;
      while (end < h.code.size() && in_word(h.code[end])) ++end;
      const std::string name = h.code.substr(at + 8, end - at - 8);
      CHECK_MESSAGE(all.may_use(h, name), h.path, " uses detail::", name);
    }
    for (const std::string& name : called_inside(h)) {
      CHECK_MESSAGE(all.may_use(h, name), h.path, " uses ", name, " of ",
                    *all.homes.at(name).begin());
    }
  }
}

TEST_CASE("the example that a comment names calls what the comment describes") {
  std::size_t seen = 0;
  for (const fs::path& file : files_under(root / "include")) {
    const std::string text = read(file);
    const std::string mark = "/// Example: examples/";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      ++seen;
      const std::size_t from = at + std::string("/// Example: ").size();
      const std::string example = text.substr(from, text.find('\n', from) - from);
      std::size_t code = text.find('\n', from) + 1;  // behind the rest of the comment
      while (text.compare(code, 3, "///") == 0) code = text.find('\n', code) + 1;
      const std::string head = text.substr(code, text.find('{', code) - code);
      const std::string name = name_of(head);
      const std::string called = blanked(read(root / example));
      bool found = false;
      for (std::size_t i = called.find(name); i != std::string::npos && !found;
           i = called.find(name, i + 1)) {
        const std::size_t end = i + name.size();
        found = (i == 0 || !in_word(called[i - 1])) && end < called.size() &&
                (called[end] == '(' || called[end] == '<' || called[end] == '{');
      }
      CHECK_MESSAGE(found, path_below(file), ": ", example, " does not call ", name);
    }
  }
  CHECK(seen > 10);
}
