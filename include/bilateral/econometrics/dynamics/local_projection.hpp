#pragma once
/// Local projections: impulse responses horizon by horizon, HAC or lag-augmented errors, by state.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/column.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/stats/distribution.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What is projected h periods ahead.
enum class projected {
  level,            ///< y_(t+h)
  long_difference,  ///< y_(t+h) - y_(t-1): the cumulative response of a difference, y in levels
  running_sum,      ///< y_t + ... + y_(t+h): the cumulative response, y a flow or a difference
};

/// Errors of a local projection.
enum class projection_errors {
  newey_west,     ///< Bartlett, `bandwidth` lags (h + 1 unless stated), factor 1
  lag_augmented,  ///< one more lag of every control and White's HC1: valid under persistence
};

struct local_projection_options {
  int horizons = 24;  ///< H: h = 0..H
  int lags = 4;       ///< of response, impulse and `others` among the controls
  projected response = projected::level;
  projection_errors errors = projection_errors::newey_west;
  int bandwidth = -1;  ///< of newey_west; below 0: h + 1
  double level = 0.95;
  std::string response_name = "y";
};

/// Response at one horizon, with a pointwise interval from the normal.
struct local_projection_point {
  int horizon = 0;
  double estimate = 0;
  std::optional<double> std_error, low, high;
  std::size_t observations = 0;
  int bandwidth = 0;  ///< lags of the kernel; 0 is none
};

struct local_projection_result {
  std::string response_name, impulse_name;
  std::vector<local_projection_point> points;  ///< h = 0..H
  std::vector<std::string> controls;           ///< names of the columns beside the impulse
  std::vector<std::string> omitted;            ///< collinear columns left out
  std::string covariance_label;
  sample_summary sample;  ///< of horizon 0
  std::vector<std::string> notes;
};

/// Responses in two states, and their difference.
struct state_projection_result {
  local_projection_result on;                      ///< state indicator 1
  local_projection_result off;                     ///< state indicator 0
  std::vector<local_projection_point> difference;  ///< on - off
};

namespace detail {

template <class Scalar>
struct projection_problem {
  dense_matrix<Scalar> x;  // (n x k), rows t = first.., columns of interest last
  dense_vector<Scalar> y;  // (T), the whole response
  std::vector<std::string> names;
  Eigen::Index first = 0;
  Eigen::Index interest = 1;  // how many of the last columns are asked for
};

// variance of the mean-zero products g, Bartlett weights
template <class Scalar>
Scalar bartlett_sum(const dense_vector<Scalar>& g, int lags) {
  Scalar sum = g.squaredNorm();
  const Eigen::Index n = g.size();
  for (int l = 1; l <= lags && l < n; ++l) {
    const Scalar w = Scalar(1) - Scalar(double(l)) / Scalar(double(lags + 1));
    sum += Scalar(2) * w * g.tail(n - l).dot(g.head(n - l));
  }
  return sum;
}

template <class Scalar>
struct projection_paths {
  std::vector<std::vector<local_projection_point>> of;  // one a column of interest
  std::vector<local_projection_point> difference;       // first less second, when there are two
  std::vector<std::string> omitted;
  std::vector<std::string> kept;
};

// left-hand sides, one column a horizon, zero past the end of the sample
template <class Scalar>
dense_matrix<Scalar> projected_responses(const projection_problem<Scalar>& problem,
                                         const local_projection_options& options) {
  const Eigen::Index n = problem.x.rows();
  dense_matrix<Scalar> y = dense_matrix<Scalar>::Zero(n, options.horizons + 1);
  for (Eigen::Index h = 0; h < y.cols(); ++h) {
    const Eigen::Index rows = n - h;
    auto target = y.col(h).head(rows);
    target = problem.y.segment(problem.first + h, rows);
    if (options.response == projected::long_difference) {
      target -= problem.y.segment(problem.first - 1, rows);
    }
    if (options.response == projected::running_sum && h > 0) target += y.col(h - 1).head(rows);
  }
  return y;
}

// R'R + row row' = R'R for the triangle R by Givens rotations
template <class Scalar>
void add_row(dense_matrix<Scalar>& r, dense_vector<Scalar> row) {
  using std::sqrt;
  const Eigen::Index k = r.cols();
  for (Eigen::Index j = 0; j < k; ++j) {
    const Scalar a = r(j, j);
    const Scalar b = row[j];
    if (b == Scalar(0)) continue;
    const Scalar length = sqrt(a * a + b * b);
    const Scalar c = a / length;
    const Scalar s = b / length;
    for (Eigen::Index l = j; l < k; ++l) {
      const Scalar old = r(j, l);
      r(j, l) = c * old + s * row[l];
      row[l] = c * row[l] - s * old;
    }
  }
}

// The triangles of all horizons: that of the shortest sample by QR, each earlier horizon adds a row.
template <class Scalar>
struct horizon_triangles {
  std::vector<dense_matrix<Scalar>> of;

