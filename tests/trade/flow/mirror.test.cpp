#include <bilateral/trade/flow/mirror.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("mirror: implied CIF/FOB, asymmetry and a reconciled flow") {
  const series<annual, usd_fob> x("PER to CHN", period<annual>(2012), {7791.0, 7354.0});
  const series<annual, usd_cif> m("CHN from PER", period<annual>(2013), {8489.0, 8100.0});
  const auto pair = mirror(x, m);
  CHECK(pair.cut[0].before == 1);
  CHECK_CLOSE_REL(implied_cif_fob(pair).values[0], 8489.0 / 7354.0, 1e-15);
  CHECK_CLOSE_REL(asymmetry(pair).values[0], 200 * (8489.0 - 7354) / (8489 + 7354), 1e-14);
  const auto r = reconcile(pair, 0.1, 0.02, 0.02);
  CHECK_CLOSE_REL(r.flow.values[0], (7354 + 8489 / 1.1) / 2, 1e-14);
  CHECK_CLOSE_REL(reconcile(pair, 0.1, 1e-9, 1).flow.values[0], 7354, 1e-8);
  CHECK_REFUSES(argument_error, "margin is -1", reconcile(pair, -1, 1, 1));
  const series<annual, usd_cif> late("late", period<annual>(2020), {1});
  CHECK_REFUSES(alignment_error, "no period in common", mirror(x, late));
}
