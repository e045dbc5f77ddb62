#pragma once
/// Linear Gaussian state space: Kalman filter and smoother with an exact diffuse start.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// y_t = z_t' a_t + e_t, e_t ~ N(0, h);   a_{t+1} = T a_t + u_t, u_t ~ N(0, Q);   one observation a
/// period, m states.
template <class Scalar>
struct state_space_model {
  dense_matrix<Scalar> transition;        ///< T (m x m)
  dense_matrix<Scalar> state_variance;    ///< Q (m x m)
  dense_matrix<Scalar> observation;       ///< z' (1 x m), or one row a period (n x m)
  Scalar observation_variance{0};         ///< h
  dense_vector<Scalar> initial_state;     ///< (m) mean of a_1 where it is not diffuse
  dense_matrix<Scalar> initial_variance;  ///< (m x m) of the proper part of a_1
  std::vector<bool> diffuse;              ///< (m) states without prior knowledge; empty is all
};

/// What the filter knows of each period. Rows are periods.
template <class Scalar>
struct kalman_result {
  Scalar log_likelihood{0};                  ///< diffuse, with every constant
  dense_vector<Scalar> innovation;           ///< (n) v_t = y_t - z_t'a_t; 0 where y is missing
  dense_vector<Scalar> innovation_variance;  ///< (n) F_t; 0 where missing or diffuse
  std::size_t diffuse_updates = 0;           ///< observations spent on the diffuse start
  dense_matrix<Scalar> filtered;             ///< (n x m) E(a_t | y_1..y_t)
  std::vector<dense_matrix<Scalar>> filtered_variance;  ///< finite part while still diffuse
  dense_vector<Scalar> next_state;                      ///< (m) a_{n+1}
  dense_matrix<Scalar> next_variance;
  dense_matrix<Scalar> smoothed;  ///< (n x m) E(a_t | y); empty unless smoothed
  std::vector<dense_matrix<Scalar>> smoothed_variance;
};

/// What a run of the filter keeps: the likelihood alone, for maximisation; the filtered states; the
/// smoothed ones too.
enum class kalman_output { likelihood, filtered, smoothed };

namespace detail {

template <class Scalar>
void check_state_space(const state_space_model<Scalar>& m, std::size_t n) {
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
  require(m.observation_variance >= Scalar(0), function, "the observation variance is ",
          static_cast<double>(m.observation_variance), "; it must not be negative");
  require(m.diffuse.empty() || m.diffuse.size() == to_size(k), function, "diffuse has ",
          m.diffuse.size(), " flags for ", k, " states");
  require((m.initial_state.size() == 0 || m.initial_state.size() == k) &&
              (m.initial_variance.size() == 0 ||
               (m.initial_variance.rows() == k && m.initial_variance.cols() == k)),
          function, "the initial state or its variance has the wrong size");
}

template <class Scalar>
void check_observations(std::span<const Scalar> y, const std::vector<bool>& missing) {
  using std::isfinite;
  require(missing.empty() || missing.size() == y.size(), "kalman_filter", "missing has ",
          missing.size(), " flags for ", y.size(), " values");
  for (std::size_t t = 0; t < y.size(); ++t) {
    require((!missing.empty() && missing[t]) || isfinite(y[t]), "kalman_filter",
            "the series is not finite in row ", t + 1, " and not marked as missing");
  }
}

// z_t
template <class Scalar>
dense_vector<Scalar> observation_of(const dense_matrix<Scalar>& observation, Eigen::Index row) {
  return observation.row(observation.rows() == 1 ? 0 : row).transpose();
}

// A P A' where A is the transition: the variance of the state a period later but for its shocks
template <class Scalar>
dense_matrix<Scalar> carried(const dense_matrix<Scalar>& transition,
                             const dense_matrix<Scalar>& variance) {
  const dense_matrix<Scalar> moved = transition * variance;
  return moved * transition.transpose();
}

enum class kalman_update { missing, proper, diffuse };

// what an observation told: v_t, z'P*z + h and z'P_inf z
template <class Scalar>
struct kalman_innovation {
  kalman_update kind = kalman_update::missing;
  Scalar v{0}, f_proper{0}, f_diffuse{0};
};

// what is known of a_t: its mean, P* and P_inf, and the diffuse directions that are still unseen
template <class Scalar>
struct kalman_state {
  dense_vector<Scalar> mean;
  dense_matrix<Scalar> proper, diffuse;
  Eigen::Index unseen = 0;

