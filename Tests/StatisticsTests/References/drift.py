# Reference values of PointShares, ShareDrift and Assignment, by NumPy and SciPy.
#
# Usage: python3 drift.py > drift.json
# With `simulate` as an argument it prints instead, for the comments and docs: the mean of the
# index where nothing moves beside (k - 1)(1/n + 1/m), and how often a question then counts as
# moved.
import json
import sys

import numpy as np
from scipy import stats
from scipy.optimize import linear_sum_assignment


def shares(points, weights, count):
    sums = np.bincount(points, weights=weights, minlength=count)
    return sums / sums.sum(), weights.sum() ** 2 / (weights ** 2).sum()


def psi(before, n, now, m):
    used = (before > 0) | (now > 0)
    k = used.sum()
    old = (n * before[used] + 0.5) / (n + k / 2)
    new = (m * now[used] + 0.5) / (m + k / 2)
    return float(((new - old) * np.log(new / old)).sum())


def drift(rng, count, n, m, isWeighted, lean):
    # Weights are whole numbers, as the engine has them.
    def people(size, odds):
        points = rng.choice(count, size=size, p=odds / odds.sum())
        weights = rng.integers(1, 400, size) if isWeighted else np.ones(size, dtype=int)
        return points, weights

    odds = rng.gamma(2.0, size=count)
    odds[0] = 0  # A point that nobody uses.
    one = people(n, odds)
    other = people(m, odds * np.exp(lean * np.arange(count)))
    (before, e), (now, f) = (shares(*g, count) for g in (one, other))
    table = np.array([before * e, now * f])
    table = table[:, table.sum(axis=0) > 0]
    test = stats.chi2_contingency(table, correction=False)
    grid = np.arange(count)
    means = [float((s * grid).sum()) for s in (before, now)]
    variances = [float((s * (grid - c) ** 2).sum() * k / (k - 1))
                 for s, c, k in ((before, means[0], e), (now, means[1], f))]
    # Welch by SciPy takes whole counts only in name: effective numbers serve as well.
    welch = stats.ttest_ind_from_stats(
        means[1], variances[1] ** 0.5, f, means[0], variances[0] ** 0.5, e, equal_var=False)
    ends = [v / k for v, k in zip(variances, (e, f))]
    degrees = sum(ends) ** 2 / (ends[0] ** 2 / (e - 1) + ends[1] ** 2 / (f - 1))
    half = stats.t.ppf(0.975, degrees) * sum(ends) ** 0.5
    shift = means[1] - means[0]
    return {
        "points": count, "before": [g.tolist() for g in one], "now": [g.tolist() for g in other],
        "effective": [float(e), float(f)], "psi": psi(before, e, now, f),
        "chi_square": float(test.statistic), "df": int(test.dof), "p": float(test.pvalue),
        "shift": shift, "t_p": float(welch.pvalue), "low": shift - half, "high": shift + half,
    }


def pairing(rng, rows, columns):
    costs = rng.integers(-1000, 1 << 40, (rows, columns))
    found = linear_sum_assignment(costs)
    pairs = [-1] * rows
    for row, column in zip(*found):
        pairs[row] = int(column)
    return {"costs": costs.tolist(), "pairs": pairs, "cost": int(costs[found].sum())}


def simulate():
    rng = np.random.default_rng(5)
    for count in (5, 7, 11):
        for n, m in ((600, 50), (600, 200), (600, 600), (200, 50)):
            values, moved = [], 0
            for _ in range(10_000):
                odds = rng.dirichlet(np.full(count, 2.0))
                one, other = rng.multinomial(n, odds), rng.multinomial(m, odds)
                value = psi(one / n, n, other / m, m)
                used = (one + other) > 0
                chance = (used.sum() - 1) * (1 / n + 1 / m)
                p = stats.chi2_contingency(np.array([one, other])[:, used], correction=False)[1]
                values.append((value, chance))
                moved += value - chance > 0.25 and p < 0.01
            means = np.mean(values, axis=0)
            print("%2d points, %d and %d people: psi %.4f, by chance %.4f; moved %d in 10,000"
                  % (count, n, m, means[0], means[1], moved))


def main():
    if sys.argv[1:] == ["simulate"]:
        return simulate()
    rng = np.random.default_rng(20)
    cases = [drift(rng, *c) for c in (
        (5, 400, 60, False, 0.0), (5, 300, 250, False, 0.5), (7, 120, 80, True, 0.2),
        (11, 500, 50, True, -0.3), (5, 40, 12, False, 1.5))]
    sizes = [(1, 1), (2, 2), (3, 3), (5, 5), (8, 8), (12, 12), (2, 5), (5, 2), (3, 8), (9, 4)]
    json.dump({"drifts": cases, "pairings": [pairing(rng, *s) for s in sizes]}, sys.stdout)
    print()


main()
