"""Changes between two waves by another route: complex-step derivatives, and one sum over people.

usage: waves.py FOLDER

Draws FOLDER/old.csv and FOLDER/new-0.csv, new-50.csv and new-100.csv, of whose people none, half and
all are in old.csv too, and writes FOLDER/waves.json: by overlap, design, segment, outcome and figure
the values of both waves, their standard errors, the change with its standard error, and the degrees
of freedom; the same for the shares of segments and for Kitagawa's parts by segments.

No influence function is written down here: how much a person's answers move a statistic is the
derivative of the whole statistic by that person's weight, by a complex step, which is exact to the
last digits. The error of a change is the root of one sum of squares over the units of both waves, so
that no covariance is ever formed. Needs numpy.
"""
import csv
import json
import math
import sys

import numpy as np

OUTCOMES = ["a", "b", "c"]
ROLES = ["Owner", "User"]
COUNT = 140


def draw(rng, ids, habits, shift):
    rows = []
    for person in ids:
        habit = habits[person]
        row = {"id": person, "role": ROLES[int(habit[1] + 0.4 * shift > 0.3)], "shop": habit[2],
               "region": "NS"[habit[2] % 2], "weight": f"{np.exp(0.5 * rng.normal()):.6f}"}
        for place, outcome in enumerate(OUTCOMES):
            for name, mean in (("imp", (0.5, 0.1, 0.9)[place]), ("sat", (-0.4, 0.1, 0.3)[place])):
                latent = mean + shift * (name == "sat") * (0.4, 0.2, -0.1)[place] + habit[0]
                latent += 0.4 * (row["role"] == "Owner") * (name == "imp") + 0.8 * rng.normal()
                point = 1 + sum(latent > cut for cut in (-1.5, -0.7, 0.1, 0.9))
                row[f"{name}_{outcome}"] = "" if rng.random() < 0.06 else str(point)
        rows.append(row)
    return rows


