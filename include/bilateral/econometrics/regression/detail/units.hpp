#pragma once
// A regression whose squares leave the range of the scalar, in units of powers of two.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/inference.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral::detail {

// y was divided by 2^response, column j by 2^design[j]
struct binary_units {
  int response = 0;
  std::vector<int> design;
};

template <class Scalar>
std::span<const Scalar> column_span(const dense_matrix<Scalar>& x, Eigen::Index j) {
  return {x.data() + j * x.rows(), to_size(x.rows())};
}

// whether squares of the fit may have over- or underflowed
template <class Scalar>
bool squares_suspect(const Scalar& squares, const dense_matrix<Scalar>& inverse_gram) {
  using std::ldexp;
  constexpr int reach = std::numeric_limits<Scalar>::max_exponent / 2 - 12;
  const Scalar high = ldexp(Scalar(1), reach);
  const Scalar low = ldexp(Scalar(1), -reach);
  bool safe = squares < high && squares > low;
  for (Eigen::Index j = 0; safe && j < inverse_gram.cols(); ++j) {
    safe = inverse_gram(j, j) < high && inverse_gram(j, j) > low;
  }
  return !safe;
}

// the units of a regression that needs them: none where every square is safe
template <class Scalar>
std::optional<binary_units> units_of(const regression<Scalar>& model) {
  constexpr int limit = std::numeric_limits<Scalar>::max_exponent - 2;
  binary_units units;
  bool safe = true;
  const auto exponent_of = [&](std::span<const Scalar> v) {
    const int e = (std::clamp)(binary_exponent(v), -limit, limit);
    safe = safe && has_safe_squares<Scalar>(e);
    return e;
  };
  units.response = exponent_of({model.response.data(), model.rows()});
  for (Eigen::Index j = 0; j < model.design.cols(); ++j) {
    units.design.push_back(exponent_of(column_span(model.design, j)));
  }
  if (safe) return std::nullopt;
  return units;
}

template <class Scalar>
regression<Scalar> in_units(regression<Scalar> model, const binary_units& units) {
  model.response *= scale_to_one<Scalar>(units.response);
  for (std::size_t j = 0; j < units.design.size(); ++j) {
    model.design.col(to_index(j)) *= scale_to_one<Scalar>(units.design[j]);
  }
  return model;
}

// value 2^exponent; none where that is infinite, zero or has lost digits
template <class Scalar>
std::optional<Scalar> times_power(const Scalar& value, int exponent) {
  using std::abs;
  using std::ldexp;
  const Scalar out = ldexp(value, exponent);
  const Scalar size = abs(out);
  if (value == Scalar(0)) return out;
  if (!(size <= (std::numeric_limits<Scalar>::max)())) return std::nullopt;
  if (!(size >= (std::numeric_limits<Scalar>::min)())) return std::nullopt;
  return out;
}

template <class Scalar>
dense_matrix<Scalar> sandwiched(dense_matrix<Scalar> v, const std::vector<int>& exponents,
                                int both) {
  using std::ldexp;
  for (Eigen::Index j = 0; j < v.cols(); ++j) {
    for (Eigen::Index i = 0; i < v.rows(); ++i) {
      v(i, j) = ldexp(v(i, j), both - exponents[to_size(i)] - exponents[to_size(j)]);
    }
  }
  return v;
}

template <class Scalar>
bool has_normal_diagonal(const dense_matrix<Scalar>& from, const dense_matrix<Scalar>& to) {
  for (Eigen::Index j = 0; j < to.cols(); ++j) {
    const bool normal = to(j, j) >= (std::numeric_limits<Scalar>::min)() &&
                        to(j, j) <= (std::numeric_limits<Scalar>::max)();
    if (!normal && from(j, j) > Scalar(0)) return false;
  }
  return true;
}

// scores, bread and residuals; none where they cannot be represented
template <class Scores>
std::optional<Scores> scores_in_own_units(Scores s, const std::vector<int>& x, int y) {
  using Scalar = typename std::decay_t<decltype(s.bread)>::Scalar;
  using std::ldexp;
  const auto bread = sandwiched<Scalar>(s.bread, x, 0);
  const auto rss = times_power<Scalar>(s.residual_sum_of_squares, 2 * y);
  if (!has_normal_diagonal<Scalar>(s.bread, bread) || !rss) return std::nullopt;
  s.bread = bread;
  s.residual_sum_of_squares = *rss;
  for (Eigen::Index j = 0; j < s.scores.cols(); ++j) {
    const int power = y + x[to_size(j)];
    const Scalar largest = s.scores.col(j).cwiseAbs().maxCoeff();
    if (!times_power<Scalar>(largest, 2 * power)) return std::nullopt;
    for (auto& v : s.scores.col(j)) v = ldexp(v, power);
  }
  for (auto& v : s.residuals) v = ldexp(v, y);
  return s;
}

// Turns a fit of in_units(model, units) into one of the model itself. Sums of squares and coefficients
// must be representable; variances that are not are withheld with the reason.
template <class Result>
void to_own_units(Result& r, const regression<typename decltype(r.coefficients)::Scalar>& model,
                  const binary_units& units) {
  using Scalar = typename decltype(r.coefficients)::Scalar;
  using std::ldexp;
  const int y = units.response;
  const auto rss = times_power<Scalar>(r.residual_sum_of_squares, 2 * y);
  const auto tss = times_power<Scalar>(r.total_sum_of_squares, 2 * y);
  if (!rss || !tss) {
    require_squares<Scalar>("ols", model.response_name, {model.response.data(), model.rows()});
    throw argument_error(text("ols: the sums of squares of ", model.response_name,
                              " are beyond the range of the arithmetic; multiply or divide it by a "
                              "power of ten first"));
  }
  std::vector<int> x;
  for (const std::string& name : r.names) {
    const auto at = std::find(model.names.begin(), model.names.end(), name);
    x.push_back(units.design[to_size(at - model.names.begin())]);
    const auto j = std::ssize(x) - 1;
    const auto b = times_power<Scalar>(r.coefficients[j], y - x.back());
    require(b.has_value(), "ols", "the coefficient of ", name,
            " is beyond the range of the "
            "arithmetic; multiply or divide ",
            name, " or ", model.response_name, " by a power of ten first");
    r.coefficients[j] = *b;
  }
  r.residual_sum_of_squares = *rss;
  r.total_sum_of_squares = *tss;
  if (r.sigma) r.sigma = ldexp(*r.sigma, y);
  if (r.log_likelihood) {
    const double shift = r.observations * y * 0.69314718055994530942;
    *r.log_likelihood -= shift;
    *r.aic += 2 * shift;
    *r.bic += 2 * shift;
  }
  for (auto& v : r.fitted) v = ldexp(v, y);
  for (auto& v : r.residuals) v = ldexp(v, y);
  if (r.covariance) {
    const auto v = sandwiched<Scalar>(*r.covariance, x, 2 * y);
    if (has_normal_diagonal<Scalar>(*r.covariance, v)) {
      r.covariance = v;
    } else {
      withhold_covariance(r,
                          "the variances of the coefficients are beyond the range of the "
                          "arithmetic: standard errors are undefined; multiply or divide the "
                          "columns by powers of ten first");
    }
  }
  if (r.scores) r.scores = scores_in_own_units(std::move(*r.scores), x, y);
  r.notes.emplace_back(
      "squares of these numbers leave the range of the arithmetic: the columns were "
      "divided by powers of two for the fit");
}

}  // namespace bilateral::detail
