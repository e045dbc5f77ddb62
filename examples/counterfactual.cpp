// What a change of trade costs or of policy would do to trade, prices and real income everywhere:
// exact changes in quantitative trade models, from a file of bilateral flows with domestic sales.
//
//   counterfactual --csv flows.csv --exporter exporter --importer importer --trade flow
//                  --shock 'PER<>CHN,-10%' --theta 5
#include "counterfactual/request.hpp"

namespace {

using counterfactual_program::request;

void add_scenario(example::program& app, request& want) {
  app.section("Data");
  app.option("--exporter", want.exporter, "Column of the selling country");
  app.option("--importer", want.importer,
             "Column of the buying country; domestic sales are rows too");
  app.option("--trade", want.trade, "Column of flows");
  app.option("--year", want.year, "Rows of one year: COL=VALUE");
  app.section("Model");
  app.option("--shock", want.shock,
             "Change of trade costs: 'A>B,-10%', 'A+B>C,5%', 'A<>B,-10%' both ways, '*' everyone; "
             "several with ';'");
  app.option("--policy", want.policy,
             "Column(s) of the change of a policy: the ease of trade moves by exp(B x COL); "
             "off:COL switches it off");
  app.option("--beta", want.beta, "Coefficient of --policy: B or B,STANDARD_ERROR");
  app.option("--from-gravity", want.from_gravity,
             "Coefficients of --policy from the JSON of an estimate");
  app.option("--theta", want.theta, "Trade elasticity: T, T,STANDARD_ERROR or LOW..HIGH (uniform)");
  app.option("--sigma", want.sigma, "Elasticity of substitution instead, theta + 1");
  app.option("--psi", want.psi, "Supply elasticity of --model universal, in the same forms");
  app.choice("--model", want.model,
             "conditional, endowment, universal or multisector; guide: the loop of the Advanced "
             "Guide, for comparison "
             "with its tables",
             {"conditional", "endowment", "universal", "multisector", "guide"})
      ->default_str("endowment");
  app.choice("--deficits", want.deficits,
             "Trade deficits: keep (additive), multiplicative or zero (closed first)",
             {"keep", "multiplicative", "zero"});
}

void add_sectors(example::program& app, request& want) {
  app.section("Data");
  app.cli().add_option("--sector,--sectors", want.sector,
                       "Column of sectors (--model multisector)");
  app.option("--tariffs", want.tariffs,
             "CSV importer, exporter, sector, tariff[, new_tariff] in percent");
  app.option("--new-tariffs", want.new_tariffs,
             "CSV importer, exporter, sector, tariff: the new ones");
  app.option("--output", want.output,
             "CSV region, sector, output: domestic sales are output less exports");
  app.option("--value-added", want.value_added, "CSV region, sector, share of output");
  app.option("--inputs", want.inputs, "CSV region, input, user, share of all the user's inputs");
  app.option("--icio", want.icio,
             "Instead of --csv: an inter-country input-output table in OECD's form (CCC_INDUSTRY)");
  app.option("--thetas", want.thetas, "CSV sector, theta[, std_error]");
  app.section("Model");
  app.choice(
      "--rebate", want.rebate,
      "What tariffs raise is income of consumers (lump-sum), or none of it is: the state buys "
      "their basket with it",
      {"lump-sum", "none"});
  app.number("--labour-supply", want.labour_supply,
             "Elasticity of labour to the real wage (--model multisector)", {.least = 0});
  app.option("--optimal-tariffs", want.optimal_tariffs,
             "Countries A[,B] that set the tariffs best for themselves, each given the others'");
  app.choice("--tariff-choice", want.tariff_choice,
             "One rate on all imports, or one for each partner or sector",
             {"all", "partner", "sector"});
}

void add_output(example::program& app, request& want) {
  app.section("Model");
  app.choice("--baseline", want.baseline,
             "observed: the flows of the file; fitted: those of structural gravity with the costs "
             "of --from-gravity",
             {"observed", "fitted"});
  app.number("--stop", want.stop, "Where --model guide stops: the change of its prices' step");
  app.option("--reference", want.reference, "Country whose price index is the numeraire");
  app.number("--starts", want.starts,
             "Starting points where theory does not rule out other equilibria");
  app.option("--flows", want.flows, "Also write the flows before and after to this file")
      ->group("Output");
  app.number("--draws", want.draws,
             "Draws of what is uncertain; without them intervals are by the delta method")
      ->group("Inference");
}

// what the flags say together
void complete(example::program& app, request& want) {
  if (!want.icio.empty()) {
    if (want.model.empty()) want.model = "multisector";
    check_icio_flags(app, want);
  }
  for (const char* flag : {"--csv", "--exporter", "--importer", "--trade"}) {
    if (want.icio.empty() && app.cli().count(flag) == 0)
      throw example::usage_error(std::string(flag) + " is required");
  }
  if (want.model.empty()) want.model = want.psi.empty() ? "endowment" : "universal";
  if (want.policy.empty() && (!want.beta.empty() || !want.from_gravity.empty())) {
    throw example::usage_error("--beta and --from-gravity need --policy, the column that changes");
  }
  if (!want.policy.empty() && want.beta.empty() == want.from_gravity.empty()) {
    throw example::usage_error("--policy needs one of --beta and --from-gravity");
  }
  for (std::string name : example::split_list(want.policy)) {
    if (name.starts_with("off:")) want.off.insert(name = name.substr(4));
    want.columns.push_back(name);
  }
  if (!want.beta.empty() && want.columns.size() != 1) {
    throw example::usage_error(
        "--beta is the coefficient of one column; several need --from-gravity");
  }
  if (app.cli().count("--seed") > 0 && want.draws == 0)
    throw example::usage_error("--seed: does nothing without --draws");
  if (app.cli().count("--stop") > 0 && want.model != "guide")
    throw example::usage_error("--stop belongs to --model guide");
  if (app.cli().count("--tariff-choice") > 0 && want.optimal_tariffs.empty())
    throw example::usage_error("--tariff-choice belongs to --optimal-tariffs");
  for (const char* flag : {"--rebate", "--labour-supply"}) {
    if (app.cli().count(flag) == 0 || want.model == "multisector") continue;
    throw example::usage_error(std::string(flag) + " belongs to --model multisector" +
                               (std::string(flag) == "--rebate"
                                    ? ""
                                    : "; with one sector it is --psi of --model universal"));
  }
  want.starts_asked = app.cli().count("--starts") > 0;
  if (want.starts_asked) {
    if (want.model != "endowment" && want.model != "universal")
      throw example::usage_error("--starts belongs to --model endowment and universal");
    if (want.starts == 0) throw example::usage_error("--starts: at least one is needed");
  }
}

void run(example::program& app, request& want, std::ostream& out) {
  complete(app, want);
  if (want.model == "multisector") return counterfactual_program::run_multi_sector(app, want, out);
  for (const auto& [flag, value] :
       {std::pair{"--sector", &want.sector}, std::pair{"--tariffs", &want.tariffs},
        std::pair{"--new-tariffs", &want.new_tariffs}, std::pair{"--output", &want.output},
        std::pair{"--inputs", &want.inputs}, std::pair{"--value-added", &want.value_added},
        std::pair{"--thetas", &want.thetas},
        std::pair{"--optimal-tariffs", &want.optimal_tariffs}}) {
    if (!value->empty())
      throw example::usage_error(std::string(flag) + " belongs to --model multisector");
  }
  if (want.policy.empty() && want.shock.empty()) {
    throw example::usage_error("nothing changes: --shock or --policy is needed");
  }
  if (want.model == "guide") return counterfactual_program::run_guide(app, want, out);
  counterfactual_program::run_one_sector(app, want, out);
}

}  // namespace

int main(int argc, char** argv) {
  example::program app(
      "counterfactual",
      "What a change of trade costs or of policy does to every country's trade, prices and real "
      "income.",
      "counterfactual --csv flows_2000.csv --exporter exporter --importer importer --trade flow "
      "--shock 'PER<>CHN,-10%' --theta 4..8 --draws 200");
  app.with_html();
  app.with_threads();
  app.with_seed(1);
  app.with_tables();
  request want;
  want.picture.add_to(app);
  want.input.add_to(app);
  app.cli().get_option("--csv")->required(false);  // --icio is instead of it
  add_scenario(app, want);
  add_sectors(app, want);
  add_output(app, want);
  return app.run(argc, argv, [&](std::ostream& out) { run(app, want, out); });
}
