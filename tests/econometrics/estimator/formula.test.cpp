#include <bilateral/econometrics/estimator/formula.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
using texts = std::vector<std::string>;
}

TEST_CASE("formula: parts in fixest's order") {
  const model_spec m = parse_formula(
      "log(trade) ~ log(price) + l(price, 1:2) + i(sector) | exporter^year + importer^year | tariff ~ z1 + z2");
  CHECK(m.y == "log(trade)");
  CHECK(m.x == texts{"log(price)", "l(price, 1:2)", "i(sector)"});
  CHECK(m.absorb == texts{"exporter^year", "importer^year"});
  CHECK(m.endogenous == texts{"tariff"});
  CHECK(m.instruments == texts{"z1", "z2"});
  CHECK(m.intercept);
}

TEST_CASE("formula: instruments at once, intercepts, quoted names") {
  const model_spec iv = parse_formula("y ~ z | x ~ w");
  CHECK(iv.absorb.empty());
  CHECK(iv.endogenous == texts{"x"});
  CHECK(iv.instruments == texts{"w"});
  CHECK_FALSE(parse_formula("y ~ 0 + x").intercept);
  CHECK(parse_formula("y ~ 1").x.empty());
  CHECK(parse_formula("y ~ 1").intercept);
  CHECK(parse_formula("y ~ `a + b`").x == texts{"`a + b`"});
}

TEST_CASE("formula: refusals") {
  for (const auto& bad :
       {std::pair{"y", "is not 'response ~ regressors'"},
        std::pair{"~ x", "is not 'response ~ regressors'"},
        std::pair{"y ~ x +", "a term is missing"}, std::pair{"y ~ x | a | b | c", "has 4 parts"},
        std::pair{"y ~ x | a | b", "is not 'endogenous ~ instruments'"},
        std::pair{"y ~ x | w ~ z | a", "the instruments come last"},
        std::pair{"y ~ log(x", "a bracket is not closed"},
        std::pair{"y ~ x | 0", "stands outside the regressors"}, std::pair{"y ~ x |", "part 2"}}) {
    CAPTURE(bad.first);
    CHECK_REFUSES(argument_error, bad.second, (void)parse_formula(bad.first));
  }
}

TEST_CASE("formula: effects with slopes") {
  const model_spec spec = parse_formula("y ~ x | exporter^year + pair[year] + firm[[t]]");
  CHECK(spec.absorb == std::vector<std::string>{"exporter^year", "pair[year]", "firm[[t]]"});
  const model_columns columns = columns_read(spec);
  CHECK(std::count(columns.numbers.begin(), columns.numbers.end(), "t") == 1);
  CHECK(std::count(columns.texts.begin(), columns.texts.end(), "pair") == 1);
  CHECK_REFUSES(argument_error, "a bracket is not closed",
                (void)parse_formula("y ~ x | pair[year"));
  CHECK_REFUSES(argument_error, "the slope is missing",
                (void)columns_read(parse_formula("y ~ x | pair[]")));
}
