# Reference figures of tests/trade/employment_elasticity.test.cpp: statsmodels (0.13.5) on data by formula.
import numpy as np, pandas as pd, statsmodels.api as sm
rows = []
for i in range(8):
    for t in range(10):
        log_inv = 2 + np.sin(3 * i + t) + 0.1 * t
        before = 2 + np.sin(3 * i + t - 1) + 0.1 * (t - 1)
        level = 0.4 * log_inv + 0.2 * before + 0.3 * np.cos(5 * i) + 0.2 * np.sin(7 * i * i + 11 * t * t)
        rows.append((i, t, np.exp(log_inv), np.exp(level), np.floor(np.exp(1.5 * level) - 2) if np.exp(1.5 * level) > 2 else 0.))
d = pd.DataFrame(rows, columns='i t inv jobs count'.split()); d['l0'] = np.log(d.inv); d['l1'] = d.groupby('i').l0.shift(1)
s = d.dropna()
print('zeros', (s['count'] == 0).sum(), 'rows', len(s))
def show(name, f):
    w = np.zeros(len(f.params)); names = list(f.model.exog_names); w[[names.index('l0'), names.index('l1')]] = 1
    t = f.t_test(w)
    print(name, repr(f.params[names.index('l0')]), repr(f.bse[names.index('l0')]), repr(t.effect[0]), repr(t.sd[0][0]))
X = sm.add_constant(s[['l0', 'l1']]); show('pooled', sm.OLS(np.log(s.jobs), X).fit())
D = pd.get_dummies(s.i, prefix='i').astype(float)
W = pd.concat([s[['l0', 'l1']], D], axis=1); show('within', sm.OLS(np.log(s.jobs), W).fit())
show('counts', sm.GLM(s['count'], W, family=sm.families.Poisson()).fit(tol=1e-14, maxiter=200, cov_type='HC0'))
T = 30; y = np.exp(0.03 * np.arange(T) + 0.05 * np.sin(np.arange(T) ** 2)); e = np.exp(0.01 * np.arange(T) + 0.03 * np.sin(np.arange(T) ** 2) + 0.01 * np.cos(3. * np.arange(T)))
f = sm.OLS(np.diff(np.log(e)), sm.add_constant(np.diff(np.log(y)))).fit(); a, b = f.params; g = np.array([-1 / b, a / b ** 2])
print('okun', repr(b), repr(f.bse[1]), repr(-a / b), repr(np.sqrt(g @ f.cov_params() @ g)))
