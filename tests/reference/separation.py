"""Random small designs and which of their rows are separated, by linear programming.

Maximise sum t over z = X b + D a, t with z = 0 where y > 0, z >= t and 0 <= t <= 1 where y = 0: a row is
separated where t = 1 (Correia, Guimaraes & Zylkin 2021, arXiv 1903.01633, proposition 1).
python3 tests/reference/separation.py > tests/reference/separation.csv     numpy 1.24, scipy 1.10
"""
import numpy as np
from scipy.optimize import linprog

rng = np.random.default_rng(20210319)
print("# case,y,x1,x2,id1,id2,id3,separated; an x or id that is not in the case is empty")
print("case,y,x1,x2,id1,id2,id3,separated")
for case in range(400):
    n = int(rng.integers(6, 26))
    xs = int(rng.integers(0, 3))
    ids = int(rng.integers(1 if xs == 0 else 0, 4))
    x = rng.integers(-2, 3, size=(n, xs)).astype(float)
    if case % 4 == 0:
        x = np.round(x + rng.normal(size=x.shape), 3)
    codes = [rng.integers(1, int(rng.integers(2, 6)) + 1, size=n) for _ in range(ids)]
    y = rng.poisson(1.5, size=n) * (rng.random(n) < rng.uniform(0.2, 0.8))
    if y.sum() == 0:
        y[0] = 1
    columns = [x, np.ones((n, 1))]
    for c in codes:
        columns.append((c[:, None] == np.unique(c)[None, :]).astype(float))
    m = np.hstack(columns)
    zero = np.flatnonzero(y == 0)
    k = m.shape[1]
    # unknowns: coefficients (free), t of the rows of zero
    cost = np.concatenate([np.zeros(k), -np.ones(len(zero))])
    a_ub = np.hstack([-m[zero], np.eye(len(zero))])
    a_eq = np.hstack([m[y > 0], np.zeros(((y > 0).sum(), len(zero)))])
    separated = np.zeros(n, dtype=int)
    if len(zero):
        best = linprog(cost, A_ub=a_ub, b_ub=np.zeros(len(zero)), A_eq=a_eq, b_eq=np.zeros(a_eq.shape[0]),
                       bounds=[(None, None)] * k + [(0, 1)] * len(zero), method="highs")
        assert best.status == 0, (case, best.message)
        t = best.x[k:]
        assert np.all((t < 1e-6) | (t > 1 - 1e-6)), case
        separated[zero[t > 0.5]] = 1
    for i in range(n):
        cells = [f"{v:g}" for v in x[i]] + [""] * (2 - xs)
        cells += [str(c[i]) for c in codes] + [""] * (3 - ids)
        print(f"{case},{y[i]},{','.join(cells)},{separated[i]}")
