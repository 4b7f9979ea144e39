"""Other ways to form groups: Ward's tree by scipy, latent classes by StepMix, medoids by trying
all, k-means on what was answered by many plain starts.

Small whole-number data sets, with and without weights and missing answers.
Run: python3 groups.py   (pip install numpy scipy stepmix)
"""
import itertools
import json
import math
import warnings
from importlib.metadata import version

import numpy as np
import scipy
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import cdist
from stepmix.stepmix import StepMix

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20261121)


def ward(rows, weights):
    """Heights of the tree in which each row stands `weight` times; copies join at height 0."""
    tree = linkage(np.repeat(rows, weights, axis=0), "ward")
    return np.sort(tree[:, 2])[-(len(rows) - 1):].tolist()


def medoids(rows, weights, k):
    distances = cdist(rows, rows)
    best = min(((float((weights * distances[:, list(m)].min(1)).sum()), m)
                for m in itertools.combinations(range(len(rows)), k)))
    return {"k": k, "cost": best[0], "medoids": list(best[1])}


def observed(rows, weights, k, starts):
    """The lowest sum of squares of the answers about centers, of many starts."""
    known = ~np.isnan(rows)
    filled = np.nan_to_num(rows)
    best = math.inf
    for _ in range(starts):
        labels = rng.integers(0, k, len(rows))
        last = math.inf
        while True:
            w = weights[:, None] * known
            centers = np.array([(w * filled)[labels == g].sum(0) / np.maximum(w[labels == g].sum(0), 1e-300)
                                for g in range(k)])
            errors = (((filled[:, None] - centers) ** 2) * known[:, None]).sum(2)
            labels = errors.argmin(1)
            cost = float((weights * errors.min(1)).sum())
            if len(set(labels)) < k or cost >= last - 1e-12:
                break
            last = cost
        best = min(best, last)
    return best


def latent(rows, weights, k):
    """The likeliest classes; weights scaled to the effective number of rows."""
    effective = weights.sum() ** 2 / (weights ** 2).sum()
    measurement = "categorical_nan" if np.isnan(rows).any() else "categorical"
    model = StepMix(k, measurement=measurement, n_init=15, max_iter=20000, abs_tol=1e-13,
                    rel_tol=0, random_state=3, progress_bar=0, verbose=0)
    model.fit(rows, sample_weight=weights)
    mean = float(model.score(rows, sample_weight=weights))
    order = np.argsort(-model.weights_)
    return {"k": k, "log_likelihood": mean * effective, "effective": effective,
            "shares": model.weights_[order].tolist()}


def planted(n, classes, items, categories, strength):
    tables = rng.dirichlet(np.full(categories, strength), size=(classes, items))
    of = rng.integers(0, classes, n)
    return np.array([[rng.choice(categories, p=tables[g, j]) for j in range(items)] for g in of], float)


blobs = np.clip(np.rint(rng.integers(-6, 7, (3, 4))[rng.integers(0, 3, 40)] + 1.5 * rng.normal(size=(40, 4))), -10, 10)
whole = rng.integers(1, 5, 40)
# Heights of a tree are its own only where no two pairs are as far apart.
spread = np.rint(rng.integers(-60, 61, (3, 4))[rng.integers(0, 3, 40)] + 15 * rng.normal(size=(40, 4)))
holes = np.where(rng.random(blobs.shape) < .2, np.nan, blobs)
holes[np.isnan(holes).all(1), 0] = 0
answers = planted(500, 3, 8, 4, .35)
gaps = np.where(rng.random(answers.shape) < .15, np.nan, answers)
weights = np.rint(np.random.default_rng(5).lognormal(0, .6, 500) * 1e6) / 1e6


def cells(rows):
    return [None if np.isnan(x) else int(x) for x in rows.ravel()]


json.dump({
    "made_by": {"numpy": np.__version__, "scipy": scipy.__version__, "stepmix": version("stepmix")},
    "blobs": {"columns": 4, "rows": cells(blobs), "weights": whole.tolist(), "holes": cells(holes),
              "spread": cells(spread), "ward": ward(spread, np.ones(40, int)), "weighted_ward": ward(spread, whole),
              "medoids": [medoids(blobs, np.ones(40), k) for k in (1, 2, 3)],
              "weighted_medoids": [medoids(blobs, whole.astype(float), k) for k in (1, 2, 3)],
              "observed": [{"k": k, "cost": observed(holes, np.ones(40), k, 500)} for k in (2, 3)],
              "weighted_observed": [{"k": k, "cost": observed(holes, whole.astype(float), k, 500)} for k in (2, 3)]},
    "latent": {"columns": 8, "rows": cells(answers), "holes": cells(gaps), "weights": np.rint(weights * 1e6).astype(int).tolist(),
               "plain": [latent(answers, np.ones(500), k) for k in (1, 2, 3)],
               "missing": [latent(gaps, np.ones(500), k) for k in (2, 3)],
               "weighted": [latent(answers, weights, k) for k in (2, 3)]},
}, open("groups.json", "w"))
