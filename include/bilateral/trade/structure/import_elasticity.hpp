#pragma once
/// Elasticities of import demand and export supply from unit values and shares of varieties:
/// Feenstra, Broda and Weinstein, Soderbery.

#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>
#include <bilateral/stats/bootstrap.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// One product's imports by variety (usually the exporting country) and period, in long form.
struct variety_panel {
  std::vector<std::int32_t> variety;  ///< (n) any integers
  std::vector<std::int32_t> period;   ///< (n) integers; differences are over 1
  std::vector<double> price;          ///< (n) unit values, above zero
  std::vector<double> value;          ///< (n) spending, above zero, in one unit
};

/// How the moment conditions are met.
enum class elasticity_method {
  feenstra,  ///< two-stage least squares on the dummies of varieties, weighted in a second step
  broda_weinstein,  ///< averages of the varieties, weighted by periods and quantities
  liml,             ///< limited information maximum likelihood, weighted likewise in a second step
};

struct import_elasticity_options {
  elasticity_method method = elasticity_method::liml;
  /// variety; none: the one with most periods, then most spending
  std::optional<std::int32_t> reference = std::nullopt;
  double least_sigma = 1.05, largest_sigma = 131.5;  ///< of the search under constraints
  double largest_omega = 131.5;                      ///< likewise
  double level = 0.95;                               ///< of the intervals
  int draws = 0;  ///< resamplings of varieties for percentile intervals; 0: none
  std::uint64_t seed = 1;
  unsigned threads = 1;  ///< of the resampling; the figures do not depend on it
};

struct demand_elasticity_interval {
  double low = 0, high = 0;
};

/// One elasticity with its errors.
struct demand_elasticity {
  double value = 0;
  index_value<double> std_error = index_value<double>::none("not computed");  ///< delta method
  /// on the scale of ln(sigma - 1) and ln omega: never beyond the economic range
  index_value<demand_elasticity_interval> interval =
      index_value<demand_elasticity_interval>::none("not computed");
  index_value<demand_elasticity_interval> resampled =
      index_value<demand_elasticity_interval>::none("no resampling was asked for");
};

struct import_elasticity_result {
  demand_elasticity sigma;        ///< of substitution: a rise of a price by 1 percent lowers the
                                  ///< quantity by sigma percent at a given price index; above 1
  demand_elasticity omega;        ///< inverse elasticity of export supply, from 0
  double rho = 0;                 ///< Feenstra's omega (sigma - 1) / (1 + omega sigma)
  double theta1 = 0, theta2 = 0;  ///< coefficients at the estimate
  bool constrained = false;       ///< the equation alone gave no sigma > 1 and omega >= 0
  bool at_limit = false;          ///< the estimate lies on a limit of the search
  double root = 0;                ///< LIML: the smallest root, 0 where the equation holds exactly
  std::string method;             ///< in words
  std::int32_t reference = 0;
  std::size_t varieties = 0;     ///< besides the reference
  std::size_t observations = 0;  ///< differences of differences used
  std::vector<std::string> notes;
};

namespace detail {

// a symmetric form in (y, x1, x2)
template <class Scalar>
struct moment_form {
  Scalar yy{}, y1{}, y2{}, aa{}, ab{}, bb{};

