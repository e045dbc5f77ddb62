#!/usr/bin/env python3
"""Writes dynamics_data.csv: four quarterly series with one long-run relation, from integer draws
alone (a 64-bit congruential generator, sums of 12 uniforms), so that every machine makes the same
bytes.  x: random walk with drift; z: AR(1); y: ARDL in x and z that corrects a third of a gap to
1 + 0.8 x - 0.5 z each period; w: random walk."""
import os

state = 20010703


def normal():
    global state
    total = 0
    for _ in range(12):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        total += state >> 32
    return total / 2**32 - 6


n, burn = 160, 40
x = z = w = y = 0.0
rows = []
for t in range(n + burn):
    x_before, y_before, z_before = x, y, z
    x += 0.02 + 0.3 * normal()
    z = 0.7 * z + 0.4 * normal()
    w += 0.5 * normal()
    gap = y_before - 1 - 0.8 * x_before + 0.5 * z_before
    y = y_before - 0.33 * gap + 0.4 * (x - x_before) - 0.2 * (z - z_before) + 0.25 * normal()
    if t >= burn:
        rows.append("%.4f,%.4f,%.4f,%.4f" % (y, x, z, w))
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "dynamics_data.csv"), "w") as out:
    out.write("y,x,z,w\n" + "\n".join(rows) + "\n")
