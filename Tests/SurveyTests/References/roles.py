"""Roles side by side by another route: person by person, from influence columns.

usage: roles.py FOLDER

Draws FOLDER/roles.csv (420 simulated people: roles, what they use, weights, strata and sampling
units, missing answers, answers that no study lists) and writes FOLDER/roles.json: for each design,
scorer and base the roles' importance, satisfaction and opportunity with errors and intervals, zones,
the differences of each pair of roles (t tests; the score's error is the largest of all gradients
that may hold; shares with the variance of equal shares) adjusted by Benjamini and Hochberg over all
outcomes and pairs, conflicts, the joint ranking, Kendall's W and tau. Nothing is shared with the
program under test. solutions.py takes the sample and the tests from here.
Needs Python 3.9+, numpy and SciPy.
"""
import itertools
import json
import os
import sys

import numpy as np
import scipy
from scipy import stats

from jobsurvey import write

OUTCOMES = "abcdef"
ROLES = {"executor": ["User", "Operator"], "support": ["Help"], "buyer": ["Boss"]}
WEIGHTS = {"executor": 2.0, "support": 1.0, "buyer": 0.5}
MINIMUM = 30
CASES = [("simple", "top-box", "paired"), ("weights", "top-box", "paired"),
         ("strata, units", "top-box", "available"), ("strata, units", "mean", "paired")]


def draw(folder):
    rng = np.random.default_rng(20261121)
    tools = ["Tool A", "Tool B", "Scripts", "By hand", "Gadget", "Rare", ""]
    rows = []
    for number in range(420):
        role = str(rng.choice(["User", "Operator", "Help", "Boss", "Intern", ""],
                              p=[.3, .15, .25, .2, .06, .04]))
        tool = str(rng.choice(tools, p=[.26, .24, .2, .18, .05, .02, .05]))
        row = {"id": f"p{number:03}", "role": role, "tool": tool, "region": ["N", "S"][number % 2],
               "unit": f"u{number // 6:02}", "w": f"{rng.uniform(.4, 2.2):.3f}"}
        habit = .5 * rng.normal()
        for place, outcome in enumerate(OUTCOMES):
            important, satisfied = 3.7 + .15 * place, 3.3 - .1 * place
            if outcome == "b":  # the executors' need, the buyers' luxury
                important += {"Boss": -1.6, "User": .6, "Operator": .6}.get(role, 0)
                satisfied += {"Boss": 1.2, "User": -1, "Operator": -1}.get(role, 0)
            if outcome in "de":
                important, satisfied = important + .5, satisfied - .7
            satisfied += {"Tool A": .1, "Tool B": .7, "Gadget": 1}.get(tool, 0)
            for name, middle in [("imp", important), ("sat", satisfied)]:
                value = int(np.clip(np.round(middle + habit + rng.normal()), 1, 5))
                lost = .85 if name == "sat" and tool == "By hand" else .06
                row[f"{name}_{outcome}"] = "" if rng.uniform() < lost else str(value)
        rows.append(row)
    return write(rows, folder, "roles.csv")


