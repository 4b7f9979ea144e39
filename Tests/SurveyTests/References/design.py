"""Opportunity scores in sampling designs by another route: row by row, from influence columns.

usage: design.py FOLDER

Draws a small survey (5 strata, sampling units of unequal sizes, weights, missing answers) into
FOLDER/responses.csv and writes FOLDER/expected.json: for each design of DESIGNS, scorer and segment
importance, satisfaction, opportunity, their linearised standard errors, degrees of freedom and the
max2 interval. Raking cycles over the rows until nothing moves; raked influences are residuals of a
least squares fit by numpy. Nothing is shared with the program under test.
Needs Python 3.9+, numpy and SciPy.
"""
import csv
import json
import sys

import numpy as np
import scipy
from scipy.stats import t as student

OUTCOMES = ["01", "02", "03", "04"]
MARGINS = {"gender": {"f": 0.52, "m": 0.48}, "age": {"old": 0.3, "mid": 0.45, "young": 0.25}}
DESIGNS = {
    "weights": {},
    "strata": {"strata": True},
    "strata, population": {"strata": True, "population": True},
    "units": {"units": True},
    "strata, units": {"strata": True, "units": True},
    "strata, units, population": {"strata": True, "units": True, "population": True},
    "two stages": {"strata": True, "units": True, "population": True, "second": True},
    "raked": {"raked": True},
    "strata, units, raked": {"strata": True, "units": True, "raked": True},
    "strata, raked": {"strata": True, "raked": True},
}


