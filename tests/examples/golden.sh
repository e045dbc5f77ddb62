#!/bin/sh
# golden.sh FILE.expected FOLDER: runs each line "$ PROGRAM ARGS" of the file from the file's folder
# (programs in FOLDER, by their path: a shell has a `jobs` of its own) and compares everything printed
# with what stands below that line.
# With UPDATE=1 in the environment the file is written anew instead.
set -eu
expected=$1 programs=$2
cd "$(dirname "$expected")"
got=$(mktemp)
trap 'rm -f "$got"' EXIT
grep '^\$ ' "$expected" | while IFS= read -r line; do
  printf '%s\n' "$line"
  sh -c "'$programs'/${line#\$ }" < /dev/null 2>&1 || echo "exit status $?"
done > "$got"
if [ "${UPDATE:-0}" = 1 ]; then
  cp "$got" "$expected"
else
  diff -u "$expected" "$got"
fi
