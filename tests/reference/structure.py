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

# ---------------------------------------------------------------- intra-industry, partners, margins
GLk = 1 - np.abs(X - M) / (X + M); w = (X + M) / (X + M).sum(1, keepdims=True); put('gl', (GLk * w).sum(1))
put('gl_adjusted', (GLk * w).sum(1) / (1 - np.abs(Xt - Mt)[:, 0] / (Xt + Mt)[:, 0]))
def pair_gl(i, j):
    x, m = T[i, j], T[j, i]; ok = x + m > 0; return 1 - np.abs(x - m)[ok].sum() / (x + m).sum()
put('gl_pair', [[pair_gl(i, j) if i != j else -1 for j in range(C)] for i in range(C)])
T1 = flows(1); X1, M1 = T1.sum(1), T1.sum(0); dX, dM = X1 - X, M1 - M; size = np.abs(dX) + np.abs(dM)
put('brulhart_a', ((1 - np.abs(dX - dM) / size) * size).sum(1) / size.sum(1)); put('brulhart_b', ((dX - dM) / size * size).sum(1) / size.sum(1)); put('brulhart_c', (size - np.abs(dX - dM)).sum(1))
Q = np.array([[[quantity(i, j, k) if value(i, j, k) > 0 else 0. for k in range(P)] for j in range(C)] for i in range(C)])
UX, UM = X / Q.sum(1), M / Q.sum(0); ratio = UX / UM; matched = X + M - np.abs(X - M); t = (X + M).sum(1)
for name, low in (('additive', .75), ('ratio', 1 / 1.25)):
    put(f'vertical_{name}', np.stack([(matched * (ratio > 1.25)).sum(1) / t, (matched * (ratio < low)).sum(1) / t, (matched * ((ratio >= low) & (ratio <= 1.25))).sum(1) / t], 1))
put('quality_azhar', 1 + (UX - UM) / (UX + UM))
pairs = T.sum(2); world_total = pairs.sum(); Mj = pairs.sum(0)
share = pairs / pairs.sum(1, keepdims=True)
put('intensity', share / (Mj / world_total)); put('intensity_elsewhere', share / (Mj[None, :] / (world_total - Mj)[:, None]))
put('complementarity', [[100 * np.minimum(X[i] / X[i].sum(), M[j] / M[j].sum()).sum() for j in range(C)] for i in range(C)])
inside = np.zeros(C, bool); inside[:3] = True
Trr = 2 * pairs[np.ix_(inside, inside)].sum(); Tr = pairs[inside].sum() + pairs[:, inside].sum(); To = pairs[~inside].sum() + pairs[:, ~inside].sum(); Tor = pairs[np.ix_(~inside, inside)].sum() + pairs[np.ix_(inside, ~inside)].sum()
HI, HE = (Trr / Tr) / (Tor / To), (1 - Trr / Tr) / (1 - Tor / To)
put('introversion', [Trr / Tr, (Trr / Tr) / (Tr / (2 * world_total)), HI, (HI - HE) / (HI + HE)])
near = T[0][:4].sum(0); far = T[0][4:].sum(0); put('orientation', (near / near.sum()) / (far / far.sum()))
def cms(i):
    x0, x1, m0, m1 = T[i], T1[i], T.sum(0), T1.sum(0); m0, m1 = M, M1
    r = m1.sum() / m0.sum() - 1; rk = m1.sum(0) / m0.sum(0) - 1; rkj = m1 / m0 - 1; s0, s1 = x0 / m0, x1 / m1
    d = x1 - s0 * m1
    return [x1.sum() - x0.sum(), r * x0.sum(), ((rk - r) * x0).sum(), ((rkj - rk) * x0).sum(), d.sum(), ((s1 - s0) * m0).sum(), ((s1 - s0) * (m1 - m0)).sum(), d[d > 0].sum(), d[d < 0].sum()]
put('cms', [cms(i) for i in range(C)])
def margins(i, j):
    x, w = T[i, j], np.delete(T, i, 0)[:, j].sum(0); K = x > 0; return [w[K].sum() / w.sum(), x[K].sum() / w[K].sum(), x.sum() / w.sum()]
put('margins', [margins(i, 7) for i in range(7)])
def variety(i, sigma):
    a, b = T[i].ravel(), T1[i].ravel(); c = (a > 0) & (b > 0); la, lb = a[c].sum() / a.sum(), b[c].sum() / b.sum(); return [la, lb, lb / la, (lb / la) ** (1 / (sigma - 1))]
