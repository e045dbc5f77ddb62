#pragma once
/// Jobs of an investment by sector of spending, year by year, and how far the table's coefficients
/// leave them open.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/trade/input_output/bounds.hpp>
#include <bilateral/trade/input_output/multipliers.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace bilateral {

/// An investment: what is spent on the goods of each sector, and when.
template <class Scalar>
struct investment_shock {
  dense_vector<Scalar> spending;   ///< (n) in the units of the table
  std::vector<double> phasing{1};  ///< shares by year; they add up to 1
  double local_content = 1;        ///< share bought at home, 0 to 1
  double productivity_growth = 0;  ///< of output per job, percent a year from year 1 on
};

template <class Scalar>
struct shock_result {
  dense_matrix<Scalar> jobs;      ///< (n x years) by the sector that employs
  double direct = 0;              ///< in the sectors of the spending
  double indirect = 0;            ///< in their suppliers
  std::optional<double> induced;  ///< by the spending of wages; none for an open system
};

namespace detail {

template <class Scalar>
void check_shock(const char* function, const leontief_system<Scalar>& open,
                 const investment_shock<Scalar>& shock) {
  check_vector(function, "spending", shock.spending, open.size());
  require(!shock.phasing.empty(), function, "phasing is empty");
  double sum = 0;
  for (const double share : shock.phasing) {
    require(share >= 0, function, "a share of the phasing is ", share, "; none may be negative");
    sum += share;
  }
  require(std::abs(sum - 1) < 1e-9, function, "the phasing adds up to ", sum, ", not to 1");
  require(shock.local_content >= 0 && shock.local_content <= 1, function, "local_content is ",
          shock.local_content, "; it must lie between 0 and 1");
  require(shock.productivity_growth > -100, function, "productivity_growth is ",
          shock.productivity_growth, " percent");
}

// sum over the years of phasing deflated by productivity: job-years per job of year 1
template <class Scalar>
double job_years(const investment_shock<Scalar>& shock) {
  double sum = 0, productivity = 1;
  for (const double share : shock.phasing) {
    sum += share / productivity;
    productivity *= 1 + shock.productivity_growth / 100;
  }
  return sum;
}

}  // namespace detail

/// Jobs in year y and sector i: e_i / (1 + g)^(y - 1) (L f)_i phasing_y, f = local content x spending.
///
/// @param direct  (n) jobs per unit of output
/// @throws argument_error  shapes, phasing that does not add up to 1, shares out of range
/// @note   job-years of the table's average technology; prices and the labour market do not react
/// @see    Miller & Blair (2009), sections 6.2 and 6.6
template <class Scalar>
[[nodiscard]] shock_result<Scalar> jobs_of(const leontief_system<Scalar>& open,
                                           const dense_vector<Scalar>& direct,
                                           const investment_shock<Scalar>& shock,
                                           const household_closure<Scalar>* households = nullptr) {
  detail::check_shock("jobs_of", open, shock);
  detail::check_vector("jobs_of", "direct coefficients", direct, open.size());
  const auto n = std::ssize(open);
  const dense_vector<Scalar> demand = shock.spending * Scalar(shock.local_content);
  const dense_vector<Scalar> simple = factor_content(open, direct, demand);
  dense_vector<Scalar> all = simple;
  if (households != nullptr) {
    dense_vector<Scalar> extended(n + 1);
    extended << demand, Scalar(0);
    all = direct.cwiseProduct(households->closed.output_for(extended).head(n));
  }
  const double years = detail::job_years(shock);
  shock_result<Scalar> r;
  r.jobs.resize(n, std::ssize(shock.phasing));
  double productivity = 1;
  for (std::size_t y = 0; y < shock.phasing.size(); ++y) {
    r.jobs.col(to_index(y)) = all * Scalar(shock.phasing[y] / productivity);
    productivity *= 1 + shock.productivity_growth / 100;
  }
  r.direct = static_cast<double>(direct.dot(demand)) * years;
  r.indirect = static_cast<double>(simple.sum()) * years - r.direct;
  if (households != nullptr) r.induced = static_cast<double>(all.sum() - simple.sum()) * years;
  return r;
}

/// Bounds of the total jobs, open system, where the coefficients lie between two tables; every one may be
/// at its end at once.
///
/// @param direct  (n) jobs per unit of output, not negative; the spending may not be negative either
/// @throws argument_error  as jobs_of; negative spending or coefficients
template <class Scalar>
[[nodiscard]] bounds shock_bounds(const leontief_bounds<Scalar>& open,
                                  const dense_vector<Scalar>& direct,
                                  const investment_shock<Scalar>& shock) {
  detail::check_shock("shock_bounds", open.low, shock);
  const double years = detail::job_years(shock) * shock.local_content;
  const std::vector<bounds> per_unit = open.effects_of(direct);
  bounds total(0);
  for (std::size_t j = 0; j < per_unit.size(); ++j) {
    const double spent = static_cast<double>(shock.spending[to_index(j)]);
    require(spent >= 0, "shock_bounds", "the spending on ", open.low.sectors[j], " is ", spent,
            "; it must not be negative");
    total = total + per_unit[j] * bounds(spent * years);
  }
  return total;
}

