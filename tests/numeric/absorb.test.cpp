#include <bilateral/numeric/absorb.hpp>

#include <bilateral/numeric/least_squares.hpp>

#include "support/close.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

using namespace bilateral;

namespace {

// an unbalanced sample of `sets` sets of effects, from a small linear congruence
struct sample {
  std::vector<std::vector<std::int32_t>> codes;
  std::vector<std::int32_t> levels;
  dense_matrix<double> columns;
  dense_vector<double> weights;

  sample(std::size_t n, std::vector<std::int32_t> sizes, Eigen::Index k, unsigned seed = 1)
      : levels(std::move(sizes)), columns(Eigen::Index(n), k), weights(Eigen::Index(n)) {
    state_ = seed;
    codes.resize(levels.size());
    for (std::size_t i = 0; i < n; ++i) {
      const auto at = Eigen::Index(i);
      for (std::size_t f = 0; f < levels.size(); ++f) {
        // squared: some levels are common, some rare
        const double u = draw() * draw();
        codes[f].push_back(std::int32_t(u * levels[f]));
      }
      for (Eigen::Index j = 0; j < k; ++j) {
        columns(at, j) = draw() + std::sin(double(codes[std::size_t(j) % levels.size()][i]));
      }
      weights[at] = 0.1 + 3 * draw();
    }
  }
  [[nodiscard]] std::vector<grouping> effects() const {
    std::vector<grouping> all;
    for (std::size_t f = 0; f < codes.size(); ++f) all.push_back({codes[f], levels[f]});
    return all;
  }
  double draw() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return double(state_ >> 11) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_ = 1;
};

// the same by least squares on every dummy, collinear ones dropped
dense_matrix<double> by_dummies(const sample& s, bool weighted) {
  const Eigen::Index n = s.columns.rows();
  Eigen::Index total = 0;
  for (const auto l : s.levels) total += l;
  dense_matrix<double> d = dense_matrix<double>::Zero(n, total);
  Eigen::Index at = 0;
  for (std::size_t f = 0; f < s.codes.size(); at += s.levels[f++]) {
    for (Eigen::Index i = 0; i < n; ++i) d(i, at + s.codes[f][std::size_t(i)]) = 1;
  }
  const dense_vector<double> root =
      weighted ? s.weights.cwiseSqrt().eval() : dense_vector<double>::Ones(n).eval();
  d = root.asDiagonal() * d;
  dense_matrix<double> out(n, s.columns.cols());
  for (Eigen::Index j = 0; j < out.cols(); ++j) {
    out.col(j) =
        least_squares<double>(d, root.cwiseProduct(s.columns.col(j))).residuals.cwiseQuotient(root);
  }
  return out;
}

double distance(const dense_matrix<double>& a, const dense_matrix<double>& b) {
  return (a - b).cwiseAbs().maxCoeff();
}

// the chain that makes alternating projections crawl: person p works in firms 10p, 10p + 1, ...
sample chain(std::size_t people, std::int32_t firms) {
  sample s(people * 10, {std::int32_t(people), firms, 10}, 2);
  for (std::size_t i = 0; i < people * 10; ++i) {
    s.codes[0][i] = std::int32_t(i / 10);
    s.codes[1][i] = std::int32_t(i % std::size_t(firms));
    s.codes[2][i] = std::int32_t(i % 10);
  }
  return s;
}

// largest sum of w e over a group, against the sum of w |e| in all
double imbalance(const sample& s, const dense_matrix<double>& e, bool weighted) {
  double worst = 0;
  for (Eigen::Index j = 0; j < e.cols(); ++j) {
    for (std::size_t f = 0; f < s.codes.size(); ++f) {
      std::vector<double> sums(std::size_t(s.levels[f]), 0);
      for (std::size_t i = 0; i < s.codes[f].size(); ++i) {
        sums[std::size_t(s.codes[f][i])] +=
            (weighted ? s.weights[Eigen::Index(i)] : 1) * e(Eigen::Index(i), j);
      }
      for (const double v : sums) worst = std::max(worst, std::abs(v));
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("absorb: equals least squares on the dummies, any number of sets, weighted or not") {
  const std::vector<std::vector<std::int32_t>> designs = {{7},         {12, 9},       {30, 25},
                                                          {15, 12, 6}, {10, 9, 8, 7}, {40, 38, 5}};
  unsigned seed = 1;
  for (const auto& levels : designs) {
    for (const Eigen::Index k : {1, 3, 5}) {
      const sample s(90, levels, k, ++seed);
      const auto plain = absorb(s.columns, s.effects(), {}, {.tolerance = 1e-12});
      const auto weighted = absorb(s.columns, s.effects(), s.weights, {.tolerance = 1e-12});
      CHECK(distance(plain.residuals, by_dummies(s, false)) < 1e-10);
      CHECK(distance(weighted.residuals, by_dummies(s, true)) < 1e-10);
      CHECK(plain.report.converged);
      CHECK(plain.report.error <= 1e-12);
      CHECK((plain.report.iterations == 0) == (levels.size() == 1));
    }
  }
}

TEST_CASE("absorb: one set leaves deviations from the means of its groups") {
  const std::vector<std::int32_t> codes = {1, 0, 1, 1, 3, 0};  // level 2 has no row
  dense_matrix<double> z(6, 1);
  z << 1, 10, 2, 6, 5, 20;
  const auto r = absorb<double>(z, {{codes, 4}});
  const double wanted[] = {-2, -5, -1, 3, 0, 5};
  for (Eigen::Index i = 0; i < 6; ++i) CHECK(r.residuals(i, 0) == wanted[i]);
  dense_vector<double> w(6);
  w << 1, 3, 1, 2, 9, 1;
  const auto v = absorb<double>(z, {{codes, 4}}, w);
  CHECK_CLOSE_REL(v.residuals(0, 0), 1 - 15.0 / 4, 1e-15);
  CHECK_CLOSE_REL(v.residuals(1, 0), 10 - 50.0 / 4, 1e-15);
}

TEST_CASE("absorb: rows, labels, sets and scales may change places") {
  const sample s(400, {60, 40, 9}, 3, 5);
  const dense_matrix<double> base = absorb(s.columns, s.effects(), s.weights).residuals;
  sample moved = s;
  std::vector<std::size_t> at(400);
  for (std::size_t i = 0; i < 400; ++i) at[i] = i * 171 % 400;  // 171 and 400 have no common factor
  for (std::size_t i = 0; i < 400; ++i) {
    moved.columns.row(Eigen::Index(i)) = s.columns.row(Eigen::Index(at[i]));
    moved.weights[Eigen::Index(i)] = s.weights[Eigen::Index(at[i])];
    for (std::size_t f = 0; f < 3; ++f) {
      moved.codes[f][i] = s.levels[f] - 1 - s.codes[f][at[i]];  // relabelled too
    }
  }
  const auto shuffled = absorb(moved.columns, moved.effects(), moved.weights).residuals;
  double worst = 0;
  for (std::size_t i = 0; i < 400; ++i) {
    worst = std::max(
        worst,
        (shuffled.row(Eigen::Index(i)) - base.row(Eigen::Index(at[i]))).cwiseAbs().maxCoeff());
  }
  CHECK(worst < 1e-11);
  const auto e = s.effects();
  CHECK(distance(absorb<double>(s.columns, {e[2], e[0], e[1]}, s.weights).residuals, base) < 1e-11);
  const dense_vector<double> heavier = 1e6 * s.weights;
  CHECK(distance(absorb(s.columns, e, heavier).residuals, base) < 1e-11);
  for (const double c : {1e-300, 1e-12, 1e12, 1e300}) {
    const dense_matrix<double> scaled = c * s.columns;
    CHECK(distance(absorb(scaled, e, s.weights).residuals / c, base) < 1e-11);
  }
  const dense_matrix<double> lifted = (s.columns.array() + 1e6).matrix();
  CHECK(distance(absorb(lifted, e, s.weights).residuals, base) < 1e-8);  // 1e6 epsilon, a few times
}

TEST_CASE("absorb: what the effects explain is gone, and nothing is left to absorb twice") {
  sample s(300, {40, 30, 6}, 2, 9);
  for (Eigen::Index i = 0; i < 300; ++i) {
    s.columns(i, 0) = 3;
    s.columns(i, 1) = std::cos(double(s.codes[0][std::size_t(i)])) +
                      s.codes[1][std::size_t(i)] * 0.3 - s.codes[2][std::size_t(i)];
  }
  const auto r = absorb(s.columns, s.effects());
  CHECK(r.residuals.col(0).cwiseAbs().maxCoeff() < 1e-15);
  CHECK(r.residuals.col(1).norm() < 1e-12 * s.columns.col(1).norm());
  const sample t(300, {40, 30, 6}, 2, 10);
  const auto once = absorb(t.columns, t.effects(), t.weights).residuals;
  CHECK(distance(absorb(once, t.effects(), t.weights).residuals, once) < 1e-10);
  CHECK(imbalance(t, once, true) < 1e-9);
}

TEST_CASE("absorb: repeated cells are collapsed to the same residuals") {
  const sample s(600, {6, 5, 4}, 3, 3);  // 120 cells at most
  CHECK(distance(absorb(s.columns, s.effects()).residuals, by_dummies(s, false)) < 1e-10);
  CHECK(distance(absorb(s.columns, s.effects(), s.weights).residuals, by_dummies(s, true)) < 1e-10);
}

TEST_CASE("absorb: a long chain of people and firms") {
  const sample small = chain(60, 37);
  CHECK(distance(absorb(small.columns, small.effects()).residuals, by_dummies(small, false)) <
        1e-9);
  const sample s = chain(3000, 1304);
  for (const bool weighted : {false, true}) {
    const auto r =
        weighted ? absorb(s.columns, s.effects(), s.weights) : absorb(s.columns, s.effects());
    CHECK(r.report.sparse);
    CHECK(r.report.iterations < 200);
    CHECK(imbalance(s, r.residuals, weighted) < 1e-7);  // sums of up to 3000 rows
    sample relabelled = s;  // firms in no order: the band has to be found again
    for (auto& code : relabelled.codes[1]) code = code * 605 % 1304;
    const auto again = weighted ? absorb(s.columns, relabelled.effects(), s.weights)
                                : absorb(s.columns, relabelled.effects());
    CHECK(distance(r.residuals, again.residuals) < 1e-8);
    CHECK(again.report.iterations < 200);
  }
}

TEST_CASE("absorb: the error is what was asked for") {
  std::vector<sample> designs;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    designs.emplace_back(500, std::vector<std::int32_t>{150, 120}, 3, seed);
    designs.emplace_back(800, std::vector<std::int32_t>{90, 80, 30}, 3, seed);
  }
  designs.push_back(chain(300, 137));
  designs.push_back(chain(2000, 1001));
  for (const sample& s : designs) {
    const auto exact = absorb(s.columns, s.effects(), s.weights, {.tolerance = 1e-15}).residuals;
    for (const double tolerance : {1e-3, 1e-6, 1e-9}) {
      const auto r = absorb(s.columns, s.effects(), s.weights, {.tolerance = tolerance});
      CHECK(r.report.error <= tolerance);
      for (Eigen::Index j = 0; j < exact.cols(); ++j) {
        const dense_vector<double> gap = r.residuals.col(j) - exact.col(j);
        const double error =
            std::sqrt(s.weights.dot(gap.cwiseAbs2()) / s.weights.dot(exact.col(j).cwiseAbs2()));
        CHECK(error < 2 * tolerance);
      }
    }
  }
}

TEST_CASE("absorb: one arrangement serves several weights and is warm on what it left") {
  const sample s = chain(500, 218);
  absorber<double> a(s.effects());
  CHECK(a.order().empty());  // people are in order
  std::vector<double> panel(5000 * 4);
  const auto load = [&] {
    for (std::size_t i = 0; i < 5000; ++i) {
      for (std::size_t j = 0; j < 2; ++j) {
        panel[4 * i + j] = s.columns(Eigen::Index(i), Eigen::Index(j));
      }
    }
  };
  load();
  const auto first = a.residualise(panel.data(), 4);
  const auto second = a.residualise(panel.data(), 4);
  CHECK(first.sparse);
  CHECK(second.iterations <= first.iterations);
  const std::vector<double> w(s.weights.data(), s.weights.data() + 5000);
  a.set_weights(w);
  a.residualise(panel.data(), 4);  // from what was left under the other weights
  const std::vector<double> warm = panel;
  load();
  a.residualise(panel.data(), 4);
  double worst = 0;
  for (std::size_t i = 0; i < panel.size(); ++i) {
    worst = std::max(worst, std::abs(panel[i] - warm[i]));
  }
  CHECK(worst < 1e-8);
}

TEST_CASE("absorb: other scalars") {
  const sample s(120, {20, 15, 4}, 2, 21);
  const dense_matrix<double> base = by_dummies(s, true);
  const auto f = absorb<float>(s.columns.cast<float>(), s.effects(), s.weights.cast<float>());
  CHECK(distance(f.residuals.cast<double>(), base) < 1e-4);
  const auto l = absorb<long double>(s.columns.cast<long double>(), s.effects(),
                                     s.weights.cast<long double>(), {.tolerance = 1e-17});
  CHECK(distance(l.residuals.cast<double>(), base) < 1e-12);
  using wide = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                             boost::multiprecision::et_off>;
  const auto b = absorb<wide>(s.columns.cast<wide>(), s.effects(), s.weights.cast<wide>(),
                              {.tolerance = 1e-30});
  CHECK(distance(b.residuals.cast<double>(), base) < 1e-12);
  const auto again =
      absorb<wide>(b.residuals, s.effects(), s.weights.cast<wide>(), {.tolerance = 1e-30});
  CHECK(double((b.residuals - again.residuals).cwiseAbs().maxCoeff()) < 1e-29);
}

TEST_CASE("absorb: an iteration limit is an error with its trace, or a flag") {
  const sample s = chain(300, 137);
  absorb_options o{.max_iterations = 5};
  try {
    (void)absorb(s.columns, s.effects(), {}, o);
    FAIL("nothing was thrown");
  } catch (const convergence_error& e) {
    CHECK(e.trace().size() == 5);
    CHECK(bilateral_test::holds(e.what(), "not found to 1e-10 after 5 iterations"));
  }
  o.accept_unconverged = true;
  const auto r = absorb(s.columns, s.effects(), {}, o);
  CHECK_FALSE(r.report.converged);
  CHECK(r.report.iterations == 5);
}

TEST_CASE("absorb: refusals") {
  const dense_matrix<double> z = dense_matrix<double>::Ones(3, 1);
  const std::vector<std::int32_t> codes = {0, 1, 1}, two = {0, 1}, none;
  CHECK_REFUSES(argument_error, "no fixed effects", absorb<double>(z, {}));
  CHECK_REFUSES(argument_error, "no observations", absorb<double>(z, {{none, 1}}));
  CHECK_REFUSES(argument_error, "effect 2 has 2 values", absorb<double>(z, {{codes, 2}, {two, 2}}));
  CHECK_REFUSES(argument_error, "outside 0..0", absorb<double>(z, {{codes, 1}}));
  const std::vector<std::int32_t> negative = {0, -1, 1};
  CHECK_REFUSES(argument_error, "outside 0..1", absorb<double>(z, {{negative, 2}}));
  const dense_matrix<double> longer = dense_matrix<double>::Ones(4, 1);
  CHECK_REFUSES(argument_error, "the matrix has 4 values", absorb<double>(longer, {{codes, 2}}));
  dense_vector<double> w = dense_vector<double>::Ones(3);
  w[1] = 0;
  CHECK_REFUSES(argument_error, "weights is 0 in row 2", absorb<double>(z, {{codes, 2}}, w));
  dense_matrix<double> bad = z;
  bad(2, 0) = std::nan("");
  CHECK_REFUSES(argument_error, "column 1 is missing (NaN) in row 3",
                absorb<double>(bad, {{codes, 2}}));
  for (const Eigen::Index row : {0, 1, 2}) {
    bad = z;
    bad(row, 0) = -INFINITY;
    CHECK_REFUSES(argument_error, "column 1 is infinite in row " + std::to_string(row + 1),
                  absorb<double>(bad, {{codes, 2}}));
  }
  // one huge value does not overflow: deviations from the mean of its group
  for (const Eigen::Index row : {1, 2}) {
    dense_matrix<double> huge = z;
    huge(row, 0) = 1e300;
    const auto left = absorb<double>(huge, {{codes, 2}}).residuals;
    CHECK_CLOSE_REL(left(row, 0), 5e299, 1e-12);
    CHECK_CLOSE_REL(left(3 - row, 0), -5e299, 1e-12);
  }
  CHECK_REFUSES(argument_error, "tolerance is 0",
                absorb<double>(z, {{codes, 2}}, {}, {.tolerance = 0}));
}

TEST_CASE("absorb: the smallest samples") {
  const std::vector<std::int32_t> one = {0};
  const dense_matrix<double> z = dense_matrix<double>::Constant(1, 1, 7);
  CHECK(absorb<double>(z, {{one, 1}, {one, 1}}).residuals(0, 0) == 0);
  const std::vector<std::int32_t> own = {0, 1, 2}, all = {0, 0, 0};
  dense_matrix<double> y(3, 1);
  y << 1, 5, 9;
  CHECK(absorb<double>(y, {{own, 3}, {all, 1}}).residuals.cwiseAbs().maxCoeff() == 0);
  CHECK(absorb<double>(y, {{all, 1}, {all, 1}}).residuals(2, 0) == 4);
  CHECK(absorb<double>(dense_matrix<double>(3, 0), {{all, 1}}).residuals.cols() == 0);
}

TEST_CASE("absorb: the same bits for any number of threads") {
  const sample s(300000, {9000, 700, 40}, 2, 17);  // blocks of their own need 131,072 cells each
  const auto one = absorb(s.columns, s.effects(), s.weights);
  for (const unsigned threads : {2U, 3U}) {
    const auto more = absorb(s.columns, s.effects(), s.weights, {.threads = threads});
    CHECK(more.residuals == one.residuals);
    CHECK(more.report.iterations == one.report.iterations);
  }
  // columns together need the iterations of the slowest alone: what several blocks add up is S times
  // the direction, or the method would have to start again and again
  int alone = 0;
  for (Eigen::Index j = 0; j < 2; ++j) {
    const dense_matrix<double> column = s.columns.col(j);
    alone = (std::max)(alone, absorb(column, s.effects(), s.weights).report.iterations);
  }
  CHECK(one.report.iterations >= alone);
  CHECK(one.report.iterations <= alone + 2);
  CHECK(imbalance(s, one.residuals, true) < 1e-6);  // sums over up to 300,000 rows
  const sample hard = chain(2000, 1001);            // by the sparse system
  const auto single = absorb(hard.columns, hard.effects());
  CHECK(single.report.sparse);
  CHECK(absorb(hard.columns, hard.effects(), {}, {.threads = 3}).residuals == single.residuals);
}

namespace {

// the sample with slopes on some sets: numbers of their own for each row
struct sloped {
  sample base;
  std::vector<std::vector<double>> slopes;
  std::vector<grouping> sets;

  sloped(std::size_t n, std::vector<std::int32_t> sizes, Eigen::Index k, unsigned seed)
      : base(n, std::move(sizes), k, seed), sets(base.effects()) {
    slopes.reserve(8);
  }
  // values far from zero, as years are
  void add(std::size_t set, group_terms terms = group_terms::level_and_slopes) {
    slopes.emplace_back();
    for (std::size_t i = 0; i < base.codes[0].size(); ++i)
      slopes.back().push_back(2000 + 9 * base.draw());
    sets[set].slopes.push_back(slopes.back());
    sets[set].terms = terms;
  }
  // least squares on every dummy and every dummy times its slopes
  [[nodiscard]] dense_matrix<double> by_columns() const {
    const Eigen::Index n = base.columns.rows();
    std::vector<dense_vector<double>> columns;
    for (const grouping& g : sets) {
      for (std::int32_t l = 0; l < g.levels; ++l) {
        dense_vector<double> dummy(n);
        for (Eigen::Index i = 0; i < n; ++i) dummy[i] = g.codes[std::size_t(i)] == l ? 1 : 0;
        const double count = dummy.sum();
        if (count == 0) continue;
        if (g.has_level()) columns.push_back(dummy);
        for (const auto& s : g.slopes) {
          dense_vector<double> v = dummy;
          for (Eigen::Index i = 0; i < n; ++i) v[i] *= s[std::size_t(i)];
          if (g.has_level()) v -= v.sum() / count * dummy;  // the same space, better conditioned
          columns.push_back(v);
        }
      }
    }
    const dense_vector<double> root = base.weights.cwiseSqrt();
    dense_matrix<double> d(n, Eigen::Index(columns.size()));
    for (std::size_t j = 0; j < columns.size(); ++j)
      d.col(Eigen::Index(j)) = root.cwiseProduct(columns[j]);
    dense_matrix<double> out(n, base.columns.cols());
    for (Eigen::Index j = 0; j < out.cols(); ++j) {
      const dense_vector<double> z = root.cwiseProduct(base.columns.col(j));
      out.col(j) = least_squares<double>(d, z).residuals.cwiseQuotient(root);
    }
    return out;
  }
};

}  // namespace

TEST_CASE("absorb: a grid of 540 by 540 in several blocks has deviations from both means") {
  constexpr Eigen::Index side = 540;  // more than two blocks of 131072 cells
  std::vector<std::int32_t> rows, columns;
  dense_matrix<double> z(side * side, 2), grid(side, side), other(side, side);
  for (Eigen::Index i = 0; i < side; ++i) {
    for (Eigen::Index j = 0; j < side; ++j) {
      rows.push_back(std::int32_t(i));
      columns.push_back(std::int32_t(j));
      z(i * side + j, 0) = grid(i, j) = double((i * i + 3 * i * j + 7 * j) % 101);
      z(i * side + j, 1) = other(i, j) = double((5 * i + i * j * j) % 89);
    }
  }
  const std::vector<grouping> effects{{rows, std::int32_t(side)}, {columns, std::int32_t(side)}};
  const auto one = absorb(z, effects, {}, {.threads = 1}).residuals;
  CHECK(absorb(z, effects, {}, {.threads = 2}).residuals == one);
  const auto within = [&](const dense_matrix<double>& x) -> dense_matrix<double> {
    dense_matrix<double> w = x.colwise() - x.rowwise().mean();
    return w.rowwise() - w.colwise().mean().eval();
  };
  const dense_matrix<double> first = within(grid), second = within(other);
  double worst = 0;
  for (Eigen::Index i = 0; i < side; ++i) {
    for (Eigen::Index j = 0; j < side; ++j) {
      worst = (std::max)(worst, std::abs(one(i * side + j, 0) - first(i, j)));
      worst = (std::max)(worst, std::abs(one(i * side + j, 1) - second(i, j)));
    }
  }
  CHECK(worst < 1e-8);  // values of about 50, the tolerance of the absorption 1e-10
}

TEST_CASE("absorb: slopes equal least squares on dummies times the slope") {
  const auto check = [](const sloped& s) {
    const auto r = absorb(s.base.columns, s.sets, s.base.weights, {.tolerance = 1e-12});
    CHECK(r.report.converged);
    CHECK(distance(r.residuals, s.by_columns()) < 1e-9);
  };
  sloped one(80, {9}, 2, 31);  // alone: exact, no iteration
  one.add(0);
  check(one);
  CHECK(absorb(one.base.columns, one.sets).report.iterations == 0);
  sloped eliminated(120, {14, 12, 5}, 3, 32);  // of the set with most unknowns
  eliminated.add(0);
  check(eliminated);
  sloped others(120, {30, 9, 4}, 3, 33);  // of sets that are iterated on
  others.add(1);
  others.add(2, group_terms::slopes_only);
  check(others);
  sloped several(150, {12, 10}, 2, 34);
  several.add(0);
  several.add(0);
  several.add(1);
  check(several);
  sloped alone(90, {8, 7}, 2, 35);
  alone.add(0, group_terms::slopes_only);
  check(alone);
}

TEST_CASE("absorb: slopes that do not vary, that are repeated or nearly so") {
  sloped s(150, {12, 10}, 2, 36);
  s.add(0);
  const dense_matrix<double> base = absorb(s.base.columns, s.sets, s.base.weights).residuals;
  // a constant in a group adds nothing to its level
  sloped constant = s;
  std::vector<double> flat(150);
  for (std::size_t i = 0; i < 150; ++i) flat[i] = 3.0 + s.base.codes[0][i];
  constant.sets[0].slopes.emplace_back(flat);
  CHECK(distance(absorb(s.base.columns, constant.sets, s.base.weights).residuals, base) < 1e-9);
  // the same slope twice, and one that differs from it in the tenth digit
  sloped twice = s;
  twice.sets[0].slopes.push_back(twice.sets[0].slopes[0]);
  CHECK(distance(absorb(s.base.columns, twice.sets, s.base.weights).residuals, base) < 1e-9);
  // the other set has the slope too, all but the same: what is new in it is still absorbed, exactly
  for (const double change : {1e-2, 1e-5}) {
    sloped close = s;
    std::vector<double> moved(s.slopes[0]);
    for (std::size_t i = 0; i < 150; ++i) moved[i] += change * std::sin(double(7 * i));
    close.sets[0].slopes.emplace_back(moved);
    close.sets[1].slopes.emplace_back(moved);
    const auto r = absorb(s.base.columns, close.sets, s.base.weights, {.tolerance = 1e-12});
    sloped named = close;
    const double bound =
        1e-9 / change;  // what differences of numbers of 2000 hold of such a change
    CHECK(distance(r.residuals, named.by_columns()) < bound);
    const auto again = absorb(r.residuals, close.sets, s.base.weights, {.tolerance = 1e-12});
    CHECK(distance(again.residuals, r.residuals) < 1e-9);
  }
  // scale and origin of a slope mean nothing
  for (const double c : {1e-200, 1e-8, 1e8, 1e200}) {
    sloped scaled = s;
    std::vector<double> values(s.slopes[0]);
    for (double& v : values) v *= c;
    scaled.sets[0].slopes[0] = values;
    CHECK(distance(absorb(s.base.columns, scaled.sets, s.base.weights).residuals, base) < 1e-8);
  }
}
