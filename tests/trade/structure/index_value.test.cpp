#include <bilateral/trade/structure/index_value.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("an index is a value or a reason") {
  const index_value<double> v = 2.5;
  CHECK(v.has_value());
  CHECK(*v == 2.5);
  CHECK(v.reason.empty());
  const auto none = index_value<double>::none("nothing is traded");
  CHECK_FALSE(none.has_value());
  CHECK(none.reason == "nothing is traded");
  const std::optional<double>& as_optional = none;
  CHECK_FALSE(as_optional);
}

TEST_CASE("a matrix gives its undefined elements as none, with the reason of the line") {
  const double nan = std::nan("");
  index_matrix<double> m{
      Eigen::MatrixXd::Constant(2, 2, nan), {"no exports", ""}, {"", "no product"}, "no element"};
  m.values(1, 0) = 3;
  CHECK(*m.at(1, 0) == 3);
  CHECK(m.at(0, 0).reason == "no exports");
  CHECK(m.at(1, 1).reason == "no product");
  m.column_reasons[1].clear();
  CHECK(m.at(1, 1).reason == "no element");
  CHECK_REFUSES(argument_error, "element 0, 2 of a matrix of 2 x 2", m.at(0, 2));
}

TEST_CASE("a vector gives its undefined elements as none, with their reasons") {
  const index_vector<double> v{Eigen::Vector2d(2.5, std::nan("")), {"", "nothing is exported"}};
  CHECK(*v.at(0) == 2.5);
  CHECK(v.at(0).reason.empty());
  CHECK_FALSE(v.at(1).has_value());
  CHECK(v.at(1).reason == "nothing is exported");
  CHECK_REFUSES(argument_error, "element 2 of 2", v.at(2));
  CHECK_REFUSES(argument_error, "element -1 of 2", v.at(-1));
}