  explicit kalman_state(const state_space_model<Scalar>& model) {
    const Eigen::Index m = model.transition.rows();
    mean = dense_vector<Scalar>::Zero(m);
    proper = diffuse = dense_matrix<Scalar>::Zero(m, m);
    if (model.initial_state.size() > 0) mean = model.initial_state;
    if (model.initial_variance.size() > 0) proper = model.initial_variance;
    for (Eigen::Index j = 0; j < m; ++j) {
      if (!model.diffuse.empty() && !model.diffuse[to_size(j)]) continue;
      diffuse(j, j) = Scalar(1);
      ++unseen;
    }
  }

  // a_t given y_t too (row counted from 0, for the message)
  kalman_innovation<Scalar> update(const dense_vector<Scalar>& z, Scalar y, Scalar h,
                                   Eigen::Index row) {
    kalman_innovation<Scalar> told;
    told.v = y - z.dot(mean);
    const dense_vector<Scalar> mp = proper * z;
    told.f_proper = z.dot(mp) + h;
    if (unseen > 0) {
      const dense_vector<Scalar> md = diffuse * z;
      const Scalar f = z.dot(md);
      if (f > Scalar(1e-9) * z.squaredNorm() * diffuse.diagonal().maxCoeff()) {
        told.f_diffuse = f;
        told.kind = kalman_update::diffuse;
        mean += md * (told.v / f);
        const dense_matrix<Scalar> cross = mp * md.transpose(), own = md * md.transpose();
        proper += own * (told.f_proper / (f * f)) - (cross + cross.transpose()) / f;
        diffuse -= own / f;
        if (--unseen == 0) diffuse.setZero();
        return told;
      }
    }
    if (!(told.f_proper > Scalar(0))) {
      throw numerical_error(
          text("kalman_filter: the innovation of row ", row + 1, " has no variance"));
    }
    told.kind = kalman_update::proper;
    mean += mp * (told.v / told.f_proper);
    proper -= mp * mp.transpose() / told.f_proper;
    return told;
  }

  // a_{t+1} given y_1..y_t
  void advance(const state_space_model<Scalar>& model) {
    mean = (model.transition * mean).eval();
    proper = symmetric_part<Scalar>(carried(model.transition, proper) + model.state_variance);
    if (unseen > 0) diffuse = symmetric_part(carried(model.transition, diffuse));
  }
};

// all that the backward pass needs of one period: a_t before y_t, and what y_t told
template <class Scalar>
struct kalman_step {
  kalman_state<Scalar> before;
  kalman_innovation<Scalar> told;
};

// the weighted sums of the innovations to come, r = r0 + r1 / k and N = N0 + N1 / k + N2 / k^2 as
// the diffuse variance k goes to infinity (5.3 of the book)
template <class Scalar>
struct smoothing_sums {
  dense_vector<Scalar> r0, r1;
  dense_matrix<Scalar> n0, n1, n2;  // n1 stands with P_inf on its left and P* on its right

  explicit smoothing_sums(Eigen::Index m)
      : r0(dense_vector<Scalar>::Zero(m)),
        r1(r0),
        n0(dense_matrix<Scalar>::Zero(m, m)),
        n1(n0),
        n2(n0) {}

  // from the start of period t + 1 to the end of period t
  void carry_back(const dense_matrix<Scalar>& transition, bool diffuse) {
    const dense_matrix<Scalar> back = transition.transpose();
    r0 = (back * r0).eval();
    n0 = carried(back, n0);
    if (!diffuse) return;
    r1 = (back * r1).eval();
    n1 = carried(back, n1);
    n2 = carried(back, n2);
  }

