#pragma once
/// Simulated distributions of the statistics of a conditional error-correction model without relation.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/estimator/deterministic_case.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/random.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bilateral {

namespace detail {

// The regression that is simulated: orders as in ARDL, none beyond the levels without own dynamics.
struct bounds_design {
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  int observations = 0;
  int lagged_differences = 0;    // of y
  std::vector<int> orders{};     // q_j; -1: the lagged level alone
  bool trend_statistic = false;  // case V: t is that of the trend, not of the lagged level
};

struct bounds_draws {
  std::array<std::vector<double>, 2> f, t;  // [0]: I(0) regressors, [1]: I(1); sorted
};

// One draw after the other of a design: y a random walk, x independent random walks or white noise.
// Moments in the order (unrestricted, restricted constant or trend, x, y_(t-1), [trend,] dy), so that
// the last row of their Cholesky factor holds both statistics.
class bounds_simulator {
 public:
  struct statistics {
    double f, t;
  };

  explicit bounds_simulator(const bounds_design& design)
      : design_(design), n_(to_size(design.observations)), k_(design.orders.size()) {
    const auto c = design.deterministics;
    held_constant_ = c == deterministic_case::restricted_constant;
    free_constant_ = has_constant(c) && !held_constant_;
    held_trend_ = c == deterministic_case::restricted_trend;
    free_trend_ = c == deterministic_case::unrestricted_trend && !design.trend_statistic;
    free_ =
        (free_constant_ ? 1U : 0U) + (free_trend_ ? 1U : 0U) + to_size(design.lagged_differences);
    int before = design.lagged_differences + 1;
    for (const int q : design.orders) {
      if (q > 0) free_ += to_size(q);
      before = (std::max)(before, q + 1);
    }
    before_ = to_size(before);
    held_ = (held_constant_ || held_trend_ ? 1U : 0U) + k_ + 1 + (design.trend_statistic ? 1U : 0U);
    m_ = free_ + held_ + 1;
    length_ = n_ + before_;
    shocks_.resize((k_ + 1) * length_);
    paths_.resize(shocks_.size());
    row_.resize(m_);
    gram_.resize(m_ * m_);
  }

  void draw(philox& stream) {
    for (double& e : shocks_) e = stream.normal();
  }

  // of the last shocks drawn, with I(0) or I(1) regressors
  [[nodiscard]] statistics of(bool integrated) {
    make_paths(integrated);
    std::fill(gram_.begin(), gram_.end(), 0.0);
    for (std::size_t i = 0; i < n_; ++i) add_row(i);
    factorise();
    const double* last = gram_.data() + (m_ - 1) * m_;
    const double dof = static_cast<double>(n_) - static_cast<double>(free_ + held_);
    const double s2 = last[m_ - 1] * last[m_ - 1] / dof;
    double explained = 0;
    for (std::size_t a = free_; a + 1 < m_; ++a) explained += last[a] * last[a];
    return {explained / static_cast<double>(held_) / s2, last[m_ - 2] / std::sqrt(s2)};
  }

 private:
  void make_paths(bool integrated) {
    for (std::size_t j = 0; j <= k_; ++j) {  // series 0 is y
      const double* e = shocks_.data() + j * length_;
      double* path = paths_.data() + j * length_;
      double level = 0;
      for (std::size_t t = 0; t < length_; ++t) {
        level += e[t];
        path[t] = j == 0 || integrated ? level : e[t];
      }
    }
  }

  void add_row(std::size_t i) {
    const std::size_t t = i + before_;
    const double trend = (static_cast<double>(i) + 1) / static_cast<double>(n_);
    std::size_t at = 0;
    if (free_constant_) row_[at++] = 1;
    if (free_trend_) row_[at++] = trend;
    const double* y = paths_.data();
    for (int l = 1; l <= design_.lagged_differences; ++l) {
      const std::size_t s = t - to_size(l);
      row_[at++] = y[s] - y[s - 1];
    }
    for (std::size_t j = 0; j < k_; ++j) {
      const double* x = paths_.data() + (j + 1) * length_;
      for (int l = 0; l < design_.orders[j]; ++l) {
        const std::size_t s = t - to_size(l);
        row_[at++] = x[s] - x[s - 1];
      }
    }
    if (held_constant_) row_[at++] = 1;
    if (held_trend_) row_[at++] = trend;
    for (std::size_t j = 0; j < k_; ++j) {
      row_[at++] = paths_[(j + 1) * length_ + t - (design_.orders[j] == 0 ? 0 : 1)];
    }
    row_[at++] = y[t - 1];
    if (design_.trend_statistic) row_[at++] = trend;
    row_[at] = y[t] - y[t - 1];
    for (std::size_t a = 0; a < m_; ++a) {
      for (std::size_t b = 0; b <= a; ++b) gram_[a * m_ + b] += row_[a] * row_[b];
    }
  }

  void factorise() {  // Cholesky in place, lower
    for (std::size_t j = 0; j < m_; ++j) {
      double* lj = gram_.data() + j * m_;
      double pivot = lj[j];
      for (std::size_t b = 0; b < j; ++b) pivot -= lj[b] * lj[b];
      pivot = std::sqrt((std::max)(pivot, 1e-300));
      lj[j] = pivot;
      for (std::size_t a = j + 1; a < m_; ++a) {
        double* la = gram_.data() + a * m_;
        double sum = la[j];
        for (std::size_t b = 0; b < j; ++b) sum -= la[b] * lj[b];
        la[j] = sum / pivot;
      }
    }
  }

  bounds_design design_;
  std::size_t n_, k_, free_ = 0, held_ = 0, m_ = 0, before_ = 0, length_ = 0;
  bool free_constant_ = false, free_trend_ = false, held_constant_ = false, held_trend_ = false;
  std::vector<double> shocks_, paths_, row_, gram_;
};

// Draws of both statistics, sorted; draw i takes stream i of the generator.
template <class = when_called>
bounds_draws simulate_bounds(const bounds_design& design, int replications, std::uint64_t seed,
                             unsigned threads, const progress_hook& progress = {}) {
  const auto draws = to_size(replications);
  bounds_draws out;
  for (std::size_t r = 0; r < 2; ++r) {
    out.f[r].resize(draws);
    out.t[r].resize(draws);
  }
  parallel_for(draws, threads, progress, "simulating bounds", [&](std::size_t draw) {
    philox stream(seed, draw);
    bounds_simulator simulator(design);
    simulator.draw(stream);
    for (std::size_t r = 0; r < 2; ++r) {
      const auto s = simulator.of(r == 1);
      out.f[r][draw] = s.f;
      out.t[r][draw] = s.t;
    }
  });
  for (std::size_t r = 0; r < 2; ++r) {
    std::sort(out.f[r].begin(), out.f[r].end());
    std::sort(out.t[r].begin(), out.t[r].end());
  }
  return out;
}

// share of draws at or beyond the statistic, both counted (r + 1) / (R + 1)
template <class = when_called>
double simulated_p(const std::vector<double>& sorted, double statistic, bool left) {
  const auto at = left ? std::upper_bound(sorted.begin(), sorted.end(), statistic) - sorted.begin()
                       : sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), statistic);
  return (static_cast<double>(at) + 1) / (static_cast<double>(sorted.size()) + 1);
}

// the same for both tails
template <class = when_called>
double simulated_two_sided_p(const std::vector<double>& sorted, double statistic) {
  const double size = std::abs(statistic), count = static_cast<double>(sorted.size());
  return simulated_p(sorted, size, false) + simulated_p(sorted, -size, true) - 1 / (count + 1);
}

}  // namespace detail

}  // namespace bilateral
