"""What the reference scripts of the job model share: surveys as files, and errors of totals.

Rows are dictionaries of cells; designs are "simple", "weights" and "strata, units" (columns region
and unit). Needs Python 3.9+ and numpy.
"""
import csv
import os

import numpy as np


def write(rows, folder, name):
    """Writes the rows as FOLDER/NAME and gives them back."""
    with open(os.path.join(folder, name), "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows


def error(z, rows, design):
    """The standard error of the total of an influence column."""
    if design != "strata, units":
        n = len(z)
        return float(np.sqrt(n / (n - 1) * ((z - z.mean()) ** 2).sum()))
    total = 0.0
    for region in sorted({r["region"] for r in rows}):
        units = sorted({r["unit"] for r in rows if r["region"] == region})
        sums = np.array([sum(z[i] for i, r in enumerate(rows) if r["region"] == region and r["unit"] == u)
                         for u in units])
        m = len(sums)
        total += m / (m - 1) * ((sums - sums.mean()) ** 2).sum()
    return float(np.sqrt(total))
