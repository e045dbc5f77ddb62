#include <bilateral/numeric/column.hpp>

#include "support/close.hpp"

#include <array>
#include <span>
#include <vector>

using namespace bilateral;

TEST_CASE("column: the same values from whatever holds them") {
  const std::vector<double> plain{1, 2, 4};
  const Eigen::VectorXd wanted = Eigen::Vector3d(1, 2, 4);
  const auto same = [&](const auto& values) { return to_column<double>(values) == wanted; };
  CHECK(same(plain));
  CHECK(same(std::span<const double>(plain)));
  CHECK(same(std::array<float, 3>{1, 2, 4}));
  CHECK(same(std::vector<int>{1, 2, 4}));
  CHECK(same(std::vector<unsigned short>{1, 2, 4}));
  CHECK(same(Eigen::Vector3d(1, 2, 4)));
  CHECK(same(Eigen::Vector3i(1, 2, 4)));
  CHECK(same(Eigen::RowVector3f(1, 2, 4)));
  CHECK(same(Eigen::Map<const Eigen::VectorXd>(plain.data(), 3)));
  CHECK(same(2 * (wanted / 2)));
  CHECK(same(wanted.array().exp().log().round()));
  Eigen::MatrixXd m(2, 3);
  m << 0, 0, 0, 1, 2, 4;
  CHECK(same(m.row(1)));
  CHECK(to_column<double>(Eigen::VectorXd::Ones(3)).sum() == 3);
  CHECK(to_column<long double>(plain)[2] == 4.0L);
  CHECK(to_column<double>(std::vector<double>{}).size() == 0);
  CHECK(named_values("x", std::span(plain)).values == wanted);
}

TEST_CASE("column: what holds no numbers is none") {
  CHECK_FALSE(column_values<std::vector<std::string>>);
  CHECK_FALSE(column_values<std::string_view*>);
  CHECK_FALSE(column_values<Eigen::MatrixXd>);
  CHECK_FALSE(column_values<double>);
  CHECK(column_values<Eigen::VectorXd>);
}
