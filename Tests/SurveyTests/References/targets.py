"""Targets by another route: influence columns, Clopper-Pearson's beta quantiles, and the larger of
two t statistics by Owen's function averaged over the chi-square distribution.

usage: targets.py FOLDER

Reads FOLDER/experience.csv (see experience.py) and writes FOLDER/targets.json: for each design and
group the figure, standard error and one-sided 95 % bounds of importance, satisfaction and opportunity
of outcome a, of the share that attained s1 and of the share whose expectations of s2 were met, and
the respondents at which the bound reaches a target a little below the figure.
Nothing is shared with the program under test.
Needs Python 3.9+, numpy and scipy.
"""
import csv
import json
import math
import os
import sys

import numpy as np
from scipy import integrate, optimize, special, stats

folder = sys.argv[1]
with open(os.path.join(folder, "experience.csv")) as file:
    rows = list(csv.DictReader(file))
region = np.array([r["region"] for r in rows])
unit = np.array([r["unit"] for r in rows])


def column(name):
    return np.array([float(r[name]) if r[name] else np.nan for r in rows])


def covariance(columns, design):
    z = np.array(columns)
    if design != "strata, units":
        n = z.shape[1]
        d = z - z.mean(1, keepdims=True)
        return n / (n - 1) * d @ d.T
    total = 0
    for h in sorted(set(region)):
        sums = np.array([z[:, (region == h) & (unit == u)].sum(1) for u in sorted(set(unit[region == h]))])
        d = sums - sums.mean(0)
        total = total + len(sums) / (len(sums) - 1) * d.T @ d
    return total


def degrees(known, design):
    if design != "strata, units":
        return int(known.sum()) - 1
    return sum(len(set(unit[known & (region == h)])) - 1 for h in "NS" if (known & (region == h)).any())


def share_bounds(p, se, n, df):
    worth = p * (1 - p) / se ** 2
    worth *= (stats.t.ppf(.05, n - 1) / stats.t.ppf(.05, df)) ** 2
    x = p * worth
    return stats.beta.ppf(.05, x, worth - x + 1), stats.beta.ppf(.95, x + 1, worth - x)


def larger_tail(t, rho, df):
    """P(max(T1, T2) >= t) of a bivariate t."""
    slope = math.sqrt((1 - rho) / (1 + rho))

    def both(chi2):
        h = t * math.sqrt(chi2 / df)
        return (stats.norm.cdf(h) - 2 * special.owens_t(h, slope)) * stats.chi2.pdf(chi2, df)

    far = stats.chi2.ppf(1 - 1e-15, df)
    inside, _ = integrate.quad(both, 0, far, epsabs=1e-13, epsrel=1e-13, limit=400, points=[df])
    return 1 - inside


def opportunity(i, s, v, df):
    parts = [i, 2 * i - s]
    errors = [math.sqrt(v[0, 0]), math.sqrt(4 * v[0, 0] + v[1, 1] - 4 * v[0, 1])]
    rho = (2 * v[0, 0] - v[0, 1]) / errors[0] / errors[1]
    t95 = stats.t.ppf(.95, df)
    high = max(p + t95 * e for p, e in zip(parts, errors))

    def tail(cut):
        return larger_tail(max((p - cut) / e for p, e in zip(parts, errors)), rho, df) - .05

    top = max(parts)
    low = optimize.brentq(tail, top - 6 * max(errors), top, xtol=1e-13, rtol=1e-15)
    value = i + max(i - s, 0)
    return {"value": value, "se": errors[1] if i > s else errors[0], "low": max(0, low),
            "high": min(20, high), "df": df}


def figure(known, w, y, design, factor):
    base = np.where(known, w, 0.)
    p = (base * np.where(known, y, 0)).sum() / base.sum()
    z = base * (np.where(known, y, 0) - p) / base.sum()
    se = math.sqrt(covariance([z], design)[0, 0])
    df = degrees(known, design)
    low, high = share_bounds(p, se, int(known.sum()), df)
    return {"value": factor * p, "se": factor * se, "low": factor * low, "high": factor * high,
            "df": df}, z, p


def needed(found, n, gap):
    errors = stats.norm.ppf(.95) + stats.norm.ppf(.8)
    return math.ceil(found["se"] ** 2 * n * (errors / gap) ** 2)


cases = []
for design in ["simple", "weights", "strata, units"]:
    w = np.ones(len(rows)) if design == "simple" else column("w")
    groups = {}
    for name in ["all", "A", "B"]:
        inside = np.array([name in ("all", r["tool"]) for r in rows])
        imp, sat = column("imp_a"), column("sat_a")
        pair = inside & ~np.isnan(imp) & ~np.isnan(sat)
        i, zi, pi = figure(pair, w, imp >= 4, design, 10)
        s, zs, ps = figure(pair, w, sat >= 4, design, 10)
        o = opportunity(10 * pi, 10 * ps, 100 * covariance([zi, zs], design), i["df"])
        s1 = column("s1_sat")
        attained, _, _ = figure(inside & ~np.isnan(s1), w, s1 >= 4, design, 1)
        word = np.array([{"short": 0., "Met": 1., "Better": 1.}.get(r["s2_exp"], np.nan) for r in rows])
        met, _, _ = figure(inside & ~np.isnan(word), w, word, design, 1)
        found = {"importance": i, "satisfaction": s, "opportunity": o, "attained": attained, "met": met}
        counts = [pair.sum()] * 3 + [(inside & ~np.isnan(s1)).sum(), (inside & ~np.isnan(word)).sum()]
        for (metric, row), n in zip(found.items(), counts):
            row["n"] = int(n)
            # A twentieth below the figure, as the test sets it.
            row["needed"] = needed(row, n, row["value"] / 20)
        groups[name] = found
    cases.append({"design": design, "groups": groups})
with open(os.path.join(folder, "targets.json"), "w") as file:
    json.dump({"numpy": np.__version__, "cases": cases}, file, indent=1)
    file.write("\n")
