"""Compute every published outcome figure from the statistician's file.

    python reproduce.py FILE.zip [--out FIGURES.json]

Needs Python 3.11 and numpy, and nothing of the project. Definitions are those of `docs/method.md`;
columns are explained in the file's own `codebook.md`. What the file cannot give is said under
"not_reproducible", with the reason; every group says how many of its rows were coarsened.
"""

import argparse
import csv
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

Figures = dict[str, Any]
Table = dict[str, np.ndarray]

BANDS = ("underweight", "normal", "overweight", "obese")
BIN_EDGES = (-10, -6, -2, 2, 6, 10)
SPLITS = {
    "sex": ("sex", ("female", "male")),
    "age": ("age", ("18-29", "30-39", "40-49", "50+")),
    "band": ("baseline_band", BANDS),
}
ANY, OTHER = "any", "other"
WIDER = {"18-39": ("18-29", "30-39"), "40+": ("40-49", "50+")}
DRAWS, CLUSTERS_NEEDED, PERCENTILES = 2_000, 10, (2.5, 97.5)
OWN_SHARE = 0.75
"""Fewer clusters than this share of the teams say too little of how teams differ."""
STEADY_PERCENT, FIVE_PERCENT = 2, 5

NOT_REPRODUCIBLE = {
    "intervals of medians and of splits": (
        "they need every person's change beside her team; the file has teams in a table of their"
        " own, since colleagues would be found by sex and age"
    ),
    "last digit of the interval of the mean": (
        "the file's clusters are in an order drawn by lot, and teams with fewer than 11 completers"
        " are put together, where too many were there is none; the method and the seed are the"
        " published ones"
    ),
    "late joiners by district": "they are too few to be marked, and are counted for the city",
    "changes in kilograms": "the file has none, because weights are known to others",
}


def read(path: Path) -> tuple[Figures, Table, Table]:
    """What the file is about, its people and its clusters."""
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read("release.json"))
        people = columns(archive.read("people.csv").decode())
        clusters = columns(archive.read("clusters.csv").decode())
    return about, people, clusters


def columns(text: str) -> Table:
    """A CSV table as one array of texts a column."""
    header, *rows = csv.reader(io.StringIO(text))
    cells = list(zip(*rows, strict=True)) or [()] * len(header)
    return {name: np.array(column, str) for name, column in zip(header, cells, strict=True)}


def numbers(column: np.ndarray) -> np.ndarray:
    """Texts as numbers, not a number where there is none."""
    return np.array([float(cell) if cell else np.nan for cell in column])


def some(people: Table, who: np.ndarray) -> Table:
    """Only those rows."""
    return {name: column[who] for name, column in people.items()}


def mean(values: np.ndarray) -> float | None:
    """The mean over persons."""
    return float(values.mean()) if len(values) else None


def figures(people: Table) -> Figures:
    """Every figure of one group but its interval."""
    complete = people["status"] == "complete"
    with_baseline = complete | (people["status"] == "baseline_only")
    change = numbers(people["change_percent"])[complete]
    completers = some(people, complete)
    station = numbers(people["station_change_percent"])
    return {
        "flow": {
            "enrolled": len(complete),
            "with_body_data": int((people["status"] != "no_body_data").sum()),
            "with_baseline": int(with_baseline.sum()),
            "complete": int(complete.sum()),
        },
        "everyone_enrolled": everyone(people, change),
        "last_observation": {
            "n": int(with_baseline.sum()),
            "mean": mean(numbers(people["last_change_percent"])[with_baseline]),
        },
        "completers": {
            "n": len(change),
            "mean": mean(change),
            "median": float(np.median(change)) if len(change) else None,
        },
        "shares": shares(completers, change),
        "bands": {
            "before": counts(completers["baseline_band"], BANDS),
            "after": counts(completers["closing_band"], BANDS),
            "coarsened": int((completers["baseline_band"] == ANY).sum()),
        },
        "distribution": {"edges": list(BIN_EDGES), "counts": bins(change)},
        "splits": {
            name: split(people, column, values) for name, (column, values) in SPLITS.items()
        },
        "stations": {
            "with_baseline": int((people["station_baseline"] == "1").sum()),
            "n": int((~np.isnan(station)).sum()),
            "mean": mean(station[~np.isnan(station)]),
        },
    }


