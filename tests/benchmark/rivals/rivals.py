#!/usr/bin/python3
"""rivals.py JOB FOLDER SIZE REPS: statsmodels and numpy on the data of generate.py, their fastest documented
path; the last line is the RESULT line of main.cpp. Exit status 3 for a job it does not have."""
import json, os, sys, time
job, folder, size, reps = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
if job not in ('ols_hac', 'rolling', 'johansen', 'lp', 'io', 'sparse_io', 'csv'): sys.exit(3)
import numpy as np
if job != 'csv': import statsmodels.api as sm, statsmodels
def read(name): return np.loadtxt(os.path.join(folder, name), delimiter=',', skiprows=1)
version = '' if job == 'csv' else 'statsmodels ' + statsmodels.__version__
if job == 'ols_hac':
    d = read('hac.csv'); k = d.shape[1]
    def run(): f = sm.OLS(d[:, 0], sm.add_constant(d[:, 1:])).fit(cov_type='HAC', cov_kwds={'maxlags': 12}); return f.params, f.bse
    est = lambda r: [[n, *map(float, v)] for n, v in zip(['const', 'x1', 'x2', 'x3', 'x4', 'x5'], zip(*r))]
elif job == 'rolling':
    from statsmodels.regression.rolling import RollingOLS
    d = read('rolling.csv'); k = 2; X = sm.add_constant(d[:, 1])
    def run(): f = RollingOLS(d[:, 0], X, window=60).fit(); return f.params, f.bse
    est = lambda r: [['const_last', *map(float, (r[0][-1, 0], r[1][-1, 0]))], ['x_last', *map(float, (r[0][-1, 1], r[1][-1, 1]))]]
elif job == 'johansen':
    from statsmodels.tsa.vector_ar.vecm import coint_johansen
    d = read('johansen.csv'); k = 5
    def run(): return coint_johansen(d, det_order=0, k_ar_diff=1)
    est = lambda r: [[f'lambda{i + 1}', float(v), None] for i, v in enumerate(r.eig)] + [[f'trace_r{i}', float(v), None] for i, v in enumerate(r.lr1)]
elif job == 'lp':
    d = read('lp.csv'); y, s = d[:, 0], d[:, 1]; k = 26
    def run():
        out = np.empty((49, 2))
        for h in range(49):
            t = np.arange(12, len(y) - h); X = np.column_stack([s[t]] + [y[t - l] for l in range(1, 13)] + [s[t - l] for l in range(1, 13)])
            f = sm.OLS(y[t + h], sm.add_constant(X)).fit(cov_type='HAC', cov_kwds={'maxlags': h + 1}); out[h] = f.params[1], f.bse[1]
        return out
    est = lambda o: [[f'h{h}', *map(float, o[h])] for h in (0, 1, 4, 12, 48)]
elif job == 'sparse_io':  # the table of job_sparse_io.hpp, by the same generator
    import scipy, scipy.sparse as sp, scipy.sparse.linalg as spl
    n = int(size); k = n; state = 20161123; links = max(1, n // 100); stride = n // links
    def draw():
        global state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64; return (state >> 11) / 9007199254740992.
    x = np.array([50 + 100 * draw() for _ in range(n)]); rows, cols, z = [], [], []
    for j in range(n):
        for l in range(links): rows.append(l * stride + int(draw() * stride)); cols.append(j); z.append(1.2 * draw() / links * x[j])
    rows, cols, z = np.array(rows), np.array(cols), np.array(z); jobs, d = np.linspace(.1, 2, n), np.linspace(5, 20, n); version = 'scipy ' + scipy.__version__ + ' bicgstab'
    def run():
        M = (sp.identity(n) - sp.csr_matrix((z / x[cols], (rows, cols)), (n, n))).tocsr(); T = M.T.tocsr()
        def solve(A, b): return spl.bicgstab(A, b, tol=1e-13, atol=0)[0]
        return solve(T, np.ones(n)), solve(M, x) / x, jobs * solve(M, d)
    est = lambda r: [['multiplier1', float(r[0][0]), None], ['forward1', float(r[1][0]), None], ['content', float(r[2].sum()), None]]
elif job == 'csv':
    import pandas as pd
    version = 'pandas ' + pd.__version__; k = 6; d = range(5_000_000)
    def run(): return pd.read_csv(os.path.join(folder, f'trade_{size}.csv'), dtype={'hs6': str})
    est = lambda r: [['rows', len(r), None], ['sum_value', float(r.value.sum()), None], ['quantity_na', int(r.quantity.isna().sum()), None], ['hs6_distinct', r.hs6.nunique(), None]]
else:
    A = np.ascontiguousarray(read(f'io_A_{size}.csv')); d = read(f'io_f_{size}.csv'); k = len(d); version = 'numpy ' + np.__version__ + ' inverse'
    def run(): return np.linalg.inv(np.eye(k) - A) @ d
    est = lambda x: [['x1', float(x[0]), None], ['sum_x', float(x.sum()), None]]
seconds = []
for _ in range(reps):
    t = time.perf_counter(); r = run(); seconds.append(time.perf_counter() - t)
    if seconds[-1] > 60: break
print('RESULT ' + json.dumps(dict(version=version, n=len(d), k=k, seconds_all=seconds, estimates=est(r))))
