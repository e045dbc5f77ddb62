# Reference numbers of econometrics/regression/{iv_ppml,iv_effects}.test.cpp: the full systems of moments,
# with explicit dummies, by damped Newton steps on dense matrices.
#   /usr/bin/python3 tests/reference/iv_ppml.py > tests/reference/iv_ppml.csv      (numpy 1.24)
# The data (support/iv_ppml_data.hpp) need no random numbers.
import numpy as np

n = 300
i = np.arange(1, n + 1)
a = (i * 7 + i // 11) % 12
t = i % 9
g = (i * 3 + i // 9) % 23
u = (i * 7919) % 1009 / 1009 + .0005
v = (i * 104729) % 997 / 997 + .0005
z1 = np.sin(i) + t / 9
z2 = np.cos(3 * i) * (1 + a / 12)
x2 = np.sin(2 * i + 1) + a / 10
x1 = .8 * z1 - .5 * z2 + .3 * x2 + 1.2 * (u - .5)
mu = np.exp(.2 + .5 * x1 - .4 * x2 + .3 * np.sin(a) + .1 * t)
y = mu * np.exp(1.0 * (u - .5)) * (.5 + v)
y0 = np.where(v < .2, 0, y)
w = 1.0 + (i * 5) % 4

def dummies(*groups):
    columns = [np.ones(n)]
    for c in groups:
        for level in np.unique(c)[1:]:
            columns.append((c == level) * 1.0)
    return np.column_stack(columns)

def moments(y, mu, kind):
    return (y - mu, mu) if kind == "additive" else (y / mu - 1, y / mu)

def solve(y, X, Z, D, kind, V, w):
    """V(b) or a fixed weight on the moments of Z cleared of D; those of D are exact"""
    k = X.shape[1]
    full = np.column_stack([X, D])
    beta = np.zeros(full.shape[1])
    beta[k if D.shape[1] else k - 1] = np.log(np.average(y, weights=w))  # the constant
    for count in range(2000):
        m = np.exp(full @ beta)
        e, slope = moments(y, m, kind)
        W = w * slope
        DWD = D.T @ (W[:, None] * D)
        Zt = Z - D @ np.linalg.solve(DWD, D.T @ (W[:, None] * Z))
        A = Zt.T @ (W[:, None] * X)
        weight = np.linalg.inv(Zt.T @ (W[:, None] * Zt)) if V is None else V
        gz = Zt.T @ (w * e)
        first = np.concatenate([A.T @ weight @ gz, D.T @ (w * e)])
        jac = np.vstack([A.T @ weight @ (Zt.T @ (W[:, None] * full)), D.T @ (W[:, None] * full)])
        step = np.linalg.solve(jac, first)
        size = np.sqrt(np.mean((full @ step) ** 2))
        beta = beta + step * min(1, .3 / size)
        if size < 1e-13:
            break
    assert size < 1e-10, size
    return beta[:k], e, Zt, A, W, m

def clustered(scores, by):
    sums = np.array([scores[by == c].sum(axis=0) for c in np.unique(by)])
    G = len(sums)
    return sums.T @ sums * G / (G - 1)

print("quantity,value")
def say(name, value):
    print(f"{name},{value:.17g}")

sets = {"none": (), "one": (a,), "two": (a, t)}
for which, response in (("y", y), ("y0", y0)):
    for name, groups in sets.items():
        D = dummies(*groups)
        one = []
        if name == "none":  # the constant is a regressor and an instrument, weighted like the others
            D = np.zeros((n, 0)); one = [np.ones(n)]
        X = np.column_stack([x2, x1, *one])
        for kind in ("additive", "multiplicative"):
            for weights, ww in (("", np.ones(n)), ("_w", w)):
                for tag, Z in (("exact", np.column_stack([x2, z1, *one])),
                               ("over", np.column_stack([x2, z1, z2, *one]))):
                    line = f"{which}_{name}_{kind}_{tag}{weights}"
                    b, e, Zt, A, W, m = solve(response, X, Z, D, kind, None, ww)
                    H = np.linalg.inv(Zt.T @ (W[:, None] * Zt))
                    H = np.linalg.solve(A.T @ H @ A, A.T @ H)
                    scores = Zt * (ww * e)[:, None]
                    say(line + "_x2", b[0]); say(line + "_x1", b[1])
                    se = np.sqrt(np.diag(H @ (scores.T @ scores) @ H.T))
                    say(line + "_hc0_x2", se[0]); say(line + "_hc0_x1", se[1])
                    # factor G/(G-1) without the share of parameters
                    se = np.sqrt(np.diag(H @ clustered(scores, g) @ H.T))
                    say(line + "_cluster_x2", se[0]); say(line + "_cluster_x1", se[1])
                    if tag == "exact":
                        continue
                    # S with (n - 1) / n as G/(G-1) (n-1)/(n-K) has it at K = 0
                    for spec, S in (("hc0", scores.T @ scores), ("cluster", clustered(scores, g) * (n - 1) / n)):
                        V = np.linalg.inv(S)
                        b, e2, Zt2, A2, W2, m2 = solve(response, X, Z, D, kind, V, ww)
                        s2 = Zt2 * (ww * e2)[:, None]
                        H2 = np.linalg.solve(A2.T @ V @ A2, A2.T @ V)
                        meat = s2.T @ s2 if spec == "hc0" else clustered(s2, g)
                        se = np.sqrt(np.diag(H2 @ meat @ H2.T))
                        gz = s2.sum(axis=0)
                        two = f"{line}_gmm_{spec}"
                        say(two + "_x2", b[0]); say(two + "_x1", b[1])
                        say(two + "_se_x2", se[0]); say(two + "_se_x1", se[1])
                        say(two + "_j", gz @ V @ gz)

# two-stage least squares with effects, iid and clustered errors
for name, groups in sets.items():
    if name == "none":
        continue
    D = dummies(*groups)
    for tag, zs in (("exact", [z1]), ("over", [z1, z2])):
        for weights, ww in (("", np.ones(n)), ("_w", w)):
            root = np.sqrt(ww)[:, None]
            X = root * np.column_stack([x2, x1, D]); Z = root * np.column_stack([x2, *zs, D])
            Y = root[:, 0] * np.log(y)
            P = Z @ np.linalg.lstsq(Z, X, rcond=None)[0]
            bread = np.linalg.inv(P.T @ P)
            b = bread @ P.T @ Y
            r = Y - X @ b
            line = f"tsls_{name}_{tag}{weights}"
            K = X.shape[1]
            say(line + "_x2", b[0]); say(line + "_x1", b[1])
            se = np.sqrt(np.diag(bread) * (r @ r) / (n - K)); say(line + "_iid_x2", se[0]); say(line + "_iid_x1", se[1])
            scores = P * r[:, None]
            V = bread @ (scores.T @ scores) @ bread * n / (n - K)
            se = np.sqrt(np.diag(V)); say(line + "_hc1_x2", se[0]); say(line + "_hc1_x1", se[1])
            V = bread @ clustered(scores, g) @ bread * (n - 1) / (n - K)
            se = np.sqrt(np.diag(V)); say(line + "_cluster_x2", se[0]); say(line + "_cluster_x1", se[1])
