"""Profiles of groups: residuals, strength, differences, a test with covariates, and tree splits.

NumPy and SciPy; gains of splits are exact fractions over all subsets of levels.
Run: python3 profiles.py
"""
import json
from fractions import Fraction as Exact
from itertools import combinations

import numpy as np
from scipy import stats
from scipy.stats.contingency import association

rng = np.random.default_rng(7)
n, answers_count, groups_count = 240, 4, 3
level = rng.normal(size=n)
groups = np.digitize(level + .8 * rng.normal(size=n), [-.4, .5])
answers = np.digitize(.6 * level + rng.normal(size=n), [-.8, .1, .9])
numbers = np.round(40 + 9 * level + 8 * rng.normal(size=n), 2)
weights = rng.integers(1, 6, size=n)
covariates = np.round(np.c_[level, level ** 2, rng.normal(size=n)], 6)


def table(w):
    counts = np.zeros((answers_count, groups_count))
    np.add.at(counts, (answers, groups), w)
    return counts


def adjusted_residuals(counts):
    total = counts.sum()
    rows, columns = counts.sum(1, keepdims=True), counts.sum(0, keepdims=True)
    expected = rows @ columns / total
    return (counts - expected) / np.sqrt(
        expected * (1 - rows / total) * (1 - columns / total))


def standardised(p, q):
    return (p - q) / np.sqrt((p * (1 - p) + q * (1 - q)) / 2)


def shares(counts):
    own = counts / counts.sum(0)
    rest = counts.sum(1, keepdims=True) - counts
    others = rest / rest.sum(0)
    return own, standardised(own, others)


def eta_squared(x, w):
    mean = np.average(x, weights=w)
    between = sum(
        w[groups == g].sum() * (np.average(x[groups == g], weights=w[groups == g]) - mean) ** 2
        for g in range(groups_count))
    return between / (w * (x - mean) ** 2).sum()


def indicator(codes, count):
    return (codes[:, None] == np.arange(1, count)).astype(float)


def partial(y, z, w):
    """n times Pillai's trace of the residuals, and its second-order test in a simple sample."""
    root = np.sqrt(w / w.sum())[:, None]
    x = np.c_[np.ones(n), z]
    g = indicator(groups, groups_count)
    def residuals(columns):
        fit = np.linalg.lstsq(root * x, root * columns, rcond=None)[0]
        return columns - x @ fit
    ry, rg = residuals(y), residuals(g)
    share = w / w.sum()
    syy, sgg, syg = (ry * share[:, None]).T @ ry, (rg * share[:, None]).T @ rg, (
        ry * share[:, None]).T @ rg
    pillai = np.trace(np.linalg.solve(syy, syg) @ np.linalg.solve(sgg, syg.T))
    products = np.einsum("ij,ik->ijk", ry, rg).reshape(n, -1)
    mean = share @ products
    influence = share[:, None] * (products - mean)
    influence = influence - influence.mean(0)
    design = n / (n - 1) * influence.T @ influence
    simple = np.kron(syy, sgg) / n
    effects = np.linalg.solve(simple, design)
    trace = np.trace(effects)
    d0 = trace ** 2 / np.trace(effects @ effects)
    degrees = n - 1 - z.shape[1]
    f = n * pillai / trace
    return {"chi_square": n * pillai, "f": f, "d0": d0, "d": d0 * degrees,
            "p": stats.f.sf(f, d0, d0 * degrees)}


def gini_gain(left, right):
    def purity(side):
        return sum(Exact(c) ** 2 for c in side) / sum(side)
    both = [a + b for a, b in zip(left, right)]
    return (purity(left) + purity(right) - purity(both)) / sum(both)


def best_split(counts, ordered):
    """The best of all subsets of levels, or of all cuts."""
    levels = range(len(counts))
    subsets = ([range(c) for c in range(1, len(counts))] if ordered else
               [s for size in range(1, len(counts)) for s in combinations(levels, size)])
    gains = []
    for subset in subsets:
        chosen = set(subset)
        left = [sum(counts[l][c] for l in chosen) for c in range(len(counts[0]))]
        right = [sum(counts[l][c] for l in levels if l not in chosen)
                 for c in range(len(counts[0]))]
        gains.append(gini_gain(left, right))
    return float(max(gains))


splits = [
    {"counts": counts, "ordered": ordered, "gain": best_split(counts, ordered)}
    for counts, ordered in [
        ([[30, 5], [12, 40], [33, 9], [8, 22]], False),
        ([[30, 5], [12, 40], [33, 9], [8, 22]], True),
        ([[40, 10, 5], [6, 38, 9], [8, 7, 41], [20, 20, 20]], False),
        ([[17, 3, 4], [6, 18, 9], [9, 9, 30]], True),
    ]
]
plain = table(np.ones(n))
weighted = table(weights)
own, differences = shares(weighted)
out = {
    "answers": answers.tolist(), "groups": groups.tolist(), "numbers": numbers.tolist(),
    "weights": weights.tolist(), "covariates": covariates.T.tolist(),
    "residuals": adjusted_residuals(plain).T.tolist(),
    "cramers_v": association(plain.astype(int), method="cramer"),
    "weighted_shares": own.T.tolist(), "weighted_differences": differences.T.tolist(),
    "weighted_index": (100 * own / (weighted.sum(1, keepdims=True) / weighted.sum())).T.tolist(),
    "eta_squared": eta_squared(numbers, np.ones(n)),
    "weighted_eta_squared": eta_squared(numbers, weights),
    "pearson": float(stats.chi2_contingency(plain, correction=False)[0]),
    "answers_alone": partial(indicator(answers, answers_count), np.empty((n, 0)), np.ones(n)),
    "answers_adjusted": partial(indicator(answers, answers_count), covariates, np.ones(n)),
    "numbers_weighted": partial(numbers[:, None], covariates, weights.astype(float)),
    "splits": splits,
}
json.dump(out, open("profiles.json", "w"))
