#!/bin/sh
# Sets everything up, builds the China-Peru brief and runs it; says how to build the other programs.
# Arguments go to the brief: sh examples/run.sh --html /tmp/brief.html
set -eu
script=examples/run.sh
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
log=${TMPDIR:-/tmp}/bilateral-setup.log
. "$root/.ci/setup.sh"

set_up
have_header CLI11.hpp || have_header CLI/CLI.hpp || install libcli11-dev -- cli11 -- cli11-devel
have_header zlib.h || install zlib1g-dev -- zlib -- zlib-devel
cd "$root"
cmake --preset release > "$log" 2>&1 || { cat "$log" >&2; fail "cmake cannot configure the project"; }
echo "$script: building the brief in build/release (about a minute and a half on two cores)"
cmake --build --preset release --target china_peru_brief || fail "the brief does not build"
echo
build/release/examples/china_peru_brief "$@"
echo
echo "$script: the other programs: cmake --build --preset release, then build/release/examples/NAME --help"
