#!/usr/bin/python3
"""Writes the data of the races into a folder, from fixed seeds: generate.py FOLDER. Needs numpy.

hac.csv        1,000,000 rows, y and five AR(1) regressors, AR(1) errors
rolling.csv    100,000 rows, y and x
bootstrap.csv  240 rows;  breaks.csv  2,000 rows with five breaks;  ardl.csv  500 rows
johansen.csv   10,000 rows of five variables;  lp.csv  2,000 rows of y and a shock
io_A_N.csv, io_f_N.csv   a productive table and a final demand, N = 500, 1000, 3000
gravity_1m.csv           180 exporters x importers x 31 years, a third of the flows zero
trade_5m.csv             5,000,000 flows by exporter, importer, product (text), year; three percent of the quantities blank
dgp_difficult_1m.csv     persons ten times each, firms repeated in sequence, years
"""
import os, sys
import numpy as np

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)


def write(name, columns):
    if os.path.exists(os.path.join(folder, name)): return
    with open(os.path.join(folder, name), 'w') as out:
        out.write(','.join(columns) + '\n')
        rows = zip(*[np.asarray(v).tolist() for v in columns.values()])
        out.writelines(','.join(map(repr, r)) + '\n' for r in rows)
    print(name, flush=True)


def ar1(r, n, rho):
    e = r.normal(size=n + 200); x = np.zeros(n + 200)
    for t in range(1, n + 200): x[t] = rho * x[t - 1] + e[t]
    return x[200:]


r = np.random.default_rng(7); n = 1_000_000
X = [np.round(ar1(r, n, .3 + .1 * j), 8) for j in range(5)]
write('hac.csv', {'y': np.round(1 + np.column_stack(X) @ [1, -.5, .25, 2, .1] + ar1(r, n, .6), 8), **{f'x{j + 1}': X[j] for j in range(5)}})
r = np.random.default_rng(8); x = np.round(r.normal(0, .01, 100_000), 8)
write('rolling.csv', {'y': np.round(.0002 + (1 + .5 * np.sin(np.arange(100_000) / 5000)) * x + r.normal(0, .015, 100_000), 8), 'x': x})
r = np.random.default_rng(13); x = ar1(r, 240, .5)
write('bootstrap.csv', {'y': np.round(.3 + .8 * x + ar1(r, 240, .4), 8), 'x': np.round(x, 8)})
r = np.random.default_rng(10); level = np.array([0., 1.2, .1, 1.5, .6, 2.0])[np.searchsorted([310, 640, 1000, 1330, 1690], np.arange(2000), side='right')]; x = np.round(ar1(r, 2000, .5), 8)
write('breaks.csv', {'y': np.round(level + .5 * x + r.normal(size=2000), 8), 'x': x})
r = np.random.default_rng(9); x = np.cumsum(r.normal(0, .5, 700)); z = ar1(r, 700, .7); y = np.zeros(700); e = r.normal(size=700)
for t in range(4, 700): y[t] = .5 + .6 * y[t - 1] - .2 * y[t - 2] + .1 * y[t - 3] + .4 * x[t] + .3 * x[t - 1] - .2 * x[t - 2] + .25 * z[t] - .15 * z[t - 4] + e[t]
write('ardl.csv', {k: np.round(v[200:], 8) for k, v in dict(y=y, x=x, z=z).items()})
r = np.random.default_rng(11); w = np.cumsum(r.normal(size=(10_000, 3)), axis=0)
V = np.column_stack([w, w[:, 0] + .5 * w[:, 1] + ar1(r, 10_000, .7), w[:, 1] - w[:, 2] + ar1(r, 10_000, .5)]); V[:, :3] += r.normal(0, .3, (10_000, 3))
write('johansen.csv', {f'v{j + 1}': np.round(V[:, j], 8) for j in range(5)})
r = np.random.default_rng(12); s = r.normal(size=2000); y = np.zeros(2000)
for t in range(2, 2000): y[t] = 1.2 * y[t - 1] - .35 * y[t - 2] + .3 * s[t] + .2 * s[t - 1] + r.normal()
write('lp.csv', {'y': np.round(y, 8), 'shock': np.round(s, 8)})
for n in (500, 1000, 3000):
    r = np.random.default_rng(1000 + n); A = r.gamma(.3, 1., (n, n)); A *= r.uniform(.35, .75, n) / A.sum(0); A = np.round(A, 10)
    write(f'io_A_{n}.csv', {f's{j + 1}': A[:, j] for j in range(n)}); write(f'io_f_{n}.csv', {'f': np.round(r.lognormal(3, 1, n), 6)})
