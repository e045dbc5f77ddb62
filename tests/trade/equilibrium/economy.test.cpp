// Worlds of flows: sums, shares, and what is refused.
#include <bilateral/trade/equilibrium/economy.hpp>

#include <bilateral/trade/equilibrium/one_sector.hpp>

#include <limits>

#include "support/close.hpp"
#include "support/economies.hpp"

using namespace bilateral;

namespace {

dense_matrix<double> small() {
  dense_matrix<double> x(3, 3);
  x << 10, 1, 2, 3, 20, 4, 5, 6, 30;
  return x;
}
const std::vector<std::string> abc{"A", "B", "C"};

}  // namespace

TEST_CASE("Output, spending and shares are the sums of the flows") {
  const auto e = economy_of<double>(small(), abc);
  CHECK(e.output[0] == 13);
  CHECK(e.output[2] == 41);
  CHECK(e.spending[0] == 18);
  CHECK(e.deficits()[0] == 5);
  CHECK(e.deficits().sum() == 0);
  CHECK(e.shares(1, 0) == 3.0 / 18);
  CHECK(country_index(e, "C") == 2);
  for (const Eigen::Index n : {2, 7, 30}) {
    const auto r = bilateral_test::random_economy(n, 5);
    for (Eigen::Index j = 0; j < n; ++j)
      CHECK_CLOSE_ABS(r.shares.col(j).sum(), 1, 1e-14);  // n roundings
  }
}

TEST_CASE("Sentences for flows that are no world") {
  CHECK_REFUSES(argument_error, "no country 'D'",
                country_index(economy_of<double>(small(), abc), "D"));
  CHECK_REFUSES(argument_error, "must be square", economy_of<double>(small().topRows(2), abc));
  CHECK_REFUSES(argument_error, "trade needs two",
                economy_of<double>(small().topLeftCorner(1, 1), {"A"}));
  CHECK_REFUSES(argument_error, "2 values but", economy_of<double>(small(), {"A", "B"}));
  CHECK_REFUSES(argument_error, "'A' is there twice", economy_of<double>(small(), {"A", "B", "A"}));
  auto x = small();
  x(0, 1) = -2;
  CHECK_REFUSES(argument_error, "the flow from A to B is -2; a flow cannot be negative",
                economy_of<double>(x, abc));
  x(0, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK_REFUSES(argument_error, "the flow from A to B is missing", economy_of<double>(x, abc));
  x = small();
  x.row(1).setZero();
  x.col(1).setZero();
  CHECK_REFUSES(argument_error, "B neither buys nor sells", economy_of<double>(x, abc));
  x = small();
  x(2, 2) = 0;
  CHECK_REFUSES(argument_error, "it is output less exports", economy_of<double>(x, abc));
}

TEST_CASE("A certificate counts the starts and stages that it speaks of") {
  const auto e = bilateral_test::random_economy(5, 3);
  const auto ease = bilateral_test::random_ease(5, 3);
  const gravity_model<double> model{4.0, 0.5, equilibrium_closure::endowment, deficit_rule::keep};
  const auto once = one_sector_equilibrium(e, ease, model);
  CHECK(once.certificate.starts == 1);
  CHECK(once.certificate.stages == 1);
  CHECK(once.certificate.start_distance == 0);
  CHECK_FALSE(bilateral_test::holds(once.certificate.uniqueness, "other random starts"));
  const auto many = one_sector_equilibrium(e, ease, model, {.starts = 3});
  CHECK(many.certificate.starts == 3);
  CHECK(
      bilateral_test::holds(many.certificate.uniqueness,
                            "of 2 other random starts 2 reached an equilibrium, always this one"));
  CHECK(many.certificate.iterations > once.certificate.iterations);
}
