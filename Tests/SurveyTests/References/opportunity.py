"""Opportunity scores by another route: respondent by respondent, from influence columns.

usage: opportunity.py RESPONSES.csv OUT.json [weight=COLUMN] [segments=A,B:NAME] [missing=TEXT;TEXT]

For scale 1-5 with top cut 4 and columns imp_ID, sat_ID. Writes, for each scorer, base and
segment, n, importance, satisfaction, gap, opportunity, their standard errors, the max2 interval
and the unmet share. Sums are exactly rounded (math.fsum); nothing is shared with the program
under test, which reads the same numbers off joint tables of whole-number sums.
Needs Python 3.9+ and SciPy (quantiles of Student's t).
"""
import csv
import json
import math
import sys

import scipy
from scipy.stats import t as student


def columns(path):
    with open(path, newline="", encoding="utf-8-sig") as handle:
        rows = list(csv.DictReader(handle))
    return rows, [name[4:] for name in rows[0] if name.startswith("imp_")]


def scored(value, scorer):
    if value is None:
        return None
    if scorer == "top-box":
        return 10.0 if value >= 4 else 0.0
    if scorer == "mean":
        return 10.0 * (value - 1) / 4
    return float(value)


def estimate(weights, first, second, scorer, base, design):
    """first, second: scored answers or None, one a respondent of the segment."""
    # A respondent of weight 0 stays in the design and is nobody: nowhere counted.
    rows = [i for i in range(len(first)) if weights[i] > 0]
    pairs = [i for i in rows if first[i] is not None and second[i] is not None]
    own_first = pairs if base == "paired" else [i for i in rows if first[i] is not None]
    own_second = pairs if base == "paired" else [i for i in rows if second[i] is not None]

    def mean(values, rows):
        total = math.fsum(weights[i] for i in rows)
        return math.fsum(weights[i] * values[i] for i in rows) / total, total

    importance, total_first = mean(first, own_first)
    satisfaction, total_second = mean(second, own_second)
    influence_first = [0.0] * len(first)
    influence_second = [0.0] * len(first)
    for i in own_first:
        influence_first[i] = weights[i] * (first[i] - importance) / total_first
    for i in own_second:
        influence_second[i] = weights[i] * (second[i] - satisfaction) / total_second

    def error(a, b):
        squares = math.fsum((a * u + b * v) ** 2 for u, v in zip(influence_first, influence_second))
        return math.sqrt(design / (design - 1) * squares)

    gap = importance - satisfaction
    floored = scorer != "unfloored"
    above = gap > 0 or not floored
    quantile = student.ppf(0.975, len(pairs) - 1)
    upper = importance + gap
    low, high = upper - quantile * error(2, -1), upper + quantile * error(2, -1)
    if floored:
        low = max(importance - quantile * error(1, 0), low)
        high = max(importance + quantile * error(1, 0), high)
    # The scale is 1-5: what the score can be.
    lowest, highest = (0.0, 20.0) if floored else (-3.0, 9.0)
    low, high = max(low, lowest), min(high, highest)
    paired_weights = [weights[i] for i in pairs]
    return {
        "n_importance": sum(first[i] is not None for i in rows),
        "n_satisfaction": sum(second[i] is not None for i in rows),
        "n_paired": len(pairs),
        "effective_n": math.fsum(paired_weights) ** 2 / math.fsum(w * w for w in paired_weights),
        "importance": importance, "importance_se": error(1, 0),
        "satisfaction": satisfaction, "satisfaction_se": error(0, 1),
        "gap": gap, "gap_se": error(1, -1),
        "opportunity": upper if above else importance,
        "opportunity_se": error(2, -1) if above else error(1, 0),
        "opportunity_low": low, "opportunity_high": high,
    }


def main():
    path, out = sys.argv[1:3]
    options = dict(argument.split("=", 1) for argument in sys.argv[3:])
    rows, ids = columns(path)
    missing = set(options.get("missing", "").split(";")) | {""}
    weights = [float(row[options["weight"]]) if "weight" in options else 1.0 for row in rows]
    domains = [("all", "all", list(range(len(rows))))]
    for part in filter(None, options.get("segments", "").split(",")):
        name, _, shown_as = part.partition(":")
        for level in sorted({row[name] for row in rows} - missing):
            domains.append((shown_as or name, level, [i for i, row in enumerate(rows) if row[name] == level]))
    result = []
    for scorer in ("top-box", "mean", "unfloored"):
        for base in ("paired", "available"):
            # One scorer and base are enough for segments: the sums are the same.
            shown = domains if (scorer, base) == ("top-box", "paired") else domains[:1]
            for segmentation, segment, members in shown:
                for outcome in ids:
                    raw = [[int(rows[i][f"{side}_{outcome}"] or 0) or None for i in members]
                           for side in ("imp", "sat")]
                    own = [weights[i] for i in members]
                    first, second = ([scored(v, scorer) for v in side] for side in raw)
                    entry = {"scorer": scorer, "base": base, "segmentation": segmentation,
                             "segment": segment, "outcome": outcome}
                    entry.update(estimate(own, first, second, scorer, base, len(rows)))
                    both = [(w, i, s) for w, i, s in zip(own, *raw) if i and s]
                    entry["unmet_share"] = math.fsum(
                        w for w, i, s in both if i >= 4 and s < 4) / math.fsum(w for w, _, _ in both)
                    result.append(entry)
    with open(out, "w") as handle:
        json.dump({"made_by": f"opportunity.py, SciPy {scipy.__version__}", "scores": result},
                  handle, indent=0)


main()
