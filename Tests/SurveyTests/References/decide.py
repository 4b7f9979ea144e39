"""What to repair, what raised satisfaction brings and what proposals cover, by brute force.

usage: decide.py FOLDER

Draws FOLDER/decide.csv (300 simulated people: ratings with gaps, success outcomes, roles, tools,
barriers, weights) and writes FOLDER/decide.json: for equal and for given weights all sets of up to
three repairs tried person by person, repairs one after the other, each outcome raised (standard
errors by complex steps through the weights), the coverage of two proposals with a Poisson binomial
by enumeration, and cells of the growth matrix. Nothing is shared with the program under test.
Needs Python 3.9+ and numpy.
"""
import itertools
import json
import math
import os
import sys

import numpy as np

from jobsurvey import write

KEY, SUCCESS = list("abcdef"), ["g", "h", "i"]
STEPS = {"find": ["a", "b", "c"], "do": ["d", "e"], "check": ["f"]}
ROLES = {"executor": ["Admin", "Operator"], "support": ["Service"], "buyer": ["Manager"]}
PROPOSALS = {"pilot": (["a", "b", "g"], 1.4), "watch": (["d", "f"], None)}
folder = sys.argv[1]
rng = np.random.default_rng(20261121)


def draw():
    rows = []
    for number in range(300):
        skill = rng.normal()
        row = {"id": f"p{number:03}", "role": ["Admin", "Operator", "Service", "Manager", "Guest"][rng.integers(5)],
               "tool": ["Suite", "Cloud", "Scripts", "By hand"][rng.choice(4, p=[.35, .3, .2, .15])],
               "bar": ["yes", "no", ""][rng.choice(3, p=[.4, .5, .1])], "w": f"{rng.uniform(.4, 2.2):.3f}"}
        for place, outcome in enumerate(KEY + ["g", "h"]):
            better = .7 if row["tool"] == "Cloud" else 0
            imp = int(np.clip(np.round(4.3 - .25 * place + rng.normal()), 1, 5))
            sat = int(np.clip(np.round(2.6 + .3 * place + better + .7 * skill + rng.normal()), 1, 5))
            row[f"imp_{outcome}"] = "" if rng.uniform() < .06 else str(imp)
            row[f"sat_{outcome}"] = "" if rng.uniform() < .08 else str(sat)
        row["seen"] = ["yes", "no", ""][rng.choice(3, p=[.35, .6, .05])]
        rows.append(row)
    return write(rows, folder, "decide.csv")


def rating(row, kind, outcome):
    text = row[f"{kind}_{outcome}"]
    return int(text) if text else None


def state(row, outcome):
    """unknown, satisfied, unimportant or unmet."""
    if outcome == "i":
        return {"": "unknown", "no": "satisfied", "yes": "unmet"}[row["seen"]]
    sat, imp = rating(row, "sat", outcome), rating(row, "imp", outcome)
    if sat is None:
        return "unknown"
    if sat >= 4:
        return "satisfied"
    return "unmet" if imp is not None and imp >= 4 else "unimportant"


def index(row, outcomes, repaired):
    known = [state(row, o) for o in outcomes if state(row, o) != "unknown"]
    own = [o for o in outcomes if state(row, o) == "satisfied" or (o in repaired and state(row, o) == "unmet")]
    return 10 * len(own) / len(known) if known else None


def good(row, repaired=()):
    acting, result = index(row, KEY, repaired), index(row, SUCCESS, repaired)
    if acting is None or result is None:
        return None
    return acting >= 5 - 1e-9 and result >= 5 - 1e-9


def step_success(row, step, repaired=(), extra=None):
    known = [o for o in STEPS[step] if state(row, o) != "unknown"]
    if not known:
        return None
    return 2 * sum(state(row, o) == "satisfied" or o == extra for o in known) >= len(known)


def passes(row, repaired=()):
    own = [True if s in repaired and step_success(row, s) is not None else step_success(row, s) for s in STEPS]
    return None if None in own else all(own)


def share(marks, w):
    known = [(m, x) for m, x in zip(marks, w) if m is not None]
    return sum(x for m, x in known if m) / sum(x for m, x in known)


