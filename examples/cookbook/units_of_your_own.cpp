// Barrels, which the library does not know, and sums that make no sense, which it refuses.
#include <bilateral/series/series.hpp>

#include <iostream>

struct barrels {
  static constexpr const char* name = "barrels";
  static constexpr const char* one = "barrel";
};

int main() {
  using namespace bilateral;
  const series<annual, barrels> exported("oil exported", period<annual>(2015), {9.1e6, 8.4e6});
  const series<annual, per<usd, barrels>> price("price", period<annual>(2015), {49.5, 40.7});
  const series<annual, usd> value = exported * price;
  std::cout << value.name << ": " << *value[period<annual>(2015)] << ", "
            << *value[period<annual>(2016)] << "\n"
            << *price[period<annual>(2016)] << "\n";
  // exported + value does not compile: barrels and dollars do not add
}
