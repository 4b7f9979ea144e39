"""Opportunity by part of the job by another route: person by person, from influence columns.

usage: rollups.py FOLDER

Draws FOLDER/rollups.csv (300 simulated people, weights, strata and sampling units, missing answers)
and writes FOLDER/rollups.json: for each design, group and part the mean of the outcomes' top-box
scores with its linearised standard error, coverage, highest outcome and share of all opportunity,
and the correlation of the persons' mean gaps in two related jobs with its linearised standard error
and Fisher's interval. All gaps but one (outcome h) are far from 0, where scores have a derivative.
Nothing is shared with the program under test.
Needs Python 3.9+, numpy and scipy.
"""
import json
import os
import sys

import numpy as np
from scipy import stats

from jobsurvey import error, write

KEYS = "abcdefgh"
JOB = {"a": "job", "b": "job", "c": "auto", "d": "auto", "e": "auto", "f": "list", "g": "list",
       "h": "job"}
BELOW = {"job": ["job", "auto", "linux"], "trust": ["trust", "job", "auto", "linux"],
         "auto": ["auto", "linux"], "linux": ["linux"], "list": ["list"]}
PARTS = {("job", j): [k for k in KEYS if JOB[k] in ids] for j, ids in BELOW.items()}
PARTS.update({("step", "find"): list("abc"), ("step", "do"): list("de"), ("step", "check"): [],
              ("progress", "whole job"): list("ace"), ("progress", "cheaply"): list("cdg"),
              ("direction", "minimize"): list("abc"), ("direction", "increase"): ["d"],
              ("unit", "time"): list("ab"), ("unit", "number"): ["d"]})
SUCCESS = {("dimension", "functional"): ["s1", "s2"], ("aim", "achieve"): ["s1", "s3"],
           ("dimension", "social"): ["s3"], ("aim", "avoid"): ["s2"]}
RATED = ["s1", "s3"]
folder = sys.argv[1]
rng = np.random.default_rng(20260714)


def draw():
    shift = {k: (4.3, 2.6) if k in "acdfs1" else (3.0, 4.4) if k in "be" else (4.1, 3.1) for k in KEYS}
    shift["h"] = (3.6, 3.6)
    shift.update({"s1": (4.2, 2.9), "s3": (3.9, 3.0)})
    rows = []
    for number in range(300):
        need, mood = rng.normal(), rng.normal()
        row = {"id": f"p{number:03}", "tool": "AB"[int(rng.uniform() < .45)],
               "region": "NS"[number % 2], "unit": f"u{number // 5:02}", "w": f"{rng.uniform(.4, 2.2):.3f}"}
        for k in list(KEYS) + RATED:
            lift = .6 * need if JOB.get(k) in ("job", "list") else .2 * need
            imp, sat = shift[k]
            for name, centre in (("imp", imp + lift), ("sat", sat - lift + .4 * mood)):
                value = int(np.clip(np.round(centre + rng.normal()), 1, 5))
                row[f"{name}_{k}"] = "" if rng.uniform() < .06 else str(value)
        row["seen"] = "yes" if rng.uniform() < .3 else "no"
        rows.append(row)
    return write(rows, folder, "rollups.csv")


def freedom(known, rows, design):
    if design != "strata, units":
        return int(known.sum()) - 1
    units = {(r["region"], r["unit"]) for i, r in enumerate(rows) if known[i]}
    return len(units) - len({u[0] for u in units})


def score(k, inside, w, rows):
    """The top-box score of the people who answered both questions, and its influence column."""
    both = np.array([bool(r[f"imp_{k}"]) and bool(r[f"sat_{k}"]) for r in rows]) & inside
    base = np.where(both, w, 0.0)
    top = [np.array([10.0 * (int(r[f"{q}_{k}"] or 0) >= 4) for r in rows]) for q in ("imp", "sat")]
    means = [(base * t).sum() / base.sum() for t in top]
    moves = [base * (t - m) / base.sum() for t, m in zip(top, means)]
    gap = means[0] - means[1]
    return (means[0] + max(gap, 0), 2 * moves[0] - moves[1] if gap > 0 else moves[0])


def roll(parts, scored, rows, design):
    """Each part from the scores of its outcomes."""
    total = sum(v for v, _ in scored.values())
    moves = sum(z for _, z in scored.values())
    found = []
    for (kind, label), members in parts.items():
        own = [k for k in members if k in scored]
        entry = {"kind": kind, "id": label, "outcomes": len(members), "scored": len(own)}
        if own:
            part = sum(scored[k][0] for k in own)
            z = sum(scored[k][1] for k in own)
            entry.update(
                opportunity=part / len(own), se=error(z / len(own), rows, design),
                highest=max(own, key=lambda k: scored[k][0]),
                underserved=int(sum(scored[k][0] >= 10 for k in own)), share=part / total,
                share_se=error((z - part / total * moves) / total, rows, design))
        found.append(entry)
    return found


def correlation(inside, w, rows, design):
    def gaps(keys):
        mean = []
        for r in rows:
            own = [int(r[f"imp_{k}"]) - int(r[f"sat_{k}"]) for k in keys if r[f"imp_{k}"] and r[f"sat_{k}"]]
            mean.append(np.mean(own) if own else np.nan)
        return np.array(mean)
    x, y = gaps(PARTS[("job", "job")]), gaps(PARTS[("job", "list")])
    known = ~np.isnan(x) & ~np.isnan(y) & inside
    base = np.where(known, w, 0.0) / w[known].sum()
    x, y = np.nan_to_num(x), np.nan_to_num(y)
    u, v = [(c - (base * c).sum()) / np.sqrt((base * (c - (base * c).sum()) ** 2).sum()) for c in (x, y)]
    r = float((base * u * v).sum())
    se = error(base * (u * v - r * (u * u + v * v) / 2), rows, design)
    half = stats.t.ppf(.975, freedom(known, rows, design)) * se / (1 - r * r)
    return {"value": r, "n": int(known.sum()), "se": se,
            "low": float(np.tanh(np.arctanh(r) - half)), "high": float(np.tanh(np.arctanh(r) + half))}


rows = draw()
cases = []
for design in ["simple", "weights", "strata, units"]:
    groups = {}
    for name in ["all", "A", "B"]:
        inside = np.array([name in ("all", r["tool"]) for r in rows])
        w = np.array([1.0 if design == "simple" else float(r["w"]) for r in rows])
        key = {k: score(k, inside, w, rows) for k in KEYS}
        success = {k: score(k, inside, w, rows) for k in RATED}
        groups[name] = {"parts": roll(PARTS, key, rows, design) + roll(SUCCESS, success, rows, design),
                        "correlation": correlation(inside, w, rows, design)}
    cases.append({"design": design, "groups": groups})
with open(os.path.join(folder, "rollups.json"), "w") as file:
    json.dump({"numpy": np.__version__, "cases": cases}, file, indent=1)
    file.write("\n")
