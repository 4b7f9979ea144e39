"""Crosstabs with significance letters by another route: row by row, from influence columns.

usage: tabulate.py FOLDER

Reads FOLDER/responses.csv (made by design.py) and writes FOLDER/tabulate.json: for each design of
DESIGNS, item and column of the banner the bases, the shares of the points, top and bottom box, net
and mean, their linearised standard errors and intervals; the columns that a cell is higher than at
95 and 99 % (t tests of the difference's own influence column with the degrees of freedom of the
smaller column, of both where rows are the units and shares are compared; shares with the variance
of equal shares; Holm within a row); Rao and Scott's second-order test from eigenvalues, adjusted by
Benjamini and Hochberg over the items; and which segment's opportunity is higher than which. Nothing
is shared with the program under test.
Needs Python 3.9+, numpy and SciPy.
"""
import csv
import itertools
import json
import sys

import numpy as np
import scipy
from scipy import stats

OUTCOMES = ["01", "02"]
MARGINS = {"gender": {"f": 0.52, "m": 0.48}, "age": {"old": 0.3, "mid": 0.45, "young": 0.25}}
DESIGNS = {
    "weights": {},
    "strata, units": {"strata": True, "units": True},
    "two stages": {"strata": True, "units": True, "second": True},
    "strata, units, raked": {"strata": True, "units": True, "raked": True},
    "strata, raked": {"strata": True, "raked": True},
}
BANNER = {"role": ["admin", "auditor", "owner"], "region": ["C", "E", "N", "S", "W"]}
POINTS = np.arange(1, 6)
ROWS = {**{f"point {p}": (POINTS == p) * 1.0 for p in POINTS},
        "top": (POINTS >= 4) * 1.0, "bottom": (POINTS <= 2) * 1.0,
        "net": (POINTS >= 4) * 1.0 - (POINTS <= 2), "mean": POINTS * 1.0}


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


class Sample:
    def __init__(self, rows, strata=False, units=False, second=False, raked=False):
        self.size = len(rows)
        self.strata = np.array([r["region"] if strata else "all" for r in rows])
        self.units = np.array(
            [f"{r['region'] if strata else ''}/{r['store']}" if units else r["id"] for r in rows])
        self.second = second
        self.rows = rows
        self.before = np.array([float(r["weight"]) for r in rows])
        self.weights = self.before
        self.unit = 1.0
        self.margins = None
        if raked:
            columns = [np.array([r[name] for r in rows]) for name in MARGINS]
            self.weights = rake(self.before, columns, MARGINS.values())
            self.weights = self.weights * self.size / self.weights.sum()
            self.margins = np.column_stack(
                [(values == a) * 1.0 for values, m in zip(columns, MARGINS.values()) for a in m])

    def totals(self, z, units):
        names, places = np.unique(units, return_inverse=True)
        result = np.zeros((len(names), z.shape[1]))
        np.add.at(result, places, z)
        return result

    def covariance(self, influence):
        """influence: [n x q], u by row; the weights are applied here."""
        if self.margins is not None:
            root = np.sqrt(self.before)[:, None]
            slopes = np.linalg.lstsq(self.margins * root, influence * root, rcond=None)[0]
            influence = influence - self.margins @ slopes
        z = self.weights[:, None] * influence
        result = np.zeros((z.shape[1], z.shape[1]))
        for stratum in np.unique(self.strata):
            inside = self.strata == stratum
            totals = self.totals(z[inside], self.units[inside])
            n = len(totals)
            population = float(self.rows[int(np.flatnonzero(inside)[0])]["stores"])
            fraction = n / population if self.second else 0.0
            deviations = totals - totals.mean(axis=0)
            result += (1 - fraction) * n / (n - 1) * deviations.T @ deviations
            if not self.second:
                continue
            for unit in np.unique(self.units[inside]):
                own = z[self.units == unit]
                m = len(own)
                drawn = m / float(self.rows[int(np.flatnonzero(self.units == unit)[0])]["people"])
                deviations = own - own.mean(axis=0)
                result += fraction * (1 - drawn) * m / (m - 1) * deviations.T @ deviations
        return result

    def error(self, influence):
        return float(np.sqrt(max(0.0, self.covariance(influence[:, None])[0, 0])))

    def degrees(self, base):
        return len(set(self.units[base])) - len(set(self.strata[base]))


def korn_graubard(p, error, n, df, effective, level=0.95):
    tail = (1 - level) / 2
    worth = effective if error < 1e-9 or p in (0, 1) else p * (1 - p) / error**2
    worth *= (stats.t.ppf(tail, n - 1) / stats.t.ppf(tail, df)) ** 2
    x = worth * p
    low = stats.beta.ppf(tail, x, worth - x + 1) if p > 0 else 0.0
    high = stats.beta.ppf(1 - tail, x + 1, worth - x) if p < 1 else 1.0
    return float(low), float(high)


