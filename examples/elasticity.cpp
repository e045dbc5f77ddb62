// How trade responds to a price: from the arc to the error-correction model, on any file.
#include "elasticity/flags.hpp"
#include "elasticity/methods.hpp"

#include <charconv>

using namespace elasticity_program;

namespace {

// Flags as they were typed, before anything is read.
struct command_line {
  request want;
  std::string method, case_number, max_lag, draws, seed, max_breaks = "5";
};

std::vector<std::string> given_flags(example::program& app) {
  std::vector<std::string> given;
  for (const std::string_view flag : method_flags) {
    if (app.cli().get_option(std::string(flag))->count() > 0) given.emplace_back(flag);
  }
  return given;
}

// the method's row of the table, with what was given after the colon
const method_row& method_of(request& want, const std::string& words) {
  std::tie(want.method, want.given) = example::split_at_colon(words);
  const method_row* method = method_named(want.method);
  if (method == nullptr)
    throw usage_error("--method: '" + words + "' is none of " + method_patterns());
  const std::string pattern(method->pattern);
  if (want.price.empty() && method->needs_price) {
    throw usage_error("--price: " + want.method + " needs the column of prices");
  }
  if (method->after_colon == argument::number && want.given.empty()) {
    throw usage_error("--method: " + want.method + " needs a number, " + want.method + ":N");
  }
  const bool colon = words.find(':') != std::string::npos;
  if (colon && (method->after_colon == argument::none || want.given.empty())) {
    throw usage_error("--method: '" + words + "' is not " + pattern);
  }
  return *method;
}

std::uint64_t seed_of(const std::string& words) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(words.data(), words.data() + words.size(), value);
  if (words.empty() || read.ec != std::errc() || read.ptr != words.data() + words.size()) {
    throw usage_error("--seed: '" + words +
                      "' is not a whole number from 0 to 18446744073709551615");
  }
  return value;
}

request understood(command_line typed, example::program& app) {
  request& want = typed.want;
  const auto was_given = [&](const char* flag) { return app.cli().get_option(flag)->count() > 0; };
  const method_row& method = method_of(want, typed.method);
  const std::string idle =
      idle_flag(method, method.after_colon == argument::orders && !want.given.empty(),
                !want.price.empty(), given_flags(app));
  if (!idle.empty()) throw usage_error(idle);
  if (want.no_log && was_given("--measure")) {
    throw usage_error("--measure: does nothing with --no-log, whose slopes are no elasticities");
  }
  if (was_given("--case")) {
    want.case_number = static_cast<int>(example::whole_number("--case", typed.case_number, 0));
    if (*want.case_number < 1 || *want.case_number > 5) {
      throw usage_error(text("--case: ", *want.case_number, " is not between 1 and 5"));
    }
  }
  if (was_given("--max-lag")) {
    want.max_lag = static_cast<int>(number_between("--max-lag", typed.max_lag, 0, 1000));
  }
  if (was_given("--draws")) {
    want.draws = static_cast<int>(number_between("--draws", typed.draws, 100, 10000000));
  }
  if (was_given("--seed")) want.seed = seed_of(typed.seed);
  want.max_breaks = static_cast<int>(number_between("--max-breaks", typed.max_breaks, 0, 1000));
  if (!(want.trim > 0 && want.trim < 0.5)) {
    throw usage_error(text("--trim: ", want.trim, " is not between 0 and 0.5"));
  }
  want.threads = app.threads();
  return want;
}

answer solve(const sample& s, const request& want, const method_row& row) {
  const std::string& method = want.method;
  const auto number = [&](long least) {
    return number_between("--method " + method, want.given, least, row.most);
  };
  if (method == "loglog") return loglog(s, want, s.spec);
  if (method == "arc") return arc(s, want);
  if (method == "rolling") return rolling(s, want, number(2));
  if (method == "dl") return distributed(s, want, number(0));
  if (method == "ardl" || method == "ecm") return ardl_answer(s, want, s.spec);
  if (method == "nardl") return nardl_answer(s, want);
  if (method == "eg") return engle_granger_answer(s, want, s.spec);
  if (method == "johansen") return johansen_answer(s, want);
  if (method == "dols" || method == "fmols" || method == "ccr") return long_run_answer(s, want);
  if (method == "lp") return projection(s, want, number(0));
  if (method == "tvp") return varying(s);
  if (method == "breaks") return breaks(s, want);
  if (method == "forecast") return forecast(s, want, number(1));
  return report(s, want);
}

void add_flags(example::program& app, command_line& typed) {
  request& want = typed.want;
  app.option("--trade", want.trade, "Column of trade, value or volume")->required()->group("Data");
  app.option("--price", want.price, "Column of the price")->group("Data");
  app.option("--controls", want.controls,
             "Further regressors: A,B (--log names those in logarithms)")
      ->group("Data");
  app.option("--method", typed.method, method_patterns())->required();
  app.flag("--no-log", want.no_log, "Trade and price as they are");
  app.choice("--measure", want.measure, "What the trade column is", {"value", "volume"});
  app.option(
      "--case", typed.case_number,
      "Deterministic terms, I to V as 1 to 5 (2 is 3 and 5 is 4 for eg, dols, fmols and ccr); report "
      "tests the trend and chooses 3 or 4, else 3");
  app.option(
      "--max-lag", typed.max_lag,
      "Largest lag considered (6 for months, else 4); leads and lags of dols, lags of eg and lp");
  app.choice("--criterion", want.criterion, "For the orders of ardl", {"aic", "bic", "hq"});
  app.choice("--seasonal", want.seasonal, "Seasonal terms", {"none", "dummies", "centred"});
  app.option("--max-breaks", typed.max_breaks, "Most breaks considered");
  app.number("--trim", want.trim, "Least share of the sample between breaks");
  app.option("--draws", typed.draws, "Simulations behind p-values and bands")->group("Inference");
  app.option("--seed", typed.seed, "Seed of the random draws")->group("Inference");
  app.flag("--unit-root-tests", want.unit_root_tests,
           "Also DF-GLS, Phillips-Perron, KPSS and Zivot-Andrews tests of every series")
      ->group("Inference");
  want.covariance.add_to(app);
  app.with_html();
  typed.want.picture.add_to(app);
  want.scale.add_to(app);
  app.with_tables();
  app.with_threads();
  const std::string base =
      "elasticity --csv examples/data/copper.csv --date date --trade million_usd_fob ";
  app.example("Data", base + "--price usd_per_tonne --method loglog --where 'date >= 2010-01'");
  app.example("Model",
              base + "--price usd_per_tonne --method ardl --criterion bic --seasonal dummies");
  app.example(
      "Inference",
      base + "--price usd_per_tonne --method loglog --covariance newey_west --unit-root-tests");
  app.example("Output", base + "--method forecast:6 --scale thousand --markdown");
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("elasticity",
                       "The elasticity of trade to a price, by any of the usual methods.",
                       "elasticity --csv examples/data/copper.csv --date date --trade "
                       "million_usd_fob --price usd_per_tonne --method report --seasonal dummies");
  example::data_options input;
  input.add_to(app, {.date = true, .log = true});
  command_line typed;
  add_flags(app, typed);
  return app.run(argc, argv, [&](std::ostream& out) {
    const request want = understood(typed, app);
    want.scale.check(app);
    const sample s = read_sample(input, want);
    print(app, s, solve(s, want, *method_named(want.method)), want.picture, out);
  });
}