def draw(path):
    rng = np.random.default_rng(20261121)
    rows = []
    for stratum in range(5):
        for unit in range(3 + stratum % 3):
            level = rng.normal(0, 0.4)
            for _ in range(int(rng.integers(8, 20))):
                row = {
                    "id": f"r{len(rows):03d}", "region": "NESWC"[stratum], "store": f"s{unit}",
                    "stores": 12 + 3 * stratum, "persons": 20 * (12 + 3 * stratum), "people": 60 + unit,
                    "weight": f"{rng.uniform(0.4, 3):.3f}",
                    "gender": rng.choice(["f", "m"], p=[0.6, 0.4]),
                    "age": rng.choice(["young", "mid", "old"]),
                    "role": rng.choice(["admin", "auditor", "owner"], p=[0.5, 0.3, 0.2]),
                }
                for outcome in OUTCOMES:
                    for side, mean in (("imp", 4.0), ("sat", 3.4)):
                        value = mean + level + 0.2 * int(outcome) * (side == "imp") - 0.4 + rng.normal(0, 1)
                        row[f"{side}_{outcome}"] = (
                            "" if rng.uniform() < 0.06 else int(np.clip(round(value), 1, 5)))
                rows.append(row)
    order = rng.permutation(len(rows))
    rows = [rows[i] for i in order]
    with open(path, "w", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows


def rake(weights, columns, targets):
    raked = weights.copy()
    for _ in range(5000):
        before = raked.copy()
        for values, shares in zip(columns, targets):
            for answer, share in shares.items():
                raked[values == answer] *= share * weights.sum() / raked[values == answer].sum()
        if np.abs(raked / before - 1).max() < 1e-15:
            break
    return raked


def stage(influence, units, groups, fraction, multiplier):
    """Variance of the total: units inside groups; fraction and multiplier by group."""
    variance = 0.0
    for group in sorted(set(groups)):
        inside = groups == group
        totals = np.array([influence[inside & (units == u)].sum() for u in sorted(set(units[inside]))])
        n = len(totals)
        spread = ((totals - totals.mean()) ** 2).sum()
        variance += multiplier[group] * (1 - fraction[group]) * n / (n - 1) * spread
    return variance


class Sample:
    def __init__(self, rows, strata=False, units=False, population=False, second=False, raked=False):
        n = len(rows)
        self.strata = np.array([r["region"] if strata else "all" for r in rows])
        self.units = np.array(
            [f"{r['region'] if strata else ''}/{r['store']}" if units else r["id"] for r in rows])
        self.first = {}
        for s in set(self.strata):
            drawn = len(set(self.units[self.strata == s]))
            size = next(r["stores" if units else "persons"] for r, own in zip(rows, self.strata) if own == s)
            self.first[s] = drawn / size if population else 0.0
        self.second = second
        self.rows = np.arange(n)
        self.inner, self.outer = {}, {}
        for u in set(self.units):
            inside = self.units == u
            self.inner[u] = inside.sum() / rows[int(np.flatnonzero(inside)[0])]["people"]
            self.outer[u] = self.first[self.strata[inside][0]]
        self.before = np.array([float(r["weight"]) for r in rows])
        self.weights = self.before
        self.margins = None
        if raked:
            columns = [np.array([r[name] for r in rows]) for name in MARGINS]
            self.weights = rake(self.before, columns, MARGINS.values())
            self.margins = np.column_stack(
                [(values == a).astype(float) for values, m in zip(columns, MARGINS.values()) for a in m])

    def variance(self, influence):
        """influence: u by row; the weights are applied here."""
        if self.margins is not None:
            root = np.sqrt(self.before)
            slopes = np.linalg.lstsq(self.margins * root[:, None], influence * root, rcond=None)[0]
            influence = influence - self.margins @ slopes
        z = self.weights * influence
        ones = {s: 1.0 for s in self.first}
        variance = stage(z, self.units, self.strata, self.first, ones)
        if self.second:
            variance += stage(z, self.rows, self.units, self.inner, self.outer)
        return variance


def scores(sample, rows, scorer, segment):
    inside = np.array([segment in ("all", r["role"]) for r in rows])
    for outcome in OUTCOMES:
        raw = [np.array([float(r[f"{s}_{outcome}"] or "nan") for r in rows]) for s in ("imp", "sat")]
        base = inside & ~np.isnan(raw[0]) & ~np.isnan(raw[1])
        if scorer == "top-box":
            values = [np.where(base, 10.0 * (v >= 4), 0.0) for v in raw]
        else:
            values = [np.where(base, 10.0 * (v - 1) / 4, 0.0) for v in raw]
        total = sample.weights[base].sum()
        means = [(sample.weights[base] * v[base]).sum() / total for v in values]
        u = [np.where(base, (v - m) / total, 0.0) for v, m in zip(values, means)]
        def error(a, b):
            return float(np.sqrt(sample.variance(a * u[0] + b * u[1])))
        df = len(set(sample.units[base])) - len(set(sample.strata[base]))
        gap, t = means[0] - means[1], student.ppf(0.975, df)
        upper = means[0] + gap
        one, two = t * error(1, 0), t * error(2, -1)
        yield {
            "scorer": scorer, "segment": segment, "outcome": outcome, "df": df,
            "importance": means[0], "importance_se": error(1, 0), "satisfaction": means[1],
            "satisfaction_se": error(0, 1), "gap_se": error(1, -1), "opportunity": max(means[0], upper),
            "opportunity_se": error(2, -1) if gap > 0 else error(1, 0),
            "low": max(0.0, means[0] - one, upper - two),
            "high": min(20.0, max(means[0] + one, upper + two)),
        }


def main():
    folder = sys.argv[1]
    rows = draw(f"{folder}/responses.csv")
    result = []
    for name, keys in DESIGNS.items():
        sample = Sample(rows, **keys)
        for scorer in ("top-box", "mean"):
            for segment in ("all", "admin", "auditor", "owner"):
                for entry in scores(sample, rows, scorer, segment):
                    result.append({"design": name, **entry})
    with open(f"{folder}/expected.json", "w") as handle:
        json.dump({"made_by": f"design.py, numpy {np.__version__}, SciPy {scipy.__version__}",
                   "scores": result}, handle, indent=0)


if __name__ == "__main__":
    main()
