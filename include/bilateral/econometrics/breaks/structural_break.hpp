#pragma once
/// Multiple structural breaks at unknown dates: Bai and Perron's global minimisers and their dates.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/breaks/stability.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/recursive_least_squares.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/sup_f.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

struct break_options {
  double trim = 0.15;           ///< least regime as a share of the sample: h = floor(trim n)
  Eigen::Index least_rows = 0;  ///< h itself; 0 takes it from `trim`
  int max_breaks = 5;           ///< fewer where no more regimes of h rows fit; noted
};

/// The best partition with m breaks.
struct break_model {
  int breaks = 0;
  double residual_sum_of_squares = 0;
  std::optional<double> bic;            ///< none for an exact fit
  std::vector<Eigen::Index> after_row;  ///< (m) last row of every regime but the last, from 1
};

struct bai_perron_result {
  std::string response_name;
  std::vector<std::string> names;  ///< of the coefficients, all of which change
  Eigen::Index observations = 0;
  Eigen::Index least_rows = 0;      ///< h
  std::vector<break_model> models;  ///< m = 0..M
  int selected = 0;                 ///< m of the least BIC
  std::vector<std::string> notes;
};

namespace detail {

// best sums of squares with m breaks over the first e rows, and the start of the last regime
template <class Scalar>
struct break_table {
  std::vector<std::vector<Scalar>> best;              // [m][e]
  std::vector<std::vector<Eigen::Index>> last_start;  // [m][e]
};

// Dynamic programming run forward: as soon as the sums of squares of all regimes that start at row
// s are known they extend the best partitions that end at s, so that no triangle is stored.
template <class Scalar>
break_table<Scalar> search_breaks(const regression<Scalar>& model, Eigen::Index h, int max_breaks) {
  constexpr int lanes = 8;
  using lane = Eigen::Array<Scalar, lanes, 1>;
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  const std::vector<Scalar> rows = row_major(model.design);
  const Scalar infinite = std::numeric_limits<Scalar>::infinity();
  const auto width = to_size(n + 1);
  break_table<Scalar> table;
  table.best.assign(to_size(max_breaks) + 1, std::vector<Scalar>(width, infinite));
  table.last_start.assign(to_size(max_breaks) + 1, std::vector<Eigen::Index>(width, 0));
  std::vector<Scalar> sums(to_size(lanes) * width);
  recursive_least_squares<Scalar, lanes> fit(k);
  const auto run = [&](Eigen::Index first, Eigen::Index count) {  // regimes starting at first..
    fit.clear();
    for (Eigen::Index t = first; t < n; ++t) {
      lane weight;
      for (int l = 0; l < lanes; ++l)
        weight[l] = l < count && t >= first + l ? Scalar(1) : Scalar(0);
      fit.include(rows.data() + t * k, model.response[t], weight);
      for (int l = 0; l < lanes; ++l) {
        sums[to_size(l) * width + to_size(t + 1)] = fit.rss()[l];
      }
    }
    for (Eigen::Index l = 0; l < count; ++l) {
      const Eigen::Index s = first + l;
      const Scalar* sum = sums.data() + to_size(l) * width;
      if (s == 0) {
        for (Eigen::Index e = h; e <= n; ++e) table.best[0][to_size(e)] = sum[e];
        continue;
      }
      for (std::size_t m = 1; m < table.best.size(); ++m) {
        const Scalar before = table.best[m - 1][to_size(s)];
        if (!(before < infinite)) continue;
        Scalar* best = table.best[m].data();
        Eigen::Index* from = table.last_start[m].data();
        for (Eigen::Index e = s + h; e <= n; ++e) {
          const Scalar candidate = before + sum[e];
          if (candidate < best[e]) {
            best[e] = candidate;
            from[e] = s;
          }
        }
      }
    }
  };
  run(0, 1);
  if (max_breaks > 0) {
    for (Eigen::Index s = h; s + h <= n; s += lanes) {
      run(s, (std::min)(to_index(lanes), n - h - s + 1));
    }
  }
  return table;
}

template <class Scalar>
Eigen::Index check_break_design(const char* function, const regression<Scalar>& model,
                                const break_options& options) {
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  require_same_size(function, "the design", to_size(model.design.rows()), "the response",
                    to_size(n));
  require_finite(function, "the response",
                 std::span<const Scalar>(model.response.data(), to_size(n)));
  require(options.max_breaks >= 0, function, "max_breaks is ", options.max_breaks,
          "; it must not be negative");
  Eigen::Index h = options.least_rows;
  if (h == 0) {
    require(options.trim > 0 && options.trim <= 0.5, function, "trim is ", options.trim,
            "; it must lie above 0 and not above 0.5");
    h = static_cast<Eigen::Index>(std::floor(options.trim * static_cast<double>(n)));
  }
  require(h > k, function, "the least regime has ", h, " rows; with ", k,
          " regressors it must have more than ", k);
  require(2 * h <= n, function, "the least regime has ", h, " rows, more than half of the ", n);
  (void)full_rank_qr(function, model.design, model.names);
  return h;
}

template <class Scalar>
std::optional<double> break_bic(Scalar rss, Scalar scale, Eigen::Index n, Eigen::Index k, int m) {
  const double count = static_cast<double>(n);
  const Scalar noise = Scalar(count) * std::numeric_limits<Scalar>::epsilon();
  if (!(rss > noise * noise * scale)) return std::nullopt;
  constexpr double two_pi = 2 * std::numbers::pi;
  return count * (std::log(static_cast<double>(rss)) + 1 - std::log(count) + std::log(two_pi)) +
         std::log(count) * static_cast<double>((k + 1) * (m + 1));
}

}  // namespace detail

