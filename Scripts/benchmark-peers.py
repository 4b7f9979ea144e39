#!/usr/bin/env python3
# Times what an analyst would use instead of each kernel: polars to read the CSV, numpy products
# for the joint sums, scikit-learn for one k-means pass. Prints one line of JSON a kernel, medians
# of five runs. Scripts/benchmark runs it beside the kernels.
#
# Usage: benchmark-peers.py RESPONSES.csv RESPONDENTS OUTCOMES CLUSTERS
import json
import statistics
import sys
import time
import warnings

import numpy as np
import polars as pl
import sklearn
from sklearn.cluster import KMeans


def report(kernel, peer, amount, unit, work):
    work()
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    print(json.dumps({"kernel": kernel, "peer": peer, "seconds": median,
                      "rate": amount / median, "unit": unit + "/s"}), flush=True)


def main():
    path, respondents, outcomes, clusters = sys.argv[1], *map(int, sys.argv[2:5])
    with open(path, "rb") as handle:
        size = handle.seek(0, 2)
    report("decode", f"polars {pl.__version__} read_csv", size / 1e9, "GB",
           lambda: pl.read_csv(path))

    rng = np.random.default_rng(1)
    ratings = rng.integers(1, 11, (respondents, 2 * outcomes)).astype(np.float32)
    groups = rng.integers(0, 8, respondents)
    weights = rng.random(respondents, dtype=np.float32)

    def scores():
        # What scores need of the joint tables: both indicators and their product, by group.
        top = (ratings >= 9).astype(np.float32)
        columns = np.concatenate([top, top[:, :outcomes] * top[:, outcomes:]], axis=1)
        member = np.zeros((8, respondents), np.float32)
        member[groups, np.arange(respondents)] = weights
        return member @ columns

    report("joint", f"numpy {np.__version__} products", respondents * outcomes / 1e9, "G pairs",
           scores)

    warnings.filterwarnings("ignore")
    features = rng.integers(-9, 10, (respondents, outcomes)).astype(np.float32)
    centers = features[:clusters].copy()

    def one_pass():
        KMeans(clusters, init=centers, n_init=1, max_iter=1, algorithm="lloyd").fit(features)

    report("lloyd", f"scikit-learn {sklearn.__version__} KMeans, one iteration",
           respondents / 1e6, "M rows", one_pass)


main()
