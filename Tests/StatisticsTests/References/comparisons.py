"""Tests of means, ranks and counts, and moments of numbers that differ in their last digits.

Exact rational arithmetic on the doubles, tails by mpmath with 60 digits, checked against SciPy
here. The ill-conditioned numbers follow the rules of NIST's Statistical Reference Datasets
(NumAcc, SmLs); these values are exact for the doubles nearest to the printed decimals.
Run: python3 comparisons.py
"""
import json
from fractions import Fraction as Exact
from itertools import chain
from math import comb

import mpmath
import numpy as np
import scipy
from mpmath import mpf
from scipy import stats

mpmath.mp.dps = 60
rng = np.random.default_rng(20240)


def number(x):
    return mpf(x.numerator) / x.denominator if isinstance(x, Exact) else mpf(x)


def root(x):
    return mpmath.sqrt(number(x))


def exact(values):
    return [Exact(float(x)) for x in values]


def mean(x):
    return sum(x) / len(x)


def squares(x):
    m = mean(x)
    return sum((v - m) ** 2 for v in x)


def variance(x):
    return squares(x) / (len(x) - 1)


def t_tail(t, df):
    t, df = number(t), number(df)
    return mpmath.betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True)


def t_quantile(df):
    start = stats.t.isf(.025, float(df))
    return mpmath.findroot(lambda t: t_tail(t, df) - mpf(.05), start, tol=1e-40)


def f_tail(f, d1, d2):
    f, d1, d2 = number(f), number(d1), number(d2)
    return mpmath.betainc(d2 / 2, d1 / 2, 0, d2 / (d2 + d1 * f), regularized=True)


def chi_tail(x, df):
    return mpmath.gammainc(mpf(df) / 2, number(x) / 2, mpmath.inf, regularized=True)


def close(found, expected):
    assert abs(float(found) - expected) <= 1e-9 * abs(expected) + 1e-300, (float(found), expected)


def shifted(*groups):
    """The groups without a common leading part, for SciPy loses digits to it."""
    least = min(map(min, groups))
    return [[x - least for x in group] for group in groups]


def t_test(difference, var, df):
    t = number(difference) / root(var)
    half = t_quantile(df) * root(var)
    return {"t": float(t), "degrees": float(number(df)), "p": float(t_tail(t, df)),
            "interval": [float(number(difference) - half), float(number(difference) + half)]}


def moments(values):
    x = exact(values)
    n, m, ss = len(x), mean(x), squares(x)
    third, fourth = (sum((v - m) ** k for v in x) / n for k in (3, 4))
    skew = number(third) / root(ss / n) ** 3
    kurtosis = fourth / (ss / n) ** 2 - 3
    lag = sum((a - m) * (b - m) for a, b in zip(x, x[1:])) / ss
    return {"mean": float(m), "sd": float(root(ss / (n - 1))),
            "se": float(root(ss / (n - 1) / n)), "lag": float(lag), "skew": float(skew),
            "adjusted_skew": float(skew * root(n * (n - 1)) / (n - 2)) if n > 2 else None,
            "kurtosis": float(kurtosis),
            "adjusted_kurtosis": float(Exact(n - 1, (n - 2) * (n - 3)) * ((n + 1) * kurtosis + 6))
            if n > 3 else None}


def mid_ranks(x):
    return [Exact(float(r)) for r in stats.rankdata(x)]


def ties(x):
    return sum(int(t) ** 3 - int(t) for t in np.unique(x, return_counts=True)[1])


