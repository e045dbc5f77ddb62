#pragma once
// Peru's exports by sector, as the parts of the section on structure read them.

#include "china_peru_brief/brief.hpp"

#include <string>
#include <vector>

namespace china_peru {

// the exports of all sectors together
const series<annual, usd_fob>& all_sectors(const brief_data& d);
std::string year_name(const brief_data& d, std::size_t year);
// dollars of a sector, and its percentage of all
double sold(const brief_data& d, const std::string& sector, std::size_t year);
double share_of(const brief_data& d, const std::string& sector, std::size_t year);
// dollars by named sector and, last, what the named ones leave of all
std::vector<double> basket(const brief_data& d, std::size_t year);
std::vector<std::string> sector_names(const brief_data& d);
// the Herfindahl index with the last part as many small lines, and as a single one
bounds concentration(const std::vector<double>& parts);
// "rose", "fell" or that it cannot be told, from one range to another
std::string change_in_words(const bounds& before, const bounds& after);

// What copper's price did to its share of exports, and what the rest of the basket did.
void copper_and_the_rest(const brief_data& d, brief& b);
// Concentration without copper's price, and without copper.
void concentration_without_copper(const brief_data& d, brief& b);

}  // namespace china_peru
