#!/usr/bin/python3
"""VECM, VAR, Granger, Engle-Granger and bounds on dynamics_data.csv.
     /usr/bin/python3 dynamics_statsmodels.py > dynamics_statsmodels.csv      (statsmodels 0.13.5)"""
import os, warnings
import numpy as np, pandas as pd
from statsmodels.tsa.ardl import UECM
from statsmodels.tsa.stattools import coint
from statsmodels.tsa.vector_ar.var_model import VAR
from statsmodels.tsa.vector_ar.vecm import VECM, coint_johansen
warnings.simplefilter("ignore")
here = os.path.dirname(os.path.abspath(__file__))
d = pd.read_csv(os.path.join(here, "dynamics_data.csv"))
s = d[["y", "x", "z"]]


def put(name, value):
    v = np.atleast_1d(np.asarray(value, float)).ravel()
    for i, x in enumerate(v):
        print("%s%s,%.15g" % (name, "[%d]" % (i + 1) if len(v) > 1 else "", x))


print("quantity,value")
for det, name in (("n", "I"), ("ci", "II"), ("co", "III"), ("coli", "IV"), ("colo", "V")):
    for rank in (1, 2):
        m = VECM(s.to_numpy(), k_ar_diff=2, coint_rank=rank, deterministic=det).fit()
        key = "vecm %s %d " % (name, rank)
        put(key + "alpha", m.alpha), put(key + "alpha se", m.stderr_alpha)
        put(key + "beta", m.beta[rank:]), put(key + "beta se", m.stderr_beta[rank:])
        put(key + "gamma", m.gamma), put(key + "gamma se", m.stderr_gamma)
        put(key + "llf", m.llf)
        if det in ("ci", "coli"):
            put(key + "det", m.det_coef_coint[0]), put(key + "det se", m.stderr_det_coef_coint[0])
        if det in ("co", "coli", "colo"):
            put(key + "const", m.det_coef[:, 0]), put(key + "const se", m.stderr_det_coef[:, 0])
j = coint_johansen(s, -1, 2)
put("johansen I eig", j.eig), put("johansen I trace", j.lr1), put("johansen I max", j.lr2)
v = VAR(s.to_numpy()).fit(3, trend="c")
put("var b", v.params.T), put("var se", v.stderr.T), put("var sigma", v.sigma_u)
g = v.test_causality(caused=[1, 2], causing=[0], kind="f")
put("granger F", g.test_statistic), put("granger p", g.pvalue)
g = v.test_inst_causality([0])
put("instant", g.test_statistic), put("instant p", g.pvalue)
o = VAR(s.to_numpy()).select_order(8, trend="c")
put("order", [o.selected_orders[k] for k in ("aic", "bic", "hqic", "fpe")])
put("order aic", o.ics["aic"]), put("order fpe", o.ics["fpe"])
# Toda-Yamamoto by hand: VAR(3 + 1), lags 1-3 of x in the equation of y
v = VAR(s.to_numpy()).fit(4, trend="c")
at = [1 + 3 * l + 1 for l in range(3)]
b = v.params[at, 0]
k = v.params.shape[0]
cov = v.cov_params()
i = [a * 3 + 0 for a in at]
put("toda_yamamoto", b @ np.linalg.solve(np.asarray(cov)[np.ix_(i, i)], b))
for trend in ("n", "c", "ct", "ctt"):
    for lag in (0, 3):
        t, p, crit = coint(d.y, d[["x", "z"]], trend=trend, maxlag=lag, autolag=None)
        put("coint %s %d t" % (trend, lag), t), put("coint %s %d p" % (trend, lag), p)
        if trend != "n":
            put("coint %s %d crit" % (trend, lag), crit)
    t, p, crit = coint(d.y, d[["x", "z"]], trend=trend)
    put("coint %s aic t" % trend, t), put("coint %s aic p" % trend, p)
for case, trend in ((1, "n"), (2, "c"), (3, "c"), (4, "ct"), (5, "ct")):
    m = UECM(d.y, 2, d[["x", "z"]], {"x": 1, "z": 3}, trend=trend).fit()
    put("bounds %d F" % case, m.bounds_test(case).stat)
