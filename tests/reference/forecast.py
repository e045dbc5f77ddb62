# statsmodels 0.13.5: Holt-Winters on the series of seasonal.py; Diebold-Mariano by its formula.
# python3 tests/reference/forecast.py > tests/reference/forecast.csv
import warnings
import numpy as np
from scipy import optimize, stats
from statsmodels.tsa.holtwinters import ExponentialSmoothing
from statsmodels.tsa.statespace.exponential_smoothing import ExponentialSmoothing as Linear

warnings.simplefilter("ignore")
i = np.arange(1, 61.0)
y = 20 + .1 * i + 3 * np.sin(2 * np.pi * i / 12) + (1 + i / 60) * np.cos(np.pi * i / 3) + np.sin(3 * i * i)
y[29] += 12
m = 12
level, slope = y[:m].mean(), (y[m:2 * m].mean() - y[:m].mean()) / m
print("quantity,value")


def smooth(form, w):
    """The recursions again: sum of squares and the 15 forecasts."""
    lev, b, sse = level, slope, 0.
    season = list(y[:m] - level if form == "add" else y[:m] / level)
    for t, v in enumerate(y):
        base, old = lev + b, season[t % m]
        sse += (v - (base + old if form == "add" else base * old)) ** 2
        new = w[0] * (v - old if form == "add" else v / old) + (1 - w[0]) * base
        b = w[1] * (new - lev) + (1 - w[1]) * b
        lev = new
        season[t % m] = w[2] * (v - base if form == "add" else v / base) + (1 - w[2]) * old
    ahead = [(lev + (h + 1) * b, season[(len(y) + h) % m]) for h in range(15)]
    return sse, [u + v if form == "add" else u * v for u, v in ahead]


for form in ("add", "mul"):
    start = y[:m] - level if form == "add" else y[:m] / level
    e = ExponentialSmoothing(y, trend="add", seasonal=form, seasonal_periods=m, initialization_method="known",
                             initial_level=level, initial_trend=slope, initial_seasonal=start)
    r = e.fit(smoothing_level=.3, smoothing_trend=.1, smoothing_seasonal=.2, optimized=False)
    print(f"{form}_sse,{r.sse:.17g}")
    # statsmodels 0.13 repeats an outdated season in its last place (h = 11): forecasts from above
    means = smooth(form, (.3, .1, .2))[1]
    same = np.abs(np.array(means) - r.forecast(15)) < 1e-10
    assert same.sum() == 14 and not same[11]
    for h, v in enumerate(means):
        print(f"{form}_mean_{h},{v:.17g}")
    # its own fit replaces the initial values: scipy over the three weights alone
    best = min(optimize.minimize(lambda w: smooth(form, w)[0], (a, .1, c), bounds=[(0, 1)] * 3).fun
               for a in (.05, .3, .9) for c in (.05, .5))
    print(f"{form}_best_sse,{best:.17g}")
# the variance multipliers of the additive model by its linear state space form
ssm = Linear(y, trend=True, seasonal=m, initialization_method="known", initial_level=level, initial_trend=slope,
             initial_seasonal=(y[:m] - level))
p = [.3, .3 * .1, .2]
s = ssm.smooth(np.r_[p[:len(ssm.param_names)]])
se = s.get_forecast(15).se_mean
for h, v in enumerate(se / se[0]):
    print(f"add_ratio_{h},{v:.17g}")
a, b = np.sin(3 * i * i), 1.2 * np.cos(2 * i * i)
for h in (1, 4):
    for power in (1, 2):
        d = abs(a) ** power - abs(b) ** power
        n = len(d)
        g = [((d - d.mean())[k:] * (d - d.mean())[:n - k]).sum() / n for k in range(h)]
        dm = d.mean() / np.sqrt((g[0] + 2 * sum(g[1:])) / n) * np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
        print(f"dm_{h}_{power},{dm:.17g}")
        print(f"dm_{h}_{power}_p,{2 * stats.t.sf(abs(dm), n - 1):.17g}")
