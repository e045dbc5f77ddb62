#!/usr/bin/python3
"""generate_trade.py FOLDER [MILLIONS]: writes FOLDER/baci_MILLIONSm.csv, made-up flows in BACI's form (t,i,j,k,v,q): 226 countries, 5,000
products, exporter, importer and product drawn from skewed distributions without repeats, value and quantity log-normal, two percent of
quantities NA. The same bytes for the same numpy."""
import os, sys
import numpy as np, pandas as pd
folder, millions = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10
n = millions * 10 ** 6; rng = np.random.default_rng(20161123); C, P = 226, 5000
skew = lambda m: (lambda w: w / w.sum())(1 / np.arange(1, m + 1) ** .6)
keys = np.empty(0, np.int64)
while len(keys) < n:
    m = int(1.3 * (n - len(keys))) + 1000
    i, j, k = rng.choice(C, m, p=skew(C)), rng.choice(C, m, p=skew(C)), rng.choice(P, m, p=skew(P))
    keys = np.unique(np.concatenate([keys, ((i * C + j) * P + k)[i != j]]))
keys = np.sort(rng.permutation(keys)[:n]); i, j, k = keys // (C * P), keys // P % C, keys % P
codes = np.sort(rng.permutation(np.arange(4, 900))[:C]); products = np.sort(rng.permutation(np.arange(10121, 999999))[:P])
v = np.round(np.exp(rng.normal(3, 2.5, n)) + .001, 3); q = np.round(np.exp(rng.normal(1, 2.5, n)) + .001, 3); q[rng.random(n) < .02] = np.nan
d = pd.DataFrame(dict(t=2016, i=codes[i], j=codes[j], k=products[k], v=v, q=q)); d['k'] = d['k'].map('{:06d}'.format)
d.to_csv(os.path.join(folder, f'baci_{millions}m.csv'), index=False, na_rep='NA', float_format='%.3f')
