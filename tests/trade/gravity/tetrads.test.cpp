#include <bilateral/trade/gravity/tetrads.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/structural_panel.hpp"

#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;
using namespace bilateral_test;

namespace {

double slope(const tetrad_result& t, Eigen::Index which) {
  const auto model = regress<double>(t.columns[0].second, {t.columns[1], t.columns[2]},
                                     {.intercept = false, .response_name = "trade"});
  return ols(model).coefficients[which];
}

}  // namespace

TEST_CASE("tetrads: as a second implementation in numpy") {
  const panel p = make_panel();
  auto want = expected();
  const std::vector<named_column<double>> columns = {
      {"trade", logs(p.trade)}, {"distance", logs(p.distance)}, {"border", p.border}};
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
      {{"exact", exact}, {"distance", logs(p.distance)}, {"border", p.border}, {"alone", alone}},
      p.index, {"c1", "c3"});
  CHECK(t.columns[3].second.cwiseAbs().maxCoeff() < 1e-13);
  CHECK_CLOSE_REL(slope(t, 0), -1.25, 1e-11);
  CHECK_CLOSE_REL(slope(t, 1), -2.0, 1e-11);
}

TEST_CASE("tetrads: rows without one of the three others are counted") {
  const panel p = make_panel();
  CHECK(tetrads({{"trade", logs(p.trade)}}, p.index, {"c0", "c0"}).incomplete == 0);
  // without c1 to c0 in the first period its rows to c1..c4 lose one; without c0 to c2 those to c2
  std::vector<std::size_t> some;
  for (std::size_t i = 0; i < 75; ++i) {
    const auto from = p.index.exporter.codes[i], to = p.index.importer.codes[i];
    if (p.index.period.codes[i] == 0 && ((from == 1 && to == 0) || (from == 0 && to == 2)))
      continue;
    some.push_back(i);
  }
  const gravity_index index{subset(p.index.exporter, some), subset(p.index.importer, some),
                            subset(p.index.period, some)};
  dense_vector<double> trade(std::ssize(some));
  for (std::size_t i = 0; i < some.size(); ++i) {
    trade[to_index(i)] = std::log(p.trade[to_index(some[i])]);
  }
  const auto t = tetrads({{"trade", trade}}, index, {"c0", "c0"});
  CHECK(t.incomplete == 4 + 4 - 1);  // c1 to c2 loses both
  CHECK(t.rows.size() == 48 - 7);
  CHECK_REFUSES(argument_error, "row 2: rows without trade",
                (void)tetrads({{"trade", dense_vector<double>(trade.unaryExpr([&](double v) {
                                  return v == trade[1] ? std::nan("") : v;
                                }))}},
                              index, {"c0", "c0"}));
}

TEST_CASE("tetrads refuse with a sentence") {
  const panel p = make_panel();
  const std::vector<named_column<double>> x = {{"trade", logs(p.trade)}};
  CHECK_REFUSES(argument_error, "the reference ZZ is no level of exporter",
                (void)tetrads(x, p.index, {"ZZ", "c0"}));
  dense_vector<double> bad = p.trade;
  bad[7] = 0;
  bad = logs(bad);
  CHECK_REFUSES(argument_error, "rows without trade have no logarithm",
                (void)tetrads({{"trade", bad}}, p.index, {"c0", "c1"}));
  const gravity_index undated{p.index.exporter, p.index.importer};
  CHECK_REFUSES(argument_error, "two rows are of c0 to c0",
                (void)tetrads(x, undated, {"c0", "c0"}));
}
