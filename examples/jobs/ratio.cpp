// jobs ratio: jobs per unit of investment from a file, with their uncertainty.
#include "jobs/jobs.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/jobs/ratio_estimation.hpp>

#include <algorithm>
#include <iterator>
#include <numeric>

namespace jobs_program {

namespace {

struct named_ratio {
  std::string name;  // "all", or a group's label
  ratio_estimate value;
};

// the estimate's note; an unbounded set comes of too few projects
std::string in_words(const ratio_estimate& r) {
  return r.bounded ? r.note
                   : text("too few projects (", r.observations, ") to bound the ratio: ", r.note);
}

void check_rows(const example::data_set& data, const ratio_request& want) {
  const auto& jobs = data.column(want.jobs);
  const auto& money = data.column(want.investment);
  const auto refuse = [&](std::size_t i, double value, const char* why, const std::string& column) {
    throw data_error(data.source(), data.file_line(i), 0, text(shortest(value), why), column);
  };
  for (std::size_t i = 0; i < money.size(); ++i) {
    if (money[i] < 0) refuse(i, money[i], " is negative", want.investment);
    if (money[i] == 0 && want.method == "mean")
      refuse(i, money[i], " has no ratio", want.investment);
    if (jobs[i] < 0) refuse(i, jobs[i], " is negative", want.jobs);
  }
}

ratio_options options_of(const example::program& app, const ratio_request& want) {
  ratio_options options;
  options.method = want.method == "mean"     ? ratio_method::mean
                   : want.method == "origin" ? ratio_method::origin
                                             : ratio_method::totals;
  options.interval = want.interval == "fieller"     ? ratio_interval::fieller
                     : want.interval == "bootstrap" ? ratio_interval::bootstrap
                     : want.interval == "jackknife" ? ratio_interval::jackknife
                                                    : ratio_interval::delta;
  if (options.interval == ratio_interval::fieller && options.method != ratio_method::totals) {
    throw usage_error("--interval fieller is for --method totals");
  }
  if (want.population > 0) {
    if (!want.by.empty())
      throw usage_error("--population: is of all rows; not with --by, whose groups have their own");
    if (options.interval == ratio_interval::bootstrap)
      throw usage_error("--population: not with --interval bootstrap, which draws without end");
    options.population = want.population;
  }
  if (options.interval != ratio_interval::bootstrap) {
    refuse_flags(app, {"--seed", "--threads"}, "ratio without --interval bootstrap");
  }
  options.seed = app.seed();
  options.threads = app.threads();
  return options;
}

// of each group in sorted order, of all rows last
std::vector<named_ratio> estimates(const example::data_set& data, const ratio_request& want,
                                   const ratio_options& options) {
  const auto& jobs = data.column(want.jobs);
  const auto& money = data.column(want.investment);
  const auto of_rows = [&](const std::vector<std::size_t>& rows) {
    Eigen::VectorXd y(std::ssize(rows)), x(y.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      y[bilateral::to_index(i)] = jobs[rows[i]];
      x[bilateral::to_index(i)] = money[rows[i]];
    }
    return estimate_ratio(y, x, options);
  };
  std::vector<named_ratio> out;
  if (!want.by.empty()) {
    const factor by = data.group(want.by);
    for (std::int32_t l = 0; l < by.levels; ++l) {
      std::vector<std::size_t> rows;
      for (std::size_t i = 0; i < by.size(); ++i) {
        if (by.codes[i] == l) rows.push_back(i);
      }
      try {
        out.push_back({by.label(l), of_rows(rows)});
      } catch (const argument_error& e) {
        throw data_error(text(data.source(), ": ", want.by, " ", by.label(l), ": ", e.what()));
      }
    }
  }
  std::vector<std::size_t> all(jobs.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  out.push_back({"all", of_rows(all)});
  return out;
}

std::vector<std::string> notes_of(const context& c, const example::data_set& data,
                                  const ratio_options& options) {
  std::vector<std::string> notes = data.report().notes;
  if (options.interval == ratio_interval::bootstrap) {
    notes.push_back(
        text("bootstrap of ", options.draws, " draws, percentile interval, seed ", c.app.seed()));
  }
  return notes;
}

table table_of(const std::vector<named_ratio>& all, const ratio_request& want,
               const ratio_options& options, const std::vector<std::string>& notes) {
  table t(text(want.jobs, " per unit of ", want.investment, ", ", want.method),
          {{want.by, -1, alignment::left}, {"n"}, {"ratio"}, {"std. error"}, {"95% from"}, {"to"}});
  for (const auto& [name, r] : all) {
    if (name == "all") t.rule();
    t.row({name, r.observations, r.estimate, r.std_error,
           r.bounded ? table_cell(r.low) : table_cell("too few"),
           r.bounded ? table_cell(r.high) : table_cell("projects")});
  }
  t.note(text(want.interval, " interval",
              options.interval == ratio_interval::bootstrap ? ", percentiles" : ", t(n-1)",
              options.population ? ", finite-population factor" : ""));
  for (const auto& note : notes) t.note(note);
  for (const auto& [name, r] : all) {
    if (r.note.empty()) continue;
    t.note(name + ": " + in_words(r) +
           (r.outside
                ? text(", ", significant_text(*r.low, 4), " and ", significant_text(*r.high, 4))
                : ""));
  }
  return t;
}

// the bounded sets; none where no set is bounded
std::optional<chart> chart_of(const std::vector<named_ratio>& all, const ratio_request& want) {
  std::vector<chart_interval> rows;
  for (const auto& [name, r] : all) {
    if (r.bounded && r.low && r.high) rows.push_back({name, r.estimate, *r.low, *r.high});
  }
  if (rows.empty()) return std::nullopt;
  return interval_chart(rows, {},
                        {.title = text(want.jobs, " per unit of ", want.investment),
                         .subtitle = text("95 percent intervals, ", want.interval)});
}

void write_ratio(json_writer& json, const ratio_estimate& r, const ratio_request& want,
                 std::vector<std::string>& notes, const std::string& group) {
  json.member("estimate", r.estimate).member("std_error", r.std_error);
  const std::optional<double> none;  // an unbounded set has no ends: null, with the reason in notes
  json.member("ci_low", r.bounded ? r.low : none).member("ci_high", r.bounded ? r.high : none);
  json.member("method", want.method).member("interval", want.interval).member("bounded", r.bounded);
  if (r.outside) {
    json.key("excluded").object(true).member("low", r.low).member("high", r.high).end();
  }
  if (!r.note.empty()) notes.push_back((group.empty() ? "" : group + ": ") + in_words(r));
}

void write_json(const context& c, const example::data_set& data,
                const std::vector<named_ratio>& all, const ratio_request& want,
                std::vector<std::string> notes) {
  json_writer json = c.app.begin_json(data.report());
  json.key("ratio").object();
  write_ratio(json, all.back().value, want, notes, "");
  json.end();
  if (!want.by.empty()) {
    json.key("by").array();
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      json.object().member("group", all[i].name).member("n", all[i].value.observations);
      write_ratio(json, all[i].value, want, notes, all[i].name);
      json.end();
    }
    json.end();
  }
  c.app.end_json(c.out, json, notes);
}

}  // namespace

void ratio_request::add_to(example::program& app) {
  CLI::App& command =
      *app.subcommand("ratio", "Jobs per unit of investment from a file",
                      "jobs ratio --csv examples/data/projects.csv --investment million_usd --jobs "
                      "jobs --by sector --interval fieller");
  input.add_to(command);
  command.add_option("--investment", investment, "Column of the denominator")
      ->required()
      ->group("Data");
  command.add_option("--jobs", jobs, "Column of the numerator")->required()->group("Data");
  command.add_option("--by", by, "Also for each group of this column")->group("Data");
  example::add_choice(command, "--method", method,
                      "Ratio of totals, mean of ratios, or slope through the origin",
                      {"totals", "mean", "origin"});
  example::add_choice(command, "--interval", interval, "How the 95 percent interval is made",
                      {"delta", "fieller", "jackknife", "bootstrap"})
      ->group("Inference");
  example::add_number(command, "--population", population,
                      "Finite population the rows are drawn from",
                      {.least = 0, .above_least = true})
      ->default_str("")
      ->group("Inference");
  const std::string base =
      "jobs ratio --csv examples/data/projects.csv --investment million_usd --jobs jobs ";
  app.example(command, "Data", base + "--where 'million_usd > 100'");
  app.example(command, "Model", base + "--method mean");
  app.example(command, "Inference", base + "--interval bootstrap --seed 7 --threads 2");
  app.example(command, "Output", base + "--by sector --markdown");
}

void run_ratio(const context& c, const ratio_request& want) {
  example::data_request columns{{want.jobs, want.investment}, {}};
  if (!want.by.empty()) columns.groups.push_back(want.by);
  const example::data_set data = read_data(want.input, columns);
  check_rows(data, want);
  const ratio_options options = options_of(c.app, want);
  const std::vector<named_ratio> all = estimates(data, want, options);
  const std::vector<std::string> notes = notes_of(c, data, options);
  std::optional<chart> picture;
  if (c.draws()) picture = chart_of(all, want);
  if (c.picture.wanted() && !picture)
    throw data_error("--chart: no interval is bounded: too few projects");
  if (picture) c.picture.write(*picture);
  const table t = table_of(all, want, options, notes);
  write_page(c.app, text(want.jobs, " per unit of ", want.investment), picture, t);
  c.app.show(c.out, t);
  if (c.app.json()) write_json(c, data, all, want, notes);
}

}  // namespace jobs_program
