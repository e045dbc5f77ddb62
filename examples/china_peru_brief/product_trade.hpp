#pragma once
// A year of the world's trade by product, of the file that --structure names (CEPII's BACI), and what
// it says of Peru and China.

#include "china_peru_brief/brief.hpp"

#include <bilateral/trade/structure/flows.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace china_peru {

// A line of the file for one country: what it sells or buys, by product.
using product_values = std::vector<double>;

class product_trade {
 public:
  // year: empty where the file has one only
  product_trade(const std::string& file, const std::string& year);

  product_flows flows;  // thousand USD
  std::string year, source;
  dense_matrix<double> exports, imports;  // countries x products
  dense_matrix<double> pairs;             // exporters x importers
  index_matrix<double> advantage;         // Balassa's, of exports
  Eigen::Index peru = 0, china = 0;

  [[nodiscard]] product_values sold_by(Eigen::Index country) const {
    return line(exports, country);
  }
  [[nodiscard]] product_values bought_by(Eigen::Index country) const {
    return line(imports, country);
  }
  // what one sells to the other
  [[nodiscard]] product_values between(std::string_view seller, Eigen::Index buyer) const {
    return line(exports_of(flows, seller), buyer);
  }

 private:
  static product_values line(const dense_matrix<double>& m, Eigen::Index row);
};

// percent of all that a part is; zero of nothing
inline double percent(double part, double all) { return all > 0 ? 100 * part / all : 0; }

// "China", "the United States"; the code of all others
std::string country_words(const std::string& code);

// Partners of Peru on both sides; folded, in the section on the largest market.
void show_partners(const product_trade& t, brief& b);
// The largest market for Peru's exports by the file: in a few words, and held against the claim.
struct market_finding {
  std::string words;
  claim_reading reading;
};
market_finding largest_market(const product_trade& t);
// What each sells and the other buys; folded, in the section on structure.
void what_each_buys(const brief_data& d, const product_trade& t, brief& b);
// The goods of e-commerce against comparative advantage: what is found in a few words, and a reading.
struct online_finding {
  std::string words;
  claim_reading reading;
};
online_finding online_advantage(const brief_data& d, const product_trade& t, brief& b);

}  // namespace china_peru