class Sample:
    def __init__(self, rows, design, scorer):
        self.rows, self.design, self.scorer = rows, design, scorer
        n = len(rows)
        self.w = np.array([1.0 if design == "simple" else float(r["w"]) for r in rows])
        clustered = design == "strata, units"
        self.strata = np.array([r["region"] if clustered else "all" for r in rows])
        self.units = np.array([r["region"] + r["unit"] if clustered else str(i) for i, r in enumerate(rows)])
        self.alone = not clustered
        point = (lambda x: 10.0 * (x >= 4)) if scorer == "top-box" else (lambda x: 10 * (x - 1) / 4)
        self.values = {q + o: np.array([point(int(r[f"{q}_{o}"])) if r[f"{q}_{o}"] else np.nan for r in rows])
                       for q in ["imp", "sat"] for o in OUTCOMES}

    def totals(self, z):
        names, places = np.unique(self.units, return_inverse=True)
        sums = np.zeros((len(names), z.shape[1]))
        np.add.at(sums, places, z)
        strata = np.array([self.strata[np.flatnonzero(places == k)[0]] for k in range(len(names))])
        return sums, strata

    def covariance(self, z):
        """z: [n x q], influences times weights."""
        sums, strata = self.totals(z)
        result = np.zeros((z.shape[1], z.shape[1]))
        for stratum in np.unique(strata):
            own = sums[strata == stratum]
            d = own - own.mean(0)
            result += len(own) / (len(own) - 1) * d.T @ d
        return result

    def mean(self, y, base):
        """Value, influence times weight, people and their effective number."""
        w = np.where(base, self.w, 0.0)
        x = np.where(base, y, 0.0)
        value = (w * x).sum() / w.sum()
        return value, w * (x - value) / w.sum(), int(base.sum()), w.sum() ** 2 / (w**2).sum()

    def df(self, base):
        return len(set(self.units[base])) - len(set(self.strata[base]))


def interval(value, error, df, level=0.95):
    t = stats.t.ppf(1 - (1 - level) / 2, df)
    return value - t * error, value + t * error


def korn_graubard(p, error, n, df, effective, level=0.95):
    tail = (1 - level) / 2
    worth = effective if error < 1e-9 or p in (0, 1) else p * (1 - p) / error**2
    worth *= (stats.t.ppf(tail, n - 1) / stats.t.ppf(tail, df)) ** 2
    x = worth * p
    low = stats.beta.ppf(tail, x, worth - x + 1) if p > 0 else 0.0
    high = stats.beta.ppf(1 - tail, x + 1, worth - x) if p < 1 else 1.0
    return low, high


def shown(sample, y, base):
    """A mean with its interval; None under ten people or thirty effective ones."""
    if base.sum() < 10:
        return None
    value, z, n, effective = sample.mean(y, base)
    if effective < MINIMUM:
        return None
    error = float(np.sqrt(sample.covariance(z[:, None])[0, 0]))
    if sample.scorer == "top-box":
        low, high = (10 * x for x in korn_graubard(value / 10, error / 10, n, sample.df(base), effective))
    else:
        low, high = interval(value, error, sample.df(base))
        low, high = max(0.0, low), min(10.0, high)
    return {"value": value, "se": error, "low": low, "high": high, "n": n, "effective": effective}


def equal_shares(p, n):
    """Ratio and addition of two shares (0...1) on effective numbers n."""
    pooled = (n[0] * p[0] + n[1] * p[1]) / (n[0] + n[1])
    equal = pooled * (1 - pooled) * (1 / n[0] + 1 / n[1])
    own = p[0] * (1 - p[0]) / n[0] + p[1] * (1 - p[1]) / n[1]
    return (equal / own, 0.0) if own > 0 else (1.0, equal)


def difference(sample, sides, df, row_df, level=0.95):
    """sides: two (value, influence, n, effective). p by equal shares, the interval never narrower."""
    gap = sides[0][0] - sides[1][0]
    own = sample.covariance((sides[0][1] - sides[1][1])[:, None])[0, 0]
    pooled, degrees = own, df
    if sample.scorer == "top-box":
        ratio, added = equal_shares([s[0] / 10 for s in sides], [s[3] for s in sides])
        pooled = ratio * own + 100 * added
        degrees = row_df if sample.alone else df
    error = float(np.sqrt(max(own, pooled)))
    low, high = interval(gap, error, df, level)
    p = 2 * stats.t.sf(abs(gap) / np.sqrt(pooled), degrees)
    return {"value": gap, "se": error, "low": low, "high": high, "p": float(p)}


