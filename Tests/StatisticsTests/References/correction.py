"""Corrected scores, band and zone probabilities, rows needed.

An independent numpy program: numpy's eigenvectors and inverses where the engine uses closed forms,
textbook moments where the engine avoids differences, SciPy's distributions and numpy's nodes.
Arrays are (J, 2) and (J, 2, 2); importance I and satisfaction S on 0...10, U = 2 I - S.
Run: python3 correction.py
"""
import json
import numpy as np
import scipy
from scipy.special import ndtr
from scipy.stats import t as student

CUTS = (10., 12., 15.)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
rng = np.random.default_rng(20240607)


def symmetric(a, b, c):
    """[[a, c], [c, b]]"""
    return np.stack([np.stack([a, c], -1), np.stack([c, b], -1)], -2)


# To angles

def effective_size(p, v, kish, rest):
    pq = p * (1 - p)
    ok = (pq > 1e-9) & (v > 1e-12 * rest)
    m = np.where(ok, 100 * pq * rest / np.where(ok, v, 1) + 1, kish)
    return np.clip(m, kish / 10, 10 * kish) / rest


def angles(est, V, kish, df, shared=(0, 0, 0, 1)):
    """Angles, the outcomes' own errors, the errors in common: (J, 2), (J, 2, 2), (J, 2, 2).

    shared: mean correlations of two outcomes' errors of importance, of satisfaction, of importance
    and satisfaction, and what a finite population leaves of variances.
    """
    p = np.clip(est / 10, 0, 1)
    rest = max(shared[3], 1e-14)
    m = np.stack([effective_size(p[:, i], V[:, i, i], kish, rest) for i in (0, 1)], -1)
    x = np.arcsin(np.sqrt((m * p + .375) / (m + .75)))
    dd = V[:, 0, 0] * V[:, 1, 1]
    has = dd > 1e-18
    rho = np.where(has, V[:, 0, 1] / np.sqrt(np.where(has, dd, 1)), 0)
    bar = rho.sum() / max(has.sum(), 1)
    rho = np.clip(np.where(has, (kish * rho + 100 * bar) / (kish + 100), bar), -.95, .95)
    v = (df / (df - 2))[:, None] / (4 * m + 2)
    E = symmetric(v[:, 0], v[:, 1], rho * np.sqrt(v[:, 0] * v[:, 1]))
    C = symmetric(v[:, 0] * shared[0], v[:, 1] * shared[1], shared[2] * np.sqrt(v[:, 0] * v[:, 1]))
    common = np.zeros_like(C)
    for j in range(len(E)):
        values, H = axes(C[j], E[j])
        common[j] = (H * np.clip(values, 0, .95)) @ H.T
    return x, E - common, common


# Prior and posterior

def axes(S, D):
    """lambda and H = L Q with D = L L', L^-1 S L^-T = Q lambda Q'."""
    L = np.linalg.cholesky(D)
    inverse = np.linalg.inv(L)
    values, Q = np.linalg.eigh(inverse @ S @ inverse.T)
    return values, L @ Q


def shrinkages(value, f):
    """Nodes and weights of the density B^(f/2-2) exp(-f lambda B / 2) on 0 < B <= 1."""
    power, rate = f / 2 - 2, f * max(0, value) / 2

    def log_density(B):
        return (power * np.log(B) if power > 0 else 0) - rate * B

    mode = power / rate if power < rate else 1.
    limit = log_density(mode) - 25

    def edge(near, far):
        with np.errstate(divide="ignore"):
            if not log_density(far) < limit:
                return far
            for _ in range(60):
                mid = (near + far) / 2
                near, far = (near, mid) if log_density(mid) < limit else (mid, far)
        return far

    low, high = edge(mode, 0.), edge(mode, 1.)
    B = low + (high - low) * (NODES + 1) / 2
    w = WEIGHTS * np.exp(log_density(B) - limit)
    return B, w / w.sum()


def posterior(S, D, f):
    """Covariances A of true values, (K, 2, 2), with their weights."""
    values, H = axes(S, D)
    (B0, w0), (B1, w1) = (shrinkages(value, f) for value in values)
    w = np.outer(w0, w1).ravel()
    a = np.stack([np.repeat(1 / B0 - 1, len(B1)), np.tile(1 / B1 - 1, len(B0))], -1)
    keep = w >= 1e-10
    return np.einsum("ab,kb,cb->kac", H, a[keep], H), w[keep] / w[keep].sum()


