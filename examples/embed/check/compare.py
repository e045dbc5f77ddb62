"""Figures of a package against the command line's JSON: name TAB what TAB term TAB figure."""
import collections
import json
import pathlib
import sys

figures, folder, host = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
found = collections.defaultdict(dict)
for line in open(figures, encoding="utf-8"):
    case, what, term, figure = line.rstrip("\n").split("\t")
    found[case][what, term] = float(figure)
worst = 0.0
count = 0
for path in sorted(folder.glob("*.json")):
    answer = json.loads(path.read_text())
    wanted = {("n", ""): answer["n"]}
    for term in answer["terms"]:
        for what in ("estimate", "std_error", "p_value"):
            wanted[what, term["name"]] = term[what]
    got = found.get(path.stem, {})
    if set(got) != set(wanted):
        sys.exit(f"{host}: {path.stem}: figures of {sorted(got)} where {sorted(wanted)} are expected")
    for key, figure in wanted.items():
        if key[0] == "n":
            assert got[key] == figure, (host, path.stem, got[key], figure)
        # a p-value has the digits of its statistic only: 1e-10
        limit = 1e-10 if key[0] == "p_value" else 1e-12
        error = abs(got[key] - figure) / abs(figure)
        if not error <= limit:
            sys.exit(f"{host}: {path.stem}: {key}: {got[key]!r}, the command line {figure!r}")
        worst = max(worst, error)
        count += 1
print(f"examples/embed/run.sh: {host}: {count} figures as the command line's, at most {worst:.1e} apart")
