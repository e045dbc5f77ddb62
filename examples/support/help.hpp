#pragma once
// The page of --help in groups with a worked example each, the flag that somebody may have meant,
// and the flags about tables: what program.hpp is made of besides.

#include <bilateral/report/table.hpp>

#if __has_include(<CLI/CLI.hpp>)
#include <CLI/CLI.hpp>
#else
#include <CLI11.hpp>
#endif

#include <map>
#include <string>
#include <utility>

namespace example {

// Flags under Data, Model, Inference and Output, each with its example; a subcommand's page has the
// program's flags too.
class grouped_help : public CLI::Formatter {
 public:
  void example(const CLI::App& of, const std::string& group, const std::string& command) {
    examples_[{&of, group}] = command;
  }
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;

 private:
  [[nodiscard]] std::string group_text(const CLI::App* app, const std::string& group) const;

  std::map<std::pair<const CLI::App*, std::string>, std::string> examples_;
};

// "--cvs: there is no such flag; did you mean --csv?", or a subcommand that there is not; empty
// where all are known. After a parse that failed.
[[nodiscard]] std::string unknown_flag(const CLI::App& app);

// --latex, --markdown, --digits and --table FILE.
class table_flags {
 public:
  void add_to(CLI::App& app);
  // a flag that does nothing beside --json, in words
  [[nodiscard]] std::string idle(bool json) const;
  // columns of automatic form to the digits asked for; all columns where --digits is given
  void round(bilateral::table& t) const;
  [[nodiscard]] int digits() const { return digits_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  // as the ending of --table asks: .txt, .csv, .tex, .md, .html or .json
  [[nodiscard]] std::string in_file(const bilateral::table& t) const;
  [[nodiscard]] std::string printed(const bilateral::table& t) const;
  [[nodiscard]] std::string printed(const std::string& words) const;

 private:
  bool latex_ = false, markdown_ = false;
  int digits_ = 4;
  std::string file_;
  const CLI::Option* digits_given_ = nullptr;
};

}  // namespace example
