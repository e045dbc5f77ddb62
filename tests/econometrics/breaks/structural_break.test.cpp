#include <bilateral/econometrics/breaks/structural_break.hpp>

#include "support/breaks.hpp"
#include "support/close.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::broken_line;
using bilateral_test::reference_table;

TEST_CASE("sums of squares, BIC, dates and their intervals equal R strucchange") {
  const reference_table ref("structural_break.csv");
  for (const bool slope : {true, false}) {
    const std::string tag = slope ? "slope" : "mean";
    const auto model = broken_line(slope);
    const auto r = bai_perron(model, {.trim = 0.15, .max_breaks = 4});
    CHECK(r.least_rows == 18);
    CHECK(r.models.size() == 5);
    CHECK(r.selected == 2);
    for (const auto& m : r.models) {
      const std::string at = text(m.breaks);
      // R refits each regime; both are good to about 1e-14
      CHECK_CLOSE_REL(m.residual_sum_of_squares, ref(tag + "_rss" + at), 1e-12);
      REQUIRE(m.bic.has_value());
      CHECK_CLOSE_REL(*m.bic, ref(tag + "_bic" + at), 1e-12);
      const auto intervals = break_intervals(model, m.after_row);
      for (std::size_t j = 0; j < m.after_row.size(); ++j) {
        const std::string key = text(tag, "_m", at, "_", j + 1);
        CHECK(double(m.after_row[j]) == ref(key + "_at"));
        REQUIRE(intervals[j].has_value());
        CHECK(double(intervals[j]->low) == ref(key + "_low"));
        CHECK(double(intervals[j]->high) == ref(key + "_high"));
      }
    }
  }
}

TEST_CASE("the Nile: published partitions") {
  if (!bilateral_test::data_available("nile.csv")) return;
  const auto cells = bilateral_test::read_cells(bilateral_test::data_folder() / "nile.csv");
  const auto flow = cells.numbers(cells.names.back());
  const auto model =
      regress(dense_vector<double>::Map(flow.data(), Eigen::Index(flow.size())).eval(), {});
  const auto r = bai_perron(model);
  const auto table =
      bilateral_test::read_cells(bilateral_test::data_folder() / "reference_results.csv");
  int met = 0;
  for (const auto& row : table.rows) {
    if (row[0] != "nile" || row[1].rfind("Bai-Perron", 0) != 0) continue;
    const auto& m = r.models.at(std::size_t(std::stoi(row[2].substr(2))));
    const bool rss = row[1].find("RSS") != std::string::npos;
    CHECK_CLOSE_REL(rss ? m.residual_sum_of_squares : *m.bic, std::stod(row[3]), 1e-12);
    ++met;
  }
  CHECK(met == 12);
  CHECK(r.selected == 1);
  const auto interval = break_intervals(model, r.models[1].after_row);
  CHECK(interval[0]->low == 25);
  CHECK(interval[0]->after_row == 28);
  CHECK(interval[0]->high == 32);
  const auto s = sequential_breaks(model);
  CHECK(s.after_row == std::vector<Eigen::Index>{28});
  // sup F(1|0) is the sup F of the whole sample: strucchange prints 75.9297694274854
  CHECK_CLOSE_REL(s.tests[0].statistic, 75.9297694274854, 1e-12);
}

namespace {

// every partition tried, every regime refitted
double brute_force(const regression<double>& model, Eigen::Index h, int m, Eigen::Index start) {
  const Eigen::Index n = model.response.size();
  const auto rss = [&](Eigen::Index from, Eigen::Index rows) {
    return least_squares<double>(model.design.middleRows(from, rows),
                                 model.response.segment(from, rows))
        .residual_sum_of_squares;
  };
  if (m == 0) return n - start >= h ? rss(start, n - start) : 1e300;
  double best = 1e300;
  for (Eigen::Index end = start + h; end + h <= n; ++end) {
    best = (std::min)(best, rss(start, end - start) + brute_force(model, h, m - 1, end));
  }
  return best;
}

}  // namespace

