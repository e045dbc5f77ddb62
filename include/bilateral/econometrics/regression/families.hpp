#pragma once
/// Families of generalised linear models: what one row says of its mean, score and information.

#include <bilateral/core/check.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace bilateral {

/// One row at a linear predictor eta. `objective` is its log likelihood but for terms without eta.
template <class Scalar>
struct family_row {
  Scalar mean{0};       ///< mu(eta)
  Scalar objective{0};  ///< concave in eta for every family here, so that a maximum is the maximum
  Scalar score{0};      ///< d objective / d eta = (y - mu) mu' / V(mu)
  Scalar expected{0};   ///< mu'^2 / V(mu): the information that R, fixest and `sandwich` use
  Scalar observed{0};   ///< -d^2 objective / d eta^2: the step of Newton
};

/// Where y is at an end of its range, so that eta may run away without end.
enum class family_end { none, low, high };

/// A family with its link. Derive from it for one of your own.
/// @see  McCullagh & Nelder (1989), Generalized Linear Models, 2.2
template <class Scalar>
struct response_family {
  virtual ~response_family() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  /// The least and the largest y that is admitted.
  [[nodiscard]] virtual Scalar lowest() const { return Scalar(0); }
  [[nodiscard]] virtual Scalar highest() const { return (std::numeric_limits<Scalar>::max)(); }
  [[nodiscard]] virtual family_row<Scalar> at(const Scalar& y, const Scalar& eta) const = 0;
  /// eta of a mean
  [[nodiscard]] virtual Scalar link(const Scalar& mean) const = 0;
  /// A mean inside its range, between y and the mean of its group.
  [[nodiscard]] virtual Scalar start(const Scalar& y, const Scalar& group_mean) const = 0;
  /// The objective at mu = y; infinite where no eta reaches it (gamma at zero).
  [[nodiscard]] virtual Scalar saturated(const Scalar& y) const = 0;
  [[nodiscard]] virtual family_end end(const Scalar& y) const = 0;
  /// Terms of the log likelihood without eta, at the dispersion deviance / n; NaN where y has no density.
  [[nodiscard]] virtual double constant(double y, double dispersion) const = 0;
  /// Whether the dispersion is estimated (gamma): the objective is then divided by it.
  [[nodiscard]] virtual bool has_dispersion() const { return false; }
  /// Why rows at an end leave no likelihood, as the end of a sentence.
  [[nodiscard]] virtual std::string without_likelihood() const { return {}; }
};

namespace detail {

// families whose mean is exp(eta)
template <class Scalar>
struct log_link : response_family<Scalar> {
  [[nodiscard]] Scalar link(const Scalar& mean) const override {
    using std::log;
    return log(mean);
  }
  [[nodiscard]] Scalar start(const Scalar& y, const Scalar& group_mean) const override {
    return (y + group_mean) / Scalar(2);
  }
  [[nodiscard]] family_end end(const Scalar& y) const override {
    return y > Scalar(0) ? family_end::none : family_end::low;
  }
};

// families of a share or of a choice
template <class Scalar>
struct unit_interval : response_family<Scalar> {
  [[nodiscard]] Scalar highest() const override { return Scalar(1); }
  [[nodiscard]] Scalar start(const Scalar& y, const Scalar&) const override {
    return (y + Scalar(0.5)) / Scalar(2);
  }
  [[nodiscard]] Scalar saturated(const Scalar& y) const override {
    using std::log;
    if (!(y > Scalar(0)) || !(y < Scalar(1))) return Scalar(0);
    return y * log(y) + (Scalar(1) - y) * log(Scalar(1) - y);
  }
  [[nodiscard]] family_end end(const Scalar& y) const override {
    if (!(y > Scalar(0))) return family_end::low;
    return y < Scalar(1) ? family_end::none : family_end::high;
  }
  [[nodiscard]] double constant(double y, double) const override {
    return y > 0 && y < 1 ? std::numeric_limits<double>::quiet_NaN() : 0;
  }
  [[nodiscard]] std::string without_likelihood() const override {
    return "shares between zero and one have a quasi likelihood only";
  }
};

// log Phi(x) and phi(x) / Phi(x), also far in the left tail
template <class Scalar>
struct normal_tail {
  Scalar log_probability, hazard;
  explicit normal_tail(const Scalar& x) {
    using std::erfc;
    using std::exp;
    using std::log;
    const Scalar root(std::numbers::sqrt2);
    const Scalar log_density =
        -x * x / Scalar(2) - Scalar(0.91893853320467274178);  // log sqrt(2 pi)
    if (x > Scalar(-30)) {
      const Scalar p = erfc(-x / root) / Scalar(2);
      log_probability = log(p);
      hazard = exp(log_density) / p;
      return;
    }
    // Phi(x) = phi(x) / |x| (1 - 1/x^2 + 3/x^4 - 15/x^6 + ...)
    Scalar sum(1), term(1);
    for (int k = 1; k <= 8; ++k) {
      term *= -Scalar(2 * k - 1) / (x * x);
      sum += term;
    }
    hazard = -x / sum;
    log_probability = log_density - log(hazard);
  }
};

}  // namespace detail

