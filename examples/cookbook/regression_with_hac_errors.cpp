// A regression by formula, with Newey-West errors that know the dates.
#include <bilateral/data/index.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/estimator/formula.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/io/table_csv.hpp>
#include <bilateral/report/summary.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  const model_spec model = parse_formula("log(million_usd_fob) ~ log(usd_per_tonne)");
  csv_reader rows(open_file("../data/copper.csv"), "copper.csv");
  const data_table months = index_by_date(
      read_table(rows, {.numbers = columns_read(model).numbers, .texts = {"date"}}), "date");
  std::cout << summary(ols(frame_of(months, model).model, newey_west{.lags = 12}),
                       "copper exports");
}
