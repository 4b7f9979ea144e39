"""Which circumstances explain who struggles, by another route: complex-step derivatives.

usage: circumstances.py FOLDER

Draws FOLDER/why.csv (300 simulated people: weights, strata and sampling units, missing answers,
workarounds, several barriers in a cell, repeats, circumstances) and writes FOLDER/circumstances.json:
for each design and target what an answer (estate) and a number (team) explain of it, with the
linearised standard error by the derivative in each weight, the adjusted share, the p-value, and the
test of their difference. behaviours.R reads the same people.
Nothing is shared with the program under test.
Needs Python 3.9+, numpy and scipy.
"""
import json
import os
import sys

import numpy as np
from scipy import stats

from jobsurvey import write

OUTCOMES = "abcdef"
folder = sys.argv[1]
rng = np.random.default_rng(20261121)


def draw():
    rows = []
    for number in range(300):
        habit, need = rng.normal(), rng.normal(size=6)
        estate = rng.integers(3)
        row = {"id": f"p{number:03}", "role": ["Admin", "Buyer"][rng.integers(2)],
               "region": ["N", "S"][number % 2], "unit": f"u{number // 10:02}",
               "w": f"{rng.uniform(.4, 2.2):.3f}",
               "estate": "" if rng.uniform() < .04 else ["small", "mid", "large"][estate],
               "team": "" if rng.uniform() < .04 else str(rng.integers(1, 60))}
        for kind, base in (("imp", 3.6), ("sat", 3.2)):
            for place, outcome in enumerate(OUTCOMES):
                pull = need[place] + .3 * estate - .3
                value = base + .6 * habit + (pull if kind == "imp" else -pull) * .7 + rng.normal()
                value = int(np.clip(np.round(value), 1, 5))
                row[f"{kind}_{outcome}"] = "" if rng.uniform() < .07 else str(value)
        row["wa"] = "" if rng.uniform() < .05 else str(int(rng.uniform() < .3 + .15 * (need[0] > 0)))
        chosen = [c for c, p in (("Budget", .3 + .2 * (need[1] > 0)), ("No time", .4), ("Skill", .2))
                  if rng.uniform() < p]
        row["bars"] = "; ".join(chosen)
        row["again"] = "" if rng.uniform() < .06 else str(rng.poisson(.6))
        row["tool"] = ["Suite", "Scripts", "By hand"][rng.integers(3)]
        rows.append(row)
    return write(rows, folder, "why.csv")


rows = draw()
region = np.array([r["region"] for r in rows])
unit = np.array([r["unit"] for r in rows])


def covariance(z, design):
    """Of the totals of influence columns [q x n]."""
    z = np.atleast_2d(z)
    if design != "strata, units":
        n = z.shape[1]
        c = z - z.mean(1, keepdims=True)
        return n / (n - 1) * c @ c.T
    total = 0
    for name in np.unique(region):
        here = region == name
        sums = np.array([z[:, here & (unit == u)].sum(1) for u in np.unique(unit[here])])
        m = len(sums)
        c = sums - sums.mean(0)
        total = total + m / (m - 1) * c.T @ c
    return total


def degrees(known, design):
    if design != "strata, units":
        return int(known.sum()) - 1
    pairs = {(r, u) for r, u, k in zip(region, unit, known) if k}
    return len(pairs) - len({r for r, _ in pairs})


def share(y, x, w):
    """R2 as a function of the weights; x is a matrix with a constant."""
    total = w.sum()
    mean = (w * y).sum() / total
    beta = np.linalg.solve((x.T * w) @ x, (x.T * w) @ y)
    e = y - x @ beta
    return 1 - (w * e * e).sum() / (w * (y - mean) ** 2).sum()


def explained(y, x, w, design):
    known = ~np.isnan(y) & ~np.isnan(x).any(1)
    yk, xk, wk = y[known], x[known], w[known]
    raw = share(yk, xk, wk)
    influence = np.zeros(len(y))
    for place, row in enumerate(np.flatnonzero(known)):
        step = wk.astype(complex)
        step[place] += 1e-30j
        influence[row] = wk[place] * share(yk.astype(complex), xk.astype(complex), step).imag / 1e-30
    n = wk.sum() ** 2 / (wk ** 2).sum()
    return {"raw": raw, "n": int(known.sum()), "factor": (n - 1) / (n - x.shape[1]), "influence": influence, "known": known,
            "adjusted": max(0, 1 - (1 - raw) * (n - 1) / (n - x.shape[1])),
            "se": float(np.sqrt(covariance(influence, design)[0, 0])), "df": degrees(known, design)}