struct shock_draws_options {
  double concentration = 1000;  ///< of the Dirichlet columns: larger is surer
  int draws = 1000;
  double level = 0.95;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  progress_hook progress{};  ///< hears how far the work is and may stop it: core/progress.hpp
};

/// Total jobs over draws of the coefficients.
struct shock_uncertainty {
  double low = 0, high = 0;  ///< quantiles of the draws
  double mean = 0, std_error = 0;
  std::vector<double> draws;
};

namespace detail {

// Gamma(shape) by Marsaglia and Tsang (2000), ACM TOMS 26; below 1 by the power of a uniform
template <class = when_called>
double draw_gamma(double shape, philox& stream) {
  if (shape < 1) {
    const double u = stream.uniform();
    return draw_gamma(shape + 1, stream) * std::pow(u, 1 / shape);
  }
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = stream.normal();
    const double v = std::pow(1 + c * x, 3);
    if (v > 0 && std::log(stream.uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace detail

/// Monte Carlo on the coefficients: each column (a_1j, ..., a_nj, rest) is Dirichlet with mean at the
/// table and the given concentration, so that shares stay shares.
///
/// @throws argument_error  negative coefficients, a column sum above 1, concentration not positive
/// @see    West (1986), Econometrica 54(2), for random input-output coefficients
template <class Scalar>
[[nodiscard]] shock_uncertainty shock_draws(const leontief_system<Scalar>& open,
                                            const dense_vector<Scalar>& direct,
                                            const investment_shock<Scalar>& shock,
                                            const shock_draws_options& options = {}) {
  detail::check_shock("shock_draws", open, shock);
  detail::check_vector("shock_draws", "direct coefficients", direct, open.size());
  require(options.concentration > 0, "shock_draws", "concentration is ", options.concentration,
          "; it must be above 0");
  require(options.draws >= 20, "shock_draws", "draws is ", options.draws,
          "; at least 20 are needed");
  const auto n = std::ssize(open);
  for (Eigen::Index j = 0; j < n; ++j) {
    require(open.coefficients.col(j).minCoeff() >= Scalar(0), "shock_draws", "a coefficient of ",
            open.sectors[to_size(j)], " is negative");
    require(open.coefficients.col(j).sum() < Scalar(1), "shock_draws", "the column of ",
            open.sectors[to_size(j)], " adds up to ",
            static_cast<double>(open.coefficients.col(j).sum()), "; it must stay below 1");
  }
  const dense_vector<Scalar> demand = shock.spending * Scalar(shock.local_content);
  const double years = detail::job_years(shock);
  shock_uncertainty out;
  out.draws.resize(to_size(options.draws));
  parallel_for(out.draws.size(), options.threads, options.progress, "draws", [&](std::size_t draw) {
    philox stream(options.seed, draw);
    dense_matrix<Scalar> system = dense_matrix<Scalar>::Identity(n, n);
    for (Eigen::Index j = 0; j < n; ++j) {
      double sum = 0;
      dense_vector<Scalar> column = dense_vector<Scalar>::Zero(n);
      for (Eigen::Index i = 0; i < n; ++i) {
        const double mean = static_cast<double>(open.coefficients(i, j));
        if (mean == 0) continue;
        const double g = detail::draw_gamma(mean * options.concentration, stream);
        column[i] = Scalar(g);
        sum += g;
      }
      sum += detail::draw_gamma(
          (1 - static_cast<double>(open.coefficients.col(j).sum())) * options.concentration,
          stream);
      system.col(j) -= column / Scalar(sum);
    }
    const dense_vector<Scalar> output =
        Eigen::PartialPivLU<dense_matrix<Scalar>>(system).solve(demand);
    out.draws[draw] = static_cast<double>(direct.dot(output)) * years;
  });
  std::vector<double> sorted = out.draws;
  std::sort(sorted.begin(), sorted.end());
  const auto count = static_cast<double>(sorted.size());
  for (const double d : sorted) out.mean += d / count;
  for (const double d : sorted) out.std_error += (d - out.mean) * (d - out.mean) / (count - 1);
  out.std_error = std::sqrt(out.std_error);
  const auto at = [&](double p) {  // linear between order statistics (R's type 7)
    const double rank = p * (count - 1);
    const auto k = static_cast<std::size_t>(rank);
    const double rest = rank - static_cast<double>(k);
    return k + 1 < sorted.size() ? sorted[k] + rest * (sorted[k + 1] - sorted[k]) : sorted[k];
  };
  out.low = at((1 - options.level) / 2);
  out.high = at((1 + options.level) / 2);
  return out;
}

}  // namespace bilateral
