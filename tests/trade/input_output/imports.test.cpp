#include <bilateral/trade/input_output/imports.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {

const std::vector<std::string> names{"mining", "industry", "services"};

input_output_table<double> table() {
  Eigen::Matrix3d z;
  z << 10, 40, 5, 20, 80, 30, 15, 45, 60;
  return {names, z, Eigen::Vector3d(200, 400, 300)};
}
const Eigen::Vector3d imports(12, 90, 20), exports(120, 60, 10);

// the series I + A + A^2 + ..., as an independent way to the inverse
Eigen::Matrix3d inverse_by_series(const Eigen::Matrix3d& a) {
  Eigen::Matrix3d sum = Eigen::Matrix3d::Identity(), term = sum;
  for (int k = 0; k < 400; ++k) sum += term = (term * a).eval();
  return sum;
}
Eigen::Matrix3d over(const Eigen::MatrixXd& z, const Eigen::VectorXd& x) {
  Eigen::Matrix3d a;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) a(i, j) = z(i, j) / x[j];
  }
  return a;
}

}  // namespace

TEST_CASE(
    "input_output_imports: proportional shares, the competitive-import inverse and what leaks") {
  const auto t = table();
  const auto s = split_imports<double>(t, imports, exports);
  Eigen::Vector3d m;
  for (int i = 0; i < 3; ++i) m[i] = imports[i] / (t.output[i] + imports[i] - exports[i]);
  const Eigen::Matrix3d a = over(t.transactions, t.output);
  const Eigen::Matrix3d competitive =
      inverse_by_series((Eigen::Matrix3d::Identity() - Eigen::Matrix3d(m.asDiagonal())) * a);
  const auto leak = leakage(s);
  const Eigen::Matrix3d imported = m.asDiagonal() * a;
  for (int j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(leak.domestic[j], competitive.col(j).sum(), 1e-13);
    CHECK_CLOSE_REL(leak.closed[j], inverse_by_series(a).col(j).sum(), 1e-13);
    CHECK_CLOSE_REL(leak.total[j], (imported.colwise().sum() * competitive)(j), 1e-13);
    CHECK(leak.lost()[j] > 0);
    CHECK(leak.total[j] >= leak.direct[j]);
  }
  // imports and value added of a unit of final demand are all of it
  const Eigen::Vector3d added =
      (t.output - t.transactions.colwise().sum().transpose()).cwiseQuotient(t.output);
  for (int j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(leak.total[j] + (added.transpose() * competitive)(j), 1.0, 1e-13);
  }
  CHECK(s.notes.size() == 1);
  CHECK_CLOSE_REL((s.imported.rowwise().sum() + s.final_imports).sum(), imports.sum(), 1e-14);
}

TEST_CASE("input_output_imports: content of exports by product") {
  const auto s = split_imports<double>(table(), imports, exports);
  const auto content = import_content<double>(s, exports);
  const auto leak = leakage(s);
  CHECK_CLOSE_REL(content.sum(), leak.total.dot(exports), 1e-13);
  // a table of imported inputs that says the same gives the same
  const auto same = import_content<double>(split_imports<double>(table(), s.imported), exports);
  for (int i = 0; i < 3; ++i) CHECK_CLOSE_REL(same[i], content[i], 1e-14);
  // nothing imported: nothing leaks
  const auto none =
      leakage(split_imports<double>(table(), Eigen::Vector3d::Zero().eval(), exports));
  CHECK(none.total.cwiseAbs().maxCoeff() == 0);
  CHECK(none.lost().cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("input_output_imports: refusals name the sector") {
  CHECK_REFUSES(
      argument_error, "imports of mining are 300, more than its domestic use of",
      (void)split_imports<double>(table(), Eigen::Vector3d(300, 1, 1), Eigen::Vector3d(250, 0, 0)));
  CHECK_REFUSES(argument_error, "industry has imports of -1",
                (void)split_imports<double>(table(), Eigen::Vector3d(0, -1, 0), exports));
  Eigen::MatrixXd too_much = Eigen::MatrixXd::Zero(3, 3);
  too_much(1, 2) = 31;
  CHECK_REFUSES(argument_error, "services buys 31 of industry from abroad and 30 in all",
                (void)split_imports<double>(table(), too_much));
  // supply 20, of which 10 are imported, but 55 are said to be used: imports of 27.5 as inputs
  CHECK_REFUSES(
      argument_error, "mining uses 27.5 of imports as inputs, more than the 10 imported",
      (void)split_imports<double>(table(), Eigen::Vector3d(10, 0, 0), Eigen::Vector3d(190, 0, 0)));
}
