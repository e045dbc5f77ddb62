#include <bilateral/econometrics/regression/iv_ppml.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/iid.hpp>
#include <bilateral/econometrics/regression/generalised_linear.hpp>

#include "support/close.hpp"
#include "support/iv_ppml_data.hpp"
#include "support/reference.hpp"

#include <array>
#include <cstdio>
#include <functional>
#include <memory>
#include <sstream>

using namespace bilateral;
using bilateral_test::close_abs;
using bilateral_test::close_rel;
using bilateral_test::iv_ppml_data;
using bilateral_test::reference_table;

namespace {

constexpr const char* slopes[] = {"x2", "x1"};

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const error& e) {
    return e.what();
  }
  return "no refusal";
}

// columns of numbers of an optional file, unpacked by gzip
class unpacked_columns {
 public:
  explicit unpacked_columns(const std::string& file) {
    const std::string command =
        "gzip -dc '" + (bilateral_test::data_folder() / file).string() + "'";
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::array<char, 4096> line;
    while (fgets(line.data(), int(line.size()), pipe.get()) != nullptr) {
      std::istringstream cells(line.data());
      std::string cell;
      for (std::size_t j = 0; std::getline(cells, cell, ','); ++j) {
        while (!cell.empty() && (cell.back() == '\n' || cell.back() == '\r')) cell.pop_back();
        if (names_.size() <= j) {
          names_.push_back(cell);
          values_.emplace_back();
        } else {
          values_[j].push_back(std::stod(cell));
        }
      }
    }
  }
  [[nodiscard]] const std::vector<double>& list(const std::string& name) const {
    return values_.at(std::size_t(std::find(names_.begin(), names_.end(), name) - names_.begin()));
  }
  [[nodiscard]] Eigen::VectorXd operator()(const std::string& name) const {
    return Eigen::Map<const Eigen::VectorXd>(list(name).data(), Eigen::Index(list(name).size()));
  }
  [[nodiscard]] factor group(const std::string& name) const {
    return make_factor(name, std::span<const double>(list(name)));
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<double>> values_;
};

clustered by_groups(const iv_ppml_data& d) {
  return {.by = {d.cluster()}, .adjustment = cluster_adjustment::groups};
}

void equal(const iv_ppml_result<double>& fit, const reference_table& r, const std::string& line,
           const std::string& errors) {
  for (const std::string x : slopes) {
    CAPTURE(line);
    CAPTURE(errors);
    CAPTURE(x);
    CHECK(close_rel(coefficient(fit, x), r(line + "_" + x), 1e-9));
    CHECK(close_rel(*std_error(fit, x), r(line + "_" + errors + "_" + x), 1e-9));
  }
}

}  // namespace

// numpy's steps stop at 1e-13 in the linear predictor, dense normal equations lose three digits of it
TEST_CASE("iv_ppml: equals the full system of moments with explicit dummies") {
  const reference_table r("iv_ppml.csv");
  const iv_ppml_data d;
  const std::string sets[] = {"none", "one", "two"};
  for (const std::string which : {"y", "y0"}) {
    for (std::size_t s = 0; s < 3; ++s) {
      for (const std::string kind : {"additive", "multiplicative"}) {
        for (const std::string weights : {"", "_w"}) {
          iv_ppml_options<double> options;
          options.keep_parts = keep::scores;
          if (kind == "multiplicative") options.moment = poisson_moment::multiplicative;
          if (!weights.empty()) options.weights = d.w;
          const auto& y = which == "y" ? d.y : d.y0;
          const std::string line = which + "_" + sets[s] + "_" + kind;
          const auto hc0 = heteroskedastic{hc::hc0};
          options.two_step = false;
          for (const bool over : {false, true}) {
            const auto fit = iv_ppml(d.model(y, over, s == 0), d.effects(s), hc0, options);
            const std::string name = line + (over ? "_over" : "_exact") + weights;
            equal(fit, r, name, "hc0");
            equal(with_covariance(fit, by_groups(d)), r, name, "cluster");
            CHECK(!fit.hansen_j);
          }
          options.two_step = true;
          const std::string two = line + "_over" + weights + "_gmm_";
          const auto robust = iv_ppml(d.model(y, true, s == 0), d.effects(s), hc0, options);
          equal(robust, r, two + "hc0", "se");
          CHECK(
              close_rel(robust.hansen_j->statistic, r(two + "hc0_j"), 1e-7));  // a square near zero
          const auto grouped = iv_ppml(d.model(y, true, s == 0), d.effects(s),
                                       clustered{.by = {d.cluster()}}, options);
          equal(with_covariance(grouped, by_groups(d)), r, two + "cluster", "se");
          CHECK(close_rel(grouped.hansen_j->statistic, r(two + "cluster_j"), 1e-7));
        }
      }
    }
  }
}

