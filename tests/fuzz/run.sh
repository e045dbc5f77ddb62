#!/bin/sh
# Replays the corpus of each fuzz target under the sanitizers; with SECONDS, also searches so long
# with libFuzzer where clang has it.
#   sh tests/fuzz/run.sh [SECONDS]
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
work=$root/build/fuzz
mkdir -p "$work"
flags="-std=c++20 -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -pthread -I$root/include -I/usr/include/eigen3"
for target in csv columns series flows tables input_output comtrade_json; do
  corpus=$root/tests/fuzz/corpus/$target
  [ "$target" = columns ] && corpus=$root/tests/fuzz/corpus/csv
  # shellcheck disable=SC2086
  "${CXX:-c++}" $flags "$root/tests/fuzz/${target}_fuzz.cpp" "$root/tests/fuzz/replay.cpp" -o "$work/${target}_replay"
  "$work/${target}_replay" "$corpus"/*
  if [ "${1:-0}" -gt 0 ]; then
    # shellcheck disable=SC2086
    if clang++ $flags -fsanitize=fuzzer "$root/tests/fuzz/${target}_fuzz.cpp" -o "$work/${target}_fuzz" 2> "$work/$target.log"; then
      mkdir -p "$work/found_$target"
      (cd "$work" && "./${target}_fuzz" -max_total_time="$1" -max_len=4096 -timeout=10 -print_final_stats=1 \
        "found_$target" "$corpus")
    else
      echo "tests/fuzz/run.sh: clang has no libFuzzer here; only the corpus was replayed"
    fi
  fi
done