def two_groups(a, b):
    x, y = exact(a), exact(b)
    n1, n2 = len(x), len(y)
    v1, v2 = variance(x) / n1, variance(y) / n2
    df = (v1 + v2) ** 2 / (v1 ** 2 / (n1 - 1) + v2 ** 2 / (n2 - 1))
    pooled = (squares(x) + squares(y)) / (n1 + n2 - 2)
    gap = mean(x) - mean(y)
    d = number(gap) / root(pooled)
    n, ranks = n1 + n2, mid_ranks(list(a) + list(b))
    w = sum(ranks[:n1]) - Exact(n1 * (n1 + 1), 2)
    var = Exact(n1 * n2, 12) * (n + 1 - Exact(ties(list(a) + list(b)), n * (n - 1)))
    off = w - Exact(n1 * n2, 2)
    z = number(off - np.sign(off) * Exact(1, 2)) / root(var)
    result = {"first": list(a), "second": list(b), "unequal": t_test(gap, v1 + v2, df),
              "pooled": t_test(gap, pooled * (Exact(1, n1) + Exact(1, n2)), n1 + n2 - 2),
              "d": float(d), "g": float(d * (1 - mpf(3) / (4 * n - 9))), "w": float(w),
              "z": float(z), "rank_p": float(min(1, mpmath.erfc(abs(z) / mpmath.sqrt(2))))}
    a, b = shifted(a, b)
    close(result["unequal"]["p"], stats.ttest_ind(a, b, equal_var=False).pvalue)
    close(result["pooled"]["p"], stats.ttest_ind(a, b).pvalue)
    test = stats.mannwhitneyu(a, b, method="asymptotic")
    close(w, test.statistic)
    close(result["rank_p"], test.pvalue)
    return result


def pairs(a, b):
    difference = exact([x - y for x, y in zip(a, b)])
    result = t_test(mean(difference), variance(difference) / len(a), len(a) - 1)
    close(result["p"], stats.ttest_rel(a, b).pvalue)
    return {"first": list(a), "second": list(b), "test": result}


def classical(groups):
    k, n = len(groups), sum(map(len, groups))
    within = sum(map(squares, groups))
    between = squares(list(chain(*groups))) - within
    f = between / (k - 1) / (within / (n - k))
    rest = within / (n - k)
    return {"between": float(between), "within": float(within), "f": float(f),
            "p": float(f_tail(f, k - 1, n - k)), "eta": float(between / (between + within)),
            "omega": float((between - (k - 1) * rest) / (between + within + rest)),
            "residual": float(root(rest))}


def several_groups(values):
    groups = [exact(x) for x in values]
    k, everyone = len(groups), list(chain(*values))
    n = len(everyone)
    weights = [len(x) / variance(x) for x in groups]
    total = sum(weights)
    center = sum(w * mean(x) for w, x in zip(weights, groups)) / total
    h = sum((1 - w / total) ** 2 / (len(x) - 1) for w, x in zip(weights, groups)) / (k * k - 1)
    welch = sum(w * (mean(x) - center) ** 2 for w, x in zip(weights, groups)) / (k - 1)
    welch /= 1 + 2 * (k - 2) * h
    ranks, sums = mid_ranks(everyone), []
    for x in values:
        sums.append(sum(ranks[:len(x)]))
        ranks = ranks[len(x):]
    kruskal = Exact(12, n * (n + 1)) * sum(
        s * s / len(x) for s, x in zip(sums, values)) - 3 * (n + 1)
    kruskal /= 1 - Exact(ties(everyone), n ** 3 - n)
    result = {"groups": [list(x) for x in values], "classical": classical(groups),
              "welch_f": float(welch), "welch_degrees": float(1 / (3 * h)),
              "welch_p": float(f_tail(welch, k - 1, 1 / (3 * h))), "h": float(kruskal),
              "h_p": float(chi_tail(kruskal, k - 1)), "epsilon": float(kruskal / (n - 1))}
    values = shifted(*values)
    close(result["classical"]["f"], stats.f_oneway(*values).statistic)
    close(result["classical"]["p"], stats.f_oneway(*values).pvalue)
    close(welch, stats.f_oneway(*values, equal_var=False).statistic)
    close(result["welch_p"], stats.f_oneway(*values, equal_var=False).pvalue)
    close(kruskal, stats.kruskal(*values).statistic)
    close(result["h_p"], stats.kruskal(*values).pvalue)
    return result


def mcnemar(b, c):
    rows = []
    for step in (0, 1 if b != c else 0):
        chi = Exact((abs(b - c) - step) ** 2, b + c)
        rows.append({"chi": float(chi), "p": float(chi_tail(chi, 1))})
        close(rows[-1]["p"], stats.chi2.sf(float(chi), 1))
    return {"b": b, "c": c, "plain": rows[0], "corrected": rows[1]}


