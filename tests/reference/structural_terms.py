#!/usr/bin/python3
"""structural_terms.py: second, independent implementation of remoteness, border dummies, phases and tetrads of trade/gravity in
numpy (dense arrays over exporter, importer, period). Writes structural_terms.csv.
Made with Python 3.11, numpy 1.24.2."""
import csv, os
import numpy as np
N, T = 5, 3
i, j, t = np.meshgrid(np.arange(N), np.arange(N), np.arange(T), indexing='ij')
dist = 100.0 + 50 * ((i * 3 + j * 3 + (i - j) ** 2 * 7) % 11)
trade = np.exp(2 + 0.3 * i - 0.2 * j + 0.1 * t + 0.5 * np.sin(1.0 + 7 * i + 3 * j + 5 * t)) / dist ** 0.9
rows = []
E, Y = trade.sum(0), trade.sum(1)
world = trade.sum((0, 1))
far_out = np.log(np.einsum('ijt,jt->it', dist, world / E))
far_in = np.log(np.einsum('ijt,it->jt', dist, world / Y))
for a in range(N):
    for s in range(T):
        rows.append((f'exporter[{a},{s}]', far_out[a, s]))
        rows.append((f'importer[{a},{s}]', far_in[a, s]))
border = (i != j)[..., None] & (t[..., None] == np.arange(T - 1))
rows.append(('border_rows[0]', border[..., 0].sum()))
rows.append(('border_trade[1]', trade[border[..., 1]].sum()))
start = np.where((i + j) % 3 == 0, 1, np.where((i + j) % 3 == 1, 2, 99))
for k in (-1, 0, 1):
    rows.append((f'phase_trade[{k}]', trade[t - start >= k].sum()))
for l, k in ((0, 0), (4, 2)):
    ln = np.log
    tet = lambda x: (x - x[:, k:k + 1] - x[l:l + 1] + x[l:l + 1, k:k + 1]).ravel()
    x = np.stack([tet(ln(dist)), tet((i != j).astype(float))], 1)
    b = np.linalg.lstsq(x, tet(ln(trade)), rcond=None)[0]
    rows += [(f'tetrad_distance[{l},{k}]', b[0]), (f'tetrad_border[{l},{k}]', b[1])]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'structural_terms.csv'), 'w', newline='') as f:
    w = csv.writer(f, lineterminator='\n'); w.writerow(['quantity', 'value'])
    for q, v in rows: w.writerow([q, repr(float(v))])
