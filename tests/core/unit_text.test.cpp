#include <bilateral/core/unit_text.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

TEST_CASE("units as files write them") {
  const auto fob = parse_unit("million USD FOB");
  CHECK(fob.scale == 1e6);
  CHECK(fob.of.currency == "USD");
  CHECK(fob.of.valued == valuation::fob);
  CHECK(parse_unit("USD million, FOB") == fob);
  CHECK(parse_unit("mn US$ fob") == fob);
  CHECK(parse_unit("EUR CIF").of.valued == valuation::cif);
  CHECK(parse_unit("thousand tonnes").scale == 1e3);
  CHECK(parse_unit("percent").of.kind == unit_kind::percent);
  CHECK(parse_unit("percent a year").per->noun == "years");
  CHECK(parse_unit("persons").of.kind == unit_kind::persons);
  CHECK(parse_unit("billion yuan").of.currency == "CNY");
  CHECK(parse_unit("USD/t") == parse_unit("USD per tonne"));
  CHECK(parse_unit("million USD per thousand tonnes").scale == 1e3);
  CHECK(parse_unit("USD at prices of 2010").of.base_year == 2010);
  CHECK(parse_unit("100 kg").scale == 100);
  CHECK_FALSE(parse_unit("").stated());
}

TEST_CASE("what is no unit is refused in words") {
  struct refused {
    const char *words, *because;
  };
  for (const refused& r : {refused{"milion USD", "'milion' is no word of a unit"},
                           {"USD EUR", "on top of another unit"},
                           {"percent FOB", "belong to money"},
                           {"USD FOB CIF", "stated twice"},
                           {"USD per", "nothing is named behind"},
                           {"USD per tonne per year", "two fractions"},
                           {"million XYZ", "'XYZ' is no word"},
                           {"USD at prices of yore", "need their year"},
                           {"Usd", "'Usd' is no word"},
                           {"fob", "no currency"}}) {
    INFO(std::string(r.words));
    CHECK_REFUSES(data_error, "is not a unit", parse_unit(r.words));
    CHECK_REFUSES(data_error, r.because, parse_unit(r.words));
  }
}

TEST_CASE("a unit type's name, its value and what is printed are one unit") {
  const auto both_ways = [](const stated_unit& v, const std::string& name) {
    CHECK(parse_unit(name) == v);
    CHECK(parse_unit(to_string(v)) == v);
  };
  both_ways(stated_unit_of<usd>(), unit_name<usd>());
  both_ways(stated_unit_of<usd_fob>(), unit_name<usd_fob>());
  both_ways(stated_unit_of<usd_cif>(), unit_name<usd_cif>());
  both_ways(stated_unit_of<usd_mixed>(), unit_name<usd_mixed>());
  using real = money<"PEN", valuation::fob, constant_prices<2007>>;
  both_ways(stated_unit_of<real>(), unit_name<real>());
  both_ways(stated_unit_of<percent>(), unit_name<percent>());
  both_ways(stated_unit_of<log_points>(), unit_name<log_points>());
  both_ways(stated_unit_of<index_points>(), unit_name<index_points>());
  both_ways(stated_unit_of<dimensionless>(), unit_name<dimensionless>());
  both_ways(stated_unit_of<tonne>(), unit_name<tonne>());
  both_ways(stated_unit_of<kilogram>(), unit_name<kilogram>());
  both_ways(stated_unit_of<jobs>(), unit_name<jobs>());
  both_ways(stated_unit_of<persons>(), unit_name<persons>());
  both_ways(stated_unit_of<firms>(), unit_name<firms>());
  using unit_price = per<usd_fob, tonne>;
  both_ways(stated_unit_of<unit_price>(), unit_name<unit_price>());
  for (const char* words : {"million USD FOB", "thousand tonnes", "percent per years", "250 kg"}) {
    CHECK(to_string(parse_unit(words)) == words);
  }
}

TEST_CASE("units of one's own are counted by their name") {
  const auto barrels = parse_unit("thousand barrels", {"barrels", "TEU"});
  CHECK(barrels.of.kind == unit_kind::count);
  CHECK(barrels.of.noun == "barrels");
  CHECK(*match_units(barrels, parse_unit("barrels", {"barrels"})).factor == 1e3);
  CHECK_FALSE(match_units(barrels, parse_unit("TEU", {"barrels", "TEU"})).factor);
  CHECK(parse_unit("USD per barrels", {"barrels"}).per->noun == "barrels");
  CHECK_REFUSES(data_error, "'barrels' is no word", parse_unit("barrels"));
}