def group_test(y, x, w, design):
    """The corrected F of the groups' means: X2 = n R2 over the trace of its design effects."""
    known = ~np.isnan(y) & ~np.isnan(x).any(1)
    p = np.where(known, w, 0) / w[known].sum()
    centre = lambda c: np.where(known, c - (p * np.where(known, c, 0)).sum(), 0)
    u = centre(np.where(known, y, 0))
    u = u / np.sqrt((p * u * u).sum())
    v = []
    for column in x.T[1:]:
        c = centre(np.where(known, column, 0))
        for other in v:
            c = c - (p * c * other).sum() * other
        v.append(c / np.sqrt((p * c * c).sum()))
    t = np.array([(p * u * c).sum() for c in v])
    z = np.array([p * (u * c - value) for c, value in zip(v, t)])
    n = known.sum()
    effects = n * covariance(z, design)
    chi, trace = n * (t * t).sum(), np.trace(effects)
    d0 = trace ** 2 / (effects ** 2).sum()
    return float(stats.f.sf(chi / trace, d0, d0 * degrees(known, design)))


def line_test(y, x, w, design):
    known = ~np.isnan(y) & ~np.isnan(x).any(1)
    yk, xk, wk = y[known], x[known], w[known]
    bread = np.linalg.inv((xk.T * wk) @ xk)
    beta = bread @ ((xk.T * wk) @ yk)
    z = np.zeros((2, len(y)))
    z[:, known] = bread @ (xk.T * (wk * (yk - xk @ beta)))
    t = beta[1] / np.sqrt(covariance(z, design)[1, 1])
    return float(2 * stats.t.sf(abs(t), degrees(known, design) - 1))


def scores():
    rating = {k: np.array([[float(r[f"{k}_{o}"] or "nan") for o in OUTCOMES] for r in rows])
              for k in ("imp", "sat")}
    known = ~np.isnan(rating["imp"]) & ~np.isnan(rating["sat"])
    unmet = np.where(known, (rating["imp"] >= 4) & (rating["sat"] < 4), 0)
    gap = np.where(known, rating["imp"] - rating["sat"], 0)
    with np.errstate(invalid="ignore"):
        return {"unmet outcomes": 6 * unmet.sum(1) / known.sum(1), "mean gap": gap.sum(1) / known.sum(1)}


estate = np.array([[1.0, r["estate"] == "mid", r["estate"] == "large"] if r["estate"] else [np.nan] * 3
                   for r in rows])
team = np.array([[1.0, float(r["team"] or "nan")] for r in rows])
found = []
for design in ["simple", "weights", "strata, units"]:
    w = np.array([1.0 if design == "simple" else float(r["w"]) for r in rows])
    for target, y in scores().items():
        parts = {"estate": explained(y, estate, w, design), "team": explained(y, team, w, design)}
        parts["estate"]["p"] = group_test(y, estate, w, design)
        parts["team"]["p"] = line_test(y, team, w, design)
        # Adjusted shares, not cut off at 0: the chance part of a share grows with its parameters.
        one, two = parts["estate"], parts["team"]
        apart = one["factor"] * one["influence"] - two["factor"] * two["influence"]
        t = (one["factor"] * (one["raw"] - 1) - two["factor"] * (two["raw"] - 1)) / np.sqrt(covariance(apart, design)[0, 0])
        low = min(parts["estate"]["df"], parts["team"]["df"])
        found.append({"design": design, "target": target, "apart": float(2 * stats.t.sf(abs(t), low)),
                      **{k: {f: v[f] for f in ("raw", "n", "adjusted", "se", "p")} for k, v in parts.items()}})
with open(os.path.join(folder, "circumstances.json"), "w") as file:
    json.dump({"numpy": np.__version__, "cases": found}, file, indent=1)
    file.write("\n")
