#include <bilateral/trade/structure/quality.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"
#include "support/trade_sample.hpp"

using namespace bilateral;

namespace {

using numbers = std::vector<double>;
using codes = std::vector<std::int32_t>;

struct sample {
  numbers price, quantity, sigma;
  codes product, market;
  [[nodiscard]] quality_result<double> fit() const {
    return quality(std::span<const double>(price), std::span<const double>(quantity),
                   std::span<const std::int32_t>(product), std::span<const std::int32_t>(market),
                   std::span<const double>(sigma));
  }
};

sample of_flows() {
  const auto f = bilateral_test::sample_flows();
  sample s;
  for (std::size_t r = 0; r < f.size(); ++r) {
    s.price.push_back(f.value[r] / f.quantity[r]);
    s.quantity.push_back(f.quantity[r]);
    s.sigma.push_back(2 + f.product[r] % 4);
    s.product.push_back(f.product[r]);
    s.market.push_back(f.importer[r]);
  }
  return s;
}

}  // namespace

// explicit dummies and a least squares solver; absorbed effects are good to 1e-10 of a residual
TEST_CASE("the qualities of a second implementation") {
  const bilateral_test::reference_values ref("structure.csv");
  const auto s = of_flows();
  const auto q = s.fit();
  CHECK(q.undefined == 0);
  for (std::size_t r = 0; r < s.price.size(); ++r) {
    const auto at = static_cast<Eigen::Index>(r);
    CHECK_CLOSE_ABS(*q.at(at), ref("quality_khandelwal", static_cast<int>(r) + 1), 1e-8);
    CHECK_CLOSE_ABS(q.log_adjusted_price[at], std::log(s.price[r]) - q.log_quality[at], 1e-12);
  }
}

TEST_CASE("a unit of quantity of a product, or the size of a market, changes nothing") {
  const auto s = of_flows();
  auto other = s;
  for (std::size_t r = 0; r < s.price.size(); ++r) {
    if (s.product[r] == 3) {
      other.price[r] /= 1000;
      other.quantity[r] *= 1000;
    }
    if (s.market[r] == 2) other.quantity[r] *= 17;
  }
  const auto a = s.fit(), b = other.fit();
  for (Eigen::Index r = 0; r < a.log_quality.size(); ++r)
    CHECK_CLOSE_ABS(a.log_quality[r], b.log_quality[r], 1e-8);
}

TEST_CASE("alone in a product or market: none; refusals") {
  sample s{{1, 2, 3, 4, 5}, {9, 7, 5, 3, 1}, {3, 3, 3, 3, 3}, {0, 0, 1, 1, 2}, {0, 1, 0, 1, 1}};
  const auto q = s.fit();
  CHECK(q.undefined == 1);
  CHECK(q.at(4).reason == "the flow is alone in its product or its market");
  CHECK(q.at(0).has_value());
  for (const std::size_t row : {0U, 4U}) {
    auto low = s;
    low.sigma[row] = 0.5;
    CHECK_REFUSES(argument_error,
                  "sigma is 0.5 in row " + std::to_string(row + 1) + "; it must be above 1",
                  low.fit());
  }
  s.sigma[2] = 1;
  CHECK_REFUSES(argument_error, "sigma is 1 in row 3; it must be above 1", s.fit());
  s.sigma[2] = 2;
  s.quantity[3] = 0;
  CHECK_REFUSES(argument_error, "quantity is 0 in row 4", s.fit());
  s.quantity[3] = 3;
  s.sigma[1] = std::nan("");
  CHECK_REFUSES(argument_error, "sigma is missing (NaN) in row 2", s.fit());
  s.sigma[1] = 3;
  s.price[1] = 0;
  CHECK_REFUSES(argument_error, "price is 0 in row 2", s.fit());
  s.price[1] = 1;
  s.market[0] = -1;
  CHECK_REFUSES(argument_error, "market is -1 in row 1; codes start at 0", s.fit());
  s.market.pop_back();
  CHECK_REFUSES(argument_error, "price has 5 values but market has 4", s.fit());
  s.product.pop_back();
  CHECK_REFUSES(argument_error, "price has 5 values but product has 4", s.fit());
  s.quantity.pop_back();
  CHECK_REFUSES(argument_error, "price has 5 values but quantity has 4", s.fit());
  s = sample{{1, 2}, {9, 7}, {3}, {0, 0}, {0, 0}};
  CHECK_REFUSES(argument_error, "price has 2 values but sigma has 1", s.fit());
}
