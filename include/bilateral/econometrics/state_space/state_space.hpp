#pragma once
/// Linear Gaussian state space: Kalman filter and smoother with an exact diffuse start.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// y_t = z_t' a_t + e_t, e_t ~ N(0, h);   a_{t+1} = T a_t + u_t, u_t ~ N(0, Q);   one observation a
/// period, m states.
struct state_space_model {
  dense_matrix<double> transition;        ///< T (m x m)
  dense_matrix<double> state_variance;    ///< Q (m x m)
  dense_matrix<double> observation;       ///< z' (1 x m), or one row a period (n x m)
  double observation_variance = 0;        ///< h
  dense_vector<double> initial_state;     ///< (m) mean of a_1 where it is not diffuse
  dense_matrix<double> initial_variance;  ///< (m x m) of the proper part of a_1
  std::vector<bool> diffuse;              ///< (m) states without prior knowledge; empty is all
};

/// What the filter knows of each period. Rows are periods.
struct kalman_result {
  double log_likelihood = 0;                 ///< diffuse, with every constant
  dense_vector<double> innovation;           ///< (n) v_t = y_t - z_t'a_t; 0 where y is missing
  dense_vector<double> innovation_variance;  ///< (n) F_t; 0 where missing or diffuse
  std::size_t diffuse_updates = 0;           ///< observations spent on the diffuse start
  dense_matrix<double> filtered;             ///< (n x m) E(a_t | y_1..y_t)
  std::vector<dense_matrix<double>> filtered_variance;  ///< finite part while still diffuse
  dense_vector<double> next_state;                      ///< (m) a_{n+1}
  dense_matrix<double> next_variance;
  dense_matrix<double> smoothed;  ///< (n x m) E(a_t | y); empty unless smoothed
  std::vector<dense_matrix<double>> smoothed_variance;
};

namespace detail {

enum class kalman_update { missing, proper, diffuse };

// all that the backward pass needs of one period
struct kalman_step {
  kalman_update kind = kalman_update::missing;
  dense_vector<double> state;
  dense_matrix<double> proper, diffuse;  // P*, P_inf before the update
  double v = 0, f_proper = 0, f_diffuse = 0;
};

template <class = void>
void check_state_space(const state_space_model& m, std::size_t n) {
  constexpr const char* function = "kalman_filter";
  const Eigen::Index k = m.transition.rows();
  require(k > 0 && m.transition.cols() == k && m.state_variance.rows() == k &&
              m.state_variance.cols() == k,
          function, "the transition is ", m.transition.rows(), " x ", m.transition.cols(),
          " and the state variance ", m.state_variance.rows(), " x ", m.state_variance.cols());
  require(m.observation.cols() == k &&
              (m.observation.rows() == 1 || m.observation.rows() == to_index(n)),
          function, "the observation matrix is ", m.observation.rows(), " x ", m.observation.cols(),
          "; it must be 1 x ", k, " or ", n, " x ", k);
  require(m.observation_variance >= 0, function, "the observation variance is ",
          m.observation_variance, "; it must not be negative");
  require(m.diffuse.empty() || m.diffuse.size() == to_size(k), function, "diffuse has ",
          m.diffuse.size(), " flags for ", k, " states");
  require((m.initial_state.size() == 0 || m.initial_state.size() == k) &&
              (m.initial_variance.size() == 0 ||
               (m.initial_variance.rows() == k && m.initial_variance.cols() == k)),
          function, "the initial state or its variance has the wrong size");
}

}  // namespace detail

