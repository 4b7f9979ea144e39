# Reference values of evidence about means by betting: products over every single answer, and the
# least over the unknown mean on a fine grid, by mpmath and NumPy.
#
# Usage: python3 evidence.py > evidence.json
#
# Stakes and what is laid on them are those of the documentation of NumberSide: change / spread^2
# times 2^(k/2), k = -10...6, of weight 1 / (1.5 + |k| / 2)^2, at most 0.9 of what ruins.
import json

import numpy as np
from mpmath import exp, log, mp, mpf

mp.dps = 40
STEPS = range(-10, 7)
PARTS = [1 / (mpf(3) / 2 + mpf(abs(k)) / 2) ** 2 for k in STEPS]


def fortune(values, counts, bound, change, spread, sign):
    """The sum over stakes of what they make of all answers, one answer after another."""
    edge = min(values) if sign > 0 else max(values)
    room = abs(mpf(bound) - edge)
    total = mpf(0)
    for step, part in zip(STEPS, PARTS):
        stake = min(mpf(change) / mpf(spread) ** 2 * mpf(2) ** (mpf(step) / 2), mpf("0.9") / room)
        money = mpf(1)
        for value, count in zip(values, counts):
            for _ in range(count):
                money *= 1 + stake * sign * (value - mpf(bound))
        total += part * money
    return total / sum(PARTS)


def logs(values, counts, bounds, change, spread, sign):
    """The same at many bounds, in doubles."""
    bounds = np.asarray(bounds, float)
    edge = min(values) if sign > 0 else max(values)
    out = []
    for step in STEPS:
        stake = np.minimum(change / spread ** 2 * 2 ** (step / 2), 0.9 / np.abs(bounds - edge))
        out.append(sum(c * np.log1p(stake * sign * (v - bounds)) for v, c in zip(values, counts)))
    parts = np.array([float(p) for p in PARTS])
    return np.logaddexp.reduce(np.array(out) + np.log(parts / parts.sum())[:, None], axis=0)


def single(values, counts, bound, change, spread):
    return {"values": values, "counts": counts, "bound": bound, "change": change,
            "spread": spread,
            "above": float(log(fortune(values, counts, bound, change, spread, 1))),
            "below": float(log(fortune(values, counts, bound, change, spread, -1)))}


def figure(first, second, bounds, sign, spreads, change):
    """The larger of two means above a bound (mean of both) or below it (the smaller)."""
    a = logs(A, first, bounds, change, spreads[0], sign)
    b = logs(B, second, bounds, change, spreads[1], sign)
    return np.logaddexp(a, b) - np.log(2) if sign > 0 else np.minimum(a, b)


A, B = [0, 10], [-10, 0, 10, 20]


def cells(n, importance, satisfaction, both):
    """Counts of A and of B from people who find it important, are satisfied, are both."""
    return [n - importance, importance], [
        satisfaction - both, n - importance - satisfaction + both, both, importance - both]


def moved(old, new, change, spreads):
    grid = np.linspace(1e-6, 20 - 1e-6, 400001)
    old_cells, new_cells = cells(*old), cells(*new)
    value = []
    for sign in (1, -1):
        both = figure(*new_cells, grid, sign, spreads, change) + figure(
            *old_cells, grid, -sign, spreads, change)
        value.append(float(both.min()))
    return {"old": old_cells, "new": new_cells, "change": change, "spreads": spreads,
            "rose": value[0], "fell": value[1]}


print(json.dumps({
    "singles": [
        single([0, 10], [30, 70], 5, 1, 4.5), single([0, 10], [97, 3], 1, 1, 4.5),
        single([0, 10], [0, 40], 9.5, 1, 4.5), single([-10, 0, 10, 20], [5, 10, 20, 40], 8, 1, 10),
        single([0, 2.5, 5, 7.5, 10], [4, 9, 30, 41, 16], 6.25, 0.5, 2.5),
        single([0, 1], [180, 20], 0.2, 0.1, 0.45)],
    "moves": [
        moved((800, 560, 400, 290), (300, 213, 90, 70), 1, [4.5, 9.9]),
        moved((800, 560, 600, 440), (300, 150, 225, 120), 1, [4.5, 9.9]),
        moved((90, 80, 4, 4), (700, 640, 160, 150), 1, [4.5, 9.9]),
        moved((2000, 1200, 40, 30), (250, 150, 5, 4), 0.5, [4.5, 9.9])],
}, indent=1))