def fisher(a, b, c, d):
    low, high = max(0, a - d), min(a + b, a + c)
    weights = {x: comb(a + b, x) * comb(c + d, a + c - x) for x in range(low, high + 1)}
    limit = weights[a] * (1 + Exact(1, 10 ** 7))
    p = Exact(sum(w for w in weights.values() if w <= limit), sum(weights.values()))

    def solve(excess, sign=1):
        """The odds ratio at which the mean excess, which grows or falls with it, is 0."""
        small, large = mpf(-30), mpf(30)
        for _ in range(150):
            middle = (small + large) / 2
            value = sum(excess(x) * w * mpmath.exp((x - a) * middle) for x, w in weights.items())
            small, large = (middle, large) if sign * value < 0 else (small, middle)
        return float(mpmath.exp(small))
    # The level as Swift computes it.
    tail = mpf((1 - .95) / 2)
    result = {"table": [a, b, c, d], "p": float(p),
              "odds": None if a == high else 0.0 if a == low else solve(lambda x: x - a),
              "low": 0.0 if a == low else solve(lambda x: (x >= a) - tail),
              "high": None if a == high else solve(lambda x: (x <= a) - tail, -1)}
    close(p, stats.fisher_exact([[a, b], [c, d]]).pvalue)
    ratio = stats.contingency.odds_ratio([[a, b], [c, d]])
    if low < a < high:
        close(result["odds"], ratio.statistic)
        found = ratio.confidence_interval()
        close(result["low"], found.low)
        close(result["high"], found.high)
    return result


def near(base, *tenths):
    return [f"{base}.{t}" for t in tenths]


def num_acc(base, middle):
    return near(base, middle, *[middle - 1, middle + 1] * 500)


def simon_lesage(base, count):
    """The groups' first numbers end in 4, 3, 5, 3, 5, ...; a tenth below and above alternate."""
    levels = [4] + [3, 5] * 4
    return [near(base, t, *[t - 1, t + 1] * (count // 2)) for t in levels]


analysis = []
for base in (1, 10 ** 6, 10 ** 12):
    for count in (21, 201, 2001):
        groups = [exact(x) for x in simon_lesage(base, count)]
        analysis.append({"base": base, "count": count, "result": classical(groups)})

ratings = [rng.integers(1, 6, n).astype(float).tolist() for n in (31, 24)]
decimal = [np.round(rng.normal(m, s, n), 3).tolist() for m, s, n in ((3, 1, 12), (4.1, 2.5, 9))]
offset = [[1e9 + x for x in group] for group in decimal]
many = [np.round(rng.normal(m, s, n), 2).tolist()
        for m, s, n in ((3, 1, 8), (3.6, 2, 11), (3.1, .7, 14), (4.2, 1.4, 6))]
skewed = np.round(rng.lognormal(1, 1, 40), 4).tolist()
json.dump(
    {"made_by": {"scipy": scipy.__version__, "mpmath": mpmath.__version__},
     "two_groups": [two_groups(*x) for x in (
         ratings, decimal, offset, ([1., 2.], [2., 1.]), ([5., 6.5, 7.], [1., 1., 1., 1.]),
         (many[0], [x + 20 for x in many[1]]))],
     "pairs": [pairs(ratings[0][:24], ratings[1]), pairs(decimal[0][:9], decimal[1])],
     "several_groups": [several_groups(x) for x in (
         many, [x[:12] for x in ratings] + [[1., 2, 2, 3, 3, 3]],
         [[1e9 + v for v in x] for x in many],
         [[v + 30 * i for v in x] for i, x in enumerate(many)])],
     "mcnemar": [mcnemar(*x) for x in ((8, 9), (25, 4), (7, 7), (0, 3), (310, 120))],
     "fisher": [fisher(*x) for x in (
         (3, 1, 1, 3), (7, 110, 10, 108), (0, 5, 4, 2), (6, 0, 2, 5), (40, 12, 9, 33),
         (250, 310, 330, 240))],
     "moments": [{"values": x, "result": moments(x)} for x in (
         skewed, ratings[0], [1., 2.5], [1., 2., 4.], [-1e16, 1., 1e16], [2e-90, 5e-90, 9e-90],
         [10000001., 10000003., 10000002.])],
     "alternating": [{"base": base, "result": moments([float(x) for x in num_acc(base, 2)])}
                     for base in (1, 10 ** 6, 10 ** 7)],
     "simon_lesage": analysis},
    open("comparisons.json", "w"))
