"""The package of Python: figures for compare.py; missing cells, categoricals, errors, interrupts."""
import os
import pathlib
import signal
import sys
import threading
import time

import numpy
import pandas

from bilateral import regress

data = pathlib.Path(sys.argv[1]) / "examples/data"
projects = pandas.read_csv(data / "projects.csv")
copper = pandas.read_csv(data / "copper.csv")
flows = pandas.read_csv(data / "flows.csv")


def say(case, fit):
    print(case, "n", "", fit.n, sep="\t")
    for name, row in fit.terms.iterrows():
        for what in ("estimate", "std_error", "p_value"):
            print(case, what, name, repr(float(row[what])), sep="\t")


def refused(part, *arguments, **options):
    try:
        regress(*arguments, **options)
    except ValueError as e:
        assert part in str(e), str(e)
    else:
        raise AssertionError(f"nothing was refused: {part}")


say("plain", regress("log(jobs) ~ log(million_usd)", projects, covariance="hc3"))
say("cluster", regress("log(jobs) ~ log(million_usd) + i(sector)", projects,
                       covariance="cluster:sector", preset="stata"))
say("absorbed", regress("log(jobs) ~ log(million_usd) | sector",
                        projects.astype({"sector": "category"}), covariance="hc1"))
say("ppml", regress("value ~ log(quantity) | exporter^year", flows, estimator="ppml",
                    covariance="cluster:exporter"))
copper["date"] = pandas.to_datetime(copper["date"])
say("dated", regress("log(million_usd_fob) ~ log(usd_per_tonne) + l(log(usd_per_tonne), 1)",
                     copper, time="date", covariance="newey_west:4"))
say("andrews", regress("d(log(million_usd_fob)) ~ d(log(usd_per_tonne))", copper, time="date",
                     covariance="andrews"))

# a missing cell is refused, or dropped and said; that of a cluster too
holes = projects.copy()
holes.loc[2, "million_usd"] = numpy.nan
holes.loc[4, "sector"] = None
simple = "log(jobs) ~ log(million_usd)"
refused('row 3: the cell is empty (missing = drop leaves', simple, holes)
fit = regress(simple, holes, covariance="cluster:sector", missing="drop")
assert (fit.n, fit.dropped) == (len(holes) - 2, 2)
assert fit.dropped_rows == [(3, "million_usd is empty"), (5, "sector is empty")], fit.dropped_rows
assert "2 rows with empty cells dropped" in str(fit)
assert regress(simple, holes.dropna(), covariance="cluster:sector").terms.equals(fit.terms)

# levels as the categorical lists them: the first is the base
order = ["trade", "mining", "infrastructure", "agriculture"]
order = [s for s in order if s in set(projects["sector"])] + sorted(
    set(projects["sector"]) - set(order))
levels = projects.assign(sector=pandas.Categorical(projects["sector"], categories=order))
names = list(regress("log(jobs) ~ log(million_usd) + i(sector)", levels).terms.index)
assert names[2:] == ["sector=" + s for s in order[1:]], names

refused("no column milion_usd; did you mean million_usd?", "jobs ~ milion_usd", projects)
refused("is none of iid", simple, projects, covariance="hc9")
refused("neither ols nor ppml", simple, projects, estimator="logit")
refused("row 1: ", "log(jobs) ~ million_usd", projects.assign(jobs=0))

# Ctrl-C while it estimates: not honoured, the fit would end in the error of its lags
n = 400000
draws = numpy.random.default_rng(1)
large = pandas.DataFrame({"y": draws.poisson(2.0, n), "x": draws.normal(size=n),
                          "a": draws.integers(0, 20000, n), "b": draws.integers(0, 20000, n)})
long_work = {"estimator": "ppml", "covariance": "driscoll_kraay:a:999999"}
start = time.monotonic()
refused("lags is 999999", "y ~ x | a + b", large, **long_work)
wait = 0.6 * (time.monotonic() - start)
signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(wait, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    regress("y ~ x | a + b", large, **long_work)
except KeyboardInterrupt:
    pass
else:
    raise AssertionError("the interrupt was not honoured")