TEST_CASE("dynamic programming finds what trying every partition finds") {
  auto model = broken_line(true);
  regression<double> part = model;
  part.response = model.response.segment(25, 30);
  part.design = model.design.middleRows(25, 30);
  // least regimes shorter and longer than the eight samples that are updated together
  for (const Eigen::Index h : {3, 5, 9}) {
    const int most = h == 9 ? 2 : 3;
    const auto r = bai_perron(part, {.least_rows = h, .max_breaks = most});
    for (int m = 0; m <= most; ++m) {
      CHECK_CLOSE_REL(r.models[std::size_t(m)].residual_sum_of_squares, brute_force(part, h, m, 0),
                      1e-11);
      double sum = 0;
      for (const auto& g : fit_regimes(part, r.models[std::size_t(m)].after_row)) {
        sum += g.fit.residual_sum_of_squares;
        CHECK(g.last_row - g.first_row + 1 >= h);
      }
      CHECK_CLOSE_REL(sum, r.models[std::size_t(m)].residual_sum_of_squares, 1e-11);
    }
  }
}

TEST_CASE("dates do not move with units, and intervals mirror when time runs backwards") {
  const auto model = broken_line(true);
  auto scaled = model;
  scaled.response = 1e6 * model.response;
  scaled.design.col(1) = 1e-3 * model.design.col(1).array() + 7;
  auto mirrored = model;
  mirrored.response = model.response.reverse().eval();
  mirrored.design = model.design.colwise().reverse().eval();
  const auto a = bai_perron(model), b = bai_perron(scaled), c = bai_perron(mirrored);
  for (std::size_t m = 0; m < a.models.size(); ++m) {
    CHECK(a.models[m].after_row == b.models[m].after_row);
    CHECK_CLOSE_REL(c.models[m].residual_sum_of_squares, a.models[m].residual_sum_of_squares,
                    1e-11);
  }
  const auto ahead = break_intervals(model, a.models[2].after_row);
  const auto back = break_intervals(mirrored, c.models[2].after_row);
  CHECK(120 - back[1]->after_row == ahead[0]->after_row);
  CHECK(120 - back[1]->low == ahead[0]->high);
  CHECK(120 - back[1]->high == ahead[0]->low);
}

TEST_CASE("the argmax of a symmetric two-sided Brownian motion") {
  // Bai (1997): P(|argmax| > 7.7) = 0.10 and 11.0 at 0.05 for the symmetric case, printed digits
  CHECK_CLOSE_ABS(2 * detail::argmax_tail(7.687, 1, 0.5, 1, 0.5), 0.10, 2e-4);
  CHECK_CLOSE_ABS(2 * detail::argmax_tail(11.033, 1, 0.5, 1, 0.5), 0.05, 2e-4);
  CHECK(detail::argmax_tail(0, 1, 0.5, 1, 0.5) == 0.5);
  // continuous where the formula changes form
  CHECK_CLOSE_REL(detail::mills_ratio(20), detail::mills_ratio(std::nextafter(20, 0)), 1e-9);
  // monotone, and no overflow far out
  CHECK(detail::argmax_tail(5000, 1, 0.5, 3, 2) >= 0);
}

TEST_CASE("one variance or one moment matrix for all regimes: intervals equal R strucchange") {
  const bilateral_test::reference_table ref("structural_break.csv");
  const auto model = broken_line(true);
  const auto at = bai_perron(model).models[2].after_row;
  for (const std::string het : {"err", "reg"}) {
    const auto ci = break_intervals(
        model, at, {.regressors_change = het != "reg", .errors_change = het != "err"});
    for (std::size_t j = 0; j < 2; ++j) {
      const std::string tag = text("one_", het, "_", j + 1);
      CHECK(double(ci[j]->low) == ref(tag + "_low"));
      CHECK(double(ci[j]->after_row) == ref(tag + "_at"));
      CHECK(double(ci[j]->high) == ref(tag + "_high"));
    }
  }
}

