# Reference numbers of econometrics/regression/wild_effects.test.cpp: the restricted fits on explicit dummies by
# Newton's method, scores cleared by dense projections, all combinations of signs one by one.
#   /usr/bin/python3 tests/reference/score_bootstrap.py > tests/reference/score_bootstrap.csv   (numpy 1.24)
# The data (support/glm_data.hpp) need no random numbers.
import itertools
import numpy as np

n = 400
i = np.arange(1, n + 1)
a = (i * i * 7 + i) % 13
b = (i * 11 + i // 7) % 8
h = (i * 5 + i // 11) % 9
x1 = np.sin(i) + a / 10
x2 = np.cos(2 * i) - b / 8
x3 = np.sin(5 * i) * (1 + i % 5)
index = .3 + .4 * x1 - .3 * x2 + .1 * x3 + .5 * np.sin(a) + .025 * b
u = (i * 7919) % 1009 / 1009
v = (i * 104729) % 997 / 997
y0 = np.where(v < .2, 0, np.exp(index) * (.05 - np.log(1 - .95 * u)))
bit = (index + 2 * u - 1.6 + v > .4) * 1.0

def dummies(*groups):
    columns = [np.ones(n)]
    for c in groups:
        for level in np.unique(c)[1:]:
            columns.append((c == level) * 1.0)
    return np.column_stack(columns)

def score_and_information(kind, y, eta):
    mean = np.exp(eta) if kind == "ppml" else 1 / (1 + np.exp(-eta))
    return y - mean, mean if kind == "ppml" else mean * (1 - mean)

print("quantity,value")
for kind, y in (("ppml", y0), ("logit", bit)):
    for name, groups in (("one", (a,)), ("two", (a, b))):
        for null in (0.0, 0.35):
            X = np.column_stack([x2, x3, dummies(*groups)])
            beta = np.zeros(X.shape[1])
            for _ in range(200):
                s, w = score_and_information(kind, y, X @ beta + null * x1)
                step = np.linalg.lstsq(X.T @ (w[:, None] * X), X.T @ s, rcond=None)[0]
                beta = beta + step
                if np.max(np.abs(X @ step)) < 1e-13:
                    break
            s, w = score_and_information(kind, y, X @ beta + null * x1)
            root = np.sqrt(w)
            r = x1 - X @ np.linalg.lstsq(root[:, None] * X, root * x1, rcond=None)[0]
            sums = np.array([np.sum((r * s)[h == g]) for g in np.unique(h)])
            def z(signs):
                t = signs * sums
                return t.sum() / np.sqrt(np.sum((t - t.mean()) ** 2))
            observed = z(np.ones(len(sums)))
            all_z = [abs(z(np.array(c))) for c in itertools.product((-1.0, 1.0), repeat=len(sums))]
            p = np.mean(np.array(all_z) >= abs(observed) * (1 - 1e-10))
            line = f"{kind}_{name}_{null:g}"
            print(f"{line}_z,{observed:.17g}")
            print(f"{line}_p,{p:.17g}")
