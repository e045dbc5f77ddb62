#include <bilateral/trade/flow/terms_of_trade.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("terms_of_trade: definitions worked by hand") {
  const std::vector<double> px{100, 120}, pm{100, 150}, q{100, 110}, zx{100, 130}, zm{100, 104};
  CHECK_CLOSE_REL(net_barter_terms_of_trade(px, pm)[1], 80, 1e-15);
  CHECK_CLOSE_REL(income_terms_of_trade(px, pm, q)[1], 88, 1e-15);
  CHECK_CLOSE_REL(single_factoral_terms_of_trade(px, pm, zx)[1], 104, 1e-15);
  CHECK_CLOSE_REL(double_factoral_terms_of_trade(px, pm, zx, zm)[1], 100, 1e-14);
  CHECK_CLOSE_REL(net_barter_terms_of_trade(px, px)[1], 100, 1e-15);
}

TEST_CASE("terms_of_trade: refusals") {
  const std::vector<double> a{100, 0}, b{100, 100}, c{100};
  CHECK_REFUSES(argument_error, "import_price is 0 in row 2", net_barter_terms_of_trade(b, a));
  CHECK_REFUSES(argument_error, "export_price has 2", net_barter_terms_of_trade(b, c));
}
