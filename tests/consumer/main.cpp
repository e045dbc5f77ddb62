// What a user writes first: a series, its growth, a regression.
#include <bilateral/bilateral.hpp>

#include <cstdio>

int main() {
  const Eigen::VectorXd price = Eigen::VectorXd::LinSpaced(20, 1, 2);
  Eigen::VectorXd trade = 3 + 2 * price.array();
  trade[3] += 0.25;
  const auto fit = bilateral::ols(bilateral::regress(trade, {{"price", price}}));
  std::printf("%.3f\n", bilateral::coefficient(fit, "price"));
  return bilateral::coefficient(fit, "price") > 1.5 ? 0 : 1;
}
