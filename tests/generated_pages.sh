#!/bin/sh
# generated_pages.sh WORK: the pages that the reference makes of other files are whole: every public
# header has a row with a sentence, names of all kinds are found, every program of the cookbook is there.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
sh "$root/.ci/generated_pages.sh" "$1"
bad=0
wrong() {
  echo "$1" >&2
  bad=1
}
without=$(grep '^| `' "$1/functions.md" | grep -Ev '^\| `[a-z_/]+\.hpp` \| [^ ].*[.?:] \| ' || true)
[ -z "$without" ] || wrong "rows without a whole sentence: $without"
# a function of a constrained template, two that return nothing, a type of each kind, an overload set
for row in 'series/aggregate.hpp aggregate' 'econometrics/estimator/design.hpp add_dummies' \
  'numeric/parallel.hpp parallel_for' 'stats/bootstrap.hpp resample' 'core/unit.hpp usd_fob' \
  'econometrics/covariance/clustered.hpp clustered' 'econometrics/covariance/newey_west.hpp newey_west' \
  'econometrics/covariance/iid.hpp iid' 'econometrics/regression/ols.hpp ols'; do
  grep "^| \`${row% *}\`" "$1/functions.md" | grep -q "\`${row#* }\`" || wrong "no $row"
done
for program in "$root"/examples/cookbook/*.cpp; do
  name=$(basename "$program" .cpp)
  grep -q "(#cookbook_$name)" "$1/cookbook.md" || wrong "the cookbook has no link to $name"
  grep -q "{#cookbook_$name}" "$1/cookbook.md" || wrong "the cookbook has no $name"
done
exit $bad
