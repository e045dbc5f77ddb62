#include "support/help.hpp"

#include "support/program.hpp"

#include <bilateral/data/nearest_name.hpp>
#include <bilateral/report/escape.hpp>

#include <array>
#include <string_view>
#include <vector>

namespace example {

using bilateral::table;
using bilateral::table_column;

namespace {

constexpr std::array<std::string_view, 4> help_groups{"Data", "Model", "Inference", "Output"};
constexpr std::array<std::string_view, 6> table_endings{".txt", ".csv",  ".tex",
                                                        ".md",  ".html", ".json"};

std::vector<const CLI::Option*> flags_of(const CLI::App* app, const std::string& group) {
  return app->get_options(
      [&](const CLI::Option* o) { return o->get_group() == group && o->nonpositional(); });
}

void add_names(const CLI::App* app, std::vector<std::string>& names) {
  for (const CLI::Option* o : app->get_options([](const CLI::Option*) { return true; })) {
    for (const std::string& name : o->get_lnames()) names.push_back("--" + name);
  }
}

}  // namespace

std::string grouped_help::group_text(const CLI::App* app, const std::string& group) const {
  std::vector<const CLI::Option*> flags = flags_of(app, group);
  for (const CLI::App* up = app->get_parent(); up != nullptr; up = up->get_parent()) {
    for (const CLI::Option* o : flags_of(up, group)) {
      if (o != up->get_help_ptr() && o != up->get_version_ptr()) flags.push_back(o);
    }
  }
  if (flags.empty()) return {};
  std::string out = make_group(group, false, flags);
  const auto found = examples_.find({app, group});
  if (found != examples_.end()) out += "  Example: " + found->second + "\n";
  return out;
}

std::string grouped_help::make_help(const CLI::App* app, std::string name,
                                    CLI::AppFormatMode mode) const {
  if (mode == CLI::AppFormatMode::Sub) return make_expanded(app);
  std::string out =
      make_description(app) + make_usage(app, std::move(name)) + make_positionals(app);
  for (const std::string_view group : help_groups) out += group_text(app, std::string(group));
  return out + make_subcommands(app, mode) + "\n" + make_footer(app);
}

std::string unknown_flag(const CLI::App& app) {
  const std::vector<std::string> remaining = app.remaining(true);
  if (remaining.empty()) return {};
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back(command->get_name());
  }
  if (!commands.empty() && app.get_subcommands().empty() && !remaining.front().starts_with("-")) {
    return "'" + remaining.front() + "' is no subcommand" +
           bilateral::suggestion(remaining.front(), commands);
  }
  std::vector<std::string> flags;
  add_names(&app, flags);
  for (const CLI::App* command : app.get_subcommands()) add_names(command, flags);
  for (const std::string& word : remaining) {
    if (word.size() <= 2 || !word.starts_with("--")) continue;
    const std::string flag = word.substr(0, word.find('='));
    const std::string meant = bilateral::suggestion(flag, flags);
    return flag + ": there is no such flag" +
           (meant.starts_with(";") ? meant : "; --help lists those that there are");
  }
  return {};
}

void table_flags::add_to(CLI::App& app) {
  CLI::Option* latex =
      app.add_flag("--latex", latex_, "Tables in LaTeX (booktabs)")->group("Output");
  app.add_flag("--markdown", markdown_, "Tables in Markdown")->group("Output")->excludes(latex);
  digits_given_ = add_number(app, "--digits", digits_, "Significant digits of the figures in print",
                             {.least = 1, .most = 17})
                      ->group("Output");
  app.add_option("--table", file_,
                 "Also write the first table: FILE.txt, .csv, .tex, .md, .html or .json")
      ->group("Output")
      ->check(CLI::Validator(
          [](std::string& given) -> std::string {
            for (const std::string_view ending : table_endings) {
              if (given.ends_with(ending)) return {};
            }
            return "'" + given + "' ends in none of .txt, .csv, .tex, .md, .html, .json";
          },
          "FILE"));
}

std::string table_flags::idle(bool json) const {
  if (!json) return {};
  if (latex_ || markdown_) {
    return std::string(latex_ ? "--latex" : "--markdown") +
           ": does nothing with --json, which prints every figure";
  }
  if (digits_given_ != nullptr && digits_given_->count() > 0 && file_.empty()) {
    return "--digits: does nothing with --json, which has every digit";
  }
  return {};
}

void table_flags::round(table& t) const {
  const bool given = digits_given_ != nullptr && digits_given_->count() > 0;
  for (table_column& column : t.columns) {
    if (given) column.decimals = -1;  // those of so many decimals too
    if (column.decimals < 0) column.digits = digits_;
  }
}

std::string table_flags::in_file(const table& t) const {
  if (file_.ends_with(".csv")) return to_csv(t);
  if (file_.ends_with(".tex")) return to_latex(t);
  if (file_.ends_with(".md")) return to_markdown(t);
  if (file_.ends_with(".html")) return to_html(t);
  if (file_.ends_with(".json")) return to_json(t);
  return to_text(t);
}

std::string table_flags::printed(const table& t) const {
  return latex_ ? to_latex(t) : markdown_ ? to_markdown(t) : to_text(t);
}

std::string table_flags::printed(const std::string& words) const {
  if (latex_) return "\\par " + bilateral::latex_escape(words) + "\n";
  return (markdown_ ? bilateral::markdown_escape(words) : words) + "\n";
}

}  // namespace example
