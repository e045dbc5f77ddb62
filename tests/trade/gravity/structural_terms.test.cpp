#include <bilateral/trade/gravity/structural_terms.hpp>

#include "support/close.hpp"
#include "support/structural_panel.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace bilateral;
using namespace bilateral_test;

TEST_CASE("remoteness, borders, phases: as a second implementation in numpy") {
  const panel p = make_panel();
  auto want = expected();
  const remoteness_columns far = remoteness(p.trade, p.distance, p.index);
  for (int a = 0; a < 5; ++a) {
    for (int t = 0; t < 3; ++t) {
      const std::string at = "[" + std::to_string(a) + "," + std::to_string(t) + "]";
      CHECK_CLOSE_REL(far.exporter[a * 15 + t], want.at("exporter" + at), 1e-13);
      CHECK_CLOSE_REL(far.importer[a * 3 + t], want.at("importer" + at), 1e-13);
    }
  }
  const auto borders = border_dummies(p.index);
  REQUIRE(borders.size() == 2);
  CHECK(borders[1].first == "border(1)");
  CHECK(borders[0].second.sum() == want.at("border_rows[0]"));
  CHECK_CLOSE_REL(borders[1].second.dot(p.trade), want.at("border_trade[1]"), 1e-13);
  const auto phases = agreement_phases("deal", p.start, p.period, {-1, 0, 1});
  for (std::size_t k = 0; k < 3; ++k) {
    const std::string name = "phase_trade[" + std::to_string(static_cast<int>(k) - 1) + "]";
    CHECK_CLOSE_REL(phases[k].second.dot(p.trade), want.at(name), 1e-13);
  }
}

TEST_CASE(
    "laws: borders add up, phases nest, remoteness has no unit of trade, pairs have no direction") {
  const panel p = make_panel();
  const auto early = border_dummies(p.index, "0"), late = border_dummies(p.index);
  // all periods together are the border itself
  CHECK((early[0].second + early[1].second + late[0].second - p.border).norm() == 0);
  const auto single = border_dummies({p.index.exporter, p.index.importer});
  REQUIRE(single.size() == 1);
  CHECK(single[0].first == "border");
  CHECK((single[0].second - p.border).norm() == 0);

  const auto phases = agreement_phases("deal", p.start, p.period, {0, 1});
  CHECK((phases[0].second - phases[1].second).minCoeff() == 0);  // the later is within the earlier

  const auto far = remoteness(p.trade, p.distance, p.index);
  const auto scaled = remoteness(1e6 * p.trade, p.distance, p.index);
  CHECK((far.exporter - scaled.exporter).cwiseAbs().maxCoeff() < 1e-13);
  const auto twice = remoteness(p.trade, 2 * p.distance, p.index);
  CHECK(((twice.importer - far.importer).array() - std::log(2.0)).abs().maxCoeff() < 1e-13);

  const factor pair = undirected_pair(p.index.exporter, p.index.importer);
  CHECK(pair.levels == 15);
  CHECK(pair.codes[1 * 3] == pair.codes[5 * 3]);  // c0 to c1 and c1 to c0
  CHECK(pair.label(pair.codes[3]) == "c0-c1");
}

TEST_CASE("structural terms refuse with a sentence") {
  const panel p = make_panel();
  const auto message = [](auto call) {
    try {
      call();
    } catch (const argument_error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  const auto holds = [](const std::string& all, const std::string& part) {
    INFO(all);
    CHECK(all.find(part) != std::string::npos);
  };
  holds(message([&] { (void)border_dummies(p.index, "1999"); }),
        "the base 1999 is no level of period");
  const gravity_index abroad{make_factor("exporter", std::vector<std::string>{"a", "b"}),
                             make_factor("importer", std::vector<std::string>{"b", "a"})};
  holds(message([&] { (void)border_dummies(abroad); }), "no row is domestic");
  const gravity_index home{abroad.exporter,
                           make_factor("importer", std::vector<std::string>{"a", "b"})};
  holds(message([&] { (void)border_dummies(home); }), "every row is domestic");
  holds(message([&] { (void)agreement_phases("deal", p.start, p.period, {}); }), "no phases");
  holds(message([&] {
          (void)agreement_phases("deal", p.start, p.period, {1, 1});
        }),
        "phase 1 stands twice");
  holds(message([&] {
          (void)agreement_phases("deal", std::vector<std::optional<std::int64_t>>(75), p.period,
                                 {0});
        }),
        "deal comes into force nowhere");
  dense_vector<double> bad = p.distance;
  bad[4] = 0;
  holds(message([&] { (void)remoteness(p.trade, bad, p.index); }), "distance is 0 in row 5");
  bad = p.trade;
  bad[7] = -1;
  holds(message([&] { (void)remoteness(bad, p.distance, p.index); }), "trade is -1 in row 8");
  bad = p.trade;
  for (Eigen::Index i = 0; i < 15; i += 3) bad[i] = 0;  // c0 in period 0
  holds(message([&] { (void)remoteness(bad, p.distance, p.index); }), "sells nothing");
}