  void add(const std::array<Scalar, 3>& v, Scalar weight) {
    yy += weight * v[0] * v[0];
    y1 += weight * v[0] * v[1];
    y2 += weight * v[0] * v[2];
    aa += weight * v[1] * v[1];
    ab += weight * v[1] * v[2];
    bb += weight * v[2] * v[2];
  }
  void add_form(const moment_form& other, Scalar weight) {
    yy += weight * other.yy;
    y1 += weight * other.y1;
    y2 += weight * other.y2;
    aa += weight * other.aa;
    ab += weight * other.ab;
    bb += weight * other.bb;
  }
  // of the residual y - t1 x1 - t2 x2
  [[nodiscard]] Scalar of(Scalar t1, Scalar t2) const {
    return yy - Scalar(2) * (t1 * y1 + t2 * y2) + t1 * t1 * aa + Scalar(2) * t1 * t2 * ab +
           t2 * t2 * bb;
  }
  [[nodiscard]] dense_matrix<Scalar> matrix() const {
    dense_matrix<Scalar> m(3, 3);
    m << yy, y1, y2, y1, aa, ab, y2, ab, bb;
    return m;
  }
};

// one squared or crossed difference of a variety against the reference
template <class Scalar>
struct elasticity_row {
  std::size_t variety;
  std::array<Scalar, 3> v;  // y = dp^2, x1 = ds^2, x2 = dp ds
  Scalar inverse_quantity;  // 1/q_t + 1/q_t-1
};

template <class Scalar>
struct variety_moments {
  Scalar count{};
  std::array<Scalar, 3> mean{};
  moment_form<Scalar> within{};
  Scalar inverse_quantity{};  // mean
};

template <class Scalar>
struct elasticity_sample {
  std::vector<elasticity_row<Scalar>> rows;
  std::vector<variety_moments<Scalar>> varieties;
  std::int32_t reference = 0;
  std::vector<std::string> notes;
};

using variety_series = std::map<std::int32_t, std::pair<double, double>>;  // price and value

template <class = when_called>
std::map<std::int32_t, variety_series> series_of_varieties(const variety_panel& panel) {
  constexpr const char* name = "import_elasticity";
  require_same_size(name, "variety", panel.variety.size(), "period", panel.period.size());
  require_same_size(name, "variety", panel.variety.size(), "price", panel.price.size());
  require_same_size(name, "variety", panel.variety.size(), "value", panel.value.size());
  require_positive(name, "price", std::span<const double>(panel.price));
  require_positive(name, "value", std::span<const double>(panel.value));
  std::map<std::int32_t, variety_series> out;
  for (std::size_t r = 0; r < panel.variety.size(); ++r) {
    const bool added = out[panel.variety[r]]
                           .emplace(panel.period[r], std::pair{panel.price[r], panel.value[r]})
                           .second;
    require(added, name, "row ", r + 1, " is the second of variety ", panel.variety[r],
            " in period ", panel.period[r]);
  }
  return out;
}

template <class = when_called>
std::int32_t reference_variety(const std::map<std::int32_t, variety_series>& varieties,
                               const std::optional<std::int32_t>& asked) {
  require(!varieties.empty(), "import_elasticity", "the panel is empty");
  if (asked) {
    require(varieties.count(*asked) > 0, "import_elasticity", "there is no variety ", *asked,
            " to be the reference");
    return *asked;
  }
  std::int32_t best = varieties.begin()->first;
  std::pair<std::size_t, double> most{0, 0};
  for (const auto& [code, series] : varieties) {
    double spent = 0;
    for (const auto& [when, what] : series) spent += what.second;
    if (std::pair{series.size(), spent} > most) {
      most = {series.size(), spent};
      best = code;
    }
  }
  return best;
}

// the rows of one variety: both it and the reference in two periods that follow each other
template <class Scalar>
void add_differences(const variety_series& own, const variety_series& reference,
                     std::size_t variety, std::vector<elasticity_row<Scalar>>& rows) {
  using std::log;
  for (const auto& [period, now] : own) {
    const auto before = own.find(period - 1);
    const auto there = reference.find(period), there_before = reference.find(period - 1);
    if (before == own.end() || there == reference.end() || there_before == reference.end())
      continue;
    const auto& [price, value] = now;
    const auto& [price_before, value_before] = before->second;
    const Scalar dp = log(Scalar(price) / Scalar(price_before)) -
                      log(Scalar(there->second.first) / Scalar(there_before->second.first));
    const Scalar ds = log(Scalar(value) / Scalar(value_before)) -
                      log(Scalar(there->second.second) / Scalar(there_before->second.second));
    rows.push_back({variety,
                    {dp * dp, ds * ds, dp * ds},
                    Scalar(price) / Scalar(value) + Scalar(price_before) / Scalar(value_before)});
  }
}

template <class Scalar>
variety_moments<Scalar> moments_of(std::span<const elasticity_row<Scalar>> rows) {
  variety_moments<Scalar> out;
  out.count = Scalar(static_cast<double>(rows.size()));
  for (const auto& row : rows) {
    for (std::size_t k = 0; k < 3; ++k) out.mean[k] += row.v[k] / out.count;
    out.inverse_quantity += row.inverse_quantity / out.count;
  }
  for (const auto& row : rows) {
    out.within.add({row.v[0] - out.mean[0], row.v[1] - out.mean[1], row.v[2] - out.mean[2]},
                   Scalar(1));
  }
  return out;
}

template <class Scalar>
elasticity_sample<Scalar> elasticity_sample_of(const variety_panel& panel,
                                               const import_elasticity_options& options) {
  const auto varieties = series_of_varieties(panel);
  elasticity_sample<Scalar> out;
  out.reference = reference_variety(varieties, options.reference);
  const variety_series& reference = varieties.at(out.reference);
  std::string left_out;
  std::size_t without = 0;
  for (const auto& [code, series] : varieties) {
    if (code == out.reference) continue;
    const std::size_t first = out.rows.size();
    add_differences(series, reference, out.varieties.size(), out.rows);
    const std::size_t count = out.rows.size() - first;
    if (count == 0) {
      if (without++ < 5) left_out += text(left_out.empty() ? "" : ", ", code);
      continue;
    }
    out.varieties.push_back(
        moments_of(std::span<const elasticity_row<Scalar>>(out.rows).subspan(first, count)));
  }
  if (without > 0) {
    out.notes.push_back(text(without, " varieties left out (", left_out,
                             "): no two periods in a row with the reference"));
  }
  require(out.varieties.size() >= 3, "import_elasticity", "there are ", out.varieties.size(),
          " varieties besides the reference with two periods in a row; 3 are needed");
  return out;
}

// between and within moments of the varieties picked
template <class Scalar>
struct elasticity_system {
  moment_form<Scalar> between{}, within{};
  std::array<Scalar, 3> on_constant{};  // coefficients of (y, x1, x2) on the exogenous column
};

template <class Scalar>
std::pair<Scalar, Scalar> between_weight(const variety_moments<Scalar>& m, Scalar variance,
                                         elasticity_method method) {  // and the exogenous column
  if (method != elasticity_method::broda_weinstein) return {m.count / variance, Scalar(1)};
  return {m.count * m.count * m.count / m.inverse_quantity, m.inverse_quantity};
}

template <class Scalar>
elasticity_system<Scalar> system_of(const elasticity_sample<Scalar>& sample,
                                    std::span<const std::size_t> picked,
                                    const std::vector<Scalar>& variances,
                                    elasticity_method method) {
  elasticity_system<Scalar> out;
  Scalar zz(0);
  for (const std::size_t i : picked) {
    const auto& m = sample.varieties[i];
    const auto [weight, z] = between_weight(m, variances[i], method);
    out.between.add(m.mean, weight);
    out.within.add_form(m.within, Scalar(1) / variances[i]);
    for (std::size_t k = 0; k < 3; ++k) out.on_constant[k] += weight * z * m.mean[k];
    zz += weight * z * z;
  }
  for (Scalar& c : out.on_constant) c /= zz;
  out.between.add(out.on_constant, -zz);
  return out;
}

template <class Scalar>
struct elasticity_point {
  Scalar a{}, phi{};  // 1 / (sigma - 1), omega / (1 + omega)
  Scalar root{};
  bool constrained = false, at_limit = false;

