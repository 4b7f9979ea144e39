# Reference values of ImprovementTest, NonInferiorityTest and ImprovementSize, by NumPy and SciPy.
#
# Usage: python3 improvement.py > improvement.json
# Sizes are found by counting up from a number that is surely too small, never by the formula's
# rounding alone; ratios by Brent's method.
import json

import numpy as np
from scipy import stats
from scipy.optimize import brentq


def mean(values, weights):
    """Weighted mean, its linearised variance with n / (n - 1), and its influence column."""
    total = weights.sum()
    center = (weights * values).sum() / total
    return center, weights * (values - center) / total


def comparison(rng, n, m, isShare, isWeighted, isPaired):
    def draw(size, level):
        noise = rng.normal(size=size)
        return (noise < level).astype(float) if isShare else np.clip(np.round(2 + level + noise), 0, 4)

    def weights(size):
        return rng.integers(1, 400, size).astype(float) if isWeighted else np.ones(size)

    if isPaired:
        shared = rng.normal(size=n)
        sides = [(shared + rng.normal(size=n) < level).astype(float) if isShare
                 else np.clip(np.round(2 + level + shared), 0, 4) for level in (-0.3, 0.2)]
        w = weights(n)
        (old, u), (new, v) = mean(sides[0], w), mean(sides[1], w)
        factor = n / (n - 1)
        moments = [factor * (u * u).sum(), factor * (v * v).sum(), factor * (u * v).sum()]
        log_variance = factor * ((v / new - u / old) ** 2).sum()
        loss_variance = factor * ((u - v) ** 2).sum()
        degrees = n - 1
    else:
        (old, u), (new, v) = mean(draw(n, -0.3), weights(n)), mean(draw(m, 0.2), weights(m))
        moments = [n / (n - 1) * (u * u).sum(), m / (m - 1) * (v * v).sum(), 0.0]
        log_variance = moments[0] / old ** 2 + moments[1] / new ** 2
        loss_variance = moments[0] + moments[1]
        degrees = min(n, m) - 1
    result = {"values": [old, new] + moments, "df": degrees, "ratio": new / old,
              "error": float(np.sqrt(log_variance))}
    for name, quantile in (("t", stats.t.ppf(0.95, degrees)), ("normal", stats.norm.ppf(0.95))):
        half = quantile * np.sqrt(log_variance)
        result[name] = [float(np.exp(np.log(new / old) + s * half)) for s in (-1, 1)]
    half = stats.t.ppf(0.95, degrees) * np.sqrt(loss_variance)
    result["loss"] = [old - new - half, old - new + half]
    return result


def power(p0, ratio, c, effect, n):
    p1 = ratio * p0
    error = np.sqrt(effect * ((1 - p0) / p0 + (1 - p1) / p1) / n)
    return stats.norm.sf(stats.norm.isf(0.05) - np.log(ratio / c) / error)


def size(p0, ratio, c, wished, effect):
    p1 = ratio * p0
    spread = stats.norm.isf(0.05) + stats.norm.ppf(wished)
    n = int(0.98 * effect * ((1 - p0) / p0 + (1 - p1) / p1) * (spread / np.log(ratio / c)) ** 2)
    while n < 1 or power(p0, ratio, c, effect, n) < wished:
        n += 1
    reach = None
    if power(p0, 1 / p0, c, effect, n) >= 0.8:
        reach = float(brentq(lambda r: power(p0, r, c, effect, n) - 0.8, c, 1 / p0, xtol=1e-15))
    return {"baseline": p0, "ratio": ratio, "threshold": c, "power": wished, "effect": effect,
            "respondents": n, "reached": float(power(p0, ratio, c, effect, n)), "for_80": reach}


rng = np.random.default_rng(11)
comparisons = [
    comparison(rng, n, m, isShare, isWeighted, isPaired)
    for n, m in ((12, 30), (60, 60), (400, 250))
    for isShare in (True, False) for isWeighted in (True, False) for isPaired in (True, False)]
sizes = [size(p0, ratio, c, wished, effect)
         for p0, ratio, c in ((0.4, 1.3, 1.2), (0.4, 1.4, 1.3), (0.25, 1.5, 1.2), (0.7, 1.4, 1.2),
                              (0.05, 1.3, 1.2), (0.6, 1.0, 0.9))
         for wished in (0.5, 0.8, 0.95) for effect in (1.0, 1.4)]
print(json.dumps({"comparisons": comparisons, "sizes": sizes}, indent=0))
