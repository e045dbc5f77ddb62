#!/usr/bin/python3
"""equilibrium.py DATA: universal gravity by plain fixed-point iteration (numpy), an agreement of Canada and Japan in
gegravity's sample of 2006; writes tests/reference/equilibrium.csv. numpy 1.24."""
import csv, os, sys
import numpy as np
rows = list(csv.DictReader(open(os.path.join(sys.argv[1], 'gegravity_sample_2006.csv'))))
names = sorted({r['exporter'] for r in rows}); at = {n: i for i, n in enumerate(names)}; n = len(names)
X = np.zeros((n, n))
for r in rows: X[at[r['exporter']], at[r['importer']]] = float(r['trade'])
Y, E = X.sum(1), X.sum(0); D = E - Y; share = X / E
B = np.ones((n, n)); B[at['CAN'], at['JPN']] = B[at['JPN'], at['CAN']] = np.exp(.5)
theta = 5.03
out = csv.writer(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'equilibrium.csv'), 'w'), lineterminator='\n')
out.writerow(['case', 'country', 'real_income', 'output_price', 'price_index'])
for case, psi in (('endowment', 0.), ('universal', 1.24), ('multiplicative', 0.)):
    p = np.ones(n)
    P = (share * B).sum(0) ** (-1 / theta)
    for step in range(100000):
        Yp = Y * p * (p / P) ** psi
        spend = Yp + D if case != 'multiplicative' else E * Yp / Y * Yp.sum() / (E * Yp / Y).sum()
        demand = (share * B * (P ** theta * spend)).sum(1)
        new = (demand * P ** psi / Y) ** (1 / (1 + theta + psi))
        level = Y.sum() / (Y * new * (new / P) ** psi).sum(); new *= level
        P_new = ((share * B) * (new ** -theta)[:, None]).sum(0) ** (-1 / theta)
        gap = max(abs(new / p - 1).max(), abs(P_new / P - 1).max()); p, P = new, P_new
        if gap < 3e-16: break
    Yp = Y * p * (p / P) ** psi
    spend = Yp + D if case != 'multiplicative' else E * Yp / Y * Yp.sum() / (E * Yp / Y).sum()
    for i in range(n): out.writerow([case, names[i], repr(float(spend[i] / E[i] / P[i])), repr(float(p[i])), repr(float(P[i]))])
