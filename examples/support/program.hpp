#pragma once
// What every example program is made of: its command line, its exit status, its JSON.
//
//   #include "support/data.hpp"
//   #include "support/program.hpp"
//
//   int main(int argc, char** argv) {
//     example::program app("mean", "The mean of a column.", "mean --csv data.csv --value price");
//     example::data_options input;             // --csv --delimiter --decimal --where --missing
//     input.add_to(app, {.date = true});       // and, on request, --date --log --lag --weights
//     std::string value;
//     app.option("--value", value, "The column, as text on the page of --help")->required();
//     return app.run(argc, argv, [&](std::ostream& out) {
//       const example::data_set data = read_data(input, {.numbers = {value}});
//       const std::vector<double>& x = data.column(value);      // logged where --log names it
//       ...
//       if (app.json()) {
//         bilateral::json_writer json = app.begin_json(data.report());
//         json.member("mean", mean);
//         app.end_json(out, json, {"a note"});
//       } else {
//         out << data.label(value) << " " << mean << "\n";
//       }
//     });
//   }
//
// run() gives exit status 0 and prints what went to `out` only when the body returns; a
// bilateral::error (or any other exception) is 1, a mistake on the command line and a
// `throw example::usage_error("...")` in the body are 2, each with one line "mean: message" on
// standard error and nothing on standard output. Column lists are texts: split_list("A,\"b,c\"").
// Subcommands: app.cli().add_subcommand(...), and app.cli().got_subcommand(...) in the body.

#include "support/help.hpp"
#include "support/progress.hpp"

#include <bilateral/core/error.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/data/nearest_name.hpp>
#include <bilateral/data/row_filter.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace example {

// a mistake on the command line: exit status 2
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Names separated by `separator`; one that holds it is written in quotes, "" inside for a quote.
// Blanks around a name are no part of it; empty text is an empty list.
inline std::vector<std::string> split_list(std::string_view text, char separator = ',') {
  try {
    return bilateral::split_names(text, separator);
  } catch (const bilateral::argument_error& e) {
    throw usage_error(std::string(e.what()).substr(sizeof "list: " - 1));
  }
}

// "newey_west:4" is {"newey_west", "4"}; the second is empty where there is no colon
inline std::pair<std::string, std::string> split_at_colon(const std::string& text) {
  const std::size_t at = text.find(':');
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + 1)};
}

// What a flag's number may be; a bound that is "above" is not itself among them.
template <class Number>
struct number_range {
  Number least = std::numeric_limits<Number>::lowest(), most = (std::numeric_limits<Number>::max)();
  bool above_least = false;

  [[nodiscard]] bool holds(Number x) const {
    return (above_least ? x > least : x >= least) && x <= most;
  }
  [[nodiscard]] std::string in_words() const {
    const bool low = least != std::numeric_limits<Number>::lowest();
    const bool high = most != (std::numeric_limits<Number>::max)();
    if (low && high && !above_least) return bilateral::text("from ", least, " to ", most);
    std::string words = low ? bilateral::text(above_least ? "above " : "of at least ", least) : "";
    if (high) words += bilateral::text(low ? " and at most " : "of at most ", most);
    return words;
  }
};

// The number that all of `text` spells, within its range; otherwise why not, in words.
template <class Number>
std::string read_number(const std::string& text, const number_range<Number>& range, Number& value) {
  constexpr bool whole = std::integral<Number>;
  const std::string wanted =
      bilateral::text(whole ? "a whole number " : "a number ", range.in_words());
  const auto refused = [&] {
    std::string end = wanted;
    while (end.back() == ' ') end.pop_back();
    return bilateral::text("'", text, "' is not ", end);
  };
  if constexpr (whole) {
    const auto read = bilateral::parse_integer<Number>(text);
    if (!read || !range.holds(read.value)) return refused();
    value = read.value;
  } else {
    const auto read = bilateral::parse_number<Number>(text);
    if (!read || !range.holds(read.value)) return refused();
    value = read.value;
  }
  return {};
}

// a whole number >= least, or a usage error that names the flag
inline long whole_number(const std::string& flag, const std::string& text, long least) {
  long value = 0;
  const std::string wrong = read_number<long>(text, {.least = least}, value);
  if (!wrong.empty()) throw usage_error(flag + ": " + wrong);
  return value;
}

// A flag with a number, for a program or one of its subcommands.
template <class Number>
CLI::Option* add_number(CLI::App& app, const std::string& flag, Number& value,
                        const std::string& meaning, const number_range<Number>& range = {}) {
  CLI::Option* option = app.add_option_function<std::string>(
      flag,
      [flag, range, &value](const std::string& given) {
        const std::string wrong = read_number(given, range, value);
        if (!wrong.empty()) throw CLI::ValidationError(flag, wrong);
      },
      meaning);
  option->type_name(std::integral<Number> ? "INT" : "NUMBER");
  return option->default_str(bilateral::text(value));
}