TEST_CASE("the unit in a column's name") {
  const auto is = [](const char* name, const char* unit) {
    const auto read = unit_of_header(name);
    REQUIRE_MESSAGE(read, std::string(name));
    CHECK_MESSAGE(*read == parse_unit(unit), std::string(name));
  };
  is("million_usd_fob", "million USD FOB");
  is("usd_per_tonne", "USD per tonne");
  is("exports_million_usd_fob", "million USD FOB");
  is("exports (million USD FOB)", "million USD FOB");
  is("exports (million USD) of goods", "million USD");
  is("Exports [EUR CIF]", "EUR CIF");
  is("exports (million USD) FOB", "million USD FOB");
  is("copper (million USD FOB)", "million USD FOB");
  is("value (USD) per (tonne)", "USD per tonne");
  is("price (USD) per tonne", "USD per tonne");
  is("exports (all goods) (million USD)", "million USD");
  is("exports, thousand tonnes", "thousand tonnes");
  is("growth_percent", "percent");
  is("exports_usd", "USD");
  for (const char* none :
       {"date", "value", "trade", "exports_of_all", "exports (total)", "year_on", "x, y",
        "wage (USD) per head", "output per (tonne)", "value (USD) / worker"}) {
    CHECK_MESSAGE(!unit_of_header(none), std::string(none));
  }
}

TEST_CASE("converted or refused") {
  CHECK(scale_to<usd_fob>(parse_unit("million USD FOB")) == 1e6);
  CHECK(scale_to<tonne>(parse_unit("thousand tonnes")) == 1e3);
  CHECK_CLOSE_REL(scale_to<tonne>(parse_unit("million kg")), 1e3, 1e-15);
  CHECK_CLOSE_REL(scale_to<kilogram>(parse_unit("tonnes")), 1e3, 1e-15);
  using unit_price = per<usd, tonne>;
  CHECK(scale_to<unit_price>(parse_unit("USD/tonne")) == 1);
  CHECK_CLOSE_REL(scale_to<unit_price>(parse_unit("USD/kg")), 1e3, 1e-15);
  CHECK(scale_to<unspecified>(parse_unit("million EUR")) == 1e6);
  CHECK_REFUSES(data_error, "another currency: EUR and not USD",
                scale_to<usd_fob>(parse_unit("million EUR FOB")));
  CHECK_REFUSES(data_error, "freight and insurance",
                scale_to<usd_fob>(parse_unit("million USD CIF")));
  CHECK_REFUSES(data_error, "one valuation is not stated",
                scale_to<usd_fob>(parse_unit("million USD")));
  CHECK_REFUSES(data_error, "prices of another year",
                scale_to<usd>(parse_unit("USD at prices of 2010")));
  CHECK_REFUSES(data_error, "tonnes are not percent", scale_to<percent>(parse_unit("tonnes")));
  CHECK_REFUSES(data_error, "measure different things", scale_to<usd>(parse_unit("USD per tonne")));
  CHECK_REFUSES(data_error, "no unit is stated", scale_to<usd>(parse_unit("")));

  const auto match = match_units(parse_unit("million USD FOB"), parse_unit("billion USD"));
  REQUIRE(match.factor);
  CHECK_CLOSE_REL(*match.factor, 1e-3, 1e-15);
  CHECK(match.caveat.find("not stated") != std::string::npos);
  CHECK(match_units(parse_unit("tourists"), parse_unit("thousand persons")).factor == 1e-3);
  CHECK_FALSE(match_units(parse_unit("sectors"), parse_unit("clinics")).factor);
  // there and back is nothing
  for (const auto& [a, b] :
       {std::pair{"million USD FOB", "USD CIF"}, std::pair{"kg", "thousand tonnes"},
        std::pair{"USD per kg", "million USD per tonne"}}) {
    const double there = *match_units(parse_unit(a), parse_unit(b)).factor;
    CHECK_CLOSE_REL(there * *match_units(parse_unit(b), parse_unit(a)).factor, 1, 1e-15);
  }
}
