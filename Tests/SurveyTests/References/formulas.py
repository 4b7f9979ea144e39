"""Eight formulas of opportunity by another route: person by person.

usage: formulas.py FOLDER

Reads FOLDER/steps.csv (drawn by steps.py) and writes FOLDER/formulas.json: for everybody and each
tool, weighted, the values and ranks of the six outcomes under each formula, and Kendall's W from
Friedman's statistic with ties, which is m (n - 1) W.
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
found = {}
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
    col = {k: np.array([p[k] for p in parts]) for k in parts[0]}
    def floored(i, s):
        return i + np.maximum(i - s, 0)
    sums = rankdata(col["i"]) + rankdata(1 - col["s"])
    values = {
        "top-box": floored(10 * col["i"], 10 * col["s"]), "unfloored": 2 * col["mi"] - col["ms"],
        "highest point": floored(10 * col["hi"], 10 * col["hs"]),
        "mean": floored(2.5 * (col["mi"] - 1), 2.5 * (col["ms"] - 1)),
        "gap": 10 * (col["i"] - col["s"]), "product": col["i"] * (1 - col["s"]),
        "rank sum": 1 + 99 * (sums - 2) / 10, "unmet": col["u"],
    }
    ranks = {k: rankdata(-np.round(v, 9), method="min") for k, v in values.items()}
    # Friedman's statistic with ties is m (n - 1) W.
    order = np.array([rankdata(r) for r in ranks.values()])
    w = friedmanchisquare(*order.T).statistic / (len(order) * (order.shape[1] - 1))
    found[group] = {"values": {k: v.tolist() for k, v in values.items()},
                    "ranks": {k: r.astype(int).tolist() for k, r in ranks.items()}, "w": float(w)}
with open(os.path.join(folder, "formulas.json"), "w") as file:
    json.dump({"groups": found}, file, indent=1)
    file.write("\n")