  [[nodiscard]] Scalar theta1() const { return a * phi; }
  [[nodiscard]] Scalar theta2() const { return phi - a; }
};

// smallest root of |between - root within| = 0
template <class Scalar>
Scalar smallest_root(const elasticity_system<Scalar>& s) {
  using std::sqrt;
  const auto eigen = symmetric_eigen(s.within.matrix());
  if (!(eigen.values[0] > Scalar(1e-13) * eigen.values[2])) return Scalar(0);
  const dense_vector<Scalar> scale =
      eigen.values.unaryExpr([](const Scalar& v) { return Scalar(Scalar(1) / sqrt(v)); });
  const dense_matrix<Scalar> half = eigen.vectors * scale.asDiagonal();
  const dense_matrix<Scalar> inner = half.transpose() * s.between.matrix() * half;
  const Scalar root = symmetric_eigen<Scalar>((inner + inner.transpose()) / Scalar(2)).values[0];
  return root > Scalar(0) ? root : Scalar(0);
}

// coefficients without constraints; none where they are not determined
template <class Scalar>
std::optional<std::pair<Scalar, Scalar>> free_coefficients(const elasticity_system<Scalar>& s,
                                                           Scalar root) {
  moment_form<Scalar> m = s.between;
  m.add_form(s.within, -root);
  const Scalar determinant = m.aa * m.bb - m.ab * m.ab;
  if (!(determinant > Scalar(1e-12) * m.aa * m.bb)) return std::nullopt;
  return std::pair{Scalar((m.bb * m.y1 - m.ab * m.y2) / determinant),
                   Scalar((m.aa * m.y2 - m.ab * m.y1) / determinant)};
}

template <class Scalar>
struct elasticity_limits {
  Scalar least_log, largest_log, largest_phi;  // of ln a, of phi

