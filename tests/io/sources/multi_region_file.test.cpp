#include <bilateral/io/sources/icio.hpp>
#include <bilateral/io/sources/multi_region_file.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

// two regions of one sector whose rows and columns close
const char* const table =
    "V1,AUS_A,NZL_A,AUS_HFCE,NZL_HFCE,AUS_GFCF,NZL_GFCF,OUT\nAUS_A,2,1,5,1,1,0,10\nNZL_A,1,1,1,2,0,"
    "0,5\n"
    "VA,7,3,0,0,0,0,10\nOUT,10,5,0,0,0,0,15\n";

}  // namespace

TEST_CASE("final demand is the sum of its categories; what was read feeds the Leontief system") {
  const multi_region_file f = read_icio(csv_text(table, "i.csv"));
  CHECK(f.notes.empty());
  const dense_matrix<double> demand = final_demand_of(f);
  CHECK(demand(0, 0) == 6);
  CHECK(demand(0, 1) == 1);
  const auto system = multi_region(f.table);
  const dense_vector<double> x = system.whole.output_for(demand.rowwise().sum());
  CHECK_CLOSE_REL(x[0], 10, 1e-14);  // L f = x, a handful of roundings
  CHECK_CLOSE_REL(x[1], 5, 1e-14);
  CHECK(f.value_added.sum() == demand.sum());  // income is demand
}

TEST_CASE("no categories: no final demand") {
  multi_region_file f;
  f.table.regions = {"A"};
  f.table.sectors = {"s", "t"};
  CHECK(final_demand_of(f).sum() == 0);
  CHECK(final_demand_of(f).rows() == 2);
}
