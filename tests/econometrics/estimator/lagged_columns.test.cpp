#include <bilateral/econometrics/estimator/lagged_columns.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("lags and trends are aligned with the rows that remain") {
  const Eigen::VectorXd x = (Eigen::VectorXd(5) << 10, 20, 30, 40, 50).finished();
  CHECK(lagged_rows<double>(x, 2, 0) == (Eigen::VectorXd(3) << 30, 40, 50).finished());
  CHECK(lagged_rows<double>(x, 2, 2) == (Eigen::VectorXd(3) << 10, 20, 30).finished());
  CHECK(trend_column<double>(2, 3) == (Eigen::VectorXd(3) << 3, 4, 5).finished());
  CHECK(lag_name("price", 0) == "price");
  CHECK(lag_name("price", 3) == "L3.price");
  CHECK(term_position({"a", "b"}, "b") == 1);
  CHECK(term_position({"a", "b"}, "c") == -1);
}

TEST_CASE("rows that serve as lags only are listed") {
  sample_summary sample;
  note_rows_used_by_lags(sample, 2, 7);
  CHECK(sample.dropped == 2);
  CHECK(sample.rows.size() == 2);
  CHECK(sample.rows[1].row == 2);
  CHECK(sample.rows[1].reason == "used up by lags");
  CHECK(sample.first == "row 3");
  CHECK(sample.last == "row 7");
}
