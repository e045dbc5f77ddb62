#include <bilateral/data/earlier_rows.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
using rows_found = std::vector<std::optional<std::size_t>>;
constexpr auto none = std::nullopt;
}  // namespace

TEST_CASE("earlier_rows: one series in file order") {
  CHECK(earlier_rows(3, {}, {}, 1) == rows_found{none, 0, 1});
  CHECK(earlier_rows(3, {}, {}, -1) == rows_found{1, 2, none});
  CHECK(earlier_rows(2, {}, {}, 5) == rows_found{none, none});
}

TEST_CASE("earlier_rows: a gap has no row") {
  const std::vector<std::int64_t> time = {2001, 2002, 2004, 2005};
  CHECK(earlier_rows(4, time, {}, 1) == rows_found{none, 0, none, 2});
  CHECK(earlier_rows(4, time, {}, 2) == rows_found{none, none, 1, none});
  CHECK(earlier_rows(4, time, {}, -1) == rows_found{1, none, 3, none});
}

TEST_CASE("earlier_rows: stays within the entity, whatever the order of the rows") {
  const std::vector<std::int64_t> time = {2, 1, 3, 1, 2};
  const std::vector<std::int32_t> entity = {1, 1, 0, 0, 0};
  CHECK(earlier_rows(5, time, entity, 1) == rows_found{1, none, 4, none, 3});
  CHECK(earlier_rows(5, time, entity, -1) == rows_found{none, 0, none, 4, 2});
}

TEST_CASE("earlier_rows: equals the naive search over scattered panels") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    std::uint64_t state = seed * 0x9E3779B97F4A7C15U;
    const auto draw = [&state](std::uint64_t below) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      return (state >> 33U) % below;
    };
    std::vector<std::int64_t> time;
    std::vector<std::int32_t> entity;
    for (int k = 0; k < 40; ++k) {
      const auto e = static_cast<std::int32_t>(draw(4));
      const auto t = static_cast<std::int64_t>(draw(20));
      bool there = false;
      for (std::size_t i = 0; i < time.size(); ++i)
        there = there || (entity[i] == e && time[i] == t);
      if (there) continue;
      entity.push_back(e);
      time.push_back(t);
    }
    for (const std::int64_t lag : {-3, -1, 0, 1, 2, 7}) {
      rows_found naive(time.size());
      for (std::size_t i = 0; i < time.size(); ++i) {
        for (std::size_t j = 0; j < time.size(); ++j) {
          if (entity[i] == entity[j] && time[j] == time[i] - lag) naive[i] = j;
        }
      }
      CHECK(earlier_rows(time.size(), time, entity, lag) == naive);
    }
  }
}

TEST_CASE("earlier_rows: refusals") {
  const std::vector<std::int64_t> time = {1, 1};
  CHECK_REFUSES(argument_error, "the period 1 stands twice for one entity, in rows 1 and 2",
                (void)earlier_rows(2, time, {}, 1));
  CHECK_REFUSES(argument_error, "time has 2 values for 3 rows", (void)earlier_rows(3, time, {}, 1));
}
