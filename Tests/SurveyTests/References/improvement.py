"""Improvement of satisfaction by another route: row by row, from influence columns.

usage: improvement.py FOLDER

Reads FOLDER/responses.csv, which design.py drew, and writes FOLDER/improvement.json: for two roles in
some designs, and for the even and the odd rows as two weighted waves, the values of each outcome and
of the mean of all, the ratio, the standard error of its logarithm, the one-sided bounds, the loss
with its bounds, and the degrees of freedom. The error of a ratio is that of the one influence column
u1 / m1 - u0 / m0, so that no covariance is ever formed. Needs numpy and SciPy.
"""
import csv
import json
import sys

import numpy as np
import scipy
from scipy.stats import t as student

from design import DESIGNS, OUTCOMES, Sample


def columns(rows, outcome, metric):
    raw = [np.array([float(r[f"{s}_{outcome}"] or "nan") for r in rows]) for s in ("imp", "sat")]
    base = ~np.isnan(raw[0]) & ~np.isnan(raw[1])
    value = (raw[1] >= 4).astype(float) if metric == "satisfaction" else raw[1] - 1
    return np.where(base, value, 0.0), base


def side(sample, rows, inside, metric):
    """By outcome and for the mean: value, influence column, degrees of freedom, people."""
    found, any_base = [], np.zeros(len(rows), dtype=bool)

    def degrees(base):
        return len(set(sample.units[base])) - len(set(sample.strata[base]))

    for outcome in OUTCOMES:
        value, answered = columns(rows, outcome, metric)
        base = answered & inside
        any_base |= base
        total = sample.weights[base].sum()
        mean = (sample.weights[base] * value[base]).sum() / total
        found.append((mean, np.where(base, (value - mean) / total, 0.0), degrees(base), int(base.sum())))
    influence = sum(f[1] for f in found) / len(found)
    mean = sum(f[0] for f in found) / len(found)
    return found + [(mean, influence, degrees(any_base), int(any_base.sum()))]


def entry(name, metric, place, old, new, log_variance, loss_variance):
    degrees = min(old[2], new[2])
    quantile = student.ppf(0.95, degrees)
    ratio, error = new[0] / old[0], float(np.sqrt(log_variance))
    half = quantile * float(np.sqrt(loss_variance))
    return {
        "name": name, "metric": metric, "outcome": (OUTCOMES + ["mean"])[place],
        "people": [old[3], new[3]], "baseline": old[0], "new": new[0], "df": degrees, "ratio": ratio,
        "error": error, "low": ratio * float(np.exp(-quantile * error)),
        "high": ratio * float(np.exp(quantile * error)),
        "loss": [old[0] - new[0] - half, old[0] - new[0] + half],
    }


def main():
    folder = sys.argv[1]
    with open(f"{folder}/responses.csv", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        for name in ("stores", "persons", "people"):
            row[name] = float(row[name])
    result = []
    for name in ("weights", "strata, units", "strata, units, population", "two stages", "raked"):
        sample = Sample(rows, **DESIGNS[name])
        roles = [np.array([r["role"] == role for r in rows]) for role in ("admin", "owner")]
        for metric in ("satisfaction", "mean"):
            sides = [side(sample, rows, inside, metric) for inside in roles]
            for place, (old, new) in enumerate(zip(*sides)):
                result.append(entry(
                    name, metric, place, old, new,
                    sample.variance(new[1] / new[0] - old[1] / old[0]),
                    sample.variance(old[1] - new[1])))
    waves = [rows[0::2], rows[1::2]]
    for metric in ("satisfaction", "mean"):
        samples = [Sample(wave) for wave in waves]
        sides = [side(s, w, np.ones(len(w), dtype=bool), metric) for s, w in zip(samples, waves)]
        for place, (old, new) in enumerate(zip(*sides)):
            variances = [s.variance(f[1]) for s, f in zip(samples, (old, new))]
            result.append(entry(
                "waves", metric, place, old, new,
                variances[0] / old[0] ** 2 + variances[1] / new[0] ** 2, sum(variances)))
    with open(f"{folder}/improvement.json", "w") as handle:
        json.dump({"made_by": f"improvement.py, numpy {np.__version__}, SciPy {scipy.__version__}",
                   "entries": result}, handle, indent=0)


main()