  horizon_triangles(dense_matrix<Scalar> shortest, const dense_matrix<Scalar>& x,
                    Eigen::Index horizons)
      : of(to_size(horizons)) {
    for (Eigen::Index h = horizons - 1; h >= 0; --h) {
      if (h < horizons - 1) add_row<Scalar>(shortest, x.row(x.rows() - 1 - h).transpose());
      of[to_size(h)] = shortest;
    }
  }
  // column h of b := R_h^-1 R_h^-T b
  void seminormal(dense_matrix<Scalar>& all) const {
    for (Eigen::Index h = 0; h < all.cols(); ++h) {
      const auto& t = of[to_size(h)];
      auto b = all.col(h);
      for (Eigen::Index i = 0; i < t.cols(); ++i) {
        const Scalar known = t.col(i).head(i).dot(b.head(i));
        b[i] = (b[i] - known) / t(i, i);
      }
      for (Eigen::Index i = t.cols() - 1; i >= 0; --i) {
        b[i] /= t(i, i);
        b.head(i) -= b[i] * t.col(i).head(i);
      }
    }
  }
};

template <class Scalar>
struct projection_fit {
  dense_matrix<Scalar> x;             // columns kept
  dense_matrix<Scalar> coefficients;  // (k x horizons)
  dense_matrix<Scalar> residuals;     // (n x horizons), zero past the end
  horizon_triangles<Scalar> triangles;
};

// All horizons at once. The sample of horizon h is rows 0..n-1-h. Right-hand sides past the end are
// zero, so that X'y of all horizons is one product. Coefficients come from the seminormal equations
// R'R b = X'y, corrected once where the condition asks for it. (Bjorck 1987, Linear Algebra Appl. 88-89)
template <class Scalar>
projection_fit<Scalar> fit_horizons(const checked_qr<Scalar>& qr, dense_matrix<Scalar> x,
                                    const dense_matrix<Scalar>& y) {
  const Eigen::Index horizons = y.cols();
  const auto residuals_of = [&](dense_matrix<Scalar> u) {
    for (Eigen::Index h = 1; h < horizons; ++h) u.col(h).tail(h).setZero();
    return u;
  };
  horizon_triangles<Scalar> triangles(qr.triangle(), x, horizons);
  dense_matrix<Scalar> b = x.transpose() * y;
  triangles.seminormal(b);
  dense_matrix<Scalar> u = residuals_of(y - x * b);
  if (qr.condition() > 1e3) {
    dense_matrix<Scalar> correction = x.transpose() * u;
    triangles.seminormal(correction);
    b += correction;
    u = residuals_of(u - x * correction);
  }
  return {std::move(x), std::move(b), std::move(u), std::move(triangles)};
}

// an estimate with the error that its influence g gives
template <class Scalar>
local_projection_point projected_point(Eigen::Index h, Scalar estimate,
                                       const dense_vector<Scalar>& g, Eigen::Index k,
                                       const local_projection_options& options) {
  local_projection_point p;
  p.horizon = static_cast<int>(h);
  p.estimate = static_cast<double>(estimate);
  const Eigen::Index rows = g.size();
  p.observations = to_size(rows);
  Scalar variance;
  if (options.errors == projection_errors::newey_west) {
    p.bandwidth = options.bandwidth < 0 ? p.horizon + 1 : options.bandwidth;
    variance = bartlett_sum(g, p.bandwidth);
  } else {
    variance = g.squaredNorm() * Scalar(double(rows) / double(rows - k));
  }
  if (variance >= Scalar(0)) {
    const double z = normal_quantile((1 + options.level) / 2);
    p.std_error = std::sqrt(static_cast<double>(variance));
    p.low = p.estimate - z * *p.std_error;
    p.high = p.estimate + z * *p.std_error;
  }
  return p;
}

// (X'X)^-1 row `at` times x_t u_t, one column a horizon
template <class Scalar>
dense_matrix<Scalar> influence_of(const projection_fit<Scalar>& fit, Eigen::Index at) {
  dense_matrix<Scalar> weights = dense_matrix<Scalar>::Zero(fit.x.cols(), fit.residuals.cols());
  weights.row(at).setOnes();
  fit.triangles.seminormal(weights);
  dense_matrix<Scalar> g = fit.x * weights;
  g.array() *= fit.residuals.array();
  return g;
}

template <class Scalar>
projection_paths<Scalar> project(const projection_problem<Scalar>& problem,
                                 const local_projection_options& options) {
  const Eigen::Index n = problem.x.rows();
  projection_paths<Scalar> out;
  const checked_qr<Scalar> qr(problem.x.topRows(n - options.horizons).eval());
  for (const auto& d : qr.dropped()) {
    const auto& name = problem.names[to_size(d.column)];
    if (d.column >= problem.x.cols() - problem.interest) {
      throw rank_deficiency_error(
          text("local_projection: ", name, " is determined by the controls"));
    }
    out.omitted.push_back(name);
  }
  for (const auto j : qr.kept()) out.kept.push_back(problem.names[to_size(j)]);
  const auto fit =
      fit_horizons<Scalar>(qr, qr.kept_columns(problem.x), projected_responses(problem, options));
  const Eigen::Index k = fit.x.cols();
  const auto path = [&](const dense_vector<Scalar>& estimates, const dense_matrix<Scalar>& g) {
    std::vector<local_projection_point> points;
    for (Eigen::Index h = 0; h < g.cols(); ++h) {
      points.push_back(projected_point<Scalar>(h, estimates[h], g.col(h).head(n - h), k, options));
    }
    return points;
  };
  std::vector<dense_matrix<Scalar>> influence;
  for (Eigen::Index j = 0; j < problem.interest; ++j) {
    const Eigen::Index at = k - problem.interest + j;
    influence.push_back(influence_of(fit, at));
    out.of.push_back(path(fit.coefficients.row(at).transpose(), influence.back()));
  }
  if (problem.interest == 2) {
    out.difference = path((fit.coefficients.row(k - 2) - fit.coefficients.row(k - 1)).transpose(),
                          influence[0] - influence[1]);
  }
  return out;
}

template <class Scalar>
void check_projection(const char* function, const dense_vector<Scalar>& y,
                      const std::vector<const named_column<Scalar>*>& columns,
                      const local_projection_options& options) {
  const auto rows = to_size(y.size());
  require(options.horizons >= 0, function, "horizons is ", options.horizons,
          "; it must not be negative");
  require(options.lags >= 0, function, "lags is ", options.lags, "; it must not be negative");
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  require_finite(function, options.response_name, std::span<const Scalar>(y.data(), rows));
  require_squares(function, options.response_name, std::span<const Scalar>(y.data(), rows));
  for (const auto* c : columns) {
    require_same_size(function, options.response_name, rows, c->first, to_size(c->second.size()));
    require_finite(function, c->first, std::span<const Scalar>(c->second.data(), rows));
    require_squares(function, c->first, std::span<const Scalar>(c->second.data(), rows));
  }
}

// the columns, each once, or once in each state of a 0/1 column
template <class Scalar>
void add_columns(projection_problem<Scalar>& p, const std::vector<named_column<Scalar>>& columns,
                 const dense_vector<Scalar>* state) {
  const Eigen::Index n = columns.front().second.size();
  p.interest = state == nullptr ? 1 : 2;
  p.x.resize(n, p.interest * std::ssize(columns));
  Eigen::Index at = 0;
  for (const auto& [name, values] : columns) {
    if (state == nullptr) {
      p.x.col(at++) = values;
      p.names.push_back(name);
      continue;
    }
    p.x.col(at) = values.cwiseProduct(state->tail(n));
    p.x.col(at + 1) = values - p.x.col(at);
    p.names.push_back(name + " (on)");
    p.names.push_back(name + " (off)");
    at += 2;
  }
}

template <class Scalar>
projection_problem<Scalar> projection_of(const char* function, const dense_vector<Scalar>& y,
                                         const named_column<Scalar>& impulse,
                                         const std::vector<named_column<Scalar>>& others,
                                         const std::vector<named_column<Scalar>>& fixed,
                                         const dense_vector<Scalar>* state,
                                         const local_projection_options& options) {
  std::vector<const named_column<Scalar>*> given{&impulse};
  for (const auto& c : others) given.push_back(&c);
  for (const auto& c : fixed) given.push_back(&c);
  check_projection(function, y, given, options);
  const int lags = options.lags + (options.errors == projection_errors::lag_augmented ? 1 : 0);
  projection_problem<Scalar> p;
  p.y = y;
  p.first = (std::max)(lags, options.response == projected::long_difference ? 1 : 0);
  const Eigen::Index n = y.size() - p.first;
  const Eigen::Index controls = 1 + std::ssize(fixed) + lags * (2 + std::ssize(others));
  const Eigen::Index k = (state == nullptr ? 1 : 2) * (controls + 1);
  require(n - options.horizons > k, function, "there are ", y.size(), " rows; ", p.first,
          " lags and ", options.horizons, " horizons leave ", n - options.horizons, " for ", k,
          " coefficients");
  std::vector<named_column<Scalar>> columns;
  columns.push_back({intercept_name, dense_vector<Scalar>::Ones(n)});
  for (const auto& [name, values] : fixed) columns.push_back({name, values.tail(n)});
  const auto add_lags = [&](const std::string& name, const dense_vector<Scalar>& values) {
    for (int l = 1; l <= lags; ++l) {
      columns.push_back({lag_name(name, l), values.segment(p.first - l, n)});
    }
  };
  add_lags(options.response_name, y);
  add_lags(impulse.first, impulse.second);
  for (const auto& [name, values] : others) add_lags(name, values);
  columns.push_back({impulse.first, impulse.second.tail(n)});
  add_columns(p, columns, state);
  return p;
}

template <class Scalar>
local_projection_result projection_result(const projection_problem<Scalar>& problem,
                                          const projection_paths<Scalar>& paths, std::size_t which,
                                          const std::string& impulse,
                                          const local_projection_options& options) {
  local_projection_result out;
  out.response_name = options.response_name;
  out.impulse_name = impulse;
  out.points = paths.of[which];
  out.controls.assign(paths.kept.begin(), paths.kept.end() - problem.interest);
  out.omitted = paths.omitted;
  if (options.errors == projection_errors::lag_augmented) {
    out.covariance_label = text("HC1, lag-augmented (", options.lags + 1, " lags)");
  } else {
    out.covariance_label = options.bandwidth < 0
                               ? std::string("HAC, Bartlett, h + 1 lags")
                               : text("HAC, Bartlett, ", options.bandwidth, " lags");
  }
  out.sample.used = to_size(problem.x.rows());
  out.sample.dropped = to_size(problem.first);
  out.sample.first = text("row ", problem.first + 1);
  out.sample.last = text("row ", problem.y.size());
  for (const auto& name : paths.omitted) {
    out.notes.push_back(text(name, " is collinear with the columns before it and was left out"));
  }
  return out;
}

}  // namespace detail

