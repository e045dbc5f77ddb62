#!/usr/bin/python3
"""Quantiles of the Dickey-Fuller and residual-based tests by simulation, beside MacKinnon's surfaces.

Random walks of 1,000 steps, the first regressed on the deterministic terms and on the other walks; of the residuals e
the z statistic T (rho - 1) and the t statistic of rho - 1 in e_t = rho e_(t-1) + v_t. 20,000 samples for each number of
series and each set of terms; the quantiles at 5, 20, 50 and 80 percent.

  python3 mackinnon_simulated.py > mackinnon_simulated.csv       numpy 1.24, seed 1; a few minutes
"""
import numpy as np

LENGTH, SAMPLES, BATCH = 1000, 20000, 200
LEVELS = (0.05, 0.2, 0.5, 0.8)
random = np.random.default_rng(1)
time = np.linspace(-1, 1, LENGTH)
basis = np.linalg.qr(np.vander(time, 3, increasing=True))[0]  # of 1, t, t^2


def statistics(terms, series):
    z, tau = [], []
    for _ in range(SAMPLES // BATCH):
        walks = np.cumsum(random.standard_normal((BATCH, series, LENGTH)), axis=2)
        own = basis[:, :terms]
        walks -= (walks @ own) @ own.T
        e = walks[:, 0]
        if series > 1:
            x = walks[:, 1:]
            b = np.linalg.solve(x @ x.transpose(0, 2, 1), x @ e[:, :, None])
            e = e - (b.transpose(0, 2, 1) @ x)[:, 0]
        past, now = e[:, :-1], e[:, 1:]
        square = (past**2).sum(1)
        rho = (past * now).sum(1) / square
        variance = ((now - rho[:, None] * past) ** 2).sum(1) / (LENGTH - 2)
        z += list((LENGTH - 1) * (rho - 1))
        tau += list((rho - 1) * np.sqrt(square / variance))
    return z, tau


print('terms,series,statistic,' + ','.join(f'q{round(100 * p)}' for p in LEVELS))
for terms, name in enumerate(('none', 'constant', 'trend', 'quadratic')):
    for series in range(1, 7):
        for which, values in zip(('z', 'tau'), statistics(terms, series)):
            print(f'{name},{series},{which},' + ','.join(f'{q:.4f}' for q in np.quantile(values, LEVELS)), flush=True)
