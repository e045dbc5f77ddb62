#include <bilateral/data/transform.hpp>

#include <bilateral/data/index.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
// two firms, the second without 2002
data_table firms() {
  data_table t("f.csv");
  t.add(text_column{"firm", {0, 0, 0, 1, 1}, {"a", "b"}});
  t.add(text_column{"year", {0, 1, 2, 0, 2}, {"2001", "2002", "2003"}});
  t.add(number_column{"x", {1, 2, 4, 8, 16}, "USD"});
  index_panel(t, "firm", "year");
  return t;
}
std::vector<double> filled(const number_column& c) {  // -1 in place of missing
  std::vector<double> out = c.values;
  for (double& v : out) v = std::isnan(v) ? -1 : v;
  return out;
}
}  // namespace

TEST_CASE("transform: lags, leads and differences stay inside an entity and respect gaps") {
  const data_table t = firms();
  const number_column& x = t.number("x");
  CHECK(filled(lag_column(t, x, 1)) == std::vector<double>{-1, 1, 2, -1, -1});
  CHECK(filled(lag_column(t, x, 2)) == std::vector<double>{-1, -1, 1, -1, 8});
  CHECK(filled(lag_column(t, x, -1)) == std::vector<double>{2, 4, -1, -1, -1});
  CHECK(filled(difference_column(t, x)) == std::vector<double>{-1, 1, 2, -1, -1});
  CHECK(filled(difference_column(t, x, 2)) == std::vector<double>{-1, -1, 3, -1, 8});
  CHECK(lag_column(t, x, 1).name == "lag(x,1)");
  CHECK(lag_column(t, x, -1).name == "lead(x,1)");
  CHECK(difference_column(t, x).name == "difference(x)");
  CHECK(lag_column(t, x, 1).unit == "USD");
}

TEST_CASE("transform: logarithms and products, with their units") {
  const data_table t = firms();
  const number_column l = log_column(t, t.number("x"));
  CHECK(l.name == "log(x)");
  CHECK(l.unit == "log(USD)");
  CHECK(l.values[1] == std::log(2.0));
  const number_column p = product_column(t.number("x"), t.number("x"));
  CHECK(p.values[2] == 16);
  CHECK(p.name == "x:x");
  data_table z("z.csv");
  z.add(number_column{"y", {1, 0, std::nan("")}});
  CHECK_REFUSES(data_error, "z.csv: row 2: 0 has no logarithm: it must be above zero (column y)",
                (void)log_column(z, z.number("y")));
  const number_column some = log_column(z, z.number("y"), {true, false, true});
  CHECK(some.values[0] == 0);
  CHECK(std::isnan(some.values[1]));
  CHECK(std::isnan(some.values[2]));
}