  // before y_t
  void take_in(const kalman_step<Scalar>& step, const dense_vector<Scalar>& z) {
    const kalman_innovation<Scalar>& told = step.told;
    if (told.kind == kalman_update::missing) return;
    const Eigen::Index m = z.size();
    const dense_vector<Scalar> mp = step.before.proper * z;
    const dense_matrix<Scalar> zz = z * z.transpose();
    if (told.kind == kalman_update::proper) {
      const dense_matrix<Scalar> l =
          dense_matrix<Scalar>::Identity(m, m) - mp * z.transpose() / told.f_proper;
      const dense_matrix<Scalar> back = l.transpose();
      r0 = (z * (told.v / told.f_proper) + back * r0).eval();
      n0 = zz / told.f_proper + carried(back, n0);
      if (step.before.unseen > 0) n1 = (n1 * l).eval();
      return;
    }
    const dense_vector<Scalar> md = step.before.diffuse * z;
    const Scalar f = told.f_diffuse;
    const dense_matrix<Scalar> l0 = dense_matrix<Scalar>::Identity(m, m) - md * z.transpose() / f;
    const dense_matrix<Scalar> l1 = (md * (told.f_proper / (f * f)) - mp / f) * z.transpose();
    const dense_matrix<Scalar> back0 = l0.transpose(), back1 = l1.transpose();
    r1 = (z * (told.v / f) + back0 * r1 + back1 * r0).eval();
    r0 = (back0 * r0).eval();
    const dense_matrix<Scalar> first = back0 * n1, cross = first * l1, last = back1 * n0 * l0;
    n2 = carried(back0, n2) + carried(back1, n0) + cross + cross.transpose() -
         zz * (told.f_proper / (f * f));
    n1 = zz / f + first * l0 + last;
    n0 = carried(back0, n0);
  }

  [[nodiscard]] dense_vector<Scalar> mean(const kalman_state<Scalar>& before) const {
    dense_vector<Scalar> a = before.mean + before.proper * r0;
    if (before.unseen > 0) a += before.diffuse * r1;
    return a;
  }

  [[nodiscard]] dense_matrix<Scalar> variance(const kalman_state<Scalar>& before) const {
    dense_matrix<Scalar> v = before.proper - carried(before.proper, n0);
    if (before.unseen > 0) {
      const dense_matrix<Scalar> mixed = before.diffuse * n1 * before.proper;
      v -= mixed + mixed.transpose() + carried(before.diffuse, n2);
    }
    return symmetric_part(v);
  }
};

// the backward pass
template <class Scalar>
void smooth_states(const state_space_model<Scalar>& model,
                   const std::vector<kalman_step<Scalar>>& steps, kalman_result<Scalar>& r) {
  const Eigen::Index m = model.transition.rows();
  smoothing_sums<Scalar> sums(m);
  r.smoothed.resize(std::ssize(steps), m);
  r.smoothed_variance.resize(steps.size());
  for (std::size_t t = steps.size(); t-- > 0;) {
    const kalman_step<Scalar>& step = steps[t];
    const auto row = to_index(t);
    if (t + 1 < steps.size()) sums.carry_back(model.transition, step.before.unseen > 0);
    sums.take_in(step, observation_of(model.observation, row));
    r.smoothed.row(row) = sums.mean(step.before).transpose();
    r.smoothed_variance[t] = sums.variance(step.before);
  }
}

// log of the density of an innovation; of a diffuse one the factor that does not depend on y
template <class Scalar>
Scalar log_density(const kalman_innovation<Scalar>& told) {
  using std::acos;
  using std::log;
  if (told.kind == kalman_update::missing) return Scalar(0);
  const Scalar log_two_pi = log(Scalar(2) * acos(Scalar(-1)));
  if (told.kind == kalman_update::diffuse) return -(log_two_pi + log(told.f_diffuse)) / Scalar(2);
  return -(log_two_pi + log(told.f_proper) + told.v * told.v / told.f_proper) / Scalar(2);
}

}  // namespace detail

