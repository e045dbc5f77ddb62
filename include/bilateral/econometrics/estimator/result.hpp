#pragma once
/// What every estimator's result offers, and the inference written once for all of them.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/provenance.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/test_result.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

struct sample_summary {
  std::size_t used = 0;
  std::size_t dropped = 0;
  std::vector<dropped_row> rows;    ///< those dropped; may hold only the first ones when many
  std::string first, last;          ///< periods, where the sample is dated
  std::vector<std::size_t> kept{};  ///< positions from 0 of the rows used; empty is all of them
};

/// A regressor left out because the ones before it determine it.
struct omitted_term {
  std::string name;
  double ratio = 0;  ///< |R_jj| / ||x_j||
  std::string reason = "collinear with the columns before it";
};

/// What the result of a regression begins with.
template <class Scalar>
struct result_head {
  std::string response_name;
  std::vector<std::string> names;                  ///< of the coefficients kept
  dense_vector<Scalar> coefficients;               ///< (k)
  std::optional<dense_matrix<Scalar>> covariance;  ///< (k x k); none where undefined
  std::string covariance_label;
  double inference_dof = 0;  ///< of t; infinite: the normal
  sample_summary sample;
  std::vector<omitted_term> omitted;  ///< columns left out, and why
  std::vector<std::string> notes;
};

/// A result of estimation: named coefficients with their covariance (none where it is undefined;
/// `notes` then says why). `inference_dof` is that of t; infinity stands for the normal.
template <class Result>
concept estimation_result = requires(const Result& r) {
  { r.names } -> std::convertible_to<std::vector<std::string>>;
  r.coefficients.size();
  r.coefficients[0];
  r.covariance.has_value();
  { r.covariance_label } -> std::convertible_to<std::string>;
  { r.inference_dof } -> std::convertible_to<double>;
  { r.sample } -> std::convertible_to<sample_summary>;
  { r.notes } -> std::convertible_to<std::vector<std::string>>;
};

template <class Result>
using scalar_of = std::decay_t<decltype(std::declval<const Result&>().coefficients[0])>;

/// Position of a named coefficient. @throws argument_error  no such name; the names are listed
template <estimation_result Result>
[[nodiscard]] Eigen::Index position(const Result& r, std::string_view name) {
  for (std::size_t j = 0; j < r.names.size(); ++j) {
    if (r.names[j] == name) return to_index(j);
  }
  std::string all;
  for (const auto& n : r.names) all += (all.empty() ? "" : ", ") + n;
  throw argument_error(text("coefficient: there is no ", name, " among ", all));
}

/// The coefficient of a term by its name. @throws argument_error  there is no such term
template <estimation_result Result>
[[nodiscard]] scalar_of<Result> coefficient(const Result& r, std::string_view name) {
  return r.coefficients[position(r, name)];
}

/// Square root of the j-th variance; none where there is no covariance or the variance is negative.
template <estimation_result Result>
[[nodiscard]] std::optional<scalar_of<Result>> std_error(const Result& r, Eigen::Index j) {
  using std::sqrt;
  if (!r.covariance) return std::nullopt;
  const auto v = (*r.covariance)(j, j);
  if (!(v >= 0)) return std::nullopt;
  return scalar_of<Result>(sqrt(v));
}
template <estimation_result Result>
[[nodiscard]] std::optional<scalar_of<Result>> std_error(const Result& r, std::string_view name) {
  return std_error(r, position(r, name));
}

/// b_j / se_j against t(inference_dof), or the normal where that is infinite.
template <estimation_result Result>
[[nodiscard]] std::optional<double> t_statistic(const Result& r, Eigen::Index j) {
  const auto se = std_error(r, j);
  if (!se || !(*se > 0)) return std::nullopt;
  return static_cast<double>(r.coefficients[j] / *se);
}

/// P(|t(dof)| > |b_j / se_j|), normal where the degrees of freedom are infinite; none without se_j.
template <estimation_result Result>
[[nodiscard]] std::optional<double> p_value(const Result& r, Eigen::Index j) {
  const auto t = t_statistic(r, j);
  if (!t) return std::nullopt;
  return student_t_two_sided(*t, r.inference_dof);
}
template <estimation_result Result>
[[nodiscard]] std::optional<double> p_value(const Result& r, std::string_view name) {
  return p_value(r, position(r, name));
}