TEST_CASE("iv_ppml: regressors as their own instruments are ppml and gamma_pml, errors too") {
  const iv_ppml_data d;
  for (std::size_t s = 1; s <= 2; ++s) {
    iv_regression<double> own = d.model(d.y0, false);
    own.instruments = {{"x1 itself", d.x1}};
    const auto joint = regress(d.y0, {{"x2", d.x2}, {"x1", d.x1}}, {.intercept = false});
    const auto poisson = ppml(joint, d.effects(s), heteroskedastic{}, {.keep_parts = keep::scores});
    const auto additive =
        iv_ppml(own, d.effects(s), heteroskedastic{}, {.keep_parts = keep::scores});
    const auto gamma = gamma_pml(joint, d.effects(s));
    const auto multiplicative =
        iv_ppml(own, d.effects(s), iid{}, {.moment = poisson_moment::multiplicative});
    for (const std::string x : slopes) {
      CAPTURE(x);
      CHECK(close_rel(coefficient(additive, x), coefficient(poisson, x), 1e-10));
      CHECK(close_rel(*std_error(additive, x), *std_error(poisson, x), 1e-9));
      const auto flat = with_covariance(additive, iid{});
      const auto its = with_covariance(poisson, iid{});
      CHECK(close_rel(*std_error(flat, x), *std_error(its, x), 1e-9));
      const clustered spec{.by = {d.cluster(), d.effects(1)[0]}};
      CHECK(close_rel(*std_error(with_covariance(additive, spec), x),
                      *std_error(with_covariance(poisson, spec), x), 1e-9));
      CHECK(close_rel(coefficient(multiplicative, x), coefficient(gamma, x), 1e-9));
    }
  }
}

TEST_CASE("iv_ppml: without endogenous regressors it is ppml and gamma_pml") {
  const iv_ppml_data d;
  const auto joint = regress(d.y0, {{"x2", d.x2}, {"x1", d.x1}}, {.intercept = false});
  const iv_regression<double> alone{joint, {}, {}};
  for (std::size_t s = 1; s <= 2; ++s) {
    const auto poisson = ppml(joint, d.effects(s), heteroskedastic{});
    const auto additive = iv_ppml(alone, d.effects(s), heteroskedastic{});
    const auto gamma = gamma_pml(joint, d.effects(s));
    const auto multiplicative =
        iv_ppml(alone, d.effects(s), iid{}, {.moment = poisson_moment::multiplicative});
    CHECK(additive.endogenous_names.empty());
    CHECK(additive.instrument_names.empty());
    CHECK(!additive.hansen_j);
    for (const std::string x : slopes) {
      CAPTURE(x);
      CHECK(close_rel(coefficient(additive, x), coefficient(poisson, x), 1e-10));
      CHECK(close_rel(*std_error(additive, x), *std_error(poisson, x), 1e-9));
      CHECK(close_rel(coefficient(multiplicative, x), coefficient(gamma, x), 1e-9));
    }
  }
  iv_regression<double> odd = alone;
  odd.instruments = {{"z", d.x1}};
  CHECK_THROWS_WITH_AS((void)iv_ppml(odd, d.effects(1)),
                       "iv_ppml: there are instruments but no endogenous regressor",
                       argument_error);
  iv_regression<double> empty = alone;
  empty.exogenous.names.clear();
  empty.exogenous.design.resize(empty.exogenous.response.size(), 0);
  CHECK_THROWS_WITH_AS((void)iv_ppml(empty, d.effects(1)), "iv_ppml: there are no regressors",
                       argument_error);
}

