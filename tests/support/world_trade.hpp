#pragma once
// world_trade_sitc4_1998_2000.csv.gz of the optional data, unpacked by gzip: exports of 226
// countries.

#include "support/data.hpp"

#include <bilateral/trade/structure/flows.hpp>

#include <string>

namespace bilateral_test {

inline bilateral::product_flows world_trade() {
  const std::string text = unpacked(data_file("world_trade_sitc4_1998_2000.csv.gz"));
  bilateral::flow_builder b(false);
  for (std::size_t at = text.find('\n') + 1; at < text.size();) {
    const std::size_t first = text.find(',', at), second = text.find(',', first + 1),
                      end = text.find('\n', second);
    b.add(text.substr(at, first - at), "", text.substr(first + 1, second - first - 1),
          std::stod(text.substr(second + 1, end - second - 1)));
    at = end + 1;
  }
  return b.finish();
}

}  // namespace bilateral_test