def holm(values):
    order = sorted((p, i) for i, p in enumerate(values) if p is not None)
    result, largest = [None] * len(values), 0.0
    for rank, (p, i) in enumerate(order):
        largest = max(largest, min(1.0, p * (len(order) - rank)))
        result[i] = largest
    return result


def letters(estimates, tests, limits, adjust):
    """estimates: by column, None where not compared; tests: p of a pair, None without a test."""
    pairs = [(a, b) for a, b in itertools.combinations(range(len(estimates)), 2)
             if estimates[a] is not None and estimates[b] is not None]
    adjusted = adjust([tests(a, b) for a, b in pairs])
    higher = [[[], []] for _ in estimates]
    for (a, b), p in zip(pairs, adjusted):
        if p is None:
            continue
        up, down = (a, b) if estimates[a] > estimates[b] else (b, a)
        for level, limit in enumerate(limits):
            if p <= limit:
                higher[up][level].append(down)
    return higher


def degrees(sample, own, others, is_share):
    """Of both columns where a pooled share of rows alone gives the variance, else of the smaller."""
    both = sample.degrees(own), sample.degrees(others)
    alone = len(set(sample.units)) == len(sample.units)
    return sum(both) if is_share and alone else min(both)


def student(difference, error, df):
    return float(2 * stats.t.sf(abs(difference) / error, df)) if error > 1e-9 and df > 0 else None


def equality(p1, n1, p2, n2):
    """What simple draws' variance of p1 - p2 is multiplied by where both sides share one p."""
    pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
    own = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
    # The survey has no pair of columns without any variance.
    assert own > 0 or p1 == p2
    return pooled * (1 - pooled) * (1 / n1 + 1 / n2) / own if own > 0 else 1.0


def rao_scott(sample, answers, segments, names, base):
    inside = base & np.isin(segments, names)
    used = [p for p in POINTS if (answers[inside] == p).any()]
    r, c, total = len(used), len(names), sample.weights[inside].sum()
    cells = np.column_stack([
        (inside & (answers == p) & (segments == s)) * 1.0 for p in used for s in names])
    shares = sample.weights @ cells / total
    influence = (cells - inside[:, None] * shares) / total
    covariance = sample.covariance(influence)
    # Log-linear interaction contrasts orthogonal to the main effects: the null space of the margins.
    main = np.column_stack([np.kron(np.eye(r)[:, i], np.ones(c)) for i in range(r)]
                           + [np.kron(np.ones(r), np.eye(c)[:, j]) for j in range(c)])
    contrasts = scipy.linalg.null_space(main.T)
    inverse = np.diag(np.where(shares > 0, 1 / np.where(shares > 0, shares, 1), 0))
    n = int(inside.sum())
    simple = contrasts.T @ inverse @ contrasts / n
    measured = contrasts.T @ inverse @ covariance @ inverse @ contrasts
    effects = np.real(np.linalg.eigvals(np.linalg.solve(simple, measured)))
    table = shares.reshape(r, c)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    # The eigenvalues are design effects: of n times the covariance against that of multinomial draws.
    f = n * ((table - expected) ** 2 / expected).sum() / effects.sum()
    d0 = effects.sum() ** 2 / (effects**2).sum()
    df = sample.degrees(inside)
    return {"f": float(f), "d0": float(d0), "d": float(d0 * df),
            "p": float(stats.f.sf(f, d0, d0 * df))}