/// Breaks in a linear regression at unknown dates: for every m the partition with the least sum of
/// squares.
///
///   y_t = x_t' b_j + u_t,   t = T_{j-1} + 1, ..., T_j,   j = 1, ..., m + 1
///
/// Sums of squares of all regimes by row-by-row orthogonal updates (k^2 operations each), dates by
/// dynamic programming: of order n^2 (k^2 + m), memory of order n m.
/// @param model  every coefficient changes; `regress(y, {})` finds shifts of the mean
/// @return  m = 0..max_breaks with sums of squares, BIC and dates
/// @throws argument_error         h <= k, h > n / 2, shapes, values that are not finite
/// @throws rank_deficiency_error  collinear columns
/// @note  BIC = n (log(RSS / n) + 1 + log 2 pi) + log(n) (k + 1)(m + 1), h and ties (the earliest
///        date) as R strucchange::breakpoints
/// @see   Bai & Perron (2003), Journal of Applied Econometrics 18(1), section 3
/// Example: examples/elasticity/paths.cpp
template <class Scalar>
[[nodiscard]] bai_perron_result bai_perron(const regression<Scalar>& model,
                                           const break_options& options = {}) {
  const Eigen::Index h = detail::check_break_design("bai_perron", model, options);
  const Eigen::Index n = model.response.size();
  bai_perron_result r;
  r.response_name = model.response_name;
  r.names = model.names;
  r.observations = n;
  r.least_rows = h;
  int max_breaks = options.max_breaks;
  const auto room = static_cast<int>(n / h) - 1;
  if (max_breaks > room) {
    r.notes.push_back(text("regimes of at least ", h, " rows leave room for ", room,
                           " breaks, not ", max_breaks));
    max_breaks = room;
  }
  const auto table = detail::search_breaks(model, h, max_breaks);
  const Scalar scale = model.response.squaredNorm();
  for (int m = 0; m <= max_breaks; ++m) {
    break_model b;
    b.breaks = m;
    const Scalar rss = table.best[to_size(m)][to_size(n)];
    b.residual_sum_of_squares = static_cast<double>(rss);
    b.bic = detail::break_bic(rss, scale, n, model.design.cols(), m);
    Eigen::Index end = n;
    for (int j = m; j > 0; --j) {
      end = table.last_start[to_size(j)][to_size(end)];
      b.after_row.insert(b.after_row.begin(), end);
    }
    r.models.push_back(std::move(b));
  }
  for (const break_model& b : r.models) {
    const break_model& best = r.models[to_size(r.selected)];
    if (!best.bic) break;  // an exact fit needs no more breaks
    if (!b.bic || *b.bic < *best.bic) r.selected = b.breaks;
  }
  if (!r.models[to_size(r.selected)].bic) {
    r.notes.push_back(text("the fit with ", r.selected,
                           " breaks is exact: its BIC is undefined and no more breaks are sought"));
  }
  return r;
}

/// One regime and its own least squares.
template <class Scalar>
struct regime {
  Eigen::Index first_row = 0, last_row = 0;  ///< from 1, inclusive
  least_squares_result<Scalar> fit;
};

