# Reference values of MixtureEvidence, by NumPy and mpmath: marginal likelihoods
# integrated numerically.
#
# Usage: python3 evidence.py > evidence.json
#
# The mean is integrated out by hand (flat prior), which leaves of n people in two groups, or in
# one against a known mean,
#   m(d) = integral over sigma of sigma^-(nu + 1) exp(-(S + n_e (x - sigma d)^2) / (2 sigma^2))
#          d sigma / sigma
# with S the squares inside of groups, x the estimate, d the effect in standard deviations. Evidence
# is the integral of m(d) over d ~ N(0, g), or half-normal for one side, divided by m(0).
import json

import numpy as np
from mpmath import mp, mpf, sqrt

mp.dps = 30
NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)


def panels(ends):
    """Nodes and weights of Gauss and Legendre's rule on each of several intervals."""
    ends = np.asarray(ends)
    half, middle = np.diff(ends) / 2, (ends[1:] + ends[:-1]) / 2
    return ((middle[:, None] + half[:, None] * NODES).ravel(),
            (half[:, None] * WEIGHTS).ravel())


def marginals(d, S, x, ne, nu):
    """m(d) up to a constant that is the same for all d."""
    middle = 0.5 * np.log((S + ne * x * x) / (nu + 1))
    width = 10 / np.sqrt(nu + 1)
    tau, weights = panels(middle + width * np.linspace(-2, 2, 9))
    sigma = np.exp(tau)
    shift = (nu + 1) * middle + (nu + 1) / 2
    power = (-(nu + 1) * tau + shift)[None, :] - (
        S + ne * (x - sigma[None, :] * d[:, None]) ** 2) / (2 * sigma ** 2)[None, :]
    return np.exp(power) @ weights


def case(t, nu, ne, g):
    S, x = float(nu), t / np.sqrt(ne)  # variance 1 inside of groups
    null = marginals(np.zeros(1), S, x, ne, nu)[0]
    s = 1 / np.sqrt(ne + 1 / g)
    ends = s * np.linspace(-16, 16, 9) + x * ne / (ne + 1 / g)
    ends = np.unique(np.append(ends, 0.0))
    def integral(ends):
        d, weights = panels(ends)
        density = np.exp(-d * d / (2 * g)) / np.sqrt(2 * np.pi * g)
        return float((marginals(d, S, x, ne, nu) * density / null) @ weights)
    return {"t": t, "degrees": nu, "information": ne * g, "evidence": integral(ends),
            "above": 2 * integral(ends[ends >= 0])}


def critical(level, nu, h):
    # By bisection on the closed form's definition, e(t) = 1 / level.
    def e(t):
        return ((1 + t * t / nu) / (1 + t * t / (nu * (1 + h)))) ** (mpf(nu + 1) / 2) / sqrt(1 + h)
    low, high = mpf(0), mpf(60)
    for _ in range(120):
        middle = (low + high) / 2
        low, high = (middle, high) if e(middle) < 1 / mpf(level) else (low, middle)
    return {"level": level, "degrees": nu, "information": float(h), "t": float(low)}


cases = [case(*c) for c in [
    (0.5, 58, 15, 0.05), (2.0, 58, 15, 0.05), (-3.0, 98, 24, 0.02),
    (4.5, 198, 40, 0.015), (1.0, 9, 10, 0.5), (6.0, 29, 30, 1),
    (0, 40, 12, 0.3), (5.5, 3000, 700, 0.01),
]]
print(json.dumps({
    "cases": cases,
    "critical": [critical(*c) for c in [
        (0.05, 58, mpf("0.75")), (0.001, 998, mpf(10)), (0.0001, 20000, mpf(50))]],
}, indent=1))
