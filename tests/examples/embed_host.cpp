// What the packages of R and Python share, without either: a frame of the test's own.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "../../examples/embed/host.cpp"

#include "support/close.hpp"

namespace {

class small_frame : public embed::frame {
 public:
  std::vector<std::string> names() const override { return {"y", "x", "year", "who"}; }
  bool is_number(const std::string& name) const override { return name != "who"; }
  std::vector<double> numbers(const std::string& name) const override {
    const double none = std::nan("");
    if (name == "y") return {1, 3, 2, 5, 4, 7, 9, 8};
    if (name == "x") return {1, 2, none, 4, 5, 6, 7, 9};
    return {2001, 2002, 2001, 2002, none, 2002, 2001, 2002};
  }
  bilateral::text_column categories(const std::string& name) const override {
    return {name, {1, 1, 0, 0, 1, -1, 2, 2}, {"b", "a", "c"}, bilateral::level_order::listed};
  }
};

embed::answer answer_of(const embed::request& want) {
  return embed::regress(embed::prepare(want, small_frame()));
}

}  // namespace

TEST_CASE("host: missing numbers, groups and clusters are dropped and said") {
  const embed::answer a =
      answer_of({.formula = "y ~ x + i(who)", .covariance = "cluster:year", .missing = "drop"});
  CHECK(a.used == 5);
  CHECK(a.dropped == 3);
  CHECK(a.dropped_rows[0].reason == "x is empty");
  CHECK(a.dropped_rows[1].reason == "year is empty");
  CHECK(a.dropped_rows[2].reason == "who is empty");
  CHECK(a.terms[2].name == "who=a");  // b is listed first
  CHECK(a.summary.find("3 rows with empty cells dropped") != std::string::npos);
}

TEST_CASE("host: errors in the words of the packages") {
  CHECK_REFUSES(std::invalid_argument, "row 3: the cell is empty (missing = drop leaves",
                (void)answer_of({.formula = "y ~ x"}));
  CHECK_REFUSES(std::invalid_argument, "no column z", (void)answer_of({.formula = "y ~ z"}));
  CHECK_REFUSES(std::invalid_argument, "who holds no numbers",
                (void)answer_of({.formula = "y ~ who"}));
  CHECK_REFUSES(std::invalid_argument, "an entity needs a time",
                (void)answer_of({.formula = "y ~ 1", .entity = "who"}));
}

TEST_CASE("host: the hook stops the work") {
  CHECK_THROWS_AS(
      (void)answer_of({.formula = "y ~ x",
                       .estimator = "ppml",
                       .missing = "drop",
                       .alive = [](const bilateral::work_state& w) { return w.stage != "ppml"; }}),
      bilateral::interrupted_error);
}
