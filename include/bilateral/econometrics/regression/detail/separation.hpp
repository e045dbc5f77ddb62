#pragma once
// Which rows of zero have a fitted mean of zero: the certificate of separation, found exactly.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/semidefinite.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

namespace bilateral::detail {

// Rows with z > 0 of a z in a linear space that is zero outside the candidates and not negative on them;
// `residual` is the distance of z from the space, as a share of its length.
struct separation_witness {
  std::vector<std::size_t> rows;  // positions among the candidates
  double residual = 0;
};

// min ||A v - b|| over v >= 0, b zero but for a last one, by active sets.
// Lawson & Hanson (1974), Solving Least Squares Problems, chapter 23.
template <class Scalar>
dense_vector<Scalar> non_negative_least_squares(const dense_matrix<Scalar>& a) {
  const Eigen::Index m = a.cols();
  dense_vector<Scalar> v = dense_vector<Scalar>::Zero(m);
  dense_vector<Scalar> target = dense_vector<Scalar>::Zero(a.rows());
  target[a.rows() - 1] = Scalar(1);
  std::vector<char> passive(to_size(m), 0);
  for (Eigen::Index count = 0; count < 3 * m + 10; ++count) {
    const dense_vector<Scalar> slope = a.transpose() * (target - a * v);
    Eigen::Index best = -1;
    for (Eigen::Index j = 0; j < m; ++j) {
      if (passive[std::size_t(j)] == 0 && slope[j] > Scalar(1e-12) &&
          (best < 0 || slope[j] > slope[best])) {
        best = j;
      }
    }
    if (best < 0) break;
    passive[to_size(best)] = 1;
    for (Eigen::Index inner = 0; inner <= m; ++inner) {
      std::vector<Eigen::Index> set;
      for (Eigen::Index j = 0; j < m; ++j) {
        if (passive[to_size(j)] != 0) set.push_back(j);
      }
      if (set.empty()) break;
      dense_matrix<Scalar> some(a.rows(), std::ssize(set));
      for (std::size_t j = 0; j < set.size(); ++j) some.col(to_index(j)) = a.col(set[j]);
      const checked_qr<Scalar> qr(some);
      const dense_vector<Scalar> b = qr.unrefined(target);
      dense_vector<Scalar> s = dense_vector<Scalar>::Zero(m);
      for (Eigen::Index j = 0; j < qr.rank(); ++j) {
        s[set[to_size(qr.kept()[to_size(j)])]] = b[j];
      }
      Scalar step(1);
      for (const Eigen::Index j : set) {
        if (!(s[j] > Scalar(0)) && v[j] > s[j])
          step = (std::min)(step, Scalar(v[j] / (v[j] - s[j])));
      }
      v += step * (s - v);
      bool left = false;
      for (const Eigen::Index j : set) {
        if (v[j] > Scalar(1e-14)) continue;
        v[j] = Scalar(0);
        passive[to_size(j)] = 0;
        left = true;
      }
      if (!left) break;
    }
  }
  return v;
}

// The rows separated by the space whose projector is P, from G = (I - P) restricted to the candidates:
// z = sum v_i e_i lies in the space where G v = 0. Found rows are free for what is found next.
template <class Scalar>
separation_witness find_separated(const dense_matrix<Scalar>& g) {
  using std::abs;
  constexpr double exact = 1e-8;
  const Eigen::Index m = g.rows();
  separation_witness out;
  const auto inverse = semidefinite_inverse<Scalar>(g, dense_vector<Scalar>::Ones(m), 1e-9);
  if (inverse.rank() == m) return out;
  // conditions v_K + (G_KK^-1 G_KF) v_F = 0
  const dense_matrix<Scalar> all = inverse.inverse * g;
  dense_matrix<Scalar> conditions(inverse.rank(), m);
  for (Eigen::Index i = 0; i < inverse.rank(); ++i) {
    conditions.row(i) = all.row(inverse.kept[to_size(i)]);
  }
  // rounding is no condition: it would pass for one wherever nothing else stands in its column
  for (Scalar& v : conditions.reshaped()) {
    if (abs(v) < Scalar(1e-11)) v = Scalar(0);
  }
  std::vector<char> found(to_size(m), 0);
  for (;;) {
    std::vector<Eigen::Index> rest, free;
    for (Eigen::Index j = 0; j < m; ++j) (found[std::size_t(j)] != 0 ? free : rest).push_back(j);
    if (rest.empty()) break;
    // the conditions that the free rows cannot meet by themselves
    dense_matrix<Scalar> open = conditions;
    if (!free.empty() && open.rows() > 0) {
      dense_matrix<Scalar> theirs(open.rows(), std::ssize(free));
      for (std::size_t j = 0; j < free.size(); ++j)
        theirs.col(Eigen::Index(j)) = conditions.col(free[j]);
      const checked_qr<Scalar> qr(theirs);
      if (qr.rank() > 0) {
        const dense_matrix<Scalar> kept = qr.kept_columns(theirs);
        for (const Eigen::Index j : rest) {
          const dense_vector<Scalar> column = conditions.col(j);
          open.col(j) = column - kept * qr.unrefined(column);
        }
      }
    }
    dense_matrix<Scalar> a(open.rows() + 1, std::ssize(rest));
    for (std::size_t j = 0; j < rest.size(); ++j) {
      a.col(to_index(j)).head(open.rows()) = open.col(rest[j]);
    }
    a.row(open.rows()).setOnes();
    const dense_vector<Scalar> v = non_negative_least_squares(a);
    const double length = static_cast<double>(v.norm());
    if (!(length > 0)) break;
    const double residual = static_cast<double>((a.topRows(open.rows()) * v).norm()) / length;
    if (!(residual < exact)) break;
    out.residual = (std::max)(out.residual, residual);
    const Scalar least = Scalar(1e-7) * v.maxCoeff();
    for (std::size_t j = 0; j < rest.size(); ++j) {
      if (v[to_index(j)] > least) found[to_size(rest[j])] = 1;
    }
  }
  for (Eigen::Index j = 0; j < m; ++j) {
    if (found[to_size(j)] != 0) out.rows.push_back(to_size(j));
  }
  return out;
}

// "3, 9, 12 and 5 more"
inline std::string row_list(const std::vector<std::size_t>& rows) {
  std::string list;
  for (std::size_t i = 0; i < rows.size() && i < 10; ++i) {
    list += (i == 0 ? "" : ", ") + std::to_string(rows[i]);
  }
  if (rows.size() > 10) list += text(" and ", rows.size() - 10, " more");
  return list;
}

}  // namespace bilateral::detail
