#include <bilateral/econometrics/panel/between.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/driscoll_kraay.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>

#include "support/panel_data.hpp"

using namespace bilateral;
using bilateral_test::check_against;
using bilateral_test::wave_panel;

namespace {
factor pairs_of_firms() {  // firms 0 and 1, 2 and 3, ...
  factor f{"pair", {}, 5, {}};
  for (const std::int32_t code : wave_panel().entity.codes) f.codes.push_back(code / 2);
  return f;
}
}  // namespace

TEST_CASE("between: equals R plm, and sandwich's clusters given for the rows of the panel") {
  // x1 hardly varies between firms: the condition number of 1e2 costs two digits
  check_against(bilateral_test::reference_table("diagnostics.csv"), between(wave_panel()),
                "between", 1e-9);
  check_against(bilateral_test::reference_table("panel.csv"),
                between(wave_panel(), clustered{.by = {pairs_of_firms()}}), "between_cluster",
                1e-9);
}

TEST_CASE("between: refuses what goes by time, and clusters that cut an entity") {
  const auto s = wave_panel();
  CHECK_REFUSES(argument_error, "means over time",
                (void)between(s, driscoll_kraay{.time = s.time}));
  CHECK_REFUSES(argument_error, "means over time", (void)between(s, newey_west{.lags = 1}));
  factor f = pairs_of_firms();
  f.codes[1] = 4;
  CHECK_REFUSES(argument_error, "pair is 1 in row 1 and 5 in row 2",
                (void)between(s, clustered{.by = {f}}));
}