def write(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class Wave:
    """Rows of one wave, and how a statistic of their weights moves with each unit."""

    def __init__(self, rows, design):
        self.rows, self.count = rows, len(rows)
        self.weights = np.array([float(r["weight"]) if design != "plain" else 1.0 for r in rows])
        self.units = [(r["region"], r["shop"]) if design == "units" else ("", r["id"]) for r in rows]
        self.role = np.array([r["role"] for r in rows])
        cell = lambda name: np.array([float(r[name] or "nan") for r in rows])
        self.raw = {o: (cell(f"imp_{o}"), cell(f"sat_{o}")) for o in OUTCOMES}

    def base(self, outcome):
        first, second = self.raw[outcome]
        return ~np.isnan(first) & ~np.isnan(second)

    def mean(self, weights, outcome, part, inside, scorer):
        base = self.base(outcome) & inside
        raw = self.raw[outcome][part]
        value = np.where(raw >= 4, 10.0, 0.0) if scorer == "top-box" else 2.5 * (raw - 1)
        return (weights[base] * value[base]).sum() / weights[base].sum()

    def moves(self, statistic):
        """Value, and by unit the scaled, centred derivative."""
        totals = {unit: 0.0 for unit in self.units}
        for row in range(self.count):
            weights = self.weights.astype(complex)
            weights[row] += 1e-40j
            totals[self.units[row]] += self.weights[row] * statistic(weights).imag / 1e-40
        scaled = {}
        for stratum in sorted({unit[0] for unit in totals}):
            own = [unit for unit in totals if unit[0] == stratum]
            mean = sum(totals[unit] for unit in own) / len(own)
            root = (len(own) / (len(own) - 1)) ** 0.5
            scaled.update({unit: root * (totals[unit] - mean) for unit in own})
        return statistic(self.weights), scaled

    def degrees(self, inside):
        units = {unit for unit, isin in zip(self.units, inside) if isin}
        return len(units) - len({unit[0] for unit in units})


def error(*moves):
    """The root of the sum of squares over units of what several moves add up to."""
    units = set().union(*moves)
    return float(np.sqrt(sum(sum(m.get(u, 0.0) for m in moves) ** 2 for u in units)))


def turned(moves):
    return {unit: -value for unit, value in moves.items()}


def figures(old, new, scorer):
    for role in [None] + ROLES:
        for outcome in OUTCOMES:
            sides = []
            for wave in (old, new):
                inside = (wave.role == role) if role else np.ones(wave.count, dtype=bool)
                ask = lambda c1, c2, w=wave, i=inside: w.moves(
                    lambda x: c1 * w.mean(x, outcome, 0, i, scorer)
                    + c2 * w.mean(x, outcome, 1, i, scorer))
                sides.append({"importance": ask(1, 0), "satisfaction": ask(0, 1), "gap": ask(1, -1),
                              "above": ask(2, -1),
                              "df": wave.degrees(wave.base(outcome) & inside),
                              "ids": {r["id"] for r, isin in zip(wave.rows, wave.base(outcome) & inside)
                                      if isin}})
            yield from changes(role, outcome, sides)


def changes(role, outcome, sides):
    common = {"segment": role or "all", "outcome": outcome, "df": min(s["df"] for s in sides),
              "both": len(sides[0]["ids"] & sides[1]["ids"])}
    for figure in ("importance", "satisfaction", "gap"):
        (old, left), (new, right) = sides[0][figure], sides[1][figure]
        yield dict(common, figure=figure, old=old, new=new, old_se=error(left), new_se=error(right),
                   change=new - old, se=error(right, turned(left)))
    scores, likely = [], []
    for side in sides:
        gap, spread = side["gap"][0], error(side["gap"][1])
        own = "above" if gap > 0 else "importance"
        scores.append(side[own])
        above = 0.5 * math.erfc(-gap / spread / math.sqrt(2)) if spread > 0 else float(gap > 0)
        likely.append({"above": above, "importance": 1 - above})
    # The variance that is expected of the formulas, each by the probability that it holds.
    averaged = math.sqrt(sum(
        likely[0][a] * likely[1][b] * error(sides[1][b][1], turned(sides[0][a][1])) ** 2
        for a in likely[0] for b in likely[1]))
    yield dict(common, figure="opportunity", old=scores[0][0], new=scores[1][0],
               old_se=error(scores[0][1]), new_se=error(scores[1][1]),
               change=scores[1][0] - scores[0][0], se=averaged)


def shares(old, new):
    for role in ROLES:
        sides = [w.moves(lambda x, w=w: x[w.role == role].sum() / x.sum()) for w in (old, new)]
        yield {"segment": role, "outcome": "", "figure": "segment-share", "old": sides[0][0],
               "new": sides[1][0], "old_se": error(sides[0][1]), "new_se": error(sides[1][1]),
               "change": sides[1][0] - sides[0][0], "se": error(sides[1][1], turned(sides[0][1])),
               "df": min(w.degrees(np.ones(w.count, dtype=bool)) for w in (old, new)),
               "both": len({r["id"] for r in old.rows} & {r["id"] for r in new.rows})}


def split(pairs):
    """Kitagawa's mix and within of ((s0, t0), (s1, t1)) by group."""
    mix = sum((s1 - s0) * (t0 + t1) / 2 for (s0, t0), (s1, t1) in pairs)
    return mix, sum((t1 - t0) * (s0 + s1) / 2 for (s0, t0), (s1, t1) in pairs)


def mixes(old, new, scorer):
    for outcome in OUTCOMES:
        def table(wave, weights, part):
            base = wave.base(outcome)
            total = weights[base].sum()
            return [(weights[base & (wave.role == r)].sum() / total,
                     wave.mean(weights, outcome, part, wave.role == r, scorer)) for r in ROLES]

        def parts(w0, w1, figure):
            tables = [[table(old, w0, p), table(new, w1, p)] for p in (0, 1)]
            first, second = [split(list(zip(*t))) for t in tables]
            if figure != "opportunity":
                mix, within = first if figure == "importance" else second
            else:
                gap = [sum(s * t for s, t in tables[0][w]) - sum(s * t for s, t in tables[1][w])
                       for w in (0, 1)]
                counted = [g if g.real > 0 else 0 for g in gap]
                theta = (counted[1] - counted[0]) / (gap[1] - gap[0])
                mix, within = [f + theta * (f - s) for f, s in zip(first, second)]
            return mix + within, mix, within

        for figure in ("importance", "satisfaction", "opportunity"):
            entry = {"outcome": outcome, "figure": figure}
            for place, name in enumerate(("change", "mix", "within")):
                value, left = old.moves(lambda x: parts(x, new.weights, figure)[place])
                _, right = new.moves(lambda x: parts(old.weights, x, figure)[place])
                entry[name], entry[f"{name}_se"] = value, error(left, right)
            yield entry


def main(folder):
    rng = np.random.default_rng(20261122)
    names = [f"P{number:03d}" for number in range(2 * COUNT)]
    habits = {n: (rng.normal() * 0.8, rng.normal(), int(rng.integers(0, 24))) for n in names}
    old = draw(rng, names[:COUNT], habits, 0)
    write(f"{folder}/old.csv", old)
    entries, parts = [], []
    for overlap in (0, 50, 100):
        start = COUNT - COUNT * overlap // 100
        ids = [names[i] for i in rng.permutation(np.arange(start, start + COUNT))]
        new = draw(rng, ids, habits, 1)
        write(f"{folder}/new-{overlap}.csv", new)
        for design, scorer in (("plain", "top-box"), ("weights", "top-box"), ("weights", "mean"),
                               ("units", "top-box")):
            case = {"overlap": overlap, "design": design, "scorer": scorer}
            waves = [Wave(rows, design) for rows in (old, new)]
            entries += [dict(case, **e) for e in [*figures(*waves, scorer), *shares(*waves)]]
            parts += [dict(case, **e) for e in mixes(*waves, scorer)]
    with open(f"{folder}/waves.json", "w") as file:
        json.dump({"changes": entries, "mixes": parts}, file, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