/// Kalman filter, and where asked the fixed-interval smoother, with an exact treatment of diffuse
/// states (no large numbers).
///
/// @param y        (n); values under `missing` are ignored
/// @param missing  (n) or empty
/// @param smooth   run the backward pass
/// @param store    keep filtered states (false: the likelihood alone, for maximisation)
/// @return  a diffuse observation adds -(log 2 pi + log F_inf) / 2 to the likelihood
/// @throws argument_error   shapes; y not finite where not missing
/// @throws numerical_error  the observations never determine the diffuse states
/// @note  equal to statsmodels with exact diffuse initialisation
/// @see   Durbin & Koopman (2012), Time Series Analysis by State Space Methods, 4.3, 4.4, 5.2, 5.3
template <class = void>
[[nodiscard]] kalman_result kalman_filter(const state_space_model& model, std::span<const double> y,
                                          const std::vector<bool>& missing = {}, bool smooth = true,
                                          bool store = true) {
  using vector = dense_vector<double>;
  using matrix = dense_matrix<double>;
  const std::size_t n = y.size();
  const Eigen::Index m = model.transition.rows();
  detail::check_state_space(model, n);
  require(missing.empty() || missing.size() == n, "kalman_filter", "missing has ", missing.size(),
          " flags for ", n, " values");
  for (std::size_t t = 0; t < n; ++t) {
    require((!missing.empty() && missing[t]) || std::isfinite(y[t]), "kalman_filter",
            "the series is not finite in row ", t + 1, " and not marked as missing");
  }
  kalman_result r;
  const auto rows = to_index(n);
  vector a = model.initial_state.size() > 0 ? model.initial_state : vector(vector::Zero(m));
  matrix p =
      model.initial_variance.size() > 0 ? model.initial_variance : matrix(matrix::Zero(m, m));
  matrix d = matrix::Zero(m, m);
  Eigen::Index left = 0;  // diffuse directions not yet seen
  for (Eigen::Index j = 0; j < m; ++j) {
    if (model.diffuse.empty() || model.diffuse[to_size(j)]) {
      d(j, j) = 1;
      ++left;
    }
  }
  r.innovation = vector::Zero(rows);
  r.innovation_variance = vector::Zero(rows);
  if (store) {
    r.filtered.resize(rows, m);
    r.filtered_variance.reserve(n);
  }
  std::vector<detail::kalman_step> steps(smooth ? n : 0);
  const double log_two_pi = std::log(2 * std::numbers::pi);
  vector z(m), mp(m), md(m);
  for (std::size_t t = 0; t < n; ++t) {
    const auto row = to_index(t);
    const bool seen = missing.empty() || !missing[t];
    detail::kalman_step step;
    if (smooth) {
      step.state = a;
      step.proper = p;
      if (left > 0) step.diffuse = d;
    }
    if (seen) {
      z = model.observation.row(model.observation.rows() == 1 ? 0 : row).transpose();
      const double v = y[t] - z.dot(a);
      mp.noalias() = p * z;
      const double fp = z.dot(mp) + model.observation_variance;
      double fd = 0;
      if (left > 0) {
        md.noalias() = d * z;
        fd = z.dot(md);
        if (!(fd > 1e-9 * z.squaredNorm() * d.diagonal().maxCoeff())) fd = 0;
      }
      if (fd > 0) {
        a += md * (v / fd);
        p += md * md.transpose() * (fp / (fd * fd)) -
             (mp * md.transpose() + md * mp.transpose()) / fd;
        d -= md * md.transpose() / fd;
        if (--left == 0) d.setZero();
        r.log_likelihood -= 0.5 * (log_two_pi + std::log(fd));
        ++r.diffuse_updates;
        step.kind = detail::kalman_update::diffuse;
      } else {
        if (!(fp > 0)) {
          throw numerical_error(
              text("kalman_filter: the innovation of row ", t + 1, " has no variance"));
        }
        a += mp * (v / fp);
        p -= mp * mp.transpose() / fp;
        r.log_likelihood -= 0.5 * (log_two_pi + std::log(fp) + v * v / fp);
        r.innovation_variance[row] = fp;
        step.kind = detail::kalman_update::proper;
      }
      r.innovation[row] = v;
      step.v = v;
      step.f_proper = fp;
      step.f_diffuse = fd;
    }
    if (store) {
      r.filtered.row(row) = a.transpose();
      r.filtered_variance.push_back(p);
    }
    if (smooth) steps[t] = std::move(step);
    a = model.transition * a;
    p = model.transition * p * model.transition.transpose() + model.state_variance;
    p = (0.5 * (p + p.transpose())).eval();
    if (left > 0) {
      d = model.transition * d * model.transition.transpose();
      d = (0.5 * (d + d.transpose())).eval();
    }
  }
  if (left > 0) {
    throw numerical_error(
        text("kalman_filter: ", n, " rows leave ", left, " of the diffuse states undetermined"));
  }
  r.next_state = a;
  r.next_variance = p;
  if (!smooth) return r;

  r.smoothed.resize(rows, m);
  r.smoothed_variance.resize(n);
  vector r0 = vector::Zero(m), r1 = vector::Zero(m);
  matrix n0 = matrix::Zero(m, m), n1 = n0, n2 = n0;
  for (std::size_t t = n; t-- > 0;) {
    const auto row = to_index(t);
    const detail::kalman_step& s = steps[t];
    const bool still_diffuse = s.diffuse.size() > 0;
    if (t + 1 < n) {
      r0 = (model.transition.transpose() * r0).eval();
      n0 = (model.transition.transpose() * n0 * model.transition).eval();
      if (still_diffuse) {
        r1 = (model.transition.transpose() * r1).eval();
        n1 = (model.transition.transpose() * n1 * model.transition).eval();
        n2 = (model.transition.transpose() * n2 * model.transition).eval();
      }
    }
    if (s.kind != detail::kalman_update::missing) {
      z = model.observation.row(model.observation.rows() == 1 ? 0 : row).transpose();
      mp.noalias() = s.proper * z;
      if (s.kind == detail::kalman_update::proper) {
        const matrix l = matrix::Identity(m, m) - mp * z.transpose() / s.f_proper;
        r0 = (z * (s.v / s.f_proper) + l.transpose() * r0).eval();
        n0 = (z * z.transpose() / s.f_proper + l.transpose() * n0 * l).eval();
        if (still_diffuse) n1 = (n1 * l).eval();
      } else {
        md.noalias() = s.diffuse * z;
        const double f = s.f_diffuse;
        const matrix l0 = matrix::Identity(m, m) - md * z.transpose() / f;
        const matrix l1 = (md * (s.f_proper / (f * f)) - mp / f) * z.transpose();
        r1 = (z * (s.v / f) + l0.transpose() * r1 + l1.transpose() * r0).eval();
        r0 = (l0.transpose() * r0).eval();
        const matrix cross = l0.transpose() * n1 * l1;
        // n1 stands with P_inf on its left and P* on its right
        n2 = (-z * z.transpose() * (s.f_proper / (f * f)) + l0.transpose() * n2 * l0 +
              l1.transpose() * n0 * l1 + cross + cross.transpose())
                 .eval();
        n1 = (z * z.transpose() / f + l0.transpose() * n1 * l0 + l1.transpose() * n0 * l0).eval();
        n0 = (l0.transpose() * n0 * l0).eval();
      }
    }
    vector state = s.state + s.proper * r0;
    matrix variance = s.proper - s.proper * n0 * s.proper;
    if (still_diffuse) {
      state += s.diffuse * r1;
      const matrix mixed = s.diffuse * n1 * s.proper;
      variance -= mixed + mixed.transpose() + s.diffuse * n2 * s.diffuse;
    }
    r.smoothed.row(row) = state.transpose();
    r.smoothed_variance[t] = 0.5 * (variance + variance.transpose());
  }
  return r;
}

