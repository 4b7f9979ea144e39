# How often people get the planted segment, beside the confidence that `unmet classify` states by
# all questions: the figures of docs/columns.md.
#
# Usage: python3 confidence.py PATH/TO/unmet DIRECTORY
# Each simulated survey of 4,600 people is parted: the first 600 are the study, the rest are new.
# Clusters found are matched with planted segments one to one, by the most people of the study.
import csv
import os
import subprocess
import sys

import numpy as np
from scipy.optimize import linear_sum_assignment

PEOPLE = 600


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def survey(unmet, place, separation, seed, missing):
    def run(*arguments):
        subprocess.run([unmet, *arguments, "--quiet"], check=True)

    subprocess.run(
        [unmet, "simulate", "--respondents", "4600", "--outcomes", "20", "--separation",
         str(separation), "--missing", str(missing), "--seed", str(seed), "--out", place],
        check=True, stderr=subprocess.DEVNULL)
    with open(place + "/responses.csv", encoding="utf-8") as file:
        lines = file.readlines()
    with open(place + "/responses.csv", "w", encoding="utf-8") as file:
        file.writelines(lines[:PEOPLE + 1])
    with open(place + "/new.csv", "w", encoding="utf-8") as file:
        file.writelines(lines[:1] + lines[PEOPLE + 1:])
    run("analyze", place + "/study.yaml", "--out", place + "/run")
    if not os.path.exists(place + "/run/model.json"):
        return None
    run("classify", place + "/run/model.json", place + "/new.csv", "--out", place + "/typed.csv")
    run("classify", place + "/run/model.json", place + "/responses.csv",
        "--out", place + "/own.csv")
    truth = {row["respondent"]: int(row["segment"]) - 1 for row in rows(place + "/truth.csv")}
    table = np.zeros((8, 8))
    for row in rows(place + "/own.csv"):
        table[truth[row["id"]], int(row["segment"]) - 1] += 1
    planted = dict(zip(*reversed(linear_sum_assignment(-table))))
    typed = [row for row in rows(place + "/typed.csv") if row["segment"]]
    stated = np.array([float(row["confidence"]) for row in typed])
    right = np.array([planted[int(row["segment"]) - 1] == truth[row["id"]] for row in typed])
    found = len({row["segment"] for row in rows(place + "/own.csv")})
    tenths = np.array_split(np.argsort(stated, kind="stable"), 10)
    error = sum(len(t) * abs(stated[t].mean() - right[t].mean()) for t in tenths) / len(typed)
    return found, stated.mean(), right.mean(), error


def main():
    unmet, directory = sys.argv[1:]
    for separation in (1.0, 0.8, 0.6):
        for seed in range(1, 7):
            place = "%s/%s-%d" % (directory, separation, seed)
            figures = survey(unmet, place, separation, seed, 0.05)
            print("separation %.1f, survey %d: %s" % (
                separation, seed, "no clusters" if figures is None else
                "%d of 4 segments found, stated %.3f, right %.3f, off by %.3f" % figures),
                flush=True)


main()