// One of a few words, for a program or one of its subcommands.
inline CLI::Option* add_choice(CLI::App& app, const std::string& flag, std::string& value,
                               const std::string& meaning, const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& w : words) {
    if (!w.empty()) all += (all.empty() ? "" : ", ") + w;
  }
  const bool told = std::all_of(words.begin(), words.end(), [&](const std::string& w) {
    return meaning.find(w) != std::string::npos;
  });
  return app.add_option(flag, value, told ? meaning : meaning + ": " + all)
      ->type_name("WORD")
      ->capture_default_str()
      ->check(CLI::Validator(
          [words, all](std::string& given) -> std::string {
            if (std::find(words.begin(), words.end(), given) != words.end()) return {};
            const std::string near_it = bilateral::suggestion(given, words);
            return "'" + given + "' is none of " + all +
                   (near_it.starts_with(";") ? near_it : std::string());
          },
          ""));
}

// What the common keys of the JSON say: n, sample, dropped.
struct common_report {
  std::size_t n = 0;
  std::string first, last;  // periods; empty where there is no date
  std::size_t rows_dropped = 0;
  std::vector<bilateral::dropped_row> rows;  // the first ones
  std::vector<bilateral::omitted_term> columns;
  std::vector<std::string> notes;
};

class program {
 public:
  program(std::string name, const std::string& purpose, const std::string& working_example)
      : name_(std::move(name)), app_(purpose, name_), help_(std::make_shared<grouped_help>()) {
    app_.footer("Example:\n  " + working_example);
    app_.formatter(help_);
    app_.get_help_ptr()->group("Output");
    app_.option_defaults()->group("Model");
    app_.set_version_flag("--version", std::string(BILATERAL_VERSION_STRING))->group("Output");
    app_.add_flag("--json", json_, "One JSON object on standard output instead of text")
        ->group("Output");
  }
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  [[nodiscard]] CLI::App& cli() { return app_; }
  // was the flag given on the command line?
  [[nodiscard]] bool given(const std::string& flag) const { return app_.count(flag) > 0; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool json() const { return json_; }
  // file of --html, empty where not given
  [[nodiscard]] const std::string& html() const { return html_; }
  [[nodiscard]] unsigned threads() const { return threads_; }
  // significant digits of figures in print, for those that stand in words
  [[nodiscard]] int digits() const { return tables_.digits(); }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  // A worked example under one group of flags (Data, Model, Inference, Output) on the page of --help.
  void example(const std::string& group, const std::string& command) {
    example(app_, group, command);
  }
  void example(const CLI::App& of, const std::string& group, const std::string& command) {
    help_->example(of, group, command);
  }
  // The group of --help that the flags added from here on stand in.
  void section(const std::string& group) { app_.option_defaults()->group(group); }
  // A subcommand with a page of help of its own, whose flags may stand before or after those of the program.
  CLI::App* subcommand(const std::string& name, const std::string& purpose,
                       const std::string& working_example) {
    CLI::App* command = app_.add_subcommand(name, purpose);
    command->footer("Example:\n  " + working_example);
    command->get_help_ptr()->group("Output");
    command->fallthrough();
    return command;
  }

  // A flag with a value. A list of columns is taken as one text: see split_list.
  CLI::Option* option(const std::string& flag, std::string& value, const std::string& meaning) {
    return app_.add_option(flag, value, meaning)->capture_default_str();
  }
  // A flag with a number, read strictly: the whole text, finite, within its range.
  template <class Number>
  CLI::Option* number(const std::string& flag, Number& value, const std::string& meaning,
                      const number_range<Number>& range = {}) {
    return add_number(app_, flag, value, meaning, range);
  }
  // One of a few words.
  CLI::Option* choice(const std::string& flag, std::string& value, const std::string& meaning,
                      const std::vector<std::string>& words) {
    return add_choice(app_, flag, value, meaning, words);
  }
  CLI::Option* flag(const std::string& name, bool& value, const std::string& meaning) {
    return app_.add_flag(name, value, meaning);
  }
  void with_html() {
    app_.add_option("--html", html_, "Also write a page with charts and tables")->group("Output");
  }
  // --latex, --markdown, --digits, --table: the tables given to show() in another form
  void with_tables() { tables_.add_to(app_); }
  void with_threads() {
    number<unsigned>("--threads", threads_, "Threads to use; the figures do not depend on it",
                     {.least = 1, .most = 1024})
        ->group("Inference");
  }
  void with_seed(std::uint64_t seed) {
    seed_ = seed;
    number("--seed", seed_, "Seed of the random draws")->group("Inference");
  }

  // Prints a table as the flags ask, nothing with --json; --table FILE keeps the first one.
  void show(std::ostream& out, bilateral::table t) const {
    tables_.round(t);
    if (!tables_.file().empty() && !table_kept_) write_file(tables_.file(), tables_.in_file(t));
    table_kept_ = true;
    if (json_) return;
    if (shown_) out << "\n";
    shown_ = true;
    out << tables_.printed(t);
  }
  // Words after a table, a paragraph of their own.
  void say(std::ostream& out, const std::string& words) const {
    if (json_) return;
    if (shown_) out << "\n";
    shown_ = true;
    out << tables_.printed(words);
  }

  // Parses, runs the body, prints its text; the exit status of main.
  int run(int argc, char** argv, const std::function<void(std::ostream&)>& body) {
    staged().clear();
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& asked) {  // --help, --version
      std::ostringstream out;
      app_.exit(asked, out, out);
      return print(out.str()) ? 0 : refuse(1, "cannot write the output");
    } catch (const CLI::ParseError& wrong) {
      const std::string unknown = unknown_flag(app_);
      return refuse(2, unknown.empty() ? wrong.what() : unknown);
    }
    const std::string idle = tables_.idle(json_);
    if (!idle.empty()) return refuse(2, idle);
    const int status = run_body(body);
    for (const staged_file& file : staged()) file.discard();
    return status;
  }

