"""Gamma, chi-square, beta and F distributions: densities, both tails, quantiles.

Values from mpmath with 60 digits at the exact binary arguments (incomplete gamma and beta
functions; quantiles by Newton's method on the logarithm of a tail), checked against SciPy here.
Run: python3 tails.py
"""
import json
import mpmath
import scipy
from mpmath import mp, mpf
from scipy import stats

mp.dps = 60


def gamma_lower(a, x):
    """P(a, x) by its series of positive terms, which converges for every x."""
    total = term = mpf(1)
    n = mpf(a)
    while True:
        n += 1
        term *= x / n
        total += term
        if term < total * mpf(10) ** -(mp.dps + 2) and x < n:
            break
    return gamma_front(a, x) / a * total


def gamma_front(a, x):
    return mp.exp(a * mp.log(x) - x - mp.loggamma(a))


def gamma_tails(a, x):
    a, x = mpf(a), mpf(x)
    # Digits to spare for the other tail, which may be as small as 1e-100.
    with mp.workdps(170):
        lower = gamma_lower(a, x)
        return lower, 1 - lower


def beta_front(a, b, x, y):
    return mp.exp(
        a * mp.log(x) + b * mp.log(y) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b))


def beta_lower(a, b, x, y):
    """I_x(a, b) by the series of positive terms of 2F1(a + b, 1; a + 1; x)."""
    total = term = mpf(1)
    n = mpf(0)
    while True:
        ratio = x * (a + b + n) / (a + 1 + n)
        term *= ratio
        total += term
        n += 1
        if ratio < 1 and term < total * mpf(10) ** -(mp.dps + 2) * (1 - ratio):
            break
    return beta_front(a, b, x, y) / a * total


def beta_tails(a, b, x, y):
    a, b = mpf(a), mpf(b)
    # Each tail where its series is short, the other one by complement with digits to spare.
    with mp.workdps(170):
        if x < (a + 1) / (a + b + 2):
            lower = beta_lower(a, b, x, y)
            return lower, 1 - lower
        upper = beta_lower(b, a, y, x)
        return 1 - upper, upper


def newton(tails, front, place, p, upper):
    """The place on the log scale (or that of log odds) where a tail is p."""
    p = mpf(p)
    for _ in range(60):
        tail = tails(place)[1 if upper else 0]
        step = (mp.log(p) - mp.log(tail)) * tail / front(place)
        place += -step if upper else step
        if abs(step) < mpf(10) ** -25 * max(1, abs(place)):
            return place
    raise AssertionError((place, p))


shapes = [0.05, 0.5, 1, 2.5, 10, 57.25, 400, 20000.75]
spots = [-6, -3, -1, -0.25, 0, 0.5, 2, 4, 8]
probabilities = [1e-100, 1e-12, 0.0004, 0.025, 0.3]
gamma_rows, gamma_quantiles = [], []
for a in shapes:
    for z in spots:
        x = a * (1 + z / (9 * a) ** 0.5 / 3) ** 3 if a >= 10 else a * 1.8 ** z
        if x <= 0:
            continue
        lower, upper = gamma_tails(a, x)
        assert abs(lower - stats.gamma.cdf(x, a)) < 1e-8, (a, x)
        gamma_rows.append({
            "a": a, "x": x, "density": float(gamma_front(mpf(a), mpf(x)) / mpf(x)),
            "lower": float(lower), "upper": float(upper)})
    for p in probabilities:
        row = {"a": a, "probability": p}
        for name, upper in [("lower", False), ("upper", True)]:
            rough = stats.gamma.isf(p, a) if upper else stats.gamma.ppf(p, a)
            start = mp.log(mpf(rough)) if rough > 1e-280 else (
                mp.log(mpf(p)) + mp.loggamma(mpf(a) + 1)) / a
            place = newton(lambda u: gamma_tails(a, mp.exp(u)),
                           lambda u: gamma_front(mpf(a), mp.exp(u)), start, p, upper)
            row[name] = float(mp.exp(place))
        gamma_quantiles.append(row)

pairs = [(0.5, 0.5), (0.5, 7.25), (0.3, 60), (1, 1), (2, 3.5), (12, 40), (30, 0.75), (150, 149.5),
         (0.5, 5000), (900, 2.5), (2500, 4000), (20000, 300)]
beta_rows, beta_quantiles = [], []
for a, b in pairs:
    center, spread = mp.log(mpf(a) / b), mp.sqrt(1 / mpf(a) + 1 / mpf(b))
    for z in spots:
        x = float(1 / (1 + mp.exp(-(center + z * min(spread, 2)))))
        if not 0 < x < 1:
            continue
        lower, upper = beta_tails(a, b, mpf(x), 1 - mpf(x))
        assert abs(lower - stats.beta.cdf(x, a, b)) < 1e-8, (a, b, x)
        density = beta_front(mpf(a), mpf(b), mpf(x), 1 - mpf(x)) / (mpf(x) * (1 - mpf(x)))
        beta_rows.append({
            "a": a, "b": b, "x": x, "density": float(density), "lower": float(lower),
            "upper": float(upper)})
    for p in probabilities:
        row = {"a": a, "b": b, "probability": p}
        for name, upper in [("lower", False), ("upper", True)]:
            def tails(u):
                return beta_tails(a, b, 1 / (1 + mp.exp(-u)), 1 / (1 + mp.exp(u)))

            def front(u):
                return beta_front(mpf(a), mpf(b), 1 / (1 + mp.exp(-u)), 1 / (1 + mp.exp(u)))

            rough = stats.f.isf(p, 2 * a, 2 * b) if upper else stats.f.ppf(p, 2 * a, 2 * b)
            near = 1e-280 < rough < 1e280
            start = mp.log(mpf(rough) * a / b) if near else center
            place = newton(tails, front, start, p, upper)
            # The odds times b/a: a quantile of F, which keeps its digits near 0 and infinity.
            row[name] = float(mp.exp(place) * b / a)
        beta_quantiles.append(row)

json.dump(
    {"made_by": {"mpmath": mpmath.__version__, "scipy": scipy.__version__},
     "gamma": gamma_rows, "gamma_quantiles": gamma_quantiles,
     "beta": beta_rows, "beta_quantiles": beta_quantiles},
    open("tails.json", "w"), indent=1)
