#include <bilateral/econometrics/regression/chosen_covariance.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>

#include "support/close.hpp"
#include "support/wave_data.hpp"

using namespace bilateral;

namespace {

// the choice by name and the type itself: the same bits
template <class Result>
void same_errors(const Result& chosen, const Result& typed) {
  CHECK((chosen.coefficients == typed.coefficients));
  REQUIRE(chosen.covariance.has_value());
  CHECK((*chosen.covariance == *typed.covariance));
  CHECK(chosen.covariance_label == typed.covariance_label);
  CHECK(chosen.inference_dof == typed.inference_dof);
}

}  // namespace

TEST_CASE("a covariance chosen at run time: ols, ols with effects, ppml as with the type") {
  const bilateral_test::wave_data d;
  const factor firm = make_factor("firm", std::span<const std::int64_t>(d.firm));
  const factor time = make_factor("time", std::span<const std::int64_t>(d.time));
  const std::vector<factor> effects{time};
  regression<double> counts = d.model();
  counts.response = counts.response.array().abs();
  data_table columns("w.csv");
  number_column id{"firm", {}};
  for (const std::int64_t f : d.firm) id.values.push_back(static_cast<double>(f));
  columns.add(id);
  const auto robust = choose_covariance<double>(parse_covariance("hc1"), columns);
  const auto by_firm = choose_covariance<double>(parse_covariance("cluster:firm"), columns);
  const heteroskedastic hc1{hc::hc1};
  const clustered firms{.by = {firm}};
  same_errors(ols(d.model(), robust), ols(d.model(), hc1));
  same_errors(ols(d.model(), by_firm), ols(d.model(), firms));
  same_errors(ols(d.model(), effects, by_firm), ols(d.model(), effects, firms));
  same_errors(ppml(counts, effects, robust), ppml(counts, effects, hc1));
  same_errors(ppml(counts, effects, by_firm), ppml(counts, effects, firms));
}