/// Gamma with log link: V = mu^2, so that the quasi likelihood is -y / mu - log mu.
///
/// y = 0 is admitted by the quasi likelihood, the likelihood (and the deviance) of a gamma are not
/// defined there.
/// @see  Manning & Mullahy (2001), J. Health Economics 20(4); Santos Silva & Tenreyro (2006)
template <class Scalar>
struct gamma_family final : detail::log_link<Scalar> {
  [[nodiscard]] std::string name() const override { return "gamma"; }
  [[nodiscard]] family_row<Scalar> at(const Scalar& y, const Scalar& eta) const override {
    using std::exp;
    const Scalar ratio = y > Scalar(0) ? Scalar(y * exp(-eta)) : Scalar(0);
    return {exp(eta), -ratio - eta, ratio - Scalar(1), Scalar(1), ratio};
  }
  [[nodiscard]] Scalar saturated(const Scalar& y) const override {
    using std::log;
    return y > Scalar(0) ? Scalar(-Scalar(1) - log(y)) : (std::numeric_limits<Scalar>::max)();
  }
  // log density a log a - a y/mu - a log mu + (a - 1) log y - log gamma(a), a = 1 / dispersion
  [[nodiscard]] double constant(double y, double dispersion) const override {
    if (!(y > 0)) return std::numeric_limits<double>::quiet_NaN();
    const double a = 1 / dispersion;
    return a * std::log(a) + (a - 1) * std::log(y) - std::lgamma(a);
  }
  [[nodiscard]] bool has_dispersion() const override { return true; }
  [[nodiscard]] std::string without_likelihood() const override {
    return "a gamma has no density at zero";
  }
};

/// Negative binomial with log link, V = mu + mu^2 / theta (NB2), theta given.
/// @see  Cameron & Trivedi (2013), Regression Analysis of Count Data, 3.3
template <class Scalar>
struct negative_binomial_family final : detail::log_link<Scalar> {
  Scalar theta{1};
  explicit negative_binomial_family(const Scalar& t) : theta(t) {}
  [[nodiscard]] std::string name() const override { return "negative binomial"; }
  [[nodiscard]] family_row<Scalar> at(const Scalar& y, const Scalar& eta) const override {
    using std::exp;
    using std::log1p;
    const Scalar mu = exp(eta);
    const Scalar share = mu / (theta + mu);
    const Scalar rest = theta / (theta + mu);
    return {mu, y * eta - (y + theta) * log1p(mu / theta), (y - mu) * rest, mu * rest,
            (y + theta) * share * rest};
  }
  [[nodiscard]] Scalar saturated(const Scalar& y) const override {
    using std::log;
    using std::log1p;
    const Scalar first = y > Scalar(0) ? Scalar(y * log(y)) : Scalar(0);
    return first - (y + theta) * log1p(y / theta);
  }
  // log gamma(y + theta) - log gamma(theta) - log gamma(y + 1) - y log theta
  [[nodiscard]] double constant(double y, double) const override {
    const double t = static_cast<double>(theta);
    return std::lgamma(y + t) - std::lgamma(t) - std::lgamma(y + 1) - y * std::log(t);
  }
};