def item(sample, rows, name):
    answers = np.array([float(r[name] or "nan") for r in rows])
    base = ~np.isnan(answers)
    entry = {"item": name, "columns": [], "tests": {}}
    groups = [("all", [("all", np.ones(len(rows), bool))])]
    for by, levels in BANNER.items():
        values = np.array([r[by] for r in rows])
        groups.append((by, [(level, values == level) for level in levels]))
        entry["tests"][by] = rao_scott(sample, answers, values, levels, base)
    for by, levels in groups:
        columns, influences, compared = [], [], []
        for level, inside in levels:
            own = base & inside
            w = np.where(own, sample.weights, 0)
            n, total = int(own.sum()), w.sum()
            effective, df = float(total**2 / (w**2).sum()), sample.degrees(own)
            column = {"by": by, "segment": level, "n": n, "weight": float(total),
                      "effective": effective, "missing": int((inside & ~base).sum()), "df": df,
                      "rows": {}}
            pieces = {}
            for statistic, points in ROWS.items():
                y = np.where(own, points[np.where(own, answers, 1).astype(int) - 1], 0)
                value = float((w * y).sum() / total)
                u = np.where(own, (y - value) / total, 0)
                error = sample.error(u)
                if statistic in ("net", "mean"):
                    half = float(stats.t.ppf(0.975, df)) * error
                    low, high = value - half, value + half
                else:
                    low, high = korn_graubard(value, error, n, df, effective)
                column["rows"][statistic] = {
                    "value": value, "se": error, "low": low, "high": high}
                pieces[statistic] = (value, u)
            columns.append(column)
            influences.append((own, pieces))
            compared.append(effective >= 30)
        for statistic in ROWS:
            def test(a, b):
                (own, one), (others, other) = influences[a], influences[b]
                error = sample.error(one[statistic][1] - other[statistic][1])
                if statistic not in ("net", "mean"):
                    error *= equality(
                        one[statistic][0], columns[a]["effective"],
                        other[statistic][0], columns[b]["effective"]) ** 0.5
                return student(one[statistic][0] - other[statistic][0], error,
                               degrees(sample, own, others, statistic not in ("net", "mean")))
            estimates = [influences[i][1][statistic][0] if compared[i] else None
                         for i in range(len(columns))]
            found = letters(estimates, test, (0.05, 0.01), holm)
            loose = letters(estimates, test, (0.4, 0.2), list)
            for column, higher, more in zip(columns, found, loose):
                column["rows"][statistic].update(higher=higher, loose=more)
        entry["columns"] += columns
    return entry


def scores(sample, rows, outcome):
    """Who is higher than whom on the top-box score: the largest error of the gradients that may hold."""
    raw = [np.array([float(r[f"{s}_{outcome}"] or "nan") for r in rows]) for s in ("imp", "sat")]
    base = ~np.isnan(raw[0]) & ~np.isnan(raw[1])
    result = {"outcome": outcome, "loose": {}}
    for by, levels in BANNER.items():
        values = np.array([r[by] for r in rows])
        parts, compared, effective = [], [], []
        for level in levels:
            own = base & (values == level)
            w = np.where(own, sample.weights, 0)
            effective.append(w.sum() ** 2 / (w**2).sum())
            compared.append(effective[-1] >= 30)
            means, us = [], []
            for v in raw:
                y = np.where(own, 10.0 * (np.where(own, v, 0) >= 4), 0)
                means.append((w * y).sum() / w.sum())
                us.append(np.where(own, (y - means[-1]) / w.sum(), 0))
            gap = means[0] - means[1]
            unclear = abs(gap) < 2 * sample.error(us[0] - us[1])
            above, floor = (2, -1), (1, 0)
            possible = [floor, above] if unclear else [above if gap > 0 else floor]
            values_of = {"importance": (means[0], [(1, 0)]), "satisfaction": (means[1], [(0, 1)]),
                         "opportunity": (means[0] + max(gap, 0), possible)}
            parts.append((own, values_of, means, us))
        for statistic in ("importance", "satisfaction", "opportunity"):
            def test(a, b):
                (own, one, mean, u), (others, other, means, us) = parts[a], parts[b]
                ratios = [equality(m / 10, effective[a], n / 10, effective[b])
                          for m, n in zip(mean, means)]
                if statistic == "opportunity":
                    ratios = [max(1, r) for r in ratios]
                d = [r**0.5 for r in ratios]
                error = max(
                    sample.error(sum(d[i] * (x[i] * u[i] - y[i] * us[i]) for i in (0, 1)))
                    for x in one[statistic][1] for y in other[statistic][1])
                return student(one[statistic][0] - other[statistic][0], error,
                               degrees(sample, own, others, statistic != "opportunity"))
            estimates = [part[1][statistic][0] if ok else None for part, ok in zip(parts, compared)]
            result["loose"].setdefault(statistic, []).extend(
                letters(estimates, test, (0.4, 0.2), list))
    return result


def main():
    folder = sys.argv[1]
    with open(f"{folder}/responses.csv", newline="") as handle:
        rows = list(csv.DictReader(handle))
    designs = []
    for name, keys in DESIGNS.items():
        sample = Sample(rows, **keys)
        items = [item(sample, rows, f"{side}_{o}") for o in OUTCOMES for side in ("imp", "sat")]
        for by in BANNER:
            adjusted = stats.false_discovery_control([e["tests"][by]["p"] for e in items])
            for entry, p in zip(items, adjusted):
                entry["tests"][by]["adjusted"] = float(p)
        designs.append({"design": name, "items": items,
                        "scores": [scores(sample, rows, o) for o in OUTCOMES]})
    with open(f"{folder}/tabulate.json", "w") as handle:
        json.dump({"made_by": f"tabulate.py, numpy {np.__version__}, SciPy {scipy.__version__}",
                   "designs": designs}, handle, separators=(",", ":"))
        handle.write("\n")


main()