def search(rows, w, candidates, mark):
    rate = lambda members: share([mark(r, members) for r in rows], w)
    now = rate(())
    best = []
    for size in (1, 2, 3):
        if size > len(candidates):
            break
        best.append(max(rate(s) for s in itertools.combinations(candidates, size)) - now)
    return {"now": now, "all": rate(tuple(candidates)), "best": best,
            "alone": {c: rate((c,)) - now for c in candidates}}


def raised(rows, w, outcome):
    sat = [rating(r, "sat", outcome) for r in rows]
    imp = [rating(r, "imp", outcome) for r in rows]
    tops = {}
    for tool in ["Suite", "Cloud", "Scripts"]:
        own = [i for i, r in enumerate(rows) if r["tool"] == tool and sat[i] is not None]
        kish = sum(w[i] for i in own) ** 2 / sum(w[i] ** 2 for i in own)
        if kish >= 30:
            tops[tool] = sum(w[i] for i in own if sat[i] >= 4) / sum(w[i] for i in own)
    tool = max(tops, key=lambda t: tops[t])
    paired = np.array([s is not None and i is not None for s, i in zip(sat, imp)])
    known = np.array([s is not None for s in sat])
    users = known & np.array([r["tool"] == tool for r in rows])
    high_s = np.array([s is not None and s >= 4 for s in sat])
    high_i = np.array([i is not None and i >= 4 for i in imp])

    def parts(x):
        i = 10 * x[paired & high_i].sum() / x[paired].sum()
        s = 10 * x[paired & high_s].sum() / x[paired].sum()
        p = x[users & high_s].sum() / x[users].sum()
        own = x[known & high_s].sum() / x[known].sum()
        t = 1.2 * p if (1.2 * p).real < 1 else 1 + 0 * p
        f = (t - own) / (1 - own)
        return own, p, t, f, i - s, i - s - f * (10 - s)

    own, p, t, f, gap, later = parts(np.array(w))
    n = len(rows)
    slopes = np.zeros((2, n))
    for j in range(n):
        x = np.array(w, complex)
        x[j] += 1e-30j
        values = parts(x)
        slopes[:, j] = [values[4].imag / 1e-30, values[5].imag / 1e-30]

    def se(u):
        z = np.array(w) * u
        return math.sqrt(n / (n - 1) * ((z - z.mean()) ** 2).sum())

    def gradients(value, u):
        return {0, 1} if abs(value) < 2 * se(u) else {1 if value > 0 else 0}

    errors = [se(b * slopes[1] - a * slopes[0]) for a in gradients(gap, slopes[0])
              for b in gradients(later, slopes[1])]
    result = {"tool": tool, "best": p, "share": own, "target": max(own, t),
              "raised": max(0, f), "change": max(later, 0) - max(gap, 0), "se": max(errors)}
    if f <= 0:
        result.update(change=0, se=0)
    part = max(0, f)
    step = next(s for s in STEPS if outcome in STEPS[s])
    pivot = [None if step_success(r, step) is None else
             not step_success(r, step) and state(r, outcome) in ("unmet", "unimportant")
             and step_success(r, step, extra=outcome) for r in rows]
    whole = [None if passes(r) is None else
             bool(pivot[i]) and all(step_success(r, s) for s in STEPS if s != step) for i, r in enumerate(rows)]

    def turned(row):
        if good(row) is None:
            return None
        if good(row) or state(row, outcome) not in ("unmet", "unimportant"):
            return False
        known_ = [o for o in KEY if state(row, o) != "unknown"]
        satisfied = sum(state(row, o) == "satisfied" for o in known_) + 1
        return 10 * satisfied / len(known_) >= 5 - 1e-9 and index(row, SUCCESS, ()) >= 5 - 1e-9

    result["step"] = part * share(pivot, w)
    result["allSteps"] = part * share(whole, w)
    result["experience"] = part * share([turned(r) for r in rows], w)
    return result


def score(rows, w, outcome):
    i, s = parts_of_score(rows, w, outcome)
    return i, s, i + max(i - s, 0)


def parts_of_score(rows, w, outcome):
    both = [(rating(r, "imp", outcome), rating(r, "sat", outcome), x) for r, x in zip(rows, w)]
    both = [b for b in both if b[0] is not None and b[1] is not None]
    total = sum(b[2] for b in both)
    i = 10 * sum(b[2] for b in both if b[0] >= 4) / total
    s = 10 * sum(b[2] for b in both if b[1] >= 4) / total
    return i, s


