// The coefficient in a moving, growing or shrinking window.
#include "elasticity/methods.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/breaks/rolling.hpp>

namespace elasticity_program {

answer rolling(const sample& s, const request& want, long window) {
  answer a;
  const auto [kind, lags] = want.covariance.parts();
  rolling_options options{.window = window};
  if (kind == "newey_west") {
    options.newey_west_lags =
        lags.empty() ? static_cast<int>(std::floor(0.75 * std::cbrt(double(window))))
                     : static_cast<int>(number_between("--covariance", lags, 0, 1000000));
  } else if (!kind.empty() && kind != "iid") {
    throw usage_error("--covariance: rolling windows take iid or newey_west[:LAGS]");
  }
  const auto model = s.model();
  const auto paths = rolling_regression(model, options);
  a.title = text("Rolling regression, windows of ", window);
  a.n = model.rows();
  Eigen::Index at = 0;
  while (paths.names[bilateral::to_size(at)] != s.x_name) ++at;
  const double dof = static_cast<double>(window) - static_cast<double>(paths.names.size());
  const double reach = student_t_quantile(0.975, dof);
  for (Eigen::Index w = 0; w < paths.coefficients.rows(); ++w) {
    path_point p;
    p.period = s.period(paths.first_end - 1 + w);
    const double b = paths.coefficients(w, at), e = paths.std_errors(w, at);
    if (std::isfinite(b) && std::isfinite(e)) p.value = {b, e, b - reach * e, b + reach * e};
    a.path.push_back(p);
  }
  a.path_title = "Elasticity in the window that ends with the period";
  a.covariance_label = options.newey_west_lags
                           ? text("Newey-West, ", *options.newey_west_lags, " lags, in each window")
                           : "iid in each window";
  if (!paths.undefined.empty()) {
    a.notes.push_back(
        text(paths.undefined.size(), " windows have no estimate: collinear regressors"));
  }
  try {
    sup_t_options band_options;
    if (want.draws) band_options.draws = *want.draws;
    if (want.seed) band_options.seed = *want.seed;
    const auto band = simultaneous_band(model, paths, s.x_name, band_options);
    a.notes.push_back(text("simultaneous 95 percent band over the path: estimate -+ ",
                           significant_text(band.critical_value, 4), " standard errors (pointwise ",
                           significant_text(reach, 4), ")"));
    a.more = [band](json_writer& json) {
      json.member("sup_t_critical_value", band.critical_value);
    };
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("simultaneous band: ", e.what()));
  }
  return a;
}

}  // namespace elasticity_program
