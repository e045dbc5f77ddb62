#include <bilateral/econometrics/estimator/design.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("regress: columns in the order given after the intercept") {
  const Eigen::VectorXd y = Eigen::VectorXd::LinSpaced(4, 1, 4), x = y.cwiseAbs2();
  const auto m = regress(y, {{"a", x}, {"b", y}}, {.response_name = "trade"});
  CHECK(m.names == std::vector<std::string>{"(intercept)", "a", "b"});
  CHECK(m.response_name == "trade");
  CHECK(m.design.col(0).isOnes());
  CHECK(m.design.col(1) == x);
  CHECK(regress(y, {{"a", x}}, {.intercept = false}).design.cols() == 1);
}

TEST_CASE("add_dummies: the first level in sorted order is the base") {
  const std::vector<std::string> port{"Callao", "Ilo", "Callao", "Chimbote"};
  auto m = regress(Eigen::VectorXd::Ones(4), {});
  add_dummies(m, make_factor("port", std::span<const std::string>(port)));
  CHECK(m.names == std::vector<std::string>{"(intercept)", "port=Chimbote", "port=Ilo"});
  CHECK(m.design.col(1) == Eigen::Vector4d(0, 0, 0, 1));
  CHECK(m.design.col(2) == Eigen::Vector4d(0, 1, 0, 0));
  CHECK_REFUSES(argument_error, "port has 3",
                add_dummies(m, make_factor("port", std::span<const std::string>(port).first(3))));
}
