#pragma once
// The brief on a folder of data with one text changed, and what its page shows before anything is unfolded.

#include "support/close.hpp"
#include "support/programs.hpp"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace bilateral_test {

// the folder of data with one text replaced
inline std::string changed_data(const std::string& file, const std::string& from,
                                const std::string& to) {
  const std::filesystem::path folder = scratch() / "brief_data";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(std::filesystem::path(BILATERAL_TEST_SOURCE_DIR) / "examples" / "data",
                        folder);
  if (!file.empty()) {
    std::ifstream in(folder / file);
    std::stringstream text;
    text << in.rdbuf();
    std::string all = text.str();
    const auto at = all.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    all.replace(at, from.size(), to);
    std::ofstream(folder / file) << all;
  }
  return folder.string();
}

// what the brief prints with --full, blanks and line ends as one blank; its error where it refuses
inline std::string brief(const std::string& file, const std::string& from, const std::string& to,
                         const std::string& more = {}) {
  const auto r =
      run("china_peru_brief", "--full --data " + changed_data(file, from, to) + " " + more);
  std::string out;
  for (const char c : r.out + r.error) {
    const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!blank) out += c;
    if (blank && (out.empty() || out.back() != ' ')) out += ' ';
  }
  return out;
}

struct brief_change {
  const char *file, *from, *to, *before, *after;
};

inline void follows(const std::string& plain, const brief_change& c) {
  INFO(std::string(c.from), " -> ", std::string(c.to));
  CHECK_MESSAGE(holds(plain, c.before), std::string(c.before));
  const std::string changed = brief(c.file, c.from, c.to);
  CHECK_MESSAGE(holds(changed, c.after), std::string(c.after));
  CHECK_FALSE(holds(plain, c.after));
}

inline void refused(const char* file, const char* from, const char* to, const char* why) {
  INFO(std::string(from), " -> ", std::string(to));
  const auto r = run("china_peru_brief", "--data " + changed_data(file, from, to));
  INFO(r.error);
  CHECK(r.status == 1);
  CHECK(r.out.empty());
  CHECK(holds(r.error, why));
}

// the words of a page in sight: not in folds, styles or pictures
inline std::string seen_on(const std::string& page) {
  std::ifstream in(page);
  std::string html((std::istreambuf_iterator<char>(in)), {});
  std::string seen;
  int depth = 0;
  bool summary = false, picture = false, style = false;
  for (std::size_t i = 0; i < html.size();) {
    if (html[i] != '<') {
      if ((depth == 0 || (depth == 1 && summary)) && !picture && !style) seen += html[i];
      ++i;
      continue;
    }
    const std::size_t end = html.find('>', i);
    const std::string tag = html.substr(i + 1, end - i - 1);
    const auto is = [&](const char* name) {
      return tag == name || tag.starts_with(std::string(name) + " ");
    };
    if (is("details")) ++depth;
    if (is("/details")) --depth;
    if (is("summary")) summary = true;
    if (is("/summary")) summary = false;
    if (is("svg")) picture = true;
    if (is("/svg")) picture = false;
    if (is("style")) style = true;
    if (is("/style")) style = false;
    seen += ' ';
    i = end + 1;
  }
  return seen;
}
inline int words_of(const std::string& seen) {
  std::istringstream words(seen);
  std::string word;
  int count = 0;
  while (words >> word) ++count;
  return count;
}

}  // namespace bilateral_test
