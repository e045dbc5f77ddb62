#include <bilateral/io/reported_flows.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>

using namespace bilateral;

namespace {

reported_flows reports(bool quantities) {
  flow_builder exports(true, quantities, true), imports(true, quantities, true);
  exports.add("DEU", "FRA", "01", 10, 2, "2016");
  imports.add("DEU", "FRA", "01", 12, 3, "2016");  // reported by its exporter: passed over
  imports.add("PER", "DEU", "26", 5, 4, "2016");   // Peru does not report
  imports.add("DEU", "FRA", "01", 9, 5, "2015");   // Germany does not report that year
  reported_flows out;
  out.exports = exports.finish();
  out.imports = imports.finish();
  out.exports.value_unit = "current EUR, FOB";
  out.imports.value_unit = "current EUR, CIF";
  out.exports.quantity_unit = out.imports.quantity_unit = "kg";
  out.notes = {"1 row left out: why"};
  return out;
}

}  // namespace

TEST_CASE("exports where the exporter reports the period, mirror imports elsewhere") {
  const product_flows f = reported_trade(reports(true));
  CHECK(f.value == std::vector<double>{10, 5, 9});
  CHECK(f.quantity == std::vector<double>{2, 4, 5});
  CHECK(f.value_unit == "current EUR, exports FOB, mirror imports CIF");
  CHECK(f.quantity_unit == "kg");
  REQUIRE(f.notes.size() == 2);
  CHECK(f.notes[1] ==
        "2 flows of exporters that do not report are imports (CIF) as their partners report them; "
        "no margin is taken off");
}

TEST_CASE("without quantities; without mirror flows the unit is that of exports") {
  CHECK(reported_trade(reports(false)).quantity.empty());
  reported_flows only = reports(true);
  only.imports = product_flows{};
  const product_flows f = reported_trade(only);
  CHECK(f.size() == 1);
  CHECK(f.value_unit == "current EUR, FOB");
  CHECK(f.notes.size() == 1);
}

TEST_CASE("World as the only partner: exports without markets") {
  reported_flows file;
  flow_builder world(false);
  world.add("PER", {}, "26", 3);
  file.world = world.finish();
  file.notes = {"said"};
  const product_flows f = reported_trade(file);
  CHECK_FALSE(f.has_importers());
  CHECK(f.notes == std::vector<std::string>{"said"});
}