/// Impulse responses by local projections.
///
///   y_(t+h) = a_h + b_h s_t + sum_(l=1..L) (c_hl y_(t-l) + d_hl s_(t-l) + e_hl' w_(t-l)) + g_h' z_t
///             + u_(t,h),   h = 0..H
///
/// @param y        response (T); @param impulse  s, named (T)
/// @param others   w: enter with lags 1..L; @param fixed  z: enter as they are (dummies, or the
///                 current values of variables ordered before the impulse)
/// @param options  horizons, lags, what is projected, errors
/// @return         b_h with its error; each horizon uses every row that it can
/// @throws argument_error  shapes, rows left; rank_deficiency_error  the impulse is determined by
///                         the controls
/// @note  newey_west equals statsmodels OLS HAC (maxlags, no correction) and sandwich NeweyWest
///        (prewhite = FALSE, adjust = FALSE); intervals are normal, as there
/// @see   Jorda (2005), American Economic Review 95(1); Montiel Olea & Plagborg-Moller (2021),
///        Econometrica 89(4)
/// Example: local_projection(y, {"shock", s}, {}, {}, {.horizons = 48, .lags = 12})
template <class Scalar>
[[nodiscard]] local_projection_result local_projection(
    const dense_vector<Scalar>& y, const std::type_identity_t<named_column<Scalar>>& impulse,
    const std::type_identity_t<std::vector<named_column<Scalar>>>& others = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {},
    const local_projection_options& options = {}) {
  const auto problem = detail::projection_of<Scalar>("local_projection", y, impulse, others, fixed,
                                                     nullptr, options);
  const auto paths = detail::project(problem, options);
  return detail::projection_result(problem, paths, 0, impulse.first, options);
}

