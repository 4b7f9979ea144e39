"""Solutions in use by another route: person by person, from influence columns.

usage: solutions.py FOLDER

Reads FOLDER/roles.csv (made by roles.py) and writes FOLDER/solutions.json: for each design, scorer
and base the shares of solutions and kinds, each outcome's importance and satisfaction of all who
rated it, the score, each person's share of satisfied outcomes; the team's own solution against the
best of the others with Bonferroni's interval and p, the best against the worst without own ones;
non-consumers, the overserved, and both. Nothing is shared with the program under test.
Needs Python 3.9+, numpy and SciPy.
"""
import csv
import json
import os
import sys

import numpy as np

from roles import CASES, MINIMUM, OUTCOMES, Sample, Score, difference, korn_graubard, shown, interval

SOLUTIONS = ["Tool A", "Tool B", "Scripts", "By hand"]
KINDS = {"provider": ["Tool A", "Tool B"], "non-provider": ["Scripts"], "nothing": ["By hand"]}
OURS = "Tool A"


def share(sample, y, base):
    if base.sum() < 10:
        return None
    p, z, n, effective = sample.mean(y * 1.0, base)
    error = float(np.sqrt(sample.covariance(z[:, None])[0, 0]))
    low, high = korn_graubard(p, error, n, sample.df(base), effective)
    return {"value": p, "se": error, "low": low, "high": high, "n": n, "effective": effective}


def groups(sample, tool, members, base):
    known = tool != ""
    listed = [np.isin(tool, answers) for answers in members.values()]
    insides = listed + [known & ~np.logical_or.reduce(listed)]
    result = []
    for name, inside in zip([*members, "not listed"], insides):
        satisfied, rated = np.zeros(len(tool)), np.zeros(len(tool))
        for o in OUTCOMES:
            codes = np.array([int(r["sat_" + o] or 0) for r in sample.rows])
            rated, satisfied = rated + (codes > 0), satisfied + (codes >= 4)
        y = np.divide(satisfied, rated, out=np.zeros(len(tool)), where=rated > 0)
        of = inside & (rated > 0)
        mean = None
        if of.sum() >= 10:
            value, z, n, effective = sample.mean(y, of)
            if effective >= MINIMUM:
                error = float(np.sqrt(sample.covariance(z[:, None])[0, 0]))
                low, high = interval(value, error, sample.df(of))
                mean = {"value": value, "se": error, "low": max(0.0, low), "high": min(1.0, high),
                        "n": n, "effective": effective}
        entry = {"label": name, "people": int(inside.sum()), "share": share(sample, inside, known),
                 "mean": mean, "outcomes": []}
        for o in OUTCOMES:
            i, s = sample.values["imp" + o], sample.values["sat" + o]
            score = Score(sample, o, inside, base)
            entry["outcomes"].append({
                "importance": shown(sample, i, inside & ~np.isnan(i)),
                "satisfaction": shown(sample, s, inside & ~np.isnan(s)),
                "opportunity": score.value,
                "zone": None if score.value is None else score.zone})
        result.append(entry)
    return result


def comparisons(sample, tool, entries, ours):
    found = []
    for place, o in enumerate(OUTCOMES):
        s = sample.values["sat" + o]
        values = {e["label"]: e["outcomes"][place]["satisfaction"]["value"] for e in entries[:-1]
                  if e["outcomes"][place]["satisfaction"]}
        if ours:
            others = {k: v for k, v in values.items() if k != OURS}
            left, right, count = OURS, max(others, key=others.get), len(others)
            best, other = values[right], values[left]
        else:
            left, right = max(values, key=values.get), min(values, key=values.get)
            count = len(values) * (len(values) - 1) // 2
            best, other = values[left], values[right]
        bases = [(tool == name) & ~np.isnan(s) for name in (left, right)]
        sides = [sample.mean(s, b) for b in bases]
        df = [sample.df(b) for b in bases]
        entry = difference(sample, sides, min(df), sum(df), 1 - .05 / count)
        found.append({"left": left, "right": right, "count": count, "ratio": best / other, **entry})
    total = sum(f["count"] for f in found)
    for f in found:
        f["p_adjusted"] = min(1.0, f["p"] * total)
    return found


def potential(sample, tool):
    nothing = tool == "By hand"
    known = tool != ""
    rated, lead = np.zeros(len(tool)), np.zeros(len(tool))
    for o in OUTCOMES:
        i, s = [np.array([int(r[q + o] or 0) for r in sample.rows]) for q in ("imp_", "sat_")]
        both = (i > 0) & (s > 0)
        rated, lead = rated + both, lead + (both & (s >= 4)) - (both & (i >= 4))
    over = lead >= rated / 4
    base = known & (nothing | (rated >= 3))
    return {"non-consumers": share(sample, nothing, base), "overserved": share(sample, over & ~nothing, base),
            "both": share(sample, nothing | over, base),
            "overserved users": share(sample, over, base & ~nothing)}


def case(rows, design, scorer, base):
    sample = Sample(rows, design, scorer)
    tool = np.array([r["tool"] for r in rows])
    entries = groups(sample, tool, {name: [name] for name in SOLUTIONS}, base)
    return {"design": design, "scorer": scorer, "base": base, "solutions": entries,
            "kinds": groups(sample, tool, KINDS, base), "potential": potential(sample, tool),
            "ours": comparisons(sample, tool, entries, True),
            "extremes": comparisons(sample, tool, entries, False)}


if __name__ == "__main__":
    with open(os.path.join(sys.argv[1], "roles.csv"), newline="") as file:
        people = list(csv.DictReader(file))
    found = {"numpy": np.__version__, "cases": [case(people, *parts) for parts in CASES]}
    with open(os.path.join(sys.argv[1], "solutions.json"), "w") as file:
        json.dump(found, file)
        file.write("\n")
