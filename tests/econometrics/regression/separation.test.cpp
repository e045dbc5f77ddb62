// Separated rows of Poisson models against linear programming: tests/reference/separation.py.
#include <bilateral/econometrics/regression/ppml.hpp>

#include "support/data.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

using namespace bilateral;

namespace {

struct design {
  regression<double> model;
  std::vector<factor> effects;
  std::set<std::size_t> separated;
};

design design_of(const std::vector<std::vector<std::string>>& rows) {
  design out;
  const auto n = static_cast<Eigen::Index>(rows.size());
  const auto column = [&](std::size_t c) {
    dense_vector<double> v(n);
    for (Eigen::Index i = 0; i < n; ++i) v[i] = std::stod(rows[static_cast<std::size_t>(i)][c]);
    return v;
  };
  std::vector<named_column<double>> x;
  for (const std::size_t c : {2U, 3U}) {
    if (!rows[0][c].empty()) x.emplace_back(c == 2 ? "x1" : "x2", column(c));
  }
  for (const std::size_t c : {4U, 5U, 6U}) {
    if (rows[0][c].empty()) continue;
    std::vector<std::string> ids;
    for (const auto& r : rows) ids.push_back(r[c]);
    out.effects.push_back(
        make_factor("id" + std::to_string(c - 3), std::span<const std::string>(ids)));
  }
  if (x.empty()) {
    out.model.response = column(1);
    out.model.intercept = false;
    out.model.design.resize(n, 0);
  } else {
    out.model = regress<double>(column(1), x, {.intercept = out.effects.empty()});
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i][7] == "1") out.separated.insert(i + 1);
  }
  return out;
}

}  // namespace

TEST_CASE("400 random designs: the rows that linear programming names, no others, no breakdown") {
  std::map<int, std::vector<std::vector<std::string>>> cases;
  const auto cells = bilateral_test::read_cells(bilateral_test::reference("separation.csv"));
  for (const auto& r : cells.rows) cases[std::stoi(r[0])].push_back(r);
  REQUIRE(cases.size() == 400);
  std::size_t compared = 0, separated = 0;
  for (const auto& entry : cases) {
    const design d = design_of(entry.second);
    CAPTURE(entry.first);
    try {
      const auto fit = ppml(d.model, d.effects, heteroskedastic{hc::hc0},
                            {.separated = separation::drop, .keep_singletons = true});
      std::set<std::size_t> dropped;
      for (const dropped_row& row : fit.sample.rows) dropped.insert(row.row);
      CHECK(dropped == d.separated);
      CHECK(fit.separated == d.separated.size());
      CHECK(fit.separation_residual.has_value() == !d.separated.empty());
      if (fit.separation_residual) CHECK(*fit.separation_residual < 1e-4);
      ++compared;
      if (!dropped.empty()) ++separated;
    } catch (const argument_error& e) {
      // small designs whose regressors the effects determine: a sentence of the model, not of its insides
      CHECK(std::string(e.what()).find("every regressor is") != std::string::npos);
    }
  }
  CHECK(compared > 330);
  CHECK(separated > 150);
}