/// Kalman filter, and where asked the fixed-interval smoother, with an exact treatment of diffuse
/// states (no large numbers).
///
/// @param y        (n); values under `missing` are ignored
/// @param missing  (n) or empty
/// @param output   what is kept
/// @return  a diffuse observation adds -(log 2 pi + log F_inf) / 2 to the likelihood
/// @throws argument_error   shapes; y not finite where not missing
/// @throws numerical_error  the observations never determine the diffuse states
/// @note  equal to statsmodels with exact diffuse initialisation
/// @see   Durbin & Koopman (2012), Time Series Analysis by State Space Methods, 4.3, 4.4, 5.2, 5.3
template <class Scalar>
[[nodiscard]] kalman_result<Scalar> kalman_filter(const state_space_model<Scalar>& model,
                                                  std::type_identity_t<std::span<const Scalar>> y,
                                                  const std::vector<bool>& missing = {},
                                                  kalman_output output = kalman_output::smoothed) {
  detail::check_state_space(model, y.size());
  detail::check_observations(y, missing);
  const Eigen::Index n = std::ssize(y), m = model.transition.rows();
  const bool store = output != kalman_output::likelihood;
  kalman_result<Scalar> r;
  r.innovation = r.innovation_variance = dense_vector<Scalar>::Zero(n);
  if (store) r.filtered.resize(n, m);
  std::vector<detail::kalman_step<Scalar>> steps;
  detail::kalman_state<Scalar> state(model);
  for (Eigen::Index t = 0; t < n; ++t) {
    if (output == kalman_output::smoothed) steps.push_back({state, {}});
    if (missing.empty() || !missing[to_size(t)]) {
      const auto told = state.update(detail::observation_of(model.observation, t), y[to_size(t)],
                                     model.observation_variance, t);
      r.log_likelihood += detail::log_density(told);
      r.innovation[t] = told.v;
      if (told.kind == detail::kalman_update::proper) r.innovation_variance[t] = told.f_proper;
      if (told.kind == detail::kalman_update::diffuse) ++r.diffuse_updates;
      if (!steps.empty()) steps.back().told = told;
    }
    if (store) {
      r.filtered.row(t) = state.mean.transpose();
      r.filtered_variance.push_back(state.proper);
    }
    state.advance(model);
  }
  if (state.unseen > 0) {
    throw numerical_error(text("kalman_filter: ", n, " rows leave ", state.unseen,
                               " of the diffuse states undetermined"));
  }
  r.next_state = state.mean;
  r.next_variance = state.proper;
  if (!steps.empty()) detail::smooth_states(model, steps, r);
  return r;
}

/// Forecasts of the observation and their variances, 1..horizon steps after the sample.
template <class Scalar>
struct state_space_forecast {
  dense_vector<Scalar> mean, variance;
};

/// @param observation  z' for each step (horizon x m), or one row for all
/// @throws argument_error  a horizon below 1, an observation of another shape
template <class Scalar>
[[nodiscard]] state_space_forecast<Scalar> forecast_states(
    const state_space_model<Scalar>& model, const kalman_result<Scalar>& fit, Eigen::Index horizon,
    const dense_matrix<Scalar>& observation) {
  require(horizon >= 1, "forecast_states", "horizon is ", horizon, "; it must be at least 1");
  require(observation.cols() == model.transition.rows() &&
              (observation.rows() == 1 || observation.rows() == horizon),
          "forecast_states", "the observation matrix is ", observation.rows(), " x ",
          observation.cols());
  state_space_forecast<Scalar> f;
  f.mean.resize(horizon);
  f.variance.resize(horizon);
  dense_vector<Scalar> a = fit.next_state;
  dense_matrix<Scalar> p = fit.next_variance;
  for (Eigen::Index h = 0; h < horizon; ++h) {
    const dense_vector<Scalar> z = detail::observation_of(observation, h);
    f.mean[h] = z.dot(a);
    f.variance[h] = z.dot(p * z) + model.observation_variance;
    a = (model.transition * a).eval();
    p = detail::carried(model.transition, p) + model.state_variance;
  }
  return f;
}

}  // namespace bilateral