/// Least squares regime by regime.
/// @param after_row  last row of every regime but the last, from 1, ascending
/// @throws argument_error  breaks that do not ascend or lie outside the rows
template <class Scalar>
[[nodiscard]] std::vector<regime<Scalar>> fit_regimes(const regression<Scalar>& model,
                                                      const std::vector<Eigen::Index>& after_row) {
  const Eigen::Index n = model.response.size();
  std::vector<regime<Scalar>> out;
  Eigen::Index start = 0;
  for (std::size_t j = 0; j <= after_row.size(); ++j) {
    const Eigen::Index end = j < after_row.size() ? after_row[j] : n;
    require(end > start && end <= n, "fit_regimes", "break ", j + 1, " is after row ", end,
            "; it must lie after row ", start, " and before row ", n);
    const dense_matrix<Scalar> x = model.design.middleRows(start, end - start);
    const dense_vector<Scalar> y = model.response.segment(start, end - start);
    out.push_back({start + 1, end, least_squares(x, y)});
    start = end;
  }
  return out;
}

namespace detail {

// exp(z^2 / 2) P(Z > z), without overflow
template <class = when_called>
double mills_ratio(double z) {
  if (z < 20) return std::exp(z * z / 2) * normal_upper_tail(z);
  const double s = 1 / (z * z);
  return 0.3989422804014327 / z * (1 - s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s))));
}

// P(argmax > x), x > 0, of a two-sided Brownian motion with scale and downward drift
// (own_scale, own_drift) on the side of x and (other_scale, other_drift) on the other side.
// The maximum of a side is exponential with rate 2 drift / scale^2, and given that it is m it is
// reached when m is first passed; the integral over m is closed.
template <class = when_called>
double argmax_tail(double x, double own_scale, double own_drift, double other_scale,
                   double other_drift) {
  const double own = 2 * own_drift / (own_scale * own_scale);
  const double other = 2 * other_drift / (other_scale * other_scale);
  if (x <= 0) return other / (own + other);
  const double a = own_drift * x;
  const double s = own_scale * std::sqrt(x);
  const double e = a / s;
  const double bell = std::exp(-e * e / 2);
  const double below = normal_upper_tail(e);
  const auto first = [&](double c) {  // integral of exp(-c m) Phi((m - a) / s)
    const double z = (a - c * s * s) / s;
    const double part = z < 0 ? bell * mills_ratio(-z)
                              : std::exp(-c * a + c * c * s * s / 2) * normal_upper_tail(-z);
    return (below + part) / c;
  };
  const auto second = [&](double c) {  // integral of exp(-c m) Phi(-(m + a) / s)
    if (c == 0) return s * 0.3989422804014327 * bell - a * below;
    return (below - bell * mills_ratio((a + c * s * s) / s)) / c;
  };
  const double p = own * (first(own) - first(own + other) - second(0) + second(other));
  return p > 0 ? p : 0;
}

}  // namespace detail

/// Confidence interval of one break date; `low` and `high` may lie outside the sample.
struct break_interval {
  Eigen::Index low = 0, after_row = 0, high = 0;
};

struct break_interval_options {
  double level = 0.95;
  bool regressors_change = true;  ///< E x x' differs between regimes
  bool errors_change = true;      ///< the variance of u differs between regimes
};

