#!/bin/sh
# Builds the reference documentation into build/docs: one page a header, the index of functions, the
# table of indices, the cookbook, and a sample brief where the brief is built.
set -eu
script=.ci/docs.sh
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
log=${TMPDIR:-/tmp}/bilateral-setup.log
. "$root/.ci/setup.sh"
cd "$root"
command -v doxygen > /dev/null 2>&1 || install doxygen -- doxygen -- doxygen
rm -rf build/docs
sh .ci/generated_pages.sh build/docs/generated
doxygen .ci/Doxyfile
for build in release dev; do
  brief=build/$build/examples/china_peru_brief
  [ -x "$brief" ] || continue
  "$brief" --html build/docs/sample_brief.html > /dev/null
  break
done
# no page points to a file that is not there, nor shows a picture that is not
cp .github/verdicts.svg build/docs
broken=$(grep -Eho '(href|src)="[^"#:]*["#]' build/docs/*.html | sed 's/^[a-z]*="//; s/["#]$//' | sort -u |
  while IFS= read -r file; do
    [ -z "$file" ] || [ -e "build/docs/$file" ] || printf '%s\n' "$file"
  done)
[ -z "$broken" ] || fail "pages point to files that are not there: $broken"
echo "$script: $(ls build/docs/*.html | wc -l) pages in build/docs, begin with build/docs/index.html"
