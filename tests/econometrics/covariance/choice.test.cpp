#include <bilateral/econometrics/covariance/choice.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/wave_data.hpp"

using namespace bilateral;

namespace {
data_table firms() {
  const bilateral_test::wave_data d;
  data_table t("w.csv");
  number_column firm{"firm", {}}, time{"time", {}};
  for (std::size_t i = 0; i < d.firm.size(); ++i) {
    firm.values.push_back(static_cast<double>(d.firm[i]));
    time.values.push_back(static_cast<double>(d.time[i]));
  }
  t.add(firm);
  t.add(time);
  return t;
}
double error_by(const char* name, std::optional<package> as = std::nullopt) {
  const bilateral_test::wave_data d;
  return *std_error(ols(d.model(), choose_covariance<double>(parse_covariance(name), firms(), as)),
                    "x1");
}
template <class Spec>
double direct(const Spec& spec) {
  const bilateral_test::wave_data d;
  return *std_error(ols(d.model(), spec), "x1");
}
}  // namespace

TEST_CASE("covariance by name: the same as the type") {
  const bilateral_test::wave_data d;
  const factor firm = make_factor("firm", std::span<const std::int64_t>(d.firm));
  const factor time = make_factor("time", std::span<const std::int64_t>(d.time));
  CHECK(error_by("iid") == direct(iid{}));
  CHECK(error_by("hc3") == direct(heteroskedastic{hc::hc3}));
  CHECK(error_by("newey_west:3") == direct(newey_west{.lags = 3}));
  CHECK(error_by("newey_west") == direct(newey_west{}));
  CHECK(error_by("andrews") == direct(hac{}));
  CHECK(error_by("cluster:firm") == direct(clustered{.by = {firm}}));
  CHECK(error_by("cluster:firm,time") == direct(clustered{.by = {firm, time}}));
  CHECK(error_by("driscoll_kraay:time:1") == direct(driscoll_kraay{.time = d.time, .lags = 1}));
  CHECK(error_by("cluster:firm", package::sandwich) ==
        direct(like(package::sandwich, clustered{.by = {firm}})));
}

TEST_CASE("covariance by name: refusals") {
  for (const auto& given :
       {std::pair{"hc5", "is none of iid"}, std::pair{"iid:1", "takes nothing behind a colon"},
        std::pair{"newey_west:-1", "is not a whole number of lags"},
        std::pair{"newey_west:", "is not a whole number of lags"},
        std::pair{"cluster:", "must name a column"}, std::pair{"dyadic:a", "must name two columns"},
        std::pair{"driscoll_kraay:", "must name a column"}, std::pair{"", "is none of iid"}}) {
    const char* const name = given.first;
    CAPTURE(name);
    CHECK_REFUSES(argument_error, given.second, (void)parse_covariance(name));
  }
  CHECK_REFUSES(data_error, "there is no column of text fimr", (void)error_by("cluster:fimr"));
}
