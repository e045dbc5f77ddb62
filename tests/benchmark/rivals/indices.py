#!/usr/bin/python3
"""indices.py VARIANT SIZE REPS: the job of job_indices.hpp with numpy, as one writes it: whole-array expressions, a loop over
countries for what compares pairs, numpy.linalg.eigh."""
import json, sys, time
import numpy as np
variant, size, reps = sys.argv[1], sys.argv[2], int(sys.argv[3]); C, P = map(int, size.split('x'))
def made(side):
    i, k = np.arange(C, dtype=np.uint64)[:, None], np.arange(P, dtype=np.uint64)[None, :]
    r = ((i * np.uint64(7919) + k * np.uint64(1299709) + np.uint64(side * 15485863 + 12345)) * np.uint64(2654435761)) % np.uint64(2 ** 32)
    return np.where((r >> np.uint64(16)) % np.uint64(3) == 0, 0, r % np.uint64(1000) + np.uint64(1)).astype(float)
X, M = made(0), made(1)
def rca(x): return (x / x.sum(1, keepdims=True)) / (x.sum(0) / x.sum())
def symmetric(): r = rca(X); return np.abs((r - 1) / (r + 1)).sum()
def lafay():
    a, b = X.sum(1, keepdims=True), M.sum(1, keepdims=True); both = X + M
    with np.errstate(invalid='ignore'): part = np.where(both > 0, (X - M) / both, 0)
    return np.abs(100 * (part - (a - b) / (a + b)) * both / (a + b)).sum()
def side(x):
    c, k, w = x.sum(1, keepdims=True), x.sum(0, keepdims=True), x.sum(); return (x / (c - x)) / ((k - x) / (w - c - k + x))
def vollrath():  # all five matrices, as the library's
    a, b = side(X), side(M)
    with np.errstate(divide='ignore', invalid='ignore'): levels = np.log(a); competitiveness = levels - np.log(b)
    return np.abs(a - b).sum() + 0 * competitiveness.size
def shares(x): return x / x.sum(1, keepdims=True)
def hhi(): return (shares(X) ** 2).sum()
def theil():
    r = X / X.mean(1, keepdims=True)
    with np.errstate(divide='ignore', invalid='ignore'): return np.where(r > 0, r * np.log(r), 0).mean(1).sum()
def gini(): s = np.sort(X, 1); n = P; return ((2 * np.arange(1, n + 1) - n - 1) * s).sum(1).__truediv__(n * s.sum(1)).sum()
def similarity(): s = shares(X); return sum(np.minimum(s[i], s).sum() for i in range(C))
def complementarity(): s, t = shares(X), shares(M); return sum((100 - 50 * np.abs(s[i] - t).sum(1)).sum() for i in range(C))
def proximity(): m = (rca(X[:, :785]) >= 1).astype(float); u = m.sum(0); return ((m.T @ m) / np.maximum(u[:, None], u[None, :])).sum()
def eigenvalue():
    m = (rca(X) >= 1).astype(float); s = m / np.sqrt(m.sum(1))[:, None] / np.sqrt(m.sum(0)); return np.linalg.eigh(s @ s.T)[0][-2]
jobs = dict(balassa=lambda: np.abs(rca(X)).sum(), symmetric=symmetric, lafay=lafay, vollrath=vollrath, herfindahl=hhi, theil=theil, gini=gini, similarity=similarity, complementarity=complementarity, proximity=proximity)
if variant == 'eci' or P == 785: jobs = dict(eigenvalue=eigenvalue)
total, best, estimates = [0.] * reps, {}, []
for name, run in jobs.items():
    for r in range(reps): t = time.perf_counter(); v = run(); t = time.perf_counter() - t; total[r] += t; best[name] = min(t, best.get(name, 1e300))
    estimates.append([name, float(v), None])
print('RESULT ' + json.dumps(dict(version='numpy ' + np.__version__, n=C, k=P, seconds_all=total, best=best, estimates=estimates)))
