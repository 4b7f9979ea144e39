"""The chain of a job's steps by another route: person by person, from influence columns.

usage: steps.py FOLDER

Draws FOLDER/steps.csv (260 simulated people, weights, strata and sampling units, missing answers,
repeats, where people gave up) and writes FOLDER/steps.json: for each rule, design and group the
success rates of the steps, the share that gets through, sole blockers, the independence gap with
its delta-method standard error, repeats and drop-off, each with n and linearised standard error.
Nothing is shared with the program under test.
Needs Python 3.9+ and numpy.
"""
import json
import os
import sys

import numpy as np

from jobsurvey import error, write

STEPS = {"find": ["a", "b", "c"], "do": ["d", "e"], "check": ["f"]}
FINISHED = "done"
folder = sys.argv[1]
rng = np.random.default_rng(20260501)


def draw():
    rows = []
    for number in range(260):
        skill = rng.normal()
        row = {"id": f"p{number:03}", "tool": ["A", "B", "C"][rng.integers(3)],
               "region": ["N", "S"][number % 2], "unit": f"u{number // 5:02}",
               "w": f"{rng.uniform(.4, 2.2):.3f}"}
        for outcome in "abcdef":
            row[f"imp_{outcome}"] = str(rng.integers(1, 6))
            value = int(np.clip(np.round(3.6 + .8 * skill + rng.normal()), 1, 5))
            row[f"sat_{outcome}"] = "" if rng.uniform() < .12 else str(value)
        row["again"] = "" if rng.uniform() < .1 else str(rng.poisson(.8))
        quit_at = rng.uniform()
        row["quit"] = (FINISHED if quit_at < .6 else "find" if quit_at < .7 else "Do it" if quit_at < .85
                       else "check" if quit_at < .95 else "" if quit_at < .98 else "elsewhere")
        rows.append(row)
    return write(rows, folder, "steps.csv")


def mean(y, known, w, rows, design):
    base = np.where(known, w, 0.0)
    if known.sum() < 10:
        return None
    value = (base * y).sum() / base.sum()
    return {"value": float(value), "n": int(known.sum()),
            "se": error(base * (y - value) / base.sum(), rows, design)}


def chain(rows, rule, design, domain):
    w = np.array([1.0 if design == "simple" else float(r["w"]) for r in rows])
    inside = np.array([domain(r) for r in rows])
    steps = []
    for outcomes in STEPS.values():
        state = []
        for r in rows:
            rated = [int(r[f"sat_{o}"]) >= 4 for o in outcomes if r[f"sat_{o}"]]
            state.append(-1 if not rated else
                         int(np.mean(rated) >= .5) if rule == "half" else int(all(rated)))
        steps.append(np.array(state))
    x = np.array(steps)
    known = (x >= 0).all(0) & inside
    passes = (x == 1).all(0) * 1.0
    result = {"all-steps": mean(passes, known, w, rows, design), "steps": []}
    base = np.where(known, w, 0.0)
    rates = np.array([(base * (s == 1)).sum() / base.sum() for s in steps])
    product = float(rates.prod())
    slopes = np.array([np.prod(np.delete(rates, s)) for s in range(len(rates))])
    z = passes - (slopes[:, None] * (x == 1)).sum(0)
    z = base * (z - (base * z).sum() / base.sum()) / base.sum()
    result["independent"] = product
    result["gap"] = {"value": result["all-steps"]["value"] - product, "se": error(z, rows, design)}
    # Where people gave up: those who gave up before a step never came to it.
    places = {"find": 0, "do": 1, "Do it": 1, "check": 2, FINISHED: 3}
    quit_at = np.array([places.get(r["quit"], -1) for r in rows])
    result["gave-up"] = mean((quit_at < 3) * 1.0, (quit_at >= 0) & inside, w, rows, design)
    again = np.array([int(r["again"]) if r["again"] else -1 for r in rows])
    for s, name in enumerate(STEPS):
        others = np.delete(x, s, axis=0)
        sole = ((x[s] == 0) & (others == 1).all(0)) * 1.0
        entry = {"step": name,
                 "success": mean((x[s] == 1) * 1.0, (x[s] >= 0) & inside, w, rows, design),
                 "sole-blocker": mean(sole, known, w, rows, design),
                 "drop-off": mean((quit_at == s) * 1.0, (quit_at >= s) & inside, w, rows, design)}
        if name == "do":
            entry["repeats"] = mean(again * 1.0, (again >= 0) & inside, w, rows, design)
            entry["repeated"] = mean((again > 0) * 1.0, (again >= 0) & inside, w, rows, design)
        result["steps"].append(entry)
    return result


rows = draw()
found = []
for rule in ["half", "all"]:
    for design in ["simple", "weights", "strata, units"]:
        groups = {"all": lambda r: True, **{t: (lambda r, t=t: r["tool"] == t) for t in "ABC"}}
        found.append({"rule": rule, "design": design,
                      "groups": {g: chain(rows, rule, design, d) for g, d in groups.items()}})
with open(os.path.join(folder, "steps.json"), "w") as file:
    json.dump({"numpy": np.__version__, "cases": found}, file, indent=1)
    file.write("\n")