def zone(i, s, o):
    return "over" if i < s - 1e-9 else "under" if o >= 10 - 1e-9 else "other"


def at_least(number, chances):
    """By enumeration of all outcomes."""
    total = 0.0
    for events in itertools.product([0, 1], repeat=len(chances)):
        if sum(events) >= number:
            total += math.prod(c if e else 1 - c for c, e in zip(chances, events))
    return total


def proposal(rows, w, served, effect):
    scored = KEY + ["g", "h"]

    def covered(own, weights):
        values = {o: score(own, weights, o)[2] for o in scored}
        return sum(values[o] for o in served if o in values) / sum(values.values())

    def share_error(at_kink):
        """Linearised, by complex steps through the weights; the gap of d is next to 0, where the
        floor's slope is 0 or 1."""
        def share_of(x):
            values = {}
            for o in scored:
                i, s = parts_of_score(rows, x, o)
                slope = at_kink if o == "d" else (i - s).real > 0
                values[o] = i + (i - s if slope else 0)
            return sum(values[o] for o in served if o in values) / sum(values.values())

        n = len(rows)
        slopes = np.zeros(n)
        for j in range(n):
            x = [complex(v) for v in w]
            x[j] += 1e-30j
            slopes[j] = share_of(x).imag / 1e-30
        z = np.array(w) * slopes
        return math.sqrt(n / (n - 1) * ((z - z.mean()) ** 2).sum())

    under = [o for o in scored if zone(*score(rows, w, o)) == "under"]
    result = {"share": covered(rows, w), "shareErrors": sorted(share_error(k) for k in (False, True)), "underserved": len(under), "served": len(set(under) & set(served)),
              "untouched": [s for s in STEPS if not set(STEPS[s]) & set(served)], "roles": {}}
    for role, answers in ROLES.items():
        own = [(r, x) for r, x in zip(rows, w) if r["role"] in answers]
        result["roles"][role] = covered([r for r, _ in own], [x for _, x in own])
    reached = [None if all(state(r, o) == "unknown" for o in served) else any(state(r, o) == "unmet" for o in served)
               for r in rows]
    result["reached"] = share(reached, w)
    result["repaired"] = share([good(r, served) for r in rows], w)
    if effect:
        parts = {}
        for o in served:
            now = share([None if state(r, o) == "unknown" else state(r, o) == "satisfied" for r in rows], w)
            parts[o] = (min(1, effect * now) - now) / (1 - now)
        total, weight = 0.0, 0.0
        for r, x in zip(rows, w):
            if good(r) is None:
                continue
            chance = 1.0
            for family in (KEY, SUCCESS):
                known = [o for o in family if state(r, o) != "unknown"]
                need = math.ceil(len(known) / 2) - sum(state(r, o) == "satisfied" for o in known)
                own = [parts[o] for o in served if o in family and state(r, o) in ("unmet", "unimportant")]
                chance *= at_least(need, own)
            total, weight = total + x * chance, weight + x
        result["expected"] = total / weight
    return result


def growth(rows, w):
    zones = [zone(*score(rows, w, o)) for o in KEY]
    nothing = share([r["tool"] == "By hand" for r in rows], w)
    kept = share([{"yes": True, "no": False, "": None}[r["bar"]] for r in rows], w)
    under, over = zones.count("under") / 6, zones.count("over") / 6
    below = over >= .2 or nothing >= .2
    cell = ("dominant" if below else "differentiated") if under >= .2 else (
        "disruptive" if below else "discrete" if kept >= .5 else "sustaining")
    return {"under": zones.count("under"), "over": zones.count("over"), "nothing": nothing, "kept": kept,
            "cell": cell}


people = draw()
cases = []
for weighted in (False, True):
    w = [float(r["w"]) if weighted else 1.0 for r in people]
    cases.append({
        "weighted": weighted, "outcomes": search(people, w, KEY + SUCCESS, good),
        "steps": search(people, w, list(STEPS), passes),
        "raised": {o: raised(people, w, o) for o in KEY},
        "proposals": {name: proposal(people, w, *what) for name, what in PROPOSALS.items()},
        "growth": growth(people, w)})
with open(os.path.join(folder, "decide.json"), "w") as file:
    json.dump({"cases": cases}, file, indent=1, sort_keys=True)
    file.write("\n")