TEST_CASE("iv_ppml: a row counted twice is the row twice, coefficients and errors") {
  const iv_ppml_data d;
  Eigen::VectorXd counts(iv_ppml_data::n);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < std::size_t(iv_ppml_data::n); ++i) {
    const int count = 1 + int(i % 3 == 0);
    counts[Eigen::Index(i)] = count;
    for (int c = 0; c < count; ++c) rows.push_back(i);
  }
  const auto repeated = [&](const Eigen::VectorXd& v) {
    Eigen::VectorXd out(std::ssize(rows));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out[Eigen::Index(i)] = v[Eigen::Index(rows[i])];
    }
    return out;
  };
  iv_regression<double> longer{
      regress(repeated(d.y0), {{"x2", repeated(d.x2)}}, {.intercept = false}),
      {{"x1", repeated(d.x1)}},
      {{"z1", repeated(d.z1)}, {"z2", repeated(d.z2)}}};
  const std::vector<factor> effects{subset(d.effects(1)[0], rows)};
  for (const bool two_step : {false, true}) {
    iv_ppml_options<double> options;
    options.two_step = two_step;
    const auto want = iv_ppml(longer, effects, heteroskedastic{hc::hc0}, options);
    options.frequency_weights = counts;
    const auto got = iv_ppml(d.model(d.y0, true), d.effects(1), heteroskedastic{hc::hc0}, options);
    CHECK(got.observations == double(rows.size()));
    for (const std::string x : slopes) {
      CHECK(close_rel(coefficient(got, x), coefficient(want, x), 1e-9));
      CHECK(close_rel(*std_error(got, x), *std_error(want, x), 1e-8));
    }
  }
}

// made by others with a coefficient of .5 on x1, which is endogenous
TEST_CASE("iv_ppml: finds the truth in ivppml_class_a and b, where ppml does not") {
  for (const std::string file : {"ivppml_class_a.csv.gz", "ivppml_class_b.csv.gz"}) {
    if (!bilateral_test::data_available(file)) return;
    CAPTURE(file);
    const unpacked_columns data(file);
    std::vector<factor> effects;
    if (file == "ivppml_class_a.csv.gz") {
      effects = {data.group("id"), data.group("year")};
    } else {
      effects = {interact(data.group("exp"), data.group("year")),
                 interact(data.group("imp"), data.group("year")), data.group("pair")};
    }
    const clustered by{.by = {effects.size() == 2 ? effects[0] : effects[2]}};
    iv_regression<double> model{regress(data("y"), {{"x2", data("x2")}}, {.intercept = false}),
                                {{"x1", data("x1")}},
                                {{"z", data("z")}}};
    const auto fit = iv_ppml(model, effects, by, {.separated = separation::drop});
    const auto plain =
        ppml(regress(data("y"), {{"x2", data("x2")}, {"x1", data("x1")}}, {.intercept = false}),
             effects, by, {.separated = separation::drop});
    // the additive moments of class B stand 2.1 of their errors below the truth
    CHECK(std::abs(coefficient(fit, "x1") - .5) <
          (effects.size() == 2 ? 1.96 : 2.5) * *std_error(fit, "x1"));
    const auto multiplicative =
        iv_ppml(model, effects, by,
                {.moment = poisson_moment::multiplicative, .separated = separation::drop});
    CHECK(std::abs(coefficient(multiplicative, "x1") - .5) <
          1.96 * *std_error(multiplicative, "x1"));
    CHECK(std::abs(coefficient(plain, "x1") - .5) > 5 * *std_error(plain, "x1"));
    iv_regression<double> own = model;
    own.instruments = {{"itself", data("x1")}};
    const auto same = iv_ppml(own, effects, by, {.separated = separation::drop});
    for (const std::string x : slopes) {
      CHECK(close_rel(coefficient(same, x), coefficient(plain, x), 1e-9));
      CHECK(close_rel(*std_error(same, x), *std_error(plain, x), 1e-8));
    }
  }
}

