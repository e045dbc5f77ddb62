#!/usr/bin/python3
"""sector_equilibrium.py: Caliendo-Parro's model by plain fixed points in levels (numpy), independent of the library:
prices by iteration at given wages, spending by a dense linear solve, wages by the ratio of labour demanded to labour.
Revenue rebated or kept by the state; labour supply L = L0 (w/P)^eta. The world is made by formulas (world_of), which
the tests repeat. Writes tests/reference/sector_equilibrium.csv. numpy 1.24."""
import csv, os
import numpy as np

N, S = 4, 3
THETA = np.array([4., 6.5, 3.])
GAMMA = np.array([[.4 + .1 * ((n + j) % 3) for j in range(S)] for n in range(N)])
INPUTS = np.array([[[1. + (k + 2 * j + n) % 3 for j in range(S)] for k in range(S)] for n in range(N)])  # n, input, user
INPUTS /= INPUTS.sum(1, keepdims=True)


def off(a, b, j, value):  # the third sector is not traded
    return 0. if a == b or j == 2 else value


def world_of():
    flows = np.array([[[60. + 10 * ((2 * a + 3 * j) % 5) if a == b else off(a, b, j, 4. + (3 * a + 5 * b + 7 * j) % 7)
                        for b in range(N)] for a in range(N)] for j in range(S)])
    old = np.array([[[off(a, b, j, .05 * ((a + 2 * b + j) % 4)) for b in range(N)] for a in range(N)] for j in range(S)])
    new = np.array([[[off(a, b, j, .04 * ((2 * a + b + 3 * j) % 5)) for b in range(N)] for a in range(N)] for j in range(S)])
    ease = np.array([[[1.3 if (a, b, j) == (0, 1, 0) else 1. for b in range(N)] for a in range(N)] for j in range(S)])
    return flows, old, new, ease


def solve(flows, old, new, ease, rebated=True, eta=0.):
    """Changes of wages, price indices, consumers' real income and labour; flows is net of tariffs."""
    gross = flows * (1 + old)
    X = gross.sum(1).T                                  # n, j
    Y = flows.sum(2).T
    pi = gross / gross.sum(1, keepdims=True)            # j, i, n
    V = (GAMMA * Y).sum(1)
    R = (flows * old).sum((0, 1))
    D = flows.sum((0, 1)) - flows.sum((0, 2))
    final = X - np.einsum('nkj,nj->nk', INPUTS, (1 - GAMMA) * Y)
    assert final.min() > 0
    alpha = final / final.sum(1, keepdims=True)
    assert abs(final.sum(1) - V - R - D).max() < 1e-10
    B = pi * ease * ((1 + new) / (1 + old)) ** -THETA[:, None, None]
    w = np.ones(N); P = np.ones((N, S))
    for step in range(20000):
        for inner in range(2000):
            c = w[:, None] ** GAMMA * np.exp(np.einsum('nkj,nk->nj', INPUTS, np.log(P)) * (1 - GAMMA))
            weight = B * (c.T ** -THETA[:, None])[:, :, None]
            next_P = (weight.sum(1) ** (-1 / THETA[:, None])).T
            gap = abs(next_P / P - 1).max(); P = next_P
            if gap < 1e-15: break
        c = w[:, None] ** GAMMA * np.exp(np.einsum('nkj,nk->nj', INPUTS, np.log(P)) * (1 - GAMMA))
        weight = B * (c.T ** -THETA[:, None])[:, :, None]
        share = weight / weight.sum(1, keepdims=True)
        net = share / (1 + new)                          # of spending of n on j: what i gets
        index = np.prod(P ** alpha, 1)
        L = (w / index) ** eta
        # X_n^j = sum_k g^jk (1-gamma^k) sum_m net^k_nm X_m^k + alpha_n^j (wL V + D + sum_k X_n^k (1 - sum_i net^k_in))
        A = np.zeros((N, S, N, S))
        for k in range(S):
            for m in range(N):
                for n in range(N): A[n, :, m, k] += INPUTS[n][:, k] * (1 - GAMMA[n, k]) * net[k, n, m]
                A[m, :, m, k] += alpha[m] * (1 - net[k, :, m].sum())
        fixed = alpha * (w * L * V + D)[:, None]
        X_new = np.linalg.solve(np.eye(N * S) - A.reshape(N * S, N * S), fixed.ravel()).reshape(N, S)
        Y_new = np.einsum('jin,nj->ij', net, X_new)
        earned = (GAMMA * Y_new).sum(1)
        ratio = earned / (w * L * V)
        next_w = w * ratio ** .2
        next_w *= V.sum() / (next_w * L * V).sum()
        gap = abs(next_w / w - 1).max(); w = next_w
        if gap < 1e-15: break
    kept = np.array([(X_new[n] * (1 - net[:, :, n].sum(1))).sum() for n in range(N)])
    before, after = V + D, w * L * V + D
    if rebated: before, after = before + R, after + kept
    return w, index, after / before / index, L


if __name__ == '__main__':
    flows, old, new, ease = world_of()
    out = csv.writer(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'sector_equilibrium.csv'), 'w'),
                     lineterminator='\n')
    out.writerow(['rebated', 'eta', 'country', 'wage', 'price_index', 'real_income', 'labour'])
    for rebated in (True, False):
        for eta in (0., .5, 2.):
            w, P, W, L = solve(flows, old, new, ease, rebated, eta)
            for n in range(N):
                out.writerow([int(rebated), eta, n] + [repr(float(v[n])) for v in (w, P, W, L)])
