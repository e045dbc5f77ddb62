// Rises and falls of the price apart.
#include "elasticity/methods.hpp"

#include <bilateral/econometrics/dynamics/nardl.hpp>

namespace elasticity_program {

namespace {

struct side {
  std::string key;
  figure short_run, long_run;
};

std::vector<side> sides_of(const nardl_result<double>& model) {
  const std::string rise = model.fit.data.regressors[0].first,
                    fall = model.fit.data.regressors[1].first;
  std::vector<side> sides;
  for (const auto& [key, name] :
       {std::pair{std::string("positive"), rise}, {std::string("negative"), fall}}) {
    const auto now = row_of(model.fit, name);
    const auto later = row_of(model.ecm.long_run, name);
    sides.push_back({key, now ? of_row(*now) : figure{}, later ? of_row(*later) : figure{}});
  }
  return sides;
}

void add_asymmetry(answer& a, const nardl_result<double>& model) {
  a.has_adjustment = true;
  a.adjustment = model.ecm.adjustment;
  a.adjustment_error = model.ecm.adjustment_error;
  a.half_life = model.ecm.half_life.periods;
  if (!a.half_life) a.notes.push_back("half_life: " + model.ecm.half_life.reason);
  for (const auto& t : model.asymmetry) {
    if (t.long_run) a.tests.emplace_back("long_run_asymmetry", *t.long_run);
    if (t.short_run) a.tests.emplace_back("short_run_asymmetry", *t.short_run);
    if (t.impact) a.tests.emplace_back("impact_asymmetry", *t.impact);
    a.notes.insert(a.notes.end(), t.notes.begin(), t.notes.end());
  }
}

// none, and a note, where they cannot be simulated
std::vector<asymmetric_multiplier> multipliers_of(answer& a, const nardl_result<double>& model,
                                                  const sample& s, const request& want) {
  try {
    multiplier_options options{.threads = want.threads, .progress = example::shown_progress()};
    if (want.draws) options.replications = *want.draws;
    if (want.seed) options.seed = *want.seed;
    return asymmetric_multipliers(model, s.x_name, 24, options);
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("multipliers: ", e.what()));
    return {};
  }
}

table table_of(const std::vector<side>& sides) {
  table t(
      "Rises and falls of the price",
      {{"", -1, alignment::left}, {"short run"}, {"std. error"}, {"long run"}, {"std. error "}});
  for (const side& one : sides) {
    t.row({one.key, one.short_run.estimate, one.short_run.std_error, one.long_run.estimate,
           one.long_run.std_error});
  }
  return t;
}

chart chart_of(const std::vector<asymmetric_multiplier>& bands) {
  std::vector<std::string> horizons;
  chart_line up{"lasting rise", {}}, down{"lasting fall", {}}, gap{"difference", {}};
  for (const auto& b : bands) {
    horizons.push_back(std::to_string(b.horizon));
    up.values.push_back(b.rise.estimate);
    down.values.push_back(b.fall.estimate);
    gap.values.push_back(b.difference.estimate);
  }
  return line_chart(horizons, {up, down, gap}, {.title = "Dynamic multipliers"});
}

void put_nardl(json_writer& json, const std::vector<side>& sides,
               const std::vector<asymmetric_multiplier>& bands) {
  const auto put = [&](const char* key, const figure& f) {
    json.key(key).object(true).member("estimate", f.estimate).member("std_error", f.std_error);
    json.member("ci_low", f.low).member("ci_high", f.high).end();
  };
  for (const side& one : sides) {
    json.key(one.key).object();
    put("short_run", one.short_run);
    put("long_run", one.long_run);
    json.end();
  }
  json.key("multipliers").array();
  for (const auto& b : bands) {
    json.object(true).member("horizon", b.horizon).member("rise", b.rise.estimate);
    json.member("rise_low", b.rise.low)
        .member("rise_high", b.rise.high)
        .member("fall", b.fall.estimate);
    json.member("fall_low", b.fall.low).member("fall_high", b.fall.high);
    json.member("difference", b.difference.estimate).member("difference_low", b.difference.low);
    json.member("difference_high", b.difference.high).end();
  }
  json.end();
}

}  // namespace

answer nardl_answer(const sample& s, const request& want) {
  answer a;
  const auto data = s.ardl_columns();
  const std::vector<std::string> split{s.x_name};
  const auto wide = split_regressors(data, split);
  const auto orders = chosen_orders(a, wide, s, want);
  const auto model =
      nardl<double>(data, split, orders, s.spec, {.deterministics = want.deterministics()});
  a.title = "Nonlinear ARDL: " + s.y_name;
  take_terms(a, model.fit);
  const auto sides = sides_of(model);
  add_asymmetry(a, model);
  const auto bounds = bounds_test(model.fit, bounds_of(want));
  add_bounds(a, bounds);
  a.long_run_supported = bounds.f.test.p_value && *bounds.f.test.p_value < 0.05;
  const auto bands = multipliers_of(a, model, s, want);
  a.tables.push_back(table_of(sides));
  if (!bands.empty()) a.charts.push_back(chart_of(bands));
  a.more = [sides, bands](json_writer& json) { put_nardl(json, sides, bands); };
  a.notes.push_back("long-run asymmetry means something only where tests.bounds_f rejects");
  a.notes.push_back(
      "multipliers: fall is the response to a lasting fall of the price by one, minus the effect of "
      "the sums of falls");
  unit_root_tests(a, s, want);
  return a;
}

}  // namespace elasticity_program
