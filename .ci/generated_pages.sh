#!/bin/sh
# generated_pages.sh FOLDER: the pages of the reference that are made of other files: the README with
# its links leading into the reference, the cookbook with its programs and what they print, and the
# index of functions.
set -eu
mkdir -p "$1"
out=$(CDPATH= cd -- "$1" && pwd)
cd "$(dirname "$0")/.."
sed '1s|$| {#readme}|; s|(examples/cookbook/README.md)|(#cookbook)|; s|(.github/verdicts.svg)|(verdicts.svg)|' README.md > "$out/README.md"
{
  sed '1s/$/ {#cookbook}/; s/\[\([a-z_]*\)\](\1\.cpp)/[\1](#cookbook_\1)/' examples/cookbook/README.md
  for program in examples/cookbook/*.cpp; do
    name=$(basename "$program" .cpp)
    printf '\n## %s {#cookbook_%s}\n\n```cpp\n' "$name" "$name"
    cat "$program"
    printf '```\n\n```text\n'
    sed 1d "examples/cookbook/$name.expected"
    printf '```\n'
  done
} > "$out/cookbook.md"
cd include/bilateral
find . -mindepth 2 -name '*.hpp' ! -path '*/detail/*' | LC_ALL=C sort | xargs awk -f ../../.ci/reference_index.awk > "$out/functions.md"