/// The same from whatever holds the columns: local_projection(y, {"shock", s}) of std::vectors.
template <other_column Response>
[[nodiscard]] local_projection_result local_projection(
    const Response& y, const named_values& impulse, const std::vector<named_values>& others = {},
    const std::vector<named_values>& fixed = {}, const local_projection_options& options = {}) {
  return local_projection<double>(to_column<double>(y), {impulse.name, impulse.values},
                                  to_columns(others), to_columns(fixed), options);
}

/// Local projections in two states: every term is interacted with I_t and 1 - I_t.
///
///   y_(t+h) = I_t (a + b s_t + ...) + (1 - I_t) (a' + b' s_t + ...) + u
///
/// @param state  I (T), in [0, 1]: an indicator, or a smooth transition; date it before the impulse
/// @return       both responses and their difference, whose error allows for their covariance
/// @throws argument_error  a state outside [0, 1]; otherwise as local_projection()
/// @see   Ramey & Zubairy (2018), J. Political Economy 126(2)
/// Example: state_projection(y, {"price", dp}, slump, {}, {}, {.horizons = 24})
template <class Scalar>
[[nodiscard]] state_projection_result state_projection(
    const dense_vector<Scalar>& y, const std::type_identity_t<named_column<Scalar>>& impulse,
    const dense_vector<Scalar>& state,
    const std::type_identity_t<std::vector<named_column<Scalar>>>& others = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {},
    const local_projection_options& options = {}) {
  require_same_size("state_projection", options.response_name, to_size(y.size()), "state",
                    to_size(state.size()));
  for (Eigen::Index i = 0; i < state.size(); ++i) {
    require(state[i] >= Scalar(0) && state[i] <= Scalar(1), "state_projection", "state is ",
            static_cast<double>(state[i]), " in row ", i + 1, "; it lies between 0 and 1");
  }
  const auto problem =
      detail::projection_of<Scalar>("state_projection", y, impulse, others, fixed, &state, options);
  const auto paths = detail::project(problem, options);
  state_projection_result out;
  out.on = detail::projection_result(problem, paths, 0, impulse.first + " (on)", options);
  out.off = detail::projection_result(problem, paths, 1, impulse.first + " (off)", options);
  out.difference = paths.difference;
  return out;
}

