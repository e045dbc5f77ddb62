# statsmodels 0.13.5: structural models with exact diffuse start, on a series without random numbers.
# python3 tests/reference/state_space.py > tests/reference/state_space.csv
import warnings
import numpy as np
import statsmodels.api as sm

warnings.simplefilter("ignore")
i = np.arange(1, 97.0)
e = np.sin(3 * i * i)
y = 10 + .5 * np.cumsum(np.sin(5 * i * i + 1)) + .05 * i + e + 2 * np.cos(np.pi * i / 2) + (i % 4 == 1)
gap = y.copy()
gap[[10, 11, 12, 50]] = np.nan
gap[1] = np.nan
print("quantity,value")


def put(name, value):
    print(f"{name},{value:.17g}")


def one(name, data, variances, **kw):
    m = sm.tsa.UnobservedComponents(data, use_exact_diffuse=True, **kw)
    put(name + "_given_loglik", m.loglike(variances, transformed=True))
    s = m.smooth(variances)
    for t in (0, 1, 2, 11, 50, 95):
        for j in range(s.smoothed_state.shape[0])[:3]:
            put(f"{name}_smoothed_{t}_{j}", s.smoothed_state[j, t])
            put(f"{name}_variance_{t}_{j}", s.smoothed_state_cov[j, j, t])
    f = s.get_forecast(6)
    for h in range(6):
        put(f"{name}_mean_{h}", f.predicted_mean[h])
        put(f"{name}_se_{h}", f.se_mean[h])
    best = max((m.fit(start_params=np.array(variances) * k, maxiter=2000, disp=0, gtol=1e-10,
                      ftol=1e-14, method=w) for k in (1, .2) for w in ("lbfgs", "powell")),
               key=lambda r: r.llf)
    put(name + "_ml_loglik", best.llf)
    for v, p in enumerate(best.params):
        put(f"{name}_ml_{v}", p)


one("level", y, [1.5, .4], level="llevel")
one("trend", y, [1.5, .4, .01], level="lltrend")
one("smooth", gap, [1.5, .1], level="strend")
one("season", gap, [.9, .3, .01, .02], level="lltrend", seasonal=4)
