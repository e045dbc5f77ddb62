# statsmodels 0.13.5: unit-root tests on the series of unit_root.R.
# python3 tests/reference/unit_root.py > tests/reference/unit_root_py.csv
import warnings
import numpy as np
from statsmodels.tsa.adfvalues import mackinnonp, mackinnoncrit
from statsmodels.tsa.stattools import adfuller, kpss, zivot_andrews

warnings.simplefilter("ignore")
i = np.arange(1, 151.0)
e = np.sin(3 * i * i) + .4 * np.cos(7 * i)
y = 5 + .02 * i + np.cumsum(e) * .5 + .7 * e
print("quantity,value")
for terms in ("n", "c", "ct", "ctt"):
    for auto in ("AIC", "BIC", "t-stat"):
        a = adfuller(y, regression=terms, autolag=auto)
        for name, value in zip(("stat", "p", "lags", "n"), a[:4]):
            print(f"adf_{terms}_{auto}_{name},{value:.17g}")
        for level in ("1%", "5%", "10%"):
            print(f"adf_{terms}_{auto}_{level},{a[4][level]:.17g}")
for terms in ("c", "ct"):
    for rule in ("auto", "legacy"):
        k = kpss(y, regression=terms, nlags=rule)
        print(f"kpss_{terms}_{rule}_stat,{k[0]:.17g}")
        print(f"kpss_{terms}_{rule}_p,{k[1]:.17g}")
        print(f"kpss_{terms}_{rule}_lags,{k[2]}")
for terms in ("c", "t", "ct"):
    z = zivot_andrews(y, regression=terms, autolag=None, maxlag=2)
    print(f"za_{terms}_stat,{z[0]:.17g}")
    print(f"za_{terms}_row,{z[4]}")
for terms in ("n", "c", "ct", "ctt"):
    for series in range(1, 7):
        for stat in (-6, -4, -3, -2, -1, 0):
            print(f"p_{terms}_{series}_{stat},{mackinnonp(stat, terms, series):.17g}")
for terms in ("c", "ct", "ctt"):
    for series in (1, 2, 5, 12):
        for level, c in zip((1, 5, 10), mackinnoncrit(series, terms, 77)):
            print(f"crit_{terms}_{series}_{level},{c:.17g}")