  explicit elasticity_limits(const import_elasticity_options& o) {
    using std::log;
    least_log = -log(Scalar(o.largest_sigma - 1));
    largest_log = -log(Scalar(o.least_sigma - 1));
    largest_phi = Scalar(o.largest_omega / (1 + o.largest_omega));
  }
};

// least objective over the limits: a grid of 5 percent in sigma - 1, then a pattern search
template <class Scalar>
elasticity_point<Scalar> constrained_point(const elasticity_system<Scalar>& s, bool ratio,
                                           const elasticity_limits<Scalar>& limits) {
  using std::exp;
  const auto objective = [&](Scalar u, Scalar phi) {
    const Scalar a = exp(u), q = s.between.of(a * phi, phi - a);
    return ratio ? Scalar(q / s.within.of(a * phi, phi - a)) : q;
  };
  Scalar step_u(0.05), step_phi = limits.largest_phi / Scalar(100);
  Scalar u = limits.least_log, phi(0), best = objective(u, phi);
  const auto try_at = [&](Scalar v, Scalar p) {
    v = (std::min)((std::max)(v, limits.least_log), limits.largest_log);
    p = (std::min)((std::max)(p, Scalar(0)), limits.largest_phi);
    const Scalar found = objective(v, p);
    if (!(found < best)) return false;
    best = found;
    u = v;
    phi = p;
    return true;
  };
  for (Scalar v = limits.least_log; v < limits.largest_log + step_u; v += step_u) {
    for (int k = 0; k <= 100; ++k) (void)try_at(v, step_phi * Scalar(k));
  }
  for (int round = 0; round < 4000 && step_phi > Scalar(1e-12); ++round) {
    const Scalar v = u, p = phi;
    bool moved = false;
    for (int i = -2; i <= 2; ++i) {
      for (int k = -2; k <= 2; ++k)
        moved = try_at(v + step_u * Scalar(i), p + step_phi * Scalar(k)) || moved;
    }
    if (moved) continue;
    step_u /= Scalar(2);
    step_phi /= Scalar(2);
  }
  elasticity_point<Scalar> out{exp(u), phi, best, true, false};
  out.at_limit = u <= limits.least_log || u >= limits.largest_log || phi <= Scalar(0) ||
                 phi >= limits.largest_phi;
  return out;
}

template <class Scalar>
elasticity_point<Scalar> point_of(const elasticity_system<Scalar>& s, elasticity_method method,
                                  const elasticity_limits<Scalar>& limits) {
  using std::sqrt;
  const bool ratio = method == elasticity_method::liml;
  const Scalar root = ratio ? smallest_root(s) : Scalar(0);
  if (const auto free = free_coefficients(s, root)) {
    const auto [t1, t2] = *free;
    const Scalar inside = t2 * t2 + Scalar(4) * t1;
    if (t1 > Scalar(0) && t1 + t2 < Scalar(1) && inside > Scalar(0)) {
      const Scalar width = sqrt(inside);
      return {(width - t2) / Scalar(2), (width + t2) / Scalar(2), root, false, false};
    }
  }
  return constrained_point(s, ratio, limits);
}

// mean squared residual of each variety at a point, kept above a trace of their mean
template <class Scalar>
std::vector<Scalar> residual_variances(const elasticity_sample<Scalar>& sample,
                                       const elasticity_system<Scalar>& s,
                                       const elasticity_point<Scalar>& at) {
  const Scalar t1 = at.theta1(), t2 = at.theta2();
  const Scalar constant = s.on_constant[0] - t1 * s.on_constant[1] - t2 * s.on_constant[2];
  std::vector<Scalar> out;
  Scalar sum(0);
  for (const auto& m : sample.varieties) {
    const Scalar mean = m.mean[0] - t1 * m.mean[1] - t2 * m.mean[2] - constant;
    out.push_back(m.within.of(t1, t2) / m.count + mean * mean);
    sum += out.back();
  }
  const Scalar floor = Scalar(1e-10) * sum / Scalar(static_cast<double>(out.size()));
  for (Scalar& v : out) v = sum > Scalar(0) ? (std::max)(v, floor) : Scalar(1);
  return out;
}

template <class Scalar>
struct elasticity_fit {
  std::vector<Scalar> variances;
  elasticity_system<Scalar> system;
  elasticity_point<Scalar> point;
};

template <class Scalar>
elasticity_fit<Scalar> fit_elasticities(const elasticity_sample<Scalar>& sample,
                                        std::span<const std::size_t> picked,
                                        const import_elasticity_options& options) {
  const elasticity_limits<Scalar> limits(options);
  elasticity_fit<Scalar> out;
  out.variances.assign(sample.varieties.size(), Scalar(1));
  const auto solve = [&] {
    out.system = system_of(sample, picked, out.variances, options.method);
    out.point = point_of(out.system, options.method, limits);
  };
  solve();
  if (options.method == elasticity_method::broda_weinstein) return out;
  out.variances = residual_variances(sample, out.system, out.point);
  solve();
  return out;
}

// sandwich covariance of (theta1, theta2), heteroskedastic without factor
template <class Scalar>
dense_matrix<Scalar> coefficient_covariance(const elasticity_sample<Scalar>& sample,
                                            const elasticity_fit<Scalar>& fit,
                                            elasticity_method method) {
  const bool averages = method == elasticity_method::broda_weinstein;
  const Scalar root = method == elasticity_method::liml ? fit.point.root : Scalar(0);
  const Scalar t1 = fit.point.theta1(), t2 = fit.point.theta2();
  const auto& c = fit.system.on_constant;
  const Scalar constant = c[0] - t1 * c[1] - t2 * c[2];
  Scalar m11(0), m12(0), m22(0);
  const auto add = [&](Scalar g1, Scalar g2) {
    m11 += g1 * g1;
    m12 += g1 * g2;
    m22 += g2 * g2;
  };
  for (const auto& row : sample.rows) {
    if (averages) break;
    const auto& mean = sample.varieties[row.variety].mean;
    const Scalar u =
        (row.v[0] - constant - t1 * row.v[1] - t2 * row.v[2]) / fit.variances[row.variety];
    add(u * (mean[1] - c[1] - root * (row.v[1] - mean[1])),
        u * (mean[2] - c[2] - root * (row.v[2] - mean[2])));
  }
  for (const auto& m : sample.varieties) {
    if (!averages) break;
    const auto [weight, z] = between_weight(m, Scalar(1), method);
    const Scalar u = weight * (m.mean[0] - constant * z - t1 * m.mean[1] - t2 * m.mean[2]);
    add(u * (m.mean[1] - c[1] * z), u * (m.mean[2] - c[2] * z));
  }
  moment_form<Scalar> h = fit.system.between;
  h.add_form(fit.system.within, -root);
  const Scalar determinant = h.aa * h.bb - h.ab * h.ab;
  dense_matrix<Scalar> bread(2, 2), meat(2, 2);
  bread << h.bb / determinant, -h.ab / determinant, -h.ab / determinant, h.aa / determinant;
  meat << m11, m12, m12, m22;
  return bread * meat * bread;
}

template <class = when_called>
void set_error(demand_elasticity& e, double above, double std_error, double level) {
  e.std_error = std_error;
  const double z = normal_quantile((1 + level) / 2) * std_error / (e.value - above);
  e.interval = demand_elasticity_interval{above + (e.value - above) * std::exp(-z),
                                          above + (e.value - above) * std::exp(z)};
}

template <class Scalar>
void set_errors(const elasticity_sample<Scalar>& sample, const elasticity_fit<Scalar>& fit,
                const import_elasticity_options& options, import_elasticity_result& out) {
  if (fit.point.constrained) {
    const char* why = "the estimate is one under constraints: only resampling gives an interval";
    for (demand_elasticity* e : {&out.sigma, &out.omega}) {
      e->std_error = index_value<double>::none(why);
      e->interval = index_value<demand_elasticity_interval>::none(why);
    }
    return;
  }
  const dense_matrix<Scalar> v = coefficient_covariance(sample, fit, options.method);
  const Scalar a = fit.point.a, phi = fit.point.phi, width = a + phi, t2 = phi - a;
  const auto spread = [&](Scalar d1, Scalar d2) {
    const Scalar variance = d1 * d1 * v(0, 0) + Scalar(2) * d1 * d2 * v(0, 1) + d2 * d2 * v(1, 1);
    return std::sqrt((std::max)(static_cast<double>(variance), 0.0));
  };
  const double of_a = spread(Scalar(1) / width, (t2 / width - Scalar(1)) / Scalar(2));
  const double of_phi = spread(Scalar(1) / width, (t2 / width + Scalar(1)) / Scalar(2));
  const double inverse = 1 / static_cast<double>(a), rest = 1 - static_cast<double>(phi);
  set_error(out.sigma, 1, of_a * inverse * inverse, options.level);
  set_error(out.omega, 0, of_phi / (rest * rest), options.level);
}

template <class Scalar>
void resample_varieties(const elasticity_sample<Scalar>& sample,
                        const import_elasticity_options& options, import_elasticity_result& out) {
  const auto draws =
      bootstrap<double>(sample.varieties.size(),
                        [&](std::span<const std::size_t> picked) {
                          const auto p = fit_elasticities(sample, picked, options).point;
                          dense_vector<double> parts(2);
                          parts << 1 + 1 / static_cast<double>(p.a),
                              static_cast<double>(p.phi) / (1 - static_cast<double>(p.phi));
                          return parts;
                        },
                        pair_resampling{},
                        {.draws = options.draws, .seed = options.seed, .threads = options.threads});
  const auto sigma = percentile_interval(draws, 0, options.level);
  const auto omega = percentile_interval(draws, 1, options.level);
  out.sigma.resampled = demand_elasticity_interval{sigma.first, sigma.second};
  out.omega.resampled = demand_elasticity_interval{omega.first, omega.second};
}

template <class = when_called>
std::string method_in_words(elasticity_method method, bool constrained) {
  const char* name = method == elasticity_method::feenstra ? "Feenstra, two-stage least squares"
                     : method == elasticity_method::broda_weinstein
                         ? "Broda and Weinstein, weighted averages"
                         : "LIML";
  return text(name, constrained ? ", searched under sigma > 1 and omega >= 0" : "");
}

}  // namespace detail

