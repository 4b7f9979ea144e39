"""k-means, silhouettes, Calinski-Harabasz and the adjusted Rand index by scikit-learn.

Small whole-number data sets, with and without weights. Weighted silhouettes are computed here
from their definition. Run: python3 clusters.py
"""
import json
import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_rand_score, calinski_harabasz_score, silhouette_samples, silhouette_score)

rng = np.random.default_rng(20240501)


def weighted_silhouette(rows, labels, weights):
    distances = np.sqrt(((rows[:, None, :] - rows[None, :, :]) ** 2).sum(2))
    values = np.zeros(len(rows))
    for i in range(len(rows)):
        own = labels == labels[i]
        rest = weights[own].sum() - weights[i]
        if rest <= 0:
            continue
        a = (distances[i][own] * weights[own]).sum() / rest
        b = min((distances[i][labels == g] * weights[labels == g]).sum() / weights[labels == g].sum()
                for g in set(labels) if g != labels[i])
        values[i] = (b - a) / max(a, b)
    return values


def case(name, rows, weights, counts):
    solutions = []
    plain = np.ones(len(rows)) if weights is None else weights / 1e6
    total = float((plain[:, None] * (rows - np.average(rows, axis=0, weights=plain)) ** 2).sum())
    for k in counts:
        fit = KMeans(k, n_init=200, random_state=1, tol=0, max_iter=1000).fit(
            rows, sample_weight=plain)
        s = weighted_silhouette(rows, fit.labels_, plain)
        if weights is None:
            assert abs(s.mean() - silhouette_score(rows, fit.labels_)) < 1e-12
            assert abs(s - silhouette_samples(rows, fit.labels_)).max() < 1e-12
        entry = {"k": k, "inertia": float(fit.inertia_), "labels": fit.labels_.tolist(),
                 "silhouette": float(np.average(s, weights=plain)),
                 "calinski_harabasz": (total - fit.inertia_) / (k - 1) / (fit.inertia_ / (len(rows) - k))}
        if weights is None:
            assert abs(entry["calinski_harabasz"] / calinski_harabasz_score(rows, fit.labels_) - 1) < 1e-9
        solutions.append(entry)
    rand = [[float(adjusted_rand_score(a["labels"], b["labels"])) for b in solutions] for a in solutions]
    return {"name": name, "columns": rows.shape[1], "rows": rows.ravel().astype(int).tolist(),
            "weights": None if weights is None else weights.astype(int).tolist(),
            "total": total, "solutions": solutions, "adjusted_rand": rand}


centers = rng.integers(-6, 7, size=(4, 5))
blobs = np.clip(np.rint(centers[rng.integers(0, 4, 160)] + 1.2 * rng.normal(size=(160, 5))), -10, 10)
noise = rng.integers(1, 6, size=(120, 6)).astype(float)
weights = np.rint(rng.lognormal(0, .6, 160) * 1e6)
json.dump(
    {"made_by": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
     "cases": [case("blobs", blobs, None, [2, 3, 4, 5]), case("noise", noise, None, [2, 3, 4]),
               case("weighted blobs", blobs, weights, [2, 3, 4, 5])]},
    open("clusters.json", "w"))