def shrink(d, D, A, w):
    """delta ~ N(0, A) from d ~ N(delta, D), A with the probabilities w."""
    J = len(d)
    T = A[:, None] + D
    B = D @ np.linalg.inv(T)
    means = d - np.einsum("kjab,jb->kja", B, d)
    ofmean = (A + D.mean(0))[:, None] / J
    P = (np.eye(2) - B) @ D + B @ ofmean @ np.swapaxes(B, -1, -2)
    mean = np.einsum("k,kja->ja", w, means)
    e = means - mean
    P = np.einsum("k,kjab->jab", w, P + e[..., :, None] * e[..., None, :])
    return mean, (P + np.swapaxes(P, -1, -2)) / 2


def overall(x, D, C):
    J, mu = len(x), x.mean(0)
    d = x - mu
    mean, P = shrink(d, D, *posterior(d.T @ d / (J - 1), D.mean(0), J - 1))
    return mu + mean, P + C


def cells(xg, Dg, Cg, size, x0, m0, P0):
    """Segments drawn towards everybody: xg (G, J, 2), Dg, Cg (G, J, 2, 2), size (G,)."""
    w = size / size.sum()
    G, J = xg.shape[:2]
    c = np.array([(1 - w[g]) ** 2 + sum(w[h] ** 2 for h in range(G) if h != g) for g in range(G)])
    d = xg - x0
    e = d.mean(1, keepdims=True)
    d = d - e
    D = (1 - w)[:, None, None, None] * Dg
    S = np.einsum("gja,gjb->gab", d, d) / (J - 1)
    A, weights = posterior(np.einsum("g,gab->ab", w, S) / (w @ c),
                           np.einsum("g,gab->ab", w, D.mean(1)) / (w @ c), (G - 1) * (J - 1))
    result = []
    for g in range(G):
        mean, P = shrink(d[g], D[g], c[g] * A, weights)
        result.append((m0 + e[g] + mean, P0 + P + (1 - w[g]) * Cg[g]))
    return result


# Back to points

def to_points(m, P):
    """Mean and covariance of 10 sin^2(theta), theta normal (m, P)."""
    a, b, A, B, C = m[:, 0], m[:, 1], P[:, 0, 0], P[:, 1, 1], P[:, 0, 1]
    ca, cb = np.exp(-2 * A) * np.cos(2 * a), np.exp(-2 * B) * np.cos(2 * b)
    va = (1 + np.exp(-8 * A) * np.cos(4 * a)) / 2 - ca ** 2
    vb = (1 + np.exp(-8 * B) * np.cos(4 * b)) / 2 - cb ** 2
    cc = np.exp(-2 * (A + B)) / 2 * (np.exp(-4 * C) * np.cos(2 * a + 2 * b)
                                     + np.exp(4 * C) * np.cos(2 * a - 2 * b)) - ca * cb
    return np.stack([5 * (1 - ca), 5 * (1 - cb)], -1), 25 * symmetric(va, vb, cc)


def linear(M, W, a, b):
    v = a * a * W[:, 0, 0] + 2 * a * b * W[:, 0, 1] + b * b * W[:, 1, 1]
    return a * M[:, 0] + b * M[:, 1], np.sqrt(np.maximum(v, 1e-12))


def corrected_score(M, W):
    """Clark's mean and standard deviation of max(I, U)."""
    (i, si), (u, su), (g, sg) = linear(M, W, 1, 0), linear(M, W, 2, -1), linear(M, W, 1, -1)
    al = g / sg
    ph = np.exp(-al * al / 2) / np.sqrt(2 * np.pi)
    e = i + g * ndtr(al) + sg * ph
    # About the mean, or known scores would lose their last digits.
    u, i = u - e, i - e
    e2 = (u * u + su * su) * ndtr(al) + (i * i + si * si) * ndtr(-al) + (u + i) * sg * ph
    return e, np.sqrt(np.maximum(e2, 0))


def exceedance(M, W):
    u, su = linear(M, W, 2, -1)
    return np.stack([np.where(su < 2e-6, u > c - 1e-6, ndtr((u - c) / su)) for c in CUTS], -1)


def table_stakes(M, W):
    sd = np.sqrt(np.maximum(W[:, 1, 1], 1e-12))
    beta = W[:, 0, 1] / sd ** 2
    tau = np.sqrt(np.maximum(W[:, 0, 0] - beta * W[:, 0, 1], 1e-12))
    lo = np.clip((7.5 - M[:, 1]) / sd, -8, 8)
    hi = np.clip((10 - M[:, 1]) / sd, -8, 8)
    total = 0
    for x, weight in zip(NODES, WEIGHTS):
        z = lo + (hi - lo) * (x + 1) / 2
        s, i = M[:, 1] + sd * z, M[:, 0] + beta * sd * z
        inner = np.maximum(0, ndtr((5 + s / 2 - i) / tau) - ndtr((s - i) / tau))
        total = total + weight * np.exp(-z * z / 2) * inner
    return total * (hi - lo) / 2 / np.sqrt(2 * np.pi)


