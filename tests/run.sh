#!/bin/sh
# Sets everything up and passes every test.
#   sh tests/run.sh        one configuration: the system's g++
#   sh tests/run.sh all    also clang with warnings as errors, the sanitizers and the rendering of charts
set -eu
script=tests/run.sh
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
log=${TMPDIR:-/tmp}/bilateral-setup.log
. "$root/.ci/setup.sh"

case ${1:-} in
  '' | all) ;;
  *) fail "there is no '$1'; say 'all' or nothing" ;;
esac

set_up
have_header doctest/doctest.h || install doctest-dev -- doctest -- doctest-devel
have_header nlohmann/json.hpp || install nlohmann-json3-dev -- nlohmann-json -- json-devel
have_header CLI11.hpp || have_header CLI/CLI.hpp || install libcli11-dev -- cli11 -- cli11-devel
have_header zlib.h || install zlib1g-dev -- zlib -- zlib-devel
command -v pkg-config > /dev/null 2>&1 || install pkg-config -- pkg-config -- pkgconf-pkg-config
cd "$root"

# build_and_test PRESET: prints ctest's closing lines and how much was skipped for want of data
build_and_test() {
  echo "$script: $1: configuring and building in build/$1"
  cmake --preset "$1" > "$log" 2>&1 || { cat "$log" >&2; fail "$1: cmake cannot configure"; }
  cmake --build --preset "$1" || fail "$1: the tests do not build"
  passed=build/$1/tests.passed
  if [ -f "$passed" ] && [ -z "$(find CMakeLists.txt README.md include examples tests -newer "$passed" | head -n 1)" ]; then
    echo "$script: $1: nothing changed since its tests passed"
    return
  fi
  echo "$script: $1: testing"
  ctest --preset "$1" --output-log "build/$1/tests.log" -V > /dev/null 2>&1 || {
    ctest --preset "$1" --rerun-failed --output-on-failure || true
    fail "$1: tests failed"
  }
  sed -n '/tests passed/,$p' "build/$1/tests.log"
  cases=$(sed -n 's/.*test cases: *\([0-9]*\) |.*/\1/p' "build/$1/tests.log" | awk '{s += $1} END {print s + 0}')
  skipped=$(grep -c 'SKIPPED: ' "build/$1/tests.log" || true)
  echo "$script: $1: $cases test cases ran, $skipped checks skipped for want of optional data"
  [ "$((skipped * 10))" -le "$cases" ] || fail "$1: more than a tenth of the cases were skipped"
  touch "$passed"
}

build_and_test dev
[ "${1:-}" = all ] || exit 0

command -v clang-format > /dev/null 2>&1 || install clang-format -- clang-tools-extra -- clang
cmake -D root=. -P tests/format.cmake || fail "sources are not formatted"

# every source under clang, warnings as errors: read, not translated
command -v clang++ > /dev/null 2>&1 || install clang -- llvm -- clang
echo "$script: clang: reading every source"
cmake --preset clang > "$log" 2>&1 || { cat "$log" >&2; fail "clang: cmake cannot configure"; }
sed -n 's/^ *"command": "\(.*\)",$/\1/p' build/clang/compile_commands.json | grep -v verify_interface |
  sed 's/\\"/"/g; s/\\\\/\\/g; s/$/ -fsyntax-only/' |
  tr '\n' '\0' | xargs -0 -n 1 -P 2 sh -c 2> "$log" || { cat "$log" >&2; fail "clang: a source has an error or a warning"; }
build_and_test asan
sh tests/render/run.sh
# packages of R and Python that call the library; where they cannot be had, they are skipped and said
if command -v apt-get > /dev/null 2>&1 &&
  ! dpkg -s r-cran-rcpp r-cran-rcppeigen python3-pybind11 python3-numpy python3-pandas python3-setuptools > /dev/null 2>&1; then
  (install r-cran-rcpp r-cran-rcppeigen python3-dev python3-pybind11 pybind11-dev python3-numpy python3-pandas python3-setuptools --) || true
fi
BILATERAL_REGRESS=$root/build/dev/examples/regress sh examples/embed/run.sh
sh tests/compile_time.sh
echo "$script: all configurations passed"
