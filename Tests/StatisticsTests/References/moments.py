"""Maximum likelihood moments under missing answers, correlations, varimax, discriminants.

Independent numpy programs: EM with the observed-block form (the engine uses precision
matrices), varimax by singular value decompositions polished by planar rotations.
Run: python3 moments.py
"""
import json
import numpy as np

rng = np.random.default_rng(77)
n, p = 240, 6
loadings = np.array([[.8, 0], [.7, .1], [.75, -.1], [0, .8], [.1, .7], [-.1, .75]])
latent = rng.normal(size=(n, 2)) @ loadings.T + .6 * rng.normal(size=(n, p))
complete = np.clip(np.rint(3 + 1.1 * latent), 1, 5)
holes = rng.random((n, p)) < np.where(complete[:, :1] <= 2, .35, .12)
holes[:, 0] = rng.random(n) < .05
holes[5] = True
missing = np.where(holes, np.nan, complete)
weights = np.rint(rng.lognormal(0, .5, n) * 1e6)


def em(rows, w, iterations=20000):
    keep = ~np.isnan(rows).all(1)
    rows, w = rows[keep], w[keep]
    gaps = np.isnan(rows)
    mean, cov = np.nanmean(rows, 0), np.diag(np.nanvar(rows, 0))
    for step in range(iterations):
        filled, extra = np.where(gaps, 0, rows), np.zeros_like(cov)
        for i in range(len(rows)):
            m, o = gaps[i], ~gaps[i]
            if m.any():
                b = np.linalg.solve(cov[np.ix_(o, o)], cov[np.ix_(o, m)]).T
                filled[i, m] = mean[m] + b @ (rows[i, o] - mean[o])
                extra[np.ix_(m, m)] += w[i] * (cov[np.ix_(m, m)] - b @ cov[np.ix_(o, m)])
        new = np.average(filled, axis=0, weights=w)
        d = filled - new
        newcov = (d.T * w @ d + extra) / w.sum()
        change = max(abs(new - mean).max(), abs(newcov - cov).max())
        mean, cov = new, newcov
        if change < 1e-14:
            break
    full = filled
    return {"mean": mean.tolist(), "covariance": cov.tolist(), "filled": full.tolist(),
            "kept": np.flatnonzero(keep).tolist(), "last_change": change}


def varimax(a):
    h = np.sqrt((a ** 2).sum(1))
    z = a / h[:, None]
    best = None
    for start in range(50):
        q, _ = np.linalg.qr(rng.normal(size=(a.shape[1],) * 2))
        x = z @ q
        for _ in range(5000):
            largest = 0
            for i in range(x.shape[1]):
                for j in range(i + 1, x.shape[1]):
                    u, v = x[:, i] ** 2 - x[:, j] ** 2, 2 * x[:, i] * x[:, j]
                    num = 2 * (u @ v - u.sum() * v.sum() / len(u))
                    den = u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / len(u)
                    t = np.arctan2(num, den) / 4
                    largest = max(largest, abs(t))
                    x[:, [i, j]] = x[:, [i, j]] @ np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])
            if largest < 1e-14:
                break
        value = (x ** 2).var(0).sum()
        if best is None or value > best[0] + 1e-12:
            best = (value, x * h[:, None])
    x = best[1]
    x = x[:, np.argsort(-(x ** 2).sum(0), kind="stable")]
    return best[0], x * np.where(x.sum(0) < 0, -1, 1)


cor = np.corrcoef(complete.T)
values, vectors = np.linalg.eigh(cor)
order = np.argsort(-values)
unrotated = vectors[:, order[:2]] * np.sqrt(values[order[:2]])
criterion, rotated = varimax(unrotated)
wide = rng.normal(size=(12, 4))
wide_criterion, wide_rotated = varimax(wide)

mean = np.average(complete, axis=0, weights=weights)
d = complete - mean
wcov = d.T * weights @ d / weights.sum()
sd = np.sqrt(np.diag(wcov))

group = (complete[:, 0] > 3).astype(int)
means = np.array([complete[group == g].mean(0) for g in (0, 1)])
pooled = np.cov((complete - means[group]).T)
shares = np.bincount(group) / n
inv = np.linalg.inv(pooled)
scores = complete @ inv @ means.T - .5 * np.einsum("gp,pq,gq->g", means, inv, means) + np.log(shares)

json.dump(
    {"made_by": {"numpy": np.__version__}, "columns": p,
     "complete": complete.ravel().astype(int).tolist(),
     "missing": [None if np.isnan(x) else int(x) for x in missing.ravel()],
     "weights": weights.astype(int).tolist(),
     "em": em(missing, np.ones(n)), "em_weighted": em(missing, weights),
     "correlation": cor.tolist(), "weighted_correlation": (wcov / np.outer(sd, sd)).tolist(),
     "eigenvalues": values[order].tolist(), "varimax": rotated.tolist(), "criterion": criterion,
     "wide": wide.tolist(), "wide_varimax": wide_rotated.tolist(), "wide_criterion": wide_criterion,
     "discriminant": {"means": means.tolist(), "covariance": pooled.tolist(),
                      "shares": shares.tolist(), "scores": scores[:20].tolist(),
                      "groups": scores.argmax(1).tolist()}},
    open("moments.json", "w"))
