#include <bilateral/data/series_view.hpp>

#include <bilateral/data/index.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("series_of: a column on its dates, gaps masked") {
  data_table t("s.csv");
  t.add(text_column{"date", {0, 1, 2}, {"2016-03", "2016-01", "2016-04"}});
  t.add(number_column{"x", {3, 1, 4}});
  const auto s = series_of<monthly, unspecified>(index_by_date(t, "date"), "x");
  CHECK(s.start == period<monthly>(2016, 1));
  CHECK(s.size() == 4);
  CHECK(s.values[2] == 3);
  CHECK(s.missing[1]);
  CHECK_REFUSES(argument_error, "s.csv is not annual",
                (void)(series_of<annual, unspecified>(index_by_date(t, "date"), "x")));
  CHECK_REFUSES(argument_error, "s.csv is not one series by date",
                (void)(series_of<monthly, unspecified>(t, "x")));
}
