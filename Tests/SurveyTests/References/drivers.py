"""Which key outcomes go with which success outcomes, by another route.

usage: drivers.py FOLDER
       drivers.py --simulate

Draws FOLDER/drivers.csv (360 simulated people, six key outcomes, missing answers, weights, strata and
sampling units, a rated success outcome and one that happened or did not) and writes
FOLDER/drivers.json: for each design and result R squared, Johnson's relative weights from the singular
value decomposition of pseudo-data with the pairwise correlations, general dominance (the mean gain in
R squared over all orders) for comparison, shares, signs, standard errors from the numerical change of
every figure with every person's weight, whether weights are above that of the random column `noise`,
and, for the simple design, standard errors of a plain bootstrap.

--simulate prints how often 95 % intervals hold the weight of the population, how often weights of
0 count as above chance, and the error of weights from pairwise correlations and from EM.
Nothing is shared with the program under test.
Needs Python 3.9+, numpy and SciPy.
"""
import csv
import json
import os
import sys
from itertools import combinations
from math import factorial

import numpy as np
from scipy.stats import t as student

KEYS = "abcdef"


def correlations(x, w):
    """Pairwise, weighted; x holds NaN for missing."""
    a = ~np.isnan(x)
    x = np.where(a, x, 0)
    both = np.einsum("n,nk,nl->kl", w, a, a)
    mean = np.einsum("n,nk,nl->kl", w, x, a) / both
    var = np.einsum("n,nk,nl->kl", w, x ** 2, a) / both - mean ** 2
    cov = np.einsum("n,nk,nl->kl", w, x, x) / both - mean * mean.T
    return cov / np.sqrt(var * var.T)


def johnson(r):
    """Weights and standardised coefficients; the outcome comes last."""
    data = np.linalg.cholesky(r).T
    x, y = data[:, :-1], data[:, -1]
    p, d, qt = np.linalg.svd(x, full_matrices=False)
    z = p @ qt
    return ((z.T @ x) ** 2).T @ (z.T @ y) ** 2, qt.T @ ((p.T @ y) / d)


def dominance(r):
    """The mean gain in R squared over all orders of the predictors."""
    k = len(r) - 1

    def explained(s):
        s = list(s)
        return float(r[s, -1] @ np.linalg.solve(r[np.ix_(s, s)], r[s, -1])) if s else 0.0
    result = []
    for j in range(k):
        rest = [i for i in range(k) if i != j]
        result.append(sum(factorial(len(s)) * factorial(k - len(s) - 1) / factorial(k)
                          * (explained(s + (j,)) - explained(s))
                          for m in range(k) for s in combinations(rest, m)))
    return result


