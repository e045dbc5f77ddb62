# Reference numbers of stats/bootstrap.test.cpp: the block length of Politis & White (2004) as corrected
# in 2009, written from the papers' formulas with lists, apart from the library's code.
#   python3 tests/reference/block_length.py > tests/reference/block_length.csv
import math
def lengths(x):
    n = len(x); m = sum(x) / n; c = [v - m for v in x]
    R = lambda k: sum(c[t] * c[t + k] for t in range(n - k)) / n
    K = max(5, math.ceil(math.sqrt(math.log10(n)))); last = min(n - 1, math.ceil(math.sqrt(n)) + K)
    crit = 2 * math.sqrt(math.log10(n) / n); rho = [R(k) / R(0) for k in range(last + 1)]
    mhat = None
    for k in range(0, last - K + 1):                       # smallest m with rho(m+1..m+K) insignificant
        if all(abs(rho[k + j]) < crit for j in range(1, K + 1)): mhat = k; break
    if mhat is None: mhat = max([k for k in range(1, last + 1) if abs(rho[k]) >= crit], default=0)
    mhat = max(mhat, 1); M = min(2 * mhat, last)
    lam = lambda t: 1 if abs(t) <= .5 else 2 * (1 - abs(t)) if abs(t) <= 1 else 0
    G = sum(lam(k / M) * abs(k) * R(abs(k)) for k in range(-M, M + 1)); g = sum(lam(k / M) * R(abs(k)) for k in range(-M, M + 1))
    cap = math.ceil(min(3 * math.sqrt(n), n / 3))
    b = lambda D: min(cap, max(1, (2 * G * G / D * n) ** (1 / 3)))
    return b(4 / 3 * g * g), b(2 * g * g), mhat
print('quantity,value')
for name, n, phi in (('short', 60, .5), ('long', 400, .8), ('white', 200, 0.)):
    e = 0.; x = []
    for t in range(1, n + 1): e = phi * e + math.sin(3. * t * t); x.append(e)
    for q, v in zip(('circular', 'stationary', 'lags'), lengths(x)): print(f'{name}_{q},{v:.17g}')
