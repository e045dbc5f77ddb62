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

TEST_CASE("regress: what makes no model is refused") {
  const Eigen::VectorXd y = Eigen::VectorXd::LinSpaced(4, 1, 4), x = y.cwiseAbs2();
  Eigen::VectorXd hole = x;
  hole[2] = std::nan("");
  CHECK_REFUSES(argument_error, "there are no observations",
                (void)regress(Eigen::VectorXd(), {{"x", Eigen::VectorXd()}}));
  CHECK_REFUSES(argument_error, "trade is missing (NaN) in row 3",
                (void)regress(hole, {{"x", x}}, {.response_name = "trade"}));
  CHECK_REFUSES(argument_error, "x is missing (NaN) in row 3", (void)regress(y, {{"x", hole}}));
  CHECK_REFUSES(argument_error, "there are no regressors and no intercept",
                (void)regress(y, {}, {.intercept = false}));
  CHECK_REFUSES(argument_error, "two regressors are named x",
                (void)regress(y, {{"x", x}, {"z", y}, {"x", y}}));
  const auto model = regress(y, {{"x", x}});
  CHECK(column_position("test", model, "x") == 1);
  CHECK_REFUSES(argument_error, "test: the model has no column z",
                (void)column_position("test", model, "z"));
}

TEST_CASE("regress: vectors, spans and expressions make the same model") {
  const std::vector<double> y{1, 3, 2, 5}, x{1, 2, 3, 4};
  const Eigen::Map<const Eigen::VectorXd> my(y.data(), 4), mx(x.data(), 4);
  const auto a =
      regress(Eigen::VectorXd(my), {{"x", Eigen::VectorXd(mx)}}, {.response_name = "jobs"});
  const auto b = regress(y, {{"x", std::span<const double>(x)}}, {.response_name = "jobs"});
  const auto c = regress(Eigen::Vector4d(my), {{"x", 2 * mx - mx}}, {.response_name = "jobs"});
  for (const auto* m : {&b, &c}) {
    CHECK(m->design == a.design);
    CHECK(m->response == a.response);
    CHECK(m->names == a.names);
    CHECK(m->response_name == "jobs");
  }
  CHECK_REFUSES(argument_error, "y has 4 values but x has 3",
                (void)regress(y, {{"x", Eigen::Vector3d(1, 2, 3)}}));
}
