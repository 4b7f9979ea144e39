"""Linear discriminants: coefficients, axes, Wilks' lambda, leave-one-out, shrinkage, kappa.

scikit-learn gives posterior probabilities, shrinkage and kappa; the rest, and everything weighted,
is computed here from its definition, leave-one-out by fitting each time again.
Run: python3 discriminant.py
"""
import json
import numpy as np
import sklearn
from scipy.linalg import eigh
from scipy.stats import f as fisher
from sklearn.covariance import ledoit_wolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import cohen_kappa_score

rng = np.random.default_rng(20240601)


def fit(x, y, w, share=0.0):
    n, groups = w.sum(), len(set(y))
    priors = np.array([w[y == g].sum() for g in range(groups)]) / n
    means = np.array([np.average(x[y == g], axis=0, weights=w[y == g]) for g in range(groups)])
    d = x - means[y]
    s = (d * w[:, None]).T @ d / (n - groups)
    s = (1 - share) * s + share * np.diag(np.diag(s))
    coefficients = np.linalg.solve(s, means.T).T
    constants = np.log(priors) - 0.5 * (means * coefficients).sum(1)
    return priors, means, s, coefficients, constants


def steady(x, y, w):
    """The covariance drawn to one common correlation, and how far."""
    s = fit(x, y, w)[2]
    spread = np.sqrt(np.diag(s))
    r = s / np.outer(spread, spread)
    pairs = r[np.tril_indices(len(s), -1)]
    share = min(1, ((1 - pairs**2) ** 2).sum() / (w.sum() - len(set(y))) / pairs.var() / len(pairs))
    target = np.full_like(r, pairs.mean())
    np.fill_diagonal(target, 1)
    return ((1 - share) * r + share * target) * np.outer(spread, spread), share


def case(name, counts, p, weighted, split=False):
    y = np.repeat(np.arange(len(counts)), counts)
    n, groups = len(y), len(counts)
    centers = rng.normal(size=(groups, p))
    common = 0.4 * rng.normal(size=(n, 1))
    if split:  # the later columns have something of their own in common
        common = common + (np.arange(p) >= p // 2) * rng.normal(size=(n, 1))
    x = np.clip(np.round(3 + centers[y] + common + rng.normal(size=(n, p))), 1, 5)
    millionths = (rng.uniform(0.3, 2.5, n) * 1e6).round().astype(int) if weighted else None
    w = np.ones(n) if millionths is None else millionths * n / millionths.sum()
    priors, means, s, coefficients, constants = fit(x, y, w)
    between = (means - priors @ means)
    b = (between * (n * priors)[:, None]).T @ between / (groups - 1)
    values, vectors = eigh(b, s)
    r = min(p, groups - 1)
    values, vectors = values[::-1][:r], vectors[:, ::-1][:, :r]
    vectors = vectors * np.where(vectors.sum(0) < 0, -1, 1)
    d = x - means[y]
    within = (d * w[:, None]).T @ d
    total = ((x - np.average(x, axis=0, weights=w)) * w[:, None]).T @ (x - np.average(x, axis=0, weights=w))
    wilks = np.exp(np.linalg.slogdet(within)[1] - np.linalg.slogdet(total)[1])
    h = groups - 1
    t = np.sqrt((p * p * h * h - 4) / (p * p + h * h - 5)) if p * p + h * h > 5 else 1.0
    d1, d2 = p * h, t * (n - 1 - (p + h + 1) / 2) - p * h / 2 + 1
    statistic = (1 - wilks ** (1 / t)) / wilks ** (1 / t) * d2 / d1
    left_out = []
    for i in range(n):
        keep = np.arange(n) != i
        _, _, _, c, k = fit(x[keep], y[keep], w[keep])
        # Prior shares are those of all rows.
        kept = np.array([w[keep][y[keep] == g].sum() for g in range(groups)])
        k = k - np.log(kept / kept.sum()) + np.log(priors)
        left_out.append(int(np.argmax(x[i] @ c.T + k)))
    scaled = d / np.sqrt(np.diag(within) / n)
    result = {
        "name": name, "columns": p, "groups": groups, "rows": x.astype(int).ravel().tolist(),
        "labels": y.tolist(), "weights": None if millionths is None else millionths.tolist(),
        "shares": priors.tolist(), "coefficients": coefficients.ravel().tolist(),
        "constants": constants.tolist(), "scaling": vectors.ravel().tolist(),
        "singular_values": np.sqrt(values).tolist(), "wilks": float(wilks), "f": float(statistic),
        "f_p": float(fisher.sf(statistic, d1, d2)), "left_out": left_out,
    }
    covariance, share = steady(x, y, w)
    result["steady"], result["steady_share"] = covariance.ravel().tolist(), float(share)
    if not weighted:
        model = LinearDiscriminantAnalysis(solver="lsqr", priors=priors).fit(x, y)
        # Its covariance has divisor n; the posterior is made with divisor n - g here.
        posterior = np.exp(x[:5] @ coefficients.T + constants)
        result["posterior"] = (posterior / posterior.sum(1, keepdims=True)).ravel().tolist()
        share = ledoit_wolf(scaled, assume_centered=True)[1]
        result["shrinkage"] = float(share)
        _, _, _, c, k = fit(x, y, w, share)
        result["shrunken_coefficients"] = c.ravel().tolist()
        predicted = np.argmax(x @ coefficients.T + constants, 1)
        assert (predicted == model.predict(x)).mean() > 0.98
        result["kappa"] = float(cohen_kappa_score(y, predicted))
    return result


cases = [
    case("three groups", [30, 24, 18], 4, False),
    case("five groups, weighted", [20, 16, 24, 18, 12], 6, True),
    case("two groups, many columns", [22, 26], 20, False),
    case("two blocks of columns, weighted", [50, 40, 30], 6, True, split=True),
]
with open("discriminant.json", "w") as file:
    json.dump({"scikit_learn": sklearn.__version__, "numpy": np.__version__, "cases": cases}, file)
