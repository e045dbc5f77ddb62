// The 2016 news report on China and Peru, claim by claim, against the figures in examples/data (or
// --data DIR). Every number and every verdict is computed from those files.
#include "china_peru_brief/product_trade.hpp"

#include "support/program.hpp"

#include <optional>

using namespace china_peru;

namespace {

brief brief_of(const brief_data& data, const std::string& folder, const product_trade* trade) {
  brief b;
  record_trade(data, b);
  eight_months(data, b);
  export_market(data, trade, b);
  structure(data, trade, b);
  agreement(data, folder, b);
  slump(data, b);
  prospects(data, b);
  railway(folder, b);
  investment(data, b);
  tourists(data, b);
  people(data, trade, b);
  b.appendix();
  reports_against_each_other(data, b);
  two_reporters(data, b);
  concentration_of_exports(data, b);
  small_ratios(data, b);
  return b;
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("china_peru_brief", "The 2016 report on China and Peru, claim by claim.",
                       "china_peru_brief --html china_peru_brief.html");
  std::string folder = BILATERAL_EXAMPLE_DATA, tables, picture, country = "an unnamed country",
              products, products_year;
  bool full = false;
  app.option("--data", folder, "Folder with files of the same layout as examples/data");
  app.option("--structure", products,
             "A year of CEPII's BACI: what Peru and China sell and buy by product, and from whom")
      ->option_text("FILE");
  app.option("--structure-year", products_year, "The year of it, where it has several");
  app.with_html();
  app.option("--chart", picture, "Also write the table of verdicts as a picture, FILE.svg")
      ->option_text("FILE")
      ->group("Output");
  app.flag("--full", full, "Also the evidence behind each verdict, and the appendix");
  app.option(
      "--input-output", tables,
      "Files of another country's table, TRANSACTIONS,OUTPUT,JOBS, to illustrate jobs; default Chile's of 2013");
  app.option("--country", country, "Whose table it is");
  return app.run(argc, argv, [&](std::ostream& out) {
    if (full && app.json())
      throw example::usage_error("--full: it does nothing with --json, which has all");
    if (!picture.empty() && !picture.ends_with(".svg"))
      throw example::usage_error("--chart: '" + picture + "' does not end in .svg");
    if (tables.empty() && app.given("--country"))
      throw example::usage_error("--country: it does nothing without --input-output");
    if (products.empty() && app.given("--structure-year"))
      throw example::usage_error("--structure-year: it does nothing without --structure");
    const brief_data data(folder);
    std::optional<product_trade> trade;
    if (!products.empty()) trade.emplace(products, products_year);
    brief b = brief_of(data, folder, trade ? &*trade : nullptr);
    if (!tables.empty()) {
      const auto files = example::split_list(tables);
      if (files.size() != 3)
        throw example::usage_error("--input-output: three files, TRANSACTIONS,OUTPUT,JOBS");
      other_country(files, country, b);
    } else {
      analogue(folder, b);
    }
    if (!app.html().empty()) example::program::write_file(app.html(), to_html(b.page()));
    if (!picture.empty()) example::program::write_file(picture, b.picture());
    if (app.json()) {
      json_writer json = app.begin_json();
      b.write(json);
      return app.end_json(out, json, {});
    }
    out << b.text(full);
  });
}