namespace detail {

// least squares of every regime, each with all its coefficients
template <class Scalar>
std::vector<regime<Scalar>> full_rank_regimes(const regression<Scalar>& model,
                                              const std::vector<Eigen::Index>& after_row) {
  auto regimes = fit_regimes(model, after_row);
  for (const auto& r : regimes) {
    require(r.fit.dropped.empty(), "break_intervals", "the regime from row ", r.first_row, " to ",
            r.last_row, " has collinear columns");
  }
  return regimes;
}

// sigma^2: the mean square of the residuals of regimes taken together
template <class Scalar>
double residual_variance(std::span<const regime<Scalar>> regimes) {
  double squares = 0, rows = 0;
  for (const auto& r : regimes) {
    squares += static_cast<double>(r.fit.residual_sum_of_squares);
    rows += static_cast<double>(r.last_row - r.first_row + 1);
  }
  return squares / rows;
}

// The process whose argmax a break date follows: s = rows / rows_of_unit, W_1 with drift 1/2 before
// the break, after it scale_after W_2 with drift xi / 2.
struct break_process {
  double rows_of_unit = 0;  // phi_1^2 / d'Q_1 d
  double xi = 0;
  double scale_after = 0;  // sqrt(xi) phi_2 / phi_1
};

// the process of the break after `regimes[j]`
template <class Scalar>
break_process process_of_break(const regression<Scalar>& model,
                               const std::vector<regime<Scalar>>& regimes, std::size_t j,
                               const break_interval_options& options) {
  const auto &one = regimes[j], &two = regimes[j + 1];
  const dense_vector<Scalar> shift = two.fit.coefficients - one.fit.coefficients;
  const auto moment = [&](Eigen::Index first_row, Eigen::Index last_row) {  // d'Q d
    const Eigen::Index rows = last_row - first_row + 1;
    return static_cast<double>(
        (model.design.middleRows(first_row - 1, rows) * shift).squaredNorm() /
        Scalar(double(rows)));
  };
  double q1 = moment(one.first_row, one.last_row), q2 = moment(two.first_row, two.last_row);
  if (!options.regressors_change) q1 = q2 = moment(1, model.response.size());
  const std::span all(regimes);
  double v1 = residual_variance(all.subspan(j, 1)), v2 = residual_variance(all.subspan(j + 1, 1));
  if (!options.errors_change) v1 = v2 = residual_variance(all);
  require(v1 > 0 && v2 > 0 && q1 > 0 && q2 > 0, "break_intervals", "the regimes beside row ",
          one.last_row, " have no residual variance or no shift; ", model.design.cols(),
          " regressors");
  const double xi = q2 / q1;
  return {.rows_of_unit = v1 / q1, .xi = xi, .scale_after = std::sqrt(xi * v2 / v1)};
}

// x > 0 with beyond(x) = tail, or none where the whole side holds no more
template <class Beyond>
std::optional<double> tail_point(Beyond&& beyond, double tail) {
  if (beyond(0.0) <= tail) return std::nullopt;
  double low = 0, high = 1;
  while (beyond(high) > tail) {
    low = high;
    high *= 2;
  }
  for (int i = 0; i < 200 && high - low > 1e-13 * high; ++i) {
    const double middle = (low + high) / 2;
    (beyond(middle) > tail ? low : high) = middle;
  }
  return (low + high) / 2;
}

// T^ less the upper and lower point of the argmax, in whole rows
template <class = when_called>
std::optional<break_interval> interval_of_break(const break_process& v, Eigen::Index after_row,
                                                double level) {
  const double tail = (1 - level) / 2;
  const auto up =
      tail_point([&](double x) { return argmax_tail(x, v.scale_after, v.xi / 2, 1.0, 0.5); }, tail);
  const auto down =
      tail_point([&](double x) { return argmax_tail(x, 1.0, 0.5, v.scale_after, v.xi / 2); }, tail);
  if (!up || !down) return std::nullopt;
  const double date = static_cast<double>(after_row);
  return break_interval{static_cast<Eigen::Index>(std::floor(date - *up * v.rows_of_unit)),
                        after_row,
                        static_cast<Eigen::Index>(std::ceil(date + *down * v.rows_of_unit))};
}

}  // namespace detail

/// Confidence intervals of break dates from the distribution of the argmax of a two-sided Brownian
/// motion with drift, for shifts that shrink as the sample grows.
///
///   d'Q_1 d / phi_1^2 (T^ - T) -> argmax V(s),   d = b_{j+1} - b_j,   phi_i^2 = d'Omega_i d / d'Q_i d
///   V(s) = W_1(-s) - |s| / 2, s <= 0;   sqrt(xi) (phi_2 / phi_1) W_2(s) - xi s / 2, s > 0
///   xi = d'Q_2 d / d'Q_1 d,  Omega_i = sigma_i^2 Q_i
///
/// @return  for every break the interval, or none where too little of the distribution lies on one
///          side of the date for the level (R reports NA)
/// @throws argument_error  a regime without residual variance or with collinear columns
/// @note  rounded outwards to whole rows: equal to R strucchange::confint with het.reg and het.err
/// @see   Bai (1997), Review of Economics and Statistics 79(4), proposition 3 and appendix B
template <class Scalar>
[[nodiscard]] std::vector<std::optional<break_interval>> break_intervals(
    const regression<Scalar>& model, const std::vector<Eigen::Index>& after_row,
    const break_interval_options& options = {}) {
  require(options.level > 0 && options.level < 1, "break_intervals", "level is ", options.level,
          "; it must lie between 0 and 1");
  const auto regimes = detail::full_rank_regimes(model, after_row);
  std::vector<std::optional<break_interval>> out;
  for (std::size_t j = 0; j < after_row.size(); ++j) {
    const auto process = detail::process_of_break(model, regimes, j, options);
    out.push_back(detail::interval_of_break(process, after_row[j], options.level));
  }
  return out;
}

