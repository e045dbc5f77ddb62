#!/bin/sh
# Builds the packages for R and Python in build/embed and compares their figures with the command
# line's; says so where R or Python, or what they need, is not installed.
set -eu
script=examples/embed/run.sh
root=$(CDPATH="" cd -- "$(dirname -- "$0")/../.." && pwd)
out=$root/build/embed
log=${TMPDIR:-/tmp}/bilateral-embed.log
python=${PYTHON:-/usr/bin/python3}
BILATERAL=$root
BILATERAL_LIB=$out/library
export BILATERAL BILATERAL_LIB

fail() {
  echo "$script: $*" >&2
  exit 1
}
# quietly WHAT COMMAND...: its output only where it fails
quietly() {
  what=$1
  shift
  "$@" > "$log" 2>&1 || { cat "$log" >&2; fail "$what"; }
}

with_r=yes
with_python=yes
Rscript -e 'library(Rcpp)' > /dev/null 2>&1 || with_r=no
"$python" -c 'import numpy, pandas, pybind11, setuptools' > /dev/null 2>&1 || with_python=no
[ "$with_r" = yes ] || echo "$script: skipped: R with Rcpp is not installed"
[ "$with_python" = yes ] || echo "$script: skipped: $python with numpy, pandas, pybind11 and setuptools is not installed"
[ "$with_r$with_python" != nono ] || exit 0

echo "$script: compiling the library and the regress program"
mkdir -p "$out/rlib"
quietly "cmake cannot configure" cmake -S "$root" -B "$BILATERAL_LIB" -D CMAKE_BUILD_TYPE=Release \
  -D CMAKE_POSITION_INDEPENDENT_CODE=ON -D BILATERAL_BUILD_TESTS=OFF
quietly "the library does not build" cmake --build "$BILATERAL_LIB" --target bilateral_compiled
regress=${BILATERAL_REGRESS:-$BILATERAL_LIB/examples/regress}
[ -n "${BILATERAL_REGRESS:-}" ] ||
  quietly "the regress program does not build" cmake --build "$BILATERAL_LIB" --target regress

# the command line's figures of the cases in check/cases.txt
mkdir -p "$out/expected"
number=0
while IFS='|' read -r name file flags; do
  number=$((number + 1))
  eval "set -- $flags"
  "$regress" --csv "$root/examples/data/$file" --json "$@" > "$out/expected/$name.json" ||
    fail "the command line fails on $name"
done < "$root/examples/embed/check/cases.txt"
[ "$number" -ge 6 ] || fail "check/cases.txt has only $number cases"

if [ "$with_r" = yes ]; then
  rm -rf "$out/r"
  cp -r "$root/examples/embed/r" "$out/r"
  start=$(date +%s)
  MAKEFLAGS=-j2 quietly "the package of R does not build" R CMD INSTALL --no-docs -l "$out/rlib" "$out/r"
  echo "$script: R: built in $(($(date +%s) - start)) s"
  R_LIBS=$out/rlib Rscript --vanilla "$root/examples/embed/check/check.R" "$root" > "$out/r.figures" ||
    fail "the package of R is wrong"
  "$python" "$root/examples/embed/check/compare.py" "$out/r.figures" "$out/expected" R
fi
if [ "$with_python" = yes ]; then
  rm -rf "$out/python"
  cp -r "$root/examples/embed/python" "$out/python"
  start=$(date +%s)
  (cd "$out/python" && quietly "the package of Python does not build" "$python" setup.py -q build_ext --inplace)
  echo "$script: Python: built in $(($(date +%s) - start)) s"
  PYTHONPATH=$out/python "$python" "$root/examples/embed/check/check.py" "$root" > "$out/python.figures" ||
    fail "the package of Python is wrong"
  "$python" "$root/examples/embed/check/compare.py" "$out/python.figures" "$out/expected" Python
fi
