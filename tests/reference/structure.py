#!/usr/bin/python3
"""structure.py [FOLDER]: second, independent implementation of the indices of trade/structure in numpy (dense matrices, the
printed formulas, numpy.linalg.eig). Writes structure.csv (the flows of tests/support/trade_sample.hpp) and, where FOLDER holds
world_trade_sitc4_1998_2000.csv.gz (economiccomplexity@423d5b4, 226 countries, 785 products), structure_world.csv.
Made with Python 3.11, numpy 1.24.2, pandas 1.5.3, scipy 1.10.1."""
import csv, os, sys
import numpy as np
here = os.path.dirname(os.path.abspath(__file__))
rows = []
def put(name, value):
    value = np.asarray(value, float)
    if value.ndim == 0: rows.append((name, repr(float(value)))); return
    for at, v in np.ndenumerate(value): rows.append((f'{name}[{",".join(str(a + 1) for a in at)}]', repr(float(v))))
def write(name):
    with open(os.path.join(here, name), 'w', newline='') as f:
        w = csv.writer(f, lineterminator='\n'); w.writerow(['quantity', 'value'])
        for q, v in rows: w.writerow([q, v])
    rows.clear()

# ---------------------------------------------------------------- the sample
def value(i, j, k, t=0):
    if i == j: return 0.
    r = ((i * 7919 + j * 104729 + k * 1299709 + t * 15485863 + 12345) * 2654435761) % 2 ** 32
    return 0. if (r >> 16) % 3 == 0 else float(r % 1000)
def quantity(i, j, k, t=0): return float(((i * 104729 + j * 7919 + k * 15485863 + t * 1299709 + 54321) * 2654435761) % 2 ** 32 % 500 + 1)
C, P = 8, 12
flows = lambda t=0: np.array([[[value(i, j, k, t) for k in range(P)] for j in range(C)] for i in range(C)])
T = flows(); X = T.sum(1); M = T.sum(0)                      # (exporter, importer, product)

# ---------------------------------------------------------------- concentration
def xlogx(s): return np.where(s > 0, s * np.log(np.where(s > 0, s, 1)), 0)
def gini(x):  # mean absolute difference over twice the mean: another form than the library's
    return np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean())
def concentration(x):
    s = x / x.sum(); n = len(x); h = (s ** 2).sum()
    return dict(hhi=h, hhi_normalised=(h - 1 / n) / (1 - 1 / n), entropy=-xlogx(s).sum(), theil=xlogx(x / x.mean()).mean(), gini=gini(x))
for name in ('hhi', 'hhi_normalised', 'entropy', 'theil', 'gini'): put(name, [concentration(x)[name] for x in X])
for order in (0, .5, 1, 2, 3):
    put(f'number_equivalent_{order}', [(xn := x[x > 0] / x.sum(), np.exp(-(xn * np.log(xn)).sum()) if order == 1 else (xn ** order).sum() ** (1 / (1 - order)))[1] for x in X])
groups = np.arange(P) % 3
def theil_parts(x):
    mu = x.mean(); b = w = 0
    for g in range(3):
        y = x[groups == g]; share = len(y) / len(x) * y.mean() / mu
        b += share * np.log(y.mean() / mu); w += share * xlogx(y / y.mean()).mean()
    return b, w
put('theil_between', [theil_parts(x)[0] for x in X]); put('theil_within', [theil_parts(x)[1] for x in X])
S = X / X.sum(1, keepdims=True); W = X.sum(0) / X.sum()
put('krugman', np.abs(S - W).sum(1)); put('finger_kreinin', np.minimum(S, W).sum(1)); put('bray_curtis', [1 - np.abs(x - X[0]).sum() / (x + X[0]).sum() for x in X])
put('relative_theil', [xlogx(s / W) @ W for s in S])
def relative_gini(s):  # weighted mean absolute difference of s / w
    r = s / W; return (np.abs(r[:, None] - r[None, :]) * W[:, None] * W[None, :]).sum() / 2
put('relative_gini', [relative_gini(s) for s in S])

