#pragma once
/// The exact distribution of the largest F statistic for a break, for the design and size at hand.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/numeric/recursive_least_squares.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/stats/sup_f.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bilateral {

/// How p-values of sup F are found.
struct sup_f_p_options {
  Eigen::Index exact_below =
      1000;          ///< rows; from here on the limit distribution (sup_f_upper_tail)
  int draws = 9999;  ///< of the simulation
  std::uint64_t seed = 1993;
  unsigned threads = 1;      ///< the p-value does not depend on it
  progress_hook progress{};  ///< hears how far the work is and may stop it: core/progress.hpp
};

/// Rows first..last, from 1, of one regime that is searched for a break after `earliest`..`latest`.
struct searched_regime {
  Eigen::Index first_row = 1, last_row = 0;
  Eigen::Index earliest = 0,
               latest = -1;  ///< rows of the regime before the break; none: not searched
};

namespace detail {

// The orthogonal updates of recursive_least_squares with the part that belongs to the design done
// once: a response then costs 5 k operations a row.
template <class Scalar>
class recorded_updates {
 public:
  static constexpr int lanes = 8;
  using lane = Eigen::Array<double, lanes, 1>;
  using lane_vector = std::vector<lane, Eigen::aligned_allocator<lane>>;

  recorded_updates(const dense_matrix<Scalar>& x, bool backwards) : k_(to_size(x.cols())) {
    const Eigen::Index n = x.rows();
    std::vector<double> diagonal(k_, 0.0), unit(k_ * k_, 0.0), row(k_);
    for (Eigen::Index i = 0; i < n; ++i) {
      const Eigen::Index t = backwards ? n - 1 - i : i;
      for (std::size_t c = 0; c < k_; ++c) row[c] = static_cast<double>(x(t, to_index(c)));
      record(row, diagonal, unit);
    }
  }

  // residual sums of squares of the first 0..n rows; y in the order of the rows taken
  void run(const lane_vector& y, lane_vector& rotated, lane_vector& rss) const {
    for (lane& r : rotated) r.setZero();
    rss[0].setZero();
    const step* s = steps_.data();
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      lane response = y[i];
      for (std::size_t c = 0; c < k_; ++c, ++s) {
        const lane before = rotated[c];
        rotated[c] = s->keep * before + s->move * response;
        response -= s->value * before;
      }
      rss[i + 1] = rss[i] + weights_[i] * response.square();
    }
  }

 private:
  struct step {
    double value, keep, move;
  };
  void record(std::vector<double>& row, std::vector<double>& diagonal, std::vector<double>& unit) {
    double weight = 1;
    for (std::size_t c = 0; c < k_; ++c) {
      const double value = row[c], total = diagonal[c] + weight * value * value;
      const double keep = total > 0 ? diagonal[c] / total : 1;
      const double move = total > 0 ? weight * value / total : 0;
      diagonal[c] = total;
      for (std::size_t j = c + 1; j < k_; ++j) {
        const double u = unit[c * k_ + j], v = row[j];
        row[j] = v - value * u;
        unit[c * k_ + j] = keep * u + move * v;
      }
      steps_.push_back({value, keep, move});
      weight *= keep;
    }
    weights_.push_back(weight);
  }

  std::size_t k_;
  std::vector<step> steps_;
  std::vector<double> weights_;
};

// One regime's search of a break in simulated responses: its sum of squares and the largest fall.
template <class Scalar>
class break_search {
 public:
  using updates = recorded_updates<Scalar>;
  using lane = typename updates::lane;
  using lane_vector = typename updates::lane_vector;

  break_search(const regression<Scalar>& model, const searched_regime& r)
      : regime_(r),
        rows_(to_size(r.last_row - r.first_row + 1)),
        k_(to_size(model.design.cols())),
        ahead_(model.design.middleRows(r.first_row - 1, r.last_row - r.first_row + 1), false),
        behind_(model.design.middleRows(r.first_row - 1, r.last_row - r.first_row + 1), true) {}

  struct outcome {
    lane whole, gain;
  };
  [[nodiscard]] outcome run(std::array<philox, updates::lanes>& streams) const {
    lane_vector y(rows_), back(rows_), rotated(k_), rss(rows_ + 1), rest(rows_ + 1);
    for (lane& value : y) {
      for (std::size_t l = 0; l < streams.size(); ++l) {
        value[to_index(l)] = streams[l].normal();
      }
    }
    ahead_.run(y, rotated, rss);
    outcome out{rss.back(), lane::Zero()};
    if (regime_.latest < regime_.earliest) return out;
    std::reverse_copy(y.begin(), y.end(), back.begin());
    behind_.run(back, rotated, rest);
    for (auto t = regime_.earliest; t <= regime_.latest; ++t) {
      const auto at = to_size(t);
      out.gain = (out.gain.max)(out.whole - rss[at] - rest[rows_ - at]);
    }
    return out;
  }