TEST_CASE("iv_ppml: moments hold, the scale of y and the order of rows change nothing") {
  const iv_ppml_data d;
  for (const auto moment : {poisson_moment::additive, poisson_moment::multiplicative}) {
    const auto fit =
        iv_ppml(d.model(d.y0, false), d.effects(2), heteroskedastic{}, {.moment = moment});
    CHECK(close_abs(fit.moment_residuals.dot(d.z1), 0, 1e-8));
    CHECK(close_abs(fit.moment_residuals.dot(d.x2), 0, 1e-8));
    for (const factor& f : d.effects(2)) {
      Eigen::VectorXd sums = Eigen::VectorXd::Zero(f.levels);
      for (std::size_t i = 0; i < f.size(); ++i)
        sums[f.codes[i]] += fit.moment_residuals[Eigen::Index(i)];
      CHECK(sums.cwiseAbs().maxCoeff() < 1e-7);
    }
    for (const double c : {1e-6, 1e9}) {
      const auto scaled = iv_ppml(d.model(Eigen::VectorXd(c * d.y0), false), d.effects(2),
                                  heteroskedastic{}, {.moment = moment});
      CHECK(close_rel(coefficient(scaled, "x1"), coefficient(fit, "x1"), 1e-9));
      CHECK(close_rel(*std_error(scaled, "x1"), *std_error(fit, "x1"), 1e-9));
    }
    iv_regression<double> back = d.model(d.y0, false);
    auto groups = d.effects(2);
    back.exogenous.response = d.y0.reverse();
    back.exogenous.design = back.exogenous.design.colwise().reverse().eval();
    back.endogenous[0].second = d.x1.reverse();
    back.instruments[0].second = d.z1.reverse();
    for (factor& f : groups) std::reverse(f.codes.begin(), f.codes.end());
    const auto other = iv_ppml(back, groups, heteroskedastic{}, {.moment = moment});
    CHECK(close_rel(coefficient(other, "x1"), coefficient(fit, "x1"), 1e-9));
  }
}

TEST_CASE("iv_ppml: what it refuses") {
  const iv_ppml_data d;
  Eigen::VectorXd level(d.n);
  for (Eigen::Index i = 0; i < d.n; ++i) level[i] = double(d.a[std::size_t(i)]);
  iv_regression<double> absorbed = d.model(d.y, false);
  absorbed.instruments = {{"level", level}};
  const std::string why = refusal([&] { (void)iv_ppml(absorbed, d.effects(1)); });
  CAPTURE(why);
  CHECK(why ==
        "iv_ppml: there are 0 instruments for 1 endogenous regressor; level is absorbed by the "
        "fixed effects");
  absorbed.instruments = {{"x2 again", d.x2}};
  CHECK(refusal([&] {
          (void)iv_ppml(absorbed, d.effects(1));
        }).find("x2 again is collinear with the columns before it") != std::string::npos);
  Eigen::VectorXd y = d.y;
  y[4] = -1;
  CHECK(refusal([&] { (void)iv_ppml(d.model(y, false), d.effects(1)); }).find("y is -1 in row 5") !=
        std::string::npos);
  CHECK(refusal([&] {
          (void)iv_ppml(d.model(d.y, false), d.effects(1), heteroskedastic{hc::hc3});
        }).find("HC2 to HC4") != std::string::npos);
  // an instrument that is next to none: the moments have no solution
  iv_regression<double> none = d.model(d.y, false);
  none.exogenous.response.resize(0);
  CHECK(refusal([&] { (void)iv_ppml(none, d.effects(1)); }) != "no refusal");
}
