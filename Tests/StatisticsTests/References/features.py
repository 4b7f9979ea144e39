"""Items in standard deviations and the regression scores of factors, by NumPy.

Whole-number answers with and without weights; one item has a single value.
Run: python3 features.py   (pip install numpy)
"""
import json

import numpy as np

rng = np.random.default_rng(20261122)
n = 60
common = rng.normal(size=(n, 2))
loads = np.array([[0.9, 0], [0.7, 0.2], [0, 0.8], [0.1, 0.9], [0.5, -0.5]])
rows = np.clip(np.rint(1.4 * (common @ loads.T + 0.6 * rng.normal(size=(n, 5)))), -4, 4)
weights = rng.integers(1, 5, n)


def standardised(rows, weights):
    mean = np.average(rows, axis=0, weights=weights)
    deviation = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=weights))
    return np.where(deviation > 0, rows / np.where(deviation > 0, deviation, 1), 0)


mean, deviation = rows.mean(0), rows.std(0)
correlation = np.corrcoef(rows.T)
values, vectors = np.linalg.eigh(correlation)
structure = (vectors * np.sqrt(values))[:, ::-1][:, :2]
turn = np.array([[0.8, -0.6], [0.6, 0.8]])
structure = structure @ turn
scores = ((rows - mean) / deviation) @ np.linalg.solve(correlation, structure)

fixed = np.column_stack([rows, np.full(n, 3)])
json.dump({
    "columns": 5, "rows": rows.astype(int).ravel().tolist(), "weights": weights.tolist(),
    "fixed": fixed.astype(int).ravel().tolist(),
    "standardised": standardised(fixed, np.ones(n)).ravel().tolist(),
    "weighted": standardised(fixed, weights).ravel().tolist(),
    "mean": mean.tolist(), "deviation": deviation.tolist(),
    "correlation": correlation.ravel().tolist(), "structure": structure.ravel().tolist(),
    "scores": scores.ravel().tolist(),
}, open("features.json", "w"), indent=0)
