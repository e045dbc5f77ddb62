// The table of README's accuracy section: digits shared with NIST's certified values, here and in
// other programs (reference/nist_peers.csv). Run with --print for the table; the test holds the README's
// own column, rounded down to halves, against what this machine measures.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "support/nist.hpp"

#include <bilateral/numeric/least_squares.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

namespace {

struct digits {
  double coefficients = 16, errors = 16;
};

double shared(double got, double want) {
  const double e = std::abs(got - want) / (want == 0 ? 1 : std::abs(want));
  return e == 0 ? 16 : std::max(0.0, -std::log10(e));
}

digits of_library(const std::string& set) {
  const bilateral_test::nist_linear<double> data(set);
  const auto fit = bilateral::least_squares(data.x, data.y);
  const auto certified = bilateral_test::nist_certified(set);
  const double dof = static_cast<double>(data.x.rows() - data.x.cols());
  digits d;
  for (Eigen::Index j = 0; j < data.x.cols(); ++j) {
    const bool no_intercept = set.rfind("NoInt", 0) == 0;
    const auto& want = certified.at("B" + std::to_string(no_intercept ? j + 1 : j));
    d.coefficients = std::min(d.coefficients, shared(fit.coefficients[j], std::stod(want.value)));
    const double error = std::sqrt(fit.residual_sum_of_squares / dof * fit.inverse_gram(j, j));
    d.errors = std::min(d.errors, shared(error, std::stod(want.deviation)));
  }
  return d;
}

std::string half(double d) {  // rounded down to halves
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", std::floor(2 * d) / 2);
  return text;
}

std::string table() {
  const auto peers = bilateral_test::read_cells(bilateral_test::reference("nist_peers.csv"));
  std::string out = "| set | bilateral | R `lm` | statsmodels | gretl |\n|---|---|---|---|---|\n";
  for (const std::string& set : bilateral_test::nist_linear_sets()) {
    const digits own = of_library(set);
    out.append("| ").append(set).append(" | ").append(half(own.coefficients));
    out.append(" / ").append(half(own.errors));
    for (const char* program : {"R", "statsmodels", "gretl"}) {
      for (const auto& row : peers.rows) {
        if (row.at(0) == set && row.at(1) == program) {
          out.append(" | ").append(half(std::stod(row.at(2))));
          out.append(" / ").append(half(std::stod(row.at(3))));
        }
      }
    }
    out += " |\n";
  }
  return out;
}

}  // namespace

TEST_CASE("README's digits are reached here") {
  std::ifstream file(std::string(BILATERAL_TEST_SOURCE_DIR) + "/README.md");
  std::string line;
  std::size_t seen = 0;
  while (std::getline(file, line)) {
    for (const std::string& set : bilateral_test::nist_linear_sets()) {
      if (line.rfind("| " + set + " | ", 0) != 0) continue;
      ++seen;
      double coefficients = 0, errors = 0;
      REQUIRE(std::sscanf(line.c_str() + set.size() + 5, "%lf / %lf", &coefficients, &errors) == 2);
      const digits own = of_library(set);
      INFO(set, ": measured ", own.coefficients, " / ", own.errors);
      // another compiler's order of additions may cost a digit of rounding
      CHECK(own.coefficients >= coefficients - 1.5);
      CHECK(own.errors >= errors - 1.5);
    }
  }
  CHECK(seen == bilateral_test::nist_linear_sets().size());
}

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--print") == 0) {
    std::fputs(table().c_str(), stdout);
    return 0;
  }
  return doctest::Context(argc, argv).run();
}