def zones(M, W):
    g, sg = linear(M, W, 1, -1)
    over = np.where(sg < 2e-6, g < -1e-6, ndtr(-g / sg))
    z = np.stack([over, exceedance(M, W)[:, 0], table_stakes(M, W)], -1)
    z = z / np.maximum(z.sum(-1, keepdims=True), 1)
    return np.concatenate([z, 1 - z.sum(-1, keepdims=True)], -1)


def answers(m, P):
    M, W = to_points(m, P)
    e = exceedance(M, W)
    score, sd = corrected_score(M, W)
    bands = np.stack([1 - e[:, 0], e[:, 0] - e[:, 1], e[:, 1] - e[:, 2], e[:, 2]], -1)
    values = {"scores": score, "deviations": sd, "parts": M, "exceedances": e, "bands": bands,
              "zones": zones(M, W)}
    assert all(np.isfinite(v).all() for v in values.values())
    return {key: value.tolist() for key, value in values.items()}


# Rows needed

def within_band(n, I, S, vI, c, U2, U3, U4, df=None):
    """df: of a clustered sample, whatever n is."""
    t = student.ppf(.975, df or n - 1)
    few = 1 / df if df else 0
    U, rn = 2 * I - S, np.sqrt(n)
    U2 = max(U2, 1e-9)
    sk, ku = U3 / U2 ** 1.5, U4 / U2 ** 2

    def standard(y, sign):
        spread = max(1 + sign * t * sk / rn + t * t * ((ku - 1) / (4 * n) + few / 2), .05)
        shift = sign * t * (1 - (ku + 3) / (8 * n) - few / 4)
        return ((y - U) * rn / np.sqrt(U2) - shift) / np.sqrt(spread)

    def F(y):
        y = min(max(y, -8.), 8.)
        edge = sk / (6 * rn) * (y * y - 1) * np.exp(-y * y / 2) / np.sqrt(2 * np.pi)
        return min(max(ndtr(y) - edge, 0), 1)

    P = 0.
    for a, b in ((10, 12), (12, 15), (15, None)):
        P += max(0., (1. if b is None else F(standard(b, 1))) - F(standard(a, -1)))
    y = standard(10, 1)
    low = F(y)
    p = min(max(I / 10, 0), 1)
    if p == 1:
        low = 0.
    elif p > 0 and vI > 0:
        ratio = 100 * p * (1 - p) / vI
        largest = (n - 1) * ratio / ((n - 1) * ratio + t * t)
        hI = 2 * np.sqrt(n * ratio) * (np.arcsin(np.sqrt(largest)) - np.arcsin(np.sqrt(p)))
        if hI < 6 and y > -8:
            r = min(max(c / np.sqrt(vI * U2), -.999), .999)
            hi = min(y, 8)
            z = -8 + (hi + 8) * (NODES + 1) / 2
            both = ((hi + 8) / 2 * WEIGHTS * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
                    * ndtr((hI - r * z) / np.sqrt(1 - r * r))).sum()
            low *= both / max(ndtr(y), 1e-300)
    return float(P + low)


def moments(table, values):
    q = np.asarray(table, float)
    q = q / q.sum()
    i, s = values[:, None] + 0 * q, values[None, :] + 0 * q
    I, S = (q * i).sum(), (q * s).sum()
    du = 2 * i - s - (2 * I - S)
    return (I, S, (q * (i - I) ** 2).sum(), (q * (i - I) * du).sum(),
            *((q * du ** k).sum() for k in (2, 3, 4)))


def needed(mo, deff, df=None, population=None, power=.8, least=30, most=100_000):
    def enough(n):
        return within_band(n, *mo, df) >= power

    n = least
    if not enough(n):
        lo, hi = least, 2 * least
        while not enough(hi):
            lo, hi = hi, 2 * hi
            if lo >= most:
                lo = hi = np.inf
                break
        while hi - lo > 1:
            mid = (lo + hi) // 2
            lo, hi = (lo, mid) if enough(mid) else (mid, hi)
        n = hi
    n = n * deff
    if population is not None:
        n = max(1 / (1 / n + 1 / population), min(least, population))
    n = np.ceil(max(n, least if population is None else 0) - 1e-9)
    return int(n) if n <= most else None


