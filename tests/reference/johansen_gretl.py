#!/usr/bin/env python3
"""Johansen's tests of dynamics_data.csv in five cases with p-values, by gretl.
     python3 johansen_gretl.py > johansen_gretl.csv      (gretl 2022c)
The asymptotic p of the trace is printed by gretl with 4 decimals; $pvalue holds that of the maximum
eigenvalue in full (its first column is the trace's p after a small-sample correction)."""
import os, re, subprocess
here = os.path.dirname(os.path.abspath(__file__))
script = "set verbose off\nopen %s --quiet\nsetobs 1 1 --time-series\n" % os.path.join(
    here, "dynamics_data.csv")
cases = (("I", "--nc"), ("II", "--rc"), ("III", ""), ("IV", "--crt"), ("V", "--ct"))
for case, flag in cases:
    script += "printf \"CASE %s\\n\"\ncoint2 2 y x z w %s --quiet\nmatrix t = $test\nmatrix p = $pvalue\n" % (case, flag)
    script += "loop i=1..4\nprintf \"FULL %.12g %.12g %.12g\\n\", t[i,1], t[i,2], p[i,2]\nendloop\n"
path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "johansen_gretl.inp")
with open(path, "w") as out:
    out.write(script)
text = subprocess.run(["gretlcli", "-b", path], capture_output=True, text=True).stdout
case, rank, full = "", 0, 0
print("quantity,value")
for line in text.splitlines():
    if line.startswith("CASE "):
        case, full, corrected = line.split()[1], 0, False
    if line.startswith("Corrected"):
        corrected = True
    m = re.match(r"\s+(\d)\s+[\d.e-]+\s+[\d.]+ \[([\d.]+)\]\s+[\d.]+ \[", line)
    if m and not corrected:
        print("%s trace p[%d],%s" % (case, int(m.group(1)) + 1, m.group(2)))
    if line.startswith("FULL "):
        full += 1
        t, x, p = line.split()[1:]
        print("%s trace[%d],%s\n%s max[%d],%s\n%s max p[%d],%s" % (case, full, t, case, full, x, case, full, p))