def draw(folder):
    rng = np.random.default_rng(20260517)
    rows = []
    for number in range(360):
        habit = rng.normal()
        z = .5 * habit + rng.normal(size=6)
        y = .6 * z[0] + .3 * z[1] + .15 * z[2] - .1 * z[5] + .3 * habit + rng.normal()
        row = {"id": f"p{number:03}", "region": ["N", "S"][number % 2], "unit": f"u{number // 6:02}",
               "w": f"{rng.uniform(.4, 2.2):.3f}"}
        for place, o in enumerate(KEYS):
            row[f"imp_{o}"] = str(rng.integers(2, 6))
            row[f"sat_{o}"] = "" if rng.uniform() < .08 else str(int(np.clip(np.round(3.3 + z[place]), 1, 5)))
        row["s1_sat"] = "" if rng.uniform() < .05 else str(int(np.clip(np.round(3.2 + .9 * y), 1, 5)))
        seen = rng.normal() - .7 * z[3] > .4
        row["s2_seen"] = "" if rng.uniform() < .05 else "yes" if seen else "no"
        rows.append(row)
    with open(os.path.join(folder, "drivers.csv"), "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows, [round(v, 6) for v in rng.normal(size=len(rows))]


def variance(u, rows, design):
    """Of totals of influence columns [people x q]."""
    if design != "strata, units":
        n = len(u)
        return n / (n - 1) * (u - u.mean(0)).T @ (u - u.mean(0))
    total = 0
    for region in "NS":
        units = sorted({r["unit"] for r in rows if r["region"] == region})
        sums = np.array([sum(u[i] for i, r in enumerate(rows) if r["region"] == region and r["unit"] == c)
                         for c in units])
        total = total + len(sums) / (len(sums) - 1) * (sums - sums.mean(0)).T @ (sums - sums.mean(0))
    return total


def influences(figures, w):
    """w_i times the slope of each figure with w_i, by central differences."""
    result = []
    for i in range(len(w)):
        if w[i] == 0:
            result.append(np.zeros_like(figures(w)))
            continue
        up, down = w.copy(), w.copy()
        up[i] += 1e-3 * w[i]
        down[i] -= 1e-3 * w[i]
        result.append((figures(up) - figures(down)) / 2e-3)
    return np.array(result)


def case(rows, noise, result, design):
    w = np.array([1.0 if design == "simple" else float(r["w"]) for r in rows])
    x = np.array([[float(r[f"sat_{o}"] or "nan") for o in KEYS] for r in rows])
    s1 = np.array([float(r["s1_sat"] or "nan") for r in rows])
    s2 = np.array([{"yes": 0., "no": 1., "": np.nan}[r["s2_seen"]] for r in rows])
    marks = np.column_stack([np.where(np.isnan(s1), np.nan, s1 >= 4), s2])
    known = ~np.isnan(marks)
    index = np.where(known.any(1), 10 * np.nansum(marks, 1) / np.maximum(known.sum(1), 1), np.nan)
    y = {"s1": s1, "s2": s2, "index": index}[result]
    inside = ~np.isnan(y)
    x = np.column_stack([x, y])
    wide = np.column_stack([x[:, :-1], noise, y])
    own = np.where(inside, w, 0.0)
    # Outside the domain everything is missing, so that weights there move nothing.
    x[~inside] = np.nan
    wide[~inside] = np.nan
    r = correlations(x, w)
    weights, slopes = johnson(r)
    beside = johnson(correlations(wide, w))[0]
    u = influences(lambda v: np.concatenate([johnson(correlations(x, v))[0],
                                             johnson(correlations(wide, v))[0][-1:]]), own)
    v = variance(u, rows, design)
    units = len({(q["region"], q["unit"]) for i, q in enumerate(rows) if inside[i]})
    df = int(inside.sum()) - 1 if design != "strata, units" else units - 2
    t, t1 = student.ppf(.975, df), student.ppf(.95, df)
    se = np.sqrt(np.diag(v))[:-1]
    total = weights.sum()
    share = weights / total
    turn = (np.eye(6) - share[:, None]) / total
    share_se = np.sqrt(np.diag(turn @ v[:6, :6] @ turn.T))

    def interval(value, error):
        low, high = np.sqrt(value) - t * error / 2 / np.sqrt(value), np.sqrt(value) + t * error / 2 / np.sqrt(value)
        return (np.maximum(low, 0) ** 2).tolist(), np.minimum(high ** 2, 1).tolist()
    above = []
    for j in range(6):
        g = np.zeros(7)
        g[j], g[6] = .5 / np.sqrt(beside[j]), -.5 / np.sqrt(beside[6])
        above.append(bool(np.sqrt(beside[j]) - np.sqrt(beside[6]) > t1 * np.sqrt(g @ v @ g)))
    a = ~np.isnan(x)
    both = np.einsum("n,nk,nl->kl", w, a, a)
    effective = both ** 2 / np.einsum("n,nk,nl->kl", w ** 2, a, a)
    lower = effective[np.tril_indices(7, -1)]
    n = len(lower) / (1 / lower).sum()
    found = {"design": design, "result": result, "r2": float(total),
             "adjusted": float(1 - (1 - total) * (n - 1) / (n - 7)), "n": int(inside.sum()),
             "n_effective": float(effective[-1, -1]), "pairs": [int(c) for c in (a.T.astype(int) @ a)[-1, :-1]],
             "pairs_effective": effective[-1, :-1].tolist(), "weights": weights.tolist(),
             "dominance": dominance(r), "se": se.tolist(), "share": share.tolist(),
             "signs": [int(b) for b in np.sign(slopes)], "above": above}
    found["low"], found["high"] = interval(weights, se)
    found["share_low"], found["share_high"] = interval(share, share_se)
    if design == "simple":
        rng = np.random.default_rng(7)
        draws = [johnson(correlations(x, rng.multinomial(len(w), np.ones(len(w)) / len(w)) * 1.0))[0]
                 for _ in range(4000)]
        found["bootstrap"] = np.std(draws, axis=0, ddof=1).tolist()
    return found


# --simulate

def batch_weights(r):
    d, q = np.linalg.eigh(r[..., :-1, :-1])
    d = np.maximum(d, 1e-4)
    root = np.einsum("...ij,...j,...kj->...ik", q, np.sqrt(d), q)
    b = np.einsum("...ij,...j,...kj,...k->...i", q, 1 / np.sqrt(d), q, r[..., :-1, -1])
    return np.einsum("...ij,...j->...i", root ** 2, b ** 2)


def linearised(x, w):
    """Weights, and influences from numerical slopes on correlations."""
    r = correlations(x, w)
    k = len(r)
    pairs = [(i, j) for i in range(k) for j in range(i)]
    moved = np.repeat(r[None], 2 * len(pairs), 0)
    for m, (i, j) in enumerate(pairs):
        moved[2 * m:2 * m + 2, i, j] += [1e-5, -1e-5]
        moved[2 * m:2 * m + 2, j, i] += [1e-5, -1e-5]
    f = batch_weights(moved)
    slopes = (f[0::2] - f[1::2]) / 2e-5
    own = np.zeros((len(w), len(pairs)))
    for m, (i, j) in enumerate(pairs):
        both = ~np.isnan(x[:, i]) & ~np.isnan(x[:, j])
        zi, zj = ((x[both, c] - np.average(x[both, c], weights=w[both])) for c in (i, j))
        zi, zj = (z / np.sqrt(np.average(z ** 2, weights=w[both])) for z in (zi, zj))
        own[both, m] = w[both] / w[both].sum() * (zi * zj - r[i, j] / 2 * (zi ** 2 + zj ** 2))
    return batch_weights(r), own @ slopes


def people(n, p, rho, rng):
    slopes = np.zeros(p)
    slopes[:3] = [.45, .25, .12]
    c = np.full((p, p), rho)
    np.fill_diagonal(c, 1)
    z = rng.multivariate_normal(np.zeros(p), c, n)
    y = (z @ slopes + .9 * rng.normal(size=n)) / 1.2
    return np.digitize(np.column_stack([z, y]), [-1.2, -.4, .4, 1.2]).astype(float)


def coverage(n, p, rho, missing, runs):
    rng = np.random.default_rng(3)
    truth = batch_weights(np.mean([np.corrcoef(people(200_000, p, rho, rng).T) for _ in range(6)], 0))
    held = {k: np.zeros(p) for k in ("plain", "logarithm", "root", "percentile")}
    above = np.zeros(p)
    for _ in range(runs):
        x = people(n, p, rho, rng)
        x[:, :-1][rng.uniform(size=(n, p)) < missing] = np.nan
        w = np.ones(n)
        e, u = linearised(x, w)
        se, t = np.sqrt(n / (n - 1) * ((u - u.mean(0)) ** 2).sum(0)), student.ppf(.975, n - 1)
        root, half = np.sqrt(e), t * se / 2 / np.sqrt(e)
        ends = {"plain": (e - t * se, e + t * se), "logarithm": (e * np.exp(-t * se / e), e * np.exp(t * se / e)),
                "root": (np.maximum(root - half, 0) ** 2, (root + half) ** 2)}
        draws = rng.multinomial(n, np.ones(n) / n, size=100) * 1.0
        ends["percentile"] = np.quantile(batch_weights(np.array([correlations(x, d) for d in draws])),
                                         [.025, .975], axis=0)
        for k, (low, high) in ends.items():
            held[k] += (low <= truth) & (truth <= high)
        wide = np.column_stack([x[:, :-1], rng.normal(size=n), x[:, -1]])
        e, u = linearised(wide, w)
        root, u = np.sqrt(e), u / 2 / np.sqrt(e)
        error = np.sqrt(((u[:, :-1] - u[:, -1:]) ** 2).sum(0))
        above += root[:-1] - root[-1] > student.ppf(.95, n - 1) * error
    print(f"n {n}, predictors {p}, correlation {rho}, missing {missing}: weights {np.round(truth[:4], 3)}")
    for k, v in held.items():
        print(f"  {k:10} holds {np.round(v[:3] / runs, 3)}, the others {np.mean(v[3:]) / runs:.3f}")
    print(f"  above chance {np.round(above[:3] / runs, 3)}, the others {np.mean(above[3:]) / runs:.4f}", flush=True)


def em(x, rounds=60):
    a = ~np.isnan(x)
    m, s = np.nanmean(x, 0), np.diag(np.nanvar(x, 0))
    patterns = {}
    for i, row in enumerate(a):
        patterns.setdefault(row.tobytes(), []).append(i)
    for _ in range(rounds):
        full, extra = np.where(a, x, 0.0), np.zeros_like(s)
        for rows in patterns.values():
            o = a[rows[0]]
            b = s[np.ix_(~o, o)] @ np.linalg.inv(s[np.ix_(o, o)])
            full[np.ix_(rows, ~o)] = m[~o] + (x[np.ix_(rows, o)] - m[o]) @ b.T
            extra[np.ix_(~o, ~o)] += len(rows) * (s[np.ix_(~o, ~o)] - b @ s[np.ix_(o, ~o)])
        m = full.mean(0)
        s = (full - m).T @ (full - m) / len(x) + extra / len(x)
    return s / np.sqrt(np.outer(np.diag(s), np.diag(s)))


def missing_answers(n, kind, runs):
    rng = np.random.default_rng(5)
    truth = batch_weights(np.mean([np.corrcoef(people(200_000, 6, .4, rng).T) for _ in range(6)], 0))
    errors = {"pairwise": [], "EM": [], "nothing missing": []}
    for _ in range(runs):
        x = people(n, 6, .4, rng)
        errors["nothing missing"].append(batch_weights(np.corrcoef(x.T)) - truth)
        # Who is satisfied with the first outcome leaves out half of the others.
        p = kind * np.ones(n) if isinstance(kind, float) else np.where(x[:, 0] >= 3, .5, .1)
        lost = rng.uniform(size=(n, 6)) < p[:, None]
        if not isinstance(kind, float):
            lost[:, 0] = False
        x[:, :-1][lost] = np.nan
        errors["pairwise"].append(batch_weights(correlations(x, np.ones(n))) - truth)
        errors["EM"].append(batch_weights(em(x)) - truth)
    print(f"n {n}, missing {kind}: root mean square error of the weights times 1,000")
    for k, v in errors.items():
        print(f"  {k:15} {np.round(1000 * np.sqrt(np.mean(np.square(v), 0)), 1)}, "
              f"bias {np.round(1000 * np.mean(v, 0), 1)}", flush=True)


if sys.argv[1] == "--simulate":
    for setting in [(150, 6, 0, 0), (400, 6, 0, .15), (400, 6, .4, .15), (60, 12, .3, 0), (400, 20, .3, 0)]:
        coverage(*setting, 300 if setting[1] < 12 else 100)
    for setting in [(200, .12), (200, .4), (600, .4), (600, "by the first answer")]:
        missing_answers(*setting, 200)
    sys.exit()
drawn, random = draw(sys.argv[1])
cases = [case(drawn, random, result, design) for design in ["simple", "weights", "strata, units"]
         for result in ["s1", "s2", "index"]]
with open(os.path.join(sys.argv[1], "drivers.json"), "w") as file:
    json.dump({"numpy": np.__version__, "noise": random, "cases": cases}, file, indent=1)
    file.write("\n")