N, T = 180, 31; r = np.random.default_rng(20240181); e, m = np.divmod(np.arange(N * N), N); k = e != m; e, m = e[k], m[k]; P = e.size
it, jt, ij = (r.normal(size=(N, 1)) + np.cumsum(r.normal(0, .1, (N, T)), axis=1) for _ in range(2)), None, r.normal(0, .8, P)
it, jt = tuple(it)
x1 = (np.arange(T)[None, :] >= r.integers(2, 2 * T, (P, 1))).astype(int); x2 = np.round(.3 * it[e] + .3 * jt[m] + r.normal(0, .6, (P, T)), 6); x3 = np.round(.5 * x2 + r.normal(size=(P, T)), 6)
mu = np.exp(it[e] + jt[m] + ij[:, None] + .3 * x1 + .5 * x2 - .2 * x3 + 3); trade = mu * r.gamma(2., .5, (P, T)); trade[r.random((P, T)) < 1 / (1 + np.sqrt(mu / 10))] = 0
write('gravity_1m.csv', dict(exporter=np.repeat(e + 1, T), importer=np.repeat(m + 1, T), year=np.tile(np.arange(T) + 1992, P), trade=np.round(trade, 4).ravel(), x1=x1.ravel(), x2=x2.ravel(), x3=x3.ravel()))
n = 1_000_000; r = np.random.default_rng(42); person = np.repeat(np.arange(1, n // 10 + 1), 10); year = np.tile(np.arange(1, 11), n // 10); firm = np.arange(n) % round(n / 230) + 1
x1 = np.round(r.normal(size=n), 8); x2 = np.round(x1 ** 2, 12); y = x1 + .05 * x2 + np.sin(person) + np.sin(year) + np.sin(firm) + r.normal(size=n)
write('dgp_difficult_1m.csv', dict(indiv_id=person, year=year, firm_id=firm, x1=x1, x2=x2, y=np.round(y, 10), y_pois=np.round(np.exp(.25 * y), 10)))
if not os.path.exists(os.path.join(folder, 'trade_5m.csv')):
    n = 5_000_000; r = np.random.default_rng(14); country = np.sort(r.choice(np.arange(4, 895), 226, replace=False)); product = np.array([f'{c:06d}' for c in np.sort(r.choice(np.arange(10110, 970600), 5000, replace=False))])
    weight = r.lognormal(0, 1.6, 226); e = np.sort(r.choice(226, n, p=weight / weight.sum())); value = np.maximum(np.round(np.exp(r.normal(2.5, 2.6, n)), 3), .001)
    quantity = np.char.mod('%.3f', value * np.exp(r.normal(-1, 1.5, n))); quantity[r.random(n) < .03] = ''
    with open(os.path.join(folder, 'trade_5m.csv'), 'w') as out:
        out.write('exporter,importer,hs6,year,value,quantity\n')
        out.writelines(','.join(row) + '\n' for row in zip(country[e].astype(str), country[r.integers(0, 226, n)].astype(str), product[r.integers(0, 5000, n)], r.integers(2021, 2023, n).astype(str), map(repr, value.tolist()), quantity.tolist()))
    print('trade_5m.csv', flush=True)
