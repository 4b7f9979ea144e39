"""Nine formulas of opportunity by another route: person by person.

usage: formulas.py FOLDER

Reads FOLDER/steps.csv (drawn by steps.py) and writes FOLDER/formulas.json: for everybody and each
tool, weighted, the values and ranks of the six outcomes under each formula, and Kendall's W from
Friedman's statistic with ties, which is m (n - 1) W. The ninth formula, effort, needs answers on how
hard each outcome is to get: they are drawn into FOLDER/effort.csv, beside the others, and its values
and the W of all nine stand under "effort".
Nothing is shared with the program under test.
Needs Python 3.9+, numpy and SciPy.
"""
import csv
import json
import os
import sys

import numpy as np
from scipy.stats import friedmanchisquare, rankdata

folder = sys.argv[1]
with open(os.path.join(folder, "steps.csv")) as file:
    rows = list(csv.DictReader(file))
rng = np.random.default_rng(20260519)
for r in rows:
    for o in "abcdef":
        r[f"eff_{o}"] = "" if rng.uniform() < .1 else str(rng.integers(1, 6))
with open(os.path.join(folder, "effort.csv"), "w", newline="") as file:
    names = [k for k in rows[0] if k[:4] in ("id", "tool", "w", "imp_", "sat_", "eff_")]
    writer = csv.DictWriter(file, names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
found, effort = {}, {}
for group in ["all", "A", "B", "C"]:
    parts = []
    for o in "abcdef":
        own = [(float(r["w"]), int(r[f"imp_{o}"]), int(r[f"sat_{o}"])) for r in rows
               if r[f"imp_{o}"] and r[f"sat_{o}"] and group in ("all", r["tool"])]
        w, i, s = (np.array(x) for x in zip(*own))
        parts.append({"i": np.average(i >= 4, weights=w), "s": np.average(s >= 4, weights=w),
                      "hi": np.average(i == 5, weights=w), "hs": np.average(s == 5, weights=w),
                      "mi": np.average(i, weights=w), "ms": np.average(s, weights=w),
                      "u": np.average((i >= 4) & (s < 4), weights=w)})
        own = [(float(r["w"]), int(r[f"imp_{o}"]), int(r[f"eff_{o}"])) for r in rows
               if r[f"imp_{o}"] and r[f"eff_{o}"] and group in ("all", r["tool"])]
        w, i, e = (np.array(x) for x in zip(*own))
        parts[-1] |= {"ei": np.average(i >= 4, weights=w), "hard": np.average(e >= 4, weights=w)}
    col = {k: np.array([p[k] for p in parts]) for k in parts[0]}
    def floored(i, s):
        return i + np.maximum(i - s, 0)
    def concordance(ranks):
        # Friedman's statistic with ties is m (n - 1) W.
        order = np.array([rankdata(r) for r in ranks.values()])
        return float(friedmanchisquare(*order.T).statistic / (len(order) * (order.shape[1] - 1)))
    sums = rankdata(col["i"]) + rankdata(1 - col["s"])
    values = {
        "top-box": floored(10 * col["i"], 10 * col["s"]), "unfloored": 2 * col["mi"] - col["ms"],
        "highest point": floored(10 * col["hi"], 10 * col["hs"]),
        "mean": floored(2.5 * (col["mi"] - 1), 2.5 * (col["ms"] - 1)),
        "gap": 10 * (col["i"] - col["s"]), "product": col["i"] * (1 - col["s"]),
        "rank sum": 1 + 99 * (sums - 2) / 10, "unmet": col["u"],
    }
    ranks = {k: rankdata(-np.round(v, 9), method="min") for k, v in values.items()}
    found[group] = {"values": {k: v.tolist() for k, v in values.items()},
                    "ranks": {k: r.astype(int).tolist() for k, r in ranks.items()},
                    "w": concordance(ranks)}
    hard = floored(10 * col["ei"], 10 * (1 - col["hard"]))
    place = rankdata(-np.round(hard, 9), method="min")
    effort[group] = {"values": {"effort": hard.tolist()}, "ranks": {"effort": place.astype(int).tolist()},
                     "w": concordance(ranks | {"effort": place})}
with open(os.path.join(folder, "formulas.json"), "w") as file:
    json.dump({"groups": found, "effort": effort}, file, indent=1)
    file.write("\n")
