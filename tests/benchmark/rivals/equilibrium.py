#!/usr/bin/python3
"""equilibrium.py JOB SIZE REPS: the worlds of job_equilibrium.hpp in numpy: one sector by fixed-point iteration, the
draws one after another, sectors by the loops of the literature (wages outside, prices and spending inside, the
latter by one dense system). The last line is the RESULT line of main.cpp. Exit status 3 for another job."""
import json, sys, time
job, size, reps = sys.argv[1], sys.argv[2], int(sys.argv[3])
if job not in ('equilibrium', 'equilibrium_draws', 'equilibrium_sectors'): sys.exit(3)
import numpy as np
state = 20161123
def draw():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64; return (state >> 11) / 9007199254740992.
def world(n):
    size = np.array([np.exp(3 * draw()) for _ in range(n)]); X = np.empty((n, n)); Z = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            X[i, j] = (2. * n if i == j else np.exp(2 * draw())) * size[i] * size[j]
            if i != j and draw() < .2: Z[i, j] = 1
    return X, Z
def solve(X, B, theta=5.):
    Y, E = X.sum(1), X.sum(0); A = X / E * B; D = E - Y; p = np.ones(len(Y)); P = A.sum(0) ** (-1 / theta)
    while True:
        new = ((A * (P ** theta * (Y * p + D))).sum(1) / Y) ** (1 / (1 + theta)); new *= Y.sum() / (Y * new).sum()
        P = (A * (new ** -theta)[:, None]).sum(0) ** (-1 / theta); gap = abs(new / p - 1).max(); p = new
        if gap < 1e-13: return (Y * p + D) / E / P
if job != 'equilibrium_sectors':
    n = k = int(size); X, Z = world(n)
    if job == 'equilibrium':
        def run(): return solve(X, np.exp(.5 * Z))
    else:
        k = 1000; betas = .5 + .1 * np.random.default_rng(1).standard_normal(k)
        def run():
            for b in betas: solve(X, np.exp(b * Z))
            return solve(X, np.exp(.5 * Z))
else:
    n, s = map(int, size.split('x')); k = n * s; theta = np.empty(s); M = np.zeros((s, n, n)); T = np.zeros((s, n, n))
    for j in range(s):
        theta[j] = 2 + 8 * draw()
        for a in range(n):
            for b in range(n):
                x, t = draw(), draw(); M[j, a, b] = n * (1 + x) if a == b else (.5 * x if 2 * j < s else 0)
                T[j, a, b] = 0 if a == b or 2 * j >= s else .2 * t
    G = np.empty((n, s, s))
    for c in range(n):
        for a in range(s):
            for b in range(s): G[c, a, b] = 1 + draw()
        G[c] /= G[c].sum(0)
    gamma = .5; V = gamma * M.sum((0, 2)); Xs = ((1 + T) * M).sum(1).T; share = (1 + T) * M / Xs.T[:, None, :]
    used = np.einsum('ckj,cj->ck', G, (1 - gamma) * M.sum(2).T); alpha = Xs - used; alpha /= alpha.sum(1)[:, None]
    def equilibrium(V, share, old, new):
        w = np.ones(n); P = np.ones((s, n)); K = ((1 + new) / (1 + old)) ** -theta[:, None, None]
        for it in range(5000):
            for inner in range(1000):  # prices at these wages
                c = np.exp(gamma * np.log(w)[None, :] + (1 - gamma) * np.einsum('ckj,kc->jc', G, np.log(P)))
                A = share * K * (c ** -theta[:, None])[:, :, None]; Pn = A.sum(1) ** (-1 / theta[:, None])
                gap = abs(Pn / P - 1).max(); P = Pn
                if gap < 1e-13: break
            pi = A / A.sum(1)[:, None, :]; net = pi / (1 + new); F = net.sum(1)
            H = np.eye(n * s).reshape(n, s, n, s)  # spending at these prices: one dense system
            for j in range(s): H[:, :, :, j] -= np.einsum('ck,cd->ckd', (1 - gamma) * G[:, :, j], net[j])
            for d in range(n): H[d, :, d, :] -= alpha[d][:, None] * (1 - F[:, d])[None, :]
            Xn = np.linalg.solve(H.reshape(n * s, n * s), (alpha * (w * V)[:, None]).ravel()).reshape(n, s)
            out = np.einsum('jcd,dj->cj', net, Xn); step = gamma * out.sum(1) / (w * V)
            w_new = w * (1 + .3 * (step - 1)); w_new *= V.sum() / (w_new * V).sum(); gap = abs(step - 1).max(); w = w_new
            if gap < 1e-10: break
        index = np.exp((alpha * np.log(P.T)).sum(1)); income = w * V + (Xn * (1 - F.T)).sum(1)
        return w, Xn, net, pi, income, index
    def run():
        w, X0, net, pi, income, _ = equilibrium(V, share, T, T)
        free = T.copy(); free[:, :3, :3] = 0
        w1, _, _, _, income1, index = equilibrium(w * V, pi, T, free)
        return income1 / income / index
seconds = []
for _ in range(reps):
    t = time.perf_counter(); r = run(); seconds.append(time.perf_counter() - t)
    if seconds[-1] > 20: break
print('RESULT ' + json.dumps(dict(version='numpy ' + np.__version__ + ' loops', n=n, k=k, seconds_all=seconds,
                                  estimates=[['real_income1', float(r[0]), None], ['sum', float(r.sum()), None]])))