/// b_j -+ t_{(1 + level) / 2} se_j.
/// @throws argument_error  a level outside 0 to 1
template <estimation_result Result>
[[nodiscard]] std::optional<std::pair<double, double>> confidence_interval(const Result& r,
                                                                           Eigen::Index j,
                                                                           double level = 0.95) {
  require(level > 0 && level < 1, "confidence_interval", "level is ", level,
          "; it must lie between 0 and 1");
  const auto se = std_error(r, j);
  if (!se) return std::nullopt;
  const double reach =
      student_t_quantile((1 + level) / 2, r.inference_dof) * static_cast<double>(*se);
  const double b = static_cast<double>(r.coefficients[j]);
  return std::pair{b - reach, b + reach};
}
template <estimation_result Result>
[[nodiscard]] std::optional<std::pair<double, double>> confidence_interval(const Result& r,
                                                                           std::string_view name,
                                                                           double level = 0.95) {
  return confidence_interval(r, position(r, name), level);
}

/// One row of a printed table of coefficients.
struct coefficient_row {
  std::string name;
  double estimate = 0;
  std::optional<double> std_error, statistic, p_value, low, high;
};

/// A row for each coefficient: estimate, error, t, p, interval; none where undefined.
/// @param level  of the intervals, between 0 and 1
template <estimation_result Result>
[[nodiscard]] std::vector<coefficient_row> coefficient_table(const Result& r, double level = 0.95) {
  std::vector<coefficient_row> rows;
  for (Eigen::Index j = 0; j < r.coefficients.size(); ++j) {
    coefficient_row row;
    row.name = r.names[to_size(j)];
    row.estimate = static_cast<double>(r.coefficients[j]);
    if (const auto se = std_error(r, j)) row.std_error = static_cast<double>(*se);
    row.statistic = t_statistic(r, j);
    row.p_value = p_value(r, j);
    if (const auto interval = confidence_interval(r, j, level)) {
      row.low = interval->first;
      row.high = interval->second;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// W = g' V^-1 g of a gap with variance V; F = W / q where `dof` is finite. Redundant restrictions
/// are left out and counted in the notes.
///
/// @throws argument_error  a variance of rank zero
/// @see   Wald (1943), Transactions of the American Mathematical Society 54(3)
template <class Scalar>
[[nodiscard]] test_result wald_statistic(const dense_vector<Scalar>& gap,
                                         const dense_matrix<Scalar>& variance, double dof,
                                         std::string null) {
  const checked_qr<Scalar> qr(variance);
  require(qr.rank() > 0, "wald_test", "the restrictions have no variance");
  const Eigen::Index q = qr.rank();
  dense_matrix<Scalar> v(q, q);
  dense_vector<Scalar> g(q);
  for (Eigen::Index i = 0; i < q; ++i) {
    g[i] = gap[qr.kept()[to_size(i)]];
    for (Eigen::Index j = 0; j < q; ++j) {
      v(i, j) = variance(qr.kept()[to_size(i)], qr.kept()[to_size(j)]);
    }
  }
  const checked_qr<Scalar> inner(v);
  const double wald = static_cast<double>(g.dot(inner.unrefined(g)));
  const double count = static_cast<double>(q);
  test_result t;
  t.name = "Wald test";
  t.null = std::move(null);
  if (std::isinf(dof)) {
    t.statistic = wald;
    t.distribution = text("chi-squared(", q, ")");
    t.p_value = chi_squared_upper_tail(wald, count);
  } else {
    t.statistic = wald / count;
    t.distribution = text("F(", q, ", ", dof, ")");
    t.p_value = f_upper_tail(t.statistic, count, dof);
  }
  if (q < gap.size()) {
    t.notes.push_back(text(gap.size() - q, " redundant restrictions were left out"));
  }
  return t;
}

/// The covariance of a fit.
/// @throws argument_error  the fit has none; the message says why
template <estimation_result Result>
[[nodiscard]] const auto& covariance_of(const Result& r, const char* function) {
  if (!r.covariance) {
    throw argument_error(text(function, ": the fit has no covariance", r.notes.empty() ? "" : ": ",
                              r.notes.empty() ? "" : r.notes.front()));
  }
  return *r.covariance;
}

/// Wald test of R b = r: W = (R b - r)' (R V R')^-1 (R b - r); F = W / q against F(q, dof), or
/// chi-squared(q) where inference is normal.
///
/// @param restrictions  (q x k); @param values  (q)
/// @throws argument_error  shapes; a fit without covariance
/// @see   Greene (2012), Econometric Analysis, eq. 5-16
template <estimation_result Result>
[[nodiscard]] test_result wald_test(const Result& r,
                                    const dense_matrix<scalar_of<Result>>& restrictions,
                                    const dense_vector<scalar_of<Result>>& values) {
  const auto& v = covariance_of(r, "wald_test");
  require(restrictions.cols() == r.coefficients.size() && restrictions.rows() == values.size() &&
              values.size() > 0,
          "wald_test", "restrictions are ", restrictions.rows(), " x ", restrictions.cols(),
          " with ", values.size(), " values; the fit has ", r.coefficients.size(), " coefficients");
  const dense_vector<scalar_of<Result>> gap = restrictions * r.coefficients - values;
  const dense_matrix<scalar_of<Result>> variance = restrictions * v * restrictions.transpose();
  return wald_statistic<scalar_of<Result>>(gap, variance, r.inference_dof, "R b = r");
}

/// Wald test that the named coefficients are all zero. @see  Greene (2012), eq. 5-16
template <estimation_result Result>
[[nodiscard]] test_result wald_test(const Result& r, const std::vector<std::string>& names) {
  using Scalar = scalar_of<Result>;
  const auto q = std::ssize(names);
  dense_matrix<Scalar> restrictions = dense_matrix<Scalar>::Zero(q, r.coefficients.size());
  std::string null;
  for (Eigen::Index i = 0; i < q; ++i) {
    const std::string& name = names[to_size(i)];
    restrictions(i, position(r, name)) = Scalar(1);
    null += (i == 0 ? "" : " = ") + name;
  }
  test_result t = wald_test(r, restrictions, dense_vector<Scalar>::Zero(q).eval());
  t.null = null + " = 0";
  return t;
}

/// Wald test of g(b) = 0 by the delta method, the Jacobian by central differences with steps of
/// epsilon^(1/3) (1 + |b_j|).
///
/// @param g  function from coefficients (k) to restrictions (q)
/// @see   Wald (1943), Transactions of the American Mathematical Society 54(3)
template <estimation_result Result, class Function>
requires std::invocable<Function, dense_vector<scalar_of<Result>>>
[[nodiscard]] test_result wald_test(const Result& r, Function&& g) {
  using Scalar = scalar_of<Result>;
  using std::abs;
  const auto& v = covariance_of(r, "wald_test");
  const dense_vector<Scalar> b = r.coefficients;
  const dense_vector<Scalar> gap = g(b);
  dense_matrix<Scalar> jacobian(gap.size(), b.size());
  const double root = std::cbrt(static_cast<double>(std::numeric_limits<Scalar>::epsilon()));
  for (Eigen::Index j = 0; j < b.size(); ++j) {
    const Scalar h = Scalar(root) * (Scalar(1) + abs(b[j]));
    dense_vector<Scalar> up = b;
    dense_vector<Scalar> down = b;
    up[j] += h;
    down[j] -= h;
    jacobian.col(j) = (g(up) - g(down)) / (up[j] - down[j]);
  }
  const dense_matrix<Scalar> variance = jacobian * v * jacobian.transpose();
  return wald_statistic<Scalar>(gap, variance, r.inference_dof, "g(b) = 0");
}

/// w'b with its error: Stata's lincom.
///
/// @param weights  pairs of coefficient name and weight
/// @return  estimate, standard error, t, p and interval under `inference_dof`
template <estimation_result Result>
[[nodiscard]] coefficient_row linear_combination(
    const Result& r, const std::vector<std::pair<std::string, double>>& weights,
    double level = 0.95) {
  const auto& v = covariance_of(r, "linear_combination");
  dense_vector<scalar_of<Result>> w = dense_vector<scalar_of<Result>>::Zero(r.coefficients.size());
  coefficient_row row;
  for (const auto& [name, weight] : weights) {
    w[position(r, name)] += scalar_of<Result>(weight);
    row.name += (row.name.empty() ? "" : " + ") + shortest(weight) + " " + name;
  }
  row.estimate = static_cast<double>(w.dot(r.coefficients));
  const double variance = static_cast<double>(w.dot(v * w));
  if (!(variance >= 0)) return row;
  row.std_error = std::sqrt(variance);
  if (variance > 0) {
    row.statistic = row.estimate / *row.std_error;
    row.p_value = student_t_two_sided(*row.statistic, r.inference_dof);
  }
  const double reach = student_t_quantile((1 + level) / 2, r.inference_dof) * *row.std_error;
  row.low = row.estimate - reach;
  row.high = row.estimate + reach;
  return row;
}

}  // namespace bilateral
