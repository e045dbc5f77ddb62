#!/bin/sh
# golden.sh FILE.expected FOLDER: runs each line "$ PROGRAM ARGS" of the file (programs in FOLDER,
# from the folder of the file) and compares everything printed with what stands below that line.
# With UPDATE=1 in the environment the file is written anew instead.
set -eu
expected=$1 programs=$2
cd "$(dirname "$expected")"
got=$(mktemp)
trap 'rm -f "$got"' EXIT
PATH=$programs:$PATH
export PATH
grep '^\$ ' "$expected" | while IFS= read -r line; do
  printf '%s\n' "$line"
  sh -c "${line#\$ }" < /dev/null 2>&1 || echo "exit status $?"
done > "$got"
if [ "${UPDATE:-0}" = 1 ]; then
  cp "$got" "$expected"
else
  diff -u "$expected" "$got"
fi
