// The flows of a file by its format.
#include <bilateral/io/baci.hpp>
#include <bilateral/io/comtrade.hpp>
#include <bilateral/io/flows_csv.hpp>
#include <bilateral/io/sources/eurostat.hpp>
#include <bilateral/io/sources/imf_trade.hpp>
#include <bilateral/io/sources/itpd.hpp>

#include "indices/indices.hpp"
#include "support/data.hpp"
#include "support/gzip.hpp"

#include <unistd.h>
#include <cstdio>

namespace example {

using namespace bilateral;

namespace {

// megabytes read, on standard error where it is a terminal
byte_source with_progress(byte_source source, const std::string& name) {
  if (isatty(STDERR_FILENO) == 0) return source;
  return [source = std::move(source), name, total = std::size_t{0}](char* to,
                                                                    std::size_t capacity) mutable {
    constexpr std::size_t step = std::size_t{1} << 26;
    const std::size_t got = source(to, capacity), before = total / step;
    total += got;
    if (total / step != before)
      std::fprintf(stderr, "%s: %zu MB read\r", name.c_str(), total >> 20U);
    if (got == 0 && total >= step) std::fprintf(stderr, "\n");
    return got;
  };
}

csv_options csv_format(const indices_request& want) {
  return csv_format_of(want.delimiter, want.decimal);
}

byte_source bytes(const indices_request& want) {
  return with_progress(open_input(want.csv, want.encoding), want.csv);
}

csv_input input_of(const indices_request& want) { return {bytes(want), want.csv, 0}; }

void refuse_flags(const indices_request& want,
                  const std::vector<std::pair<const char*, const std::string*>>& flags) {
  for (const auto& [name, value] : flags) {
    if (!value->empty()) throw usage_error(text(name, ": not with --format ", want.format));
  }
}

std::vector<std::string> periods_of(const indices_request& want, const std::string& year) {
  std::vector<std::string> out;
  if (!year.empty()) out.push_back(year);
  if (!want.base.empty()) {
    if (year.empty()) throw usage_error("--base: needs --year");
    if (want.base == year) throw usage_error("--base: is the year itself");
    out.push_back(want.base);
  }
  return out;
}

// the reader adds flows that stand twice; here they are refused where that is not asked for
void check_distinct(const indices_request& want, const product_flows& flows) {
  if (want.repeated == "add") return;
  try {
    require_distinct_flows(want.csv, flows, repeated_rows::refuse);
  } catch (const data_error& e) {
    const bool years = want.format == "long" && want.year.empty();
    throw data_error(text(e.what(), "; ", years ? "--year COL=VALUE takes one year, " : "",
                          "--repeated add adds them up"));
  }
}

// the year of the flows and the base, from flows whose periods are coded where there are several
void split_periods(const indices_request& want, const std::string& year, product_flows flows,
                   indices_input& out) {
  if (flows.periods.size() > 1 && year.empty()) {
    throw usage_error(text("--year: the file has ", flows.periods.size(), " periods from ",
                           flows.periods.front(), " to ", flows.periods.back(), "; name one"));
  }
  if (!want.base.empty()) out.before = at_period(flows, want.base);
  out.now = year.empty() || flows.period.empty() ? std::move(flows) : at_period(flows, year);
  for (const auto& note : out.now.notes) out.report.notes.push_back(note);
  const bool checked = want.repeated == "error" && !out.now.importer.empty() &&
                       (want.format == "long" || want.format == "baci");
  const std::size_t again = checked ? 0 : repeated_flows(out.now).count;
  if (again > 0) {
    out.report.notes.push_back(text(again, " rows repeat an exporter",
                                    out.now.importer.empty() ? "" : ", an importer",
                                    " and a product of an earlier row: they are added up"));
  }
  out.report.n = out.now.size();
}

indices_input read_long(const indices_request& want) {
  refuse_flags(want, {{"--level", &want.level}});
  for (const auto& [name, value] : {std::pair{"--exporter", &want.exporter},
                                    {"--product", &want.product},
                                    {"--value", &want.value}}) {
    if (value->empty()) throw usage_error(text(name, ": is needed with --format long"));
  }
  if (want.repeated != "error" && want.importer.empty()) {
    throw usage_error(
        "--repeated: without --importer the rows of an exporter and product are added up");
  }
  flow_format format;
  format.exporter = want.exporter;
  format.importer = want.importer;
  format.product = want.product;
  format.value = want.value;
  format.repeated = repeated_rows::add_up;
  format.missing = want.missing == "drop" ? missing_flows::leave_out : missing_flows::refuse;
  std::string year;
  if (!want.year.empty()) {
    const std::size_t at = want.year.rfind('=');
    if (at == std::string::npos || at == 0 || at + 1 == want.year.size()) {
      throw usage_error("--year: '" + want.year + "' is not COL=VALUE (--format long)");
    }
    format.period = want.year.substr(0, at);
    year = want.year.substr(at + 1);
  }
  format.periods = periods_of(want, year);
  csv_reader rows(bytes(want), want.csv, csv_format(want));
  flow_file file = read_flows(rows, format);
  check_distinct(want, file.flows);
  indices_input out;
  out.report.rows_dropped = file.left_out;
  for (const auto& r : file.examples) out.report.rows.push_back({r.row, r.reason});
  if (file.other_periods > 0) {
    out.report.notes.push_back(
        text(file.other_periods, " of ", file.rows, " rows are of other years"));
  }
  split_periods(want, year, std::move(file.flows), out);
  return out;
}

// the columns are the format's own
void only_files_columns(const indices_request& want) {
  refuse_flags(want, {{"--exporter", &want.exporter},
                      {"--importer", &want.importer},
                      {"--product", &want.product},
                      {"--value", &want.value}});
  if (want.missing != "error") throw usage_error("--missing: not with --format " + want.format);
  if (want.repeated != "error" && want.format != "baci")
    throw usage_error("--repeated: not with --format " + want.format);
  const bool free_signs = want.format == "comtrade" || want.format == "comtrade-legacy";
  if (!free_signs && want.delimiter != ",") {
    throw usage_error("--delimiter: not with --format " + want.format);
  }
  if (!free_signs && want.decimal != ".") {
    throw usage_error("--decimal: not with --format " + want.format);
  }
}

std::vector<int> years_of(const indices_request& want) {
  std::vector<int> out;
  for (const std::string& y : periods_of(want, want.year)) {
    out.push_back(static_cast<int>(whole_number("--year", y, 1)));
  }
  return out;
}

// BACI and ITPD-E: one value of each flow
indices_input read_reconciled_file(const indices_request& want, unsigned threads) {
  only_files_columns(want);
  refuse_flags(want, {{"--level", &want.level}});
  flow_file file;
  if (want.format == "baci") {
    baci_options options;
    options.threads = threads;
    options.quantities = false;
    options.repeated = repeated_rows::add_up;
    options.years = years_of(want);
    file = read_baci(input_of(want), options);
    check_distinct(want, file.flows);
  } else {
    file = read_itpd(input_of(want), {.years = years_of(want), .threads = threads});
  }
  indices_input out;
  out.report.notes.push_back("values in " + file.flows.value_unit);
  if (file.other_periods > 0)
    out.report.notes.push_back(
        text(file.other_periods, " of ", file.rows, " rows are of other years"));
  split_periods(want, want.year, std::move(file.flows), out);
  return out;
}

// both reports of a file of Comtrade, COMEXT or the IMF
reported_flows read_reports(const indices_request& want, unsigned threads) {
  const std::vector<std::string> periods = periods_of(want, want.year);
  std::optional<int> level;
  if (want.format == "imf") refuse_flags(want, {{"--level", &want.level}});
  if (!want.level.empty()) level = static_cast<int>(whole_number("--level", want.level, 0));
  if (want.format == "comext") {
    return read_comext(input_of(want), {.periods = periods, .level = level, .threads = threads});
  }
  if (want.format == "imf") {
    imf_trade_options options;
    options.periods = periods;
    options.format.threads = threads;
    return read_imf_trade(input_of(want), options);
  }
  comtrade_options options;
  options.periods = periods;
  options.level = level;
  csv_reader rows(bytes(want), want.csv, csv_format(want));
  return want.format == "comtrade" ? read_comtrade(rows, options)
                                   : read_comtrade_legacy(rows, options);
}

indices_input read_reported_file(const indices_request& want, unsigned threads) {
  only_files_columns(want);
  const reported_flows file = read_reports(want, threads);
  product_flows flows = reported_trade(file);
  indices_input out;
  out.report.notes.push_back(
      text("values in ", flows.value_unit, "; commodity codes of ",
           file.level == 0 ? std::string("the total") : text(file.level, " digits")));
  if (file.other_periods > 0)
    out.report.notes.push_back(
        text(file.other_periods, " of ", file.rows, " rows are of other periods"));
  split_periods(want, want.year, std::move(flows), out);
  return out;
}

}  // namespace

indices_input read_indices_input(const indices_request& want, unsigned threads) {
  if (want.threads_given && (want.format == "long" || want.format.starts_with("comtrade")))
    throw usage_error("--threads: not with --format " + want.format);
  const bool reconciled = want.format == "baci" || want.format == "itpd";
  indices_input out = want.format == "long" ? read_long(want)
                      : reconciled          ? read_reconciled_file(want, threads)
                                            : read_reported_file(want, threads);
  for (const auto& [flag, name] :
       {std::pair{"--reporter", &want.reporter}, {"--partner", &want.partner}}) {
    if (name->empty()) continue;
    if (!std::binary_search(out.now.countries.begin(), out.now.countries.end(), *name)) {
      throw data_error(text(want.csv, ": there is no country ", *name, " (", flag, ")"));
    }
  }
  return out;
}

}  // namespace example