/// What y does h periods on for each unit by which the impulse itself then still differs.
struct relative_response_result {
  int horizon = 0;
  std::optional<double> estimate, std_error, low, high;  ///< none where `reason` says why
  double own_response = 0;  ///< of the impulse variable to its own impulse, h periods on
  std::optional<double> own_error;
  std::string reason;
  std::size_t observations = 0;
};

/// The long-run reading of a local projection: the response of y over the impulse variable's own.
///
///   theta_h = b_h / c_h,  y_(t+h) = b_h s_t + controls + u,  s_(t+h) = c_h s_t + controls + v
///
/// b_h alone is no elasticity: the impulse may have died out (c_h near 0) or grown. theta_h is the
/// instrumental-variables estimate of y_(t+h) on s_(t+h) with s_t as the instrument, the same controls
/// and rows; its errors are those of newey_west with h + 1 lags (or `bandwidth`).
///
/// @param horizon  h; @param options  lags, bandwidth, level, response_name; levels are projected
/// @return  no estimate where c_h is not told from zero: its robust F is below 10
/// @throws argument_error  as local_projection()
/// @see    Ramey & Zubairy (2018), J. Political Economy 126(2), eq. 3; Staiger & Stock (1997),
///         Econometrica 65(3), for the 10
template <class Scalar>
[[nodiscard]] relative_response_result relative_response(
    const dense_vector<Scalar>& y, const std::type_identity_t<named_column<Scalar>>& impulse,
    int horizon, const std::type_identity_t<std::vector<named_column<Scalar>>>& others = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {},
    local_projection_options options = {}) {
  options.horizons = horizon;
  options.response = projected::level;
  const auto problem = detail::projection_of<Scalar>("relative_response", y, impulse, others, fixed,
                                                     nullptr, options);
  const Eigen::Index rows = problem.x.rows() - horizon;
  const dense_matrix<Scalar> controls = problem.x.topRows(rows).leftCols(problem.x.cols() - 1);
  const auto beside_controls = [&](const dense_vector<Scalar>& column) {
    return least_squares(controls, column).residuals;
  };
  const Eigen::Index ahead = problem.first + horizon;
  const dense_vector<Scalar> z = beside_controls(problem.x.col(problem.x.cols() - 1).head(rows));
  const dense_vector<Scalar> later = beside_controls(impulse.second.segment(ahead, rows));
  const dense_vector<Scalar> response = beside_controls(y.segment(ahead, rows));
  const int lags = options.bandwidth < 0 ? horizon + 1 : options.bandwidth;
  const auto error = [&](const dense_vector<Scalar>& residual,
                         Scalar scale) -> std::optional<double> {
    const Scalar v = detail::bartlett_sum<Scalar>(z.cwiseProduct(residual) / scale, lags);
    if (!(v >= Scalar(0))) return std::nullopt;
    return std::sqrt(static_cast<double>(v));
  };
  const Scalar variance = z.squaredNorm(), moved = z.dot(later);
  require(variance > Scalar(0), "relative_response", impulse.first,
          " is determined by the controls");
  relative_response_result out;
  out.horizon = horizon;
  out.observations = to_size(rows);
  out.own_response = static_cast<double>(moved / variance);
  out.own_error = error(later - moved / variance * z, variance);
  const double f = horizon == 0 ? std::numeric_limits<double>::infinity()
                   : out.own_error && *out.own_error > 0
                       ? std::pow(out.own_response / *out.own_error, 2)
                       : 0;
  if (!(f >= 10)) {
    out.reason =
        text("after ", horizon, " periods the response of ", impulse.first, " to itself is ",
             significant_text(out.own_response, 3), " with F = ", significant_text(f, 3),
             ", below 10: there is too little left of it to divide by");
    return out;
  }
  const Scalar theta = z.dot(response) / moved;
  out.estimate = static_cast<double>(theta);
  out.std_error = error(response - theta * later, moved);
  if (out.std_error) {
    const double reach = normal_quantile((1 + options.level) / 2) * *out.std_error;
    out.low = *out.estimate - reach;
    out.high = *out.estimate + reach;
  }
  return out;
}

}  // namespace bilateral
