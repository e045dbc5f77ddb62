#!/bin/sh
# Compile time (processor seconds) and peak memory of the headers with g++ -O0: the umbrella unused,
# each folder header, one program that computes a growth rate, one that estimates. Prints a table;
# fails past the budgets only with --strict (seconds depend on the machine).
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
over=0
compile() { # [FLAG]: prints seconds and megabytes; without /usr/bin/time the memory is unknown
  set -- "${CXX:-g++}" -std=c++20 -O0 $* -I"$root/include" -isystem /usr/include/eigen3 \
    -c "$work/unit.cpp" -o "$work/unit.o"
  if [ -x /usr/bin/time ]; then
    /usr/bin/time -f '%U %S %M' -o "$work/used" "$@"
    awk '{printf "%.2f %.0f\n", $1 + $2, $3 / 1024}' "$work/used"
  else
    (trap - EXIT; "$@"; times) | awk -F'[ms ]+' 'END {printf "%.2f ?\n", 60 * $1 + $2 + 60 * $3 + $4}'
  fi
}
measure() { # NAME SECONDS MEGABYTES [FLAG]: the program is in $work/unit.cpp
  used=$(compile ${4:-})
  seconds=${used% *}
  echo "$1|$seconds|$2|${used#* }|$3"
  if awk -v s="$seconds" -v m="$2" 'BEGIN {exit !(s > 1.15 * m)}'; then over=1; fi
}
{
  echo "unit|seconds|budget|peak MB|budget MB"
  echo '#include <bilateral/bilateral.hpp>' > "$work/unit.cpp"
  measure "umbrella, unused" 2.6 450
  for floor in core series numeric stats data econometrics trade io report; do
    echo "#include <bilateral/$floor.hpp>" > "$work/unit.cpp"
    case $floor in core | series) measure "$floor.hpp" 0.6 150 ;; *) measure "$floor.hpp" 2.5 450 ;; esac
  done
  cat > "$work/unit.cpp" <<'C'
#include <bilateral/series/growth.hpp>
int main() {
  using namespace bilateral;
  const series<annual, usd> s("s", period<annual>(2015), {100, 110, 121});
  return growth(s).size() == 2 ? 0 : 1;
}
C
  measure "a growth rate" 1.5 200
  cat > "$work/unit.cpp" <<'C'
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
int main() {
  using namespace bilateral;
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(10, 0, 1), y = x.cwiseSqrt();
  const factor group{"group", {0, 0, 1, 1, 2, 2, 3, 3, 4, 4}, 5, {}};
  const auto model = regress(y, {{"x", x}});
  return ols(model, newey_west{}).covariance && ols(model, clustered{.by = {group}}).covariance ? 0 : 1;
}
C
  measure "least squares, two errors" 6 700
  measure "the same, compiled form" 3 700 -DBILATERAL_COMPILED
  cp "$root/tests/consumer/main.cpp" "$work/unit.cpp"
  measure "a regression (umbrella)" 9 800
} > "$work/table"
awk -F'|' '{printf "%-28s %9s %8s %14s %10s\n", $1, $2, $3, $4, $5}' "$work/table"
if [ "${1:-}" = --strict ] && [ "$over" = 1 ]; then exit 1; fi
