#include <bilateral/trade/flow/reported_flow.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("both reports: by hand") {
  const auto f =
      mirror_of({"PER", "CHN", "2016", 8000., 8800.}, {.margin = .1, .exporter_weight = .25});
  CHECK_CLOSE_REL(*f.cif_fob, 1.1, 1e-15);
  CHECK_CLOSE_REL(*f.gap_percent, 10, 1e-13);
  CHECK_CLOSE_REL(*f.asymmetry_percent, 200. * 800 / 16800, 1e-15);
  CHECK_CLOSE_REL(*f.reconciled, 8000, 1e-14);  // the gap is just the margin: any weight
  CHECK(f.reason.empty());
  CHECK(f.assumed ==
        "the exporter's report weighs 0.25, the rest is the importer's report less a margin of 10 "
        "percent");
}

TEST_CASE("a missing or zero report has its reason") {
  const auto one = mirror_of({"PER", "CHN", "2016", 80., {}});
  CHECK_FALSE(one.cif_fob);
  CHECK(one.reason == "CHN does not report");
  CHECK(*one.reconciled == 80);
  const auto other = mirror_of({"PER", "CHN", "2016", {}, 106.});
  CHECK(other.reason == "PER does not report");
  CHECK_CLOSE_REL(*other.reconciled, 100, 1e-15);
  const auto neither = mirror_of({"PER", "CHN", "2016", {}, {}});
  CHECK(neither.reason == "neither side reports");
  CHECK_FALSE(neither.reconciled);
  const auto zero = mirror_of({"PER", "CHN", "2016", 0., 50.});
  CHECK(zero.reason == "PER reports zero");
  CHECK(*zero.asymmetry_percent == 200);
  CHECK_FALSE(mirror_of({"PER", "CHN", "2016", 0., 0.}).asymmetry_percent);
}

TEST_CASE("bounds and invariances over a grid") {
  for (const double x : {1., 50., 1e12}) {
    for (const double m : {1., 80., 1e12}) {
      for (const double w : {0., .3, 1.}) {
        const auto f = mirror_of({"A", "B", "1", x, m}, {.margin = .05, .exporter_weight = w});
        const double fob = m / 1.05;
        CHECK(*f.reconciled >= (std::min)(x, fob) * (1 - 1e-15));
        CHECK(*f.reconciled <= (std::max)(x, fob) * (1 + 1e-15));
        CHECK(std::abs(*f.asymmetry_percent) <= 200);
        const auto k =
            mirror_of({"A", "B", "1", 1000 * x, 1000 * m}, {.margin = .05, .exporter_weight = w});
        CHECK_CLOSE_REL(*k.cif_fob, *f.cif_fob, 1e-14);
      }
    }
  }
}

TEST_CASE("discrepancies of reporters") {
  const std::vector<reported_flow> flows{
      {"A", "B", "1", 100., 105.}, {"B", "A", "1", 100., 210.}, {"A", "C", "1", 100., {}}};
  const auto d = discrepancies(flows, .05);
  CHECK(d.size() == 2);
  CHECK(d.at("A").flows == 2);
  CHECK_CLOSE_REL(d.at("B").mean_square, std::log(2.) * std::log(2.) / 2, 1e-13);
  // whatever the unit; a report of zero has no logarithm and does not count
  std::vector<reported_flow> small = flows;
  for (auto& f : small) {
    *f.exporter_report /= 1e6;
    if (f.importer_report) *f.importer_report /= 1e6;
  }
  small.push_back({"A", "B", "2", 0., 1.});
  small.push_back({"A", "B", "2", 1., 0.});
  CHECK(discrepancies(small, .05).at("A").flows == 2);
  CHECK_CLOSE_REL(discrepancies(small, .05).at("B").mean_square, d.at("B").mean_square, 1e-13);
  CHECK_REFUSES(argument_error, "margin is -1", discrepancies(flows, -1));
  CHECK_REFUSES(argument_error, "margin is -2", mirror_of(flows[0], {.margin = -2}));
  CHECK_REFUSES(argument_error, "exporter_weight is 2",
                mirror_of(flows[0], {.exporter_weight = 2}));
  CHECK_REFUSES(argument_error, "a report is -1", mirror_of({"A", "B", "1", -1., 1.}));
}