# Inputs: shares of answers of outcomes, some at the ends

def draw_answers(J, n, points, shift=0.):
    """n rows of J outcomes: values (n, J, 2) among the points of a scale that reaches 10."""
    level = rng.normal([.5, .3], [1., .7], size=(J, 2)) + shift
    noise = rng.normal(size=(n, J, 2))
    noise[..., 1] = .25 * noise[..., 0] + .97 * noise[..., 1]
    steps = np.linspace(-1.2, 1.2, len(points) - 1) if len(points) > 2 else np.zeros(1)
    return np.asarray(points)[((level + noise)[..., None] > steps).sum(-1)]


def estimates(X, n_eff=None):
    n, J = X.shape[:2]
    V = np.array([np.cov(X[:, j].T) for j in range(J)]) / n
    kish = np.full(J, float(n)) if n_eff is None else n_eff
    return X.mean(0), V * (n / kish)[:, None, None], kish


def inputs(est, V, kish, df, shared=(0, 0, 0, 1)):
    return {"means": est.tolist(), "variances": V[:, [0, 1], [0, 1]].tolist(),
            "covariances": V[:, 0, 1].tolist(), "counts": kish.tolist(),
            "degrees": df.astype(int).tolist(), "shared": list(shared)}


TOP, RATING = (0., 10.), (0., 2.5, 5., 7.5, 10.)
groups = []
for name, J, n, points in [
        ("five outcomes", 5, 60, TOP), ("six outcomes", 6, 30, TOP), ("eight", 8, 45, RATING),
        ("twelve", 12, 100, TOP), ("twenty-two", 22, 393, TOP), ("thirty", 30, 2000, TOP),
        ("ratings", 15, 200, RATING), ("uneven weights", 22, 120, TOP)]:
    n_eff = rng.uniform(.4, .9, J) * n if name == "uneven weights" else None
    groups.append((name, *estimates(draw_answers(J, n, points), n_eff)))

ends = np.array([[10, 0], [0, 10], [5, 5], [7, 4], [9.8, 9.8], [0, 0], [10, 10]])
ends_V = np.zeros((7, 2, 2))
ends_V[2:5] = [[[.4, .4], [.4, .4]], [[.35, -.35], [-.35, .4]], [[.03, 0], [0, .03]]]
groups.append(("shares of 0 and 1", ends, ends_V, np.array([60., 12, 60, 60, 60, 10, 60])))
groups.append(("nothing varies", np.full((6, 2), 10.), np.zeros((6, 2, 2)), np.full(6, 60.)))
same = np.tile([[.35, .1], [.1, .4]], (9, 1, 1))
groups.append(("equal outcomes", np.tile([7., 4.], (9, 1)), same, np.full(9, 60.)))
close = np.array([7., 4.]) + rng.normal(size=(10, 2)) * .2
groups.append(("less spread than errors", close, np.tile(same[:1], (10, 1, 1)), np.full(10, 60.)))
line = np.stack([np.linspace(2, 9.5, 11), np.full(11, 6.)], -1)
groups.append(("only importance differs", line, np.tile(same[:1], (11, 1, 1)), np.full(11, 60.)))

group_rows = []
for number, (name, est, V, kish) in enumerate(groups):
    # Every other group is asked by many units, has errors in common, comes of a small population.
    df = np.full(len(est), 5. + number if number % 3 == 1 else 59.)
    shared = ((.3, .25, .05, 1) if number % 2 else (0, 0, 0, 1))
    if name == "ratings":
        shared = (.2, .4, -.1, .25)
    group_rows.append({"name": name, **inputs(est, V, kish, df, shared),
                       **answers(*overall(*angles(est, V, kish, df, shared)))})
# Everybody was asked: the scores are known.
known = np.stack([np.linspace(2, 9, 8), np.array([9, 8, 8, 6, 5, 4, 4, 2.])], -1)
census = (known, np.zeros((8, 2, 2)), np.full(8, 60.), np.full(8, 59.), (0, 0, 0, 0))
group_rows.append({"name": "census", **inputs(*census), **answers(*overall(*angles(*census)))})
# More in common than there can be, and less than nothing.
for name, shared in (("all in common", (1, 1, .9, 1)), ("nothing in common", (-.2, -.1, 0, 1))):
    est, V, kish = groups[3][1:]
    own = (est, V, kish, np.full(len(est), 99.), shared)
    group_rows.append({"name": name, **inputs(*own), **answers(*overall(*angles(*own)))})

