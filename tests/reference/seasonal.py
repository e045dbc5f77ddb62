# statsmodels 0.13.5: STL and log-linear trends on series without random numbers.
# python3 tests/reference/seasonal.py > tests/reference/seasonal.csv
import numpy as np
import statsmodels.api as sm
from statsmodels.tsa.seasonal import STL

i = np.arange(1, 61.0)
y = 20 + .1 * i + 3 * np.sin(2 * np.pi * i / 12) + (1 + i / 60) * np.cos(np.pi * i / 3) + np.sin(3 * i * i)
y[29] += 12
print("quantity,value")
for name, kw in dict(plain=dict(), robust=dict(robust=True), wide=dict(seasonal=13, trend=25, low_pass=15),
                     flat=dict(seasonal_deg=0, trend_deg=0, low_pass_deg=0), long=dict(seasonal=35)).items():
    d = STL(y, period=12, **kw).fit()
    for t in (0, 1, 11, 29, 30, 47, 59):
        print(f"{name}_seasonal_{t},{d.seasonal[t]:.17g}")
        print(f"{name}_trend_{t},{d.trend[t]:.17g}")
        print(f"{name}_weight_{t},{d.weights[t]:.17g}")
m = sm.OLS(np.log(y), sm.add_constant(i))
for name, r in dict(iid=m.fit(), nw=m.fit(cov_type="HAC", cov_kwds=dict(maxlags=4, use_correction=False))).items():
    print(f"trend_{name}_slope,{r.params[1]:.17g}")
    print(f"trend_{name}_se,{r.bse[1]:.17g}")
