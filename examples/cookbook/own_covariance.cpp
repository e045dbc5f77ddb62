// A covariance of your own: a struct and one function that is found by its name.
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/report/summary.hpp>

#include <iostream>

namespace mine {
// the heteroskedastic sandwich with a factor that the caller chooses
struct scaled_white {
  double factor = 1;
};
template <class Scalar>
bilateral::covariance_estimate<Scalar> covariance(const bilateral::estimation_scores<Scalar>& s,
                                                  const scaled_white& spec) {
  const bilateral::dense_matrix<Scalar> meat =
      Scalar(spec.factor) * (s.scores.transpose() * s.scores);
  return {s.bread * meat * s.bread,
          "mine, factor " + bilateral::shortest(spec.factor),
          s.residual_dof(),
          {}};
}
}  // namespace mine

int main() {
  using namespace bilateral;
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(8, 1, 8);
  const Eigen::VectorXd y =
      (Eigen::VectorXd(8) << 1.1, 1.9, 3.2, 3.8, 5.3, 5.9, 7.4, 7.6).finished();
  std::cout << summary(ols(regress<double>(y, {{"x", x}}), mine::scaled_white{.factor = 8.0 / 6}));
}