cell_rows = []
for name, J, sizes, points, shifts in [
        ("top boxes", 12, (60, 90, 150), TOP, (0, 0, 0)),
        ("levels", 7, (200, 40, 500), RATING, (-.4, 0, .4)),
        ("few and many", 22, (30, 1500, 300), TOP, (.3, 0, -.2)),
        ("full boxes", 6, (30, 35, 40), TOP, (0, 2.5, 6))]:
    X = draw_answers(J, sum(sizes), points, np.repeat(shifts, sizes)[:, None, None])
    if name == "few and many":
        # Two segments differ in what they want, not only in their level.
        X[:30, :8, 0] = rng.choice(TOP, p=[.8, .2], size=(30, 8))
        X[-300:, 5:15, 1] = rng.choice(TOP, p=[.3, .7], size=(300, 10))
    def own(x, shared):
        return (*estimates(x), np.full(J, len(x) - 1.), shared)

    parts = [own(x, (.3, .2, .02 * k, 1)) for k, x in
             enumerate(np.split(X, np.cumsum(sizes)[:-1]))]
    whole = own(X, (.25, .2, .01, 1))
    raw, size = [angles(*part) for part in parts], np.array(sizes, float)
    everybody = angles(*whole)
    found = cells(*(np.stack([r[k] for r in raw]) for k in range(3)), size, everybody[0],
                  *overall(*everybody))
    cell_rows.append({
        "name": name, "sizes": size.tolist(), "everybody": inputs(*whole),
        "segments": [{**inputs(*part), **answers(*f)} for part, f in zip(parts, found)]})

table_rows = []


def add_table(table, values, deff=1., df=None, population=None):
    """A table of whole weights; the values are points times a factor of 10 or 2.5."""
    mo = moments(table, np.array(values))
    table_rows.append({
        "weights": np.asarray(table).tolist(), "factor": values[1], "design_effect": deff,
        "degrees": df, "population": population,
        "moments": [float(x) for x in mo], "needed": needed(mo, deff, df, population),
        "probabilities": [within_band(n, *mo, df) for n in (30, 100, 1000, 30000)]})


for table in ([[0, 0], [0, 50]], [[0, 0], [50, 0]], [[0, 50], [0, 0]], [[50, 0], [0, 0]],
              [[10, 0], [40, 0]], [[0, 10], [0, 40]], [[20, 30], [30, 20]], [[0, 1], [49, 0]],
              [[0, 5], [95, 0]], [[10, 20], [20, 50]], [[1, 0], [0, 99]], [[20, 0], [60, 20]]):
    add_table(table, TOP)
for k in range(16):
    p, s = rng.uniform(.3, .98), rng.uniform(.05, .97)
    r = rng.uniform(-.2, .5) * np.sqrt(p * (1 - p) * s * (1 - s))
    q = np.clip([[(1 - p) * (1 - s) + r, (1 - p) * s - r], [p * (1 - s) - r, p * s + r]], 0, 1)
    weights = np.rint(q / q.sum() * rng.integers(60, 900) * 1e6).astype(int)
    add_table(weights, TOP, 1. if k % 3 else float(np.round(rng.uniform(1, 3), 2)))
for k in range(10):
    q = np.outer(rng.dirichlet([.3, .5, 1, 2.5, 3]), rng.dirichlet([2, 2, 2, 1, 1]))
    weights = np.rint((q + .03 * np.eye(5)) * rng.lognormal(0, .2, (5, 5)) * 4e8).astype(int)
    add_table(weights, RATING, 1. if k % 2 else float(np.round(rng.uniform(1, 2), 3)))
# Importance equal to satisfaction (the kink), and a score just beside the cut of 10.
add_table([[200, 100], [100, 600]], TOP, 1.5)
add_table([[0, 100], [499, 401]], TOP)
# Few sampling units, small populations, both; a score at a cut, and a design better than none.
for df, population, deff in ((10, None, 1.5), (25, None, 1.), (60, None, 2.), (None, 500., 1.),
                             (None, 20., 1.), (None, 3000., .4), (None, None, .4)):
    add_table([[10, 20], [40, 50]], TOP, deff, df, population)
    add_table([[0, 100], [499, 401]], TOP, deff, df, population)

counts = [row["needed"] for row in table_rows]
assert len(counts) == 54 and None in counts and 30 in counts and max(c or 0 for c in counts) > 999

json.dump(
    {"made_by": {"numpy": np.__version__, "scipy": scipy.__version__}, "groups": group_rows,
     "cells": cell_rows, "tables": table_rows}, open("correction.json", "w"))
