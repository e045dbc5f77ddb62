#!/bin/sh
# Sets everything up, builds the example programs and runs the China-Peru brief.
# Arguments go to the brief: sh examples/run.sh --html /tmp/brief.html
set -eu
script=examples/run.sh
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
log=${TMPDIR:-/tmp}/bilateral-setup.log
. "$root/.ci/setup.sh"

set_up
have_header CLI11.hpp || have_header CLI/CLI.hpp || install libcli11-dev -- cli11 -- cli11-devel
have_header zlib.h || install zlib1g-dev -- zlib -- zlib-devel
echo "$script: building the example programs (release) in build/release"
cd "$root"
cmake --preset release > "$log" 2>&1 || { cat "$log" >&2; fail "cmake cannot configure the project"; }
cmake --build --preset release || fail "the example programs do not build"
echo "$script: the programs are in build/release/examples; now the brief"
echo
exec build/release/examples/china_peru_brief "$@"