# ---------------------------------------------------------------- comparative advantage
def rca(x): return (x / x.sum(1, keepdims=True)) / (x.sum(0) / x.sum())
R = rca(X); put('balassa', R); put('symmetric', (R - 1) / (R + 1)); put('normalised', X / X.sum() - np.outer(X.sum(1), X.sum(0)) / X.sum() ** 2)
put('additive', S - W); put('weighted', R / R.mean(1, keepdims=True))
Xt, Mt = X.sum(1, keepdims=True), M.sum(1, keepdims=True)
put('lafay', 100 * ((X - M) / (X + M) - (Xt - Mt) / (Xt + Mt)) * (X + M) / (Xt + Mt))
gdp = (1000 * (1 + np.arange(C)))[:, None]; put('contribution', 1000 / gdp * ((X - M) - (Xt - Mt) * (X + M) / (Xt + Mt)))
put('michaely', X / Xt - M / Mt)
def vollrath(x):
    out = np.empty_like(x)
    for i in range(C):
        for k in range(P):
            o, r = np.arange(C) != i, np.arange(P) != k
            out[i, k] = (x[i, k] / x[i, r].sum()) / (x[o, k].sum() / x[np.ix_(o, r)].sum())
    return out
RXA, RMA = vollrath(X), vollrath(M); put('rxa', RXA); put('rma', RMA); put('rta', RXA - RMA); put('rc', np.log(RXA) - np.log(RMA))

# ---------------------------------------------------------------- complexity
def complexity(m):
    d, u = m.sum(1), m.sum(0)
    values, vectors = np.linalg.eig((m / d[:, None]) @ (m / u).T)
    order = np.argsort(-values.real); k = vectors[:, order[1]].real
    if np.corrcoef(k, d)[0, 1] < 0: k = -k
    q = (m.T @ k) / u; z = lambda v: (v - v.mean()) / v.std()
    kc = (m @ q) / d
    return z(k), z(q), values.real[order[1]], values.real[order[2]], (q - kc.mean()) / kc.std()
def reflections(m, n):
    d, u = m.sum(1), m.sum(0); c, p = d.astype(float), u.astype(float)
    for _ in range(n): c, p = (m @ p) / d, (m.T @ c) / u
    return c, p
def fitness(m, n):
    f, q = np.ones(m.shape[0]), np.ones(m.shape[1])
    for _ in range(n):
        a, b = m @ q, 1 / (m.T @ (1 / f)); f, q = a / a.mean(), b / b.mean()
    return f, q
def proximity(m): u = m.sum(0); return (m.T @ m) / np.maximum(u[:, None], u[None, :])
def world(x):
    m = (rca(x) >= 1).astype(float); ok = m.sum(0) > 0; m = m[:, ok]
    eci, pci, l2, l3, pci_countries = complexity(m)

    assert ok.all()
    put('diversity', m.sum(1)); put('ubiquity', m.sum(0)); put('eci', eci); put('pci', pci); put('eigenvalue', l2); put('next_eigenvalue', l3); put('pci_countries', pci_countries)
    c, p = reflections(m, 18); put('reflections_country', c); put('reflections_product', p)
    f, q = fitness(m, 20); put('fitness', f); put('quality', q)
    phi = proximity(m); put('proximity_sum', phi.sum(1)); put('proximity_squares', (phi ** 2).sum(1))
    omega = (m @ phi) / phi.sum(0); put('density_sum', omega.sum(1)); put('density_squares', (omega ** 2).sum(1))
    put('opportunity', ((1 - m) * omega * pci).sum(1))
    return m
world(X)
write('structure.csv')

folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, '..', '..', '..', 'shared', 'data')
path = os.path.join(folder, 'world_trade_sitc4_1998_2000.csv.gz')
if os.path.exists(path):
    import pandas as pd
    d = pd.read_csv(path, dtype={'product': str}, keep_default_na=False)
    x = d.pivot_table(index='country', columns='product', values='value', aggfunc='sum', fill_value=0.).sort_index(axis=0).sort_index(axis=1).to_numpy(float)
    put('balassa_sum', rca(x).sum(1)); put('hhi', [concentration(v)['hhi'] for v in x]); put('theil', [concentration(v)['theil'] for v in x]); put('gini', [concentration(v)['gini'] for v in x])
    world(x); write('structure_world.csv')
else: print(f'{path} is not there: structure_world.csv is left alone')
