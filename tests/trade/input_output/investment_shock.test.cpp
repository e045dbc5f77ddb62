#include <bilateral/trade/input_output/investment_shock.hpp>

#include "support/close.hpp"

using namespace bilateral;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {
input_output_table<double> table3() {
  return {{"a", "b", "c"},
          (MatrixXd(3, 3) << 20, 30, 10, 15, 40, 25, 5, 20, 30).finished(),
          (VectorXd(3) << 100, 200, 150).finished()};
}
const VectorXd e = (VectorXd(3) << 0.5, 0.1, 0.6).finished();
}  // namespace

TEST_CASE("jobs by sector and year: parts add up, local content and productivity scale them") {
  const auto t = table3();
  const auto s = leontief(t);
  investment_shock<double> shock;
  shock.spending = (VectorXd(3) << 10, 0, 5).finished();
  const auto plain = jobs_of(s, e, shock);
  const MatrixXd inverse = (MatrixXd::Identity(3, 3) - s.coefficients).inverse();
  CHECK_CLOSE_REL(plain.jobs.sum(), e.dot(inverse * shock.spending), 1e-13);
  CHECK_CLOSE_REL(plain.direct, 10 * 0.5 + 5 * 0.6, 1e-14);
  CHECK_CLOSE_REL(plain.direct + plain.indirect, plain.jobs.sum(), 1e-13);
  CHECK_FALSE(plain.induced.has_value());
  shock.local_content = 0.4;
  shock.phasing = {0.5, 0.3, 0.2};
  shock.productivity_growth = 4;
  const auto years = jobs_of(s, e, shock);
  const double scale = 0.4 * (0.5 + 0.3 / 1.04 + 0.2 / 1.04 / 1.04);
  CHECK_CLOSE_REL(years.jobs.sum(), plain.jobs.sum() * scale, 1e-13);
  CHECK_CLOSE_REL(years.direct + years.indirect, years.jobs.sum(), 1e-13);
  const auto h = close_for_households<double>(t, (VectorXd(3) << 30, 50, 40).finished(),
                                              (VectorXd(3) << 25, 45, 30).finished());
  const auto more = jobs_of(s, e, shock, &h);
  CHECK_CLOSE_REL(more.direct + more.indirect + *more.induced, more.jobs.sum(), 1e-13);
  CHECK(*more.induced > 0);
}

TEST_CASE("draws: centred near the table, narrower when surer, the same on every thread") {
  const auto s = leontief(table3());
  investment_shock<double> shock;
  shock.spending = (VectorXd(3) << 10, 0, 5).finished();
  const double total = jobs_of(s, e, shock).jobs.sum();
  const auto vague = shock_draws(s, e, shock, {.concentration = 100, .draws = 3000});
  const auto sure = shock_draws(s, e, shock, {.concentration = 10000, .draws = 3000, .threads = 2});
  CHECK(std::abs(sure.mean - total) < 4 * sure.std_error / std::sqrt(3000.0) + 1e-3 * total);
  CHECK(std::abs(vague.std_error / sure.std_error - 10) <
        1.5);  // sqrt of the ratio of concentrations
  CHECK(vague.low < total);
  CHECK(total < vague.high);
  CHECK(shock_draws(s, e, shock, {.concentration = 10000, .draws = 3000}).draws == sure.draws);
}

TEST_CASE("gamma draws have the mean and variance of their shape") {
  for (const double shape : {0.3, 1.0, 4.5}) {
    philox stream(9, 1);
    double m = 0, s = 0;
    for (int i = 0; i < 40000; ++i) {
      const double g = detail::draw_gamma(shape, stream);
      m += g / 40000;
      s += g * g / 40000;
    }
    CHECK(std::abs(m / shape - 1) < 0.04);
    CHECK(std::abs((s - m * m) / shape - 1) < 0.1);
  }
}

TEST_CASE("refusals") {
  const auto s = leontief(table3());
  investment_shock<double> shock;
  shock.spending = VectorXd::Ones(2);
  CHECK_REFUSES(argument_error, "spending has 2", jobs_of(s, e, shock));
  shock.spending = VectorXd::Ones(3);
  shock.phasing.clear();
  CHECK_REFUSES(argument_error, "phasing is empty", jobs_of(s, e, shock));
  shock.phasing = {1};
  shock.productivity_growth = -100;
  CHECK_REFUSES(argument_error, "productivity_growth is -100 percent", jobs_of(s, e, shock));
  shock.productivity_growth = 0;
  shock.local_content = -0.1;
  CHECK_REFUSES(argument_error, "local_content is -0.1", jobs_of(s, e, shock));
  shock.local_content = 1;
  shock.phasing = {0.5, 0.4};
  CHECK_REFUSES(argument_error, "the phasing adds up to 0.9", jobs_of(s, e, shock));
  shock.phasing = {1.5, -0.5};
  CHECK_REFUSES(argument_error, "none may be negative", jobs_of(s, e, shock));
  shock.phasing = {1};
  shock.local_content = 1.2;
  CHECK_REFUSES(argument_error, "local_content is 1.2", jobs_of(s, e, shock));
  shock.local_content = 1;
  CHECK_REFUSES(argument_error, "concentration is 0",
                shock_draws(s, e, shock, {.concentration = 0}));
  CHECK_REFUSES(argument_error, "draws is 3", shock_draws(s, e, shock, {.draws = 3}));
}

TEST_CASE("bounds of the jobs enclose the table and every draw inside the coefficients") {
  const auto s = leontief(table3());
  investment_shock<double> shock;
  shock.spending = (VectorXd(3) << 10, 0, 5).finished();
  shock.local_content = 0.4;
  shock.phasing = {0.5, 0.5};
  shock.productivity_growth = 4;
  const double total = jobs_of(s, e, shock).jobs.sum();
  const bounds b = shock_bounds(leontief_within(s, 0.1), e, shock);
  CHECK(b.low() < total);
  CHECK(total < b.high());
  // the ends are the totals of the corner tables
  const auto at = [&](double factor) {
    return jobs_of(leontief<double>(s.sectors, s.coefficients * factor), e, shock).jobs.sum();
  };
  CHECK_CLOSE_REL(b.low(), at(0.9), 1e-13);
  CHECK_CLOSE_REL(b.high(), at(1.1), 1e-13);
  shock.spending[0] = -1;
  CHECK_REFUSES(argument_error, "the spending on a is -1",
                (void)shock_bounds(leontief_within(s, 0.1), e, shock));
}
