#include <bilateral/core/error.hpp>

#include "support/close.hpp"

TEST_CASE("data_error: source, line, column, message, field") {
  const bilateral::data_error e("data.csv", 17, 4, "'n.a.' is not a number", "price");
  CHECK(std::string(e.what()) == "data.csv:17:4: 'n.a.' is not a number (column price)");
  CHECK(e.line() == 17);
  CHECK(e.field() == "price");
  const bilateral::convergence_error c("slow", {1.0, 0.5});
  CHECK(c.trace().size() == 2);
}