/// Breaks added one by one while the next is significant.
struct sequential_break_result {
  std::vector<Eigen::Index> after_row;  ///< of the breaks found, ascending
  std::vector<test_result> tests;  ///< sup F(1|0), sup F(2|1), ...; the last one may not reject
  std::vector<Eigen::Index>
      found_in;  ///< of each test: the regime, from 1, that the new date splits
};

namespace detail {

// The search for one more break given dates: the regimes, their sum of squares, the largest fall.
struct next_break {
  std::vector<searched_regime> regimes;
  double rss = 0, gain = 0;
  Eigen::Index regime_of_best = 0;  // from 1; 0 where no regime has room
  Eigen::Index rows_of_best = 0;
};

template <class Scalar>
next_break search_next_break(const regression<Scalar>& model,
                             const std::vector<Eigen::Index>& dates, double trim) {
  const Eigen::Index n = model.response.size();
  next_break out;
  Eigen::Index start = 0;
  for (std::size_t j = 0; j <= dates.size(); ++j) {
    const Eigen::Index end = j < dates.size() ? dates[j] : n;
    const Eigen::Index rows = end - start;
    const auto h =
        (std::max)(model.design.cols() + 1,
                   static_cast<Eigen::Index>(std::floor(trim * static_cast<double>(rows))));
    regression<Scalar> part;
    part.response = model.response.segment(start, rows);
    part.design = model.design.middleRows(start, rows);
    searched_regime regime{.first_row = start + 1, .last_row = end};
    start = end;
    if (2 * h > rows) {
      out.rss +=
          static_cast<double>(least_squares(part.design, part.response).residual_sum_of_squares);
      out.regimes.push_back(regime);
      continue;
    }
    regime.earliest = h;
    regime.latest = rows - h;
    out.regimes.push_back(regime);
    const auto table = search_breaks(part, h, 1);
    const double whole = static_cast<double>(table.best[0].back());
    const double fall = whole - static_cast<double>(table.best[1].back());
    out.rss += whole;
    if (out.regime_of_best == 0 || fall > out.gain) {
      out.gain = fall;
      out.regime_of_best = to_index(j) + 1;
      out.rows_of_best = rows;
    }
  }
  return out;
}

}  // namespace detail

/// Sequential choice of the number of breaks: given the best partition with l breaks, each of its
/// regimes is searched for one more, until sup F(l + 1 | l) no longer rejects.
///
///   F = max_j (RSS_j - min_T RSS_j(T)) / s^2,   s^2 = RSS(l + 1) / (n - (l + 2) k)
///
/// Its p-value is simulated for the design and dates at hand in small samples, else 1 - (1 - p)^(l + 1),
/// p that of sup F in one regime.
/// @param level  of each test
/// @note  a new date lies at least max(k + 1, floor(trim T_j)) rows inside its regime
/// @see   Bai & Perron (1998), Econometrica 66(1), proposition 7
template <class Scalar>
[[nodiscard]] sequential_break_result sequential_breaks(const regression<Scalar>& model,
                                                        const break_options& options = {},
                                                        double level = 0.05,
                                                        const sup_f_p_options& p_value = {}) {
  require(level > 0 && level < 1, "sequential_breaks", "level is ", level,
          "; it must lie between 0 and 1");
  const bai_perron_result all = bai_perron(model, options);
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  const double trim = options.least_rows > 0
                          ? static_cast<double>(options.least_rows) / static_cast<double>(n)
                          : options.trim;
  sequential_break_result r;
  for (std::size_t l = 0; l + 1 < all.models.size(); ++l) {
    const auto next = detail::search_next_break(model, all.models[l].after_row, trim);
    const double dof = static_cast<double>(n - to_index(l + 2) * k);
    if (next.regime_of_best == 0 || !(dof > 0) || !(next.rss - next.gain > 0)) break;
    test_result t;
    t.name = text("sup F(", l + 1, "|", l, ")");
    t.statistic = next.gain / ((next.rss - next.gain) / dof);
    t.null = text(l, " breaks");
    t.distribution =
        text("sup F with ", k, " parameters, trimming ", trim, "; ", sup_f_source(n, p_value));
    t.p_value = sup_f_p_value(model, next.regimes, dof, t.statistic, trim, 1 - trim,
                              next.rows_of_best, p_value);
    const bool rejects = *t.p_value < level;
    r.tests.push_back(std::move(t));
    r.found_in.push_back(next.regime_of_best);
    if (!rejects) break;
    r.after_row = all.models[l + 1].after_row;
  }
  return r;
}

}  // namespace bilateral
