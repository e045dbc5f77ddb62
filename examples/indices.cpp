// What a country sells, to whom, and how it compares: indices of the structure of trade on a file
// of flows (CEPII BACI, UN Comtrade, COMEXT, the IMF, ITPD-E, or any long file).
#include "indices/indices.hpp"

namespace {

void add_model(example::program& app, example::indices_request& want) {
  app.section("Model");
  app.option(
         "--index", want.index,
         "Of hhi, hirschman, theil, gini, entropy, krugman, relative, rca, symmetric, "
         "normalised, additive, weighted, lafay, michaely, vollrath, eci, reflections, fitness, "
         "outlook, density, margins, gl, marginal, tii, share, complementarity, similarity, "
         "bray_curtis, cms, churning; or all")
      ->required();
  app.option("--reporter", want.reporter, "Figures of this country only");
  app.option("--partner", want.partner, "Figures with this partner only");
  app.number("--top", want.top, "Only so many rows of each list, the highest first")
      ->check(CLI::PositiveNumber);
  app.number("--iterations", want.iterations, "Updates of fitness from ones")
      ->check(CLI::PositiveNumber);
  app.option("--proximity", want.proximity,
             "Also write the matrix of proximity of products to this file")
      ->group("Output");
}

}  // namespace

int main(int argc, char** argv) {
  example::program app(
      "indices", "Indices of the structure of trade.",
      "indices --csv examples/data/flows.csv --format long --exporter exporter --importer importer "
      "--product product --value value --year year=2016 --index hhi,eci");
  example::indices_request want;
  app.section("Data");
  app.option("--csv", want.csv, "The file; - is standard input, .gz is read")->required();
  app.option("--delimiter", want.delimiter, "Between fields");
  app.choice("--encoding", want.encoding, "Of the file", {"utf-8", "latin-1"});
  app.option("--decimal", want.decimal, "Decimal sign");
  app.choice("--format", want.format,
             "baci, comtrade, comtrade-legacy, comext, imf (SDMX-CSV), itpd: their columns; long: "
             "name them",
             {"baci", "comtrade", "comtrade-legacy", "comext", "imf", "itpd", "long"});
  app.option("--exporter", want.exporter, "long: column of the exporting country");
  app.option("--importer", want.importer, "long: column of the importing country");
  app.option("--product", want.product, "long: column of the product");
  app.option("--value", want.value, "long: column of the value");
  app.option("--year", want.year, "The year: 2016; with long COL=VALUE");
  app.option("--base", want.base, "A year before, of the same column: for cms, churning, marginal");
  app.option("--level", want.level, "comtrade, comext: digits of the commodity codes, 0 for TOTAL");
  app.choice("--missing", want.missing, "long: rows with an empty cell", {"error", "drop"});
  app.choice("--repeated", want.repeated, "baci, long with importers: rows of the same flow",
             {"error", "add"});
  add_model(app, want);
  app.with_threads();
  app.with_html();
  want.picture.add_to(app);
  app.with_tables();
  const std::string base =
      "indices --csv examples/data/flows.csv --format long --exporter exporter --importer "
      "importer --product product --value value --year year=2016 ";
  app.example("Data", "indices --csv examples/data/baci.csv --format baci --index hhi");
  app.example("Model", base + "--index eci,fitness --iterations 20");
  app.example("Inference",
              "indices --csv examples/data/baci.csv --format baci --index all --threads 2");
  app.example("Output", base + "--index rca --reporter PER --top 5 --markdown");
  return app.run(argc, argv, [&](std::ostream& out) {
    want.threads_given = app.given("--threads");
    want.iterations_given = app.given("--iterations");
    const example::indices_input input = read_indices_input(want, app.threads());
    show_indices(app, want, input, figures_of(want, input), out);
  });
}