def benjamini_hochberg(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    result, least = [0.0] * len(values), 1.0
    for rank in reversed(range(len(order))):
        least = min(least, values[order[rank]] * len(order) / (rank + 1))
        result[order[rank]] = least
    return result


class Score:
    """The opportunity of one group in one outcome."""

    def __init__(self, sample, outcome, inside, base):
        y, s = sample.values["imp" + outcome], sample.values["sat" + outcome]
        both = inside & ~np.isnan(y) & ~np.isnan(s)
        bases = (both, both) if base == "paired" else (inside & ~np.isnan(y), inside & ~np.isnan(s))
        self.bases, self.n, self.df = bases, int(both.sum()), sample.df(both)
        w = sample.w[both]
        self.effective = w.sum() ** 2 / (w**2).sum() if both.any() else 0
        if self.n < 10 or self.effective < MINIMUM:
            self.value = None
            return
        self.i, self.s = sample.mean(y, bases[0]), sample.mean(s, bases[1])
        self.gap = self.i[0] - self.s[0]
        self.value = self.i[0] + max(self.gap, 0)
        c = sample.covariance(np.column_stack([self.i[1], self.s[1]]))
        self.se = {g: float(np.sqrt(np.array(g) @ c @ np.array(g))) for g in [(1, 0), (2, -1), (1, -1)]}
        unclear = abs(self.gap) < 2 * self.se[(1, -1)]
        self.gradient = (2, -1) if self.gap > 0 else (1, 0)
        self.gradients = [(1, 0), (2, -1)] if unclear else [self.gradient]
        t = stats.t.ppf(.975, self.df)
        ends = [(self.i[0], self.se[(1, 0)]), (self.i[0] + self.gap, self.se[(2, -1)])]
        self.low = max(0.0, max(v - t * e for v, e in ends))
        self.high = min(20.0, max(v + t * e for v, e in ends))
        i, s, o = self.i[0], self.s[0], self.value
        self.zone = ("overserved" if s > i + 1e-9 else "underserved" if o >= 10 - 1e-9 else
                     "table stakes" if min(i, s) >= 7.5 else "appropriately served")


def guarded(sample, a, b, df):
    pooled = [(1.0, 0.0), (1.0, 0.0)]
    if sample.scorer == "top-box":
        pooled = [equal_shares([x[0] / 10, y[0] / 10], [x[3], y[3]]) for x, y in [(a.i, b.i), (a.s, b.s)]]
    (r, p), (q, o) = [(np.sqrt(max(1.0, ratio)), 100 * added) for ratio, added in pooled]
    largest = 0.0
    for g, h in itertools.product(a.gradients, b.gradients):
        z = r * (g[0] * a.i[1] - h[0] * b.i[1]) + q * (g[1] * a.s[1] - h[1] * b.s[1])
        variance = sample.covariance(z[:, None])[0, 0]
        largest = max(largest, variance + max(g[0] ** 2, h[0] ** 2) * p + max(g[1] ** 2, h[1] ** 2) * o)
    gap, error = a.value - b.value, float(np.sqrt(largest))
    low, high = interval(gap, error, df)
    return {"value": gap, "se": error, "low": low, "high": high,
            "p": float(2 * stats.t.sf(abs(gap) / error, df))}


def joint(sample, scores):
    total = sum(WEIGHTS.values())
    weights = [w / total for w in WEIGHTS.values()]
    largest = 0.0
    for gradients in itertools.product(*[s.gradients for s in scores]):
        z = sum(w * (g[0] * s.i[1] + g[1] * s.s[1]) for w, g, s in zip(weights, gradients, scores))
        largest = max(largest, sample.covariance(z[:, None])[0, 0])
    value, error = sum(w * s.value for w, s in zip(weights, scores)), float(np.sqrt(largest))
    low, high = interval(value, error, min(s.df for s in scores))
    return {"value": value, "se": error, "low": max(0.0, low), "high": min(20.0, high)}


def case(rows, design, scorer, base):
    sample = Sample(rows, design, scorer)
    inside = {role: np.array([r["role"] in answers for r in rows]) for role, answers in ROLES.items()}
    outcomes, families = [], {"opportunity": [], "importance": [], "satisfaction": []}
    for outcome in OUTCOMES:
        scores = {role: Score(sample, outcome, own, base) for role, own in inside.items()}
        entry = {"scores": [], "pairs": []}
        for role, s in scores.items():
            y, z = sample.values["imp" + outcome], sample.values["sat" + outcome]
            entry["scores"].append({
                "importance": shown(sample, y, s.bases[0]), "satisfaction": shown(sample, z, s.bases[1]),
                "opportunity": s.value, "se": s.se[s.gradient], "low": s.low, "high": s.high,
                "zone": s.zone, "n": s.n})
        for left, right in itertools.combinations(scores, 2):
            a, b = scores[left], scores[right]
            df, both = min(a.df, b.df), a.df + b.df
            pair = {"opportunity": guarded(sample, a, b, df),
                    "importance": difference(sample, (a.i, b.i), df, both),
                    "satisfaction": difference(sample, (a.s, b.s), df, both),
                    "zones": [a.zone, b.zone], "matters": [bool(a.i[0] >= 5), bool(b.i[0] >= 5)]}
            entry["pairs"].append(pair)
            for part, family in families.items():
                family.append(pair[part])
        entry["joint"] = joint(sample, list(scores.values()))
        outcomes.append(entry)
    for family in families.values():
        for entry, p in zip(family, benjamini_hochberg([x["p"] for x in family])):
            entry["p_adjusted"] = p
    for entry in outcomes:
        zones = [s["zone"] for s in entry["scores"]]
        kinds = []
        for pair in entry["pairs"]:
            found = pair["opportunity"]["p_adjusted"] <= .05
            other = [z for z in pair["zones"] if z != "underserved"]
            pair["kind"] = ("" if not found or len(other) != 1 else
                            "conflict" if other[0] == "overserved" else "one-sided")
            matters = pair.pop("matters")
            pair["importance-conflict"] = bool(
                matters[0] != matters[1] and pair["importance"]["p_adjusted"] <= .05)
            del pair["zones"]
            kinds.append(pair["kind"])
        entry["kind"] = ("conflict" if "conflict" in kinds else "one-sided" if "one-sided" in kinds else
                         "agreement" if set(zones) == {"underserved"} else "")
        entry["rank"] = 1 + sum(bool(o["joint"]["value"] > entry["joint"]["value"] + 1e-9) for o in outcomes)
    values = np.round([[e["scores"][k]["opportunity"] for e in outcomes] for k in range(3)], 9)
    ranks = np.array([stats.rankdata(v) for v in values])
    m, n = ranks.shape
    ties = sum(float((c**3 - c).sum()) for v in values for c in [np.unique(v, return_counts=True)[1]])
    s = ((ranks.sum(0) - m * (n + 1) / 2) ** 2).sum()
    shares = []
    known = np.logical_or.reduce(list(inside.values()))
    for own in inside.values():
        p, z, count, effective = sample.mean(own * 1.0, known)
        error = float(np.sqrt(sample.covariance(z[:, None])[0, 0]))
        low, high = korn_graubard(p, error, count, sample.df(known), effective)
        shares.append({"value": p, "se": error, "low": low, "high": high, "n": count, "effective": effective})
    return {"design": design, "scorer": scorer, "base": base, "shares": shares, "outcomes": outcomes,
            "w": 12 * s / (m**2 * (n**3 - n) - m * ties),
            "tau": [float(stats.kendalltau(values[a], values[b])[0])
                    for a, b in itertools.combinations(range(3), 2)]}


if __name__ == "__main__":
    people = draw(sys.argv[1])
    found = {"numpy": np.__version__, "scipy": scipy.__version__,
             "unknown": sum(r["role"] == "Intern" for r in people),
             "cases": [case(people, *parts) for parts in CASES]}
    with open(os.path.join(sys.argv[1], "roles.json"), "w") as file:
        json.dump(found, file)
        file.write("\n")
