#include <bilateral/data/index.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
data_table dated(const std::vector<std::string>& dates) {
  data_table t("d.csv");
  text_column c{"date", {}, {}};
  number_column x{"x", {}};
  for (const auto& d : dates) {
    const auto at = std::find(c.labels.begin(), c.labels.end(), d);
    c.codes.push_back(static_cast<std::int32_t>(at - c.labels.begin()));
    if (at == c.labels.end()) c.labels.push_back(d);
    x.values.push_back(static_cast<double>(x.values.size()));
  }
  t.add(c);
  t.add(x);
  return t;
}
}  // namespace

TEST_CASE("index: rows in order of date, neighbours 1 apart") {
  const data_table t = index_by_date(dated({"2016-11", "2017-01", "2016-12"}), "date");
  CHECK(t["x"][1] == 2);
  CHECK(t.time().time == std::vector<std::int64_t>{1, 2, 3});
  CHECK(t.time().label(4) == "2017-02");
  CHECK(t.file_row(2) == 2);
}

TEST_CASE("index: days that stand for months, quarters and years") {
  const auto every = [](const std::vector<std::string>& d) {
    return index_by_date(dated(d), "date").time().every;
  };
  CHECK(every({"2016-01-31", "2016-02-29", "2016-03-31"}) == frequency_kind::monthly);
  CHECK(every({"2016-03-31", "2016-06-30", "2016-12-31"}) == frequency_kind::quarterly);
  CHECK(every({"2015-12-31", "2016-12-31"}) == frequency_kind::annual);
  const auto weekly = index_by_date(dated({"2016-01-04", "2016-01-11", "2016-01-25"}), "date");
  CHECK(weekly.time().every == frequency_kind::daily);
  CHECK(weekly.time().time == std::vector<std::int64_t>{1, 2, 4});
  CHECK(weekly.time().label(3) == "2016-01-18");
}

TEST_CASE("index: gaps are refused or told") {
  std::vector<std::string> notes;
  const data_table t = index_by_date(dated({"2014", "2016", "2019"}), "date");
  CHECK_REFUSES(data_error, "the period 2015 is missing between 2014 and 2016",
                check_gaps(t, "date", time_gaps::refuse, notes));
  check_gaps(t, "date", time_gaps::allow, notes);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0] ==
        "the dates have 2 gaps; the first: the period 2015 is missing between 2014 and 2016");
}

TEST_CASE("index: a panel of years, of four years, of texts") {
  data_table t("p.csv");
  t.add(text_column{"firm", {0, 0, 1, 1}, {"a", "b"}});
  t.add(text_column{"year", {0, 1, 0, 2}, {"1986", "1990", "1998"}});
  index_panel(t, "firm", "year");
  CHECK(t.time().step == 4);
  CHECK(t.time().time == std::vector<std::int64_t>{1, 2, 1, 4});
  CHECK(t.time().label(4) == "1998");
  CHECK(t.entity()->codes == std::vector<std::int32_t>{0, 0, 1, 1});
  t.add(text_column{"wave", {0, 1, 0, 1}, {"second", "first"}});
  CHECK(times_of(t, "wave").time == std::vector<std::int64_t>{2, 1, 2, 1});
  t.add(text_column{"quarter", {0, 1, 0, 1}, {"2016-Q4", "2017-Q1"}});
  CHECK(times_of(t, "quarter").time == std::vector<std::int64_t>{1, 2, 1, 2});
  CHECK(times_of(t, "quarter").label(2) == "2017-Q1");
}

TEST_CASE("index: refusals name the place") {
  CHECK_REFUSES(data_error, "d.csv: row 2: '2016-13' is not a date",
                (void)index_by_date(dated({"2016", "2016-13"}), "date"));
  CHECK_REFUSES(data_error, "'2016-01' is a date of another form than '2016'",
                (void)index_by_date(dated({"2016", "2016-01"}), "date"));
  CHECK_REFUSES(data_error, "row 3: the period 2016 stands twice, also in row 1",
                (void)index_by_date(dated({"2016", "2017", "2016"}), "date"));
  data_table t("p.csv");
  t.add(text_column{"firm", {0, 0, 0}, {"a"}});
  t.add(text_column{"year", {0, 1, 0}, {"1986", "1987"}});
  CHECK_REFUSES(data_error,
                "p.csv: row 3: firm a has the period 1986 twice, also in row 1 (column year)",
                index_panel(t, "firm", "year"));
}

TEST_CASE("index: dates of two columns") {
  const auto with = [](const std::string& part, const std::vector<std::string>& parts) {
    data_table t("d.csv");
    text_column year{"year", {}, {"2015", "2016"}}, p{part, {}, parts};
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(parts.size()); ++i) {
      year.codes.push_back(i == 0 ? 0 : 1);
      p.codes.push_back(i);
    }
    t.add(year);
    t.add(p);
    return t;
  };
  data_table months = with("month", {"12", "1", "M02", "03"});
  CHECK(add_dates(months, "year", "month") == "year,month");
  const data_table sorted = index_by_date(months, "year,month");
  CHECK(sorted.time().every == frequency_kind::monthly);
  CHECK(sorted.time().time == std::vector<std::int64_t>{1, 2, 3, 4});
  CHECK(sorted.time().label(1) == "2015-12");
  data_table quarters = with("quarter", {"Q4", "1"});
  CHECK(index_by_date(quarters, add_dates(quarters, "year", "quarter")).time().label(2) ==
        "2016-Q1");
  data_table wrong = with("month", {"12", "13"});
  CHECK_REFUSES(data_error, "row 2: '13' is not a month", (void)add_dates(wrong, "year", "month"));
  data_table swapped = with("month", {"12"});
  CHECK_REFUSES(data_error, "row 1: '12' is not a year", (void)add_dates(swapped, "month", "year"));
  CHECK_REFUSES(data_error, "did you mean year?", (void)add_dates(swapped, "yaer", "month"));
}

TEST_CASE("index_panel: every row has an entity") {
  data_table t("p.csv");
  t.add(text_column{"firm", {0, 1, 2}, {"a", " ", "b"}});
  t.add(text_column{"year", {0, 0, 0}, {"1986"}});
  CHECK_REFUSES(data_error, "p.csv: row 2: the cell is empty (column firm)",
                index_panel(t, "firm", "year"));
  CHECK_REFUSES(data_error, "p.csv: row 2: the cell is empty (column firm)",
                index_panel(t, "year^firm", "year"));
}
