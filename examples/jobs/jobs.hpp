#pragma once
// What the subcommands of the jobs program share.

#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>

#include "support/chart_file.hpp"
#include "support/data.hpp"
#include "support/program.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace jobs_program {

using namespace bilateral;
using example::usage_error;

// The program's own flags, whatever the subcommand.
struct context {
  const example::program& app;
  const example::chart_file& picture;
  std::ostream& out;

  // a chart is asked for, in a file or on the page
  [[nodiscard]] bool draws() const { return picture.wanted() || !app.html().empty(); }
};

// flags of the program that a subcommand has no use for
inline void refuse_flags(const example::program& app, std::initializer_list<const char*> flags,
                         const char* where) {
  for (const char* flag : flags) {
    if (app.given(flag)) throw usage_error(text(flag, ": it does nothing in jobs ", where));
  }
}

// the page of --html: a chart where there is one, the table
inline void write_page(const example::program& app, const std::string& title,
                       const std::optional<chart>& picture, const table& t,
                       const std::string& data = {}) {
  if (app.html().empty()) return;
  page p(title, data);
  if (picture) p.add(*picture);
  p.add(t);
  example::program::write_file(app.html(), to_html(p));
}

struct ratio_request {
  example::data_options input;
  std::string investment, jobs, by, method = "totals", interval = "delta";
  double population = 0;

  void add_to(example::program& app);
};
struct bounds_request {
  std::string investment, jobs, firms, tax;

  void add_to(example::program& app);
};

// An input-output table, and what is asked of it.
struct table_request {
  example::data_options format;
  std::string transactions, output, final_demand, employment, value_added, imports, taxes, wages,
      consumption;
  int type = 1;

  void add_table(CLI::App& command);
};
struct multipliers_request : table_request {
  void add_to(example::program& app);
};
struct shock_request : table_request {
  std::string spend, phasing = "1";
  double local = 1, productivity = 0, spread = 1000, within = 0;
  int draws = 0;
  const CLI::Option* concentration = nullptr;

  void add_to(example::program& app);
  [[nodiscard]] bool concentration_given() const {
    return concentration != nullptr && concentration->count() > 0;
  }
};

void run_ratio(const context& c, const ratio_request& want);
void run_bounds(const context& c, const bounds_request& want);
void run_multipliers(const context& c, const multipliers_request& want);
void run_shock(const context& c, const shock_request& want);

}  // namespace jobs_program