/// Forecasts of the observation and their variances, 1..horizon steps after the sample.
struct state_space_forecast {
  dense_vector<double> mean, variance;
};

/// @param observation  z' for each step (horizon x m), or one row for all
/// @throws argument_error  a horizon below 1, an observation of another shape
template <class = void>
[[nodiscard]] state_space_forecast forecast_states(const state_space_model& model,
                                                   const kalman_result& fit, Eigen::Index horizon,
                                                   const dense_matrix<double>& observation) {
  require(horizon >= 1, "forecast_states", "horizon is ", horizon, "; it must be at least 1");
  require(observation.cols() == model.transition.rows() &&
              (observation.rows() == 1 || observation.rows() == horizon),
          "forecast_states", "the observation matrix is ", observation.rows(), " x ",
          observation.cols());
  state_space_forecast f;
  f.mean.resize(horizon);
  f.variance.resize(horizon);
  dense_vector<double> a = fit.next_state;
  dense_matrix<double> p = fit.next_variance;
  for (Eigen::Index h = 0; h < horizon; ++h) {
    const dense_vector<double> z = observation.row(observation.rows() == 1 ? 0 : h).transpose();
    f.mean[h] = z.dot(a);
    f.variance[h] = z.dot(p * z) + model.observation_variance;
    a = model.transition * a;
    p = model.transition * p * model.transition.transpose() + model.state_variance;
  }
  return f;
}

}  // namespace bilateral
