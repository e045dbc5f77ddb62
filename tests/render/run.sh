#!/bin/sh
# Draws charts in headless Chromium and fails on one that is empty, in error, or not to be read.
#   sh tests/render/run.sh [FOLDER...]   every .html, .svg and .vl.json in the folders; without one, a
#                                        chart of each kind and the pages under build/ and examples/
# Pages and pictures need nothing but Chromium; the exports are drawn by Vega-Lite from npm.
set -eu
script=tests/render/run.sh
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
work=$root/build/render
log=$work/install.log
mkdir -p "$work"
. "$root/.ci/setup.sh"

chromium=
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" > /dev/null 2>&1 && chromium=$(command -v "$name") && break
done
if [ -z "$chromium" ]; then
  install chromium -- chromium -- chromium
  chromium=$(command -v chromium) || fail "charts cannot be drawn: there is no Chromium"
fi
command -v npm > /dev/null 2>&1 || install nodejs npm -- node -- nodejs npm
if ! cmp -s "$root/tests/render/package.json" "$work/package.json" || [ ! -d "$work/node_modules/vega-embed" ]; then
  echo "$script: installing vega, vega-lite and vega-embed in build/render"
  cp "$root/tests/render/package.json" "$work/package.json"
  (cd "$work" && timeout 300 npm install --no-audit --no-fund --ignore-scripts) > "$log" 2>&1 || {
    rm -f "$work/package.json"
    fail "charts cannot be drawn: npm cannot install vega (see build/render/install.log)"
  }
fi

list=$work/files
: > "$list"
if [ $# -gt 0 ]; then
  for folder in "$@"; do
    find "$folder" -maxdepth 2 \( -name '*.html' -o -name '*.svg' -o -name '*.vl.json' \) | sort >> "$list"
  done
else
  mkdir -p "$work/samples"
  "${CXX:-c++}" -std=c++20 -I"$root/include" "$root/tests/render/samples.cpp" -o "$work/make_samples" ||
    fail "the sample charts do not compile"
  "$work/make_samples" "$work/samples" || fail "the sample charts cannot be written"
  find "$work/samples" \( -name '*.html' -o -name '*.svg' -o -name '*.vl.json' \) | sort >> "$list"
  find "$root/build" "$root/examples" -name '*.html' -not -path "$work/*" -not -path '*/_deps/*' | sort >> "$list"
  find "$root/examples" "$root/tests" -name '*.vl.json' | sort >> "$list"
fi
[ -s "$list" ] || fail "there is nothing to draw"
rm -rf "$work/pages"
set --
while IFS= read -r file; do set -- "$@" "$file"; done < "$list"
node "$root/tests/render/check.mjs" "$chromium" "$work/node_modules" "$work/pages" "$@" ||
  fail "some charts are empty or in error"
