#pragma once
/// What an investment brings: jobs per unit of money and its inverses, net jobs, cost of a job-year.

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/check.hpp>
#include <bilateral/core/unit.hpp>
#include <bilateral/core/when_called.hpp>

#include <cmath>
#include <concepts>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

/// Investment, jobs and the like as one report gives them, each with its bounds.
struct investment_figures {
  bounds investment;  ///< in whole currency units
  std::optional<bounds> jobs{};
  std::optional<bounds> firms{};
  std::optional<bounds> tax{};  ///< revenue, same currency
};

/// Ratios of the figures; none where a figure is missing. Each variable stands once in each of them, so
/// that the bounds are exact.
struct investment_ratios {
  std::optional<bounds> investment_per_job, jobs_per_million, investment_per_firm, jobs_per_firm,
      tax_per_job;
};

/// @throws argument_error  a denominator that may be zero or negative
/// @see    Moore, Kearfott & Cloud (2009), Introduction to Interval Analysis, section 5.2 (one use of each
///         variable)
template <class = when_called>
[[nodiscard]] investment_ratios ratios_of(const investment_figures& f) {
  const auto positive = [](const char* name, const bounds& b) {
    require(b.low() > 0 || (b.low() == 0 && b.low_open()), "ratios_of", name, " is ", to_string(b),
            "; it must lie above 0");
  };
  investment_ratios out;
  if (f.jobs) {
    positive("jobs", *f.jobs);
    positive("investment", f.investment);
    out.investment_per_job = f.investment / *f.jobs;
    out.jobs_per_million = *f.jobs / (f.investment / bounds(1e6));
    if (f.tax) out.tax_per_job = *f.tax / *f.jobs;
  }
  if (f.firms) {
    positive("firms", *f.firms);
    out.investment_per_firm = f.investment / *f.firms;
    if (f.jobs) out.jobs_per_firm = *f.jobs / *f.firms;
  }
  return out;
}

/// Money for each job, firm or person, typed: investment per job, capital intensity (a stock per job), tax
/// revenue per job.
/// @throws argument_error  a count that is not above zero
template <unit M, unit D>
requires(is_money<M> &&
         (std::same_as<D, jobs> || std::same_as<D, firms> || std::same_as<D, persons>))
    [[nodiscard]] quantity<per<M, D>> money_for_each(quantity<M> money, quantity<D> count) {
  require(count.value > 0, "money_for_each", unit_name<D>(), " are ", count.value,
          "; they must be above 0");
  return money / count;
}
/// Jobs for a million of the currency, typed money in.
/// @throws argument_error  money that is not above zero
template <unit M>
requires(is_money<M>)
    [[nodiscard]] double jobs_per_million(quantity<jobs> employed, quantity<M> money) {
  require(money.value > 0, "jobs_per_million", "the investment is ", money.value,
          "; it must be above 0");
  return (employed / money).value * 1e6;
}

/// Jobs that would not be there without the investment: gross (1 - deadweight) (1 - displacement).
/// @param deadweight    share that would have come anyway, [0, 1]
/// @param displacement  share of the rest taken from other firms, [0, 1]
/// @throws argument_error  a share outside 0 to 1, negative jobs
/// @see   HM Treasury (2022), The Green Book, additionality; Scottish Enterprise (2008), Additionality
///        and Economic Impact Assessment Guidance
template <class = when_called>
[[nodiscard]] bounds net_jobs(const bounds& gross, const bounds& deadweight,
                              const bounds& displacement) {
  const auto share = [](const char* name, const bounds& b) {
    require(b.low() >= 0 && b.high() <= 1, "net_jobs", name, " is ", to_string(b),
            "; it must lie between 0 and 1");
  };
  share("deadweight", deadweight);
  share("displacement", displacement);
  require(gross.low() >= 0, "net_jobs", "gross jobs are ", to_string(gross),
          "; they must not be negative");
  return gross * (bounds(1) - deadweight) * (bounds(1) - displacement);
}

struct job_year_options {
  int horizon = 10;        ///< years that a job lasts
  double discount = 0.05;  ///< rate a year, of job-years
  double decay = 0;        ///< share of the jobs lost each year
};

/// Cost of a job-year: investment / (jobs sum_{t=1}^{H} ((1 - decay)^(t-1) / (1 + r)^(t-1))).
/// @throws argument_error  investment negative, jobs not positive, horizon below 1, rates out of range
template <class = when_called>
[[nodiscard]] double cost_per_job_year(double investment, double jobs,
                                       const job_year_options& options = {}) {
  require(investment >= 0, "cost_per_job_year", "the investment is ", investment);
  require(jobs > 0, "cost_per_job_year", "jobs are ", jobs, "; they must be above 0");
  require(options.horizon >= 1, "cost_per_job_year", "horizon is ", options.horizon,
          "; it must be at least 1");
  require(options.discount > -1, "cost_per_job_year", "discount is ", options.discount);
  require(options.decay >= 0 && options.decay < 1, "cost_per_job_year", "decay is ", options.decay,
          "; it must lie in [0, 1)");
  double years = 0, weight = 1;
  for (int t = 0; t < options.horizon; ++t) {
    years += weight;
    weight *= (1 - options.decay) / (1 + options.discount);
  }
  return investment / (jobs * years);
}

/// Incremental ratio between two dates: (jobs1 - jobs0) / (stock1 - stock0).
/// @return  none where the stock did not change
template <class = when_called>
[[nodiscard]] std::optional<double> incremental_ratio(double jobs0, double jobs1, double stock0,
                                                      double stock1) {
  if (stock1 == stock0) return std::nullopt;
  return (jobs1 - jobs0) / (stock1 - stock0);
}

}  // namespace bilateral