  // Opens the object and writes the keys that every program has.
  [[nodiscard]] bilateral::json_writer begin_json(const common_report& common) const {
    bilateral::json_writer json = begin_json();
    json.member("n", common.n);
    json.key("sample").object(true);
    if (!common.first.empty()) json.member("first", common.first).member("last", common.last);
    json.end();
    json.key("dropped").object().member("count", common.rows_dropped).key("rows").array();
    for (const auto& row : common.rows) {
      json.object(true).member("row", row.row).member("reason", row.reason).end();
    }
    json.end().key("columns").array();
    for (const auto& column : common.columns) {
      json.object(true).member("name", column.name).member("reason", column.reason);
      json.member("ratio", column.ratio).end();
    }
    json.end().end();
    return json;
  }
  // For programs without a sample.
  [[nodiscard]] bilateral::json_writer begin_json() const {
    bilateral::json_writer json;
    json.object().member("program", name_).member("version", BILATERAL_VERSION_STRING);
    return json;
  }
  // Notes, the closing brace, and out.
  void end_json(std::ostream& out, bilateral::json_writer& json,
                const std::vector<std::string>& notes) const {
    json.key("notes").array();
    for (const std::string& note : notes) json.value(note);
    json.end().end();
    out << json.text() << '\n';
  }

  // A file of --html and the like: written beside its place now, put there once the output is out.
  static void write_file(const std::string& path, const std::string& text) {
    staged().push_back(staged_file(path, text));
  }

 private:
  // Text that stands beside its file until all else has succeeded; devices and pipes get it at the end.
  class staged_file {
   public:
    staged_file(const std::string& path, std::string text) : shown_(path), path_(path) {
      namespace fs = std::filesystem;
      std::error_code ignored;
      if (fs::is_symlink(path_, ignored)) path_ = fs::weakly_canonical(path_, ignored).string();
      const bool there = fs::exists(path_, ignored);
      if (there && !fs::is_regular_file(path_, ignored)) {
        late_ = std::move(text);
        write(path_, "", std::ios::app);
        return;
      }
      if (there) write(path_, "", std::ios::app);  // may it be written at all?
      beside_ = path_ + ".part";
      write(beside_, text, std::ios::trunc);
    }
    void put() {
      if (beside_.empty()) return write(path_, late_, std::ios::app);
      std::error_code failed;
      std::filesystem::rename(beside_, path_, failed);
      if (failed) throw bilateral::error(shown_ + ": cannot be written");
      beside_.clear();
    }
    void discard() const {
      std::error_code ignored;
      if (!beside_.empty()) std::filesystem::remove(beside_, ignored);
    }

   private:
    void write(const std::string& to, const std::string& text, std::ios::openmode how) const {
      std::ofstream file(to, std::ios::binary | how);
      file << text;
      file.close();
      if (file) return;
      discard();
      throw bilateral::error(shown_ + ": cannot be written");
    }
    std::string shown_, path_, beside_, late_;
  };

  static std::vector<staged_file>& staged() {
    static std::vector<staged_file> files;
    return files;
  }
  static bool print(const std::string& text) {
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    return std::fflush(stdout) == 0 && written;
  }
  int run_body(const std::function<void(std::ostream&)>& body) const {
    try {
      std::ostringstream out;
      out.imbue(std::locale::classic());
      (void)shown_progress();  // the clock starts
      body(out);
      end_progress();
      if (!print(out.str())) return refuse(1, "cannot write the output");
      for (staged_file& file : staged()) file.put();
      return 0;
    } catch (const usage_error& e) {
      return refuse(2, e.what());
    } catch (const CLI::Error& e) {
      return refuse(2, e.what());
    } catch (const std::bad_alloc&) {
      return refuse(1, "not enough memory");
    } catch (const std::exception& e) {
      return refuse(1, e.what());
    }
  }
  int refuse(int status, std::string message) const {
    end_progress();
    for (char& c : message) {
      if (c == '\n' || c == '\r') c = ' ';
    }
    std::fprintf(stderr, "%s: %s\n", name_.c_str(), message.c_str());
    return status;
  }

  std::string name_;
  CLI::App app_;
  std::shared_ptr<grouped_help> help_;
  table_flags tables_;
  mutable bool shown_ = false, table_kept_ = false;
  bool json_ = false;
  std::string html_;
  unsigned threads_ = 1;
  std::uint64_t seed_ = 1;
};

}  // namespace example