/// Elasticities of import demand and export supply of one product.
///
///   D ln s_it = -(sigma - 1) D ln p_it + e_it,  D ln p_it = omega / (1 + omega) D ln s_it + d_it
///   (D ln p)^2 = theta0 + theta1 (D ln s)^2 + theta2 (D ln p)(D ln s) + u,  u = e d / (sigma - 1)
///   theta1 = phi a,  theta2 = phi - a,  a = 1 / (sigma - 1),  phi = omega / (1 + omega)
///
/// D the change over a period less that of the reference variety. The instruments are the dummies
/// of the varieties: what identifies is that variances of demand and supply differ among them.
///
/// @param panel  varieties of one product in one market
/// @return       where the equation gives no sigma > 1 with 0 <= omega, the objective (of two-stage
///               least squares, or LIML's ratio) at its least within the limits, and flagged so
/// @throws argument_error  sizes, values not above zero, a variety twice in a period, fewer than 3
///                         varieties besides the reference, options out of range
/// @note   second-step weights are one over the mean squared residual of the variety; errors are
///         heteroskedastic without factor and take u to be independent over time, as Feenstra does;
///         resampling varieties does not. Feenstra's rho with his formula for sigma gives the same
///         sigma as a. Broda and Weinstein: averages of a variety are multiplied by
///         (T^3 / mean(1/q_t + 1/q_t-1))^(1/2), and that mean stands in place of the constant
/// @see    Feenstra (1994), American Economic Review 84, eq. 12; Broda & Weinstein (2006), QJE 121,
///         appendix; Soderbery (2015), J. International Economics 96
template <class Scalar = double>
[[nodiscard]] import_elasticity_result import_elasticity(
    const variety_panel& panel, const import_elasticity_options& options = {}) {
  constexpr const char* name = "import_elasticity";
  require(options.least_sigma > 1 && options.largest_sigma > options.least_sigma, name,
          "the limits of sigma are ", options.least_sigma, " and ", options.largest_sigma,
          "; they must rise from above 1");
  require(options.largest_omega > 0, name, "largest_omega is ", options.largest_omega,
          "; it must be above zero");
  require(options.level > 0 && options.level < 1, name, "level is ", options.level,
          "; it must lie between 0 and 1");
  const auto sample = detail::elasticity_sample_of<Scalar>(panel, options);
  std::vector<std::size_t> all(sample.varieties.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto fit = detail::fit_elasticities<Scalar>(sample, all, options);
  import_elasticity_result out;
  const double a = static_cast<double>(fit.point.a), phi = static_cast<double>(fit.point.phi);
  out.sigma.value = 1 + 1 / a;
  out.omega.value = phi / (1 - phi);
  out.theta1 = static_cast<double>(fit.point.theta1());
  out.theta2 = static_cast<double>(fit.point.theta2());
  out.rho = phi / (a + phi);
  out.constrained = fit.point.constrained;
  out.at_limit = fit.point.at_limit;
  out.root = options.method == elasticity_method::liml ? static_cast<double>(fit.point.root) : 0;
  out.method = detail::method_in_words(options.method, out.constrained);
  out.reference = sample.reference;
  out.varieties = sample.varieties.size();
  out.observations = sample.rows.size();
  out.notes = sample.notes;
  if (out.at_limit) out.notes.push_back("the estimate lies on a limit of the search");
  detail::set_errors(sample, fit, options, out);
  if (options.draws > 0) detail::resample_varieties(sample, options, out);
  return out;
}

}  // namespace bilateral
