#!/usr/bin/python3
"""structure.py VARIANT FOLDER SIZE THREADS REPS: the job of job_structure.hpp with pandas and numpy; VARIANT read stops after read_csv."""
import json, os, sys, time
import numpy as np, pandas as pd
variant, folder, size, reps = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[5]); path = os.path.join(folder, f'baci_{size}.csv')
def run():
    d = pd.read_csv(path, dtype={'k': str})
    if variant == 'read': return len(d), None, None, None, None
    x = d.groupby(['i', 'k']).v.sum().unstack(fill_value=0.); m = d.groupby(['j', 'k']).v.sum().unstack(fill_value=0.)
    rows, cols = x.index.union(m.index), x.columns.union(m.columns); X = x.reindex(index=rows, columns=cols, fill_value=0.).to_numpy(); M = m.reindex(index=rows, columns=cols, fill_value=0.).to_numpy()
    R = (X / X.sum(1, keepdims=True)) / (X.sum(0) / X.sum()); h = ((X / X.sum(1, keepdims=True)) ** 2).sum(1); g = 1 - np.abs(X - M).sum(1) / (X + M).sum(1)
    B = (R >= 1).astype(float); B = B[:, B.sum(0) > 0]; D, U = B.sum(1), B.sum(0); S = B / np.sqrt(D)[:, None] / np.sqrt(U); e = np.linalg.eigh(S @ S.T)[0]
    return len(d), float(R.sum()), float(h.sum()), float(g.sum()), float(e[-2])
s = []
for _ in range(reps): t = time.perf_counter(); v = run(); s.append(time.perf_counter() - t)
print('RESULT ' + json.dumps(dict(version='pandas ' + pd.__version__, n=v[0], k=0, seconds_all=s, estimates=[[a, b, None] for a, b in zip(('rca', 'hhi', 'gl', 'eigenvalue'), v[1:])])))
