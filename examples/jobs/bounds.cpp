// jobs bounds: what figures of the press allow to say.
#include "jobs/jobs.hpp"

#include <bilateral/core/press_figure.hpp>
#include <bilateral/trade/jobs/investment.hpp>

#include <algorithm>
#include <cmath>

namespace jobs_program {

namespace {

struct phrases {
  press_figure money;
  std::optional<press_figure> jobs, firms, tax;
  std::vector<std::string> notes;
};

void write_bounds(json_writer& json, const std::string& key, const bounds& b) {
  const auto end = [](double x) {
    return std::isfinite(x) ? std::optional<double>(x) : std::nullopt;
  };
  json.key(key).object(true).member("low", end(b.low())).member("high", end(b.high()));
  json.member("low_open", b.low_open()).member("high_open", b.high_open());
  json.member("text", to_string(b)).end();
}

// What is divided by lies above zero, though words such as "at most 5 million" do not say so.
void lift_above_zero(const char* flag, press_figure& f, std::vector<std::string>& notes) {
  if (f.literal.low() != 0 || f.literal.low_open() || f.literal.exact()) return;
  f.literal = bounds(0, f.literal.high(), true, f.literal.high_open());
  notes.push_back(
      text(flag, ": the words do not exclude 0; what is divided by is taken to be above it"));
}

press_figure read_phrase(const char* flag, const std::string& words,
                         std::initializer_list<unit_kind> allowed) {
  press_figure f;
  try {
    f = parse_phrase(words);
  } catch (const bilateral::error& e) {
    throw usage_error(text(flag, ": ", e.what()));
  }
  const unit_kind kind = f.measured_in.of.kind;
  const bool fits =
      !f.measured_in.per && std::find(allowed.begin(), allowed.end(), kind) != allowed.end();
  if (f.measured_in.stated() && !fits) {
    throw usage_error(text(flag, ": '", words, "' is measured in ", to_string(f.measured_in)));
  }
  return f;
}

// Money against money: one currency, and what else lies between the two in words.
void check_money(const press_figure& investment, const press_figure& tax,
                 std::vector<std::string>& notes) {
  const unit_match match = match_units(tax.measured_in, investment.measured_in);
  const bool both = tax.measured_in.stated() && investment.measured_in.stated();
  if (both && !match.factor) {
    throw usage_error(
        text("--tax: ", match.reason, ", which --investment is in; no rate joins them"));
  }
  if (both && !match.caveat.empty()) notes.push_back("tax and investment: " + match.caveat);
  if (both || (!tax.measured_in.stated() && !investment.measured_in.stated())) return;
  notes.push_back(tax.measured_in.stated()
                      ? "the currency of the investment is not stated; taken to be the tax's"
                      : "the currency of the tax is not stated; taken to be the investment's");
}

struct bounded_figure {
  std::string key;
  bounds literal, conventional;
  [[nodiscard]] bool nothing() const {
    return literal.low() <= 0 && !std::isfinite(literal.high());
  }
};

// "77.78 million", "140,000", "7.143"
std::string amount(double v, int digits) {
  const double size = std::abs(v);
  if (size >= 1e9 && size < 1e15) return significant_text(v / 1e9, digits) + " billion";
  if (size >= 1e6 && size < 1e9) return significant_text(v / 1e6, digits) + " million";
  return size >= 1e4 && size < 1e6 ? grouped_text(v) : significant_text(v, digits);
}

// "above 140,000", "77.78 million to 88.24 million"; --json has which ends are open
std::string in_words(const bounds& b, int digits) {
  if (b.exact()) return amount(b.low(), digits);
  if (std::isinf(b.high()))
    return (b.low_open() ? "above " : "at least ") + amount(b.low(), digits);
  if (b.low() <= 0 && b.low_open())
    return (b.high_open() ? "below " : "at most ") + amount(b.high(), digits);
  return amount(b.low(), digits) + " to " + amount(b.high(), digits);
}

std::vector<bounded_figure> ratios_in_both_readings(const press_figure& money,
                                                    const std::optional<press_figure>& jobs,
                                                    const std::optional<press_figure>& firms,
                                                    const std::optional<press_figure>& tax) {
  const auto reading = [&](bool literal) {
    const auto of = [&](const std::optional<press_figure>& f) {
      return f ? std::optional<bounds>(literal ? f->literal : f->conventional) : std::nullopt;
    };
    return ratios_of({literal ? money.literal : money.conventional, of(jobs), of(firms), of(tax)});
  };
  const investment_ratios literal = reading(true), usual = reading(false);
  std::vector<bounded_figure> figures;
  const auto add = [&](const char* key, const std::optional<bounds>& a,
                       const std::optional<bounds>& b) {
    if (a && b) figures.push_back({key, *a, *b});
  };
  add("investment_per_firm", literal.investment_per_firm, usual.investment_per_firm);
  add("investment_per_job", literal.investment_per_job, usual.investment_per_job);
  add("jobs_per_million", literal.jobs_per_million, usual.jobs_per_million);
  add("jobs_per_firm", literal.jobs_per_firm, usual.jobs_per_firm);
  add("tax_per_job", literal.tax_per_job, usual.tax_per_job);
  return figures;
}

phrases read_phrases(const bounds_request& want) {
  phrases p;
  p.money = read_phrase("--investment", want.investment, {unit_kind::money});
  if (!want.jobs.empty())
    p.jobs = read_phrase("--jobs", want.jobs, {unit_kind::jobs, unit_kind::persons});
  if (!want.firms.empty()) p.firms = read_phrase("--firms", want.firms, {unit_kind::firms});
  if (!want.tax.empty()) p.tax = read_phrase("--tax", want.tax, {unit_kind::money});
  if (!p.jobs && !p.firms) throw usage_error("--jobs or --firms is needed besides --investment");
  if (p.tax && !p.jobs) throw usage_error("--tax needs --jobs: it is spread over them");
  if (p.jobs) {
    lift_above_zero("--investment", p.money, p.notes);
    lift_above_zero("--jobs", *p.jobs, p.notes);
  }
  if (p.firms) lift_above_zero("--firms", *p.firms, p.notes);
  return p;
}

std::vector<std::string> notes_of(const phrases& p, const std::vector<bounded_figure>& figures) {
  std::vector<std::string> notes{
      "literal: what the words say; conventional: a writer who had passed the next round figure "
      "would "
      "have said it (an assumption)"};
  notes.insert(notes.end(), p.notes.begin(), p.notes.end());
  if (p.tax) check_money(p.money, *p.tax, notes);
  const stated_unit& unit =
      p.money.measured_in.stated() || !p.tax ? p.money.measured_in : p.tax->measured_in;
  if (unit.stated()) notes.push_back("money in " + to_string(unit));
  for (const bounded_figure& f : figures) {
    if (f.nothing()) notes.push_back("literal " + f.key + ": the words give no information");
  }
  return notes;
}

void write_json(const context& c, const std::vector<bounded_figure>& figures,
                const std::vector<std::string>& notes) {
  json_writer json = c.app.begin_json();
  for (const bool words : {true, false}) {
    json.key(words ? "literal" : "conventional").object();
    for (const bounded_figure& f : figures)
      write_bounds(json, f.key, words ? f.literal : f.conventional);
    json.end();
  }
  c.app.end_json(c.out, json, notes);
}

}  // namespace

void bounds_request::add_to(example::program& app) {
  const std::string shown =
      "jobs bounds --investment \"more than 14 billion USD\" --jobs \"tens of thousands\" ";
  CLI::App& command = *app.subcommand("bounds", "What figures of the press allow to say",
                                      shown + "--firms \"over 170\"");
  command.add_option("--investment", investment, "\"more than 14 billion USD\"")
      ->required()
      ->group("Data");
  command.add_option("--jobs", jobs, "\"tens of thousands\"")->group("Data");
  command.add_option("--firms", firms, "\"over 170\"")->group("Data");
  command.add_option("--tax", tax, "Tax revenue, for tax per job")->group("Data");
  app.example(command, "Data", shown + "--tax \"3 billion USD\"");
  app.example(command, "Output", shown + "--json");
}

void run_bounds(const context& c, const bounds_request& want) {
  refuse_flags(c.app, {"--seed", "--threads", "--chart"}, "bounds");
  const phrases p = read_phrases(want);
  const auto figures = ratios_in_both_readings(p.money, p.jobs, p.firms, p.tax);
  const std::vector<std::string> notes = notes_of(p, figures);
  table t("", {{"", -1, alignment::left},
               {"literal", -1, alignment::left},
               {"conventional", -1, alignment::left}});
  for (const bounded_figure& f : figures) {
    t.row({f.key, f.nothing() ? "no information" : in_words(f.literal, c.app.digits()),
           in_words(f.conventional, c.app.digits())});
  }
  for (const auto& note : notes) t.note(note);
  write_page(c.app, "What the figures allow to say", std::nullopt, t);
  c.app.show(c.out, t);
  if (c.app.json()) write_json(c, figures, notes);
}

}  // namespace jobs_program
