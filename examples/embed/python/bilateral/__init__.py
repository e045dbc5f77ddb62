"""Regressions of the C++ library bilateral on pandas data frames."""
import dataclasses

import numpy
import pandas

from . import _bilateral

__all__ = ["Fit", "regress"]


@dataclasses.dataclass(frozen=True)
class Fit:
    """What one regression says; `str` is its summary."""

    title: str
    terms: pandas.DataFrame  # by name: estimate, std_error, statistic, p_value, ci_low, ci_high
    n: int
    dropped: int
    dropped_rows: list  # (row from 1, reason) of the first of them
    covariance: str
    inference_dof: float
    notes: list
    summary: str

    def __str__(self):
        return self.summary


def _column(x):
    """Numbers as doubles, NaN where missing; else (codes, labels, listed), -1 where missing."""
    if isinstance(x.dtype, pandas.CategoricalDtype):
        return x.cat.codes.to_numpy(numpy.int32), [str(c) for c in x.cat.categories], True
    if pandas.api.types.is_numeric_dtype(x.dtype):
        return x.to_numpy(numpy.float64, na_value=numpy.nan)
    if pandas.api.types.is_datetime64_any_dtype(x.dtype):
        x = x.dt.strftime("%Y-%m-%d")
    codes, labels = pandas.factorize(x)
    return codes.astype(numpy.int32), [str(c) for c in labels], False


class _Frame:
    """The columns of a data frame, each converted when it is asked for."""

    def __init__(self, data):
        self._data = data
        self._columns = {}

    def names(self):
        return [str(c) for c in self._data.columns]

    def column(self, name):
        if name not in self._columns:
            self._columns[name] = _column(self._data[name])
        return self._columns[name]


def regress(formula, data, estimator="ols", covariance="", preset="", entity="", time="",
            weights="", offset="", missing="refuse"):
    """Least squares or Poisson pseudo maximum likelihood, effects absorbed.

    formula     "log(trade) ~ log(price) + l(price, 1) | exporter^year"
    estimator   "ols" or "ppml"
    covariance  "iid", "hc0".."hc4", "newey_west[:LAGS]", "cluster:A[,B]", "dyadic:A,B", ...
    missing     "refuse" raises at a missing cell of a column that is used, "drop" leaves its row out
    """
    answer = _bilateral.regress(_Frame(data), formula, estimator, covariance, preset, entity, time,
                                weights, offset, missing)
    answer["terms"] = pandas.DataFrame(answer["terms"]).set_index("name")
    return Fit(**answer)
