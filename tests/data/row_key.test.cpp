#include <bilateral/data/row_key.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("row_key: equal for equal rows only") {
  data_table t("k.csv");
  t.add(text_column{"a", {0, 1, 0}, {"x", "xy"}});
  t.add(text_column{"b", {0, 1, 0}, {"yz", "z"}});
  t.add(number_column{"n", {1, 2, std::nan("")}});
  CHECK(row_key(t, {"a", "b"}, 0) != row_key(t, {"a", "b"}, 1));  // x|yz is not xy|z
  CHECK(row_key(t, {"a", "b"}, 0) == row_key(t, {"a", "b"}, 2));
  CHECK(key_text(t, {"a", "n"}, 1) == "a xy, n 2");
  CHECK_REFUSES(data_error, "k.csv: row 3: the cell is empty (column n)",
                (void)row_key(t, {"n"}, 2));
}
