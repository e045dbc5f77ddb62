// The same estimator in fifty digits: what a polynomial of degree 9 does to double precision.
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

#include <boost/multiprecision/cpp_dec_float.hpp>

#include <iostream>

template <class Scalar>
Scalar last_coefficient() {
  using namespace bilateral;
  constexpr int n = 30;
  dense_vector<Scalar> y(n);
  std::vector<named_column<Scalar>> powers(9, {"", dense_vector<Scalar>(n)});
  for (int i = 0; i < n; ++i) {
    Scalar power(1);
    y[i] = Scalar(1);
    for (int k = 0; k < 9; ++k) {
      power *= Scalar(i + 1);
      powers[to_size(k)].first = "x^" + std::to_string(k + 1);
      powers[to_size(k)].second[i] = power;
      y[i] += power;
    }
  }
  return ols(regress<Scalar>(y, powers)).coefficients[9];  // exactly 1
}

int main() {
  using digits50 = boost::multiprecision::cpp_dec_float_50;
  std::cout << "double: off by less than 1e-4: "
            << (std::abs(last_coefficient<double>() - 1) < 1e-4)
            << "\n50 digits: off by less than 1e-30: "
            << (abs(last_coefficient<digits50>() - 1) < digits50("1e-30")) << "\n";
}