def everyone(people: Table, change: np.ndarray) -> Figures:
    """Change 0 for whoever has no result; and the line that supposes 1 kg more for the missing."""
    n = len(people["status"])
    gained = numbers(people["plus_1_kg_percent"])
    missing = people["status"] == "baseline_only"
    known = not np.isnan(gained[missing]).any()
    return {
        "n": n,
        "mean": float(change.sum() / n) if n else None,
        "missing_plus_1_kg": (
            float((change.sum() + np.nansum(gained)) / n) if n and known else None
        ),
    }


def shares(completers: Table, change: np.ndarray) -> Figures:
    """Counts among completers; over everyone enrolled the numerators are the same."""
    normal = completers["baseline_band"] == "normal"
    return {
        "lost": int((change < 0).sum()),
        "lost_over_1_kg": int((completers["lost_over_1_kg"] == "1").sum()),
        "lost_5_percent": int((change <= -FIVE_PERCENT).sum()),
        "normal_at_baseline": int(normal.sum()),
        "normal_kept": int((np.abs(change[normal]) <= STEADY_PERCENT).sum()),
    }


def counts(column: np.ndarray, values: tuple[str, ...]) -> dict[str, int]:
    """How many there are of each value."""
    return {value: int((column == value).sum()) for value in values}


def bins(change: np.ndarray) -> list[int]:
    """How many changes lie in each bin; [-2, 2] has both its ends, others their outer one."""
    lower = np.array([edge for edge in BIN_EDGES if edge < 0])
    upper = np.array([edge for edge in BIN_EDGES if edge > 0])
    place = (change[:, None] >= lower).sum(axis=1) + (change[:, None] > upper).sum(axis=1)
    return np.bincount(place, minlength=len(BIN_EDGES) + 1).tolist()


def split(people: Table, column: str, values: tuple[str, ...]) -> Figures:
    """Side by side by one column; a cell is exact unless rows that belong to it were coarsened."""
    loose = [value for value in (*WIDER, ANY) if value == ANY or column == "age"]
    lost = {value: int((people[column] == value).sum()) for value in loose}
    return {
        "coarsened": lost,
        "groups": {value: group(people, column, value, lost) for value in values},
    }


def group(people: Table, column: str, value: str, lost: dict[str, int]) -> Figures:
    """One cell of a split."""
    inside = some(people, people[column] == value)
    status = inside["status"]
    change = numbers(inside["change_percent"])[status == "complete"]
    may_miss = lost[ANY] + sum(lost.get(wide, 0) for wide, made in WIDER.items() if value in made)
    return {
        "enrolled": len(status),
        "with_baseline": int(np.isin(status, ["complete", "baseline_only"]).sum()),
        "n": len(change),
        "mean": mean(change),
        "exact": may_miss == 0,
    }


def interval(clusters: Table, seed: int) -> Figures:
    """95 % cluster bootstrap of the mean: every district draws its clusters with replacement."""
    sizes = numbers(clusters["completers"])
    sums = sizes * numbers(clusters["mean_change_percent"])
    found = {"clusters": len(sizes), "teams": int(numbers(clusters["teams"]).sum())}
    if found["clusters"] < max(CLUSTERS_NEEDED, OWN_SHARE * found["teams"]):
        return {**found, "low": None, "high": None}
    generator = np.random.default_rng(seed)
    times = np.zeros((DRAWS, len(sizes)))
    for code in np.unique(clusters["district"]):
        inside = np.flatnonzero(clusters["district"] == code)
        even = np.full(len(inside), 1 / len(inside))
        times[:, inside] = generator.multinomial(len(inside), even, size=DRAWS)
    people = times @ sizes
    low, high = np.percentile((times @ sums)[people > 0] / people[people > 0], PERCENTILES)
    return {**found, "low": float(low), "high": float(high)}


def reproduced(about: Figures, people: Table, clusters: Table) -> Figures:
    """Every figure of the city and of each district."""
    districts = [code for code in np.unique(people["district"]).tolist() if code != OTHER]
    whole = set(about["whole_districts"])
    return {
        "release": about,
        "city": {
            **figures(people),
            "late_joiners": about["late_joiners"],
            "interval": interval(clusters, about["seed"]),
        },
        "districts": {
            code: {
                **figures(some(people, people["district"] == code)),
                "interval": interval(some(clusters, clusters["district"] == code), about["seed"]),
                "exact": code in whole,
            }
            for code in districts
        },
        "not_reproducible": {
            **NOT_REPRODUCIBLE,
            "districts marked exact: false": (
                'people too few of a kind were moved to "other"; their districts lack them'
            ),
        },
    }


def main() -> None:
    """Read the file, write the figures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("file", type=Path)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    text = json.dumps(reproduced(*read(chosen.file)), indent=2, ensure_ascii=False) + "\n"
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
