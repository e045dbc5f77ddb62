#pragma once
// The library's own text as the gates read it: files, code without comments, blocks and their heads.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace source_text {

namespace fs = std::filesystem;

inline const fs::path root = fs::path(BILATERAL_TEST_SOURCE_DIR);

inline std::string read(const fs::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

inline std::vector<fs::path> files_under(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& e : fs::recursive_directory_iterator(folder)) {
    const auto end = e.path().extension();
    if (end == ".hpp" || end == ".cpp") out.push_back(e.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

inline bool in_word(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)); }

// the code with comments, texts and directives blanked, line for line
inline std::string blanked(std::string code) {
  const auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t k = from; k < to && k < code.size(); ++k) {
      if (code[k] != '\n') code[k] = ' ';
    }
  };
  for (std::size_t i = 0; i < code.size(); ++i) {
    std::size_t end = i;
    if (code.compare(i, 2, "//") == 0 || (code[i] == '#' && (i == 0 || code[i - 1] == '\n'))) {
      end = code.find('\n', i);
      while (end != std::string::npos && code[end - 1] == '\\') end = code.find('\n', end + 1);
    } else if (code.compare(i, 3, "R\"(") == 0) {
      end = code.find(")\"", i) + 2;
    } else if (code[i] == '"' || (code[i] == '\'' && (i == 0 || !in_word(code[i - 1])))) {
      end = i + 1;
      while (end < code.size() && code[end] != code[i]) end += code[end] == '\\' ? 2U : 1U;
      ++end;
    }
    if (end == i) continue;
    end = (std::min)(end, code.size());
    blank(i, end);
    i = end - 1;
  }
  return code;
}

struct block {
  std::size_t open = 0, close = 0;  // of the braces
  std::string head;                 // what stands before, since the last ; { or }
  bool inside_function = false;
};

inline bool starts_with(const std::string& s, const char* word) { return s.rfind(word, 0) == 0; }

inline bool is_function(const std::string& head) {
  if (starts_with(head, "namespace") || starts_with(head, "inline namespace")) return false;
  const std::size_t last = head.find_last_of(')');
  if (head.find('(') == std::string::npos || last == std::string::npos) return false;
  const std::string behind = head.substr(last + 1);
  return behind.find('=') == std::string::npos && behind.find("struct") == std::string::npos &&
         behind.find("class") == std::string::npos;
}

inline std::vector<block> blocks_of(const std::string& code) {
  std::vector<block> out, open;
  std::vector<std::size_t> order;
  int functions = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '{') {
      std::size_t from = i;
      for (int depth = 0; from > 0; --from) {  // braces within parentheses are default arguments
        const char c = code[from - 1];
        depth += c == ')' ? 1 : c == '(' ? -1 : 0;
        if (depth <= 0 && (c == ';' || c == '{' || c == '}')) break;
      }
      std::string head = code.substr(from, i - from);
      head.erase(0, (std::min)(head.find_first_not_of(" \n"), head.size()));
      block b{i, 0, head, functions > 0};
      if (!b.inside_function && is_function(head)) ++functions;
      open.push_back(b);
    } else if (code[i] == '}' && !open.empty()) {
      block b = open.back();
      open.pop_back();
      b.close = i;
      if (!b.inside_function && is_function(b.head)) --functions;
      out.push_back(b);
    }
  }
  return out;
}

// the word before the parenthesis that opens the parameters
inline std::string name_of(const std::string& head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] != '(' || i == 0 || !in_word(head[i - 1])) continue;
    std::size_t from = i;
    while (from > 0 && in_word(head[from - 1])) --from;
    const std::string word = head.substr(from, i - from);
    const bool member = from > 0 && head[from - 1] == '.';
    if (!member && word != "requires" && word != "decltype" && word != "noexcept") return word;
  }
  return "(operator)";
}

inline std::string path_below(const fs::path& file) {
  return file.lexically_relative(root).generic_string();
}

}  // namespace source_text
