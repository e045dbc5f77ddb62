#include <bilateral/trade/gravity/structural_terms.hpp>
#include <bilateral/trade/gravity/tetrads.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/data.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace bilateral;

namespace {

// the panel of tests/reference/structural_terms.py: five countries, three periods
struct panel {
  gravity_index index;
  dense_vector<double> trade, distance, border;
  std::vector<std::optional<std::int64_t>> start;
  std::vector<std::int64_t> period;
};

panel make_panel() {
  panel p;
  std::vector<std::string> from, to, when;
  std::vector<double> x, d, b;
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 5; ++j) {
      for (int t = 0; t < 3; ++t) {
        from.push_back("c" + std::to_string(i));
        to.push_back("c" + std::to_string(j));
        when.push_back(std::to_string(t));
        d.push_back(100.0 + 50 * ((i * 3 + j * 3 + (i - j) * (i - j) * 7) % 11));
        x.push_back(std::exp(2 + 0.3 * i - 0.2 * j + 0.1 * t +
                             0.5 * std::sin(1.0 + 7 * i + 3 * j + 5 * t)) /
                    std::pow(d.back(), 0.9));
        b.push_back(i != j ? 1 : 0);
        const int kind = (i + j) % 3;
        p.start.push_back(kind == 2 ? std::nullopt : std::optional<std::int64_t>(kind + 1));
        p.period.push_back(t);
      }
    }
  }
  p.index = {make_factor("exporter", from), make_factor("importer", to),
             make_factor("period", when)};
  const auto vector = [](const std::vector<double>& v) {
    return dense_vector<double>(Eigen::Map<const dense_vector<double>>(v.data(), std::ssize(v)));
  };
  p.trade = vector(x);
  p.distance = vector(d);
  p.border = vector(b);
  return p;
}

std::map<std::string, double> expected() {
  const auto cells = bilateral_test::read_cells(bilateral_test::reference("structural_terms.csv"));
  std::map<std::string, double> out;
  for (const auto& r : cells.rows) out[r[0]] = std::stod(r[1]);
  return out;
}

dense_vector<double> log_of(const dense_vector<double>& x) { return x.array().log().matrix(); }

double slope(const tetrad_result& t, Eigen::Index which) {
  const auto model = regress<double>(t.columns[0].second, {t.columns[1], t.columns[2]},
                                     {.intercept = false, .response_name = "trade"});
  return ols(model).coefficients[which];
}

}  // namespace

TEST_CASE("remoteness, borders, phases, tetrads: as a second implementation in numpy") {
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
  const std::vector<named_column<double>> columns = {
      {"trade", log_of(p.trade)}, {"distance", log_of(p.distance)}, {"border", p.border}};
  const auto first = tetrads(columns, p.index, {"c0", "c0"});
  CHECK(first.rows.size() == 48);
  CHECK_CLOSE_REL(slope(first, 0), want.at("tetrad_distance[0,0]"), 1e-11);
  CHECK_CLOSE_ABS(slope(first, 1), want.at("tetrad_border[0,0]"), 1e-12);
  const auto other = tetrads(columns, p.index, {"c4", "c2"});
  CHECK_CLOSE_REL(slope(other, 0), want.at("tetrad_distance[4,2]"), 1e-11);
  CHECK_CLOSE_ABS(slope(other, 1), want.at("tetrad_border[4,2]"), 1e-12);
}

TEST_CASE("tetrads: effects of one country alone cancel, exact costs come back") {
  const panel p = make_panel();
  dense_vector<double> alone(p.trade.size()), exact(p.trade.size());
  for (Eigen::Index i = 0; i < alone.size(); ++i) {
    const auto at = to_size(i);
    const double t = p.index.period.codes[at];
    alone[i] = std::sin(p.index.exporter.codes[at] * 5 + t) +
               std::cos(p.index.importer.codes[at] * 3 - 2 * t) + 4 * t;
    exact[i] = alone[i] - 1.25 * std::log(p.distance[i]) - 2 * p.border[i];
  }
  const auto t = tetrads(
      {{"exact", exact}, {"distance", log_of(p.distance)}, {"border", p.border}, {"alone", alone}},
      p.index, {"c1", "c3"});
  CHECK(t.columns[3].second.cwiseAbs().maxCoeff() < 1e-13);
  CHECK_CLOSE_REL(slope(t, 0), -1.25, 1e-11);
  CHECK_CLOSE_REL(slope(t, 1), -2.0, 1e-11);
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
  const std::vector<named_column<double>> x = {{"trade", log_of(p.trade)}};
  holds(message([&] {
          (void)tetrads(x, p.index, {"ZZ", "c0"});
        }),
        "the reference ZZ is no level of exporter");
  bad = log_of(bad);
  holds(message([&] {
          (void)tetrads({{"trade", bad}}, p.index, {"c0", "c1"});
        }),
        "rows without trade have no logarithm");
  const gravity_index undated{p.index.exporter, p.index.importer};
  holds(message([&] { (void)tetrads(x, undated, {"c0", "c0"}); }), "two rows are of c0 to c0");
}
