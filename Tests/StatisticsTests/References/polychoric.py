"""Bivariate normal probabilities, polychoric correlations with standard errors, and noncentral
chi-square probabilities with 20 digits; writes polychoric.json beside itself."""

import json
import os

from mpmath import erfc, exp, findroot, gammainc, inf, log, mp, mpf, pi, quad, sqrt

mp.dps = 20


def density(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def normal(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def quantile(share):
    return findroot(lambda x: normal(x) - share, mpf(0) if share == 0.5 else (share - 0.5) * 2.5)


def both(h, k, rho):
    """P(X <= h, Y <= k) from the conditional distribution, cut where that falls off."""
    spread = sqrt(1 - rho * rho)
    low = mpf(-20)
    cuts = {low, mpf(h)}
    for turn in (-9, -4, 0, 4, 9):
        place = (k + turn * spread) / rho if rho else low
        if low < place < h:
            cuts.add(place)
    cuts |= {mpf(c) for c in range(-9, 9, 3) if low < c < h}
    return quad(lambda x: density(x) * normal((k - rho * x) / spread), sorted(cuts))


def rectangles(rows, columns, rho):
    edges = [[None] + rows + [inf], [None] + columns + [inf]]

    def corner(h, k):
        if h is None or k is None:
            return mpf(0)
        if h == inf:
            return mpf(1) if k == inf else normal(k)
        return normal(h) if k == inf else both(h, k, rho)

    table = [[corner(h, k) for k in edges[1]] for h in edges[0]]
    return [[table[i + 1][j + 1] - table[i][j + 1] - table[i + 1][j] + table[i][j]
             for j in range(len(columns) + 1)] for i in range(len(rows) + 1)]


def slopes(rows, columns, rho):
    edges = [[None] + rows + [None], [None] + columns + [None]]

    def corner(h, k):
        if h is None or k is None:
            return mpf(0)
        rest = 1 - rho * rho
        return exp(-(h * h - 2 * rho * h * k + k * k) / (2 * rest)) / (2 * pi * sqrt(rest))

    table = [[corner(h, k) for k in edges[1]] for h in edges[0]]
    return [[table[i + 1][j + 1] - table[i][j + 1] - table[i + 1][j] + table[i][j]
             for j in range(len(columns) + 1)] for i in range(len(rows) + 1)]


def polychoric(table, bracket):
    n = mpf(sum(map(sum, table)))
    row_sums, column_sums = [sum(r) for r in table], [sum(c) for c in zip(*table)]
    rows = [quantile(sum(row_sums[:i + 1]) / n) for i in range(len(row_sums) - 1)]
    columns = [quantile(sum(column_sums[:i + 1]) / n) for i in range(len(column_sums) - 1)]
    cells = [(i, j) for i in range(len(row_sums)) for j in range(len(column_sums))]

    def score(rho):
        p, d = rectangles(rows, columns, rho), slopes(rows, columns, rho)
        return sum(table[i][j] * d[i][j] / p[i][j] for i, j in cells if table[i][j])

    low, high = (mpf(bound) for bound in bracket)
    rho = findroot(score, (low, high), solver='anderson', tol=1e-30)
    p, d = rectangles(rows, columns, rho), slopes(rows, columns, rho)
    information = sum(d[i][j] ** 2 / p[i][j] for i, j in cells)

    def expected(place, value, which):
        """The score's expectation under the fitted model with one threshold moved."""
        moved = [list(rows), list(columns)]
        moved[which][place] = value
        q, s = rectangles(*moved, rho), slopes(*moved, rho)
        return sum(p[i][j] * s[i][j] / q[i][j] for i, j in cells)

    step = mpf(10) ** -7
    pulls = [[(expected(k, t + step, which) - expected(k, t - step, which)) / (2 * step)
              for k, t in enumerate((rows, columns)[which])] for which in (0, 1)]
    variance = mpf(0)
    for i, j in cells:
        influence = d[i][j] / p[i][j]
        for which, own in ((0, i), (1, j)):
            for k, t in enumerate((rows, columns)[which]):
                influence += pulls[which][k] * ((1 if own <= k else 0) - normal(t)) / density(t)
        variance += table[i][j] / n * (influence / information) ** 2
    likelihood = sum(table[i][j] * log(p[i][j]) for i, j in cells if table[i][j])
    return {
        "table": table, "rho": float(rho), "error": float(sqrt(variance / n)),
        "rows": [float(x) for x in rows], "columns": [float(x) for x in columns],
        "likelihood": float(likelihood)}


def noncentral(x, degrees, shift):
    """P(X <= x) by Poisson's mixture."""
    x, half = mpf(x), mpf(shift) / 2
    weight, total, j = exp(-half), mpf(0), 0
    while j < 4000:
        term = weight * gammainc(mpf(degrees) / 2 + j, 0, x / 2, regularized=True)
        total += term
        if j > half and term < mpf(10) ** -28 * total:
            break
        j += 1
        weight *= half / j
    return total


TABLES = [
    ([[30, 12, 5, 1], [14, 25, 16, 6], [6, 15, 28, 14], [2, 4, 11, 27], [0, 1, 6, 33]], (.6, .9)),
    ([[40, 10], [20, 50]], (.3, .9)),
    ([[3, 0, 0, 1], [0, 9, 2, 0], [0, 1, 40, 6]], (.1, .95)),
    ([[9, 20, 31], [18, 22, 16], [30, 15, 6]], (-.8, -.1)),
    ([[120, 3], [1, 60]], (.8, .9995)),
]
value = {
    "bivariate": [
        {"h": h, "k": k, "rho": rho, "p": float(both(mpf(h), mpf(k), mpf(rho)))}
        for h, k, rho in [
            (0.3, -0.7, 0.5), (0.3, -0.7, -0.5), (1.2, 1.1, 0.95), (1.2, 1.1, -0.95),
            (-2.5, -2.4, 0.99), (-2.5, 2.4, -0.99), (0.0, 0.0, 0.999), (0.5, 0.50001, 0.9999),
            (0.5, -0.49, -0.9999), (3.5, 4.0, 0.8), (-3.5, -4.0, 0.8), (-1.0, 2.0, 0.0),
            (-1.3, 0.2, 0.1), (1.5, -0.2, 0.925), (-0.1, 0.1, -0.999)]],
    "polychoric": [polychoric(table, bracket) for table, bracket in TABLES],
    "noncentral": [
        {"x": x, "degrees": degrees, "shift": shift, "p": float(noncentral(x, degrees, shift))}
        for x, degrees, shift in [
            (3.0, 2, 1.5), (22.4, 12, 10.0), (22.4, 12, 35.0), (1490.0, 185, 1200.0),
            (1490.0, 185, 1400.0), (0.5, 8, 3.0), (50.0, 1, 20.0), (10.0, 3.5, 60.0)]],
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "polychoric.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump(value, file, indent=1)
    file.write("\n")
