#pragma once
/// What it costs to trade with the rest of the world: multilateral resistances from gravity's effects.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/recovered_effects.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/gravity/pair_panel.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Of one country in one period. Powers 1 - sigma, unless sigma is given: then prices.
template <class Scalar>
struct country_resistance {
  std::string country, period;
  std::optional<Scalar> outward;  ///< none where it does not sell in the sample
  std::optional<Scalar> inward;   ///< none where it does not buy in the sample
  Scalar output{0}, spending{0};  ///< sums of the observed flows of the sample
};

struct resistance_options {
  std::string reference{};        ///< the country whose inward resistance is one; required
  std::optional<double> sigma{};  ///< elasticity of substitution: resistances as prices
};

namespace detail {

struct country_names {
  std::vector<std::string> names;
  std::size_t of(const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return to_size(found - names.begin());
    names.push_back(name);
    return names.size() - 1;
  }
};

// effects of exporter and importer by period, and the groups that they belong to
template <class Scalar>
struct period_effects {
  std::vector<factor> groups;  // of the rows of the model
  recovered_effects<Scalar> values;
};

template <class Scalar>
period_effects<Scalar> effects_by_period(const regression<Scalar>& model,
                                         const ppml_result<Scalar>& fit,
                                         const gravity_index& index) {
  const auto by_period = [&](const factor& who) {
    return index.period.codes.empty() ? who : interact(who, index.period);
  };
  period_effects<Scalar> out{{by_period(index.exporter), by_period(index.importer)}, {}};
  require_effects_of_panel(fit.effects, {rows_of(out.groups[0], fit.sample.kept),
                                         rows_of(out.groups[1], fit.sample.kept)});
  out.values = recover_effects(fit, model, out.groups, fit.predictor);
  return out;
}

// by period and country: its effects as seller and as buyer, the connected part that it is in
template <class Scalar>
struct country_sides {
  std::vector<std::optional<Scalar>> sells, buys;
  std::vector<std::int32_t> part;
};

// adds up output and spending on the way
template <class Scalar>
country_sides<Scalar> sides_of(const regression<Scalar>& model, const ppml_result<Scalar>& fit,
                               const pair_rows& rows, country_names& countries,
                               const period_effects<Scalar>& found,
                               std::vector<country_resistance<Scalar>>& out) {
  country_sides<Scalar> side;
  side.sells.resize(out.size());
  side.buys.resize(out.size());
  side.part.assign(out.size(), -1);
  const recovered_effect<Scalar>& sellers = found.values.sets[0];
  const recovered_effect<Scalar>& buyers = found.values.sets[1];
  for (std::size_t i = 0; i < rows.exporter.size(); ++i) {
    const std::size_t row = fit.sample.kept.empty() ? i : fit.sample.kept[i];
    const auto t = to_size(rows.period.codes[i]) * countries.names.size();
    const std::size_t from = t + countries.of(rows.exporter.label(rows.exporter.codes[i]));
    const std::size_t to = t + countries.of(rows.importer.label(rows.importer.codes[i]));
    const Scalar y = model.response[to_index(row)];
    out[from].output += y;
    out[to].spending += y;
    const std::int32_t seller = found.groups[0].codes[row];
    side.sells[from] = sellers.values[seller];
    side.buys[to] = buyers.values[found.groups[1].codes[row]];
    side.part[from] = side.part[to] = sellers.component[to_size(seller)];
  }
  return side;
}

}  // namespace detail

/// Outward and inward multilateral resistances from the effects of exporter and importer by period.
///
///   mu_ijt = exp(a_it + b_jt) t_ijt^(1-sigma);   Pi_it^(1-sigma) = Y_it E_0t / exp(a_it) ,
///   P_jt^(1-sigma) = E_jt / (exp(b_jt) E_0t),    b_0t = 0:  P_0t = 1 for the reference country 0
///
/// which solve the market clearing of structural gravity exactly, since PPML's fitted flows add up to
/// the observed output Y and spending E:
///
///   Pi_it^(1-sigma) = sum_j (t_ijt / P_jt)^(1-sigma) E_jt,  P_jt^(1-sigma) = sum_i (t_ijt / Pi_it)^(1-sigma) Y_it
///
/// @param model    as given to ppml
/// @param fit      with two sets of effects (exporter-period, importer-period), unweighted, predictor kept
/// @param index    exporter, importer and period of each row of the model
/// @param options  the reference; sigma above one for prices
/// @return         a row for each country and period, periods in order, countries as first met
/// @throws argument_error  three sets (the pair's effects hold part of the resistances), no reference in
///                         a period, sigma not above 1, effects that fall into unconnected parts
/// @note   with t exp(x b) of the regressors; own trade must be in the data for Y and E to be output and
///         spending
/// @see    Fally (2015), J. International Economics 97(1); Anderson & van Wincoop (2003), AER 93(1)
template <class Scalar>
[[nodiscard]] std::vector<country_resistance<Scalar>> multilateral_resistance(
    const regression<Scalar>& model, const ppml_result<Scalar>& fit, const gravity_index& index,
    const resistance_options& options) {
  using std::exp;
  using std::pow;
  const char* const self = "multilateral_resistance";
  require(fit.effects.size() == 2, self, "the fit has ", fit.effects.size(),
          " sets of effects; two are wanted, exporter and importer by period");
  require(!options.sigma || *options.sigma > 1, self, "sigma is ", options.sigma.value_or(0),
          "; it must be above 1");
  const auto rows = pair_rows_of(model, fit.sample.kept, index);
  detail::country_names countries;
  for (std::int32_t l = 0; l < rows.exporter.levels; ++l)
    (void)countries.of(rows.exporter.label(l));
  for (std::int32_t l = 0; l < rows.importer.levels; ++l)
    (void)countries.of(rows.importer.label(l));
  const std::size_t m = countries.names.size();
  const auto found = detail::effects_by_period(model, fit, index);
  std::vector<country_resistance<Scalar>> out(m * to_size(rows.period.levels));
  const detail::country_sides<Scalar> side =
      detail::sides_of(model, fit, rows, countries, found, out);
  for (std::int32_t p = 0; p < rows.period.levels; ++p) {
    const std::size_t t = to_size(p) * m;
    const std::string period = rows.one_period ? std::string() : rows.period.label(p);
    const auto at = std::find(countries.names.begin(), countries.names.end(), options.reference);
    const std::size_t zero = t + to_size(at - countries.names.begin());
    require(at != countries.names.end() && side.buys[zero].has_value(), self, "the reference ",
            options.reference.empty() ? "(none)" : options.reference, " does not buy",
            period.empty() ? "" : " in " + period);
    const auto price = [&](const Scalar& v) {
      return options.sigma ? Scalar(pow(v, Scalar(1) / Scalar(1 - *options.sigma))) : v;
    };
    for (std::size_t c = t; c < t + m; ++c) {
      out[c].country = countries.names[c - t];
      out[c].period = period;
      require(side.part[c] < 0 || side.part[c] == side.part[zero], self, out[c].country, " and ",
              options.reference, " are in unconnected parts of trade",
              period.empty() ? "" : " in " + period);
      const Scalar base = out[zero].spending;
      if (side.sells[c])
        out[c].outward =
            price(out[c].output * base / exp(Scalar(*side.sells[c] + *side.buys[zero])));
      if (side.buys[c])
        out[c].inward =
            price(out[c].spending / (base * exp(Scalar(*side.buys[c] - *side.buys[zero]))));
    }
  }
  return out;
}

}  // namespace bilateral
