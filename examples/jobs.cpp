// Investment and jobs: ratios with their uncertainty, bounds on press figures, multipliers of an
// input-output table, the jobs of an investment.
#include "jobs/jobs.hpp"

using namespace jobs_program;

int main(int argc, char** argv) {
  example::program app("jobs", "Investment and jobs: ratios, bounds, multipliers, shocks.",
                       "jobs bounds --investment \"more than 14 billion USD\" --jobs \"tens of "
                       "thousands\" --firms \"over 170\"");
  ratio_request ratios;
  bounds_request phrases;
  multipliers_request tables;
  shock_request spent;
  ratios.add_to(app);
  phrases.add_to(app);
  tables.add_to(app);
  spent.add_to(app);
  example::chart_file picture;
  app.with_html();
  picture.add_to(app);
  app.with_tables();
  app.with_threads();
  app.with_seed(1);
  app.cli().require_subcommand(1);
  return app.run(argc, argv, [&](std::ostream& out) {
    const context c{app, picture, out};
    const auto asked = [&](const char* command) { return app.cli().got_subcommand(command); };
    if (asked("ratio")) return run_ratio(c, ratios);
    if (asked("bounds")) return run_bounds(c, phrases);
    if (asked("multipliers")) return run_multipliers(c, tables);
    run_shock(c, spent);
  });
}