/// P(y = 1) = 1 / (1 + exp(-eta)); y may be a share.
/// @see  Papke & Wooldridge (1996), J. Applied Econometrics 11(6) (shares)
template <class Scalar>
struct logit_family final : detail::unit_interval<Scalar> {
  [[nodiscard]] std::string name() const override { return "logit"; }
  [[nodiscard]] family_row<Scalar> at(const Scalar& y, const Scalar& eta) const override {
    using std::abs;
    using std::exp;
    using std::log1p;
    const Scalar e = exp(-abs(eta));
    const Scalar major = Scalar(1) / (Scalar(1) + e);
    const Scalar minor = e / (Scalar(1) + e);
    const bool up = eta > Scalar(0);
    const Scalar mean = up ? major : minor;
    const Scalar information = major * minor;
    const Scalar score = y * (up ? minor : major) - (Scalar(1) - y) * mean;
    const Scalar objective = y * eta - (up ? eta : Scalar(0)) - log1p(e);
    return {mean, objective, score, information, information};
  }
  [[nodiscard]] Scalar link(const Scalar& mean) const override {
    using std::log;
    return log(mean / (Scalar(1) - mean));
  }
};

/// P(y = 1) = Phi(eta).
template <class Scalar>
struct probit_family final : detail::unit_interval<Scalar> {
  [[nodiscard]] std::string name() const override { return "probit"; }
  [[nodiscard]] family_row<Scalar> at(const Scalar& y, const Scalar& eta) const override {
    using std::exp;
    const detail::normal_tail<Scalar> one(eta);
    const detail::normal_tail<Scalar> zero(-eta);
    const Scalar rest = Scalar(1) - y;
    return {exp(one.log_probability), y * one.log_probability + rest * zero.log_probability,
            y * one.hazard - rest * zero.hazard, one.hazard * zero.hazard,
            y * one.hazard * (one.hazard + eta) + rest * zero.hazard * (zero.hazard - eta)};
  }
  // the logit's, at the slope that brings the two together: for the start
  [[nodiscard]] Scalar link(const Scalar& mean) const override {
    using std::log;
    return log(mean / (Scalar(1) - mean)) * Scalar(0.6);
  }
};

/// P(y = 1) = 1 - exp(-exp(eta)): whether a count of a Poisson is above zero.
template <class Scalar>
struct cloglog_family final : detail::unit_interval<Scalar> {
  [[nodiscard]] std::string name() const override { return "cloglog"; }
  [[nodiscard]] family_row<Scalar> at(const Scalar& y, const Scalar& eta) const override {
    using std::exp;
    using std::expm1;
    using std::log;
    const Scalar m = exp(eta);
    const Scalar rest = Scalar(1) - y;
    if (m > Scalar(700)) {  // exp(-m) is nothing beside one
      return {Scalar(1), -rest * m, -rest * m, (std::numeric_limits<Scalar>::min)(), rest * m};
    }
    const Scalar mean = -expm1(-m);
    const Scalar r = m > Scalar(0) ? Scalar(m / expm1(m)) : Scalar(1);
    // m + r - 1, of which little is left where m is small
    const Scalar left =
        m < Scalar(0.01) ? Scalar(m / Scalar(2) + m * m / Scalar(12) - m * m * m * m / Scalar(720))
                         : Scalar(m + r - Scalar(1));
    const Scalar log_mean = y > Scalar(0) ? Scalar(y * log(mean)) : Scalar(0);
    return {mean, log_mean - rest * m, y * r - rest * m, m * r, y * r * left + rest * m};
  }
  [[nodiscard]] Scalar link(const Scalar& mean) const override {
    using std::log;
    using std::log1p;
    return log(-log1p(-mean));
  }
};

}  // namespace bilateral