put('variety', [variety(i, 3.5) for i in range(C)])
def churn(i):
    a, b = T[i].ravel(), T1[i].ravel(); n, g, c = (a == 0) & (b > 0), (a > 0) & (b == 0), (a > 0) & (b > 0); d = b - a
    return [d[n].sum(), d[g].sum(), d[c & (d > 0)].sum(), d[c & (d <= 0)].sum(), n.sum(), g.sum(), c.sum()]
put('churning', [churn(i) for i in range(C)])

# ---------------------------------------------------------------- value added in exports: three regions, two sectors
Z = np.array([[20, 15, 5, 4, 8, 0], [10, 40, 6, 9, 2, 3], [7, 3, 30, 12, 1, 6], [5, 11, 8, 50, 4, 10], [1, 6, 2, 7, 25, 9], [3, 2, 4, 5, 12, 35.]])
Y = np.array([[30, 10, 8], [60, 12, 8], [9, 40, 12], [15, 85, 12], [6, 9, 25], [11, 8, 50.]]); G, N = 3, 2; xx = Z.sum(1) + Y.sum(1)
A = Z / xx; BB = np.linalg.inv(np.eye(6) - A); vv = 1 - A.sum(0); V = np.diag(vv)
blk = lambda m, r, q: m[r * N:(r + 1) * N, q * N:(q + 1) * N]; yy = lambda r, q: Y[r * N:(r + 1) * N, q]
E = lambda r: sum(blk(Z, r, q).sum(1) + yy(r, q) for q in range(G) if q != r); Lr = lambda r: np.linalg.inv(np.eye(N) - blk(A, r, r)); vs = lambda r: vv[r * N:(r + 1) * N]
def decomposition(s):
    o = [r for r in range(G) if r != s]; B = lambda r, q: blk(BB, r, q); a = lambda r, q: blk(A, r, q); f = sum(vs(t) @ B(t, s) for t in o)
    return [vs(s) @ sum(B(s, s) @ yy(s, r) for r in o), vs(s) @ sum(B(s, r) @ yy(r, r) for r in o), vs(s) @ sum(B(s, r) @ yy(r, t) for r in o for t in o if t != r),
            vs(s) @ sum(B(s, r) @ yy(r, s) for r in o), vs(s) @ sum(B(s, r) @ a(r, s) for r in o) @ Lr(s) @ yy(s, s), vs(s) @ sum(B(s, r) @ a(r, s) for r in o) @ Lr(s) @ E(s),
            f @ sum(yy(s, r) for r in o), f @ sum(a(s, r) @ Lr(r) @ yy(r, r) for r in o), f @ sum(a(s, r) @ Lr(r) @ E(r) for r in o)]
put('value_added_terms', [decomposition(s) for s in range(G)])
put('value_added_once', [vs(s) @ Lr(s) @ sum(yy(s, r) + blk(A, s, r) @ Lr(r) @ yy(r, r) for r in range(G) if r != s) for s in range(G)])
put('upstreamness', np.linalg.inv(np.eye(6) - Z / xx[:, None]).sum(1))
def by_partner(s, r):  # without exports of intermediates by s: the whole inverse again
    cut = A.copy(); cut[s * N:(s + 1) * N, :s * N] = 0; cut[s * N:(s + 1) * N, (s + 1) * N:] = 0; C0 = np.linalg.inv(np.eye(6) - cut)
    e = blk(Z, s, r).sum(1) + yy(s, r); w = vs(s) @ Lr(s); o = [t for t in range(G) if t != s]; X = BB @ Y; a = blk(A, s, r)
    once = w @ (yy(s, r) + a @ Lr(r) @ yy(r, r)); home = w @ a @ X[r * N:(r + 1) * N, s]
    on = w @ yy(s, r) + sum(w @ a @ X[r * N:(r + 1) * N, q] for q in o) - once
    fva = sum(vs(t) @ blk(C0, t, s) for t in o) @ e; return [once, on, home, vs(s) @ blk(BB, s, s) @ e - once - on - home, fva, sum(vs(t) @ blk(BB, t, s) for t in o) @ e - fva]
put('value_added_by_partner', [by_partner(s, r) for s in range(G) for r in range(G) if r != s])

# ---------------------------------------------------------------- quality: explicit dummies, sigma by product
cells = [(i, j, k) for i in range(C) for j in range(C) for k in range(P) if value(i, j, k) > 0]
q = np.array([quantity(*c) for c in cells]); v = np.array([value(*c) for c in cells]); sig = np.array([2 + k % 4 for _, _, k in cells], float)
D = np.column_stack([[k == a for _, _, k in cells] for a in range(P)] + [[j == a for _, j, _ in cells] for a in range(C)]).astype(float)
left = np.log(q) + sig * np.log(v / q); e = left - D @ np.linalg.lstsq(D, left, rcond=None)[0]; put('quality_khandelwal', e / (sig - 1))
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
