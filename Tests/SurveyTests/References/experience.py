"""Action and purpose by another route: person by person, from influence columns.

usage: experience.py FOLDER

Draws FOLDER/experience.csv (240 simulated people, weights, strata and sampling units, missing
answers) and writes FOLDER/experience.json: for each design and group efficiency, effectiveness, the
four quadrants, their phi coefficient, and of each success outcome what was attained, expectations
met and exceeded, shortfall, excess and hazard rate, each with n and linearised standard error; the
scores of the rated success outcome; shares attained by dimension and aim.
Nothing is shared with the program under test.
Needs Python 3.9+ and numpy.
"""
import json
import os
import sys

import numpy as np

from jobsurvey import error, write

KEY = "abcde"
folder = sys.argv[1]
rng = np.random.default_rng(20260502)


def draw():
    rows = []
    for number in range(240):
        skill = rng.normal()
        row = {"id": f"p{number:03}", "tool": ["A", "B"][rng.integers(2)],
               "region": ["N", "S"][number % 2], "unit": f"u{number // 5:02}",
               "w": f"{rng.uniform(.4, 2.2):.3f}"}

        def rate(mean):
            return "" if rng.uniform() < .1 else str(int(np.clip(np.round(mean + rng.normal()), 1, 5)))

        for outcome in KEY:
            row[f"imp_{outcome}"], row[f"sat_{outcome}"] = rate(4), rate(3.4 + .8 * skill)
        row["s1_imp"], row["s1_sat"], row["s1_wish"] = rate(4.2), rate(3.3 + .5 * skill), rate(4)
        row["s2_exp"] = ["", "short", "Met", "Better"][rng.choice(4, p=[.1, .3, .4, .2])]
        row["s3_seen"] = ["", "Yes", "no", "maybe"][rng.choice(4, p=[.1, .25, .6, .05])]
        rows.append(row)
    return write(rows, folder, "experience.csv")


def number(text):
    return float(text) if text else np.nan


def analyse(rows, design, inside):
    w = np.array([1.0 if design == "simple" else float(r["w"]) for r in rows])

    def mean(values):
        known = ~np.isnan(values) & inside
        base = np.where(known, w, 0.0)
        y = np.where(known, values, 0.0)
        value = (base * y).sum() / base.sum()
        return {"value": float(value), "n": int(known.sum()),
                "se": error(base * (y - value) / base.sum(), rows, design)}

    def top(column):
        x = np.array([number(r[column]) for r in rows])
        return np.where(np.isnan(x), np.nan, (x >= 4) * 1.0)

    key = np.array([top(f"sat_{o}") for o in KEY])
    met = np.array([{"short": 0., "Met": 1., "Better": 1.}.get(r["s2_exp"], np.nan) for r in rows])
    better = np.array([{"short": 0., "Met": 0., "Better": 1.}.get(r["s2_exp"], np.nan) for r in rows])
    seen = np.array([{"Yes": 1., "no": 0.}.get(r["s3_seen"], np.nan) for r in rows])
    attained = np.array([top("s1_sat"), met, 1 - seen])
    with np.errstate(invalid="ignore"):
        def part(x):
            known = ~np.isnan(x)
            return np.where(known.sum(0) > 0, np.nansum(x, 0) / np.maximum(known.sum(0), 1), np.nan)
        efficiency, effectiveness = 10 * part(key), 10 * part(attained)
    good, result = efficiency >= 5 - 1e-9, effectiveness >= 5 - 1e-9
    both = ~np.isnan(efficiency) & ~np.isnan(effectiveness)
    quadrants = [np.where(both, q * 1.0, np.nan) for q in
                 (good & result, good & ~result, ~good & result, ~good & ~result)]
    shares = [mean(q) for q in quadrants]
    a, b, c, d = (s["value"] for s in shares)
    phi = (a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    wish, came = (np.array([number(r[k]) for r in rows]) for k in ("s1_wish", "s1_sat"))
    imp = np.array([number(r["s1_imp"]) for r in rows])
    pair = ~np.isnan(imp) & ~np.isnan(came)
    i, s = (mean(np.where(pair, (x >= 4) * 1.0, np.nan))["value"] * 10 for x in (imp, came))
    return {
        "efficiency": mean(efficiency), "effectiveness": mean(effectiveness), "quadrants": shares,
        "phi": float(phi), "attained": [mean(x) for x in attained], "met": mean(met),
        "exceeded": mean(better), "hazard": mean(seen),
        "shortfall": mean(np.maximum(wish - came, 0)), "excess": mean(np.maximum(came - wish, 0)),
        "importance": i, "satisfaction": s, "opportunity": i + max(i - s, 0),
        "functional": mean(part(attained[[0, 2]])), "emotional": mean(part(attained[[1]])),
        "achieve": mean(part(attained[[0, 1]])), "avoid": mean(part(attained[[2]])),
    }


rows = draw()
cases = []
for design in ["simple", "weights", "strata, units"]:
    groups = {"all": np.ones(len(rows), bool),
              **{t: np.array([r["tool"] == t for r in rows]) for t in "AB"}}
    cases.append({"design": design, "groups": {g: analyse(rows, design, m) for g, m in groups.items()}})
with open(os.path.join(folder, "experience.json"), "w") as file:
    json.dump({"numpy": np.__version__, "cases": cases}, file, indent=1)
    file.write("\n")
