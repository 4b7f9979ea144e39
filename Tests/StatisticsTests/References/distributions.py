"""Student's t and the normal distribution: probabilities and quantiles.

Values from mpmath with 90 digits (incomplete beta, root finding), checked against SciPy here.
Run: python3 distributions.py
"""
import json
import mpmath
import scipy
from scipy import special, stats

mpmath.mp.dps = 90


def cumulative(value, degrees):
    value, degrees = mpmath.mpf(value), mpmath.mpf(degrees)
    x = degrees / (degrees + value * value)
    if value * value * 2 < degrees:
        y = value * value / (degrees + value * value)
        share = mpmath.betainc(mpmath.mpf(1) / 2, degrees / 2, 0, y, regularized=True) / 2
        return mpmath.mpf(1) / 2 - share if value < 0 else mpmath.mpf(1) / 2 + share
    tail = mpmath.betainc(degrees / 2, mpmath.mpf(1) / 2, 0, x, regularized=True) / 2
    return tail if value < 0 else 1 - tail


def quantile(probability, degrees):
    start = stats.t.ppf(probability, degrees)
    if probability == 0.5:
        return mpmath.mpf(0)
    target = mpmath.mpf(probability)
    return mpmath.findroot(
        lambda value: mpmath.log(cumulative(value, degrees) / target), start, tol=1e-30)


degrees = [1, 1.5, 2, 3, 4.25, 7, 11.6, 29, 30.5, 99, 250.75, 999]
large = [12345.6, 1e5, 1e6]
rows = []
for nu in degrees + large:
    for value in [-12.5, -4.0, -2.6, -1.96, -1.3, -0.5, -0.01, 0.25, 1.7, 3.1]:
        exact = cumulative(value, nu)
        assert abs(exact - stats.t.cdf(value, nu)) < 1e-9, (value, nu)
        rows.append({"degrees": nu, "value": value, "cumulative": float(exact)})
quantiles = []
for nu in degrees + large:
    for p in [1e-9, 1e-4, 0.005, 0.025, 0.05, 0.2, 0.3, 0.49, 0.6, 0.9, 0.975, 0.999]:
        exact = quantile(p, nu)
        assert abs(exact / stats.t.ppf(p, nu) - 1) < 1e-7, (p, nu)
        quantiles.append({"degrees": nu, "probability": p, "quantile": float(exact)})
normal = []
for p in [1e-300, 1e-30, 1e-10, 1e-5, 0.01, 0.05, 0.074, 0.076, 0.3, 0.5, 0.52, 0.9, 0.925, 0.999]:
    normal.append({"probability": p, "quantile": float(special.ndtri(p))})
json.dump(
    {"made_by": {"mpmath": mpmath.__version__, "scipy": scipy.__version__},
     "t_cumulative": rows, "t_quantiles": quantiles, "normal_quantiles": normal},
    open("distributions.json", "w"), indent=1)