TEST_CASE("the sequential search splits the regime with the largest fall") {
  // shifts of the mean after rows 30 and 90 of 120: the second and larger one first
  Eigen::VectorXd y(120);
  for (Eigen::Index i = 0; i < 120; ++i) {
    y[i] = (i >= 90 ? 3.0 : 0.0) + (i >= 30 ? 1.0 : 0.0) +
           0.4 * std::sin(3.0 * double((i + 1) * (i + 1)));
  }
  const auto ahead = sequential_breaks(regress(y, {}));
  CHECK(ahead.after_row == std::vector<Eigen::Index>{30, 90});
  REQUIRE(ahead.tests.size() == 3);
  CHECK(ahead.found_in[0] == 1);
  CHECK(ahead.found_in[1] == 1);  // the first of the two regimes holds the smaller shift
  // by hand: the fall of the sum of squares in the first regime, split after row 30
  const auto ss = [&](Eigen::Index from, Eigen::Index rows) {
    const Eigen::VectorXd part = y.segment(from, rows);
    return (part.array() - part.mean()).square().sum();
  };
  const double fall = ss(0, 90) - ss(0, 30) - ss(30, 60);
  const double left = ss(0, 30) + ss(30, 60) + ss(90, 30);
  CHECK_CLOSE_REL(ahead.tests[1].statistic, fall / (left / 117), 1e-10);
  const auto back = sequential_breaks(regress(Eigen::VectorXd(y.reverse()), {}));
  CHECK(back.after_row == std::vector<Eigen::Index>{30, 90});
  CHECK(back.found_in[1] == 2);
  CHECK_CLOSE_REL(back.tests[1].statistic, ahead.tests[1].statistic, 1e-9);
}

TEST_CASE("the sequential p-value is simulated for the dates at hand in small samples") {
  const auto model = broken_line(true);
  const auto exact = sequential_breaks(model),
             limit = sequential_breaks(model, {}, 0.05, {.exact_below = 0});
  REQUIRE(exact.tests.size() > 1);
  const auto& last = exact.tests.back();
  CHECK(bilateral_test::holds(last.distribution, "9999 simulations"));
  CHECK(bilateral_test::holds(limit.tests.back().distribution, "limit"));
  CHECK(*last.p_value >
        *limit.tests[exact.tests.size() - 1].p_value);  // heavier tails than the limit's
}

TEST_CASE("refusals and limits") {
  const auto model = broken_line(true);
  CHECK_REFUSES(argument_error, "trim is 0.7", bai_perron(model, {.trim = 0.7}));
  CHECK_REFUSES(argument_error, "trim is 0;", bai_perron(model, {.trim = 0}));
  CHECK_REFUSES(argument_error, "max_breaks is -1", bai_perron(model, {.max_breaks = -1}));
  auto odd = model;
  odd.design.conservativeResize(119, Eigen::NoChange);
  CHECK_REFUSES(argument_error, "the design has 119 values but the response has 120",
                bai_perron(odd));
  odd = model;
  odd.response[6] = std::nan("");
  CHECK_REFUSES(argument_error, "the response is missing (NaN) in row 7", bai_perron(odd));
  CHECK_REFUSES(argument_error, "least regime has 2 rows", bai_perron(model, {.least_rows = 2}));
  CHECK_REFUSES(argument_error, "more than half", bai_perron(model, {.least_rows = 61}));
  CHECK_REFUSES(argument_error, "break 2 is after row 5", fit_regimes(model, {10, 5}));
  auto twice = model;
  twice.design.col(1) = 3 * twice.design.col(0);
  CHECK_REFUSES(rank_deficiency_error, "x is determined", bai_perron(twice));
  const auto few = bai_perron(model, {.trim = 0.3, .max_breaks = 5});
  CHECK(few.models.size() == 3);
  CHECK(bilateral_test::holds(few.notes.at(0), "leave room for 2 breaks"));
  // an exact step: the break is found, its BIC is undefined and said to be
  dense_vector<double> step(40);
  for (Eigen::Index i = 0; i < 40; ++i) step[i] = i < 22 ? 1 : 3;
  const auto exact = bai_perron(regress(step, {}));
  CHECK(exact.selected == 1);
  CHECK(exact.models[1].after_row == std::vector<Eigen::Index>{22});
  CHECK_FALSE(exact.models[1].bic.has_value());
  CHECK(bilateral_test::holds(exact.notes.at(0), "exact"));
}
