#!/usr/bin/python3
"""import_elasticity.py: second, independent implementation of the elasticities of import_elasticity.hpp in numpy and scipy
(explicit dummies, projections, LIML as a k-class estimator, constrained minima by L-BFGS-B from many starts).
Writes import_elasticity_data.csv (two panels made here) and import_elasticity.csv.
Made with Python 3.11, numpy 1.24.2, scipy 1.10.1."""
import csv, os
import numpy as np
from scipy.linalg import eigh
from scipy.optimize import minimize
here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20)

def made(sigma, omega, N, T, first):
    """Varieties 0..N-1 (0 is in all periods); demand and supply shocks with variances of their own."""
    sd, ss = np.exp(rng.uniform(np.log(.05), np.log(.8), N)), np.exp(rng.uniform(np.log(.05), np.log(.8), N)); sd[0] = ss[0] = .05; f = omega / (1 + omega); rows = []
    for i in range(N):
        e, d = rng.normal(0, sd[i], T), rng.normal(0, ss[i], T)
        p = (d + f * e) / (1 + f * (sigma - 1)); s = e - (sigma - 1) * p           # in levels of logarithms
        for t in range(T):
            if i > 0 and rng.uniform() < .1: continue
            rows.append((i, first + t, float(np.exp(1 + p[t])), float(np.exp(5 + rng.normal() * 0 + s[t]))))
    return rows
panels = {'a': made(4, 1.5, 30, 14, 2000), 'b': made(3, .02, 8, 8, 1990)}
with open(os.path.join(here, 'import_elasticity_data.csv'), 'w', newline='') as out:
    w = csv.writer(out, lineterminator='\n'); w.writerow(['panel', 'variety', 'period', 'price', 'value'])
    for name, rows in panels.items():
        for i, t, p, v in rows: w.writerow([name == 'b' and 1 or 0, i, t, repr(p), repr(v)])

def differences(rows):
    p = {(i, t): np.log(a) for i, t, a, _ in rows}; v = {(i, t): np.log(b) for i, t, _, b in rows}; q = {(i, t): b / a for i, t, a, b in rows}
    out = []
    for i, t in sorted(p):
        if i == 0 or (i, t - 1) not in p: continue
        dp = p[i, t] - p[i, t - 1] - p[0, t] + p[0, t - 1]; ds = v[i, t] - v[i, t - 1] - v[0, t] + v[0, t - 1]
        out.append((i, dp * dp, ds * ds, dp * ds, 1 / q[i, t] + 1 / q[i, t - 1]))
    return np.array(out)

def split(theta):  # sigma and omega by Feenstra's rho
    t1, t2 = theta
    if t1 <= 0: return None
    rho = .5 + np.sign(t2) * np.sqrt(.25 - 1 / (4 + t2 * t2 / t1)) if t2 else .5
    sigma = 1 + (2 * rho - 1) / ((1 - rho) * t2) if t2 else 1 + 1 / np.sqrt(t1)
    if not (sigma > 1 and rho * sigma < sigma - 1): return None
    return sigma, rho / (sigma - 1 - rho * sigma)

def bounded(objective):
    def f(x): s, o = 1 + np.exp(x[0]), x[1] / (1 - x[1]); return objective(np.array([o / ((1 + o) * (s - 1)), (o * (s - 2) - 1) / ((1 + o) * (s - 1))]))
    box = [(np.log(.05), np.log(130.5)), (0, 131.5 / 132.5)]; best = None
    for a in np.linspace(*box[0], 12):
        for b in np.linspace(*box[1], 12):
            r = minimize(f, [a, b], bounds=box, method='L-BFGS-B', options=dict(ftol=1e-15, gtol=1e-12, maxiter=2000))
            if best is None or r.fun < best.fun: best = r
    return 1 + np.exp(best.x[0]), best.x[1] / (1 - best.x[1]), best.fun

def estimate(d, method):
    ids, code = np.unique(d[:, 0], return_inverse=True); D = np.eye(len(ids))[code]; y, X, n = d[:, 1], d[:, 2:4], len(d)
    if method == 'broda_weinstein':
        T = D.sum(0); mean = lambda c: (D.T @ c) / T; h = mean(d[:, 4]); r = np.sqrt(T ** 3 / h)
        Y, Z = mean(y) * r, np.column_stack([h, mean(X[:, 0]), mean(X[:, 1])]) * r[:, None]
        b, *_ = np.linalg.lstsq(Z, Y, rcond=None); u = Y - Z @ b; H = np.linalg.inv(Z.T @ Z); V = H @ (Z * (u * u)[:, None]).T @ Z @ H
        M = np.eye(len(Y)) - np.outer(Z[:, 0], Z[:, 0]) / (Z[:, 0] @ Z[:, 0]); S = np.column_stack([Y, Z[:, 1:]]); A = S.T @ M @ S
        return finish(b[1:], V[1:, 1:], lambda t: np.r_[1, -t] @ A @ np.r_[1, -t], 0)
    w = np.ones(n)
    for step in range(2):
        one, Y, XX, DD = w, y * w, X * w[:, None], D * w[:, None]
        P = DD @ np.linalg.pinv(DD); M1 = np.eye(n) - np.outer(one, one) / (one @ one); MZ = np.eye(n) - P
        S = np.column_stack([Y, XX]); A, B = S.T @ (M1 - MZ) @ S, S.T @ MZ @ S
        k = 1 + eigh(A, B, eigvals_only=True)[0] if method == 'liml' else 1.
        F = np.column_stack([one, XX]); K = np.eye(n) - k * MZ
        b = np.linalg.solve(F.T @ K @ F, F.T @ K @ Y)
        objective = (lambda t: (np.r_[1, -t] @ A @ np.r_[1, -t]) / (np.r_[1, -t] @ B @ np.r_[1, -t])) if method == 'liml' else (lambda t: np.r_[1, -t] @ A @ np.r_[1, -t])
        u = Y - F @ b; H = np.linalg.inv(F.T @ K @ F); G = (K @ F) * u[:, None]; V = H @ G.T @ G @ H
        answer = finish(b[1:], V[1:, 1:], objective, k - 1)
        if step == 0:
            s, o = answer[:2]; t = np.array([o / ((1 + o) * (s - 1)), (o * (s - 2) - 1) / ((1 + o) * (s - 1))]); e = y - X @ t; e = e - e.mean()
            s2 = (D.T @ (e * e)) / D.sum(0); w = 1 / np.sqrt(s2[code])
    return answer

def finish(theta, V, objective, root):
    free = split(theta)
    if free is None: s, o, f = bounded(objective); return s, o, np.nan, np.nan, 1, f if root else 0
    g = []
    for j in range(2):
        h = 1e-6 * abs(theta[j]); up, down = theta.copy(), theta.copy(); up[j] += h; down[j] -= h
        g.append((np.array(split(up)) - np.array(split(down))) / (2 * h))
    g = np.array(g); return (*free, *np.sqrt(np.diag(g.T @ V @ g)), 0, root)

with open(os.path.join(here, 'import_elasticity.csv'), 'w', newline='') as out:
    w = csv.writer(out, lineterminator='\n'); w.writerow(['quantity', 'value'])
    for name, rows in panels.items():
        d = differences(rows)
        for method in ('feenstra', 'broda_weinstein', 'liml'):
            for q, v in zip(('sigma', 'omega', 'sigma_error', 'omega_error', 'constrained', 'root'), estimate(d, method)):
                if v == v: w.writerow([f'{name}_{method}_{q}', repr(float(v))])
