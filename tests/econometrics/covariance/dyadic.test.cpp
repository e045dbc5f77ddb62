#include <bilateral/econometrics/covariance/dyadic.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/hac_data.hpp"

using namespace bilateral;

namespace {
// 60 rows between 7 members, both directions, some with themselves
std::pair<factor, factor> members() {
  std::vector<std::string> a, b;
  for (int i = 0; i < 60; ++i) {
    a.push_back(std::string(1, static_cast<char>('A' + i % 7)));
    b.push_back(std::string(1, static_cast<char>('A' + (i * i + i / 5) % 7)));
  }
  return {make_factor("from", a), make_factor("to", b)};
}
}  // namespace

TEST_CASE("dyadic equals the double sum over pairs of rows with a member in common") {
  const bilateral_test::autocorrelated_data d;
  const auto [a, b] = members();
  const auto fit = ols(d.model(), dyadic{a, b, false}, {.keep_parts = keep::scores});
  const auto& s = *fit.scores;
  dense_matrix<double> meat = dense_matrix<double>::Zero(3, 3);
  const auto name = [](const factor& f, std::size_t i) { return f.label(f.codes[i]); };
  for (std::size_t i = 0; i < 60; ++i) {
    for (std::size_t j = 0; j < 60; ++j) {
      const bool shared = name(a, i) == name(a, j) || name(a, i) == name(b, j) ||
                          name(b, i) == name(a, j) || name(b, i) == name(b, j);
      if (!shared) continue;
      meat += s.scores.row(static_cast<Eigen::Index>(i)).transpose() *
              s.scores.row(static_cast<Eigen::Index>(j));
    }
  }
  const dense_matrix<double> v = s.bread * meat * s.bread;
  for (Eigen::Index j = 0; j < 3; ++j) CHECK_CLOSE_REL((*fit.covariance)(j, j), v(j, j), 1e-11);
  CHECK(fit.inference_dof == 6);
  REQUIRE(fit.notes.size() == 4);
  for (const std::size_t blank : {2U, 3U}) {  // why two errors are blank
    CHECK(bilateral_test::holds(fit.notes[blank],
                                "is below zero (dyadic by from, to (7 members), no factor)"));
  }  // the other two variances are negative here, and said to be
  CHECK_FALSE(std_error(fit, 1).has_value());
  CHECK(fit.covariance_label == "dyadic by from, to (7 members), no factor");
  const auto adjusted = with_covariance(fit, dyadic{a, b});
  CHECK_CLOSE_REL(*std_error(adjusted, 0), *std_error(fit, 0) * std::sqrt(7.0 / 6), 1e-14);
  CHECK(adjusted.covariance_label == "dyadic by from, to (7 members), factor G/(G-1)");
}

TEST_CASE("members that meet only one partner: clustered by the pair") {
  const bilateral_test::autocorrelated_data d;
  std::vector<std::string> a, b, pair;
  for (int i = 0; i < 60; ++i) {
    a.push_back("e" + std::to_string(i % 10));
    b.push_back("i" + std::to_string(i % 10));
    pair.push_back(std::to_string(i % 10));
  }
  const auto dyad = ols(d.model(), dyadic{make_factor("a", a), make_factor("b", b), false});
  const auto cluster = ols(d.model(), clustered{.by = {make_factor("pair", pair)},
                                                .adjustment = cluster_adjustment::none});
  CHECK_CLOSE_REL(*std_error(dyad, 1), *std_error(cluster, 1), 1e-12);
}

TEST_CASE("refusals") {
  const bilateral_test::autocorrelated_data d;
  const factor same = make_factor("a", std::vector<std::string>(60, "x"));
  CHECK_REFUSES(argument_error, "have 1 members", ols(d.model(), dyadic{same, same}));
  CHECK_REFUSES(
      argument_error, "short has 1 values but the sample has 60",
      ols(d.model(), dyadic{make_factor("short", std::vector<std::string>{"a"}), d.firm}));
}

TEST_CASE("rows that the estimator left out are left out of the dyads too") {
  const bilateral_test::autocorrelated_data d;
  const auto [a, b] = members();
  Eigen::VectorXd w = Eigen::VectorXd::Ones(60);
  w[0] = w[3] = w[17] = w[44] = 0;
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < 60; ++i) {
    if (w[static_cast<Eigen::Index>(i)] > 0) rows.push_back(i);
  }
  const auto whole = ols(d.model(), dyadic{a, b, false}, {.weights = w});
  const auto cut = ols(d.model(), dyadic{subset(a, rows), subset(b, rows), false}, {.weights = w});
  CHECK((*whole.covariance - *cut.covariance).cwiseAbs().maxCoeff() == 0);
}
