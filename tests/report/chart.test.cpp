#include <bilateral/report/chart.hpp>

#include "support/close.hpp"

#include <nlohmann/json.hpp>

using namespace bilateral;

TEST_CASE("chart: specifications are JSON with the numbers given, and a table of the same") {
  const auto c = line_chart({"2014", "2015", "2016"}, {{"exports", {7042.5, 7391.4, 8492.1}}},
                            {.title = "Exports to China"});
  const auto spec = nlohmann::json::parse(c.spec);
  CHECK(spec.at("$schema").get<std::string>().find("vega-lite/v5") != std::string::npos);
  CHECK(c.spec.find("8492.1") != std::string::npos);
  CHECK(c.title == "Exports to China");
  for (const auto& other :
       {bar_chart({"a", "b"}, {{"x", {1, 2}}}),
        scatter_chart({1, 2, 3}, {2, 4, 7}, chart_fit{0, 2, "fit"}),
        interval_chart({{"b", 1, 0.5, 1.5}})}) {
    CHECK(nlohmann::json::accept(other.spec));
  }
}

TEST_CASE("chart: refusals") {
  CHECK_REFUSES(argument_error, "line_chart", line_chart({"2014"}, {{"x", {1, 2}}}));
}