 private:
  searched_regime regime_;
  std::size_t rows_, k_;
  updates ahead_, behind_;
};

}  // namespace detail

/// P(the largest F statistic of one more break >= statistic) with normal errors, by simulation on the
/// design itself: exact for every sample size, up to the draws.
///
///   F = max over regimes and dates (RSS_j - RSS_j(T)) / ((RSS - max) / dof)
///
/// F depends neither on the coefficients nor on the variance, so that standard normal responses have
/// its distribution given the regressors.
///
/// @param model     design; its response is not used
/// @param regimes   of the model without the break, with the dates searched; one for sup F
/// @param dof       rows less the coefficients of the model with the break
/// @return          (draws at or beyond + 1) / (draws + 1): at least 1 / (draws + 1)
/// @throws argument_error  no regime, no dates, dof <= 0, fewer than 99 draws
/// @note   errors that are correlated or change their variance are outside it, as of every sup F
/// @see    Dufour (2006), Journal of Econometrics 133(2), for Monte Carlo tests; Andrews (1993)
template <class Scalar>
[[nodiscard]] double simulated_sup_f_p_value(const regression<Scalar>& model,
                                             const std::vector<searched_regime>& regimes,
                                             double dof, double statistic,
                                             const sup_f_p_options& options = {}) {
  constexpr const char* function = "simulated_sup_f_p_value";
  using search = detail::break_search<Scalar>;
  constexpr std::size_t lanes = search::updates::lanes;
  require(options.draws >= 99, function, "draws is ", options.draws, "; it must be at least 99");
  require(dof > 0, function, "no residual degrees of freedom are left");
  require(!regimes.empty(), function, "there are no regimes");
  std::vector<search> searches;
  for (const searched_regime& r : regimes) searches.emplace_back(model, r);
  const auto draws = to_size(options.draws);
  const std::size_t batches = (draws + lanes - 1) / lanes;
  std::vector<std::size_t> beyond(batches, 0);
  parallel_for(
      batches, options.threads, options.progress, "simulating sup F", [&](std::size_t batch) {
        std::array<philox, lanes> streams{
            philox(options.seed, batch * lanes),     philox(options.seed, batch * lanes + 1),
            philox(options.seed, batch * lanes + 2), philox(options.seed, batch * lanes + 3),
            philox(options.seed, batch * lanes + 4), philox(options.seed, batch * lanes + 5),
            philox(options.seed, batch * lanes + 6), philox(options.seed, batch * lanes + 7)};
        typename search::lane total = search::lane::Zero(), gain = search::lane::Zero();
        for (const search& s : searches) {
          const auto found = s.run(streams);
          total += found.whole;
          gain = (gain.max)(found.gain);
        }
        const typename search::lane f = gain / ((total - gain) / dof);
        for (std::size_t l = 0; l < lanes && batch * lanes + l < draws; ++l) {
          if (f[to_index(l)] >= statistic) ++beyond[batch];
        }
      });
  std::size_t count = 1;
  for (const std::size_t b : beyond) count += b;
  return static_cast<double>(count) / static_cast<double>(draws + 1);
}

/// p-value of a sup F: of the design at hand where the sample is small, else of the limit
template <class Scalar>
double sup_f_p_value(const regression<Scalar>& model, const std::vector<searched_regime>& regimes,
                     double dof, double statistic, double from, double to, Eigen::Index rows,
                     const sup_f_p_options& options) {
  if (model.response.size() < options.exact_below) {
    return simulated_sup_f_p_value(model, regimes, dof, statistic, options);
  }
  const double one =
      sup_f_upper_tail(statistic, static_cast<int>(model.design.cols()), from, to, to_size(rows));
  const double searched = static_cast<double>(regimes.size());
  return -std::expm1(searched * std::log1p(-(std::min)(one, 1 - 1e-16)));
}

/// where the p-value comes from, in words
template <class = when_called>
std::string sup_f_source(Eigen::Index n, const sup_f_p_options& options) {
  return n < options.exact_below
             ? text(options.draws, " simulations of this design, uncorrelated normal errors")
             : std::string("limit distribution, uncorrelated errors");
}

}  // namespace bilateral
